"""Digests: due by a column, one a slot, and the span goes on where the previous one ended."""

import asyncio
from datetime import datetime, time, timedelta

from storage import chats, deliveries, digests
from storage.database import Database
from storage.digests import Digest
from storage.messages import DeliveryKind, Message
from tests.storage.samples import HELLO, MINUTE, NOW, chat, with_chat

DAY = timedelta(days=1)


EIGHT, SIX = time(8), time(18)


async def daily(db: Database, chat_id: int, times: dict[time, datetime], **more: object) -> None:
    await db.write(chats.put, chat(chat_id, **more))
    await db.write(digests.set_times, chat_id, times)


def digest(slot: str, since: datetime = NOW - DAY, until: datetime = NOW, schedule: str = "daily 08:00") -> Digest:
    return Digest(500, schedule, slot, since, until)


async def keep(db: Database, made: Digest, *parts: Message) -> bool:
    """Of what is due at eight, settled; the next is due a day later."""
    [due] = [one for one in await db.read(digests.due, NOW, 10) if one.at == EIGHT]
    return await db.write(digests.keep, due, made, parts, NOW + DAY)


async def due(db: Database) -> list[tuple[int, time]]:
    return [(one.chat.chat_id, one.at) for one in await db.read(digests.due, NOW, 10)]


async def test_digests_whose_time_has_come_are_due_longest_overdue_first(db: Database) -> None:
    await daily(db, 1, {EIGHT: NOW, SIX: NOW + MINUTE})
    await daily(db, 2, {EIGHT: NOW + DAY, SIX: NOW - MINUTE})
    await daily(db, 3, {})
    await daily(db, 4, {EIGHT: NOW}, resting="blocked")
    assert await due(db) == [(2, SIX), (1, EIGHT)]


async def test_times_are_kept_in_order_and_replaced_as_a_whole(db: Database) -> None:
    await daily(db, 500, {SIX: NOW, EIGHT: NOW + MINUTE})
    assert list((await db.read(digests.times, 500)).items()) == [(EIGHT, NOW + MINUTE), (SIX, NOW)]
    await db.write(digests.set_times, 500, {EIGHT: NOW})
    assert await db.read(digests.times, 500) == {EIGHT: NOW}
    await db.write(digests.set_times, 500, {})
    assert await db.read(digests.times, 500) == {}


async def test_a_digest_is_sent_in_its_parts_and_the_next_one_is_due_later(db: Database) -> None:
    await daily(db, 500, {EIGHT: NOW, SIX: NOW + MINUTE})
    assert await keep(db, digest("2024-03-12 08:00"), HELLO, Message("second part"))
    assert await due(db) == []
    assert await db.read(digests.times, 500) == {EIGHT: NOW + DAY, SIX: NOW + MINUTE}
    [first] = await db.write(deliveries.take, NOW, 10)
    assert (first.kind, first.part, first.message) == (DeliveryKind.DIGEST, 0, HELLO)


async def test_a_slot_has_one_digest_and_the_next_is_due_all_the_same(db: Database) -> None:
    # On the day that summer time ends, 02:30 comes twice
    await daily(db, 500, {EIGHT: NOW})
    await keep(db, digest("2024-10-27 02:30"), HELLO)
    await daily(db, 500, {EIGHT: NOW})
    assert await keep(db, digest("2024-10-27 02:30", since=NOW), Message("again"))
    assert await due(db) == []
    assert [delivery.message for delivery in await db.write(deliveries.take, NOW, 10)] == [HELLO]
    assert await db.write(deliveries.take, NOW + MINUTE, 10) == []


async def test_of_two_that_make_the_same_digest_one_changes_nothing(db: Database) -> None:
    await daily(db, 500, {EIGHT: NOW})
    [this] = await db.read(digests.due, NOW, 10)
    both = (
        db.write(digests.keep, this, digest("2024-03-12 08:00"), [HELLO], NOW + DAY),
        db.write(digests.keep, this, digest("2024-03-12 08:00"), [HELLO], NOW + DAY),
    )
    assert sorted(await asyncio.gather(*both)) == [False, True]
    assert len(await db.write(deliveries.take, NOW, 10)) == 1
    assert await db.write(deliveries.take, NOW + MINUTE, 10) == []


async def test_what_was_told_on_wish_meanwhile_is_not_told_again_and_stays_due(db: Database) -> None:
    await daily(db, 500, {EIGHT: NOW})
    assert await db.write(digests.save, digest("asked", schedule=digests.NOW), [HELLO])
    assert not await keep(db, digest("2024-03-12 08:00"), HELLO)
    assert await due(db) == [(500, EIGHT)]
    assert await keep(db, digest("2024-03-12 08:00", since=NOW))


async def test_an_empty_digest_is_not_sent_and_its_span_is_over(db: Database) -> None:
    await daily(db, 500, {EIGHT: NOW})
    assert await keep(db, digest("2024-03-12"))
    assert await db.write(deliveries.take, NOW, 10) == []
    assert await db.read(digests.last_span, 500) == (NOW - DAY, NOW)
    assert await due(db) == []


async def test_a_digest_asked_for_now_does_not_move_the_daily_one(db: Database) -> None:
    await daily(db, 500, {EIGHT: NOW})
    await db.write(digests.save, digest("2024-03-12T09:30:00", schedule=digests.NOW), [HELLO])
    assert await due(db) == [(500, EIGHT)]


async def test_what_quiet_hours_held_back_is_no_whole_digest(db: Database) -> None:
    await daily(db, 500, {})
    await db.write(digests.save, digest("night", schedule=digests.QUIET), [HELLO])
    assert await db.read(digests.last_until, 500) is None
    assert await db.read(digests.last_slots, 500) == {digests.QUIET: "night"}


async def test_a_chat_without_a_digest_has_no_end_of_one(db: Database) -> None:
    await with_chat(db, 500)
    assert await db.read(digests.last_until, 500) is None


async def test_the_times_move_with_their_group_and_go_with_their_chat(db: Database) -> None:
    await daily(db, -5, {EIGHT: NOW})
    await db.write(chats.move, -5, -1005)
    assert await due(db) == [(-1005, EIGHT)]
    await db.write(chats.forget, -1005)
    assert await due(db) == []
