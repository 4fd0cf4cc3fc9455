"""Starts the program again and again without loading it again: a process that has loaded it, and forks at each start.

What runs in the fork is `bot.__main__.main` with the arguments, environment and folder of the caller, as it would by
`python -m bot`. Loading takes seconds; a kill wants a thousand starts. One thing is not as it is: a chat may be
sent many messages a second, or a test would mostly wait. Run as `python -m tests.faults.warm SOCKET`.

A caller connects, writes a line of JSON, and reads the process id, later how it ended. When it hangs up, its process is
killed.
"""

import ctypes
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from bot.chat.words import LANGUAGES, Words
from storage import deliveries
from tests.faults.clocks import CLOCK, set_clock_by

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG

LOADED = ("bot.cli", "telethon", "psycopg", "pymorphy3", "matplotlib.figure", "zoneinfo")
"""What the program loads at its start or later on."""


def serve(place: str) -> None:
    """Until the one who started it is gone."""
    for name in LOADED:
        importlib.import_module(name)
    for language in LANGUAGES:
        Words(language)
    httpx.AsyncClient()
    deliveries.PRIVATE_PACE = deliveries.GROUP_PACE = timedelta(0)
    door = socket.socket(socket.AF_UNIX)
    door.bind(place + ".new")
    door.listen()
    Path(place + ".new").rename(place)
    waiting = selectors.DefaultSelector()
    waiting.register(door, selectors.EVENT_READ)
    waiting.register(sys.stdin, selectors.EVENT_READ)
    children: dict[int, socket.socket] = {}
    while True:
        for key, _ in waiting.select(timeout=0.02):
            if key.fileobj is sys.stdin:
                _end(children)
                return
            if key.fileobj is door:
                caller, _address = door.accept()
                children[_start(caller, waiting)] = caller
            else:
                _hung_up(children, key.fileobj)
                waiting.unregister(key.fileobj)
        _report(children)


def _start(caller: socket.socket, waiting: selectors.BaseSelector) -> int:
    with caller.makefile("r") as lines:
        asked = json.loads(lines.readline())
    child = os.fork()
    if child == 0:
        waiting.close()
        _become(asked)
    caller.sendall(f"{child}\n".encode())
    waiting.register(caller, selectors.EVENT_READ)
    return child


def _become(asked: dict[str, Any]) -> None:
    """The program, from here on."""
    os.setsid()
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, its in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(ours, its)
    os.closerange(3, 256)
    sys.stdin = open(0)  # noqa: SIM115 - the parent's has been read from
    os.chdir(asked["folder"])
    os.environ.clear()  # noqa: TID251 - it is the environment of the program
    os.environ.update(asked["environment"])  # noqa: TID251
    importlib.reload(importlib.import_module("storage.faults"))
    set_clock_by(asked["environment"].get(CLOCK))
    sys.argv = ["seinpost", *asked["arguments"]]
    code: Any = 1
    try:
        importlib.import_module("bot.__main__").main()
        code = 0
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001 - as an interpreter that ends with it
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 0 if code is None else 1)


def _hung_up(children: dict[int, socket.socket], caller: Any) -> None:
    for child, whose in children.items():
        if whose is caller:
            os.kill(child, signal.SIGKILL)


def _report(children: dict[int, socket.socket]) -> None:
    for child in list(children):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            caller = children.pop(child)
            try:
                caller.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
            except OSError:  # it hung up, and the process was killed for it
                caller.close()


def _end(children: dict[int, socket.socket]) -> None:
    for child in children:
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    serve(sys.argv[1])
