"""Writes of a test into a database in which the program is at work."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database

T = TypeVar("T")

TIMES = 6


async def patiently(db: Database, verb: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """SQLite's writers of two processes get their turn by luck; on a busy machine that may be long in coming."""
    for _ in range(TIMES - 1):
        try:
            return await db.write(verb)
        except OperationalError:
            continue
    return await db.write(verb)
