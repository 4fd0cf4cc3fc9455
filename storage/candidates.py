"""Finding the stored texts that a page of posts may copy, or be copied by: few questions, however long the page.

They share numbers of their sketches, or all their letters, or a header names them. Whether one is a copy is judged
elsewhere (`matcher.copies`), and which of them is known to copy which is kept in `copies`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from heapq import nsmallest
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.albums import copy_hash
from storage.copies import COPY_SPAN
from storage.model import Forward, Kind, Post, Revision
from storage.revising import is_first, said_at
from storage.statements import pages
from storage.tables import album_parts, channels, links, revisions, sketches

SHARED = 2
"""Numbers that the sketches of two revisions have in common before it is worth a closer look."""

MOST = 30
"""Revisions looked at closely: those that share most."""

# An alias is made once: making one costs more than the question it is for.
_FIRST = revisions.alias("first_said")
_ASKED = revisions.alias("asked")
_MINE = sketches.alias("mine")

_Key = tuple[int, int]
"""A channel, and a post or message of it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored text that may be an original or a copy: the revision that says it, and the first one of its post."""

    revision_id: int
    first_id: int
    channel_id: int
    text: str
    said_at: datetime

    def near(self, revision: Revision) -> bool:
        """Whether another channel says it within `COPY_SPAN` of this revision, before or after."""
        return self.channel_id != revision.post.channel_id and abs(self.said_at - said(revision)) <= COPY_SPAN

    def earlier(self, revision: Revision) -> bool:
        """Said before it; of two said at once, stored before."""
        return (self.said_at, self.revision_id) < (said(revision), revision.id)


def said(revision: Revision) -> datetime:
    return said_at(revision.post, revision.cause, revision.seen_at)


async def alike(conn: AsyncConnection, page: Sequence[Revision]) -> dict[int, frozenset[int]]:
    """For each of these, the revisions of other channels, said within `COPY_SPAN` of it, that share words with it.

    They have `SHARED` numbers of its sketch, or all its letters and digits. A revision without such is left out.
    """
    found: defaultdict[int, set[int]] = defaultdict(set)
    for part in pages(page):
        for shared in (await _sharing(conn, part), await _same_letters(conn, part)):
            for revision_id, ranked in shared.items():
                found[revision_id].update(id_ for _, id_ in nsmallest(MOST, ranked))
    return {revision_id: frozenset(ids) for revision_id, ids in found.items()}


_Ranked = dict[int, list[tuple[float, int]]]
"""By a revision: others, the lowest first."""


async def _sharing(conn: AsyncConnection, page: Sequence[Revision]) -> _Ranked:
    asked = {one.id: one for one in page}
    sooner, later = _span(page)
    found: _Ranked = defaultdict(list)
    for mine, other, shared, at in await conn.execute(_near(), {"ids": list(asked), "sooner": sooner, "later": later}):
        if abs(at - said(asked[mine])) <= COPY_SPAN:
            found[mine].append((-shared, other))
    return found


@cache
def _near() -> Select[Any]:
    number = func.count().label("number")
    pairs = (
        select(_MINE.c.revision_id.label("mine"), sketches.c.revision_id.label("other"), number)
        .join(sketches, sketches.c.number == _MINE.c.number)
        .where(_MINE.c.revision_id.in_(bindparam("ids", expanding=True)))
        .group_by(_MINE.c.revision_id, sketches.c.revision_id)
        .having(number >= SHARED)
        .subquery("pairs")
    )
    span = revisions.c.said_at.between(bindparam("sooner"), bindparam("later"))
    return (
        select(pairs.c.mine, pairs.c.other, pairs.c.number, revisions.c.said_at)
        .join(_ASKED, _ASKED.c.id == pairs.c.mine)
        .join(revisions, revisions.c.id == pairs.c.other)
        .where(revisions.c.channel_id != _ASKED.c.channel_id, span)
    )


async def _same_letters(conn: AsyncConnection, page: Sequence[Revision]) -> _Ranked:
    by_hash: defaultdict[str, list[Revision]] = defaultdict(list)
    for one in page:
        if fingerprint := copy_hash(one.post.text):
            by_hash[fingerprint].append(one)
    sooner, later = _span(page)
    found: _Ranked = defaultdict(list)
    given = {"hashes": list(by_hash), "sooner": sooner, "later": later}
    for fingerprint, id_, channel_id, at in await conn.execute(_SAME, given) if by_hash else ():
        for one in by_hash[fingerprint]:
            if channel_id != one.post.channel_id and abs(at - said(one)) <= COPY_SPAN:
                found[one.id].append((at.timestamp(), id_))
    return found


_SAME = select(revisions.c.copy_hash, revisions.c.id, revisions.c.channel_id, revisions.c.said_at).where(
    revisions.c.copy_hash.in_(bindparam("hashes", expanding=True)),
    revisions.c.said_at.between(bindparam("sooner"), bindparam("later")),
)


def _span(page: Iterable[Revision]) -> tuple[datetime, datetime]:
    moments = [said(one) for one in page]
    return min(moments) - COPY_SPAN, max(moments) + COPY_SPAN


async def texts(conn: AsyncConnection, revision_ids: Collection[int]) -> dict[int, Candidate]:
    """What these revisions say, by their ids."""
    found: dict[int, Candidate] = {}
    for page in pages(revision_ids):
        found |= {row[0]: Candidate(*row) for row in await conn.execute(_SAYING, {"ids": page})}
    return found


_SAYING = (
    select(revisions.c.id, _FIRST.c.id.label("first_id"), revisions.c.channel_id, revisions.c.text, revisions.c.said_at)
    .join(_FIRST, and_(_FIRST.c.channel_id == revisions.c.channel_id, _FIRST.c.post_id == revisions.c.post_id))
    .where(is_first(_FIRST), revisions.c.id.in_(bindparam("ids", expanding=True)))
)


async def places(conn: AsyncConnection, revision_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """The places that these revisions name for certain."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    named = select(links.c.revision_id, links.c.target).where(links.c.kind == Kind.PLACE, links.c.certain)
    for page in pages(revision_ids):
        for revision_id, target in await conn.execute(named.where(links.c.revision_id.in_(page))):
            found[revision_id].add(target)
    return {revision_id: frozenset(targets) for revision_id, targets in found.items()}


# --- by a header ------------------------------------------------------------------------------------------------------


async def forwarded(conn: AsyncConnection, page: Sequence[Revision]) -> dict[int, int]:
    """The first revisions of the stored posts that the headers of these name, by the ids of these.

    The message that is named may be any part of an album.
    """
    named = {one.id: (one.post, forward) for one in page if (forward := _header(one.post))}
    of_handles = await _channels(conn, {forward.username.lower() for _, forward in named.values() if forward.username})
    keys: dict[int, set[_Key]] = {}
    for id_, (_, forward) in named.items():
        ids = (
            of_handles.get((forward.username or "").lower(), ())
            if forward.channel_id is None
            else (forward.channel_id,)
        )
        keys[id_] = {(channel_id, forward.post_id or 0) for channel_id in ids}
    albums = await _albums(conn, {key for own in keys.values() for key in own})
    firsts = await _firsts(conn, {albums.get(key, key) for own in keys.values() for key in own})
    found = {}
    for id_, own in keys.items():
        post = named[id_][0]
        posts = {albums.get(key, key) for key in own} - {(post.channel_id, post.post_id)}
        if known := [firsts[key] for key in posts if key in firsts]:
            found[id_] = max(known)
    return found


def _header(post: Post) -> Forward | None:
    forward = post.forward
    if forward is None or forward.post_id is None or (forward.channel_id is None and forward.username is None):
        return None
    return forward


async def _channels(conn: AsyncConnection, handles: Collection[str]) -> Mapping[str, Sequence[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for page in pages(handles):
        called = select(channels.c.handle, channels.c.channel_id).where(channels.c.handle.in_(page))
        for handle, channel_id in await conn.execute(called):
            found[handle].append(channel_id)
    return found


async def _albums(conn: AsyncConnection, messages: Collection[_Key]) -> dict[_Key, _Key]:
    """The posts of those messages that are parts of albums."""
    found: dict[_Key, _Key] = {}
    part = tuple_(album_parts.c.channel_id, album_parts.c.message_id)
    for page in pages(messages):
        known = select(album_parts.c.channel_id, album_parts.c.message_id, album_parts.c.post_id)
        for channel_id, message_id, post_id in await conn.execute(known.where(part.in_(page))):
            found[channel_id, message_id] = (channel_id, post_id)
    return found


async def _firsts(conn: AsyncConnection, posts: Collection[_Key]) -> dict[_Key, int]:
    found: dict[_Key, int] = {}
    key = tuple_(revisions.c.channel_id, revisions.c.post_id)
    for page in pages(posts):
        first = select(revisions.c.channel_id, revisions.c.post_id, revisions.c.id).where(is_first())
        found |= {(row[0], row[1]): row[2] for row in await conn.execute(first.where(key.in_(page)))}
    return found
