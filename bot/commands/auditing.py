"""`seinpost audit`: who did what about people, claims and links, as it was written down. Changes nothing."""

import json
from collections.abc import Callable

from storage import audit
from storage.database import Database
from storage.people import AuditEntry

Say = Callable[[str], None]


async def show(database_url: str, say: Say, limit: int, *, as_json: bool) -> None:
    """A line each, the newest first.

    Raises:
        Unusable: there is no database to look at; says what to do.
    """
    async with Database.look(database_url) as db:
        entries = await db.read(audit.newest, limit)
    for entry in entries:
        say(as_line(entry, as_json=as_json))
    if not entries and not as_json:
        say("Nothing has been written down yet.")


def as_line(entry: AuditEntry, *, as_json: bool) -> str:
    at = entry.at.isoformat(timespec="seconds")
    if as_json:
        told = {"at": at, "by": entry.by, "deed": entry.deed, "subject": entry.subject, "detail": entry.detail}
        return json.dumps(told, ensure_ascii=False)
    return " ".join(part for part in (at, f"{entry.by}:", entry.deed, entry.subject, entry.detail) if part)
