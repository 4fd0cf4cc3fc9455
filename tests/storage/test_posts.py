"""Saving posts: what makes a revision, what changes nothing, and what waits for the matcher."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError

from storage import posts
from storage.database import Database
from storage.model import Cause, Channel, Counts, Forward, Media
from storage.tables import metadata
from tests.storage.samples import MINUTE, NOW, channel, newest, part, post, revision_at, stored

FULL = post(
    7,
    "Everything filled in: the words stand on links.",
    edited_at=NOW + MINUTE,
    forward=Forward(channel_id=9, username="front_line", post_id=4, name="Front line", date=NOW - MINUTE),
    reply_to=5,
    media=(Media("video", "crossing.mp4", 1_048_576, "video/mp4", 12.5), Media("photo")),
    links=("https://example.org/a?b=c#d",),
    views=1200,
    author="A. Writer",
)


async def rows_in(db: Database) -> dict[str, int]:
    async def count(conn):  # type: ignore[no-untyped-def]
        return {
            table.name: await conn.scalar(select(func.count()).select_from(table)) for table in metadata.sorted_tables
        }

    counted: dict[str, int] = await db.read(count)
    return counted


async def test_a_post_comes_back_as_it_was_read(db: Database) -> None:
    await stored(db, FULL)
    [revision] = await db.read(posts.unmatched, 10)
    assert revision.post == FULL
    assert (revision.number, revision.cause, revision.seen_at, revision.backlog) == (1, Cause.FIRST, NOW, False)
    assert revision.channel == Channel(1, "channel_1", "Border watch")
    assert await db.read(posts.revision, revision.id) == revision


async def test_posts_of_a_full_page_come_back_as_they_were_read(db: Database) -> None:
    batch = [*(replace(FULL, post_id=number) for number in range(1, 8)), *(post(number) for number in range(8, 30))]
    await stored(db, *batch)
    assert [revision.post for revision in await db.read(posts.unmatched, 100)] == batch


async def test_a_page_of_old_edited_and_new_posts_is_told_apart(db: Database) -> None:
    await stored(db, *(post(number) for number in range(1, 16)))
    edited = [post(number, f"Corrected: {number}.", edited_at=NOW) for number in (3, 9)]
    await stored(db, *edited, *(post(number) for number in range(10, 26)), now=NOW + MINUTE)
    causes = [revision.cause for revision in await db.read(posts.unmatched, 100)]
    assert causes == [Cause.FIRST] * 15 + [Cause.EDITED] * 2 + [Cause.FIRST] * 10


async def test_a_page_with_a_naive_time_is_refused_whole(db: Database) -> None:
    naive = post(12, edited_at=NOW.replace(tzinfo=None))
    with pytest.raises((ValueError, StatementError), match="without a time zone"):
        await stored(db, *(post(number) for number in range(1, 12)), naive)
    assert await db.read(posts.unmatched, 100) == []


async def test_a_revision_that_is_not_there_is_none(db: Database) -> None:
    assert await db.read(posts.revision, 1) is None


async def test_saving_the_same_batch_twice_changes_nothing(db: Database) -> None:
    batch = (post(1), part(2), part(3, "A caption"), FULL)
    assert await stored(db, *batch) == 3
    before, counted = await newest(db), await rows_in(db)
    assert await stored(db, *batch, now=NOW + MINUTE) == 0
    assert await newest(db) == before
    assert await rows_in(db) == counted


async def test_an_empty_batch_moves_only_the_cursor(db: Database) -> None:
    assert await db.write(posts.save, channel(), [], 12, NOW, backlog=False) == 0
    assert (await rows_in(db))["channels"] == 1


async def test_a_changed_text_is_an_edit(db: Database) -> None:
    await stored(db, post(1, "Ten were taken prisoner."))
    await stored(db, post(1, "Twelve were taken prisoner.", edited_at=NOW + MINUTE), now=NOW + 2 * MINUTE)
    first, edited = await db.read(posts.unmatched, 10)
    assert (first.number, first.post.text) == (1, "Ten were taken prisoner.")
    assert (edited.number, edited.cause, edited.post.text) == (2, Cause.EDITED, "Twelve were taken prisoner.")


async def test_an_edit_back_to_the_first_text_is_an_edit_too(db: Database) -> None:
    for text in ("Ten.", "Twelve.", "Ten."):
        await stored(db, post(1, text))
    assert [revision.post.text for revision in await db.read(posts.unmatched, 10)] == ["Ten.", "Twelve.", "Ten."]


async def test_changed_attachments_are_an_edit(db: Database) -> None:
    await stored(db, post(1, media=(Media("photo", "a.jpg"),)))
    assert await stored(db, post(1, media=(Media("photo", "b.jpg"),))) == 1
    assert (await revision_at(db)).cause is Cause.EDITED


async def test_a_reaction_is_no_edit(db: Database) -> None:
    # Telegram sets a new edit date for reactions and buttons
    await stored(db, post(1))
    assert await stored(db, post(1, edited_at=NOW + MINUTE)) == 0


async def test_views_are_brought_up_to_date_without_a_revision(db: Database) -> None:
    await stored(db, post(1, views=10), post(2, views=20))
    assert await stored(db, post(1, views=15), post(2, views=None)) == 0
    assert [revision.post.views for revision in await newest(db)] == [15, 20]


async def test_views_belong_to_the_newest_revision(db: Database) -> None:
    await stored(db, post(1, "Ten.", views=10))
    await stored(db, post(1, "Twelve.", views=20))
    await stored(db, post(1, "Twelve.", views=30))
    assert [revision.post.views for revision in await db.read(posts.unmatched, 10)] == [10, 30]


async def test_of_a_post_read_twice_in_a_batch_the_later_reading_stays(db: Database) -> None:
    assert await stored(db, post(1, "Ten."), post(1, "Twelve.")) == 1
    assert (await revision_at(db)).post.text == "Twelve."


async def test_the_same_message_number_of_two_channels_is_two_posts(db: Database) -> None:
    await stored(db, post(1, "One.", channel_id=1))
    await stored(db, post(1, "Another.", channel_id=2))
    assert [revision.post.text for revision in await db.read(posts.unmatched, 10)] == ["One.", "Another."]


async def test_backlog_sticks_to_the_revision_that_was_collected_so(db: Database) -> None:
    await stored(db, post(1, "Ten."), backlog=True)
    await stored(db, post(1, "Twelve."))
    assert [revision.backlog for revision in await db.read(posts.unmatched, 10)] == [True, False]


async def test_what_waits_is_handed_out_oldest_first_and_in_pages(db: Database) -> None:
    await stored(db, *(post(number, f"Post {number}.") for number in range(1, 6)))
    assert [revision.post.post_id for revision in await db.read(posts.unmatched, 3)] == [1, 2, 3]


async def test_a_batch_larger_than_a_page_is_stored_whole(db: Database) -> None:
    batch = [post(number, f"Post {number}.") for number in range(1, 1302)]
    assert await stored(db, *batch) == 1301
    assert await stored(db, *batch) == 0


async def test_a_renamed_channel_has_its_new_name(db: Database) -> None:
    await db.write(posts.save, channel(1, "old_name", "Old"), [post(1)], 1, NOW, backlog=False)
    await db.write(posts.save, channel(1, "New_Name", "New"), [], 1, NOW, backlog=False)
    assert (await revision_at(db)).channel == Channel(1, "New_Name", "New")


async def test_the_cursor_never_moves_back(db: Database) -> None:
    for cursor in (5, 3, None):
        await db.write(posts.save, channel(), [], cursor, NOW, backlog=False)
    assert await cursor_of(db) == 5
    await db.write(posts.save, channel(), [], 8, NOW, backlog=False)
    assert await cursor_of(db) == 8


async def cursor_of(db: Database) -> int | None:
    async def ask(conn):  # type: ignore[no-untyped-def]
        return await conn.scalar(select(metadata.tables["channels"].c.cursor))

    cursor: int | None = await db.read(ask)
    return cursor


@pytest.mark.parametrize(
    "text",
    [
        "noncharacters \uffff \ufffe \U0010ffff",
        "\u202eright to left\u202c and \u05e9\u05dc\u05d5\u05dd",
        "flags \U0001f1fa\U0001f1e6, families \U0001f469\u200d\U0001f467, keycaps 1\ufe0f\u20e3",
        "%s %(text)s {0} :name '; DROP TABLE posts; -- \\ \"",
        "line\r\nline\u2028line\x01\x1f\x7f",
        "long " * 40_000,
        "",
    ],
    ids=["noncharacters", "directions", "emoji", "formats", "controls", "long", "empty"],
)
async def test_hostile_text_comes_back_as_it_was(db: Database, text: str) -> None:
    given = post(1, text, author=text, media=(Media("document", name=text),), links=(text,), forward=Forward(name=text))
    await stored(db, given)
    assert (await revision_at(db)).post == given


async def test_counts_say_how_much_is_stored(db: Database) -> None:
    await stored(db, post(1, "Ten."), post(2))
    await stored(db, post(1, "Twelve."))
    assert await db.read(posts.counts) == Counts(posts=2, revisions=3, channels=1, unmatched=3, parked=0)


async def test_recent_shows_posts_as_they_are_now_newest_first(db: Database) -> None:
    await stored(db, post(1, "Ten."), post(2), post(3))
    await stored(db, post(1, "Twelve."))
    assert [revision.post.post_id for revision in await db.read(posts.recent, 1, 2)] == [3, 2]
    assert (await revision_at(db)).post.text == "Twelve."


# --- files ----------------------------------------------------------------------------------------------------------


async def test_another_file_in_the_place_of_the_first_is_an_edit(db: Database) -> None:
    await stored(db, post(1, media=(Media("photo", file="71"),)))
    await stored(db, post(1, media=(Media("photo", file="72"),), edited_at=NOW + MINUTE))
    revision = await revision_at(db)
    assert (revision.cause, revision.post.media[0].file) == (Cause.EDITED, "72")


async def test_a_new_number_without_an_edit_is_none(db: Database) -> None:
    await stored(db, post(1, media=(Media("video", file="71"),), edited_at=NOW))
    assert await stored(db, post(1, media=(Media("video", file="72"),), edited_at=NOW)) == 0


async def test_what_sources_tell_differently_of_an_attachment_is_no_edit(db: Database) -> None:
    await stored(db, post(1, media=(Media("document", "report.pdf", size=1_200_000),)))
    exact = Media("document", "report.pdf", 1_234_567, "application/pdf", file="71")
    assert await stored(db, post(1, media=(exact,), edited_at=NOW + MINUTE)) == 0


async def test_another_file_in_an_album_is_an_edit_of_the_album(db: Database) -> None:
    parts = [part(number, album_id=77) for number in (10, 11)]
    numbered = [replace(one, media=(Media("photo", file=str(one.post_id)),)) for one in parts]
    await stored(db, *numbered)
    changed = replace(numbered[1], media=(Media("photo", file="99"),), edited_at=NOW + MINUTE)
    await stored(db, numbered[0], changed)
    revision = await revision_at(db, 10)
    assert (revision.cause, [media.file for media in revision.post.media]) == (Cause.EDITED, ["10", "99"])
