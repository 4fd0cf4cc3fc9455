"""PostgreSQL's own programs, which write and read copies of a database there: pg_dump, pg_restore and psql."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError

from storage.connecting import Unusable, location, migrator, unusable

_STEP = re.compile(r"^COPY \S*alembic_version .*\n(\w+)$", re.MULTILINE)
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_type = 'client backend'"
)


def is_there() -> bool:
    """Whether copies can be written on this machine."""
    return shutil.which("pg_dump") is not None


def dump(url: URL, file: Path) -> None:
    """Writes all of a database, as it is at one moment.

    Raises:
        Unusable: pg_dump is not installed, or fails; says what to do.
    """
    _run(url, "pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={file}", f"--dbname={_bare(url)}")


def step_in(file: Path) -> str:
    """The step of migrations that a dump is at.

    Raises:
        Unusable: it is no dump of one of our databases.
    """
    told = _run(None, "pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file))
    found = _STEP.search(told)
    if found is None:
        raise Unusable(f"{file} is no copy of a database of this program. Name a file that `seinpost backup` wrote.")
    return found[1]


def refuse_if_used(url: URL, again: str) -> None:
    """
    Raises:
        Unusable: somebody is connected to the database; says to do it `again` later.
    """
    try:
        with migrator(url).begin() as conn:
            others = conn.scalar(_OTHERS)
    except DBAPIError as error:
        raise unusable(url, error) from error
    if others:
        raise Unusable(f"{location(url)} is in use: stop the lookout and what else is connected, then {again} again.")


def load(url: URL, file: Path) -> None:
    """Puts a dump in the place of all that is there, in one transaction."""
    with TemporaryDirectory() as folder:
        script = Path(folder) / "dump.sql"
        _run(None, "pg_restore", "--no-owner", "--no-acl", f"--file={script}", str(file))
        anew = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
        whole = ("--single-transaction", "--set=ON_ERROR_STOP=1", "--no-psqlrc", "--quiet")
        _run(url, "psql", *whole, f"--dbname={_bare(url)}", f"--command={anew}", f"--file={script}")


def _bare(url: URL) -> str:
    """Without the password, which other users of this machine could read in a list of programs."""
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return bare.render_as_string(hide_password=False)


def _run(url: URL | None, program: str, *words: str) -> str:
    """What the program wrote."""
    password = {"PGPASSWORD": url.password} if url is not None and url.password else {}
    environment = {**os.environ, **password}  # noqa: TID251 - handed on whole, read for nothing
    try:
        done = subprocess.run([program, *words], capture_output=True, text=True, check=False, env=environment)
    except FileNotFoundError:
        raise Unusable(
            f"Copies of a PostgreSQL database need the program {program}, which is not there. "
            "Install PostgreSQL's client programs, of the server's version or a newer one."
        ) from None
    if done.returncode:
        said = (done.stderr.strip() or program).splitlines()
        raise Unusable(
            f"{program} failed: {said[0]}. "
            f"Check the file and SEINPOST_DATABASE_URL, and that {program} is not older than the server."
        )
    return done.stdout
