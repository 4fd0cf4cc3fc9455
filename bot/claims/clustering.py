"""Posts of several channels about one place and one kind of event, put together as draft claims. Pure.

Only what channels tell in words of their own counts: a copy or a forward adds a post, never a voice. The order in which
posts are given changes nothing. Who hears of a draft is not decided here.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from storage.drafts import Draft, Found, Slots
from storage.model import Figure, Topic
from storage.topics import Report
from storage.watchlist import ClaimedFigure, Place

SPAN = timedelta(hours=24)
"""So long after its first post a draft still grows."""

VOICES = 3
"""So many channels must tell it in words of their own."""

EXAMPLES = 3
_SHARED = 2  # voices that name a place, or a further kind of event, before it is the draft's
_MOST = 5
_VILLAGES = frozenset({"village", "settlement"})
_WIDE = frozenset({"oblast", "region", "country"})


@dataclass(frozen=True, slots=True)
class Group:
    """Reports that belong together. `draft`: the one that they are of already, if any."""

    area: str
    event: str
    reports: tuple[Report, ...]
    draft: Draft | None = None


def area_of(place_id: str, places: Mapping[str, Place]) -> str:
    """A village counts as its district, since posts name now the one and now the other; other places as themselves."""
    place = places.get(place_id)
    if place is None or place.kind not in _VILLAGES:
        return place_id
    around = (places[parent] for parent in place.parents if parent in places)
    return next((parent.id for parent in around if parent.kind not in _WIDE), place_id)


def groups(area: str, reports: Iterable[Report], known: Iterable[Draft]) -> list[Group]:
    """The groups of one area: first what belongs to known drafts, then of the rest what has `VOICES`.

    `reports`: only what they tell of this area.
    """
    rest = sorted(reports, key=lambda report: (report.said_at, report.revision_id))
    found = []
    for draft in sorted(known, key=lambda draft: draft.id):
        if draft.found is not None:
            members = _members(draft, draft.found, rest)
            rest = [report for report in rest if report not in members]
            found.append(Group(area, draft.found.event, tuple(members), draft))
    while group := _strongest(area, rest):
        found.append(group)
        rest = [report for report in rest if report not in group.reports]
    return found


def _members(draft: Draft, found: Found, reports: Sequence[Report]) -> list[Report]:
    """What tells of one of the draft's kinds of event, as long as all of it lies within `SPAN`."""
    since, until = found.since, found.until
    members = []
    for report in reports:
        first, last = min(since, report.said_at), max(until, report.said_at)
        if last - first <= SPAN and _events(report) & {found.event, *draft.slots.events}:
            since, until = first, last
            members.append(report)
    return members


def _strongest(area: str, reports: Sequence[Report]) -> Group | None:
    """The kind of event that most voices tell of within `SPAN`; of two, the earlier."""
    candidates = [
        (len({one.voice for one in together}), event, together)
        for event in sorted({event for report in reports for event in _events(report)})
        for together in _spans([report for report in reports if event in _events(report)])
    ]
    most = max((voices for voices, _, _ in candidates), default=0)
    if most < VOICES:
        return None
    _, event, together = min(
        (one for one in candidates if one[0] == most), key=lambda one: (one[2][0].said_at, -len(one[2]), one[1])
    )
    return Group(area, event, tuple(together))


def _spans(reports: Sequence[Report]) -> Iterator[list[Report]]:
    """For each report, it and those within `SPAN` after it."""
    for i, first in enumerate(reports):
        yield [report for report in reports[i:] if report.said_at - first.said_at <= SPAN]


def _events(report: Report) -> frozenset[str]:
    return frozenset(topic.event for topic in report.topics)


# --- the slots --------------------------------------------------------------------------------------------------------


def found_in(group: Group) -> Found:
    """Where, what and when; a known draft only grows."""
    moments = [report.said_at for report in group.reports]
    if group.draft is not None and group.draft.found is not None:
        moments += [group.draft.found.since, group.draft.found.until]
    return Found(group.area, group.event, min(moments), max(moments))


def slots_of(group: Group) -> Slots:
    """The slots of a claim about what the group tells."""
    found, told = found_in(group), list(_about(group))
    places = _ranked(told, lambda topic: (topic.place,), _SHARED)
    return Slots(
        places=places or (group.area,),
        events=tuple(dict.fromkeys((group.event, *_ranked(_all(group), lambda topic: (topic.event,), _SHARED)))),
        actors=_ranked(told, lambda topic: topic.actors, _SHARED),
        holders=_ranked(told, lambda topic: (topic.holder,) if topic.holder else ()),
        figures=_figures(told),
        first=found.since.date(),
        last=found.until.date(),
        languages=tuple(sorted({report.lang for report in group.reports})),
        channels=len({report.voice for report in group.reports}),
        posts=len(group.reports),
        examples=_examples(group.reports),
    )


def _all(group: Group) -> Iterator[tuple[str, Topic]]:
    return ((report.voice, topic) for report in group.reports for topic in report.topics)


def _about(group: Group) -> Iterator[tuple[str, Topic]]:
    """What is told of the group's own kinds of event."""
    own = {group.event, *(group.draft.slots.events if group.draft else ())}
    return ((voice, topic) for voice, topic in _all(group) if topic.event in own)


def _ranked(
    told: Iterable[tuple[str, Topic]], named: Callable[[Topic], Collection[str]], least: int = 1
) -> tuple[str, ...]:
    """What is named by most voices first, in the order of their telling where as many do."""
    pairs = dict.fromkeys((name, voice) for voice, topic in told for name in named(topic))
    voices = Counter(name for name, _ in pairs)
    return tuple(name for name, number in voices.most_common(_MOST) if number >= least)


def _figures(told: Sequence[tuple[str, Topic]]) -> tuple[ClaimedFigure, ...]:
    """For each unit the figure of most voices; where they differ, between which it lies."""
    by_unit: dict[str, dict[tuple[str, float | None], Figure]] = {}
    for voice, topic in told:
        for figure in topic.figures:
            by_unit.setdefault(figure.unit, {})[voice, figure.value] = figure
    return tuple(_figure(unit, list(said.values())) for unit, said in sorted(by_unit.items()))


def _figure(unit: str, said: Sequence[Figure]) -> ClaimedFigure:
    values = Counter(figure.value for figure in said)
    value = min(values, key=lambda one: (-values[one], one is None, one or 0))
    known = [one for one in values if one is not None]
    approx = any(figure.qualifier for figure in said)
    if value is None or len(known) < 2:
        return ClaimedFigure(unit, value, approx)
    return ClaimedFigure(unit, value, approx, min(known), max(known))


def _examples(reports: Sequence[Report]) -> tuple[int, ...]:
    """The earliest, each of another channel as far as there are any."""
    firsts: dict[str, int] = {}
    for report in reports:
        firsts.setdefault(report.voice, report.revision_id)
    others = (report.revision_id for report in reports)
    return tuple(dict.fromkeys((*firsts.values(), *others)))[:EXAMPLES]


def narrowed(report: Report, area: str, places: Mapping[str, Place]) -> Report:
    """What of a report is about this area."""
    return replace(report, topics=tuple(one for one in report.topics if area_of(one.place, places) == area))
