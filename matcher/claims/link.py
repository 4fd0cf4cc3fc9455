"""A text's links to claims: each sentence against each claim that its words may speak of.

The result explains itself: every slot that matched names its words. Links below the upper threshold wait for an editor.
Reads nothing but its arguments.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from matcher.claims import scoring
from matcher.claims.agreeing import agreed_on, enough, is_sure, score_of
from matcher.claims.awake import awake
from matcher.claims.lexicon import Hit
from matcher.claims.lone import sure_alone
from matcher.claims.mockery import in_scare_quotes
from matcher.claims.negation import DENIALS
from matcher.claims.open import Open, open_to_all
from matcher.claims.opinion import learned, reread
from matcher.claims.refusing import WORDING, event_span, note_rivals, note_untied, refused
from matcher.claims.rivals import judged
from matcher.claims.rules import ClaimRules, Rule
from matcher.claims.scene import Scene, scenes
from matcher.claims.scoring import Candidate
from matcher.claims.second_look import second_look
from matcher.claims.sides import HARMS, HOLDS, Doer, doer
from matcher.claims.slots import evidence_of
from matcher.claims.sources import Source
from matcher.claims.stance import Frame, contested, frame, stance_of
from matcher.claims.suggesting import suggestions
from matcher.claims.surroundings import (
    answered,
    answered_by,
    as_told,
    is_long_over,
    looks_back,
    memories,
    only_denies,
    rejects,
)
from matcher.claims.ways import Told, ways_told
from matcher.reading import Reading
from matcher.rejections import Why
from storage.model import Kind, Link

_ASIDE = 1  # sentences that may stand between what is said and "That is a lie."


def claim_links(
    reading: Reading, rules: ClaimRules, only: Open | None = None, *, may_tell: bool = True
) -> tuple[Link, ...]:
    """The links of a text to claims, the best first; a claim may have several of different holders and stances.

    `only`: the claims that it may be linked to, where that is known; `may_tell`: whether it may be to any.
    """
    only = only or open_to_all(rules)
    near = awake(reading, rules, only.near)
    if reading.rejected is None and not (near or only.told or only.worded):
        return ()
    told = scenes(reading, rules)
    candidates: list[Candidate] = []
    latest: list[Candidate] = []
    for number, scene in enumerate(told):
        alone = bool(latest) and only_denies(scene, rules)
        if alone or (latest and rejects(scene, reading.text)):
            candidates += chain.from_iterable(answered_by(one, scene, reading) for one in latest)
            latest = []
        here = () if alone else _candidates(scene, number, only, reading, rules)
        fresh = [as_told(one, told, reading, rules) for one in here]
        if fresh or any(number - one.scene > _ASIDE for one in latest):
            candidates += latest
            latest = fresh
    candidates = answered([*candidates, *latest], reading)
    found = judged(candidates, rules)
    note_rivals(candidates, found, reading)
    possible = awake(reading, rules) if found.kept or may_tell else ()
    links = [one.link for one in scoring.best_of_each(found.kept)] if possible else []
    story = _Story(told, {reading.speaker, *(mention.target for mention in reading.mentions)}, rules)
    links = _tied(links, story, reading)
    links += suggestions(told, links, [rule for rule in near if story.is_told(rule.claim.id)], reading, rules)
    links = sure_alone(links, told, reading.setting.day, rules) if any(scene.tells() for scene in told) else []
    if may_tell:
        links = _tied(second_look(links, told, possible, reading, rules), story, reading)
    return tuple(reread(links, told, reading, rules, learned()))


@dataclass(frozen=True, slots=True)
class _Story:
    """A text, asked whether it is of a claim's story at all."""

    told: Sequence[Scene]
    named: Collection[str | None]
    rules: ClaimRules

    def is_worded(self, link: Link) -> bool:
        """By a wording of a claim that is nobody's and nowhere: such have nothing else."""
        rule = self.rules.rules[link.target]
        return not (rule.claim.places or rule.about) and any(one.rule == WORDING for one in link.evidence)

    def is_told(self, claim: str) -> bool:
        may_be = self.rules.grounds.hold(claim, self.named, (scene.entries_at_most for scene in self.told))
        return may_be and self.rules.grounds.hold(
            claim, self.named, ({hit.entry for hit in scene.hits} for scene in self.told)
        )


def _tied(links: Sequence[Link], story: _Story, reading: Reading) -> list[Link]:
    """Those that are certain, or of whose story the text is; a note of the others."""
    kept = [link for link in links if link.certain or story.is_worded(link) or story.is_told(link.target)]
    note_untied([link for link in links if link not in kept], reading)
    return kept


def _candidates(scene: Scene, number: int, only: Open, reading: Reading, rules: ClaimRules) -> Iterator[Candidate]:
    if not _may_tell(scene, only):
        return
    spoken_of = dict.fromkeys(claim for hit in scene.hits for claim in rules.by_entry.get(hit.entry, ()))
    if only.worded:
        spoken_of.update(dict.fromkeys(found.wording.claim for found in scene.wordings))
    named = frozenset(spot.target for spot in scene.actors)
    for rule in (rules.rules[claim] for claim in spoken_of if claim in only.told or claim in only.worded):
        for told in ways_told(rule, scene, reading, rules, worded=rule.claim.id in only.worded):
            link = _link(rule, told, scene, reading, rules)
            if link:
                yield Candidate(
                    link=link,
                    scene=number,
                    words=frozenset(told.hit.words),
                    parts=told.parts(scene),
                    said=told.words,
                    entries=told.telling,
                    more=told.more,
                    exact=any(one.rule.removeprefix("place:") in rule.claim.places for one in link.evidence),
                    among=named & rule.about,
                    figures=link.figures,
                    implied=_is_implied(told, scene),
                    carried=_is_carried(told, scene),
                )


def _is_carried(told: Told, scene: Scene) -> bool:
    """Who and where are taken over: the sentence names no place, and nobody beside its event."""
    return not scene.places and all(told.words & set(range(spot.first, spot.last + 1)) for spot in scene.actors)


def _may_tell(scene: Scene, only: Open) -> bool:
    """Whether the sentence may hold all entries of a way, or a wording: asked before these are looked for."""
    return any(way <= scene.entries_at_most for way in only.ways) or bool(only.worded and scene.wordings)


def _is_implied(told: Told, scene: Scene) -> bool:
    """Denied by what it says, without a word of denial."""
    return told.denying and not any(hit.entry in DENIALS and told.words & set(hit.words) for hit in scene.hits)


def _link(rule: Rule, told: Told, scene: Scene, reading: Reading, rules: ClaimRules) -> Link | None:
    agreed = agreed_on(rule, told.hit, scene, reading, rules)
    if agreed is None:
        return refused(Why.OTHER_TIME, rule, told.hit, scene, reading)
    fits = agreed.by_slot
    if not enough(rule, told, agreed.where, fits, scene):
        return refused(Why.MISSING, rule, told.hit, scene, reading, fits)
    event = _event(rule, told, scene, reading, rules, agreed.source)
    if isinstance(event, Why):
        return refused(event, rule, told.hit, scene, reading, fits)
    event = contested(event, agreed.source, rule, scene)
    total = score_of(rule, told, agreed)
    if total < scoring.SUGGESTED:
        return refused(Why.BELOW, rule, told.hit, scene, reading, fits, total)
    day = reading.setting.day
    recalled = agreed.when.recalled or (not event.says_no and looks_back(rule, scene, day, memories(scene)))
    spans = (
        *(event_span(hit, scene) for hit in (told.hit, *told.others)),
        *told.spans,
        *(span for fit in (*fits.values(), agreed.when.fit) for span in fit.spans),
    )
    return Link(
        kind=Kind.CLAIM,
        target=rule.claim.id,
        score=total,
        evidence=evidence_of(spans, reading.text),
        certain=total >= scoring.CERTAIN and is_sure(rule, told, agreed, event, scene, reading),
        stance=stance_of(
            event,
            agreed.source,
            reading.speaker,
            recalled=recalled,
            over=agreed.when.recalled and is_long_over(rule, day),
        ),
        holder=agreed.voice or _meant(rule, event, agreed.source, rules),
        speaker=reading.speaker,
        figures=agreed.figures,
    )


def _meant(rule: Rule, event: Frame, source: Source | None, rules: ClaimRules) -> str | None:
    """Who "the group" or "the ministry" is: the only one of that kind who holds this claim, or who contests it."""
    if source is None:
        return None
    wanted = rule.claim.contested_by if event.says_no else rule.claim.holders
    meant = [one for one in wanted if one in rules.actors and rules.actors[one].kind in source.kinds]
    return meant[0] if len(meant) == 1 else None


def _event(
    rule: Rule, told: Told, scene: Scene, reading: Reading, rules: ClaimRules, source: Source | None
) -> Frame | Why:
    """What is said of the event, as far as this claim goes, or why it is not this claim's event."""
    event = frame(told.hit, scene, rules.lexicon, reading.text, told.entries)
    act = _act(told.hit, scene)
    event = replace(event, quoted=event.quoted or in_scare_quotes(act, scene, reading.text))
    side = doer(rule, act, scene, rules, source, reading.speaker)
    if event.unreal:
        return Why.UNREAL
    if side is Doer.OTHER_SPEAKS and not (told.denying or event.says_no):
        return Why.OTHER_SIDE
    if told.denying:  # what denies the claim is the other side's doing
        return Why.OTHER_SIDE if side is Doer.OWN_NAMED else replace(event, negated=not event.negated)
    if side is Doer.OTHER:
        opposite = act.entry in HOLDS and rule.settled
        return replace(event, negated=not event.negated) if opposite else Why.OTHER_SIDE
    return event


def _act(hit: Hit, scene: Scene) -> Hit:
    """The feat inside a wording, if it holds one."""
    if hit.entry != WORDING:
        return hit
    inside = (one for one in scene.hits if one.entry in HOLDS | HARMS and set(one.words) & set(hit.words))
    return next(inside, hit)
