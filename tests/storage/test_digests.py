"""Digests: due by a column, one a slot, and the span goes on where the previous one ended."""

from datetime import time, timedelta

from storage import chats, deliveries, digests
from storage.database import Database
from storage.model import Chat, DeliveryKind, Message
from tests.storage.samples import HELLO, MINUTE, NOW, chat, with_chat

DAY = timedelta(days=1)


def daily(chat_id: int, next_at: object = NOW, **more: object) -> Chat:
    return chat(chat_id, digest_at=time(8, 0), next_digest_at=next_at, **more)


async def save(db: Database, slot: str, *parts: Message, chat_id: int = 500, now: object = NOW) -> bool:
    return await db.write(digests.save, chat_id, "daily 08:00", slot, NOW - DAY, NOW, parts, NOW + DAY)


async def due_ids(db: Database) -> list[int]:
    return [found.chat_id for found in await db.read(digests.due, NOW)]


async def test_chats_whose_time_has_come_are_due_longest_overdue_first(db: Database) -> None:
    for given in (
        daily(1),
        daily(2, NOW - MINUTE),
        daily(3, NOW + MINUTE),
        chat(4),
        daily(5, resting="blocked"),
    ):
        await db.write(chats.put, given)
    assert await due_ids(db) == [2, 1]


async def test_a_digest_is_sent_in_its_parts_and_the_next_one_is_due_later(db: Database) -> None:
    await db.write(chats.put, daily(500))
    assert await save(db, "2024-03-12", HELLO, Message("second part")) is True
    assert await due_ids(db) == []
    [first] = await db.write(deliveries.take, NOW, 10)
    assert (first.kind, first.part, first.message) == (DeliveryKind.DIGEST, 0, HELLO)


async def test_a_slot_has_one_digest_and_the_next_is_due_all_the_same(db: Database) -> None:
    # On the day that summer time ends, 02:30 comes twice
    await db.write(chats.put, daily(500))
    await save(db, "2024-10-27 02:30", HELLO)
    await db.write(chats.put, daily(500))
    assert await save(db, "2024-10-27 02:30", Message("again")) is False
    assert await due_ids(db) == []
    assert [delivery.message for delivery in await db.write(deliveries.take, NOW, 10)] == [HELLO]
    assert await db.write(deliveries.take, NOW + MINUTE, 10) == []


async def test_an_empty_digest_is_not_sent_and_its_span_is_over(db: Database) -> None:
    await db.write(chats.put, daily(500))
    assert await save(db, "2024-03-12") is True
    assert await db.write(deliveries.take, NOW, 10) == []
    assert await db.read(digests.last_until, 500) == NOW
    assert await due_ids(db) == []


async def test_a_digest_asked_for_now_does_not_move_the_daily_one(db: Database) -> None:
    await db.write(chats.put, daily(500))
    await db.write(digests.save, 500, "now", "2024-03-12T09:30:00", NOW - DAY, NOW, [HELLO], None)
    assert await due_ids(db) == [500]


async def test_a_chat_without_a_digest_has_no_end_of_one(db: Database) -> None:
    await with_chat(db, 500)
    assert await db.read(digests.last_until, 500) is None
