"""Brings a database to the tables of this version: all steps in one transaction, after a copy was made. A file is
copied here, a server's database by whom the caller names.

Synchronous, since Alembic is; `storage.database` runs it in a thread. It knows steps, not tables.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from storage.connecting import Unusable, file_of, is_sqlite, location, migrator, not_there, unusable
from storage.faults import reach

SCRIPTS = Path(__file__).parent / "migrations"

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(5306)")  # any number will do, if it is always the same

_FILLING = " filling"
"""Behind the step of a database into which another is being moved: nobody else is to open it before all is there."""


Copying = Callable[[URL, str], None]
"""Copies a server's database, before it is brought to that step; or says why it does not."""


def migrate(url: URL, scripts: Path = SCRIPTS, copying: Copying | None = None) -> None:
    """Does what is still to be done, if anything. A new database is created.

    Raises:
        Unusable: the database can't be opened or copied, is another program's, or was written by a newer version.
    """
    config = _config(scripts)
    try:
        # Looking needs no lock: so a start never waits for another process that writes
        with migrator(url, begin="BEGIN").begin() as conn:
            if _is_current(conn, url, config):
                return
        with migrator(url).begin() as conn:
            _migrate(conn, url, config, copying)
    except (DBAPIError, OSError) as error:
        raise unusable(url, error) from error


def require_current(url: URL, scripts: Path = SCRIPTS) -> None:
    """For those who only look: nothing is created, migrated or locked.

    Raises:
        Unusable: there is no database, it can't be opened, or it is not of this version.
    """
    if is_sqlite(url) and not file_of(url).exists():
        raise not_there(url)
    try:
        with migrator(url, begin="BEGIN").begin() as conn:
            current = _is_current(conn, url, _config(scripts))
    except (DBAPIError, OSError) as error:
        raise unusable(url, error) from error
    if not current:
        raise Unusable(f"{location(url)} was written by an older version. `seinpost run` brings it up to date.")


def ready_to_fill(url: URL, scripts: Path = SCRIPTS) -> bool:
    """Makes the tables of a new database, into which another is to be moved; whether that was begun before.

    Raises:
        Unusable: it can't be opened, holds another program's tables, or those of another version of this one.
    """
    try:
        with migrator(url, begin="BEGIN").begin() as conn:
            at = MigrationContext.configure(conn).get_current_revision()
    except (DBAPIError, OSError) as error:
        raise unusable(url, error) from error
    head = ScriptDirectory.from_config(_config(scripts)).get_current_head()
    if at is None:
        migrate(url, scripts)
    elif at not in (head, f"{head}{_FILLING}"):
        raise Unusable(f"{location(url)} holds tables of another version (step {at}). Name an empty or new database.")
    return at == f"{head}{_FILLING}"


def is_to_be_filled(url: URL) -> bool:
    """Whether there is nothing in a database yet, or not all that another was to be moved into it.

    Raises:
        Unusable: it can't be opened, or holds another program's tables.
    """
    try:
        with migrator(url, begin="BEGIN").begin() as conn:
            at = MigrationContext.configure(conn).get_current_revision()
            if at is None and inspect(conn).get_table_names():
                raise _foreign(url)
    except (DBAPIError, OSError) as error:
        raise unusable(url, error) from error
    return at is None or at.endswith(_FILLING)


def refuse_newer(file: Path, step: str, scripts: Path = SCRIPTS) -> None:
    """
    Raises:
        Unusable: a copy at that step was written by a newer version.
    """
    if step not in _known(ScriptDirectory.from_config(_config(scripts))):
        raise Unusable(
            f"{file} was written by a newer version of this program (step {step}). Install that version or a later one."
        )


def mark_filling(conn: Connection, *, done: bool) -> None:
    """Says in a database that it is being filled, or no longer; a part of the caller's transaction."""
    at = (MigrationContext.configure(conn).get_current_revision() or "").removesuffix(_FILLING)
    conn.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": at if done else f"{at}{_FILLING}"})


def step_of(url: URL, scripts: Path = SCRIPTS) -> str:
    """The step that a database is at, which may be an older one.

    Raises:
        Unusable: it can't be opened, is empty, another program's, or was written by a newer version.
    """
    try:
        with migrator(url, begin="BEGIN").begin() as conn:
            step = _version(conn, url, ScriptDirectory.from_config(_config(scripts)))
    except (DBAPIError, OSError) as error:
        raise unusable(url, error) from error
    if step is None:
        raise Unusable(f"{location(url)} is empty: it is no database of this program. Name another file.")
    return step


def _config(scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _is_current(conn: Connection, url: URL, config: Config) -> bool:
    scripts = ScriptDirectory.from_config(config)
    return _version(conn, url, scripts) == scripts.get_current_head()


def _migrate(conn: Connection, url: URL, config: Config, copying: Copying | None) -> None:
    if not is_sqlite(url):
        conn.execute(_ONE_AT_A_TIME)
    scripts = ScriptDirectory.from_config(config)
    at, target = _version(conn, url, scripts), scripts.get_current_head()
    if at == target:  # another process was faster
        return
    if at is not None and target is not None:
        _copy(url, target, copying)
    reach("migration, copied")
    config.attributes["connection"] = conn
    command.upgrade(config, "head")
    if is_sqlite(url) and (broken := conn.exec_driver_sql("PRAGMA foreign_key_check").first()):
        raise Unusable(f"{location(url)} would be left with rows of {broken[0]} that point nowhere. Report this.")
    reach("migration, not committed")


def _version(conn: Connection, url: URL, scripts: ScriptDirectory) -> str | None:
    """The step that the database is at; None for an empty one."""
    at = MigrationContext.configure(conn).get_current_revision()
    if at is not None and at.endswith(_FILLING):
        raise Unusable(
            f"{location(url)} does not hold everything yet: another database is being moved into it. "
            "Say the same `seinpost copy` again, which goes on where it ended, or name another database."
        )
    if at is not None and at not in _known(scripts):
        raise Unusable(
            f"{location(url)} was written by a newer version of this program (step {at}). "
            f"Install that version or a later one, or put back the copy {_named(url, at)}, if there is one."
        )
    if at is None and inspect(conn).get_table_names():
        raise _foreign(url)
    return at


def _known(scripts: ScriptDirectory) -> set[str]:
    return {step.revision for step in scripts.walk_revisions()}


def _foreign(url: URL) -> Unusable:
    return Unusable(f"{location(url)} holds another program's tables. Name an empty or new database.")


def _named(url: URL, step: str) -> str:
    """The copy that was made before this step, for people."""
    return f"{location(url)}.before-{step}" if is_sqlite(url) else f"{dump_before(url, step)} of the backups' folder"


def dump_before(url: URL, step: str) -> str:
    """What the copy of a server's database is called."""
    return f"{url.database}.before-{step}.dump"


def _copy(url: URL, step: str, copying: Copying | None) -> None:
    """Nothing was changed yet, and nobody else migrates meanwhile."""
    if is_sqlite(url):
        _copy_file(file_of(url), f"before-{step}")
    elif copying is not None:
        copying(url, step)


def _copy_file(file: Path, suffix: str) -> None:
    """Copies what is committed, while our transaction keeps others from writing."""
    unfinished = file.with_name(f"{file.name}.{suffix}.part")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
    reach("migration, half copied")
    unfinished.replace(file.with_name(f"{file.name}.{suffix}"))
