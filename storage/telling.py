"""The domain types of telling: what an event, subscription, alert and reason are. Standard library only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from storage.model import Evidence, Figure, Kind, Stance


class EventKind(StrEnum):
    """Something new that a reader may care about."""

    POSTED = "posted"  # the channel published a post
    MENTIONED = "mentioned"  # an actor or a place
    CLAIM_FIRST_SEEN = "claim first seen"
    CLAIM_NEW_SOURCE = "claim new source"
    CLAIM_FIRST_DENIAL = "claim first denial"
    CLAIM_CHANGED_FIGURE = "claim changed figure"
    CLAIM_CHANGED_VERSION = "claim changed version"  # a claim is first seen that corrects one that was asserted
    CLAIM_REPEATED = "claim repeated"  # a source that was known already says it again
    POST_EDITED = "post edited"  # a post about the target says something else now
    POST_DELETED = "post deleted"  # a post about the target is gone
    POST_GREW = "post grew"  # more of the channel's post is known: a part of an album, the rest of a text that was cut


@dataclass(frozen=True, slots=True)
class Event:
    """One event of one revision. `source` is whose word counts (an actor's id, or "channel:<id>").

    `copy_of`: of the stored posts that say what this one copies or forwards, the first revision of the one stored
    first. `id` is 0 until stored.
    """

    kind: EventKind
    revision_id: int
    target_kind: Kind
    target: str
    at: datetime
    score: float = 1.0
    certain: bool = True
    stance: Stance | None = None
    holder: str | None = None
    speaker: str | None = None
    source: str | None = None
    figures: tuple[Figure, ...] = ()
    copy_of: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What was heard of one claim so far: who asserts it, who denies it, which figures (unit, value) were named.

    `corrects`: an earlier version of it was asserted.
    """

    sources: frozenset[str] = frozenset()
    deniers: frozenset[str] = frozenset()
    figures: frozenset[tuple[str, float | None]] = frozenset()
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A chat was told of `target`, by an alert about this revision, last at that time."""

    chat_id: int
    revision_id: int
    kind: Kind
    target: str
    last_at: datetime


class Reason(StrEnum):
    """Why a subscription does, or does not, hear of something at once."""

    FIRST = "first"  # the first that this chat hears of it
    NEW_SOURCE = "new source"
    DENIAL = "denial"
    CHANGED = "changed figure"
    VERSION = "changed version"  # a claim that corrects, or is corrected by, the one that is followed
    WORDS = "your words"  # it says what the reader wrote down
    AGAIN = "again"
    UPDATED = "updated"  # added to an earlier alert, in its message
    EDITED = "edited"  # a post that this chat was told of says something else now
    DELETED = "deleted"  # a post that this chat was told of is gone
    DUPLICATE = "duplicate"  # a copy or forward of a post this chat was told about
    REPEATED = "repeated"  # the same source says the same again: the digest counts it
    DIGEST_ONLY = "digest only"
    QUIET = "quiet hours"  # it would have been told at another hour
    MUTED = "muted"
    SILENT = "silent"  # followed without ever being told
    FILTERED = "left out by a filter"  # of the subscription: its score, stances or languages
    BACKLOG = "backlog"  # collected for the record
    SUGGESTED = "suggested"  # an uncertain link waits for an editor

    @property
    def tells(self) -> bool:
        """Whether an alert goes out at once."""
        return self in _TELLING


_TELLING = frozenset(
    {
        Reason.FIRST,
        Reason.NEW_SOURCE,
        Reason.DENIAL,
        Reason.CHANGED,
        Reason.VERSION,
        Reason.WORDS,
        Reason.AGAIN,
        Reason.UPDATED,
        Reason.EDITED,
        Reason.DELETED,
    }
)


@dataclass(frozen=True, slots=True)
class Chat:
    """A subscriber's chat. `resting` says why nothing is sent (blocked, gone)."""

    chat_id: int
    language: str
    time_zone: str
    created_at: datetime
    muted_until: datetime | None = None
    resting: str | None = None


class Mode(StrEnum):
    """How a chat wants to hear of what a subscription finds."""

    BOTH = "both"  # at once, and again in the digest
    AT_ONCE = "at once"  # and not in the digest, unless quiet hours held it back
    DIGEST = "digest"  # never at once
    SILENT = "silent"  # never; it is kept, for /why and for counting


@dataclass(frozen=True, slots=True)
class Filters:
    """What of that which a subscription finds is told, and how. As they are made, they leave out nothing.

    `min_score` in [0, 1]. `languages` and `stances`: any, where there are none. A post whose language nobody can tell
    is never left out for it; one that is news of no claim passes if it takes one of the stances to any claim.
    """

    mode: Mode = Mode.BOTH
    min_score: float = 0.0
    languages: frozenset[str] = frozenset()
    stances: frozenset[Stance] = frozenset()


UNFILTERED = Filters()


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat follows an actor, claim, place (by entry id), channel (by its numeric id as text), who writes, a language,
    or what an expression in its canonical spelling says."""

    id: int
    chat_id: int
    kind: Kind
    target: str
    created_at: datetime
    filters: Filters = UNFILTERED
    thread: int | None = None  # the forum topic that it was made in, and is told in


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begins` to `ends` on the chat's clock, every day; over midnight where the end is not later."""

    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class Snooze:
    """A chat wants to hear nothing of a target at once, from `since` on; `until` None: for good."""

    id: int
    chat_id: int
    kind: Kind
    target: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Because:
    """One subscription that an alert is there for, as it was then: why it is told or not, and the post's words that it
    found."""

    subscription_id: int
    kind: Kind
    target: str
    reason: Reason
    words: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """What one chat should hear of one revision. `events` are those that its subscriptions follow and that are certain;
    unsure ones only in an alert that is about nothing else, so that nobody is told of what waits for an editor.

    `because`: those subscriptions, in their order. `for_digest`: one of them wants it in the digest. `unsure`: the
    events that are followed and left out.
    """

    chat_id: int
    revision_id: int
    reason: Reason
    events: tuple[Event, ...]
    created_at: datetime
    duplicate_of: int | None = None  # the revision that the chat was told about
    id: int = 0
    because: tuple[Because, ...] = ()
    for_digest: bool = True
    unsure: tuple[Event, ...] = ()

    @property
    def strongest_first(self) -> list[Because]:
        """Those subscriptions, the ones with the alert's own reason before the others."""
        return sorted(self.because, key=lambda why: why.reason is not self.reason)


def by_certainty(followed: Iterable[Event]) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Of the events that a chat follows, in their order, those of its alert and those left out as unsure."""
    events = tuple(followed)
    certain = tuple(event for event in events if event.certain)
    return (certain, tuple(event for event in events if not event.certain)) if certain else (events, ())


@dataclass(frozen=True, slots=True)
class Pace:
    """How alerts about one target are grouped, after Alertmanager.

    `wait`: how long a first one gathers what else comes before it is sent. `interval`: for how long after the last that
    was told, further ones are added to its message. `repeat`: how long after its first a message grows no more.
    """

    wait: timedelta
    interval: timedelta
    repeat: timedelta


@dataclass(frozen=True, slots=True)
class Thread:
    """What a chat was told last of a target: `lead` is the alert in whose message further ones may be added.

    `denies`: it is about denials of a claim; those and what asserts it stand in messages of their own. `sides`: whose
    word it holds.
    """

    chat_id: int
    kind: Kind
    target: str
    denies: bool
    lead: int
    opened_at: datetime
    last_at: datetime
    sides: frozenset[str] = frozenset()
