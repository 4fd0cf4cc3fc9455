"""An answer that came while the program stood still is read, and one that never comes is given up."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram.error import TimedOut

from bot.patience import Patient
from tests.faults.points import ROOT

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"

ASKING = """
import asyncio, sys
from bot.patience import Patient
async def main():
    async with Patient() as request:
        print((await request.do_request(sys.argv[1], "GET", read_timeout=0.3, write_timeout=0))[1].decode())
asyncio.run(main())
"""


@asynccontextmanager
async def asked() -> AsyncIterator[tuple[str, "asyncio.Queue[asyncio.StreamWriter]"]]:
    """An address, and the lines on which somebody waits for an answer from it."""
    lines = asyncio.Queue[asyncio.StreamWriter]()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        lines.put_nowait(writer)

    async with await asyncio.start_server(take, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()[:2]
        yield f"http://{host}:{port}/", lines


async def test_an_answer_that_came_while_the_program_stood_still_is_read() -> None:
    async with asked() as (url, lines):
        command = [sys.executable, "-c", ASKING, url]
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE)
        line = await asyncio.wait_for(lines.get(), 30)
        await asyncio.sleep(0.1)  # until it waits
        os.kill(process.pid, signal.SIGSTOP)
        line.write(ANSWER)
        await asyncio.sleep(2.5)  # longer than all its patience
        os.kill(process.pid, signal.SIGCONT)
        said, _ = await asyncio.wait_for(process.communicate(), 30)
        line.close()
    assert (said, process.returncode) == (b"hi\n", 0)


async def test_an_answer_that_never_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.patience.SLICE", 0.01)
    async with asked() as (url, lines), Patient() as request:
        with pytest.raises(TimedOut):
            await request.do_request(url, "GET", read_timeout=0.02, write_timeout=0)
        (await lines.get()).close()


async def test_a_request_that_is_cut_off_leaves_nothing_behind() -> None:
    async with asked() as (url, lines), Patient() as request:
        asking = asyncio.create_task(request.do_request(url, "GET"))
        line = await lines.get()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert asyncio.all_tasks() == {asyncio.current_task()}
        line.close()
