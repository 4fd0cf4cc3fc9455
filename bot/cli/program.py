"""The program that the commands belong to, its version, and how errors for people are told."""

from contextlib import suppress
from importlib import metadata
from typing import Annotated

import typer
from rich.console import Console

from bot.secrecy import blotted

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

console = Console()
errors = Console(stderr=True)


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
