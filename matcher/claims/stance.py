"""What a sentence says of an event: that it happened, that it did not, whether it did; and whose word that is.

A negation counts where it reaches the event word, not wherever "не" stands; a denial of a negation asserts. What is
only planned, tried, prevented or supposed did not happen. `Frame` gathers these facts for one event, `stance_of` turns
them, the source and the speaker into a stance. It knows nothing of claims.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from matcher.claims.grammar import BUT, DUTCH_NOT, MORE, NONE, NOT, ONLY, THAN, THAT
from matcher.claims.lexicon import Hit, Lexicon
from matcher.claims.scene import Scene
from matcher.claims.sources import DENY, Source
from matcher.reading import Token
from storage.model import Stance

# Lexicon ids that this module reads.
DENIALS = frozenset({DENY, "fake", "not_true"})
HINDERED = frozenset({"not_allow", "prevent", "repel", "no_breakthrough", "fail", "no_gain"})
ATTEMPT = "attempt"
SUPPOSED = "conditional"
QUESTION = "question"
SARCASM = "sarcasm"
DOUBT = "doubt"
CORRECTION = "correct"
PLAN = "plan"  # polarity of entries that are about intentions, so that "soon" and "may" belong to them

_NOT_REACH = 3
_NONE_REACH = 7
_SCARE = 2  # words that quotation marks may hold to be scare quotes
_MOCKING = re.compile("[😂🤣😹🤡🙄😏🙃🥲🤭😜🤪]")
_FACES = 3  # how far behind a sentence its faces stand
_OPEN, _SHUT = "«“„\"‘'", "»”“\"’'"


@dataclass(frozen=True, slots=True)
class Frame:
    """How an event stands in its sentence. `unreal`: planned, tried, prevented or supposed."""

    negated: bool
    denied: bool
    unreal: bool
    asked: bool
    doubted: bool
    mocked: bool
    corrected: bool

    @property
    def says_no(self) -> bool:
        """An odd number of negations."""
        return self.negated != self.denied


def frame(hit: Hit, scene: Scene, lexicon: Lexicon, text: str, own: Collection[str]) -> Frame:
    """The frame of an event. `own`: the lexicon entries that belong to the claim's own wording, which don't count."""
    planned = lexicon.polarity.get(hit.entry) == PLAN
    negated = is_negated(hit, scene)
    denials = _denials(hit, scene, text, own)
    governed = any(_governs(denial, hit, scene, text) for denial in denials)
    return Frame(
        negated=negated,
        denied=governed if negated else bool(denials),
        unreal=not planned and _is_unreal(hit, scene, lexicon, own),
        asked=scene.sentence.asks or _has(scene, QUESTION),
        doubted=_has(scene, DOUBT),
        mocked=is_mocking(scene, text)
        or (lexicon.polarity.get(hit.entry) == "+" and _in_scare_quotes(hit, scene, text)),
        corrected=_has(scene, CORRECTION),
    )


def stance_of(found: Frame, source: Source | None, speaker: str | None, *, recalled: bool) -> Stance:
    """The stance of a post towards a claim that it speaks of in this frame."""
    if found.mocked:
        return Stance.MOCKS
    reported = source is not None and (source.actor is None or source.actor != speaker)
    if found.asked:
        return Stance.ASKS
    if found.doubted:
        return Stance.MENTIONS
    if recalled and not found.denied:
        return Stance.RECALLS
    if found.corrected:
        return Stance.CORRECTS
    if found.says_no:
        return Stance.REPORTS_DENIAL if reported else Stance.DENIES
    if recalled:
        return Stance.RECALLS
    return Stance.ATTRIBUTES if reported else Stance.ASSERTS


def is_negated(hit: Hit, scene: Scene) -> bool:
    """A negation reaches the hit. One that belongs to it ("не имеет отношения") is none, nor is another beside that."""
    words = scene.sentence.tokens
    if any(words[i].word in NOT | NONE for i in hit.words):
        return False
    reached = {scene.pieces[i] for i in range(hit.first, hit.last + 1)}
    for i, token in enumerate(words):
        if scene.pieces[i] not in reached:
            continue
        if token.word in NOT and not _is_only(words, i) and _reaches(token.word, i, hit):
            return True
        if token.word in NONE and hit.first - _NONE_REACH <= i <= hit.last + _NONE_REACH:
            return True
    return False


def _is_only(words: Sequence[Token], i: int) -> bool:
    first, second = (*(token.word for token in words[i + 1 : i + 3]), "", "")[:2]
    return first in ONLY or (first in MORE and second in THAN)


def _reaches(word: str, i: int, hit: Hit) -> bool:
    if word in DUTCH_NOT:
        return hit.first - _NONE_REACH <= i <= hit.last + _NONE_REACH
    return hit.first - _NOT_REACH <= i <= hit.last


def _denials(hit: Hit, scene: Scene, text: str, own: Collection[str]) -> list[Hit]:
    """The words of denial that are about this event."""
    return [
        denial
        for denial in scene.hits
        if denial.entry in DENIALS
        and denial.entry not in own
        and not set(denial.words) & set(hit.words)
        and not is_negated(denial, scene)
        and _covers(denial, hit, scene, text)
    ]


def _governs(denial: Hit, hit: Hit, scene: Scene, text: str) -> bool:
    """ "Not true that they did not" denies a denial; what stands behind the event, or before a colon ("Lies: they did
    not"), says so again.
    """
    words = scene.sentence.tokens
    return denial.last < hit.first and ":" not in text[words[denial.last].end : words[hit.first].start]


def _covers(denial: Hit, hit: Hit, scene: Scene, text: str) -> bool:
    """ "X is fake" covers its sentence up to a "but"; "denied X" what follows, or what precedes if nothing follows."""
    left, right = sorted((denial, hit), key=lambda one: one.first)
    between = scene.sentence.tokens[left.last + 1 : right.first]
    if any(token.word in BUT for token in between):
        return False
    gap = text[scene.sentence.tokens[left.last].end : scene.sentence.tokens[right.first].start]
    if denial.entry != DENY:
        ends = denial.first >= len(scene.sentence.tokens) - _SCARE
        return ":" not in gap or denial.last <= _SCARE or ends
    if denial.first < hit.first:
        same = scene.clauses[denial.last] == scene.clauses[hit.first]
        return ":" not in gap and (same or any(token.word in THAT for token in between))
    return scene.clauses[denial.first] == scene.clauses[hit.last] and "," not in gap


def _is_unreal(hit: Hit, scene: Scene, lexicon: Lexicon, own: Collection[str]) -> bool:
    for other in scene.hits:
        if other.entry in own or set(other.words) & set(hit.words):
            continue
        same = scene.clauses[other.first] == scene.clauses[hit.first]
        if other.entry == SUPPOSED and same and other.first < hit.last:
            return True
        near = same or abs(other.first - hit.first) <= _NONE_REACH
        if lexicon.polarity.get(hit.entry) == "+" and near and (other.entry in HINDERED or other.entry == ATTEMPT):
            return True
    return False


def _has(scene: Scene, entry: str) -> bool:
    return any(hit.entry == entry for hit in scene.hits)


def is_mocking(scene: Scene, text: str) -> bool:
    """The sentence has words of mockery, or a mocking face in it or right behind it."""
    return _has(scene, SARCASM) or bool(_MOCKING.search(text, scene.sentence.start, scene.sentence.end + _FACES))


def _in_scare_quotes(hit: Hit, scene: Scene, text: str) -> bool:
    words = scene.sentence.tokens
    if hit.last - hit.first >= _SCARE:
        return False
    before = text[max(scene.sentence.start, words[hit.first].start - 1) : words[hit.first].start]
    after = text[words[hit.last].end : words[hit.last].end + 1]
    return bool(before) and bool(after) and before in _OPEN and after in _SHUT
