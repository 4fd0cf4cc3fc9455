"""Which of the files that hold secrets or readers' data others on this machine can read. Looks, and changes nothing."""

from collections.abc import Iterator
from pathlib import Path

from bot.settings import Settings

_OTHERS = 0o077


def read_by_others(settings: Settings, database: Path | None) -> list[Path]:
    """Files with rights for anybody but their owner: database, sessions and their key, backups, `.env`. A folder that
    others can't enter keeps what is in it."""
    return sorted(file for file in _files(settings, database) if _is_open(file))


def _files(settings: Settings, database: Path | None) -> Iterator[Path]:
    if database is not None:
        yield from database.parent.glob(f"{database.name}*")  # its log, and copies made before a migration
    for folder in (settings.telegram.sessions, settings.backup.folder):
        if folder is not None and folder.is_dir():
            yield from (file for file in folder.iterdir() if file.is_file())
    known = (Path(".env"), settings.config / "settings.toml", settings.telegram.key_file)
    yield from (file for file in known if file.is_file())


def _is_open(file: Path) -> bool:
    return bool(file.stat().st_mode & _OTHERS) and bool(file.absolute().parent.stat().st_mode & 0o011)


def sentence(found: list[Path]) -> str:
    """What to do about them."""
    names = " ".join(str(file) for file in found)
    return f"Others on this machine can read {len(found)} files with secrets or readers' data: chmod 600 {names}"
