"""How likely a passage is about each claim: what its words sound like, weighed together with who, where and when.

Each measure says how far the passage agrees with a claim, or how far its words set that claim apart from the others of
the same time. What they weigh was learned (`likeness`). Knows nothing of the rules' answer, and decides nothing.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from matcher.claims.awake import overlaps
from matcher.claims.likeness import Likeness
from matcher.claims.passages import Numbered, figures_of, where_of, who_of
from matcher.claims.rules import ClaimRules, Rule
from matcher.claims.scene import Scene
from matcher.claims.slots import Fit
from matcher.reading import Reading

NO_MEASURE = "always"  # the odds before anything is measured
_LABELS = frozenset({"label", "we"})  # mentions that are words like others
_STEM = 6  # letters
_FIRST = 3  # claims that are worth measuring, by how they sound; others can't be likely
_FAINT = -1.0  # what sounds less like any claim than this, against sounding like none, is not measured
_LEAST = 1e-4  # of a share whose logarithm is taken

Spotted = tuple[int, int, str]
"""A word that a passage may be known by: the number of its scene in the passage, of its token, and the word."""
Measures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Likely:
    """A claim that a passage may be about. `chance`: as far as was learned; `heard`: the passage's words."""

    rule: Rule
    chance: float
    measures: Measures
    passage: Sequence[Numbered]
    heard: Sequence[Spotted]


def likely(
    passages: Iterable[Sequence[Numbered]],
    asked: Sequence[Rule],
    reading: Reading,
    rules: ClaimRules,
    linked: Collection[str] | None = None,
) -> dict[str, Likely]:
    """How likely each of these claims is: by the passage that sounds most like it.

    `linked`: only these are measured, and those that a passage sounds most like; None: all.
    """
    found: dict[str, Likely] = {}
    known = [rule for rule in asked if rule.claim.id in rules.likeness.claims]
    for passage in passages if known else ():
        heard = words_heard(passage)
        for rule, measures in _measured(passage, heard, known, reading, rules, linked):
            before = found.get(rule.claim.id)
            if before is None or measures["sound"] > before.measures["sound"]:
                found[rule.claim.id] = Likely(rule, chance(measures, rules.likeness), measures, passage, heard)
    return found


def chance(measures: Measures, likeness: Likeness) -> float:
    """From what the measures weigh."""
    weights = likeness.measures
    odds = weights.get(NO_MEASURE, 0.0) + sum(weights.get(name, 0.0) * value for name, value in measures.items())
    return 1 / (1 + math.exp(-odds))


def words_heard(passage: Sequence[Numbered]) -> list[Spotted]:
    """The words of a passage, shortened; a name as whom or what it names, and no days."""
    return [(number, i, word) for number, (_, scene) in enumerate(passage) for i, word in _words(scene)]


def _words(scene: Scene) -> Iterator[tuple[int, str]]:
    spots = [spot for spot in (*scene.actors, *scene.places) if spot.mention.rule not in _LABELS]
    names = {i: spot.target for spot in spots for i in range(spot.first, spot.last + 1)}
    days = {i for day in scene.periods for i in range(day.first, day.last + 1)}
    for i, token in enumerate(scene.sentence.tokens):
        if i in names:
            if names.get(i - 1) != names[i]:
                yield i, f"@{names[i]}"
        elif i not in days:
            yield i, token.word if token.word.isdigit() else token.word[:_STEM]


def _measured(
    passage: Sequence[Numbered],
    heard: Sequence[Spotted],
    known: Sequence[Rule],
    reading: Reading,
    rules: ClaimRules,
    linked: Collection[str] | None,
) -> Iterator[tuple[Rule, Measures]]:
    scores = rules.likeness.scores(word for _, _, word in heard)
    numbers = [rules.likeness.claims[rule.claim.id] for rule in known]
    shared = math.log(sum(math.exp(scores[number] - scores[-1]) for number in numbers) + 1)
    ranked = sorted((scores[number] for number in numbers), reverse=True)
    least = max(ranked[:_FIRST][-1], scores[-1] + _FAINT) if linked is not None else ranked[-1]
    for rule, number in zip(known, numbers, strict=True):
        if scores[number] < least and (linked is None or rule.claim.id not in linked):
            continue
        rival = next(iter(ranked[1:] if scores[number] == ranked[0] else ranked), scores[-1])
        sound = scores[number] - scores[-1]
        share = math.log(math.exp(sound - shared) + _LEAST)
        by_words = {
            "sound": sound,
            "margin": scores[number] - rival,
            "share": share,
            "length": math.log(len(heard) + 1),
        }
        yield rule, {**by_words, **_of_slots(rule, passage, share, reading, rules)}


def _of_slots(rule: Rule, passage: Sequence[Numbered], share: float, reading: Reading, rules: ClaimRules) -> Measures:
    place, who = where_of(rule, passage, rules).value, who_of(rule, passage, reading, rules).value
    figure, told = figures_of(rule, passage) if rule.claim.figures else (Fit(0.0), ())
    named = {spot.target for _, scene in passage for spot in scene.actors}
    return {
        "place": place,
        "another place": float(place < 0),
        "the place itself": float(place >= 1),
        "has places": float(bool(rule.claim.places)),
        "place and share": place * share,
        "who": who,
        "who and share": who * share,
        "holder": float(not rule.holders.isdisjoint({*named, reading.speaker})),
        "others": float(len(named - rule.holders - rule.about)),
        "figure": figure.value if told else 0.0,
        "no figure": float(bool(rule.claim.figures) and not told),
        "has figures": float(bool(rule.claim.figures)),
        **_of_days(rule, passage, share, reading),
    }


def _of_days(rule: Rule, passage: Sequence[Numbered], share: float, reading: Reading) -> Measures:
    published = reading.setting.day
    days = [day for _, scene in passage for day in scene.periods]
    its_own = any(overlaps(rule, day) for day in days)
    late = published is not None and rule.until is not None and published > rule.until and not its_own
    return {
        "its day": float(its_own),
        "another day": float(bool(days) and not its_own),
        "late": float(late),
        "late and share": late * share,
    }
