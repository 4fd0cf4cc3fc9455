"""Where a sentence, a headline or a list item begins and ends. A digest is many posts: each of its items stands alone.

A line's end closes a sentence unless the next line goes on in lower case or a quotation is still open. Works on the
original text in linear time; it knows nothing of words beyond the abbreviations that a full stop does not end.
"""

import re
from collections.abc import Iterator

from matcher.folding import fold_character

_LINE = re.compile(r"[^\r\n\u2028\u2029]++")
_BULLET = re.compile(
    r"\s*(?:[—–•▪●◦‣·*►▶➤➡✅✔❗⚡🔹🔸🔻🔺🔴🟢🟡-]|\d{1,2}(?:[.)]|\ufe0f?\u20e3)|[a-zа-я]\))\ufe0f?(?=\s|[^\W\d_])"
)
_INLINE_BULLET = re.compile(r"(?<=\s)[•▪●|](?=\s)")
_FINAL = re.compile(
    r"(?<![.!?…])[.!?…]++[\"»”“’')\]*]*+(?=\s)|(?<=[a-zа-яіїєґ])[.!?](?=[А-ЯІЇЄҐ][^\W\d_])"
    r"|(?<=[a-z]{3})[.!?](?=(?!Com|Org|Net)[A-Z][a-z]{2,}[ ,'’])"  # "fire.Two people", and no address
)
_LAST_WORD = re.compile(r"[^\W_]++$")
_STARTS_LOW = re.compile(r"[\s\"«“”„‘’'(\[]*+(?P<first>\w)")
# What a full stop does not end. Single letters (initials) are never ends.
_ABBREVIATIONS = frozenset(
    re.findall(
        r"\w+",
        "гг ул обл пос дер им св тов гр чел руб тыс млн млрд см стр рис др пр проф акад ген полк "
        "кап лейт мл ст сел вул смт "
        "mr mrs ms dr st gen col lt sgt gov prof vs inc jan feb mar apr jun jul aug sep sept oct nov dec "
        "bijv dhr mevr drs ing nr ca blz",
    )
)
_ENDS = ".!?…:;"
_SPACE_AND_MARKS = re.compile(r"[^\w.!?…]")


def segments(text: str) -> list[tuple[int, int]]:
    """The spans of all sentences, headlines and items that hold a letter or digit, in order."""
    spans = (span for start, end in _paragraphs(text) for span in _split(text, start, end))
    return [trimmed for start, end in spans if (trimmed := _trim(text, start, end))]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines, with those that go on in the next joined."""
    start = end = -1
    for line in _LINE.finditer(text):
        if line.group().isspace():
            continue
        if start >= 0 and not _goes_on(text, start, end, line.start()):
            yield start, end
            start = -1
        start = line.start() if start < 0 else start
        end = line.end()
    if start >= 0:
        yield start, end


def _goes_on(text: str, start: int, end: int, following: int) -> bool:
    """Whether the lines `[start, end)` are continued by the one at `following`."""
    if _BULLET.match(text, following):
        return False
    window = text[max(start, end - 200) : end].rstrip()
    if window.rfind("«") > window.rfind("»"):
        return True
    low = _STARTS_LOW.match(text, following)
    return bool(low and low["first"].islower() and window and window[-1] not in _ENDS)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    borders = [found.end() for found in _FINAL.finditer(text, start, end) if _is_final(text, start, end, found)]
    borders += [found.start() for found in _INLINE_BULLET.finditer(text, start, end)]
    for border in sorted(borders):
        yield start, border
        start = border
    yield start, end


def _is_final(text: str, start: int, end: int, found: re.Match[str]) -> bool:
    after = _STARTS_LOW.match(text, found.end(), min(end, found.end() + 20))
    if after and after["first"].islower():
        return False
    if found.group()[0] != ".":
        return True
    before = _LAST_WORD.search(text[max(start, found.start() - 15) : found.start()])
    if not before:
        return True
    word = before.group().casefold()
    only_number = word.isdigit() and not text[start : found.start()].strip(f"{word} \t")
    return not ((len(word) == 1 and word.isalpha()) or word in _ABBREVIATIONS or only_number)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if any(map(_holds_letter, text[start:end])) else None


def _holds_letter(character: str) -> bool:
    """Whether it is a letter or digit, or one in a circle, a box or brackets, which is read as one."""
    return character.isalnum() or any(map(str.isalnum, fold_character(character)))


def asks(text: str, start: int, end: int) -> bool:
    """Whether the sentence ends with a question mark, closing quotation marks and pictures aside."""
    while end > start and _SPACE_AND_MARKS.match(text, end - 1):
        end -= 1
    ending = end
    while ending > start and text[ending - 1] in ".!?…":
        ending -= 1
    return "?" in text[ending:end]
