"""The small values that entries are made of: texts, ids, days, names by language, the units of figures.

Their patterns are public because error messages explain each of them in words.
"""

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, product
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

ID = r"^[A-Za-z][A-Za-z0-9_]{0,39}$"
USERNAME = r"^[A-Za-z][A-Za-z0-9_]{3,31}$"
COUNTRY = r"^[A-Z]{2}$"
LANGUAGE = r"^[a-z]{2}$"
WAY = r"^~?[A-Za-z][A-Za-z0-9_]{0,39}(\+@?[A-Za-z][A-Za-z0-9_]{0,39}){0,5}$"
SLOTS = frozenset({"who", "holder", "place", "figure"})
BY_LANGUAGE = ("names", "forms", "labels", "asserting", "denying", "words", "statement", "name")

Text = Annotated[str, Field(pattern=r"\S")]
Id = Annotated[str, Field(pattern=ID)]
Way = Annotated[str, Field(pattern=WAY)]
Username = Annotated[str, Field(pattern=USERNAME)]
Texts = tuple[Text, ...]
Sources = Annotated[tuple[Text, ...], Field(min_length=1)]
Language = Literal["ru", "uk", "en", "nl", "de", "pl", "be", "bg"]
Languages = Annotated[tuple[Language, ...], Field(min_length=1)]


def _day(value: object) -> object:
    """Pydantic would take a number for seconds since 1970."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return value
    raise ValueError("no day")


Day = Annotated[date, BeforeValidator(_day)]

Unit = Literal[
    "fighters",
    "fighters killed",
    "fighters wounded",
    "soldiers killed",
    "soldiers wounded",
    "civilians killed",
    "civilians wounded",
    "tanks",
    "armoured vehicles",
    "artillery pieces",
    "vehicles",
    "strongpoints",
    "attempts",
]


MOST_WAYS = 500
"""Names that one with choices may make."""

_CHOICE = re.compile(r"\(([^()|]*(?:\|[^()|]*)+)\)")


def spelled_out(names: Iterable[str]) -> tuple[str, ...]:
    """Names with each choice of theirs made in every way, each name once: `Russian (armed |)groups` makes two."""
    return tuple(dict.fromkeys(chain.from_iterable(map(_ways, names))))


def _ways(name: str) -> Iterator[str]:
    if not _CHOICE.search(name):
        return iter((name,))
    return (" ".join("".join(way).split()) for way in product(*_parts(name)))


def _parts(name: str) -> list[list[str]]:
    """What is fixed and what is to choose, in turn."""
    return [part.split("|") if number % 2 else [part] for number, part in enumerate(_CHOICE.split(name))]


def _sound(name: str) -> str:
    """A name whose choices are closed, and not too many."""
    if math.prod(map(len, _parts(name))) > MOST_WAYS or set("()|") & set(_CHOICE.sub("", name)):
        raise PydanticCustomError("choices", "choices")
    return name


Name = Annotated[Text, AfterValidator(_sound)]
Names = tuple[Name, ...]


class Entry(BaseModel):
    """What all entries share: unknown keys are errors, and the text under a field is its help in editors."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Named(Entry):
    """Names by language: those that the bot speaks, and those in which posts about the same reach it."""

    ru: Names = ()
    uk: Names = ()
    en: Names = ()
    nl: Names = ()
    de: Names = ()
    pl: Names = ()
    be: Names = ()
    bg: Names = ()

    def by_language(self) -> dict[str, tuple[str, ...]]:
        """Only the languages that have any; with `(anti-Kremlin|anti-Putin) (fighters|groups)` each goes with each."""
        given = {language: getattr(self, language) for language in type(self).model_fields}
        return {language: spelled_out(names) for language, names in given.items() if names}


class Translated(Entry):
    """One text in each of the four languages."""

    en: Text
    nl: Text
    ru: Text
    uk: Text
