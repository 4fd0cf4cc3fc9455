"""Alerts: kept with their reason, sent if there is a message, remembered as told."""

from dataclasses import replace

from storage import alerts, deliveries
from storage.database import Database
from storage.messages import DeliveryKind, Message
from storage.model import Kind
from storage.telling import Reason, Told
from tests.storage.samples import (
    CLAIM,
    HELLO,
    MINUTE,
    NOW,
    alert,
    event,
    noted,
    post,
    revision_at,
    stored,
    told,
    with_chat,
)

PLACE = (Kind.PLACE, "P03")


async def test_an_alert_comes_back_with_its_events_and_revision(db: Database) -> None:
    await with_chat(db, 500)
    revision, news = await noted(db, post(1), event(0), event(0, PLACE))
    await stored(db, post(9))
    given = alert(revision.id, news, reason=Reason.DUPLICATE, duplicate_of=(await revision_at(db, 9)).id)
    await db.write(alerts.save, [given], {}, NOW)
    [(saved, about)] = await db.read(alerts.of_chat_since, 500, NOW, NOW + MINUTE)
    assert saved == replace(given, id=saved.id)
    assert about == revision
    assert await db.read(alerts.get, saved.id) == (saved, revision)


async def test_an_alert_that_is_not_there_is_none(db: Database) -> None:
    assert await db.read(alerts.get, 1) is None


async def test_an_alert_with_a_message_is_on_its_way_and_one_without_is_not(db: Database) -> None:
    await with_chat(db, 500, 501)
    revision, news = await noted(db, post(1), event(0))
    heard, muted = alert(revision.id, news, 500), alert(revision.id, news, 501, reason=Reason.MUTED)
    await db.write(alerts.save, [heard, muted], {(500, revision.id): HELLO}, NOW)
    [delivery] = await db.write(deliveries.take, NOW, 10)
    [(saved, _)] = await db.read(alerts.of_chat_since, 500, NOW, NOW + MINUTE)
    assert (delivery.chat_id, delivery.kind, delivery.subject) == (500, DeliveryKind.ALERT, saved.id)
    assert delivery.message == HELLO


async def test_saving_an_alert_again_changes_and_sends_nothing(db: Database) -> None:
    await with_chat(db, 500)
    revision, news = await noted(db, post(1), event(0))
    await db.write(alerts.save, [alert(revision.id, news, reason=Reason.MUTED)], {}, NOW)
    await db.write(alerts.save, [alert(revision.id, news)], {(500, revision.id): HELLO}, NOW)
    [(saved, _)] = await db.read(alerts.of_chat_since, 500, NOW, NOW + MINUTE)
    assert saved.reason is Reason.MUTED
    assert await db.write(deliveries.take, NOW, 10) == []


async def test_a_chat_forgotten_while_it_was_decided_about_gets_nothing(db: Database) -> None:
    await with_chat(db, 501)
    revision, news = await noted(db, post(1), event(0))
    both = [alert(revision.id, news, chat_id) for chat_id in (500, 501)]
    await db.write(alerts.save, both, {(500, revision.id): HELLO, (501, revision.id): HELLO}, NOW)
    assert [delivery.chat_id for delivery in await db.write(deliveries.take, NOW, 10)] == [501]


async def test_a_page_of_alerts_larger_than_a_page_is_saved_whole(db: Database) -> None:
    chat_ids = range(1000, 1600)
    await with_chat(db, *chat_ids)
    revision, news = await noted(db, post(1), event(0))
    messages = {(chat_id, revision.id): Message(f"for {chat_id}") for chat_id in chat_ids}
    await db.write(alerts.save, [alert(revision.id, news, chat_id) for chat_id in chat_ids], messages, NOW)
    taken = await db.write(deliveries.take, NOW, 1000)
    assert {(delivery.chat_id, delivery.message.html) for delivery in taken} == {
        (id_, f"for {id_}") for id_ in chat_ids
    }


async def test_a_span_takes_its_start_in_and_leaves_its_end_out(db: Database) -> None:
    await with_chat(db, 500)
    for number in range(4):
        await told(db, post(number + 1), event(0), created_at=NOW + number * MINUTE)
    found = await db.read(alerts.of_chat_since, 500, NOW + MINUTE, NOW + 3 * MINUTE)
    assert [about.post.post_id for _, about in found] == [2, 3]


# --- what a chat was told -------------------------------------------------------------------------------------------


async def test_a_chat_that_heard_nothing_was_told_nothing(db: Database) -> None:
    await with_chat(db, 500)
    revision, _ = await noted(db, post(1), event(0))
    assert await db.read(alerts.told, [500], [revision.id], [CLAIM]) == []


async def test_a_target_was_told_the_last_time(db: Database) -> None:
    await with_chat(db, 500)
    await told(db, post(1), event(0))
    last = await told(db, post(2), event(0), event(0, PLACE), created_at=NOW + MINUTE)
    assert await db.read(alerts.told, [500, 501], [], [CLAIM]) == [Told(500, last.id, *CLAIM, NOW + MINUTE)]


async def test_an_alert_saved_late_does_not_make_the_last_time_earlier(db: Database) -> None:
    await with_chat(db, 500)
    last = await told(db, post(1), event(0), created_at=NOW + MINUTE)
    await told(db, post(2), event(0), created_at=NOW)
    assert await db.read(alerts.told, [500], [], [CLAIM]) == [Told(500, last.id, *CLAIM, NOW + MINUTE)]


async def test_what_was_not_told_at_once_was_not_told(db: Database) -> None:
    await with_chat(db, 500)
    revision = await told(db, post(1), event(0), reason=Reason.DIGEST_ONLY)
    assert await db.read(alerts.told, [500], [revision.id], [CLAIM]) == []


async def test_a_revision_was_told_with_each_of_its_targets(db: Database) -> None:
    await with_chat(db, 500)
    revision = await told(db, post(1), event(0), event(0, PLACE))
    answer = await db.read(alerts.told, [500], [revision.id], [])
    assert {(item.revision_id, item.kind, item.target) for item in answer} == {
        (revision.id, *CLAIM),
        (revision.id, *PLACE),
    }


async def test_a_post_told_of_after_an_edit_counts_as_told_under_its_first_revision(db: Database) -> None:
    await with_chat(db, 500)
    await stored(db, post(1, "Ten."))
    first = await revision_at(db)
    await told(db, post(1, "Twelve."), event(0))
    assert [item.revision_id for item in await db.read(alerts.told, [500], [first.id], [])] == [first.id]


async def test_one_chat_is_not_told_by_what_another_heard(db: Database) -> None:
    await with_chat(db, 500, 501)
    revision = await told(db, post(1), event(0), chat_id=501)
    assert await db.read(alerts.told, [500], [revision.id], [CLAIM]) == []
