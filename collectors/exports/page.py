"""What every reader of exports gives out: pages of one channel's posts, in the order of the file. Reads nothing."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import Protocol

from collectors.base import BadInput
from storage.model import Channel, Post, Revision

PAGE = 500
"""Messages in a page: what an import holds in memory, and stores in one transaction."""


@dataclass(frozen=True, slots=True)
class Page:
    """Posts as the export shows them, or revisions as Seinpost had stored them (`id` 0; `number` 0: of no history).

    `skipped`: messages that are no posts. `read`: bytes of the export that are behind this page.
    """

    channel: Channel
    posts: tuple[Post, ...] = ()
    revisions: tuple[Revision, ...] = ()
    skipped: int = 0
    read: int = 0


Pages = Generator[Page, None, None]
"""To be closed by whoever doesn't read to the end."""


class Export(Protocol):
    """An export whose beginning was found good. `size`: bytes in all."""

    @property
    def size(self) -> int: ...

    def pages(self, size: int = PAGE) -> Pages:
        """Reads it from the start, holding one page in memory.

        Raises:
            BadInput: names file, place and mend; the pages before that place were given out.
        """
        ...


def in_pages(channel: Channel, readings: Iterable[Post | None], size: int, position: Callable[[], int]) -> Pages:
    """Pages of `size` messages; None stands for what is no post. What precedes a damage comes out before the error."""
    held: list[Post | None] = []
    try:
        for reading in readings:
            held.append(reading)
            if len(held) == size:
                yield _page(channel, held, position())
                held.clear()
    except BadInput:
        if held:
            yield _page(channel, held, position())
        raise
    if held:
        yield _page(channel, held, position())


def _page(channel: Channel, held: list[Post | None], read: int) -> Page:
    posts = tuple(reading for reading in held if reading is not None)
    return Page(channel, posts, skipped=len(held) - len(posts), read=read)
