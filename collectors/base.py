"""What every source of posts promises: the port, the batch it returns, the few errors it lets out.

No network and no database here. A source holds no transaction: it returns a batch, the caller stores it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from storage.model import Channel, Post, Problem, Watched


@dataclass(frozen=True, slots=True)
class AccessHash:
    """An account may address this channel without resolving its name again."""

    account: str
    channel_id: int
    access_hash: int


@dataclass(frozen=True, slots=True)
class FloodWait:
    """Telegram told `account` to leave this kind of request (`resolve`, `history`, `messages`) alone until then."""

    account: str
    request: str
    until: datetime


Learned = AccessHash | FloodWait


@dataclass(frozen=True, slots=True)
class Batch:
    """Posts of one channel in ascending order, and how far the channel is now read.

    `cursor`: the highest message id that was looked at (None: the channel is empty). `more`: another page waits.
    """

    channel: Channel
    posts: tuple[Post, ...]
    cursor: int | None
    learned: tuple[Learned, ...] = ()
    more: bool = False


class Source(Protocol):
    """Reads public channels. `name` says which source it is in logs and coverage."""

    name: str

    async def read(self, watched: Watched, now: datetime) -> Batch:
        """The next page of posts above `watched.cursor`; on first contact (cursor None) the newest few.

        Raises:
            CannotRead: this channel can't be read now; says why and when to try again.
        """
        ...


class CannotRead(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """A channel can't be read now. `until` None: try again at the usual time. `learned` is kept all the same."""

    def __init__(self, problem: Problem, detail: str, until: datetime | None = None, learned: tuple[Learned, ...] = ()):
        super().__init__(f"{problem}: {detail}")
        self.problem = problem
        self.detail = detail
        self.until = until
        self.learned = learned


class BadInput(Exception):  # noqa: N818
    """A file, key or session that the operator gave is no good. The text names the thing and the mend."""
