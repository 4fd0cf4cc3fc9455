"""When the next request may go: one after another, so many a second, and none to a chat in its flood wait.

Counts, and waits; sends nothing.
"""

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Lets one after another go, never in bunches, and so that at the other end at most `most` arrive in any second.

    When a request arrives is not known here; but it is before its answer. So each counts from when it goes until a
    second after its answer: whatever a busy machine or a slow line holds up, of those that could arrive within one
    second there are never more.
    """

    def __init__(self, most: int):
        self._most = most
        self._apart = 0.5 / most
        self._last = -math.inf
        self._under_way = 0
        self._answered: deque[float] = deque()
        self._line = asyncio.Lock()
        self._answer = asyncio.Event()

    @asynccontextmanager
    async def take(self) -> AsyncIterator[None]:
        """Waits for a turn, in the order of asking; what is inside is under way until its end."""
        loop = asyncio.get_running_loop()
        async with self._line:
            while wait := self.left(loop.time()):
                self._answer.clear()
                await (asyncio.sleep(wait) if wait < math.inf else self._answer.wait())
            self.go(loop.time())
        try:
            yield
        finally:
            self.end(loop.time())

    def left(self, now: float) -> float:
        """How many seconds after `now` the next may go; infinite: not before one that is under way is answered."""
        while self._answered and self._answered[0] + 1 <= now:
            self._answered.popleft()
        soonest = self._last + self._apart
        if self._under_way + len(self._answered) >= self._most:
            soonest = max(soonest, self._answered[0] + 1 if self._answered else math.inf)
        return max(0.0, soonest - now)

    def go(self, now: float) -> None:
        """One goes."""
        self._last = now
        self._under_way += 1

    def end(self, now: float) -> None:
        """One is answered, or given up."""
        self._under_way -= 1
        self._answered.append(now)
        self._answer.set()


class Floods:
    """Which chats are in a flood wait, and until when. Asking again before its end makes Telegram's waits longer."""

    def __init__(self) -> None:
        self._ends: dict[int, float] = {}

    def begin(self, chat_id: int, seconds: float, now: float) -> None:
        self._ends = {chat: end for chat, end in self._ends.items() if end > now}
        self._ends[chat_id] = now + seconds

    def left(self, chat_id: int, now: float) -> float:
        """Seconds until the chat's wait is over; 0 if there is none."""
        return max(0.0, self._ends.get(chat_id, now) - now)
