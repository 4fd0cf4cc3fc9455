"""Files over real MTProto: fetched part by part, from where they lie, hashed, and not kept."""

import asyncio
import hashlib
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from collectors.base import CannotRead, FloodWait, Hashed, Hasher
from collectors.perceptual import difference_hash
from collectors.telegram.accounts import Account, import_string
from collectors.telegram.client import Api
from collectors.telegram.files import PART
from collectors.telegram.source import TelethonSource
from storage.model import Channel, HashState
from storage.watching import Problem, Watched
from tests.collectors.pictures import encoded, picture
from tests.telegram.accounts import Account as TelegramUser
from tests.telegram.channels import ServedChannel
from tests.telegram.loopback import LoopbackTelegram

NOW = datetime(2024, 3, 12, 12, 0, tzinfo=UTC)
MEGABYTE = 1024 * 1024
LIMIT = 5 * MEGABYTE
GET_FILE, GET_MESSAGES = "upload.getFile", "channels.getMessages"


class Desk:
    """Accounts that know a channel, and what they are asked to hash."""

    def __init__(self, telegram: LoopbackTelegram, folder: Path):
        self.telegram, self.folder = telegram, folder
        self.channel = telegram.add_channel("rivierkrant")
        self.users: dict[str, TelegramUser] = {}
        self._accounts: list[Account] = []
        self.log_in("desk")

    def log_in(self, name: str) -> None:
        self.users[name] = self.telegram.add_account(f"+3160000000{len(self._accounts)}")
        text = self.telegram.session_string(self.users[name])
        self._accounts.append(import_string(self.folder / "sessions", name, text))

    @property
    def watched(self) -> Watched:
        channel: ServedChannel = self.channel
        hashes = {name: self.telegram.access_hash(user, channel) for name, user in self.users.items()}
        return Watched("rivierkrant", Channel(channel.channel_id, channel.username, channel.title), 1, hashes)

    @asynccontextmanager
    async def source(self, *, floods: tuple[FloodWait, ...] = (), patience: float = 5) -> AsyncIterator[TelethonSource]:
        telegram = self.telegram
        api = Api(telegram.api_id, telegram.api_hash, telegram.server, telegram.key_file(self.folder))
        opened = TelethonSource(self._accounts, api, floods=floods, patience=patience)
        async with asyncio.timeout(20), opened as source:
            yield source

    async def hash(self, message_id: int, limit: int = LIMIT) -> Hashed:
        async with self.source() as source:
            return await source.hash_media(self.watched, message_id, limit, NOW)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with LoopbackTelegram() as telegram:
        yield Desk(telegram, tmp_path)


def some_bytes(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# --- parts ---


@pytest.mark.parametrize("size", [1, PART - 1, PART, PART + 1, 3 * PART + 4097, LIMIT])
async def test_a_document_of_any_number_of_parts_has_the_hash_of_its_bytes(desk: Desk, size: int) -> None:
    content = some_bytes(size)
    message_id = desk.channel.publish("The statement.", media="document", content=content)
    hashed = await desk.hash(message_id)
    assert (hashed.state, hashed.sha256, hashed.size) == (HashState.DONE, sha256(content), size)
    assert hashed.perceptual is None
    assert desk.telegram.count(GET_FILE) == -(-size // PART)


async def test_of_a_photo_the_largest_version_is_hashed_in_both_ways(desk: Desk) -> None:
    content = encoded(picture(1))
    hashed = await desk.hash(desk.channel.publish("The quay.", media="photo", content=content))
    assert (hashed.sha256, hashed.perceptual) == (sha256(content), difference_hash(content))


async def test_a_photo_that_is_no_picture_has_the_hash_of_its_bytes_and_the_reason(desk: Desk) -> None:
    content = some_bytes(900)
    hashed = await desk.hash(desk.channel.publish("The quay.", media="photo", content=content))
    assert (hashed.state, hashed.sha256, hashed.perceptual) == (HashState.DONE, sha256(content), None)
    assert hashed.detail == "no picture that can be decoded (UnidentifiedImageError)"


async def test_nothing_is_kept_on_the_disk(desk: Desk, tmp_path: Path) -> None:
    message_id = desk.channel.publish("The statement.", media="document", content=b"a heron on the quay" * 1000)
    await desk.hash(message_id)
    assert kept_under(tmp_path, b"a heron on the quay") == []


def kept_under(folder: Path, content: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and content in path.read_bytes()]


async def test_a_source_of_accounts_can_hash(desk: Desk) -> None:
    async with desk.source() as source:
        assert isinstance(source, Hasher)


# --- what is not hashed ---


async def test_a_file_that_is_too_large_is_not_fetched(desk: Desk) -> None:
    message_id = desk.channel.publish("The film.", media="document", content=some_bytes(2001))
    hashed = await desk.hash(message_id, limit=2000)
    assert (hashed.state, hashed.size, hashed.sha256) == (HashState.TOO_LARGE, 2001, None)
    assert desk.telegram.count(GET_FILE) == 0


async def test_a_message_that_was_deleted_meanwhile_is_gone(desk: Desk) -> None:
    message_id = desk.channel.publish("The quay.", media="photo", content=b"1234")
    desk.channel.delete(message_id)
    assert (await desk.hash(message_id)).state is HashState.GONE


async def test_a_video_that_took_the_place_of_a_photo_is_not_fetched(desk: Desk) -> None:
    message_id = desk.channel.publish("The quay.", media="video", content=b"1234")
    assert (await desk.hash(message_id)).state is HashState.GONE
    assert desk.telegram.count(GET_FILE) == 0


async def test_a_file_that_ends_before_its_end_has_no_hash(desk: Desk) -> None:
    message_id = desk.channel.publish("The statement.", media="document", content=some_bytes(PART + 900))
    desk.channel.lose_end(message_id, 800)
    with pytest.raises(CannotRead, match=f"a file of {PART + 900} bytes came as {PART + 100}") as refusal:
        await desk.hash(message_id)
    assert refusal.value.problem is Problem.BROKEN


# --- references ---


async def test_a_reference_that_expires_between_two_parts_is_renewed_and_no_part_is_fetched_twice(desk: Desk) -> None:
    content = some_bytes(3 * PART)
    message_id = desk.channel.publish("The statement.", media="document", content=content)
    desk.telegram.faults.refuse(GET_FILE, "FILE_REFERENCE_EXPIRED", skip=1, times=1)
    hashed = await desk.hash(message_id)
    assert hashed.sha256 == sha256(content)
    assert [asked.request.offset for asked in desk.telegram.asked(GET_FILE)] == [0, PART, PART, 2 * PART]
    assert desk.telegram.count(GET_MESSAGES) == 2


async def test_each_file_is_asked_for_by_a_reference_that_is_fresh(desk: Desk) -> None:
    first = desk.channel.publish("The quay.", media="photo", content=b"1234")
    second = desk.channel.publish("The quay.", media="photo", content=b"5678")
    async with desk.source() as source:
        for message_id, content in ((first, b"1234"), (second, b"5678")):
            desk.telegram.expire_file_references()
            hashed = await source.hash_media(desk.watched, message_id, LIMIT, NOW)
            assert hashed.sha256 == sha256(content)


async def test_references_that_expire_at_once_are_given_up(desk: Desk) -> None:
    message_id = desk.channel.publish("The quay.", media="photo", content=b"1234")
    desk.telegram.faults.refuse(GET_FILE, "FILE_REFERENCE_EXPIRED")
    with pytest.raises(CannotRead, match="no place where the file lies"):
        await desk.hash(message_id)
    assert desk.telegram.count(GET_FILE) <= 3


async def test_a_file_that_is_replaced_while_it_is_read_is_not_mixed_with_its_successor(desk: Desk) -> None:
    message_id = desk.channel.publish("The statement.", media="document", content=some_bytes(3 * PART))
    desk.telegram.faults.refuse(GET_FILE, "FILE_REFERENCE_EXPIRED", skip=1, times=1)
    async with desk.source() as source:
        reading = asyncio.create_task(source.hash_media(desk.watched, message_id, LIMIT, NOW))
        await desk.telegram.until(GET_FILE)  # the first part
        desk.channel.replace_file(message_id, some_bytes(3 * PART + 1))
        with pytest.raises(CannotRead, match="replaced while it was read"):
            await reading
        hashed = await source.hash_media(desk.watched, message_id, LIMIT, NOW)
    assert hashed.sha256 == sha256(some_bytes(3 * PART + 1))


# --- other data centres ---


async def test_a_file_in_another_data_centre_is_fetched_there(desk: Desk) -> None:
    content = some_bytes(2 * PART + 5)
    message_id = desk.channel.publish("The statement.", media="document", content=content, dc=4)
    hashed = await desk.hash(message_id)
    assert hashed.sha256 == sha256(content)
    assert desk.telegram.count(GET_FILE) == 3


async def test_a_file_that_has_moved_is_followed(desk: Desk) -> None:
    message_id = desk.channel.publish("The quay.", media="photo", content=b"1234")
    desk.telegram.faults.refuse(GET_FILE, "FILE_MIGRATE_4", code=303, times=1)  # and from there back again
    hashed = await desk.hash(message_id)
    assert hashed.sha256 == sha256(b"1234")
    assert [asked.outcome for asked in desk.telegram.asked(GET_FILE)] == [
        "FILE_MIGRATE_4",
        "FILE_MIGRATE_2",
        "answered",
    ]


async def test_the_way_to_another_data_centre_is_opened_once(desk: Desk) -> None:
    ids = [desk.channel.publish("The quay.", media="photo", content=some_bytes(9), dc=4) for _ in range(3)]
    async with desk.source() as source:
        for message_id in ids:
            assert (await source.hash_media(desk.watched, message_id, LIMIT, NOW)).sha256 == sha256(some_bytes(9))
    assert desk.telegram.count("auth.importAuthorization") == 1


async def test_a_login_that_another_data_centre_forgot_is_made_again_and_does_not_rest_the_account(desk: Desk) -> None:
    message_id = desk.channel.publish("The quay.", media="photo", content=b"1234", dc=4)
    async with desk.source() as source:
        await source.hash_media(desk.watched, message_id, LIMIT, NOW)
        for key in desk.telegram.world.keys_of(desk.users["desk"]):
            if key.dc == 4:
                key.log_out()
        with pytest.raises(CannotRead) as refusal:
            await source.hash_media(desk.watched, message_id, LIMIT, NOW)
        assert refusal.value.problem is Problem.UNREACHABLE
        assert (await source.hash_media(desk.watched, message_id, LIMIT, NOW)).sha256 == sha256(b"1234")
        assert await source.trouble() == {}


# --- floods and lost lines ---


async def test_a_flood_wait_holds_for_media_only_and_over_a_restart(desk: Desk) -> None:
    message_id = desk.channel.publish("The quay.", media="photo", content=b"1234")
    desk.telegram.faults.flood(GET_FILE, 3600, times=1)
    async with desk.source() as source:
        with pytest.raises(CannotRead) as refusal:
            await source.hash_media(desk.watched, message_id, LIMIT, NOW)
        assert (await source.read(desk.watched, NOW)).cursor == 1
    until = NOW + timedelta(seconds=3601)
    assert (refusal.value.problem, refusal.value.until) == (Problem.FLOOD_WAIT, until)
    assert refusal.value.learned == (FloodWait("desk", "media", until),)
    async with desk.source(floods=(FloodWait("desk", "media", until),)) as source:
        with pytest.raises(CannotRead, match="flood wait"):
            await source.hash_media(desk.watched, message_id, LIMIT, until - timedelta(seconds=1))
        assert desk.telegram.count(GET_FILE) == 1
        assert (await source.hash_media(desk.watched, message_id, LIMIT, until)).state is HashState.DONE


async def test_a_wait_for_who_does_not_pay_is_a_flood_wait(desk: Desk) -> None:
    message_id = desk.channel.publish("The quay.", media="photo", content=b"1234")
    desk.telegram.faults.refuse(GET_FILE, "FLOOD_PREMIUM_WAIT_7", code=420, times=1)
    with pytest.raises(CannotRead) as refusal:
        await desk.hash(message_id)
    assert refusal.value.until == NOW + timedelta(seconds=8)


async def test_while_one_account_must_wait_another_fetches(desk: Desk) -> None:
    desk.log_in("night")
    message_id = desk.channel.publish("The quay.", media="photo", content=b"1234")
    desk.telegram.faults.flood(GET_FILE, 60, times=1)
    hashed = await desk.hash(message_id)
    assert hashed.sha256 == sha256(b"1234")
    assert [fact.request for fact in hashed.learned if isinstance(fact, FloodWait)] == ["media"]


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "drop_mid_answer"])
@pytest.mark.parametrize("dc", [2, 4])
async def test_a_line_that_is_lost_in_the_middle_of_a_file_costs_nothing_but_time(
    desk: Desk, fault: str, dc: int
) -> None:
    content = some_bytes(3 * PART + 5)
    message_id = desk.channel.publish("The statement.", media="document", content=content, dc=dc)
    getattr(desk.telegram.faults, fault)(GET_FILE, skip=1)
    hashed = await desk.hash(message_id)
    assert hashed.sha256 == sha256(content)
    assert {asked.request.offset for asked in desk.telegram.asked(GET_FILE)[:2]} == {0, PART}  # it goes on, not back
    assert desk.telegram.count(GET_FILE) <= 5


async def test_a_server_that_is_silent_about_a_file_does_not_cost_the_line_that_posts_are_read_over(desk: Desk) -> None:
    message_id = desk.channel.publish("The quay.", media="photo", content=b"1234")
    desk.telegram.faults.ignore(GET_FILE)
    async with desk.source(patience=0.5) as source:
        await source.read(desk.watched, NOW)
        connects = desk.telegram.count("help.getConfig")
        with pytest.raises(CannotRead) as refusal:
            await source.hash_media(desk.watched, message_id, LIMIT, NOW)
        await source.read(desk.watched, NOW)
    assert refusal.value.problem is Problem.UNREACHABLE
    assert desk.telegram.count("help.getConfig") == connects == 1
