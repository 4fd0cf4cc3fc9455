"""The domain types: what a channel, post, revision and link are.

Standard library only, nothing here reads or writes anything. All times are aware and UTC. Words are those of the
table in ARCHITECTURE.md. What is told of all this stands in `telling` and `messages`, what is said of claims in `said`,
what is watched and was missed in `watching`.
"""

from dataclasses import dataclass
from datetime import datetime
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
    """How much is stored; `unmatched` revisions wait for the matcher; `parked` rows broke a stage."""

    posts: int
    revisions: int
    channels: int
    unmatched: int
    parked: int


# --- links: what a post is about ------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What a link or a subscription points at. Links point at the first three only."""

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
