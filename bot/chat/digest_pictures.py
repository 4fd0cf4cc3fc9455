"""The picture of a digest, as PNG: posts over time, a lane for each group, and a map where places are known.

Shapes say what posts do (assert, deny, neither), colours whose side a group is on. Names are drawn as they are, never
read as markup; letters that the font does not have are left out. Drawn off the event loop.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import date2num, num2date
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from bot.alerts.digests import Contents, Entry
from bot.chat.maps import Spot, draw_map
from bot.chat.markup import cut
from bot.chat.naming import Book
from bot.chat.pictures import COLOURS, bar_span, moments_below
from bot.chat.rendering.digest_news import SIDES
from bot.chat.rendering.speech import by_weight
from bot.chat.words import Words
from bot.claims.standing import affiliation_of, affiliations
from storage.model import ASSERTIONS, DENIALS, Kind, Revision
from storage.telling import Chat, Event
from storage.watchlist import Side, Watchlist

LEAST = 3
"""Fewer posts are read faster than a picture."""

WIDTH, DOTS = 6.75, 160
"""Inches and dots an inch: 1080 wide, as wide as a phone."""

_COMPRESSION = 1
"""Of nine: to pack a picture takes a fraction of the time, and makes it a fifth larger."""

_GRAINS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 10, 30, 60))
_LANES = 8
_SPOTS = 16
_AREAS = frozenset({"oblast", "region", "country", "district"})
"""What is too large to be a point."""

_LANE, _TOP, _FOOT, _MAP = 0.66, 0.15, 1.3, 5.0  # inches
_LEFT, _RIGHT = 0.3, 0.3

ASSERTS, DENIES, NEITHER = "asserts", "denies", "neither"
_MARKS = {ASSERTS: "o", DENIES: "X", NEITHER: "s"}
_SHIFTS = {ASSERTS: 0.0, NEITHER: 0.06, DENIES: 0.19}  # so that marks of one moment do not hide one another
_KEYS = {ASSERTS: "digest-asserts", DENIES: "digest-denies", NEITHER: "digest-others"}


@dataclass(frozen=True, slots=True)
class Dot:
    """A post in its group's lane."""

    group: str
    side: Side | None
    at: datetime
    does: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is in the picture; the same drawing is drawn once."""

    dots: tuple[Dot, ...]
    spots: tuple[Spot, ...]
    since: datetime
    until: datetime
    zone: str
    language: str


def drawing_of(contents: Contents, chat: Chat, watchlist: Watchlist) -> Drawing | None:
    """What there is to draw; None if that is too little to be worth a picture."""
    posts = contents.posts
    if len(posts) < LEAST:
        return None
    book = Book(watchlist, Words(chat.language))
    dots = tuple(_dot(entry, book) for entry in posts)
    first = min([contents.since, *(dot.at for dot in dots)])
    first = max(first, contents.since - (contents.until - contents.since) / 4)  # what came late is at the left edge
    spots = tuple(_spots(contents, book))
    return Drawing(dots, spots, *_rounded(first, contents.until), chat.time_zone, book.words.language)


def _rounded(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """A little wider, by less than can be seen: digests that are made one after the other then have one picture."""
    grain = next((one for one in _GRAINS if (until - since) / one < WIDTH * DOTS / 4), _GRAINS[-1])
    start = datetime.min.replace(tzinfo=since.tzinfo)
    return since - (since - start) % grain, until + (start - until) % grain


def _dot(entry: Entry, book: Book) -> Dot:
    """The group is whose word a post carries, else whom it names, else its channel."""
    alert, revision = entry
    event = next(iter(by_weight(alert.events)), None)
    source = _source(event, revision)
    known = affiliation_of(source, revision.channel.username, affiliations(book.watchlist))
    stance = event.stance if event else None
    does = ASSERTS if stance in ASSERTIONS else DENIES if stance in DENIALS else NEITHER
    name = legible(cut(book.source_name(source, revision.channel), 48)) or str(revision.channel.channel_id)
    return Dot(name, known.side if known else None, revision.post.published_at, does)


def _source(event: Event | None, revision: Revision) -> str:
    if event is not None and event.source:
        return event.source
    if event is not None and event.target_kind is Kind.ACTOR:
        return event.target
    return f"channel:{revision.channel.channel_id}"


def _spots(contents: Contents, book: Book) -> Iterable[Spot]:
    """The places that most posts name; where a post names none, those of the claims it is about."""
    counted: Counter[str] = Counter()
    for alert, revision in contents.posts:
        named = contents.places.get(revision.id) or {
            place
            for event in alert.events
            for place in (_of_claim(event, book) if event.target_kind is Kind.CLAIM else ())
        }
        counted.update(set(named))
    for place_id, posts in sorted(counted.items(), key=lambda one: (-one[1], one[0])):
        place = book.place(place_id)
        if place is not None and place.lat is not None and place.lon is not None and place.kind not in _AREAS:
            yield Spot(legible(cut(book.place_name(place_id), 40)), place.lat, place.lon, posts)


def _of_claim(event: Event, book: Book) -> tuple[str, ...]:
    claim = book.claim(event.target)
    return claim.places if claim else ()


@lru_cache(maxsize=32)
def draw_digest(drawing: Drawing) -> bytes:
    """Chats that follow the same get the same picture: many digests are due at eight."""
    words = Words(drawing.language)
    lanes = _lanes(drawing.dots, words)
    height = _TOP + _LANE * len(lanes) + _FOOT + (_MAP if drawing.spots else 0)
    figure = Figure(figsize=(WIDTH, height), dpi=DOTS, facecolor="white")
    FigureCanvasAgg(figure)
    below = _FOOT + (_MAP if drawing.spots else 0)
    part = (_LEFT / WIDTH, below / height, (WIDTH - _LEFT - _RIGHT) / WIDTH, _LANE * len(lanes) / height)
    axes: Axes = figure.add_axes(part)
    _draw_lanes(axes, lanes, drawing, words)
    _legend(figure, drawing, words, below - 0.38, height)
    if drawing.spots:
        wide, high = WIDTH - _LEFT - _RIGHT, _MAP - 0.25
        under: Axes = figure.add_axes((_LEFT / WIDTH, 0.2 / height, wide / WIDTH, high / height))
        draw_map(under, drawing.spots[:_SPOTS], high / wide, _countries(drawing.language))
    png = BytesIO()
    figure.savefig(png, format="png", pil_kwargs={"compress_level": _COMPRESSION})
    return png.getvalue()


def _lanes(dots: Sequence[Dot], words: Words) -> dict[str, list[Dot]]:
    """Group -> its posts, the busiest first; the last lane holds all others where there are many."""
    groups: dict[str, list[Dot]] = {}
    for dot in dots:
        groups.setdefault(dot.group, []).append(dot)
    ordered = sorted(groups, key=lambda name: (-len(groups[name]), name))
    if len(ordered) <= _LANES:
        return {name: groups[name] for name in ordered}
    kept, rest = ordered[: _LANES - 1], ordered[_LANES - 1 :]
    others = words.say("picture-others", count=len(rest))
    return {name: groups[name] for name in kept} | {others: [dot for name in rest for dot in groups[name]]}


def _draw_lanes(axes: Axes, lanes: dict[str, list[Dot]], drawing: Drawing, words: Words) -> None:
    span = bar_span(drawing.since, drawing.until)
    room = max((drawing.until - drawing.since) * 0.03, timedelta(minutes=1))
    axes.set_xlim(drawing.since - room, drawing.until + room)  # type: ignore[arg-type]  # dates; its types do not say so
    axes.set_ylim(len(lanes) - 0.5, -0.62)
    for row, (name, dots) in enumerate(lanes.items()):
        axes.axhline(row + 0.12, color="#d9d9d9", lw=1.2, zorder=0)
        axes.text(0, row - 0.3, name, transform=axes.get_yaxis_transform(), size=12.5, weight="bold", parse_math=False)
        axes.text(1, row - 0.3, str(len(dots)), transform=axes.get_yaxis_transform(), ha="right", size=12.5)
        _draw_dots(axes, row + 0.12, dots, span, drawing)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=12, length=5)
    axes.xaxis.set_major_locator(moments_below(drawing.zone, 6))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _moment(value, words, drawing.zone)))
    axes.grid(axis="x", color="#eeeeee", lw=0.8)
    axes.set_axisbelow(True)


def _draw_dots(axes: Axes, y: float, dots: Sequence[Dot], span: timedelta, drawing: Drawing) -> None:
    """Posts of one kind that lie close together are one mark, with their number in it."""
    bins: dict[tuple[int, str, Side | None], list[timedelta]] = {}
    for dot in dots:
        since = max(dot.at - drawing.since, timedelta())
        bins.setdefault((since // span, dot.does, dot.side), []).append(since)
    for (_, does, side), close in sorted(bins.items(), key=lambda one: -len(one[1])):
        x = date2num(drawing.since + sum(close, timedelta()) / len(close))  # type: ignore[no-untyped-call]
        where = y + _SHIFTS[does]
        size = min(11 + 2.6 * (len(close) - 1) ** 0.5, 22) - (3 if does == NEITHER else 0)
        mark = axes.plot(x, where, _MARKS[does], ms=size, color=COLOURS[side], mec="white", alpha=0.92, zorder=3)
        mark[0].set_clip_on(False)
        if len(close) > 1:
            number = axes.text(x, where, str(len(close)), size=9, color="white", weight="bold", zorder=4)
            number.set(ha="center", va="center_baseline")


def _legend(figure: Figure, drawing: Drawing, words: Words, at: float, height: float) -> None:
    """The shapes and the colours that occur."""
    does = [one for one in _MARKS if one in {dot.does for dot in drawing.dots}]
    sides = [side for side in COLOURS if side in {dot.side for dot in drawing.dots}]
    handles = [
        Line2D([], [], ls="", marker=_MARKS[one], color="#444444", ms=9, label=words.say(_KEYS[one]).removeprefix("✖ "))
        for one in does
    ]
    colours = [
        Line2D([], [], ls="", marker="_", mew=5, ms=14, color=COLOURS[side], label=words.say(SIDES[side]))
        for side in sides
    ]
    place: dict[str, Any] = {
        "loc": "upper left",
        "frameon": False,
        "fontsize": 11.5,
        "handletextpad": 0.5,
        "borderaxespad": 0,
    }
    figure.legend(handles=handles, bbox_to_anchor=(0.03, at / height), ncols=3, **place)
    figure.legend(handles=colours, bbox_to_anchor=(0.03, (at - 0.28) / height), ncols=2, **place)


def _moment(value: float, words: Words, zone: str) -> str:
    """A tick as the reader writes it: the time, and at midnight the day."""
    when: datetime = num2date(value, tz=ZoneInfo(zone))  # type: ignore[no-untyped-call]
    return words.short_day(when, zone) if (when.hour, when.minute) == (0, 0) else words.hour(when, zone)


@cache
def _countries(language: str) -> dict[str, str]:
    return {code: name for code, name in Locale.parse(language).territories.items() if len(code) == 2}


@cache
def _drawable() -> frozenset[int]:
    return frozenset(get_font(findfont(FontProperties())).get_charmap())


def legible(text: str) -> str:
    """The text without what the font can't draw: emoji, other scripts, control characters."""
    kept = "".join(character for character in text if ord(character) in _drawable() and character.isprintable())
    return " ".join(kept.split())
