"""`seinpost audit`."""

import json

from bot.commands.auditing import show
from storage import audit
from storage.database import Database
from storage.people import AuditEntry, Deed
from tests.bot.chat.factories import NOON


async def test_who_did_what_is_told_newest_first(sqlite_url: str) -> None:
    async with Database.open(sqlite_url) as db:
        await db.write(audit.add, AuditEntry(Deed.ROLE_GIVEN, "11", "22", NOON, "editor"))
        await db.write(audit.add, AuditEntry(Deed.STATUS_SET, "22", "A03", NOON, "refuted"))
    told: list[str] = []
    await show(sqlite_url, told.append, 10, as_json=False)
    assert told == [
        "2024-03-12T12:00:00+00:00 22: status set A03 refuted",
        "2024-03-12T12:00:00+00:00 11: role given 22 editor",
    ]
    await show(sqlite_url, told.append, 1, as_json=True)
    assert json.loads(told[-1])["deed"] == "status set"


async def test_an_empty_log_says_so(sqlite_url: str) -> None:
    told: list[str] = []
    await show(sqlite_url, told.append, 10, as_json=False)
    assert told == ["Nothing has been written down yet."]
