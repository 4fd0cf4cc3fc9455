"""How well found links agree with labelled posts: precision, recall and F1 with 95 % intervals. Pure, opens no files.

Every (post, target) pair counts once. Claims are scored twice: the claim alone, and together with its stance. Suggested
claims are left out, as is what is labelled as debatable. Pairs of one post are not independent, which the intervals
do not know: they are a little too narrow.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import sqrt

from matcher.labels import FOLDED, Labelled
from storage.model import Found, Kind, Stance

ENOUGH = 30
"""Fewer posts of a language tell nothing: its figures are not shown."""

Z = 1.959964
"""Of the normal distribution, 95 % lies within so many standard deviations."""


class Measure(StrEnum):
    """What is counted."""

    ACTORS = "actors"
    PLACES = "places"
    CLAIMS = "claims"
    STANCES = "claims+stance"


OF_KIND: Mapping[Kind, Measure] = {
    Kind.ACTOR: Measure.ACTORS,
    Kind.PLACE: Measure.PLACES,
    Kind.CLAIM: Measure.CLAIMS,
}


@dataclass(frozen=True, slots=True)
class Share:
    """A proportion with its 95 % interval, all in [0, 1]."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were found rightly, found wrongly and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> Share | None:
        """Of what was found, what was right; None if nothing was found."""
        return wilson(self.right, self.right + self.wrong)

    @property
    def recall(self) -> Share | None:
        """Of what there was to find, what was found; None if there was nothing."""
        return wilson(self.right, self.right + self.missed)

    @property
    def f1(self) -> Share | None:
        """Its interval is that of right / (right + wrong + missed), a true proportion of which F1 is a function."""
        share = wilson(self.right, self.right + self.wrong + self.missed)
        if share is None:
            return None
        return Share(*(2 * one / (1 + one) for one in (share.value, share.low, share.high)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was right, wrong and missed in one post. A claim with the wrong stance is both wrong and missed."""

    post: Labelled
    right: Mapping[Measure, frozenset[str]]
    wrong: Mapping[Measure, frozenset[str]]
    missed: Mapping[Measure, frozenset[str]]

    @property
    def exact(self) -> bool:
        return not any((*self.wrong.values(), *self.missed.values()))

    @property
    def false_alarm(self) -> bool:
        """Something was found in a post that is about nothing known."""
        return self.post.empty and any(self.wrong.values())

    def tally(self, measure: Measure) -> Tally:
        return Tally(len(self.right[measure]), len(self.wrong[measure]), len(self.missed[measure]))


@dataclass(slots=True)
class Score:
    """The tallies of many posts. `targets`: of each measure by the id of the actor, place or claim.

    `empty`: posts that are about nothing known, `alarms`: those of them in which something was found.
    """

    posts: int = 0
    exact: int = 0
    empty: int = 0
    alarms: int = 0
    tallies: dict[Measure, Tally] = field(default_factory=lambda: dict.fromkeys(Measure, Tally()))
    targets: dict[Measure, dict[str, Tally]] = field(default_factory=lambda: {measure: {} for measure in Measure})

    def add(self, verdict: Verdict) -> None:
        """Counts one post more."""
        self.posts += 1
        self.exact += verdict.exact
        self.empty += verdict.post.empty
        self.alarms += verdict.false_alarm
        for measure in Measure:
            self.tallies[measure] += verdict.tally(measure)
            self._add_targets(measure, verdict)

    def _add_targets(self, measure: Measure, verdict: Verdict) -> None:
        outcomes = ((verdict.right, Tally(right=1)), (verdict.wrong, Tally(wrong=1)), (verdict.missed, Tally(missed=1)))
        of_target = self.targets[measure]
        for listed, one in outcomes:
            for target in listed[measure]:
                of_target[target] = of_target.get(target, Tally()) + one


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Real posts, all together and by language, and traps apart: those were made to be got wrong."""

    total: Score
    languages: Mapping[str, Score]
    traps: Score


def wilson(part: int, whole: int) -> Share | None:
    """The share `part` / `whole` with its Wilson score interval; None of nothing.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.
    """
    if not whole:
        return None
    value = part / whole
    squared = Z * Z / whole
    middle = (value + squared / 2) / (1 + squared)
    reach = Z * sqrt(value * (1 - value) / whole + squared / whole / 4) / (1 + squared)
    return Share(value, max(0.0, min(value, middle - reach)), min(1.0, max(value, middle + reach)))


def evaluate(verdicts: Iterable[Verdict]) -> Evaluation:
    """Adds everything up; traps count for nothing but themselves."""
    total, traps = Score(), Score()
    languages: defaultdict[str, Score] = defaultdict(Score)
    for verdict in verdicts:
        if verdict.post.trap:
            traps.add(verdict)
        else:
            total.add(verdict)
            languages[verdict.post.lang].add(verdict)
    return Evaluation(total, dict(languages), traps)


def judge(found: Found, post: Labelled) -> Verdict:
    """Holds what was found against the labels of the post."""
    right, wrong, missed = ({measure: frozenset[str]() for measure in Measure} for _ in range(3))
    for kind, expected in (*post.named.items(), (Kind.CLAIM, frozenset(post.claims))):
        measure, seen = OF_KIND[kind], _seen(found, kind, post)
        right[measure], wrong[measure], missed[measure] = seen & expected, seen - expected, expected - seen
    stances = _stances(found)
    agreeing = {claim for claim in right[Measure.CLAIMS] if stances[claim] in post.claims[claim].accepted}
    seen = right[Measure.CLAIMS] | wrong[Measure.CLAIMS]
    right[Measure.STANCES] = frozenset(agreeing)
    wrong[Measure.STANCES] = seen - agreeing
    missed[Measure.STANCES] = frozenset(post.claims) - agreeing
    return Verdict(post, right, wrong, missed)


def _seen(found: Found, kind: Kind, post: Labelled) -> frozenset[str]:
    """The targets that count: no suggested claims, nothing debatable, nothing that nobody judged."""
    expected = frozenset(post.claims) if kind is Kind.CLAIM else post.named[kind]
    targets = {link.target for link in found.links if link.kind is kind and (link.certain or kind is not Kind.CLAIM)}
    if post.judged is not None:
        targets &= post.judged
    return frozenset(targets - (post.optional[kind] - expected))


def _stances(found: Found) -> dict[str, Stance]:
    """Of several links to one claim the first counts: it is the best."""
    stances: dict[str, Stance] = {}
    for link in found.links:
        if link.kind is Kind.CLAIM and link.certain and link.stance:
            stances.setdefault(link.target, FOLDED.get(link.stance, link.stance))
    return stances
