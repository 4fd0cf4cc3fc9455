"""`seinpost account ...`: asks at the terminal for what a login needs, and shows which accounts there are.

Logging in, keeping sessions and sealing them are the collectors' work.
"""

import asyncio
import sys
from typing import Annotated

import qrcode
import typer
from rich.console import Console
from rich.prompt import Prompt

from bot.commands.starting import settings
from bot.settings import TelegramSettings
from collectors.base import BadInput
from collectors.telegram import accounts, sealing
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
    telegram = settings().telegram
    reached = api(telegram)  # before a key is made for a login that can't begin
    ask = Questions(
        phone=lambda: Prompt.ask("Phone number, with country code", console=console),
        code=lambda: Prompt.ask("The code that Telegram sent you", console=console),
        password=lambda: Prompt.ask("Password of two-step verification", password=True, console=console),
    )
    seal = _seal_to_write_with(telegram, console)
    if qr:
        working = login_by_qr(telegram.sessions, name, reached, ask, lambda url: _draw(url, console), seal)
    else:
        working = login(telegram.sessions, name, reached, ask, seal)
    account = asyncio.run(working)
    console.print(f"Logged in. Keep {account.path} secret: whoever has it is you.", markup=False, soft_wrap=True)


@app.command(name="import")
def import_session(name: Name = "main") -> None:
    """Take over a Telethon session string from standard input."""
    telegram, console = settings().telegram, Console()
    seal = _seal_to_write_with(telegram, console)
    account = accounts.import_string(telegram.sessions, name, sys.stdin.read(), seal)
    console.print(f"Imported. The session of {account.name} is in {account.path}.", markup=False)


@app.command(name="list")
def list_accounts() -> None:
    """The accounts in the sessions folder, and what is wrong with them."""
    telegram, console = settings().telegram, Console()
    folder = telegram.sessions
    found = listed(telegram)
    if not found:
        console.print(f"No account in {folder}. Add one: seinpost account login", markup=False)
    for account in found:
        exposed = f"others on this machine can read it: chmod 600 {account.path}" if account.exposed else None
        wrong = "; ".join(filter(None, (account.problem, exposed)))
        console.print(f"{account.name}  {wrong or 'ready'}", markup=False, highlight=False, soft_wrap=True)


@app.command(name="key")
def make_key(
    *, show: Annotated[bool, typer.Option("--print", help="Print a key instead, for the environment.")] = False
) -> None:
    """Make the key that seals session files, and seal those that are there. Without it nobody can use them."""
    telegram, console = settings().telegram, Console()
    if show:
        typer.echo(sealing.new_key())
        return
    if telegram.session_key is None and not telegram.key_file.exists():
        sealing.make_key_file(telegram.key_file)
        _say(console, f"A key was made: {telegram.key_file}. Keep a copy elsewhere, apart from the sessions.")
    sealed = accounts.seal_all(telegram.sessions, seal_of(telegram))
    _say(console, f"Sealed now: {', '.join(sealed) or 'none; all were before'}.")


def seal_of(telegram: TelegramSettings) -> sealing.Seal | None:
    """What opens the session files; None: no key is set, and there is no key file.

    Raises:
        BadInput: what is set is no key, or its file can't be read.
    """
    if telegram.session_key is not None:
        return sealing.Seal(telegram.session_key.get_secret_value(), "SEINPOST_TELEGRAM__SESSION_KEY")
    if telegram.session_key_file is None and not telegram.key_file.exists():
        return None
    return sealing.read_key_file(telegram.key_file)


def _seal_to_write_with(telegram: TelegramSettings, console: Console) -> sealing.Seal | None:
    """A new session is sealed: the key is made where there is none, unless a sealed session asks for its own."""
    if telegram.session_key is None and not telegram.key_file.exists():
        accounts.seal_all(telegram.sessions, None)
        sealing.make_key_file(telegram.key_file)
        _say(
            console,
            f"A key that seals session files was made: {telegram.key_file}. Keep a copy elsewhere, apart from them.",
        )
    return seal_of(telegram)


def make_ready(telegram: TelegramSettings) -> list[str]:
    """Seals, at a start with a key, the session files that are not; tells which.

    Raises:
        BadInput: one is sealed, and there is no key or another one; says what to do.
    """
    return [] if telegram.missing else accounts.seal_all(telegram.sessions, seal_of(telegram))


def open_to_copies(telegram: TelegramSettings) -> str | None:
    """Which session files are not sealed, and what to do; None: all are.

    Raises:
        BadInput: one is sealed, and there is no key or another one.
    """
    accounts.refuse_locked(telegram.sessions, seal_of(telegram))
    if plain := accounts.plain(telegram.sessions):
        names = ", ".join(path.stem for path in plain)
        return f"Whoever copies the session files of {names} is that account. Seal them: seinpost account key"
    return None


def listed(telegram: TelegramSettings) -> tuple[accounts.Account, ...]:
    """All accounts, with what is wrong with them."""
    return accounts.list_accounts(telegram.sessions, seal_of(telegram))


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
    return tuple(found for found in listed(telegram) if found.problem is None)


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def _draw(url: str, console: Console) -> None:
    """The address as a QR code, in characters."""
    code = qrcode.QRCode(border=2)
    code.add_data(url)
    rows = code.get_matrix()
    console.print("Scan this in a Telegram app: Settings > Devices > Link Desktop Device.")
    for upper, lower in zip(rows[::2], [*rows[1::2], [False] * len(rows[0])], strict=False):
        console.print("".join(_HALVES[top, bottom] for top, bottom in zip(upper, lower, strict=True)), highlight=False)


_HALVES = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}
