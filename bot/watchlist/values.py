"""The small values that entries are made of: texts, ids, days, names by language, the units of figures.

Their patterns are public because error messages explain each of them in words.
"""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

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


class Entry(BaseModel):
    """What all entries share: unknown keys are errors, and the text under a field is its help in editors."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Named(Entry):
    """Names by language: those that the bot speaks, and those in which posts about the same reach it."""

    ru: Texts = ()
    uk: Texts = ()
    en: Texts = ()
    nl: Texts = ()
    de: Texts = ()
    pl: Texts = ()
    be: Texts = ()
    bg: Texts = ()

    def by_language(self) -> dict[str, tuple[str, ...]]:
        """Only the languages that have any."""
        return {language: names for language in type(self).model_fields if (names := getattr(self, language))}


class Translated(Entry):
    """One text in each of the four languages."""

    en: Text
    nl: Text
    ru: Text
    uk: Text
