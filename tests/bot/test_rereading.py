"""Looking again, stage by stage with a fake source; and that no order of things ends in anything but what is there."""

from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import alerting, collecting, stages
from bot.allowances import LOOKS, a_minute
from bot.polling import Fixed, Means, Planned
from bot.rereading import reread_due
from collectors.aftercare import Aftercare
from storage import alerts, chats, coverage, deliveries, doubts, gaps, links, looks, posts, subscriptions
from storage.database import Connection, Database
from storage.messages import Delivery, DeliveryState
from storage.model import Cause, Channel, Found, Kind, Post, Revision
from storage.telling import Chat, Reason
from storage.watching import Coverage, Doubt, GapState, Problem, Watched
from storage.watchlist import Watchlist
from tests.collectors.fakes import FakeChannel, FakeClock, FakeSource
from tests.storage.test_coverage import entry

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
EVERY = timedelta(minutes=1)
POLLING = Fixed(EVERY)
_channel_ids = count(1)

NOTHING_WATCHED = Watchlist("v1", (), (), (), (), (), (), (), ())


class Desk:
    """A lookout over one channel: collects and looks again on a clock of its own."""

    def __init__(self, db: Database, channel_id: int, *, page: int = 100, first: int = 50):
        self.db = db
        self.clock = FakeClock(NOON)
        self.channel = FakeChannel(Channel(channel_id, f"channel_{channel_id}", "River News"), NOON)
        self.source = FakeSource(self.channel, page=page, first=first)

    async def open(self) -> None:
        await self.db.write(coverage.sync, [entry(self.channel.channel.username)], self.clock())

    def wait(self, **time: float) -> None:
        self.clock.move(**time)
        self.channel.now = self.clock()

    async def poll(self) -> None:
        for watched in await self.db.read(coverage.everything):
            await collecting.collect(self.db, self.source, watched, self.clock, POLLING, Aftercare())

    async def look(self, per_minute: int = 1000) -> int:
        return await reread_due(self.db, self.source, self.clock, Aftercare(), POLLING, a_minute(LOOKS, per_minute))

    async def stored(self) -> list[Revision]:
        """Its posts as they are now, by key."""
        found = await self.db.read(posts.recent, self.channel.channel.channel_id, 1000)
        return sorted(found, key=lambda revision: revision.post.post_id)

    async def causes(self) -> list[Cause]:
        return [revision.cause for revision in await self.stored()]

    async def covered(self) -> Coverage:
        [covered] = await self.db.read(coverage.report)
        return covered


@pytest.fixture
async def desk(db: Database) -> Desk:
    """Has met the channel while it was empty: all that follows is news."""
    desk = Desk(db, 1)
    await desk.open()
    await desk.poll()
    return desk


async def test_an_edit_is_found_and_a_reaction_is_none(desk: Desk) -> None:
    desk.channel.publish("Ten.")
    desk.channel.publish("Calm.")
    await desk.poll()
    desk.wait(minutes=6)
    desk.channel.edit(1, "Twelve.")
    desk.channel.react(2)
    await desk.look()
    edited, calm = await desk.stored()
    assert (edited.cause, edited.post.text, edited.post.edited_at) == (Cause.EDITED, "Twelve.", desk.clock())
    assert (calm.cause, calm.post.views) == (Cause.FIRST, 1)


async def test_nothing_is_asked_before_it_is_due(desk: Desk) -> None:
    desk.channel.publish("Ten.")
    await desk.poll()
    desk.wait(minutes=4)
    assert (await desk.look(), desk.source.asked) == (0, [])


async def test_a_post_that_is_gone_twice_is_deleted(desk: Desk) -> None:
    desk.channel.publish("Ten.")
    await desk.poll()
    desk.channel.delete(1)
    desk.wait(minutes=6)
    await desk.look()
    assert await desk.causes() == [Cause.FIRST]
    desk.wait(minutes=6)
    await desk.look()
    [revision] = await desk.stored()
    assert (revision.cause, revision.post.text, revision.backlog) == (Cause.DELETED, "Ten.", False)


async def test_a_post_that_was_missing_once_was_never_deleted(desk: Desk) -> None:
    desk.channel.publish("Ten.")
    await desk.poll()
    for hidden in ({1}, set(), {1}, set()):
        desk.channel.hidden = hidden
        desk.wait(minutes=30)
        await desk.look()
    [revision] = await desk.stored()
    assert (revision.number, revision.cause) == (1, Cause.FIRST)


async def test_a_post_that_comes_back_is_restored(desk: Desk) -> None:
    desk.channel.publish("Ten.")
    await desk.poll()
    for hidden, cause in (({1}, Cause.FIRST), ({1}, Cause.DELETED), (set(), Cause.RESTORED)):
        desk.channel.hidden = hidden
        desk.wait(minutes=10)
        await desk.look()
        assert await desk.causes() == [cause]


async def test_a_mass_that_is_gone_is_doubted_until_it_is_found(desk: Desk) -> None:
    for number in range(40):
        desk.channel.publish(f"Report {number}.")
    await desk.poll()
    desk.channel.hidden = set(range(1, 31))
    desk.wait(minutes=6)
    began = desk.clock()
    for _ in range(5):
        await desk.look()
        desk.wait(minutes=31)
    assert set(await desk.causes()) == {Cause.FIRST}
    assert (await desk.covered()).doubt == Doubt(30, began)
    desk.channel.hidden = set()
    await desk.look()
    assert (await desk.covered()).doubt is None
    assert {revision.number for revision in await desk.stored()} == {1}


async def test_a_channel_that_cannot_be_asked_about_loses_nothing_and_waits(desk: Desk) -> None:
    desk.channel.publish("Ten.")
    await desk.poll()
    desk.source.refusing = Problem.FLOOD_WAIT
    for _ in range(3):
        desk.wait(minutes=6)
        await desk.look()
    assert (await desk.causes(), len(desk.source.asked)) == ([Cause.FIRST], 1)
    assert (await desk.covered()).problem is None, "polling goes on, and says itself what stands in its way"


async def test_the_budget_is_kept(db: Database) -> None:
    await db.write(coverage.sync, [entry(f"channel_{number}") for number in (1, 2, 3)], NOON)
    desks = [Desk(db, number) for number in (1, 2, 3)]
    for desk in desks:
        desk.channel.publish("Ten.")
        for watched in await db.read(coverage.everything):
            if watched.username == desk.channel.channel.username:
                await collecting.collect(db, desk.source, watched, desk.clock, POLLING, Aftercare())
    desks[0].wait(minutes=6)
    assert await desks[0].look(per_minute=2) == 2
    assert len(desks[0].source.asked) == 2


async def test_a_look_waits_for_its_readers_budget_and_comes_out_of_it(desk: Desk) -> None:
    desk.channel.publish("Ten.")
    await desk.poll()
    desk.wait(minutes=6)
    polling = Planned(Means(frozenset({desk.source.name}), 0.5))
    await polling.polls(desk.db, desk.source.name, Watched("channel_1", None, None), desk.clock())
    budget = a_minute(LOOKS, 20)
    assert await reread_due(desk.db, desk.source, desk.clock, Aftercare(), polling, budget) == 0
    desk.wait(seconds=2)
    assert await reread_due(desk.db, desk.source, desk.clock, Aftercare(), polling, budget) == 1
    assert not polling.may_poll(desk.source.name, desk.clock())


async def test_one_request_looks_at_all_that_has_room(desk: Desk) -> None:
    for _ in range(120):
        desk.channel.publish("Ten.")
    await desk.poll()
    desk.wait(minutes=6)
    assert await desk.look() == 1
    assert len(desk.source.asked[0]) == 100
    assert await desk.look() == 1
    assert {message_id for ids in desk.source.asked for message_id in ids} == set(range(1, 121))


async def test_a_late_part_of_an_album_joins_it_and_is_no_edit(desk: Desk) -> None:
    desk.channel.album("Three pictures.", 2)
    await desk.poll()
    desk.wait(hours=5)
    desk.channel.publish("", album_id=1000)
    await desk.poll()
    [revision] = await desk.stored()
    assert (revision.cause, revision.post.parts) == (Cause.ALBUM_PART, (1, 2, 3))


async def test_a_picture_taken_out_of_an_album_leaves_the_rest(desk: Desk) -> None:
    desk.channel.album("Three pictures.", 3)
    await desk.poll()
    desk.channel.delete(2)
    for _ in range(2):
        desk.wait(minutes=6)
        await desk.look()
    [revision] = await desk.stored()
    assert (revision.cause, revision.post.parts) == (Cause.EDITED, (1, 3))


# --- gaps ---


async def test_a_gap_is_looked_at_once_and_what_is_missing_is_known(desk: Desk) -> None:
    for text in ("One.", "Two.", "Three.", "Four."):
        desk.channel.publish(text)
    desk.channel.pin()
    desk.channel.publish("Six.")
    desk.channel.delete(2)
    desk.channel.hidden = {3}
    await desk.poll()
    assert (await desk.covered()).gaps == {GapState.OPEN: 2}
    desk.channel.hidden = set()
    assert await desk.look() == 1
    assert [revision.post.text for revision in await desk.stored()] == ["One.", "Three.", "Four.", "Six."]
    assert (await desk.covered()).gaps == {GapState.MISSING: 1, GapState.FILLED: 1}
    assert await desk.look() == 0
    assert 3 in [look.message_id for look in await desk.db.read(looks.of, 1, 10)], (
        "what filled a gap is looked at again"
    )


async def test_below_the_first_contact_there_are_no_gaps(db: Database) -> None:
    desk = Desk(db, 1, first=3)
    for _ in range(9):
        desk.channel.publish("Before we came.")
    desk.channel.delete(2, 8)
    await desk.open()
    await desk.poll()
    assert await desk.db.read(gaps.counts) == {1: {GapState.OPEN: 1}}
    desk.channel.messages[8] = Post(1, 8, NOON, "Seen late.")
    await desk.look()
    assert all(revision.backlog for revision in await desk.stored()), "what fills a gap of the first visit wakes nobody"


# --- who is told ---


async def test_who_was_told_of_a_post_hears_that_it_was_edited_and_deleted_and_nobody_else(desk: Desk) -> None:
    await follow(desk, 500)
    desk.channel.publish("Ten.")
    await desk.poll()
    await tell(desk)
    await follow(desk, 501)
    desk.wait(minutes=6)
    desk.channel.edit(1, "Twelve.")
    await desk.look()
    await tell(desk)
    desk.channel.delete(1)
    for _ in range(2):
        desk.wait(minutes=10)
        await desk.look()
    await tell(desk)
    assert await heard(desk, 500) == [Reason.FIRST, Reason.EDITED, Reason.DELETED]
    assert await heard(desk, 501) == [Reason.DIGEST_ONLY, Reason.DIGEST_ONLY]
    sent = [delivery.message.html for delivery in await taken(desk)]
    assert [("Ten." in html, "Twelve." in html) for html in sent] == [(True, False), (True, True), (False, True)]


async def follow(desk: Desk, chat_id: int) -> None:
    async with desk.db.writing() as conn:
        await chats.put(conn, Chat(chat_id, "en", "UTC", desk.clock()))
        await subscriptions.add(conn, chat_id, Kind.CHANNEL, str(desk.channel.channel.channel_id), desk.clock())


async def tell(desk: Desk) -> None:
    """The stages after collecting, with a matcher that finds nothing: the channel itself is followed."""
    for revision in await desk.db.read(posts.unmatched, 100):
        await desk.db.write(links.save, revision.id, "v1", Found("en", ()), desk.clock())
    await stages.note_events(desk.db, NOTHING_WATCHED, desk.clock)
    await alerting.decide_alerts(desk.db, NOTHING_WATCHED, desk.clock)


async def heard(desk: Desk, chat_id: int) -> list[Reason]:
    told = await desk.db.read(alerts.of_chat_since, chat_id, NOON, desk.clock() + EVERY)
    return [alert.reason for alert, _ in told]


async def taken(desk: Desk) -> list[Delivery]:
    """All that is on its way, in order; a chat is sent one message a second."""
    found = []
    while batch := await desk.db.write(deliveries.take, desk.clock(), 10):
        for delivery in batch:
            await desk.db.write(deliveries.settle, delivery.id, DeliveryState.SENT, desk.clock())
        found += batch
        desk.wait(seconds=2)
    return found


# --- any order of things ---


class Crash(Exception):  # noqa: N818
    """The process ends here."""


class Crashing(Database):
    """A database whose process may end before what was written is committed."""

    armed = False

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        async with super().writing() as conn:
            yield conn
            if self.armed:
                self.armed = False
                raise Crash


class Story:
    """What may happen to a channel and its reader, step by step. `which` chooses among the messages that there are."""

    def __init__(self, desk: Desk, db: Crashing):
        self.desk = desk
        self.db = db
        self.channel = desk.channel

    async def take(self, step: str, which: int) -> None:
        await getattr(self, step)(which)

    def _one(self, which: int) -> int | None:
        return sorted(self.channel.messages)[which % len(self.channel.messages)] if self.channel.messages else None

    # --- the channel ---

    async def publish(self, _: int) -> None:
        self.channel.publish(f"Report {self.channel.last}.")

    async def album(self, which: int) -> None:
        self.channel.album(f"Pictures {self.channel.last}.", 2 + which % 3)

    async def late_part(self, which: int) -> None:
        albums = sorted({post.album_id for post in self.channel.messages.values() if post.album_id})
        if albums:
            self.channel.publish("", albums[which % len(albums)])

    async def pin(self, _: int) -> None:
        self.channel.pin()

    async def edit(self, which: int) -> None:
        if one := self._one(which):
            self.channel.edit(one, f"{self.channel.messages[one].text} Corrected.")

    async def react(self, which: int) -> None:
        if one := self._one(which):
            self.channel.react(one)

    async def delete(self, which: int) -> None:
        if one := self._one(which):
            self.channel.delete(one)

    async def hide(self, which: int) -> None:
        """Telegram does not give a message that was read before; it is there all the same."""
        one = self._one(which)
        if one in {message_id for revision in await self.desk.stored() for message_id in ids_of(revision.post)}:
            self.channel.hidden.add(one)

    async def unhide(self, _: int) -> None:
        self.channel.hidden.clear()

    # --- the reader ---

    async def poll(self, _: int) -> None:
        await self._run(self.desk.poll())

    async def look(self, _: int) -> None:
        await self._run(self.desk.look())

    async def _run(self, step: Awaitable[object]) -> None:
        try:
            await step
        except Crash:
            await self.restart(0)
        self.db.armed = False

    async def crash(self, _: int) -> None:
        """The next poll or look does not survive its first transaction."""
        self.db.armed = True

    async def restart(self, _: int) -> None:
        self.desk.source = FakeSource(self.channel, page=self.desk.source.page)

    async def refuse(self, _: int) -> None:
        self.desk.source.refusing = None if self.desk.source.refusing else Problem.UNREACHABLE

    async def wait(self, which: int) -> None:
        self.desk.wait(minutes=(1, 6, 6, 45)[which % 4])

    async def end(self) -> None:
        """Nothing changes any more; the polls and looks that follow see all there is."""
        self.db.armed = False
        self.desk.source.refusing = None
        self.channel.hidden.clear()
        for _ in range(3):
            self.desk.wait(hours=12)
            await self.desk.poll()
            while await self.desk.look():
                pass


_HAPPENS = {
    "poll look wait": 4,
    "publish edit delete hide": 2,
    "album late_part pin react unhide crash restart refuse": 1,
}
_names = [name for names, times in _HAPPENS.items() for name in names.split() * times]
_steps = st.lists(st.tuples(st.sampled_from(_names), st.integers(0, 30)), min_size=15, max_size=50)


@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(steps=_steps, page=st.integers(1, 7))
async def test_any_order_of_things_ends_in_what_one_clean_read_stores(
    sqlite_url: str, steps: list[tuple[str, int]], page: int
) -> None:
    await ends_as_one_clean_read(sqlite_url, steps, page)


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(steps=_steps, page=st.integers(1, 7))
async def test_and_on_postgres(postgres_url: str, steps: list[tuple[str, int]], page: int) -> None:
    await ends_as_one_clean_read(postgres_url, steps, page)


async def ends_as_one_clean_read(url: str, steps: Iterable[tuple[str, int]], page: int) -> None:
    async with Crashing.open(url) as db:
        assert isinstance(db, Crashing)
        desk = Desk(db, next(_channel_ids), page=page)
        story = Story(desk, db)
        await desk.open()
        await desk.poll()
        for step, which in steps:
            await story.take(step, which)
        await story.end()
        assert set((await desk.covered()).gaps) <= {GapState.MISSING, GapState.FILLED}
        assert said_in(await desk.stored()) == said_in(await read_at_once(db, desk.channel))


async def read_at_once(db: Database, channel: FakeChannel) -> list[Revision]:
    """What a lookout stores that comes when all is over, and was there from the beginning."""
    clean = Desk(db, next(_channel_ids))
    await clean.open()
    await clean.poll()
    own = clean.channel.channel.channel_id
    clean.channel.messages = {id_: replace(post, channel_id=own) for id_, post in channel.messages.items()}
    await clean.poll()
    return await clean.stored()


def ids_of(post: Post) -> tuple[int, ...]:
    return post.parts or (post.post_id,)


def said_in(revisions: Iterable[Revision]) -> list[tuple[Any, ...]]:
    """What is there to read. The key of an album that lost its first message is another one for who never saw that."""
    there = [revision.post for revision in revisions if revision.cause is not Cause.DELETED]
    return sorted((ids_of(post), post.text, [media.name for media in post.media], post.views or 0) for post in there)


# --- an operator's word ---


async def emptied(desk: Desk) -> None:
    """45 posts, of which 30 are doubted."""
    for number in range(45):
        desk.channel.publish(f"Report {number}.")
    await desk.poll()
    desk.channel.hidden = set(range(1, 31))
    desk.wait(minutes=6)
    await desk.look()
    assert (await desk.covered()).doubt == Doubt(30, desk.clock())


async def believed(desk: Desk) -> int:
    return await desk.db.write(doubts.believe, desk.channel.channel.channel_id, desk.clock())


async def test_what_an_operator_believes_is_deleted_and_the_rest_of_an_emptied_channel_is_no_second_doubt(
    desk: Desk,
) -> None:
    await emptied(desk)
    assert await believed(desk) == 30
    assert (await desk.covered()).doubt is None
    assert [revision.cause for revision in await desk.stored()] == [Cause.DELETED] * 30 + [Cause.FIRST] * 15
    desk.channel.hidden = set(range(1, 46))
    for _ in range(3):
        desk.wait(minutes=6)
        await desk.look()
        assert (await desk.covered()).doubt is None
    assert {revision.cause for revision in await desk.stored()} == {Cause.DELETED}


async def test_believing_twice_marks_nothing_twice(desk: Desk) -> None:
    await emptied(desk)
    assert [await believed(desk), await believed(desk)] == [30, 0]
    assert {revision.number for revision in await desk.stored()} == {1, 2}


async def test_what_is_published_after_an_operators_word_is_guarded_as_ever(desk: Desk) -> None:
    await emptied(desk)
    await believed(desk)
    desk.wait(minutes=1)
    fresh = [desk.channel.publish(f"New report {number}.") for number in range(20)]
    await desk.poll()
    desk.channel.hidden |= set(fresh)
    desk.wait(minutes=6)
    await desk.look()
    doubt = (await desk.covered()).doubt
    assert doubt is not None
    assert doubt.messages == 20


async def test_a_single_deletion_after_an_operators_word_is_no_mass(desk: Desk) -> None:
    await emptied(desk)
    await believed(desk)
    desk.channel.hidden |= set(range(31, 46))
    desk.wait(minutes=6)
    await desk.look()
    desk.wait(minutes=1)
    fresh = desk.channel.publish("A new report.")
    await desk.poll()
    desk.channel.hidden.add(fresh)
    for _ in range(4):
        desk.wait(minutes=6)
        await desk.look()
    assert (await desk.covered()).doubt is None
    assert {revision.cause for revision in await desk.stored()} == {Cause.DELETED}


async def test_believed_posts_that_come_back_are_restored(desk: Desk) -> None:
    await emptied(desk)
    await believed(desk)
    desk.channel.hidden = set()
    desk.wait(minutes=1)
    await desk.look()
    assert [revision.cause for revision in await desk.stored()] == [Cause.RESTORED] * 30 + [Cause.FIRST] * 15


async def test_a_dismissed_doubt_is_over_and_nothing_is_deleted(desk: Desk) -> None:
    await emptied(desk)
    assert await desk.db.write(doubts.dismiss, desk.channel.channel.channel_id) == 30
    for _ in range(3):
        desk.wait(minutes=31)
        await desk.look()
        assert (await desk.covered()).doubt is None
    assert await desk.causes() == [Cause.FIRST] * 45


async def test_who_was_told_of_a_post_hears_that_its_deletion_is_believed(desk: Desk) -> None:
    await follow(desk, 500)
    await emptied(desk)
    await tell(desk)
    before = len(await heard(desk, 500))
    await believed(desk)
    await tell(desk)
    assert (await heard(desk, 500))[before:] == [Reason.DELETED] * 30
