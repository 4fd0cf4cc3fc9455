"""The clock is set back, or forward: nobody waits for it to catch up, nothing is told twice, nothing is left out."""

import random
from datetime import UTC, datetime, time, timedelta

import pytest

from bot import digesting
from bot.clock import Watch
from bot.delivery.queue import recover
from bot.delivery.retry import FIRST_WAIT
from bot.silences import end_silences
from bot.timekeeping import Timekeeper, bring_back, bring_back_if_ahead
from collectors.rereading import Window
from storage import (
    accounts,
    audit,
    changes,
    coverage,
    deliveries,
    digests,
    feedback,
    invitations,
    joins,
    looks,
    quiet,
    retention,
    snoozes,
    subscriptions,
)
from storage.database import Database
from storage.messages import DeliveryKind, DeliveryState, Message
from storage.model import Kind
from storage.people import AuditEntry, Deed, Role
from storage.quiet import Kept
from storage.said import Feedback, Judgement
from storage.telling import QuietHours
from storage.watching import Change, ChangeKind, Look
from tests.bot.chat.factories import watchlist
from tests.bot.test_digesting import EIGHT, following, told_of
from tests.storage.samples import CLAIM, HOUR, NOW, channel, event, post, stored, told, with_chat
from tests.storage.test_coverage import entry

DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
WINDOW = Window()


class TwoClocks:
    """The one on the wall, which somebody sets, and the machine's own."""

    def __init__(self) -> None:
        self.at, self.count = NOW, 1000.0
        self.watch = Watch(lambda: self.at, lambda: self.count)

    def go(self, seconds: float, *, set_by: timedelta = timedelta(0)) -> None:
        self.at += timedelta(seconds=seconds) + set_by
        self.count += seconds


@pytest.mark.parametrize("hours", [-24, -1, 1, 24])
def test_a_clock_that_is_set_is_noticed_once(hours: int) -> None:
    clocks = TwoClocks()
    clocks.go(30, set_by=hours * HOUR)
    assert [clocks.watch.moved(), clocks.watch.moved()] == [hours * HOUR, timedelta(0)]


def test_a_clock_that_is_kept_in_step_or_a_program_that_stood_still_is_no_setting() -> None:
    clocks = TwoClocks()
    for _ in range(100):
        clocks.go(3600, set_by=timedelta(milliseconds=-900))
        assert not clocks.watch.moved()


async def test_what_could_not_be_brought_back_is_so_at_the_next_tick(db: Database) -> None:
    clocks = TwoClocks()
    keeper = Timekeeper(clocks.watch)
    assert await keeper.keep(db, lambda: clocks.at, WINDOW) == 0
    clocks.go(1, set_by=-HOUR)

    def fails() -> datetime:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await keeper.keep(db, fails, WINDOW)
    assert [await keeper.keep(db, lambda: clocks.at, WINDOW) for _ in range(2)] == [1, 0]


# --- messages ---------------------------------------------------------------------------------------------------------


async def test_a_chat_that_was_sent_something_is_sent_the_next_at_its_pace(db: Database) -> None:
    await queue(db, 500, parts=2)
    [first] = await db.write(deliveries.take, NOW + HOUR, 10)
    await db.write(deliveries.settle, first.id, DeliveryState.SENT, NOW + HOUR)
    assert await db.write(deliveries.take, NOW + 4 * SECOND, 10) == []
    await bring_back(db, NOW, WINDOW)
    assert len(await db.write(deliveries.take, NOW + 4 * SECOND, 10)) == 1


@pytest.mark.parametrize("wait", [FIRST_WAIT, 47 * MINUTE])
async def test_what_is_to_be_tried_again_waits_as_long_as_it_was_to(db: Database, wait: timedelta) -> None:
    await queue(db, 500)
    ahead = NOW + DAY
    [one] = await db.write(deliveries.take, ahead, 10)
    await db.write(deliveries.settle, one.id, DeliveryState.PENDING, ahead, due_at=ahead + wait)
    for _ in range(2):
        await bring_back(db, NOW, WINDOW)
    assert await db.read(deliveries.next_due) == NOW + wait


async def test_what_waits_already_goes_on_waiting(db: Database) -> None:
    await queue(db, 500)
    [one] = await db.write(deliveries.take, NOW, 10)
    await db.write(deliveries.settle, one.id, DeliveryState.PENDING, NOW, due_at=NOW + HOUR)
    await bring_back(db, NOW + MINUTE, WINDOW)
    assert await db.read(deliveries.next_due) == NOW + HOUR


async def test_what_was_being_sent_when_the_power_went_is_found_though_the_clock_was_ahead(db: Database) -> None:
    await queue(db, 500)
    await db.write(deliveries.take, NOW + DAY, 10)
    assert await bring_back_if_ahead(db, NOW, WINDOW)
    assert await recover(db, NOW, NOW, _notice) == 1
    assert not await bring_back_if_ahead(db, NOW, WINDOW)


async def queue(db: Database, chat_id: int, parts: int = 1) -> None:
    await with_chat(db, chat_id)
    messages = [Message("alert")] * parts
    await db.write(deliveries.add, chat_id, DeliveryKind.ALERT, 1, messages, NOW)


async def _notice(_about: object) -> Message:
    return Message("it may not have reached you")


# --- what is asked for ------------------------------------------------------------------------------------------------


async def test_channels_and_their_posts_are_looked_at_and_their_operators_told(db: Database) -> None:
    ahead = NOW + 30 * DAY
    await db.write(coverage.sync, [entry("border_watch")], NOW)
    await stored(db, post(7, published_at=NOW - HOUR), post(8, published_at=NOW - HOUR))
    await db.write(coverage.ok, "border_watch", channel(), ahead, ahead + MINUTE)
    await db.write(looks.add, 1, [Look(7, NOW - HOUR, ahead), Look(8, NOW - HOUR, ahead, 1, ahead)])
    await db.write(changes.record, [Change(ChangeKind.RENAMED, "Demo", ahead, "Old", "Demo")])
    await db.write(accounts.flood_until, "main", "history", ahead)
    await bring_back(db, NOW, WINDOW)
    assert await db.read(coverage.next_due) == NOW
    assert [(one.message_id, one.due_at) for one in await db.read(looks.of, 1, 9)] == [(8, NOW), (7, NOW + HOUR / 4)]
    assert [one.at for one in await db.read(changes.untold, 9)] == [NOW]
    assert await db.read(accounts.floods, NOW) == [("main", "history", NOW + DAY)]


async def test_a_post_that_was_too_old_to_be_looked_at_again_by_a_clock_far_ahead_is(db: Database) -> None:
    await stored(db, post(7, published_at=NOW - HOUR), now=NOW + 30 * DAY)
    await bring_back(db, NOW, WINDOW)
    assert [(one.message_id, one.due_at) for one in await db.read(looks.of, 1, 9)] == [(7, NOW + HOUR / 4)]


async def test_an_account_that_was_refused_by_a_channel_asks_again(db: Database) -> None:
    ahead = NOW + 300 * DAY
    await stored(db, post(7))
    await db.write(joins.save, "main", 1, ahead, "it wants to be asked", ahead + 7 * DAY)
    await bring_back(db, NOW, WINDOW)
    [join] = await db.read(joins.everything)
    assert join.again_at == NOW


async def test_an_invitation_holds_as_long_as_it_was_to(db: Database) -> None:
    ahead = NOW + 300 * DAY
    await db.write(invitations.add, "a code", Role.READER, 1, 11, ahead, ahead + 7 * DAY)
    await bring_back(db, NOW, WINDOW)
    assert await db.read(invitations.find, "a code", NOW + 7 * DAY - SECOND) is not None
    assert await db.read(invitations.find, "a code", NOW + 7 * DAY) is None


async def test_what_was_told_said_and_noted_goes_in_its_time(db: Database) -> None:
    ahead = NOW + 300 * DAY
    await with_chat(db, 500)
    await told(db, post(7), event(0))
    await db.write(deliveries.take, ahead, 9)
    await db.write(deliveries.settle, 1, DeliveryState.SENT, ahead)
    await db.write(deliveries.add, 500, DeliveryKind.NOTICE, 5, [Message("Hello")], ahead)
    await db.write(deliveries.take, ahead + DAY, 9)
    await db.write(deliveries.settle, 2, DeliveryState.SENT, ahead)
    await db.write(feedback.judge, Feedback(1, *CLAIM, Judgement.WRONG, ahead, 500))
    await db.write(audit.add, AuditEntry(Deed.ACCESS_REFUSED, "666", "start", ahead))
    await bring_back(db, NOW, WINDOW)
    for kind in (*retention.TOLD, *retention.REFUSED):
        await db.write(retention.page, kind, NOW + DAY, 0, 9)
    assert await db.read(deliveries.summary) == {}
    assert await db.read(feedback.of_chat, 500, 1) == []
    assert await db.read(audit.newest, 9) == []


# --- silences ---------------------------------------------------------------------------------------------------------


async def test_a_snooze_lasts_as_long_as_it_was_to(db: Database) -> None:
    await with_chat(db, 500)
    await db.write(snoozes.put, 500, Kind.PLACE, "tyotkino", NOW + 30 * DAY + HOUR, NOW + 30 * DAY)
    await bring_back(db, NOW, WINDOW)
    [snooze] = await db.read(snoozes.of_chat, 500)
    assert (snooze.since, snooze.until) == (NOW, NOW + HOUR)
    assert await end_silences(db, watchlist(), lambda: NOW + HOUR) == 1


async def test_what_quiet_hours_hold_back_is_told_at_their_next_end(db: Database) -> None:
    await with_chat(db, 500, language="en")
    await db.write(subscriptions.add, 500, Kind.PLACE, "tyotkino", NOW)
    always = QuietHours(time(0), time(12))
    await db.write(quiet.put, 500, Kept(always, NOW, NOW + HOUR))
    ahead = NOW + 3 * DAY
    assert await end_silences(db, watchlist(), lambda: ahead) == 1
    await bring_back(db, NOW, WINDOW)
    await told_of(db, 1, NOW)
    noon = datetime(2024, 3, 12, 12, tzinfo=UTC)
    assert await end_silences(db, watchlist(), lambda: noon) == 1
    assert [one.kind for one in await db.write(deliveries.take, noon, 10)] == [DeliveryKind.DIGEST]


# --- digests ----------------------------------------------------------------------------------------------------------


async def test_a_digest_comes_on_its_day_after_a_clock_that_was_a_month_ahead(db: Database) -> None:
    await following(db, EIGHT)
    await digesting.make_digests(db, watchlist(), lambda: NOW + 30 * DAY)
    await bring_back(db, NOW, WINDOW)
    assert (await db.read(digests.times, 500))[EIGHT] == datetime(2024, 3, 13, 7, tzinfo=UTC)


async def test_a_digest_that_came_an_hour_early_was_the_one_of_its_day(db: Database) -> None:
    await following(db, EIGHT)
    at_six = datetime(2024, 3, 13, 6, tzinfo=UTC)
    await digesting.make_digests(db, watchlist(), lambda: at_six + HOUR)
    await bring_back(db, at_six, WINDOW)
    assert (await db.read(digests.times, 500))[EIGHT] == datetime(2024, 3, 14, 7, tzinfo=UTC)


@pytest.mark.parametrize("seed", range(4))
async def test_however_the_clock_is_set_each_alert_is_in_one_digest(
    sqlite_db: Database, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, db, now = random.Random(seed), sqlite_db, NOW
    found: list[int] = []

    async def noting(chat: object, contents: object, watchlist: object, *_: object) -> tuple[Message, ...]:
        found.extend(about.id for _, about in contents.entries)  # type: ignore[attr-defined]
        return ()

    monkeypatch.setattr(digesting, "render", noting)
    await following(db, EIGHT, time(18))
    for number in range(1, 26):
        await told_of(db, number, now)
        await digesting.make_digests(db, watchlist(), lambda: now)  # noqa: B023 - called within the turn
        now += timedelta(minutes=chance.randrange(1, 900))
        if chance.random() < 0.4:
            now += timedelta(minutes=chance.choice((-40 * 1440, -3000, -700, -61, -3, 59, 800, 5000, 40 * 1440)))
            await bring_back(db, now, WINDOW)
    await digesting.make_digests(db, watchlist(), lambda: now + 2 * DAY)
    assert sorted(found) == list(range(1, 26))
