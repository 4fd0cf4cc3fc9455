"""The claims of the watchlist, compiled: what must be read together for a post to be about a claim.

An entry of a claim's `events` (and `denials`) is one way to speak of it: lexicon ids joined by "+", all of which the
sentence must hold, such as "drg+cross_border". "@who", "@place", "@figure" and "@holder" ask that this slot agrees;
"@fsb" (an actor or a place) that it is named, or speaks. A lone entry of a claim whose places are all settlements needs
one of them. One that begins with "~" only comes near: it makes no link certain.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from matcher.claims.grounds import Grounds, grounds_of
from matcher.claims.lexicon import NEAR, Lexicon, compile_lexicon
from matcher.claims.likeness import Likeness, learned
from matcher.claims.semantic import Meanings, Prefixed
from matcher.claims.topics import Topics, compile_topics
from matcher.claims.wordings import Wordings, compile_wordings
from storage.watchlist import Actor, Claim, Incident, Place, Side, Watchlist

SLOTS = frozenset({"who", "place", "figure", "holder"})
_CUES = frozenset({"correct", "deny", "fake", "not_true"})  # they tell a stance
UNVERIFIED = "unverified"  # the lexicon's
_SEVERAL = 2
_REGIONS = frozenset({"oblast", "region", "district", "country"})


@dataclass(frozen=True, slots=True)
class Way:
    """One way to speak of a claim: the event words and the slots that must be there. `near`: enough to suggest it."""

    entries: tuple[str, ...]
    slots: frozenset[str]
    named: tuple[str, ...]
    near: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A claim, compiled. `holding`, `harming`: the side that takes places, and that inflicts losses, in this claim;
    `until`: last day of publication."""

    claim: Claim
    asserts: tuple[Way, ...]
    denies: tuple[Way, ...]
    about: frozenset[str]
    holders: frozenset[str]
    holding: Side | None
    harming: Side | None
    first: date | None
    last: date | None
    until: date | None
    settled: bool
    alone: bool  # no claim of another incident has this place: the place tells the time

    @property
    def is_wide(self) -> bool:
        """About several groups at once, in no village."""
        return not self.settled and len(self.claim.about) > _SEVERAL

    @property
    def is_reservation(self) -> bool:
        """ "That can't be verified": it goes with the claims that it is about, whatever they say."""
        return bool(self.asserts) and all(UNVERIFIED in way.entries for way in self.asserts)


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """`by_entry`: a lexicon id -> claims that it may speak of; `within`: a place -> itself and all that it lies in;
    `rivals`: claims that a claim resembles; `exclusive`: those of them that the same words can't be about as well;
    `telling`: the lexicon ids of events; `meanings`: of the statements, if there is an encoder;
    `grounds`: what ties a text to each; `likeness`: what was learned of these claims."""

    rules: Mapping[str, Rule]
    by_entry: Mapping[str, tuple[str, ...]]
    rivals: Mapping[str, frozenset[str]]
    exclusive: Mapping[str, frozenset[str]]
    lexicon: Lexicon
    wordings: Wordings
    topics: Topics
    actors: Mapping[str, Actor]
    within: Mapping[str, tuple[str, ...]]
    regions: frozenset[str]
    namesakes: Mapping[str, str]
    telling: frozenset[str]
    grounds: Grounds
    meanings: Meanings | None
    likeness: Likeness


def compile_claims(watchlist: Watchlist, encoder: Prefixed | None = None, lexicon: Lexicon | None = None) -> ClaimRules:
    """The rules for all claims of a watchlist. Takes seconds for thousands of words: once per catalogue.

    `lexicon`: the watchlist's, where it is compiled already.
    """
    statements = {claim.id: claim.statement.values() for claim in watchlist.claims}
    incidents = {incident.id: incident for incident in watchlist.incidents}
    actors = {actor.id: actor for actor in watchlist.actors}
    places = {place.id: place for place in watchlist.places}
    rules = {claim.id: _rule(claim, incidents, actors, places, watchlist.claims) for claim in watchlist.claims}
    rivals = _rivals(watchlist.claims)
    return ClaimRules(
        rules=rules,
        by_entry=_by_entry(rules),
        rivals=rivals,
        exclusive={
            claim: frozenset(other for other in others if _exclude(rules[claim], rules[other]))
            for claim, others in rivals.items()
        },
        lexicon=lexicon or compile_lexicon(watchlist.lexicon),
        wordings=compile_wordings(watchlist.claims, _names(watchlist)),
        topics=compile_topics(watchlist.claims, _families(rules), telling_entries(watchlist), _names(watchlist)),
        actors=actors,
        within={place.id: (place.id, *place.parents) for place in watchlist.places},
        regions=frozenset(place.id for place in watchlist.places if not _is_settlement(place)),
        namesakes=_namesakes(places),
        telling=telling_entries(watchlist),
        grounds=grounds_of(watchlist, _families(rules)),
        meanings=Meanings.build(encoder, statements) if encoder else None,
        likeness=learned().of(watchlist.claims),
    )


def telling_entries(watchlist: Watchlist) -> frozenset[str]:
    """The lexicon entries of events: those that hedge, name a source or ask tell no topic."""
    hedging = {"?", "none", "mock", "past"}
    return frozenset(entry.id for entry in watchlist.lexicon if entry.polarity not in hedging) - _CUES


def _families(rules: Mapping[str, Rule]) -> dict[str, frozenset[str]]:
    return {
        claim: frozenset(entry for one in (*rule.asserts, *rule.denies) for entry in one.entries)
        for claim, rule in rules.items()
    }


def _names(watchlist: Watchlist) -> Iterator[str]:
    for actor in watchlist.actors:
        yield from (*chain(*actor.names.values(), *actor.forms.values()), *actor.short)
    for place in watchlist.places:
        yield from chain(*place.names.values(), *place.forms.values())


def way(text: str, *, settled: bool = False) -> Way:
    """ "drg+enter+@place" as a Way. `settled`: the claim is about villages, so that one word needs a place."""
    atoms = text.removeprefix(NEAR).split("+")
    if settled and len(atoms) == 1:
        atoms.append("@place")
    asked = [atom[1:] for atom in atoms if atom.startswith("@")]
    return Way(
        tuple(atom for atom in atoms if not atom.startswith("@")),
        frozenset(atom for atom in asked if atom in SLOTS),
        tuple(atom for atom in asked if atom not in SLOTS),
        text.startswith(NEAR),
    )


def _rule(
    claim: Claim,
    incidents: Mapping[str, Incident],
    actors: Mapping[str, Actor],
    places: Mapping[str, Place],
    claims: tuple[Claim, ...],
) -> Rule:
    incident = incidents.get(claim.incident or "")
    first = claim.first or (incident.first if incident else None)
    last = claim.last or (incident.last if incident and not claim.first else None)
    settled = bool(claim.places) and all(_is_settlement(places.get(place)) for place in claim.places)
    return Rule(
        claim=claim,
        asserts=tuple(way(text, settled=settled) for text in claim.events),
        denies=tuple(way(text, settled=settled) for text in claim.denials),
        about=_with_members(claim.about, incident, actors),
        holders=frozenset(claim.holders),
        holding=_side(claim.about[:1] or claim.holders, actors),
        harming=_side(claim.holders or claim.about, actors),
        first=first,
        last=last,
        until=claim.published_until,
        settled=settled,
        alone=_alone(claim, claims),
    )


def _is_settlement(place: Place | None) -> bool:
    return place is not None and not _REGIONS & set(place.kind.lower().split())


def _with_members(about: tuple[str, ...], incident: Incident | None, actors: Mapping[str, Actor]) -> frozenset[str]:
    """A collective stands for those who took part in the incident, and each of them is part of it."""
    collective = [entry for entry in about if entry in actors and actors[entry].kind == "collective"]
    return frozenset({*about, *(incident.by if incident and collective else ())})


def _side(entries: tuple[str, ...], actors: Mapping[str, Actor]) -> Side | None:
    sides = {actors[entry].affiliation.side for entry in entries if entry in actors}
    sides.discard(Side.NEITHER)
    return sides.pop() if len(sides) == 1 else None


def _alone(claim: Claim, claims: tuple[Claim, ...]) -> bool:
    others = {place for other in claims if other.incident != claim.incident for place in other.places}
    return bool(claim.places) and not others & set(claim.places)


def _by_entry(rules: Mapping[str, Rule]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for claim_id, rule in rules.items():
        for one in (*rule.asserts, *rule.denies):
            for entry in one.entries[:1]:
                found[entry][claim_id] = None
    return {entry: tuple(claims) for entry, claims in found.items()}


def _rivals(claims: tuple[Claim, ...]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for claim in claims:
        for other in claim.resembles:
            found[claim.id].add(other)
            found[other].add(claim.id)
    return {claim: frozenset(others) for claim, others in found.items()}


def _exclude(one: Rule, other: Rule) -> bool:
    """One statement can't be both: they count the same thing, lie on different days, or in different villages."""
    units = {figure.unit for figure in one.claim.figures} & {figure.unit for figure in other.claim.figures}
    elsewhere = one.settled and other.settled and not set(one.claim.places) & set(other.claim.places)
    return bool(units) or elsewhere or _before(one, other) or _before(other, one)


def _before(one: Rule, other: Rule) -> bool:
    return one.last is not None and other.first is not None and one.last < other.first


def _namesakes(places: Mapping[str, Place]) -> dict[str, str]:
    """A town -> the region called after it: "Belgorod" often stands for its oblast."""
    return {
        place.id: parent
        for place in places.values()
        for parent in place.parents
        if parent in places and places[parent].name.split()[0] == place.name
    }
