"""How well a sentence fits a claim: the slots weighed together, and above which score a link counts at once.

The weights and thresholds were set on labelled posts. Nothing here reads text.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from storage.model import DENIALS, Figure, Link, Stance

CERTAIN = 0.66
SUGGESTED = 0.45

WHAT, WHERE, WHO, WHEN, FIGURE = 0.45, 0.2, 0.2, 0.15, 0.3
_NO_FIGURE = 0.15  # a claim about a figure, and the sentence gives none
ONE_WORD = 0.85  # how much a single event word says; each further thing that its way asks for says more
EACH_MORE = 0.1
_TOLD = frozenset({Stance.ASSERTS, Stance.ATTRIBUTES})
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

    `scene`: the number of the sentence; `words`: the event's tokens, `parts`: with those of each other thing that its
    way asks for, unless they only say who; `said`: all of these; `entries`: the lexicon's for the parts; `more`: as in
    `Slots`; `exact`: a place of the claim itself is named; `among`: those it is about who are named; `implied`: the
    claim is denied by saying something else ("they were driven out"); `carried`: its sentence names nobody else
    and no place.
    """

    link: Link
    scene: int
    words: frozenset[int]
    parts: tuple[frozenset[int], ...]
    said: frozenset[int]
    entries: frozenset[str]
    more: int
    exact: bool
    among: frozenset[str]
    figures: tuple[Figure, ...]
    implied: bool
    carried: bool

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


def _weight(one: Candidate) -> tuple[bool, float]:
    return one.link.certain, one.link.score


def _is_denied(one: Candidate, denial: Candidate) -> bool:
    """Who denies it, as surely, does not say it too: what is told there is what they deny."""
    same = (one.claim, one.link.holder) == (denial.claim, denial.link.holder)
    worded = any(found.rule == "wording" for found in one.link.evidence)  # which may hold a "not" itself
    near = denial.link.stance is Stance.REPORTS_DENIAL or (denial.scene == one.scene and not worded)
    return one.link.stance in _TOLD and same and near and denial.link.certain >= one.link.certain


def best_of_each(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The best candidate of each claim, holder and kind of stance, best first."""
    best: dict[tuple[str, str | None, bool], Candidate] = {}
    for one in candidates:
        denies = one.link.stance in DENIALS
        key = (one.claim, one.link.holder, denies)
        if key not in best or _weight(one) > _weight(best[key]):
            best[key] = one
    denials = [one for one in best.values() if one.link.stance in DENIALS]
    kept = (one for one in best.values() if not any(_is_denied(one, denial) for denial in denials))
    return sorted(kept, key=lambda one: (not one.link.certain, -one.link.score, one.scene, one.claim))
