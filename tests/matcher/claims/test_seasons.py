"""What is ruled out by day and words alone is what reading the whole text would not link either."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.claims import Open, Skimmed, claim_links
from matcher.claims.days import days_at_most, periods
from matcher.claims.sieve import Sifted
from matcher.match import match, read
from matcher.skimming import skim
from matcher.text import sentences, tokens
from tests.matcher.claims.village import DAY, catalogue
from tests.matcher.factories import setting


def sifted(text: str) -> Sifted:
    skimmed = skim(text) or ""
    return catalogue().seasons.sieve.sifted(Skimmed(text, skimmed, frozenset(skimmed.split())))


def open_to(text: str, day: str | None) -> Open:
    reading = read(text, setting(day), catalogue())
    names = {reading.speaker, *(mention.target for mention in reading.mentions)}
    published = date.fromisoformat(day) if day else None
    return catalogue().seasons.open_to(sifted(text), published, names)


def ruled_out(text: str, day: str | None) -> bool:
    return not open_to(text, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Blue Company captured Sosnovka", DAY),
        ("On 10 May 2031 Blue Company captured Sosnovka", "2032-01-01"),
        ("A year ago Blue Company captured Sosnovka", "2032-05-10"),
        ("Blue Company captured Sosnovka", None),
    ],
)
def test_what_may_speak_of_a_claim_is_not_ruled_out(text: str, day: str | None) -> None:
    assert not ruled_out(text, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Blue Company captured Sosnovka", "2020-01-01"),
        ("The weather is fine", DAY),
        ("Quiet in Sosnovka", "2040-05-10"),
    ],
)
def test_a_text_of_another_time_or_without_telling_words_is(text: str, day: str) -> None:
    assert ruled_out(text, day)


TELLING = (
    "Синяя рота вошла не в Сосновку Дубки бой уничтожено 100 боевиков год назад 10 мая 2031 Blue Company captured fake"
)


def test_a_text_is_open_to_the_claims_of_its_own_words_alone() -> None:
    assert open_to("Blue Company captured Sosnovka", DAY).told == {"taken"}


TEXTS = st.lists(st.sampled_from([*TELLING.split(), ". ", "-", ":", "#BlueCompany", "те\u0301кст"]), max_size=20).map(
    " ".join
)


@settings(max_examples=100)
@given(TEXTS)
def test_what_is_told_quickly_of_event_words_is_never_too_little(text: str) -> None:
    rules, events = catalogue().claim_rules, catalogue().seasons.events
    words = tokens(text)
    found = {hit.entry for hit in rules.lexicon.find(words)}
    assert found <= rules.lexicon.entries_at_most({token.word for token in words})
    if skim(text) is not None:
        words_alone = sifted(text)
        assert found & events <= words_alone.entries(events, near=True) <= words_alone.at_most


@settings(max_examples=100)
@given(
    TEXTS,
    st.sampled_from([DAY, "2020-01-01", "2032-05-10"]),
)
def test_the_short_way_links_what_the_long_way_does(text: str, day: str) -> None:
    reading = read(text, setting(day), catalogue())
    short = [link for link in match(text, setting(day), catalogue()).links if link.stance is not None]
    assert short == list(claim_links(reading, catalogue().claim_rules))


DAYED = (
    "год года лет месяц недели two years 3 a half and полтора полгода два назад ago спустя прошло since минув 5 мая "
    "2030 31.05.30. в March last прошлого весной несколько почти with лишним с ."
)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(DAYED.split()), max_size=12).map(" ".join))
def test_the_days_that_words_tell_in_any_order_hold_those_that_sentences_name(text: str) -> None:
    published, words = date(2031, 6, 15), frozenset((skim(text) or "").split())
    most = days_at_most(words, text, published)
    named = [day for one in sentences(text) for day in periods(one.tokens, text, published)]
    assert all(any(long.since <= day.since and day.until <= long.until for long in most) for day in named)


@settings(max_examples=200)
@given(TEXTS, st.sampled_from([None, DAY, "2020-01-01", "2032-05-10"]))
def test_a_text_that_is_answered_early_is_answered_as_one_that_is_read_whole(text: str, day: str | None) -> None:
    whole = match(text, setting(day), catalogue(), rejected=[])
    assert match(text, setting(day), catalogue()) == whole
