"""Commands about posts: link them, bring them in and out, match archives again."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.archives.engines import engine_of
from bot.cli.program import app, complain, console
from bot.clock import now
from bot.commands import (
    applying,
    archiving,
    evaluating,
    exporting,
    importing,
    matching,
    rematching,
)
from bot.commands.opening import read_catalogue
from bot.commands.starting import settings as settings_of
from collectors.base import BadInput
from collectors.exports.jsonl import LINES_HOLD


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
        typer.Option(help="Where an export in HTML was made, such as Europe/Amsterdam: its times ignore summer time."),
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
        typer.Option(
            "--format", help="jsonl can be imported again, csv is for spreadsheets; by default FILE's ending."
        ),
    ] = None,
    channel: Annotated[
        list[str] | None, typer.Option(help="@username or number of a channel, again for another; by default all.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Posts from this day on (UTC), such as 2024-03-12.")] = None,
    until: Annotated[str | None, typer.Option(help="Posts up to and including this day (UTC).")] = None,
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
