"""What the claim rules are given of one text: its sentences, who and where is mentioned, when and where it appeared.

Types only. Offsets are code points of the original text, ends excluded.
"""

from dataclasses import dataclass
from datetime import date, datetime

from matcher.rejections import Rejected
from storage.model import Kind, LanguagePart, Revision


@dataclass(frozen=True, slots=True)
class Setting:
    """When and where a text was published. Usernames as Telegram writes them, without @. None: not known."""

    published_at: datetime | None = None
    channel: str | None = None
    forwarded_from: str | None = None

    @classmethod
    def of(cls, revision: Revision) -> "Setting":
        """Of a stored post."""
        forward = revision.post.forward
        return cls(revision.post.published_at, revision.channel.username, forward.username if forward else None)

    @property
    def day(self) -> date | None:
        """On which it was published, in the time zone of `published_at`."""
        return self.published_at.date() if self.published_at else None


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number, folded for comparison."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, headline or list item: claims are matched inside it."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    asks: bool  # ends with a question mark


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor or place is named at this spot. `rule`: name, form, short, hashtag, handle, label, role, we ..."""

    kind: Kind
    target: str
    start: int
    end: int
    rule: str
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, read. `speaker` is the actor whose words these are by channel or forward header (None: nobody known).

    `rejected`: what did not count is noted there, if somebody asks. `languages`: which language stands where.
    """

    text: str
    lang: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    setting: Setting
    speaker: str | None
    rejected: list[Rejected] | None = None
    languages: tuple[LanguagePart, ...] = ()
