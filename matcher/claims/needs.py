"""What a text must hold to be linked to a claim, told from its rule: names, event words, days. Bounds for `seasons`.

It says of the conditions of `link` and `suggesting` what can be asked before a text is read. What it leaves out they
still ask; a test holds that nothing is asked here that they do not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from matcher.claims import slots
from matcher.claims.awake import days_of
from matcher.claims.passages import is_brief
from matcher.claims.rules import ClaimRules, Rule, Way

Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Way:
    """The entries of a way, all of which must stand somewhere, and sets of names, of each of which one must."""

    entries: frozenset[str]
    names: tuple[Names, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Needs:
    """What a text must hold to be linked to a claim.

    `worded`: names, one of which must stand beside a wording (None: no matter who); `concerned`: those that speak for a
    suggestion; `weights`: how much each entry tells of it; `asserts`: for a claim that never ends, the names of its
    ways, those of one of which must be there.
    """

    claim: str
    days: tuple[date, date]
    ways: tuple[_Way, ...]
    worded: Names | None
    concerned: Names
    weights: Mapping[str, float]
    brief: bool
    asserts: tuple[tuple[Names, ...], ...]


def needs_of(rule: Rule, rules: ClaimRules) -> Needs:
    who = _kin(rule.about | rule.holders, rules)
    around = frozenset(place for place in rules.within if slots.fit_of(rule, place, rules) >= slots.NEARBY)
    return Needs(
        claim=rule.claim.id,
        days=days_of(rule),
        ways=tuple(_way(way, rule, who, rules) for way in (*rule.asserts, *rule.denies)),
        worded=around | rule.about | rule.holders if rule.settled else None,
        concerned=who | around,
        weights=rules.topics.weights.get(rule.claim.id, {}),
        brief=is_brief(rule),
        asserts=tuple(tuple(_named_by(name, rules) for name in way.named) for way in rule.asserts)
        if rule.until is None
        else (),
    )


def all_named(told: Needs) -> Iterator[Names]:
    yield from (told.worded or frozenset(), told.concerned)
    yield from (names for way in told.ways for names in way.names)
    yield from (names for way in told.asserts for names in way)


def _way(way: Way, rule: Rule, who: Names, rules: ClaimRules) -> _Way:
    needed = [_named_by(name, rules) for name in way.named]
    if "place" in way.slots:
        needed.append(frozenset(place for place in rules.within if slots.fit_of(rule, place, rules) > slots.NEARBY))
    if "who" in way.slots:
        needed.append(who)
    return _Way(frozenset(way.entries), tuple(needed))


def _kin(wanted: Names, rules: ClaimRules) -> Names:
    return wanted | {actor for actor in rules.actors if slots.kinship(actor, wanted, rules) > 0}


def _named_by(name: str, rules: ClaimRules) -> Names:
    """Who, named, stands for this name of a way."""
    militias = (actor for actor in rules.actors if slots.is_militia(actor, rules)) if name == slots.MILITIAS else ()
    inside = (place for place in rules.within if name in rules.within[place]) if name in rules.regions else ()
    return frozenset({name, *militias, *inside})
