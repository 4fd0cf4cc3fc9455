"""What a post copies: asks the store for candidates, has them judged, and keeps who copies whom.

The original is the earliest known, by when it was published; a forward's header wins. An original that is collected
after its copies is credited as soon as it is known, and is no news to those who were told of a copy.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import structlog

from matcher.copies import Worded, closings, copied, sketch, worded
from storage import copies, links
from storage.copies import Candidate
from storage.database import Connection
from storage.model import ASSERTIONS, DENIALS, Cause, Copy, CopyKind, Kind, Link, Revision

log = structlog.get_logger()

Closings = Mapping[int, Collection[str]]
"""By channel: the lines that its posts end with."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of where a post's words come from.

    `copy_of`: the revision stored first among posts that say the same, if any was stored before. `own`: those of the
    post's links that its original does not have: about these it says something of its own.
    """

    copy_of: int | None = None
    own: frozenset[Link] = frozenset()


@dataclass(frozen=True, slots=True)
class _Judged:
    """`copy`: what the post copies. `followers`: by their first revisions, what was stored before and copies it.

    `said_in`: the revision that says the same, of the original or of the first follower.
    """

    copy: Copy | None = None
    followers: Mapping[int, Copy] = field(default_factory=dict)
    said_in: int | None = None


async def closings_of(conn: Connection, channel_ids: Iterable[int]) -> Closings:
    return {channel_id: closings(texts) for channel_id, texts in (await copies.endings(conn, channel_ids)).items()}


def sketch_of(revision: Revision, known: Closings) -> tuple[int, ...]:
    """By which copies of it will be found; nothing for a post that is gone."""
    if revision.cause is Cause.DELETED:
        return ()
    return sketch(worded(revision.post.text, known.get(revision.post.channel_id, ())))


async def trace(conn: Connection, revision: Revision, found: Collection[Link]) -> Origin:
    """Finds what a matched revision copies, keeps it, and says what is to be known of it for its events."""
    judged = await _judge(conn, revision, found)
    if judged.copy is None and not judged.followers:
        return Origin()
    if revision.number == 1:
        await _keep(conn, revision, judged)
    family = await copies.family(conn, judged.copy.of if judged.copy else revision.id)
    first = min(family - {revision.id}, default=revision.id)
    if first >= revision.id:  # only later ones: they will be told as copies of this one
        return Origin()
    return Origin(first, await _own(conn, judged, found))


async def _judge(conn: Connection, revision: Revision, found: Collection[Link]) -> _Judged:
    forwarded = await copies.forwarded(conn, revision.post)
    if forwarded is not None:
        return _Judged(Copy(forwarded, 1.0, CopyKind.FORWARDED))
    candidates = await copies.candidates(conn, revision)
    if not candidates:
        return _Judged()
    known = await closings_of(conn, {revision.post.channel_id, *(one.channel_id for one in candidates)})
    named = await links.of_page(conn, [one.revision_id for one in candidates])
    post = _worded(revision.post.channel_id, revision.post.text, found, known)
    others = [(one, _worded(one.channel_id, one.text, named.get(one.revision_id, ()), known)) for one in candidates]
    for one, other in others:
        if one.earlier and (copy := copied(post, other, one.first_id)):
            return _Judged(copy, said_in=one.revision_id)
    return _followed(revision, post, [(one, other) for one, other in others if one.revision_id < revision.id])


def _followed(revision: Revision, post: Worded, others: Iterable[tuple[Candidate, Worded]]) -> _Judged:
    """What was stored before a new post, was said later, and copies it."""
    judged = _Judged()
    for one, other in others if revision.number == 1 else ():
        if not one.earlier and (copy := copied(other, post, revision.id)):
            judged = _Judged(None, {one.first_id: copy, **judged.followers}, judged.said_in or one.revision_id)
    return judged


def _worded(channel_id: int, text: str, found: Iterable[Link], known: Closings) -> Worded:
    places = (link.target for link in found if link.kind is Kind.PLACE and link.certain)
    return worded(text, known.get(channel_id, ()), places)


async def _keep(conn: Connection, revision: Revision, judged: _Judged) -> None:
    if judged.copy is not None:
        copy = judged.copy
        await copies.save(conn, revision.id, copy)
        log.info("copy found", revision=revision.id, of=copy.of, how=copy.kind.value, share=round(copy.share, 2))
    else:
        await copies.credit(conn, revision.id, judged.followers)
        log.info("original found after its copies", revision=revision.id, copies=len(judged.followers))


async def _own(conn: Connection, judged: _Judged, found: Collection[Link]) -> frozenset[Link]:
    """The links in which the post says more, or other, than the one whose words it shares; a forward never does."""
    if judged.said_in is None:
        return frozenset()
    theirs = {_gist(link) for link in await links.of(conn, judged.said_in)}
    return frozenset(link for link in found if _gist(link) not in theirs)


def _gist(link: Link) -> tuple[object, ...]:
    """What a link tells whoever follows its target; who speaks depends on the channel."""
    figures = frozenset((figure.unit, figure.value) for figure in link.figures)
    return (link.kind, link.target, link.certain, link.stance in DENIALS, link.stance in ASSERTIONS, figures)
