"""Copies of the database that are made by themselves: when they are due, how many stay, and one that can't be made."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.backing_up import Schedule, back_up_due
from bot.cli import app
from storage import ahead, backups, changes
from storage.database import Database
from storage.watching import ChangeKind
from tests.storage.samples import NOW, post, stored

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def schedule(url: str, folder: Path, keep: int = 2) -> Schedule:
    return Schedule(url, folder, DAY, keep)


async def at(db: Database, given: Schedule | None, moment: datetime) -> int:
    return await back_up_due(db, given, lambda: moment)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_a_copy_is_made_when_it_is_due_and_the_oldest_go(
    sqlite_db: Database, sqlite_url: str, tmp_path: Path
) -> None:
    given = schedule(sqlite_url, tmp_path / "copies")
    assert [await at(sqlite_db, given, NOW + late) for late in (0 * DAY, DAY - MINUTE, DAY, DAY + MINUTE)] == [
        1,
        0,
        1,
        0,
    ]
    assert await at(sqlite_db, given, NOW + 2 * DAY) == 1
    assert names(tmp_path / "copies") == ["seinpost-20240313T093000Z.db", "seinpost-20240314T093000Z.db"]
    standing = await sqlite_db.read(backups.newest)
    assert standing is not None
    assert (standing.made_at, standing.due_at) == (NOW + 2 * DAY, NOW + 3 * DAY)


async def test_copies_that_a_clock_which_was_ahead_has_named_go_before_new_ones(
    sqlite_db: Database, sqlite_url: str, tmp_path: Path
) -> None:
    given = schedule(sqlite_url, tmp_path / "copies")
    for moment in (NOW + 30 * DAY, NOW + 31 * DAY):
        await at(sqlite_db, given, moment)
    await sqlite_db.write(ahead.bring_back, NOW)
    await at(sqlite_db, given, NOW)
    await at(sqlite_db, given, NOW + DAY)
    assert names(tmp_path / "copies") == ["seinpost-20240312T093000Z.db", "seinpost-20240313T093000Z.db"]


async def test_one_that_fails_is_told_tried_again_and_removes_nothing(
    sqlite_db: Database, sqlite_url: str, tmp_path: Path
) -> None:
    copies = tmp_path / "copies"
    await at(sqlite_db, schedule(sqlite_url, copies, keep=1), NOW)
    gone = schedule(f"sqlite:///{tmp_path}/gone.db", copies, keep=1)
    assert await at(sqlite_db, gone, NOW + DAY) == 1
    assert await at(sqlite_db, gone, NOW + DAY + MINUTE) == 0
    assert names(copies) == ["seinpost-20240312T093000Z.db"]
    standing = await sqlite_db.read(backups.of, str(copies))
    assert standing is not None
    assert (standing.made_at, standing.problem_at) == (NOW, NOW + DAY)
    assert await at(sqlite_db, schedule(sqlite_url, copies), NOW + DAY + backups.RETRY) == 1
    mended = await sqlite_db.read(backups.of, str(copies))
    assert mended is not None
    assert mended.problem is None


async def test_a_folder_that_held_copies_and_is_gone_is_not_made_anew(
    sqlite_db: Database, sqlite_url: str, tmp_path: Path
) -> None:
    copies = tmp_path / "disk" / "copies"
    given = schedule(sqlite_url, copies)
    await at(sqlite_db, given, NOW)
    (tmp_path / "disk").rename(tmp_path / "elsewhere")
    assert await at(sqlite_db, given, NOW + DAY) == 1
    assert not copies.exists()
    standing = await sqlite_db.read(backups.newest)
    assert standing is not None
    assert (standing.made_at, standing.problem_at) == (NOW, NOW + DAY)
    assert "Mount its disk" in (standing.problem or "")
    (tmp_path / "elsewhere").rename(tmp_path / "disk")
    await at(sqlite_db, given, NOW + DAY + backups.RETRY)
    assert len(names(copies)) == 2


async def test_operators_are_told_once_that_copies_fail_and_once_that_they_are_made_again(
    sqlite_db: Database, sqlite_url: str, tmp_path: Path
) -> None:
    copies = tmp_path / "copies"
    copies.write_text("a file in the way", encoding="utf-8")
    for turn in range(3):
        await at(sqlite_db, schedule(sqlite_url, copies), NOW + turn * backups.RETRY)
    copies.unlink()
    for turn in range(3, 5):
        await at(sqlite_db, schedule(sqlite_url, copies), NOW + turn * DAY)
    told = await sqlite_db.read(changes.untold, 10)
    assert [(change.kind, change.subject) for change in told] == [
        (ChangeKind.BACKUP_FAILED, str(copies)),
        (ChangeKind.BACKUP_MADE, str(copies)),
    ]
    assert "can't be written" in (told[0].after or "")


async def test_without_a_folder_nothing_is_copied(sqlite_db: Database) -> None:
    assert await at(sqlite_db, None, NOW) == 0


# --- from the terminal ------------------------------------------------------------------------------------------------


@pytest.fixture
async def terminal(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """In a folder of its own, with one post stored."""
    async with Database.open(sqlite_url) as db:
        await stored(db, post(12, "The ferry is late."))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEINPOST_DATABASE_URL", sqlite_url)
    return CliRunner()


def test_a_copy_is_made_and_put_back(terminal: CliRunner, tmp_path: Path) -> None:
    made = terminal.invoke(app, ["backup", "copy.db"])
    assert made.exit_code == 0
    assert "1 posts with 1 revisions" in made.output
    back = terminal.invoke(app, ["restore", "copy.db"])
    assert back.exit_code == 0
    assert "What was there before is kept in" in back.output


@pytest.mark.parametrize("words", [["evidence"], ["evidence", "write"]])
def test_evidence_is_written_checked_and_verified(terminal: CliRunner, tmp_path: Path, words: list[str]) -> None:
    assert terminal.invoke(app, [*words, "channel_1/12"]).exit_code == 0
    assert "It proves" in terminal.invoke(app, ["evidence", "verify", "evidence.zip"]).output
    assert "1 revision checked" in terminal.invoke(app, ["evidence", "check"]).output
    (tmp_path / "evidence.zip").write_bytes(b"")
    assert terminal.invoke(app, ["evidence", "verify", "evidence.zip"]).exit_code == 1
