"""The photos and documents of posts that are to be hashed, and their hashes. Fetches nothing and decides nothing."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, or_, select, true, union
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.model import MediaHash
from storage.revising import is_first
from storage.rows import AnyRow, Json
from storage.statements import execute_many, insert_into, insert_new, pages
from storage.tables import HASHED, album_parts, media_hashes, revisions, watched

_FIELDS = tuple(column.name for column in media_hashes.columns if column.name != "file")
_KEY = ("channel_id", "message_id", "file")


async def queue(conn: AsyncConnection, channel_id: int, files: Sequence[MediaHash]) -> None:
    """Files of posts that are stored, those of the backlog left out; one that is known stays as it is."""
    live = await _live(conn, channel_id, [file.message_id for file in files]) if files else set()
    rows = [_row(file) for file in files if file.message_id in live]
    await execute_many(conn, insert_new(conn, media_hashes), rows)


async def _live(conn: AsyncConnection, channel_id: int, message_ids: Iterable[int]) -> set[int]:
    """Those of a channel's messages whose posts were not collected as backlog."""
    first = (revisions.c.channel_id == channel_id, is_first(), revisions.c.backlog.is_(False))
    found: set[int] = set()
    for page in pages(message_ids):
        posts = select(revisions.c.post_id).where(*first, revisions.c.post_id.in_(page))
        of_posts = (album_parts.c.channel_id == revisions.c.channel_id, album_parts.c.post_id == revisions.c.post_id)
        parts = select(album_parts.c.message_id).join(revisions, of_posts[0] & of_posts[1])
        parts = parts.where(*first, album_parts.c.channel_id == channel_id, album_parts.c.message_id.in_(page))
        found.update(await conn.scalars(union(posts, parts)))
    return found


async def due(
    conn: AsyncConnection, now: datetime, limit: int, *, read_by: Collection[str] | None = None
) -> list[MediaHash]:
    """What is to be hashed now of the channels that are watched, longest overdue first. `read_by`: of those that these
    accounts are in charge of; None: of all."""
    ours = true() if read_by is None else watched.c.account.in_(read_by)
    is_watched = exists().where(watched.c.channel_id == media_hashes.c.channel_id, ours)
    waiting = select(media_hashes).where(media_hashes.c.due_at <= now, is_watched)
    order = (media_hashes.c.due_at, media_hashes.c.channel_id, media_hashes.c.message_id)
    return [_hash_of(row) for row in await conn.execute(waiting.order_by(*order).limit(limit))]


async def same_file(conn: AsyncConnection, waiting: MediaHash) -> MediaHash | None:
    """The hashes of the same file where it was hashed before, such as in the channel that it was forwarded from."""
    if waiting.file is None:
        return None
    same = select(media_hashes).where(media_hashes.c.file == waiting.file, HASHED)
    row = (await conn.execute(same.where(media_hashes.c.kind == waiting.kind).limit(1))).one_or_none()
    return None if row is None else _hash_of(row)


async def settle(conn: AsyncConnection, before: MediaHash, after: MediaHash) -> None:
    """Puts what became of a file in its place; meanwhile its number may have become known, or be another one."""
    of_before = [media_hashes.c[name] == value for name, value in _row(before).items() if name in _KEY]
    await conn.execute(delete(media_hashes).where(*of_before))
    statement = insert_into(conn, media_hashes)
    newest = {name: statement.excluded[name] for name in _FIELDS if name not in _KEY}
    await execute_many(conn, statement.on_conflict_do_update(index_elements=_KEY, set_=newest), [_row(after)])


async def of(conn: AsyncConnection, channel_id: int, post_id: int) -> tuple[MediaHash, ...]:
    """A post's hashes by message, those of a file that was replaced before those of its successor.

    Photos and documents that have none are told too, with the reason.
    """
    of_album = (album_parts.c.channel_id == channel_id, album_parts.c.post_id == post_id)
    messages = or_(
        media_hashes.c.message_id == post_id,
        media_hashes.c.message_id.in_(select(album_parts.c.message_id).where(*of_album)),
    )
    rows = await conn.execute(
        select(media_hashes)
        .where(media_hashes.c.channel_id == channel_id, messages)
        .order_by(media_hashes.c.message_id, media_hashes.c.queued_at, media_hashes.c.file)
    )
    return tuple(_hash_of(row) for row in rows)


def _row(file: MediaHash) -> Json:
    return {"file": file.file or "", **{name: getattr(file, name) for name in _FIELDS}}


def _hash_of(row: AnyRow) -> MediaHash:
    return MediaHash(file=row.file or None, **{name: getattr(row, name) for name in _FIELDS})
