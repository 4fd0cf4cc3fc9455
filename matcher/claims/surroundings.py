"""What the sentences next to an event make of its stance: a laugh behind it, a question, "we had this wrong" before it.

A short post tells the event in one sentence and what it thinks of it in another. List items stand alone. Decides only
about a stance that the event's own sentence has already; it links nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from matcher.claims.grammar import NO, THIS
from matcher.claims.lexicon import Hit
from matcher.claims.mockery import has_faces, is_mocking, is_mocking_remark
from matcher.claims.negation import DENIALS, is_negated
from matcher.claims.rules import ClaimRules, Rule
from matcher.claims.scene import Scene
from matcher.claims.scoring import Candidate
from matcher.claims.sources import Source
from matcher.claims.stance import CORRECTION, QUESTION, REMEMBERED
from matcher.reading import Reading
from storage.model import DENIALS as DENYING
from storage.model import Stance

_SHORT_POST = 3  # sentences; what a longer one asks may be about anything
_NEXT = 2  # sentences behind the event that may laugh at it
_TOLD = frozenset({Stance.ASSERTS, Stance.ATTRIBUTES})
_CURT = 4  # words of a sentence that begins with a bare no
_BARE = 12  # words; a sentence no longer than this that only denies is about the one before
# A stance in the writer's own word -> the same in somebody else's.
_OWN_WORD = {Stance.ASSERTS: Stance.ATTRIBUTES, Stance.DENIES: Stance.REPORTS_DENIAL}
_VERDICTS = frozenset({"fake", "not_true"})
_VERDICT_OPENS = 2
_MARK = re.compile(r"[.,:;!]|\s[-—–]\s")
_SIGNS = re.compile(r"[—–©(]|\s-\s")
_LONG_AGO = timedelta(days=480)
_AGES_AGO = timedelta(days=730)
_OVER = timedelta(days=45)
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
    if stance is not Stance.MOCKS and any(_reminisces(one) for one in scene.before[:1]):
        return Stance.RECALLS
    if stance in (*_TOLD, Stance.DENIES, Stance.RECALLS) and any(_corrects(one) for one in scene.before):
        return Stance.CORRECTS
    if stance in (*_TOLD, *DENYING) and short and any(_takes_back(one) for one in behind):
        return Stance.CORRECTS
    if stance in _TOLD and short and _is_asked(behind):
        return Stance.ASKS
    return stance


def _is_laughed_at(scene: Scene, behind: Sequence[Scene], text: str, *, remarks: bool) -> bool:
    if any(is_mocking(one, text) for one in (*scene.before, *behind)):
        return True
    return remarks and any(is_mocking_remark(one) for one in behind)


def _corrects(scene: Scene) -> bool:
    return any(hit.entry == CORRECTION for hit in scene.hits)


def _takes_back(scene: Scene) -> bool:
    """ "It was a mistake of ours.", "Новина виправлена." It tells of nothing but the correction."""
    unbroken = any(hit.entry == CORRECTION and hit.last - hit.first < len(hit.words) for hit in scene.hits)
    alone = not (scene.places or scene.sentence.asks)
    return unbroken and alone and len(scene.sentence.tokens) <= _SHORT_SENTENCE


def _reminisces(scene: Scene) -> bool:
    """ "Remember that Tuesday?" """
    return scene.sentence.asks and any(hit.entry == REMEMBERED for hit in scene.hits)


def memories(scene: Scene) -> list[Hit]:
    """The words of memory in the sentence, or in a "Remember it?" before it."""
    framing = [one for one in scene.before[:1] if _reminisces(one)]
    return [hit for one in (scene, *framing) for hit in one.hits if hit.entry == REMEMBERED]


def _is_asked(behind: Sequence[Scene]) -> bool:
    """ "The FSB counts six tanks. Is there one picture? I saw none." """
    return bool(behind) and (behind[0].sentence.asks or any(hit.entry == QUESTION for hit in behind[0].hits))


def teller(told: Sequence[Scene], number: int, text: str, rules: ClaimRules) -> Source | None:
    """Who is named behind an event as its source: "Об этом сообщил губернатор", "Dat meldt het persbureau"; or who
    signs it.
    """
    for scene in after(told, number)[:1]:
        if signed := _signature(scene, told[number], text):
            return signed
        words = scene.sentence.tokens
        points = any(token.word in THIS for token in words[:_POINTS]) and len(words) <= _SHORT_SENTENCE
        if points and scene.sources and not any(hit.entry in rules.by_entry for hit in scene.hits):
            return scene.sources[0]
    return None


def _signature(scene: Scene, signed: Scene, text: str) -> Source | None:
    """ "They were beaten back." — X; "... © X"; "... (X)": a name is all that stands behind, and a mark parts it."""
    words, before = scene.sentence.tokens, signed.sentence.tokens
    parted = bool(before and words) and _SIGNS.search(text, before[-1].end, words[0].start)
    whole = (spot for spot in scene.actors if parted and spot.first == 0 and spot.last == len(words) - 1)
    return next((Source(spot.target, 0, 0, 0) for spot in whole), None)


def looks_back(rule: Rule, scene: Scene, published: date | None, remembered: Sequence[Hit]) -> bool:
    """What stays true for ever (a founding) is recalled when it is told long after, as of then."""
    day = rule.last or rule.first
    if rule.until is not None or day is None or published is None:
        return False
    dated = any(published - period.until > _PAST_YEAR for period in scene.periods)
    if remembered:
        return dated or published - day > _LONG_AGO
    return dated and published - day > _AGES_AGO


def is_long_over(rule: Rule, published: date | None) -> bool:
    """So long that who tells of it looks back."""
    day = rule.last or rule.first
    return day is not None and published is not None and published - day > _OVER


def as_told(one: Candidate, told: Sequence[Scene], reading: Reading, rules: ClaimRules) -> Candidate:
    """The candidate with its stance, and whose word it is, as the sentences around it leave them."""
    if one.link.stance is None:
        return one
    stance, holder = swayed(one.link.stance, told, one.scene, reading.text), one.link.holder
    source = teller(told, one.scene, reading.text, rules) if stance in _OWN_WORD and holder == reading.speaker else None
    if source and source.actor != reading.speaker:
        stance, holder = _OWN_WORD[stance], source.actor
    return replace(one, link=replace(one.link, stance=stance, holder=holder))


def only_denies(scene: Scene, rules: ClaimRules) -> bool:
    """ "Это неправда.", "No." It tells nothing of its own."""
    words = scene.sentence.tokens
    denies = any(hit.entry in DENIALS and not is_negated(hit, scene) for hit in scene.hits) or _is_no(scene)
    tells = any(hit.entry in rules.by_entry and hit.entry not in DENIALS for hit in scene.hits)
    asks = scene.sentence.asks or any(hit.entry == QUESTION for hit in scene.hits)
    return denies and not tells and not asks and not scene.item and len(words) <= _BARE


def answered(candidates: Sequence[Candidate], reading: Reading) -> list[Candidate]:
    """Without the questions that the writer goes on to answer with a no: "Взяли? Нет там никого."."""
    denied_at = {
        one.claim: one.scene
        for one in candidates
        if one.link.stance is Stance.DENIES and one.link.holder in (None, reading.speaker)
    }
    return [
        one
        for one in candidates
        if one.link.stance is not Stance.ASKS or not 0 < denied_at.get(one.claim, one.scene) - one.scene <= _NEXT
    ]


def rejects(scene: Scene, text: str) -> bool:
    """It begins with a verdict upon the sentence before, whatever it tells then: "Неправда: ...", "No, ..."."""
    words = scene.sentence.tokens
    if scene.item or scene.sentence.asks or len(words) < _POINTS:
        return False
    opens = _POINTS if words[0].word in THIS else _VERDICT_OPENS
    verdicts = [hit.last for hit in scene.hits if hit.entry in _VERDICTS and hit.first < opens]
    ends = verdicts or ([0] if words[0].word in NO else [])
    return any(_MARK.match(text, words[i].end) for i in ends if i + 1 < len(words))


def _is_no(scene: Scene) -> bool:
    words = scene.sentence.tokens
    return 0 < len(words) <= _CURT and words[0].word in NO


def answered_by(one: Candidate, scene: Scene, reading: Reading) -> tuple[Candidate, ...]:
    """The candidate of the sentence before, denied here; and as it was, where two others disagree: "The agency counts a
    hundred. The group denies that."
    """
    denial = denied(one, scene, reading)
    two = denial.link.stance is Stance.REPORTS_DENIAL and one.link.stance is Stance.ATTRIBUTES
    return (one, denial) if two and denial.link.holder != one.link.holder else (denial,)


def denied(one: Candidate, scene: Scene, reading: Reading) -> Candidate:
    """The candidate of the sentence before, denied by who speaks here."""
    # "We wrote that ... That is wrong."
    own = one.link.stance is Stance.CORRECTS and not any(before.sources for before in scene.before[:1])
    if own or one.link.stance in DENYING:
        return one
    source = scene.sources[0].actor if scene.sources else None
    reported = source is not None and source != reading.speaker
    stance = Stance.REPORTS_DENIAL if reported else Stance.DENIES
    return replace(one, link=replace(one.link, stance=stance, holder=source or reading.speaker))
