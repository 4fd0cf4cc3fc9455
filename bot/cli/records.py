"""Commands about what is on record: copies of the database, claims, the watchlist, evidence."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from bot.cli.program import app, console
from bot.clock import now
from bot.commands import (
    archives,
    claims,
    evidence,
    moving,
    own_entries,
)
from bot.commands.starting import settings as settings_of
from bot.watchlist import load_with

claims_app = typer.Typer(help="What is known of claims.", no_args_is_help=True)
app.add_typer(claims_app, name="claims")
watchlist_app = typer.Typer(help="What editors added to the watchlist in chat.", no_args_is_help=True)
app.add_typer(watchlist_app, name="watchlist")


class _PostsFirst(TyperGroup):
    """`seinpost evidence t.me/channel/12` is `seinpost evidence write t.me/channel/12`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        named = args[0] in self.commands or args[0] == "--help" if args else True
        return super().parse_args(ctx, args if named else ["write", *args])


evidence_app = typer.Typer(cls=_PostsFirst, help="Posts that others can check.", no_args_is_help=True)
app.add_typer(evidence_app, name="evidence")


@app.command()
def backup(
    file: Annotated[Path | None, typer.Argument(help="The file to write; by default one named after the time.")] = None,
) -> None:
    """Copy the database to a file and verify the copy. The lookout may be running."""
    archives.make(settings_of(quiet=True), file, console, now())


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A file that `seinpost backup` wrote.")]) -> None:
    """Replace the database by a copy, and keep what was there beside it. The lookout must be stopped."""
    archives.restore(settings_of(quiet=True), file, console, now())


@app.command(name="copy")
def move_database(
    to: Annotated[
        str,
        typer.Option("--to", help="An empty or new database: postgresql+psycopg://user@host/name, or sqlite:///FILE."),
    ],
    *,
    check: Annotated[bool, typer.Option("--check", help="Only compare the two, row by row.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar and no summary.")] = False,
) -> None:
    """Move the database to another, of either kind, and compare them. The lookout must be stopped. May be repeated."""
    source = settings_of(quiet=True, addresses=[to]).database_url
    done = moving.check if check else moving.copy
    done(source, to, Console(quiet=quiet))


@claims_app.command(name="export")
def export_claims(
    file: Annotated[Path, typer.Argument(help="The JSON file to write; - is standard output.")],
    *,
    claim: Annotated[
        list[str] | None, typer.Option(help="The id of a claim, again for another; by default all.")
    ] = None,
    claimreview: Annotated[
        str | None,
        typer.Option(
            metavar="PUBLISHER",
            help="Write ClaimReview data (schema.org) in this name, of the claims whose status was set.",
        ),
    ] = None,
) -> None:
    """Write who asserts and who denies each claim, its figures, and every change of its status."""
    settings = settings_of(quiet=True)
    told = Console(stderr=True)
    asyncio.run(
        claims.export(
            settings.database_url,
            lambda own: load_with(settings.watchlist, own).watchlist,
            claim or (),
            file,
            sys.stdout.buffer,
            told,
            publisher=claimreview,
        )
    )


@watchlist_app.command(name="export")
def export_watchlist(
    file: Annotated[Path, typer.Argument(help="The YAML file to write; - is standard output.")],
) -> None:
    """Write the claims that editors made in chat to a file that can be moved into config/watchlist/claims."""
    settings = settings_of(quiet=True)
    console = Console(stderr=True)
    asyncio.run(own_entries.export(settings.database_url, settings.watchlist, file, sys.stdout.buffer, console))


@evidence_app.command(name="write")
def write_evidence(
    posts: Annotated[list[str], typer.Argument(help="Links such as https://t.me/channel/123, or channel/123.")],
    *,
    file: Annotated[Path, typer.Option(help="The zip to write; - is standard output.")] = Path("evidence.zip"),
) -> None:
    """Write posts with all their revisions, and the proof of them. The word `write` may be left out."""
    settings = settings_of(quiet=True)
    url, told = settings.evidence.timestamp_url, Console(stderr=True)
    asyncio.run(evidence.write(settings.database_url, posts, file, url, sys.stdout.buffer, told, now))


@evidence_app.command(name="verify")
def verify_evidence(
    file: Annotated[Path, typer.Argument(help="The zip that `seinpost evidence` wrote.")],
    *,
    authority: Annotated[
        Path | None, typer.Option(help="Certificates (PEM) of the timestamp authority that is to be believed.")
    ] = None,
) -> None:
    """Say what a package proves, and what not; needs no network. Exits with 1 if it does not hold."""
    if not evidence.verify(file, authority, console):
        raise typer.Exit(1)


@evidence_app.command(name="check")
def check_evidence() -> None:
    """Hold every stored revision against its channel's hash chain. Exits with 1 when a row was changed."""
    if not asyncio.run(evidence.check(settings_of(quiet=True).database_url, console)):
        raise typer.Exit(1)
