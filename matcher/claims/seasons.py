"""Which claims a text may be linked to by its day, its words and whom it names: asked before the text is read.

Most posts appeared at a time of which hardly a claim is, or hold none of the words that it is told in, or name nobody
whom it is about. The answer is "perhaps" or "no": a "no" is what `claim_links` (or `topics_told`) would say after
reading the text, in microseconds; "perhaps" decides nothing.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from matcher.claims import slots
from matcher.claims.awake import A_DAY, is_early, overlaps
from matcher.claims.days import days_at_most, may_name_days
from matcher.claims.happenings import events_known
from matcher.claims.rules import ClaimRules, Rule, Way
from matcher.claims.sieve import Entries, Sieve, Skimmed, compile_sieve
from matcher.claims.suggesting import ALONE, LEAST_TOPIC, is_brief
from matcher.claims.topics import Topics

Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Way:
    """The entries of a way, all of which must stand somewhere, and sets of names, of each of which one must."""

    entries: frozenset[str]
    names: tuple[Names, ...]

    def may_be_in(self, entries: Entries, named: AbstractSet[str]) -> bool:
        return self.entries <= entries.firm and not any(names.isdisjoint(named) for names in self.names)


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class _Season:
    """A stretch of days on which the same claims may be spoken of by posts that name no day.

    `told`: the claims that these may speak of, `over`: those that posts may speak of that name a day of theirs;
    `opens`: one of these days needs nobody to be named.
    """

    told: tuple[_Told, ...]
    over: tuple[_Told, ...]
    opens: bool


@dataclass(frozen=True, slots=True)
class Seasons:
    """`beginnings`: the first days of the seasons but the first; `endless`: whom claims are about that never end;
    `events`: the lexicon entries that topics are made of; `regions`: places that
    have none; `undated`: for posts without a day.
    """

    beginnings: tuple[date, ...]
    seasons: tuple[_Season, ...]
    undated: tuple[_Told, ...]
    endless: Names
    events: frozenset[str]
    regions: Names
    topics: Topics
    sieve: Sieve

    def rule_out(self, text: Skimmed, published: date | None, named: Collection[str | None]) -> bool:
        """Whether the text can have no link to a claim. `named`: its speaker, and all actors and places in it."""
        possible = self._possible(text, published, named)
        return not possible or not self._may_tell(possible, text, named, dated=published is not None)

    def no_topics(self, text: Skimmed, places: AbstractSet[str]) -> bool:
        """Whether the text, which surely names these places, can have no topics."""
        return places <= self.regions or self.events.isdisjoint(self.sieve.entries(text).firm)

    def _possible(self, text: Skimmed, published: date | None, named: Collection[str | None]) -> tuple[_Told, ...]:
        if published is None:
            return self.undated
        season = self.seasons[bisect_right(self.beginnings, published)]
        if season.over and may_name_days(text.words, text.text):
            days = days_at_most(text.words, text.text, published)
            recalled = tuple(told for told in season.over if any(overlaps(told.rule, day) for day in days))
            if recalled:
                return season.told + recalled
        return () if not season.opens and self.endless.isdisjoint(named) else season.told

    def _may_tell(
        self, possible: Iterable[_Told], text: Skimmed, named: Collection[str | None], *, dated: bool
    ) -> bool:
        names = frozenset(name for name in named if name is not None)
        entries = self.sieve.entries(text)
        if any(way.may_be_in(entries, names) for told in possible for way in told.ways):
            return True
        worded = self.sieve.worded(text.words)
        if any(told.rule.claim.id in worded and (told.worded is None or told.worded & names) for told in possible):
            return True
        return dated and self._may_be_suggested(possible, text, entries, names)

    def _may_be_suggested(
        self, possible: Iterable[_Told], text: Skimmed, entries: Entries, names: AbstractSet[str]
    ) -> bool:
        """Whether a passage may hold enough of a claim's topic, and whom it is about or what tells it alone."""
        near = [
            told.rule.claim.id
            for told in possible
            if (told.concerned & names or (told.brief and self._tells_alone(told, entries)))
            and _names_its_own(told, names)
        ]
        if any(self.topics.fit(claim, entries.near, 0.0) >= LEAST_TOPIC for claim in near):
            return True
        shares = self.topics.words.shares(text.words) if near else {}
        return any(self.topics.fit(claim, entries.near, shares.get(claim, 0.0)) >= LEAST_TOPIC for claim in near)

    def _tells_alone(self, told: _Told, entries: Entries) -> bool:
        return self.topics.of_families(told.rule.claim.id, entries.near) >= ALONE


def _names_its_own(told: _Told, names: AbstractSet[str]) -> bool:
    return not told.asserts or any(all(one & names for one in way) for way in told.asserts)


def compile_seasons(rules: ClaimRules) -> Seasons:
    """From rules that are compiled. Takes milliseconds."""
    told = {claim: _told(rule, rules) for claim, rule in rules.rules.items()}
    beginnings = sorted({day for rule in rules.rules.values() for day in _turns(rule)})
    endless = (rule for rule in rules.rules.values() if rule.until is None)
    events = events_known(rules)
    in_ways = {entry for one in told.values() for way in one.ways for entry in way.entries}
    return Seasons(
        beginnings=tuple(beginnings),
        seasons=tuple(_season(day, rules, told) for day in (date.min, *beginnings)),
        undated=tuple(told.values()),
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


def _told(rule: Rule, rules: ClaimRules) -> _Told:
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
