"""The domain types: what a channel, post, link, event, subscription, alert and delivery are.

Standard library only, nothing here reads or writes anything. All times are aware and UTC. Words are those of the
table in ARCHITECTURE.md. What is said of claims stands in `said`, what is watched and was missed in `watching`.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

# --- channels and posts ---------------------------------------------------------------------------------------------


class Flag(StrEnum):
    """What Telegram marks a channel with, for all to see."""

    VERIFIED = "verified"
    SCAM = "scam"
    FAKE = "fake"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class Channel:
    """A public channel. `channel_id` is Telegram's bare positive id; the username may change or be lost.

    `flags` None: the source does not say, which is not the same as none.
    """

    channel_id: int
    username: str | None
    title: str
    flags: frozenset[Flag] | None = None


@dataclass(frozen=True, slots=True)
class Forward:
    """Where a post says that it was forwarded from. A hidden origin has a `name` only."""

    channel_id: int | None = None
    username: str | None = None
    post_id: int | None = None
    name: str | None = None
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """One attachment, described and not kept. `kind`: photo, video, document, voice, sticker, poll, location ...

    `size` in bytes, of a photo that of its largest version; `duration` in seconds. `file`: the source's own number of
    the file, the same wherever it is forwarded; another one when the file was replaced.
    """

    kind: str
    name: str | None = None
    size: int | None = None
    mime: str | None = None
    duration: float | None = None
    file: str | None = None


class HashState(StrEnum):
    """What became of a file that is to be hashed."""

    PENDING = "pending"
    DONE = "done"
    TOO_LARGE = "too large"  # for the size that is set
    GONE = "gone"  # the message, or the file, was not there any more
    FAILED = "failed"  # given up


@dataclass(frozen=True, slots=True)
class MediaHash:
    """What tells a photo or document from others, without the file itself: that is not kept.

    One for each file that a message had; `file` as in `Media`, None until it is known. `size` in bytes. `sha256` and
    `perceptual` (of pictures: alike for pictures that look alike) in hexadecimal digits. `detail` says why there is
    none. `due_at`: when it is to be hashed, None once that is settled.
    """

    channel_id: int
    message_id: int
    kind: str
    file: str | None = None
    size: int | None = None
    state: HashState = HashState.PENDING
    sha256: str | None = None
    perceptual: str | None = None
    detail: str | None = None
    attempts: int = 0
    queued_at: datetime | None = None
    due_at: datetime | None = None
    hashed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One message as the reader sees it; an album is one post under its lowest known message id.

    `parts` are all message ids of an album (empty otherwise), `links` the addresses hidden behind words of the text.
    """

    channel_id: int
    post_id: int
    published_at: datetime
    text: str
    edited_at: datetime | None = None
    forward: Forward | None = None
    reply_to: int | None = None
    album_id: int | None = None
    parts: tuple[int, ...] = ()
    media: tuple[Media, ...] = ()
    links: tuple[str, ...] = ()
    views: int | None = None
    author: str | None = None


class Cause(StrEnum):
    """Why a revision exists. Readers hear of EDITED and DELETED: a late album part is no edit.

    A revision of a deleted post holds what the post said last.
    """

    FIRST = "first"
    EDITED = "edited"
    ALBUM_PART = "album part"
    COMPLETED = "completed"  # another source tells all of a text that was cut
    DELETED = "deleted"
    RESTORED = "restored"  # there again after it had been taken for deleted


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a post, as stored. `backlog`: collected for the record, nobody is alerted."""

    id: int
    number: int
    cause: Cause
    channel: Channel
    post: Post
    seen_at: datetime
    backlog: bool


class CopyKind(StrEnum):
    """What a post made of the one that it copies."""

    FORWARDED = "forwarded"  # by its header
    EXACT = "exact"  # the same words
    EDITED = "edited"
    CUT = "cut"  # a good deal is left out
    WRAPPED = "wrapped"  # with words of its own around it


@dataclass(frozen=True, slots=True)
class Copy:
    """A post copies the one with the revision `of`. `share`: of the shorter text, what both have, in [0, 1]."""

    of: int
    share: float
    kind: CopyKind


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is stored; `unmatched` revisions wait for the matcher, `parked` ones made it fail."""

    posts: int
    revisions: int
    channels: int
    unmatched: int
    parked: int


# --- links: what a post is about ------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What a link or a subscription points at. No link points at one of the last three."""

    ACTOR = "actor"
    PLACE = "place"
    CLAIM = "claim"
    CHANNEL = "channel"
    AFFILIATION = "affiliation"  # of who writes: "russia", "state" or "russia/state"
    LANGUAGE = "language"  # of the post
    WORDS = "words"  # a reader's own, or several conditions at once: an expression, see `bot.following`


class Stance(StrEnum):
    """How a post stands to a claim."""

    ASSERTS = "asserts"
    ATTRIBUTES = "attributes"
    DENIES = "denies"
    REPORTS_DENIAL = "reports_denial"
    ASKS = "asks"
    RECALLS = "recalls"
    MOCKS = "mocks"
    CORRECTS = "corrects"
    MENTIONS = "mentions"


DENIALS = frozenset({Stance.DENIES, Stance.REPORTS_DENIAL})
ASSERTIONS = frozenset({Stance.ASSERTS, Stance.ATTRIBUTES, Stance.CORRECTS})


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that a link stands on: code points `[start, end)` of the original text, and the rule that read them."""

    start: int
    end: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity bound to its noun. `value` None: "several". `unit` is a word of `Watchlist`'s figures, such as
    "fighters killed"; `qualifier`: about, more than, at least, up to, fewer than, or None."""

    value: float | None
    unit: str
    qualifier: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """A post is about an entry of the watchlist. `score` in [0, 1]; an uncertain link waits for an editor.

    For claims: `holder` is the actor whose statement it is, `speaker` the actor that writes (None: unknown).
    """

    kind: Kind
    target: str
    score: float
    evidence: tuple[Evidence, ...]
    certain: bool = True
    stance: Stance | None = None
    holder: str | None = None
    speaker: str | None = None
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class LanguagePart:
    """A stretch of a text that is in one language. Offsets are code points of the text, the end excluded."""

    lang: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Topic:
    """What a post says happened at a known place, where no known claim is about that.

    `event`: a lexicon entry's id. `actors` are named beside it; `holder` is whose word it is (None: the channel's own,
    or somebody unnamed).
    """

    place: str
    event: str
    evidence: Evidence
    actors: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What `match` says of one post. `lang`: nl, en, ru, uk, another ISO 639-1 code, or "und" (undetermined).

    `languages`: which language stands where; several in a mixed post, none in an undetermined one.
    """

    lang: str
    links: tuple[Link, ...]
    languages: tuple[LanguagePart, ...] = ()
    topics: tuple[Topic, ...] = ()


# --- events and alerts ----------------------------------------------------------------------------------------------


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
    """What one chat should hear of one revision. `events` are those that its subscriptions follow.

    `because`: those subscriptions, in their order. `for_digest`: one of them wants it in the digest.
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


# --- messages and deliveries ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: with callback `data` (at most 64 bytes), or a `url`."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message; a PNG is shown as a photo."""

    name: str
    content: bytes

    @property
    def is_photo(self) -> bool:
        return self.name.endswith(".png")


@dataclass(frozen=True, slots=True)
class Message:
    """A rendered message in Telegram's HTML, at most 4,096 UTF-16 units once its markup is parsed.

    With an `attachment` it is that file's caption: at most 1,024. The file is kept until it has been sent.
    """

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    silent: bool = False
    attachment: Attachment | None = None
    thread: int | None = None  # the forum topic that it goes to


class DeliveryKind(StrEnum):
    """What is on its way. Fresh alerts go before notices, those before digests."""

    ALERT = "alert"
    UPDATE = "update"  # of an alert's message: an edit, and so safe to repeat
    STATUS = "status"  # a claim's status was set
    DRAFT = "draft"  # posts that no known claim is about; for editors
    NOTICE = "notice"
    SNOOZE = "snooze"  # one has run out
    VANISHED = "vanished"  # what a chat follows is not on the watchlist any more
    DIGEST = "digest"


class DeliveryState(StrEnum):
    """`sending` is committed before the request leaves; `uncertain` may have arrived: never sent again blindly."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way to one chat.

    `subject`: id of the alert, digest, draft, version of the watchlist or (notice) an uncertain delivery; minus the id
    of the first of the changes that a notice to operators tells. Of an update, `subject` is the alert in whose message
    it is shown, `part` how many it adds in all, and `message_id` the message from the beginning.
    """

    id: int
    chat_id: int
    kind: DeliveryKind
    subject: int
    part: int
    message: Message
    state: DeliveryState
    due_at: datetime
    attempts: int
    created_at: datetime
    message_id: int | None = None
    error: str | None = None
