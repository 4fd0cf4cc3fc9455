"""Commands about the lookout: run it, check it, look at it, decide what it asks."""

import asyncio
from typing import Annotated

import typer

from bot import parts
from bot.cli.program import app, complain, console
from bot.clock import now
from bot.commands import (
    accounts,
    audience,
    auditing,
    deletions,
    demo,
    parked,
    readable,
    running,
    status,
)
from bot.commands.starting import settings as settings_of
from bot.semantics import encoder_of
from bot.watchlist import load, unread
from collectors.base import BadInput
from storage.connecting import file_at


@app.command()
def run(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Poll every enabled channel once, send what is due, exit.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="PART", help="collect, match, alert, deliver or bot, again for others; by default all."),
    ] = None,
    account: Annotated[
        list[str] | None,
        typer.Option(help="With collect: an account that reads here, again for others; `preview` is the public pages."),
    ] = None,
) -> None:
    """Start the lookout; with PostgreSQL also one part of it in a process of its own."""
    chosen = parts.chosen(only or (), account or ())
    asyncio.run(running.run(settings_of(), console, now, once=once, chosen=chosen))


@app.command(name="demo")
def play_demo(*, fast: Annotated[bool, typer.Option("--fast", help="Do not pause between posts.")] = False) -> None:
    """Play a recording of invented posts through the same stages. No credentials, no network."""
    asyncio.run(demo.play(settings_of(quiet=True), console, pause=0.0 if fast else demo.PAUSE))


@app.command()
def check() -> None:
    """Validate the settings and the watchlist."""
    settings = settings_of()
    watchlist = load(settings.watchlist)
    audience.check_subscriptions(settings.terminal, watchlist)
    encoder_of(settings.semantic)
    enabled = sum(channel.enabled for channel in watchlist.channels)
    console.print(
        f"Settings and watchlist are good: {len(watchlist.actors)} actors, {len(watchlist.places)} places, "
        f"{len(watchlist.claims)} claims, {len(watchlist.channels)} channels ({enabled} enabled), "
        f"version {watchlist.version}.",
        highlight=False,
    )
    for file in unread(settings.watchlist):
        complain(
            f"{file} is not read: claims belong into claims/NAME.yaml, all else into files that are there, "
            "such as channels.yaml; correct its name, or take it away."
        )
    if unsealed := accounts.open_to_copies(settings.telegram):
        complain(unsealed)
    if found := readable.read_by_others(settings, file_at(settings.database_url)):
        complain(readable.sentence(found))


@app.command(name="status")
def show_status(
    *, check: Annotated[bool, typer.Option("--check", help="Exit with 1 when a channel is not covered.")] = False
) -> None:
    """Show what is not covered, then accounts, queues and channels. The lookout may be running."""
    if not asyncio.run(status.show(settings_of(), console, now)) and check:
        raise typer.Exit(1)


@app.command(name="parked")
def show_parked(
    *, retry: Annotated[bool, typer.Option("--retry", help="Let the lookout try all of it again.")] = False
) -> None:
    """Show what broke a stage and was left aside, so that the rest went on. The lookout may be running."""
    url = settings_of(quiet=True).database_url
    asyncio.run(parked.retry(url, console) if retry else parked.show(url, console))


@app.command(name="deletions")
def decide_deletions(
    channel: Annotated[str, typer.Argument(help="@username or number of a channel whose deletions are doubted.")],
    *,
    believe: Annotated[
        bool | None,
        typer.Option(
            "--believe/--dismiss",
            help="The posts are gone: mark them as deleted, and tell of it; or they are there: forget the doubt.",
        ),
    ] = None,
) -> None:
    """Decide about many posts that vanished at once. `seinpost status` lists them; look at the channel first."""
    if believe is None:
        raise BadInput(f"Say what is true of {channel}: --believe (its posts are gone) or --dismiss (they are there).")
    settings = settings_of(quiet=True)
    asyncio.run(deletions.decide(settings.database_url, channel, believe=believe, console=console, clock=now))


@app.command()
def audit(
    *,
    limit: Annotated[int, typer.Option(min=1, max=2**31 - 1, help="How many, the newest first.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON lines.")] = False,
) -> None:
    """Show who did what: roles, invitations, statuses, claims, links, refusals. The lookout may be running."""
    settings = settings_of(quiet=True)
    asyncio.run(auditing.show(settings.database_url, typer.echo, limit, as_json=as_json))
