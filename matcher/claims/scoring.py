"""How well a sentence fits a claim: the slots weighed together, and above which score a link counts at once.

Of two claims that are easily mistaken for one another the one that the sentence fits better stays.

The weights and thresholds were set on labelled posts. Nothing here reads text.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from matcher.claims.rules import ClaimRules
from storage.model import DENIALS, Figure, Link

CERTAIN = 0.66
SUGGESTED = 0.45

WHAT, WHERE, WHO, WHEN, FIGURE = 0.45, 0.2, 0.2, 0.15, 0.3
_NO_FIGURE = 0.15  # a claim about a figure, and the sentence gives none
ONE_WORD = 0.85  # how much a single event word says; each further thing that its way asks for says more
EACH_MORE = 0.1
SHORT = 8  # words; a shorter text needs a figure, place or name


@dataclass(frozen=True, slots=True)
class Slots:
    """The values of the slots, in [-1, 1]; `more`: how many things beside the event word the way asked for."""

    more: int
    where: float | None
    who: float | None
    when: float | None
    figure: float | None
    has_figures: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that a sentence may be about.

    `scene`: the number of the sentence; `words`: the event's tokens, `said`: with those of all else that its way asks
    for; `more`: as in `Slots`; `exact`: a place of the claim itself is named; `implied`: the claim is denied by saying
    something else ("they were driven out").
    """

    link: Link
    scene: int
    words: frozenset[int]
    said: frozenset[int]
    more: int
    exact: bool
    figures: tuple[Figure, ...]
    implied: bool = False

    @property
    def claim(self) -> str:
        return self.link.target


def score(slots: Slots) -> float:
    """In [0, 1]. A slot that the claim does not have is not counted."""
    parts = [(WHAT, min(1.0, ONE_WORD + EACH_MORE * slots.more))]
    for weight, value in ((WHERE, slots.where), (WHO, slots.who), (WHEN, slots.when), (FIGURE, slots.figure)):
        if value is not None:
            parts.append((weight, value))
    if slots.has_figures and slots.figure is None:
        parts.append((_NO_FIGURE, 0.0))
    total = sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)
    return round(min(max(total, 0.0), 1.0), 3)


def without_rivals(candidates: Iterable[Candidate], rules: ClaimRules) -> list[Candidate]:
    """Of two claims that exclude each other in one sentence the one that fits better; of equals, both.

    Words that assert one claim and thereby deny another, which it does not resemble, only suggest the denial.
    """
    scenes: defaultdict[int, list[Candidate]] = defaultdict(list)
    for one in sorted(candidates, key=_rank, reverse=True):
        scenes[one.scene].append(one)
    kept = [one for ranked in scenes.values() for one in _of_one_scene(ranked, rules)]
    return sorted(kept, key=_rank, reverse=True)


def _of_one_scene(ranked: Iterable[Candidate], rules: ClaimRules) -> list[Candidate]:
    kept: list[Candidate] = []
    for one in ranked:
        if not any(_beats(other, one, rules) for other in kept):
            kept = [other for other in kept if not _beats(one, other, rules)] + [one]
    return [_suggested(one) if any(_explains(other, one, rules) for other in kept) else one for one in kept]


def _explains(other: Candidate, one: Candidate, rules: ClaimRules) -> bool:
    """The other claim is asserted in the words that deny this one."""
    if not one.implied or other.implied or other.scene != one.scene or other.link.stance in DENIALS:
        return False
    if other.claim in rules.rivals.get(one.claim, ()):
        return one.said < other.said
    return bool(other.words & one.words)


def _suggested(one: Candidate) -> Candidate:
    return replace(one, link=replace(one.link, certain=False))


def _beats(other: Candidate, one: Candidate, rules: ClaimRules) -> bool:
    if other.scene != one.scene or other.claim == one.claim:
        return False
    if other.claim not in rules.rivals.get(one.claim, ()):
        return False
    ends = other.implied and other.link.stance in DENIALS and one.link.stance not in DENIALS
    if ends and other.words & one.words:  # the regime that was lifted is not announced
        return True
    if other.figures and not one.figures and other.words & one.words:  # it says the same, and how many
        return True
    if other.claim in rules.exclusive.get(one.claim, ()):
        return _rank(other) > _rank(one) and _same_event(other, one)
    return bool(other.words & one.words) and _fits_holder(other, one, rules)


def _fits_holder(other: Candidate, one: Candidate, rules: ClaimRules) -> bool:
    """The sentence gives, or at least names, a holder of the other claim and none of this one."""
    mine, theirs = rules.rules[one.claim], rules.rules[other.claim]
    if not mine.holders:
        return False
    holder = other.link.holder
    if holder is not None and holder in theirs.holders and holder not in mine.holders | mine.about:
        return True
    if one.implied or not _named(other) & theirs.holders - mine.about:
        return False
    return not (_named(one) | {one.link.holder}) & mine.holders


def _named(one: Candidate) -> set[str | None]:
    return {span.rule.removeprefix("actor:") for span in one.link.evidence if span.rule.startswith("actor:")}


def _rank(one: Candidate) -> tuple[bool, float, int, int]:
    """The village itself is a better fit than its region; then the score, then all that agrees."""
    return one.exact, one.link.score, len(one.figures), one.more


def _same_event(other: Candidate, one: Candidate) -> bool:
    spans = {(figure.start, figure.end) for figure in other.figures}
    return bool(other.words & one.words) or any((figure.start, figure.end) in spans for figure in one.figures)


def _weight(one: Candidate) -> tuple[bool, float]:
    return one.link.certain, one.link.score


def best_of_each(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The best candidate of each claim, holder and kind of stance, best first."""
    best: dict[tuple[str, str | None, bool], Candidate] = {}
    for one in candidates:
        denies = one.link.stance in DENIALS
        key = (one.claim, one.link.holder, denies)
        if key not in best or _weight(one) > _weight(best[key]):
            best[key] = one
    return sorted(best.values(), key=lambda one: (not one.link.certain, -one.link.score, one.scene, one.claim))
