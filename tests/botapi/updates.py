"""The queue of updates and the long poll over it. One poller at a time: a newer one ends the one that waits."""

import asyncio
from collections.abc import Collection
from typing import Any

from tests.botapi.errors import other_poller

Update = dict[str, Any]


class Updates:
    """Updates stay until a poll asks for a higher offset, and come again and again until then."""

    def __init__(self) -> None:
        self._pending: list[Update] = []
        self._last_id = 1000
        self._allowed: frozenset[str] = frozenset()
        self._waiting: asyncio.Future[bool] | None = None
        self.waited_for = asyncio.Event()

    def put(self, kind: str, body: dict[str, Any]) -> None:
        if self._allowed and kind not in self._allowed:
            return
        self._last_id += 1
        self._pending.append({"update_id": self._last_id, kind: body})
        self._wake(more=True)

    def close(self) -> None:
        """Let a waiting poll go home with nothing."""
        self._wake(more=True)

    def drop(self) -> None:
        self._pending.clear()

    def __len__(self) -> int:
        return len(self._pending)

    async def poll(self, offset: int, limit: int, seconds: float, allowed: Collection[str] | None) -> list[Update]:
        if allowed is not None:
            self._allowed = frozenset(allowed)
        self._wake(more=False)
        self._confirm(offset)
        if not self._pending and seconds > 0:
            await self._wait(seconds)
        return self._pending[:limit]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            del self._pending[:offset]
        else:
            self._pending = [update for update in self._pending if update["update_id"] >= offset]

    async def _wait(self, seconds: float) -> None:
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        self.waited_for.set()
        try:
            more = await asyncio.wait_for(waiting, seconds)
        except TimeoutError:
            return
        finally:
            if self._waiting is waiting:
                self._waiting = None
                self.waited_for.clear()
        if not more:
            raise other_poller()

    def _wake(self, *, more: bool) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(more)
