"""Which posts a page of messages.getHistory holds. Pure; posts come in as (id, date), newest first.

https://core.telegram.org/api/offsets: the offset finds a place in the list, `add_offset` moves it, `limit` cuts;
`min_id` and `max_id` only thin out what was cut. A window that begins above the newest post is shortened, not moved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class Page:
    """What was asked for. 0 and None: no bound."""

    offset_id: int = 0
    offset_date: datetime | None = None
    add_offset: int = 0
    limit: int = LARGEST_PAGE
    max_id: int = 0
    min_id: int = 0


def page_of(posts: Sequence[tuple[int, datetime]], page: Page) -> list[int]:
    """The ids on the page, newest first. `posts` are newest first."""
    start = _place(posts, page) + page.add_offset
    end = start + min(max(page.limit, 0), LARGEST_PAGE)
    return [post_id for post_id, _ in posts[max(start, 0) : max(end, 0)] if _wanted(post_id, page)]


def _place(posts: Sequence[tuple[int, datetime]], page: Page) -> int:
    """How many posts are at or above the offset. An id goes before a date."""
    if page.offset_id:
        return sum(post_id >= page.offset_id for post_id, _ in posts)
    if page.offset_date is not None:
        return sum(date >= page.offset_date for _, date in posts)
    return 0


def _wanted(post_id: int, page: Page) -> bool:
    return post_id > page.min_id and (not page.max_id or post_id < page.max_id)
