"""What posts tell: of their newest revisions, for some days, in the voice of whom they copy."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from storage import copies, events, links, topics
from storage.database import Connection, Database
from storage.model import Copy, CopyKind, Evidence, Figure, Forward, Found, Revision, Topic
from storage.topics import KEPT, Report
from tests.storage.samples import HOUR, NOW, post, revision_at, stored

SHELLED = Topic("mill", "shelling", Evidence(0, 5, "Shots", "event:shelling"), ("company",),
                (Figure(2, "civilians wounded", "about", 1, 2),), "mayor")  # fmt: skip


async def told(db: Database, channel_id: int = 1, *found: Topic, noted: bool = True, **more: Any) -> Revision:
    """A post of the channel is stored, matched and (unless not yet) noted."""
    backlog = more.pop("backlog", False)
    await stored(db, post(1, channel_id=channel_id, **more), backlog=backlog)
    revision = await revision_at(db, 1, channel_id)

    async def note(conn: Connection) -> None:
        await links.save(conn, revision.id, "v1", Found("uk", ()), NOW)
        await topics.save(conn, [(revision, found or (SHELLED,))], NOW)
        if noted and await events.take(conn, [revision.id]):
            await events.save_page(conn, {revision.id: []})

    await db.write(note)
    return revision


async def reports(db: Database) -> list[Report]:
    return await db.read(topics.reports, {"mill"})


async def test_what_a_post_tells_comes_back_as_it_was(db: Database) -> None:
    revision = await told(db)
    assert await reports(db) == [Report(revision.id, "1", NOW, "uk", (SHELLED,))]


async def test_a_post_whose_events_are_not_noted_yet_waits(db: Database) -> None:
    await told(db, noted=False)
    assert (await reports(db), await db.read(topics.fresh, 5)) == ([], {})


async def test_each_topic_is_weighed_once(db: Database) -> None:
    await told(db)
    fresh = await db.read(topics.fresh, 5)
    assert list(fresh.values()) == ["mill"]
    await db.write(topics.weighed, fresh, NOW)
    assert await db.read(topics.fresh, 5) == {}


async def test_an_edit_takes_the_place_of_what_the_post_told(db: Database) -> None:
    await told(db)
    flooded = Topic("mill", "flood", SHELLED.evidence)
    edited = await told(db, 1, flooded, text="No shots: water.", edited_at=NOW + HOUR)
    assert [(one.revision_id, one.topics) for one in await reports(db)] == [(edited.id, (flooded,))]


async def test_backlog_and_what_is_too_old_tell_nothing(db: Database) -> None:
    await told(db, backlog=True)
    await told(db, 2, published_at=NOW - KEPT - HOUR)
    assert await reports(db) == []


async def test_old_topics_are_forgotten(db: Database) -> None:
    await told(db)
    await db.write(topics.forget, NOW + KEPT + timedelta(seconds=1))
    assert await reports(db) == []


async def test_copies_of_copies_speak_with_the_first_ones_voice(db: Database) -> None:
    first, second, third = [await told(db, channel_id) for channel_id in (1, 2, 3)]
    found: Mapping[int, Copy] = {
        second.id: Copy(first.id, 1.0, CopyKind.EXACT),
        third.id: Copy(second.id, 1.0, CopyKind.FORWARDED),
    }
    await db.write(copies.keep, found)
    assert [one.voice for one in await reports(db)] == ["1", "1", "1"]


async def test_a_forward_of_what_is_not_stored_speaks_for_the_channel_in_its_header(db: Database) -> None:
    for channel_id in (1, 2):
        await told(db, channel_id, forward=Forward(channel_id=77, post_id=5))
    assert [one.voice for one in await reports(db)] == ["77", "77"]
