"""Looking again over real MTProto, into a real database: what the lists of others' troubles warn of.

Each test drives the stages as the program does, with a clock that is moved; what the stages make of odd answers is
tested in tests/bot/test_rereading.py, what a look means in test_rereading.py.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from telethon.tl import functions, types

from bot import collecting
from bot.allowances import LOOKS, a_minute
from bot.polling import Fixed
from bot.rereading import reread_due
from collectors.aftercare import Aftercare
from collectors.base import CannotRead, FloodWait, Looked
from collectors.telegram.accounts import Account, import_string
from collectors.telegram.client import Api
from collectors.telegram.source import TelethonSource
from storage import accounts, coverage, posts, tables
from storage.database import Database
from storage.model import Cause, Revision
from storage.watching import Coverage, GapState, Problem, Watched
from tests.collectors.fakes import FakeClock
from tests.storage.test_coverage import entry
from tests.telegram import connection, methods
from tests.telegram.answers import Call
from tests.telegram.channels import FIRST_POST_AT, ServedChannel
from tests.telegram.loopback import LoopbackTelegram

POLLING = Fixed(timedelta(minutes=1))
RESOLVE, HISTORY, MESSAGES = "contacts.resolveUsername", "messages.getHistory", "channels.getMessages"


class Desk:
    """A lookout over one channel of the loopback Telegram, which may be closed and opened again."""

    def __init__(self, db: Database, telegram: LoopbackTelegram, folder: Path):
        self.db = db
        self.telegram = telegram
        self.clock = FakeClock(FIRST_POST_AT)
        self.channel = telegram.add_channel("rivierkrant", title="River News")
        self._folder = folder
        self._accounts: list[Account] = []
        self.log_in("desk")

    def log_in(self, name: str) -> None:
        user = self.telegram.add_account(f"+3160000000{len(self._accounts)}")
        self._accounts.append(import_string(self._folder / "sessions", name, self.telegram.session_string(user)))

    @asynccontextmanager
    async def open(self, *, page: int = 100, first: int = 50) -> AsyncIterator["Desk"]:
        """From a start of the program to its end."""
        await self.db.write(coverage.sync, [entry("rivierkrant")], self.clock())
        floods = [FloodWait(*flood) for flood in await self.db.read(accounts.floods, self.clock())]
        api = Api(
            self.telegram.api_id, self.telegram.api_hash, self.telegram.server, self.telegram.key_file(self._folder)
        )
        async with (
            asyncio.timeout(60),
            TelethonSource(self._accounts, api, floods=floods, page=page, first=first, patience=5) as source,
        ):
            self.source = source
            yield self

    def publish(self, text: str = "A reading.", **more: Any) -> int:
        """A post, now."""
        return self.channel.publish(text, date=self.clock(), **more)

    async def poll(self) -> None:
        for watched in await self.db.read(coverage.everything):
            await collecting.collect(self.db, self.source, watched, self.clock, POLLING, Aftercare())

    async def look(self, *, after: timedelta = timedelta(minutes=6)) -> int:
        """Lets some time pass, and looks at all that is due."""
        self.clock.now += after
        done = 0
        while step := await reread_due(self.db, self.source, self.clock, Aftercare(), POLLING, a_minute(LOOKS, 1000)):
            done += step
        return done

    async def stored(self) -> list[Revision]:
        found = await self.db.read(posts.recent, self.channel.channel_id, 20_000)
        return sorted(found, key=lambda revision: revision.post.post_id)

    async def causes(self) -> list[Cause]:
        return [revision.cause for revision in await self.stored()]

    async def covered(self) -> Coverage:
        [covered] = await self.db.read(coverage.report)
        return covered

    async def watched(self) -> Watched:
        [watched] = await self.db.read(coverage.everything)
        return watched


@pytest.fixture
async def desk(sqlite_db: Database, telegram: LoopbackTelegram, tmp_path: Path) -> AsyncIterator[Desk]:
    """Awake, and it met the channel while it was empty: what follows is news."""
    async with Desk(sqlite_db, telegram, tmp_path).open() as desk:
        await desk.poll()
        yield desk


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Functions put into the list change what Telegram answers when asked for messages by id."""
    changes: list[Any] = []
    honest = methods.get_messages

    def changed(call: Call) -> Any:
        answer = honest(call)
        for change in changes:
            answer.messages = change(answer.messages)
        return answer

    monkeypatch.setitem(connection._METHODS, functions.channels.GetMessagesRequest, changed)
    return changes


def empty(message_id: int, channel_id: int) -> Any:
    """What Telegram says of a message that is not there."""
    return types.MessageEmpty(id=message_id, peer_id=types.PeerChannel(channel_id))


# --- reactions, views and edits ---


async def test_reactions_and_views_are_no_edits(desk: Desk) -> None:
    post_id = desk.publish("The quay is dry.")
    await desk.poll()
    desk.channel.react(post_id, 12)
    assert await desk.look() == 1
    [revision] = await desk.stored()
    assert (revision.number, revision.cause, revision.post.edited_at) == (1, Cause.FIRST, None)


async def test_an_edit_is_a_revision_with_its_own_time(desk: Desk) -> None:
    post_id = desk.publish("Ten houses are flooded.")
    await desk.poll()
    edited_at = desk.clock() + timedelta(minutes=2)
    desk.channel.edit(post_id, "Twelve houses are flooded.", at=edited_at)
    await desk.look()
    [revision] = await desk.stored()
    assert (revision.number, revision.cause, revision.post.edited_at) == (2, Cause.EDITED, edited_at)
    assert revision.post.text == "Twelve houses are flooded."


# --- deletions ---


async def test_a_deletion_takes_two_misses(desk: Desk) -> None:
    desk.publish()
    gone = desk.publish("Twelve houses are flooded.")
    await desk.poll()
    desk.channel.delete(gone)
    await desk.look()
    assert await desk.causes() == [Cause.FIRST, Cause.FIRST]
    await desk.look()
    first, deleted = await desk.stored()
    assert (first.cause, deleted.cause, deleted.post.text) == (
        Cause.FIRST,
        Cause.DELETED,
        "Twelve houses are flooded.",
    )


async def test_a_post_that_was_away_for_one_look_was_never_deleted(desk: Desk) -> None:
    post_id = desk.publish()
    await desk.poll()
    desk.channel.withhold(post_id)
    await desk.look()
    desk.channel._withheld.clear()
    await desk.look()
    [revision] = await desk.stored()
    assert revision.number == 1


async def test_answers_are_paired_by_id_and_not_by_position(desk: Desk, answering: list[Any]) -> None:
    for number in range(6):
        desk.publish(f"Reading {number}.")
    await desk.poll()
    desk.channel.delete(2)
    answering.append(lambda messages: messages[::-1][:4])  # in another order, and not all
    for _ in range(2):
        await desk.look()
    assert Counter(await desk.causes()) == {Cause.FIRST: 6}, "of 2 nothing was said"
    answering.clear()
    answering.append(lambda messages: messages[::-1])
    for _ in range(2):
        await desk.look()
    causes = {revision.post.post_id: revision.cause for revision in await desk.stored()}
    assert [post_id for post_id, cause in causes.items() if cause is Cause.DELETED] == [2]
    assert Counter(causes.values()) == {Cause.FIRST: 5, Cause.DELETED: 1}


async def test_messages_of_another_channel_change_nothing_here(desk: Desk, answering: list[Any]) -> None:
    desk.publish("Of this channel.")
    await desk.poll()
    other = desk.channel.channel_id + 1
    answering.append(lambda messages: [empty(message.id, other) for message in messages])
    for _ in range(3):
        await desk.look(after=timedelta(minutes=20))
    [revision] = await desk.stored()
    assert (revision.cause, revision.post.text) == (Cause.FIRST, "Of this channel.")


async def test_a_post_of_the_same_number_elsewhere_is_not_taken_for_it(desk: Desk) -> None:
    other = desk.telegram.add_channel("bronkrant")
    await desk.db.write(coverage.sync, [entry("rivierkrant"), entry("bronkrant")], desk.clock())
    other.publish("Of the other channel.", date=desk.clock())
    desk.publish("Of this channel.")
    await desk.poll()
    desk.channel.delete(1)
    for _ in range(2):
        await desk.look()
    [revision] = await desk.db.read(posts.recent, other.channel_id, 10)
    assert (revision.cause, revision.post.text) == (Cause.FIRST, "Of the other channel.")
    assert await desk.causes() == [Cause.DELETED]


async def test_an_emptied_channel_is_doubted_and_nothing_is_deleted(desk: Desk, answering: list[Any]) -> None:
    for _ in range(60):
        desk.publish()
    await desk.poll()
    answering.append(lambda messages: [empty(message.id, desk.channel.channel_id) for message in messages])
    for _ in range(4):
        await desk.look(after=timedelta(minutes=40))
    assert Counter(await desk.causes()) == {Cause.FIRST: 60}
    doubt = (await desk.covered()).doubt
    assert doubt is not None
    assert doubt.messages == 60
    answering.clear()
    await desk.look(after=timedelta(minutes=40))
    assert (await desk.covered()).doubt is None


async def test_a_channel_that_closes_takes_no_posts_with_it(desk: Desk) -> None:
    desk.publish()
    await desk.poll()
    desk.channel.close()
    for _ in range(4):
        await desk.look(after=timedelta(hours=2))
    assert await desk.causes() == [Cause.FIRST]
    desk.channel.reopen("rivierkrant")
    await desk.look(after=timedelta(hours=2))
    assert await desk.causes() == [Cause.FIRST]


# --- flood waits ---


async def test_a_flood_wait_on_looking_stops_no_polling_and_survives_a_restart(
    sqlite_db: Database, telegram: LoopbackTelegram, tmp_path: Path
) -> None:
    desk = Desk(sqlite_db, telegram, tmp_path)
    async with desk.open():
        await desk.poll()
        desk.publish()
        await desk.poll()
        telegram.faults.flood(MESSAGES, 3600, times=1)
        await desk.look()
        assert telegram.count(MESSAGES) == 1
        desk.publish("Polling goes on.")
        await desk.poll()
    async with desk.open():
        await desk.look(after=timedelta(minutes=50))
        assert (telegram.count(MESSAGES), len(await desk.stored())) == (1, 2)
        assert (await desk.covered()).problem is None
        await desk.look(after=timedelta(minutes=11))
        assert telegram.count(MESSAGES) == 2


async def test_another_account_that_knows_the_channel_looks_for_one_that_must_wait(
    sqlite_db: Database, telegram: LoopbackTelegram, tmp_path: Path
) -> None:
    desk = Desk(sqlite_db, telegram, tmp_path)
    desk.log_in("night")
    async with desk.open():
        await desk.poll()
        post_id = desk.publish("Ten.")
        await desk.poll()
        first, second = telegram.world.accounts
        [known] = (await desk.watched()).hashes
        keeper, other = (first, second) if known == "desk" else (second, first)
        telegram.faults.flood(MESSAGES, 3600, account=keeper)
        desk.channel.edit(post_id, "Twelve.")
        await desk.look()
        assert (telegram.count(MESSAGES, other), telegram.count(RESOLVE)) == (0, 1), "no name is resolved for a look"
        telegram.faults.flood(HISTORY, 3600, account=keeper)
        await desk.poll()
        await desk.look(after=timedelta(minutes=61))
    assert telegram.count(MESSAGES, other) == 1
    assert await desk.causes() == [Cause.EDITED]


# --- albums ---


async def test_a_part_that_comes_hours_later_joins_its_album(desk: Desk) -> None:
    desk.publish("Three pictures of the quay.", media="photo", album=77)
    desk.publish("", media="photo", album=77)
    await desk.poll()
    desk.clock.move(hours=5)
    desk.publish("In between.")
    desk.publish("", media="photo", album=77)
    await desk.poll()
    album, _ = await desk.stored()
    assert (album.cause, album.post.parts, len(album.post.media)) == (Cause.ALBUM_PART, (1, 2, 4), 3)


async def test_an_album_cut_by_the_border_of_the_first_contact_is_whole(
    sqlite_db: Database, telegram: LoopbackTelegram, tmp_path: Path
) -> None:
    desk = Desk(sqlite_db, telegram, tmp_path)
    desk.publish("Before.")
    parts = desk.channel.publish_album("Five pictures.", ["photo"] * 5)
    last = desk.publish("After.")
    async with desk.open(first=3):
        await desk.poll()
    album, after = await desk.stored()
    assert (album.post.parts, album.post.text, after.post.post_id) == (parts, "Five pictures.", last)
    assert telegram.count(HISTORY) == 1


# --- gaps ---


async def test_gaps_are_looked_at_once_and_service_messages_are_none(desk: Desk) -> None:
    for _ in range(5):
        desk.publish()
    desk.channel.pin(1)
    desk.channel.skip(150)
    desk.publish()
    desk.channel.delete(3)
    await desk.poll()
    assert (await desk.covered()).gaps == {GapState.OPEN: 151}
    await desk.look(after=timedelta(0))
    assert (await desk.covered()).gaps == {GapState.MISSING: 151}
    asked = desk.telegram.count(MESSAGES)
    await desk.poll()
    assert (await desk.look(after=timedelta(0)), desk.telegram.count(MESSAGES)) == (0, asked)


async def test_what_a_page_left_out_is_found_by_id(desk: Desk) -> None:
    hidden = [desk.publish(f"Reading {number}.") for number in range(3)]
    desk.publish("After.")
    desk.channel.withhold(*hidden)
    await desk.poll()
    assert [revision.post.text for revision in await desk.stored()] == ["After."]
    desk.channel._withheld.clear()
    await desk.look(after=timedelta(0))
    assert [revision.post.post_id for revision in await desk.stored()] == [*hidden, 4]
    assert (await desk.covered()).gaps == {GapState.FILLED: 3}


async def test_an_answer_that_leaves_an_id_out_makes_it_unreachable(desk: Desk, answering: list[Any]) -> None:
    for _ in range(3):
        desk.publish()
    desk.channel.delete(2)
    await desk.poll()
    answering.append(lambda messages: [message for message in messages if message.id != 2])
    await desk.look(after=timedelta(0))
    assert (await desk.covered()).gaps == {GapState.UNREACHABLE: 1}


async def test_a_withheld_page_does_not_hold_a_channel_after_a_restart(
    sqlite_db: Database, telegram: LoopbackTelegram, tmp_path: Path
) -> None:
    desk = Desk(sqlite_db, telegram, tmp_path)
    async with desk.open(page=5):
        desk.publish("Before.")
        await desk.poll()
    desk.channel.withhold(*(desk.publish() for _ in range(17)))
    for _ in range(9):
        desk.publish("Behind it.")
    async with desk.open(page=5):
        await desk.poll()
        await desk.poll()
        assert len(await desk.stored()) == 10
        await desk.look(after=timedelta(0))
    assert (await desk.covered()).gaps == {GapState.MISSING: 17}


async def test_a_start_costs_a_quiet_channel_one_request(
    sqlite_db: Database, telegram: LoopbackTelegram, tmp_path: Path
) -> None:
    desk = Desk(sqlite_db, telegram, tmp_path)
    for _ in range(130):
        desk.publish()
    async with desk.open():
        await desk.poll()
    before = telegram.count(HISTORY)
    async with desk.open():
        await desk.poll()
    assert telegram.count(HISTORY) == before + 1


# --- a long history ---


async def test_the_first_contact_goes_as_far_back_as_is_set(
    sqlite_db: Database, telegram: LoopbackTelegram, tmp_path: Path
) -> None:
    desk = Desk(sqlite_db, telegram, tmp_path)
    fill(desk.channel, 700)
    async with desk.open(first=450):
        await desk.poll()
    stored = await desk.stored()
    assert [revision.post.post_id for revision in stored] == list(range(251, 701))
    assert all(revision.backlog for revision in stored)


async def test_of_ten_thousand_posts_in_pages_of_any_size_each_is_stored_once(
    sqlite_db: Database, telegram: LoopbackTelegram, tmp_path: Path
) -> None:
    chance = random.Random(5)
    desk = Desk(sqlite_db, telegram, tmp_path)
    async with desk.open():
        await desk.poll()
    fill(desk.channel, 10_000, chance)
    wanted = set(desk.channel.ids)
    for size in (100, 37, 83, 100):
        telegram.faults.lift()
        telegram.faults.flood(HISTORY, 30, skip=chance.randint(8, 40))  # this start does not get to the end
        async with desk.open(page=size):
            await desk.poll()
        desk.clock.move(minutes=1)
    telegram.faults.lift()
    async with desk.open(page=100):
        await desk.poll()
    assert await desk.db.read(revisions_of, desk.channel.channel_id) == dict.fromkeys(sorted(wanted), 1)
    missing = {message_id for message_id in range(1, max(wanted)) if message_id not in wanted}
    assert (await desk.covered()).gaps == {GapState.OPEN: len(missing)}


def fill(channel: ServedChannel, count: int, chance: random.Random | None = None) -> None:
    """Posts a second apart, with gaps in their ids if `chance` wants them."""
    for number in range(count):
        if chance:
            channel.skip(chance.choice((0,) * 30 + (1, 2, 40)))
        channel.publish(f"Reading {number}.", date=datetime(2024, 3, 12, tzinfo=UTC) + timedelta(seconds=number))


async def revisions_of(conn: Any, channel_id: int) -> dict[int, int]:
    """Post -> how many revisions it has."""
    table = tables.revisions
    counted = select(table.c.post_id, func.count().label("count")).where(table.c.channel_id == channel_id)
    counted = counted.group_by(table.c.post_id)
    return {row.post_id: row.count for row in await conn.execute(counted.order_by(table.c.post_id))}


# --- the port ---


async def test_looking_says_of_each_message_what_became_of_it(desk: Desk) -> None:
    desk.publish("Still here.")
    desk.publish("Gone soon.")
    desk.channel.pin(1)
    await desk.poll()
    desk.channel.delete(2)
    looked = await desk.source.look(await desk.watched(), [1, 2, 3, 99], desk.clock())
    assert isinstance(looked, Looked)
    assert ([post.text for post in looked.posts], looked.absent, looked.passed) == (["Still here."], (2, 99), (3,))


async def test_looking_at_a_withheld_channel_says_nothing_of_its_posts(desk: Desk) -> None:
    desk.publish()
    await desk.poll()
    desk.channel.restrict("Blocked.")
    with pytest.raises(CannotRead) as refusal:
        await desk.source.look(await desk.watched(), [1], desk.clock())
    assert refusal.value.problem is Problem.BLOCKED
