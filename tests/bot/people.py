"""Lets people in, for tests that are not about coming in."""

from storage import members
from storage.database import Database
from storage.people import Role
from tests.bot.chat.factories import NOON


async def admit(db: Database, *user_ids: int, role: Role = Role.READER) -> None:
    for user_id in user_ids:
        await db.write(members.put, user_id, role, NOON)
