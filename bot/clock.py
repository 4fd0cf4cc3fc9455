"""The one place that reads the clock. Everything else is handed the time, aware and UTC."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time, aware and UTC."""
    return datetime.now(UTC)
