"""The Telegram source over real MTProto, poll after poll: what a caller that stores what it is given ends up with.

Single reads are tested in telegram/test_source.py, what becomes of a message's parts in telegram/test_convert.py.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from collectors.base import AccessHash, Batch, CannotRead, FloodWait
from collectors.telegram.accounts import Account, import_string
from collectors.telegram.client import Api
from collectors.telegram.source import TelethonSource
from storage.model import Channel
from storage.watching import Problem, Watched
from tests.telegram.accounts import Account as TelegramUser
from tests.telegram.channels import ServedChannel
from tests.telegram.loopback import LoopbackTelegram

NOW = datetime(2024, 3, 12, 12, 0, tzinfo=UTC)
NEEDED = {
    "help.getConfig",
    "users.getUsers",
    "updates.getState",
    "updates.getDifference",
    "contacts.resolveUsername",
    "messages.getHistory",
}
RESOLVE, HISTORY = "contacts.resolveUsername", "messages.getHistory"


class Memory:
    """What the caller stores of one channel: posts, cursor, hashes. `ids` in the order in which they came."""

    def __init__(self, username: str = "rivierkrant", cursor: int | None = 0):
        self.username = username
        self.cursor = cursor
        self.channel: Channel | None = None
        self.hashes: dict[str, int] = {}
        self.ids: list[int] = []

    @property
    def watched(self) -> Watched:
        return Watched(self.username, self.channel, self.cursor, dict(self.hashes))

    def keep(self, batch: Batch) -> None:
        self.channel, self.cursor = batch.channel, batch.cursor
        self.hashes |= {fact.account: fact.access_hash for fact in batch.learned if isinstance(fact, AccessHash)}
        for post in batch.posts:
            self.ids += post.parts or (post.post_id,)

    async def poll(self, source: TelethonSource, now: datetime = NOW) -> None:
        """One poll: pages until none waits."""
        more = True
        while more:
            batch = await source.read(self.watched, now)
            self.keep(batch)
            more = batch.more


class Wire:
    """A loopback Telegram, and sources that read it with the sessions of one folder."""

    def __init__(self, telegram: LoopbackTelegram, folder: Path):
        self.telegram = telegram
        self._folder = folder
        self._accounts: list[Account] = []

    def log_in(self, name: str = "desk") -> TelegramUser:
        user = self.telegram.add_account(f"+3160000000{len(self._accounts)}")
        self._accounts.append(import_string(self._folder / "sessions", name, self.telegram.session_string(user)))
        return user

    def channel(self, posts: int = 0, username: str = "rivierkrant") -> ServedChannel:
        channel = self.telegram.add_channel(username)
        for number in range(posts):
            channel.publish(f"The river stands at {number} cm.")
        return channel

    @asynccontextmanager
    async def source(
        self,
        *,
        floods: tuple[FloodWait, ...] = (),
        page: int = 100,
        first: int = 50,
        patience: float = 5,
        api_id: int | None = None,
    ) -> AsyncIterator[TelethonSource]:
        key = self.telegram.key_file(self._folder)
        api = Api(api_id or self.telegram.api_id, self.telegram.api_hash, self.telegram.server, key)
        opened = TelethonSource(self._accounts, api, floods=floods, page=page, first=first, patience=patience)
        async with asyncio.timeout(15), opened as source:
            yield source


@pytest.fixture
async def wire(tmp_path: Path) -> AsyncIterator[Wire]:
    async with LoopbackTelegram() as telegram:
        yield Wire(telegram, tmp_path)


async def refusal_of(source: TelethonSource, memory: Memory, now: datetime = NOW) -> CannotRead:
    with pytest.raises(CannotRead) as refusal:
        await source.read(memory.watched, now)
    return refusal.value


# --- a name is resolved once ---


async def test_a_channel_is_resolved_once_over_many_polls_and_a_restart(wire: Wire) -> None:
    wire.log_in()
    channel, memory = wire.channel(3), Memory()
    for _ in range(2):
        async with wire.source() as source:
            for _ in range(4):
                channel.publish("Another reading.")
                await memory.poll(source)
    assert wire.telegram.count(RESOLVE) == 1
    assert memory.ids == list(channel.ids)


async def test_a_poll_with_nothing_new_is_one_request(wire: Wire) -> None:
    wire.log_in()
    wire.channel(3)
    memory = Memory()
    async with wire.source() as source:
        await memory.poll(source)
        before = len(wire.telegram.requests)
        await memory.poll(source)
    assert [asked.method for asked in wire.telegram.requests[before:]] == [HISTORY]


async def test_only_the_few_requests_that_reading_needs_are_ever_sent(wire: Wire) -> None:
    wire.log_in()
    channel, memory = wire.channel(150), Memory()
    async with wire.source() as source:
        await memory.poll(source)
        channel.close()
        await refusal_of(source, memory)
        await refusal_of(source, Memory("nobody_here"))
    assert {asked.method for asked in wire.telegram.requests} <= NEEDED


async def test_each_account_learns_its_own_hash(wire: Wire) -> None:
    desk, night = wire.log_in("desk"), wire.log_in("night")
    channel, memory = wire.channel(1), Memory()
    async with wire.source() as source:
        await memory.poll(source)
        wire.telegram.revoke(desk)
        channel.publish("Written after the first account was lost.")
        await memory.poll(source)
    assert memory.hashes == {
        "desk": wire.telegram.access_hash(desk, channel),
        "night": wire.telegram.access_hash(night, channel),
    }
    assert memory.ids == [1, 2]


# --- each post once ---


@pytest.mark.parametrize("seed", range(6))
async def test_each_post_comes_once_whatever_the_pages_and_the_gaps(wire: Wire, seed: int) -> None:
    wire.log_in()
    chance = random.Random(seed)
    channel, memory = wire.channel(), Memory()
    async with wire.source(page=chance.randint(1, 40)) as source:
        for _ in range(6):
            for _ in range(chance.randint(0, 60)):
                channel.skip(chance.choice((0, 0, 0, 1, 5, 200)))
                channel.publish("A reading.")
            await memory.poll(source)
    assert memory.ids == list(channel.ids)


async def test_posts_that_appear_between_two_pages_are_not_lost(wire: Wire) -> None:
    wire.log_in()
    channel, memory = wire.channel(7), Memory()
    async with wire.source(page=3) as source:
        for _ in range(4):
            memory.keep(await source.read(memory.watched, NOW))
            channel.publish("Late arrival.")
        await memory.poll(source)
    assert memory.ids == list(channel.ids)


async def test_the_first_contact_takes_the_newest_few_and_goes_on_from_there(wire: Wire) -> None:
    wire.log_in()
    channel, memory = wire.channel(30), Memory(cursor=None)
    async with wire.source(first=5) as source:
        batch = await source.read(memory.watched, NOW)
        memory.keep(batch)
        channel.publish("The first after we came.")
        await memory.poll(source)
    assert (batch.cursor, batch.more) == (30, False)
    assert memory.ids == [26, 27, 28, 29, 30, 31]


async def test_deleted_posts_and_service_messages_do_not_stop_the_reading(wire: Wire) -> None:
    wire.log_in()
    channel, memory = wire.channel(10), Memory()
    for post_id in (2, 3, 4, 5):
        channel.delete(post_id)
    for _ in range(5):
        channel.pin(10)
    last = channel.publish("After all the pinning.")
    async with wire.source(page=3) as source:
        await memory.poll(source)
    assert memory.ids == [1, 6, 7, 8, 9, 10, last]


async def test_new_server_salts_go_unnoticed(wire: Wire) -> None:
    wire.log_in()
    channel, memory = wire.channel(1), Memory()
    async with wire.source() as source:
        await memory.poll(source)
        wire.telegram.change_salts()
        channel.publish("After the change.")
        await memory.poll(source)
    assert memory.ids == [1, 2]


# --- what a post carries ---


async def test_an_album_is_one_post_with_the_caption_of_any_part(wire: Wire) -> None:
    wire.log_in()
    parts = wire.channel().publish_album("Three pictures of the quay.", ["photo", "photo", "video"], caption_on=1)
    async with wire.source() as source:
        [post] = (await source.read(Memory().watched, NOW)).posts
    assert (post.post_id, post.parts, post.text) == (parts[0], parts, "Three pictures of the quay.")
    assert [media.kind for media in post.media] == ["photo", "photo", "video"]


async def test_an_album_cut_by_a_page_keeps_its_id_in_both_halves(wire: Wire) -> None:
    wire.log_in()
    parts = wire.channel().publish_album("Four pictures.", ["photo"] * 4)
    memory = Memory()
    async with wire.source(page=3) as source:
        first = await source.read(memory.watched, NOW)
        memory.keep(first)
        second = await source.read(memory.watched, NOW)
        memory.keep(second)
    assert first.more
    assert first.posts[0].album_id == second.posts[0].album_id is not None
    assert tuple(memory.ids) == parts


async def test_a_forward_names_its_origin(wire: Wire) -> None:
    wire.log_in()
    origin = wire.channel(4, "bronkrant")
    wire.channel().publish("As they wrote.", forward_from=(origin, 4))
    async with wire.source() as source:
        [post] = (await source.read(Memory().watched, NOW)).posts
    assert post.forward is not None
    assert (post.forward.channel_id, post.forward.username, post.forward.post_id) == (
        origin.channel_id,
        "bronkrant",
        4,
    )


# --- a bad line ---


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "drop_mid_answer"])
@pytest.mark.parametrize("skip", [0, 2])
async def test_a_line_cut_on_any_page_loses_and_repeats_nothing(wire: Wire, fault: str, skip: int) -> None:
    wire.log_in()
    channel, memory = wire.channel(40), Memory()
    getattr(wire.telegram.faults, fault)(HISTORY, skip=skip)
    async with wire.source(page=10) as source:
        await memory.poll(source)
    assert memory.ids == list(channel.ids)


async def test_a_server_that_is_away_is_unreachable_and_nothing_is_lost_when_it_is_back(wire: Wire) -> None:
    wire.log_in()
    channel, memory = wire.channel(3), Memory()
    async with wire.source(patience=2) as source:
        await memory.poll(source)
        await wire.telegram.stop()
        channel.publish("Written while the line was down.")
        assert (await refusal_of(source, memory)).problem is Problem.UNREACHABLE
        await wire.telegram.start()
        await memory.poll(source)
    assert memory.ids == list(channel.ids)
    assert wire.telegram.count(RESOLVE) == 1


async def test_an_error_inside_telegram_is_no_problem_of_the_channel(wire: Wire) -> None:
    wire.log_in()
    wire.channel(1)
    wire.telegram.faults.refuse(HISTORY, "INTERNAL", code=500)
    async with wire.source(patience=0.5) as source:
        assert (await refusal_of(source, Memory())).problem is Problem.UNREACHABLE


# --- flood waits ---


@pytest.mark.parametrize(("method", "kind"), [(RESOLVE, "resolve"), (HISTORY, "history")])
async def test_a_flood_wait_is_told_and_learned(wire: Wire, method: str, kind: str) -> None:
    wire.log_in()
    wire.channel(1)
    wire.telegram.faults.flood(method, 3600)
    async with wire.source() as source:
        refusal = await refusal_of(source, Memory())
    waits = [fact for fact in refusal.learned if isinstance(fact, FloodWait)]
    assert refusal.problem is Problem.FLOOD_WAIT
    assert refusal.until is not None
    assert timedelta(0) <= refusal.until - (NOW + timedelta(hours=1)) <= timedelta(minutes=1)
    assert waits == [FloodWait("desk", kind, refusal.until)]


async def test_a_flood_wait_holds_until_it_is_over_even_after_a_restart(wire: Wire) -> None:
    wire.log_in()
    channel, memory = wire.channel(1), Memory()
    wire.telegram.faults.flood(RESOLVE, 600, times=1)
    async with wire.source() as source:
        refusal = await refusal_of(source, memory)
        await refusal_of(source, memory, NOW + timedelta(minutes=5))
    floods = tuple(fact for fact in refusal.learned if isinstance(fact, FloodWait))
    async with wire.source(floods=floods) as source:
        await refusal_of(source, memory, NOW + timedelta(minutes=9))
        assert wire.telegram.count(RESOLVE) == 1
        await memory.poll(source, NOW + timedelta(minutes=11))
    assert memory.ids == list(channel.ids)


# --- channels that can't be read ---


@pytest.mark.parametrize("username", ["nobody_here", "1x"])
async def test_a_name_that_nobody_has_is_not_found(wire: Wire, username: str) -> None:
    wire.log_in()
    async with wire.source() as source:
        refusal = await refusal_of(source, Memory(username))
    assert refusal.problem is Problem.NOT_FOUND
    assert username in refusal.detail


async def test_a_person_or_a_group_is_no_channel(wire: Wire) -> None:
    wire.log_in()
    wire.telegram.add_person("jan_de_wit")
    wire.telegram.add_channel("praatgroep", group=True)
    async with wire.source() as source:
        for username in ("jan_de_wit", "praatgroep"):
            assert (await refusal_of(source, Memory(username))).problem is Problem.NOT_FOUND


async def test_a_channel_that_shuts_us_out_is_private(wire: Wire) -> None:
    wire.log_in()
    wire.channel(1)
    wire.telegram.faults.refuse(HISTORY, "CHANNEL_PRIVATE")
    async with wire.source() as source:
        assert (await refusal_of(source, Memory())).problem is Problem.PRIVATE


async def test_a_channel_that_closes_is_noticed_and_read_again_when_it_reopens(wire: Wire) -> None:
    wire.log_in()
    channel, memory = wire.channel(2), Memory()
    async with wire.source() as source:
        await memory.poll(source)
        channel.close()
        assert (await refusal_of(source, memory)).problem in (Problem.PRIVATE, Problem.NOT_FOUND)
        channel.reopen("rivierkrant")
        channel.publish("Open again.")
        await memory.poll(source)
    assert memory.ids == [1, 2, 3]


# --- accounts that can't be used ---


def revoke(telegram: LoopbackTelegram, user: TelegramUser) -> None:
    telegram.revoke(user)


def unregister(telegram: LoopbackTelegram, user: TelegramUser) -> None:
    telegram.revoke(user, "AUTH_KEY_UNREGISTERED")


def forget_keys(telegram: LoopbackTelegram, user: TelegramUser) -> None:
    telegram.forget_keys(user)


@pytest.mark.parametrize("lost", [revoke, unregister, forget_keys])
@pytest.mark.parametrize("connected", [True, False])
async def test_a_lost_session_names_the_account_and_the_mend(
    wire: Wire, lost: Callable[[LoopbackTelegram, TelegramUser], None], connected: bool
) -> None:
    user = wire.log_in("desk")
    wire.channel(1)
    memory = Memory()
    async with wire.source() as source:
        if connected:
            await memory.poll(source)
        lost(wire.telegram, user)
        refusal = await refusal_of(source, memory)
        asked = len(wire.telegram.requests)
        await refusal_of(source, memory)
    assert refusal.problem is Problem.NO_ACCOUNT
    assert "seinpost account login desk" in refusal.detail
    assert len(wire.telegram.requests) == asked, "a lost session is not tried again and again"


async def test_a_wrong_application_id_is_said(wire: Wire) -> None:
    wire.log_in()
    wire.channel(1)
    async with wire.source(api_id=1) as source:
        refusal = await refusal_of(source, Memory())
    assert refusal.problem is Problem.NO_ACCOUNT
    assert "SEINPOST_TELEGRAM__API_ID" in refusal.detail


async def test_closing_the_source_hangs_up(wire: Wire) -> None:
    wire.log_in()
    wire.channel(1)
    async with wire.source() as source:
        await Memory().poll(source)
        assert wire.telegram.connections == 1
    await wire.telegram.all_gone()
    assert wire.telegram.connections == 0
