"""Walks a channel's chain and says what is wrong with it. Pure: pages of links come in, faults come out.

A link is held against the one before it as that is stored, so that one changed row is one fault and not all after it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from storage.chaining import beginning, link
from storage.chains import Head
from storage.proofs import Link


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where. No post: it concerns the chain as a whole."""

    channel_id: int
    what: str
    place: int | None = None
    post_id: int | None = None
    number: int | None = None


CHANGED = "it, or its link, is not what was written"
UNREADABLE = "the row can't be read: its columns hold what they can't"
GONE = "the revision is not there any more"
MISSING = "links are missing before this one"
UNCHAINED = "the revision is in no chain: it was not written by this program"
NO_HEAD = "the chain has no head"
SHORT = "the chain does not end at its head"


@dataclass(slots=True)
class Walk:
    """One channel's chain, page by page. `contents`: how many revisions are there; `purged`: the places of those that
    were taken away on purpose, and left their digest, with the number of that purge."""

    channel_id: int
    place: int = 0
    last: bytes = b""
    contents: int = 0
    purged: dict[int, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.last = beginning(self.channel_id)

    def follow(self, links: Iterable[Link]) -> None:
        """The next links, in the order of their places."""
        for one in links:
            for what in self._wrong_with(one):
                self.faults.append(Fault(self.channel_id, what, one.place, one.post_id, one.number))
            if one.purge is not None:
                self.purged[one.place] = one.purge
            else:
                self.contents += one.digest is not None or one.damaged
            self.place, self.last = one.place, one.link

    def _wrong_with(self, one: Link) -> Iterable[str]:
        skipped = one.place != self.place + 1
        if skipped:
            yield MISSING
        if one.damaged:
            yield UNREADABLE
        elif one.digest is None:
            yield GONE
        elif not skipped and link(self.last, one.digest) != one.link:
            yield CHANGED

    def end(self, head: Head | None, lone: Iterable[tuple[int, int]]) -> None:
        """What is only known at the end: `head` as it is stored, and revisions that no link stands for."""
        if head is None and self.place:
            self.faults.append(Fault(self.channel_id, NO_HEAD))
        elif head is not None and (head.length, head.link) != (self.place, self.last):
            self.faults.append(Fault(self.channel_id, SHORT, head.length))
        self.faults += [Fault(self.channel_id, UNCHAINED, None, post_id, number) for post_id, number in lone]
