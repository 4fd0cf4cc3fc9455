"""The program with a stage that crashes, a library that talks, and an end that nobody catches: each tells all secrets.

Run as `python -m tests.end_to_end.breaking ...` in the place of `python -m bot`.
"""

import gc
import logging
import threading
from typing import Any

import structlog

from bot import app, stages
from bot.__main__ import main
from bot.cli import lookout
from bot.commands import processes, running, starting


class Telltale(RuntimeError):  # noqa: N818 - it tells tales
    """An error as libraries make them: with all that they were handed."""


_SECRETS: list[str] = []


def _told() -> str:
    whole = " and ".join(_SECRETS)
    parts = " ".join(one[3:15] for one in _SECRETS)
    return f"POST https://api/bot1:{whole}/sendMessage failed; {parts}"


async def _crash(*_: object) -> int:
    logging.getLogger("library").error("request %s", _told(), stack_info=True)
    structlog.get_logger().warning("talkative", error=Telltale(_told()), parts=[{"of": _told()}])
    raise Telltale(_told())


class _Noisy:
    def __del__(self) -> None:
        raise Telltale(_told())


def _fail_in_a_thread() -> None:
    raise Telltale(_told())


async def _until_stopped(*args: Any) -> None:
    await _run_until_stopped(*args)
    _break()


async def _in_processes(*args: Any) -> None:
    await _run_in_processes(*args)
    _break()


def _break() -> None:
    _Noisy()
    gc.collect()
    thread = threading.Thread(target=_fail_in_a_thread)
    thread.start()
    thread.join()
    raise Telltale(_told())


def _settings(**asked: Any) -> Any:
    read = _read(**asked)
    logging.getLogger("library").error("started with %r", read)
    _SECRETS.extend(starting.secrets_of(read))
    return read


_run_until_stopped, _run_in_processes, _read = app.run_until_stopped, processes.run, starting.settings
if __name__ == "__main__":
    for place, name, broken in (
        (stages, "match_new", _crash),
        (running, "run_until_stopped", _until_stopped),
        (processes, "run", _in_processes),
        (lookout, "settings_of", _settings),
    ):
        setattr(place, name, broken)
    main()
