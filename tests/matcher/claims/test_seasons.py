"""What is ruled out by day and words alone is what reading the whole text would not link either."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.claims import Skimmed, claim_links
from matcher.match import match, read
from matcher.skimming import skim
from tests.matcher.claims.village import DAY, catalogue
from tests.matcher.factories import setting


def ruled_out(text: str, day: str | None) -> bool:
    skimmed = skim(text) or ""
    words = Skimmed(text, skimmed, frozenset(skimmed.split()))
    reading = read(text, setting(day), catalogue())
    names = {reading.speaker, *(mention.target for mention in reading.mentions)}
    published = date.fromisoformat(day) if day else None
    return not catalogue().seasons.open_to(words, published, names)


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


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from([*TELLING.split(), ". ", "-", ":", "#BlueCompany", "те\u0301кст"]), max_size=20).map(
        " ".join
    ),
    st.sampled_from([DAY, "2020-01-01", "2032-05-10"]),
)
def test_the_short_way_links_what_the_long_way_does(text: str, day: str) -> None:
    reading = read(text, setting(day), catalogue())
    short = [link for link in match(text, setting(day), catalogue()).links if link.stance is not None]
    assert short == list(claim_links(reading, catalogue().claim_rules))
