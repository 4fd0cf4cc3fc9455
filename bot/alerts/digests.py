"""What belongs into a digest, and what span of time one covers. Pure; how it reads is `bot.chat`'s matter."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.model import Revision
from storage.said import ClaimStatus, FigureSaid, StatusChange
from storage.telling import Alert, Chat, Reason
from storage.watching import Coverage

LEFT_OUT = frozenset({Reason.BACKLOG, Reason.SUGGESTED})
FIRST_SPAN = timedelta(days=1)

Entry = tuple[Alert, Revision]
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a digest of `[since, until)` is made of.

    `entries`: every alert of the chat, told or not. `origins`: by revision, the post that it copies. `settled`: by
    claim, what its status was ever set to, in order. `figures`: by claim, all that were ever named for it, in order.
    `places`: by revision, those it names. `statuses`: by claim, what somebody has set it to.
    """

    since: datetime
    until: datetime
    entries: tuple[Entry, ...]
    coverage: tuple[Coverage, ...] = ()
    origins: Mapping[int, Revision] = field(default_factory=dict)
    settled: tuple[StatusChange, ...] = ()
    figures: Mapping[str, Sequence[FigureSaid]] = field(default_factory=dict)
    places: Mapping[int, Collection[str]] = field(default_factory=dict)
    statuses: Mapping[str, ClaimStatus] = field(default_factory=dict)

    @property
    def counted(self) -> list[Entry]:
        """What the chat heard or would have heard; not what was collected for the record or waits for an editor."""
        return [entry for entry in self.entries if _counts(entry[0])]

    @property
    def posts(self) -> list[Entry]:
        """The same, each post once."""
        return belonging(self.entries)


def belonging(entries: Iterable[Entry]) -> list[Entry]:
    """What the chat heard or would have heard; not what was collected for the record or waits for an editor.

    Of a post that was edited or deleted meanwhile, what it came to, also where that alone would not be told.
    """
    newest: dict[Key, Entry] = {}
    wanted: set[Key] = set()
    for alert, revision in entries:
        key = key_of(revision)
        if key not in newest or revision.number >= newest[key][1].number:
            newest[key] = alert, revision
        if _counts(alert):
            wanted.add(key)
    return [entry for key, entry in newest.items() if key in wanted]


def key_of(revision: Revision) -> Key:
    """The post that it is a version of."""
    return revision.post.channel_id, revision.post.post_id


def _counts(alert: Alert) -> bool:
    return alert.for_digest and alert.reason not in LEFT_OUT


def span_start(chat: Chat, previous_end: datetime | None, due_at: datetime) -> datetime:
    """Where a digest begins: at the previous one's end, else a day back, but not before the chat subscribed."""
    return previous_end or max(chat.created_at, due_at - FIRST_SPAN)
