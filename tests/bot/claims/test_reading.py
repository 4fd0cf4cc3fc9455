"""What is known of claims, seen with the watchlist."""

from dataclasses import replace

from bot.claims.reading import known_of
from storage.database import Database
from storage.model import Stance
from storage.watchlist import Affiliation, Side, Tie
from tests.matcher.factories import actor, claim, watchlist
from tests.storage.samples import noted, post, said

GROUPS, STATE = Affiliation(Side.UKRAINE, Tie.ARMED_GROUP), Affiliation(Side.RUSSIA, Tie.STATE)
BOOK = watchlist(
    replace(actor("lsr"), affiliation=GROUPS),
    replace(actor("groups", kind="collective"), affiliation=GROUPS),
    replace(actor("fsb"), affiliation=STATE),
    claim("A14"),
)


async def known(db: Database) -> tuple[frozenset[str], frozenset[str]]:
    async with db.writing() as conn:
        heard = (await known_of(conn, ["A14"], BOOK))["A14"]
    return heard.sources, heard.deniers


async def test_where_a_member_was_heard_its_collective_is_no_new_source(db: Database) -> None:
    await noted(db, post(1), said(0, "lsr"), said(0, "fsb", Stance.DENIES))
    assert await known(db) == ({"lsr", "groups"}, {"fsb"})


async def test_where_a_collective_was_heard_its_members_are_still_new(db: Database) -> None:
    await noted(db, post(1), said(0, "groups"))
    assert await known(db) == ({"groups"}, frozenset())
