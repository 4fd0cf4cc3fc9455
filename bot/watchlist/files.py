"""One YAML file -> plain values that remember their lines.

Only the plain part of YAML is read: no anchors, aliases or tags (a small file can grow without bounds through them),
no dates or "yes" and "no" of its own: those stay text, and the entry's type says what they are. Checks no contents.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

MOST_BYTES = 5_000_000
DEEPEST = 10

Spot = tuple[str | int, ...]
"""The way to a value: list positions and keys, from the top of the file."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds; `lines` counts from 1 and knows every value and key."""

    value: object
    lines: Mapping[Spot, int]

    def line(self, spot: Spot) -> int:
        """The line of a value, or of the nearest thing around it when it isn't there."""
        while spot and spot not in self.lines:
            spot = spot[:-1]
        return self.lines.get(spot, 1)


class Unreadable(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """This file can't be read. The text says why and what to do; `line` is 0 when the whole file is meant."""

    def __init__(self, text: str, line: int = 0):
        super().__init__(text)
        self.text = text
        self.line = line


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # with or without libyaml
    """Knows null, true, false and decimal numbers, and takes everything else for text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own name


_TAG = "tag:yaml.org,2002:"
_Loader.add_implicit_resolver(f"{_TAG}null", re.compile(r"(?:null|~|)\Z"), ["n", "~", ""])
_Loader.add_implicit_resolver(f"{_TAG}bool", re.compile(r"(?:true|false)\Z"), ["t", "f"])
_Loader.add_implicit_resolver(f"{_TAG}int", re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z"), list("-0123456789"))
_Loader.add_implicit_resolver(f"{_TAG}float", re.compile(r"-?[0-9]{1,17}\.[0-9]{1,17}\Z"), list("-0123456789"))

_SCALARS: dict[str, Callable[[str], object]] = {
    f"{_TAG}null": lambda text: None,
    f"{_TAG}bool": lambda text: text == "true",
    f"{_TAG}int": int,
    f"{_TAG}float": float,
}


def read(path: Path) -> Document:
    """Read one file.

    Raises:
        Unreadable: there is no such file, it is too large, no UTF-8, no YAML, or uses what is refused here.
    """
    text = _text(path)
    try:
        _refuse_more_than_plain(text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(f"not valid YAML: {error.problem or error.context}; correct the line", _line(mark)) from error
    except yaml.YAMLError as error:
        raise Unreadable(
            f"not valid YAML: {error}; remove the characters that can't be typed".replace("\n", " ")
        ) from error
    lines: dict[Spot, int] = {}
    return Document(_value(node, (), lines), lines)


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Unreadable(f"the file has {size} bytes, more than {MOST_BYTES}; split it or remove entries")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise Unreadable("there is no such file; put it back (a file without entries holds [])") from error
    except OSError as error:
        raise Unreadable(f"the file can't be read ({error.strerror}); check its permissions") from error
    except UnicodeDecodeError as error:
        raise Unreadable("the file is not UTF-8 text; save it as UTF-8") from error


def _refuse_more_than_plain(text: str) -> None:
    """Go over the file event by event, before anything is built from it."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = _line(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable("aliases (*name) are refused; write the value out", line)
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            raise Unreadable("anchors (&name) are refused; write the value out at each place", line)
        if getattr(event, "tag", None) is not None:
            raise Unreadable("tags (!name) are refused; write the plain value", line)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise Unreadable(f"lists and keys lie more than {DEEPEST} deep; flatten them", line)


def _value(node: yaml.Node | None, spot: Spot, lines: dict[Spot, int]) -> object:
    if node is None:
        return None
    lines.setdefault(spot, _line(node.start_mark))
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*spot, number), lines) for number, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, spot, lines)
    return _SCALARS.get(node.tag, str)(node.value)


def _mapping(node: yaml.MappingNode, spot: Spot, lines: dict[Spot, int]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, child in node.value:
        line = _line(key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            raise Unreadable("a key is a list or a mapping; write a plain word", line)
        if key.value in found:
            raise Unreadable(f"the key '{key.value}' stands twice in one entry; keep one of them", line)
        lines[(*spot, key.value)] = line
        found[key.value] = _value(child, (*spot, key.value), lines)
    return found


def _line(mark: Any) -> int:  # the mark of the pure or of the C parser
    return 0 if mark is None else int(mark.line) + 1
