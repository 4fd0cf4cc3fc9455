"""Parts of archives, matched by processes of this machine.

A worker that is killed breaks its whole pool. A new one then goes on: what was in hand is done again, at last alone, so
that a part that kills its worker takes no other with it.
"""

import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from multiprocessing.context import BaseContext
from threading import Thread

import structlog

from bot import logs
from bot.archives.parts import Orders, Part
from bot.archives.trying import TRIES, lost
from bot.archives.working import rematch_part

log = structlog.get_logger()

TOGETHER = 3
"""So often a part may see a worker die before it is done alone."""


Work = Callable[[Part, Orders], int]
"""What is done with a part; for workers to import by its name."""


@dataclass(frozen=True, slots=True)
class Processes:
    """A pool of so many workers."""

    workers: int
    work: Work = rematch_part

    def run(self, parts: Sequence[Part], orders: Orders) -> Iterator[Part]:
        """See `Engine`."""
        left = _Left(deque(parts), self.work)
        while left.waiting:
            pool = ProcessPoolExecutor(min(self.workers, len(left.waiting)), _context(), _begin)
            try:
                yield from left.through(pool, orders, self.workers + 1)
            finally:
                pool.shutdown(cancel_futures=True)
        if left.lost:
            raise lost(left.lost)


@dataclass(slots=True)
class _Left:
    """What is to be done yet; `tries`: how often a worker died while it had that part, or one beside it, in hand."""

    waiting: deque[Part]
    work: Work
    tries: Counter[Part] = field(default_factory=Counter)
    lost: list[Part] = field(default_factory=list)

    def through(self, pool: ProcessPoolExecutor, orders: Orders, most: int) -> Iterator[Part]:
        """Gives the parts to a pool, at most so many at a time, until all is done or the pool breaks."""
        running: dict[Future[int], Part] = {}
        try:
            while self.waiting or running:
                while self.waiting and len(running) < self._room(most):
                    running[pool.submit(self.work, self.waiting[0], orders)] = self.waiting[0]
                    self.waiting.popleft()
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    done.result()
                    yield running.pop(done)
        except BrokenProcessPool:
            self._put_back(list(running.values()))

    def _room(self, most: int) -> int:
        return 1 if self.tries[self.waiting[0]] >= TOGETHER else most

    def _put_back(self, parts: Sequence[Part]) -> None:
        """Behind the others: those that nobody died of come first."""
        log.warning("a worker died", parts=len(parts))
        for part in parts:
            self.tries[part] += 1
            (self.lost if self.tries[part] >= TRIES else self.waiting).append(part)


def _context() -> BaseContext:
    """Workers are forked from a process that has loaded the matcher and nothing else: forked from this one, they would
    begin with whatever locks its threads hold at that moment.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload([rematch_part.__module__])
    return context


def _begin() -> None:
    """In a new worker: Ctrl-C is the parent's business, and nobody is left behind when the parent is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logs.configure("warning", json_lines=False)
    Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
