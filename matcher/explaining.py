"""Of all that was considered and rejected, what is worth telling: pure, and no second opinion on what matched.

A name that counts at its place needs no word on its other readings there, and a claim that is linked none on the
sentences that did not make it. Of each claim only the attempt that came closest is told.
"""

from collections.abc import Iterable, Sequence

from matcher.catalogue import Catalogue
from matcher.match import match
from matcher.reading import Setting
from matcher.rejections import Rejected, Why
from storage.model import Found, Kind, Link

_CLOSENESS = (
    Why.OTHER_TIME,
    Why.MISSING,
    Why.OTHER_SIDE,
    Why.UNREAL,
    Why.BELOW,
    Why.UNTIED,
    Why.RIVAL,
    Why.EXPLAINED,
    Why.DOUBTED,
)
"""The later a claim failed, the more of it agreed."""

_SUGGESTED_ONLY = frozenset({Why.EXPLAINED, Why.DOUBTED})

_FORMAL = frozenset({Why.WRITTEN_OTHERWISE, Why.LONGER_NAME})
"""Says nothing where another reading of the same words counts, or failed for a better reason."""


def explain(text: str, setting: Setting, catalogue: Catalogue) -> tuple[Found, tuple[Rejected, ...]]:
    """What `match` finds, and what it rejected, in the order of the text: names first, then claims."""
    rejected: list[Rejected] = []
    found = match(text, setting, catalogue, rejected)
    names = _names(found.links, [one for one in rejected if one.kind is not Kind.CLAIM])
    claims = _claims(found.links, (one for one in rejected if one.kind is Kind.CLAIM))
    return found, (*names, *claims)


def _names(links: Sequence[Link], rejected: Sequence[Rejected]) -> list[Rejected]:
    counted = [
        (link.target, one.start, one.end) for link in links if link.kind is not Kind.CLAIM for one in link.evidence
    ]
    told: dict[tuple[str, int, int], Rejected] = {}
    for one in rejected:
        here = [target for target, start, end in counted if start < one.end and one.start < end]
        if one.target in here or (one.why is Why.WRITTEN_OTHERWISE and here):
            continue
        key = one.target, one.start, one.end
        if key not in told or told[key].why in _FORMAL:
            told[key] = one
    kept = [one for one in told.values() if not any(_says_more(other, one) for other in told.values())]
    return sorted(kept, key=lambda one: (one.start, one.end, one.target))


def _says_more(other: Rejected, one: Rejected) -> bool:
    """Another reading of these words failed for a better reason, or it is more of the same name that failed."""
    if other.target == one.target:
        return other is not one and other.start <= one.start and one.end <= other.end
    overlaps = other.start < one.end and one.start < other.end
    return overlaps and one.why is Why.WRITTEN_OTHERWISE and other.why is not Why.WRITTEN_OTHERWISE


def _claims(links: Sequence[Link], rejected: Iterable[Rejected]) -> list[Rejected]:
    certain = {link.target for link in links if link.certain}
    linked = {link.target for link in links}
    closest: dict[str, Rejected] = {}
    for one in rejected:
        if one.target in (certain if one.why in _SUGGESTED_ONLY else linked):
            continue
        if one.target not in closest or _rank(one) > _rank(closest[one.target]):
            closest[one.target] = one
    return sorted(closest.values(), key=_rank, reverse=True)


def _rank(one: Rejected) -> tuple[int, float, float]:
    return _CLOSENESS.index(one.why), one.score or 0.0, sum(one.slots.values())
