"""From pieces of a preview page to what is read of it, for tests."""

from typing import Any

from collectors.preview.conversion import post_of
from collectors.preview.page import Page, read_page
from storage.model import Post
from tests.previews import pages
from tests.previews.pages import Frame

CHANNEL_ID = 1_500_000_001


def frame(post_id: int = 7, **more: Any) -> Frame:
    told: dict[str, Any] = {"slug": "rivierkrant", "channel_id": CHANNEL_ID, "ids": (post_id,)}
    return Frame(**(told | more))


def listed(*blocks: str, **paging: int) -> str:
    return pages.page("rivierkrant", "River News", "All about the river.", blocks, **paging)


def read(*blocks: str, **paging: int) -> Page:
    page = read_page(listed(*blocks, **paging))
    assert page is not None
    return page


def shown(*pieces: str, **more: Any) -> Post:
    """The post that is read from these pieces."""
    [block] = read(pages.post(frame(**more), *pieces)).blocks
    return post_of(block)
