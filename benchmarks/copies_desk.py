"""A database that goes through the live path of copies (store, sketch, trace), and the posts that fill it."""

import gzip
import itertools
import json
import math
import os
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot import copying
from storage import copies, links, posts
from storage.database import Connection, Database
from storage.model import Channel, Found, Post, Revision
from storage.statements import pages

PAGE = 200
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the data: a post of a channel."""

    channel: str
    at: datetime
    text: str


def lines(*path: str) -> list[dict[str, Any]]:
    with gzip.open(Path(os.environ["SEINPOST_DATA"], "data", *path), "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def real_posts(*names: str) -> list[Row]:
    found = [line for name in names for line in lines("posts", f"{name}.jsonl.gz")]
    return [Row(one["channel"], datetime.fromisoformat(one["date"]), one["text"]) for one in found if one["text"]]


def share(part: int, whole: int) -> str:
    """A share with its 95 % interval after Wilson."""
    if not whole:
        return "none"
    p, z = part / whole, 1.96
    middle = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return f"{p:7.2%} [{middle - half:.2%}, {middle + half:.2%}] ({part:,} of {whole:,})"


# --- the live path ----------------------------------------------------------------------------------------------------


class Desk:
    """A database of its own. Posts are stored under the numbers that it gives their channels and themselves."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._channels: dict[str, int] = {}
        self._post_ids = itertools.count(1)

    async def store(self, rows: Sequence[Row]) -> list[int]:
        """Stores and sketches them as the stages do, a page at a time; the ids of their revisions."""
        keys = [(self._channels.setdefault(row.channel, len(self._channels) + 1), next(self._post_ids)) for row in rows]
        by_channel: defaultdict[int, list[Post]] = defaultdict(list)
        for (channel_id, post_id), row in zip(keys, rows, strict=True):
            by_channel[channel_id].append(Post(channel_id, post_id, row.at, row.text))
        for channel_id, own in by_channel.items():
            channel = Channel(channel_id, None, "")
            await self.db.write(posts.save, channel, own, own[-1].post_id, own[-1].published_at, backlog=True)
        ids: dict[tuple[int, int], int] = {}
        while waiting := await self.db.read(posts.unmatched, PAGE):
            ids |= {(one.post.channel_id, one.post.post_id): one.id for one in waiting}
            await self.db.write(sketch_page, waiting)
        return [ids[key] for key in keys]

    async def trace(self, ids: Sequence[int]) -> list[int | None]:
        """The original that is found for each of these revisions, a page at a time."""
        found: list[int | None] = []
        for page in pages(ids, PAGE):
            waiting = [one for id_ in page if (one := await self.db.read(posts.revision, id_))]
            await self.db.write(trace_page, waiting)
            originals = [await self.db.read(copies.original, id_) for id_ in page]
            found += [copy.of if copy else None for copy in originals]
        return found


async def trace_page(conn: Connection, waiting: Sequence[Revision]) -> None:
    await copying.keep(conn, await copying.trace(conn, [(one, ()) for one in waiting]))


async def sketch_page(conn: Connection, waiting: Sequence[Revision]) -> None:
    known = await copying.closings_of(conn, {one.post.channel_id for one in waiting})
    await copies.sketch(conn, {one.id: copying.sketch_of(one, known) for one in waiting})
    await links.save_page(conn, {one.id: Found("und", ()) for one in waiting}, "benchmark", waiting[0].seen_at)


@asynccontextmanager
async def desk() -> AsyncIterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        async with Database.open(f"sqlite:///{folder}/copies.db") as db:
            yield Desk(db)
