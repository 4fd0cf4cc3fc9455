"""Prints messages in the terminal, as the subscriber's chat would show them. Sends nothing anywhere.

Text from posts is hostile to terminals: control and direction characters become visible signs, and no text is ever
read as rich's markup.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from itertools import count

from rich.box import ROUNDED
from rich.console import Console, Group
from rich.panel import Panel
from rich.style import Style
from rich.text import Text

from bot.delivery.reading import Run, runs_of
from storage.model import Button, Message

WIDTH = 88
_STYLES = {
    "b": Style(bold=True),
    "i": Style(italic=True),
    "u": Style(underline=True),
    "s": Style(strike=True),
    "code": Style(color="cyan"),
    "spoiler": Style(reverse=True),
    "blockquote": Style(color="bright_black"),
}
_QUOTE_BAR = "▌ "
_JOINERS = frozenset("\u200c\u200d")  # zero-width, but Persian and family emoji need them
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


class TerminalSender:
    """A sender for runs without a bot token, and for the demo. `names`: what chats are called above their messages."""

    def __init__(self, console: Console, names: Mapping[int, str] | None = None):
        self._console = console
        self._names = dict(names or {})
        self._ids = count(1)

    async def send(self, chat_id: int, message: Message) -> int:
        self._console.print(bubble(message, self._names.get(chat_id, f"chat {chat_id}")))
        return next(self._ids)


def bubble(message: Message, title: str) -> Panel:
    """A message in a frame, with its buttons below the text."""
    rows = [_row(row) for row in message.buttons]
    body = _body(runs_of(message.html))
    content = Group(body, Text(), *rows) if rows else body
    subtitle = Text("silent") if message.silent else None
    return Panel(content, box=ROUNDED, title=Text(visible(title)), title_align="left", subtitle=subtitle, width=WIDTH)


def visible(text: str) -> str:
    """`text` with every character that a terminal would act upon, or hide, shown as a sign. Newlines stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_sign(character) for character in text)


def _sign(character: str) -> str:
    if character == "\n" or character in _JOINERS or unicodedata.category(character) not in _HIDDEN:
        return character
    if character == "\t":
        return "    "
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # the control pictures, such as ␛
    return f"⟨U+{code:04X}⟩"


def _body(runs: Iterable[Run]) -> Text:
    text = Text(overflow="fold")
    for run in runs:
        style = Style.combine([Style.null(), *(_STYLES[mark] for mark in sorted(run.marks) if mark in _STYLES)])
        words = visible(run.text)
        quoted = "blockquote" in run.marks
        if quoted:
            words = _barred(words, at_line_start=not text.plain or text.plain.endswith("\n"))
        if run.url is None:
            text.append(words, style)
            continue
        text.append(words, style + _link(run.url))
        if run.url != run.text:
            text.append(f" ({visible(run.url)})", Style(dim=True))
    return text


def _barred(words: str, *, at_line_start: bool) -> str:
    """A quote with a bar before each of its lines."""
    start = _QUOTE_BAR if at_line_start else ""
    return start + words.replace("\n", f"\n{_QUOTE_BAR}")


def _row(buttons: tuple[Button, ...]) -> Text:
    """One row of the keyboard: `[ label ]`, with the address of a button that opens one."""
    row = Text("  ", overflow="fold").join(_button(button) for button in buttons)
    row.overflow = "fold"
    return row


def _button(button: Button) -> Text:
    label = f"[ {visible(button.label)} ]".replace("\n", " ")
    if button.url is None:
        return Text(label, Style(bold=True))
    return Text.assemble((label, Style(bold=True) + _link(button.url)), (f" {visible(button.url)}", Style(dim=True)))


def _link(url: str) -> Style:
    """A link that the terminal can open: only for web addresses without anything hidden in them."""
    if url.startswith(("https://", "http://")) and visible(url) == url and "\n" not in url:
        return Style(underline=True, link=url)
    return Style(underline=True)
