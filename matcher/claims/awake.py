"""Which claims a text may be about at all, by its day and the days and names in it: what costs little is asked first.

A claim is asleep when the text appeared before it, or after its last day without naming a day of it or
remembering anything. One whose time
never ends is awake only where somebody whom it is about is named. Nothing here reads event words.
"""

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from matcher.claims.days import Period, periods
from matcher.claims.grammar import REMEMBERING
from matcher.claims.rules import ClaimRules, Rule
from matcher.reading import Reading

A_DAY = timedelta(days=1)


def awake(reading: Reading, rules: ClaimRules, among: AbstractSet[str] | None = None) -> tuple[Rule, ...]:
    """The rules that this text may speak to, all or `among` these claims."""
    asked = [rule for claim, rule in rules.rules.items() if among is None or claim in among]
    published = reading.setting.day
    if published is None:
        return tuple(asked)
    named = {reading.speaker, *(mention.target for mention in reading.mentions)}
    begun = [rule for rule in asked if not is_early(rule, published)]
    over = [rule for rule in begun if rule.until is not None and rule.until < published]
    if over and remembers(token.word for one in reading.sentences for token in one.tokens):
        over = []
    days = [day for one in reading.sentences for day in periods(one.tokens, reading.text, published)] if over else []
    asleep = {rule.claim.id for rule in over if not any(overlaps(rule, day) for day in days)}
    asleep.update(rule.claim.id for rule in begun if rule.until is None and _names_nobody(rule, named))
    return tuple(rule for rule in begun if rule.claim.id not in asleep)


def remembers(words: Iterable[str]) -> bool:
    """Whether who writes these folded words may look back at what is long over."""
    return not REMEMBERING.isdisjoint(words)


def _names_nobody(rule: Rule, named: Collection[str | None]) -> bool:
    return rule.about.isdisjoint(named) and rule.holders.isdisjoint(named) and not set(rule.claim.places) & set(named)


def is_early(rule: Rule, published: date) -> bool:
    """Whether the post appeared before the claim's first day; a day of grace is for time zones."""
    return rule.first is not None and published < rule.first - A_DAY


def overlaps(rule: Rule, day: Period) -> bool:
    """Whether the named days are days of the claim."""
    first, last = days_of(rule)
    return day.since <= last and day.until >= first


def days_of(rule: Rule) -> tuple[date, date]:
    """The first and last day that a text may name which tells the claim; what is told of the night may be dated the
    day after.
    """
    first, last = rule.first or date.min, rule.last or date.max
    return first, last + A_DAY if last < date.max else last
