"""What accounts learned, and who is an owner."""

import asyncio

from storage import accounts, owners
from storage.database import Database
from tests.storage.samples import MINUTE, NOW


async def test_a_flood_wait_survives_a_restart(database_url: str) -> None:
    async with Database.open(database_url) as db:
        await db.write(accounts.flood_until, "first", "resolve", NOW + MINUTE)
    async with Database.open(database_url) as db:
        assert await db.read(accounts.floods, NOW) == [("first", "resolve", NOW + MINUTE)]


async def test_a_flood_wait_that_is_over_is_not_listed(db: Database) -> None:
    await db.write(accounts.flood_until, "first", "resolve", NOW)
    assert await db.read(accounts.floods, NOW) == []


async def test_a_shorter_flood_wait_does_not_end_a_longer_one(db: Database) -> None:
    await db.write(accounts.flood_until, "first", "resolve", NOW + 2 * MINUTE)
    await db.write(accounts.flood_until, "first", "resolve", NOW + MINUTE)
    await db.write(accounts.flood_until, "first", "history", NOW + MINUTE)
    assert await db.read(accounts.floods, NOW) == [
        ("first", "history", NOW + MINUTE),
        ("first", "resolve", NOW + 2 * MINUTE),
    ]


async def test_an_access_hash_belongs_to_its_account_and_the_newest_counts(db: Database) -> None:
    await db.write(accounts.remember_hash, "first", 1, 5)
    await db.write(accounts.remember_hash, "second", 1, 6)
    await db.write(accounts.remember_hash, "first", 1, 7)
    assert await db.read(accounts.hashes, 1) == {"first": 7, "second": 6}
    assert await db.read(accounts.hashes, 2) == {}


async def test_only_the_first_becomes_owner_however_many_try_at_once(db: Database) -> None:
    made = await asyncio.gather(*(db.write(owners.make_owner, user_id, NOW) for user_id in range(1, 9)))
    assert made.count(True) == 1
    assert await db.read(owners.owners) == [made.index(True) + 1]
