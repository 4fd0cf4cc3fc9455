"""A picture of who was mentioned when, as PNG: a lane of bars for each group, coloured by its side.

It looks as a digest's does. Names are drawn as they are, never read as markup.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import num2date
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from bot.chat.digest_pictures import DOTS, WIDTH, legible
from bot.chat.markup import cut
from bot.chat.naming import Book
from bot.chat.pictures import COLOURS, bar_span, moments_below
from bot.chat.rendering.digest_news import SIDES
from bot.chat.words import Words
from storage.watchlist import Side, Watchlist

LANES = 10
"""Groups that are drawn: the most mentioned."""

_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)  # a Monday: bars of seven days are weeks
_LANE, _TOP, _FOOT = 0.85, 0.75, 1.0  # inches
_LEFT, _RIGHT = 0.3, 0.3
_HIGH = 0.46
"""The highest bar of a lane, as a share of it: above stands the name."""


def groups_of(watchlist: Watchlist) -> frozenset[str]:
    """The actors that a reader calls groups."""
    return frozenset(actor.id for actor in watchlist.actors if actor.kind in ("armed_group", "collective"))


def draw_mentions(mentions: Mapping[tuple[str, datetime], int], watchlist: Watchlist, words: Words) -> bytes | None:
    """Posts that mention each group over time; `mentions` by group and moment (UTC). None if there are none."""
    if not mentions:
        return None
    moments = [at for _, at in mentions]
    span = max(bar_span(min(moments), max(moments)), timedelta(hours=1))
    lanes = _lanes(mentions, span)
    height = _TOP + _LANE * len(lanes) + _FOOT
    figure = Figure(figsize=(WIDTH, height), dpi=DOTS, facecolor="white")
    FigureCanvasAgg(figure)
    box = (_LEFT / WIDTH, _FOOT / height, (WIDTH - _LEFT - _RIGHT) / WIDTH, _LANE * len(lanes) / height)
    axes: Axes = figure.add_axes(box)
    _draw(axes, lanes, span, Book(watchlist, words))
    _dress(axes, _start(min(moments), span), _start(max(moments), span) + span, span, words)
    days = " to ".join(dict.fromkeys(words.day(at, "UTC") for at in (min(moments), max(moments))))
    _explain(figure, _sides(lanes, watchlist), days, span, words, height)
    png = BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


_Lanes = Mapping[str, Mapping[datetime, int]]


def _lanes(mentions: Mapping[tuple[str, datetime], int], span: timedelta) -> _Lanes:
    """Group -> bar -> posts, the most mentioned first."""
    lanes: dict[str, Counter[datetime]] = {}
    for (group, at), posts in mentions.items():
        lanes.setdefault(group, Counter())[_start(at, span)] += posts
    ordered = sorted(lanes, key=lambda group: (-lanes[group].total(), group))
    return {group: lanes[group] for group in ordered[:LANES]}


def _start(at: datetime, span: timedelta) -> datetime:
    return _EPOCH + (at - _EPOCH) // span * span


def _draw(axes: Axes, lanes: _Lanes, span: timedelta, book: Book) -> None:
    """Each lane has its own scale: its highest number stands at its highest bar."""
    axes.set_ylim(len(lanes), 0)
    for row, (group, bars) in enumerate(lanes.items()):
        actor, most, foot = book.actor(group), max(bars.values()), row + 0.92
        colour = COLOURS[actor.affiliation.side if actor else None]
        for at, posts in bars.items():
            high = max(_HIGH * posts / most, 0.02)
            axes.bar(at, -high, width=span * 0.9, bottom=foot, align="edge", color=colour)  # type: ignore[arg-type]  # dates
        axes.axhline(foot, color="#d9d9d9", lw=1.2, zorder=0)
        across, name = axes.get_yaxis_transform(), legible(cut(book.actor_name(group), 56)) or group
        axes.text(0, row + 0.2, name, transform=across, size=12.5, weight="bold", parse_math=False)
        axes.text(1, row + 0.2, str(sum(bars.values())), transform=across, ha="right", size=12.5)
        peak = max(bars, key=lambda at: (bars[at], -at.timestamp()))
        label = axes.text(peak + span * 0.45, foot - _HIGH - 0.02, str(most))  # type: ignore[arg-type]  # a date
        label.set(ha="center", va="bottom", size=9, color="#444444")


def _dress(axes: Axes, first: datetime, last: datetime, span: timedelta, words: Words) -> None:
    room = max(span, (last - first) * 0.02)
    axes.set_xlim(first - room, last + room)  # type: ignore[arg-type]  # dates; its types do not say so
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=12, length=5)
    axes.xaxis.set_major_locator(moments_below("UTC", 6))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _moment(value, last - first, words)))
    axes.grid(axis="x", color="#eeeeee", lw=0.8)
    axes.set_axisbelow(True)


def _moment(value: float, whole: timedelta, words: Words) -> str:
    when: datetime = num2date(value, tz=UTC)  # type: ignore[no-untyped-call]
    if (when.hour, when.minute) != (0, 0):
        return words.hour(when, "UTC")
    return words.day(when, "UTC") if whole > timedelta(days=300) else words.short_day(when, "UTC")


def _sides(lanes: _Lanes, watchlist: Watchlist) -> Sequence[Side]:
    shown = {actor.affiliation.side for actor in watchlist.actors if actor.id in lanes}
    return [side for side in COLOURS if side in shown and side is not None]


def _explain(figure: Figure, sides: Sequence[Side], days: str, span: timedelta, words: Words, height: float) -> None:
    """What is to be seen, above; the colours that occur, below."""
    long = f"{span.days} days" if span.days > 1 else words.span(span)
    told = f"Posts that mention a group, {days}; a bar is {long}"
    figure.text(_LEFT / WIDTH, 1 - 0.32 / height, told, size=13.5, weight="bold")
    scale = "each group on a scale of its own, with its highest number; times are UTC"
    figure.text(_LEFT / WIDTH, 1 - 0.58 / height, scale, size=10.5, color="#444444")
    handles = [Patch(color=COLOURS[side], label=words.say(SIDES[side])) for side in sides]
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.03, 0.12 / height), ncols=3, frameon=False, fontsize=11.5
    )
