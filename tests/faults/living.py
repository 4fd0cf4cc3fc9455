"""A process of the program, from the caller's side: started, signalled, waited for."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from time import sleep

from tests.faults.points import ROOT


class Life:
    """One run of the program. `code`: how it ended, below zero a signal's number; None: it lives."""

    def __init__(self, pid: int, answers: asyncio.StreamReader):
        self.pid = pid
        self.code: int | None = None
        self._ending = asyncio.create_task(self._wait(answers))

    async def _wait(self, answers: asyncio.StreamReader) -> int:
        self.code = int(await answers.readline() or b"-9")
        return self.code

    @property
    def over(self) -> bool:
        return self._ending.done()

    async def ended(self, seconds: float = 30) -> int:
        """Waits for the end; how it ended."""
        async with asyncio.timeout(seconds):
            return await asyncio.shield(self._ending)

    async def goes_on(self, seconds: float) -> None:
        """Waits, no longer than it lives."""
        await asyncio.wait([self._ending], timeout=seconds)

    async def kill(self) -> int:
        return await self.signal(signal.SIGKILL)

    def send(self, number: signal.Signals) -> None:
        if not self.over:
            os.kill(self.pid, number)

    async def signal(self, number: signal.Signals, seconds: float = 30) -> int:
        """Sends it, and waits for the end."""
        self.send(number)
        return await self.ended(seconds)


class Warm:
    """A loaded program that waits to be started."""

    def __init__(self, place: Path):
        self._place = place

    @asynccontextmanager
    async def life(self, folder: Path, environment: Mapping[str, str], *arguments: str) -> AsyncIterator[Life]:
        """Runs the program in a folder; what it writes is added to `program.log` there. At the end it is killed."""
        asked = {"folder": str(folder), "environment": environment, "arguments": arguments}
        answers, questions = await asyncio.open_unix_connection(str(self._place))
        questions.write(json.dumps({**asked, "log": str(folder / "program.log")}).encode() + b"\n")
        life = Life(int(await answers.readline()), answers)
        try:
            yield life
        finally:
            await life.kill()
            questions.close()


@contextmanager
def warm() -> Iterator[Warm]:
    """Loads the program once."""
    with tempfile.TemporaryDirectory(prefix="seinpost-warm-") as folder:
        place = Path(folder) / "door"
        command = [sys.executable, "-m", "tests.faults.warm", str(place)]
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE) as process:
            try:
                while not place.exists():
                    assert process.poll() is None, "the warm program did not start"
                    sleep(0.05)
                yield Warm(place)
            finally:
                assert process.stdin is not None
                process.stdin.close()
