"""What is said of claims and links: by sources, as posts carry it, and by people, who settle, make and judge them.

Standard library only. Who may say it is asked in the chat; what follows from it is `bot.claims`' matter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.model import Channel, Kind


class ClaimStatus(StrEnum):
    """What people have settled about a claim; the program never sets it."""

    UNVERIFIED = "unverified"
    CONTESTED = "contested"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"


@dataclass(frozen=True, slots=True)
class StatusChange:
    """Somebody (a Telegram user id, or a name where the terminal was used) set a claim's status, and why."""

    claim: str
    status: ClaimStatus
    reason: str
    by: str
    at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class Voice:
    """One source's word on a claim: an actor's id, or "channel:<id>"; what it asserts and what it denies are two.

    `posts` carry it, of which `relayed` by others: attributed to it, forwarded or copied. `revision_id`, `channel` and
    `post_id` are its own first post, else the first that carries it.
    """

    source: str
    denies: bool
    posts: int
    relayed: int
    since: datetime
    until: datetime
    revision_id: int
    channel: Channel
    post_id: int


@dataclass(frozen=True, slots=True)
class Said:
    """One post's word on a claim, on the time axis. `username`: of the channel that carries it."""

    at: datetime
    source: str
    denies: bool
    username: str | None = None


@dataclass(frozen=True, slots=True)
class FigureSaid:
    """A figure that a source named for a claim, first at `since`, in so many posts."""

    source: str
    unit: str
    value: float | None
    qualifier: str | None
    since: datetime
    posts: int


class EntryKind(StrEnum):
    """What editors add to the watchlist from chat."""

    CLAIM = "claim"
    MERGE = "merge"  # a claim turned out to be another one
    SUPERSEDE = "supersede"  # a claim corrects another one


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An entry made in chat, and who made it: a claim by its id, with the content that a file would have; of a merge
    `content` says "into" what, of a correction what the claim "supersedes". None: it was withdrawn."""

    kind: EntryKind
    name: str
    content: Mapping[str, object] | None
    by: str
    at: datetime
    id: int = 0

    @property
    def points_to(self) -> str:
        """The claim that a merged one goes into, or that one corrects."""
        return str((self.content or {}).get(_POINTING.get(self.kind, "")))


_POINTING = {EntryKind.MERGE: "into", EntryKind.SUPERSEDE: "supersedes"}


def pointing(own: Iterable[OwnEntry], kind: EntryKind) -> dict[str, str]:
    """By claim, where entries of that kind point to."""
    return {entry.name: entry.points_to for entry in own if entry.kind is kind}


def leads_to(first: str, last: str, pointing: Mapping[str, str]) -> bool:
    """Whether one comes to the other by and by, or is it."""
    seen: set[str] = set()
    while first != last and first in pointing and first not in seen:
        seen.add(first)
        first = pointing[first]
    return first == last


class DraftState(StrEnum):
    """What became of a proposed claim."""

    OPEN = "open"
    KEPT = "kept"  # it is a claim now
    REFUSED = "refused"


class Judgement(StrEnum):
    """What somebody says of a link."""

    RIGHT = "right"
    WRONG = "wrong"  # the post is not about it
    WRONG_STANCE = "wrong stance"  # about the claim, and not in this way


@dataclass(frozen=True, slots=True)
class Feedback:
    """Somebody's judgement of a revision's link to a target: an example to learn from, and to be measured by.

    `chat_id` None: whose it was has been forgotten. `editor`: it was an editor's decision.
    """

    revision_id: int
    kind: Kind
    target: str
    judgement: Judgement
    at: datetime
    chat_id: int | None
    editor: bool = False
    id: int = 0
