"""Words in a page's markup: walking it, its text as Telegram sent it, the addresses behind the words.

Knows HTML and nothing of posts. Nothing here recurses: markup nests as deep as its writer likes.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from collectors.cleaning import clean

_SILENT = frozenset({"script", "style", "template", "noscript"})
_BLOCKS = frozenset({"blockquote", "pre"})
_BLANKS = " \t\r\n"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SHOWN_BY_SIGN = ("@", "#", "$", "/")  # mentions, hashtags, cashtags, commands
_SHOWN_BY_SCHEME = ("mailto:", "tel:")
_ESCAPES = {"&quot;": '"', "&#39;": "'", "&#039;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&"}
_ESCAPE = re.compile("|".join(_ESCAPES))


def classes(node: LexborNode) -> frozenset[str]:
    """The whole class names of an element; none of a text."""
    return frozenset((attribute(node, "class") or "").split())


def attribute(node: LexborNode, name: str) -> str | None:
    """An attribute's value, as it is written; "" for one without a value, None where there is none."""
    if not node.is_element_node:
        return None
    found = node.attributes
    return clean(found[name] or "") if name in found else None


def walk(root: LexborNode, without: frozenset[str] = frozenset()) -> Iterator[tuple[int, LexborNode]]:
    """The elements below `root` with their depth, in order, leaving out those of a class in `without` and all below."""
    stack = [(1, root.first_child)]
    while stack:
        depth, node = stack.pop()
        if node is None:
            continue
        stack.append((depth, node.next))
        if node.is_element_node and not (without and without & classes(node)):
            yield depth, node
            stack.append((depth + 1, node.first_child))


def innermost(elements: Iterable[tuple[int, LexborNode]], name: str) -> list[LexborNode]:
    """Of the elements of a class, those that hold no further one."""
    found: list[LexborNode] = []
    open_: tuple[int, LexborNode] | None = None
    for depth, node in elements:
        if open_ and depth <= open_[0]:
            found.append(open_[1])
            open_ = None
        if name in classes(node):
            open_ = (depth, node)
    return [*found, open_[1]] if open_ else found


class _Lines:
    """A text that grows. Between a quotation or a block of code and its neighbours there is a line break."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._border = False

    def add(self, piece: str) -> None:
        if piece and self._border and self._pieces and not (self._pieces[-1][-1] == "\n" or piece[0] == "\n"):
            self._pieces.append("\n")
        if piece:
            self._border = False
            self._pieces.append(piece)

    def border(self) -> None:
        self._border = True

    def __str__(self) -> str:
        return "".join(self._pieces)


def text_of(root: LexborNode) -> str:
    """The text as Telegram has it: its line breaks, its emoji as characters, trimmed as Telegram trims what is sent."""
    lines = _Lines()
    stack: list[tuple[LexborNode | None, bool]] = [(root.first_child, False)]
    while stack:
        node, leaving = stack.pop()
        if node is None:
            continue
        if leaving:
            lines.border()
            continue
        stack.append((node.next, False))
        if node.is_text_node:
            lines.add(node.text_content or "")
        elif node.tag == "br":
            lines.add("\n")
        elif node.is_element_node and node.tag not in _SILENT:
            if node.tag in _BLOCKS:
                lines.border()
                stack.append((node, True))
            stack.append((node.first_child, False))
    return clean(str(lines)).strip(_BLANKS)


def words_of(node: LexborNode | None) -> str:
    """A name or a title: its words on one line."""
    return " ".join(text_of(node).split()) if node is not None else ""


def hidden_links(root: LexborNode) -> tuple[str, ...]:
    """The addresses behind the words of a text, in order; not those that the reader sees anyway."""
    anchors = (node for _, node in walk(root) if node.tag == "a")
    return tuple(dict.fromkeys(link for link in map(_hidden_link, anchors) if link))


def _hidden_link(anchor: LexborNode) -> str | None:
    href, words = attribute(anchor, "href"), text_of(anchor)
    if not href or not words or not _SCHEME.match(href):
        return None  # hashtags are relative
    if attribute(anchor, "onclick") is not None:
        return unescaped(href)
    shown = words.startswith(_SHOWN_BY_SIGN) or href.lower().startswith(_SHOWN_BY_SCHEME)
    return None if shown or _bare(words) == _bare(href) else href


def unescaped(href: str) -> str:
    """Addresses that ask for confirmation were escaped twice: the second time is undone here."""
    return _ESCAPE.sub(lambda match: _ESCAPES[match[0]], href)


def _bare(address: str) -> str:
    address = unquote(address).casefold()
    for start in ("https://", "http://"):
        address = address.removeprefix(start)
    return address.rstrip("/")
