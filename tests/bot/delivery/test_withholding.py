"""Alerts that come late: what their chats have silenced meanwhile does not ring, and is told where such alerts are."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.alerting import decide_alerts
from bot.delivery import withholding
from bot.silences import end_silences
from bot.updating import show_updates
from storage import alerts, chats, deliveries, quiet, snoozes, subscriptions, threads
from storage.database import Database
from storage.messages import Delivery, DeliveryKind, DeliveryState
from storage.model import Kind
from storage.quiet import Kept
from storage.telling import Filters, Mode, Pace, QuietHours, Reason
from tests.bot.chat.factories import watchlist
from tests.storage.samples import HELLO, HOUR, MINUTE, NOW, event, noted, post, with_chat

PLACE, OTHER = (Kind.PLACE, "tyotkino"), (Kind.PLACE, "kozinka")
WAITING = Pace(10 * MINUTE, HOUR, 4 * HOUR)
DUE = NOW + 11 * MINUTE
BEGINS, ENDS = NOW + 5 * MINUTE, NOW + 10 * HOUR
NIGHT = Kept(QuietHours(BEGINS.time(), ENDS.time()), NOW - HOUR, ENDS)


@pytest.fixture
async def waits(db: Database) -> Database:
    """A chat for which an alert about a place gathers what else comes."""
    await with_chat(db, 500, language="en", time_zone="UTC")
    number = await db.write(subscriptions.add, 500, *PLACE, NOW)
    await db.write(threads.set_pace, 500, WAITING, number)
    await noted(db, post(1), event(0, PLACE))
    await decide_alerts(db, watchlist(), lambda: NOW)
    return db


async def sent(db: Database, now: datetime) -> list[Delivery]:
    taken, _ = await db.write(withholding.take, now, 5)
    for one in taken:
        await db.write(deliveries.settle, one.id, DeliveryState.SENT, now, message_id=one.id)
    return taken


async def reason(db: Database) -> Reason:
    ((alert, _),) = await db.read(alerts.of_chat_since, 500, NOW - HOUR, NOW + HOUR)
    return alert.reason


async def test_an_alert_that_gathers_rings_when_it_has_gathered(waits: Database) -> None:
    assert await sent(waits, NOW + MINUTE) == []
    assert len(await sent(waits, DUE)) == 1


async def test_what_gathered_until_quiet_hours_began_is_told_when_they_end(waits: Database) -> None:
    await waits.write(quiet.put, 500, NIGHT)
    assert await sent(waits, DUE) == []
    assert await reason(waits) is Reason.QUIET
    await end_silences(waits, watchlist(), lambda: ENDS)
    (summary,) = await sent(waits, ENDS)
    assert "1 post" in summary.message.html


async def test_what_joined_it_meanwhile_is_told_with_it(waits: Database) -> None:
    await noted(waits, post(2), event(0, PLACE))
    await decide_alerts(waits, watchlist(), lambda: NOW + 2 * MINUTE)
    await show_updates(waits, watchlist(), lambda: NOW + 2 * MINUTE)
    await waits.write(quiet.put, 500, NIGHT)
    assert await sent(waits, DUE) == []
    assert await show_updates(waits, watchlist(), lambda: DUE) == 0
    await end_silences(waits, watchlist(), lambda: ENDS)
    (summary,) = await sent(waits, ENDS)
    assert "2 posts" in summary.message.html


async def test_what_quiet_hours_hold_back_late_is_new_in_the_morning(waits: Database) -> None:
    await waits.write(quiet.put, 500, NIGHT)
    await sent(waits, DUE)
    await noted(waits, post(2), event(0, PLACE))
    await decide_alerts(waits, watchlist(), lambda: ENDS + MINUTE)
    (_, (second, _)) = await waits.read(alerts.of_chat_since, 500, NOW, ENDS + HOUR)
    assert second.reason is Reason.FIRST


async def test_what_is_told_at_once_only_is_in_the_first_digest_after_it_was_held_back(db: Database) -> None:
    """One that came while it gathered had left it out."""
    await with_chat(db, 500, language="en", time_zone="UTC")
    number = await db.write(subscriptions.add, 500, *PLACE, NOW)
    assert number is not None
    await db.write(subscriptions.refilter, 500, number, Filters(Mode.AT_ONCE))
    await db.write(threads.set_pace, 500, WAITING, number)
    await noted(db, post(1), event(0, PLACE))
    await decide_alerts(db, watchlist(), lambda: NOW)
    await db.write(quiet.put, 500, NIGHT)
    await sent(db, DUE)
    ((held, _),) = await db.read(alerts.of_chat_since, 500, DUE, ENDS)
    assert held.for_digest


async def test_what_is_snoozed_while_it_gathers_does_not_ring(waits: Database) -> None:
    await waits.write(snoozes.put, 500, *PLACE, None, NOW + MINUTE)
    assert await sent(waits, DUE) == []
    assert await reason(waits) is Reason.MUTED


async def test_what_is_snoozed_for_one_of_two_places_rings_for_the_other(db: Database) -> None:
    await with_chat(db, 500, language="en", time_zone="UTC")
    for place in (PLACE, OTHER):
        await db.write(subscriptions.add, 500, *place, NOW)
    await db.write(threads.set_pace, 500, WAITING)
    await noted(db, post(1), event(0, PLACE), event(0, OTHER))
    await decide_alerts(db, watchlist(), lambda: NOW)
    await db.write(snoozes.put, 500, *PLACE, None, NOW + MINUTE)
    assert len(await sent(db, DUE)) == 1


async def test_what_telegram_put_off_until_the_night_does_not_ring(db: Database) -> None:
    await with_chat(db, 500, language="en", time_zone="UTC")
    await db.write(subscriptions.add, 500, *PLACE, NOW)
    await noted(db, post(1), event(0, PLACE))
    await decide_alerts(db, watchlist(), lambda: NOW)
    ((first,), _) = await db.write(withholding.take, NOW, 5)
    await db.write(deliveries.settle, first.id, DeliveryState.PENDING, NOW, due_at=DUE)
    await db.write(quiet.put, 500, NIGHT)
    assert await sent(db, DUE) == []


async def test_an_alert_held_back_leaves_room_for_others_that_are_due(waits: Database) -> None:
    await waits.write(snoozes.put, 500, *PLACE, None, NOW + MINUTE)
    await waits.write(subscriptions.add, 500, *OTHER, NOW)
    await noted(waits, post(2), event(0, OTHER))
    await decide_alerts(waits, watchlist(), lambda: DUE)
    assert await waits.write(withholding.take, DUE, 1) == ([], True)
    assert len(await sent(waits, DUE)) == 1


async def test_an_alert_to_a_chat_that_is_muted_by_then_does_not_ring(waits: Database) -> None:
    await waits.write(chats.mute, 500, NOW + timedelta(days=1))
    assert await sent(waits, DUE) == []


async def test_what_is_not_followed_any_more_when_it_has_gathered_does_not_ring(waits: Database) -> None:
    await waits.write(subscriptions.remove, 500, *PLACE)
    assert await sent(waits, DUE) == []
    ((alert, _),) = await waits.read(alerts.of_chat_since, 500, NOW - HOUR, NOW + HOUR)
    assert (alert.reason, alert.for_digest) == (Reason.FILTERED, False)


async def test_what_is_wanted_in_the_digest_only_by_then_does_not_ring(waits: Database) -> None:
    (one,) = await waits.read(subscriptions.of_chat, 500)
    await waits.write(subscriptions.refilter, 500, one.id, Filters(Mode.DIGEST))
    assert await sent(waits, DUE) == []
    assert await reason(waits) is Reason.DIGEST_ONLY


async def test_what_an_earlier_message_could_not_take_up_does_not_ring_in_quiet_hours_that_began_meanwhile(
    db: Database,
) -> None:
    await with_chat(db, 500, language="en", time_zone="UTC")
    await db.write(subscriptions.add, 500, *PLACE, NOW)
    for number, at in ((1, NOW), (2, NOW + 2 * MINUTE)):
        await noted(db, post(number), event(0, PLACE))
        await decide_alerts(db, watchlist(), lambda at=at: at)  # type: ignore[misc]
        await show_updates(db, watchlist(), lambda at=at: at)  # type: ignore[misc]
        taken, _ = await db.write(withholding.take, at + MINUTE, 5)
        state = DeliveryState.SENT if number == 1 else DeliveryState.FAILED  # its message was deleted
        await db.write(deliveries.settle, taken[0].id, state, at + MINUTE, message_id=1)
    await db.write(quiet.put, 500, NIGHT)
    assert await show_updates(db, watchlist(), lambda: DUE) == 1
    assert await sent(db, DUE + MINUTE / 2) == []
    await end_silences(db, watchlist(), lambda: ENDS)
    (summary,) = await sent(db, ENDS)
    assert "1 post" in summary.message.html


@pytest.mark.parametrize("kind", [DeliveryKind.STATUS, DeliveryKind.SNOOZE])
async def test_a_status_and_the_end_of_a_snooze_that_come_late_wake_nobody_in_quiet_hours(
    db: Database, kind: DeliveryKind
) -> None:
    await with_chat(db, 500, time_zone="UTC")
    await db.write(deliveries.add, 500, kind, 1, [HELLO], NOW)
    await db.write(quiet.put, 500, NIGHT)
    (told,) = await sent(db, DUE)
    assert told.message == replace(HELLO, silent=True)


async def test_a_status_that_comes_late_by_day_rings(db: Database) -> None:
    await with_chat(db, 500, time_zone="UTC")
    await db.write(deliveries.add, 500, DeliveryKind.STATUS, 1, [HELLO], NOW)
    (told,) = await sent(db, DUE)
    assert not told.message.silent
