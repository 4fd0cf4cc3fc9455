"""Which pages to ask for so that each message above a cursor comes once, and none between two pages is passed over.

Pages are asked for by what they lie *below* only (`before`): that is seen on saved pages, while paging up (`after`) is
hearsay. Far below the newest page the reader climbs in short spans: a page that begins at or under what is already
read proves that nothing is missing between. Albums are never taken from the edge of a page, which may cut them.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from collectors.base import CannotRead, Learned
from collectors.preview.page import Block, Page, Unreadable

Below = Callable[[int], Awaitable[Page]]
"""The page of messages with an id lower than this one."""

_SPAN = 20  # as many ids as a page has messages
_ALBUM = 10  # Telegram's longest


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks without a gap, ascending; all up to id `reached` was looked at. `more`: newer ones wait."""

    blocks: tuple[Block, ...]
    reached: int | None
    more: bool = False
    learned: tuple[Learned, ...] = ()


async def latest(newest: Page, below: Below, first: int, budget: int) -> Stretch:
    """The newest `first` messages, or as many as `budget` further pages hold; an album counts by its messages."""
    page, ceiling = newest, _end(newest) + 1
    blocks = list(newest.blocks)
    while page.earlier and page.blocks and budget and _messages(blocks) < first + _ALBUM:
        budget -= 1
        ceiling = _next_below(page, ceiling)
        page = _checked(await below(ceiling), ceiling)
        blocks = [*page.blocks, *(block for block in blocks if block.ids[0] >= ceiling)]
    if page.earlier and len(blocks) > 1 and blocks[0].may_be_cut:
        blocks.pop(0)
    return Stretch(_newest_of(blocks, first), _end(newest) or None)


async def above(newest: Page, below: Below, cursor: int, budget: int) -> Stretch:
    """All above `cursor`, or the oldest of it that `budget` further pages hold.

    A refusal midway keeps what came before it.

    Raises:
        CannotRead: nothing new could be read before the site refused.
        Unreadable: paging doesn't get on.
    """
    reached = max(cursor, _end(newest))
    if newest.reaches(cursor):
        return Stretch(_over(newest.blocks, cursor), reached)
    top = _next_below(newest, reached + 1)
    climb = _Climb(cursor, top)
    learned: tuple[Learned, ...] = ()
    while budget and not climb.done:
        budget -= 1
        try:
            page = await below(climb.ceiling)
        except CannotRead as refusal:
            if climb.floor == cursor:
                raise
            learned = refusal.learned
            break
        climb.take(_checked(page, climb.ceiling))
    if climb.done:
        return Stretch((*climb.blocks, *_over(newest.blocks, top - 1)), reached)
    if climb.floor == cursor:
        raise Unreadable("the pages between the newest and those read don't join")
    return Stretch(tuple(climb.blocks), climb.floor, more=True, learned=learned)


class _Climb:
    """The way up from what is read to `top`. All up to `floor` was looked at."""

    def __init__(self, floor: int, top: int):
        self.floor = floor
        self.blocks: list[Block] = []
        self._top = top
        self._span = _SPAN
        self._border: int | None = None  # end there rather than after the span
        self._near = False  # an album that may be cut lies right above the floor
        self._borders = {top}  # where blocks are known to begin: no album lies across

    @property
    def done(self) -> bool:
        return self.floor + 1 >= self._top

    @property
    def ceiling(self) -> int:
        """What the next page should lie below."""
        return self._border or min(self.floor + 1 + self._span, self._top)

    def take(self, page: Page) -> None:
        """The page below the ceiling."""
        if page.reaches(self.floor):
            self._rise(page)
        else:
            self._step_back(page)

    def _step_back(self, page: Page) -> None:
        """The span holds more messages than the page: end lower, at the page's own beginning if that is near."""
        border = _next_below(page, self.ceiling)
        near = border - self.floor <= 2 * (self.ceiling - page.blocks[0].ids[0])
        self._border = border if near or self._near else None
        self._borders.add(border)
        self._span = max(self._span // 2, 1)

    def _rise(self, page: Page) -> None:
        fresh = list(_over(page.blocks, self.floor))
        floor = self.ceiling - 1
        at_border = self.ceiling in self._borders
        self._border = None
        if fresh and not at_border and fresh[-1].may_be_cut and fresh[-1].ids[-1] + _ALBUM > floor:
            held = fresh.pop()
            floor = max(held.ids[0] - 1, self.floor)
            if floor == self.floor:
                self._near, self._span = True, held.ids[-1] - floor + _ALBUM
        if floor > self.floor:
            self._near = False
            self._span *= _growth(_messages(fresh), _messages(page.blocks))
        self.floor = floor
        self.blocks += fresh


def _growth(fresh: int, shown: int) -> int:
    """How much wider the next span may be, where few of the messages on a page lay in the last."""
    if not fresh:
        return 4
    return 2 if 2 * fresh <= shown else 1


def _next_below(page: Page, ceiling: int) -> int:
    """Where the page before `page` ends. A first block that may be cut is asked for again, unless that leads nowhere.

    Raises:
        Unreadable: it isn't below `ceiling`, where `page` ends itself.
    """
    first = page.blocks[0]
    for lower in (first.ids[-1] + 1 if first.may_be_cut else first.ids[0], first.ids[0]):
        if lower < ceiling:
            return lower
    raise Unreadable("the pages don't get on")


def _checked(page: Page, ceiling: int) -> Page:
    if page.blocks and page.blocks[-1].ids[0] >= ceiling:
        raise Unreadable("another page came than the one that was asked for")
    return page


def _over(blocks: Sequence[Block], floor: int) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block.ids[-1] > floor)


def _newest_of(blocks: Sequence[Block], count: int) -> tuple[Block, ...]:
    start = len(blocks)
    while start and _messages(blocks[start:]) < count:
        start -= 1
    return tuple(blocks[start:])


def _messages(blocks: Sequence[Block]) -> int:
    return sum(len(block.ids) for block in blocks)


def _end(page: Page) -> int:
    return max((block.ids[-1] for block in page.blocks), default=0)
