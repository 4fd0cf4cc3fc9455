"""Which engine runs the parts, as the operator names it: processes of this machine, or a Dask cluster.

An engine gives back each part as soon as its file is there. What a dead worker had in hand is done again, a few times;
what kills every worker that touches it is named at the end, when all the rest is done.
"""

import os
import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from bot.archives.clusters import Cluster
from bot.archives.parts import Orders, Part
from bot.archives.processes import Processes
from collectors.base import BadInput

_WRITTEN = "processes, processes:4 or dask://HOST:PORT"


class Engine(Protocol):
    """Runs parts somewhere."""

    def run(self, parts: Sequence[Part], orders: Orders) -> Iterator[Part]:
        """Gives each part back when it is done, in any order.

        Raises:
            BadInput: an archive or the results are out of reach, or workers died of some parts; the others are done.
        """
        ...


def engine_of(written: str) -> Engine:
    """The engine that somebody wrote down.

    Raises:
        BadInput: there is no such engine, or what it needs is not installed.
    """
    if found := re.fullmatch(r"processes(?::([1-9]\d{0,2}))?", written):
        return Processes(int(found[1] or os.cpu_count() or 1))
    if found := re.fullmatch(r"dask://([^/\s:]+|\[[0-9a-fA-F:]+\]):(\d{1,5})/?", written):
        return Cluster(f"{found[1]}:{found[2]}")
    raise BadInput(f"There is no engine {written!r}: write {_WRITTEN}.")
