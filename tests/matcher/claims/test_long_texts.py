"""However often a text repeats itself: twice the text is about twice the work."""

import sys
from types import FrameType

import pytest

from matcher.claims import claim_links
from matcher.match import read
from tests.matcher.claims.village import DAY, catalogue
from tests.matcher.factories import setting

LENGTH = 3_000


def work(text: str) -> int:
    """How many functions are called to link this text to claims."""
    reading = read(text, setting(DAY), catalogue())
    calls = 0

    def count(_frame: FrameType, _event: str, _arg: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        claim_links(reading, catalogue().claim_rules)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "piece",
    [
        "Синяя рота вошла ",
        "Синяя рота\n",
        "Border Guard says. ",
        "Blue Company captured Sosnovka. ",
        "100 fighters killed ",
        "не вошла в Сосновку, ",
        "Blue Company captured Sosnovka. Not true. ",
        "— Sosnovka captured\n",
    ],
)
def test_the_work_grows_with_the_length_of_the_text(piece: str) -> None:
    text = piece * (LENGTH // len(piece))
    assert work(text * 2) < 2.3 * work(text)


def test_a_post_of_another_time_is_not_looked_into() -> None:
    text = "Blue Company captured Sosnovka. " * 9
    same_day, years_later = (read(text, setting(day), catalogue()) for day in (DAY, "2040-05-10"))
    assert claim_links(same_day, catalogue().claim_rules)
    assert claim_links(years_later, catalogue().claim_rules) == ()
