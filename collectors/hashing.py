"""Which media are to be hashed, and when to try again. Pure: nothing is fetched, stored or hashed here."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from collectors.base import CannotRead
from storage.model import HashState, Media, MediaHash, Post
from storage.watching import Problem

KINDS = frozenset({"photo", "document"})

ATTEMPTS = 6
"""After so many failures a file is given up."""

WAITS = timedelta(days=3)
"""A file that could not be asked for in this time is given up too: its account was limited, or rested."""

_FIRST, _LONGEST = timedelta(minutes=1), timedelta(hours=6)
_NOT_THE_FILES_FAULT = frozenset({Problem.FLOOD_WAIT, Problem.NO_ACCOUNT})


def media_to_hash(posts: Iterable[Post], limit: int, now: datetime) -> Iterator[MediaHash]:
    """The photos and documents of posts, waiting to be hashed, or too large for that (`limit` in bytes; 0: none).

    Of an album whose messages and attachments can't be paired, none is.
    """
    for post in posts:
        message_ids = post.parts or (post.post_id,)
        if limit and len(message_ids) == len(post.media):
            for message_id, media in zip(message_ids, post.media, strict=True):
                if media.kind in KINDS:
                    yield _waiting(post.channel_id, message_id, media, limit, now)


def _waiting(channel_id: int, message_id: int, media: Media, limit: int, now: datetime) -> MediaHash:
    too_large = media.size is not None and media.size > limit
    return MediaHash(
        channel_id,
        message_id,
        media.kind,
        file=media.file,
        size=media.size,
        state=HashState.TOO_LARGE if too_large else HashState.PENDING,
        queued_at=now,
        due_at=None if too_large else now,
    )


def counts_against(refusal: CannotRead) -> bool:
    """Whether a refusal is a failed attempt; an account that must wait has not attempted anything."""
    return refusal.problem not in _NOT_THE_FILES_FAULT


def next_try(waiting: MediaHash, refusal: CannotRead, now: datetime) -> datetime | None:
    """When to try again after a refusal; None: never. `waiting.attempts`: failures so far, this one included."""
    overdue = waiting.queued_at is not None and now - waiting.queued_at >= WAITS
    if waiting.attempts >= ATTEMPTS or overdue:
        return None
    pause = min(_FIRST * 4 ** max(waiting.attempts - 1, 0), _LONGEST)
    return max(refusal.until or now + pause, now + _FIRST)
