"""The command line: reads settings, calls one thing, turns every error made for people into a line and exit code 2."""

import os
import sys

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


def main() -> None:
    """The console script `seinpost`."""
    os.umask(0o077)  # what is written here says who follows what
    try:
        app()
    except FOR_PEOPLE as error:
        complain(str(error))
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        sys.exit(130)
