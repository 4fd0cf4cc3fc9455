"""Deliveries: who is sent what next, at which pace, and that nothing is sent twice or lost without a flag."""

import asyncio
from datetime import timedelta

import pytest

from storage import chats, deliveries
from storage.database import Database
from storage.messages import Attachment, Button, Delivery, DeliveryKind, DeliveryState, Message
from tests.storage.samples import HELLO, MINUTE, NOW, SECOND, with_chat

FULL = Message(
    "<b>a &amp; b</b>", ((Button("Follow", data="f:A14"), Button("Post", url="https://t.me/a/1")),), silent=True
)


async def send(
    db: Database, chat_id: int = 500, kind: DeliveryKind = DeliveryKind.ALERT, subject: int = 1, *parts: Message
) -> None:
    await db.write(deliveries.add, chat_id, kind, subject, parts or [HELLO], NOW)


async def take(db: Database, now: object = NOW, limit: int = 10) -> list[Delivery]:
    return await db.write(deliveries.take, now, limit)  # type: ignore[arg-type]


async def settle(db: Database, delivery: Delivery, state: DeliveryState, **more: object) -> bool:
    return await db.write(deliveries.settle, delivery.id, state, NOW, **more)  # type: ignore[arg-type]


async def test_a_delivery_is_taken_with_its_message_and_committed_as_sending(db: Database) -> None:
    await with_chat(db, 500)
    await send(db, 500, DeliveryKind.NOTICE, 3, FULL)
    [taken] = await take(db)
    assert taken == Delivery(
        id=taken.id,
        chat_id=500,
        kind=DeliveryKind.NOTICE,
        subject=3,
        part=0,
        message=FULL,
        state=DeliveryState.SENDING,
        due_at=NOW,
        attempts=1,
        created_at=NOW,
    )
    assert await db.read(deliveries.get, taken.id) == taken


async def test_a_file_waits_with_its_delivery_and_is_dropped_once_sent(db: Database) -> None:
    await with_chat(db, 500)
    picture = Message("caption", attachment=Attachment("map.png", b"\x89PNG\x00\xff"))
    await send(db, 500, DeliveryKind.DIGEST, 3, picture)
    [taken] = await take(db)
    assert taken.message == picture
    await settle(db, taken, DeliveryState.PENDING)
    [again] = await take(db, NOW + MINUTE)
    assert again.message == picture
    await settle(db, again, DeliveryState.UNCERTAIN)
    doubtful = await db.read(deliveries.get, again.id)
    assert doubtful is not None
    assert doubtful.message == picture  # it may be wished for again
    await settle(db, again, DeliveryState.SENT)
    await send(db, 500, DeliveryKind.DIGEST, 3, picture)
    sent = await db.read(deliveries.get, again.id)
    assert sent is not None
    assert sent.message == Message("caption")


async def test_what_is_taken_is_not_handed_out_again(db: Database) -> None:
    await with_chat(db, 500)
    await send(db)
    assert len(await take(db)) == 1
    assert await take(db, NOW + timedelta(hours=1)) == []


async def test_no_row_is_handed_out_twice_however_many_take_at_once(db: Database) -> None:
    await with_chat(db, *range(100, 160))
    for chat_id in range(100, 160):
        await send(db, chat_id)
    pages = await asyncio.gather(*(db.write(deliveries.take, NOW, 7) for _ in range(16)))
    taken = [delivery.id for page in pages for delivery in page]
    taken += [delivery.id for delivery in await take(db, limit=100)]
    assert len(taken) == len(set(taken)) == 60


async def test_the_same_parts_added_again_change_nothing(db: Database) -> None:
    await with_chat(db, 500)
    await send(db)
    await send(db, 500, DeliveryKind.ALERT, 1, Message("again"))
    assert [delivery.message for delivery in await take(db)] == [HELLO]
    assert await db.read(deliveries.summary) == {DeliveryState.SENDING: 1}


async def test_a_forgotten_chat_gets_nothing(db: Database) -> None:
    await send(db, 500)
    assert await db.read(deliveries.summary) == {}


async def test_alerts_go_before_notices_and_those_before_digests(db: Database) -> None:
    await with_chat(db, 1, 2, 3, 4)
    for chat_id, kind in ((1, DeliveryKind.DIGEST), (2, DeliveryKind.NOTICE), (3, DeliveryKind.ALERT)):
        await send(db, chat_id, kind)
    assert [delivery.chat_id for delivery in await take(db)] == [3, 2, 1]


async def test_within_a_chat_the_most_urgent_goes_first(db: Database) -> None:
    await with_chat(db, 500)
    await send(db, 500, DeliveryKind.DIGEST, 1)
    await send(db, 500, DeliveryKind.ALERT, 2)
    await send(db, 500, DeliveryKind.ALERT, 3)
    assert [delivery.subject for delivery in await one_by_one(db)] == [2, 3, 1]


async def one_by_one(db: Database) -> list[Delivery]:
    """What a chat is sent, each settled before the next is taken."""
    sent, now = [], NOW
    while taken := await take(db, now):
        sent += taken
        await settle(db, taken[0], DeliveryState.SENT, message_id=1)
        now += MINUTE
    return sent


async def test_a_limit_leaves_the_less_urgent_for_later(db: Database) -> None:
    await with_chat(db, 1, 2, 3)
    await send(db, 1, DeliveryKind.DIGEST)
    await send(db, 2, DeliveryKind.ALERT)
    await send(db, 3, DeliveryKind.ALERT)
    assert [delivery.chat_id for delivery in await take(db, limit=2)] == [2, 3]
    assert [delivery.chat_id for delivery in await take(db, limit=2)] == [1]


async def test_nothing_to_send_is_nothing_taken(db: Database) -> None:
    assert await take(db) == []


# --- pace -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("chat_id", "pace"), [(500, SECOND), (-500, 3 * SECOND)], ids=["private", "group"])
async def test_a_chat_is_sent_to_at_telegrams_pace(db: Database, chat_id: int, pace: timedelta) -> None:
    await with_chat(db, chat_id)
    await send(db, chat_id, subject=1)
    await send(db, chat_id, subject=2)
    [first] = await take(db)
    await settle(db, first, DeliveryState.SENT)
    assert await take(db, NOW + pace - SECOND / 10) == []
    assert [delivery.subject for delivery in await take(db, NOW + pace)] == [2]


async def test_a_chat_is_sent_nothing_while_something_is_on_its_way_there(db: Database) -> None:
    await with_chat(db, 500)
    await send(db, subject=1)
    await send(db, subject=2)
    [first] = await take(db)
    assert await take(db, NOW + MINUTE) == []
    await settle(db, first, DeliveryState.SENT)
    assert len(await take(db, NOW + MINUTE)) == 1


async def test_a_chat_with_a_long_queue_does_not_hold_up_another(db: Database) -> None:
    await with_chat(db, 500, 501)
    for subject in range(50):
        await send(db, 500, subject=subject)
    await send(db, 501, DeliveryKind.DIGEST)
    assert [delivery.chat_id for delivery in await take(db)] == [500, 501]


async def test_parts_go_in_order_even_if_the_first_is_put_off(db: Database) -> None:
    await with_chat(db, 500)
    await send(db, 500, DeliveryKind.DIGEST, 1, Message("one"), Message("two"), Message("three"))
    [first] = await take(db)
    await settle(db, first, DeliveryState.PENDING, due_at=NOW + 5 * MINUTE)
    assert await take(db, NOW + MINUTE) == []
    assert await db.read(deliveries.next_due) == NOW + 5 * MINUTE
    assert [delivery.part for delivery in await take(db, NOW + 5 * MINUTE)] == [0]


async def test_a_part_that_failed_does_not_hold_back_the_rest(db: Database) -> None:
    await with_chat(db, 500)
    await send(db, 500, DeliveryKind.DIGEST, 1, Message("one"), Message("two"))
    [first] = await take(db)
    await settle(db, first, DeliveryState.FAILED, error="Bad Request")
    assert [delivery.part for delivery in await take(db, NOW + MINUTE)] == [1]


async def test_a_resting_chat_is_sent_what_waited_once_it_wakes(db: Database) -> None:
    await with_chat(db, 500)
    await send(db)
    await db.write(chats.rest, 500, "blocked")
    assert await take(db) == []
    assert await db.read(deliveries.next_due) is None
    await db.write(chats.wake, 500)
    assert len(await take(db)) == 1


async def test_one_chat_can_be_served_alone(db: Database) -> None:
    await with_chat(db, 500, 501)
    await send(db, 500)
    await send(db, 501)
    taken = await db.write(deliveries.take, NOW, 10, only=501)
    assert [delivery.chat_id for delivery in taken] == [501]
    assert await db.read(deliveries.next_due, only=501) is None
    assert await db.read(deliveries.next_due) == NOW


# --- what came of it ------------------------------------------------------------------------------------------------


async def taken(db: Database) -> Delivery:
    await with_chat(db, 500)
    await send(db)
    [delivery] = await take(db)
    return delivery


async def state_of(db: Database, delivery: Delivery) -> DeliveryState:
    found = await db.read(deliveries.get, delivery.id)
    assert found is not None
    return found.state


async def test_a_sent_delivery_keeps_the_number_of_its_message(db: Database) -> None:
    delivery = await taken(db)
    assert await settle(db, delivery, DeliveryState.SENT, message_id=77) is True
    found = await db.read(deliveries.get, delivery.id)
    assert found is not None
    assert (found.state, found.message_id) == (DeliveryState.SENT, 77)


async def test_a_delivery_put_off_comes_again_with_one_more_attempt(db: Database) -> None:
    delivery = await taken(db)
    await settle(db, delivery, DeliveryState.PENDING, error="Too Many Requests", due_at=NOW + 5 * MINUTE)
    assert await take(db, NOW + 4 * MINUTE) == []
    [again] = await take(db, NOW + 5 * MINUTE)
    assert (again.id, again.attempts, again.error) == (delivery.id, 2, "Too Many Requests")


async def test_a_failed_delivery_stays_with_its_error(db: Database) -> None:
    delivery = await taken(db)
    await settle(db, delivery, DeliveryState.FAILED, error="Bad Request")
    assert await take(db, NOW + MINUTE) == []
    found = await db.read(deliveries.get, delivery.id)
    assert found is not None
    assert (found.state, found.error) == (DeliveryState.FAILED, "Bad Request")


@pytest.mark.parametrize("state", [DeliveryState.UNCERTAIN, DeliveryState.PENDING, DeliveryState.FAILED])
async def test_what_is_sent_stays_sent(db: Database, state: DeliveryState) -> None:
    delivery = await taken(db)
    await settle(db, delivery, DeliveryState.SENT)
    assert await settle(db, delivery, state) is False
    assert await state_of(db, delivery) is DeliveryState.SENT


async def test_an_uncertain_delivery_is_never_taken_again(db: Database) -> None:
    delivery = await taken(db)
    await settle(db, delivery, DeliveryState.UNCERTAIN, error="timed out")
    assert await take(db, NOW + timedelta(days=1)) == []
    assert [found.id for found in await db.read(deliveries.uncertain)] == [delivery.id]
    assert [found.id for found in await db.read(deliveries.uncertain, 500)] == [delivery.id]
    assert await db.read(deliveries.uncertain, 501) == []


async def test_a_late_answer_ends_the_uncertainty(db: Database) -> None:
    delivery = await taken(db)
    await settle(db, delivery, DeliveryState.UNCERTAIN)
    assert await settle(db, delivery, DeliveryState.SENT, message_id=77) is True
    assert await db.read(deliveries.uncertain) == []


async def test_what_a_crash_left_behind_is_found_after_the_restart(database_url: str) -> None:
    async with Database.open(database_url) as db:
        delivery = await taken(db)
    async with Database.open(database_url) as db:
        assert [found.id for found in await db.read(deliveries.orphaned, NOW + SECOND)] == [delivery.id]
        assert [found.id for found in await db.read(deliveries.orphaned, NOW)] == [delivery.id]
        assert await db.read(deliveries.orphaned, NOW - SECOND) == []


async def test_a_settled_delivery_is_no_orphan(db: Database) -> None:
    delivery = await taken(db)
    await settle(db, delivery, DeliveryState.SENT)
    assert await db.read(deliveries.orphaned, NOW + MINUTE) == []


# --- asking -----------------------------------------------------------------------------------------------------------


async def test_the_summary_counts_by_state(db: Database) -> None:
    await with_chat(db, 500, 501)
    for subject in (1, 2):
        await send(db, 500, subject=subject)
        await send(db, 501, subject=subject)
    first, _ = await take(db)
    await settle(db, first, DeliveryState.SENT)
    assert await db.read(deliveries.summary) == {
        DeliveryState.PENDING: 2,
        DeliveryState.SENDING: 1,
        DeliveryState.SENT: 1,
    }
    assert await db.read(deliveries.summary, 500) == {DeliveryState.PENDING: 1, DeliveryState.SENT: 1}


async def test_the_next_one_due_is_the_earliest(db: Database) -> None:
    assert await db.read(deliveries.next_due) is None
    await with_chat(db, 500, 501)
    await db.write(deliveries.add, 500, DeliveryKind.ALERT, 1, [HELLO], NOW + MINUTE)
    await db.write(deliveries.add, 501, DeliveryKind.DIGEST, 1, [HELLO], NOW)
    assert await db.read(deliveries.next_due) == NOW


async def test_a_delivery_that_is_not_there_is_none(db: Database) -> None:
    assert await db.read(deliveries.get, 1) is None


async def test_failures_are_counted_by_what_was_said_of_them_the_most_first(db: Database) -> None:
    await with_chat(db, 500)
    ended = [DeliveryState.FAILED, DeliveryState.FAILED, DeliveryState.FAILED, DeliveryState.UNCERTAIN]
    for number, (state, error) in enumerate(zip(ended, ["gone", "long", "long", "long"], strict=True)):
        await send(db, 500, DeliveryKind.NOTICE, number)
        [taken] = await take(db, NOW + number * MINUTE)
        await settle(db, taken, state, error=error)
    assert list((await db.read(deliveries.failures)).items()) == [("long", 2), ("gone", 1)]
