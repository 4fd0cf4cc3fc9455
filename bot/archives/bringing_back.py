"""Which links of a result are brought back to the posts that are stored, and which not, and why. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot import relinking
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
    meant = (link for link in reread.links if link.kind in chosen.kinds and (link.certain or not chosen.certain_only))
    new = [_quoting(link, text) for link in dict.fromkeys(meant)]  # an archive may hold a post twice
    targets = {(link.kind, link.target) for link in new}

    def may_go(link: Link) -> bool:
        replaced = link.certain or not chosen.certain_only or (link.kind, link.target) in targets
        return link.kind in chosen.kinds and replaced

    return relinking.change_of(new, stored, may_go)


def _quoting(link: Link, text: str) -> Link:
    evidence = tuple(replace(one, text=text[one.start : one.end]) for one in link.evidence)
    return replace(link, evidence=evidence)


def fresh_claims(change: Change, stored: Stored, noted: Collection[str] = ()) -> tuple[Link, ...]:
    """New links that count as somebody's word on a claim of which the post was not known to speak; `noted`: of which it
    is known since `stored` was read.
    """
    return tuple(
        link
        for link in change.new
        if link.kind is Kind.CLAIM
        and link.certain
        and link.target not in noted
        and (link.kind, link.target) not in stored.noted
    )
