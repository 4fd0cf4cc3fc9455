"""How the program hears that it is to stop. What each stage does about it is its own matter."""

import asyncio
import os
import signal

import structlog

log = structlog.get_logger()

AT_LAST = 9.0
"""Seconds after which it ends in any case."""


def stop_on_signals(stop: asyncio.Event) -> None:
    """Ctrl-C and SIGTERM end the run in order. Whatever holds that up, such as a copy of a large database in a thread,
    does so for a few seconds only: all that counts is in tables, and survives that as it survives a power cut.
    """
    loop = asyncio.get_running_loop()

    def end() -> None:
        stop.set()
        loop.call_later(AT_LAST, _leave)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)


def _leave() -> None:
    log.warning("ended without waiting for the rest")
    os._exit(0)
