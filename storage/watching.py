"""What is watched, and what was missed: channels, looks at their messages, gaps, accounts, the watchlist in force.

Standard library only, nothing here reads or writes anything. When what is read gets decided elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from storage.model import Channel


@dataclass(frozen=True, slots=True)
class Look:
    """A stored message that is to be looked at again at `due_at`: was it edited, is it still there?

    `misses`: how often it was not there, of late: 1 may be an accident, at 2 its post was marked as deleted;
    `missed_at` is the time of the first. `held_at`: since then it has not been there, but too much was gone at once to
    believe it.
    """

    message_id: int
    published_at: datetime
    due_at: datetime
    misses: int = 0
    missed_at: datetime | None = None
    held_at: datetime | None = None


class GapState(StrEnum):
    """What is known of message ids that were never seen although later ones were."""

    OPEN = "open"  # not looked at yet
    FILLED = "filled"  # there after all, and stored
    MISSING = "missing"  # deleted before it was seen, withheld from us, or never there
    UNREACHABLE = "unreachable"  # the answer did not speak of it


@dataclass(frozen=True, slots=True)
class Gap:
    """Message ids `first` .. `last` of a channel, both included. `backlog`: found at the first visit to the channel."""

    first: int
    last: int
    state: GapState = GapState.OPEN
    backlog: bool = False

    @property
    def ids(self) -> range:
        return range(self.first, self.last + 1)


class Problem(StrEnum):
    """Why a watched channel is not covered."""

    NOT_FOUND = "not found"
    PRIVATE = "private"
    BLOCKED = "blocked here"
    FLOOD_WAIT = "flood wait"
    NO_ACCOUNT = "no account"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"  # an answer that we could not read: our fault


@dataclass(frozen=True, slots=True)
class Watched:
    """A channel that the watchlist enables, with all that a source needs to ask for its posts.

    `cursor` is the highest message id below which everything available was stored (None: never read).
    `hashes`: account name -> access hash, since a hash belongs to the account that resolved the name.
    `estimate`: what its polls have taught of when it posts; who plans polls knows how to read it. `members`: the
    accounts that joined it. `meant`: the number of the channel that the watchlist says the name stands for, if it does.
    """

    username: str
    channel: Channel | None
    cursor: int | None
    hashes: Mapping[str, int] = field(default_factory=dict)
    estimate: Mapping[str, object] | None = None
    members: frozenset[str] = frozenset()
    meant: int | None = None


@dataclass(frozen=True, slots=True)
class Taught:
    """What polls have taught of when a watched channel posts (None: nothing yet), and who read it last."""

    username: str
    account: str | None
    estimate: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Left:
    """How many requests were left of an allowance at that time; below zero they are owed."""

    at: datetime
    requests: float


@dataclass(frozen=True, slots=True)
class Delay:
    """From publication to collection: the time that half of the posts, and nine in ten, took at most."""

    median: timedelta
    p90: timedelta
    posts: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """So many posts were gone at once that nobody believes it yet: how many, and since when. Nothing was deleted."""

    messages: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a watched channel was seen, and what stands in the way.

    `account` read it last. `misses`: polls that failed one after the other, since `failing_since`. `last_error` is kept
    when the channel can be read again. `lost_at`: operators were told then that it is not covered, and not yet that it
    is again. `delay` None: not asked for, or no post in the time asked for. `gaps`: message ids never seen, by state.
    `doubt`: posts seem to be deleted in a mass; an operator should look. `live`: the accounts that joined the channel,
    so that they are told when something happens in it.
    """

    username: str
    channel: Channel | None
    seen_at: datetime | None
    next_poll_at: datetime
    last_post_at: datetime | None = None
    problem: Problem | None = None
    detail: str | None = None
    problem_since: datetime | None = None
    last_post_id: int | None = None
    account: str | None = None
    misses: int = 0
    failing_since: datetime | None = None
    last_error: str | None = None
    last_error_at: datetime | None = None
    lost_at: datetime | None = None
    delay: Delay | None = None
    gaps: Mapping[GapState, int] = field(default_factory=dict)
    doubt: Doubt | None = None
    live: tuple[str, ...] = ()

    @property
    def unseen(self) -> int:
        """How many message ids were passed over and never seen: deleted before, withheld, or never there."""
        return sum(number for state, number in self.gaps.items() if state is not GapState.FILLED)


@dataclass(frozen=True, slots=True)
class Join:
    """An account asked to become a member of a channel. `refused`: why it is none; it may ask again at `again_at`."""

    account: str
    channel: Channel
    asked_at: datetime
    refused: str | None = None
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InForce:
    """The watchlist's version that the program goes by, and since when.

    `refused`: what is wrong with the files as they are now, if they can't take its place; since `refused_at`.
    """

    version: str
    since: datetime
    refused: str | None = None
    refused_at: datetime | None = None
    id: int = 0


class Work(StrEnum):
    """What may break on a single row, which is then parked."""

    MATCH = "match"
    EVENTS = "events"
    ALERT = "alert"
    UPDATE = "update"
    DRAFT = "draft"
    SETTLE = "settle"
    BACKFILL = "backfill"
    OPERATORS = "operators"
    SNOOZE = "snooze"
    QUIET = "quiet hours"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Parked:
    """What broke a stage and is left aside. `item`: the number of a revision (match, events, alert, backfill), of an
    alert (update), a topic (draft), a status (settle), a change (operators), a snooze, or a chat (quiet hours, digest).

    `reason`: the kind of error, never its text. `post`: of a revision, the channel's name or number and the post's.
    """

    work: Work
    item: int
    reason: str
    at: datetime
    post: str | None = None


class ChangeKind(StrEnum):
    """What operators are told of a channel, an account, the watchlist or the lookout itself, once each."""

    RENAMED = "renamed"
    USERNAME = "username"  # changed; lost, when there is none after it
    FLAG_SET = "flag set"
    FLAG_CLEARED = "flag cleared"
    UNCOVERED = "uncovered"
    COVERED = "covered"  # again
    ACCOUNT_RESTS = "account rests"
    ACCOUNT_BACK = "account back"
    WATCHLIST_REFUSED = "watchlist refused"  # its files are bad, the version before stays in force
    WATCHLIST_MENDED = "watchlist mended"
    PROPOSED = "proposed"  # a reader would like a channel to be read
    ENTRY_REFUSED = "entry refused"  # one made in chat does not fit the files; the others hold
    PARKED = "parked"  # rows that broke a stage are left aside
    STAGE_STOPPED = "stage stopped"  # it finishes no tick
    STAGE_RESUMED = "stage resumed"
    DATABASE_OUT = "database out of order"  # told past the database, which can't keep it
    DATABASE_BACK = "database back"
    BACKUP_FAILED = "backup failed"
    BACKUP_MADE = "backup made"  # again


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a channel or an account. `subject`: the channel's title or @name, the account's name.

    `before` and `after` are titles, usernames or flags; of an uncovered channel `after` is the `Problem`, of an account
    that rests the reason, in English. Of the watchlist the subject is the version in force, `after` what is wrong. Of
    what was parked the subject is the `Work`, `before` how much, `after` the reason; of a stage the subject is its
    name, `after` what it broke on, if it did. Of backups the subject is their folder, `after` what is wrong.
    """

    kind: ChangeKind
    subject: str
    at: datetime
    before: str | None = None
    after: str | None = None
    channel_id: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Backups:
    """How the copies in a folder stand: when the last good one was `made_at`, and why later ones failed (`problem`)."""

    folder: str
    due_at: datetime
    made_at: datetime | None = None
    file: str | None = None
    size: int | None = None
    problem: str | None = None
    problem_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Backfill:
    """After a change of the watchlist, the posts that were published from `since` on are matched again: `done` of
    about `total` revisions so far, of which `changed` got other links.

    `above` and `below`: the numbers between which those lie that are to be looked at next. `matched_at`: when none was
    left; `finished_at`: when what they say was noted, too.
    """

    catalogue_id: int
    version: str
    since: datetime
    began_at: datetime
    above: int
    total: int
    done: int = 0
    changed: int = 0
    below: int | None = None
    matched_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def left(self) -> int:
        """About so many are still to be matched; 0: what was found is being noted, or all is done."""
        return 0 if self.matched_at else max(self.total - self.done, 1)
