"""What somebody follows, as a value: conditions on a post, joined by and, or, not. It can be spelled, and read back.

Knows neither posts nor the watchlist; which words stand for which condition is `reading`'s matter.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from matcher.wordforms.asked import forms_asked
from storage.model import Kind
from storage.terms import Term, folded

_FORMS = 400
"""Forms of a word that count: of a verb with its participles there are some two hundred."""

_PLAIN = re.compile(r"[A-Za-z0-9_./@-]+")

QUALIFIERS = {
    Kind.ACTOR: "group",
    Kind.PLACE: "place",
    Kind.CLAIM: "claim",
    Kind.CHANNEL: "channel",
    Kind.AFFILIATION: "by",
    Kind.LANGUAGE: "lang",
}
"""How each kind is spelled: group:lsr."""


@dataclass(frozen=True, slots=True)
class Said:
    """The post says these words in a row, folded as `storage.terms` does. A single one stands for all its forms, unless
    it was quoted: `exactly`. `opened`: the last may go on."""

    words: tuple[str, ...]
    exactly: bool = False
    opened: bool = False

    @property
    def term(self) -> Term:
        return term_of(self.words, exactly=self.exactly, opened=self.opened)


@dataclass(frozen=True, slots=True)
class Named:
    """The post is about this entry, is by this channel or side, or is in this language."""

    kind: Kind
    target: str


@dataclass(frozen=True, slots=True)
class Not:
    part: "Expression"


@dataclass(frozen=True, slots=True)
class All:
    """At least two parts, none of them an `All`, no two alike; see `all_of`."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least two parts, none of them an `AnyOf`, no two alike; see `any_of`."""

    parts: tuple["Expression", ...]


Atom = Said | Named
Expression = Atom | Not | All | AnyOf


def said(words: tuple[str, ...], *, exactly: bool = False, opened: bool = False) -> Said:
    """Several words in a row are meant exactly; a beginning is none of a form."""
    return Said(words, exactly=not opened and (exactly or len(words) > 1), opened=opened)


def without(part: Expression) -> Expression:
    return part.part if isinstance(part, Not) else Not(part)


def all_of(parts: Iterable[Expression]) -> Expression:
    """One part is itself."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, All) else (part,))]
    alone = tuple(dict.fromkeys(flat))
    return alone[0] if len(alone) == 1 else All(alone)


def any_of(parts: Iterable[Expression]) -> Expression:
    """One part is itself."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, AnyOf) else (part,))]
    alone = tuple(dict.fromkeys(flat))
    return alone[0] if len(alone) == 1 else AnyOf(alone)


def atoms(expression: Expression) -> Iterator[Atom]:
    """Every condition in it, denied or not, in its order."""
    if isinstance(expression, Said | Named):
        yield expression
    elif isinstance(expression, Not):
        yield from atoms(expression.part)
    else:
        for part in expression.parts:
            yield from atoms(part)


# --- words ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=20_000)
def term_of(words: tuple[str, ...], *, exactly: bool, opened: bool) -> Term:
    """What is looked for in a text: only a word of its own takes its forms; "Т-72" is two words in a row. Slow the
    first time: it may open dictionaries."""
    if opened or exactly or len(words) > 1:
        return Term((words,), opened)
    forms = {form for one in forms_asked(words[0]) for form in folded(one)[:1]}
    return Term((words, *((form,) for form in sorted(forms - set(words))[:_FORMS])))


@lru_cache(maxsize=20_000)
def forms_of(asked: Said) -> frozenset[str]:
    """The forms that a single word stands for."""
    return frozenset(spelling[0] for spelling in asked.term.spellings)


# --- spelling -------------------------------------------------------------------------------------------------------


def spelled(expression: Expression) -> str:
    """One spelling for each expression, which reads back as the same: with ids, AND, OR, NOT."""
    match expression:
        case AnyOf(parts):
            return " OR ".join(_inside(part, AnyOf) for part in parts)
        case All(parts):
            return " AND ".join(_inside(part, All) for part in parts)
        case Not(part):
            return f"NOT {_inside(part, Not)}"
        case Named(kind, target):
            return f"{QUALIFIERS[kind]}:{target if _PLAIN.fullmatch(target) else _quoted(target)}"
        case Said(words, exactly, opened):
            return _quoted(" ".join(words)) if exactly else "-".join(words) + "*" * opened


def _inside(part: Expression, outer: type[Not | All | AnyOf]) -> str:
    """In brackets where it would be read otherwise."""
    loose = isinstance(part, AnyOf) or (isinstance(part, All) and outer is Not)
    return f"({spelled(part)})" if loose else spelled(part)


def _quoted(text: str) -> str:
    return f'"{text}"'
