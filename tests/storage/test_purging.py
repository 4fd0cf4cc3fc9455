"""Posts that are taken away: nothing of them stays but their places in the chain, and nothing else goes with them."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table, func, make_url, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.evidence import walked
from bot.evidence.walking import CHANGED, UNCHAINED
from storage import additions, alerts, feedback, media, purging, search, seen, subscriptions
from storage import posts as collected
from storage.chains import heads
from storage.database import Database
from storage.model import CopyKind, HashState, Kind, MediaHash
from storage.purging import Page, Purge
from storage.said import Feedback, Judgement
from storage.statements import pages
from storage.tables import (
    Stage,
    album_parts,
    chain_links,
    channels,
    copies,
    events,
    looks,
    media_hashes,
    metadata,
    posts,
    purges,
    revisions,
)
from storage.tables import alerts as alerts_table
from storage.telling import Reason
from storage.terms import Search, Term
from tests.storage.samples import (
    CLAIM,
    HELLO,
    HOUR,
    MINUTE,
    NOW,
    channel,
    event,
    newest,
    part,
    post,
    stored,
    told,
    with_chat,
)

DAY = timedelta(days=1)
LATER = NOW + 30 * DAY
PURGE = Purge(LATER, "retention", "posts are kept for 30 days")


@pytest.fixture
async def two(db: Database) -> Database:
    """Two posts with all that may hang on one: the second copies the first and repeats its alert."""
    await with_chat(db, 500)
    await told(db, post(1, "The ferry is late."), event(0))
    await told(db, post(2, "The ferry is late, they say."), event(0))
    first, second = await newest(db)

    async def more(conn: AsyncConnection) -> None:
        await conn.execute(
            copies.insert().values(revision_id=second.id, original_id=first.id, share=1.0, kind=CopyKind.EXACT)
        )
        await conn.execute(update(events).where(events.c.revision_id == second.id).values(copy_of=first.id))
        await conn.execute(
            update(alerts_table).where(alerts_table.c.revision_id == second.id).values(duplicate_of=first.id)
        )
        await seen.put(conn, 500, first.id, "Anna", NOW)
        await feedback.judge(conn, Feedback(first.id, *CLAIM, Judgement.WRONG, NOW, 500))
        await media.queue(conn, 1, [MediaHash(1, 1, "photo", "7", state=HashState.DONE, sha256="ab" * 32)])

    await db.write(more)
    await settle(db)
    return db


async def purge(db: Database, before: datetime = NOW + DAY, limit: int = 100) -> list[Page]:
    """All pages of a day's work."""
    done = [await db.write(purging.page, PURGE, before, 0, limit)]
    while done[-1].after is not None:
        done.append(await db.write(purging.page, PURGE, before, done[-1].after, limit))
    return done


async def settle(db: Database) -> None:
    """No post waits for a stage."""

    async def unmark(conn: AsyncConnection) -> None:
        await conn.execute(update(revisions).values(stage=None))

    await db.write(unmark)


async def counts(db: Database) -> dict[str, int]:
    """How many rows there are, by table; none of those that have none."""

    async def count(conn: AsyncConnection) -> dict[str, int]:
        found = {one.name: await conn.scalar(select(func.count()).select_from(one)) for one in metadata.sorted_tables}
        return {name: number for name, number in found.items() if number}

    return await db.read(count)


async def ids_of(db: Database, table: Table) -> list[int]:
    async def read(conn: AsyncConnection) -> list[int]:
        return list(await conn.scalars(select(table.c.post_id).order_by(table.c.post_id)))

    return await db.read(read)


async def test_of_a_purged_post_its_places_in_the_chain_stay_and_nothing_else(two: Database) -> None:
    before = await two.read(heads)
    assert await purge(two) == [Page(2, 2), Page(0, None)]
    left = await counts(two)
    stays = {"channels", "chats", "chain_links", "chains", "purged", "purges", "claim_voices", "deliveries"}
    assert left.keys() <= stays
    assert {name: left[name] for name in ("chain_links", "purged", "purges")} == {
        "chain_links": 2,
        "purged": 2,
        "purges": 1,
    }
    walk = await walked(two, 1)
    assert (walk.faults, list(walk.purged), walk.place) == ([], [1, 2], 2)
    assert await two.read(heads) == before


async def test_what_points_to_a_purged_post_points_nowhere_and_stays(two: Database) -> None:
    _, second = await newest(two)
    await two.write(purging.posts_away, [(1, 1)], PURGE)
    [kept] = await newest(two)
    assert kept == second

    async def pointers(conn: AsyncConnection) -> list[object]:
        return [
            await conn.scalar(select(events.c.copy_of)),
            await conn.scalar(select(alerts_table.c.duplicate_of)),
            await conn.scalar(select(func.count()).select_from(copies)),
        ]

    assert await two.read(pointers) == [None, None, 0]
    assert [one.revision_id for one, _ in await two.read(alerts.of_chat_since, 500, NOW, NOW + MINUTE)] == [second.id]
    assert (await walked(two, 1)).faults == []


async def test_the_record_says_who_when_why_and_how_many_over_all_pages(db: Database) -> None:
    await stored(db, *(post(number) for number in range(1, 8)))
    await settle(db)
    done = await purge(db, limit=3)
    assert [one.gone for one in done] == [3, 3, 1, 0]
    [record] = await db.read(purging.past)
    assert (record.at, record.by, record.why) == (PURGE.at, PURGE.by, PURGE.why)
    assert (record.posts, record.revisions) == (7, 7)


async def test_an_album_goes_with_its_parts_their_files_and_their_looks(db: Database) -> None:
    await stored(db, part(1), part(2), part(3), post(9))
    await db.write(media.queue, 1, [MediaHash(1, 2, "photo", "7")])
    await settle(db)
    await db.write(purging.posts_away, [(1, 1)], PURGE)
    left = await counts(db)
    assert await ids_of(db, posts) == [9]
    assert album_parts.name not in left
    assert media_hashes.name not in left
    assert left.get(looks.name, 0) <= 1
    assert channels.name in left


@pytest.mark.parametrize("stage", [Stage.MATCH, Stage.EVENTS, Stage.ALERTS])
async def test_a_post_that_waits_for_a_stage_stays(db: Database, stage: Stage) -> None:
    await stored(db, post(1), post(2))
    await settle(db)

    async def wait(conn: AsyncConnection) -> None:
        await conn.execute(update(revisions).where(revisions.c.post_id == 1).values(stage=stage))

    await db.write(wait)
    await purge(db)
    assert await ids_of(db, posts) == [1]


async def test_a_post_stays_while_others_are_to_be_told_in_its_message(two: Database) -> None:
    first, second = [alert.id for alert, _ in await two.read(alerts.of_chat_since, 500, NOW, LATER)]
    await two.write(additions.put, {second: (first, Reason.AGAIN)})
    assert await two.write(purging.page, PURGE, LATER, 0, 1) == Page(0, 1)
    story = await two.read(additions.story, first)
    assert story is not None
    assert await two.write(additions.show, story, HELLO, NOW)
    assert await two.write(purging.page, PURGE, LATER, 0, 1) == Page(1, 1)


async def test_a_post_that_was_edited_since_stays_whole(db: Database) -> None:
    await stored(db, post(1, "The bridge is up."), post(2))
    await stored(db, post(1, "The bridge is down.", edited_at=NOW + HOUR), now=NOW + 2 * DAY)
    await settle(db)
    await purge(db)
    assert await ids_of(db, revisions) == [1, 1]
    assert (await walked(db, 1)).faults == []


async def test_a_post_whose_edit_is_being_written_stays_whole(db: Database) -> None:
    await stored(db, post(1, "The bridge is up."), post(2))
    await settle(db)
    async with db.writing() as conn:
        edited = post(1, "The bridge is down.", edited_at=NOW + 3 * DAY)
        await collected.save(conn, channel(1, "channel_1"), [edited], 2, NOW + 3 * DAY, backlog=False)
        purging_it = asyncio.create_task(purge(db))
        await asyncio.sleep(0.5)
    await purging_it
    assert await ids_of(db, revisions) == [1, 1]
    assert (await walked(db, 1)).faults == []


async def test_a_post_that_an_editor_just_gave_to_a_stage_again_stays(db: Database) -> None:
    await stored(db, post(1), post(2))
    await settle(db)
    async with db.writing() as conn:
        await conn.execute(update(revisions).where(revisions.c.post_id == 1).values(stage=Stage.ALERTS))
        purging_it = asyncio.create_task(purge(db))
        await asyncio.sleep(0.5)
    await purging_it
    assert await ids_of(db, revisions) == [1]


async def test_an_edit_that_comes_while_its_post_is_taken_away_is_kept(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_away, collecting = purging._delete, list[asyncio.Task[int]]()

    async def slowly(conn: AsyncConnection, some: Sequence[purging.Post]) -> None:
        edited = post(1, "The bridge is down.", edited_at=NOW + 3 * DAY)
        collecting.append(asyncio.create_task(stored(db, edited, now=NOW + 3 * DAY)))
        await asyncio.sleep(0.5)
        await take_away(conn, some)

    async with Database.open(postgres_url) as db:
        await stored(db, post(1, "The bridge is up."))
        await settle(db)
        monkeypatch.setattr(purging, "_delete", slowly)
        await purge(db)
        assert [await one for one in collecting] == [1]
        assert [one.post.text for one in await newest(db)] == ["The bridge is down."]
        assert (await walked(db, 1)).faults == []


async def test_a_post_that_was_seen_by_a_clock_that_was_behind_stays_for_its_time(db: Database) -> None:
    await stored(db, post(1), now=NOW - 9_000 * DAY)
    await stored(db, post(2, published_at=NOW - 9_000 * DAY), now=NOW - 9_000 * DAY)
    await stored(db, post(2, "Edited.", edited_at=NOW), now=NOW - 9_000 * DAY)
    await stored(db, post(3, published_at=NOW - 9_000 * DAY), now=NOW - 9_000 * DAY)
    await settle(db)
    await purge(db, NOW - DAY)
    assert await ids_of(db, revisions) == [1, 2, 2]


async def test_a_post_that_was_seen_by_a_clock_that_was_ahead_keeps_no_other(db: Database) -> None:
    for number, seen_at in enumerate((NOW, NOW + 900 * DAY, NOW, NOW), 1):
        await stored(db, post(number), now=seen_at)
    await settle(db)
    await purge(db, limit=1)
    assert await ids_of(db, revisions) == [2]


async def test_a_purged_post_that_is_collected_again_has_a_new_place(db: Database) -> None:
    await stored(db, post(1, "The bridge is up."))
    await settle(db)
    await purge(db)
    await stored(db, post(1, "The bridge is up."), now=LATER)
    walk = await walked(db, 1)
    assert (walk.faults, list(walk.purged), walk.place) == ([], [1], 2)


async def test_a_row_that_was_changed_before_its_purge_is_found_after_it(db: Database) -> None:
    await stored(db, post(1, "The bridge is up."), post(2))
    await settle(db)

    async def forge(conn: AsyncConnection) -> None:
        await conn.execute(update(revisions).where(revisions.c.post_id == 1).values(text="The bridge is down."))

    await db.write(forge)
    await purge(db)
    assert [(fault.what, fault.place) for fault in (await walked(db, 1)).faults] == [(CHANGED, 1)]


async def test_a_revision_that_somebody_puts_in_a_purged_place_is_found(db: Database) -> None:
    await stored(db, post(1), post(2))
    await settle(db)
    [first, _] = await newest(db)

    async def row(conn: AsyncConnection) -> dict[str, object]:
        return dict((await conn.execute(select(revisions).where(revisions.c.id == first.id))).mappings().one())

    kept = await db.read(row)
    await db.write(purging.posts_away, [(1, 1)], PURGE)

    async def put_back(conn: AsyncConnection) -> None:
        await conn.execute(posts.insert().values(channel_id=1, post_id=1, latest=1, first_seen_at=NOW))
        await conn.execute(revisions.insert().values(kept | {"id": 99}))

    await db.write(put_back)
    assert [(fault.what, fault.post_id) for fault in (await walked(db, 1)).faults] == [(UNCHAINED, 1)]


async def test_a_digest_that_is_not_the_purged_revisions_breaks_the_chain(db: Database) -> None:
    await stored(db, post(1), post(2))
    await settle(db)
    await purge(db)

    async def forge(conn: AsyncConnection) -> None:
        table = metadata.tables["purged"]
        await conn.execute(update(table).where(table.c.place == 1).values(digest=b"x" * 32))

    await db.write(forge)
    assert [fault.what for fault in (await walked(db, 1)).faults] == [CHANGED]


async def test_nothing_is_recorded_where_nothing_is_old(db: Database) -> None:
    await stored(db, post(1))
    await settle(db)
    assert await purge(db, before=NOW) == [Page(0, None)]
    assert {purges.name} & (await counts(db)).keys() == set()
    assert (await counts(db))[chain_links.name] == 1


async def test_the_words_of_a_purged_post_are_not_found_and_not_in_the_file(sqlite_url: str) -> None:
    file = Path(make_url(sqlite_url).database or "")
    async with Database.open(sqlite_url) as db:
        await stored(db, *(post(number, f"Xylophonist number {number} plays.") for number in range(1, 60)))
        await stored(db, post(100, "The quay is empty."), now=LATER)
        for some in pages(await newest(db), 10):  # many writes make many segments
            await db.write(search.put, [search.findable(one, "en") for one in some])
        await settle(db)
        assert await found(db, "xylophonist") == 59
    assert is_in(file, "ylophonist")
    async with Database.open(sqlite_url) as db:
        await purge(db)
        begin = True
        while await db.write(purging.settle_words, begin, 100):
            begin = False
        assert (await found(db, "xylophonist"), await found(db, "quay")) == (0, 1)
    assert not is_in(file, "ylophonist")


def is_in(file: Path, text: str) -> bool:
    return text.encode() in file.read_bytes()


async def found(db: Database, word: str) -> int:
    """In how many posts."""
    return (await db.read(search.find, Search((Term(((word,),)),)), 100)).count


async def test_a_subscription_survives_what_it_was_told_of(two: Database) -> None:
    await two.write(subscriptions.add, 500, Kind.CLAIM, "A14", NOW)
    await purge(two)
    assert len(await two.read(subscriptions.of_chat, 500)) == 1
