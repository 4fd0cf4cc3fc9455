"""A second opinion on a link's stance, learned from labelled posts; it overrules the rules where they may be overruled.

The rules know cues and what they do to each other; posts of authors whom nobody has read also say things in ways that
no rule lists. Here each cue in and around the sentence (`cues`) weighs for and against each stance; the weights were
learned (`benchmarks/stance_opinion.py`) and stand in `opinion.json`. It finds no links and takes none away, and it says
which words moved it.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from matcher.claims.cues import EVENTS, Place, anchor, cues, told_as
from matcher.claims.lexicon import Hit
from matcher.claims.mockery import GUESS, jest
from matcher.claims.negation import DENIALS as DENIAL_WORDS
from matcher.claims.negation import is_negated
from matcher.claims.rules import ClaimRules, Rule
from matcher.claims.saying import DENY
from matcher.claims.scene import Scene
from matcher.claims.stance import NEGATIVE
from matcher.claims.surroundings import after
from matcher.reading import Reading
from storage.model import DENIALS, Evidence, Link, Stance

READS = "reads"  # the rule of evidence for an overruled stance: "reads:denies"
_FILE = "opinion.json"
# How far ahead another stance must be where the rules tell an assertion: in the posts it learned from all stances are
# equally common, in channels most posts assert something.
_MARGIN = 0.5
# ... and further where no word or picture is a sign of it: few posts of channels are jokes, or take anything back.
_UNSIGNED_MARGIN = 2.1
_SIGNS: Mapping[Stance, frozenset[str]] = {
    Stance.MOCKS: frozenset({"picture", "says:mock_opening", "says:mock_remark", "says:sarcasm", f"says:{GUESS}"}),
    Stance.CORRECTS: frozenset({"says:correct"}),
}
_SHOWN = 3  # words that moved it most
_OWN_WORD = frozenset({Stance.ASSERTS, Stance.DENIES})
_OTHERS_WORD: Mapping[Stance | None, Stance] = {
    Stance.ASSERTS: Stance.ATTRIBUTES,
    Stance.DENIES: Stance.REPORTS_DENIAL,
}
_TOLD = frozenset({Stance.ASSERTS, Stance.ATTRIBUTES})
_SAID = _TOLD | DENIALS
_KNOWN_BETTER = frozenset(
    {
        (Stance.ATTRIBUTES, Stance.ASSERTS),
        (Stance.CORRECTS, Stance.ASSERTS),
        (Stance.CORRECTS, Stance.ATTRIBUTES),
        (Stance.MOCKS, Stance.ATTRIBUTES),
        *((denial, Stance.ASKS) for denial in DENIALS),
    }
)
# Which words the rules have weighed where they tell the first of two stances and not the second.
_KNOWN_BY: Mapping[tuple[Stance | None, Stance], frozenset[str]] = {
    (Stance.ASSERTS, Stance.ATTRIBUTES): frozenset({"here says:report", "behind says:report", "here says:footage"}),
    (Stance.MOCKS, Stance.DENIES): frozenset({"says:mock_opening", "says:sarcasm"}),
}
# Without any of these nothing is somebody else's word.
_HEARD = frozenset(
    {
        *(f"says:{entry}" for entry in ("report", "according", "allegedly", "hedge", "voices", "footage")),
        *(f"says:{entry}" for entry in ("claim_responsibility", "that_office", "that_person")),
        *("before sourced", "here sourced", "behind sourced"),
        *('b < "', 'b " >', 'b : "', 'b , "', 'b " ,', 'b " —', 'b " –', 'o "'),  # not the apostrophe in a word
    }
)
_SEVERAL = 2  # voices
_GUESSES = frozenset({GUESS, "hedge"})
_NEGATIVE = NEGATIVE | DENIAL_WORDS  # entries by which a claim itself says that something is not so


@dataclass(frozen=True, slots=True)
class Opinion:
    """How much each cue speaks for each stance, and how common each is, in hundredths of log odds."""

    stances: tuple[Stance, ...]
    bias: tuple[int, ...]
    weights: Mapping[str, tuple[int, ...]]

    def of(self, found: Mapping[str, Place]) -> dict[Stance, float]:
        """How much speaks for each stance; only the differences matter."""
        rows = [self.bias, *(self.weights[name] for name in found if name in self.weights)]
        return {stance: sum(row[i] for row in rows) / 100 for i, stance in enumerate(self.stances)}

    def moved_by(self, found: Mapping[str, Place], stance: Stance, against: Stance | None) -> list[tuple[int, int]]:
        """Where the cues stand that speak for a stance, or for it rather than another: what says most first."""
        i, j = self.stances.index(stance), self.stances.index(against) if against in self.stances else None
        spots = [
            (self.weights[name][i] - (self.weights[name][j] if j is not None else 0), place)
            for name, place in found.items()
            if place is not None and name in self.weights
        ]
        ranked = sorted(((weight, place) for weight, place in spots if weight > 0), key=lambda one: (-one[0], one[1]))
        return list(dict.fromkeys(place for _, place in ranked))


@cache
def learned() -> Opinion:
    """The weights that come with the program."""
    told = json.loads(files("matcher.claims").joinpath(_FILE).read_text(encoding="utf-8"))
    weights = {name: tuple(row) for name, row in told["cues"].items()}
    return Opinion(tuple(Stance(one) for one in told["stances"]), tuple(told["bias"]), weights)


def reread(
    links: Sequence[Link], told: Sequence[Scene], reading: Reading, rules: ClaimRules, opinion: Opinion
) -> Iterator[Link]:
    """The links, each with the stance that it reads like. Where one claim has several links they stay as they are: each
    is a part of the text, and whose word it is was told apart already."""
    targets = [link.target for link in links]
    for link in links:
        number = anchor(link, told) if link.stance is not None and targets.count(link.target) == 1 else None
        yield link if number is None else _reread(link, number, told, reading, rules, opinion)


def _reread(
    link: Link, number: int, told: Sequence[Scene], reading: Reading, rules: ClaimRules, opinion: Opinion
) -> Link:
    rule = rules.rules[link.target]
    found = {**cues(told, number, rule, reading), told_as(str(link.stance)): None}
    stance = _overruling(opinion.of(found), link.stance, found)
    if stance is Stance.MOCKS and link.stance in _TOLD:
        beside = _beside_guesses(found, link, told[number])
        stance = _overruling(opinion.of(beside), link.stance, found)
    if stance is None or not _may_turn(link, stance, found, _voices(told, number), rule):
        return link
    if not _is_denial_seen(link, stance, told, number, rule):
        return link
    moved = [spot for spot in opinion.moved_by(found, stance, link.stance) if _tells(reading.text[slice(*spot)])]
    shown = moved[:_SHOWN] or [(link.evidence[0].start, link.evidence[0].end)]
    spots = (Evidence(start, end, reading.text[start:end], f"{READS}:{stance}") for start, end in shown)
    holder = reading.speaker if stance in _OWN_WORD else link.holder
    return replace(link, stance=stance, holder=holder, evidence=(*link.evidence, *spots))


def _beside_guesses(found: Mapping[str, Place], link: Link, scene: Scene) -> Mapping[str, Place]:
    """The cues but for a guess before the event, and the marks that set it off: "apparently they took it" hedges, where
    "They took it. Apparently by bus." laughs. What is meant as a joke has another sign.
    """
    told = max((one.end for one in link.evidence if one.rule.startswith(EVENTS)), default=0)
    spots = [_set_off(hit, scene) for hit in scene.hits if hit.entry in _GUESSES]
    before = [spot for spot in spots if spot[0] < told]
    if not before:
        return found
    return {name: place for name, place in found.items() if not (_is_guess(name) or _meets(place, before))}


def _set_off(hit: Hit, scene: Scene) -> tuple[int, int]:
    """From the word before to the word behind."""
    words = scene.sentence.tokens
    start = words[hit.first - 1].end if hit.first else scene.sentence.start
    return start, words[hit.last + 1].start if hit.last + 1 < len(words) else scene.sentence.end


def _is_guess(name: str) -> bool:
    return any(entry in name for entry in _GUESSES)


def _meets(place: Place, spots: Sequence[tuple[int, int]]) -> bool:
    return place is not None and any(place[0] < end and start < place[1] for start, end in spots)


def _tells(words: str) -> bool:
    """A comma tells a reader nothing."""
    return "?" in words or jest(words) is not None or any(mark.isalnum() for mark in words)


def _overruling(speaking: Mapping[Stance, float], told: Stance | None, found: Collection[str]) -> Stance | None:
    """The stance that most speaks for, if that is another; what is told in doubt stays so."""
    first = max(speaking, key=lambda one: speaking[one])
    if told is None or told not in speaking or first is told:
        return None
    signed = first not in _SIGNS or not _SIGNS[first].isdisjoint(found)
    margin = (_MARGIN if signed else _UNSIGNED_MARGIN) if told in _TOLD else 0
    return first if speaking[first] - speaking[told] > margin else None


def _may_turn(
    link: Link, stance: Stance, found: Mapping[str, Place], voices: Collection[str | None], rule: Rule
) -> bool:
    """What weighing words can't see, the rules know: in whose channel it stands, which of two voices says what, and
    whether any word denies it. Newsrooms write of two voices; posts written to teach seldom do."""
    if (link.stance, stance) in _KNOWN_BETTER or not _KNOWN_BY.get((link.stance, stance), frozenset()).isdisjoint(
        found
    ):
        return False
    if link.speaker is not None and link.holder == link.speaker and _OTHERS_WORD.get(link.stance) is stance:
        return False
    if (link.stance, stance) == (Stance.ASSERTS, Stance.ATTRIBUTES) and _HEARD.isdisjoint(found):
        return False
    if (link.stance, stance) == (Stance.ATTRIBUTES, Stance.MOCKS) and link.holder and _SIGNS[stance].isdisjoint(found):
        return False  # "The group: Friends! The village is taken."
    denies = stance in DENIALS
    if not _is_opposite(link, stance):
        return True
    if any(not _NEGATIVE.isdisjoint(way.entries) for way in rule.asserts):
        return False
    says_it_himself = denies and bool(rule.holders.intersection(filter(None, voices)))
    return len(voices) < _SEVERAL and not says_it_himself


def _is_opposite(link: Link, stance: Stance) -> bool:
    return {link.stance, stance} <= _SAID and (link.stance in DENIALS) != (stance in DENIALS)


def _is_denial_seen(link: Link, stance: Stance, told: Sequence[Scene], number: int, rule: Rule) -> bool:
    """What turns into a denial is denied by a word, and not by two: denied twice it is so."""
    if not _is_opposite(link, stance):
        return True
    scene = told[number]
    opposites = {f"event:{entry}" for way in rule.denies for entry in way.entries}
    events = [hit for hit in (*scene.hits, *scene.near) if hit.entry not in DENIAL_WORDS]
    negated = any(is_negated(hit, scene) for hit in events)
    implied = any(one.rule in opposites for one in link.evidence)
    around = (one for one in (*scene.before, *after(told, number)) if not _is_elsewhere(one, scene))
    refuted = any(_refutes(hit, one) for one in (scene, *around) for hit in (*one.hits, *one.near))
    if stance in DENIALS:
        return negated != refuted and not (refuted and implied)
    return negated or refuted


def _refutes(hit: Hit, scene: Scene) -> bool:
    """ "Nobody denies it" refutes nothing; "let them not make up stories" does."""
    return hit.entry in DENIAL_WORDS and not is_negated(hit, scene) and not (hit.entry == DENY and hit.near)


def _is_elsewhere(one: Scene, scene: Scene) -> bool:
    """What it says, it says of another place."""
    places = {spot.target for spot in one.places}
    return bool(places and scene.places) and places.isdisjoint(spot.target for spot in scene.places)


def _voices(told: Sequence[Scene], number: int) -> frozenset[str | None]:
    """Whose words stand in the sentence and next to it."""
    around = (told[number], *told[number].before, *after(told, number))
    return frozenset(source.actor for scene in around for source in scene.sources if not source.echo)
