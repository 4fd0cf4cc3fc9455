"""What somebody typed -> an expression, or the fault in it with its place. Pure, slow the first time, and never more
than that: nothing here is a regular expression of the reader's, and no text makes it raise.

Words, "phrases", beginnings*; group: place: claim: channel: by: lang: with names; AND (or nothing), OR (or a comma or
bar), NOT (or a minus sign), also in Russian, Ukrainian and Dutch, in capitals; brackets. OR binds loosest.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.following.anchors import anchors
from bot.following.expressions import QUALIFIERS, Expression, Named, all_of, any_of, said, without
from bot.following.faults import Fault, Flaw
from storage.model import Kind
from storage.terms import folded

LONGEST = 400
"""Characters of an expression."""

MOST = 16
"""Words, phrases and names in one expression."""

DEEPEST = 8
"""Brackets and denials within one another."""

_GROWN = 20
"""So many times longer may what was read be when it is spelled: by ids for names, and letters that unfold."""

SHORTEST_BEGINNING = 3
_SHOWN = 40

STRAIGHT = str.maketrans(dict.fromkeys("«»“”„‟″", '"') | {"\0": " "})
_TOKEN = re.compile(
    r"""\s*(?:(?P<open>\()|(?P<close>\))|(?P<or>[|,;]+)|(?P<and>&+)|(?P<not>[-!−–—](?=[^\s]))
    |(?P<name>[^\W\d_]+):(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"()|,;&]*))
    |"(?P<phrase>[^"]*)"|(?P<quote>")|(?P<word>[^\s"()|,;&]+))""",
    re.VERBOSE,
)
_PUNCTUATION = re.compile(r"[-!−–—.…:?/+*]+")
JOINING = {
    **dict.fromkeys(("AND", "EN", "И", "ТА", "І"), "and"),
    **dict.fromkeys(("OR", "OF", "ИЛИ", "АБО"), "or"),
    **dict.fromkeys(("NOT", "NIET", "НЕ"), "not"),
}
"""In capitals; in small letters they are words like any other."""

_NAMES = {
    **dict.fromkeys(("group", "groep", "группа", "група", "гурт", "actor"), Kind.ACTOR),
    **dict.fromkeys(("place", "plaats", "место", "місце"), Kind.PLACE),
    **dict.fromkeys(("claim", "bewering", "утверждение", "твердження"), Kind.CLAIM),
    **dict.fromkeys(("channel", "kanaal", "канал"), Kind.CHANNEL),
    **dict.fromkeys(("by", "side", "tie", "door", "от", "від", "сторона"), Kind.AFFILIATION),
    **dict.fromkeys(("lang", "taal", "язык", "мова"), Kind.LANGUAGE),
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """Which targets bear a name: one, if all is well; else, in `close`, what is most like it."""

    exact: tuple[str, ...]
    close: tuple[str, ...] = ()


Resolve = Callable[[Kind, str], Resolved]
"""What a reader's name means for this kind of thing."""


@dataclass(frozen=True, slots=True)
class _Token:
    sort: str  # open, close, or, and, not, name, phrase, word
    start: int
    end: int
    text: str = ""
    name: str = ""


class _Stop(Exception):  # noqa: N818 - it ends the reading, and leaves this module never
    """Reading ends here: `read` makes a value of it."""

    def __init__(self, flaw: Flaw, start: int, end: int, **arguments: str) -> None:
        shown = {name: value[:_SHOWN] if name == "asked" else value for name, value in arguments.items()}
        self.fault = Fault(flaw, start, end, shown)


def read(text: str, resolve: Resolve) -> Expression | Fault:
    """The expression that `text` writes down. The offsets of a fault are those of `text`."""
    return _read(text, resolve, 1)


def _read(text: str, resolve: Resolve, times: int) -> Expression | Fault:
    """`times`: how often the limits are granted."""
    try:
        expression = _Reader(_tokens(text, LONGEST * times), resolve, len(text), times).whole()
    except _Stop as stop:
        return stop.fault
    return expression if anchors(expression) else Fault(Flaw.NOTHING_WANTED, 0, len(text))


@lru_cache(maxsize=20_000)
def stored(text: str) -> Expression:
    """The expression of this canonical spelling.

    Raises:
        ValueError: it is none: not a reader's mistake, but a damaged row.
    """
    expression = _read(text, lambda _kind, target: Resolved((target,)), _GROWN)
    if isinstance(expression, Fault):
        raise ValueError(f"a stored expression can't be read ({expression.flaw}, at {expression.start})")  # noqa: TRY004
    return expression


# --- pieces -----------------------------------------------------------------------------------------------------------


def _tokens(text: str, longest: int) -> list[_Token]:
    if len(text) > longest:
        raise _Stop(Flaw.LONG, longest, len(text), most=str(longest))
    straight, tokens, at = text.translate(STRAIGHT), [], 0
    while (found := _TOKEN.match(straight, at)) is not None:
        at = found.end()
        sort = found.lastgroup or ""
        start = found.start(sort) - (sort == "phrase")
        if sort == "quote":
            raise _Stop(Flaw.QUOTE, start, len(text))
        if sort in ("quoted", "value"):
            tokens.append(_Token("name", found.start("name"), at, found[sort], found["name"]))
        elif sort != "word" or not _PUNCTUATION.fullmatch(found[sort]):
            tokens.append(_Token(JOINING.get(found[sort], sort) if sort == "word" else sort, start, at, found[sort]))
    return tokens


class _Reader:
    """Reads tokens from left to right, one rule a method."""

    def __init__(self, tokens: Sequence[_Token], resolve: Resolve, end: int, times: int) -> None:
        self._tokens, self._resolve, self._end = tokens, resolve, end
        self._most, self._deepest = MOST * times, DEEPEST * times
        self._at = self._deep = self._many = 0

    def whole(self) -> Expression:
        if not self._tokens:
            raise _Stop(Flaw.EMPTY, 0, self._end)
        expression = self._any()
        if (left := self._next()) is not None:
            raise _Stop(Flaw.CLOSED_BRACKET, left.start, left.end)
        return expression

    def _next(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, *sorts: str) -> _Token | None:
        token = self._next()
        if token is None or token.sort not in sorts:
            return None
        self._at += 1
        return token

    def _any(self) -> Expression:
        parts = [self._all()]
        while self._take("or"):
            parts.append(self._all())
        return any_of(parts)

    def _all(self) -> Expression:
        parts = [self._one()]
        while (token := self._next()) is not None and token.sort not in ("or", "close"):
            self._take("and")
            parts.append(self._one())
        return all_of(parts)

    def _one(self) -> Expression:
        token = self._take("not", "open", "name", "phrase", "word")
        if token is None:
            raise self._missing()
        if token.sort == "not":
            return without(self._deeper(self._one, token))
        if token.sort == "open":
            inner = self._deeper(self._any, token)
            if not self._take("close"):
                raise _Stop(Flaw.OPEN_BRACKET, token.start, token.end)
            return inner
        self._many += 1
        if self._many > self._most:
            raise _Stop(Flaw.MANY, token.start, self._end, most=str(MOST))
        return self._named(token) if token.sort == "name" else _said(token)

    def _deeper(self, rule: Callable[[], Expression], token: _Token) -> Expression:
        self._deep += 1
        if self._deep > self._deepest:
            raise _Stop(Flaw.DEEP, token.start, token.end, most=str(DEEPEST))
        inner = rule()
        self._deep -= 1
        return inner

    def _missing(self) -> _Stop:
        """Something should stand here: the word that asks for it is to blame, or a bracket."""
        here = self._next()
        before = self._tokens[self._at - 1] if self._at else None
        if before is None and here is not None and here.sort == "close":
            return _Stop(Flaw.CLOSED_BRACKET, here.start, here.end)
        if before is not None and before.sort == "open":
            return _Stop(Flaw.OPEN_BRACKET if here is None else Flaw.EMPTY, before.start, before.end)
        blamed = before or here
        if blamed is None:
            return _Stop(Flaw.EMPTY, 0, self._end)
        return _Stop(Flaw.DANGLING, blamed.start, blamed.end, asked=blamed.text)

    def _named(self, token: _Token) -> Expression:
        kind = _NAMES.get(token.name.casefold())
        if kind is None and not token.text:
            return _said(replace(token, sort="word", text=token.name))  # a colon behind a word
        if kind is None:
            known = " ".join(f"{name}:" for name in QUALIFIERS.values())
            raise _Stop(Flaw.QUALIFIER, token.start, token.end, asked=token.name, known=known)
        asked = " ".join(token.text.split())
        if not asked:
            raise _Stop(Flaw.VALUE, token.start, token.end, asked=token.name)
        found = self._resolve(kind, asked)
        if len(found.exact) != 1:
            flaw = Flaw.SEVERAL if found.exact else Flaw.UNKNOWN
            close = ", ".join(found.exact or found.close)
            raise _Stop(flaw, token.start, token.end, asked=asked, kind=kind.value, close=close)
        return Named(kind, found.exact[0])


def _said(token: _Token) -> Expression:
    opened = token.sort == "word" and token.text.endswith("*")
    words = _settled(token.text)
    if not words:
        raise _Stop(Flaw.EMPTY, token.start, token.end)
    if opened and len(words[-1]) < SHORTEST_BEGINNING:
        least = str(SHORTEST_BEGINNING)
        raise _Stop(Flaw.BEGINNING, token.start, token.end, asked=token.text, least=least)
    return said(words, exactly=token.sort == "phrase", opened=opened)


def _settled(text: str) -> tuple[str, ...]:
    """The words as they are searched; a few letters of no living script take two rounds to become what they stay."""
    words = folded(text)
    while (again := folded(" ".join(words))) != words:
        words = again
    return words
