"""Files with one JSON object a line, as commands are given them. A bad line stops nothing: it is named, and the command
fails at its end. What a line must hold is its reader's matter.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO, TypeVar

from collectors.base import BadInput
from matcher.records import BadRecord

Complain = Callable[[str], None]
"""Told of each bad line."""

R = TypeVar("R")


def read_lines(file: Path, given: BinaryIO, read: Callable[[str, int], R], complain: Complain) -> Iterator[R]:
    """What `read` makes of each line of `file` ("-": of `given`) that is not empty.

    Raises:
        BadInput: the file can't be read; or, when all other lines have been handed on, some lines could not be.
    """
    bad, name = 0, "standard input" if str(file) == "-" else str(file)
    try:
        with _opened(file, given) as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    if text := _decoded(line, number).strip():
                        yield read(text, number)
                except BadRecord as error:
                    bad += 1
                    complain(f"{name}: {error}")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise BadInput(f"{name} can't be read ({error.strerror}); give a file with one JSON object a line") from None
    if bad:
        lines_were = "1 line was" if bad == 1 else f"{bad} lines were"
        raise BadInput(f"{name}: {lines_were} passed over; correct what is named above.")


def _decoded(line: bytes, number: int) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        byte = line[error.start]
        raise BadRecord(
            f"line {number}: not valid UTF-8 (byte {byte:#04x} at position {error.start + 1}); save the file as UTF-8"
        ) from None


def _opened(file: Path, given: BinaryIO) -> AbstractContextManager[BinaryIO]:
    return nullcontext(given) if str(file) == "-" else file.open("rb")
