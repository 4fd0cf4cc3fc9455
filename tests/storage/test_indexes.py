"""What is asked for every post or every second is answered through indexes, however much is stored."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import (
    additions,
    alerts,
    candidates,
    changes,
    claims,
    copies,
    coverage,
    deletions,
    deliveries,
    digests,
    entries,
    events,
    gaps,
    looks,
    media,
    posts,
    quiet,
    rehearsing,
    reviewing,
    search,
    snoozes,
    subscriptions,
    threads,
)
from storage.database import Database
from storage.model import Cause, Forward, Kind, MediaHash, Revision
from storage.terms import Search, Term
from storage.watching import Gap, Look
from tests.storage.samples import HOUR, NOW, channel, part, post

Verb = Callable[[AsyncConnection], Awaitable[object]]

REPORT = "The governor reports that the crossing was shelled from eight until nine this morning."
FORWARDED = post(1, REPORT, forward=Forward(username="border_watch", post_id=4))
REVISION = Revision(1, 2, Cause.FIRST, channel(), FORWARDED, NOW, backlog=False)
FILE = MediaHash(1, 1, "photo", "71", due_at=NOW)
TARGETS = [(Kind.CLAIM, "A14"), (Kind.CLAIM, "B01"), (Kind.PLACE, "P03")]

QUESTIONS: dict[str, Verb] = {
    "posts.save": lambda conn: posts.save(conn, channel(), [post(1), part(2), part(3)], 3, NOW, backlog=False),
    "posts.unmatched": lambda conn: posts.unmatched(conn, 10),
    "posts.recent": lambda conn: posts.recent(conn, 1, 10),
    "copies.sketch": lambda conn: copies.sketch(conn, {1: [7, -7]}),
    "copies.forget": lambda conn: copies.forget(conn, NOW),
    "copies.endings": lambda conn: copies.endings(conn, [1]),
    "candidates.alike": lambda conn: candidates.alike(conn, [REVISION]),
    "candidates.texts": lambda conn: candidates.texts(conn, [1, 2]),
    "candidates.places": lambda conn: candidates.places(conn, [1, 2]),
    "candidates.forwarded": lambda conn: candidates.forwarded(conn, [REVISION]),
    "copies.origin": lambda conn: copies.origin(conn, REVISION),
    "copies.kin": lambda conn: copies.kin(conn, [1, 2]),
    "copies.telling": lambda conn: copies.telling(conn, REVISION, [1]),
    "posts.before": lambda conn: posts.before(conn, REVISION),
    "deletions.save": lambda conn: deletions.save(conn, 1, [1, 2, 3], NOW),
    "looks.due": lambda conn: looks.due(conn, NOW, 10),
    "looks.of": lambda conn: looks.of(conn, 1, 100),
    "looks.missed": lambda conn: looks.missed(conn, 1, [1]),
    "looks.settle": lambda conn: looks.settle(conn, 1, [Look(1, NOW, NOW)], [2]),
    "looks.put_off": lambda conn: looks.put_off(conn, 1, NOW, NOW),
    "gaps.due": lambda conn: gaps.due(conn, 1, NOW, 10),
    "gaps.settle": lambda conn: gaps.settle(conn, 1, Gap(1, 2), [Gap(1, 2)], NOW),
    "coverage.of_channels": lambda conn: coverage.of_channels(conn, [1, 2]),
    "events.unnoted": lambda conn: events.unnoted(conn, 10),
    "events.known": lambda conn: events.known(conn, ["A14", "B01"]),
    "events.noted": lambda conn: events.noted(conn, [replace(REVISION, number=2)]),
    "events.take": lambda conn: events.take(conn, [1, 2]),
    "events.save_page": lambda conn: events.save_page(conn, {1: [], 2: []}),
    "events.fold": lambda conn: events.fold(conn, {2: [1]}),
    "events.undecided": lambda conn: events.undecided(conn, 10),
    "subscriptions.matching": lambda conn: subscriptions.matching(conn, TARGETS),
    "subscriptions.matching words": lambda conn: subscriptions.matching(conn, [(Kind.WORDS, "bridge")]),
    "subscriptions.rephrase": lambda conn: subscriptions.rephrase(conn, 500, 1, *TARGETS[0], TARGETS),
    "rehearsing.about": lambda conn: rehearsing.about(conn, TARGETS, NOW, 10),
    "rehearsing.of_posts": lambda conn: rehearsing.of_posts(conn, [(1, 1)]),
    "subscriptions.of_chat": lambda conn: subscriptions.of_chat(conn, 500),
    "alerts.told": lambda conn: alerts.told(conn, [500, 501], [1, 2], TARGETS),
    "alerts.of_chat_since": lambda conn: alerts.of_chat_since(conn, 500, NOW, NOW),
    "deliveries.take": lambda conn: deliveries.take(conn, NOW, 10),
    "deliveries.orphaned": lambda conn: deliveries.orphaned(conn, NOW),
    "deliveries.uncertain": lambda conn: deliveries.uncertain(conn),
    "deliveries.next_due": lambda conn: deliveries.next_due(conn),
    "deliveries.hurry": lambda conn: deliveries.hurry(conn, [(500, 1), (500, 2)], NOW),
    "threads.of_chats": lambda conn: threads.of_chats(conn, [500, 501], TARGETS),
    "threads.paces_of": lambda conn: threads.paces_of(conn, [500, 501]),
    "additions.waiting": lambda conn: additions.waiting(conn, 10),
    "alerts.of_ids": lambda conn: alerts.of_ids(conn, [1, 2]),
    "changes.untold": lambda conn: changes.untold(conn, 10),
    "search.find": lambda conn: search.find(conn, Search((Term((("bridge",),)),), since=NOW), 5),
    "search.channel_called": lambda conn: search.channel_called(conn, "border_watch"),
    "snoozes.among": lambda conn: snoozes.among(conn, [500], TARGETS, NOW),
    "snoozes.due": lambda conn: snoozes.due(conn, NOW, 10),
    "quiet.of_chats": lambda conn: quiet.of_chats(conn, [500]),
    "quiet.due": lambda conn: quiet.due(conn, NOW, 10),
    "digests.due": lambda conn: digests.due(conn, NOW, 10),
    "digests.last_until": lambda conn: digests.last_until(conn, 500),
    "media.queue": lambda conn: media.queue(conn, 1, [FILE]),
    "media.due": lambda conn: media.due(conn, NOW, 1),
    "media.same_file": lambda conn: media.same_file(conn, FILE),
    "media.settle": lambda conn: media.settle(conn, FILE, FILE),
    "media.of": lambda conn: media.of(conn, 1, 1),
    "coverage.hint": lambda conn: coverage.hint(conn, [1, 2], NOW, HOUR),
    "looks.hint": lambda conn: looks.hint(conn, 1, [1, 2], NOW),
    "claims.untold": lambda conn: claims.untold(conn, 10),
    "claims.history": lambda conn: claims.history(conn, "A14"),
    "claims.timeline": lambda conn: claims.timeline(conn, "A14", ("B01",)),
    "claims.figures": lambda conn: claims.figures(conn, "A14"),
    "reviewing.waiting": lambda conn: reviewing.waiting(conn, before=9),
    "reviewing.count": lambda conn: reviewing.count(conn),
    "entries.stamp": lambda conn: entries.stamp(conn),
    "coverage.due": lambda conn: coverage.due(conn, NOW, 10),
    "coverage.due, after the clock was set back": lambda conn: coverage.due(conn, NOW, 10, HOUR),
}


@pytest.mark.parametrize("name", QUESTIONS)
async def test_it_reads_no_table_from_end_to_end(sqlite_db: Database, name: str) -> None:
    plan = await sqlite_db.write(plan_of, QUESTIONS[name])
    assert plan
    assert [step for step in plan if is_whole_table(step)] == []


async def plan_of(conn: AsyncConnection, verb: Verb) -> list[str]:
    """How SQLite goes about every statement that the verb runs."""
    ran: list[tuple[str, Any]] = []

    def note(_conn: object, _cursor: object, statement: str, parameters: Any, _context: object, many: bool) -> None:
        ran.append((statement, parameters[0] if many else parameters))

    sync = conn.sync_connection
    event.listen(sync, "before_cursor_execute", note)
    await verb(conn)
    event.remove(sync, "before_cursor_execute", note)
    plans = [await conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters) for statement, parameters in ran]
    return [row.detail for plan in plans for row in plan]


def is_whole_table(step: str) -> bool:
    """Not what a query found itself or was given, nor an index that holds only what waits."""
    waiting = (
        "ix_deliveries_",
        "ix_additions_waiting",
        "ix_changes_untold",
        "ix_claim_statuses_untold",
        "ix_links_suggested",
    )
    holds_only_what_waits = any(index in step for index in waiting)
    found_itself = step in ("SCAN waiting", "SCAN pairs", "SCAN CONSTANT ROW")
    handed_over = step.startswith("SCAN names VIRTUAL TABLE")
    if step.startswith("SCAN post_words VIRTUAL TABLE INDEX ") and ":M" in step:
        return False  # by its words
    return step.startswith("SCAN ") and not (found_itself or handed_over or holds_only_what_waits)
