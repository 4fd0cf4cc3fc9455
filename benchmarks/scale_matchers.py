"""How much faster several processes of `seinpost run --only match` are than one, on PostgreSQL, for `benchmarks.scale`.

The posts are stored, but not for the matcher yet; when all processes are awake they are handed over in one statement,
and it is timed until none waits. The first look of each process may be a second late: that is counted.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import func, select, update

from benchmarks.scale_worlds import START, Stretch
from storage import posts
from storage.database import Connection, Database
from storage.tables import Stage, revisions
from storage.wakeups import announce

LOOK = 0.02
"""Seconds between two looks at what waits."""


async def matched(
    fresh: Callable[[str], str], pages: Sequence[Stretch], number: int, watchlist: Path, cache: Path
) -> float:
    """Seconds that so many processes need for all these posts."""
    url = fresh("postgresql")
    async with Database.open(url) as db:
        for origin, some in pages:
            await db.write(posts.save, origin, some, some[-1].post_id, START, backlog=False)
        await db.write(_hand_over, None)
        settings = {"DATABASE_URL": url, "CONFIG": str(watchlist.parent), "CACHE": str(cache), "HEALTH__PORT": "0"}
        async with _awake(settings, cache, number):
            began = time.perf_counter()
            await db.write(_hand_over, Stage.MATCH)
            while await db.read(_waiting):  # noqa: ASYNC110 - other processes can set no event of ours
                await asyncio.sleep(LOOK)
            return time.perf_counter() - began


@asynccontextmanager
async def _awake(settings: dict[str, str], folder: Path, number: int) -> AsyncIterator[None]:
    """So many matchers, all of which have read their watchlist."""
    root = str(Path(__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": root, **{f"SEINPOST_{name}": value for name, value in settings.items()}}
    command = [sys.executable, "-u", "-m", "bot", "run", "--only", "match"]
    piped = asyncio.subprocess.PIPE
    processes = [
        await asyncio.create_subprocess_exec(*command, cwd=folder, env=environment, stdout=piped, stderr=piped)
        for _ in range(number)
    ]
    try:
        for process in processes:
            await _until_awake(process)
        yield
    finally:
        for process in processes:
            if process.returncode is None:
                process.terminate()
        for process in processes:
            await process.communicate()


async def _until_awake(process: asyncio.subprocess.Process) -> None:
    assert process.stdout is not None
    while line := await process.stdout.readline():
        if b"is awake" in line:
            return
    assert process.stderr is not None
    sys.exit(f"scale: a matcher did not start: {(await process.stderr.read()).decode()[-500:]}")


async def _hand_over(conn: Connection, stage: Stage | None) -> None:
    await conn.execute(update(revisions).values(stage=stage))
    if stage:
        announce(conn, stage.value)


async def _waiting(conn: Connection) -> int:
    return await conn.scalar(select(func.count()).where(revisions.c.stage == Stage.MATCH)) or 0
