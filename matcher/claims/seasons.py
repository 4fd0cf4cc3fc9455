"""Which claims a text may be linked to by its day, its words and whom it names: asked before the text is read.

Most posts appeared at a time of which hardly a claim is, or hold none of the words that it is told in, or name nobody
whom it is about. The answer for a claim is "perhaps" or "no": a "no" is what `claim_links` (or `topics_told`) would say
after reading the text, in microseconds; "perhaps" decides nothing.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from matcher.claims.awake import A_DAY, is_early, remembers
from matcher.claims.days import Period, days_at_most, may_name_days
from matcher.claims.happenings import events_known
from matcher.claims.needs import Names, Needs, all_named, needs_of
from matcher.claims.open import CLOSED, Open
from matcher.claims.rules import ClaimRules, Rule
from matcher.claims.sieve import Sieve, Sifted, Skimmed, compile_sieve
from matcher.claims.suggesting import ALONE, LEAST_TOPIC
from matcher.claims.topics import Topics

_REMEMBERED = 1024  # what posts of a season that name the same are asked
_ROUNDING = 1e-9  # sums of the same weights in another order may differ by as much


@dataclass(frozen=True, slots=True, eq=False)
class _Season:
    """A stretch of days on which the same claims may be spoken of by posts that name no day.

    `told`: the claims that these may speak of, `over`: those that posts may speak of that name a day of theirs, `late`:
    the ids of those that no others may speak of; `opens`: one of these days needs nobody to be named; `dated`: these
    are days indeed.
    """

    told: tuple[Needs, ...]
    over: tuple[Needs, ...]
    late: Names
    opens: bool
    dated: bool = True


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the words of a text must hold if it is of a season and names these: all entries of one of the `ways`, which
    may tell these claims; a wording of a claim of `worded`; enough of the topic of a claim of `near`; or so much of one
    of `brief` that it tells the claim alone.

    `rarest`: of each way the entry that the fewest have -> these ways; `brief`: an entry -> how much it tells of which
    claims, the most first.
    """

    ways: Mapping[frozenset[str], frozenset[str]]
    rarest: Mapping[str, tuple[frozenset[str], ...]]
    worded: frozenset[str]
    near: frozenset[str]
    brief: Mapping[str, tuple[tuple[float, str], ...]]

    def ways_told(self, entries: AbstractSet[str]) -> list[frozenset[str]]:
        """The ways all of whose entries are among these."""
        rarest = self.rarest
        return [way for entry in entries if entry in rarest for way in rarest[entry] if way <= entries]

    def told_alone(self, entries: AbstractSet[str]) -> set[str]:
        """The claims of whose topic these entries tell so much that nobody need be named."""
        brief = self.brief
        if sum([brief[entry][0][0] for entry in entries if entry in brief]) < ALONE - _ROUNDING:
            return set()
        sums: defaultdict[str, float] = defaultdict(float)
        for entry in entries:
            for weight, claim in brief.get(entry, ()):
                sums[claim] += weight
        return {claim for claim, weight in sums.items() if weight >= ALONE - _ROUNDING}


@dataclass(frozen=True, slots=True)
class Seasons:
    """`beginnings`: the first days of the seasons but the first; `endless`: whom claims are about that never end;
    `asked_for`: all whom any claim asks for; `events`: the lexicon entries that topics are made of; `regions`: places
    that have none; `undated`: for posts without a day.
    """

    beginnings: tuple[date, ...]
    seasons: tuple[_Season, ...]
    undated: _Season
    endless: Names
    asked_for: Names
    events: frozenset[str]
    regions: Names
    topics: Topics
    sieve: Sieve

    def open_to(self, text: Sifted, published: date | None, named: AbstractSet[str | None]) -> Open:
        """The claims that the text may be linked to. `named`: its speaker, and all actors and places in it."""
        season = self.seasons[bisect_right(self.beginnings, published)] if published else self.undated
        looks_back = bool(season.over) and _may_look_back(text.text)
        if not (looks_back or season.opens) and self.endless.isdisjoint(named):
            return CLOSED
        asked = _asked(season, self.asked_for & named, looks_back=looks_back)
        worded = text.worded(asked.worded)
        likely, brief = asked.ways_told(text.at_most), asked.told_alone(text.at_most)
        if not (worded or asked.near or likely or brief):
            return CLOSED
        ways = asked.ways_told(text.entries(frozenset[str]().union(*likely), near=False)) if likely else []
        brief = asked.told_alone(self._topic(brief, text)) if brief else brief
        told = frozenset[str]().union(*map(asked.ways.__getitem__, ways))
        if not (worded or asked.near or told or brief):
            return CLOSED
        over: Names = frozenset()
        if published and looks_back:
            over = self._over(season, text.text, published, named, told | worded | asked.near | brief)
        near = brief - over | self._near(asked.near - over, text)
        return Open([way for way in ways if not asked.ways[way] <= over], told - over, worded - over, near)

    def no_topics(self, text: Sifted, places: AbstractSet[str]) -> bool:
        """Whether the text, which surely names these places, can have no topics."""
        return places <= self.regions or not text.entries(self.events, near=False)

    def _over(
        self, season: _Season, text: Skimmed, published: date, named: AbstractSet[str | None], claims: Names
    ) -> Names:
        """Those of the claims of whose time the text is not, though it may look back."""
        if remembers(text.words):
            return frozenset()
        days = days_at_most(text.words, text.text, published)
        is_of_now = season.opens or not self.endless.isdisjoint(named)
        if not (is_of_now or any(_is_recalled(told, days) for told in season.over)):
            return claims
        late = claims & season.late
        return late - {told.claim for told in season.over if told.claim in late and _is_recalled(told, days)}

    def _near(self, claims: AbstractSet[str], text: Sifted) -> set[str]:
        """The claims about those who are named of whose topic a passage may hold enough."""
        if not claims:
            return set()
        shares, entries = self.topics.words.shares_of(claims, text.text.words), self._topic(claims, text)
        fits = ((claim, self.topics.fit(claim, entries, shares[claim])) for claim in claims)
        return {claim for claim, fit in fits if fit >= LEAST_TOPIC - _ROUNDING}

    def _topic(self, claims: Iterable[str], text: Sifted) -> set[str]:
        """The entries of the topics of claims that the text may hold."""
        return text.entries(frozenset[str]().union(*(self.topics.weights.get(one, ()) for one in claims)), near=True)


def _may_look_back(text: Skimmed) -> bool:
    return remembers(text.words) or may_name_days(text.words, text.folded, text.text)


@lru_cache(maxsize=_REMEMBERED)
def _asked(season: _Season, names: Names, *, looks_back: bool) -> _Asked:
    possible = season.told + season.over if looks_back else season.told
    ways: defaultdict[frozenset[str], set[str]] = defaultdict(set)
    for told in possible:
        for way in told.ways:
            if not any(needed.isdisjoint(names) for needed in way.names):
                ways[way.entries].add(told.claim)
    suggested = [told for told in possible if season.dated and _names_its_own(told, names)]
    brief = [told for told in suggested if told.brief]
    return _Asked(
        ways={entries: frozenset(claims) for entries, claims in ways.items()},
        rarest=_by_rarest(ways),
        worded=frozenset(told.claim for told in possible if told.worded is None or not told.worded.isdisjoint(names)),
        near=frozenset(told.claim for told in suggested if not told.concerned.isdisjoint(names)),
        brief=_by_entry(brief),
    )


def _by_rarest(ways: Collection[frozenset[str]]) -> dict[str, tuple[frozenset[str], ...]]:
    many = Counter(entry for way in ways for entry in way)
    found: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for way in ways:
        if way:
            found[min(way, key=lambda entry: (many[entry], entry))].append(way)
    return {entry: tuple(listed) for entry, listed in found.items()}


def _by_entry(brief: Iterable[Needs]) -> dict[str, tuple[tuple[float, str], ...]]:
    found: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for told in brief:
        for entry, weight in told.weights.items():
            found[entry].append((weight, told.claim))
    return {entry: tuple(sorted(listed, reverse=True)) for entry, listed in found.items()}


def _is_recalled(told: Needs, days: Iterable[Period]) -> bool:
    first, last = told.days
    return any(day.since <= last and day.until >= first for day in days)


def _names_its_own(told: Needs, names: frozenset[str | None]) -> bool:
    return not told.asserts or any(not any(one.isdisjoint(names) for one in way) for way in told.asserts)


def compile_seasons(rules: ClaimRules) -> Seasons:
    """From rules that are compiled. Takes milliseconds."""
    told = {claim: needs_of(rule, rules) for claim, rule in rules.rules.items()}
    beginnings = sorted({day for rule in rules.rules.values() for day in _turns(rule)})
    endless = (rule for rule in rules.rules.values() if rule.until is None)
    events = events_known(rules)
    in_ways = {entry for one in told.values() for way in one.ways for entry in way.entries}
    return Seasons(
        beginnings=tuple(beginnings),
        seasons=tuple(_season(day, rules, told) for day in (date.min, *beginnings)),
        undated=_Season(tuple(told.values()), (), frozenset(), opens=True, dated=False),
        endless=frozenset(name for rule in endless for name in (*rule.about, *rule.holders, *rule.claim.places)),
        asked_for=frozenset[str]().union(*(names for one in told.values() for names in all_named(one))),
        events=events,
        regions=rules.regions,
        topics=rules.topics,
        sieve=compile_sieve(rules.lexicon, rules.wordings, in_ways | events | rules.topics.families.keys()),
    )


def _turns(rule: Rule) -> list[date]:
    """The days on which a claim begins to be, and is no longer, of its time."""
    first = [rule.first - A_DAY] if rule.first and rule.first > date.min else []
    return first + ([rule.until + A_DAY] if rule.until and rule.until < date.max else [])


def _season(day: date, rules: ClaimRules, told: Mapping[str, Needs]) -> _Season:
    begun = [rule for rule in rules.rules.values() if not is_early(rule, day)]
    now = [rule for rule in begun if rule.until is None or day <= rule.until]
    timeless = [rule for rule in begun if rule.first is None and rule.last is None and rule not in now]
    over = [rule for rule in begun if rule not in now]
    return _Season(
        told=tuple(told[rule.claim.id] for rule in (*now, *timeless)),
        over=tuple(told[rule.claim.id] for rule in over),
        late=frozenset(rule.claim.id for rule in over if rule not in timeless),
        opens=any(rule.until is not None for rule in now),
    )
