"""Sketches of recent revisions, and who is known to copy whom."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import copies
from storage.copies import COPY_SPAN
from storage.database import Connection, Database
from storage.model import Copy, CopyKind
from storage.tables import sketches
from tests.storage.samples import HOUR, MINUTE, NOW, post, revision_at, stored

REPORT = "The governor reports that the crossing was shelled from eight until nine this morning."


async def sketched(
    db: Database, channel_id: int, *numbers: int, after: timedelta = timedelta(), text: str | None = None
) -> int:
    """A channel's post with this sketch; the id of its revision."""
    said = text or f"What channel {channel_id} says."
    await stored(db, post(1, said, channel_id=channel_id, published_at=NOW + after), now=NOW + after)
    revision = await revision_at(db, 1, channel_id)
    await db.write(copies.sketch, {revision.id: numbers})
    return revision.id


async def in_sketches(db: Database) -> set[int]:
    async def ask(conn: Connection) -> set[int]:
        return set(await conn.scalars(select(sketches.c.revision_id)))

    return await db.read(ask)


async def test_a_new_sketch_takes_the_place_of_the_old(db: Database) -> None:
    revision = await sketched(db, 1, 1, 2, 3)
    await db.write(copies.sketch, {revision: [4, 5]})

    async def ask(conn: Connection) -> set[int]:
        return set(await conn.scalars(select(sketches.c.number)))

    assert await db.read(ask) == {4, 5}


@pytest.mark.parametrize("age", [timedelta(days=2), timedelta(days=4)], ids=["recent", "old"])
async def test_sketches_are_kept_for_as_long_as_copies_are_looked_for(db: Database, age: timedelta) -> None:
    revision = await sketched(db, 1, 1, 2)
    await db.write(copies.forget, NOW + age - COPY_SPAN)
    assert await in_sketches(db) == ({revision} if age < COPY_SPAN else set())


async def test_what_was_collected_late_is_kept_as_long(db: Database) -> None:
    await stored(db, post(1, "An old post.", published_at=NOW - timedelta(days=300)), now=NOW, backlog=True)
    revision = await revision_at(db)
    await db.write(copies.sketch, {revision.id: [1, 2]})
    await db.write(copies.forget, NOW + HOUR - COPY_SPAN)
    assert await in_sketches(db) == {revision.id}


async def test_old_sketches_leave_bit_by_bit(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "FORGOTTEN", 2)
    ids = [await sketched(db, channel_id, 1, 2) for channel_id in range(1, 6)]
    left = []
    for _ in range(3):
        await db.write(copies.forget, NOW + HOUR)
        left.append(len(await in_sketches(db)))
    assert left == [len(ids) - 2, len(ids) - 4, 0]


async def test_how_a_channel_ends_its_posts_is_read_from_its_newest(db: Database) -> None:
    await stored(db, *[post(number, f"Post {number}.") for number in range(1, copies.ENDINGS + 6)])
    await stored(db, post(1, "Of another channel.", channel_id=2))
    endings = await db.read(copies.endings, [1, 2, 3])
    assert endings[1][0] == f"Post {copies.ENDINGS + 5}."
    assert [len(endings[channel_id]) for channel_id in (1, 2, 3)] == [copies.ENDINGS, 1, 0]


async def test_an_original_found_late_is_credited_with_the_copies_of_its_copies(db: Database) -> None:
    first, copy, second, late = [
        await sketched(db, channel_id, after=channel_id * MINUTE) for channel_id in range(1, 5)
    ]
    await db.write(copies.keep, {copy: Copy(first, 0.9, CopyKind.EDITED), second: Copy(first, 0.8, CopyKind.CUT)})
    kin = await db.read(copies.kin, [first])
    kin.credit(late, {first: Copy(late, 0.7, CopyKind.WRAPPED)})
    await db.write(copies.keep, kin.changed)
    credited = [await db.read(copies.original, revision_id) for revision_id in (first, copy, second)]
    assert credited == [
        Copy(late, 0.7, CopyKind.WRAPPED),
        Copy(late, 0.9, CopyKind.EDITED),
        Copy(late, 0.8, CopyKind.CUT),
    ]
    assert await db.read(copies.original, late) is None


async def test_a_family_is_the_original_its_copies_and_their_forwards(db: Database) -> None:
    ids = [await sketched(db, channel_id) for channel_id in range(1, 6)]
    first, copy, forward, other, alone = ids
    await db.write(copies.keep, {copy: Copy(first, 0.9, CopyKind.EDITED)})
    await db.write(copies.keep, {forward: Copy(copy, 1.0, CopyKind.FORWARDED)})
    await db.write(copies.keep, {other: Copy(first, 0.5, CopyKind.CUT)})
    families = [await db.read(copies.family, revision_id) for revision_id in ids]
    assert families == [frozenset({first, copy, forward, other})] * 4 + [frozenset({alone})]


async def test_two_that_name_each_other_are_a_family_and_no_endless_search(db: Database) -> None:
    one, other = await sketched(db, 1), await sketched(db, 2)
    await db.write(copies.keep, {one: Copy(other, 1.0, CopyKind.FORWARDED)})
    await db.write(copies.keep, {other: Copy(one, 1.0, CopyKind.FORWARDED)})
    assert await db.read(copies.family, one) == {one, other}


async def test_who_tells_the_same_is_asked_without_the_post_itself(db: Database) -> None:
    first, copy, another = [await sketched(db, channel_id) for channel_id in (1, 2, 3)]
    for revision_id in (copy, another):
        await db.write(copies.keep, {revision_id: Copy(first, 0.9, CopyKind.EDITED)})
    assert await db.read(copies.telling, await revision_at(db, 1, 2), [first]) == {first: {first, another}}
    assert await db.read(copies.telling, await revision_at(db, 1, 2), []) == {}
