"""Which links of a stored post come and go when those of another matching are brought back. Pure.

What an editor decided stays as it is: a confirmed link, a rejected one, and neither comes a second time.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.archives.results import Reread, digest_of
from storage.model import Kind, Link
from storage.rematching import Change, Stored

LINKED = frozenset({Kind.ACTOR, Kind.PLACE, Kind.CLAIM})


@dataclass(frozen=True, slots=True)
class Chosen:
    """Links of which kinds are brought back, and whether only those that count at once."""

    kinds: Collection[Kind] = LINKED
    certain_only: bool = False

    @property
    def everything(self) -> bool:
        return set(self.kinds) == LINKED and not self.certain_only


class Left(StrEnum):
    """Why nothing of a post is brought back."""

    NOT_STORED = "not stored here"
    OTHER_WORDS = "stored with other words"
    WAITING = "still on their way through the stages (bring them back later)"
    READ_SINCE = "matched since"
    PARKED = "parked in the result"


def left(reread: Reread, stored: Stored | None, at: datetime) -> Left | None:
    """None: its links may be brought back. `at`: when the result was made."""
    if stored is None:
        return Left.NOT_STORED
    if reread.parked is not None:
        return Left.PARKED
    if digest_of(stored.revision.post.text) != reread.key.digest:
        return Left.OTHER_WORDS
    if not stored.settled:
        return Left.WAITING
    return Left.READ_SINCE if stored.read_at is not None and stored.read_at > at else None


def change_of(reread: Reread, stored: Stored, chosen: Chosen) -> Change:
    """What is to be stored so that the chosen links are those of the result.

    With `certain_only` suggestions stay as they are, but for those of what is certain now.
    """
    text = stored.revision.post.text
    new = [
        _quoting(link, text)
        for link in reread.links
        if _is_meant(link, stored, chosen) and (link.certain or not chosen.certain_only)
    ]
    targets = {(link.kind, link.target) for link in new}
    gone = []
    for link_id, link in stored.links.items():
        if not _is_meant(link, stored, chosen):
            continue
        if link in new:
            new.remove(link)
        elif link.certain or not chosen.certain_only or (link.kind, link.target) in targets:
            gone.append(link_id)
    return Change(stored.revision.id, tuple(gone), tuple(new))


def _is_meant(link: Link, stored: Stored, chosen: Chosen) -> bool:
    return link.kind in chosen.kinds and (link.kind, link.target) not in stored.decided


def _quoting(link: Link, text: str) -> Link:
    evidence = tuple(replace(one, text=text[one.start : one.end]) for one in link.evidence)
    return replace(link, evidence=evidence)


def fresh_claims(change: Change, stored: Stored) -> tuple[Link, ...]:
    """New links that count as somebody's word on a claim of which the post was not known to speak."""
    return tuple(
        link
        for link in change.new
        if link.kind is Kind.CLAIM and link.certain and (link.kind, link.target) not in stored.noted
    )
