"""Prints messages in the terminal, as the subscriber's chat would show them. Sends nothing anywhere.

Text from posts is hostile to terminals: control and direction characters become visible signs, and no text is ever
read as rich's markup.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, groupby

from rich.box import ROUNDED
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.style import Style
from rich.text import Text

from bot.delivery.reading import Run, runs_of
from storage.messages import Button, Message

WIDTH = 88
_STYLES = {
    "b": Style(bold=True),
    "i": Style(italic=True),
    "u": Style(underline=True),
    "s": Style(strike=True),
    "code": Style(color="cyan"),
    "spoiler": Style(reverse=True),
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
        self._console.print(bubble(message, self._name(chat_id)))
        return next(self._ids)

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        """What is printed can't be changed: it says which message that was, and prints it as it is now."""
        self._console.print(bubble(message, f"{self._name(chat_id)} – message {message_id}, updated"))

    def _name(self, chat_id: int) -> str:
        return self._names.get(chat_id, f"chat {chat_id}")


def bubble(message: Message, title: str) -> Panel:
    """A message in a frame, with its buttons below the text."""
    rows = [_row(row) for row in message.buttons]
    below = [Text(), *rows] if rows else []
    content = Group(*_blocks(runs_of(message.html)), *below)
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


def _blocks(runs: Iterable[Run]) -> Iterator[RenderableType]:
    """The text in order, each quote a block of its own with a bar before it."""
    for quoted, block in groupby(runs, key=lambda run: "blockquote" in run.marks):
        text = Text.assemble(*map(_styled, block), overflow="fold")
        text = text[_is_break(text.plain[:1]) : len(text) - _is_break(text.plain[-1:])]
        if text:
            yield _Quote(text) if quoted else text


def _is_break(character: str) -> bool:
    """A block begins and ends a line by itself."""
    return character == "\n"


def _styled(run: Run) -> Text:
    style = Style.combine([Style.null(), *(_STYLES[mark] for mark in sorted(run.marks) if mark in _STYLES)])
    words = visible(run.text)
    if run.url is None:
        return Text(words, style)
    address = "" if run.url == run.text else f" ({visible(run.url)})"
    return Text.assemble((words, style + _link(run.url)), (address, Style(dim=True)))


@dataclass(frozen=True, slots=True)
class _Quote:
    """Text with a bar before each of its lines, wherever they break."""

    text: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.text.wrap(console, options.max_width - len(_QUOTE_BAR), overflow="fold"):
            yield Text.assemble((_QUOTE_BAR, Style(dim=True)), line)


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
