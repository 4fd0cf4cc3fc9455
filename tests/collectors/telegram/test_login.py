"""Logging in to the loopback Telegram: by code and by QR, with and without a password, and what can go wrong."""

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from collectors.base import BadInput
from collectors.telegram.accounts import hold, list_accounts
from collectors.telegram.client import Api
from collectors.telegram.login import Question, Questions, login, login_by_qr
from tests.telegram.loopback import CODE, LoopbackTelegram

PHONE = "+31 6 00000001"


def answers(*texts: str) -> Question:
    """A person who types these, one after the other."""
    waiting = iter(texts)
    return lambda: next(waiting)


def typed(code: str = CODE, password: str = "", phone: str = PHONE) -> Questions:
    return Questions(phone=answers(phone), code=answers(code), password=answers(password))


async def test_phone_and_code_make_an_account(telegram: LoopbackTelegram, sessions: Path, api: Api) -> None:
    telegram.add_account(PHONE.replace(" ", ""))
    account = await login(sessions, "first", api, typed())
    assert list_accounts(sessions) == (account,)
    assert stat.S_IMODE(account.path.stat().st_mode) == 0o600


async def test_the_password_of_two_step_verification_is_asked_for(
    telegram: LoopbackTelegram, sessions: Path, api: Api
) -> None:
    telegram.add_account(PHONE.replace(" ", ""), password="correct horse")
    ask = Questions(phone=answers(PHONE), code=answers(CODE), password=answers("wrong", "", "correct horse"))
    await login(sessions, "first", api, ask)
    assert [account.problem for account in list_accounts(sessions)] == [None]


async def test_a_wrong_code_may_be_typed_again(telegram: LoopbackTelegram, sessions: Path, api: Api) -> None:
    telegram.add_account(PHONE.replace(" ", ""))
    ask = Questions(phone=answers(PHONE), code=answers("", "1", CODE), password=answers())
    assert (await login(sessions, "first", api, ask)).name == "first"
    assert telegram.count("auth.sendCode") == 1


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: typed(phone="call me"), r"doesn't know this phone number: write it with its country code"),
        (lambda: typed(phone="+31 6 99999999"), r"doesn't know this phone number: write it with its country code"),
        (lambda: replace(typed(), code=answers("1", "2", "3")), "code was wrong 3 times: start again"),
        (lambda: replace(typed(), password=answers("1", "2", "3")), "password was wrong 3 times: start again"),
    ],
)
async def test_what_was_typed_wrong_is_said_and_nothing_is_kept(
    telegram: LoopbackTelegram, sessions: Path, api: Api, ask: Callable[[], Questions], said: str
) -> None:
    telegram.add_account(PHONE.replace(" ", ""), password="correct horse")
    with pytest.raises(BadInput, match=said):
        await login(sessions, "first", api, ask())
    assert list_accounts(sessions) == ()


async def test_a_wrong_api_id_is_said(telegram: LoopbackTelegram, sessions: Path, api: Api) -> None:
    telegram.add_account(PHONE.replace(" ", ""))
    with pytest.raises(BadInput, match=r"doesn't know this API id and hash: copy both from my\.telegram\.org"):
        await login(sessions, "first", replace(api, api_hash="f" * 32), typed())


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("FLOOD_WAIT_90", "Telegram asks to wait 90 seconds: start again after that"),
        ("PHONE_NUMBER_BANNED", "has banned this phone number: use another account"),
        ("PHONE_CODE_EXPIRED", "The code has expired: start again"),
        ("SOMETHING_NEW", "refused the login .*: start again later"),
    ],
)
async def test_a_refusal_of_telegram_is_said(
    telegram: LoopbackTelegram, sessions: Path, api: Api, error: str, said: str
) -> None:
    telegram.add_account(PHONE.replace(" ", ""))
    telegram.faults.refuse("auth.sendCode", error, code=420 if "FLOOD" in error else 400)
    with pytest.raises(BadInput, match=said):
        await login(sessions, "first", api, typed())


async def test_no_connection_is_said(telegram: LoopbackTelegram, sessions: Path, api: Api) -> None:
    await telegram.stop()
    with pytest.raises(BadInput, match=r"No connection to the server 127\.0\.0\.1:\d+ .*: check the network"):
        await login(sessions, "first", api, typed())


async def test_a_new_login_replaces_a_revoked_one(telegram: LoopbackTelegram, sessions: Path, api: Api) -> None:
    account = telegram.add_account(PHONE.replace(" ", ""))
    path = (await login(sessions, "first", api, typed())).path
    before = path.read_bytes()
    telegram.revoke(account)
    await login(sessions, "first", api, typed())
    assert path.read_bytes() != before


async def test_a_failed_login_leaves_the_old_one_as_it_was(
    telegram: LoopbackTelegram, sessions: Path, api: Api
) -> None:
    telegram.add_account(PHONE.replace(" ", ""))
    path = (await login(sessions, "first", api, typed())).path
    before = path.read_bytes()
    with pytest.raises(BadInput):
        await login(sessions, "first", api, replace(typed(), code=answers("1", "2", "3")))
    assert path.read_bytes() == before


async def test_an_account_in_use_is_not_logged_in_again(telegram: LoopbackTelegram, sessions: Path, api: Api) -> None:
    telegram.add_account(PHONE.replace(" ", ""))
    held = hold((await login(sessions, "first", api, typed())).path)
    with pytest.raises(BadInput, match="in use by another process"):
        await login(sessions, "first", api, typed())
    held.release()


# --- QR ---


@pytest.mark.parametrize("password", [None, "correct horse"])
async def test_a_scanned_code_logs_in(
    telegram: LoopbackTelegram, sessions: Path, api: Api, password: str | None
) -> None:
    account = telegram.add_account(password=password)
    ask = Questions(password=answers(password or ""))
    await login_by_qr(sessions, "first", api, ask, lambda url: telegram.scan(url, account))
    assert [one.problem for one in list_accounts(sessions)] == [None]


async def test_a_code_that_expires_is_drawn_anew(telegram: LoopbackTelegram, sessions: Path, api: Api) -> None:
    account, shown = telegram.add_account(), list[str]()

    def show(url: str) -> None:
        shown.append(url)
        if len(shown) == 3:
            telegram.scan(url, account)

    await login_by_qr(sessions, "first", api, Questions(password=answers()), show, seconds=0.2)
    assert len(set(shown)) == 3


async def test_a_code_that_nobody_scans_is_given_up(telegram: LoopbackTelegram, sessions: Path, api: Api) -> None:
    with pytest.raises(BadInput, match="Nobody scanned the code: start again"):
        await login_by_qr(sessions, "first", api, Questions(password=answers()), lambda _: None, seconds=0)
