"""What editors make of the watchlist in chat, kept and taken back. What it means is said by who calls."""

from collections.abc import Mapping

from bot.chat.flows.turn import Turn
from storage import entries
from storage.people import Deed
from storage.said import EntryKind, OwnEntry


async def keep(
    turn: Turn, kind: EntryKind, name: str, content: Mapping[str, object] | None, deed: Deed, detail: str = ""
) -> None:
    """The entry, and in the log who made it."""
    async with turn.db.writing() as conn:
        await entries.put(conn, OwnEntry(kind, name, content, str(turn.user_id), turn.now))
        await turn.note(conn, deed, name, detail)


async def withdraw(turn: Turn, kind: EntryKind, name: str, deed: Deed) -> bool:
    """It holds no more; False: there is none."""
    if await turn.db.read(entries.get, kind, name) is None:
        return False
    await keep(turn, kind, name, None, deed)
    return True
