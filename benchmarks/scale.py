"""How fast posts become alerts, as a ratio to bare upserts of the same rows, and how that grows with subscriptions.

Collect -> match -> events -> alerts: the real stages, over real posts, with the shipped watchlist, in pages of 200. A
source hands pages out at once, so nothing is waited for. Bare: the rows of posts, revisions, links, events and alerts
that our run left, upserted by SQLAlchemy alone in pages of the same size (`benchmarks.scale_bare`). The two take turns
on fresh databases; a ratio is of two runs side by side, and the median counts. In our time, and not in the bare one, is
what else a post costs: the matcher, full-text search, sketches, chains of hashes, cursors, ledgers, deliveries, and
the messages that are rendered.

Growth: the same posts and the same few who hear of them, among 1,000, 10,000 and 100,000 subscriptions (see
`benchmarks.scale_worlds`); after that, what each alert costs where one post concerns 10,000 followers. Matchers: the
same posts by one, two and four processes of `seinpost run --only match` on PostgreSQL.

PostgreSQL is the tests' own, which waits for no disk. Without it, that part is passed over.

    SEINPOST_DATA=... python -m benchmarks.scale [--posts 4000] [--rounds 3] [--subscriptions 1000 10000 100000]
        [--parts rate growth followers matchers] [--databases sqlite postgresql]
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.scale_bare import TABLES, rows_of, upserted
from benchmarks.scale_matchers import matched
from benchmarks.scale_runs import STAGES, Run, matcher_alone, ours
from benchmarks.scale_worlds import Stretch, Target, audience, stretches, words_of
from bot import logs, stages
from bot.following.expressions import Expression, Named
from bot.watchlist import load
from bot.watchlist.compiled import compiled
from matcher.catalogue import Catalogue
from matcher.match import match
from matcher.reading import Setting
from storage.database import Connection, Database
from storage.model import Post
from storage.tables import links
from tests import postgres

RATE_GOAL, GROWTH_GOAL, SPEED_UP_GOAL = 0.5, 2.0, 2.5
PAGE = stages.PAGE
POPULAR = 10_000
MATCHERS, MANY = (1, 2, 4), 5
WATCHLIST = Path(__file__).parents[1] / "config" / "watchlist"


@dataclass(frozen=True, slots=True)
class Bench:
    """What all parts share. `told_of`: what the posts are about, the most frequent first. `fresh` makes a database."""

    catalogue: Catalogue
    pages: Sequence[Stretch]
    many: Sequence[Stretch]
    rare: Sequence[str]
    rounds: int
    fresh: Callable[[str], str]
    told_of: Sequence[Target] = ()

    def followed(self, size: int) -> Sequence[Expression]:
        return audience(size, self.catalogue.watchlist, self.pages, self.told_of, self.rare)

    async def run(self, followed: Sequence[Expression]) -> Run:
        return await ours(self.fresh("sqlite"), self.catalogue, self.pages, followed)


async def rate(bench: Bench, database: str) -> None:
    """Ours beside the bare rows."""
    followed, ratios, without = bench.followed(1000), list[float](), list[float]()
    print(f"\n{database}: 1,000 subscriptions, {PAGE} posts a page")
    print(
        f"ours, posts/s | bare, posts/s | ratio | without the matcher | us a post: {', '.join(STAGES)} (matcher alone)"
    )
    for _ in range(bench.rounds):
        url = bench.fresh(database)
        run = await ours(url, bench.catalogue, bench.pages, followed)
        async with Database.open(url) as db:
            rows = await db.read(rows_of)
        bare, matcher = await upserted(bench.fresh(database), rows, PAGE), matcher_alone(bench.catalogue, bench.pages)
        ratios.append(bare / run.seconds)
        without.append(bare / (run.seconds - matcher))
        rates = (
            f"{run.posts / run.seconds:13,.0f} | {run.posts / bare:13,.0f} | {ratios[-1]:5.3f} | {without[-1]:19.3f}"
        )
        spread = ", ".join(f"{run.each(stage):.0f}" for stage in STAGES)
        print(f"{rates} | {spread} ({1e6 * matcher / run.posts:.0f})")
    print("rows: " + ", ".join(f"{len(rows[table]):,} {table.name}" for table in TABLES))
    print(
        f"median ratio {statistics.median(ratios):.3f} (goal >= {RATE_GOAL}), without {statistics.median(without):.3f}"
    )


async def growth(bench: Bench, sizes: Sequence[int]) -> None:
    """The same posts among more and more subscriptions, in turns; and the same where nobody hears of them."""
    everybody = {size: bench.followed(size) for size in sizes}
    unheard = {size: [one for one in everybody[size] if not isinstance(one, Named)] for size in sizes}
    runs: dict[int, list[tuple[Run, Run]]] = {size: [] for size in sizes}
    for _ in range(bench.rounds):
        for size in sizes:
            runs[size].append((await bench.run(everybody[size]), await bench.run(unheard[size])))
    first = statistics.median(run.seconds for run, _ in runs[sizes[0]])
    print("\nsubscriptions | us a post | growth | alerts' stage | alerts a post | if nobody hears: alerts' stage")
    for size in sizes:
        seconds = statistics.median(run.seconds for run, _ in runs[size])
        deciding, passing = (
            statistics.median(run.each("alerts") for run in of) for of in zip(*runs[size], strict=True)
        )
        run, nobody = runs[size][0]
        assert nobody.alerts == 0, nobody.alerts
        told = f"{run.alerts / run.posts:13.2f} | {passing:18,.0f} ({len(unheard[size]):,})"
        print(f"{size:13,} | {1e6 * seconds / run.posts:9,.0f} | {seconds / first:5.2f}x | {deciding:13,.0f} | {told}")
    print(f"growth: goal at most {GROWTH_GOAL:.0f}x from 1,000 to 100,000")


async def followers(bench: Bench, number: int) -> None:
    """One post that concerns so many chats."""
    target = bench.told_of[0]
    one = next(_alone(page, post) for page in bench.pages for post in page[1] if target in _found(bench, page, post))
    run = await ours(bench.fresh("sqlite"), bench.catalogue, [one], [Named(*target)] * number, a_chat=1)
    each = run.each("alerts") / run.alerts
    print(f"\na post with {number:,} followers: {each:,.0f} us for each of {run.alerts:,} alerts")


async def matchers(bench: Bench, cache: Path) -> None:
    """The same posts, several times as many, by more and more processes."""
    spent: dict[int, list[float]] = {number: [] for number in MATCHERS}
    posts = sum(len(some) for _, some in bench.many)
    for _ in range(bench.rounds):
        for number in MATCHERS:
            spent[number].append(await matched(bench.fresh, bench.many, number, WATCHLIST, cache))
    print(f"\nmatchers on PostgreSQL, {posts:,} posts, {os.cpu_count()} cores\nprocesses | posts/s | speed-up, median")
    for number in MATCHERS:
        ratios = [one / some for one, some in zip(spent[1], spent[number], strict=True)]
        print(f"{number:9} | {posts / statistics.median(spent[number]):7,.0f} | {statistics.median(ratios):.2f}x")
    print(f"goal: {SPEED_UP_GOAL}x by four processes on four cores")


def _alone(page: Stretch, post: Post) -> Stretch:
    return page[0], (post,)


def _found(bench: Bench, page: Stretch, post: Post) -> set[Target]:
    setting = Setting(post.published_at, page[0].username, None)
    return {(link.kind, link.target) for link in match(post.text, setting, bench.catalogue).links if link.certain}


async def about(bench: Bench) -> list[Target]:
    """What is found in the posts for certain, the most frequent first."""
    url = bench.fresh("sqlite")
    await ours(url, bench.catalogue, bench.pages, [])
    found = select(links.c.kind, links.c.target).where(links.c.certain).group_by(links.c.kind, links.c.target)

    async def ask(conn: Connection) -> list[Target]:
        rows = await conn.execute(found.order_by(func.count().desc(), links.c.target))
        return [(row.kind, row.target) for row in rows]

    async with Database.open(url) as db:
        return await db.read(ask)


# --- the run ----------------------------------------------------------------------------------------------------------


async def measure(asked: argparse.Namespace, bench: Bench, cache: Path) -> None:
    if set(asked.parts) != {"matchers"}:
        bench = replace(bench, told_of=await about(bench))  # and all that is slow only once is over
    if "rate" in asked.parts:
        for database in asked.databases:
            await rate(bench, database)
    if "growth" in asked.parts:
        await growth(bench, asked.subscriptions)
    if "followers" in asked.parts:
        await followers(bench, POPULAR)
    if "matchers" in asked.parts and "postgresql" in asked.databases:
        await matchers(bench, cache)


@contextmanager
def databases(asked: Sequence[str]) -> Iterator[Callable[[str], str]]:
    """Makes databases with nothing in them, of either kind, that are gone at the end."""
    numbers = count(1)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(postgres.running()) if "postgresql" in asked else None

        def fresh(kind: str) -> str:
            name = f"scale_{next(numbers)}"
            if kind == "sqlite" or server is None:
                return f"sqlite:///{folder}/{name}.db"
            server.run(f"CREATE DATABASE {name}")
            return server.url(name)

        yield fresh


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--subscriptions", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--parts", nargs="+", default=["rate", "growth", "followers", "matchers"])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    asked = parser.parse_args()
    data = Path(os.environ.get("SEINPOST_DATA", ""))
    if not (data / "data" / "posts").is_dir():
        sys.exit("scale: no posts. Set SEINPOST_DATA to the folder that holds data/posts/.")
    logs.configure("error", json_lines=False)
    with databases(asked.databases) as fresh, tempfile.TemporaryDirectory() as cache:
        catalogue = compiled(load(WATCHLIST), Path(cache))
        many = stretches(data, MANY * asked.posts, PAGE) if "matchers" in asked.parts else []
        bench = Bench(catalogue, stretches(data, asked.posts, PAGE), many, words_of(data), asked.rounds, fresh)
        asyncio.run(measure(asked, bench, Path(cache)))


if __name__ == "__main__":
    main()
