"""Albums: parts that come together, late, joined or again end in the same post."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import posts
from storage.albums import COPY_LENGTH, copy_hash
from storage.database import Database
from storage.model import Cause, Forward, Media, Post
from tests.storage.samples import MINUTE, NOW, channel, newest, part, post, revision_at, stored

_channels = count(1)


def together(*parts: Post) -> Post:
    """As a source brings an album that it joined itself."""
    first = parts[0]
    return post(
        first.post_id,
        next((part.text for part in parts if part.text), ""),
        channel_id=first.channel_id,
        album_id=first.album_id,
        parts=tuple(part.post_id for part in parts),
        media=tuple(media for part in parts for media in part.media),
    )


async def test_the_parts_of_an_album_are_one_post(db: Database) -> None:
    assert await stored(db, part(10), part(11, "The bridge this morning."), part(12)) == 1
    [revision] = await newest(db)
    assert revision.post.post_id == 10
    assert revision.post.parts == (10, 11, 12)
    assert revision.post.text == "The bridge this morning."
    assert [media.name for media in revision.post.media] == ["10.jpg", "11.jpg", "12.jpg"]


async def test_two_sources_that_number_an_album_differently_mean_the_same_album(db: Database) -> None:
    parts = [part(10), part(11, "The bridge this morning.")]
    await stored(db, *parts)
    otherwise = [replace(one, album_id=-10) for one in parts]
    assert await stored(db, together(*otherwise)) == 0
    assert await stored(db, *parts) == 0


async def test_a_late_part_is_a_revision_with_that_cause(db: Database) -> None:
    await stored(db, part(10, "The bridge this morning."), part(11))
    assert await stored(db, part(12)) == 1
    revision = await revision_at(db, 10)
    assert (revision.number, revision.cause, revision.post.parts) == (2, Cause.ALBUM_PART, (10, 11, 12))


async def test_a_late_caption_is_no_edit(db: Database) -> None:
    await stored(db, part(10), part(11))
    await stored(db, part(12, "The bridge this morning."))
    revision = await revision_at(db, 10)
    assert (revision.cause, revision.post.text) == (Cause.ALBUM_PART, "The bridge this morning.")


async def test_a_late_lower_part_does_not_re_key_the_post(db: Database) -> None:
    await stored(db, part(11), part(12))
    await stored(db, part(10, "The bridge this morning."))
    [revision] = await newest(db)
    assert (revision.post.post_id, revision.post.parts) == (11, (10, 11, 12))


async def test_parts_read_again_change_nothing(db: Database) -> None:
    await stored(db, part(10), part(11, "The bridge this morning."), part(12))
    for again in ([part(11, "The bridge this morning.")], [part(12)], [part(10), part(12)]):
        assert await stored(db, *again, now=NOW + MINUTE) == 0


async def test_a_changed_caption_is_an_edit(db: Database) -> None:
    await stored(db, part(10), part(11, "Ten."), part(12))
    assert await stored(db, part(11, "Twelve.")) == 1
    revision = await revision_at(db, 10)
    assert (revision.cause, revision.post.text, revision.post.parts) == (Cause.EDITED, "Twelve.", (10, 11, 12))


async def test_a_changed_caption_beside_a_late_part_is_an_edit(db: Database) -> None:
    await stored(db, part(10, "Ten."), part(11))
    await stored(db, part(10, "Twelve."), part(12))
    assert (await revision_at(db, 10)).cause is Cause.EDITED


async def test_a_removed_caption_is_an_edit(db: Database) -> None:
    await stored(db, part(10, "Ten."), part(11))
    await stored(db, part(10))
    assert ((await revision_at(db, 10)).cause, (await revision_at(db, 10)).post.text) == (Cause.EDITED, "")


async def test_a_part_read_without_its_album_still_belongs_to_it(db: Database) -> None:
    # An export does not say which messages are one album
    await stored(db, part(10, "Ten."), part(11))
    assert await stored(db, post(11, "", media=(Media("photo", "11.jpg"),))) == 0
    assert len(await newest(db)) == 1


async def test_an_album_whose_first_message_was_stored_alone_grows_from_that(db: Database) -> None:
    await stored(db, post(10, "Ten.", media=(Media("photo", "10.jpg"),)))
    await stored(db, part(10, "Ten."), part(11))
    [revision] = await newest(db)
    assert (revision.number, revision.cause, revision.post.parts) == (2, Cause.ALBUM_PART, (10, 11))


async def test_an_album_keeps_where_it_was_forwarded_from(db: Database) -> None:
    await stored(db, *(part(number, forward=Forward(channel_id=9, post_id=number - 6)) for number in (10, 11)))
    assert (await revision_at(db, 10)).post.forward == Forward(channel_id=9, post_id=4)


async def test_two_albums_and_a_post_in_one_batch_stay_apart(db: Database) -> None:
    await stored(
        db, part(10, "One.", album_id=1), part(11, album_id=1), post(12, "Two."), part(13, "Three.", album_id=2)
    )
    assert [revision.post.text for revision in await newest(db)] == ["One.", "Two.", "Three."]


async def test_joined_and_single_readings_of_an_album_are_the_same(db: Database) -> None:
    parts = [part(10), part(11, "The bridge this morning."), part(12)]
    await stored(db, together(*parts))
    before = await newest(db)
    for again in ([parts[0]], [parts[1]], [parts[2]], [together(*parts[1:])], [together(*parts[:2])], parts):
        assert await stored(db, *again) == 0
    assert await newest(db) == before


async def test_a_caption_changed_in_another_joining_is_still_one_caption(db: Database) -> None:
    await stored(db, together(part(10), part(11, "Ten."), part(12)))
    await stored(db, together(part(11, "Twelve."), part(12)))
    assert (await revision_at(db, 10)).post.text == "Twelve."


# --- any way to read the same -----------------------------------------------------------------------------------------

CHANNEL = [
    post(1, "A single post."),
    part(2, album_id=5),
    part(3, "A caption on the second part.", album_id=5),
    part(4, album_id=5),
    post(5, "Another single post.", views=3),
    part(6, "A caption on the first part.", album_id=6),
    part(7, album_id=6),
]


@st.composite
def readings(draw: st.DrawFn) -> list[list[Post]]:
    """The channel's messages in any pages in order, neighbours of an album joined or not, and any pages again."""
    borders = draw(st.sets(st.integers(1, len(CHANNEL) - 1)))
    pages = [CHANNEL[start:end] for start, end in zip([0, *sorted(borders)], [*sorted(borders), None], strict=True)]
    again = draw(st.lists(st.sampled_from(pages), max_size=3))
    return [_joined(page) if draw(st.booleans()) else page for page in [*pages, *again]]


def _joined(page: Iterable[Post]) -> list[Post]:
    groups: dict[int, list[Post]] = {}
    for item in page:
        groups.setdefault(item.album_id or -item.post_id, []).append(item)
    return [together(*group) if group[0].album_id else group[0] for group in groups.values()]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pages=readings())
async def test_any_way_to_read_the_same_messages_ends_in_the_same_posts(
    sqlite_db: Database, pages: list[list[Post]]
) -> None:
    await same_posts_from(sqlite_db, pages)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pages=readings())
async def test_and_on_both_databases(db: Database, pages: list[list[Post]]) -> None:
    await same_posts_from(db, pages)


async def same_posts_from(db: Database, pages: list[list[Post]]) -> None:
    at_once, bit_by_bit = next(_channels), next(_channels)
    await stored(db, *_in(at_once, CHANNEL))
    for page in pages:
        await db.write(posts.save, channel(bit_by_bit), list(_in(bit_by_bit, page)), None, NOW, backlog=False)
    assert await contents(db, bit_by_bit) == await contents(db, at_once)
    assert all(revision.cause is not Cause.EDITED for revision in await newest(db, bit_by_bit))


def _in(channel_id: int, page: Iterable[Post]) -> Iterable[Post]:
    return (
        Post(**{**{name: getattr(item, name) for name in Post.__slots__}, "channel_id": channel_id}) for item in page
    )


async def contents(db: Database, channel_id: int) -> list[tuple[object, ...]]:
    found = [revision.post for revision in await newest(db, channel_id)]
    return [(item.post_id, item.text, item.parts, item.media, item.views) for item in found]


# --- fingerprints -----------------------------------------------------------------------------------------------------


def test_a_copy_may_differ_in_case_marks_and_spaces_but_not_in_words() -> None:
    text = "Ten soldiers crossed the border near the village at dawn today."
    assert copy_hash(text) == copy_hash(f"\u26a1 {text.upper()} \u26a1\n\n")
    assert copy_hash(text) != copy_hash(text.replace("Ten", "Twelve"))


def test_a_text_of_few_letters_has_no_fingerprint() -> None:
    assert copy_hash("!!! " * 40 + "Good morning") is None


@given(text=st.text(max_size=120))
def test_a_copys_letters_and_digits_are_those_of_unicode(text: str) -> None:
    folded = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(letter for letter in folded if letter.isalnum())
    assert copy_hash(text) == (copy_hash(bare) if len(bare) >= COPY_LENGTH else None)
