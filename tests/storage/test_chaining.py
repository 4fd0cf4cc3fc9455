"""The hash chain: every revision has its link, and no change of what was chained goes unnoticed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.evidence import walked
from bot.evidence.walking import CHANGED, GONE, MISSING, SHORT, UNCHAINED, UNREADABLE, Fault
from storage import deletions
from storage.chaining import FIELDS, digest, digests, told
from storage.database import Database
from storage.model import Cause, Forward, Media
from tests.storage.samples import HOUR, NOW, part, post, stored

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=9000)).map(lambda past: NOW - past)
NAMED = st.dictionaries(TEXTS, st.one_of(st.integers(), TEXTS, st.floats(allow_nan=False, allow_infinity=False)))
ROWS = st.fixed_dictionaries(
    {
        "channel_id": st.integers(1, 2**50),
        "post_id": st.integers(1, 2**40),
        "number": st.integers(1, 99),
        "cause": st.sampled_from(Cause),
        "seen_at": MOMENTS,
        "said_at": MOMENTS,
        "published_at": MOMENTS,
        "edited_at": st.none() | MOMENTS,
        "backlog": st.booleans(),
        "text": TEXTS,
        "forward": st.none() | NAMED,
        "reply_to": st.none() | st.integers(0, 2**40),
        "album_id": st.none() | st.integers(0, 2**60),
        "parts": st.lists(st.integers(1, 2**40), max_size=3),
        "media": st.lists(NAMED, max_size=2),
        "links": st.lists(TEXTS, max_size=2),
        "author": st.none() | TEXTS,
    }
)


@given(st.lists(ROWS, min_size=1, max_size=4))
def test_a_page_has_the_digests_that_its_rows_have_alone(rows: list[Mapping[str, Any]]) -> None:
    columns = {name: [row[name] for row in rows] for name in FIELDS}
    assert digests(columns) == [digest(told(row)) for row in rows]


@given(ROWS, ROWS, st.sampled_from(FIELDS))
def test_any_other_value_in_any_field_is_another_digest(
    row: Mapping[str, Any], other: Mapping[str, Any], name: str
) -> None:
    before, after = told(row), told({**row, name: other[name]})
    assert (digest(before) == digest(after)) is (before == after)


# --- in a database --------------------------------------------------------------------------------------------------


async def seven(db: Database) -> None:
    """Seven revisions of six posts, with everything that a post can have."""
    rich = {
        "forward": Forward(channel_id=9, name="Quay", date=NOW),
        "author": "A. Author",
        "links": ("https://a.example",),
    }
    await stored(db, post(1, "a"), post(2, "b", reply_to=1, **rich), post(3, "c", media=(Media("photo", file="7"),)))
    await stored(db, post(1, "a, edited", edited_at=NOW + HOUR), part(5, "An album"), now=NOW + HOUR)
    await db.write(deletions.save, 1, [2], NOW + 2 * HOUR)
    await stored(db, post(6, "six"), now=NOW + 3 * HOUR)


async def faults(db: Database, channel_id: int = 1) -> list[Fault]:
    return (await walked(db, channel_id)).faults


async def run(db: Database, *statements: str) -> None:
    async def verb(conn: AsyncConnection) -> None:
        for statement in statements:
            await conn.execute(text(statement))

    await db.write(verb)


async def test_every_revision_has_a_link(db: Database) -> None:
    await seven(db)
    walk = await walked(db, 1)
    assert (walk.place, walk.contents, walk.faults) == (7, 7, [])


async def test_what_is_learned_later_breaks_no_chain(db: Database) -> None:
    await seven(db)
    await run(db, "UPDATE revisions SET views = 99, lang = 'ru', stage = NULL", "UPDATE channels SET title = 'Another'")
    assert await faults(db) == []


CHANGES = {
    "channel_id": "2",
    "post_id": "3",
    "number": "9",
    "cause": "'restored'",
    "seen_at": "'2020-01-01 00:00:00.000000'",
    "said_at": "'2020-01-01 00:00:00.000000'",
    "published_at": "'2020-01-01 00:00:00.000000'",
    "edited_at": "'2020-01-01 00:00:00.000000'",
    "backlog": "NOT backlog",
    "text": "text || '.'",
    "forward": '\'{"name": "Wharf"}\'',
    "reply_to": "4",
    "album_id": "4",
    "parts": "'[8]'",
    "media": '\'[{"kind": "video"}]\'',
    "links": "'[\"https://b.example\"]'",
    "author": "'B. Author'",
}
"""A change of each chained column; a test holds that none is left out."""


def test_each_chained_column_is_tampered_with() -> None:
    assert tuple(CHANGES) == FIELDS


@pytest.mark.parametrize("name", FIELDS)
async def test_a_change_of_any_column_of_any_row_is_found_and_named(db: Database, name: str) -> None:
    await seven(db)
    await stored(db, post(1, "elsewhere", channel_id=2), post(3, "there", channel_id=2))
    rows = [(1, 2), (2, 1), (3, 1), (5, 1), (6, 1)]
    for post_id, number in rows if name not in ("channel_id", "post_id") else rows[:1]:
        await run(
            db,
            "CREATE TABLE kept AS SELECT * FROM revisions",
            f"UPDATE revisions SET {name} = {CHANGES[name]} WHERE channel_id = 1 AND post_id = {post_id} "
            f"AND number = {number}",
        )
        assert (post_id, number) in [(fault.post_id, fault.number) for fault in await faults(db)]
        await run(
            db,
            f"UPDATE revisions SET {name} = (SELECT {name} FROM kept WHERE kept.id = revisions.id)",
            "DROP TABLE kept",
        )
        assert await faults(db) == []


@pytest.mark.parametrize("place", range(1, 8))
@pytest.mark.parametrize("of", ["link = zeroblob(32)", "place = 99", "post_id = 77", "number = 77", "channel_id = 3"])
async def test_a_changed_link_is_found(sqlite_db: Database, of: str, place: int) -> None:
    await seven(sqlite_db)
    await run(sqlite_db, f"UPDATE chain_links SET {of} WHERE place = {place}")
    assert await faults(sqlite_db)


async def test_a_revision_that_is_gone_is_named(db: Database) -> None:
    await seven(db)
    await run(db, "DELETE FROM revisions WHERE post_id = 3")
    assert await faults(db) == [Fault(1, GONE, 3, 3, 1)]


async def test_a_revision_that_is_gone_with_its_link_leaves_a_hole(db: Database) -> None:
    await seven(db)
    await run(db, "DELETE FROM revisions WHERE post_id = 3", "DELETE FROM chain_links WHERE post_id = 3")
    assert [(fault.what, fault.place) for fault in await faults(db)] == [(MISSING, 4)]


async def test_the_newest_revision_does_not_vanish_unnoticed(db: Database) -> None:
    await seven(db)
    await run(db, "DELETE FROM revisions WHERE post_id = 6", "DELETE FROM chain_links WHERE post_id = 6")
    assert await faults(db) == [Fault(1, SHORT, 7)]


async def test_a_revision_that_was_slipped_in_is_named(db: Database) -> None:
    await seven(db)
    await stored(db, post(4, "slipped in"))
    await run(db, "DELETE FROM chain_links WHERE post_id = 4", "UPDATE chains SET length = 7")
    assert Fault(1, UNCHAINED, None, 4, 1) in await faults(db)


async def test_one_changed_row_is_one_fault(db: Database) -> None:
    await seven(db)
    await run(db, "UPDATE revisions SET text = 'b!' WHERE post_id = 2 AND number = 1")
    assert await faults(db) == [Fault(1, CHANGED, 2, 2, 1)]


@pytest.mark.parametrize(
    "change", ["cause = 'Edited'", "seen_at = 'x'", "media = '[{'", "text = CAST(x'ff' AS TEXT)", "text = x'00'"]
)
async def test_a_row_that_can_not_be_read_is_named_and_stops_nobody(sqlite_db: Database, change: str) -> None:
    await seven(sqlite_db)
    await run(sqlite_db, f"UPDATE revisions SET {change} WHERE post_id = 3")
    assert await faults(sqlite_db) == [Fault(1, UNREADABLE, 3, 3, 1)]


async def test_a_write_that_is_undone_leaves_no_link(db: Database) -> None:
    await seven(db)
    with pytest.raises(ZeroDivisionError):
        await db.write(undone)
    assert (await walked(db, 1)).place == 7


async def undone(conn: AsyncConnection) -> None:
    """Writes a revision, and fails."""
    assert await deletions.save(conn, 1, [6], NOW) == 1
    raise ZeroDivisionError
