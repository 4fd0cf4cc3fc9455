"""Pages of a channel's history: the newest, or those above an id. Asks through a function that it is handed.

Remembers how many messages each channel had. What the messages say is `convert`'s matter, and who may ask `source`'s.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from telethon.tl import functions

log = structlog.get_logger()

LARGEST = 100
"""Telegram gives no more messages at once."""

_ALBUM = 10  # messages, at most
_PAGES_BEYOND = 50

Ask = Callable[[Any], Awaitable[Any]]
"""Telegram's answer to a request."""


@dataclass(frozen=True, slots=True)
class Page:
    """Messages above the cursor, and the chats that they name, by id. `more`: there are messages above these."""

    messages: tuple[Any, ...]
    chats: Mapping[int, Any]
    more: bool = False


class History:
    """Reads pages of at most `page` messages, and the newest `first` of a channel that was never read."""

    def __init__(self, page: int, first: int):
        self._page = min(page, LARGEST)
        self._first = first
        self._counts: dict[int, int] = {}

    async def newest(self, ask: Ask, peer: Any) -> Page:
        """The newest messages. An album at their border is taken whole."""
        messages: dict[int, Any] = {}
        chats: dict[int, Any] = {}
        wanted = self._first + _ALBUM - 1
        while len(messages) < wanted:
            request = _request(peer, min(messages, default=0), 0, min(wanted - len(messages), LARGEST))
            answer = await ask(request)
            older = {message.id: message for message in answer.messages if message.id not in messages}
            messages |= older
            chats |= {chat.id: chat for chat in answer.chats}
            self._note_count(peer, answer)
            if not older or len(messages) >= _count(answer):
                break
        newest_first = [messages[message_id] for message_id in sorted(messages, reverse=True)]
        return Page(tuple(_with_whole_album(newest_first, self._first)), chats)

    async def above(self, ask: Ask, peer: Any, cursor: int) -> Page:
        """The messages just above the cursor.

        Telegram leaves out what local law forbids *after* it has cut the page, so a page may be empty although more
        follows. Its count of all messages tells: when it changed and nothing came, the newest are looked at. After a
        start there is no count to compare with, so the newest are asked for at once; they are mostly all there is.
        """
        changed = False
        if peer.channel_id not in self._counts:
            answer = await ask(_request(peer, 0, 0, self._page))
            self._note_count(peer, answer)
            if _reaches(answer, cursor):
                return _page(answer.messages, answer, cursor)
            changed = _is_news(answer, cursor)
        answer = await ask(_request(peer, cursor + 1, -self._page, self._page))
        changed = self._note_count(peer, answer) or changed
        if changed and not answer.messages:
            answer = await self._beyond(ask, peer, cursor)
        fresh = [message for message in answer.messages if message.id > cursor]
        return _page(fresh, answer, cursor, more=self._may_go_on(fresh, cursor))

    async def _beyond(self, ask: Ask, peer: Any, cursor: int) -> Any:
        """The first page above the cursor on which something can be read; an empty one if there is none.

        Very far above, the newest page has to do: what lies between is a gap then, and looked at by id.
        """
        newest = await ask(_request(peer, 0, 0, self._page))
        if not _is_news(newest, cursor):
            return newest
        for step in range(2, _PAGES_BEYOND):
            answer = await ask(_request(peer, cursor + 1, -step * self._page, self._page))
            if _is_news(answer, cursor):
                log.warning("posts withheld", channel=peer.channel_id, above=cursor, pages=step - 1)
                return answer
        log.warning("posts withheld", channel=peer.channel_id, above=cursor, pages=_PAGES_BEYOND)
        return newest

    def _note_count(self, peer: Any, answer: Any) -> bool:
        """Whether the channel has another number of messages than before."""
        before, count = self._counts.get(peer.channel_id), _count(answer)
        self._counts[peer.channel_id] = count
        return before is not None and count != before

    def _may_go_on(self, fresh: Iterable[Any], cursor: int) -> bool:
        """A page is full, or so many ids were passed over that it was full before Telegram left something out."""
        ids = [message.id for message in fresh]
        return len(ids) >= self._page or max(ids, default=cursor) - cursor >= self._page


def _request(peer: Any, offset_id: int, add_offset: int, limit: int) -> Any:
    """Telegram's own min_id isn't used: far below the newest message it makes the answer empty (so says Telethon)."""
    return functions.messages.GetHistoryRequest(
        peer, offset_id, offset_date=None, add_offset=add_offset, limit=limit, max_id=0, min_id=0, hash=0
    )


def _page(messages: Iterable[Any], answer: Any, cursor: int, *, more: bool = False) -> Page:
    fresh = tuple(message for message in messages if message.id > cursor)
    return Page(fresh, {chat.id: chat for chat in answer.chats}, more)


def _count(answer: Any) -> int:
    """How many messages the channel has; an answer that is all there is does not count them."""
    count: int = getattr(answer, "count", len(answer.messages))
    return count


def _reaches(answer: Any, cursor: int) -> bool:
    """Whether the newest page goes down to what was read, or to the channel's first message."""
    lowest = min((message.id for message in answer.messages), default=None)
    return lowest is not None and (lowest <= cursor or len(answer.messages) >= _count(answer))


def _is_news(answer: Any, cursor: int) -> bool:
    return any(message.id > cursor for message in answer.messages)


def _with_whole_album(newest_first: list[Any], first: int) -> list[Any]:
    taken, rest = newest_first[:first], newest_first[first:]
    album = getattr(taken[-1], "grouped_id", None) if taken else None
    if album is None:
        return taken
    return taken + [message for message in rest if getattr(message, "grouped_id", None) == album]
