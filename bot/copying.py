"""What posts copy: asks the store for candidates, has them judged, keeps who copies whom. A page of posts at a time.

The original is the earliest known, by when it was published; a forward's header wins. An original that is collected
after its copies is credited as soon as it is known, and is no news to those who were told of a copy.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from bot.parking import where
from matcher.copies import Worded, closings, copied, sketch, time_of, worded
from storage import candidates, copies, links
from storage.candidates import Alike, Candidate, said
from storage.database import Connection
from storage.kin import Kin
from storage.model import ASSERTIONS, DENIALS, Cause, Copy, CopyKind, Link, Revision

log = structlog.get_logger()

Closings = Mapping[int, Collection[str]]
"""By channel: the lines that its posts end with."""

Matched = tuple[Revision, Collection[Link]]
"""A revision, and the links of it that its events will be about."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of where a post's words come from.

    `copy_of`: the revision stored first among posts that say the same, if any was stored before. `own`: those of the
    post's links that its original does not have: about these it says something of its own.
    """

    copy_of: int | None = None
    own: frozenset[Link] = frozenset()


@dataclass(frozen=True, slots=True)
class Traced:
    """What a page of posts came to: their origins, in the order of the page, and who is found to copy whom.

    `says`: by revision of a copy, those of its original in whose words it speaks, the nearest first.
    """

    origins: Sequence[Origin]
    found: Mapping[int, Copy]
    says: Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class _Judged:
    """`copy`: what the post copies. `followers`: by their first revisions, what was stored before and copies it.

    `said_in`: the revision that says the same, of the original or of the first follower.
    """

    copy: Copy | None = None
    followers: Mapping[int, Copy] = field(default_factory=dict)
    said_in: int | None = None
    copy_of: int | None = None


async def closings_of(conn: Connection, channel_ids: Iterable[int]) -> Closings:
    return {channel_id: closings(texts) for channel_id, texts in (await copies.endings(conn, channel_ids)).items()}


def sketch_of(revision: Revision, known: Closings) -> tuple[int, ...]:
    """By which copies of it will be found; nothing for a post that is gone."""
    if revision.cause is Cause.DELETED:
        return ()
    return sketch(worded(revision.post.text, known.get(revision.post.channel_id, ())))


# --- the page ---------------------------------------------------------------------------------------------------------


async def trace(conn: Connection, page: Sequence[Matched]) -> Traced:
    """Finds what matched revisions copy, those before them on the page included. It is not kept: see `keep`."""
    if not page:
        return Traced((), {}, {})
    desk = await _desk(conn, [revision for revision, _ in page])
    judged = [_place(revision, desk) for revision, _ in page]
    said_in = {one.said_in for one in judged if one.said_in is not None and one.copy_of is not None}
    theirs = await links.of_page(conn, sorted(said_in))
    origins = [_origin(one, own, theirs) for one, (_, own) in zip(judged, page, strict=True)]
    says = {revision_id: [copy.of] for revision_id, copy in desk.kin.changed.items()}
    says |= {
        revision.id: [one.said_in or one.copy.of, one.copy.of]
        for one, (revision, _) in zip(judged, page, strict=True)
        if one.copy
    }
    return Traced(origins, desk.kin.changed, says)


async def keep(conn: Connection, traced: Traced) -> None:
    await copies.keep(conn, traced.found)
    if traced.found:
        log.info("copies found", posts=len(traced.found))


def _origin(judged: _Judged, found: Collection[Link], theirs: Mapping[int, Collection[Link]]) -> Origin:
    if judged.copy_of is None or judged.said_in is None:  # a forward says nothing of its own
        return Origin(judged.copy_of)
    return Origin(judged.copy_of, _own(found, theirs.get(judged.said_in, ())))


def _own(found: Collection[Link], theirs: Iterable[Link]) -> frozenset[Link]:
    known = {_gist(link) for link in theirs}
    return frozenset(link for link in found if _gist(link) not in known)


def _gist(link: Link) -> tuple[object, ...]:
    """What a link tells whoever follows its target; who speaks depends on the channel."""
    figures = frozenset((figure.unit, figure.value) for figure in link.figures)
    return (link.kind, link.target, link.certain, link.stance in DENIALS, link.stance in ASSERTIONS, figures)


async def kept(conn: Connection, page: Mapping[int, tuple[int, Collection[Link]]]) -> Traced:
    """Of posts that were traced before, what is known of them by now; nothing is looked for. `page`: by revision, the
    first one of its post, and its links.
    """
    kin = await copies.kin(conn, {first for first, _ in page.values()})
    known = {id_: copy for id_, (first, _) in page.items() if (copy := kin.original(first))}
    theirs = await links.of_page(conn, sorted({copy.of for copy in known.values()}))
    origins = []
    for id_, (first, found) in page.items():
        members = kin.family(first)
        earliest = min(members)
        copy, copy_of = known.get(id_), earliest if earliest < first else None
        own = copy is not None and copy_of is not None and copy.kind is not CopyKind.FORWARDED
        origins.append(Origin(copy_of, _own(found, theirs.get(copy.of, ())) if own and copy else frozenset()))
    return Traced(origins, {}, {id_: [copy.of] for id_, copy in known.items()})


# --- in memory --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Desk:
    """All that is needed to judge a page, by ids of revisions. `kin` grows from post to post."""

    alike: Alike
    forwarded: Mapping[int, int]
    texts: Mapping[int, Candidate]
    places: Mapping[int, frozenset[str]]
    closings: Closings
    kin: Kin
    words: dict[int, Worded] = field(default_factory=dict)

    def near(self, revision: Revision) -> list[Candidate]:
        """What may be its original or a copy of it, the earliest first; also what a candidate is a copy of."""
        ids = set(self.alike.others.get(revision.id, ()))
        ids |= {copy.of for id_ in ids if (copy := self.kin.original(id_))}
        found = [one for id_ in ids if (one := self.texts.get(id_)) and one.near(revision)]
        return sorted(found, key=lambda one: (one.said_at, one.revision_id))

    def worded(self, revision_id: int, channel_id: int, text: str) -> Worded:
        """Its words, read once however often they are compared."""
        if (known := self.words.get(revision_id)) is None:
            places = self.places.get(revision_id, ())
            known = self.words[revision_id] = worded(text, self.closings.get(channel_id, ()), places)
        return known


async def _desk(conn: Connection, page: Sequence[Revision]) -> _Desk:
    forwarded = await candidates.forwarded(conn, page)
    asked = [revision for revision in page if revision.id not in forwarded]
    alike = await candidates.alike(conn, asked)
    near = {id_ for ids in alike.others.values() for id_ in ids}
    texts = await candidates.texts(conn, near)
    if not texts and not forwarded:  # most posts are like no other
        return _Desk(alike, {}, {}, {}, {}, Kin({}))
    kin = await copies.kin(conn, {*(one.first_id for one in texts.values()), *forwarded.values(), *_ids(page)})
    related = {one.first_id for one in texts.values()} | {copy.of for id_ in near if (copy := kin.original(id_))}
    texts |= await candidates.texts(conn, related - texts.keys())
    compared = [revision for revision in asked if revision.id in alike.others]
    places = await candidates.places(conn, texts.keys() | _ids(compared))
    channels = {one.channel_id for one in texts.values()} | {one.post.channel_id for one in compared}
    return _Desk(alike, forwarded, texts, places, await closings_of(conn, channels), kin)


def _ids(page: Iterable[Revision]) -> set[int]:
    return {revision.id for revision in page}


def _place(revision: Revision, desk: _Desk) -> _Judged:
    """What it copies or is copied by, and its place among those that say the same; `desk.kin` learns it."""
    try:
        judged = _judge(revision, desk)
    except Exception as error:  # noqa: BLE001 - post text is hostile: it is told as its own, the next goes on
        line = {"revision": revision.id, "error": type(error).__name__, "where": where(error)}
        log.error("a post could not be compared", **line)  # noqa: TRY400 - see `where`
        return _Judged()
    if judged.copy is None and not judged.followers:
        return judged
    if revision.number == 1 and judged.copy:
        desk.kin.add(revision.id, judged.copy)
    elif revision.number == 1:
        desk.kin.credit(revision.id, judged.followers)
    family = desk.kin.family(judged.copy.of if judged.copy else revision.id)
    first = min(family - {revision.id}, default=revision.id)
    # if there are only later ones, they will be told as copies of this one
    return replace(judged, copy_of=first if first < revision.id else None)


def _judge(revision: Revision, desk: _Desk) -> _Judged:
    if (forwarded := desk.forwarded.get(revision.id)) is not None:
        return _Judged(Copy(forwarded, 1.0, CopyKind.FORWARDED))
    near = desk.near(revision)
    if not near:
        return _Judged()
    post = desk.worded(revision.id, revision.post.channel_id, revision.post.text)
    worded_alike = [(one, desk.worded(one.revision_id, one.channel_id, one.text)) for one in near]
    others = _of_its_time(revision, post, worded_alike, desk.alike.again.get(revision.id, ()))
    for one, other in others:
        if one.earlier(revision) and (copy := copied(post, other, one.first_id)):
            return _Judged(copy, said_in=one.revision_id)
    return _followed(revision, post, [(one, other) for one, other in others if one.revision_id < revision.id])


def _of_its_time(
    revision: Revision, post: Worded, others: Sequence[tuple[Candidate, Worded]], own: Sequence[datetime]
) -> Sequence[tuple[Candidate, Worded]]:
    """Without what belongs to another time at which the same was said: an alarm of yesterday, in yesterday's words."""
    said_at: defaultdict[int, list[datetime]] = defaultdict(list)
    for one, other in others:
        if other.words == post.words:
            said_at[one.channel_id].append(one.said_at)
    said_at[revision.post.channel_id] = [*own, said(revision)]
    since, until = time_of(said(revision), said_at.values())
    return [(one, other) for one, other in others if since < one.said_at < until]


def _followed(revision: Revision, post: Worded, others: Iterable[tuple[Candidate, Worded]]) -> _Judged:
    """What was stored before a new post, was said later, and copies it."""
    judged = _Judged()
    for one, other in others if revision.number == 1 else ():
        if not one.earlier(revision) and (copy := copied(other, post, revision.id)):
            judged = _Judged(None, {one.first_id: copy, **judged.followers}, judged.said_in or one.revision_id)
    return judged
