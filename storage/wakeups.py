"""Wakes a stage that waits. The truth is in tables: a lost wake-up costs time, never an alert.

Inside one process that is all there is. Where several share a database, verbs `announce` for which stages they wrote
something, and that travels with the transaction (`storage.jobs`) to whoever runs them: there `wake` is called.
"""

import asyncio
from collections import defaultdict

from sqlalchemy.ext.asyncio import AsyncConnection

ANNOUNCED = "stages with news"
"""Under this name a connection remembers what is to be announced when its transaction is committed."""


def announce(conn: AsyncConnection, stage: str) -> None:
    """When this transaction is committed, there will be work for `stage`, in whatever process that runs."""
    if conn.dialect.name == "postgresql":
        conn.info.setdefault(ANNOUNCED, set()).add(stage)


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
