"""Which of the names that stand in a text count: context for and against, general actors, "not A, but B", namesakes."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from matcher.context.acting import acts_here
from matcher.context.bearers import is_anothers
from matcher.context.locating import located
from matcher.context.scene import (
    NEAR,
    UNCERTAIN,
    Named,
    Scene,
    Spot,
    distance,
    guards_of,
    mention_of,
    reject,
    sifted,
    start,
)
from matcher.context.speech import speaks_from
from matcher.names import SCORES
from matcher.reading import Mention
from matcher.rejections import Why
from storage.model import Kind
from storage.watchlist import Claim

_BESIDE = 1
_FULL = frozenset({"name", "form", "handle"})  # rules by which a name is named in full
_CLAUSE = 120  # characters, from "not A" to ", but B"
_AROUND = timedelta(days=30)
_NOT = frozenset({"не", "ні", "not", "niet", "geen"})
_AND = frozenset({"и", "і", "та", "and", "en"})
_BUT = re.compile(r",\s*(?:а|але|but|maar)\s")

_PUBLISHERS = frozenset({"news_outlet", "platform"})
_SIGNED = 60  # characters, from "Subscribe" to the name
_SUBSCRIBE = re.compile(
    r"\b(?:подпи[сш]|читать|читай|следи(?:ть|те)?\b|підпи[сш]|subscribe|follow us|join us|volg ons|abonneer)",
    re.IGNORECASE,
)
_SMALL = frozenset({"village", "settlement"})  # a town has its own legions
_SPOKEN_TO = re.compile(r"сообщ|рассказ|заяв|said|told", re.IGNORECASE)

Where = Mapping[str, set[Spot]]
"""Target -> the spots at which it passes."""


def counting(scene: Scene, named: Sequence[Named]) -> list[Mention]:
    """Names that count, once those that count without question are known."""
    certain = {one.form.target for one in named if one.form.rule in _FULL and _is_certain(scene, one)}
    spots: defaultdict[Spot, list[Named]] = defaultdict(list)
    where: defaultdict[str, set[Spot]] = defaultdict(set)
    for one in sifted(scene, named, lambda one: _against(scene, one, certain)):
        spots[one.first, one.last].append(one)
        where[one.form.target].add((one.first, one.last))
    return [
        mention_of(scene, one, score) for rivals in spots.values() for one, score in _told_apart(scene, rivals, where)
    ]


def _is_certain(scene: Scene, one: Named) -> bool:
    """Whether nothing else could be meant; of a place, whether nothing near says that it is."""
    guards = guards_of(scene, one)
    if not guards:
        return True
    doubtful = one.form.kind is not Kind.PLACE or any(guard.needed for guard in guards)
    return not doubtful and distance(scene, one, (guard.unwanted for guard in guards)) > NEAR


def _against(scene: Scene, one: Named, certain: set[str]) -> Why | None:
    """Why this name does not count, if so."""
    if is_anothers(scene, one):
        return Why.ANOTHERS
    actor = scene.catalogue.actors.get(one.form.target)
    if one.form.kind is Kind.PLACE and _is_government_too(one) and not _is_place(scene, one):
        return Why.TOO_GENERAL
    if actor and actor.kind in _PUBLISHERS and _is_signature(scene, one):
        return Why.FOOTNOTE
    if actor and actor.generic and one.form.rule != "label" and not acts_here(scene, actor, one):
        return Why.TOO_GENERAL
    if actor and actor.kind == "collective" and one.form.rule == "label" and _others_fought(scene):
        return Why.CONTEXT_AGAINST
    return _out_of_context(scene, one, certain) or (Why.RULED_OUT if _is_replaced(scene, one) else None)


def _is_government_too(one: Named) -> bool:
    """Whether the name of a place means an actor as well, as a capital's means its government."""
    return any(form.kind is Kind.ACTOR for form in one.hit.pattern.forms)


def _is_place(scene: Scene, one: Named) -> bool:
    spot = (scene.pieces, one.first, one.last)
    return located(scene.text, *spot) and not speaks_from(*spot)


def _is_signature(scene: Scene, one: Named) -> bool:
    """ "Subscribe to RIA Novosti" under each post of a channel."""
    beginning = start(scene, one.hit)
    line = scene.text[max(scene.text.rfind("\n", 0, beginning) + 1, beginning - _SIGNED) : beginning]
    return bool(_SUBSCRIBE.search(line)) and not _SPOKEN_TO.search(line)


def _others_fought(scene: Scene) -> bool:
    """Whether it was a regular army that crossed the border in those days: then "saboteurs" are its soldiers."""
    day, actors = scene.day, scene.catalogue.actors
    if day is None:
        return False
    fought = [one.by for one in scene.catalogue.watchlist.incidents if one.by and one.first <= day <= one.last]
    return bool(fought) and all(actors[who].kind == "institution" for by in fought for who in by)


def _out_of_context(scene: Scene, one: Named, certain: set[str]) -> Why | None:
    guards = guards_of(scene, one)
    if not guards:
        return None
    against = distance(scene, one, (guard.unwanted for guard in guards))
    if against <= _BESIDE:
        return Why.CONTEXT_AGAINST
    if one.form.target == scene.speaker or one.form.target in certain:
        return None
    support = distance(scene, one, (guard.wanted for guard in guards))
    if _has_neighbours(scene, one, certain) or _fought_at(scene, one):
        support = min(support, NEAR)
    if min(support, against) <= NEAR:
        return None if support <= against else Why.CONTEXT_AGAINST
    return Why.NO_CONTEXT if any(guard.needed for guard in guards) else None


def _has_neighbours(scene: Scene, one: Named, certain: set[str]) -> bool:
    """Whether what a place lies in is named without question, or another place of the same region."""
    places = scene.catalogue.places
    place = places.get(one.form.target)
    if place is None or not place.parents:
        return False
    around = {other for other in certain if other in places and place.parents[-1] in (other, *places[other].parents)}
    return bool(around - {one.form.target})


def _fought_at(scene: Scene, one: Named) -> bool:
    """Whether a village is named at which this actor fought before: it speaks for the actor's ambiguous names.

    Armed groups fight as the collective too.
    """
    places, actors = scene.catalogue.places, scene.catalogue.actors
    actor = actors.get(one.form.target)
    together = actor is not None and actor.kind == "collective"
    villages = {
        place
        for incident in scene.catalogue.watchlist.incidents
        if scene.day is None or scene.day >= incident.first
        if one.form.target in incident.by
        or (together and any(who in actors and actors[who].kind == "armed_group" for who in incident.by))
        for place in incident.places
        if place in places and places[place].kind in _SMALL
    }
    return not scene.targets.isdisjoint(villages)


def _is_replaced(scene: Scene, one: Named) -> bool:
    """ "Not A, but B": a group or service is named to be ruled out; a person is spoken of all the same."""
    actor = scene.catalogue.actors.get(one.form.target)
    if actor and actor.kind == "person":
        return False
    before = scene.pieces[one.first - 1] if one.first else None
    if before is None or before.word not in _NOT:
        return False
    earlier = scene.pieces[one.first - 2] if one.first > 1 else None
    if earlier is not None and earlier.word not in _AND:
        return False  # "занималось не ГУР, а СБУ" speaks of both
    comma = scene.text.find(",", start(scene, one.hit), start(scene, one.hit) + _CLAUSE)
    return comma >= 0 and bool(_BUT.match(scene.text, comma))


def _told_apart(scene: Scene, rivals: list[Named], where: Where) -> list[tuple[Named, float]]:
    """One spot, several entries: which of them is meant."""
    if len(rivals) == 1:
        return [(rivals[0], SCORES[rivals[0].form.rule])]
    if len(rivals) > 1 and rivals[0].form.kind is Kind.PLACE:
        rivals = _only(scene, rivals, _smallest(scene, rivals))
    for choose in (_named_properly, _supported, _beside_its_parents, _named_more_often, _of_the_day):
        chosen = choose(scene, rivals, where)
        if 0 < len(chosen) < len(rivals):
            rivals = _only(scene, rivals, chosen)
    sure = len(rivals) == 1
    return [(one, SCORES[one.form.rule] if sure else UNCERTAIN) for one in rivals]


def _only(scene: Scene, rivals: Sequence[Named], chosen: list[Named]) -> list[Named]:
    """Those that were chosen; the others are namesakes."""
    for one in rivals:
        if one not in chosen:
            reject(scene, one, Why.NAMESAKE, chosen[0].form.target)
    return chosen


def _smallest(scene: Scene, rivals: list[Named]) -> list[Named]:
    """A name that an oblast shares with its city means the city, a shared noun ("... and Kursk regions") aside."""
    enumerated = [one for one in rivals if one.form.enumerated]
    if enumerated:
        return enumerated
    above = {parent for one in rivals for parent in scene.catalogue.places[one.form.target].parents}
    return [one for one in rivals if one.form.target not in above] or rivals


def _named_properly(scene: Scene, rivals: list[Named], where: Where) -> list[Named]:
    """A name, rather than a label of somebody else."""
    return [one for one in rivals if one.form.rule != "label"]


def _supported(scene: Scene, rivals: list[Named], where: Where) -> list[Named]:
    return [one for one in rivals if distance(scene, one, (guard.wanted for guard in guards_of(scene, one))) <= NEAR]


def _beside_its_parents(scene: Scene, rivals: list[Named], where: Where) -> list[Named]:
    places = scene.catalogue.places
    return [
        one
        for one in rivals
        if one.form.target in places and any(where.get(parent) for parent in places[one.form.target].parents)
    ]


def _named_more_often(scene: Scene, rivals: list[Named], where: Where) -> list[Named]:
    """Of namesakes the one whose other names are in the text too."""
    most = max(len(where[one.form.target]) for one in rivals)
    return [one for one in rivals if len(where[one.form.target]) == most]


def _of_the_day(scene: Scene, rivals: list[Named], where: Where) -> list[Named]:
    """The place of which a claim was made about that day."""
    claims = scene.catalogue.claims_at
    return [one for one in rivals if any(_is_about(claim, scene.day) for claim in claims.get(one.form.target, ()))]


def _is_about(claim: Claim, day: date | None) -> bool:
    if day is None or claim.first is None:
        return False
    return claim.first - _AROUND <= day <= (claim.last or claim.first) + _AROUND
