"""Reads Telegram's HTML back into runs of text, for places where that markup does not work.

Lenient where Telegram is strict: an unknown or unclosed tag loses its effect and none of the text around it. Writing
markup is the chat's part.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

UNITS = 4096
"""UTF-16 units of one message (Bot API, sendMessage)."""

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9-]*)(?P<rest>(?:\s[^<>]*)?)>", re.IGNORECASE)
_ADDRESS = re.compile(r"""\bhref=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_SAME = {"strong": "b", "em": "i", "ins": "u", "strike": "s", "del": "s", "pre": "code", "tg-spoiler": "spoiler"}


@dataclass(frozen=True, slots=True)
class Run:
    """Text under the same marks (b, i, u, s, code, blockquote, spoiler), behind `url` if it is a link."""

    text: str
    marks: frozenset[str]
    url: str | None = None


def runs_of(markup: str) -> tuple[Run, ...]:
    """The runs of a message in Telegram's HTML, in order."""
    return tuple(run for run in _runs(markup) if run.text)


def plain(markup: str) -> str:
    """The text alone, cut to what one message holds."""
    text = "".join(run.text for run in runs_of(markup))
    return text.encode("utf-16-le", "surrogatepass")[: UNITS * 2].decode("utf-16-le", "ignore")


def _runs(markup: str) -> Iterator[Run]:
    opened: list[tuple[str, str | None]] = []
    position = 0
    for tag in _TAG.finditer(markup):
        yield _run(markup[position : tag.start()], opened)
        position = tag.end()
        name = tag["name"].lower()
        if tag["end"]:
            _close(opened, name)
        else:
            opened.append((name, _address(tag["rest"]) if name == "a" else None))
    yield _run(markup[position:], opened)


def _run(text: str, opened: list[tuple[str, str | None]]) -> Run:
    marks = frozenset(_SAME.get(name, name) for name, _ in opened if name != "a")
    return Run(html.unescape(text), marks, next((url for _, url in reversed(opened) if url), None))


def _close(opened: list[tuple[str, str | None]], name: str) -> None:
    for place in reversed(range(len(opened))):
        if opened[place][0] == name:
            del opened[place]
            return


def _address(rest: str) -> str | None:
    found = _ADDRESS.search(rest)
    return html.unescape(found[1] or found[2] or "") or None if found else None
