"""What goes wrong on demand, and the pace that Telegram allows. Pure bookkeeping: `server.py` acts on it."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from time import monotonic

from tests.botapi.errors import too_many_requests


class Breaks(Enum):
    """How an answer fails to come."""

    STATUS = "an HTTP status from a gateway, with a page that is no JSON"
    SILENCE = "no answer while the client waits"
    RESET = "the connection is reset"
    NONSENSE = "status 200 with a body that is no JSON"
    FLOOD = "429 with retry_after"


@dataclass(frozen=True, slots=True)
class Fault:
    """`accepted`: whether the request takes effect (the message arrives) before the answer fails to come."""

    breaks: Breaks
    accepted: bool = False
    status: int = 502
    retry_after: int = 1


def gateway_error(status: int = 502, *, accepted: bool = False) -> Fault:
    return Fault(Breaks.STATUS, accepted, status=status)


def silence(*, accepted: bool) -> Fault:
    return Fault(Breaks.SILENCE, accepted)


def reset(*, accepted: bool) -> Fault:
    return Fault(Breaks.RESET, accepted)


def nonsense(*, accepted: bool = True) -> Fault:
    return Fault(Breaks.NONSENSE, accepted)


def flood_wait(seconds: int) -> Fault:
    return Fault(Breaks.FLOOD, retry_after=seconds)


@dataclass(slots=True)
class _Planned:
    fault: Fault
    method: str
    chat_id: int | None
    left: int


@dataclass(slots=True)
class Plan:
    """The faults still to come."""

    planned: list[_Planned] = field(default_factory=list)

    def add(self, fault: Fault, *, method: str, chat_id: int | None, times: int) -> None:
        self.planned.append(_Planned(fault, method.lower(), chat_id, times))

    def next_for(self, method: str, chat_id: int | None) -> Fault | None:
        for planned in self.planned:
            if planned.left and planned.method == method.lower() and planned.chat_id in {None, chat_id}:
                planned.left -= 1
                return planned.fault
        return None


@dataclass(slots=True)
class Pace:
    """At most so many messages in so many seconds: (count, seconds), or None for no limit."""

    per_chat: tuple[int, float] | None = None
    per_group: tuple[int, float] | None = None
    overall: tuple[int, float] | None = None
    clock: Callable[[], float] = monotonic
    _sent: dict[int | None, deque[float]] = field(default_factory=dict)

    def check(self, chat_id: int) -> None:
        """Refuse a message that comes too soon; count it otherwise."""
        now = self.clock()
        limits = [(None, self.overall), (chat_id, self.per_group if chat_id < 0 else self.per_chat)]
        waits = [self._wait(key, limit, now) for key, limit in limits if limit]
        if any(waits):
            raise too_many_requests(math.ceil(max(waits)))
        for key, limit in limits:
            if limit:
                self._sent.setdefault(key, deque()).append(now)

    def _wait(self, key: int | None, limit: tuple[int, float], now: float) -> float:
        count, seconds = limit
        sent = self._sent.setdefault(key, deque())
        while sent and sent[0] <= now - seconds:
            sent.popleft()
        return sent[0] + seconds - now if len(sent) >= count else 0.0
