"""What is stored of claims, seen with the watchlist. Decides nothing: see `standing`."""

from collections.abc import Collection

from bot.alerts.noting import corrections
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


async def known_of(conn: Connection, wanted: Collection[str], watchlist: Watchlist) -> dict[str, Known]:
    """What was heard of these claims; of one that corrects another, whether that one was asserted."""
    correcting = [claim for claim in watchlist.claims if claim.supersedes and claim.id in wanted]
    known = await events.known(conn, [*wanted, *(claim.supersedes for claim in correcting if claim.supersedes)])
    return known | corrections(known, correcting)
