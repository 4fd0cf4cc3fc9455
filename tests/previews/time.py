"""Time that passes only when somebody sleeps."""

import asyncio
from datetime import UTC, datetime, timedelta

from collectors.preview.client import Timer

NOW = datetime(2024, 3, 12, 12, tzinfo=UTC)


class StillTime:
    """A clock for a source and for the site that it asks."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self.slept: list[float] = []

    @property
    def timer(self) -> Timer:
        return Timer(self.ticks, self.sleep)

    @property
    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds - 100.0)

    def ticks(self) -> float:
        return self.seconds

    def pass_(self, span: timedelta) -> None:
        self.seconds += span.total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)
