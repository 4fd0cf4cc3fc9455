"""Wakes a stage that waits, inside this process. The truth is in tables: a lost wake-up costs time, never an alert."""

import asyncio
from collections import defaultdict


class Wakeups:
    """One waiter a stage. A stage woken while it works does not wait the next time it would."""

    def __init__(self) -> None:
        self._woken: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def wake(self, stage: str) -> None:
        """There may be work for `stage`. Waking twice is waking once."""
        self._woken[stage].set()

    async def wait(self, stage: str, timeout_seconds: float) -> bool:
        """Returns when `stage` is woken (True), or when it should look by itself (False)."""
        woken = self._woken[stage]
        try:
            async with asyncio.timeout(timeout_seconds):
                await woken.wait()
        except TimeoutError:
            return False
        woken.clear()
        return True
