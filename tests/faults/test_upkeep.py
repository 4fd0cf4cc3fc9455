"""That what the kills come amid happens at all: groups join, old posts are told and go, copies are made."""

import asyncio

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.model import Kind
from storage.tables import links
from tests.faults.house import House
from tests.faults.ledger import faults, read_books, settle_up
from tests.faults.rounds import skip_unless_asked
from tests.faults.upkeep import NAMES


async def test_earlier_posts_get_their_links_and_what_is_too_old_is_told_and_taken_away(
    house: House, database: str
) -> None:
    skip_unless_asked(database)
    async with Database.open(house.url) as db:
        await house.upkeep.recall(db)
        house.publish(house.channels[0], "before", naming=NAMES[0])
        await settle_up(house)
        await house.upkeep.join(db)
        async with house.life() as life, asyncio.timeout(30):
            while not ((books := await read_books(db, house)).kept.is_done and not books.kept.left):
                await life.goes_on(0.2)
        assert (books.kept.relinked > 0, list(faults(books, house))) == (True, [])
        assert bool(house.upkeep.copies) == (database == "sqlite")
        await db.write(_lose_a_link)
        assert [one for one in faults(await read_books(db, house), house) if "without its link" in one]


async def _lose_a_link(conn: AsyncConnection) -> None:
    await conn.execute(delete(links).where(links.c.kind == Kind.ACTOR))
