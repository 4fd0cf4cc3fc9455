"""Numbers in a sentence, in digits and in Russian, Ukrainian, English and Dutch words, and what qualifies them.

Only reads numbers; what they count is for `figures`. Ordinals ("22-го", "3rd") are no quantities.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from matcher.claims.grammar import listed
from matcher.reading import Token

_DIGITS = re.compile(r"(\d{1,9})(?:-(?:ка|ку|ки|ти|и|х|а|ма|tal))?")
_SLANG = frozenset({"200-х", "300-х", "200-й", "300-й", "200-ые", "300-ые", "200-е", "300-е"})
_THOUSANDS_GAP = frozenset(" \u00a0\u202f.,'")

# Folded forms; several of one line stand for the same number.
_WORDS = """
0 ноль нуль zero nul
1 один одна одно одного одной одну одному одним одном одною одне один'ь one één
2 два две двух двое двоих двумя двум дві двох двома two twee tweetal
3 три трех трое троих тремя трем трьох троє трьома three drie drietal
4 четыре четырех четверо четверых чотири чотирьох четверо four vier viertal
5 пять пяти пятью пятеро пятерых п'ять п'яти п'ятеро п'ятьох п'ятьма five vijf vijftal
6 шесть шести шестью шестеро шестерых шість шістьох шістьма шестеро six zes zestal
7 семь семи семью семеро семерых сім сімох сьома seven zeven zevental
8 восемь восьми восьмеро восьмерых вісім вісьмох вісьма восьмеро eight acht achttal
9 девять девяти девятеро дев'ять дев'яти дев'ятьох дев'ятеро nine negen
10 десять десяти десяток десятка десятки десятков десятерых десятеро десятком
10 десятьох десятьма десятків ten tien tiental
11 одиннадцать одиннадцати одинадцять одинадцяти eleven elf
12 двенадцать двенадцати дванадцять дванадцяти дванадцятьох дванадцятеро twelve dozen twaalf dozijn дюжина
13 тринадцать тринадцати тринадцять тринадцяти тринадцятьох тринадцятеро thirteen dertien
14 четырнадцать четырнадцати чотирнадцять чотирнадцяти fourteen veertien
15 пятнадцать пятнадцати п'ятнадцять п'ятнадцяти fifteen vijftien
16 шестнадцать шестнадцати шістнадцять шістнадцяти sixteen zestien
17 семнадцать семнадцати сімнадцять сімнадцяти seventeen zeventien
18 восемнадцать восемнадцати вісімнадцять вісімнадцяти eighteen achttien
19 девятнадцать девятнадцати дев'ятнадцять дев'ятнадцяти nineteen negentien
20 двадцать двадцати двадцатью двадцять двадцяти двадцятьох twenty twintig twintigtal
30 тридцать тридцати тридцять тридцяти thirty dertig dertigtal
40 сорок сорока forty veertig
50 пятьдесят пятидесяти п'ятдесят п'ятдесяти fifty vijftig
60 шестьдесят шестидесяти шістдесят шістдесяти sixty zestig
70 семьдесят семидесяти сімдесят сімдесяти сімдесятьох seventy zeventig
80 восемьдесят восьмидесяти вісімдесят вісімдесяти eighty tachtig
90 девяносто девяноста дев'яносто ninety negentig
100 сто ста сотня сотни сотне сотню сотней сотен сотні сотнею hundred honderd honderdtal
200 двести двухсот двісті двохсот tweehonderd
300 триста трехсот трьохсот driehonderd
400 четыреста четырехсот чотириста vierhonderd
500 пятьсот пятисот п'ятсот vijfhonderd
600 шестьсот шестисот шістсот zeshonderd
700 семьсот семисот сімсот zevenhonderd
800 восемьсот восьмисот вісімсот achthonderd
900 девятьсот девятисот дев'ятсот negenhonderd
1000 тысяча тысячи тысячу тысяч тисяча тисячі тисячу тисяч thousand duizend
"""

# What stands before a number: one word, or two.
_SINGLE = {
    word: qualifier
    for qualifier, listed in {
        "about": "около примерно приблизительно порядка почти близько майже приблизно about around some nearly almost "
        "roughly circa ongeveer zo'n bijna",
        "more than": "более больше свыше понад більше over ruim",
        "at least": "минимум мінімум щонайменше minstens",
        "up to": "до tot",
        "fewer than": "менее меньше менше",
    }.items()
    for word in listed.split()
}
_PAIRS = {
    ("не", "менее"): "at least", ("не", "меньше"): "at least", ("не", "менше"): "at least",
    ("как", "минимум"): "at least", ("по", "меньшей"): "at least", ("at", "least"): "at least",
    ("ten", "minste"): "at least", ("more", "than"): "more than", ("meer", "dan"): "more than",
    ("fewer", "than"): "fewer than", ("less", "than"): "fewer than", ("minder", "dan"): "fewer than",
    ("up", "to"): "up to", ("tot", "wel"): "up to", ("не", "более"): "up to", ("не", "більше"): "up to",
    ("не", "больше"): "up to",
}  # fmt: skip
_COLLECTIVE = listed(
    "tiental honderdtal twintigtal dertigtal десяток десятка десятки десятков десятків dozen dozijn",
    "сотня сотни сотне сотню",
)


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity in the tokens from `first` to `last`, both included, its qualifier left out."""

    value: float
    qualifier: str | None
    first: int
    last: int


def numbers(words: Sequence[Token], text: str) -> tuple[Number, ...]:
    """All quantities, in order. `text` is the original, for what stands between two groups of digits."""
    found: list[Number] = []
    i = 0
    while i < len(words):
        value, last = _number_at(words, text, i)
        if value is not None:
            found.append(Number(value, _qualifier(words, i), i, last))
        i = last + 1
    return tuple(found)


def _number_at(words: Sequence[Token], text: str, i: int) -> tuple[float | None, int]:
    word = words[i].word
    digits = None if word in _SLANG else _DIGITS.fullmatch(word)
    if digits:
        return _grouped(words, text, i, digits.group(1))
    value = _value(word)
    if value is None:
        return None, i
    total, last = value, i
    while last + 1 < len(words) and (following := _value(words[last + 1].word)) is not None:
        joined = _joined(total, following, words[last + 1].word)
        if joined is None:
            break
        total, last = joined, last + 1
    return total, last


def _grouped(words: Sequence[Token], text: str, i: int, digits: str) -> tuple[float, int]:
    """Digits with the groups of three that belong to them ("1 000", "147.470"), and a thousand in words behind."""
    last = i
    while last + 1 < len(words) and len(digits) <= 6 and _continues(words[last], words[last + 1], text):
        last += 1
        digits += words[last].word
    if last + 1 < len(words) and _value(words[last + 1].word) == 1000:
        return float(digits) * 1000, last + 1
    return float(digits), last


def _continues(left: Token, right: Token, text: str) -> bool:
    return (
        len(right.word) == 3
        and right.word.isdigit()
        and len(left.word) <= 3
        and text[left.end : right.start] in _THOUSANDS_GAP
    )


def _joined(total: float, following: float, word: str) -> float | None:
    """ "двести" + "тридцать", "two" + "hundred", "два" + "десятка"; None when the next word begins another number."""
    if (following in (100, 1000) or word in _COLLECTIVE) and 0 < total < following:
        return total * following
    return total + following if total >= 20 and total % 10 == 0 and 0 < following < _room(total) else None


def _room(total: float) -> float:
    """The first power of ten that no longer fits behind a round number: 10 behind 30, 100 behind 200."""
    room = 10.0
    while total % (room * 10) == 0:
        room *= 10
    return room


def _qualifier(words: Sequence[Token], i: int) -> str | None:
    before = words[i - 1].word if i else ""
    pair = (words[i - 2].word, before) if i > 1 else ("", before)
    if before in ("a", "een", "of") and i > 1:
        return _qualifier(words, i - 1) or ("about" if words[i].word in _COLLECTIVE else None)
    if pair in _PAIRS:
        return _PAIRS[pair]
    return _SINGLE.get(before) or ("about" if words[i].word in _COLLECTIVE else None)


@cache
def _values() -> dict[str, float]:
    values: dict[str, float] = {}
    for line in _WORDS.strip().splitlines():
        value, *forms = line.split()
        values.update(dict.fromkeys(forms, float(value)))
    units = {word: value for word, value in values.items() if value < 10 and word.isascii()}
    tens = {word: value for word, value in values.items() if 20 <= value < 100 and word.isascii() and "tal" not in word}
    for ten, high in tens.items():
        for unit, low in units.items():
            if low:
                values[f"{ten}-{unit}"] = high + low
                values[f"{unit}en{ten}"] = values[f"{unit}ën{ten}"] = high + low
    return values


def _value(word: str) -> float | None:
    known = _values()
    if word in known:
        return known[word]
    head, hundred, rest = word.partition("honderd")  # Dutch writes "tweehonderdvierendertig" as one word
    if not hundred or (head and head not in known) or rest not in known:
        return None
    return known.get(head, 1.0) * 100 + known[rest]
