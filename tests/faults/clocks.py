"""A clock on the wall of the program that a test sets while it runs: it is as many seconds ahead as a file says."""

import importlib
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

CLOCK = "LOOKOUT_CLOCK"
"""The variable that names the file."""

READING_IT = ("bot.clock", "apscheduler.schedulers.base")
"""Who reads the clock by itself."""


class Ahead(datetime):
    """`datetime`, as far as clocks are read with it."""

    file = Path()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + timedelta(seconds=float(cls.file.read_text()))  # noqa: TID251 - it is a clock


def set_clock_by(file: str | None) -> None:
    """From here on the program reads that clock; None: the machine's."""
    if file is not None:
        Ahead.file = Path(file)
        for name in READING_IT:
            importlib.import_module(name).datetime = Ahead  # type: ignore[attr-defined]
