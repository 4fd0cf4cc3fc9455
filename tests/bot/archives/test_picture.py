"""The picture of mentions: what is in it, and that nothing breaks it. Its looks are for eyes."""

from datetime import timedelta
from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from bot.archives import picture
from bot.archives.picture import draw_mentions, groups_of
from bot.chat.words import Words
from tests.bot.archives.making import NOON, WATCHED
from tests.matcher.factories import actor, watchlist

ENGLISH = Words("en")


def test_groups_are_armed_groups_and_collectives() -> None:
    given = watchlist(actor("a"), actor("b", kind="collective"), actor("c", kind="person"), actor("d", kind="outlet"))
    assert groups_of(given) == {"a", "b"}


def test_nobody_mentioned_is_no_picture() -> None:
    assert draw_mentions({}, WATCHED, ENGLISH) is None


@pytest.mark.parametrize(("days", "told"), [(0, "12 Mar 2024;"), (3, "12 Mar 2024 to 15 Mar 2024;")])
def test_a_picture_that_travels_alone_says_of_which_days_it_is(
    days: int, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(Figure, "text", lambda self, x, y, words, **more: said.append(words))
    draw_mentions({("guard", NOON): 3, ("guard", NOON + timedelta(days=days)): 1}, WATCHED, ENGLISH)
    assert told in said[0]


@pytest.mark.parametrize("days", [0, 1, 3, 30, 3000])
def test_it_is_a_png_over_any_time(days: int) -> None:
    mentions = {("guard", NOON): 3, ("guard", NOON + timedelta(days=days)): 1, ("gone", NOON): 2}
    png = draw_mentions(mentions, WATCHED, ENGLISH)
    assert png is not None
    assert png.startswith(b"\x89PNG")


def test_the_most_mentioned_have_a_lane_each_with_their_number_of_posts(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    write = Axes.text

    def writing(self: Axes, x: Any, y: float, words: str, **more: Any) -> Text:
        said.append(words)
        return write(self, x, y, words, **more)

    monkeypatch.setattr(picture, "LANES", 2)
    monkeypatch.setattr(Axes, "text", writing)
    later = NOON + timedelta(days=2)
    draw_mentions({("$x_{2$", NOON): 5, ("guard", NOON): 1, ("guard", later): 7, ("ferry", NOON): 2}, WATCHED, ENGLISH)
    assert said == ["guard", "8", "7", "$x_{2$", "5", "5"]
