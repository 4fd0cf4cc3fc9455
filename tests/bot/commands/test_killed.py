"""Commands that write Parquet, killed in the midst of it and said again: no half file is ever taken for a whole one."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from rich.console import Console

from bot.archives.months import archived
from bot.archives.parts import marks_in
from bot.commands.rematching import Asked, rematch
from bot.settings import Settings
from storage import posts
from storage.database import Database
from tests.bot.archives.making import NOON, RIVER, Here, archive, revision, rows
from tests.faults.small import write_config
from tests.storage.samples import post

ROOT = Path(__file__).parent.parent.parent.parent
MONTHS = [NOON.replace(month=month) for month in (1, 2, 3)]
NAMES = ["2024-01", "2024-02", "2024-03"]
TEXT = "The quay of Rivermouth is flooded, the Harbour Authority says."

# The program, but for its end: when one file is in its place the next never gets there.
ARCHIVING = """
import os, signal
from pathlib import Path
left, replace = 1, Path.replace
def replaced(self, target):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    return replace(self, target)
Path.replace = replaced
from bot.cli import main
main()
"""
# The same, when the first part was done.
REMATCHING = """
import os, signal
from bot.archives.processes import Processes
run = Processes.run
def runs(self, parts, orders):
    for part in run(self, parts, orders):
        os.kill(os.getpid(), signal.SIGKILL)
        yield part
Processes.run = runs
from bot.cli import main
main()
"""
WHOLE = "from bot.cli import main; main()"


def ended(folder: Path, program: str, *words: str) -> int:
    """Runs that program in its folder; how it ended."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("SEINPOST_")}  # noqa: TID251 - a child's
    given = {"SEINPOST_DATABASE_URL": f"sqlite:///{folder}/seinpost.db", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program, *words]
    return subprocess.run(command, cwd=folder, env=own | given, capture_output=True, check=False).returncode


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_an_archive_that_is_killed_holds_whole_months_and_is_made_whole(sqlite_url: str, tmp_path: Path) -> None:
    async with Database.open(sqlite_url) as db:
        given = [post(number, published_at=at) for number, at in enumerate(MONTHS, 1)]
        await db.write(posts.save, RIVER, given, None, NOON, backlog=False)
    out = tmp_path / "out"
    assert ended(tmp_path, ARCHIVING, "archive", "--out", str(out)) == -signal.SIGKILL
    assert any(name.endswith(".part") for name in names(out))
    assert [name for name in NAMES if archived(out, name)] == NAMES[:1]
    assert [row["id"] for row in rows(out)] == [1]
    assert ended(tmp_path, WHOLE, "archive", "--out", str(out)) == 0
    assert names(out) == [f"{name}.parquet" for name in NAMES]
    assert [row["id"] for row in rows(out)] == [1, 2, 3]


def test_a_rematch_that_is_killed_leaves_whole_files_and_goes_on_with_the_others(tmp_path: Path) -> None:
    write_config(tmp_path)
    archive(tmp_path / "in", *(revision(number, TEXT, at) for number, at in enumerate(MONTHS, 1)))
    words = ("rematch", "in", "--engine", "processes:1", "--out")
    assert ended(tmp_path, REMATCHING, *words, "out") == -signal.SIGKILL
    there = {file.name: file.stat().st_ino for file in (tmp_path / "out").glob("2*.parquet")}
    assert there
    assert all(marks_in(tmp_path / "out" / name) for name in there)
    assert ended(tmp_path, WHOLE, *words, "out") == 0
    given = Settings(config=tmp_path / "config", database_url=f"sqlite:///{tmp_path}/none.db", cache=tmp_path / "cache")
    rematch(given, Asked([tmp_path / "in"], tmp_path / "calm"), Here(), Console(quiet=True), lambda: NOON)
    assert names(tmp_path / "out") == names(tmp_path / "calm")
    assert rows(tmp_path / "out") == rows(tmp_path / "calm")
    assert {name: (tmp_path / "out" / name).stat().st_ino for name in there} == there
