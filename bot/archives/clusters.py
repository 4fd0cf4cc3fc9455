"""Parts of archives, matched by a Dask cluster: the same function, submitted for each part. Needs `distributed`.

Dask gives the part of a lost worker to another by itself. Workers need this version of Seinpost and, on other machines,
the folders of the archives and the results under the same paths.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from bot.archives.parts import Orders, Part
from bot.archives.trying import TRIES, lost
from bot.archives.working import rematch_part
from collectors.base import BadInput

PATIENCE = 10.0
"""Seconds for the scheduler to answer, and for a first worker to be there."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Dask scheduler, at HOST:PORT."""

    address: str

    def run(self, parts: Sequence[Part], orders: Orders) -> Iterator[Part]:
        """See `Engine`."""
        if not parts:
            return
        dask = _distributed()
        with _connected(dask, self.address) as client:
            # As the result of a task the orders are sent to a worker once, and made again if that worker is lost.
            given = client.submit(_same, orders, pure=False)
            futures = {client.submit(rematch_part, part, given, pure=False, retries=TRIES - 1): part for part in parts}
            yield from _done(dask.as_completed(list(futures), loop=client.loop), dask.KilledWorker, futures)


def _done(ended: Any, killed: type[Exception], futures: dict[Any, Part]) -> Iterator[Part]:
    dead: list[Part] = []
    try:
        for future in ended:
            error = future.exception() if future.status == "error" else None
            if future.status == "finished":
                yield futures[future]
            elif isinstance(error, killed) or error is None:
                dead.append(futures[future])
            else:
                raise error
    finally:
        for future in futures:
            future.release()
    if dead:
        raise lost(dead)


def _same(orders: Orders) -> Orders:
    return orders


@contextmanager
def _connected(dask: Any, address: str) -> Iterator[Any]:
    start = (
        f"Start one with `dask scheduler`, and workers with `dask worker {address} --nworkers 4 --nthreads 1`, in an "
        "environment with the same seinpost[dask]; or use --engine processes."
    )
    try:
        client = dask.Client(f"tcp://{address}", timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise BadInput(f"No Dask scheduler answers at {address}. {start}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise BadInput(f"The Dask scheduler at {address} has no workers. {start}") from error
        yield client


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        raise BadInput("dask:// needs Dask: pip install 'seinpost[dask]', or use --engine processes.") from None
