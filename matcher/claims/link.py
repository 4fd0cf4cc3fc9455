"""A text's links to claims: each sentence against each claim that its words may speak of.

The result explains itself: every slot that matched names its words. Links below the upper threshold wait for an editor.
Reads nothing but its arguments.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from matcher.claims import scoring, slots
from matcher.claims.awake import awake
from matcher.claims.figures import COUNTED
from matcher.claims.lexicon import Hit
from matcher.claims.negation import DENIALS
from matcher.claims.refusing import WORDING, event_span, note_rivals, refused
from matcher.claims.rules import ClaimRules, Rule, Way
from matcher.claims.scene import Scene, scenes
from matcher.claims.scoring import Candidate
from matcher.claims.sides import HARMS, HOLDS, Doer, doer
from matcher.claims.sources import Source, source_of
from matcher.claims.stance import Frame, frame, stance_of
from matcher.claims.suggesting import PAST, Span, evidence_of, suggestions
from matcher.claims.surroundings import as_told, denied, looks_back, only_denies
from matcher.reading import Reading
from matcher.rejections import Why
from storage.model import Kind, Link

_WORDED = 2  # a whole wording says as much as an event word and two further things
_SHORT_WORDING = 2
_MOST_HITS = 8  # of one lexicon entry in a sentence; more say nothing new


@dataclass(frozen=True, slots=True)
class _Found:
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


def claim_links(reading: Reading, rules: ClaimRules) -> tuple[Link, ...]:
    """The links of a text to claims, the best first; a claim may have several of different holders and stances."""
    possible = awake(reading, rules)
    if not possible and reading.rejected is None:
        return ()
    candidates: list[Candidate] = []
    latest: list[Candidate] = []
    told = scenes(reading, rules)
    for number, scene in enumerate(told):
        if latest and only_denies(scene, rules):
            candidates += (denied(one, scene, reading) for one in latest)
            latest = []
        else:
            candidates += latest
            latest = [as_told(one, told, reading, rules) for one in _candidates(scene, number, reading, rules)]
    candidates += latest
    fitting = scoring.without_rivals(candidates, rules)
    note_rivals(candidates, fitting, reading)
    links = [one.link for one in scoring.best_of_each(fitting)] if possible else []
    return (*links, *suggestions(told, links, possible, reading, rules))


def _candidates(scene: Scene, number: int, reading: Reading, rules: ClaimRules) -> Iterator[Candidate]:
    claims = dict.fromkeys(claim for hit in scene.hits for claim in rules.by_entry.get(hit.entry, ()))
    claims.update(dict.fromkeys(found.wording.claim for found in scene.wordings))
    for claim in claims:
        rule = rules.rules[claim]
        for found in _ways_found(rule, scene, reading, rules):
            link = _link(rule, found, scene, reading, rules)
            if link:
                words = frozenset(found.hit.words)
                exact = any(one.rule.removeprefix("place:") in rule.claim.places for one in link.evidence)
                yield Candidate(
                    link, number, words, found.words, found.more, exact, link.figures, _is_implied(found, scene)
                )


def _is_implied(found: _Found, scene: Scene) -> bool:
    """Denied by what it says, without a word of denial."""
    return found.denying and not any(hit.entry in DENIALS and found.words & set(hit.words) for hit in scene.hits)


# --- what -------------------------------------------------------------------------------------------------------------


def _ways_found(rule: Rule, scene: Scene, reading: Reading, rules: ClaimRules) -> Iterator[_Found]:
    for denying, ways in ((False, rule.asserts), (True, rule.denies)):
        for way in ways:
            yield from _way_found(way, denying, scene, reading, rules)
    for worded in scene.wordings:
        if worded.wording.claim == rule.claim.id:
            yield _Found(Hit(WORDING, worded.words), (), worded.wording.denying, _WORDED, frozenset(), ())


def _way_found(way: Way, denying: bool, scene: Scene, reading: Reading, rules: ClaimRules) -> Iterator[_Found]:
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
            yield _Found(hit, others, denying, more, way.slots, tuple(spans), way.near)


def _others(hit: Hit, entries: Sequence[str], scene: Scene) -> tuple[Hit, ...] | None:
    """The nearest hit of each further entry, on other words than the first; None if one is missing."""
    found: list[Hit] = []
    for entry in entries:
        near = [one for one in scene.hits if one.entry == entry and not set(one.words) & set(hit.words)]
        if not near:
            return None
        found.append(min(near, key=lambda one: abs(one.first - hit.first)))
    return tuple(found)


# --- the slots together -----------------------------------------------------------------------------------------------


def _link(rule: Rule, found: _Found, scene: Scene, reading: Reading, rules: ClaimRules) -> Link | None:
    published = _day(reading)
    remembered = [hit for hit in scene.hits if hit.entry == PAST]
    when = slots.when(rule, scene, published, past=bool(remembered))
    if when is None:
        return refused(Why.OTHER_TIME, rule, found.hit, scene, reading)
    source = source_of(found.hit, scene.sources)
    where = slots.where(rule, found.hit, scene, rules)
    who = slots.who(rule.about | rule.holders, scene, reading.speaker, rules)
    figure, figures = slots.figures(rule, scene)
    voice = source.actor if source else reading.speaker
    holder = slots.Fit(slots.kinship(voice, rule.holders, rules) if voice else 0.0)
    deviating = figure.value < 0 and voice in rule.holders and slots.may_deviate(rule, figures)
    if deviating:
        figure = replace(figure, value=slots.NEARBY)
    fits = {"who": who, "holder": holder, "place": where, "figure": figure}
    if not _enough(rule, found, where, fits, scene):
        return refused(Why.MISSING, rule, found.hit, scene, reading, fits)
    event = _event(rule, found, scene, reading, rules, source)
    if isinstance(event, Why):
        return refused(event, rule, found.hit, scene, reading, fits)
    total = scoring.score(
        scoring.Slots(
            more=found.more,
            where=where.value if rule.claim.places and not (found.more and where is slots.SILENCE) else None,
            who=who.value if rule.about or rule.holders else None,
            when=when.fit.value if rule.first or rule.last else None,
            figure=figure.value if figures else None,
            has_figures=bool(rule.claim.figures) and found.hit.entry in COUNTED,
        )
    )
    if total < scoring.SUGGESTED:
        return refused(Why.BELOW, rule, found.hit, scene, reading, fits, total)
    recalled = when.recalled or (not event.says_no and looks_back(rule, scene, published, remembered))
    stance = stance_of(event, source, reading.speaker, recalled=recalled)
    doubtful = found.near or (found.denying and not event.says_no) or _is_about_one_group(rule, event, scene)
    told = (event_span(hit, scene) for hit in (found.hit, *found.others))
    spans = (*told, *found.spans, *where.spans, *who.spans, *figure.spans, *when.fit.spans)
    told_by_place = rule.alone and where.value == 1.0
    explicit = bool(where.spans or who.spans or figures or reading.speaker)
    return Link(
        kind=Kind.CLAIM,
        target=rule.claim.id,
        score=total,
        evidence=evidence_of(spans, reading.text),
        certain=total >= scoring.CERTAIN
        and (when.known or told_by_place)
        and (explicit or _is_long(reading))
        and not doubtful,
        stance=stance,
        holder=voice or _meant(rule, event, source, rules),
        speaker=reading.speaker,
        figures=figures,
    )


def _meant(rule: Rule, event: Frame, source: Source | None, rules: ClaimRules) -> str | None:
    """Who "the group" or "the ministry" is: the only one of that kind who holds this claim, or who contests it."""
    if source is None:
        return None
    wanted = rule.claim.contested_by if event.says_no else rule.claim.holders
    meant = [one for one in wanted if one in rules.actors and rules.actors[one].kind in source.kinds]
    return meant[0] if len(meant) == 1 else None


def _is_long(reading: Reading) -> bool:
    words = 0
    for sentence in reading.sentences:
        words += len(sentence.tokens)
        if words >= scoring.SHORT:
            return True
    return False


def _enough(rule: Rule, found: _Found, where: slots.Fit, fits: Mapping[str, slots.Fit], scene: Scene) -> bool:
    """No slot that is needed is missing; no village is another one; a wording alone is somebody's or somewhere."""
    if rule.settled and where.value < 0:
        return False
    if found.hit.entry == WORDING:
        return _is_placed(rule, found, fits, scene)
    least = {"place": slots.NEARBY}  # the village itself
    return all(fits[slot].value > least.get(slot, slots.SILENT) for slot in found.needs)


def _is_placed(rule: Rule, found: _Found, fits: Mapping[str, slots.Fit], scene: Scene) -> bool:
    """A wording is somebody's or somewhere; a short one needs that outside its own words."""
    if not (rule.claim.places or rule.about):
        return True
    spans = [span for fit in fits.values() for span in fit.spans]
    if rule.settled and fits["place"].value < slots.NEARBY and fits["who"].value < 1:
        return False
    if len(found.hit.words) > _SHORT_WORDING:
        return bool(spans)
    own = [scene.sentence.tokens[i] for i in found.hit.words]
    return any(all(end <= token.start or token.end <= start for token in own) for start, end, _ in spans)


def _event(
    rule: Rule, found: _Found, scene: Scene, reading: Reading, rules: ClaimRules, source: Source | None
) -> Frame | Why:
    """What is said of the event, as far as this claim goes, or why it is not this claim's event."""
    own = {found.hit.entry, *(hit.entry for hit in found.others)}
    event = frame(found.hit, scene, rules.lexicon, reading.text, own)
    act = _act(found.hit, scene)
    side = doer(rule, act, scene, rules, source, reading.speaker)
    if event.unreal:
        return Why.UNREAL
    if side is Doer.OTHER_SPEAKS and not (found.denying or event.says_no):
        return Why.OTHER_SIDE
    if found.denying:  # what denies the claim is the other side's doing
        return Why.OTHER_SIDE if side is Doer.OWN_NAMED else replace(event, negated=not event.negated)
    if side is Doer.OTHER:
        opposite = act.entry in HOLDS and rule.settled
        return replace(event, negated=not event.negated) if opposite else Why.OTHER_SIDE
    return event


def _is_about_one_group(rule: Rule, event: Frame, scene: Scene) -> bool:
    """ "None of the battalion's men crossed" says nothing of the other groups."""
    several = not rule.settled and len(rule.claim.about) > 2
    return several and event.negated and len({spot.target for spot in scene.actors} & rule.about) == 1


def _act(hit: Hit, scene: Scene) -> Hit:
    """The feat inside a wording, if it holds one."""
    if hit.entry != WORDING:
        return hit
    inside = (one for one in scene.hits if one.entry in HOLDS | HARMS and set(one.words) & set(hit.words))
    return next(inside, hit)


def _day(reading: Reading) -> date | None:
    return reading.setting.published_at.date() if reading.setting.published_at else None
