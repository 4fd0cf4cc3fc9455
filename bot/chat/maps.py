"""Places on a map: outlines of the countries around, a circle for each place by its number of posts, names that do not
overlap. Draws into axes that it is given; knows nothing of posts.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from math import cos, dist, radians

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.path import Path
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

LAND, WATER, BORDER, SPOT = "#f3efe6", "#d5e4ee", "#6b6b6b", "#b2182b"
_LEAST_SPAN = 1.6
"""Degrees of latitude that are shown at least: less would hold no border and no neighbour."""

_MARGIN = 0.22
_GRID = 16
_LEAST_ROOM = 0.06
_AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
_BESIDE = {1: "left", 0: "center", -1: "right"}
_ABOVE = {1: "bottom", 0: "center", -1: "top"}
_FAR = (0, 14, 30, 48, 70, 95)  # points between a circle and its name
_NEAR = 26  # points within which a name needs no line to its circle

Line = list[tuple[float, float]]

View = tuple[float, float, float, float]
"""West, east, south, north, in degrees."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to be drawn, in degrees."""

    name: str
    lat: float
    lon: float
    posts: int


@dataclass(frozen=True, slots=True)
class Outlines:
    """Land by country (ISO 3166), and the borders between countries."""

    land: tuple[tuple[str, Line], ...]
    borders: tuple[Line, ...]


def draw_map(axes: Axes, spots: Sequence[Spot], shape: float, countries: dict[str, str]) -> None:
    """`shape`: height by width of the axes. `countries`: ISO 3166 code -> its name for the reader."""
    view = west, east, south, north = _view(spots, shape)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect("auto")
    axes.set_facecolor(WATER)
    outlines = _seen(view)
    axes.add_collection(PolyCollection([line for _, line in outlines.land], facecolor=LAND, edgecolor=LAND, lw=0.5))
    axes.add_collection(LineCollection(list(outlines.borders), colors=BORDER, linewidths=1.3, linestyles=(0, (5, 2))))
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_color("#bbbbbb")
    taken = _circles(axes, spots)
    for name, (x, y) in _country_places(outlines, view, spots, countries):
        written = axes.text(x, y, name.upper(), ha="center", va="center", size=12, color="#8b8574", parse_math=False)
        taken.append(_box(axes, written))
    _names(axes, sorted(spots, key=lambda spot: (-spot.posts, spot.name)), taken)


def _view(spots: Sequence[Spot], shape: float) -> View:
    """West, east, south, north: all spots with room around them, undistorted in the middle."""
    lats, lons = [spot.lat for spot in spots], [spot.lon for spot in spots]
    middle = (max(lats) + min(lats)) / 2, (max(lons) + min(lons)) / 2
    squeeze = cos(radians(middle[0]))
    height = max((max(lats) - min(lats)) * (1 + 2 * _MARGIN), _LEAST_SPAN)
    width = max((max(lons) - min(lons)) * (1 + 2 * _MARGIN), height / shape / squeeze)
    height = max(height, width * squeeze * shape)
    return middle[1] - width / 2, middle[1] + width / 2, middle[0] - height / 2, middle[0] + height / 2


def _circles(axes: Axes, spots: Sequence[Spot]) -> list[Bbox]:
    """Draws a circle for each place; returns where they stand, in pixels."""
    boxes = []
    for spot in sorted(spots, key=lambda one: -one.posts):
        radius = _radius(spot.posts)
        axes.plot(spot.lon, spot.lat, "o", markersize=2 * radius, color=SPOT, alpha=0.75, mec="white", mew=1.2)
        x, y = axes.transData.transform((spot.lon, spot.lat))
        pixels = radius * axes.figure.dpi / 72
        boxes.append(Bbox.from_extents(x - pixels, y - pixels, x + pixels, y + pixels))
    return boxes


def _radius(posts: int) -> float:
    """In points; the area grows with the number, within what can be seen and what leaves room."""
    return float(min(4.5 + 2.2 * (posts - 1) ** 0.5, 14.0))


def _names(axes: Axes, spots: Sequence[Spot], taken: list[Bbox]) -> None:
    """Each name beside its circle where nothing stands yet, the busiest places first; none where there is no room."""
    frame = axes.bbox.padded(-3)
    for spot in spots:
        written = axes.annotate(
            f"{spot.name} · {spot.posts}" if spot.posts > 1 else spot.name,
            (spot.lon, spot.lat),
            xytext=(0, 0),
            textcoords="offset points",
            size=12.5,
            parse_math=False,
            bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "alpha": 0.8, "edgecolor": "none"},
            arrowprops={"arrowstyle": "-", "lw": 0.9, "color": "#444444", "shrinkA": 0, "shrinkB": 0},
            zorder=5,
        )
        if not any(_fits(axes, written, offset, frame, taken) for offset in _offsets(_radius(spot.posts))):
            written.remove()


def _fits(axes: Axes, written: Annotation, offset: tuple[int, int, float], frame: Bbox, taken: list[Bbox]) -> bool:
    """Moves the name there; if there is room, the place is taken. A name far from its circle has a line to it."""
    dx, dy, far = offset
    written.set(ha=_BESIDE[dx], va=_ABOVE[dy])
    written.xyann = (dx * far, dy * far)
    if written.arrow_patch is not None:
        written.arrow_patch.set_visible(far > _NEAR)
    box = _box(axes, written)
    if box.count_overlaps(taken) or not _within(box, frame):
        return False
    taken.append(box)
    return True


def _within(box: Bbox, frame: Bbox) -> bool:
    return bool(frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1)


def _offsets(radius: float) -> Iterator[tuple[int, int, float]]:
    for far in _FAR:
        for dx, dy in _AROUND:
            yield dx, dy, (radius + 4 + far) * (0.75 if dx and dy else 1)


def _box(axes: Axes, written: Text) -> Bbox:
    """Where it stands, in pixels, its line left out."""
    canvas = axes.figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
    if isinstance(written, Annotation):
        written.update_positions(renderer)
    return Text.get_window_extent(written, renderer).padded(4)


def _country_places(
    outlines: Outlines, view: View, spots: Sequence[Spot], countries: dict[str, str]
) -> list[tuple[str, tuple[float, float]]]:
    """Where each country in view has most room for its name: farthest from other land, places and edges."""
    west, east, south, north = view
    steps = [(step + 0.5) / _GRID for step in range(_GRID)]
    grid = [(across, up) for across in steps for up in steps]  # in shares of the view
    points = [(west + (east - west) * across, south + (north - south) * up) for across, up in grid]
    owners = dict.fromkeys(grid, "")
    for country, line in outlines.land:
        inside = Path(line).contains_points(points)
        owners |= {cell: country for cell, there in zip(grid, inside, strict=True) if there}
    places = [((spot.lon - west) / (east - west), (spot.lat - south) / (north - south)) for spot in spots]
    found = []
    for country in sorted(set(owners.values()) & set(countries)):
        near = [*places, *(cell for cell in grid if owners[cell] != country)]
        room = {cell: _room(cell, near) for cell in grid if owners[cell] == country}
        best = max(room, key=lambda cell: room[cell])
        if room[best] > _LEAST_ROOM:
            found.append((countries[country], points[grid.index(best)]))
    return found


def _room(cell: tuple[float, float], near: Sequence[tuple[float, float]]) -> float:
    """How far a point is from all of these and from the edges, in shares of the view; edges may be nearer."""
    edge = min(*cell, 1 - cell[0], 1 - cell[1])
    return min(1.4 * edge, *(dist(cell, one) for one in near), 1.0)


def _seen(view: View) -> Outlines:
    """The outlines that may be seen there; most are elsewhere."""
    outlines, boxes = read_outlines(), _boxes()
    land = tuple(one for one, box in zip(outlines.land, boxes.land, strict=True) if _overlap(box, view))
    borders = tuple(line for line, box in zip(outlines.borders, boxes.borders, strict=True) if _overlap(box, view))
    return Outlines(land, borders)


def _overlap(one: View, other: View) -> bool:
    return one[0] <= other[1] and other[0] <= one[1] and one[2] <= other[3] and other[2] <= one[3]


@dataclass(frozen=True, slots=True)
class _Boxes:
    """How far each of the outlines reaches."""

    land: tuple[View, ...]
    borders: tuple[View, ...]


@cache
def _boxes() -> _Boxes:
    outlines = read_outlines()
    return _Boxes(tuple(_box_of(line) for _, line in outlines.land), tuple(map(_box_of, outlines.borders)))


def _box_of(line: Line) -> View:
    xs, ys = zip(*line, strict=True)
    return min(xs), max(xs), min(ys), max(ys)


@cache
def read_outlines() -> Outlines:
    """The shipped outlines (`outlines/README.md` says where they are from), in degrees."""
    stored = json.loads(files("bot.chat").joinpath("outlines", "countries.json").read_text(encoding="utf-8"))
    land = tuple((country, _line(steps)) for country, steps in stored["land"])
    return Outlines(land, tuple(_line(steps) for steps in stored["borders"]))


def _line(steps: Sequence[int]) -> Line:
    xs, ys = accumulate(steps[::2]), accumulate(steps[1::2])
    return [(x / 1000, y / 1000) for x, y in zip(xs, ys, strict=True)]
