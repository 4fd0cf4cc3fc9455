"""Text as the matcher reads it: words, and sentences or list items, with offsets into the original.

The rules are those that `tests/matcher/test_text.py` names one by one. The original is never changed and is what people
are shown. Web addresses and @handles give no words. This module knows no names: dotted initials ("Л.С.Р.") are single
letters here, and become a name in the catalogue.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from matcher.folding import Folded, even, fold, has_picture_in_word
from matcher.reading import Sentence, Token
from matcher.segments import asks, segments

_ADDRESS = (
    r"(?:https?://|www\.)\S++"
    r"|(?<![\w.@-])[a-z0-9-]++(?:\.[a-z0-9-]++)*\.(?:com|eu|info|me|net|nl|org|ru|su|ua)(?![\w-])(?:/\S*+)?"
)
_HANDLE = r"(?<!\w)@\w++"
# Between two words of one name stand spaces, quotation marks, hyphens, a footnote's asterisk, the full stop of an
# initial; never one of these.
_STOP = (
    r"(?<!\b[^\W\d_])\.|[,;:!?…()\[\]{}|/\\<>=•▪●■►]|(?<!\S)[-—–](?!\S)|[\U0001f1e6-\U0001faff\u2600-\u27bf]"
    r"|\n[^\S\n]*+\n"
)
_PIECE = re.compile(rf"(?P<skip>{_ADDRESS}|{_HANDLE})|(?P<tag>\#\w++)|(?P<word>[^\W_]++(?:'[^\W_]++)*+)|{_STOP}")
_MAY_BE_ADDRESS = re.compile(r"@\w|\.\S|://\S")
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S++")  # the first that may be a piece
_OPENING = frozenset('([«"“„*')  # before one, and no piece of a word
CLOSED_BY = {"»": "«", "”": "“„", "“": "„", '"': '"'}  # closing mark -> those that open what it closes
_TAG = re.compile(r"#\w++")
_PLAIN_WORD = re.compile(r"[^\W_]++(?:'[^\W_]++)*+")
_GLUED = re.compile(r"[@#.]\w++'\w")  # behind a handle, hashtag or address no word goes on
_TAG_BODY = re.compile(r"\w*+")
_TAG_WORD = re.compile(r"[^\W_]++")
_UPPER = "A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐ"
_CAMEL = re.compile(rf"(?<=[^\W\d_{_UPPER}])(?=[{_UPPER}])|(?<=[{_UPPER}])(?=[{_UPPER}][^\W_{_UPPER}])")
# A hashtag whose words are not parted as all others are: for who only skims a text.
PARTED_TAG = re.compile(rf"#\w*?(?:[^\W\d_{_UPPER}][{_UPPER}]|[{_UPPER}]{{2}}[^\W_{_UPPER}])")

# Look-alike letters, folded: each Cyrillic letter over the Latin one.
_CYRILLIC = "авсенікмортхуїјѕ"
_LATIN = "abcehikmoptxyïjs"
_GREEK = {"α": "а", "β": "в", "ε": "е", "η": "н", "ι": "і", "κ": "к", "μ": "м", "ν": "в", "ο": "о", "ρ": "р"} | {
    "τ": "т", "υ": "у", "χ": "х", "ϲ": "с"
}  # fmt: skip
_TO_CYRILLIC = str.maketrans(dict(zip(_LATIN, _CYRILLIC, strict=True)) | _GREEK | {"é": "е", "ë": "е", "ó": "о"})
_TO_LATIN = str.maketrans(
    dict(zip(_CYRILLIC, _LATIN, strict=True))
    | {greek: _LATIN[_CYRILLIC.index(letter)] for greek, letter in _GREEK.items()}
)
_IS_CYRILLIC = re.compile("[\u0400-\u052f]")
_IS_LATIN = re.compile("[a-zß-öø-ɏ]")
_CYRILLIC_RUN = re.compile(f"{_IS_CYRILLIC.pattern}++")
_LATIN_RUN = re.compile(f"{_IS_LATIN.pattern}++")
_IS_GREEK = re.compile("[\u0370-\u03ff]")
MIXED = re.compile(
    "[a-zß-öø-ɏ][0-9']*+[\u0370-\u052f]|[\u0400-\u052f][0-9']*+[a-zß-öø-ɏ\u0370-\u03ff]|[\u0370-\u03ff][0-9']*+[a-z\u0400-\u052f]"
)
"""Where in a word of a folded text scripts meet."""


def words(text: str | Folded) -> tuple[Token, ...]:
    """The words and numbers, as names are compared: hyphens and a hashtag's inner borders part them."""
    return tuple(piece for piece in pieces(text) if piece is not None)


def pieces(text: str | Folded, leading: str | None = None) -> Iterator[Token | None]:
    """As `words`, with None wherever something stands that no name goes across: a comma, a full stop, a picture.

    `leading`: the leading script of a longer text that this is part of.
    """
    folded = fold(text) if isinstance(text, str) else text
    script = leading or (leading_script(folded.text) if has_mixed_word(folded.text) else None)
    for found in _PIECE.finditer(folded.text):
        if found.lastgroup == "word":
            yield _token(folded, found.start(), found.end(), script)
        elif found.lastgroup == "tag":
            yield None
            yield from _tag_words(folded, found, script)
            yield None
        else:
            yield None


def addresses(folded: str) -> list[tuple[int, int]]:
    """Where web addresses and handles stand in a folded text that begins and ends at white space."""
    if not _MAY_BE_ADDRESS.search(folded):
        return []
    begin = int(folded[0] in _OPENING)
    if _WEB_ADDRESS.fullmatch(folded, begin):
        return [(begin, len(folded))]
    return [found.span() for found in _PIECE.finditer(folded) if found.lastgroup == "skip"]


def possible_words(folded: Folded) -> list[str] | None:
    """All words that `pieces` may find, and more, in no order: quicker than those; None where it is not that simple."""
    if has_mixed_word(folded.text) or has_picture_in_word(folded.original) or _GLUED.search(folded.text):
        return None
    found: list[str] = _PLAIN_WORD.findall(folded.text)
    spans = (tag.span() for tag in _TAG.finditer(folded.text))
    tags = (folded.original[folded.starts[start] : folded.ends[end - 1]] for start, end in spans)
    parts = (part for tag in tags for part in _CAMEL.split(tag))
    return found + [even(word) for part in parts for word in _TAG_WORD.findall(part)]


def plain(text: str) -> Folded:
    """The folded text, with "_" where inner capitals part a hashtag's words: `words` of that are those of the text."""
    folded = fold(text)
    if "#" not in folded.text:
        return folded
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    begin = 0
    for tag in _TAG.finditer(folded.text):
        for _, *inner, _ in _tag_parts(folded, tag):
            for border in inner:
                parts += folded.text[begin:border], "_"
                starts += *folded.starts[begin:border], folded.starts[border]
                ends += *folded.ends[begin:border], folded.starts[border]
                begin = border
    parts.append(folded.text[begin:])
    return Folded(text, "".join(parts), [*starts, *folded.starts[begin:]], [*ends, *folded.ends[begin:]])


def closed(text: str, start: int, end: int) -> int:
    """Where the words `[start, end)` end with the mark that follows them, if it closes a quotation begun in them."""
    mark = text[end : end + 1]
    for opening in CLOSED_BY.get(mark, ""):
        since, until = text.rfind(opening, start, end), text.rfind(mark, start, end)
        if (opening == mark and text.count(mark, start, end) % 2) or since > until:
            return end + 1
    return end


def is_unbroken(text: str, start: int, end: int) -> bool:
    """Whether names may go across all that stands between the words of `[start, end)`, addresses aside."""
    if any(found.lastgroup != "word" for found in _PIECE.finditer(text, start, end)):
        return False
    tag = text.rfind("#", 0, start)
    in_tag = tag >= 0 and _TAG_BODY.fullmatch(text, tag + 1, start)
    return not in_tag or _TAG_BODY.fullmatch(text, start, end) is not None


def _token(folded: Folded, start: int, end: int, script: str | None) -> Token:
    word = folded.text[start:end]
    return Token(one_script(word, script) if script else word, folded.starts[start], folded.ends[end - 1])


def _tag_words(folded: Folded, found: re.Match[str], script: str | None) -> Iterator[Token]:
    for borders in _tag_parts(folded, found):
        for left, right in itertools.pairwise(borders):
            yield _token(folded, left, right, script)


def _tag_parts(folded: Folded, found: re.Match[str]) -> Iterator[list[int]]:
    """Of what "_" parts in a hashtag the borders of its words, which inner capitals part."""
    for part in _TAG_WORD.finditer(folded.text, found.start(), found.end()):
        start, end = part.span()
        original = folded.original[folded.starts[start] : folded.ends[end - 1]]
        borders = [start, end]
        if len(original) == end - start:
            borders[1:1] = [start + camel.start() for camel in _CAMEL.finditer(original)]
        yield borders


def has_mixed_word(folded: str) -> bool:
    """Whether scripts are mixed inside a word of a folded text."""
    return MIXED.search(folded) is not None


def leading_script(text: str) -> str:
    """ "cyrillic" or "latin", by the letters of a folded text."""
    sample = text[:2000]
    cyrillic, latin = (sum(map(len, runs.findall(sample))) for runs in (_CYRILLIC_RUN, _LATIN_RUN))
    return "cyrillic" if cyrillic >= latin else "latin"


def one_script(word: str, leading: str) -> str:
    """A word in which scripts are mixed, in that script which all its letters can belong to, or else in the majority's.

    Where both scripts are possible the text's `leading` one decides ("BCУ" among Russian words is ВСУ).
    """
    cyrillic = len(_IS_CYRILLIC.findall(word))
    latin = len(_IS_LATIN.findall(word))
    if not cyrillic or not (latin or _IS_GREEK.search(word)):
        return word.translate(_TO_LATIN) if latin and _IS_GREEK.search(word) else word
    as_cyrillic, as_latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    cyrillic_fits, latin_fits = not _IS_LATIN.search(as_cyrillic), not _IS_CYRILLIC.search(as_latin)
    if cyrillic_fits != latin_fits:
        return as_cyrillic if cyrillic_fits else as_latin
    if cyrillic_fits:
        return as_cyrillic if leading == "cyrillic" else as_latin
    return as_cyrillic if cyrillic >= latin else as_latin


def tokens(text: str | Folded) -> tuple[Token, ...]:
    """The words and numbers, as claims are read: hyphenated words stay one ("гора-подол", "10-ка")."""
    folded = fold(text) if isinstance(text, str) else text
    return tuple(_hyphened(folded.original, pieces(folded)))


def _hyphened(text: str, parts: Iterable[Token | None]) -> list[Token]:
    joined: list[Token] = []
    for part in parts:
        if part is None:
            continue
        if joined and part.start - joined[-1].end == 1 and text[joined[-1].end] in "-‐‑":
            before = joined.pop()
            joined.append(Token(f"{before.word}-{part.word}", before.start, part.end))
        else:
            joined.append(part)
    return joined


def sentences(
    text: str, whole: Sequence[tuple[int, int]] = (), parts: Iterable[Token | None] | None = None
) -> tuple[Sentence, ...]:
    """The sentences, headlines and list items, none empty, in order. No border falls inside a span of `whole`.

    `parts`: the text's `pieces`, where they are known already.
    """
    rest = list(reversed(_hyphened(text, pieces(text) if parts is None else parts)))
    found: list[Sentence] = []
    for start, end in _kept_whole(segments(text), whole):
        inside: list[Token] = []
        while rest and rest[-1].start < end:
            inside.append(rest.pop())
        found.append(Sentence(start, end, tuple(inside), asks(text, start, end)))
    return tuple(found)


def _kept_whole(spans: Sequence[tuple[int, int]], whole: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    unbroken = iter(sorted(whole))
    current = next(unbroken, None)
    for start, end in spans:
        while current and current[1] <= start:
            current = next(unbroken, None)
        if kept and current and current[0] < start:
            start = kept.pop()[0]
        kept.append((start, end))
    return kept
