"""Copies of a whole database: made while it is in use, verified by opening them, and put back.

Synchronous, since files and other programs are waited for; callers run it in a thread. On SQLite the copy is a database
file; on PostgreSQL it is pg_dump's, if that is installed. When copies are made is not decided here.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex

import structlog
from sqlalchemy import URL

from storage import dumping
from storage.connecting import Unusable, address, damaged, file_of, is_sqlite, not_there, unusable
from storage.migrating import dump_before, is_to_be_filled, migrate, refuse_newer, step_of

log = structlog.get_logger()

_COUNTS = "SELECT (SELECT count(*) FROM posts), (SELECT count(*) FROM revisions)"

LOOKED_THROUGH = 256 * 1024 * 1024
"""Bytes of a file that is looked through at a start: that takes a second or two."""

_BEGINS = 16  # bytes of a file that say what it is

_WAIT = 2.0
"""Seconds for which a program that ends just now is waited for."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was opened and found whole. `posts` None: only PostgreSQL itself could count them."""

    file: Path
    size: int
    step: str
    posts: int | None = None
    revisions: int | None = None


def back_up(url: str, file: Path) -> Copy:
    """Copies the database as it is at one moment to `file`, which appears when the copy is complete and verified.

    Raises:
        Unusable: the database or the copy is no good, or can't be written; the text ends with what to do.
    """
    parsed = address(url)
    if file.exists() and not file.is_file():  # a device would be replaced by the copy
        raise Unusable(f"{file} is a folder or a device. Name a file, to which the database is copied.")
    if is_sqlite(parsed) and file.resolve() in _parts(file_of(parsed).resolve()):
        raise Unusable(f"{file} is the database itself. Name another file, to which it is copied.")
    try:
        if file.exists() and not _is_copy(file):
            raise Unusable(f"{file} is no copy of a database and would be written over. Name another file.")
        file.parent.mkdir(parents=True, exist_ok=True)
        with _beside(file) as part:
            return _finished(_copied(parsed, part), part, file)
    except OSError as error:
        raise Unusable(
            f"{file} can't be written ({error.strerror}): check the folder and the space on the disk."
        ) from error


def _is_copy(file: Path) -> bool:
    """Whether a file begins as one does; an empty one may become one."""
    with file.open("rb") as opened:
        begins = opened.read(_BEGINS)
    return not begins or begins.startswith((b"SQLite format 3\0", b"PGDMP"))


def _parts(database: Path) -> list[Path]:
    """The file, and those that SQLite keeps beside it."""
    return [database.with_name(f"{database.name}{ending}") for ending in ("", "-wal", "-shm", "-journal")]


def back_up_before(url: URL, step: str, folder: Path | None) -> None:
    """As `back_up`, into the folder of the backups, before a server's database is brought to that step. Without a
    folder, or the program for it, none is made, and that is said.

    Raises:
        Unusable: a copy was wanted and could not be made; says how to go on.
    """
    if folder is None or not dumping.is_there():
        lacking = "set SEINPOST_BACKUP__FOLDER" if folder is None else "install PostgreSQL's client programs (pg_dump)"
        log.warning("no copy made before the migration", step=step, mend=f"{lacking}, and one is made before the next")
        return
    try:
        copy = back_up(url.render_as_string(hide_password=False), folder / dump_before(url, step))
    except Unusable as error:
        raise Unusable(
            f"Nothing was migrated, since no copy could be made before: {error} To go on without one, leave out "
            "SEINPOST_BACKUP__FOLDER for this start."
        ) from error
    log.info("copied before the migration", step=step, file=str(copy.file), size=copy.size)


def refuse_damaged(url: str) -> None:
    """Looks through a database file that is there, before anything is written to it; through all of one that is not
    large. What is wrong with a larger one is found when it is copied.

    Raises:
        Damaged: it is no whole database; says how to put a copy back.
    """
    parsed = address(url)
    if not is_sqlite(parsed) or not file_of(parsed).exists() or file_of(parsed).stat().st_size > LOOKED_THROUGH:
        return
    try:
        with closing(sqlite3.connect(file_of(parsed), timeout=_WAIT)) as conn:
            found = conn.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError as error:  # held by another, or not to be read: who opens it says so
        if "malformed" not in str(error):
            return
        found = str(error)
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise damaged(parsed, found.splitlines()[0])


def _copied(url: URL, part: Path) -> Copy:
    if not is_sqlite(url):
        dumping.dump(url, part)
        return Copy(part, part.stat().st_size, dumping.step_in(part))
    if not file_of(url).exists():
        raise not_there(url)
    _copy_file(file_of(url), part)
    return _verified(part)


def _copy_file(source: Path, target: Path) -> None:
    """All pages in one go: the copy is of one moment, and who writes meanwhile is not held up."""
    try:
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
            here.backup(there)
            there.execute("PRAGMA journal_mode=DELETE")  # one file, not three
    except sqlite3.Error as error:
        raise Unusable(f"{source} can't be copied: {error}. If it is damaged, put a copy in its place.") from error


def _verified(file: Path) -> Copy:
    """Opens a copy.

    Raises:
        Unusable: it is damaged, of a newer version, or no database of this program.
    """
    try:
        with closing(sqlite3.connect(file)) as conn:
            found = conn.execute("PRAGMA integrity_check").fetchone()[0]
            dangling = conn.execute("PRAGMA foreign_key_check").fetchone()
            if found != "ok" or dangling:
                raise Unusable(f"{file} is damaged ({found if found != 'ok' else dangling[0]}). Use an earlier copy.")
            step = step_of(address(f"sqlite:///{file}"))
            posts, revisions = conn.execute(_COUNTS).fetchone()
    except sqlite3.Error as error:
        raise Unusable(f"{file} is damaged or no copy of a database: {error}. Use another copy.") from error
    return Copy(file, file.stat().st_size, step, posts, revisions)


def _finished(copy: Copy, part: Path, file: Path) -> Copy:
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(file)
    return Copy(file, copy.size, copy.step, copy.posts, copy.revisions)


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A file that only its owner may read; nothing of it stays after an error."""
    part = file.with_name(f".{file.name}.{token_hex(4)}.part")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


# --- putting back -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PutBack:
    """What was put back; `kept` holds what was there before, if there was anything."""

    copy: Copy
    kept: Path | None


def put_back(url: str, file: Path, now: datetime) -> PutBack:
    """Verifies a copy, puts it in the place of the database and migrates it; what was there is kept beside.

    Raises:
        Unusable: the copy is no good, or a program uses the database; then nothing was changed.
    """
    parsed = address(url)
    if not file.is_file():
        raise Unusable(f"{file} is not there. Name a file that `seinpost backup` wrote.")
    try:
        done = _put_file(file_of(parsed), file, now) if is_sqlite(parsed) else _put_dump(parsed, file, now)
    except OSError as error:
        raise unusable(parsed, error) from error
    migrate(parsed)
    return done


def _put_dump(url: URL, file: Path, now: datetime) -> PutBack:
    copy = Copy(file, file.stat().st_size, dumping.step_in(file))
    refuse_newer(file, copy.step)
    dumping.refuse_if_used(url, "restore")
    kept = None if is_to_be_filled(url) else file.with_name(f"{url.database}{_named(now)}.dump")
    if kept is not None:
        back_up(url.render_as_string(hide_password=False), kept)
    dumping.load(url, file)
    return PutBack(copy, kept)


def _put_file(database: Path, file: Path, now: datetime) -> PutBack:
    database.parent.mkdir(parents=True, exist_ok=True)
    with _beside(database) as part:
        _copy_file(file, part)
        copy = _verified(part)
        kept = database.with_name(database.name + _named(now))
        if not database.exists():
            logs = _keep_logs(database, kept)
            part.replace(database)
            return PutBack(copy, next(iter(logs), None))
        with alone_with(database, "restore"):
            _keep(database, kept)
            part.replace(database)
    return PutBack(copy, kept)


def _named(now: datetime) -> str:
    return f".before-restore-{now:%Y%m%dT%H%M%SZ}"


@contextmanager
def alone_with(database: Path, again: str) -> Iterator[None]:
    """While nobody else has the file open: only then SQLite lets its write-ahead log be put away.

    Raises:
        Unusable: it is in use; says to do it `again` later.
    """
    with closing(sqlite3.connect(database, timeout=_WAIT, isolation_level=None)) as conn:
        try:
            conn.execute("PRAGMA locking_mode=EXCLUSIVE")
            conn.execute("PRAGMA journal_mode=DELETE")
            conn.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise Unusable(f"{database} is in use: stop the lookout, then {again} again.") from error
            # it is damaged, so nobody can be at work in it, and it is all the more to be replaced
        yield


def _keep(database: Path, kept: Path) -> None:
    """Under another name as well, so that there is a database under its own at any moment."""
    try:
        os.link(database, kept)
    except OSError:  # a file system without links
        shutil.copy2(database, kept)
    _keep_logs(database, kept)


def _keep_logs(database: Path, kept: Path) -> list[Path]:
    """Of a damaged file, or of one that was moved away without them: SQLite would take them for the new one's, and
    write what they hold into it."""
    there, put_away = _parts(database)[1:], _parts(kept)[1:]
    return [log.replace(away) for log, away in zip(there, put_away, strict=True) if log.exists()]
