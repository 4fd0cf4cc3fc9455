"""What the sentences next to an event make of its stance: a laugh behind it, a question, "we had this wrong" before it.

A short post tells the event in one sentence and what it thinks of it in another. List items stand alone. Decides only
about a stance that the event's own sentence has already; it links nothing.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from matcher.claims.lexicon import Hit
from matcher.claims.mockery import has_faces, is_mocking, is_remark
from matcher.claims.rules import Rule
from matcher.claims.scene import Scene
from matcher.claims.stance import CORRECTION, QUESTION
from storage.model import Stance

_SHORT_POST = 3  # sentences; what a longer one asks may be about anything
_NEXT = 2  # sentences behind the event that may laugh at it
_TOLD = frozenset({Stance.ASSERTS, Stance.ATTRIBUTES})
_LONG_AGO = timedelta(days=480)


def after(told: Sequence[Scene], number: int) -> tuple[Scene, ...]:
    """The sentences behind this one that belong to it: none behind or before a list item."""
    found: list[Scene] = []
    for scene in told[number + 1 : number + 1 + _NEXT]:
        if scene.item or told[number].item:
            break
        found.append(scene)
    return tuple(found)


def swayed(stance: Stance, told: Sequence[Scene], number: int, text: str) -> Stance:
    """The stance of the event in the sentence `number`, as those around it leave it."""
    scene, behind = told[number], after(told, number)
    if stance in _TOLD and _is_laughed_at(scene, behind, text):
        return Stance.MOCKS
    if stance is Stance.ASKS and any(has_faces(one, text) for one in behind):
        return Stance.MOCKS
    if stance in (*_TOLD, Stance.DENIES) and scene.before and _corrects(scene.before[0]):
        return Stance.CORRECTS
    if stance in _TOLD and len(told) <= _SHORT_POST and _is_asked(told, behind):
        return Stance.ASKS
    return stance


def _is_laughed_at(scene: Scene, behind: Sequence[Scene], text: str) -> bool:
    around = (*scene.before, *behind)
    return any(is_mocking(one, text) for one in around) or any(is_remark(one) for one in behind[:1])


def _corrects(scene: Scene) -> bool:
    return any(hit.entry == CORRECTION for hit in scene.hits)


def _is_asked(told: Sequence[Scene], behind: Sequence[Scene]) -> bool:
    """ "The FSB counts six tanks. Is there one picture?" """
    if len(behind) != 1 or behind[0] is not told[-1]:
        return False
    return behind[0].sentence.asks or any(hit.entry == QUESTION for hit in behind[0].hits)


def looks_back(rule: Rule, scene: Scene, published: date | None, remembered: Sequence[Hit]) -> bool:
    """What stays true for ever (a founding) is recalled when it is told long after, as of then."""
    day = rule.last or rule.first
    if rule.until is not None or day is None or published is None or published - day < _LONG_AGO:
        return False
    return bool(remembered) or any(published - period.until > _LONG_AGO for period in scene.periods)
