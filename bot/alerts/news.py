"""What moved within the span of a digest: claims first seen, new sources by side, first denials, changed figures,
statuses; and which post was repeated most. Pure; how it reads is `bot.chat`'s matter.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.alerts.digests import Contents, Entry
from bot.claims.standing import affiliation_of, affiliations, status_of
from storage.model import DENIALS, Kind, Revision
from storage.said import ClaimStatus, FigureSaid, StatusChange
from storage.telling import Event, EventKind
from storage.watchlist import Side, Watchlist

FEW = 2
"""So many channels make no repetition that is worth telling."""

_HEARD = frozenset(
    {
        EventKind.CLAIM_FIRST_SEEN,
        EventKind.CLAIM_NEW_SOURCE,
        EventKind.CLAIM_FIRST_DENIAL,
        EventKind.CLAIM_CHANGED_FIGURE,
        EventKind.CLAIM_CHANGED_VERSION,
    }
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A source's word that was new, in this post."""

    source: str
    side: Side | None
    revision: Revision


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that was named anew; `before`: the last one of that unit."""

    before: FigureSaid
    now: FigureSaid
    revision: Revision


@dataclass(frozen=True, slots=True)
class Set:
    """A status that people set."""

    before: ClaimStatus
    now: ClaimStatus
    at: datetime


@dataclass(frozen=True, slots=True)
class Movement:
    """What moved about one claim. `corrects`: it corrects an earlier one. `asserting` and `denying`: others."""

    claim: str
    first: Heard | None = None
    corrects: bool = False
    denial: Heard | None = None
    asserting: tuple[Heard, ...] = ()
    denying: tuple[Heard, ...] = ()
    figures: tuple[Changed, ...] = ()
    status: Set | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """A post, and how many channels carried it, its own included."""

    revision: Revision
    channels: int


def movements(contents: Contents, watchlist: Watchlist) -> list[Movement]:
    """By claim, in the order in which they moved first."""
    news = [(event, revision) for event, revision in _events(contents.counted) if event.kind in _HEARD]
    statuses = {claim: list(changes) for claim, changes in groupby(contents.settled, key=lambda one: one.claim)}
    claims = dict.fromkeys([*(event.target for event, _ in news), *statuses])
    sides = _Sides(watchlist)
    found = [
        _movement(claim, [one for one in news if one[0].target == claim], statuses.get(claim, []), contents, sides)
        for claim in claims
    ]
    return [one for one in found if one != Movement(one.claim)]


def _events(entries: Iterable[Entry]) -> Iterator[tuple[Event, Revision]]:
    for alert, revision in entries:
        for event in alert.events:
            if event.target_kind is Kind.CLAIM:
                yield event, revision


class _Sides:
    """Whose side a source is on."""

    def __init__(self, watchlist: Watchlist):
        self.watchlist = watchlist
        self._known = affiliations(watchlist)

    def heard(self, event: Event, revision: Revision) -> Heard:
        source = event.source or f"channel:{revision.channel.channel_id}"
        found = affiliation_of(source, revision.channel.username, self._known)
        return Heard(source, found.side if found else None, revision)


def _movement(
    claim: str,
    news: Sequence[tuple[Event, Revision]],
    settled: Sequence[StatusChange],
    contents: Contents,
    sides: _Sides,
) -> Movement:
    def of(*kinds: EventKind, denies: bool | None = None) -> tuple[Heard, ...]:
        found = {
            event.source: sides.heard(event, revision)
            for event, revision in reversed(news)
            if event.kind in kinds and denies in (None, event.stance in DENIALS)
        }
        return tuple(reversed(found.values()))

    first, denial = of(EventKind.CLAIM_FIRST_SEEN, EventKind.CLAIM_CHANGED_VERSION), of(EventKind.CLAIM_FIRST_DENIAL)
    return Movement(
        claim,
        first=first[0] if first else None,
        corrects=any(event.kind is EventKind.CLAIM_CHANGED_VERSION for event, _ in news),
        denial=denial[0] if denial else None,
        asserting=of(EventKind.CLAIM_NEW_SOURCE, denies=False),
        denying=of(EventKind.CLAIM_NEW_SOURCE, denies=True),
        figures=tuple(_figures(claim, news, contents.figures.get(claim, ()))),
        status=_status(claim, settled, contents, sides.watchlist),
    )


def _figures(claim: str, news: Iterable[tuple[Event, Revision]], said: Sequence[FigureSaid]) -> Iterator[Changed]:
    """What was named anew, beside what was named last before."""
    for event, revision in news:
        if event.kind is not EventKind.CLAIM_CHANGED_FIGURE:
            continue
        at = revision.post.edited_at or revision.post.published_at
        for figure in event.figures:
            earlier = [one for one in said if one.unit == figure.unit and one.since < at]
            if earlier and figure.value not in {one.value for one in earlier}:
                source = event.source or f"channel:{revision.channel.channel_id}"
                now = FigureSaid(source, figure.unit, figure.value, figure.qualifier, at, 1)
                yield Changed(earlier[-1], now, revision)


def _status(claim: str, settled: Sequence[StatusChange], contents: Contents, watchlist: Watchlist) -> Set | None:
    within = [one for one in settled if contents.since <= one.at < contents.until]
    if not within:
        return None
    earlier = [one for one in settled if one.at < contents.since]
    before, now = status_of(claim, earlier, watchlist), within[-1]
    return Set(before, now.status, now.at) if before is not now.status else None


def most_repeated(contents: Contents) -> Repeated | None:
    """The post that most channels carried, if that is worth telling; it may be from before the digest's span."""
    posts = contents.posts
    by_id = {revision.id: revision for _, revision in posts}
    copied = {revision.id: next((event.copy_of for event in alert.events), None) for alert, revision in posts}
    carried: dict[int, dict[int, Revision]] = {}
    for revision in by_id.values():
        root = _root(revision.id, copied, contents)
        carried.setdefault(root, {})[revision.channel.channel_id] = revision
    origins = {origin.id: origin for origin in contents.origins.values()}
    best = max(carried, key=lambda root: (len(carried[root]), root), default=None)
    if best is None:
        return None
    original = by_id.get(best) or origins.get(best) or min(carried[best].values(), key=_age)
    channels = {*carried[best], original.channel.channel_id}
    return Repeated(original, len(channels)) if len(channels) > FEW else None


def _age(revision: Revision) -> tuple[datetime, int]:
    return revision.post.published_at, revision.id


def _root(revision_id: int, copied: dict[int, int | None], contents: Contents) -> int:
    """The first of a chain of copies; chains that bite their tail end at their lowest number."""
    seen = {revision_id}
    while (original := copied.get(revision_id)) is not None and original not in seen:
        seen.add(original)
        revision_id = original
    if original in seen and original is not None:
        return min(seen)
    origin = contents.origins.get(revision_id)
    return origin.id if origin is not None and origin.id not in seen else revision_id
