"""A thousand kills: `make chaos`. Houses of some kills each, several at a time, on SQLite and on PostgreSQL.

Half of the kills come at random moments, half where the code names a point. Each house has a seed of its own, drawn
from the run's, and a line in the record: a run that was cut off goes on with the houses that it has not written down.
What happens between the kills is the house's matter, and what is counted the toll's.
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from storage.database import Database
from storage.migrating import migrate
from tests import postgres
from tests.botapi.server import LoopbackBotApi
from tests.faults.house import House
from tests.faults.ledger import until_done
from tests.faults.living import Warm, warm
from tests.faults.points import MIGRATING, RARE, named
from tests.faults.toll import Toll, in_flight, listed
from tests.telegram.loopback import LoopbackTelegram

KILLS = 20
"""Of each house."""

LONGEST = 2.0
"""Seconds that a program lives at most; it is at work after about one."""

Row = dict[str, Any]

BEAT = 0.6
"""Seconds between the moments at which something happens."""

_house_keeping = ExitStack()
_warm: list[Warm] = []


@dataclass(frozen=True, slots=True)
class Task:
    """A house to be broken. `server`: where PostgreSQL listens, None: SQLite."""

    database: str
    seed: int
    number: int
    server: Path | None


def main() -> None:
    given = _arguments()
    done = [row["house"] for row in _recorded(given.record) if row["seed"] == given.seed]
    with ExitStack() as stack:
        left = [one for one in _tasks(given, stack) if [one.database, one.number] not in done]
        with ProcessPoolExecutor(given.at_once) as pool:
            for ended in as_completed([pool.submit(_break, one) for one in left]):
                _record(given, ended.result())
    _print(given.seed, [row for row in _recorded(given.record) if row["seed"] == given.seed])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="on each database")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=3, help="houses at a time")
    parser.add_argument("--record", type=Path, default=Path("var/chaos.jsonl"))
    return parser.parse_args()


def _tasks(given: argparse.Namespace, stack: ExitStack) -> Iterator[Task]:
    """In turns, so that a run that is cut off has seen as many of each."""
    server: postgres.Server | None = None
    if "postgres" in given.databases:
        server = stack.enter_context(postgres.running())
        server.run("CREATE DATABASE seinpost_empty")
        migrate(make_url(server.url("seinpost_empty")))
    for number in range(given.kills // KILLS):
        for database in given.databases:
            folder = server.folder if server is not None and database == "postgres" else None
            yield Task(database, given.seed * 1_000_000 + number, number, folder)


def _break(task: Task) -> Row:
    """In a process of its own, which keeps a warm program for its next houses."""
    with tempfile.TemporaryDirectory(prefix="seinpost-chaos-") as folder:
        if not _warm:
            _warm.append(_house_keeping.enter_context(warm()))
        toll = asyncio.run(_live_through(task, Path(folder), _warm[0]))
    return {"house": [task.database, task.number], "drawn": task.seed, **toll.as_row()}


async def _live_through(task: Task, folder: Path, loaded: Warm) -> Toll:
    toll = Toll()
    async with LoopbackTelegram() as telegram, LoopbackBotApi() as api:
        house = House(folder / "house", telegram, api, _url(task, folder), loaded, task.seed)
        try:
            await house.prepare()
            async with Database.open(house.url) as db:
                for _ in range(KILLS):
                    await _kill(house, db, toll)
                async with house.life() as life:
                    toll.read_off(await until_done(db, house, life), house)
                    toll.listed = await listed(house)
        except Exception as error:  # noqa: BLE001 - the run goes on; the record names it
            toll.houses, toll.kills = 1, house.kills
            toll.wrong.append(f"{type(error).__name__}: {error}")
        if toll.wrong:
            toll.wrong.append(house.log())
    return toll


def _url(task: Task, folder: Path) -> str:
    if task.server is None:
        url = f"sqlite:///{folder / 'house.db'}"
        migrate(make_url(url))
        return url
    server, name = postgres.Server(task.server), f"house_{task.number}"
    server.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    server.run(f"CREATE DATABASE {name} TEMPLATE seinpost_empty")
    return server.url(name)


async def _kill(house: House, db: Database, toll: Toll) -> None:
    """Something happens every moment; the end may come before anything was read, or amid it all."""
    points = sorted({point for point in named() if not point.startswith(MIGRATING)})
    point = house.chance.choice(points) if house.chance.random() < 0.5 else ""
    until = LONGEST if point else house.chance.uniform(0.3, LONGEST)
    count = 1 if point in RARE else house.chance.randrange(1, 4)
    async with house.life(f"{point}:{count}" if point else "") as life:
        while until > 0 and not life.over:
            await house.beat(db, point or "some time")
            await life.goes_on(min(until, BEAT))
            until -= BEAT
        if life.over:
            assert point, f"it ended by itself with {life.code}\n{house.log()}"
            toll.at_points += 1
            toll.points[point] = toll.points.get(point, 0) + 1
        await life.kill()
    toll.in_flight += await db.read(in_flight)


def _recorded(record: Path) -> list[Row]:
    return [json.loads(line) for line in record.read_text().splitlines()] if record.exists() else []


def _record(given: argparse.Namespace, row: Row) -> None:
    given.record.parent.mkdir(parents=True, exist_ok=True)
    with given.record.open("a") as file:
        file.write(json.dumps({"seed": given.seed, **row}) + "\n")


def _print(seed: int, rows: Sequence[Row]) -> None:
    databases = sorted({row["house"][0] for row in rows}, reverse=True)
    sums = [Toll.sum_of(_toll(row) for row in rows if row["house"][0] == one) for one in databases]
    print(f"Of {date.today()}, seed {seed}.\n")  # noqa: DTZ011, T201 - a script prints, for people
    for cells in (["", *databases], ["---"] * (len(sums) + 1), *_lines(sums)):
        print(f"| {' | '.join(map(str, cells))} |")  # noqa: T201
    for wrong in [wrong for one in sums for wrong in one.wrong][:200]:
        print("\n" + wrong)  # noqa: T201


def _toll(row: Row) -> Toll:
    return Toll(**{name: value for name, value in row.items() if name not in {"seed", "house", "drawn"}})


def _lines(sums: Sequence[Toll]) -> Iterator[list[object]]:
    for what, of in LINES.items():
        yield [what, *(of(one) for one in sums)]


LINES: Mapping[str, Callable[[Toll], object]] = {
    "houses": lambda toll: toll.houses,
    "SIGKILLs": lambda toll: toll.kills,
    "of these at a named point (so many points)": lambda toll: f"{toll.at_points} ({len(toll.points)})",
    "posts, edits, deletions": lambda toll: f"{toll.posts}, {toll.edits}, {toll.deletions}",
    "alerts of these that two chats should have": lambda toll: toll.wanted,
    "that arrived": lambda toll: toll.arrived,
    "digests, messages that grew, other messages that arrived": lambda toll: (
        f"{toll.digests}, {toll.updates}, {toll.others}"
    ),
    "groups that joined, earlier revisions that got their links": lambda toll: f"{toll.joined}, {toll.relinked}",
    "posts and messages past their time, posts of these that were taken away": lambda toll: (
        f"{toll.recalled}, {toll.purged}"
    ),
    "lost": lambda toll: toll.lost,
    "twice": lambda toll: toll.twice,
    "being sent at the kills": lambda toll: toll.in_flight,
    "in doubt": lambda toll: toll.uncertain,
    "of these told to their readers": lambda toll: toll.told,
    "of these in private chats, counted there by /status": lambda toll: f"{toll.private}, {toll.listed}",
    "other promises that were not kept": lambda toll: sum("\n" not in wrong for wrong in toll.wrong),
}


if __name__ == "__main__":
    main()
