"""The watchlist: the editors' files in `config/watchlist/`, read, checked as a whole and turned into domain types.

Reads files only when asked. Entries made in chat are given, and laid over the files; the database is not known here.
"""

from bot.watchlist.loading import load, load_with, unread
from bot.watchlist.overlay import Overlaid
from bot.watchlist.problems import WatchlistError, WatchlistErrors
from bot.watchlist.schemas import write_schemas

__all__ = ["Overlaid", "WatchlistError", "WatchlistErrors", "load", "load_with", "unread", "write_schemas"]
