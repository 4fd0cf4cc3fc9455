"""What a sentence says of an event: that it happened, that it did not, whether it did; and whose word that is.

A negation counts where it reaches the event word, not wherever "не" stands; a denial of a negation asserts. What is
only planned, tried, prevented or supposed did not happen. `Frame` gathers these facts for one event, `stance_of` turns
them, the source and the speaker into a stance. It knows nothing of claims.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from matcher.claims.grammar import AND, AS, BUT, FEW, MERE, NONE, NOT, THAT, THIS
from matcher.claims.lexicon import Hit, Lexicon
from matcher.claims.mockery import in_scare_quotes, is_mocking
from matcher.claims.negation import DENIALS, is_negated
from matcher.claims.rules import UNVERIFIED, Rule
from matcher.claims.saying import DENY, REPORT
from matcher.claims.scene import Scene
from matcher.claims.sources import Source
from matcher.reading import Token
from storage.model import Stance

# Lexicon ids that this module reads.
HINDERED = frozenset({"not_allow", "prevent", "repel", "no_breakthrough", "fail", "no_gain"})
UNINVOLVED = "not_involved"
NEGATIVE = frozenset({UNVERIFIED, UNINVOLVED, "no_breakthrough", "not_allow", "no_gain"})
ATTEMPT = "attempt"
SUPPOSED = "conditional"
QUESTION = "question"
WHAT = "what_on_earth"  # "Какой ещё рейд?" denies
DOUBT = "doubt"
REMEMBERED = "anniversary"
CORRECTION = "correct"
PLAN = "plan"  # polarity of entries that are about intentions, so that "soon" and "may" belong to them

_FULL_STOP = re.compile(r"[.!?…]+(?=[\s»”\")]|$)|[?]+")
_QUOTED_ON = re.compile(r"[»”\"]")  # what is asked inside a quotation, the post does not ask
_CONFIRMING = re.compile("подтвер|призна|підтвер|визна|confirm|admit|acknowl|agree|bevest|erken|toege")
_NEAR = 7  # words between an attempt and what was attempted
_FEW = 2  # words at the start or end of a sentence, where a verdict upon it stands
_AS_REACH = 3
_AND_REACH = 3  # words from an "and" to the verb of saying: "and now also says"


@dataclass(frozen=True, slots=True)
class Frame:
    """How an event stands in its sentence. `unreal`: planned, tried, prevented or supposed; `refuted`: denied by
    somebody's saying so, not by the writer's verdict; `quoted`: in scare quotes."""

    negated: bool
    denied: bool
    refuted: bool
    unreal: bool
    asked: bool
    doubted: bool
    remembered: bool
    mocked: bool
    quoted: bool
    corrected: bool

    @property
    def says_no(self) -> bool:
        """An odd number of negations."""
        return self.negated != self.denied


def frame(hit: Hit, scene: Scene, lexicon: Lexicon, text: str, own: Collection[str]) -> Frame:
    """The frame of an event. `own`: the lexicon entries that belong to the claim's own wording, which don't count."""
    planned = lexicon.polarity.get(hit.entry) == PLAN
    negated = is_negated(hit, scene) and not _is_negative(hit, scene, own)
    denials = _denials(hit, scene, text, own)
    waved_off = any(one.entry == WHAT and one.first <= _FEW and one.last < hit.first for one in scene.hits)
    governed = any(_governs(denial, hit, scene, text) for denial in denials)
    return Frame(
        negated=negated,
        denied=waved_off or (governed if negated else bool(denials)),
        refuted=any(one.entry == DENY and hit.entry != DENY and not is_negated(one, scene) for one in scene.hits),
        unreal=not planned and _is_unreal(hit, scene, lexicon, text, own),
        asked=not waved_off and (scene.sentence.asks or _has(scene, QUESTION) or _is_marked(hit, scene, text)),
        doubted=any(one.entry == DOUBT and not _is_undone(one, scene) for one in scene.hits),
        remembered=_has(scene, REMEMBERED),
        mocked=is_mocking(scene, text),
        quoted=in_scare_quotes(hit, scene, text),
        corrected=_is_corrected(scene),
    )


def contested(found: Frame, source: Source | None, rule: Rule, scene: Scene) -> Frame:
    """ "RVC on the FSB's hundred dead: ..." Who disputes a claim speaks of its holders, or of having no part in it, to
    deny it, unless they confirm it.
    """
    if source is None or found.says_no or source.actor not in rule.claim.contested_by:
        return found
    holders = rule.holders - rule.about - {source.actor}
    answers = any(spot.target in holders for spot in scene.actors) or _has(scene, UNINVOLVED)
    confirms = any(_CONFIRMING.match(token.word) for token in scene.sentence.tokens)
    return replace(found, negated=not found.denied) if answers and not confirms else found


def stance_of(
    found: Frame, source: Source | None, speaker: str | None, *, recalled: bool, over: bool = False
) -> Stance:
    """The stance of a post towards a claim that it speaks of in this frame.

    `over`: it was written long after, so that whatever it says it recalls, unless it denies or doubts it now.
    """
    reported = _is_reported(found, source, speaker)
    if over and _only_recalls(found, reported):
        return Stance.RECALLS
    if _is_mocked(found, reported):
        return Stance.MOCKS
    if found.asked and not (recalled and found.remembered):  # "Remember how they came?"
        return Stance.ASKS
    if found.doubted:
        return Stance.MENTIONS
    if recalled and not found.denied:
        return Stance.RECALLS
    if found.corrected and not (found.refuted and found.says_no and reported):
        return Stance.CORRECTS
    return _told(found, reported, recalled=recalled)


def _told(found: Frame, reported: bool, *, recalled: bool) -> Stance:
    if found.says_no:
        return Stance.REPORTS_DENIAL if reported else Stance.DENIES
    if recalled:
        return Stance.RECALLS
    return Stance.ATTRIBUTES if reported else Stance.ASSERTS


def _only_recalls(found: Frame, reported: bool) -> bool:
    """It neither denies nor asks anything now."""
    return (reported or not found.says_no) and (found.remembered or not found.asked)


def _is_mocked(found: Frame, reported: bool) -> bool:
    return found.mocked or (found.quoted and not (reported or found.says_no))


def _is_reported(found: Frame, source: Source | None, speaker: str | None) -> bool:
    """It is somebody else's word; "whatever X says" is not that of a denial around it."""
    if source is None or (source.echo and found.says_no):
        return False
    return source.actor is None or source.actor != speaker


def _is_negative(hit: Hit, scene: Scene, own: Collection[str]) -> bool:
    """The claim itself says "never" or "nobody", here in other words of its own, or near words of what is negative."""
    words = scene.sentence.tokens
    others = (one for one in scene.hits if one.entry in own)
    if hit.entry == UNVERIFIED:  # "can't verify": its words need their negation
        return True
    return (hit.near and hit.entry in NEGATIVE) or any(words[i].word in NOT | NONE for one in others for i in one.words)


def _denials(hit: Hit, scene: Scene, text: str, own: Collection[str]) -> list[Hit]:
    """The words of denial that are about this event; a verb of denial beside it is one even in the claim's own ways."""
    return [
        denial
        for denial in scene.hits
        if denial.entry in DENIALS
        and (denial.entry not in own or (denial.entry == DENY and hit.entry != DENY))
        and not set(denial.words) & set(hit.words)
        and not is_negated(denial, scene)
        and _covers(denial, hit, scene, text)
    ]


def _governs(denial: Hit, hit: Hit, scene: Scene, text: str) -> bool:
    """ "Not true that they did not" denies a denial; what stands behind the event, or before a colon ("Lies: they did
    not"), says so again.
    """
    words = scene.sentence.tokens
    if denial.last >= hit.first:
        return False
    between = words[denial.last + 1 : hit.first]
    apart = text[words[denial.last].end : words[hit.first].start]
    told = any(token.word in THAT for token in between)
    return ":" not in apart and (told or not any(mark in apart for mark in ",;—–("))


def _covers(denial: Hit, hit: Hit, scene: Scene, text: str) -> bool:
    """ "X is fake" covers its sentence up to a "but"; "denied X" what follows, or what precedes if nothing follows."""
    left, right = sorted((denial, hit), key=lambda one: one.first)
    words = scene.sentence.tokens
    between = words[left.last + 1 : right.first]
    if any(token.word in BUT and not _is_mere(i, words) for i, token in enumerate(between, start=left.last + 1)):
        return False
    gap = text[words[left.last].end : words[right.first].start]
    if denial.entry != DENY:
        if ":" in gap and denial.first < hit.first and any(token.word in THIS for token in words[: denial.first]):
            return False  # "That was wrong: they ..."
        ends = denial.first >= len(words) - _FEW or denial.last == len(words) - 1
        opens = denial.last <= _FEW and not any(token.word in THAT for token in words[denial.last : right.first])
        return ":" not in gap or opens or ends
    if denial.first < hit.first:
        if _is_called(denial, hit, scene) or _is_said_besides(denial, hit, scene, gap):
            return False
        same = scene.clauses[denial.last] == scene.clauses[hit.first]
        return ":" not in gap and (same or any(token.word in THAT for token in between))
    return scene.clauses[denial.first] == scene.clauses[hit.last] and "," not in gap


def _is_mere(i: int, words: Sequence[Token]) -> bool:
    """ "Maar een afleiding", "slechts": the Dutch "but" stands for "only" before an article."""
    follows = words[i - 1].end + 1 == words[i].start if i else False
    return follows and words[i].word == "maar" and i + 1 < len(words) and words[i + 1].word in MERE


def _is_called(denial: Hit, hit: Hit, scene: Scene) -> bool:
    """ "Dismissed it as a diversion" calls it a diversion; "dismissed as a lie that ..." does not."""
    words = scene.sentence.tokens
    behind = range(max(denial.last, hit.first - _AS_REACH), hit.first)
    spots = [i for i in behind if words[i].word in AS] or ([denial.last] if words[denial.last].word in AS else [])
    verdicts = (one for one in scene.hits if one.entry in DENIALS and one != denial)
    return bool(spots) and not any(spots[-1] < one.first < hit.first for one in verdicts)


def _is_said_besides(denial: Hit, hit: Hit, scene: Scene, gap: str) -> bool:
    """ "Denies the breach; it claims a hundred dead", "denies it and says ...": another statement of whoever denies."""
    words = scene.sentence.tokens
    if ";" in gap:
        behind = words[denial.last].end + gap.rindex(";")
        return next(token.word for token in words if token.start > behind) not in THAT
    said = (one for one in scene.hits if one.entry == REPORT and denial.last < one.first < hit.first)
    return any(
        token.word in AND for one in said for token in words[max(denial.last + 1, one.first - _AND_REACH) : one.first]
    )


def _is_undone(doubt: Hit, scene: Scene) -> bool:
    """ "Few doubted", "no doubt"."""
    near = scene.sentence.tokens[max(doubt.first - _AS_REACH, 0) : doubt.first]
    return is_negated(doubt, scene) or any(token.word in FEW for token in near)


def _is_unreal(hit: Hit, scene: Scene, lexicon: Lexicon, text: str, own: Collection[str]) -> bool:
    happens = lexicon.polarity.get(hit.entry) == "+"
    if _is_if(hit, scene, text):
        return True
    for other in scene.hits:
        if other.entry in own or set(other.words) & set(hit.words):
            continue
        same = scene.clauses[other.first] == scene.clauses[hit.first]
        if other.entry == SUPPOSED and same and other.first < hit.last:
            return True
        stopped = happens and (other.entry in HINDERED or other.entry == ATTEMPT)
        near = same or abs(other.first - hit.first) <= _NEAR
        if stopped and near and not _is_parted(other, hit, scene, text):
            return True
    return False


def _is_if(hit: Hit, scene: Scene, text: str) -> bool:
    """ "Als het Legioen het dorp inneemt, ...": the verb closes the clause that the Dutch "if" opens."""
    words = scene.sentence.tokens
    closes = text[words[hit.last].end : words[hit.last].end + 1] == ","
    return words[0].word == "als" and closes and scene.pieces[0] == scene.pieces[hit.last]


def _is_parted(other: Hit, hit: Hit, scene: Scene, text: str) -> bool:
    """A colon between them begins another statement: "they did not break through: there were attempts"."""
    words = scene.sentence.tokens
    left, right = (other, hit) if other.first < hit.first else (hit, other)
    return ":" in text[words[left.last].end : words[right.first].start]


def _is_corrected(scene: Scene) -> bool:
    """Somebody takes something back, and nobody denies before that they did."""
    return any(hit.entry == CORRECTION and not _is_denied(hit, scene) for hit in scene.hits)


def _is_denied(hit: Hit, scene: Scene) -> bool:
    """ "Denies that it took it back"."""
    words = scene.sentence.tokens
    return any(
        denial.entry == DENY
        and denial.last < hit.first
        and any(token.word in THAT for token in words[denial.last + 1 : hit.first])
        for denial in scene.hits
    )


def _is_marked(hit: Hit, scene: Scene, text: str) -> bool:
    """The first full mark behind it is a question mark: who writes in small letters ("вошли?? кто знает") asks too."""
    found = _FULL_STOP.search(text, scene.sentence.tokens[hit.last].end, scene.sentence.end)
    return found is not None and "?" in found.group() and not _QUOTED_ON.match(text, found.end())


def _has(scene: Scene, entry: str) -> bool:
    return any(hit.entry == entry for hit in scene.hits)
