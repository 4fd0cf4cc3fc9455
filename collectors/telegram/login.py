"""Logs an account in, by code or by QR, and keeps its session only when Telegram has accepted it.

Until then the login lives in memory: a failed one leaves no file, and a second one replaces the old file whole. What a
person must type is asked through functions that the caller gives; nothing typed is kept or logged.
"""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from telethon import errors

from collectors.base import BadInput
from collectors.telegram.accounts import Account, account_path, check_replaceable, holding, keep_session
from collectors.telegram.client import Api, Client, answered, build_client
from collectors.telegram.sealing import Seal

_TRIES = 3
_QR_SECONDS = 25.0  # Telegram's codes live 30 s
_QR_CODES = 12
_ANSWER_SECONDS = 60.0

Question = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Questions:
    """Asks the person at the keyboard. `phone` and `code` aren't needed for a QR login."""

    password: Question
    phone: Question = str
    code: Question = str


_NO_NUMBER = "Telegram doesn't know this phone number: write it with its country code, such as +31 6 12345678."
_API_UNKNOWN = "Telegram doesn't know this API id and hash: copy both from my.telegram.org."
_SENTENCES: dict[type[Exception], str] = {
    errors.ApiIdInvalidError: _API_UNKNOWN,
    errors.ConnectionApiIdInvalidError: _API_UNKNOWN,
    errors.ApiIdPublishedFloodError: "Telegram bars this API id, since it was published: make one at my.telegram.org.",
    errors.PhoneNumberInvalidError: _NO_NUMBER,
    errors.PhoneNumberUnoccupiedError: "This phone number has no Telegram account: make one in a Telegram app first.",
    errors.PhoneNumberBannedError: "Telegram has banned this phone number: use another account.",
    errors.PhoneCodeExpiredError: "The code has expired: start again, and type the newest one.",
    errors.PhonePasswordFloodError: "Telegram saw too many tries with this number: wait a day, then start again.",
    errors.SendCodeUnavailableError: "Telegram can't send this number another code now: wait a day, or log in by QR.",
}
_FLOODS = (errors.FloodWaitError, errors.FloodPremiumWaitError)
_NO_CONNECTION = (OSError, EOFError, BufferError, TimeoutError, errors.ServerError, errors.TimedOutError)


async def login(folder: Path, name: str, api: Api, ask: Questions, seal: Seal | None = None) -> Account:
    """Log in with a phone number, the code that Telegram sends to it, and the password of two-step verification if set.

    Raises:
        BadInput: it didn't work; the text says why and what to do. The session that was there stays as it was.
    """
    async with _logging_in(folder, name, api, seal) as (path, client):
        phone = _digits(ask.phone())
        await answered(client.send_code_request(phone), _ANSWER_SECONDS)
        if await _needs_password(client, phone, ask.code):
            await _give_password(client, ask.password)
        return keep_session(path, client.session, seal)


async def login_by_qr(
    folder: Path,
    name: str,
    api: Api,
    ask: Questions,
    show: Callable[[str], None],
    seal: Seal | None = None,
    *,
    seconds: float = _QR_SECONDS,
) -> Account:
    """Log in by a code that the person scans in a Telegram app. `show` draws an address, anew for each new code.

    Raises:
        BadInput: as `login`.
    """
    async with _logging_in(folder, name, api, seal) as (path, client):
        if await _scanned(client, show, seconds):
            await _give_password(client, ask.password)
        return keep_session(path, client.session, seal)


@asynccontextmanager
async def _logging_in(folder: Path, name: str, api: Api, seal: Seal | None) -> AsyncIterator[tuple[Path, Client]]:
    path = account_path(folder, name)
    with holding(path):
        check_replaceable(path, seal)
        client = build_client(None, api, updates=True)
        try:
            await answered(client.connect(), _ANSWER_SECONDS)
            yield path, client
        except tuple(_SENTENCES) as error:
            raise BadInput(_SENTENCES[type(error)]) from error
        except _FLOODS as error:
            raise BadInput(f"Telegram asks to wait {error.seconds} seconds: start again after that.") from error
        except _NO_CONNECTION as error:
            where = f"the server {api.server}" if api.server else "Telegram"
            raise BadInput(
                f"No connection to {where} ({type(error).__name__}): check the network, then start again."
            ) from error
        except errors.RPCError as error:
            raise BadInput(f"Telegram refused the login ({type(error).__name__}): start again later.") from error
        finally:
            await client.disconnect()


def _digits(phone: str) -> str:
    digits = re.sub(r"[\s()+.-]", "", phone)
    if not digits.isascii() or not digits.isdigit():
        raise BadInput(_NO_NUMBER)
    return digits


async def _needs_password(client: Client, phone: str, code: Question) -> bool:
    """Give the code; whether a password is asked for besides."""
    for _ in range(_TRIES):
        typed = code().strip()
        try:
            if typed:  # Telethon takes an empty code for the wish to get a new one
                await answered(client.sign_in(phone, typed), _ANSWER_SECONDS)
                return False
        except errors.SessionPasswordNeededError:
            return True
        except (errors.PhoneCodeInvalidError, errors.PhoneCodeEmptyError):
            continue
    raise BadInput(f"The code was wrong {_TRIES} times: start again, and type the newest one.")


async def _give_password(client: Client, password: Question) -> None:
    for _ in range(_TRIES):
        typed = password()
        try:
            if typed:
                await answered(client.sign_in(password=typed), _ANSWER_SECONDS)
                return
        except errors.PasswordHashInvalidError:
            continue
    raise BadInput(f"The password was wrong {_TRIES} times: start again, with the one of two-step verification.")


async def _scanned(client: Client, show: Callable[[str], None], seconds: float) -> bool:
    """Show codes until one is scanned; whether a password is asked for besides."""
    code = await answered(client.qr_login(), _ANSWER_SECONDS)
    for _ in range(_QR_CODES):
        show(code.url)
        try:
            await code.wait(seconds)
        except errors.SessionPasswordNeededError:
            return True
        except (TimeoutError, TypeError):  # TypeError: Telethon found another code than the one it showed
            await answered(code.recreate(), _ANSWER_SECONDS)
        else:
            return False
    raise BadInput("Nobody scanned the code: start again, and scan it in a Telegram app under Settings > Devices.")
