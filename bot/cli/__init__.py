"""The command line: reads settings, calls one thing, turns every error made for people into a line and exit code 2."""

import errno
import os
import sys
from io import TextIOWrapper
from pathlib import Path

from bot.cli import lookout, posts, records
from bot.cli.program import app, complain
from bot.commands import accounts
from bot.delivery.sender import BadToken
from bot.settings import SettingsErrors
from bot.watchlist import WatchlistErrors
from collectors.base import BadInput
from storage.database import Unusable

__all__ = ["app", "lookout", "main", "posts", "records"]

app.add_typer(accounts.app, name="account")

FOR_PEOPLE = (SettingsErrors, WatchlistErrors, BadInput, BadToken, Unusable)
"""Errors whose text names the thing and the mend."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _start() -> None:
    """What is said at last is written before the end, so that it is known whether it could be.

    Raises:
        BadInput: what is written to takes nothing; what the command was to do besides may be done.
    """
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except OSError as error:
        if error.errno not in _FULL:
            raise
        _drop_output()
        raise BadInput(
            f"What was to be written could not be ({error.strerror}): make room, or write elsewhere."
        ) from error


def _drop_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_streams() -> None:
    """What was closed by who started us holds nothing and is for nobody; it is opened before any file, which would get
    its number, and all that is written to that. Posts are of any letters, whatever the locale."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - until the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def main() -> None:
    """The console script `seinpost`."""
    os.umask(0o077)  # what is written here says who follows what
    _open_streams()
    try:
        _start()
    except FOR_PEOPLE as error:
        complain(str(error))
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has had enough
        _drop_output()
    except KeyboardInterrupt:
        sys.exit(130)
