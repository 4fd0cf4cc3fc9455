"""What editors made in chat, laid over the files: claims of their own, claims that they found to be one, and
which claim corrects which.

Files win: a claim whose id a file has is the file's. An entry that does not fit the files any more is left out and
said, and the others hold. Pure; who may make entries is the chat's matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.watchlist import checks, conversion, entries
from bot.watchlist.book import Book, Item, Where
from bot.watchlist.files import Document
from bot.watchlist.problems import WatchlistError
from bot.watchlist.reading import judge
from storage.said import EntryKind, OwnEntry, leads_to, pointing
from storage.watchlist import Watchlist

CHAT = Path("made in chat")
"""Stands for a file where an entry's errors are told."""

Claims = Sequence[Item[entries.ClaimEntry]]


@dataclass(frozen=True, slots=True)
class Overlaid:
    """The watchlist with what fits of chat's entries, and what is wrong with the others."""

    watchlist: Watchlist
    refused: tuple[WatchlistError, ...] = ()


def overlaid(book: Book, own: Iterable[OwnEntry]) -> Overlaid:
    """The book, which is good, with the entries that chat holds."""
    own = tuple(own)
    claims, refused = _shaped(own, {item.entry.id for item in book.claims})
    both = _with(book, claims)
    if checks.problems(both):
        claims, misfits = _fitting(book, claims)
        both, refused = _with(book, claims), [*refused, *misfits]
    merged = _resolved(own, frozenset(item.entry.id for item in both.claims))
    both = replace(both, claims=_corrected(both.claims, own, merged))
    made = [item.entry.id for item in claims]
    return Overlaid(conversion.watchlist(both, merged, made), tuple(refused))


def _shaped(own: Iterable[OwnEntry], in_files: set[str]) -> tuple[Claims, list[WatchlistError]]:
    items: list[Item[entries.ClaimEntry]] = []
    wrong: list[WatchlistError] = []
    for number, entry in enumerate(own):
        if entry.kind is not EntryKind.CLAIM or entry.name in in_files:
            continue
        judged = judge(entry.content, _where(entry.name, number, entry.content), entries.ClaimEntry)
        if isinstance(judged, Item):
            items.append(judged)
        else:
            wrong += judged
    return items, wrong


def _where(name: str, number: int, content: object) -> Where:
    return Where(CHAT, name, number, Document(content, {(): 0}))


def _with(book: Book, claims: Claims) -> Book:
    known = dict(book.known)
    known["claim"] = known.get("claim", frozenset()) | {item.entry.id for item in claims}
    return replace(book, claims=(*book.claims, *claims), known=known)


def _fitting(book: Book, claims: Claims) -> tuple[list[Item[entries.ClaimEntry]], list[WatchlistError]]:
    """One after the other: each must fit what fits already."""
    kept: list[Item[entries.ClaimEntry]] = []
    wrong: list[WatchlistError] = []
    for claim in claims:
        if found := checks.problems(_with(book, [*kept, claim])):
            wrong += found
        else:
            kept.append(claim)
    return kept, wrong


def _corrected(
    claims: Claims, own: Iterable[OwnEntry], merged: Mapping[str, str]
) -> tuple[Item[entries.ClaimEntry], ...]:
    """The claims with what they correct by chat's word. Files win, and one that leads nowhere or in a circle is left
    out. What is said of a claim that was merged into another goes on with that one, which may have its own word."""
    known = {item.entry.id for item in claims}
    of_files = {item.entry.id: item.entry.supersedes for item in claims if item.entry.supersedes}
    corrects = pointing(own, EntryKind.SUPERSEDE) | of_files
    said: dict[str, str] = {}
    for one in sorted(corrects, key=lambda one: (one in merged, one not in of_files)):
        name, older = (merged.get(claim, claim) for claim in (one, corrects[one]))
        if older in known and name not in said and not leads_to(older, name, said):
            said[name] = older
    return tuple(
        replace(item, entry=item.entry.model_copy(update={"supersedes": said.get(item.entry.id)})) for item in claims
    )


def _resolved(own: Iterable[OwnEntry], known: frozenset[str]) -> dict[str, str]:
    """Each merged claim -> the one that it comes to at last; one that leads nowhere, or in a circle, is left out."""
    into = pointing(own, EntryKind.MERGE)
    found = {}
    for name in sorted(into):
        seen, last = {name}, into[name]
        while last in into and last not in seen:
            seen.add(last)
            last = into[last]
        if last in known and last not in seen:
            found[name] = last
    return found
