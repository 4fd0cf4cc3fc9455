"""What belongs into a digest, and what span of time one covers. Pure; how it reads is `bot.chat`'s matter."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.model import Alert, Chat, Reason, Revision

LEFT_OUT = frozenset({Reason.BACKLOG, Reason.SUGGESTED})
FIRST_SPAN = timedelta(days=1)


def belonging(entries: Iterable[tuple[Alert, Revision]]) -> list[tuple[Alert, Revision]]:
    """What the chat heard or would have heard; not what was collected for the record or waits for an editor.

    Of a post that was edited or deleted meanwhile, what it came to.
    """
    newest: dict[tuple[int, int], tuple[Alert, Revision]] = {}
    for alert, revision in entries:
        if alert.reason not in LEFT_OUT:
            key = revision.post.channel_id, revision.post.post_id
            if key not in newest or revision.number >= newest[key][1].number:
                newest[key] = alert, revision
    return list(newest.values())


def span_start(chat: Chat, previous_end: datetime | None, now: datetime) -> datetime:
    """Where a digest begins: at the previous one's end, else a day back, but not before the chat subscribed."""
    return previous_end or max(chat.created_at, now - FIRST_SPAN)
