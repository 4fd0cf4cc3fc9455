"""Snoozes from the alert that they hold back to the line that says they have ended, on both databases."""

from datetime import timedelta

from bot.chat.rendering import render_digest
from bot.silences import end_silences
from bot.stages import decide_alerts
from storage import alerts, chats, deliveries, snoozes, subscriptions
from storage.database import Database
from storage.model import Delivery, Kind, Reason, Revision
from tests.bot.chat.factories import watchlist
from tests.storage.samples import HOUR, NOW, event, noted, post, with_chat

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
    (digest,) = render_digest(chat, entries, NOW, NOW + HOUR, (), watchlist())
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
