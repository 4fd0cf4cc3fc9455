"""Archives: of the database and of exports, again and again."""

import io
import json
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from rich.console import Console

from bot.archives import months
from bot.commands.archiving import archive_database, archive_exports
from bot.commands.importing import Told
from collectors.base import BadInput
from collectors.exports import parquet
from collectors.exports.parquet import arrow
from storage import posts, purging, reading
from storage.database import Database, Unusable
from storage.purging import Purge
from tests.bot.archives.making import NOON, RIVER, rows
from tests.collectors.exports.html import message, page, written
from tests.storage.samples import post

LATER = NOON + timedelta(days=31)
NOTHING_TOLD = Told()


async def stored(url: str, *given: Any) -> None:
    async with Database.open(url) as db:
        await db.write(posts.save, RIVER, given, None, NOON, backlog=True)


def numbers(folder: Path) -> dict[str, int]:
    """The files of a folder, and which they are on the disk."""
    return {file.name: file.stat().st_ino for file in folder.iterdir()}


async def archived(url: str, folder: Path) -> str:
    """What the operator is told."""
    told = io.StringIO()
    await archive_database(url, folder, Console(file=told, width=200))
    return told.getvalue().strip()


async def test_all_revisions_of_all_posts_are_archived_by_month(database_url: str, tmp_path: Path) -> None:
    await stored(database_url, post(1, "a", published_at=NOON), post(2, "b", published_at=LATER))
    await stored(database_url, post(1, "c", published_at=NOON, edited_at=LATER))
    told = await archived(database_url, tmp_path / "out")
    assert told.startswith("3 revisions read.")
    assert told.endswith("2 months written (2024-03 to 2024-04).")
    assert [(row["id"], row["revision"], row["cause"], row["text"]) for row in rows(tmp_path / "out")] == [
        (1, 1, "first", "a"),
        (1, 2, "edited", "c"),
        (2, 1, "first", "b"),
    ]


async def test_a_repetition_writes_only_the_month_that_grew(database_url: str, tmp_path: Path) -> None:
    await stored(database_url, post(1, published_at=NOON), post(2, published_at=LATER))
    await archived(database_url, tmp_path / "out")
    assert (await archived(database_url, tmp_path / "out")).endswith("0 months written, 2 months complete before.")
    before = numbers(tmp_path / "out")
    await stored(database_url, post(3, published_at=LATER))
    told = await archived(database_url, tmp_path / "out")
    assert told.endswith("1 month written (2024-04 to 2024-04), 1 month complete before.")
    after = numbers(tmp_path / "out")
    assert [name for name in after if after[name] == before[name]] == ["2024-03.parquet"]
    assert [row["id"] for row in rows(tmp_path / "out")] == [1, 2, 3]


async def test_what_is_purged_stays_in_its_archive_when_the_month_is_archived_again(
    database_url: str, tmp_path: Path
) -> None:
    await stored(database_url, post(1, "a", published_at=NOON), post(2, "b", published_at=NOON))
    await archived(database_url, tmp_path / "out")
    async with Database.open(database_url) as db:
        await db.write(purging.posts_away, [(1, 1)], Purge(LATER, "retention", "kept for 30 days"))
    await stored(database_url, post(3, "c", published_at=NOON))
    for _ in range(2):
        await archived(database_url, tmp_path / "out")
        assert sorted((row["id"], row["text"]) for row in rows(tmp_path / "out")) == [(1, "a"), (2, "b"), (3, "c")]


async def test_months_are_those_of_utc(db: Database) -> None:
    midnight = NOON.replace(day=1, hour=0) + timedelta(days=31)
    given = [post(1, published_at=midnight - timedelta(microseconds=1)), post(2, published_at=midnight)]
    await db.write(posts.save, RIVER, given, None, NOON, backlog=True)
    assert list(await db.read(reading.months)) == ["2024-03", "2024-04"]


async def test_without_a_database_there_is_a_mend_and_no_folder(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="not there yet"):
        await archived(f"sqlite:///{tmp_path}/none.db", tmp_path / "out")
    assert numbers(tmp_path) == {}


def exported(file: Path, *ids: int) -> Path:
    lines = ({"channel_id": 1, "id": id_, "date": NOON.isoformat(), "text": f"post {id_}"} for id_ in ids)
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return file


def test_exports_are_archived_together_and_without_a_database(tmp_path: Path) -> None:
    post = {"id": 9, "type": "message", "date_unixtime": "1710230400", "text": "Water."}
    desktop = {"name": "Riverside", "type": "public_channel", "id": 7, "messages": [post]}
    (tmp_path / "result.json").write_text(json.dumps(desktop), "utf-8")
    (tmp_path / "page").mkdir()
    written(tmp_path / "page", page(message(5)))
    given = [exported(tmp_path / "a.jsonl", 1, 2), tmp_path / "result.json", tmp_path / "page"]
    archive_exports(given, Told(channel_id=-1008, time_zone="Europe/Amsterdam"), tmp_path / "out", Console(quiet=True))
    found = {(row["channel_id"], row["id"], row["revision"], row["seen"]) for row in rows(tmp_path / "out")}
    assert found == {(1, 1, 0, None), (1, 2, 0, None), (7, 9, 0, None), (8, 5, 0, None)}


def test_an_export_in_html_needs_the_number_of_its_channel(tmp_path: Path) -> None:
    written(tmp_path, page(message(5)))
    with pytest.raises(BadInput, match=r"don't say its number: give --channel-id"):
        archive_exports([tmp_path], Told(time_zone="UTC"), tmp_path / "out", Console(quiet=True))


def test_an_export_that_is_damaged_archives_nothing(tmp_path: Path) -> None:
    file = exported(tmp_path / "a.jsonl", 1)
    file.write_text(file.read_text() + "{broken\n")
    with pytest.raises(BadInput, match="line 2"):
        archive_exports([file], NOTHING_TOLD, tmp_path / "out", Console(quiet=True))
    assert list((tmp_path / "out").iterdir()) == []


def test_row_groups_are_small_enough_for_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(months, "ROWS", 10)
    archive_exports(
        [exported(tmp_path / "a.jsonl", *range(1, 36))], NOTHING_TOLD, tmp_path / "out", Console(quiet=True)
    )
    footer = arrow().parquet.read_metadata(tmp_path / "out/2024-03.parquet")
    assert [footer.row_group(number).num_rows for number in range(footer.num_row_groups)] == [10, 10, 10, 5]


def test_without_pyarrow_the_mend_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> ModuleType:
        raise ImportError(name)

    monkeypatch.setattr(parquet, "import_module", absent)
    with pytest.raises(BadInput, match=r"needs pyarrow: pip install 'seinpost\[parquet\]'"):
        archive_exports([exported(tmp_path / "a.jsonl", 1)], NOTHING_TOLD, tmp_path / "out", Console(quiet=True))
