"""Which of the files that hold secrets or readers' data others on this machine can read. Looks, and changes nothing."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.commands.starting import secrets_of
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
    known = (Path(".env"), settings.telegram.key_file)
    yield from (file for file in known if file.is_file())
    if (file := settings.config / "settings.toml").is_file() and _holds_any(file, secrets_of(settings)):
        yield file  # as it is shipped it holds none, and has to be read by whom it does not belong to


def _holds_any(file: Path, secrets: Iterable[str]) -> bool:
    written = file.read_text(encoding="utf-8")
    return any(secret in written for secret in secrets if secret)


def _is_open(file: Path) -> bool:
    return bool(file.stat().st_mode & _OTHERS) and bool(file.absolute().parent.stat().st_mode & 0o011)


def sentence(found: list[Path]) -> str:
    """What to do about them."""
    names = " ".join(str(file) for file in found)
    return f"Others on this machine can read {len(found)} files with secrets or readers' data: chmod 600 {names}"
