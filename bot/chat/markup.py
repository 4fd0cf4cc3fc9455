"""Telegram's HTML, put together safely: escaping, cutting, counting. Pure.

`Html` marks text that is markup already; everything else is escaped on its way in. What messages say is not decided
here.
"""

import html
import re
import unicodedata
from collections.abc import Iterable

MESSAGE_LIMIT = 4096
"""UTF-16 units of one message after its markup is parsed (Bot API, sendMessage)."""

ENTITY_LIMIT = 90
"""Telegram keeps the first 100 entities of a message and drops the rest."""

_TAG = re.compile(r"<[^>]*>")
_OPENING = re.compile(r"<[a-z]")
_FOUND = re.compile(r"[#@/$]\w|\w[.@]\w|\d{5,}")  # tags, names, commands, addresses, numbers to call
_ELLIPSIS = "…"
_UNSEEN = dict.fromkeys(
    [*range(0x00, 0x09), *range(0x0B, 0x20), 0x7F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F]
)
"""Control characters and text-direction overrides: in a quote they could turn our own words around."""

_FIRST_LETTER, _LAST_LETTER = "\U0001f1e6", "\U0001f1ff"
_FLAG_LETTERS = "".join(map(chr, range(ord(_FIRST_LETTER), ord(_LAST_LETTER) + 1)))


class Html(str):
    """Text that is Telegram HTML: escaped where it must be, with our own tags only."""

    __slots__ = ()


def escape(text: str) -> Html:
    """`text` as Telegram HTML; markup passes unchanged."""
    if isinstance(text, Html):
        return text
    return Html(html.escape(text.translate(_UNSEEN), quote=False))


def tagged(tag: str, text: str) -> Html:
    """`text` inside a tag without attributes."""
    return Html(f"<{tag}>{escape(text)}</{tag}>")


def bold(text: str) -> Html:
    return tagged("b", text)


def italic(text: str) -> Html:
    return tagged("i", text)


def link(url: str, text: str) -> Html:
    return Html(f'<a href="{html.escape(url)}">{escape(text)}</a>')


def join(separator: str, parts: Iterable[str]) -> Html:
    """`parts` one after the other, each escaped unless it is markup."""
    return Html(escape(separator).join(escape(part) for part in parts))


def lines(*parts: str | None) -> Html:
    """`parts` a line each; None is left out, an empty text is an empty line."""
    return join("\n", (part for part in parts if part is not None))


def units(markup: str) -> int:
    """UTF-16 units that Telegram counts: markup parsed, so tags are free and `&lt;` is one."""
    return utf16(shown(markup))


def shown(markup: str) -> str:
    """The text that is left once the markup is parsed."""
    return html.unescape(_TAG.sub("", markup))


def entities(markup: str) -> int:
    """How many entities the markup makes at most, with those that Telegram finds in the words by itself."""
    return len(_OPENING.findall(markup)) + len(_FOUND.findall(_TAG.sub(" ", markup)))


def utf16(text: str) -> int:
    """The length of raw text in UTF-16 units."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def cut(text: str, limit: int) -> str:
    """Raw text in at most `limit` UTF-16 units, an ellipsis at the end of what was cut. To be escaped afterwards."""
    if utf16(text) <= limit:
        return text
    return text[: fitting(text, limit - 1)].rstrip() + _ELLIPSIS


def fitting(text: str, limit: int) -> int:
    """How many code points of `text` fit into `limit` UTF-16 units, ending between words where that costs little."""
    end = room = 0
    for character in text:
        room += 2 if ord(character) > 0xFFFF else 1
        if room > limit:
            break
        end += 1
    if end == len(text):
        return end
    space = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))
    if space > end * 4 // 5:
        return space
    while end and _clings(text, end):
        end -= 1
    return end


def _clings(text: str, index: int) -> bool:
    """Whether the character at `index` belongs to the one before it: an accent, a variation, a joined emoji, the second
    letter of a flag."""
    after = text[index]
    if _FIRST_LETTER <= after <= _LAST_LETTER:  # letters of flags go in pairs
        before = text[:index]
        return (len(before) - len(before.rstrip(_FLAG_LETTERS))) % 2 == 1
    skin = "\U0001f3fb" <= after <= "\U0001f3ff"
    return skin or bool(unicodedata.combining(after)) or "\u200d" in text[index - 1 : index + 1] or after == "\ufe0f"
