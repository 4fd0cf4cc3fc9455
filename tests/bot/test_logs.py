"""A line of the log that can't be written is lost and counted; nobody who logs hears of it."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs
from bot.logs import Forgiving


class Disk(io.StringIO):
    """Takes nothing while it is full."""

    full = False

    def write(self, text: str) -> int:
        if self.full:
            raise OSError(28, "No space left on device")
        return super().write(text)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    disk = Disk()
    monkeypatch.setattr("sys.stderr", disk)
    handlers = logging.getLogger().handlers
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    logs.configure("info", json_lines=True)
    yield disk
    logging.getLogger().handlers = handlers


def test_what_is_logged_on_a_full_disk_is_lost_counted_and_no_error(disk: Disk) -> None:
    log = structlog.get_logger()
    log.info("before")
    disk.full = True
    for _ in range(3):
        log.error("during")
    log.error("a stage failed", exc_info=ZeroDivisionError("of a stage"))
    logging.getLogger("elsewhere").error("during")
    disk.full = False
    log.info("after")
    said = disk.getvalue().splitlines()
    assert [("before" in said[0]), ("after" in said[2]), len(said)] == [True, True, 3]
    assert said[1] == "5 lines of the log could not be written"


def test_a_stream_that_nobody_reads_any_more_ends_nobody() -> None:
    stream = io.StringIO()
    stream.close()
    assert Forgiving(stream).write("a line\n") == 7
