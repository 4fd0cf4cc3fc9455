"""From a post's links to events: what is new about an actor, a place or a claim. Pure.

Who is told of an event is decided in `deciding`; this module knows no subscribers.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from storage.model import ASSERTIONS, DENIALS, Cause, Figure, Kind, Link, Revision
from storage.telling import Event, EventKind, Known

NOTHING = Known()

_OF_CHANNELS = {
    Cause.FIRST: EventKind.POSTED,
    Cause.ALBUM_PART: EventKind.POST_GREW,
    Cause.COMPLETED: EventKind.POST_GREW,
}


def events_of(
    revision: Revision,
    links: Iterable[Link],
    known: Mapping[str, Known],
    noted: frozenset[tuple[Kind, str]],
    copy_of: int | None,
    now: datetime,
    own: Collection[Link] = (),
) -> list[Event]:
    """The events of one revision, in the order of its links.

    `known`: by claim id, what earlier posts said. `noted`: what earlier revisions of the same post were about for
    certain; an edit or a late album part is news only about what they were not, and an edit is an edited post to all
    else, also where the channel or the source does not date it. That a post grew is for those who look for its words. A
    deleted post is that and nothing more. `copy_of`: the stored revision that this post forwards or copies; what it
    says itself, in its `own` links, is not told as a copy.
    """
    links = tuple(links)
    if revision.cause is Cause.DELETED:
        return _of_post(EventKind.POST_DELETED, revision, links, noted, copy_of, now)
    events = []
    if revision.cause is Cause.EDITED:
        events += _of_post(EventKind.POST_EDITED, revision, links, noted, copy_of, now)
    if (kind := _OF_CHANNELS.get(revision.cause)) is not None:
        channel = str(revision.post.channel_id)
        events.append(Event(kind, revision.id, Kind.CHANNEL, channel, now, copy_of=copy_of))
    heard = dict(known)
    for link in links:
        if (link.kind, link.target) in noted:
            continue
        before = heard.get(link.target, NOTHING) if link.kind is Kind.CLAIM else NOTHING
        event = _event(revision, link, before, None if link in own else copy_of, now)
        events.append(event)
        heard[link.target] = learn(before, event)
    return events


def _of_post(
    kind: EventKind,
    revision: Revision,
    links: Sequence[Link],
    noted: Iterable[tuple[Kind, str]],
    copy_of: int | None,
    now: datetime,
) -> list[Event]:
    """One event for all that the post was about, in the words of the link where there still is a certain one."""
    found = {(link.kind, link.target): link for link in reversed(links) if link.certain}
    events = []
    for target in sorted(noted):
        event = Event(kind, revision.id, *target, now, copy_of=copy_of)
        link = found.get(target)
        events.append(event if link is None else replace(_event(revision, link, NOTHING, copy_of, now), kind=kind))
    return events


def learn(before: Known, event: Event) -> Known:
    """`before` and what `event` adds to it; a suggested link adds nothing."""
    if not event.certain or event.source is None or event.stance is None:
        return before
    if event.stance in DENIALS:
        return replace(before, deniers=before.deniers | {event.source})
    if event.stance in ASSERTIONS:
        said = frozenset((figure.unit, figure.value) for figure in event.figures)
        return replace(before, sources=before.sources | {event.source}, figures=before.figures | said)
    return before


def source_of(link: Link, revision: Revision) -> str:
    """Whose word a claim link counts as: the holder's, else the speaker's, else the channel's."""
    return link.holder or link.speaker or f"channel:{revision.post.channel_id}"


def _event(revision: Revision, link: Link, before: Known, copy_of: int | None, now: datetime) -> Event:
    is_claim = link.kind is Kind.CLAIM
    source = source_of(link, revision) if is_claim else None
    return Event(
        kind=_claim_news(link, source, before, copy_of) if source else EventKind.MENTIONED,
        revision_id=revision.id,
        target_kind=link.kind,
        target=link.target,
        at=now,
        score=link.score,
        certain=link.certain,
        stance=link.stance,
        holder=link.holder,
        speaker=link.speaker,
        source=source,
        figures=link.figures,
        copy_of=copy_of,
    )


def _claim_news(link: Link, source: str, before: Known, copy_of: int | None) -> EventKind:
    if link.stance in DENIALS:
        if before.deniers:
            return _said_before(source in before.deniers or copy_of is not None)
        return EventKind.CLAIM_FIRST_DENIAL
    if link.stance not in ASSERTIONS:
        return EventKind.MENTIONED
    if not before.sources and not before.deniers:
        return EventKind.CLAIM_CHANGED_VERSION if before.corrects else EventKind.CLAIM_FIRST_SEEN
    if copy_of is None and _figure_changed(link.figures, before):
        return EventKind.CLAIM_CHANGED_FIGURE
    return _said_before(source in before.sources or copy_of is not None)


def _said_before(repeated: bool) -> EventKind:
    return EventKind.CLAIM_REPEATED if repeated else EventKind.CLAIM_NEW_SOURCE


def _figure_changed(figures: Iterable[Figure], before: Known) -> bool:
    """Whether a figure differs from every earlier one of its unit; a unit's first figure changes nothing."""
    units = {unit for unit, _ in before.figures}
    return any(figure.unit in units and (figure.unit, figure.value) not in before.figures for figure in figures)
