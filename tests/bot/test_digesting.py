"""The digest stage, on both databases: each local slot once, whatever happens to clocks, zones and processes."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot import digesting
from bot.alerting import decide_alerts
from bot.alerts.digests import Contents
from bot.chat import studio
from bot.digesting import make_digests
from storage import chats, claims, deliveries, digests, events, subscriptions
from storage.database import Connection, Database
from storage.messages import Delivery, DeliveryKind, DeliveryState, Message
from storage.model import Kind, Stance
from storage.said import ClaimStatus, StatusChange
from tests.bot.chat.factories import alert, chat, event, revision, watchlist
from tests.storage.samples import HOUR, NOW, noted, post, with_chat
from tests.storage.samples import event as happened

EIGHT, HALF_PAST_TWO, SIX = time(8), time(2, 30), time(18)
ZONE = "Europe/Amsterdam"


async def following(db: Database, *times: time, now: datetime = NOW) -> None:
    await with_chat(db, 500, language="en", time_zone=ZONE)
    await db.write(subscriptions.add, 500, Kind.PLACE, "tyotkino", NOW)
    async with db.writing() as conn:
        await digesting.set_times(conn, 500, times, ZONE, now)


async def told_of(db: Database, number: int, at: datetime) -> None:
    await noted(db, post(number, f"Post {number}", published_at=at), happened(0, (Kind.PLACE, "tyotkino")))
    await decide_alerts(db, watchlist(), lambda: at)


async def sent(db: Database, now: datetime) -> list[Delivery]:
    """Everything that goes out, part by part."""
    found: list[Delivery] = []
    while taken := await db.write(deliveries.take, now, 10):
        for one in taken:
            await db.write(deliveries.settle, one.id, DeliveryState.SENT, now)
        now += timedelta(minutes=1)
        found += [one for one in taken if one.kind is DeliveryKind.DIGEST]
    return found


def words(made: Sequence[Delivery]) -> list[str]:
    return [one.message.html.split("\n")[0] for one in made]


async def test_of_two_digests_a_day_each_tells_what_came_since_the_other(db: Database) -> None:
    await following(db, EIGHT, SIX)  # it is half past ten
    await told_of(db, 1, NOW)
    evening = datetime(2024, 3, 12, 17, tzinfo=UTC)
    assert await make_digests(db, watchlist(), lambda: evening - timedelta(seconds=1)) == 0
    assert await make_digests(db, watchlist(), lambda: evening) == 1
    await told_of(db, 2, evening + HOUR)
    await told_of(db, 3, evening + HOUR)
    assert await make_digests(db, watchlist(), lambda: evening + 14 * HOUR) == 1
    assert words(await sent(db, evening + 14 * HOUR)) == ["🗞 <b>1 post</b>", "🗞 <b>2 posts</b>"]


async def test_a_claim_that_waits_for_an_editor_is_told_neither_at_once_nor_in_the_digest(db: Database) -> None:
    await following(db, SIX)
    await db.write(subscriptions.add, 500, Kind.CLAIM, "A03", NOW)
    unsure = happened(0, (Kind.CLAIM, "A03"), stance=Stance.ASSERTS, source="lsr", certain=False)
    await noted(db, post(1, "Post 1"), unsure, happened(0, (Kind.PLACE, "tyotkino")))
    await decide_alerts(db, watchlist(), lambda: NOW)
    (told,) = await db.write(deliveries.take, NOW, 10)
    await db.write(deliveries.settle, told.id, DeliveryState.SENT, NOW)
    await make_digests(db, watchlist(), lambda: NOW + 9 * HOUR)
    (digest,) = await sent(db, NOW + 9 * HOUR)
    for message in (told.message, digest.message):
        assert "Tyotkino" in message.html
        assert "A03" not in message.html + " ".join(button.label for row in message.buttons for button in row)


async def test_what_was_due_while_nothing_ran_comes_once_in_one(db: Database) -> None:
    await following(db, EIGHT, SIX)
    await told_of(db, 1, NOW)
    late = NOW + timedelta(days=3)
    assert await make_digests(db, watchlist(), lambda: late) == 2
    assert await make_digests(db, watchlist(), lambda: late) == 0
    assert words(await sent(db, late)) == ["🗞 <b>1 post</b>"]


async def test_an_empty_digest_is_not_sent(db: Database) -> None:
    await following(db, SIX)
    assert await make_digests(db, watchlist(), lambda: NOW + 9 * HOUR) == 1
    assert await sent(db, NOW + 9 * HOUR) == []


async def test_times_that_fall_together_when_clocks_go_forward_make_one_digest(db: Database) -> None:
    before = datetime(2024, 3, 31, 0, 15, tzinfo=UTC)
    await following(db, HALF_PAST_TWO, time(3, 30), now=before)  # the one is skipped, and counts an hour later
    await told_of(db, 1, before)
    due = datetime(2024, 3, 31, 1, 30, tzinfo=UTC)
    assert await make_digests(db, watchlist(), lambda: due) == 2
    assert words(await sent(db, due)) == ["🗞 <b>1 post</b>"]


async def test_a_time_that_comes_twice_when_clocks_go_back_makes_one_digest(db: Database) -> None:
    before = datetime(2024, 10, 27, 0, 15, tzinfo=UTC)
    await following(db, HALF_PAST_TWO, now=before)
    first = datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    clock = [first, first + HOUR, first + 2 * HOUR]
    for number in (1, 2, 3):
        await told_of(db, number, clock[0] - timedelta(minutes=10))
        await make_digests(db, watchlist(), lambda: clock[0])
        clock.pop(0)
    assert words(await sent(db, first + 3 * HOUR)) == ["🗞 <b>1 post</b>"]


async def test_two_processes_make_one_digest(db: Database) -> None:
    await following(db, SIX)
    await told_of(db, 1, NOW)
    evening = NOW + 9 * HOUR
    both = (make_digests(db, watchlist(), lambda: evening), make_digests(db, watchlist(), lambda: evening))
    await asyncio.gather(*both)
    assert len(await sent(db, evening)) == 1


async def test_a_digest_that_was_cut_off_is_made_later(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await following(db, SIX)
    await told_of(db, 1, NOW)
    evening = NOW + 9 * HOUR

    async def stopped(*args: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patched:
        patched.setattr(deliveries, "add", stopped)
        with pytest.raises(asyncio.CancelledError):
            await make_digests(db, watchlist(), lambda: evening)
    assert await make_digests(db, watchlist(), lambda: evening + HOUR) == 1
    assert len(await sent(db, evening + HOUR)) == 1


async def test_a_slot_stays_made_when_the_chat_moves_west(db: Database) -> None:
    await following(db, SIX)
    await told_of(db, 1, NOW)
    evening = datetime(2024, 3, 12, 17, 1, tzinfo=UTC)
    await make_digests(db, watchlist(), lambda: evening)
    async with db.writing() as conn:
        await chats.set_zone(conn, 500, "America/New_York")
        coming = await digesting.set_times(conn, 500, [SIX, EIGHT], "America/New_York", evening)
    assert coming == {
        EIGHT: datetime(2024, 3, 13, 12, tzinfo=UTC),
        SIX: datetime(2024, 3, 13, 22, tzinfo=UTC),  # six o'clock of the 12th, which comes there once more, was told
    }


async def test_a_picture_is_the_last_part_and_survives_until_it_is_sent(db: Database) -> None:
    await following(db, SIX)
    for number in (1, 2, 3):
        await told_of(db, number, NOW + timedelta(minutes=number))
    await make_digests(db, watchlist(), lambda: NOW + 9 * HOUR)
    text, photo = await sent(db, NOW + 9 * HOUR)
    assert text.message.attachment is None
    assert photo.part == 1
    assert photo.message.html == "Posts by group, 12 Mar 2024, 10:30 – 12 Mar 2024, 19:30"
    assert photo.message.attachment is not None
    assert photo.message.attachment.is_photo
    stored = await db.read(deliveries.get, photo.id)
    assert stored is not None
    assert stored.message.attachment is None


async def test_a_picture_that_can_not_be_drawn_does_not_cost_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(drawing: object) -> bytes:
        raise ValueError("a post's words")

    monkeypatch.setattr(studio, "draw_digest", broken)
    entries = tuple((alert(event()), revision(revision_id=one, post_id=one)) for one in range(1, 5))
    contents = Contents(NOW - HOUR, NOW + 3 * HOUR, entries)
    parts = await digesting.render(chat(), contents, watchlist())
    assert [part.attachment for part in parts] == [None]


async def test_a_status_that_followers_were_told_of_is_in_the_digest(db: Database) -> None:
    await following(db, SIX)
    change = StatusChange("A03", ClaimStatus.CONFIRMED, "seen", "7", NOW + HOUR)
    change = replace(change, id=await db.write(claims.set_status, change))
    await db.write(deliveries.add, 500, DeliveryKind.STATUS, change.id, [Message("told")], NOW + HOUR)
    await make_digests(db, watchlist(), lambda: NOW + 9 * HOUR)
    (digest,) = await sent(db, NOW + 9 * HOUR)
    assert "status: unverified → <b>confirmed</b>" in digest.message.html
    assert digest.message.html.startswith("🗞 <b>1 claim moved; 0 posts</b>")


async def test_a_resting_chat_gets_its_digest_when_it_is_back(db: Database) -> None:
    await following(db, SIX)
    await told_of(db, 1, NOW)
    await db.write(chats.rest, 500, "blocked")
    assert await make_digests(db, watchlist(), lambda: NOW + 9 * HOUR) == 0
    await db.write(chats.wake, 500)
    assert await make_digests(db, watchlist(), lambda: NOW + 10 * HOUR) == 1
    assert await db.read(digests.last_slots, 500) == {"daily 18:00": "2024-03-12 18:00"}


async def test_what_is_decided_while_a_digest_is_made_is_in_this_one_or_in_the_next(db: Database) -> None:
    """The alert stage has read its clock and waits for its turn to write, and so does the digest, which is read."""
    await following(db, EIGHT, SIX)
    evening, morning = datetime(2024, 3, 12, 17, tzinfo=UTC), datetime(2024, 3, 13, 7, tzinfo=UTC)
    await noted(db, post(1, "Post one", published_at=evening), happened(0, (Kind.PLACE, "tyotkino")))
    async with db.writing():  # somebody else
        deciding = asyncio.create_task(decide_alerts(db, watchlist(), lambda: evening - timedelta(milliseconds=5)))
        await asyncio.sleep(0.2)
        making = asyncio.create_task(make_digests(db, watchlist(), lambda: evening))
        await asyncio.sleep(0.5)
    await asyncio.gather(deciding, making)
    await make_digests(db, watchlist(), lambda: evening)
    await make_digests(db, watchlist(), lambda: morning)
    assert [("1 post" in line) for line in words(await sent(db, morning))] == [True]


async def test_a_claim_stands_in_the_digest_as_an_editor_settled_it(db: Database) -> None:
    await following(db, SIX)
    await db.write(subscriptions.add, 500, Kind.CLAIM, "A03", NOW)
    await db.write(claims.set_status, StatusChange("A03", ClaimStatus.REFUTED, "seen", "7", NOW - 9 * HOUR))
    await noted(db, post(1), happened(0, (Kind.CLAIM, "A03")))
    await decide_alerts(db, watchlist(), lambda: NOW)
    await make_digests(db, watchlist(), lambda: NOW + 9 * HOUR)
    (digest,) = await sent(db, NOW + 9 * HOUR)
    assert "The groups took the village of Lozovaya Rudka.</i> (refuted)" in digest.message.html


async def test_what_was_decided_before_a_digest_and_is_written_behind_it_is_in_the_next(db: Database) -> None:
    await following(db, EIGHT, SIX)
    evening = datetime(2024, 3, 12, 17, tzinfo=UTC)
    await told_of(db, 1, NOW)
    assert await make_digests(db, watchlist(), lambda: evening) == 1
    await told_of(db, 2, evening - timedelta(seconds=1))  # by a decision that took longer than the digest
    assert await make_digests(db, watchlist(), lambda: evening + 14 * HOUR) == 1
    assert words(await sent(db, evening + 14 * HOUR)) == ["🗞 <b>1 post</b>", "🗞 <b>1 post</b>"]


async def test_a_digest_waits_for_what_is_being_written_and_tells_it(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = datetime(2024, 3, 12, 17, tzinfo=UTC)
    is_written, decided = asyncio.Event(), events.decided

    async def slowly(conn: Connection, revision_ids: Sequence[int]) -> None:
        is_written.set()
        await asyncio.sleep(0.5)
        await decided(conn, revision_ids)

    async with Database.open(postgres_url) as db:
        await following(db, SIX)
        await told_of(db, 1, NOW)
        monkeypatch.setattr(events, "decided", slowly)
        deciding = asyncio.create_task(told_of(db, 2, evening - timedelta(seconds=1)))
        await is_written.wait()
        await make_digests(db, watchlist(), lambda: evening)
        await deciding
        await make_digests(db, watchlist(), lambda: evening)
        assert words(await sent(db, evening)) == ["🗞 <b>2 posts</b>"]
