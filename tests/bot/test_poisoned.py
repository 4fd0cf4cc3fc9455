"""One post that breaks something after the matcher: nobody misses it, and no other post waits behind it."""

from collections.abc import Iterator
from typing import NoReturn

import pytest
from structlog.testing import capture_logs

from bot import alerting, copying, stages, updating
from storage import alerts, chats, deliveries, links, subscriptions
from storage.database import Database
from storage.model import Evidence, Found, Kind, Link
from storage.telling import Reason
from tests.matcher.factories import actor, watchlist
from tests.storage.samples import HOUR, NOW, chat, post, revision_at, stored

BOOK = watchlist(actor("lsr", nl="Legioen"))


def poisoned(*_: object) -> NoReturn:
    raise ArithmeticError("the words of a post")


@pytest.fixture(autouse=True)
def _no_words_in_logs() -> Iterator[None]:
    with capture_logs() as lines:
        yield
    assert [line for line in lines if "exc_info" in line or "words of a post" in str(line)] == []
    assert any(line["log_level"] == "error" and "test_poisoned.py" in line["where"] for line in lines)


async def posted(db: Database, number: int) -> None:
    await stored(db, post(number, f"Words of post {number}."))
    link = Link(Kind.ACTOR, "lsr", 1.0, (Evidence(0, 5, "Words", "name"),))
    await db.write(links.save, (await revision_at(db, number)).id, "v1", Found("nl", (link,)), NOW)


@pytest.fixture
async def followed(db: Database) -> Database:
    await db.write(chats.put, chat())
    await db.write(subscriptions.add, 500, Kind.ACTOR, "lsr", NOW)
    for number in (1, 2):
        await posted(db, number)
    return db


async def through(db: Database) -> list[Reason]:
    await stages.note_events(db, BOOK, lambda: NOW + HOUR)
    await alerting.decide_alerts(db, BOOK, lambda: NOW + HOUR)
    return [alert.reason for alert, _ in await db.read(alerts.of_chat_since, 500, NOW, NOW + 2 * HOUR)]


async def test_a_post_that_breaks_the_search_for_copies_is_told_as_its_own(
    followed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_judge", poisoned)
    assert await through(followed) == [Reason.FIRST, Reason.UPDATED]


async def test_an_alert_that_can_not_be_rendered_still_says_where_to_read(
    followed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerting, "render_alert", poisoned)
    monkeypatch.setattr(updating, "render_alert", poisoned)
    assert await through(followed) == [Reason.FIRST, Reason.UPDATED]
    await updating.show_updates(followed, BOOK, lambda: NOW + HOUR)
    [first] = await followed.write(deliveries.take, NOW + HOUR, 5)
    assert "Legioen" in first.message.html
    assert "https://t.me/channel_1/1" in first.message.html
    assert "https://t.me/channel_1/2" in first.message.html
