"""One row that breaks a stage, any stage: it is parked, the rows behind it go on, and it can be tried again."""

from collections.abc import Callable, Sequence
from datetime import time
from types import ModuleType
from typing import Any, NoReturn

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import alerting, digesting, drafting, knowing, operating, settling, silences, stages, updating
from bot.parking import or_park
from matcher.catalogue import compile_catalogue
from storage import (
    additions,
    alerts,
    changes,
    claims,
    deliveries,
    digests,
    links,
    owners,
    parkings,
    posts,
    purging,
    quiet,
    search,
    snoozes,
    subscriptions,
    threads,
    topics,
)
from storage.database import OUT_OF_ORDER, Database
from storage.model import Evidence, Found, Kind, Link, Topic
from storage.purging import Purge
from storage.quiet import Kept
from storage.said import ClaimStatus, StatusChange
from storage.telling import QuietHours, Reason, Thread
from storage.watching import Change, ChangeKind, Parked, Work
from tests.matcher.factories import actor, claim, place, watchlist
from tests.storage.samples import HOUR, MINUTE, NOW, event, newest, noted, post, revision_at, stored, told, with_chat

BOOK = watchlist(
    actor("lsr", nl="Legioen"), place("mill", en="Mill Ford", nl="Molenwad"), claim("A14", places=("mill",))
)
READER, OTHER = 500, 501
MILL = (Kind.PLACE, "mill")


def clock() -> Any:
    return NOW + HOUR


def poison(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, what: Callable[..., bool]) -> None:
    """A function of that module is as it was, but for what is poisoned."""
    whole = getattr(module, name)

    def broken(*args: Any, **more: Any) -> Any:
        if what(*args):
            raise ArithmeticError("words of a post")
        return whole(*args, **more)

    monkeypatch.setattr(module, name, broken)


async def parked(db: Database) -> list[tuple[Work, int, str]]:
    return [(one.work, one.item, one.reason) for one in await db.read(parkings.newest, 10)]


async def linked(db: Database, number: int) -> int:
    await stored(db, post(number, f"Words of post {number}."))
    revision = await revision_at(db, number)
    link = Link(Kind.ACTOR, "lsr", 1.0, (Evidence(0, 5, "Words", "name"),))
    await db.write(links.save, revision.id, "v1", Found("nl", (link,)), NOW)
    return revision.id


async def test_a_post_that_can_not_be_made_findable_does_not_hold_up_the_matcher(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stored(db, post(1, "Bad"), post(2, "Good"))
    poison(monkeypatch, search, "findable", lambda revision, _: revision.post.text == "Bad")
    assert await stages.match_new(db, compile_catalogue(BOOK), clock) == 2
    assert await db.read(posts.unmatched, 9) == []
    assert await parked(db) == [(Work.MATCH, (await revision_at(db, 1)).id, "ArithmeticError")]


async def test_a_post_that_breaks_the_events_is_parked_and_tried_again_when_asked(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_chat(db, READER)
    await db.write(subscriptions.add, READER, Kind.ACTOR, "lsr", NOW)
    bad, good = await linked(db, 1), await linked(db, 2)
    with monkeypatch.context() as context:
        poison(context, stages, "events_of_page", lambda page, *_: any(one.revision.id == bad for one in page))
        assert await stages.note_events(db, BOOK, clock) == 2
    assert await parked(db) == [(Work.EVENTS, bad, "ArithmeticError")]
    await alerting.decide_alerts(db, BOOK, clock)
    assert [one.revision_id for one, _ in await heard(db)] == [good]

    assert await db.write(parkings.release) == 1
    assert await stages.note_events(db, BOOK, clock) == 1
    await alerting.decide_alerts(db, BOOK, clock)
    assert {one.revision_id for one, _ in await heard(db)} == {good, bad}
    assert await parked(db) == []


async def heard(db: Database) -> list[Any]:
    return list(await db.read(alerts.of_chat_since, READER, NOW, NOW + 2 * HOUR))


async def test_a_post_that_breaks_the_alerts_does_not_hold_up_the_next(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_chat(db, READER)
    await db.write(subscriptions.add, READER, *MILL, NOW)
    bad, _ = await noted(db, post(1, "One"), event(0, MILL))
    good, _ = await noted(db, post(2, "Two"), event(0, MILL))
    poison(monkeypatch, knowing, "see", lambda revision, *_: revision.id == bad.id)
    assert await alerting.decide_alerts(db, BOOK, clock) == 2
    assert await parked(db) == [(Work.ALERT, bad.id, "ArithmeticError")]
    assert [one.revision_id for one, _ in await heard(db)] == [good.id]


async def test_a_message_that_can_not_be_updated_does_not_hold_up_the_next(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_chat(db, READER, OTHER)
    leads = []
    for number, chat_id in ((1, READER), (3, OTHER)):
        for post_id in (number, number + 1):
            await told(db, post(post_id, f"Post {post_id}"), event(0, MILL), chat_id=chat_id)
        (first, second) = sorted(one.id for one, _ in await db.read(alerts.of_chat_since, chat_id, NOW, NOW + HOUR))
        reason = next(one.reason for one, _ in await db.read(alerts.of_chat_since, chat_id, NOW, NOW + HOUR))
        await db.write(additions.put, {second: (first, reason)})
        leads.append(first)
    poison(monkeypatch, updating, "_rendered", lambda _, lead, *more: lead.id == leads[0])
    await updating.show_updates(db, BOOK, clock)
    assert await parked(db) == [(Work.UPDATE, leads[0], "ArithmeticError")]
    assert await db.read(additions.waiting, 9) == []


async def test_a_status_that_can_not_be_told_does_not_hold_up_the_next(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_chat(db, READER)
    await db.write(subscriptions.add, READER, Kind.CLAIM, "A14", NOW)
    for reason in ("bad", "good"):
        await db.write(claims.set_status, StatusChange("A14", ClaimStatus.CONFIRMED, reason, "desk", NOW))
    poison(monkeypatch, settling, "render_settled", lambda change, *_: change.reason == "bad")
    assert await settling.tell_followers(db, BOOK, clock) == 2
    assert [(work, why) for work, _, why in await parked(db)] == [(Work.SETTLE, "ArithmeticError")]
    assert await db.read(claims.untold, 9) == []
    assert len(await db.write(deliveries.take, NOW + 2 * HOUR, 9)) == 1


async def test_news_that_operators_can_not_be_told_does_not_hold_up_the_rest(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await db.write(owners.make_owner, READER, NOW)
    await with_chat(db, READER)
    for name in ("Bad", "Good"):
        await db.write(changes.record, [Change(ChangeKind.RENAMED, name, NOW, "Before", name)])
    poison(monkeypatch, operating, "render_changes", lambda _, found: any(one.subject == "Bad" for one in found))
    await operating.tell_operators(db, clock)
    assert [work for work, *_ in await parked(db)] == [Work.OPERATORS]
    (notice,) = await db.write(deliveries.take, NOW + 2 * HOUR, 9)
    assert "Good" in notice.message.html


async def test_a_snooze_that_can_not_end_does_not_hold_up_the_next(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_chat(db, READER, OTHER)
    for chat_id in (READER, OTHER):
        await db.write(snoozes.put, chat_id, *MILL, NOW + MINUTE, NOW)
    poison(monkeypatch, silences, "render_snooze_over", lambda chat, *_: chat.chat_id == READER)
    await silences.end_silences(db, BOOK, clock)
    assert [work for work, *_ in await parked(db)] == [Work.SNOOZE]
    assert [one.chat_id for one in await db.write(deliveries.take, NOW + 2 * HOUR, 9)] == [OTHER]
    assert await silences.end_silences(db, BOOK, clock) == 0


async def test_quiet_hours_whose_end_breaks_do_not_hold_up_the_next(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_chat(db, READER, OTHER)
    for chat_id in (READER, OTHER):
        await db.write(quiet.put, chat_id, Kept(QuietHours(time(1), time(2)), NOW - HOUR, NOW))
    summary = silences.summary

    async def broken(db: Database, chat: Any, *more: Any) -> Any:
        return await summary(db, chat, *more) if chat.chat_id == OTHER else poisoned()

    monkeypatch.setattr(silences, "summary", broken)
    await silences.end_silences(db, BOOK, clock)
    assert await parked(db) == [(Work.QUIET, READER, "ArithmeticError")]
    assert await db.read(quiet.due, clock(), 9) == []


def poisoned() -> NoReturn:
    raise ArithmeticError


async def test_a_digest_that_can_not_be_made_does_not_hold_up_the_next_and_misses_nothing(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_chat(db, READER, OTHER)
    for number, chat_id in ((1, READER), (2, OTHER)):
        await told(db, post(number, f"Post {number}"), event(0, MILL), chat_id=chat_id)
        await db.write(digests.set_times, chat_id, {time(10): NOW + MINUTE})
    with monkeypatch.context() as context:
        poison(context, digesting, "render_digest", lambda chat, *_: chat.chat_id == READER)
        assert await digesting.make_digests(db, BOOK, clock) == 2
    assert await parked(db) == [(Work.DIGEST, READER, "ArithmeticError")]
    assert await db.read(digests.last_until, OTHER) == clock()
    assert await db.read(digests.last_until, READER) is None
    await db.write(parkings.release, Work.DIGEST)
    assert await digesting.make_digests(db, BOOK, clock) == 1
    assert await db.read(digests.last_until, READER) == clock()


async def test_a_topic_that_can_not_be_weighed_does_not_hold_up_the_next(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        await stored(db, post(number, f"Words {number}."))
        revision = await revision_at(db, number)
        topic = Topic("mill", "shelling", Evidence(0, 5, "Words", "event:shelling"), (), ())
        await db.write(links.save, revision.id, "v1", Found("nl", ()), NOW)
        await db.write(topics.save, [(revision, (topic,))], NOW)
    await stages.note_events(db, BOOK, clock)
    first, second = await db.read(topics.fresh, 9)
    weigh = drafting._weigh

    async def broken(*given: Any) -> int:
        return poisoned() if first in given[-1] else await weigh(*given)

    monkeypatch.setattr(drafting, "_weigh", broken)
    assert await drafting.draft_claims(db, BOOK, clock) == 2
    assert await parked(db) == [(Work.DRAFT, first, "ArithmeticError")]
    assert await db.read(topics.fresh, 9) == {}
    assert first != second


async def test_trouble_of_the_database_parks_nothing(db: Database) -> None:
    async def no_disk() -> None:
        raise OUT_OF_ORDER[0]("insert", {}, Exception("database or disk is full"))

    with pytest.raises(OUT_OF_ORDER):
        await or_park(db, Work.ALERT, 1, no_disk, clock)
    assert await parked(db) == []


async def test_a_post_that_is_too_large_for_postgresql_is_parked_and_stops_nobody(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = search.put

    async def put(conn: AsyncConnection, these: Sequence[search.Findable]) -> None:
        if any("huge" in one.words for one in these):
            await conn.execute(text("SELECT cast(repeat('words ', 300000) AS tsvector)"))
        await whole(conn, these)

    monkeypatch.setattr(search, "put", put)
    async with Database.open(postgres_url) as db:
        await stored(db, post(1, "A huge post"), post(2, "Another post"))
        assert await stages.match_new(db, compile_catalogue(BOOK), clock) == 2
        assert await parked(db) == [(Work.MATCH, 1, "OperationalError")]
        assert await db.read(posts.unmatched, 9) == []


async def test_operators_hear_of_what_is_parked_once_and_together(db: Database) -> None:
    await db.write(owners.make_owner, READER, NOW)
    await with_chat(db, READER, language="en")
    for item in (1, 2):
        await db.write(parkings.put, Work.DIGEST, item, "KeyError", NOW)
    told_at = []
    for after in (0, 1, 2, 61, 62, 63):
        now = NOW + after * MINUTE
        if after == 2:
            await db.write(parkings.put, Work.DIGEST, 3, "KeyError", now)
        told_at += [after] * await operating.tell_operators(db, lambda: now)  # noqa: B023 - asked at once
    assert told_at == [1, 62]
    first, *_ = await db.write(deliveries.take, NOW + 2 * HOUR, 1)
    assert "Parked at the stage <b>digest</b>: 2" in first.message.html


async def test_a_parked_post_is_told_with_its_place_in_telegram(db: Database) -> None:
    await stored(db, post(7, "Words"))
    revision = await revision_at(db, 7)
    await db.write(parkings.put, Work.MATCH, revision.id, "RecursionError", NOW)
    assert await db.read(parkings.newest, 9) == [Parked(Work.MATCH, revision.id, "RecursionError", NOW, "channel_1/7")]


async def test_what_is_parked_counts_until_it_is_tried_again(db: Database) -> None:
    await stored(db, post(1, "Words"))
    revision = await revision_at(db, 1)
    await db.write(parkings.put, Work.MATCH, revision.id, "RecursionError", NOW)
    assert (await db.read(posts.counts)).parked == 1
    assert await db.read(parkings.reasons) == {(Work.MATCH, "RecursionError"): 1}
    await db.write(parkings.release, Work.DIGEST)
    assert (await db.read(posts.counts)).parked == 1
    await db.write(parkings.release, Work.MATCH)
    assert [one.id for one in await db.read(posts.unmatched, 9)] == [revision.id]


async def test_posts_that_concern_nobody_are_done_at_once(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await with_chat(db, READER)
    await db.write(subscriptions.add, READER, Kind.ACTOR, "lsr", NOW)
    for number in (1, 2, 3):
        await noted(db, post(number, f"Post {number}"), event(0, MILL))
    poison(monkeypatch, alerting, "_decide", lambda *_: True)
    assert await alerting.decide_alerts(db, BOOK, clock) == 3
    assert await parked(db) == []
    assert await alerting.decide_alerts(db, BOOK, clock) == 0


@pytest.mark.parametrize("readers", [1, 9])
async def test_an_alert_is_told_though_the_message_that_it_was_to_stand_in_is_taken_away_meanwhile(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, readers: int
) -> None:
    """On PostgreSQL retention may purge what was read and not written yet; on SQLite one of them waits."""
    chats = range(READER, READER + readers)
    async with Database.open(postgres_url) as db:
        await with_chat(db, *chats)
        for chat_id in chats:
            await db.write(subscriptions.add, chat_id, *MILL, NOW)
        await noted(db, post(1, "The first of the mill."), event(0, MILL))
        await alerting.decide_alerts(db, BOOK, clock)
        await noted(db, post(2, "Another of the mill."), event(0, MILL))
        whole, purge = threads.of_chats, Purge(NOW, "retention", "kept for 30 days")

        async def read_and_purged(conn: AsyncConnection, *about: Any) -> list[Thread]:
            found = await whole(conn, *about)
            await db.write(purging.posts_away, [(1, 1)] if len(await newest(db)) > 1 else [], purge)
            return found

        monkeypatch.setattr(threads, "of_chats", read_and_purged)
        await alerting.decide_alerts(db, BOOK, clock)
        assert await parked(db) == []
        for chat_id in chats:
            found = await db.read(alerts.of_chat_since, chat_id, NOW, NOW + 2 * HOUR)
            assert [alert.reason for alert, _ in found] == [Reason.FIRST]
