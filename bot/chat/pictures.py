"""Pictures for the chat, as PNG: a claim over time. Drawn off the event loop; nothing of a post's text is in them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, num2date
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bot.chat.words import Words
from bot.claims.standing import affiliation_of, affiliations
from storage.said import Said
from storage.watchlist import Side, Watchlist

WIDTH, HEIGHT, DOTS = 8.0, 4.5, 160
"""Inches and dots an inch: 1280 x 720, which Telegram shows without making it smaller."""

BINS = 48
"""Bars at most; a bar is a round span of time."""

# Distinguishable also to the colour-blind (Okabe and Ito, "Color Universal Design", 2008).
COLOURS = {Side.RUSSIA: "#d55e00", Side.UKRAINE: "#0072b2", Side.NEITHER: "#009e73", None: "#999999"}
_SPANS = tuple(
    timedelta(minutes=minutes)
    for minutes in (5, 15, 30, 60, 3 * 60, 6 * 60, 12 * 60, 24 * 60, 7 * 24 * 60, 30 * 24 * 60, 365 * 24 * 60)
)
_MARGIN = 3  # bars of room on both sides, so that one bar is not a wall
_NAMES = {Side.RUSSIA: "side-russia", Side.UKRAINE: "side-ukraine", Side.NEITHER: "side-neither"}


def draw_timeline(said: Sequence[Said], watchlist: Watchlist, words: Words, zone: str) -> bytes:
    """Posts over time by the side of their source: those that assert stand up, those that deny hang down."""
    known = affiliations(watchlist)
    placed = {one.source: affiliation_of(one.source, one.username, known) for one in said}
    sides = {source: affiliation.side if affiliation else None for source, affiliation in placed.items()}
    span = bar_span(said[0].at, said[-1].at)
    counts = Counter((_start(one.at, span, zone), sides[one.source], one.denies) for one in said)
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS, layout="constrained")
    axes: Axes = figure.add_subplot()
    _bars(axes, counts, span, words)
    _dress(axes, words, zone)
    png = BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


def bar_span(first: datetime, last: datetime) -> timedelta:
    """The shortest round span with which `BINS` bars are enough."""
    return next((span for span in _SPANS if (last - first) / span < BINS), _SPANS[-1])


def moments_below(zone: str, most: int) -> AutoDateLocator:
    """At most so many round moments below a picture, and one at least whatever its span."""
    # With more than two at least, it finds no interval for spans such as three days, and warns.
    return AutoDateLocator(tz=ZoneInfo(zone), minticks=2, maxticks=most)  # type: ignore[no-untyped-call]


def _start(at: datetime, span: timedelta, zone: str) -> datetime:
    """The start of the bar, full hours and days being those of the reader's clock."""
    local = at.astimezone(ZoneInfo(zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if span >= timedelta(days=1):
        days = midnight.toordinal() % max(span.days, 1)
        return midnight - timedelta(days=days)
    return midnight + (local - midnight) // span * span


def _bars(axes: Axes, counts: Counter[tuple[datetime, Side | None, bool]], span: timedelta, words: Words) -> None:
    heights: Counter[tuple[datetime, bool]] = Counter()
    shown: set[Side | None] = set()
    for (start, side, denies), number in sorted(counts.items(), key=lambda one: (one[0][0], str(one[0][1]))):
        label = "" if side in shown else words.say(_NAMES[side] if side else "side-unplaced")
        shown.add(side)
        below = heights[start, denies]
        sign = -1 if denies else 1
        axes.bar(
            start,  # type: ignore[arg-type]  # matplotlib takes dates; its types do not say so
            sign * number,
            width=span * 0.9,  # type: ignore[arg-type]
            bottom=sign * below,
            align="edge",
            color=COLOURS[side],
            label=label or "_",
        )
        heights[start, denies] += number
    starts = [start for start, _ in heights]
    axes.set_xlim(min(starts) - _MARGIN * span, max(starts) + (1 + _MARGIN) * span)  # type: ignore[arg-type]
    axes.set_ylim(*_limits(heights))


def _limits(heights: Counter[tuple[datetime, bool]]) -> tuple[float, float]:
    """Room for both directions, also where one is empty."""
    up = max((number for (_, denies), number in heights.items() if not denies), default=0)
    down = max((number for (_, denies), number in heights.items() if denies), default=0)
    least = max(up, down) * 0.25
    return -max(down, least) * 1.15, max(up, least) * 1.15


def _dress(axes: Axes, words: Words, zone: str) -> None:
    axes.axhline(0, color="black", linewidth=0.8)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):g}"))
    axes.xaxis.set_major_locator(moments_below(zone, 8))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _moment(value, words, zone)))
    axes.text(0.995, 0.98, f"{words.say('timeline-asserted')} ↑", transform=axes.transAxes, ha="right", va="top")
    axes.text(0.995, 0.02, f"{words.say('timeline-denied')} ↓", transform=axes.transAxes, ha="right", va="bottom")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(0, 1.12), ncols=4)


def _moment(value: float, words: Words, zone: str) -> str:
    """A tick's date, with the time where it is not midnight, as the reader writes them."""
    when: datetime = num2date(value, tz=ZoneInfo(zone))  # type: ignore[no-untyped-call]
    return words.day(when, zone) if (when.hour, when.minute) == (0, 0) else words.day_and_hour(when, zone)
