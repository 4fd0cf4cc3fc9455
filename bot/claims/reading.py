"""A claim's standing, read from the database. Decides nothing: see `standing`."""

from bot.claims.standing import Standing, standing
from storage import claims
from storage.database import Database
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
