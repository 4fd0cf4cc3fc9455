"""The posts that can be searched, as they are now: putting them there, and finding them. What a reader's question means
is read elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Insert, Select, Text, bindparam, cast, column, func, literal, select, table
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.model import Revision
from storage.patience import within
from storage.revising import whole
from storage.rows import revision_of
from storage.statements import execute_many, insert_for
from storage.tables import channels, revisions, searched
from storage.terms import Search, first_key, folded, for_postgres, for_sqlite, fts5, key_of, tsquery

PATIENCE = 3.0
"""Seconds that a search may take."""

COUNTED = 1000
"""So many hits are counted; beyond them it is only known that there are more."""

_FULL_TEXT = table("post_words", column("rowid", BigInteger()), column("post_words", Text()))


@dataclass(frozen=True, slots=True)
class Hits:
    """Some of what was found, newest first. `count` goes to `COUNTED` + 1. `newest` is the number of the first of all:
    with it the next page is one of the same list, also when newer posts have come in."""

    revisions: tuple[Revision, ...]
    count: int
    newest: int | None


@dataclass(frozen=True, slots=True)
class Findable:
    """What is stored of a post, so that it can be found: its number, and its newest revision with the words of that."""

    number: int
    revision_id: int
    channel_id: int
    lang: str | None
    words: tuple[str, ...]


def findable(revision: Revision, lang: str | None) -> Findable:
    """Pure, and as slow as the post is long."""
    post = revision.post
    number = key_of(post.published_at, post.channel_id, post.post_id)
    return Findable(number, revision.id, post.channel_id, lang, folded(post.text))


async def put(conn: AsyncConnection, these: Sequence[Findable]) -> None:
    """Makes posts findable by what they say now; an older revision never takes a newer one's place."""
    await execute_many(conn, upsert(conn.dialect.name), rows_of(conn.dialect.name, these))


def rows_of(dialect: str, these: Iterable[Findable]) -> list[dict[str, Any]]:
    """What `upsert` is given."""
    spelled = for_postgres if dialect == "postgresql" else for_sqlite
    return [
        {"key": one.number, "of": one.revision_id, "said": spelled(one.words, one.channel_id, one.lang)}
        for one in these
    ]


@cache
def upsert(dialect: str) -> Insert:
    """The statement that makes a post findable, with the parameters `key`, `of` and `said`."""
    given = bindparam("said", type_=Text())
    stored = cast(given, TSVECTOR) if dialect == "postgresql" else given
    statement = insert_for(dialect, searched).values(number=bindparam("key"), revision_id=bindparam("of"), words=stored)
    newer = {"revision_id": statement.excluded.revision_id, "words": statement.excluded.words}
    older = searched.c.revision_id <= statement.excluded.revision_id
    return statement.on_conflict_do_update(index_elements=["number"], set_=newer, where=older)


async def find(
    conn: AsyncConnection,
    search: Search,
    limit: int,
    *,
    offset: int = 0,
    newest: int | None = None,
    patience: float = PATIENCE,
) -> Hits:
    """A page of the posts that say what is searched for, the newest first. `newest`: of an earlier page's `Hits`.

    Raises:
        TookTooLong: it took more than `patience`.
    """
    numbers = _numbers(search, conn.dialect.name, newest)
    async with within(conn, patience):
        found = list(await conn.scalars(numbers.limit(COUNTED + 1)))
    shown = found[offset : offset + limit]
    if not shown:
        return Hits((), len(found), found[0] if found else None)
    page = whole().join(searched, searched.c.revision_id == revisions.c.id).where(searched.c.number.in_(shown))
    rows = await conn.execute(page.order_by(searched.c.number.desc()))
    return Hits(tuple(revision_of(row) for row in rows), len(found), found[0] if found else None)


def _numbers(search: Search, dialect: str, newest: int | None) -> Select[int]:
    since = 0 if search.since is None else first_key(search.since)
    until = (1 << 63) - 1 if newest is None else newest
    if dialect == "sqlite":
        number = _FULL_TEXT.c.rowid
        found = select(number).where(_FULL_TEXT.c.post_words.op("MATCH")(fts5(search)))
        return found.where(number >= since, number <= until).order_by(number.desc())
    # Materialized: else it may walk all posts from the newest on, instead of the few that match
    asked = cast(literal(tsquery(search), Text()), TSQUERY)
    matching = select(searched.c.number).where(searched.c.words.op("@@")(asked))
    few = matching.where(searched.c.number >= since, searched.c.number <= until).cte("found")
    few = few.prefix_with("MATERIALIZED", dialect="postgresql")
    return select(few.c.number).order_by(few.c.number.desc())


async def channel_called(conn: AsyncConnection, username: str) -> int | None:
    """The stored channel that bears this name now."""
    called = select(func.max(channels.c.channel_id)).where(channels.c.handle == username.lower())
    found: int | None = await conn.scalar(called)
    return found
