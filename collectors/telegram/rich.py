"""Reads Telegram's rich messages (blocks of formatted text, layer 229) as plain text and the links behind its words.

Layout is left out: each text of a block is a line, a table row is a line with its cells. Blocks of a kind that we do
not know are walked like the others.
"""

from collections.abc import Iterator
from typing import Any

from telethon.tl import TLObject, types

_DEEPEST = 64  # texts nest as deep as their writer likes


def rich_text(message: Any) -> str:
    """The words of a `types.RichMessage`."""
    lines = (line.strip() for line in _lines(message.blocks, 0))
    return "\n".join(line for line in lines if line)


def rich_links(message: Any) -> tuple[str, ...]:
    """The addresses hidden behind words, in order."""
    return tuple(node.url for node in _nodes(message.blocks, 0) if isinstance(node, types.TextUrl))


def _lines(node: Any, depth: int) -> Iterator[str]:
    if _is_text(node):
        yield _words(node, depth)
    elif isinstance(node, types.PageTableRow):
        yield " ".join(_words(cell.text, depth) for cell in node.cells if cell.text)
    elif isinstance(node, types.PageBlockMath):
        yield str(node.source)
    elif depth < _DEEPEST:
        for child in _children(node):
            yield from _lines(child, depth + 1)


def _words(node: Any, depth: int) -> str:
    if isinstance(node, types.TextPlain):
        return str(node.text)
    if isinstance(node, types.TextCustomEmoji):
        return str(node.alt)
    if isinstance(node, types.TextMath):
        return str(node.source)
    if isinstance(node, types.TextDiff):
        return _words(node.text, depth + 1)  # what it says now
    if depth > _DEEPEST:
        return ""
    return "".join(_words(child, depth + 1) for child in _children(node) if _is_text(child))


def _nodes(node: Any, depth: int) -> Iterator[Any]:
    yield node
    if depth < _DEEPEST:
        for child in _children(node):
            yield from _nodes(child, depth + 1)


def _is_text(node: Any) -> bool:
    return isinstance(node, TLObject) and node.SUBCLASS_OF_ID == types.TextPlain.SUBCLASS_OF_ID


def _children(node: Any) -> Iterator[Any]:
    values = node if isinstance(node, list) else vars(node).values() if isinstance(node, TLObject) else ()
    for value in values:
        if isinstance(value, list):
            yield from value
        elif isinstance(value, TLObject):
            yield value
