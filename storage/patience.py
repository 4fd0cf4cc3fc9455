"""A question that may take long is given up in time, on both databases. Which questions may, is not decided here."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection


class TookTooLong(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The database was still at it when the time was up."""


@asynccontextmanager
async def within(conn: AsyncConnection, seconds: float) -> AsyncIterator[None]:
    """What runs inside is stopped by the database itself after so long.

    Raises:
        TookTooLong: it was.
    """
    if conn.dialect.name == "postgresql":
        await conn.execute(text(f"SET LOCAL statement_timeout = {round(seconds * 1000)}"))
    watch = asyncio.create_task(_interrupt(conn, seconds)) if conn.dialect.name == "sqlite" else None
    try:
        yield
    except OperationalError as error:
        said = str(error.orig)
        if "interrupted" in said or "statement timeout" in said:
            raise TookTooLong from error
        raise
    finally:
        if watch is not None:
            watch.cancel()


async def _interrupt(conn: AsyncConnection, seconds: float) -> None:
    raw: Any = (await conn.get_raw_connection()).driver_connection
    await asyncio.sleep(seconds)
    await raw.interrupt()
