"""Small archives and orders for these tests, and an engine that works where it is called."""

import pickle
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.archives.months import Months
from bot.archives.parts import Orders, Part, matcher_mark, parts_of
from bot.archives.working import rematch_part
from bot.settings import SemanticSettings
from collectors.exports.parquet import arrow
from collectors.exports.tables import row_of
from storage.model import Cause, Channel, Post, Revision
from tests.matcher.factories import actor, place, watchlist

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
RIVER = Channel(1, "river", "River News")
WATCHED = watchlist(
    actor("guard", ru="Речной дозор"), actor("ferry", ru="Паромная компания"), place("quay", ru="Красноозёрск")
)
TEXTS = (
    "Речной дозор сообщил, что вода вышла на улицы: Красноозёрск объявил сбор.",
    "Сегодня на реке было тихо, рыбаки вернулись с уловом.",
    "Паромная компания это отрицает: рейсы были выполнены.",
)
"""Of a language that its letters tell: the detectors take seconds to load."""


def revision(number: int = 1, text: str = TEXTS[0], at: datetime = NOON, **more: Any) -> Revision:
    post = Post(channel_id=1, post_id=number, published_at=at, text=text, **more)
    return Revision(number, 1, Cause.FIRST, RIVER, post, at, backlog=False)


def archive(folder: Path, *revisions: Revision, of: str = "tests") -> Path:
    """The folder, with an archive of these."""
    with Months(folder, of) as months:
        months.add(map(row_of, revisions))
    return folder


def some(count: int, at: datetime = NOON) -> list[Revision]:
    return [revision(number, TEXTS[number % 3], at + timedelta(minutes=number)) for number in range(1, count + 1)]


def orders(given: Any = WATCHED, at: datetime = NOON) -> Orders:
    semantic = SemanticSettings()
    return Orders(given.version, matcher_mark(semantic), at, pickle.dumps(given), None, semantic)


def parts(folder: Path, out: Path, least: int = 5000) -> list[Part]:
    out.mkdir(exist_ok=True)
    return parts_of(sorted(folder.glob("*.parquet")), out, least)


def rows(folder: Path) -> list[dict[str, Any]]:
    """All rows of all files, in the order of the files' names."""
    return [row for file in sorted(folder.glob("*.parquet")) for row in arrow().parquet.read_table(file).to_pylist()]


class Here:
    """Does all parts in this process, one after the other."""

    def run(self, parts: Sequence[Part], orders: Orders) -> Iterator[Part]:
        for part in parts:
            rematch_part(part, orders)
            yield part
