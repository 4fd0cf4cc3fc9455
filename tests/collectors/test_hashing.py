"""Which media are to be hashed, and when a file that could not be had is tried again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.base import CannotRead
from collectors.hashing import ATTEMPTS, WAITS, counts_against, media_to_hash, next_try
from storage.model import HashState, Media, MediaHash, Post
from storage.watching import Problem

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
PHOTO = Media("photo", size=2000, file="71")


def post(*media: Media, parts: tuple[int, ...] = ()) -> Post:
    return Post(1, 10, NOON, "The quay.", media=media, parts=parts)


def waiting(attempts: int = 1, queued_at: datetime = NOON) -> MediaHash:
    return MediaHash(1, 10, "photo", attempts=attempts, queued_at=queued_at)


def test_photos_and_documents_wait_to_be_hashed() -> None:
    [one] = media_to_hash([post(PHOTO)], 2000, NOON)
    assert one == MediaHash(1, 10, "photo", "71", 2000, HashState.PENDING, queued_at=NOON, due_at=NOON)
    assert [file.kind for file in media_to_hash([post(Media("document"))], 2000, NOON)] == ["document"]


@pytest.mark.parametrize("kind", ["video", "voice", "sticker", "poll", "location", "contact"])
def test_other_attachments_do_not(kind: str) -> None:
    assert list(media_to_hash([post(Media(kind))], 2000, NOON)) == []


def test_what_is_too_large_is_known_to_be() -> None:
    [one] = media_to_hash([post(PHOTO)], 1999, NOON)
    assert (one.state, one.due_at) == (HashState.TOO_LARGE, None)


def test_with_a_limit_of_nothing_nothing_is() -> None:
    assert list(media_to_hash([post(PHOTO)], 0, NOON)) == []


def test_each_part_of_an_album_has_its_own() -> None:
    album = post(PHOTO, Media("video"), Media("photo"), parts=(10, 11, 12))
    assert [file.message_id for file in media_to_hash([album], 2000, NOON)] == [10, 12]


def test_of_an_album_whose_attachments_belong_to_nobody_none_is() -> None:
    assert list(media_to_hash([post(PHOTO, parts=(10, 11))], 2000, NOON)) == []


def test_a_failure_is_tried_again_ever_later_and_at_last_never() -> None:
    refusal = CannotRead(Problem.UNREACHABLE, "no answer")
    times = [next_try(waiting(attempts), refusal, NOON) for attempts in range(1, ATTEMPTS + 1)]
    pauses = [at - NOON for at in times if at is not None]
    assert pauses == [timedelta(minutes=pause) for pause in (1, 4, 16, 64, 256)]
    assert times[-1] is None


def test_a_flood_wait_is_waited_for_and_is_no_failure() -> None:
    until = NOON + timedelta(hours=9)
    refusal = CannotRead(Problem.FLOOD_WAIT, "wait", until)
    assert not counts_against(refusal)
    assert next_try(waiting(0), refusal, NOON) == until


def test_what_waited_for_days_is_given_up() -> None:
    refusal = CannotRead(Problem.FLOOD_WAIT, "wait", NOON + timedelta(hours=1))
    assert next_try(waiting(0, NOON - WAITS), refusal, NOON) is None


@given(st.integers(0, ATTEMPTS - 1), st.timedeltas(timedelta(0), timedelta(days=9)))
def test_it_is_never_tried_at_once_nor_before_it_may_be(attempts: int, wait: timedelta) -> None:
    again = next_try(waiting(attempts), CannotRead(Problem.FLOOD_WAIT, "wait", NOON + wait), NOON)
    assert again is not None
    assert again >= NOON + max(wait, timedelta(minutes=1))
