"""The hashes of photos and documents: which wait, which are known, and how a post's are found."""

from dataclasses import replace
from typing import Any

from storage import coverage, media
from storage.database import Database
from storage.model import HashState, MediaHash
from tests.storage.samples import MINUTE, NOW, channel, part, post, stored
from tests.storage.test_coverage import entry


def file(message_id: int = 1, number: str | None = "71", channel_id: int = 1, **more: Any) -> MediaHash:
    return MediaHash(channel_id, message_id, "photo", number, **{"queued_at": NOW, "due_at": NOW, **more})


def done(waiting: MediaHash, sha256: str = "a" * 64) -> MediaHash:
    return replace(
        waiting, state=HashState.DONE, sha256=sha256, perceptual="b" * 16, size=9, due_at=None, hashed_at=NOW + MINUTE
    )


async def watch(db: Database, channel_id: int = 1) -> None:
    name = f"channel_{channel_id}"
    await db.write(coverage.sync, [entry(name)], NOW)
    await db.write(coverage.ok, name, channel(channel_id, name), NOW, NOW)


async def test_what_is_due_of_a_watched_channel_is_told_longest_overdue_first(db: Database) -> None:
    await stored(db, post(1), post(2), post(3))
    await watch(db)
    files = [file(1, due_at=NOW), file(2, due_at=NOW - MINUTE), file(3, due_at=NOW + MINUTE)]
    await db.write(media.queue, 1, files)
    assert await db.read(media.due, NOW, 10) == [files[1], files[0]]
    assert await db.read(media.due, NOW, 1) == [files[1]]


async def test_the_files_of_a_channel_that_is_not_watched_wait(db: Database) -> None:
    await stored(db, post(1))
    await db.write(media.queue, 1, [file()])
    assert await db.read(media.due, NOW, 10) == []
    await watch(db)
    assert await db.read(media.due, NOW, 10) == [file()]


async def test_the_files_of_backlog_posts_are_left_out(db: Database) -> None:
    await stored(db, post(1), backlog=True)
    await stored(db, post(2))
    await db.write(media.queue, 1, [file(1), file(2)])
    assert await db.read(media.of, 1, 1) == ()
    assert await db.read(media.of, 1, 2) == (file(2),)


async def test_the_late_part_of_an_album_belongs_to_its_post(db: Database) -> None:
    await stored(db, part(10), part(11, "The bridge this morning."))
    await stored(db, part(12))
    files = tuple(file(number, str(number)) for number in (10, 11, 12))
    await db.write(media.queue, 1, [files[2], files[0], files[1]])
    assert await db.read(media.of, 1, 10) == files


async def test_the_late_part_of_a_backlog_album_is_left_out(db: Database) -> None:
    await stored(db, part(10), part(11), backlog=True)
    await stored(db, part(12))
    await db.write(media.queue, 1, [file(12)])
    assert await db.read(media.of, 1, 10) == ()


async def test_another_channels_post_has_other_files(db: Database) -> None:
    await stored(db, post(1))
    await stored(db, post(1, channel_id=2))
    await db.write(media.queue, 1, [file()])
    assert await db.read(media.of, 2, 1) == ()


async def test_what_is_hashed_is_not_queued_again(db: Database) -> None:
    await stored(db, post(1))
    await db.write(media.queue, 1, [file()])
    await db.write(media.settle, file(), done(file()))
    await db.write(media.queue, 1, [file(due_at=NOW + MINUTE)])
    assert await db.read(media.of, 1, 1) == (done(file()),)


async def test_the_hash_of_a_replaced_file_is_kept_beside_that_of_its_successor(db: Database) -> None:
    await stored(db, post(1))
    await db.write(media.queue, 1, [file()])
    await db.write(media.settle, file(), done(file()))
    successor = file(number="60", queued_at=NOW + MINUTE)
    await db.write(media.queue, 1, [successor])
    assert await db.read(media.of, 1, 1) == (done(file()), successor)


async def test_a_file_whose_number_becomes_known_keeps_one_row(db: Database) -> None:
    await stored(db, post(1))
    unknown = file(number=None)
    await db.write(media.queue, 1, [unknown])
    known = done(replace(unknown, file="71"))
    await db.write(media.settle, unknown, known)
    assert await db.read(media.of, 1, 1) == (known,)


async def test_a_file_that_turns_out_to_be_its_successor_is_one_with_it(db: Database) -> None:
    await stored(db, post(1))
    first, second = file(), file(number="72")
    await db.write(media.queue, 1, [first, second])
    await db.write(media.settle, first, done(replace(first, file="72")))
    assert await db.read(media.of, 1, 1) == (done(second),)


async def test_a_file_that_was_hashed_elsewhere_is_known(db: Database) -> None:
    await stored(db, post(1))
    await stored(db, post(8, channel_id=2))
    await db.write(media.queue, 1, [file()])
    forwarded = file(8, channel_id=2)
    assert await db.read(media.same_file, forwarded) is None
    await db.write(media.settle, file(), done(file()))
    assert await db.read(media.same_file, forwarded) == done(file())
    assert await db.read(media.same_file, file(8, "72", channel_id=2)) is None
    assert await db.read(media.same_file, replace(forwarded, kind="document")) is None
    assert await db.read(media.same_file, file(8, None, channel_id=2)) is None


async def test_many_files_are_queued_at_once(db: Database) -> None:
    given = [post(number) for number in range(1, 1201)]
    await stored(db, *given)
    await db.write(media.queue, 1, [file(one.post_id, str(one.post_id)) for one in given])
    await watch(db)
    assert len(await db.read(media.due, NOW, 5000)) == 1200
