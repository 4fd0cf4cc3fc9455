"""Each channel's hash chain as rows: a link for every revision, written with it, and the head of each chain.

What is hashed, and how, is `chaining`'s matter. A link that is written is never changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Insert, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chaining import beginning, digests, linked
from storage.statements import insert_for, insert_page
from storage.tables import chain_links, chains


@dataclass(frozen=True, slots=True)
class Head:
    """Where a channel's chain stands: how many links it has, and the last of them."""

    channel_id: int
    length: int
    link: bytes


async def extend(conn: AsyncConnection, columns: Mapping[str, Sequence[Any]]) -> None:
    """Adds revisions, as the columns that are written of them, to the chains of their channels, in their order."""
    contents = digests(columns)
    posts = list(zip(columns["channel_id"], columns["post_id"], columns["number"], contents, strict=True))
    for channel_id in dict.fromkeys(columns["channel_id"]):
        mine = [post for post in posts if post[0] == channel_id]
        before = await _head_to_extend(conn, channel_id)
        links = linked(before.link, [content for *_, content in mine])
        length = before.length + len(mine)
        rows = {
            "channel_id": [channel_id] * len(mine),
            "place": range(before.length + 1, length + 1),
            "post_id": [post_id for _, post_id, *_ in mine],
            "number": [number for _, _, number, _ in mine],
            "link": links,
        }
        await insert_page(conn, _INSERT, rows)
        head = {"channel_id": channel_id, "length": length, "link": links[-1]}
        await conn.execute(_newest_head(conn.dialect.name), head)


_INSERT = insert(chain_links)
_HEAD = select(chains.c.length, chains.c.link).where(chains.c.channel_id == bindparam("channel")).with_for_update()


async def _head_to_extend(conn: AsyncConnection, channel_id: int) -> Head:
    """Locked, so that on PostgreSQL two writers don't make the chain fork. The first writer has locked the channel."""
    row = (await conn.execute(_HEAD, {"channel": channel_id})).one_or_none()
    return Head(channel_id, 0, beginning(channel_id)) if row is None else Head(channel_id, row.length, row.link)


@cache
def _newest_head(dialect: str) -> Insert:
    statement = insert_for(dialect, chains)
    newest = {"length": statement.excluded.length, "link": statement.excluded.link}
    return statement.on_conflict_do_update(index_elements=["channel_id"], set_=newest)


async def heads(conn: AsyncConnection) -> list[Head]:
    """All chains, by channel."""
    rows = await conn.execute(select(chains).order_by(chains.c.channel_id))
    return [Head(row.channel_id, row.length, row.link) for row in rows]
