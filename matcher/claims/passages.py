"""Passages: the sentences of a text that belong together, and how the slots of a claim are filled in all of one.

A passage is a list item, or the sentences between two. What it comes to, `suggesting` and `odds` judge.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from matcher.claims import slots
from matcher.claims.awake import overlaps
from matcher.claims.days import Period
from matcher.claims.lexicon import Hit
from matcher.claims.rules import ClaimRules, Rule
from matcher.claims.scene import Scene
from matcher.reading import Reading
from storage.model import Figure

PAST = "anniversary"  # the lexicon's words of memory
TOPIC = "topic"  # the entry of a hit that is a word of the claim's vocabulary
_MOST_WORDS = 90  # in a passage
_ABOUT_THEN = timedelta(days=62)  # longer named times ("in 2023") need a word of memory

Numbered = tuple[int, Scene]
Shares = Mapping[str, float]


def passages(scenes: Sequence[Scene]) -> Iterator[list[Numbered]]:
    """The scenes that belong together, numbered."""
    passage: list[Numbered] = []
    words = 0
    for numbered in enumerate(scenes):
        scene = numbered[1]
        if passage and (scene.item or passage[-1][1].item or words > _MOST_WORDS):
            yield passage
            passage, words = [], 0
        passage.append(numbered)
        words += len(scene.sentence.tokens)
    if passage:
        yield passage


def topic_words(scene: Scene) -> Iterator[tuple[int, str]]:
    """The sentence's words, numbered, without the names in it; a label ("saboteurs") is no name."""
    spots = (spot for spot in (*scene.actors, *scene.places) if spot.mention.rule != "label")
    named = {i for spot in spots for i in range(spot.first, spot.last + 1)}
    return ((i, token.word) for i, token in enumerate(scene.sentence.tokens) if i not in named)


def event_of(
    rule: Rule, passage: Sequence[Numbered], shares: Sequence[Shares], rules: ClaimRules
) -> tuple[int, Scene, Hit | None]:
    """The sentence that holds most of the topic, and its most telling hit or word."""
    claim, topics = rule.claim.id, rules.topics
    best: tuple[float, int, Scene, Hit | None] = (0.0, *passage[0], None)
    for (number, scene), share in zip(passage, shares, strict=True):
        hits = [hit for hit in (*scene.hits, *scene.near) if topics.tells(claim, hit.entry)]
        fit = topics.fit(claim, {hit.entry for hit in hits}, share[claim])
        if fit > best[0]:
            rarest = min(hits, key=lambda hit: len(topics.families[hit.entry]), default=None)
            best = (fit, number, scene, rarest)
    fit, number, scene, hit = best
    return number, scene, hit or (_most_telling_word(claim, scene, rules) if fit else None)


def _most_telling_word(claim: str, scene: Scene, rules: ClaimRules) -> Hit:
    shares = ((rules.topics.words.shares((word,)).get(claim, 0.0), -i) for i, word in topic_words(scene))
    return Hit(TOPIC, (-max(shares)[1],))


def is_brief(rule: Rule) -> bool:
    """Whether posts of its days may be about the claim without any name."""
    return rule.until is not None and rule.first is not None and rule.until - rule.first <= _ABOUT_THEN


def names_its_days(rule: Rule, day: Period) -> bool:
    """Whether a period means the days of a claim, as "in 2023" does not."""
    return overlaps(rule, day) and day.until - day.since <= _ABOUT_THEN


def when_of(rule: Rule, passage: Sequence[Numbered], reading: Reading) -> slots.When | None:
    published = reading.setting.day
    if published is None:
        return None
    asked = (slots.when(rule, scene, published, past=True) for _, scene in passage)
    answers = [one if one and one.known else None for one in asked]
    named = [answer for (_, scene), answer in zip(passage, answers, strict=True) if scene.periods]
    return next((answer for answer in (*named, *([] if named else answers)) if answer), None)


def where_of(rule: Rule, passage: Sequence[Numbered], rules: ClaimRules) -> slots.Fit:
    if not rule.claim.places:
        return slots.Fit(0.0)
    spots = [spot for _, scene in passage for spot in scene.places]
    return slots.best_place(rule, spots, rules) if spots else slots.SILENCE


def who_of(rule: Rule, passage: Sequence[Numbered], reading: Reading, rules: ClaimRules) -> slots.Fit:
    return max(
        (slots.who(rule.about | rule.holders, scene, reading.speaker, rules) for _, scene in passage),
        key=lambda fit: fit.value,
    )


def figures_of(rule: Rule, passage: Sequence[Numbered]) -> tuple[slots.Fit, tuple[Figure, ...]]:
    told = [slots.figures(rule, scene) for _, scene in passage]
    return next((one for one in told if one[1]), (slots.Fit(0.0), ()))
