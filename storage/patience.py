"""A question that may take long is given up in time, on both databases. Which questions may, is not decided here."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from threading import Timer

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.embedded import Asked


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
    try:
        with _watched(conn, seconds):
            yield
    except OperationalError as error:
        said = str(error.orig)
        if "interrupted" in said or "statement timeout" in said:
            raise TookTooLong from error
        raise


@contextmanager
def _watched(conn: object, seconds: float) -> Iterator[None]:
    """A server watches by itself."""
    if not isinstance(conn, Asked):
        yield
        return
    watch = Timer(seconds, conn.give_up)
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
