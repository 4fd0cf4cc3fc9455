"""The words of a text as they are searched, and what is searched for, in the languages of both databases. Pure.

A word is a run of letters and digits, without regard to case, accents over it, ё or е, and apostrophes inside it. The
same words are stored, asked for and marked, so both databases find the same, whatever their own notion of a word is.
Nothing a reader writes reaches a database's query language: only such words do, each in quotation marks.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f]|['’ʼ`](?=[^\W_]))*+")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile("[\u0300-\u036f'’ʼ`]")
_LONGEST = 64
"""Letters of a word that count; longer ones are addresses and codes."""

_FIRST_PLACE = 16
"""Where in a text's list the words begin; before them stand marks."""

_SPREAD = 31
"""Bits of a post's number that tell the posts of one second apart."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: as it is searched, and where it stands (code points, the end excluded)."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """Any of `spellings`, each one word or several in a row. `opened`: the last word may go on."""

    spellings: tuple[tuple[str, ...], ...]
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """All of `wanted`, none of `unwanted`, published at `since` or later, in one channel, in one language."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()
    channel_id: int | None = None
    lang: str | None = None
    since: datetime | None = None


def words(text: str) -> list[Word]:
    """The words of a text, in their order."""
    found = (Word(_folded(match[0]), match.start(), match.end()) for match in _WORD.finditer(text))
    return [word for word in found if word.folded]


def folded(text: str) -> tuple[str, ...]:
    """The words of a text as they are searched, in their order: as `words` has them, at a fifth of the time where a
    text, as most do, holds nothing that has to be looked at letter by letter."""
    plain = text.casefold()
    if _JOINED.search(text) or _JOINED.search(plain) or not unicodedata.is_normalized("NFKC", plain):
        return tuple(word.folded for word in words(text))
    return tuple(word[:_LONGEST] for word in _PLAIN_WORD.findall(plain.replace("ё", "е")))


def _folded(word: str) -> str:
    plain = word.casefold()
    if not (plain.isascii() and plain.isalnum()):
        plain = unicodedata.normalize("NFKC", plain).casefold().replace("ё", "е")
        plain = plain if plain.isalnum() else "".join(filter(str.isalnum, plain))
    return plain[:_LONGEST]


def spans(search: Search, text: str) -> list[tuple[int, int]]:
    """Where a text says what was searched for."""
    there = words(text)
    sought = [(spelling, term.opened) for term in search.wanted for spelling in term.spellings]
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for spelling, opened in sought:
        if not opened:
            by_first.setdefault(spelling[0], []).append(spelling)
    beginnings = [spelling for spelling, opened in sought if opened]
    return sorted(_hits(there, by_first, beginnings))


def _hits(
    there: Sequence[Word], by_first: dict[str, list[tuple[str, ...]]], beginnings: Sequence[tuple[str, ...]]
) -> Iterator[tuple[int, int]]:
    folded = [word.folded for word in there]
    for at, word in enumerate(there):
        for spelling in by_first.get(word.folded, ()):
            if tuple(folded[at : at + len(spelling)]) == spelling:
                yield word.start, there[at + len(spelling) - 1].end
        for *whole, start in beginnings:
            last = at + len(whole)
            if last < len(there) and folded[at:last] == whole and folded[last].startswith(start):
                yield word.start, there[last].end


# --- keys -----------------------------------------------------------------------------------------------------------


def key_of(published_at: datetime, channel_id: int, post_id: int) -> int:
    """A post's number among all that can be searched, in the order of their publishing: so the newest are found first
    without sorting. The second it was published in; then, scattered, its channel; then its place in that. Two posts of
    one second in different channels have one number once in two thousand million times; then the later is found."""
    channel = (channel_id * 0x9E3779B1 >> 16) & 0x7FFF
    return first_key(published_at) | channel << 16 | post_id & 0xFFFF


def first_key(moment: datetime) -> int:
    """The lowest number of a post that was published then."""
    return min(max(int(moment.timestamp()), 0), (1 << 32) - 1) << _SPREAD


# --- what databases are given ---------------------------------------------------------------------------------------


def marks(channel_id: int | None, lang: str | None) -> list[str]:
    """What a search is narrowed by, as words that no text can hold."""
    found = [] if channel_id is None else [f"#c{channel_id}"]
    return found if not lang else [*found, f"#l{_folded(lang)}"]


def for_sqlite(said: Sequence[str], channel_id: int, lang: str | None) -> str:
    """Words for a full-text table: one after the other."""
    return " ".join([*marks(channel_id, lang), *said])


def for_postgres(said: Sequence[str], channel_id: int, lang: str | None) -> str:
    """Words as a `tsvector`, with their places."""
    placed = [*enumerate(marks(channel_id, lang), 1), *enumerate(said, _FIRST_PLACE)]
    return " ".join(f"'{word}':{place}" for place, word in placed)


def fts5(search: Search) -> str:
    """What is searched for, in FTS5's language."""
    narrowed = [f'"{mark}"' for mark in marks(search.channel_id, search.lang)]
    wanted = " AND ".join([*narrowed, *map(_in_fts5, search.wanted)])
    return " NOT ".join([f"({wanted})", *map(_in_fts5, search.unwanted)])


def _in_fts5(term: Term) -> str:
    goes_on = "*" if term.opened else ""
    return "(" + " OR ".join(f'"{" ".join(spelling)}"{goes_on}' for spelling in term.spellings) + ")"


def tsquery(search: Search) -> str:
    """What is searched for, in PostgreSQL's language."""
    narrowed = [f"'{mark}'" for mark in marks(search.channel_id, search.lang)]
    unwanted = [f"!{_in_tsquery(term)}" for term in search.unwanted]
    return " & ".join([*narrowed, *map(_in_tsquery, search.wanted), *unwanted])


def _in_tsquery(term: Term) -> str:
    goes_on = ":*" if term.opened else ""
    each = (" <-> ".join(f"'{word}'" for word in spelling) + goes_on for spelling in term.spellings)
    return "(" + " | ".join(f"({one})" for one in each) + ")"
