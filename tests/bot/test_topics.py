"""What belongs to a forum topic is told there: digests and quiet hours where they were set, the rest where the
subscription was made, on both databases."""

from datetime import time, timedelta

from bot import digesting
from bot.alerting import decide_alerts
from bot.alerts.topics import shared_topic
from bot.delivery import queue
from bot.delivery.sender import MaybeSent
from bot.digesting import make_digests
from bot.settling import tell_followers
from bot.silences import end_silences
from storage import claims, deliveries, digests, quiet, snoozes, subscriptions
from storage.database import Database
from storage.messages import Delivery, DeliveryKind, Message
from storage.model import Kind
from storage.quiet import Kept
from storage.said import ClaimStatus, StatusChange
from storage.telling import QuietHours, Subscription
from tests.bot.chat.factories import watchlist
from tests.storage.samples import HOUR, NOW, event, noted, post, with_chat

GROUP, TOPIC, OTHER = -1_000_000_000_500, 77, 78
PLACE = (Kind.PLACE, "tyotkino")
ZONE = "Europe/Amsterdam"


async def following(db: Database, *targets: tuple[Kind, str], topic: int | None = TOPIC) -> None:
    await with_chat(db, GROUP, language="en", time_zone=ZONE)
    for kind, target in targets:
        number = await db.write(subscriptions.add, GROUP, kind, target, NOW)
        assert number is not None
        if topic is not None:
            await db.write(subscriptions.tell_in, number, topic)


async def told_of(db: Database, number: int) -> None:
    await noted(db, post(number, f"Post {number}", published_at=NOW), event(0, PLACE))
    await decide_alerts(db, watchlist(), lambda: NOW)


async def digests_at_six(db: Database) -> None:
    async with db.writing() as conn:
        await digesting.set_times(conn, GROUP, [time(18)], ZONE, NOW, OTHER)


async def sent(db: Database, kind: DeliveryKind) -> list[Delivery]:
    taken, found = NOW + timedelta(days=2), []
    while page := await db.write(deliveries.take, taken, 10):
        for one in page:
            await db.write(deliveries.settle, one.id, one.state.SENT, taken)
        found += [one for one in page if one.kind is kind]
        taken += timedelta(minutes=1)
    return found


async def test_a_digest_goes_to_the_topic_in_which_it_was_asked_for(db: Database) -> None:
    await following(db, PLACE)
    await digests_at_six(db)
    await told_of(db, 1)
    await make_digests(db, watchlist(), lambda: NOW + 12 * HOUR)
    assert {one.message.thread for one in await sent(db, DeliveryKind.DIGEST)} == {OTHER}


async def test_digests_stay_in_their_topic_when_the_clock_is_another(db: Database) -> None:
    await following(db, PLACE)
    await digests_at_six(db)
    async with db.writing() as conn:
        await digesting.move_times(conn, GROUP, "Europe/Kyiv", NOW)
    assert await db.read(digests.thread_of, GROUP) == OTHER


async def test_what_quiet_hours_held_back_goes_to_the_topic_in_which_they_were_set(db: Database) -> None:
    await following(db, PLACE)
    ends_at = NOW + timedelta(hours=1, minutes=30)
    await db.write(quiet.put, GROUP, Kept(QuietHours(time(9), time(12)), NOW, ends_at, OTHER))
    await told_of(db, 1)
    await end_silences(db, watchlist(), lambda: ends_at)
    (summary,) = await sent(db, DeliveryKind.DIGEST)
    assert summary.message.thread == OTHER


async def test_the_end_of_a_snooze_is_said_where_its_alerts_are(db: Database) -> None:
    await following(db, PLACE)
    await db.write(snoozes.put, GROUP, *PLACE, NOW + HOUR, NOW)
    await end_silences(db, watchlist(), lambda: NOW + HOUR)
    (notice,) = await sent(db, DeliveryKind.SNOOZE)
    assert notice.message.thread == TOPIC


async def test_a_status_is_told_in_the_topic_of_the_claim(db: Database) -> None:
    await following(db, (Kind.CLAIM, "A03"))
    change = StatusChange("A03", ClaimStatus.REFUTED, "Seen by us.", "11", NOW)
    await db.write(claims.set_status, change)
    await tell_followers(db, watchlist(), lambda: NOW)
    (status,) = await sent(db, DeliveryKind.STATUS)
    assert status.message.thread == TOPIC


def test_what_several_topics_follow_is_told_in_the_group() -> None:
    made = [Subscription(number, GROUP, *PLACE, NOW, thread=topic) for number, topic in enumerate((TOPIC, OTHER))]
    assert (shared_topic(made[:1]), shared_topic(made)) == (TOPIC, None)


async def test_that_an_alert_may_not_have_arrived_is_said_where_it_should_have(db: Database) -> None:
    class Silent:
        async def send(self, chat_id: int, message: Message) -> int:
            raise MaybeSent("no answer")

        async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
            raise AssertionError

    async def notice(delivery: Delivery) -> Message:
        return Message("Perhaps")

    await following(db, PLACE)
    await told_of(db, 1)
    await queue.deliver(db, Silent(), lambda: NOW, notice)
    (about,) = await sent(db, DeliveryKind.NOTICE)
    assert about.message.thread == TOPIC
