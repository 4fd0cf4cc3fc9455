"""The loopback server's clock. Real time: clients compare the server's message ids with their own clock."""

import time
from datetime import UTC, datetime

_ANSWER = 1
_PUSH = 3


def server_now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)  # noqa: TID251 - the other end of the line checks it


class MessageIds:
    """Ascending ids, as https://core.telegram.org/mtproto/description#message-identifier-msg-id has them."""

    def __init__(self) -> None:
        self._last = 0

    def answer(self) -> int:
        """For a message that answers one of the client's."""
        return self._next(_ANSWER)

    def push(self) -> int:
        """For a message that the server sends by itself."""
        return self._next(_PUSH)

    def _next(self, kind: int) -> int:
        seconds, fraction = divmod(time.time_ns(), 10**9)
        now = (seconds << 32) | ((fraction << 32) // 10**9 & ~3)
        self._last = max(now, (self._last & ~3) + 4)
        self._last |= kind
        return self._last
