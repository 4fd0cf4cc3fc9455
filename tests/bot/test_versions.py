"""A claimant corrects itself: who follows the first version hears of the second, from the stored post to the alert."""

from bot import alerting, stages
from storage import alerts, chats, deliveries, links, subscriptions
from storage.database import Database
from storage.messages import DeliveryState
from storage.model import Evidence, Found, Kind, Link, Stance
from storage.telling import Reason
from tests.matcher.factories import claim, watchlist
from tests.storage.samples import HOUR, MINUTE, NOW, chat, post, revision_at, stored

BOOK = watchlist(
    claim("C1", statement={"nl": "Het dorp is volledig van ons."}),
    claim("C2", statement={"nl": "Om het dorp wordt nog gevochten."}, supersedes="C1"),
)


async def say(db: Database, number: int, target: str) -> None:
    """A post of the Legion about the claim, through to whom it is told."""
    await stored(db, post(number, f"Words of post {number}."))
    evidence = (Evidence(0, 5, "Words", "wording"),)
    link = Link(Kind.CLAIM, target, 0.9, evidence, stance=Stance.ASSERTS, holder="lsr", speaker="lsr")
    await db.write(links.save, (await revision_at(db, number)).id, "v1", Found("nl", (link,)), NOW)
    await stages.note_events(db, BOOK, lambda: NOW + HOUR)
    await alerting.decide_alerts(db, BOOK, lambda: NOW + HOUR)


async def heard(db: Database) -> list[Reason]:
    told = await db.read(alerts.of_chat_since, 500, NOW, NOW + 2 * HOUR)
    return [alert.reason for alert, _ in told]


async def follow(db: Database, target: str) -> None:
    await db.write(chats.put, chat())
    await db.write(subscriptions.add, 500, Kind.CLAIM, target, NOW)


async def test_who_follows_the_first_version_hears_of_its_correction(db: Database) -> None:
    await follow(db, "C1")
    await say(db, 1, "C1")
    await say(db, 2, "C2")
    assert await heard(db) == [Reason.FIRST, Reason.VERSION]
    [first] = await db.write(deliveries.take, NOW + HOUR, 1)
    await db.write(deliveries.settle, first.id, DeliveryState.SENT, NOW + HOUR)
    [second] = await db.write(deliveries.take, NOW + HOUR + MINUTE, 1)
    assert "Corrigeert C1: <i>Het dorp is volledig van ons.</i>" in second.message.html


async def test_who_follows_the_correction_hears_of_what_it_corrected(db: Database) -> None:
    await follow(db, "C2")
    await say(db, 1, "C1")
    assert await heard(db) == [Reason.FIRST]


async def test_a_correction_of_what_nobody_asserted_is_first_seen(db: Database) -> None:
    await follow(db, "C2")
    await say(db, 1, "C2")
    assert await heard(db) == [Reason.FIRST]
