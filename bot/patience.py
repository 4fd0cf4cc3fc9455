"""A request to the Bot API whose time-out counts only the time in which the program ran. Sends nothing by itself.

While a machine sleeps, or a process is stopped, the answer may come and lie there. What goes by the clock gives up as
soon as the program goes on, before it has looked: the kernel wakes it without saying what there is to read. The message
would be in doubt although everybody knows better.
"""

import asyncio
import math
from typing import Any

from telegram.error import TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

SLICE = 1.0
"""Seconds. However long the program stood still, no more than this of its patience is gone."""


class Patient(HTTPXRequest):
    """As PTB's own, but for the time-outs of reading and writing: they are one, of as many seconds together."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of the answer.

        Raises:
            TimedOut: it did not come, nor was the line refused; or PTB's other errors.
        """
        ours = self._client.timeout
        seconds = _or(read_timeout, ours.read), _or(write_timeout, ours.write)
        asked = asyncio.create_task(
            super().do_request(url, method, request_data, None, None, connect_timeout, pool_timeout)
        )
        try:
            if None in seconds:
                return await asked
            return await _within(asked, math.fsum(filter(None, seconds)))
        finally:
            if not asked.done():
                asked.cancel()
                await asyncio.wait({asked})


def _or(given: Any, default: float | None) -> float | None:
    return default if given is BaseRequest.DEFAULT_NONE else given


async def _within(asked: "asyncio.Task[tuple[int, bytes]]", seconds: float) -> tuple[int, bytes]:
    """One slice more than asked for: if the program stood still in the last one, what came meanwhile is read in it."""
    for _ in range(math.ceil(seconds / SLICE) + 1):
        if (await asyncio.wait({asked}, timeout=SLICE))[0]:
            return asked.result()
    raise TimedOut from TimeoutError(f"no answer within {seconds:g} s")
