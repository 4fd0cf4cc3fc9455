"""`seinpost account ...`: asks at the terminal for what a login needs, and shows which accounts there are.

Logging in and keeping sessions are the collectors' work.
"""

import asyncio
import sys
from typing import Annotated

import qrcode
import typer
from rich.console import Console
from rich.prompt import Prompt

from bot.settings import TelegramSettings, load_settings
from collectors.base import BadInput
from collectors.telegram import accounts
from collectors.telegram.client import Api
from collectors.telegram.login import Questions, login, login_by_qr

app = typer.Typer(help="The Telegram accounts that read channels.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="What to call the account; its session file is NAME.session.")]


@app.command(name="login")
def log_in(
    name: Name = "main", *, qr: Annotated[bool, typer.Option("--qr", help="Scan a code with your phone.")] = False
) -> None:
    """Log in with phone, code and password, or by scanning a QR code."""
    console = Console()
    telegram = load_settings().telegram
    ask = Questions(
        phone=lambda: Prompt.ask("Phone number, with country code", console=console),
        code=lambda: Prompt.ask("The code that Telegram sent you", console=console),
        password=lambda: Prompt.ask("Password of two-step verification", password=True, console=console),
    )
    if qr:
        working = login_by_qr(telegram.sessions, name, api(telegram), ask, lambda url: _draw(url, console))
    else:
        working = login(telegram.sessions, name, api(telegram), ask)
    account = asyncio.run(working)
    console.print(f"Logged in. Keep {account.path} secret: whoever has it is you.", markup=False, soft_wrap=True)


@app.command(name="import")
def import_session(name: Name = "main") -> None:
    """Take over a Telethon session string from standard input."""
    account = accounts.import_string(load_settings().telegram.sessions, name, sys.stdin.read())
    Console().print(f"Imported. The session of {account.name} is in {account.path}.", markup=False)


@app.command(name="list")
def list_accounts() -> None:
    """The accounts in the sessions folder, and what is wrong with them."""
    folder = load_settings().telegram.sessions
    console = Console()
    found = accounts.list_accounts(folder)
    if not found:
        console.print(f"No account in {folder}. Add one: seinpost account login", markup=False)
    for account in found:
        exposed = f"others on this machine can read it: chmod 600 {account.path}" if account.exposed else None
        wrong = "; ".join(filter(None, (account.problem, exposed)))
        console.print(f"{account.name}  {wrong or 'ready'}", markup=False, highlight=False, soft_wrap=True)


def api(telegram: TelegramSettings) -> Api:
    """How to reach Telegram, from the settings.

    Raises:
        BadInput: the API id or hash is missing; says which, and where to get it.
    """
    if telegram.api_id is None or telegram.api_hash is None:
        raise BadInput(f"{telegram.missing} is missing: get it from my.telegram.org and set it, in .env for example.")
    return Api(telegram.api_id, telegram.api_hash.get_secret_value(), telegram.server, telegram.server_key)


def usable(telegram: TelegramSettings) -> tuple[accounts.Account, ...]:
    """The accounts that may be used, by name; none while the API id or hash is missing."""
    if telegram.missing:
        return ()
    return tuple(found for found in accounts.list_accounts(telegram.sessions) if found.problem is None)


def _draw(url: str, console: Console) -> None:
    """The address as a QR code, in characters."""
    code = qrcode.QRCode(border=2)
    code.add_data(url)
    rows = code.get_matrix()
    console.print("Scan this in a Telegram app: Settings > Devices > Link Desktop Device.")
    for upper, lower in zip(rows[::2], [*rows[1::2], [False] * len(rows[0])], strict=False):
        console.print("".join(_HALVES[top, bottom] for top, bottom in zip(upper, lower, strict=True)), highlight=False)


_HALVES = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}
