"""Joins as rows: who is to join what, when, and what was heard."""

from datetime import datetime

from storage import accounts, coverage, joins
from storage.database import Database
from storage.watching import Join, Problem
from tests.storage.samples import HOUR, MINUTE, NOW, channel
from tests.storage.test_coverage import entry

EVERY = 30 * MINUTE


async def read_by(db: Database, account: str, *names: str) -> None:
    """Channels that the watchlist allows to join, each read by the account; their ids follow their names' order."""
    listed = [seen.username for seen in await db.read(coverage.report)] + list(names)
    await db.write(coverage.sync, [entry(name, join=True) for name in listed], NOW)
    for name in names:
        number = listed.index(name) + 1
        await db.write(coverage.ok, name, channel(number, name), NOW, NOW + HOUR, account)
        await db.write(accounts.remember_hash, account, number, 99)


async def due(db: Database, *usable: str, at: datetime = NOW) -> dict[str, int]:
    return await db.read(joins.due, usable, at, EVERY, "join")


async def test_each_account_joins_one_of_its_channels_at_a_time(db: Database) -> None:
    await read_by(db, "desk", "a_one", "b_two")
    await read_by(db, "night", "c_three")
    assert await due(db, "desk", "night") == {"desk": 1, "night": 3}
    await db.write(joins.save, "desk", 1, NOW)
    assert await due(db, "desk", "night", at=NOW + EVERY - MINUTE) == {"night": 3}
    assert await due(db, "desk", "night", at=NOW + EVERY) == {"desk": 2, "night": 3}


async def test_a_channel_is_joined_once_and_again_only_if_its_member_is_lost(db: Database) -> None:
    await read_by(db, "desk", "one")
    await db.write(joins.save, "night", 1, NOW - HOUR)
    assert await due(db, "desk", "night") == {}
    assert await due(db, "desk") == {"desk": 1}


async def test_what_is_not_allowed_not_read_or_without_a_public_name_is_not_joined(db: Database) -> None:
    await read_by(db, "desk", "one", "two", "three")
    await db.write(coverage.sync, [entry("one"), entry("two", join=True), entry("three", join=True)], NOW)
    await db.write(coverage.failed, "two", Problem.PRIVATE, "closed", NOW, NOW + HOUR)
    await db.write(coverage.ok, "three", channel(3, None), NOW, NOW + HOUR, "desk")
    assert await due(db, "desk") == {}


async def test_a_channel_that_is_read_without_an_account_is_not_joined(db: Database) -> None:
    await read_by(db, "desk", "one")
    await db.write(coverage.ok, "one", channel(1, "one"), NOW, NOW + HOUR)
    assert await due(db, "desk") == {}


async def test_a_refusal_holds_until_it_may_be_asked_again(db: Database) -> None:
    await read_by(db, "desk", "one")
    await db.write(joins.save, "desk", 1, NOW, "the channel is full", NOW + 2 * HOUR)
    assert await due(db, "desk", at=NOW + HOUR) == {}
    assert await due(db, "desk", at=NOW + 2 * HOUR) == {"desk": 1}
    await db.write(joins.save, "desk", 1, NOW + 2 * HOUR)
    assert await due(db, "desk", at=NOW + 4 * HOUR) == {}
    assert await db.read(joins.everything) == [Join("desk", channel(1, "one"), NOW + 2 * HOUR)]


async def test_who_must_wait_with_joining_joins_nothing(db: Database) -> None:
    await read_by(db, "desk", "one")
    await db.write(accounts.flood_until, "desk", "join", NOW + HOUR)
    await db.write(accounts.flood_until, "desk", "history", NOW + 9 * HOUR)
    assert await due(db, "desk", at=NOW + HOUR - MINUTE) == {}
    assert await due(db, "desk", at=NOW + HOUR) == {"desk": 1}


async def test_a_clock_that_was_set_back_does_not_end_joining(db: Database) -> None:
    await read_by(db, "desk", "one", "two")
    await db.write(joins.save, "desk", 1, NOW + 1000 * HOUR)
    assert await due(db, "desk") == {"desk": 2}


async def test_coverage_says_who_hears_a_channel(db: Database) -> None:
    await read_by(db, "desk", "one", "two")
    await db.write(joins.save, "night", 1, NOW)
    await db.write(joins.save, "desk", 1, NOW)
    await db.write(joins.save, "desk", 2, NOW, "the channel is full", NOW + HOUR)
    assert [seen.live for seen in await db.read(coverage.report)] == [("desk", "night"), ()]
