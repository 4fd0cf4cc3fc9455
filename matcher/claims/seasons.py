"""Which claims a text may be linked to by its day, its words and whom it names: asked before the text is read.

Most posts appeared at a time of which hardly a claim is, or hold none of the words that it is told in, or name nobody
whom it is about. The answer for a claim is "perhaps" or "no": a "no" is what `claim_links` (or `topics_told`) would say
after reading the text, in microseconds; "perhaps" decides nothing.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from matcher.claims import slots
from matcher.claims.awake import A_DAY, is_early, overlaps, remembers
from matcher.claims.days import Period, days_at_most, may_name_days
from matcher.claims.happenings import events_known
from matcher.claims.open import CLOSED, Open
from matcher.claims.rules import ClaimRules, Rule, Way
from matcher.claims.sieve import Entries, Sieve, Skimmed, compile_sieve
from matcher.claims.suggesting import ALONE, LEAST_TOPIC, is_brief
from matcher.claims.topics import Topics

Names = frozenset[str]

_REMEMBERED = 1024  # what posts of a season that name the same are asked


@dataclass(frozen=True, slots=True)
class _Way:
    """The entries of a way, all of which must stand somewhere, and sets of names, of each of which one must."""

    entries: frozenset[str]
    names: tuple[Names, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """What a text must hold to be linked to a claim.

    `worded`: names, one of which must stand beside a wording (None: no matter who); `concerned`: those that speak for a
    suggestion; `asserts`: for a claim that never ends, the names of its ways, those of one of which must be there.
    """

    rule: Rule
    ways: tuple[_Way, ...]
    worded: Names | None
    concerned: Names
    brief: bool
    asserts: tuple[tuple[Names, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Season:
    """A stretch of days on which the same claims may be spoken of by posts that name no day.

    `told`: the claims that these may speak of, `over`: those that posts may speak of that name a day of theirs;
    `opens`: one of these days needs nobody to be named.
    """

    told: tuple[_Told, ...]
    over: tuple[_Told, ...]
    opens: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the words of a text must hold if it is of a season and names these: all entries of one of the `ways`, which
    may tell these claims; a wording of a claim of `worded`; enough of the topic of a claim of `near`; or so much of one
    of `brief` that it tells the claim alone.
    """

    ways: Mapping[frozenset[str], frozenset[str]]
    worded: frozenset[str]
    near: tuple[str, ...]
    brief: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seasons:
    """`beginnings`: the first days of the seasons but the first; `endless`: whom claims are about that never end;
    `events`: the lexicon entries that topics are made of; `regions`: places that
    have none; `undated`: for posts without a day.
    """

    beginnings: tuple[date, ...]
    seasons: tuple[_Season, ...]
    undated: _Season
    endless: Names
    events: frozenset[str]
    regions: Names
    topics: Topics
    sieve: Sieve

    def open_to(self, text: Skimmed, published: date | None, named: Collection[str | None]) -> Open:
        """The claims that the text may be linked to. `named`: its speaker, and all actors and places in it."""
        asked = self._asked(text, published, named)
        if asked is None:
            return CLOSED
        worded = self.sieve.worded(text.words, asked.worded)
        most = self.sieve.entries_at_most(text)
        if not (worded or asked.near or _ways(asked, most) or self._alone(asked, most)):
            return CLOSED
        entries = self.sieve.entries(text)
        ways = _ways(asked, entries)
        told = frozenset[str]().union(*(asked.ways[way] for way in ways))
        return Open(ways, told, worded, self._alone(asked, entries) | self._near(asked, text, entries))

    def no_topics(self, text: Skimmed, places: AbstractSet[str]) -> bool:
        """Whether the text, which surely names these places, can have no topics."""
        if places <= self.regions or self.events.isdisjoint(self.sieve.entries_at_most(text).firm):
            return True
        return self.events.isdisjoint(self.sieve.entries(text).firm)

    def _asked(self, text: Skimmed, published: date | None, named: Collection[str | None]) -> _Asked | None:
        """None: it is of a day of which no claim is that it may speak of."""
        if published is None:
            return _asked(self.undated, (), frozenset(named), dated=False)
        season = self.seasons[bisect_right(self.beginnings, published)]
        recalled: tuple[_Told, ...] = ()
        if season.over and remembers(text.words):
            recalled = season.over
        elif season.over and may_name_days(text.words, text.folded, text.text):
            recalled = _recalled(season, tuple(days_at_most(text.words, text.text, published)))
        if not recalled and not season.opens and self.endless.isdisjoint(named):
            return None
        return _asked(season, recalled, frozenset(named), dated=True)

    def _alone(self, asked: _Asked, entries: Entries) -> set[str]:
        """The claims of whose topic there is so much that nobody need be named."""
        return {claim for claim in asked.brief if self.topics.of_families(claim, entries.near) >= ALONE}

    def _near(self, asked: _Asked, text: Skimmed, entries: Entries) -> set[str]:
        """The claims about those who are named of whose topic a passage may hold enough."""
        shares = self.topics.words.shares(text.words) if asked.near else {}
        fits = ((claim, self.topics.fit(claim, entries.near, shares.get(claim, 0.0))) for claim in asked.near)
        return {claim for claim, fit in fits if fit >= LEAST_TOPIC}


def _ways(asked: _Asked, entries: Entries) -> list[frozenset[str]]:
    return [way for way in asked.ways if way <= entries.firm]


@lru_cache(maxsize=_REMEMBERED)
def _recalled(season: _Season, days: tuple[Period, ...]) -> tuple[_Told, ...]:
    return tuple(told for told in season.over if any(overlaps(told.rule, day) for day in days))


@lru_cache(maxsize=_REMEMBERED)
def _asked(season: _Season, recalled: tuple[_Told, ...], names: frozenset[str | None], *, dated: bool) -> _Asked:
    possible = season.told + recalled
    ways: defaultdict[frozenset[str], set[str]] = defaultdict(set)
    for told in possible:
        for way in told.ways:
            if not any(needed.isdisjoint(names) for needed in way.names):
                ways[way.entries].add(told.rule.claim.id)
    suggested = [told for told in possible if dated and _names_its_own(told, names)]
    return _Asked(
        ways={entries: frozenset(claims) for entries, claims in ways.items()},
        worded=frozenset(
            told.rule.claim.id for told in possible if told.worded is None or not told.worded.isdisjoint(names)
        ),
        near=tuple(told.rule.claim.id for told in suggested if not told.concerned.isdisjoint(names)),
        brief=tuple(told.rule.claim.id for told in suggested if told.brief),
    )


def _names_its_own(told: _Told, names: frozenset[str | None]) -> bool:
    return not told.asserts or any(not any(one.isdisjoint(names) for one in way) for way in told.asserts)


def compile_seasons(rules: ClaimRules) -> Seasons:
    """From rules that are compiled. Takes milliseconds."""
    told = {claim: _told_of(rule, rules) for claim, rule in rules.rules.items()}
    beginnings = sorted({day for rule in rules.rules.values() for day in _turns(rule)})
    endless = (rule for rule in rules.rules.values() if rule.until is None)
    events = events_known(rules)
    in_ways = {entry for one in told.values() for way in one.ways for entry in way.entries}
    return Seasons(
        beginnings=tuple(beginnings),
        seasons=tuple(_season(day, rules, told) for day in (date.min, *beginnings)),
        undated=_Season(tuple(told.values()), (), opens=True),
        endless=frozenset(name for rule in endless for name in (*rule.about, *rule.holders, *rule.claim.places)),
        events=events,
        regions=rules.regions,
        topics=rules.topics,
        sieve=compile_sieve(rules.lexicon, rules.wordings, in_ways | events | rules.topics.families.keys()),
    )


def _turns(rule: Rule) -> list[date]:
    """The days on which a claim begins to be, and is no longer, of its time."""
    first = [rule.first - A_DAY] if rule.first and rule.first > date.min else []
    return first + ([rule.until + A_DAY] if rule.until and rule.until < date.max else [])


def _season(day: date, rules: ClaimRules, told: Mapping[str, _Told]) -> _Season:
    begun = [rule for rule in rules.rules.values() if not is_early(rule, day)]
    now = [rule for rule in begun if rule.until is None or day <= rule.until]
    timeless = [rule for rule in begun if rule.first is None and rule.last is None and rule not in now]
    return _Season(
        told=tuple(told[rule.claim.id] for rule in (*now, *timeless)),
        over=tuple(told[rule.claim.id] for rule in begun if rule not in now),
        opens=any(rule.until is not None for rule in now),
    )


# --- whom a claim needs -----------------------------------------------------------------------------------------------


def _told_of(rule: Rule, rules: ClaimRules) -> _Told:
    who = _kin(rule.about | rule.holders, rules)
    around = frozenset(place for place in rules.within if slots.fit_of(rule, place, rules) >= slots.NEARBY)
    return _Told(
        rule=rule,
        ways=tuple(_way(way, rule, who, rules) for way in (*rule.asserts, *rule.denies)),
        worded=around | rule.about | rule.holders if rule.settled else None,
        concerned=who | around,
        brief=is_brief(rule),
        asserts=tuple(tuple(_named_by(name, rules) for name in way.named) for way in rule.asserts)
        if rule.until is None
        else (),
    )


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
