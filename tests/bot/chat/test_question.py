"""What `/find` understands: words in all their forms, phrases, exclusions, beginnings and filters; never an error."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.question import MOST, Question, read_question, tidy
from bot.chat.schedule import Misread
from storage.terms import Search, fts5, spans, tsquery


def asked(text: str, zone: str = "UTC") -> Question:
    question = read_question(text, zone)
    assert isinstance(question, Question), question
    return question


def finds(question: str, text: str) -> bool:
    return bool(spans(asked(question).search, text))


def wrong(text: str) -> str:
    question = read_question(text, "UTC")
    assert isinstance(question, Misread)
    return question.key


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Козинка", "Бои под Козинкой"),
        ("козинкою", "Козинку взяли"),
        ("взять", "Они взяли мост"),
        ("Тёткино", "в Теткине"),
        ("боєць", "загинуло двоє бійців"),
        ("village", "two villages"),
        ("villages", "the village"),
        ("attacked", "they attack"),
        ("strijder", "twee strijders"),
        ("тётк*", "тёткинский мост"),
        ("Т-72", "Подбит Т-72."),
        ("«Свобода России»", "легион «Свобода России»"),
    ],
)
def test_a_word_finds_its_forms(question: str, text: str) -> None:
    assert finds(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ('"Козинка"', "Бои под Козинкой"),
        ('"свобода россии"', "России свобода"),
        ("мост", "мостовая"),
        ("кот", "котёл"),
    ],
)
def test_a_word_finds_no_other_word_and_a_phrase_only_itself(question: str, text: str) -> None:
    assert not finds(question, text)


def test_what_is_excluded_and_what_narrows_is_told_apart() -> None:
    question = asked('мост -футбол -"на реке" channel:@Border_Watch since:2024-03-12 lang:RU', "Europe/Moscow")
    assert [term.spellings[0] for term in question.search.wanted] == [("мост",)]
    assert [term.spellings[0] for term in question.search.unwanted] == [("футбол",), ("на", "реке")]
    assert (question.channel, question.search.lang) == ("Border_Watch", "ru")
    assert question.search.since == datetime(2024, 3, 11, 21, tzinfo=UTC)


def test_filters_are_understood_in_the_readers_language() -> None:
    assert asked("мост канал:@abc мова:uk з:2024-03-12").channel == "abc"
    assert asked("brug kanaal:abc taal:nl sinds:2024-03-12").search.lang == "nl"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "find-bad-words"),
        ("🔥 … -", "find-bad-words"),
        ("-футбол", "find-bad-words"),
        ("channel:@abc", "find-bad-words"),
        ('"мост', "find-bad-quote"),
        ("мо*", "find-bad-beginning"),
        ("мост since:yesterday", "find-bad-date"),
        ("мост since:2024-02-30", "find-bad-date"),
        ("мост lang:russian", "find-bad-lang"),
        ("мост channel:x;drop", "find-bad-channel"),
        ("ж" * 4000, "find-bad-long"),
        (" ".join(f"мост{number}" for number in range(MOST + 1)), "find-bad-many"),
    ],
)
def test_what_is_not_understood_is_named(text: str, key: str) -> None:
    assert wrong(text) == key


@given(st.text(max_size=300), st.sampled_from(["UTC", "Europe/Kyiv", "America/New_York"]))
def test_whatever_is_written_is_a_question_or_a_sentence(text: str, zone: str) -> None:
    question = read_question(text, zone)
    if isinstance(question, Question):
        assert fts5(question.search)
        assert tsquery(question.search)
        assert read_question(tidy(text), zone) == question


def test_a_word_with_many_forms_stays_one_question() -> None:
    search: Search = asked(" ".join(["сделать"] * MOST)).search
    assert len(fts5(search)) < 200_000
