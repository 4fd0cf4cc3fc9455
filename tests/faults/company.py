"""A house that several processes share: each part a program of its own, started again whenever it dies."""

import asyncio
import signal
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from types import MappingProxyType

from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from collectors.telegram.accounts import import_string
from storage.database import Database
from storage.tables import watched
from tests.faults.house import House
from tests.faults.ledger import Books, faults, is_done, read_books
from tests.faults.living import Life
from tests.faults.small import CHANNELS
from tests.postgres import Server

FIVE: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "collect main": ("--only", "collect", "--account", "main"),
        "collect spare": ("--only", "collect", "--account", "spare"),
        "match 1": ("--only", "match"),
        "match 2": ("--only", "match"),
        "rest": ("--only", "alert,deliver", "--only", "bot"),
    }
)
PATIENCE = 90
"""Seconds for all that is left to do; they are over only where something is stuck."""


class Company:
    """`roles`: what each process is told to do. `crashes` of PostgreSQL, `kills` by role."""

    def __init__(self, house: House, server: Server, roles: Mapping[str, Sequence[str]] = FIVE):
        self.house = house
        self.server = server
        self.roles = roles
        self.kills = dict.fromkeys(roles, 0)
        self.crashes = 0
        self._lives: dict[str, tuple[AsyncExitStack, Life]] = {}

    async def start(self, role: str) -> Life:
        stack = AsyncExitStack()
        life = await stack.enter_async_context(
            self.house.warm.life(self.house.folder, self.house.environment, "run", *self.roles[role])
        )
        self._lives[role] = stack, life
        return life

    async def keep_up(self) -> None:
        """As whatever supervises them would: who died, or could not start since the database was away, starts again."""
        for role in self.roles:
            if role not in self._lives or self._lives[role][1].over:
                await self._bury(role)
                await self.start(role)

    async def _bury(self, role: str) -> None:
        if role in self._lives:
            await self._lives.pop(role)[0].aclose()

    async def kill(self, role: str) -> None:
        await self._lives[role][1].kill()
        self.kills[role] += 1
        self.house.kills += role == "rest"  # only a sender leaves anything in doubt
        await self._bury(role)

    async def crash_database(self) -> None:
        """Whoever sends then may not be able to say in time what became of it."""
        await asyncio.to_thread(self.server.crash)
        self.crashes += 1
        self.house.kills += 1

    async def beat(self, db: Database, while_at: str) -> None:
        """As the house's; the database may be away."""
        for _ in range(40):
            try:
                await self.house.beat(db, while_at)
            except DBAPIError:
                await asyncio.sleep(0.25)
            else:
                return
        raise AssertionError(f"the database stays away; {self.house.log()}")

    async def settle(self, db: Database) -> Books:
        """Waits until everything is done, stops all in order, and reads the books.

        Raises:
            AssertionError: promises were broken; names them all, with the seed.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while not is_done(await read_books(db, self.house), self.house):
                    await self.keep_up()
                    await self.house.hurry(db)
                    await asyncio.sleep(0.3)
        codes = {role: await life.signal(signal.SIGTERM) for role, (_, life) in self._lives.items()}
        books = await read_books(db, self.house)
        found = list(faults(books, self.house))
        said = f"seed {self.house.seed}, kills {self.kills}, {self.crashes} crashes, {len(self.house.published)} posts"
        assert (found, set(codes.values())) == ([], {0}), "\n".join([said, str(codes), *found[:40], self.house.log()])
        return books

    async def close(self) -> None:
        for role in list(self._lives):
            await self._bury(role)


@asynccontextmanager
async def company(house: House, server: Server, roles: Mapping[str, Sequence[str]] = FIVE) -> AsyncIterator[Company]:
    """A second account joins, and is in charge of one of the channels."""
    account = house.telegram.add_account()
    import_string(house.folder / "var/sessions", "spare", house.telegram.session_string(account))
    async with Database.open(house.url) as db:
        await db.write(_share)
    one = Company(house, server, roles)
    try:
        yield one
    finally:
        await one.close()


async def _share(conn: AsyncConnection) -> None:
    await conn.execute(update(watched).where(watched.c.handle == CHANNELS[0]).values(account="spare"))
