"""The ways to speak of a claim that a sentence holds: event words that stand together, names, typical wordings.

Whether the sentence agrees with the rest of the claim is for `link`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from matcher.claims import slots
from matcher.claims.figures import PEOPLE
from matcher.claims.lexicon import Hit
from matcher.claims.refusing import WORDING
from matcher.claims.rules import ClaimRules, Rule, Way
from matcher.claims.scene import Scene
from matcher.claims.slots import Span
from matcher.reading import Reading

_WORDED = 2  # a whole wording says as much as an event word and two further things
_WHO = frozenset({*PEOPLE, "drg", "rebels", "legion", "ukraine", "report", "according", "allegedly"})
_MOST_HITS = 8  # of one lexicon entry in a sentence; more say nothing new


@dataclass(frozen=True, slots=True)
class Told:
    """A way to speak of a claim, found in a sentence. `near`: it only comes near the claim."""

    hit: Hit
    others: tuple[Hit, ...]
    denying: bool
    more: int
    needs: frozenset[str]
    spans: tuple[Span, ...]
    near: bool = False

    @property
    def words(self) -> frozenset[int]:
        """All words that say it."""
        return frozenset(i for hit in (self.hit, *self.others) for i in hit.words)

    @property
    def entries(self) -> frozenset[str]:
        """Of the lexicon; a wording's is none of them."""
        return frozenset({self.hit.entry, *(hit.entry for hit in self.others)})

    @property
    def telling(self) -> frozenset[str]:
        """Those that say more than who."""
        return self.entries - (_WHO - {self.hit.entry})

    def parts(self, scene: Scene) -> tuple[frozenset[int], ...]:
        """The words of the event, and of each other thing that says more than who."""
        named = [(spot.first, spot.last) for spot in scene.actors]
        whats = (
            hit
            for hit in self.others
            if hit.entry not in _WHO and not any(a <= hit.first and hit.last <= b for a, b in named)
        )
        return tuple(frozenset(hit.words) for hit in (self.hit, *whats))


def ways_told(rule: Rule, scene: Scene, reading: Reading, rules: ClaimRules, *, worded: bool) -> Iterator[Told]:
    """`worded`: the text may hold a wording of the claim."""
    for denying, ways in ((False, rule.asserts), (True, rule.denies)):
        for way in ways:
            yield from _way_told(way, denying, scene, reading, rules)
    for found in scene.wordings if worded else ():
        if found.wording.claim == rule.claim.id:
            yield Told(Hit(WORDING, found.words), (), found.wording.denying, _WORDED, frozenset(), ())


def _way_told(way: Way, denying: bool, scene: Scene, reading: Reading, rules: ClaimRules) -> Iterator[Told]:
    spans: list[Span] = []
    for entry in way.named:
        named = slots.named(entry, scene, reading.speaker, rules)
        if named is None:
            return
        spans += named
    for hit in islice((hit for hit in scene.hits if hit.entry == way.entries[0]), _MOST_HITS):
        others = _others(hit, way.entries[1:], scene)
        if others is not None:
            more = len(way.entries) - 1 + len(way.named)
            yield Told(hit, others, denying, more, way.slots, tuple(spans), way.near)


def _others(hit: Hit, entries: Sequence[str], scene: Scene) -> tuple[Hit, ...] | None:
    """The nearest hit of each further entry, on other words than the first; None if one is missing."""
    found: list[Hit] = []
    for entry in entries:
        near = [one for one in scene.hits if one.entry == entry and not set(one.words) & set(hit.words)]
        if not near:
            return None
        found.append(min(near, key=lambda one: abs(one.first - hit.first)))
    return tuple(found)
