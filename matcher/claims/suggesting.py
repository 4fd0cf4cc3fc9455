"""Suggestions: claims that a passage speaks of without saying so in one sentence and in listed words.

A passage is held against each claim that its time allows: how much of the claim's topic, who, where and which figures
it names. The best is suggested to an editor, never certain.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.claims import scoring, slots
from matcher.claims.lexicon import Hit
from matcher.claims.mockery import is_mocking
from matcher.claims.passages import (
    PAST,
    TOPIC,
    Numbered,
    Shares,
    event_of,
    figures_of,
    is_brief,
    names_its_days,
    passages,
    topic_words,
    when_of,
    where_of,
    who_of,
)
from matcher.claims.rules import ClaimRules, Rule
from matcher.claims.scene import Scene
from matcher.claims.semantic import CANDIDATES, Meanings, combined
from matcher.claims.sides import Doer, doer
from matcher.claims.sources import source_of
from matcher.claims.stance import CORRECTION, frame, stance_of
from matcher.claims.surroundings import swayed
from matcher.reading import Reading
from storage.model import Figure, Kind, Link

SEMANTIC = "semantic"  # the rule of a sentence that an encoder compared
_TOPIC, _WHERE, _WHO, _FIGURE = 0.5, 0.2, 0.3, 0.2
LEAST_TOPIC = 0.4
_LEAST = 0.6
_TIE = 0.03
ALONE = 3.4  # the weight of event families that tell a claim of these very days without any name


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A claim for a passage, with the event in the scene that speaks of it most. `meant`: its meaning was compared."""

    rule: Rule
    scene: Scene
    number: int
    hit: Hit
    score: float
    when: slots.When
    where: slots.Fit
    who: slots.Fit
    figures: tuple[Figure, ...]
    around: tuple[Scene, ...]
    meant: bool = False


def suggestions(
    told: Sequence[Scene], links: Sequence[Link], possible: Sequence[Rule], reading: Reading, rules: ClaimRules
) -> list[Link]:
    """Links to claims that passages fit as a whole, where no sentence speaks of a like claim for certain."""
    linked = {link.target for link in links}
    taken = {*linked, *(rival for link in links if link.certain for rival in rules.rivals.get(link.target, ()))}
    awake_here = [rule for rule in possible if rule.claim.id not in taken]
    best: dict[str, Suggestion] = {}
    for passage in passages(told) if awake_here else ():
        for one in suggested(passage, awake_here, reading, rules):
            if one.rule.claim.id not in best or one.score > best[one.rule.claim.id].score:
                best[one.rule.claim.id] = one
    ranked = sorted(best.values(), key=lambda one: -one.score)
    return [link for one in ranked if (link := suggestion_link(one, told, reading, rules))]


def suggestion_link(one: Suggestion, told: Sequence[Scene], reading: Reading, rules: ClaimRules) -> Link | None:
    hits = (*one.scene.hits, *one.scene.near)
    families = {hit.entry for hit in hits if rules.topics.tells(one.rule.claim.id, hit.entry)}
    event = frame(one.hit, one.scene, rules.lexicon, reading.text, families)
    event = replace(
        event,
        mocked=event.mocked or any(is_mocking(scene, reading.text) for scene in one.around),
        corrected=event.corrected or any(hit.entry == CORRECTION for scene in one.around for hit in scene.hits),
    )
    source = source_of(one.hit, one.scene.sources)
    side = doer(one.rule, one.hit, one.scene, rules, source, reading.speaker)
    if event.unreal or side is Doer.OTHER:
        return None
    stance = stance_of(event, source, reading.speaker, recalled=one.when.recalled)
    sentence, words = one.scene.sentence, one.scene.sentence.tokens
    rule = "topic" if one.hit.entry == TOPIC else f"event:{one.hit.entry}"
    meant = ((sentence.start, sentence.end, SEMANTIC),) if one.meant else ()
    spans = ((words[one.hit.first].start, words[one.hit.last].end, rule), *one.where.spans, *one.who.spans)
    return Link(
        kind=Kind.CLAIM,
        target=one.rule.claim.id,
        score=min(one.score, scoring.CERTAIN),
        evidence=slots.evidence_of((*spans, *one.when.fit.spans, *meant), reading.text),
        certain=False,
        stance=swayed(stance, told, one.number, reading.text),
        holder=source.actor if source else reading.speaker,
        speaker=reading.speaker,
        figures=one.figures,
    )


def suggested(
    passage: Sequence[Numbered], awake: Sequence[Rule], reading: Reading, rules: ClaimRules
) -> list[Suggestion]:
    """The claims that the passage fits best, if it fits any well enough."""
    agreed = {rule.claim.id: fits for rule in awake if (fits := _agreed(rule, passage, reading, rules))}
    telling = _telling(passage, [rule for rule in awake if rule.claim.id in agreed], rules) if agreed else []
    if not telling:
        return []
    of_each = [rules.topics.words.outstanding(word for _, word in topic_words(scene)) for _, scene in passage]
    fitted = (_fitted(rule, topic, agreed[rule.claim.id], passage, of_each, rules) for rule, topic in telling)
    found = [one for one in fitted if one]
    if rules.meanings:
        found = _reranked(found, passage, reading, rules.meanings)
    best = max((one.score for one in found), default=0.0)
    return [one for one in found if one.score >= max(_LEAST, best - _TIE)]


def _telling(passage: Sequence[Numbered], awake: Sequence[Rule], rules: ClaimRules) -> list[tuple[Rule, float]]:
    """The claims of whose topic there is enough in the passage, and how much."""
    shares = rules.topics.words.outstanding(word for _, scene in passage for _, word in topic_words(scene))
    most = frozenset[str]().union(*(scene.entries_at_most for _, scene in passage))
    near = [rule for rule in awake if rules.topics.fit(rule.claim.id, most, shares[rule.claim.id]) >= LEAST_TOPIC]
    entries = {hit.entry for _, scene in passage for hit in (*scene.hits, *scene.near)} if near else set()
    topics = ((rule, rules.topics.fit(rule.claim.id, entries, shares[rule.claim.id])) for rule in near)
    return [(rule, topic) for rule, topic in topics if topic >= LEAST_TOPIC]


def _reranked(
    found: Sequence[Suggestion], passage: Sequence[Numbered], reading: Reading, meanings: Meanings
) -> list[Suggestion]:
    """The best, their scores weighed with how near their statements are to the passage in meaning."""
    if not found:
        return []
    best = sorted(found, key=lambda one: -one.score)[:CANDIDATES]
    text = reading.text[passage[0][1].sentence.start : passage[-1][1].sentence.end]
    near = meanings.closeness(text, [one.rule.claim.id for one in best])
    return [
        replace(one, score=round(combined(one.score, near[one.rule.claim.id]), 3), meant=True)
        if one.rule.claim.id in near
        else one
        for one in best
    ]


@dataclass(frozen=True, slots=True)
class _Agreed:
    """When, where and who, as far as a passage agrees with a claim."""

    when: slots.When
    where: slots.Fit
    who: slots.Fit

    @property
    def named(self) -> bool:
        return any(fit.value >= slots.NEARBY for fit in (self.who, self.where))


def _agreed(rule: Rule, passage: Sequence[Numbered], reading: Reading, rules: ClaimRules) -> _Agreed | None:
    """None: it is of another time or place, or about nobody whom the passage names. Asked before words are."""
    when = when_of(rule, passage, reading)
    where = where_of(rule, passage, rules)
    if when is None or where.value < 0:
        return None
    agreed = _Agreed(when, where, who_of(rule, passage, reading, rules))
    if not agreed.named and (when.recalled or not is_brief(rule)):
        return None
    if rule.until is None and not _names_its_own(rule, passage, reading, rules):
        return None
    return agreed


def _fitted(
    rule: Rule, topic: float, agreed: _Agreed, passage: Sequence[Numbered], shares: Sequence[Shares], rules: ClaimRules
) -> Suggestion | None:
    when, where, who = agreed.when, agreed.where, agreed.who
    if not agreed.named and not _is_telling(rule, passage, rules):
        return None
    if when.recalled and not _looks_back(rule, passage):
        return None
    number, scene, hit = event_of(rule, passage, shares, rules)
    if hit is None:
        return None
    figure, figures = figures_of(rule, passage)
    parts = [(_TOPIC, topic), (_WHO, who.value)]
    if rule.claim.places:
        parts.append((_WHERE, where.value))
    if rule.claim.figures:
        parts.append((_FIGURE, figure.value))
    score = sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)
    around = tuple(scene for _, scene in passage)
    return Suggestion(rule, scene, number, hit, round(min(score, 1.0), 3), when, where, who, figures, around)


def _is_telling(rule: Rule, passage: Sequence[Numbered], rules: ClaimRules) -> bool:
    entries = {hit.entry for _, scene in passage for hit in (*scene.hits, *scene.near)}
    return rules.topics.of_families(rule.claim.id, entries) >= ALONE


def _names_its_own(rule: Rule, passage: Sequence[Numbered], reading: Reading, rules: ClaimRules) -> bool:
    """A claim whose time never ends needs all whom one of its ways names."""
    return any(
        all(
            any(slots.named(name, scene, reading.speaker, rules) is not None for _, scene in passage)
            for name in way.named
        )
        for way in rule.asserts
    )


def _looks_back(rule: Rule, passage: Sequence[Numbered]) -> bool:
    days = (day for _, scene in passage for day in scene.periods)
    remembered = any(hit.entry == PAST for _, scene in passage for hit in scene.hits)
    return remembered or any(names_its_days(rule, day) for day in days)
