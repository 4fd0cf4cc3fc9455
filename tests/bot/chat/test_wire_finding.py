"""Looking back over the wire: searching the stored posts, which channels are watched, proposing one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage import changes, chats, coverage, deletions, posts, search
from storage.watching import Problem
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA, LANGUAGES, entry, watchlist

HOSTILE = (
    '/find " OR 1 --',
    "/find NEAR(мост, 3) AND {words}: ^мост*",
    "/find post_words:мост (((",
    "/find 🔥🔥🔥",
    "/find <b>мост</b> & %s {0}",
    "/find " + "ж" * 4000,
    "/find " + "\u202eмост\u200d",
    "/find channel:@a since:9999-12-31 lang:zz мост",
    "/find since:0001-01-01 мост",
)


async def posted(desk: Desk, *texts: str) -> None:
    """Each a minute after the one before."""
    first = 300 + len(await desk.db.read(posts.recent, 1001, 1000))
    for number, text in enumerate(texts, first):
        await desk.posted(text, post_id=number)
        desk.now += timedelta(minutes=1)


async def test_posts_are_found_by_any_form_of_a_word_newest_first_with_the_words_marked(desk: Desk) -> None:
    await posted(desk, "Мост у Козинки цел.", "О погоде.", "Под Козинкой тихо.")
    await desk.ask("/start")
    await desk.db.write(chats.set_zone, ANNA, "Europe/Moscow")
    found = await desk.ask("/find Козинка")
    assert found.text.splitlines()[:2] == ["🔎 Козинка", "1–2 of 2, newest first."]
    assert "1. Governor's own · 12 Mar 2024, 15:02\nПод Козинкой тихо." in found.text
    assert [one.text for one in found.entities if one.type == "bold"] == [
        "Governor's own", "Козинкой", "Governor's own", "Козинки"
    ]  # fmt: skip
    assert [one.url for one in found.entities if one.url] == [
        "https://t.me/governor_news/302", "https://t.me/governor_news/300"
    ]  # fmt: skip


async def test_pages_of_five_turn_both_ways_and_keep_their_place_when_posts_come_in(desk: Desk) -> None:
    await posted(desk, *(f"Мост {number}" for number in range(12)))
    first = await desk.ask("/find мост")
    assert first.labels == ["2/3 ›"]
    await posted(desk, "Мост 99")
    second = await desk.press_for_edit(first, "2/3 ›")
    assert "6–10 of 12" in second.text
    assert "Мост 6" in second.text
    third = await desk.press_for_edit(second, "3/3 ›")
    assert third.labels == ["‹ 2/3"]
    back = await desk.press_for_edit(third, "‹ 2/3")
    assert "6–10 of 12" in back.text


async def test_words_phrases_exclusions_and_filters_narrow_a_search(desk: Desk) -> None:
    await desk.reached()
    await posted(desk, "Мост через реку", "Через мост", "Мост и футбол")
    assert "1–2 of 2" in (await desk.ask("/find мост -футбол channel:@governor_news lang:ru since:2024-03-12")).text
    assert "1–1 of 1" in (await desk.ask("/find «через мост»")).text
    assert "No stored post" in (await desk.ask("/find мост since:2024-03-13")).text
    assert "No posts of @linked_only are stored" in (await desk.ask("/find мост channel:@linked_only")).text


async def test_a_deleted_post_is_found_and_said_to_be_deleted(desk: Desk) -> None:
    await posted(desk, "Мост взорван")
    await desk.db.write(deletions.save, 1001, [300], desk.now)
    (gone,) = await desk.db.read(posts.unmatched, 5)
    await desk.db.write(search.put, [search.findable(gone, "ru")])
    assert "(deleted)" in (await desk.ask("/find мост")).text


async def test_a_channel_whose_posts_may_not_be_quoted_is_only_linked(desk: Desk) -> None:
    desk.watchlist = replace(watchlist(), channels=(entry("governor_news", republish="link"),))
    await posted(desk, "Мост взорван")
    assert "linked here, not quoted" in (await desk.ask("/find мост")).text


@pytest.mark.parametrize("question", HOSTILE)
async def test_whatever_is_asked_is_answered(desk: Desk, question: str) -> None:
    await posted(desk, "Мост взорван")
    answer = await desk.ask(question)
    assert "Something went wrong" not in answer.text
    assert answer.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_question_that_is_not_understood_is_answered_with_an_example(desk: Desk, language: str) -> None:
    desk.anna.language_code = language
    for wrong in ("/find", '/find "мост', "/find -мост", "/find мо*", "/find мост since:x", "/find мост lang:russian"):
        answer = await desk.ask(wrong)
        assert any(one.type == "code" for one in answer.entities), answer.text


@pytest.mark.parametrize("wrong", ["", "мост since:x", "мост channel:@nobody"])
async def test_other_words_to_look_for_are_typed_in_answer(desk: Desk, wrong: str) -> None:
    await posted(desk, "Мост взорван")
    question = await desk.ask(f"/find {wrong}")
    await desk.anna.send("мост", answering=question)
    assert "Мост взорван" in (await desk.anna.next_message()).text


async def test_five_long_posts_full_of_matches_fit_into_one_message(desk: Desk) -> None:
    await posted(desk, *("мост " * 800 for _ in range(5)))
    found = await desk.ask("/find мост")
    assert len(found.text) < 4096
    assert found.text.count("Governor's own") == 5


async def test_channels_are_listed_by_side_with_how_they_stand(desk: Desk) -> None:
    await desk.reached()
    await desk.cover(*(one for one in desk.watchlist.channels if one.enabled))
    await desk.db.write(coverage.failed, "unread", Problem.PRIVATE, "", desk.now, desk.now + timedelta(minutes=1))
    listed = await desk.ask("/channels")
    assert "4 channels are on the watchlist, 1 switched off." in listed.text
    assert "🟢 Governor's own @governor_news (Russian side, state media)\nread 12 Mar 2024, 12:00" in listed.text
    assert "⚪ asleep (Russian side, state media)\nswitched off: not checked" in listed.text
    assert "⚠️ unread (Russian side, state media)\nnot covered: not public" in listed.text
    assert "switched off" in (await desk.ask("/channels @asleep")).text


async def test_a_proposal_reaches_the_operators_once_a_day_and_names_nobody(desk: Desk) -> None:
    assert "@new_one is proposed" in (await desk.ask("/channels @new_one")).text
    assert "already today" in (await desk.ask("/channels https://t.me/other_one")).text
    desk.now += timedelta(hours=24)
    assert "@other_one is proposed" in (await desk.ask("/channels https://t.me/other_one")).text
    told = await desk.db.read(changes.untold, 10)
    assert [(one.kind.value, one.subject, one.before, one.after) for one in told] == [
        ("proposed", "@new_one", None, None),
        ("proposed", "@other_one", None, None),
    ]


async def test_what_names_no_channel_is_answered_with_an_example(desk: Desk) -> None:
    assert "/channels @name" in (await desk.ask("/channels what?")).text
