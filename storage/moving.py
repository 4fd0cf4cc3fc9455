"""Moves a whole database into another, empty one, of either kind; compares two row by row.

Synchronous; callers run it in a thread. Nobody else may use the source meanwhile, so what arrives is of one moment.
Each page of rows is a transaction. Until all of it is there and compared, the target is marked, and opens for nobody.
What was interrupted goes on: rows that are there are compared first, and if the source has changed since, all begins
anew.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import DBAPIError

from storage import dumping
from storage.archiving import alone_with
from storage.connecting import Unusable, address, file_of, is_sqlite, location, migrator, unusable
from storage.contents import CONTENTS, behind, count_from, counted, rows_in
from storage.migrating import mark_filling, ready_to_fill, require_current
from storage.tables import metadata

Watcher = Callable[[str, int, int], None]
"""Told what is being done, and of how many rows."""

_NAMED = 10
"""Rows that differ and are named; more are not looked for."""

_ONE_AT_A_TIME = text("SELECT pg_try_advisory_lock(5307)")


@dataclass(frozen=True, slots=True)
class Moved:
    """What arrived: rows by table. `went_on`: it had been begun before; `anew`: the source had changed since then."""

    rows: dict[str, int]
    went_on: bool
    anew: bool


class _Changed(Exception):  # noqa: N818 - read where it is caught
    """The target holds rows that the source has not, or no longer."""


def move(source_url: str, target_url: str, watch: Watcher) -> Moved:
    """Moves everything, and compares it.

    Raises:
        Unusable: a database is no good or in use, the target holds something else, or what arrived differs.
    """
    source, target = _both(source_url, target_url)
    require_current(source)
    try:
        with _alone_in(source) as here:
            begun = _made_ready(target)
            with _alone_filling(target) as there:
                if not begun:
                    _refuse_rows(there, target)
                anew = _filled(here, there, watch)
                _refuse_differences(_differences(here, there, watch), source, target)
                with there.begin():
                    mark_filling(there, done=True)
            return Moved({of.table.name: rows_in(here, of.table) for of in CONTENTS}, begun, anew)
    except DBAPIError as error:
        raise _stopped(source, target, error) from error


def compare(source_url: str, target_url: str, watch: Watcher) -> dict[str, int]:
    """Compares two databases row by row; says how many rows of each table are the same in both.

    Raises:
        Unusable: a database is no good, the source is in use, or they differ.
    """
    source, target = _both(source_url, target_url)
    require_current(source)
    require_current(target)
    try:
        with _alone_in(source) as here, migrator(target, begin="BEGIN").connect() as there:
            _refuse_differences(_differences(here, there, watch), source, target)
            return {of.table.name: rows_in(here, of.table) for of in CONTENTS}
    except DBAPIError as error:
        raise _stopped(source, target, error) from error


def _both(source_url: str, target_url: str) -> tuple[URL, URL]:
    source, target = address(source_url), address(target_url)
    same = source == target
    if is_sqlite(source) and is_sqlite(target):
        same = file_of(source).resolve() == file_of(target).resolve()
    if same:
        raise Unusable(f"{location(target)} is the database itself. Name an empty or new one.")
    return source, target


def _stopped(source: URL, target: URL, error: DBAPIError) -> Unusable:
    said = str(error.orig).strip().splitlines()
    return Unusable(
        f"Moving {location(source)} to {location(target)} stopped: {said[0] if said else type(error).__name__}. "
        "Mend that, and say the same command again: what has arrived stays."
    )


# --- who may be there -------------------------------------------------------------------------------------------------


@contextmanager
def _alone_in(url: URL) -> Iterator[Connection]:
    """The source, in one transaction, while nobody writes to it."""
    if is_sqlite(url):
        with alone_with(file_of(url), "copy"):
            pass
    else:
        dumping.refuse_if_used(url, "copy")
    with migrator(url, begin="BEGIN EXCLUSIVE").connect() as conn, conn.begin():
        if not is_sqlite(url):
            conn.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            conn.exec_driver_sql(f"LOCK TABLE {_all_tables(conn)} IN SHARE MODE")
        yield conn


def _made_ready(url: URL) -> bool:
    try:
        if is_sqlite(url):
            file_of(url).parent.mkdir(parents=True, exist_ok=True)
        return ready_to_fill(url)
    except OSError as error:
        raise unusable(url, error) from error


@contextmanager
def _alone_filling(url: URL) -> Iterator[Connection]:
    """The target, while nobody else fills it."""
    if is_sqlite(url):
        with alone_with(file_of(url), "copy"):
            pass
    with migrator(url).connect() as conn:
        with conn.begin():
            if is_sqlite(url):
                conn.exec_driver_sql("PRAGMA locking_mode=EXCLUSIVE")
            elif not conn.scalar(_ONE_AT_A_TIME):
                raise Unusable(f"Another `seinpost copy` is filling {location(url)}. Wait for it, or stop it.")
        yield conn


def _refuse_rows(there: Connection, target: URL) -> None:
    """Marks the target in the same transaction, so that nobody fills it in between."""
    with there.begin():
        held = [of.table.name for of in CONTENTS if rows_in(there, of.table)]
        if held:
            raise Unusable(
                f"{location(target)} is in use already: there are rows in {', '.join(held)}. "
                "Name an empty or new database; nothing there was changed."
            )
        mark_filling(there, done=False)


def _all_tables(conn: Connection) -> str:
    return ", ".join(conn.dialect.identifier_preparer.format_table(of.table) for of in CONTENTS)


# --- filling ----------------------------------------------------------------------------------------------------------


def _filled(here: Connection, there: Connection, watch: Watcher) -> bool:
    """Whether it had to begin anew."""
    try:
        _fill(here, there, watch)
    except _Changed:
        _empty(there)
        _fill(here, there, watch)
        return True
    return False


def _fill(here: Connection, there: Connection, watch: Watcher) -> None:
    done, total = 0, sum(rows_in(here, of.table) for of in CONTENTS)
    for of in CONTENTS:
        with there.begin():
            before = rows_in(there, of.table)
        mine = 0
        for page in of.pages(here):
            with there.begin():
                held = of.held(there, page) if before else {}
                if held and held != of.told(page):
                    raise _Changed
                if not held:
                    of.put(there, page)
            mine, done = mine + len(page), done + len(page)
            watch("copying", done, total)
        if before > mine:
            raise _Changed
    with there.begin():
        count_from(there, counted(here))
        if there.dialect.name == "postgresql":
            there.exec_driver_sql("ANALYZE")  # else the first questions are planned for empty tables


def _empty(there: Connection) -> None:
    """What an earlier attempt left; nobody has used it."""
    with there.begin():
        if there.dialect.name == "postgresql":
            there.exec_driver_sql(f"TRUNCATE {_all_tables(there)}")
            return
        for table in reversed(metadata.sorted_tables):
            there.execute(table.delete())


# --- comparing --------------------------------------------------------------------------------------------------------


def _differences(here: Connection, there: Connection, watch: Watcher) -> list[str]:
    """What is not the same, by table and key, without what it holds; nothing, if all is."""
    found: list[str] = []
    done, total = 0, sum(rows_in(here, of.table) for of in CONTENTS)
    with there.begin():
        for of in CONTENTS:
            name, number, arrived = of.table.name, rows_in(here, of.table), rows_in(there, of.table)
            if number != arrived:
                found.append(f"{name}: {arrived} rows instead of {number}")
            for page in of.pages(here):
                told, held = of.told(page), of.held(there, page)
                found += [f"{name}: row {_key(key)}" for key in told if told[key] != held.get(key)]
                done += len(page)
                watch("comparing", done, total)
                if len(found) >= _NAMED:
                    return found[:_NAMED]
        found += [f"{name}: a number would be given out again" for name in behind(there, counted(here))]
        return found + _loose_ends(there)


def _key(key: tuple[object, ...]) -> str:
    return " ".join(map(str, key))


def _loose_ends(there: Connection) -> list[str]:
    """What PostgreSQL looks after by itself."""
    if there.dialect.name == "postgresql":
        return []
    return [f"{row[0]}: row {row[1]} points nowhere" for row in there.exec_driver_sql("PRAGMA foreign_key_check")]


def _refuse_differences(found: list[str], source: URL, target: URL) -> None:
    if found:
        raise Unusable(
            f"{location(target)} does not hold what {location(source)} does. {'; '.join(found)}. "
            "Go on using the old one, and copy it into a new database, without --check."
        )
