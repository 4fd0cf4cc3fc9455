"""What the sentences next to an event make of its stance: a laugh behind it, a question, "we had this wrong" before it.

A short post tells the event in one sentence and what it thinks of it in another. List items stand alone. Decides only
about a stance that the event's own sentence has already; it links nothing.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from matcher.claims.grammar import THIS
from matcher.claims.lexicon import Hit
from matcher.claims.mockery import has_faces, is_mocking, is_mocking_remark
from matcher.claims.rules import ClaimRules, Rule
from matcher.claims.scene import Scene
from matcher.claims.sources import Source
from matcher.claims.stance import CORRECTION, QUESTION
from storage.model import Stance

_SHORT_POST = 3  # sentences; what a longer one asks may be about anything
_NEXT = 2  # sentences behind the event that may laugh at it
_TOLD = frozenset({Stance.ASSERTS, Stance.ATTRIBUTES})
_LONG_AGO = timedelta(days=480)
_PAST_YEAR = timedelta(days=200)
_SHORT_SENTENCE = 14  # words
_POINTS = 3  # words in which a sentence points at the one before


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
    short = len(told) <= _SHORT_POST
    if stance in _TOLD and _is_laughed_at(scene, behind, text, remarks=short):
        return Stance.MOCKS
    if stance is Stance.ASKS and any(has_faces(one, text) for one in behind):
        return Stance.MOCKS
    if stance in (*_TOLD, Stance.DENIES) and scene.before and _corrects(scene.before[0]):
        return Stance.CORRECTS
    if stance in _TOLD and short and _is_asked(told, behind):
        return Stance.ASKS
    return stance


def _is_laughed_at(scene: Scene, behind: Sequence[Scene], text: str, *, remarks: bool) -> bool:
    if any(is_mocking(one, text) for one in (*scene.before, *behind)):
        return True
    return remarks and any(is_mocking_remark(one) for one in behind)


def _corrects(scene: Scene) -> bool:
    return any(hit.entry == CORRECTION for hit in scene.hits)


def _is_asked(told: Sequence[Scene], behind: Sequence[Scene]) -> bool:
    """ "The FSB counts six tanks. Is there one picture?" """
    if len(behind) != 1 or behind[0] is not told[-1]:
        return False
    return behind[0].sentence.asks or any(hit.entry == QUESTION for hit in behind[0].hits)


def teller(told: Sequence[Scene], number: int, rules: ClaimRules) -> Source | None:
    """Who is named behind an event as its source: "Об этом сообщил губернатор", "Dat meldt het persbureau"."""
    for scene in after(told, number)[:1]:
        words = scene.sentence.tokens
        points = any(token.word in THIS for token in words[:_POINTS]) and len(words) <= _SHORT_SENTENCE
        if points and scene.sources and not any(hit.entry in rules.by_entry for hit in scene.hits):
            return scene.sources[0]
    return None


def looks_back(rule: Rule, scene: Scene, published: date | None, remembered: Sequence[Hit]) -> bool:
    """What stays true for ever (a founding) is recalled when it is told long after, as of then."""
    day = rule.last or rule.first
    if rule.until is not None or day is None or published is None or published - day < _LONG_AGO:
        return False
    return bool(remembered) or any(published - period.until > _PAST_YEAR for period in scene.periods)
