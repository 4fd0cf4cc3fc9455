"""The picture of a digest: what is in it, and that no name of a post or channel breaks it. Its looks are for eyes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from bot.alerts.digests import Contents
from bot.chat import maps
from bot.chat.digest_pictures import ASSERTS, DENIES, NEITHER, Drawing, draw_digest, drawing_of, legible
from bot.chat.maps import Spot, draw_map, read_outlines
from storage.model import Channel, Kind, Revision
from storage.telling import Alert
from storage.watchlist import Side
from tests.bot.chat.factories import LANGUAGES, NOON, TAKEN, VILLAGE, alert, chat, denial, event, revision, watchlist

TOWN = replace(VILLAGE, id="town", names={"en": ("Town",)}, lat=51.2, lon=34.3)
NEAR = replace(TOWN, id="near", names={"en": ("Near",), "ru": ("Ближнее",)}, lat=51.21, lon=34.31)
AREA = replace(TOWN, id="area", kind="oblast")


def entry(number: int, made: Alert, title: str = "Governor's own") -> tuple[Alert, Revision]:
    channel = Channel(1000 + number, f"channel_{number}", title)
    return made, revision(revision_id=number, post_id=number, channel=channel, at=NOON - timedelta(hours=number))


def drawing(*entries: tuple[Alert, Revision], language: str = "en", **more: object) -> Drawing | None:
    contents = Contents(NOON - timedelta(days=1), NOON, entries, **more)  # type: ignore[arg-type]
    return drawing_of(contents, chat(language), watchlist(TOWN, NEAR, AREA, replace(TAKEN, id="Z1", places=("near",))))


SOME = (entry(1, alert(event())), entry(2, alert(denial())), entry(3, alert(event("lsr", Kind.ACTOR))))


def test_a_post_stands_in_the_lane_of_whose_word_it_is_with_its_side_and_what_it_does() -> None:
    drawn = drawing(*SOME, entry(4, alert(event("tyotkino", Kind.PLACE)), "A channel"))
    assert drawn is not None
    assert [(dot.group, dot.side, dot.does) for dot in drawn.dots] == [
        ("Freedom of Russia Legion", Side.UKRAINE, ASSERTS),
        ("Vyacheslav Gladkov", Side.RUSSIA, DENIES),
        ("Freedom of Russia Legion", Side.UKRAINE, NEITHER),
        ("A channel", None, NEITHER),
    ]


def test_few_posts_are_no_picture() -> None:
    assert drawing(*SOME[:2]) is None


def test_places_are_those_that_posts_name_or_that_their_claims_are_about_and_points() -> None:
    drawn = drawing(*SOME, entry(4, alert(event("Z1"))), places={1: {"town", "area"}, 2: {"town"}, 3: {"gone"}})
    assert drawn is not None
    assert [(spot.name, spot.posts) for spot in drawn.spots] == [("Town", 2), ("Near", 1)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_as_wide_as_a_phone_in_every_language(language: str) -> None:
    drawn = drawing(*SOME, language=language, places={1: {"town"}, 2: {"near"}})
    assert drawn is not None
    png = draw_digest(drawn)
    assert png.startswith(b"\x89PNG")
    width, height = (int.from_bytes(png[start : start + 4], "big") for start in (16, 20))
    assert width == 1080
    assert width < height < 2 * width


@pytest.mark.parametrize("minutes", [2, 170, 70 * 60, 6400, 30 * 24 * 60])
def test_there_are_times_below_the_lanes_however_long_the_span(minutes: int) -> None:
    drawn = drawing(*SOME)
    assert drawn is not None
    draw_digest(replace(drawn, since=NOON - timedelta(minutes=minutes), until=NOON))  # a warning would fail it


@pytest.mark.parametrize("title", [r"$\frac{", "🔥🔥", "ШОК $x^{", "\u202e\x00abc", "﷽ 战争", "a\nb", "x" * 5000, ""])
def test_no_name_breaks_the_picture(title: str) -> None:
    channels = [entry(number, alert(event("tyotkino", Kind.PLACE)), title) for number in range(1, 12)]
    place = replace(TOWN, names={"en": (title,)})
    contents = Contents(NOON - timedelta(days=1), NOON, tuple(channels), places={1: {"town"}, 2: {"town"}})
    drawn = drawing_of(contents, chat(), watchlist(place))
    assert drawn is not None
    assert draw_digest(drawn).startswith(b"\x89PNG")


def test_letters_that_the_font_does_not_have_are_left_out() -> None:
    assert legible("Новости 🔥 战 Їжак é") == "Новости Їжак é"


# --- the map --------------------------------------------------------------------------------------------------------


def mapped(*spots: Spot) -> Figure:
    figure = Figure(figsize=(6, 5), dpi=160)
    FigureCanvasAgg(figure)
    draw_map(figure.add_axes((0, 0, 1, 1)), spots, 5 / 6, {"UA": "Ukraine", "RU": "Russia"})
    return figure


def test_all_names_stand_apart_from_each_other_and_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    placed: list[Bbox] = []
    names = maps._names

    def watching(axes: object, spots: object, taken: list[Bbox]) -> None:
        names(axes, spots, taken)  # type: ignore[arg-type]
        placed.extend(taken[len(SPOTS) :])

    monkeypatch.setattr(maps, "_names", watching)
    mapped(*SPOTS)
    boxes = [box.padded(-1) for box in placed]
    assert len(boxes) == len(SPOTS) + 2  # and both countries
    assert [one.count_overlaps(boxes) for one in boxes] == [1] * len(boxes)
    assert all(box.x0 >= 0 and box.y0 >= 0 and box.x1 <= 960 and box.y1 <= 800 for box in boxes)


SPOTS = tuple(Spot(f"Village {n}", 50.5 + 0.02 * (n % 3), 35.6 + 0.03 * n, 1 + n % 4) for n in range(9))


def test_a_name_is_never_read_as_markup() -> None:
    (name,) = [text for text in mapped(Spot("$x$", 50, 36, 1)).axes[0].texts if text.get_text() == "$x$"]
    assert not name.get_parse_math()


def test_the_outlines_hold_the_countries_of_the_watchlist_and_their_border() -> None:
    outlines = read_outlines()
    assert {"RU", "UA", "BY"} <= {country for country, _ in outlines.land}
    assert any(abs(x - 36.2) < 0.3 and abs(y - 50.4) < 0.3 for line in outlines.borders for x, y in line)  # Belgorod


def test_crimea_is_no_country_of_its_own_and_no_border() -> None:
    outlines = read_outlines()
    isthmus = [(x, y) for line in outlines.borders for x, y in line if 33.4 < x < 35 and 45.7 < y < 46.3]
    assert isthmus == []
    assert any(country == "UA" and Path(line).contains_point((34.2, 45.2)) for country, line in outlines.land)
