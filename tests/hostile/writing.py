"""Hostile posts, made of a seed: texts and entities that a channel's owner may publish to break who reads along.

Some name what is followed, so that they are linked, quoted and counted; none is anybody's real post.
"""

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from telethon.tl import types

NUMBER = int(os.environ.get("SEINPOST_HOSTILE_POSTS", "120"))  # noqa: TID251 - how much to try is the caller's choice

PLANES = tuple(range(0x11))
_BIDI = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\u3164"
_MARKS = "\u0301\u0489\u20dd\ufe0f\u0e49\u0f71"
_BREAKS = "\r\v\f\x1c\x1d\x85\u2028\u2029\0\x1b\x07\x08"
_MARKUP = (
    "<b>", "</b>", "<a href=\"tg://user?id=1\">", "</a>", "&lt;", "&amp;amp;", "&#0;", "&#x110000;", "<tg-spoiler>",
    "<blockquote expandable>", "<![CDATA[", "<!--", "<script>alert(1)</script>", "<pre><code>",
    "<tg-emoji emoji-id=\"1\">",
    "*_[`~>#+-=|{}.!\\", "[x](tg://resolve?domain=x)", "||", "```", "{0.__class__.__mro__}", "{}", "{name!r:>{width}}",
    "%(password)s", "%n%s%d", "${jndi:ldap://127.0.0.1/a}", "$(reboot)", "`id`", "\" OR 1=1 --",
    "'; DROP TABLE posts; --",
    "(a+)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", "\\u0000", "../../etc/passwd", "=cmd|' /C calc'!A0", "{ $name }",
    "{ -brand }",
    "/start", "/forget", "@admin", "#tag", "tg://settings", "https://t.me/joinchat/x", "http://[::1",
    "NEAR(\"a\" \"b\")",
    "harbour* AND NOT", "\x1b[2J", "__import__('os')", "!!python/object", "\\N{BELL}",
)  # fmt: skip
NAMES = (
    "Rivermouth",
    "Harbour Authority",
    "The quay of Rivermouth is flooded",
    "the quay of Rivermouth is under water",
)
_WORDS = ("quay", "flood", "12", "1,000,000", "not", "says", "“", "”", "«", "»", "…", "—", ". ", "? ", "\n")


_PIECES = ("a", "👨\u200d👩\u200d👧\u200d👦", "🇳🇱", "@a ", "#a ", "1", "a.", "\n", " ", "&", "<", "﷽", "İ", "ß", "ﬃ")
_ADDRESSES = ("javascript:alert(1)", "tg://user?id=1", "https://t.me/x", "http://[", '"><b>', "", "x" * 5_000)
_PLAIN = (types.MessageEntityBold, types.MessageEntitySpoiler, types.MessageEntityCode, types.MessageEntityUrl)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A post as its channel sends it. `kind`: how it was made."""

    kind: str
    text: str
    entities: list[object] = field(default_factory=list)


def hostile_posts(seed: int, number: int) -> Iterator[Hostile]:
    """So many of them, of all kinds in turn; the same for the same seed."""
    chance = random.Random(seed)
    for index in range(number):
        kind, write = _KINDS[index % len(_KINDS)]
        text = _named(write(chance), chance)
        yield Hostile(kind, text, _entities(text, chance) if chance.random() < 0.7 else [])


def _named(text: str, chance: random.Random) -> str:
    """Two of three say something that is followed, at the beginning, at the end or in the midst of it."""
    if chance.random() < 1 / 3:
        return text
    at = chance.choice((0, len(text), chance.randrange(len(text) + 1)))
    return f"{text[:at]} {chance.choice(NAMES)} {text[at:]}"


def _any(chance: random.Random) -> str:
    """A character of any plane, unassigned ones and noncharacters included. TL can't carry lone surrogates."""
    while True:
        code = (chance.choice(PLANES) << 16) + chance.randrange(0x10000)
        if not 0xD800 <= code <= 0xDFFF:
            return chr(code)


def _of(letters: str, most: int) -> Callable[[random.Random], str]:
    return lambda chance: "".join(chance.choices(letters, k=chance.randrange(1, most)))


def _planes(chance: random.Random) -> str:
    return "".join(_any(chance) for _ in range(chance.randrange(1, 400)))


def _mixed(chance: random.Random) -> str:
    parts = [*_MARKUP, *_WORDS, *NAMES, *_BIDI, *_INVISIBLE, *_MARKS, *_BREAKS]
    return "".join(chance.choice((chance.choice(parts), _any(chance))) for _ in range(chance.randrange(1, 200)))


def _zalgo(chance: random.Random) -> str:
    return "R" + "".join(chance.choices(_MARKS, k=4096))


def _markup(chance: random.Random) -> str:
    return "".join(chance.choices(_MARKUP, k=chance.randrange(1, 60)))


def _nested(chance: random.Random) -> str:
    opening, closing = chance.choice((("<b>", "</b>"), ("(", ")"), ("«", "»"), ("[", "]"), ("{", "}"), ("> ", "")))
    return opening * chance.randrange(1, 1200) + "x" + closing * chance.randrange(1, 1200)


def _repeated(chance: random.Random) -> str:
    piece = chance.choice((*_WORDS, *NAMES, *_PIECES))
    return piece * (chance.randrange(1, 4096) // len(piece) + 1)


def _long(chance: random.Random) -> str:
    """Longer than Telegram's messages may be."""
    return "".join(chance.choices((*_WORDS, *_MARKUP, "word ", _any(chance)), k=chance.randrange(2_000, 8_000)))


def _one_word(chance: random.Random) -> str:
    return chance.choice("aяïﬁ1漢") * chance.randrange(4_000, 40_000)


def _nothing(chance: random.Random) -> str:
    return chance.choice(("", " ", "\n\n\n", "\u200b", "\u2060" * 50, "\0", ".", "👍", "\ufffd"))


_KINDS: tuple[tuple[str, Callable[[random.Random], str]], ...] = (
    ("planes", _planes),
    ("mixed", _mixed),
    ("bidi", _of(_BIDI + "abcאבג ", 800)),
    ("invisible", _of(_INVISIBLE, 4096)),
    ("combining", _zalgo),
    ("breaks", _of(_BREAKS + "a ", 600)),
    ("markup", _markup),
    ("nested", _nested),
    ("repeated", _repeated),
    ("long", _long),
    ("one word", _one_word),
    ("nothing", _nothing),
)
KINDS = tuple(kind for kind, _ in _KINDS)


def _entities(text: str, chance: random.Random) -> list[object]:
    """Overlapping, beyond the end, before the beginning, in the midst of pairs, and sometimes thousands of them."""
    number = chance.choice((1, 3, 40, 3_000)) if chance.random() < 0.1 else chance.randrange(1, 12)
    return [_entity(len(text), chance) for _ in range(number)]


def _entity(size: int, chance: random.Random) -> object:
    offset = chance.choice((chance.randrange(-5, size + 5), -(2**31), 2**31 - 1, 0, 1))
    length = chance.choice((chance.randrange(-2, size + 5), 0, -1, 2**31 - 1, 1))
    kind = chance.randrange(6)
    if kind == 0:
        return types.MessageEntityTextUrl(offset, length, chance.choice(_ADDRESSES))
    if kind == 1:
        return types.MessageEntityMentionName(offset, length, chance.choice((0, 1, 2**63 - 1, -1)))
    if kind == 2:
        return types.MessageEntityPre(offset, length, chance.choice(("", '"><script>', "x" * 300)))
    if kind == 3:
        return types.MessageEntityCustomEmoji(offset, length, -1)
    return chance.choice(_PLAIN)(offset, length)
