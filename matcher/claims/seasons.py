"""Which claims a text may be linked to by its day and its words alone: asked before the text is read, in microseconds.

Most posts appeared at a time of which hardly a claim is, and hold none of the words that it is told in. The answer is
"perhaps" or "no": a "no" is what `claim_links` would say after reading the text, "perhaps" decides nothing.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matcher.claims.awake import A_DAY, is_early
from matcher.claims.days import may_name_days
from matcher.claims.lexicon import Lexicon
from matcher.claims.retrieval import Retrieval
from matcher.claims.rules import ClaimRules, Rule
from matcher.claims.suggesting import LEAST_TOPIC
from matcher.claims.topics import Topics
from matcher.claims.wordings import FEW, Wordings


@dataclass(frozen=True, slots=True)
class _Told:
    """The words that a claim is told in. `events`, `prefixes`: of its event words; `wordings`: a word -> the places in
    the claim's wordings that it may fill."""

    claim: str
    events: frozenset[str]
    prefixes: tuple[str, ...]
    wordings: Mapping[str, tuple[tuple[int, int], ...]]

    def may_be_in(self, listed: Sequence[str]) -> bool:
        return (
            not self.events.isdisjoint(listed)
            or any(word.startswith(self.prefixes) for word in listed)
            or self._may_be_worded(listed)
        )

    def _may_be_worded(self, listed: Sequence[str]) -> bool:
        filled: defaultdict[int, set[int]] = defaultdict(set)
        for word in listed:
            for number, place in self.wordings.get(word, ()):
                filled[number].add(place)
        return any(len(places) >= FEW for places in filled.values())


@dataclass(frozen=True, slots=True)
class _Season:
    """A stretch of days on which the same claims may be spoken of by posts that name no day.

    `words`: of these claims; `opens`: one of them needs nobody to be named; `over`: there are others, of which posts
    may speak that name a day.
    """

    told: tuple[_Told, ...]
    words: Retrieval
    opens: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Seasons:
    """`beginnings`: the first days of the seasons but the first; `endless`: whom claims are about that never end."""

    beginnings: tuple[date, ...]
    seasons: tuple[_Season, ...]
    endless: frozenset[str]
    topics: Topics

    def rule_out(self, text: str, listed: Sequence[str], published: date | None, named: Collection[str | None]) -> bool:
        """Whether the text can have no link to a claim.

        `listed`: its folded words, hyphens part them; `named`: its speaker, and all actors and places in it.
        """
        if published is None:
            return False
        season = self.seasons[bisect_right(self.beginnings, published)]
        if season.over and may_name_days(listed, text):
            return False
        if not season.opens and self.endless.isdisjoint(named):
            return True
        if any(told.may_be_in(listed) for told in season.told):
            return False
        shares = season.words.shares(listed)
        best = max(shares, key=lambda claim: shares[claim], default=None)
        return best is None or self.topics.fit(best, (), shares[best]) < LEAST_TOPIC


def compile_seasons(rules: ClaimRules) -> Seasons:
    """From rules that are compiled. Takes milliseconds."""
    told = _all_told(rules)
    beginnings = sorted({day for rule in rules.rules.values() for day in _turns(rule)})
    endless = (rule for rule in rules.rules.values() if rule.until is None)
    return Seasons(
        tuple(beginnings),
        tuple(_season(day, rules, told) for day in (date.min, *beginnings)),
        frozenset(name for rule in endless for name in (*rule.about, *rule.holders, *rule.claim.places)),
        rules.topics,
    )


def _turns(rule: Rule) -> list[date]:
    """The days on which a claim begins to be, and is no longer, of its time."""
    first = [rule.first - A_DAY] if rule.first and rule.first > date.min else []
    return first + ([rule.until + A_DAY] if rule.until and rule.until < date.max else [])


def _season(day: date, rules: ClaimRules, told: Mapping[str, _Told]) -> _Season:
    begun = [rule for rule in rules.rules.values() if not is_early(rule, day)]
    now = [rule for rule in begun if rule.until is None or day <= rule.until]
    timeless = [rule for rule in begun if rule.first is None and rule.last is None and rule not in now]
    here = [rule.claim.id for rule in (*now, *timeless)]
    return _Season(
        told=tuple(told[claim] for claim in here),
        words=rules.topics.words.only(here),
        opens=any(rule.until is not None for rule in now),
        over=len(now) < len(begun),
    )


def _all_told(rules: ClaimRules) -> dict[str, _Told]:
    needed = _needed(rules.lexicon)
    wordings = _by_claim(rules.wordings)
    told = {}
    for claim, rule in rules.rules.items():
        entries = {entry for way in (*rule.asserts, *rule.denies) for entry in way.entries}
        words = {word for entry in entries if entry in needed for word in needed[entry][0]}
        words |= {form for form in wordings.get(claim, {}) if "-" in form}
        told[claim] = _Told(
            claim,
            frozenset(word.partition("-")[0] for word in words),
            tuple({prefix.partition("-")[0] for entry in entries if entry in needed for prefix in needed[entry][1]}),
            {word: tuple(places) for word, places in wordings.get(claim, {}).items()},
        )
    return told


def _needed(lexicon: Lexicon) -> dict[str, tuple[set[str], set[str]]]:
    """For each lexicon entry words, and beginnings of words, one of which stands wherever one of its phrases does."""
    phrases = {phrase for found in (*lexicon.by_word.values(), *lexicon.by_prefix.values()) for phrase in found}
    needed: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for phrase in phrases:
        # The slot of the longest words, since "in" stands everywhere.
        telling = max(phrase.slots, key=lambda slot: min(map(len, (*slot.words, *slot.prefixes))))
        words, prefixes = needed[phrase.entry]
        words |= telling.words
        prefixes.update(telling.prefixes)
    return needed


def _by_claim(wordings: Wordings) -> dict[str, dict[str, list[tuple[int, int]]]]:
    found: defaultdict[str, defaultdict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for word, places in wordings.by_word.items():
        for number, place in places:
            found[wordings.all[number].claim][word].append((number, place))
    return {claim: dict(words) for claim, words in found.items()}
