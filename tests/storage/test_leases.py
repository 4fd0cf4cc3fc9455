"""Matchers in any number: no revision is read by two at once, none is left out, and what a dead one held is read."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import events, leases, links
from storage.database import Database
from storage.model import Found
from tests.storage.samples import HOUR, NOW, SECOND, newest, post, stored


@pytest.fixture
async def shared(postgres_url: str) -> AsyncIterator[Database]:
    async with Database.open(postgres_url) as db:
        await stored(db, *(post(number) for number in range(1, 31)))
        yield db


async def test_two_matchers_at_once_are_given_different_revisions(shared: Database) -> None:
    pages = await asyncio.gather(*(shared.write(leases.take, name, NOW, 10) for name in "abc"))
    given_out = [revision.id for page in pages for revision in page]
    assert len(set(given_out)) == len(given_out)
    rest = await shared.write(leases.take, "d", NOW, 30)
    assert sorted([*given_out, *(revision.id for revision in rest)]) == list(range(1, 31))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 9), st.booleans(), st.integers(0, 40)), min_size=1, max_size=8))
async def test_every_revision_is_matched_exactly_once_whoever_dies(
    shared: Database, matchers: list[tuple[int, bool, int]]
) -> None:
    """Each takes a page, some seconds after the one before; it dies with it, or keeps what it found."""
    await shared.write(_as_new)
    now, kept = NOW, list[int]()
    for number, (size, dies, later) in enumerate(matchers):
        page = await shared.write(leases.take, f"{number}", now, size)
        if not dies:
            kept += await shared.write(_keep, [revision.id for revision in page])
        now += later * SECOND
    while page := await shared.write(leases.take, "last", now + leases.LEASE, 7):
        kept += await shared.write(_keep, [revision.id for revision in page])
    assert sorted(kept) == list(range(1, 31))


async def test_a_page_of_a_matcher_that_died_is_read_by_another_when_its_lease_is_over(shared: Database) -> None:
    await shared.write(leases.take, "one", NOW, 10)
    soon = await shared.write(leases.take, "two", NOW + leases.LEASE - SECOND, 5)
    assert [revision.id for revision in soon] == [11, 12, 13, 14, 15]
    late = await shared.write(leases.take, "three", NOW + leases.LEASE, 5)
    assert [revision.id for revision in late] == [1, 2, 3, 4, 5]


async def test_what_a_matcher_leased_by_a_clock_that_was_far_ahead_is_read_by_another_and_holds_up_nothing(
    shared: Database,
) -> None:
    await shared.write(leases.take, "one", NOW + HOUR, 5)  # and died, and its clock was put right
    others = await shared.write(leases.take, "two", NOW, 5)
    assert [revision.id for revision in others] == [1, 2, 3, 4, 5]


async def test_events_do_not_wait_for_what_was_leased_by_a_clock_that_was_far_ahead(shared: Database) -> None:
    await shared.write(leases.take, "one", NOW + HOUR, 5)
    assert await shared.write(_keep, [6, 7]) == [6, 7]
    matched = [row[0] for row in await shared.read(events.unnoted, 9)]
    assert await shared.read(leases.in_turn, matched, NOW) == {6, 7}


async def test_what_a_matcher_holds_still_of_a_page_that_failed_it_is_given_again_at_once(shared: Database) -> None:
    failed = await shared.write(leases.take, "one", NOW, 4)
    assert await shared.write(leases.take, "one", NOW + SECOND, 4) == failed


async def test_who_comes_too_late_with_what_he_found_keeps_none_of_it(shared: Database) -> None:
    slow = await shared.write(leases.take, "one", NOW, 3)
    fast = await shared.write(leases.take, "two", NOW + leases.LEASE, 3)
    assert [one.id for one in slow] == [one.id for one in fast]
    assert await shared.write(_keep, [one.id for one in fast]) == [1, 2, 3]
    assert await shared.write(_keep, [one.id for one in slow]) == []


async def test_events_wait_some_seconds_for_an_older_revision_that_is_being_matched(shared: Database) -> None:
    await shared.write(leases.take, "one", NOW, 5)
    newer = await shared.write(leases.take, "two", NOW + SECOND, 5)
    await shared.write(_keep, [one.id for one in newer])
    matched = [row[0] for row in await shared.read(events.unnoted, 9)]
    assert [one.id for one in matched] == [6, 7, 8, 9, 10]
    assert await shared.read(leases.in_turn, matched, NOW + SECOND) == set()
    assert await shared.read(leases.in_turn, matched, NOW + leases.HELD_BACK) == {6, 7, 8, 9, 10}


async def test_a_revision_waits_for_the_one_before_it_however_long_that_is_with_a_matcher(shared: Database) -> None:
    await shared.write(leases.take, "one", NOW, 5)
    await stored(shared, post(3, "Corrected."), post(8, "Corrected too."))
    newer = await shared.write(leases.take, "two", NOW + SECOND, 30)
    await shared.write(_keep, [one.id for one in newer])
    matched = [row[0] for row in await shared.read(events.unnoted, 50)]
    held_back = {one.id for one in matched} - await shared.read(leases.in_turn, matched, NOW + leases.HELD_BACK)
    assert [one.post.post_id for one in matched if one.id in held_back] == [3]


async def test_on_sqlite_nothing_is_leased(sqlite_db: Database) -> None:
    await stored(sqlite_db, post(1), post(2))
    for _ in range(2):
        assert len(await sqlite_db.read(leases.take, "one", NOW, 9)) == 2
    assert await sqlite_db.read(leases.still_waiting, [1, 2]) == {1, 2}
    assert await sqlite_db.read(leases.in_turn, await newest(sqlite_db), NOW) == {1, 2}


async def _keep(conn: AsyncConnection, ids: list[int]) -> list[int]:
    ours = sorted(await leases.still_waiting(conn, ids))
    await links.save_page(conn, {id_: Found("en", ()) for id_ in ours}, "v1", NOW)
    return ours


async def _as_new(conn: AsyncConnection) -> None:
    await conn.execute(text("UPDATE revisions SET stage = 'match'"))
    await conn.execute(text("DELETE FROM leases"))
