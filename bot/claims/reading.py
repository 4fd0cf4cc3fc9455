"""What is stored of claims, seen with the watchlist. Decides nothing: see `standing`."""

from collections.abc import Sequence
from dataclasses import replace

from bot.claims.standing import Standing, standing
from storage import claims, events
from storage.database import Connection, Database
from storage.model import Known
from storage.watchlist import Watchlist


async def read_standing(db: Database, claim: str, watchlist: Watchlist) -> Standing:
    """How the claim stands now."""
    return standing(
        claim,
        await db.read(claims.voices, claim),
        await db.read(claims.others, claim),
        await db.read(claims.figures, claim),
        await db.read(claims.history, claim),
        watchlist,
    )


async def known_of(conn: Connection, wanted: Sequence[str], watchlist: Watchlist) -> dict[str, Known]:
    """What was heard of these claims; of one that corrects another, whether that one was asserted."""
    corrected = {claim.id: claim.supersedes for claim in watchlist.claims if claim.supersedes and claim.id in wanted}
    known = await events.known(conn, [*wanted, *corrected.values()])
    for claim, earlier in corrected.items():
        if (before := known.get(earlier)) and before.sources:
            known[claim] = replace(known.get(claim, Known()), corrects=True)
    return known
