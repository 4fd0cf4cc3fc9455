"""What is stored of claims, seen with the watchlist. Decides nothing: see `standing`."""

from collections.abc import Collection, Sequence

from bot.alerts.noting import corrections
from bot.claims.standing import Standing, merged_into, standing
from storage import claims, events
from storage.database import Connection, Database
from storage.telling import Known
from storage.watchlist import Watchlist


async def read_standing(db: Database, claim: str, watchlist: Watchlist) -> Standing:
    """How the claim stands now, with what was said of those that were merged into it."""
    merged = merged_into(claim, watchlist)
    return standing(
        claim,
        await db.read(claims.voices, claim, merged),
        await db.read(claims.others, claim, merged),
        await db.read(claims.figures, claim, merged),
        await db.read(claims.history, claim),
        watchlist,
    )


async def known_of(conn: Connection, wanted: Collection[str], watchlist: Watchlist) -> dict[str, Known]:
    """What was heard of these claims, and of those merged into them; of one that corrects another, whether that one was
    asserted.
    """
    correcting = [claim for claim in watchlist.claims if claim.supersedes and claim.id in wanted]
    asked = {*wanted, *(claim.supersedes for claim in correcting if claim.supersedes)}
    parts = {claim: merged_into(claim, watchlist) for claim in asked}
    heard = await events.known(conn, [*asked, *(one for merged in parts.values() for one in merged)])
    known = {claim: _together([heard[one] for one in (claim, *parts[claim]) if one in heard]) for claim in asked}
    known = {claim: one for claim, one in known.items() if one != Known()}
    return known | corrections(known, correcting)


def _together(parts: Sequence[Known]) -> Known:
    return Known(
        frozenset().union(*(one.sources for one in parts)),
        frozenset().union(*(one.deniers for one in parts)),
        frozenset().union(*(one.figures for one in parts)),
    )
