"""PostgreSQL: its connections, from SQLAlchemy's pool. Knows neither verbs nor tables."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

T = TypeVar("T")


class Served:
    """Lends connections to transactions, as `storage.embedded` does."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def carry(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Runs `work` in a transaction."""
        async with self.transaction() as conn:
            return await work(conn)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """One between whose statements the caller may wait for other things."""
        async with self._engine.begin() as conn:
            yield conn

    async def close(self) -> None:
        await self._engine.dispose()
