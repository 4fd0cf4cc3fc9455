"""Files of one kind -> entries of good shape, and what is wrong with the others, in words for an editor."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.watchlist import files, values
from bot.watchlist.book import Item, Where
from bot.watchlist.problems import WatchlistError

E = TypeVar("E", bound=values.Entry)


@dataclass(frozen=True, slots=True)
class Read(Generic[E]):
    """What the files of one kind gave.

    `names`: of all entries, those of bad shape included. None: a file can't be read, so nobody knows all names.
    """

    items: tuple[Item[E], ...]
    names: frozenset[str] | None
    errors: tuple[WatchlistError, ...]


def read(paths: Sequence[Path], shape: type[E]) -> Read[E]:
    """Read all files and judge each entry by itself."""
    items: list[Item[E]] = []
    names: set[str] = set()
    errors: list[WatchlistError] = []
    complete = True
    for path in paths:
        try:
            document = files.read(path)
            listed = _entries(document)
        except files.Unreadable as error:
            errors.append(WatchlistError(path, error.line, "", error.text))
            complete = False
            continue
        for number, value in enumerate(listed):
            where = Where(path, _name(value, number), number, document)
            names.add(where.name)
            judged = judge(value, where, shape)
            if isinstance(judged, Item):
                items.append(judged)
            else:
                errors += judged
    return Read(tuple(items), frozenset(names) if complete else None, tuple(errors))


def judge(value: object, where: Where, shape: type[E]) -> Item[E] | list[WatchlistError]:
    """The entry, or everything that is wrong with its shape."""
    try:
        return Item(where, shape.model_validate(value))
    except ValidationError as error:
        return [_explained(one, where, shape) for one in error.errors()]


def _entries(document: files.Document) -> list[object]:
    if not isinstance(document.value, list):
        raise files.Unreadable("the file is not a list of entries; start each entry with '- '", document.line(()))
    return document.value


def _name(value: object, number: int) -> str:
    """What an entry is called in errors, also when its shape is bad."""
    if isinstance(value, dict):
        for key in ("id", "username", "handle", "title"):
            name = value.get(key)
            if isinstance(name, str) and name.strip():
                return name
    return f"entry {number + 1}"


def _explained(error: ErrorDetails, where: Where, shape: type[values.Entry]) -> WatchlistError:
    spot = error["loc"]
    if error["type"] == "extra_forbidden":
        text = f"unknown key '{_spelled(spot)}'; {_mend_key(spot, shape)}"
    else:
        text = f"{_spelled(spot) or 'this'} {_complaint(error)}"
    return where.wrong(text, *spot)


def _complaint(error: ErrorDetails) -> str:
    """What is wrong with a value; what to do."""
    given = _shown(error["input"])
    context = error.get("ctx", {})
    match error["type"]:
        case "string_pattern_mismatch":
            return f"can't be {given}; {_PATTERNS[context['pattern']]}"
        case "literal_error" | "enum":
            return f"can't be {given}; choose {context['expected']}"
        case kind if kind in _COMPLAINTS:
            return _COMPLAINTS[kind].format(given=given)
        case _:
            return f"can't be {given}: {error['msg']}; correct it"


_COMPLAINTS = {
    "missing": "is missing; add it",
    "model_type": "is not written as keys with values; write 'key: value' lines under it",
    "tuple_type": "is not a list; write [one, two], or one '- ' a line",
    "string_type": "is not text; write it in quotes",
    "value_error": "is not a day: {given}; write YYYY-MM-DD, or null",
    "date_from_datetime_parsing": "is not a day of the calendar: {given}; write YYYY-MM-DD, or null",
    "too_short": "is empty; fill it in",
    "choices": (
        f"has a choice that is not closed, or makes more than {values.MOST_WAYS} names: {{given}}; "
        "write (one|other), or fewer of them"
    ),
}
_PATTERNS = {
    r"\S": "write something, or remove it",
    values.ID: "use letters, digits and _, and start with a letter",
    values.USERNAME: "write a Telegram username without @: 4 to 32 letters, digits and _",
    values.WAY: "join lexicon ids by +, and slots by +@, such as drg+enter+@place",
    values.COUNTRY: "write the country's two capital letters, such as RU",
    values.LANGUAGE: "write the language's two small letters, such as ru",
}


def _mend_key(spot: tuple[int | str, ...], shape: type[values.Entry]) -> str:
    if len(spot) == 2 and spot[0] in values.BY_LANGUAGE:
        return "the languages are ru, uk, en and nl"
    close = difflib.get_close_matches(str(spot[-1]), shape.model_fields if len(spot) == 1 else (), 1)
    return f"did you mean '{close[0]}'?" if close else "remove it or correct its spelling"


def _spelled(spot: tuple[int | str, ...]) -> str:
    """`names.ru, item 2` for ("names", "ru", 1)."""
    text = ""
    for step in spot:
        text += f", item {step + 1}" if isinstance(step, int) else f".{step}"
    return text.lstrip(".").lstrip(", ")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
