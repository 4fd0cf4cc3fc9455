"""Wakes a stage that waits, inside this process. The truth is in tables: a lost wake-up costs time, never an alert."""

import asyncio
from collections import defaultdict


class Wakeups:
    """One waiter a stage. A stage woken while it works does not wait the next time it would."""

    def __init__(self) -> None:
        self._woken: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._later: dict[str, asyncio.TimerHandle] = {}

    def wake(self, stage: str) -> None:
        """There may be work for `stage`. Waking twice is waking once."""
        self._woken[stage].set()

    def wake_later(self, stage: str, seconds: float) -> None:
        """As `wake`, after so long; what is asked meanwhile is asked with it."""
        if stage not in self._later:
            self._later[stage] = asyncio.get_running_loop().call_later(seconds, self._wake_now, stage)

    def _wake_now(self, stage: str) -> None:
        del self._later[stage]
        self.wake(stage)

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
