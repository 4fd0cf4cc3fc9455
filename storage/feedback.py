"""What people say of links: kept as labelled examples. Scored and written out elsewhere."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import links
from storage.model import Kind, Link, Revision
from storage.revising import whole
from storage.rows import AnyRow, revision_of
from storage.said import Feedback
from storage.statements import insert_into
from storage.tables import feedback, revisions

Judged = tuple[Revision, str, tuple[Link, ...], tuple[Feedback, ...]]
"""A revision, its language, its links as they are now, and what was said of them, oldest first."""


async def judge(conn: AsyncConnection, given: Feedback) -> None:
    """Keeps what a chat says of a link; a later word takes the place of its earlier one."""
    names = ("revision_id", "kind", "target", "judgement", "at", "chat_id", "editor")
    statement = insert_into(conn, feedback).values({name: getattr(given, name) for name in names})
    newest = {name: statement.excluded[name] for name in ("judgement", "at", "editor")}
    key = ["chat_id", "revision_id", "kind", "target"]
    await conn.execute(statement.on_conflict_do_update(index_elements=key, set_=newest))


async def withdraw(conn: AsyncConnection, chat_id: int, revision_id: int, kind: Kind, target: str) -> bool:
    """Takes back what a chat said; False if it had said nothing."""
    this = (feedback.c.revision_id == revision_id, feedback.c.kind == kind, feedback.c.target == target)
    return (await conn.execute(delete(feedback).where(feedback.c.chat_id == chat_id, *this))).rowcount == 1


async def of_chat(conn: AsyncConnection, chat_id: int, revision_id: int) -> list[Feedback]:
    """What a chat said of a revision's links, oldest first."""
    said = select(feedback).where(feedback.c.chat_id == chat_id, feedback.c.revision_id == revision_id)
    return [_feedback_of(row) for row in await conn.execute(said.order_by(feedback.c.id))]


async def page(conn: AsyncConnection, after: int, limit: int) -> list[Judged]:
    """The next revisions of which something was said, by id, after the revision `after`."""
    ids = select(feedback.c.revision_id).where(feedback.c.revision_id > after).distinct()
    chosen = list(await conn.scalars(ids.order_by(feedback.c.revision_id).limit(limit)))
    found = await links.of_page(conn, chosen)
    said = await _of_revisions(conn, chosen)
    rows = await conn.execute(whole().where(revisions.c.id.in_(chosen)).order_by(revisions.c.id))
    return [(revision_of(row), row.lang or "und", found.get(row.id, ()), said[row.id]) for row in rows]


async def _of_revisions(conn: AsyncConnection, revision_ids: Sequence[int]) -> dict[int, tuple[Feedback, ...]]:
    said: dict[int, tuple[Feedback, ...]] = {}
    these: Any = select(feedback).where(feedback.c.revision_id.in_(revision_ids)).order_by(feedback.c.id)
    for row in await conn.execute(these):
        said[row.revision_id] = (*said.get(row.revision_id, ()), _feedback_of(row))
    return said


def _feedback_of(row: AnyRow) -> Feedback:
    return Feedback(row.revision_id, row.kind, row.target, row.judgement, row.at, row.chat_id, row.editor, row.id)
