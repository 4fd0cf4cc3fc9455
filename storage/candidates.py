"""Finding the stored texts that a page of posts may copy, or be copied by: few questions, however long the page.

They share numbers of their sketches, or all their letters, or a header names them. Whether one is a copy is judged
elsewhere (`matcher.copies`), and which of them is known to copy which is kept in `copies`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from heapq import nsmallest
from typing import Any

from sqlalchemy import CompoundSelect, Integer, Select, and_, bindparam, func, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.albums import copy_hash
from storage.copies import COPY_SPAN
from storage.model import Forward, Kind, Post, Revision
from storage.revising import is_first, said_at
from storage.rows import AnyRow
from storage.statements import pages
from storage.tables import Instant, album_parts, channels, links, revisions, sketches

SHARED = 2
"""Numbers that the sketches of two revisions have in common before it is worth a closer look."""

MOST = 30
"""Revisions looked at closely: those that share most, of these the nearest in time."""

HOLDERS = 200
"""Revisions of those that hold a number of a sketch, the last ones stored: a turn of phrase is held by thousands. What
copies an earlier one leads to it."""

# An alias is made once: making one costs more than the question it is for.
_FIRST = revisions.alias("first_said")
_ASKED = revisions.alias("asked")
_MINE = sketches.alias("mine")
_HOLDER = sketches.alias("holder")

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


@dataclass(frozen=True, slots=True)
class Alike:
    """What may say the same as each of some revisions, by their ids; who has none is left out.

    `others`: revisions of other channels, said within `COPY_SPAN` of it. `again`: when posts of its own channel said
    the very same.
    """

    others: Mapping[int, Collection[int]]
    again: Mapping[int, Sequence[datetime]]


async def alike(conn: AsyncConnection, page: Sequence[Revision]) -> Alike:
    """What has `SHARED` numbers of the sketches of these, or all their letters and digits."""
    others: defaultdict[int, set[int]] = defaultdict(set)
    for part in pages(page):
        for revision_id, ranked in (await _sharing(conn, part)).items():
            others[revision_id].update(id_ for *_, id_ in nsmallest(MOST, ranked))
    again: dict[int, list[datetime]] = {}
    for one in await _repeated(conn, page):
        said_alike = await _same_letters(conn, one)
        others[one.id].update(row.id for row in said_alike if row.channel_id != one.post.channel_id)
        own = [row for row in said_alike if row.channel_id == one.post.channel_id and row.post_id != one.post.post_id]
        again |= {one.id: [row.said_at for row in own]} if own else {}
    return Alike({revision_id: ids for revision_id, ids in others.items() if ids}, again)


_Ranked = dict[int, list[tuple[int, timedelta, int]]]
"""By a revision: others, the likeliest first."""


async def _sharing(conn: AsyncConnection, page: Sequence[Revision]) -> _Ranked:
    asked = {one.id: one for one in page}
    moments = [said(one) for one in page]
    span = {"sooner": min(moments) - COPY_SPAN, "later": max(moments) + COPY_SPAN}
    found: _Ranked = defaultdict(list)
    for mine, other, shared, at in await conn.execute(_near(), {"ids": list(asked), **span, "holders": HOLDERS}):
        apart = abs(at - said(asked[mine]))
        if apart <= COPY_SPAN:
            found[mine].append((-shared, apart, other))
    return found


@cache
def _near() -> Select[Any]:
    number = func.count().label("number")
    holders = select(_HOLDER.c.revision_id).where(_HOLDER.c.number == _MINE.c.number).correlate(_MINE)
    too_old = (
        holders.order_by(_HOLDER.c.revision_id.desc())
        .offset(bindparam("holders", type_=Integer()))
        .limit(1)
        .scalar_subquery()
    )
    held = and_(sketches.c.number == _MINE.c.number, sketches.c.revision_id > func.coalesce(too_old, 0))
    pairs = (
        select(_MINE.c.revision_id.label("mine"), sketches.c.revision_id.label("other"), number)
        .select_from(_MINE.join(sketches, held))
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


async def _repeated(conn: AsyncConnection, page: Iterable[Revision]) -> list[Revision]:
    """Those of whose letters another revision is stored: few, so that one question for all spares most of them one."""
    by_hash: defaultdict[str, list[Revision]] = defaultdict(list)
    for one in page:
        if fingerprint := copy_hash(one.post.text):
            by_hash[fingerprint].append(one)
    found = []
    for part in pages(by_hash):
        found += [
            one for fingerprint in await conn.scalars(_REPEATED, {"hashes": part}) for one in by_hash[fingerprint]
        ]
    return found


_REPEATED = (
    select(revisions.c.copy_hash)
    .where(revisions.c.copy_hash.in_(bindparam("hashes", expanding=True)))
    .group_by(revisions.c.copy_hash)
    .having(func.count() > 1)
)


async def _same_letters(conn: AsyncConnection, one: Revision) -> list[AnyRow]:
    """The revisions of these letters that were said last before this one, and next."""
    at = said(one)
    given = {"hash": copy_hash(one.post.text), "own": one.id, "most": MOST}
    span = {"sooner": at - COPY_SPAN, "at": at, "later": at + COPY_SPAN}
    return list(await conn.execute(_around(), given | span))


@cache
def _around() -> CompoundSelect[Any]:
    columns = (revisions.c.id, revisions.c.channel_id, revisions.c.post_id, revisions.c.said_at)
    alike = select(*columns).where(revisions.c.copy_hash == bindparam("hash"), revisions.c.id != bindparam("own"))
    sooner, at, later = (bindparam(name, type_=Instant()) for name in ("sooner", "at", "later"))
    moment, most = revisions.c.said_at, bindparam("most", type_=Integer())
    before = alike.where(moment <= at, moment >= sooner).order_by(moment.desc(), revisions.c.id.desc()).limit(most)
    after = alike.where(moment > at, moment <= later).order_by(moment, revisions.c.id).limit(most)
    return union_all(select(before.subquery("before")), select(after.subquery("after")))


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
