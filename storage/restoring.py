"""Revisions that were exported from a database, put back into this one or another, with the times that they had.

What is stored stands: of a post that both know, only what was seen later and says something else is added. So restoring
twice, or in any pages, ends in the same. Whoever was told of these posts was told where they come from: all is backlog.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import channels, revising
from storage.albums import Reading, content_hash, split
from storage.model import Cause, Channel, Media, Revision
from storage.posts import write_parts
from storage.revising import Fresh, said_at
from storage.rows import media_of
from storage.statements import pages
from storage.tables import posts
from storage.tables import revisions as table


@dataclass(frozen=True, slots=True)
class State:
    """What tells two revisions of a post apart: what it says, of which messages it consists, which files hang on it
    (as far as their numbers are known), whether it is gone."""

    content_hash: str
    parts: tuple[int, ...]
    files: tuple[str | None, ...]
    deleted: bool

    def differs(self, before: "State") -> bool:
        """Whether a reader calls it another one."""
        if (self.content_hash, self.parts, self.deleted) != (before.content_hash, before.parts, before.deleted):
            return True
        return any(new and old and new != old for new, old in zip(self.files, before.files, strict=False))


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest revision of a stored post."""

    number: int
    seen_at: datetime
    state: State


async def restore(conn: AsyncConnection, channel: Channel, given: Sequence[Revision]) -> int:
    """Stores what is new of these revisions of one channel, and returns how many that made.

    `number` 0 stands for a post's newest state without its history. The name and title of a stored channel stay.
    """
    last_post_at = max((revision.post.published_at for revision in given), default=None)
    known = await channels.get(conn, channel.channel_id)
    await channels.put(conn, known or channel, last_post_at=last_post_at)
    stored = await _newest(conn, channel.channel_id, sorted({revision.post.post_id for revision in given}))
    added = missing(given, stored)
    for seen_at, group in groupby(sorted(added, key=lambda one: one.seen_at), key=lambda one: one.seen_at):
        await revising.write(conn, [_fresh(revision) for revision in group], seen_at)
    await write_parts(conn, [_album(revision) for revision in added if revision.post.album_id])
    return len(added)


def missing(given: Sequence[Revision], stored: Mapping[int, Newest]) -> list[Revision]:
    """Those that are to be added, with the numbers that they get."""
    newest = dict(stored)
    added = []
    for revision in sorted(given, key=lambda one: (one.post.post_id, one.number, one.seen_at)):
        for one in _with_its_past(revision, newest.get(revision.post.post_id)):
            before = newest.get(one.post.post_id)
            if before is None or (_is_later(one, before) and state_of(one).differs(before.state)):
                numbered = replace(one, number=before.number + 1 if before else 1, cause=_cause(one, before))
                newest[one.post.post_id] = Newest(numbered.number, one.seen_at, state_of(one))
                added.append(numbered)
    return added


def state_of(revision: Revision) -> State:
    """See `State`."""
    post = revision.post
    return State(content_hash(post), post.parts, _files(post.media), revision.cause is Cause.DELETED)


def _files(media: Iterable[Media]) -> tuple[str | None, ...]:
    return tuple(item.file for item in media)


def _with_its_past(revision: Revision, before: Newest | None) -> tuple[Revision, ...]:
    """What was deleted had been there: a post known only as deleted gets a first revision all the same."""
    if before is None and revision.cause is Cause.DELETED:
        return replace(revision, number=1, cause=Cause.FIRST), replace(revision, number=max(revision.number, 2))
    return (revision,)


def _is_later(revision: Revision, before: Newest) -> bool:
    if revision.number == 0:
        return revision.seen_at > before.seen_at
    return revision.number > before.number and revision.seen_at >= before.seen_at


def _cause(revision: Revision, before: Newest | None) -> Cause:
    if before is None:
        return Cause.FIRST
    return Cause.EDITED if revision.cause is Cause.FIRST else revision.cause


async def _newest(conn: AsyncConnection, channel_id: int, post_ids: Sequence[int]) -> dict[int, Newest]:
    told = (table.c.content_hash, table.c.parts, table.c.media, table.c.cause)
    newest = select(table.c.post_id, table.c.number, table.c.seen_at, *told).join(posts, revising.IS_NEWEST)
    found = {}
    for page in pages(post_ids):
        for row in await conn.execute(newest.where(posts.c.channel_id == channel_id, posts.c.post_id.in_(page))):
            files = _files(media_of(row.media))
            state = State(row.content_hash, tuple(row.parts), files, row.cause is Cause.DELETED)
            found[row.post_id] = Newest(row.number, row.seen_at, state)
    return found


def _fresh(revision: Revision) -> Fresh:
    post, cause = revision.post, revision.cause
    when = said_at(post, cause, revision.seen_at)
    return Fresh(post, revision.number, cause, when, backlog=True)


def _album(revision: Revision) -> Reading:
    return Reading(revision.post, split(revision.post))
