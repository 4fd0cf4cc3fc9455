"""What stands in another alert's message: kept as rows, shown once, and carried on where a message is lost."""

from datetime import timedelta

from storage import additions, alerts, chats, deliveries, purging, threads
from storage.additions import EDIT_PACE, Story
from storage.database import Database
from storage.messages import DeliveryKind, DeliveryState, Message
from storage.model import Kind
from storage.purging import Purge
from storage.telling import Pace, Reason, Thread
from tests.storage.samples import CLAIM, HELLO, HOUR, NOW, SECOND, alert, event, noted, post, told, with_chat

BOTH, ALL = Message("both"), Message("all three")
LATER = NOW + HOUR


async def one_was_told(db: Database) -> int:
    """The id of the alert whose message has been sent."""
    await with_chat(db, 500)
    await told(db, post(1), event(0))
    (delivery,) = await db.write(deliveries.take, NOW, 5)
    await db.write(deliveries.settle, delivery.id, DeliveryState.SENT, NOW, message_id=77)
    return delivery.subject


async def joined(db: Database, lead: int, number: int, why: Reason = Reason.AGAIN) -> int:
    """One more alert stands in the message of `lead`; its id."""
    revision, news = await noted(db, post(number), event(0))
    ids = await db.write(alerts.save, [alert(revision.id, news, reason=Reason.UPDATED)], {}, NOW)
    await db.write(additions.put, dict.fromkeys(ids.values(), (lead, why)))
    return next(iter(ids.values()))


async def story_of(db: Database, lead: int) -> Story:
    story = await db.read(additions.story, lead)
    assert story is not None
    return story


async def test_what_joined_waits_until_its_message_is_on_its_way(db: Database) -> None:
    lead = await one_was_told(db)
    await joined(db, lead, 2)
    assert await db.read(additions.waiting, 5) == [lead]
    assert await db.write(additions.show, await story_of(db, lead), BOTH, LATER)
    assert await db.read(additions.waiting, 5) == []
    (edit,) = await db.write(deliveries.take, LATER, 5)
    assert (edit.kind, edit.subject, edit.message, edit.message_id) == (DeliveryKind.UPDATE, lead, BOTH, 77)


async def test_of_two_edits_that_wait_only_the_newest_is_left(db: Database) -> None:
    lead = await one_was_told(db)
    await joined(db, lead, 2)
    await db.write(additions.show, await story_of(db, lead), BOTH, LATER)
    await joined(db, lead, 3)
    await db.write(additions.show, await story_of(db, lead), ALL, LATER)
    (edit,) = await db.write(deliveries.take, LATER, 5)
    await db.write(deliveries.settle, edit.id, DeliveryState.SENT, LATER, message_id=77)
    assert edit.message == ALL
    assert await db.write(deliveries.take, LATER + HOUR, 5) == []


async def test_a_message_of_which_a_part_was_taken_away_is_edited_again(db: Database) -> None:
    lead = await one_was_told(db)
    await joined(db, lead, 2)
    await db.write(additions.show, await story_of(db, lead), BOTH, LATER)
    (edit,) = await db.write(deliveries.take, LATER, 5)
    await db.write(deliveries.settle, edit.id, DeliveryState.SENT, LATER, message_id=77)
    await db.write(purging.posts_away, [(1, 2)], Purge(NOW, "retention", "kept for 30 days"))
    await joined(db, lead, 3)
    assert await db.write(additions.show, await story_of(db, lead), BOTH, LATER + HOUR)
    (again,) = await db.write(deliveries.take, LATER + HOUR, 5)
    assert (again.message, again.message_id) == (BOTH, 77)


async def test_a_message_is_not_edited_again_at_once(db: Database) -> None:
    lead = await one_was_told(db)
    await joined(db, lead, 2)
    await db.write(additions.show, await story_of(db, lead), BOTH, NOW + SECOND)
    assert await db.write(deliveries.take, NOW + EDIT_PACE - SECOND, 5) == []
    assert len(await db.write(deliveries.take, NOW + EDIT_PACE, 5)) == 1


async def test_nothing_is_shown_of_a_story_that_has_changed_since(db: Database) -> None:
    lead = await one_was_told(db)
    await joined(db, lead, 2)
    seen = await story_of(db, lead)
    await joined(db, lead, 3)
    assert not await db.write(additions.show, seen, BOTH, LATER)
    assert not await db.write(additions.hand_over, seen, seen.added[0], BOTH, LATER)
    assert not await db.write(additions.drop, seen)
    assert await db.read(additions.waiting, 5) == [lead]


async def test_who_is_second_of_two_processes_shows_nothing(db: Database) -> None:
    lead = await one_was_told(db)
    await joined(db, lead, 2)
    seen = await story_of(db, lead)
    assert await db.write(additions.show, seen, BOTH, LATER)
    assert not await db.write(additions.show, seen, BOTH, LATER)


async def test_what_waits_while_the_message_is_being_sent_goes_on_waiting(db: Database) -> None:
    lead = await one_was_told(db)
    await joined(db, lead, 2)
    await db.write(additions.show, await story_of(db, lead), BOTH, LATER)
    await db.write(deliveries.take, LATER, 5)
    await joined(db, lead, 3)
    assert await db.read(additions.waiting, 5) == []
    assert not await db.write(additions.show, await story_of(db, lead), ALL, LATER)


async def test_an_edit_that_failed_closes_the_message_and_the_rest_is_told_in_another(db: Database) -> None:
    lead = await one_was_told(db)
    await db.write(threads.put, [Thread(500, *CLAIM, denies=False, lead=lead, opened_at=NOW, last_at=NOW)])
    second, third = await joined(db, lead, 2), await joined(db, lead, 3, Reason.DUPLICATE)
    await db.write(additions.show, await story_of(db, lead), ALL, LATER)
    (edit,) = await db.write(deliveries.take, LATER, 5)
    await db.write(deliveries.settle, edit.id, DeliveryState.FAILED, LATER, error="message can't be edited")
    assert await db.read(threads.of_chats, [500], [CLAIM]) == []
    story = await story_of(db, lead)
    assert story.closed
    assert await db.write(additions.hand_over, story, story.added[0], BOTH, LATER)
    (anew,) = await db.write(deliveries.take, LATER + HOUR, 5)
    assert (anew.kind, anew.subject, anew.message) == (DeliveryKind.ALERT, second, BOTH)
    carried = await story_of(db, second)
    assert (carried.lead.reason, [one.alert.id for one in carried.added]) == (Reason.AGAIN, [third])
    (thread,) = await db.read(threads.of_chats, [500], [CLAIM])
    assert thread.lead == second


async def test_what_nobody_would_be_told_by_itself_is_let_go_with_the_message(db: Database) -> None:
    lead = await one_was_told(db)
    await joined(db, lead, 2, Reason.REPEATED)
    assert await db.write(additions.drop, await story_of(db, lead))
    assert (await story_of(db, lead)).added == ()


async def test_a_forgotten_chat_leaves_no_story(db: Database) -> None:
    lead = await one_was_told(db)
    await joined(db, lead, 2)
    await db.write(threads.set_pace, 500, Pace(HOUR, HOUR, HOUR))
    await db.write(chats.forget, 500)
    assert await db.read(additions.waiting, 5) == []
    assert await db.read(additions.story, lead) is None
    assert await db.read(threads.paces_of, [500]) == {}


async def test_threads_and_paces_move_with_a_group(db: Database) -> None:
    lead = await one_was_told(db)
    pace = Pace(timedelta(0), HOUR, HOUR)
    thread = Thread(500, *CLAIM, denies=False, lead=lead, opened_at=NOW, last_at=NOW, sides=frozenset({"russia"}))
    await db.write(threads.put, [thread])
    await db.write(threads.set_pace, 500, pace)
    await db.write(chats.move, 500, -100500)
    (moved,) = await db.read(threads.of_chats, [-100500], [CLAIM, (Kind.PLACE, "P03")])
    assert (moved.lead, moved.sides) == (lead, frozenset({"russia"}))
    assert await db.read(threads.paces_of, [-100500]) == {(-100500, None): pace}


async def test_a_held_alert_is_sent_later_and_a_hurried_one_at_once(db: Database) -> None:
    await with_chat(db, 500)
    await told(db, post(1), event(0))
    await db.write(deliveries.hold, {(500, 1): LATER})
    assert await db.write(deliveries.take, NOW, 5) == []
    await db.write(deliveries.hurry, {(500, 1)}, NOW)
    assert [one.message for one in await db.write(deliveries.take, NOW, 5)] == [HELLO]
