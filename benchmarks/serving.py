"""A server in a process of its own, so that what is measured does not share its processor's time."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection as Pipe
from typing import Any


@contextmanager
def served(serve: Callable[..., None], *arguments: object) -> Iterator[tuple[Pipe, Any]]:
    """Runs `serve(*arguments, pipe)` in a child; gives the pipe to it, and the first that it sends: where it is.

    At the end the pipe is closed, by which the child knows, and the child is waited for.
    """
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(*arguments, there))
    process.start()
    there.close()  # so that a server that fails is heard of here
    try:
        yield here, here.recv()
    finally:
        here.close()
        process.join()
