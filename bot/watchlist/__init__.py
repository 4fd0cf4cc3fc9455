"""The watchlist: the editors' files in `config/watchlist/`, read, checked as a whole and turned into domain types.

Reads files only when asked; entries made in chat live in the database and are not known here.
"""

from bot.watchlist.loading import load
from bot.watchlist.problems import WatchlistError, WatchlistErrors
from bot.watchlist.schemas import write_schemas

__all__ = ["WatchlistError", "WatchlistErrors", "load", "write_schemas"]
