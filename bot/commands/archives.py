"""`seinpost backup` and `seinpost restore`: a verified copy of the database, and one that is put back."""

from datetime import datetime
from pathlib import Path

from rich.console import Console

from bot.backing_up import name_of
from bot.settings import Settings
from storage.archiving import Copy, back_up, put_back


def make(settings: Settings, file: Path | None, console: Console, now: datetime) -> None:
    """Copies the database, also while the lookout runs; without a file into the folder of the settings, or here.

    Raises:
        Unusable: there is no database, or no copy can be made; says what to do.
    """
    folder = settings.backup.folder or Path()
    copy = back_up(settings.database_url, file or folder / name_of(settings.database_url, now))
    _say(console, f"{copy.file} is a complete copy: {_told(copy)}.")


def restore(settings: Settings, file: Path, console: Console, now: datetime) -> None:
    """Puts a copy in the place of the database, which no program may use meanwhile.

    Raises:
        Unusable: the copy is no good, or the database is in use; nothing was changed then.
    """
    done = put_back(settings.database_url, file, now)
    _say(console, f"{file} was put back: {_told(done.copy)}.")
    if done.kept:
        _say(console, f"What was there before is kept in {done.kept}; remove it when it is not needed any more.")


def _told(copy: Copy) -> str:
    counted = "" if copy.posts is None else f", {copy.posts} posts with {copy.revisions} revisions"
    return f"{copy.size / 1e6:.1f} MB, step {copy.step}{counted}"


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
