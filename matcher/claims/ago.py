"""Times that lie so long before a post: "a year ago", "спустя два года", "twee jaar na dato". How long, and between
which days; where in a sentence such a time stands is read here, what else names days in `days`.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from itertools import product

from matcher.claims.day_words import (
    AFTER,
    AFTER_ANYWHERE,
    AND_SOME,
    HALF,
    HALF_YEARS,
    LENGTHS,
    NUMBER,
    ONE_AND_A_HALF,
    ROUGHLY,
    SINCE_THEN,
    THEN,
    VAGUE,
    YEARLY,
)
from matcher.reading import Token

MAY_BE_AFTER = re.compile(  # "a year on", "год как", "три роки потому": what `is_after` may take for "ago"
    r"(?:years?|months?|weeks?)\W{1,3}(?:on|back|later)\b|(?:jaar|maanden|maand|weken|week)\W{1,3}(?:later|na dato)\b"
    r"|(?:год|года|лет|рік|роки|років|полгода|півроку|месяца?|месяцев|місяці?|місяців|недели|неделя|тижні|тиждень)"
    r"\W{1,3}(?:как|як|потому|с т|з т|від т)"
)
_LEAST_AROUND, _MOST_AROUND = 3, 16  # days before and after what lies so many weeks, months or years back
_ANNIVERSARY = 8
_SEASON = 100
_OPENING = 3  # a length of time that ends with one of the first words opens the sentence

Back = tuple[int, float, bool]
"""So many days, how many times, and whether only roughly."""


def how_long(words: Sequence[Token], i: int) -> Back | None:
    """How long a time ends with the word there; "some months" may be any."""
    some = i
    while i and words[i].word in AND_SOME:
        i -= 1
    if words[i].word in HALF_YEARS:
        return 365, 0.5, False
    length = LENGTHS.get(words[i].word)
    if length is None:
        return None
    before = [token.word for token in words[max(i - 4, 0) : i]]
    number = before[-1] if before else ""
    roughly = some > i or not ROUGHLY.isdisjoint(before) or words[i].word in YEARLY
    if number in HALF or before[-2:] == ["half", "a"]:
        return length, 0.5, roughly
    if number in ONE_AND_A_HALF or before[-3:] == ["and", "a", "half"]:
        return length, 1.5, True
    if number in VAGUE:
        return None
    return length, int(number) if number.isdecimal() and len(number) < 3 else NUMBER.get(number, 1), roughly


def how_long_then(words: Sequence[Token], i: int) -> Back | None:
    """ "Спустя два года", "минув рік": the time stands behind."""
    ends = (j for j in range(i + 1, min(i + 4, len(words))) if words[j].word in LENGTHS)
    return next((back for j in ends if (back := how_long(words, j))), None)


def is_after(words: Sequence[Token], i: int, text: str) -> bool:
    """ "A year on, nobody was tried", "ровно год как", "twee jaar na dato": the time stands before, and ends there."""
    word, following = words[i].word, words[i + 1].word if i + 1 < len(words) else ""
    if word not in AFTER or not i or words[i - 1].word not in LENGTHS.keys() | HALF_YEARS:
        return False
    if word in SINCE_THEN:
        return following in THEN
    if word == "na":
        return following == "dato"
    opens = i <= _OPENING - (word == "on")  # "spent a year on repairs"
    ends = not following or bool(text[words[i].end : words[i + 1].start].strip())
    return word in AFTER_ANYWHERE or opens or ends


def around(published: date, length: int, number: float, roughly: bool) -> tuple[date, date]:
    """The days around the one that lies so long back."""
    least, most = back_to(length, number, roughly)
    return published - timedelta(days=most), published - timedelta(days=least)


def back_to(length: int, number: float, roughly: bool) -> tuple[int, int]:
    """How many days, at least and at most, lie between."""
    back = int(length * number)
    slack = _ANNIVERSARY if back % 365 == 0 else min(max(back // 8, _LEAST_AROUND), _MOST_AROUND)
    if roughly:
        slack = max(slack, min(back // 3, _SEASON))
    return back - slack, back + slack


def times_at_most(words: AbstractSet[str]) -> Iterator[tuple[int, float]]:
    """All that `how_long` may make of these words: so many days, how many times."""
    lengths = {LENGTHS[word] for word in LENGTHS.keys() & words}
    numbers = {1.0, *(NUMBER[word] for word in NUMBER.keys() & words)}
    numbers.update(int(word) for word in words if word.isdecimal() and len(word) < 3)
    if not HALF.isdisjoint(words):
        numbers.update((0.5, 1.5))
    if not ONE_AND_A_HALF.isdisjoint(words):
        numbers.add(1.5)
    yield from product(lengths, numbers)
    if not HALF_YEARS.isdisjoint(words):
        yield 365, 0.5
