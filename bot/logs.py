"""Logs to standard error: one line per outcome, with ids and never with a post's text or a secret.

No line is worth what it tells of: where none can be written, as on a full disk, lines are lost and counted, and nobody
who logs hears of it.
"""

import io
import logging
import sys
from collections.abc import Iterable
from typing import TextIO, cast

import structlog

from bot.secrecy import blot_crashes, blot_event, know, quiet_logs


def configure(level: str, *, json_lines: bool, secrets: Iterable[str] = ()) -> None:
    """Sets up structlog, quiets the libraries, and keeps secrets out of both and of the report of a crash."""
    threshold = getattr(logging, level.upper())
    stream = Forgiving(sys.stderr)
    logging.basicConfig(stream=stream, level=max(threshold, logging.WARNING), format="%(levelname)s %(message)s")
    for name in ("telethon", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
    know(secrets)
    quiet_logs()
    blot_crashes()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            blot_event,
            structlog.processors.JSONRenderer() if json_lines else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.WriteLoggerFactory(cast(TextIO, stream)),  # it asks for no more than write and flush
    )


class Forgiving(io.TextIOBase):
    """Writes to another stream. What that refuses is lost; as soon as it takes something again, it is told how many
    lines that were."""

    def __init__(self, stream: TextIO):
        self._stream = stream
        self._lost = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        """All of `text`, or nothing of it that could be told."""
        try:
            if self._lost:
                self._stream.write(f"{self._lost} lines of the log could not be written\n")
                self._stream.flush()
                self._lost = 0
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # no room, nobody who reads it, closed
            self._lost += max(text.count("\n"), 1)
        return len(text)

    def flush(self) -> None:
        """Each write is flushed."""
