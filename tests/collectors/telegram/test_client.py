"""How clients are built, and what is said about a wrong server, key or session file."""

import asyncio
import logging
from pathlib import Path

import pytest

from collectors.base import BadInput
from collectors.telegram.client import Api, answered, build_client, check
from tests.telegram.keys import server_key

HASH = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize("server", ["localhost", ":443", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:70000", "a:b", "a:٣"])
def test_a_server_without_host_or_port_is_refused(server: str) -> None:
    with pytest.raises(BadInput, match="is no Telegram server: write it as host:port"):
        check(Api(1, HASH, server))


def test_a_server_may_have_a_name_or_an_address_of_either_kind() -> None:
    found = [check(Api(1, HASH, server)) for server in (None, "localhost:443", "127.0.0.1:8443", "[::1]:443")]
    assert found == [None, ("localhost", 443), ("127.0.0.1", 8443), ("::1", 443)]


def test_a_key_that_is_missing_or_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"can't be read .*: check SEINPOST_TELEGRAM__SERVER_KEY"):
        check(Api(1, HASH, "a:1", tmp_path / "key.pem"))
    (tmp_path / "key.pem").write_text("-----BEGIN RSA PUBLIC KEY-----\nnonsense\n-----END RSA PUBLIC KEY-----\n")
    with pytest.raises(BadInput, match="is no RSA public key: give a PEM file"):
        check(Api(1, HASH, "a:1", tmp_path / "key.pem"))
    (tmp_path / "key.pem").write_text(server_key().pem)
    check(Api(1, HASH, "a:1", tmp_path / "key.pem"))


def test_a_damaged_session_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "first.session"
    path.write_bytes(b"nonsense" * 1000)
    with pytest.raises(BadInput, match=r"first\.session can't be opened: remove it and log in again"):
        build_client(path, Api(1, HASH))


async def test_no_data_centre_leads_away_from_our_own_server() -> None:
    client = build_client(None, Api(1, HASH, "127.0.0.1:8443"))
    elsewhere = await client._get_dc(5)
    assert (elsewhere.id, elsewhere.ip_address, elsewhere.port) == (5, "127.0.0.1", 8443)


async def test_a_client_sleeps_through_no_flood_wait_and_logs_no_answers() -> None:
    client = build_client(None, Api(1, HASH))
    assert client.flood_sleep_threshold == 0
    assert client._log["telethon.network.mtprotosender"].getEffectiveLevel() == logging.ERROR


def test_the_api_hash_does_not_show() -> None:
    assert HASH not in repr(Api(1, HASH))


async def test_an_answer_that_telethon_gives_up_is_a_lost_connection() -> None:
    given_up: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    given_up.cancel()
    with pytest.raises(ConnectionResetError):
        await answered(given_up, 5)


async def test_our_own_cancellation_stays_one() -> None:
    waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(answered(waiting, 60))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert task.cancelled()


async def test_an_answer_is_not_waited_for_for_ever() -> None:
    with pytest.raises(TimeoutError):
        await answered(asyncio.get_running_loop().create_future(), 0)
