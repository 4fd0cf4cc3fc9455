"""One post that concerns more chats than are told in one transaction: wherever it is cut off, none is left out or told
twice."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from bot import alerting
from bot.alerting import decide_alerts
from bot.knowing import Step
from storage import alerts, chats, deliveries, events, subscriptions
from storage.alerts import Key
from storage.database import Connection, Database
from storage.messages import Message
from storage.model import Kind
from storage.telling import Alert
from tests.matcher.factories import actor, watchlist
from tests.storage.samples import HOUR, NOW, event, noted, post, with_chat

BOOK = watchlist(actor("corps", en="Corps"))
CHATS = range(501, 508)


class Crash(BaseException):
    """The program is gone."""


@pytest.fixture
async def followed(db: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Seven chats follow an actor, of which two are told at once, and a post names it."""
    monkeypatch.setattr(alerting, "AT_ONCE", 2)
    await with_chat(db, *CHATS, language="en")
    for chat_id in CHATS:
        await db.write(subscriptions.add, chat_id, Kind.ACTOR, "corps", NOW)
    await noted(db, post(1), event(0, (Kind.ACTOR, "corps")))
    return db


async def sent(db: Database) -> Counter[int]:
    """How many messages are on their way to each chat."""
    return Counter(one.chat_id for one in await db.write(deliveries.take, NOW + HOUR, 100))


@pytest.mark.parametrize("parts", range(4))
async def test_a_crash_between_parts_leaves_nobody_out_and_tells_nobody_twice(
    followed: Database, monkeypatch: pytest.MonkeyPatch, parts: int
) -> None:
    save, saved = alerts.save, list[Sequence[Alert]]()

    async def until_the_crash(
        conn: Connection, some: Sequence[Alert], messages: Mapping[Key, Message], now: datetime
    ) -> dict[Key, int]:
        if len(saved) == parts:
            raise Crash
        saved.append(some)
        return await save(conn, some, messages, now)

    with monkeypatch.context() as patched:
        patched.setattr(alerts, "save", until_the_crash)
        with pytest.raises(Crash):
            await decide_alerts(followed, BOOK, lambda: NOW)
    before = await sent(followed)
    assert before.total() == min(2 * parts, 7)
    await decide_alerts(followed, BOOK, lambda: NOW + HOUR)
    assert before + await sent(followed) == Counter(CHATS)
    assert await followed.read(events.undecided, 10) == []


async def test_those_who_are_done_with_are_told_before_the_rest_is_decided(
    followed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, waiting = alerts.save, list[int]()

    async def slowly(
        conn: Connection, some: Sequence[Alert], messages: Mapping[Key, Message], now: datetime
    ) -> dict[Key, int]:
        waiting.append(sum((await deliveries.summary(conn)).values()))
        return await save(conn, some, messages, now)

    monkeypatch.setattr(alerts, "save", slowly)
    await decide_alerts(followed, BOOK, lambda: NOW)
    assert waiting == [0, 2, 4, 6]


@pytest.mark.parametrize(("seconds", "told"), [(0, 2), (2, 1)])
async def test_who_stops_following_while_others_are_told_for_long_is_told_no_more(
    db: Database, monkeypatch: pytest.MonkeyPatch, seconds: int, told: int
) -> None:
    await with_chat(db, 501, language="en")
    await db.write(subscriptions.add, 501, Kind.ACTOR, "corps", NOW)
    for number in (1, 2):
        await noted(db, post(number), event(0, (Kind.ACTOR, "corps")))
    monkeypatch.setattr(alerting, "IN_A_RUN", 1)
    save, moments = alerts.save, count()

    async def then_leave(
        conn: Connection, some: Sequence[Alert], messages: Mapping[Key, Message], now: datetime
    ) -> dict[Key, int]:
        await subscriptions.remove(conn, 501, Kind.ACTOR, "corps")
        return await save(conn, some, messages, now)

    monkeypatch.setattr(alerts, "save", then_leave)
    await decide_alerts(db, BOOK, lambda: NOW + next(moments) * timedelta(seconds=seconds))
    assert len(await db.read(alerts.of_chat_since, 501, NOW, NOW + HOUR)) == told
    assert await db.read(events.undecided, 10) == []


@pytest.mark.parametrize("posts_at_once", [1, 2])
async def test_a_group_that_becomes_a_supergroup_while_it_is_decided_about_is_told_under_its_new_number(
    db: Database, monkeypatch: pytest.MonkeyPatch, posts_at_once: int
) -> None:
    group, moved = -501, -1_000_000_000_501
    await with_chat(db, group, language="en")
    await db.write(subscriptions.add, group, Kind.ACTOR, "corps", NOW)
    for number in range(1, posts_at_once + 1):
        await noted(db, post(number), event(0, (Kind.ACTOR, "corps")))
    steps = alerting._steps

    async def then_moved(db: Database, *asked: Any) -> list[Step]:
        found = await steps(db, *asked)
        await db.write(chats.move, group, moved)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(alerting, "_steps", then_moved)
        await decide_alerts(db, BOOK, lambda: NOW)
    await decide_alerts(db, BOOK, lambda: NOW)
    assert len(await db.read(alerts.of_chat_since, moved, NOW, NOW + HOUR)) == posts_at_once
    assert set(await sent(db)) == {moved}
    assert await db.read(events.undecided, 10) == []
