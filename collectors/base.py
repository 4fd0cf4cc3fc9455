"""What every source of posts promises: the port, the batch it returns, the few errors it lets out.

No network and no database here. A source holds no transaction: it returns a batch, the caller stores it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from storage.model import Channel, HashState, Post
from storage.watching import Problem, Watched

HISTORY, MESSAGES, MEDIA = "history", "messages", "media"
"""Kinds of requests: pages of a channel, messages by their ids, parts of files."""

LOOK = 100
"""Message ids that may be asked for at once."""

_SET_BACK = timedelta(minutes=10)
"""A moment further ahead of now than this was written by a clock that has been set back since."""


def waits(since: datetime, now: datetime, until: datetime) -> bool:
    """Whether somebody told at `since` to wait `until` then still has to. If the clock was set back since, `until`
    means nothing, and nobody waits."""
    return since - _SET_BACK <= now < until


@dataclass(frozen=True, slots=True)
class AccessHash:
    """An account may address this channel without resolving its name again."""

    account: str
    channel_id: int
    access_hash: int


@dataclass(frozen=True, slots=True)
class FloodWait:
    """Telegram told `account` to leave this kind of request alone until then.

    `resolve`, `history`, `messages` (by their ids), `media` (parts of files), `join`.
    """

    account: str
    request: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Rests:
    """`account` can't be used until a person acts; `why` ends with what to do."""

    account: str
    why: str


@dataclass(frozen=True, slots=True)
class Membership:
    """Telegram says that `account` is, or is not, a member of a channel, which is not what the database says."""

    account: str
    channel_id: int
    joined: bool


Learned = AccessHash | FloodWait | Rests | Membership


@dataclass(frozen=True, slots=True)
class Batch:
    """Posts of one channel in ascending order, and how far the channel is now read.

    `cursor`: the highest message id that was looked at (None: the channel is empty). `more`: another page waits.
    `passed`: ids up to the cursor that were seen and are no posts, such as "pinned a message"; with the posts' own they
    are all that the source saw, so what is missing between them is a gap. None: this source can't tell.
    `account`: who read it, where the source is a `Spread`.
    """

    channel: Channel
    posts: tuple[Post, ...]
    cursor: int | None
    learned: tuple[Learned, ...] = ()
    more: bool = False
    account: str | None = None
    passed: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of messages of one channel that were asked for by id.

    `absent`: they are not there (any more); `passed`: they are no posts. An id that is in none of the three is one that
    the answer did not speak of: nothing is known of it.
    """

    channel: Channel
    posts: tuple[Post, ...]
    absent: tuple[int, ...] = ()
    passed: tuple[int, ...] = ()
    learned: tuple[Learned, ...] = ()


@dataclass(frozen=True, slots=True)
class Hashed:
    """What became of a file that was to be hashed; any state but PENDING. The fields are those of `MediaHash`."""

    state: HashState
    file: str | None = None
    size: int | None = None
    sha256: str | None = None
    perceptual: str | None = None
    detail: str | None = None
    learned: tuple[Learned, ...] = ()


class Source(Protocol):
    """Reads public channels. `name` says which source it is in logs and coverage."""

    name: str

    async def read(self, watched: Watched, now: datetime) -> Batch:
        """The next page of posts above `watched.cursor`; on first contact (cursor None) the newest few.

        Raises:
            CannotRead: this channel can't be read now; says why and when to try again.
        """
        ...


@runtime_checkable
class Spread(Source, Protocol):
    """A source that reads through one of several, each with a budget of requests of its own."""

    def reader(self, watched: Watched, request: str, now: datetime) -> str | None:
        """Who would be asked for this channel now: an account, or the site of the previews. None: nobody may be."""
        ...


def reader_of(source: Source, watched: Watched, request: str, now: datetime) -> str | None:
    """As `Spread.reader`; a source that is not a `Spread` is its own reader."""
    return source.reader(watched, request, now) if isinstance(source, Spread) else source.name


@runtime_checkable
class Looker(Source, Protocol):
    """A source that also finds messages by id. Channels of other sources are not read again."""

    async def look(self, watched: Watched, ids: Sequence[int], now: datetime) -> Looked:
        """The messages with these ids (at most `LOOK`), however old, paired with them by channel and id.

        Raises:
            CannotRead: the channel can't be asked now. That says nothing about its messages.
        """
        ...


@runtime_checkable
class Hasher(Source, Protocol):
    """A source that can fetch photos and documents to hash them. Otherwise they are only described."""

    async def hash_media(self, watched: Watched, message_id: int, limit: int, now: datetime) -> Hashed:
        """Fetches the file attached to a message, up to `limit` bytes, hashes it and forgets it.

        Raises:
            CannotRead: not now. That says nothing about the file.
        """
        ...


@dataclass(frozen=True, slots=True)
class Hint:
    """Something may have happened in a channel. It may come late, twice, wrongly or not at all: only a poll knows.

    `message_id`: this message may have been edited or deleted; None: there may be posts to read.
    """

    channel_id: int
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class JoinAnswer:
    """What came of asking to join. `refused`: why not, None: the account is a member. `again`: when to ask again."""

    refused: str | None = None
    again: datetime | None = None
    learned: tuple[Learned, ...] = ()


class Live(Protocol):
    """What accounts are told without asking, of the channels that they joined."""

    @property
    def listeners(self) -> frozenset[str]:
        """The accounts that can be used."""
        ...

    def hints(self) -> Collection[Hint]:
        """What was heard since this was last asked, each hint once."""
        ...

    async def heard(self) -> None:
        """Waits until something new is heard."""
        ...

    async def keep_listening(self) -> None:
        """Opens the lines that are not there. A line that can't be opened now costs hints and nothing else."""
        ...

    async def join(self, account: str, watched: Watched, now: datetime) -> JoinAnswer:
        """Makes `account`, which knows this channel, a member of it, so that hints come.

        Raises:
            CannotRead: it can't be asked for now. That is neither a yes nor a no.
        """
        ...


class CannotRead(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """A channel can't be read now. `until` None: try again at the usual time. `learned` is kept all the same.

    `channel`: what it is called and marked with now, where that was said although its posts were not given.
    """

    def __init__(self, problem: Problem, detail: str, until: datetime | None = None, learned: tuple[Learned, ...] = ()):
        super().__init__(f"{problem}: {detail}")
        self.channel: Channel | None = None
        self.problem = problem
        self.detail = detail
        self.until = until
        self.learned = learned


class BadInput(Exception):  # noqa: N818
    """A file, key or session that the operator gave is no good. The text names the thing and says what to do."""
