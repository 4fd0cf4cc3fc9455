"""Snoozes and quiet hours, from what they hold back to what is said when they end, on both databases."""

import asyncio
from datetime import datetime, time, timedelta

import pytest

from bot import silences
from bot.alerting import decide_alerts
from bot.alerts.digests import Contents
from bot.chat.rendering import render_digest
from bot.digesting import make_digests
from bot.silences import end_silences
from storage import (
    alerts,
    chats,
    claims,
    copies,
    coverage,
    deletions,
    deliveries,
    digests,
    events,
    links,
    quiet,
    snoozes,
    subscriptions,
)
from storage.database import Database
from storage.messages import Delivery
from storage.model import Channel, Copy, CopyKind, Found, Kind, Revision
from storage.quiet import Kept
from storage.said import ClaimStatus, StatusChange
from storage.telling import EventKind, Filters, Mode, QuietHours, Reason, Snooze
from tests.bot.chat.factories import entry, watchlist
from tests.storage.samples import HOUR, NOW, event, noted, post, revision_at, with_chat

PLACE = (Kind.PLACE, "tyotkino")
ACTOR = (Kind.ACTOR, "lsr")


async def following(db: Database, *targets: tuple[Kind, str]) -> None:
    await with_chat(db, 500, language="en")
    for kind, target in targets:
        await db.write(subscriptions.add, 500, kind, target, NOW)


async def told_of(db: Database, number: int, *targets: tuple[Kind, str]) -> Reason:
    """A new post is about these; why the chat hears of it or not."""
    revision, _ = await noted(db, post(number), *(event(0, target) for target in targets))
    await decide_alerts(db, watchlist(), lambda: NOW)
    return await reason_of(db, revision)


async def reason_of(db: Database, revision: Revision) -> Reason:
    found = await db.read(alerts.of_chat_since, 500, NOW, NOW + HOUR)
    return next(alert.reason for alert, about in found if about.id == revision.id)


async def gone(db: Database, number: int) -> None:
    """A post was deleted, and who followed it was decided about."""
    await db.write(deletions.save, 1, [number], NOW)
    revision = await revision_at(db, number)
    await db.write(links.save, revision.id, "v1", Found("uk", ()), NOW)
    await db.write(events.save, revision.id, [event(revision.id, PLACE, kind=EventKind.POST_DELETED)], NOW)
    await decide_alerts(db, watchlist(), lambda: NOW)


async def sent(db: Database, now: object) -> list[Delivery]:
    return await db.write(deliveries.take, now, 10)  # type: ignore[arg-type]


async def test_what_is_snoozed_is_kept_for_the_digest_and_nothing_else_is(db: Database) -> None:
    await following(db, PLACE, ACTOR)
    await db.write(snoozes.put, 500, *PLACE, NOW + HOUR, NOW)
    assert await told_of(db, 1, PLACE) is Reason.MUTED
    assert await told_of(db, 2, ACTOR) is Reason.FIRST
    assert await told_of(db, 3, PLACE, ACTOR) is Reason.AGAIN
    chat = await db.read(chats.get, 500)
    assert chat is not None
    entries = await db.read(alerts.of_chat_since, 500, NOW, NOW + HOUR)
    (digest,) = render_digest(chat, Contents(NOW, NOW + HOUR, tuple(entries)), watchlist())
    assert "Tyotkino" in digest.html


async def test_a_snooze_that_has_run_out_says_so_once_with_what_it_held_back(db: Database) -> None:
    await following(db, PLACE)
    await db.write(snoozes.put, 500, *PLACE, NOW + HOUR, NOW)
    await told_of(db, 1, PLACE)
    await told_of(db, 2, PLACE)
    assert await end_silences(db, watchlist(), lambda: NOW + timedelta(minutes=59)) == 0
    assert await end_silences(db, watchlist(), lambda: NOW + HOUR) == 1
    assert await end_silences(db, watchlist(), lambda: NOW + HOUR) == 0
    (notice,) = await sent(db, NOW + HOUR)
    assert notice.message.html == "The snooze of <b>Tyotkino</b> has ended. It held back 2 alerts."
    assert [button.label for row in notice.message.buttons for button in row][:2] == ["Digest now", "💤 Snooze"]
    assert await told_of(db, 3, PLACE) is Reason.FIRST


async def test_a_snooze_for_good_never_runs_out_until_it_is_ended(db: Database) -> None:
    await following(db, PLACE)
    await db.write(snoozes.put, 500, *PLACE, None, NOW)
    assert await end_silences(db, watchlist(), lambda: NOW + timedelta(days=900)) == 0
    assert await told_of(db, 1, PLACE) is Reason.MUTED
    assert await db.write(snoozes.end, 500, *PLACE)
    assert not await db.write(snoozes.end, 500, *PLACE)
    assert await told_of(db, 2, PLACE) is Reason.FIRST


async def test_a_snooze_that_is_prolonged_while_it_ends_goes_on(db: Database) -> None:
    await following(db, PLACE)
    await db.write(snoozes.put, 500, *PLACE, NOW + HOUR, NOW)
    over = await db.read(snoozes.due, NOW + HOUR, 10)
    await db.write(snoozes.put, 500, *PLACE, NOW + 2 * HOUR, NOW + HOUR)
    assert await db.write(snoozes.forget, over) == []
    (snooze,) = await db.read(snoozes.of_chat, 500)
    assert (snooze.since, snooze.until) == (NOW, NOW + 2 * HOUR)


async def test_a_group_that_moves_while_its_snooze_ends_hears_of_it_under_its_new_number(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_chat(db, -500, language="en")
    await db.write(snoozes.put, -500, *PLACE, NOW + HOUR, NOW)
    over = silences._over

    async def then_moved(db: Database, now: datetime) -> list[Snooze]:
        found = await over(db, now)
        await db.write(chats.move, -500, -1_000_000_000_500)
        return found

    monkeypatch.setattr(silences, "_over", then_moved)
    await end_silences(db, watchlist(), lambda: NOW + HOUR)
    assert [one.chat_id for one in await sent(db, NOW + HOUR)] == [-1_000_000_000_500]


async def test_a_chat_that_rests_hears_of_it_when_it_is_back(db: Database) -> None:
    await following(db, PLACE)
    await db.write(snoozes.put, 500, *PLACE, NOW + HOUR, NOW)
    await db.write(chats.rest, 500, "blocked")
    assert await end_silences(db, watchlist(), lambda: NOW + HOUR) == 0
    await db.write(chats.wake, 500)
    assert await end_silences(db, watchlist(), lambda: NOW + HOUR) == 1


async def test_a_snooze_moves_with_its_group(db: Database) -> None:
    await with_chat(db, -5)
    await db.write(snoozes.put, -5, *PLACE, None, NOW)
    await db.write(chats.move, -5, -1005)
    assert [one.chat_id for one in await db.read(snoozes.of_chat, -1005)] == [-1005]


# --- quiet hours ----------------------------------------------------------------------------------------------------

QUIET = Kept(QuietHours(time(9), time(12)), NOW, NOW + timedelta(hours=1, minutes=30))
"""On at `NOW`, half past ten in Amsterdam, until noon."""


async def quiet_with(db: Database, **more: object) -> None:
    await with_chat(db, 500, language="en", **more)
    await db.write(subscriptions.add, 500, *PLACE, NOW)
    await db.write(quiet.put, 500, QUIET)


async def test_what_falls_into_quiet_hours_comes_in_one_summary_when_they_end(db: Database) -> None:
    await quiet_with(db)
    assert await told_of(db, 1, PLACE) is Reason.QUIET
    assert await told_of(db, 2, PLACE) is Reason.QUIET
    assert await end_silences(db, watchlist(), lambda: QUIET.ends_at - timedelta(seconds=1)) == 0
    assert await sent(db, QUIET.ends_at) == []
    assert await end_silences(db, watchlist(), lambda: QUIET.ends_at) == 1
    assert await end_silences(db, watchlist(), lambda: QUIET.ends_at) == 0
    (summary,) = await sent(db, QUIET.ends_at)
    assert "2 posts" in summary.message.html
    kept = await db.read(quiet.get, 500)
    assert kept == Kept(QUIET.hours, QUIET.ends_at, QUIET.ends_at + timedelta(days=1))
    assert await db.read(digests.last_until, 500) is None  # a digest on wish still tells the rest of the day


async def test_with_a_daily_digest_it_waits_for_that(db: Database) -> None:
    await quiet_with(db)
    await db.write(digests.set_times, 500, {time(18): NOW + 8 * HOUR, time(8): NOW + 22 * HOUR})
    assert await told_of(db, 1, PLACE) is Reason.QUIET
    assert await end_silences(db, watchlist(), lambda: QUIET.ends_at) == 1
    assert await sent(db, QUIET.ends_at) == []
    assert await make_digests(db, watchlist(), lambda: NOW + 8 * HOUR) == 1
    (digest,) = await sent(db, NOW + 8 * HOUR)
    assert "1 post" in digest.message.html


async def test_quiet_hours_in_which_nothing_happened_end_without_a_word(db: Database) -> None:
    await quiet_with(db)
    assert await end_silences(db, watchlist(), lambda: QUIET.ends_at) == 1
    assert await sent(db, QUIET.ends_at) == []


async def test_after_them_alerts_come_at_once_again(db: Database) -> None:
    await quiet_with(db)
    await db.write(quiet.put, 500, Kept(QuietHours(time(20), time(6)), NOW, NOW + HOUR))
    assert await told_of(db, 1, PLACE) is Reason.FIRST


async def test_a_chat_that_moved_to_another_zone_is_quiet_on_its_new_clock(db: Database) -> None:
    await quiet_with(db)
    assert await told_of(db, 1, PLACE) is Reason.QUIET
    await db.write(chats.set_zone, 500, "UTC")
    assert await end_silences(db, watchlist(), lambda: QUIET.ends_at) == 1
    assert await sent(db, QUIET.ends_at) == []
    kept = await db.read(quiet.get, 500)
    assert kept is not None
    assert kept.ends_at == QUIET.ends_at + HOUR
    assert await end_silences(db, watchlist(), lambda: kept.ends_at) == 1
    assert len(await sent(db, kept.ends_at)) == 1


async def test_a_snooze_that_runs_out_in_quiet_hours_says_so_afterwards(db: Database) -> None:
    await quiet_with(db)
    await db.write(snoozes.put, 500, *PLACE, NOW + timedelta(minutes=5), NOW)
    assert await end_silences(db, watchlist(), lambda: NOW + timedelta(minutes=6)) == 0
    assert await end_silences(db, watchlist(), lambda: QUIET.ends_at) == 2
    (notice,) = await sent(db, QUIET.ends_at)
    assert "has ended" in notice.message.html


async def test_of_a_post_that_was_deleted_while_it_was_held_back_the_summary_says_so(db: Database) -> None:
    await quiet_with(db)
    await told_of(db, 1, PLACE)
    await gone(db, 1)
    await end_silences(db, watchlist(), lambda: QUIET.ends_at)
    (summary,) = await sent(db, QUIET.ends_at)
    assert "(deleted)" in summary.message.html


async def test_of_a_post_that_was_told_only_at_once_the_digest_says_what_became_of_it_at_night(db: Database) -> None:
    await quiet_with(db)
    (one,) = await db.read(subscriptions.of_chat, 500)
    await db.write(subscriptions.refilter, 500, one.id, Filters(Mode.AT_ONCE))
    await db.write(digests.set_times, 500, {time(18): NOW + 8 * HOUR})
    await told_of(db, 1, PLACE)
    await gone(db, 1)
    await make_digests(db, watchlist(), lambda: NOW + 8 * HOUR)
    (digest,) = await sent(db, NOW + 8 * HOUR)
    assert "(deleted)" in digest.message.html


async def test_the_end_of_a_snooze_calls_a_channel_by_its_name(db: Database) -> None:
    channel = (Kind.CHANNEL, "1")
    await following(db, channel)
    await db.write(coverage.sync, [entry("channel_1")], NOW)
    await db.write(coverage.ok, "channel_1", Channel(1, "channel_1", "Border watch"), NOW, NOW + HOUR)
    await db.write(snoozes.put, 500, *channel, NOW + HOUR, NOW)
    await end_silences(db, watchlist(), lambda: NOW + HOUR)
    (notice,) = await sent(db, NOW + HOUR)
    assert "The snooze of <b>Border watch</b> has ended." in notice.message.html


async def test_snoozes_that_wait_for_the_morning_hold_up_nobody_elses(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(silences, "PAGE", 2)
    await quiet_with(db)
    await with_chat(db, 501, language="en")
    for place, minutes in (("one", 1), ("two", 2), ("three", 3)):
        await db.write(snoozes.put, 500, Kind.PLACE, place, NOW + timedelta(minutes=minutes), NOW)
    await db.write(snoozes.put, 501, *PLACE, NOW + timedelta(minutes=4), NOW)
    assert await end_silences(db, watchlist(), lambda: NOW + timedelta(minutes=5)) == 1
    assert [one.chat_id for one in await sent(db, NOW + timedelta(minutes=5))] == [501]


async def test_what_is_held_back_while_quiet_hours_end_is_told_with_the_rest(db: Database) -> None:
    """The alert stage has read its clock and waits for its turn to write, and so does the summary, which is read."""
    await quiet_with(db)
    await told_of(db, 1, PLACE)
    await noted(db, post(2), event(0, PLACE))
    async with db.writing():  # somebody else
        just_before = QUIET.ends_at - timedelta(milliseconds=5)
        deciding = asyncio.create_task(decide_alerts(db, watchlist(), lambda: just_before))
        await asyncio.sleep(0.2)
        ending = asyncio.create_task(end_silences(db, watchlist(), lambda: QUIET.ends_at))
        await asyncio.sleep(0.5)
    await asyncio.gather(deciding, ending)
    await end_silences(db, watchlist(), lambda: QUIET.ends_at)
    (summary,) = await sent(db, QUIET.ends_at)
    assert "2 posts" in summary.message.html


async def test_what_was_held_back_before_a_summary_and_is_written_behind_it_is_in_the_next(db: Database) -> None:
    await quiet_with(db)
    await end_silences(db, watchlist(), lambda: QUIET.ends_at)
    revision, _ = await noted(db, post(1), event(0, PLACE))
    await decide_alerts(db, watchlist(), lambda: QUIET.ends_at - timedelta(milliseconds=5))
    held = await db.read(alerts.of_revision, 500, revision.id)
    assert held is not None
    assert held.reason is Reason.QUIET
    a_day_later = QUIET.ends_at + timedelta(days=1)
    assert await end_silences(db, watchlist(), lambda: a_day_later) == 1
    (summary,) = await sent(db, a_day_later)
    assert "1 post" in summary.message.html


async def test_a_summary_says_how_a_claim_stands_and_whose_words_a_post_repeats(db: Database) -> None:
    await quiet_with(db)
    await db.write(subscriptions.add, 500, Kind.CLAIM, "A03", NOW)
    await db.write(claims.set_status, StatusChange("A03", ClaimStatus.REFUTED, "seen", "7", NOW))
    text = "The village of Lozovaya Rudka was taken this morning, the Legion says, and its flag is up."
    first, _ = await noted(db, post(1, text, channel_id=2))
    await noted(db, post(2, text), event(0, (Kind.CLAIM, "A03"), copy_of=first.id))
    await db.write(copies.keep, {(await revision_at(db, 2)).id: Copy(first.id, 1.0, CopyKind.EXACT)})
    await decide_alerts(db, watchlist(), lambda: NOW)
    await end_silences(db, watchlist(), lambda: QUIET.ends_at)
    (summary,) = await sent(db, QUIET.ends_at)
    assert "(refuted)" in summary.message.html
    assert "↳ Copies a post of Border watch" in summary.message.html
