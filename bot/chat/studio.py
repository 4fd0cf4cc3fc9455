"""Draws the pictures of digests in processes of their own, a few side by side, so that alerts don't wait for them.

A process is started at the first need and ends when nobody has asked for long, when the program closes its end of their
pipe, and so also when the program dies. What is drawn is `digest_pictures`' matter.
"""

import asyncio
import contextlib
import gc
import multiprocessing
import os
import signal
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess

from bot.chat.digest_pictures import Drawing, draw_digest

HANDS = 2
"""Pictures that are drawn side by side: on most machines two processors are left for everything else."""

PATIENCE = 30.0
"""Seconds that a picture may take, the start of its process included. A fifth of a second is usual."""

IDLE = 60.0
"""Seconds without a picture, after which a process is not worth its memory."""

KEPT = 32
"""Pictures that are at hand: many digests of one time are the same."""

_TIDYING = 20
"""Pictures after which a process looks for rubbish: while it draws, that takes as long as a part of the picture."""

Draw = Callable[[Drawing], Awaitable[bytes]]


class NotDrawn(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """There is no picture, by the fault of its content (then `str` is the kind of the error), or of the machine."""


async def draw_in_thread(drawing: Drawing) -> bytes:
    """For who draws one picture now and then."""
    return await asyncio.to_thread(draw_digest, drawing)


class _Hand:
    """One process that draws one picture after the other."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._pipe: Pipe | None = None
        self._ending: asyncio.TimerHandle | None = None

    async def draw(self, drawing: Drawing, patience: float, idle: float) -> bytes:
        """Whatever cuts that off, the process is ended: nobody knows what it would say next."""
        if self._ending is not None:
            self._ending.cancel()
        try:
            answer = await asyncio.to_thread(self._ask, drawing, patience)
        except BaseException:
            self.end()
            raise
        self._ending = asyncio.get_running_loop().call_later(idle, self.end)
        if isinstance(answer, str):
            raise NotDrawn(answer)
        return answer

    def _ask(self, drawing: Drawing, patience: float) -> bytes | str:
        try:
            pipe = self._opened()
            pipe.send(drawing)
            if not pipe.poll(patience):
                raise NotDrawn("it took too long")
            answer: bytes | str = pipe.recv()
        except (EOFError, OSError) as error:
            raise NotDrawn(f"its process ended ({type(error).__name__})") from error
        return answer

    def _opened(self) -> Pipe:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self.end()
            self._pipe, there = multiprocessing.Pipe()
            self._process = multiprocessing.get_context("spawn").Process(target=_draw_all, args=(there,), daemon=True)
            self._process.start()
            there.close()
        return self._pipe

    def end(self) -> None:
        """Ends the process, whatever it is at."""
        if self._ending is not None:
            self._ending.cancel()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = self._ending = None


class Studio:
    """Lends hands to who wants a picture; who comes when all are busy waits."""

    def __init__(self, hands: int = HANDS, *, patience: float = PATIENCE, idle: float = IDLE):
        self._hands = [_Hand() for _ in range(hands)]
        self._free: asyncio.LifoQueue[_Hand] = asyncio.LifoQueue()
        for hand in self._hands:
            self._free.put_nowait(hand)
        self._patience, self._idle = patience, idle
        self._drawn: OrderedDict[Drawing, asyncio.Future[bytes]] = OrderedDict()

    async def draw(self, drawing: Drawing) -> bytes:
        """The same drawing is drawn once.

        Raises:
            NotDrawn: with what stood in the way.
        """
        known = self._drawn.get(drawing)
        if known is None:
            known = self._drawn[drawing] = asyncio.ensure_future(self._draw(drawing))
            if len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
        try:
            return await asyncio.shield(known)
        except Exception:  # whatever it was, who asks next may have more luck
            self._drawn.pop(drawing, None)
            raise

    async def _draw(self, drawing: Drawing) -> bytes:
        hand = await self._free.get()
        try:
            return await hand.draw(drawing, self._patience, self._idle)
        finally:
            self._free.put_nowait(hand)

    async def close(self) -> None:
        """Ends what is being drawn, and all processes."""
        for drawing in self._drawn.values():
            drawing.cancel()
        for hand in self._hands:
            hand.end()
        await asyncio.gather(*self._drawn.values(), return_exceptions=True)


@asynccontextmanager
async def studio(hands: int = HANDS) -> AsyncIterator[Draw]:
    """Draws as long as it is open."""
    opened = Studio(hands)
    try:
        yield opened.draw
    finally:
        await opened.close()


def _draw_all(pipe: Pipe) -> None:
    """The process: answers each drawing with its picture, or with the kind of the error that it caused."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which then closes the pipe
    with contextlib.suppress(OSError):
        os.nice(5)
    gc.disable()
    with contextlib.suppress(EOFError, OSError):
        for number in count(1):
            pipe.send(_drawn(pipe.recv()))
            if number % _TIDYING == 0:
                gc.collect()


def _drawn(drawing: Drawing) -> bytes | str:
    try:
        return draw_digest(drawing)
    except Exception as error:  # noqa: BLE001 - what people write may break the drawing; the next one is drawn
        return type(error).__name__
