"""`seinpost copy`: moves the database into another, says what arrived, and which setting names the new one.

How rows are read, written and compared is `storage.moving`'s matter; chains are walked as by `seinpost evidence check`.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.commands import evidence
from bot.commands.sections import Section, show
from storage.connecting import Unusable, address, file_at, location
from storage.moving import Moved, Watcher, compare, move


def copy(source: str, target: str, console: Console) -> None:
    """Moves what `source` holds to `target`, an empty or new database; goes on where an earlier attempt ended.

    Raises:
        Unusable: a database is no good or in use, or what arrived is not the same; says what to do.
    """
    with _watched(console) as watch:
        moved = move(source, target, watch)
    show(Section("Moved, and compared row by row", ("table", "rows"), _filled(moved.rows)), console)
    _say(console, _summary(moved, target))
    _require_chains(target, console)
    named = target if file_at(target) else f"{location(address(target))} (with its password, if it has one)"
    _say(console, f"Now set SEINPOST_DATABASE_URL to {named}, and start the lookout.")
    _say(console, f"{location(address(source))} is as it was: keep it until the new one has run for a while.")


def check(source: str, target: str, console: Console) -> None:
    """Compares the two and changes nothing.

    Raises:
        Unusable: they differ, or one of them is no good; says what to do.
    """
    with _watched(console) as watch:
        rows = compare(source, target, watch)
    show(Section("The same in both, row by row", ("table", "rows"), _filled(rows)), console)
    _require_chains(target, console)


def _summary(moved: Moved, target: str) -> str:
    tables, rows = sum(map(bool, moved.rows.values())), sum(moved.rows.values())
    told = f"{rows} rows of {tables} tables are in {location(address(target))}."
    if moved.anew:
        return f"{told} The database had changed since the copy was begun, so it was begun anew."
    return f"{told} What had arrived before was not sent again." if moved.went_on else told


def _require_chains(target: str, console: Console) -> None:
    if not asyncio.run(evidence.check(target, console)):
        raise Unusable(
            "The rows are the same, but a chain is broken: see above. If `seinpost evidence check` says so of the old "
            "database too, it was broken there before; else move it again into a new one."
        )


def _filled(rows: dict[str, int]) -> list[tuple[str, str]]:
    return [(name, str(number)) for name, number in sorted(rows.items()) if number]


@contextmanager
def _watched(console: Console) -> Iterator[Watcher]:
    """A bar for each thing that is done, one after the other; nothing of it stays on the screen."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=console.quiet) as progress:
        yield _mover(progress)


def _mover(progress: Progress) -> Callable[[str, int, int], None]:
    tasks = {what: progress.add_task(what, total=None, visible=False) for what in ("copying", "comparing")}

    def watch(what: str, done: int, total: int) -> None:
        progress.update(tasks[what], completed=done, total=total, visible=True)

    return watch


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
