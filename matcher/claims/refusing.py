"""Why a sentence is no link to a claim that its words may speak of, noted for people who ask. Decides nothing."""

from collections.abc import Mapping, Sequence

from matcher.claims import slots
from matcher.claims.lexicon import Hit
from matcher.claims.rivals import Judged
from matcher.claims.rules import Rule
from matcher.claims.scene import Scene
from matcher.claims.scoring import Candidate
from matcher.claims.slots import Span
from matcher.reading import Reading
from matcher.rejections import Rejected, Why
from storage.model import Kind, Link

WORDING = "wording"


def event_span(hit: Hit, scene: Scene) -> Span:
    """Where an event is told, and what told it."""
    words = scene.sentence.tokens
    rule = WORDING if hit.entry == WORDING else f"event:{hit.entry}"
    return words[hit.first].start, words[hit.last].end, rule


def refused(
    why: Why,
    rule: Rule,
    hit: Hit,
    scene: Scene,
    reading: Reading,
    fits: Mapping[str, slots.Fit] | None = None,
    score: float | None = None,
) -> Link | None:
    """No link, and a note of the reason. `fits`: how far each slot agrees."""
    if reading.rejected is not None:
        agreed = {slot: fit.value for slot, fit in (fits or {}).items() if _has_slot(rule, slot)}
        spot = event_span(hit, scene)
        reading.rejected.append(Rejected(Kind.CLAIM, rule.claim.id, *spot, why, score=score, slots=agreed))
    return None


def _has_slot(rule: Rule, slot: str) -> bool:
    has = {"who": rule.about or rule.holders, "holder": rule.holders, "place": rule.claim.places}
    return bool(has.get(slot, rule.claim.figures))


def note_rivals(candidates: Sequence[Candidate], judged: Judged, reading: Reading) -> None:
    """Claims that lost all their sentences to others, and those that are only suggested since others say as much."""
    if reading.rejected is None:
        return
    claims = {one.claim for one in judged.kept}
    for one in candidates:
        if one.claim not in claims:
            here = [other for other in judged.kept if other.scene == one.scene]
            better = [other for other in here if other.words & one.words] or here
            reading.rejected.append(_lost(one, Why.RIVAL, better[0].claim if better else None))
    reading.rejected.extend(_lost(one, Why.EXPLAINED, claim) for one, claim in judged.explained)


def note_untied(links: Sequence[Link], reading: Reading) -> None:
    """Claims of whose story nothing rare is there."""
    if reading.rejected is not None:
        reading.rejected.extend(_rejected(link, Why.UNTIED) for link in links)


def _lost(one: Candidate, why: Why, instead: str | None) -> Rejected:
    return _rejected(one.link, why, instead)


def _rejected(link: Link, why: Why, instead: str | None = None) -> Rejected:
    spot = link.evidence[0]
    return Rejected(Kind.CLAIM, link.target, spot.start, spot.end, spot.rule, why, instead, score=link.score)
