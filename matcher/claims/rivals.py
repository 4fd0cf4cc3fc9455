"""Claims that compete for the same words: which of them a sentence is about, and which are no more than suggested.

Of two claims that are easily mistaken for one another the one that the sentence fits better stays. A further claim is
certain only if it is told by words of its own, not by those that a certain claim already explains. Reads no text.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from matcher.claims.rules import ClaimRules, Rule
from matcher.claims.scoring import Candidate
from storage.model import DENIALS

_SEVERAL = 2  # groups; a sentence that names more of them speaks of all
_DENY = "deny"  # the lexicon's: alone it says nothing of what is denied


@dataclass(frozen=True, slots=True)
class Judged:
    """The candidates that stay, best first; of those that are now only suggested, which claim explains their words."""

    kept: tuple[Candidate, ...]
    explained: tuple[tuple[Candidate, str], ...]


def judged(candidates: Iterable[Candidate], rules: ClaimRules) -> Judged:
    """Of claims that exclude each other in one sentence those that fit better; of equals, both."""
    scenes: defaultdict[int, list[Candidate]] = defaultdict(list)
    for one in sorted(candidates, key=_rank, reverse=True):
        scenes[one.scene].append(one)
    fitting = [one for ranked in scenes.values() for one in _unbeaten(ranked, rules)]
    told = _Certain.of(fitting)
    explained = {one: claim for one in fitting if one.link.certain and (claim := _explaining(one, told, rules))}
    explained = {one: claim for one, claim in explained.items() if not _is_mutual(one, explained)}
    kept = [_suggested(one) if one in explained else one for one in fitting]
    return Judged(tuple(sorted(kept, key=_rank, reverse=True)), tuple(explained.items()))


def _is_mutual(one: Candidate, explained: Mapping[Candidate, str]) -> bool:
    """Each would explain the other: what is asserted stays, rather than that the other is denied."""
    if not _asserts(one):
        return False
    others = (other for other in explained if other.claim == explained[one] and other.scene == one.scene)
    return any(explained[other] == one.claim and not _asserts(other) for other in others)


def _unbeaten(ranked: Iterable[Candidate], rules: ClaimRules) -> list[Candidate]:
    kept: list[Candidate] = []
    for one in ranked:
        if not any(_beats(other, one, rules) for other in kept):
            kept = [other for other in kept if not _beats(one, other, rules)] + [one]
    return kept


def _suggested(one: Candidate) -> Candidate:
    return replace(one, link=replace(one.link, certain=False))


# --- told by the words of another claim -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Certain:
    """What is certain of a text: by sentence; the sentences in which each claim is asserted."""

    by_scene: Mapping[int, Sequence[Candidate]]
    asserted: Mapping[str, Collection[int]]

    @classmethod
    def of(cls, fitting: Iterable[Candidate]) -> "_Certain":
        by_scene: defaultdict[int, list[Candidate]] = defaultdict(list)
        asserted: defaultdict[str, set[int]] = defaultdict(set)
        for one in fitting:
            if one.link.certain:
                by_scene[one.scene].append(one)
                if _asserts(one):
                    asserted[one.claim].add(one.scene)
        return cls(by_scene, asserted)


def _explaining(one: Candidate, told: _Certain, rules: ClaimRules) -> str | None:
    """The claim that says all that would speak for this one."""
    here = [other for other in told.by_scene[one.scene] if other.claim != one.claim]
    for other in here:
        if _denies_it(one, other, rules) or _explains(other, one, rules):
            return other.claim
    for rival in sorted(rules.rivals.get(one.claim, frozenset()).intersection(told.asserted)):
        if one.implied:
            siblings = told.by_scene[one.scene]
            same = (other for other in siblings if other.claim == one.claim and other.words & one.words)
            if any(_is_said_by(rules.rules[rival], sibling) for sibling in same):
                return rival
        elif one.carried and one.scene - 1 in told.asserted[rival] and _is_said_by(rules.rules[rival], one):
            return rival
    return None


def _explains(other: Candidate, one: Candidate, rules: ClaimRules) -> bool:
    """By a claim of the same sentence."""
    if other.claim not in rules.rivals.get(one.claim, ()):
        return one.implied and _asserts(other) and bool(other.words & one.words)
    if rules.rules[other.claim].claim.supersedes == one.claim:
        return True
    if _is_one_of_several(one, other, rules):
        return True
    if _is_one_of_several(other, one, rules) or (one.figures and not other.figures):
        return False
    if _is_anothers(one, other) or (one.exact and not other.exact) or _is_elsewhere(one, other, rules):
        return False
    return _says_more(other, one) or _is_narrower(other, one, rules) or _is_part_of(one, other, rules)


def _denies_it(one: Candidate, other: Candidate, rules: ClaimRules) -> bool:
    """ "Podolyak denies that it is a diversion": a denial of that, unless it is what he is known to contest."""
    if other.claim == one.claim or not one.entries <= {_DENY} or other.entries <= one.entries:
        return False
    return rules.rules[one.claim].about.isdisjoint(rules.rules[other.claim].claim.contested_by)


def _asserts(one: Candidate) -> bool:
    return not one.implied and one.link.stance not in DENIALS


def _is_said_by(rule: Rule, one: Candidate) -> bool:
    """A way to assert the other claim holds all that speaks for this one."""
    return any(one.entries <= set(way.entries) for way in rule.asserts)


def _is_anothers(one: Candidate, other: Candidate) -> bool:
    """Somebody else says it."""
    return None not in (one.link.holder, other.link.holder) and one.link.holder != other.link.holder


def _is_elsewhere(one: Candidate, other: Candidate, rules: ClaimRules) -> bool:
    """ "Took the village, and entered the town": in words of its own, at a place of its own."""
    theirs = set(rules.rules[other.claim].claim.places)
    own = _places(one) & set(rules.rules[one.claim].claim.places) - theirs
    return bool(own) and bool(_places(other) & theirs) and not one.words & other.words


def _places(one: Candidate) -> set[str]:
    return {span.rule.removeprefix("place:") for span in one.link.evidence if span.rule.startswith("place:")}


def _says_more(other: Candidate, one: Candidate) -> bool:
    """ "The regime still holds": the same words, and more; of equal words, the village itself or a name beside them."""
    if len(other.parts) > len(one.parts):
        return all(part & other.said for part in one.parts)
    mine, theirs = (frozenset[int]().union(*each.parts) for each in (one, other))
    return mine <= other.said and (len(theirs), other.exact, other.more) > (len(mine), one.exact, one.more)


def _is_part_of(one: Candidate, other: Candidate, rules: ClaimRules) -> bool:
    """What speaks for this claim is a part of what the other may say, and not the other way round."""
    return _is_said_by(rules.rules[other.claim], one) and not _is_said_by(rules.rules[one.claim], other)


def _is_narrower(other: Candidate, one: Candidate, rules: ClaimRules) -> bool:
    """ "The battalion has crossed the border": a claim about one group, and nobody else of the wider claim is named."""
    mine, theirs = rules.rules[one.claim], rules.rules[other.claim]
    return mine.is_wide and theirs.about < mine.about and bool(one.among) and one.among <= theirs.about


def _is_one_of_several(one: Candidate, other: Candidate, rules: ClaimRules) -> bool:
    """ "The Legion and the battalion crossed": a claim about one of the groups, in words of that about them all."""
    mine, theirs = rules.rules[one.claim], rules.rules[other.claim]
    if not theirs.is_wide or not mine.about < theirs.about or len(one.parts) > 1:
        return False
    return len(other.among) > _SEVERAL or (len(other.among) == _SEVERAL and bool(one.words & other.words))


# --- the better of two ------------------------------------------------------------------------------------------------


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
