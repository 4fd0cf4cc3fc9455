"""The progress bar of what takes long; nothing of it stays on the screen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn


@contextmanager
def bar(console: Console, what: str, total: int, *amounts: ProgressColumn) -> Iterator[Callable[[int], None]]:
    """Gives a function that is told how much is done. `amounts` say so in words; a quiet console shows nothing."""
    columns = (TextColumn("{task.description}"), BarColumn(), *amounts, TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=console.quiet) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.update(task, completed=done)
