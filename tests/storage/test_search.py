"""Searching stored posts: the same on both databases, whatever is asked."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from storage import posts, search
from storage.database import Database
from storage.patience import TookTooLong, within
from storage.terms import Search, Term, folded, for_postgres, for_sqlite, fts5, key_of, spans, tsquery, words
from tests.storage.samples import NOW, newest, post, stored

HOSTILE = (
    '"quoted" AND (NEAR x) OR * ^ { } : words:x \\ \' -- ; DROP TABLE posts',
    "🔥🔥🔥 ﷺ \U0001d401\U0001d428\U0001d425\U0001d41d",
    "ё" * 4000,
    "'':1 | & ! <-> %s {0}",
    "и\u0306 Ко\u0301зинка ’ʼ' _ __",
    "\U00031350 \U0001e030 ⓐ ½ ²",
)


def word(*spellings: str) -> Term:
    return Term(tuple((one,) for one in spellings))


def row(*said: str, opened: bool = False) -> Term:
    return Term((said,), opened)


async def findable(db: Database) -> None:
    """Every stored post can be found, as matching makes it."""
    found = [revision for channel_id in (1, 2) for revision in await newest(db, channel_id)]
    await db.write(search.put, [search.findable(revision, "ru") for revision in found])


async def ids(db: Database, *wanted: Term, **more: object) -> list[int]:
    hits = await db.read(search.find, Search(wanted, **more), 10)  # type: ignore[arg-type]
    return [revision.post.post_id for revision in hits.revisions]


async def test_posts_are_found_by_words_phrases_and_beginnings_newest_first(db: Database) -> None:
    later = NOW + timedelta(hours=1)
    await stored(
        db,
        post(1, "Козинка под обстрелом, бои у Козинки.", published_at=later),
        post(2, "Под Козинкой тихо."),
        post(3, "Обстрелом под мост"),
    )
    await findable(db)
    assert await ids(db, word("козинка", "козинкой")) == [1, 2]
    assert await ids(db, row("под", "обстрелом")) == [1]
    assert await ids(db, row("козин", opened=True)) == [1, 2]
    assert await ids(db, row("под", "козин", opened=True)) == [2]
    assert await ids(db, word("под"), unwanted=(word("козинка"),)) == [3, 2]
    assert await ids(db, word("под"), word("мост")) == [3]


async def test_a_search_is_narrowed_by_channel_language_and_date(db: Database) -> None:
    await stored(db, post(1, "мост", published_at=NOW - timedelta(days=2)), post(2, "мост"))
    await stored(db, post(3, "мост", channel_id=2))
    await findable(db)
    assert sorted(await ids(db, word("мост"), channel_id=1)) == [1, 2]
    assert await ids(db, word("мост"), channel_id=2, lang="ru") == [3]
    assert await ids(db, word("мост"), lang="nl") == []
    assert sorted(await ids(db, word("мост"), since=NOW)) == [2, 3]
    assert await db.read(search.channel_called, "Channel_2") == 2
    assert await db.read(search.channel_called, "nobody") is None


async def test_a_post_is_found_by_what_it_says_now(db: Database) -> None:
    await stored(db, post(1, "раньше мост"))
    await findable(db)
    await stored(db, post(1, "теперь река", edited_at=NOW))
    await findable(db)
    assert await ids(db, word("мост")) == []
    assert await ids(db, word("река")) == [1]


async def test_an_older_revision_never_takes_a_newer_ones_place(db: Database) -> None:
    await stored(db, post(1, "раньше мост"))
    (old,) = await newest(db)
    await stored(db, post(1, "теперь река", edited_at=NOW))
    await findable(db)
    await db.write(search.put, [search.findable(old, "ru")])
    assert await ids(db, word("река")) == [1]


async def test_the_pages_of_one_list_stay_the_same_while_newer_posts_come_in(db: Database) -> None:
    await stored(db, *(post(number, "мост", published_at=NOW + timedelta(minutes=number)) for number in range(1, 8)))
    await findable(db)
    asked = Search((word("мост"),))
    first = await db.read(search.find, asked, 3)
    assert ([hit.post.post_id for hit in first.revisions], first.count) == ([7, 6, 5], 7)
    await stored(db, post(8, "мост", published_at=NOW + timedelta(minutes=8)))
    await findable(db)
    second = await db.read(search.find, asked, 3, offset=3, newest=first.newest)
    assert ([hit.post.post_id for hit in second.revisions], second.count) == ([4, 3, 2], 7)


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_texts_are_stored_and_searched_for_like_any_other(db: Database, hostile: str) -> None:
    await stored(db, post(1, hostile))
    await findable(db)
    said = tuple(one.folded for one in words(hostile))
    if said:
        assert await ids(db, row(*said[:50])) == [1]
        assert await ids(db, row(*said[:50], opened=True)) == [1]
    assert await ids(db, row(*said[:50], "absent")) == []


async def test_many_spellings_of_many_words_are_one_question(db: Database) -> None:
    await stored(db, post(1, "слово1 слово2"))
    await findable(db)
    many = tuple(f"слово{number}" for number in range(400))
    assert await ids(db, *(word(*many) for _ in range(8))) == [1]


@given(st.text())
def test_nothing_but_words_reaches_a_query(text: str) -> None:
    said = tuple(one.folded for one in words(text))
    assert all(one.isalnum() for one in said)
    if said:
        for asked in (fts5(Search((Term((said,)),))), tsquery(Search((Term((said,)),)))):
            assert all(character.isalnum() or character in "\"'() <->" for character in asked)
    assert for_sqlite(said, 1, None).split() == ["#c1", *said]
    assert for_postgres(said, 1, None).count("'") == 2 * (len(said) + 1)


@given(st.text() | st.text("аёЁйЇßİǰﬁ́'’ʼ`_ -Ⅷ²٣x", max_size=20))
def test_the_quick_way_gives_the_same_words(text: str) -> None:
    assert folded(text) == tuple(one.folded for one in words(text))


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Тёткино", "теткино"),
        ("Ко\u0301зинка", "козинка"),
        ("В’ячеслав", "вячеслав"),
        ("В'ЯЧЕСЛАВ", "вячеслав"),
        ("Бои\u0306", "бой"),
        ("\U0001d401\U0001d428\U0001d425\U0001d41d", "bold"),
        ("België", "belgië"),
    ],
)
def test_words_are_compared_without_what_people_leave_out(said: str, asked: str) -> None:
    assert [one.folded for one in words(said)] == [asked]


def test_what_was_found_is_marked_where_it_stands() -> None:
    told = "Под Тёткино, под  Козинкой - и снова тёткинский мост"
    asked = Search((word("козинкой"), row("под", "теткино"), row("теткин", opened=True)))
    assert [told[start:end] for start, end in spans(asked, told)] == [
        "Под Тёткино", "Тёткино", "Козинкой", "тёткинский"
    ]  # fmt: skip


def test_keys_go_by_time_and_tell_posts_of_one_second_apart() -> None:
    same = {key_of(NOW, channel_id, post_id) for channel_id in range(1_000, 1_100) for post_id in range(1, 31)}
    assert len(same) == 100 * 30
    assert max(same) < key_of(NOW + timedelta(seconds=1), 1, 1) < 1 << 63


async def test_a_question_that_takes_too_long_is_given_up(db: Database) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(TookTooLong):
        async with db.writing() as conn, within(conn, 0.05):
            await conn.execute(text(endless))
    assert (await db.read(posts.counts)).posts == 0
