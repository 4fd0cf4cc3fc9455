"""The program as its operator starts it: a process of its own, with a config folder and an environment of its own."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.telegram.loopback import LoopbackTelegram

ROOT = Path(__file__).parent.parent.parent

_CHANNEL = """
- username: {name}
  title: {name}
  {owner}
  role: of a test
  lang: ru
  affiliation: {{side: neither, tie: independent}}
  confidence: high
  enabled: true
  republish: quote
  source: [invented]
"""
CHANNELS = "".join(
    _CHANNEL.format(name=name, owner=f"owner: {owner}" if owner else "")
    for name, owner in (("demo_legion", "lsr"), ("demo_agency", "ria"), ("demo_front", None))
)
"""Three invented channels in the place of the shipped ones."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that has ended."""

    code: int
    output: str
    errors: str


def reading(telegram: LoopbackTelegram, folder: Path) -> dict[str, str]:
    """The settings with which a program reads from a loopback Telegram; its key is put into `folder`."""
    return {
        "TELEGRAM__API_ID": str(telegram.api_id),
        "TELEGRAM__API_HASH": telegram.api_hash,
        "TELEGRAM__SERVER": telegram.server,
        "TELEGRAM__SERVER_KEY": str(telegram.key_file(folder)),
    }


class Program:
    """`seinpost` in a folder: its config, database and sessions lie there.

    `module`: what is run in its place; `within`: the command that starts it, and becomes the program.
    """

    module = "bot"
    within: tuple[str, ...] = ()

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        offline = {"SEINPOST_PREVIEW__ENABLED": "false", "SEINPOST_HEALTH__PORT": "0"}
        self._settings = offline | {f"SEINPOST_{name}": value for name, value in settings.items()}
        if not (folder / "config").exists():
            shutil.copytree(ROOT / "config", folder / "config")
            (folder / "config/watchlist/channels.yaml").write_text(CHANNELS, encoding="utf-8")

    async def run(self, *arguments: str, given: str = "", **settings: str) -> Ended:
        """Runs a command to its end, with `given` on standard input."""
        process = await self._start(arguments, settings)
        async with asyncio.timeout(180):
            output, errors = await process.communicate(given.encode())
        return Ended(process.returncode or 0, output.decode(), errors.decode())

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Running"]:
        """`seinpost run`, stopped as a service manager would. What it writes can be read afterwards."""
        process = await self._start(("run",), {})
        running = Running(process)
        collecting = asyncio.create_task(process.communicate())
        try:
            yield running
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(60):
                output, errors = await collecting
            running.ended = Ended(process.returncode or 0, output.decode(), errors.decode())

    async def _start(self, arguments: tuple[str, ...], settings: Mapping[str, str]) -> asyncio.subprocess.Process:
        own = {name: value for name, value in _environment().items() if not name.startswith("SEINPOST_")}
        more = {f"SEINPOST_{name}": value for name, value in settings.items()}
        return await asyncio.create_subprocess_exec(
            *self.within,
            sys.executable,
            "-m",
            self.module,
            *arguments,
            cwd=self.folder,
            env={**own, "PYTHONPATH": str(ROOT), **self._settings, **more},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )


class Running:
    """A process under way; `ended` once it was stopped."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.ended = Ended(-1, "", "")


def _environment() -> Mapping[str, str]:
    return os.environ  # noqa: TID251 - a child process needs PATH and its like
