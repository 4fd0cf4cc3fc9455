"""What is ruled out by day and words alone is what reading the whole text would not link either."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.claims import Open, Skimmed, claim_links
from matcher.match import match, read
from matcher.skimming import skim
from matcher.text import tokens
from tests.matcher.claims.village import DAY, catalogue
from tests.matcher.factories import setting


def words_of(text: str) -> Skimmed:
    skimmed = skim(text) or ""
    return Skimmed(text, skimmed, frozenset(skimmed.split()))


def open_to(text: str, day: str | None) -> Open:
    reading = read(text, setting(day), catalogue())
    names = {reading.speaker, *(mention.target for mention in reading.mentions)}
    published = date.fromisoformat(day) if day else None
    return catalogue().seasons.open_to(words_of(text), published, names)


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
    rules, sieve = catalogue().claim_rules, catalogue().seasons.sieve
    words = tokens(text)
    found = {hit.entry for hit in rules.lexicon.find(words)}
    assert found <= rules.lexicon.entries_at_most({token.word for token in words})
    if skim(text) is not None:
        entries, most = sieve.entries(words_of(text)), sieve.entries_at_most(words_of(text))
        assert {entry for entry in found if entry in catalogue().seasons.events} <= entries.near <= most.near


@settings(max_examples=100)
@given(
    TEXTS,
    st.sampled_from([DAY, "2020-01-01", "2032-05-10"]),
)
def test_the_short_way_links_what_the_long_way_does(text: str, day: str) -> None:
    reading = read(text, setting(day), catalogue())
    short = [link for link in match(text, setting(day), catalogue()).links if link.stance is not None]
    assert short == list(claim_links(reading, catalogue().claim_rules))
