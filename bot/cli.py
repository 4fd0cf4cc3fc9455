"""The command line: reads settings, calls one thing, turns every error made for people into a line and exit code 2."""

import asyncio
import os
import sys
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from bot import parts
from bot.archives.engines import engine_of
from bot.clock import now
from bot.commands import (
    accounts,
    applying,
    archives,
    archiving,
    audience,
    auditing,
    claims,
    deletions,
    demo,
    evaluating,
    evidence,
    exporting,
    importing,
    matching,
    moving,
    own_entries,
    parked,
    readable,
    rematching,
    running,
    status,
)
from bot.commands.opening import read_catalogue
from bot.commands.starting import settings as settings_of
from bot.delivery.sender import BadToken
from bot.secrecy import blotted
from bot.semantics import encoder_of
from bot.settings import SettingsErrors
from bot.watchlist import WatchlistErrors, load, load_with
from collectors.base import BadInput
from collectors.exports.jsonl import LINES_HOLD
from storage.connecting import file_at
from storage.database import Unusable

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(accounts.app, name="account")
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

console = Console()
errors = Console(stderr=True)

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


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"seinpost {_version()}")
        raise typer.Exit


def _version() -> str:
    try:
        return metadata.version("seinpost")
    except metadata.PackageNotFoundError:
        return "(run from its source, not installed)"


@app.callback()
def everywhere(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """A lookout over public Telegram channels: who says what, who denies it, who merely repeats it, what changed."""


def complain(text: str) -> None:
    """An error for people, as a line of its own; where even that can't be written, the exit code has to do."""
    with suppress(OSError):
        errors.print(f"seinpost: {blotted(text)}", style="red", markup=False, highlight=False, soft_wrap=True)


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
    """Start the lookout, or with PostgreSQL a part of it: run the others in processes of their own."""
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
    if unsealed := accounts.open_to_copies(settings.telegram):
        complain(unsealed)
    if found := readable.read_by_others(settings, file_at(settings.database_url)):
        complain(readable.sentence(found))


@app.command(name="match")
def match_file(
    file: Annotated[Path, typer.Argument(help='A JSONL file of {"id", "text", ...}; - reads standard input.')],
    *,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each decision, for people: what counts, what was rejected, and why.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --explain: as JSON lines.")] = False,
) -> None:
    """Link texts to the watchlist with the code that runs live; writes a JSON line for each, in order."""
    settings = settings_of()
    catalogue = asyncio.run(read_catalogue(settings))
    if explain:
        matching.explain_file(catalogue, file, sys.stdin.buffer, console, complain, as_json=as_json)
    else:
        matching.match_file(catalogue, file, sys.stdin.buffer, sys.stdout, complain)


@app.command()
def evaluate(
    files: Annotated[
        list[Path] | None, typer.Argument(help="JSONL files of labelled posts; - reads standard input.")
    ] = None,
    *,
    feedback: Annotated[
        bool, typer.Option("--feedback", help="Also what readers and editors said of the links in the database.")
    ] = False,
    save: Annotated[
        Path | None, typer.Option(help="With --feedback: write that feedback to a file of labelled posts.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All figures, as JSON.")] = False,
) -> None:
    """Show how well the matcher agrees with labelled posts: precision, recall and F1 by entry and language."""
    asked = evaluating.Asked(files or (), feedback=feedback, save=save, as_json=as_json)
    asyncio.run(evaluating.evaluate_posts(settings_of(), asked, sys.stdin.buffer, console, complain))


@app.command(name="import", epilog=LINES_HOLD)
def import_file(
    file: Annotated[
        Path,
        typer.Argument(
            help="Telegram Desktop's export of a public channel (folder, result.json, messages.html), or a .jsonl file."
        ),
    ],
    *,
    channel: Annotated[
        str | None, typer.Option(help="@username of the channel that an export in HTML is of, if it is known here.")
    ] = None,
    channel_id: Annotated[int | None, typer.Option(help="Telegram's number of that channel, if it isn't.")] = None,
    time_zone: Annotated[
        str | None,
        typer.Option(help="Where an export in HTML was made, such as Europe/Amsterdam: it tells no summer time."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar and no summary.")] = False,
) -> None:
    """Store and match exported posts. Nobody is alerted of old posts; an import may be repeated."""
    told = importing.Told(channel, channel_id, time_zone)
    asyncio.run(importing.import_file(settings_of(), file, told, Console(quiet=quiet), now))


@app.command(name="export", epilog=LINES_HOLD)
def export_file(
    file: Annotated[Path, typer.Argument(help="The file to write; - is standard output.")],
    *,
    form: Annotated[
        exporting.Format | None,
        typer.Option("--format", help="jsonl can be imported again, csv is for spreadsheets; by default as FILE ends."),
    ] = None,
    channel: Annotated[
        list[str] | None, typer.Option(help="@username or number of a channel, again for another; by default all.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Posts from this day on (UTC), such as 2024-03-12.")] = None,
    until: Annotated[str | None, typer.Option(help="Posts up to this day (UTC), and of it.")] = None,
    revisions: Annotated[
        bool, typer.Option("--revisions", help="All revisions of each post, not the last only.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar and no summary.")] = False,
) -> None:
    """Write stored posts to a file."""
    wanted = exporting.Wanted(channel or (), since, until, revisions)
    told = Console(stderr=True, quiet=quiet)
    asyncio.run(exporting.export_file(settings_of().database_url, file, form, wanted, sys.stdout.buffer, told))


@app.command()
def archive(
    exports: Annotated[
        list[Path] | None,
        typer.Argument(help="Exports of public channels to archive in the place of the database: as `import` reads."),
    ] = None,
    *,
    out: Annotated[Path, typer.Option(help="The folder for the months' files, such as 2024-03.parquet.")] = Path(
        "archive"
    ),
    channel_id: Annotated[int | None, typer.Option(help="Telegram's number of the channel of an HTML export.")] = None,
    time_zone: Annotated[
        str | None, typer.Option(help="Where an export in HTML was made, such as Europe/Amsterdam.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar and no summary.")] = False,
) -> None:
    """Write posts with all their revisions to Parquet, a file a month. Repeated, it writes the months that grew."""
    console = Console(stderr=True, quiet=quiet)
    if exports:
        archiving.archive_exports(exports, importing.Told(None, channel_id, time_zone), out, console)
    else:
        asyncio.run(archiving.archive_database(settings_of(quiet=True).database_url, out, console))


@app.command()
def rematch(
    archives: Annotated[
        list[Path] | None, typer.Argument(help="Files that `seinpost archive` wrote, or folders of them.")
    ] = None,
    *,
    out: Annotated[Path | None, typer.Option(help="The folder for the links, and the picture of mentions.")] = None,
    engine: Annotated[
        str, typer.Option(help="processes, processes:4 (so many), or dask://HOST:PORT (a Dask scheduler).")
    ] = "processes",
    apply: Annotated[
        Path | None, typer.Option(help="Bring the links of such a folder back into the database; nobody is alerted.")
    ] = None,
    only: Annotated[
        list[applying.Only] | None, typer.Option(help="With --apply: links to these, again for others; by default all.")
    ] = None,
    certain_only: Annotated[
        bool, typer.Option("--certain-only", help="With --apply: no suggestions, those that are there stay.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar and no summary.")] = False,
) -> None:
    """Match archived posts again with the watchlist as it is now. Repeated, it does what is missing or older."""
    console = Console(stderr=True, quiet=quiet)
    if apply is not None:
        if archives or out is not None:
            raise BadInput("--apply takes a folder of links that is there: leave out the archives and --out.")
        chosen = applying.chosen(only or (), certain_only=certain_only)
        asyncio.run(applying.apply(settings_of(quiet=True), apply, chosen, console, now))
        return
    if only or certain_only:
        raise BadInput("--only and --certain-only say what --apply brings back: a rematch finds all links.")
    if not archives or out is None:
        raise BadInput("Say what to match again and where to: seinpost rematch archive/ --out links/")
    rematching.rematch(settings_of(quiet=True), rematching.Asked(archives, out), engine_of(engine), console, now)


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
    """Write the claims that editors made in chat as a file for config/watchlist/claims: there they are the files'."""
    settings = settings_of(quiet=True)
    console = Console(stderr=True)
    asyncio.run(own_entries.export(settings.database_url, settings.watchlist, file, sys.stdout.buffer, console))


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
    """Decide about posts that seem to be deleted in a mass. `seinpost status` shows them; look at the channel first."""
    if believe is None:
        raise BadInput(f"Say what is true of {channel}: --believe (its posts are gone) or --dismiss (they are there).")
    settings = settings_of(quiet=True)
    asyncio.run(deletions.decide(settings.database_url, channel, believe=believe, console=console, clock=now))


@app.command()
def backup(
    file: Annotated[Path | None, typer.Argument(help="The file to write; by default one named after the time.")] = None,
) -> None:
    """Copy the database to a file and verify the copy. The lookout may be running."""
    archives.make(settings_of(quiet=True), file, console, now())


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A file that `seinpost backup` wrote.")]) -> None:
    """Put a copy in the place of the database, and keep what was there. The lookout must be stopped."""
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


@app.command(name="parked")
def show_parked(
    *, retry: Annotated[bool, typer.Option("--retry", help="Let the lookout try all of it again.")] = False
) -> None:
    """Show what broke a stage and was left aside, so that the rest went on. The lookout may be running."""
    url = settings_of(quiet=True).database_url
    asyncio.run(parked.retry(url, console) if retry else parked.show(url, console))


@app.command()
def audit(
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest first.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON lines.")] = False,
) -> None:
    """Show who did what: roles, invitations, statuses, claims, links, refusals. The lookout may be running."""
    settings = settings_of(quiet=True)
    asyncio.run(auditing.show(settings.database_url, typer.echo, limit, as_json=as_json))


@app.command(name="status")
def show_status(
    *, check: Annotated[bool, typer.Option("--check", help="Exit with 1 when a channel is not covered.")] = False
) -> None:
    """Show what is not covered, then accounts, queues and channels. The lookout may be running."""
    if not asyncio.run(status.show(settings_of(), console, now)) and check:
        raise typer.Exit(1)
