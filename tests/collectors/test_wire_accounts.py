"""From a login to a read post, over real MTProto: each way to get an account gives one that the source can use.

What goes wrong while logging in is tested in telegram/test_login.py.
"""

import asyncio
import logging
import stat
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from collectors.base import AccessHash, BadInput, CannotRead
from collectors.telegram.accounts import Account, import_string, list_accounts
from collectors.telegram.client import Api
from collectors.telegram.login import Questions, login, login_by_qr
from collectors.telegram.source import TelethonSource
from storage.watching import Problem, Watched
from tests.telegram.loopback import CODE, LoopbackTelegram

NOW = datetime(2024, 3, 12, 12, 0, tzinfo=UTC)
PHONE = "+31 6 00000001"
PASSWORD = "a heron on the quay"


@pytest.fixture
async def telegram() -> AsyncIterator[LoopbackTelegram]:
    async with LoopbackTelegram() as server:
        server.add_channel("rivierkrant").publish("The river stands at 340 cm.")
        yield server


@pytest.fixture
def api(telegram: LoopbackTelegram, tmp_path: Path) -> Api:
    return Api(telegram.api_id, telegram.api_hash, telegram.server, telegram.key_file(tmp_path))


@pytest.fixture
def sessions(tmp_path: Path) -> Path:
    return tmp_path / "sessions"


def answers() -> Questions:
    """A person who types the right things."""
    return Questions(phone=lambda: PHONE, code=lambda: CODE, password=lambda: PASSWORD)


async def texts(sessions: Path, api: Api, watched: Watched | None = None) -> list[str]:
    """What a source with the accounts of the folder reads of the channel."""
    async with asyncio.timeout(5), TelethonSource(list_accounts(sessions), api) as source:
        batch = await source.read(watched or Watched("rivierkrant", None, None), NOW)
    return [post.text for post in batch.posts]


async def log_in(sessions: Path, api: Api, name: str = "desk") -> Account:
    async with asyncio.timeout(5):
        return await login(sessions, name, api, answers())


def modes(folder: Path) -> dict[str, int]:
    """Name -> mode of each file in the folder."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


async def test_phone_code_and_password_give_an_account_that_reads(
    telegram: LoopbackTelegram, sessions: Path, api: Api
) -> None:
    telegram.add_account(PHONE, password=PASSWORD)
    account = await log_in(sessions, api)
    assert modes(sessions)[account.path.name] == 0o600
    assert await texts(sessions, api) == ["The river stands at 340 cm."]


async def test_a_server_whose_key_was_not_given_is_told_nothing(
    telegram: LoopbackTelegram, sessions: Path, api: Api
) -> None:
    telegram.add_account(PHONE, password=PASSWORD)
    with pytest.raises(BadInput, match="No connection to the server"):
        await log_in(sessions, replace(api, server_key=None))
    assert telegram.requests == []


@pytest.mark.parametrize("password", [None, PASSWORD])
async def test_a_scanned_qr_code_gives_an_account_that_reads(
    telegram: LoopbackTelegram, sessions: Path, api: Api, password: str | None
) -> None:
    user = telegram.add_account(PHONE, password=password)
    async with asyncio.timeout(5):
        account = await login_by_qr(sessions, "desk", api, answers(), lambda url: telegram.scan(url, user))
    assert modes(sessions)[account.path.name] == 0o600
    assert await texts(sessions, api) == ["The river stands at 340 cm."]


async def test_an_imported_session_string_gives_an_account_that_reads(
    telegram: LoopbackTelegram, sessions: Path, api: Api
) -> None:
    account = import_string(sessions, "desk", telegram.session_string(telegram.add_account()))
    assert modes(sessions)[account.path.name] == 0o600
    assert await texts(sessions, api) == ["The river stands at 340 cm."]


async def test_session_files_stay_private_while_and_after_they_are_used(
    telegram: LoopbackTelegram, sessions: Path, api: Api
) -> None:
    import_string(sessions, "desk", telegram.session_string(telegram.add_account()))
    async with TelethonSource(list_accounts(sessions), api) as source:
        await source.read(Watched("rivierkrant", None, None), NOW)
        during = modes(sessions)
    assert set(during.values()) | set(modes(sessions).values()) == {0o600}


async def test_all_accounts_of_the_folder_are_listed_by_name(
    telegram: LoopbackTelegram, sessions: Path, api: Api
) -> None:
    telegram.add_account(PHONE, password=PASSWORD)
    other = telegram.add_account("+31600000002")
    await log_in(sessions, api, "night")
    import_string(sessions, "desk", telegram.session_string(other))
    assert [(account.name, account.problem, account.exposed) for account in list_accounts(sessions)] == [
        ("desk", None, False),
        ("night", None, False),
    ]


async def test_trouble_names_the_revoked_account_and_leaves_out_the_others(
    telegram: LoopbackTelegram, sessions: Path, api: Api
) -> None:
    lost, limited = telegram.add_account(), telegram.add_account("+31600000002")
    import_string(sessions, "desk", telegram.session_string(lost))
    import_string(sessions, "night", telegram.session_string(limited))
    telegram.revoke(lost)
    async with asyncio.timeout(5), TelethonSource(list_accounts(sessions), api) as source:
        trouble = await source.trouble()
    assert list(trouble) == ["desk"]
    assert "seinpost account login desk" in trouble["desk"]


async def test_a_new_login_mends_a_revoked_session_without_resolving_again(
    telegram: LoopbackTelegram, sessions: Path, api: Api
) -> None:
    user = telegram.add_account(PHONE, password=PASSWORD)
    await log_in(sessions, api)
    async with TelethonSource(list_accounts(sessions), api) as source:
        batch = await source.read(Watched("rivierkrant", None, None), NOW)
        hashes = {fact.account: fact.access_hash for fact in batch.learned if isinstance(fact, AccessHash)}
        watched = Watched("rivierkrant", batch.channel, batch.cursor, hashes)
        telegram.revoke(user)
        telegram.world.channels[batch.channel.channel_id].publish("It is falling again.")
        with pytest.raises(CannotRead) as refusal:
            await source.read(watched, NOW)
    assert refusal.value.problem is Problem.NO_ACCOUNT
    await log_in(sessions, api)
    assert await texts(sessions, api, watched) == ["It is falling again."]
    assert telegram.count("contacts.resolveUsername") == 1


async def test_one_session_is_never_used_twice_at_once(telegram: LoopbackTelegram, sessions: Path, api: Api) -> None:
    import_string(sessions, "desk", telegram.session_string(telegram.add_account()))
    async with TelethonSource(list_accounts(sessions), api):
        with pytest.raises(BadInput, match="desk is in use"):
            await texts(sessions, api)
    assert await texts(sessions, api) == ["The river stands at 340 cm."]


async def test_nothing_that_was_typed_and_no_post_gets_into_a_log(
    telegram: LoopbackTelegram, sessions: Path, api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    telegram.add_account(PHONE, password=PASSWORD)
    await log_in(sessions, api)
    await texts(sessions, api)
    for secret in (CODE, PASSWORD, "31600000001", telegram.api_hash, "340 cm"):
        assert secret not in caplog.text
