"""The command line: reads settings, calls one thing, turns every error made for people into a line and exit code 2."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import logs
from bot.clock import now
from bot.commands import accounts, demo, importing, matching, running
from bot.delivery.sender import BadToken
from bot.settings import Settings, SettingsErrors, load_settings
from bot.watchlist import WatchlistErrors, load
from collectors.base import BadInput
from storage.database import Unusable

app = typer.Typer(
    help="A lookout over public Telegram channels: who says what, who denies it, who merely repeats it, what changed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(accounts.app, name="account")

console = Console()
errors = Console(stderr=True)

FOR_PEOPLE = (SettingsErrors, WatchlistErrors, BadInput, BadToken, Unusable)
"""Errors whose text names the thing and the mend."""


def main() -> None:
    """The console script `seinpost`."""
    try:
        app()
    except FOR_PEOPLE as error:
        errors.print(f"seinpost: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)


def _settings() -> Settings:
    settings = load_settings()
    logs.configure(settings.log.level, json_lines=settings.log.json_lines)
    return settings


@app.command()
def run(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Poll every enabled channel once, send what is due, exit.")
    ] = False,
) -> None:
    """Start the lookout."""
    asyncio.run(running.run(_settings(), console, now, once=once))


@app.command(name="demo")
def play_demo(*, fast: Annotated[bool, typer.Option("--fast", help="Do not pause between posts.")] = False) -> None:
    """Play a recording of invented posts through the same stages. No credentials, no network."""
    asyncio.run(demo.play(_settings(), console, pause=0.0 if fast else demo.PAUSE))


@app.command()
def check() -> None:
    """Validate the settings and the watchlist."""
    settings = _settings()
    watchlist = load(settings.watchlist)
    enabled = sum(channel.enabled for channel in watchlist.channels)
    console.print(
        f"Settings and watchlist are good: {len(watchlist.actors)} actors, {len(watchlist.places)} places, "
        f"{len(watchlist.claims)} claims, {len(watchlist.channels)} channels ({enabled} enabled), "
        f"version {watchlist.version}.",
        highlight=False,
    )


@app.command(name="match")
def match_file(
    file: Annotated[Path, typer.Argument(help='A JSONL file of {"id", "text", ...}; - reads standard input.')],
) -> None:
    """Link texts to the watchlist with the code that runs live; writes a JSON line for each, in order."""
    matching.match_file(load(_settings().watchlist), file, sys.stdin, sys.stdout)


@app.command(name="import")
def import_file(
    file: Annotated[Path, typer.Argument(help="result.json of Telegram Desktop's export of a public channel.")],
) -> None:
    """Store and match an exported channel. Nobody is alerted of old posts."""
    asyncio.run(importing.import_file(_settings(), file, console, now))
