"""What is on its way to a chat: messages with their buttons and files, and deliveries. Standard library only."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


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


def in_topic(parts: Iterable[Message], thread: int | None) -> tuple[Message, ...]:
    """The same messages on their way to this forum topic."""
    return tuple(replace(part, thread=thread) for part in parts)


class DeliveryKind(StrEnum):
    """What is on its way. Fresh alerts go before notices, those before digests."""

    ALERT = "alert"
    UPDATE = "update"  # of an alert's message: an edit, and so safe to repeat
    STATUS = "status"  # a claim's status was set
    DRAFT = "draft"  # posts that no known claim is about; for editors
    BACKFILL = "backfill"  # how many earlier posts are about a claim that was made in chat; for who made it
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

    `subject`: id of the alert, digest, draft, entry (backfill), version of the watchlist or (notice) an uncertain
    delivery; minus the id of the first of the changes that a notice to operators tells. Of an update, `subject` is the
    alert in whose message it is shown, `part` how many it adds in all, and `message_id` the message from the beginning.
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
