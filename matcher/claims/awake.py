"""Which claims a text may be about at all, by its day and the days and names in it: what costs little is asked first.

A claim is asleep when the text appeared before it, or after its last day without naming a day of it. One whose time
never ends is awake only where somebody whom it is about is named. Nothing here reads event words.
"""

from datetime import date, timedelta

from matcher.claims.days import Period, periods
from matcher.claims.rules import ClaimRules, Rule
from matcher.reading import Reading

A_DAY = timedelta(days=1)


def awake(reading: Reading, rules: ClaimRules) -> tuple[Rule, ...]:
    """The rules that this text may speak to."""
    if reading.setting.published_at is None:
        return tuple(rules.rules.values())
    published = reading.setting.published_at.date()
    days = tuple(day for one in reading.sentences for day in periods(one.tokens, reading.text, published))
    named = {reading.speaker, *(mention.target for mention in reading.mentions)}
    return tuple(rule for rule in rules.rules.values() if _is_awake(rule, published, days, named))


def _is_awake(rule: Rule, published: date, days: tuple[Period, ...], named: set[str | None]) -> bool:
    if is_early(rule, published):
        return False
    if rule.until is None:
        return not named.isdisjoint(rule.about | rule.holders | set(rule.claim.places))
    return published <= rule.until or any(overlaps(rule, day) for day in days)


def is_early(rule: Rule, published: date) -> bool:
    """Whether the post appeared before the claim's first day; a day of grace is for time zones."""
    return rule.first is not None and published < rule.first - A_DAY


def overlaps(rule: Rule, day: Period) -> bool:
    """Whether the named days are days of the claim; what is told of the night may be dated the day after."""
    first, last = rule.first or date.min, rule.last or date.max
    return day.since <= (last + A_DAY if last < date.max else last) and day.until >= first
