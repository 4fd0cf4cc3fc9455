"""How much a year of posts takes in a database, and in how many processes, for `benchmarks.planet`: from a sample.

Bytes are those of the whole database with its indexes: of one sample, less those of a sample half as large. PostgreSQL
keeps what rows were until it is vacuumed, and uses that room again later: its bytes are told as they are, and packed.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import create_engine, text

from benchmarks.polling_worlds import DAY, Times
from benchmarks.scale import PAGE, WATCHLIST, databases
from benchmarks.scale_runs import ours
from benchmarks.scale_worlds import Stretch, stretches
from bot.following.expressions import Named
from bot.watchlist import load
from bot.watchlist.compiled import compiled
from matcher.catalogue import Catalogue
from storage.database import Connection, Database
from storage.model import Kind

YEAR = 365.25
FOLLOWERS = 2000
_SIZE = {
    "sqlite": "SELECT (SELECT page_count FROM pragma_page_count()) * (SELECT page_size FROM pragma_page_size())",
    "postgresql": "SELECT pg_database_size(current_database())",
}


async def keeping(folder: Path, posts: int, a_day: float, times: Mapping[str, Times]) -> None:
    """`a_day`: posts of all channels."""
    needed = a_day / DAY * _busiest(times)
    print(f"\n== a year of {a_day:,.0f} posts a day, with words, links, events, sketches and chains")
    print("database           | bytes a post | a year  | a tenth | posts/s, one process here | asked for, busiest hour")
    with databases(list(_SIZE)) as fresh, tempfile.TemporaryDirectory() as cache:
        catalogue = compiled(load(WATCHLIST), Path(cache))
        pages = stretches(folder, posts, PAGE)
        for kind in _SIZE:
            sizes, rate = await _sampled(fresh, kind, catalogue, pages)
            for name, each in sizes.items():
                year = each * a_day * YEAR / 1e12
                print(
                    f"{name:18} | {each:12,.0f} | {year:4.1f} TB | {year / 10:4.2f} TB | {rate:25,.0f} | {needed:,.0f}"
                )
        (origin, some), *_ = pages
        heard = [Named(Kind.CHANNEL, str(origin.channel_id))] * FOLLOWERS
        run = await ours(fresh("sqlite"), catalogue, [(origin, some[:1])], heard, a_chat=1)
    print(f"alerts of one post: {run.alerts / run.by_stage['alerts']:,.0f} a second, one process, SQLite")


async def _sampled(
    fresh: Callable[[str], str], kind: str, catalogue: Catalogue, pages: Sequence[Stretch]
) -> tuple[dict[str, float], float]:
    """Bytes a post, and posts a second through all stages."""
    small, large = fresh(kind), fresh(kind)
    before = await ours(small, catalogue, pages[: len(pages) // 2], [])
    run = await ours(large, catalogue, pages, [])
    posts = run.posts - before.posts
    sizes = {kind: (await _bytes(large, kind) - await _bytes(small, kind)) / posts}
    if kind == "postgresql":
        _pack(small)
        _pack(large)
        sizes |= {f"{kind}, packed": (await _bytes(large, kind) - await _bytes(small, kind)) / posts}
    return sizes, run.posts / run.seconds


async def _bytes(url: str, kind: str) -> int:
    async def ask(conn: Connection) -> int:
        return int(await conn.scalar(text(_SIZE[kind])) or 0)

    async with Database.open(url) as db:
        return await db.read(ask)


def _pack(url: str) -> None:
    with create_engine(url, isolation_level="AUTOCOMMIT").connect() as conn:
        conn.execute(text("VACUUM FULL"))


def _busiest(times: Mapping[str, Times]) -> float:
    """How many times as much as the mean is published in the busiest hour of the day."""
    hours = [0] * 24
    for moments in times.values():
        for at in moments:
            hours[int(at % DAY // 3600)] += 1
    return max(hours) * 24 / sum(hours)
