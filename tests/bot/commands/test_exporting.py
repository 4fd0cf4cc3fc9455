"""Exports: what is chosen, and that a file is there whole or not at all."""

import asyncio
import io
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.commands import exporting
from bot.commands.exporting import Format, Wanted, export_file, first_moment, last_moment
from collectors.base import BadInput
from storage import posts, reading
from storage.database import Database, Unusable
from storage.model import Channel, Post

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
ALL = Wanted()


def post(post_id: int, text: str = "Water reaches the quay.", channel_id: int = 1, **more: Any) -> Post:
    return Post(**{"channel_id": channel_id, "post_id": post_id, "published_at": NOON, "text": text, **more})


@pytest.fixture
async def filled(sqlite_url: str) -> str:
    """The address of a database of two channels: three posts, one of them edited, and a fourth."""
    async with Database.open(sqlite_url) as db:
        river, hill = Channel(1, "river", "River News"), Channel(2, None, "Hill News")
        tomorrow = NOON + timedelta(days=1)
        await db.write(posts.save, river, [post(1), post(2), post(3, published_at=tomorrow)], 3, NOON, backlog=False)
        await db.write(posts.save, river, [post(2, "It falls.")], 3, tomorrow, backlog=False)
        await db.write(posts.save, hill, [post(9, channel_id=2)], 9, NOON, backlog=False)
    return sqlite_url


async def exported(url: str, file: Path, wanted: Wanted = ALL, form: Format | None = None) -> str:
    """What went to standard output."""
    output = io.BytesIO()
    await export_file(url, file, form, wanted, output, Console(quiet=True))
    return output.getvalue().decode()


async def chosen(url: str, **wanted: Any) -> list[tuple[int, int]]:
    """Channel and post of every line."""
    lines = (await exported(url, Path("-"), Wanted(**wanted))).splitlines()
    return [(record["channel_id"], record["id"]) for record in map(json.loads, lines)]


async def test_the_newest_state_of_every_post_is_written(filled: str) -> None:
    assert await chosen(filled) == [(1, 1), (1, 2), (1, 3), (2, 9)]
    assert "It falls." in await exported(filled, Path("-"))


async def test_where_no_database_is_none_is_made_and_an_earlier_export_stays(tmp_path: Path) -> None:
    earlier = tmp_path / "posts.jsonl"
    earlier.write_text("of another day", encoding="utf-8")
    with pytest.raises(Unusable, match="is not there yet"):
        await exported(f"sqlite:///{tmp_path}/mistyped.db", earlier)
    assert earlier.read_text(encoding="utf-8") == "of another day"
    assert not (tmp_path / "mistyped.db").exists()


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-journal"])
@pytest.mark.parametrize("through", ["itself", "symlink", "hard link"])
async def test_no_database_nor_what_lies_beside_it_is_written_over(
    filled: str, tmp_path: Path, ending: str, through: str
) -> None:
    database = Path(filled.removeprefix("sqlite:///"))
    target = database.with_name(database.name + ending)
    target.touch()
    before = target.read_bytes()
    if through == "symlink":
        (tmp_path / "posts.jsonl").symlink_to(target)
    if through == "hard link" and not ending:  # of the others nobody knows what they are
        (tmp_path / "posts.jsonl").hardlink_to(target)
    named = tmp_path / "posts.jsonl" if (tmp_path / "posts.jsonl").exists() else target
    with pytest.raises(BadInput, match="database"):
        await exported(filled, named, form=Format.JSONL)
    assert not target.exists() or ending == "-shm" or target.read_bytes() == before  # SQLite works in that one
    assert named.is_symlink() is (through == "symlink")


@pytest.mark.parametrize("folder", ["/", ".", "..", "there"])
async def test_a_folder_is_no_file_to_write(
    filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    with pytest.raises(BadInput, match="is a folder"):
        await exported(filled, Path(folder), form=Format.JSONL)


async def test_what_is_no_file_is_written_to_and_not_replaced(filled: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = asyncio.create_task(asyncio.to_thread(pipe.read_bytes))
    await exported(filled, pipe, form=Format.JSONL)
    assert len((await reading).splitlines()) == 4
    assert pipe.is_fifo()


async def test_a_full_device_is_told_of(filled: str, tmp_path: Path) -> None:
    (tmp_path / "full").symlink_to("/dev/full")
    with pytest.raises(BadInput, match="can't be written"):
        await exported(filled, tmp_path / "full", form=Format.JSONL)
    assert (tmp_path / "full").is_symlink()


async def test_all_revisions_are_written_when_wanted(filled: str) -> None:
    assert await chosen(filled, history=True) == [(1, 1), (1, 2), (1, 2), (1, 3), (2, 9)]


async def test_pages_are_put_together(filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = await exported(filled, Path("-"))
    monkeypatch.setattr(exporting, "PAGE", 1)
    assert await exported(filled, Path("-")) == whole


async def test_channels_are_chosen_by_name_or_number(filled: str) -> None:
    assert await chosen(filled, channels=["2"]) == [(2, 9)]
    assert await chosen(filled, channels=["@River", "-1002", "river"]) == [(1, 1), (1, 2), (1, 3), (2, 9)]
    with pytest.raises(BadInput, match=r"No posts of @lake are stored: check the name"):
        await chosen(filled, channels=["@lake"])


async def test_all_channels_that_bore_a_name_are_chosen_by_it(filled: str) -> None:
    async with Database.open(filled) as db:
        await db.write(posts.save, Channel(3, "River", "Its heir"), [post(4, channel_id=3)], 4, NOON, backlog=False)
    assert await chosen(filled, channels=["@river"]) == [(1, 1), (1, 2), (1, 3), (3, 4)]


async def test_days_are_chosen_whole(filled: str) -> None:
    assert await chosen(filled, since="2024-03-13") == [(1, 3)]
    assert await chosen(filled, until="2024-03-12") == [(1, 1), (1, 2), (2, 9)]
    assert await chosen(filled, since="2024-03-12T13:00+01:00", until="2024-03-12T12:00:01") == [(1, 1), (1, 2), (2, 9)]


@pytest.mark.parametrize("written", ["yesterday", "2024-13-01", "20240312xx", "9999-12-31"])
def test_a_date_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(BadInput, match=rf"--until {written} is not a date: write one like 2024-03-12"):
        last_moment(written)


def test_no_date_is_no_border() -> None:
    assert (first_moment(None), last_moment(None)) == (None, None)


@pytest.mark.parametrize("form", Format)
async def test_the_name_of_the_file_says_the_format(filled: str, tmp_path: Path, form: Format) -> None:
    file = tmp_path / "out" / f"posts.{form}"
    file.parent.mkdir()
    await exported(filled, file)
    assert file.stat().st_size > 100
    assert list(file.parent.iterdir()) == [file]


async def test_another_name_needs_a_format(filled: str, tmp_path: Path) -> None:
    with pytest.raises(
        BadInput, match=r"posts\.txt doesn't say which format is wanted: give --format jsonl, csv or parquet"
    ):
        await exported(filled, tmp_path / "posts.txt")
    await exported(filled, tmp_path / "posts.txt", form=Format.CSV)
    assert (tmp_path / "posts.txt").exists()


async def test_parquet_does_not_go_to_standard_output(filled: str) -> None:
    with pytest.raises(BadInput, match="Parquet can't go to standard output: name a file"):
        await exported(filled, Path("-"), form=Format.PARQUET)


@pytest.mark.parametrize("form", Format)
async def test_an_export_that_fails_leaves_the_old_file_and_nothing_else(
    filled: str, tmp_path: Path, form: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "out" / f"posts.{form}"
    file.parent.mkdir()
    file.write_text("old")
    read = reading.page

    async def failing(*args: Any) -> Any:
        if args[1] == 2:
            raise RuntimeError
        return await read(*args)

    monkeypatch.setattr(reading, "page", failing)
    with pytest.raises(RuntimeError):
        await exported(filled, file)
    assert file.read_text() == "old"
    assert list(file.parent.iterdir()) == [file]


async def test_a_file_that_can_not_be_written_is_said(filled: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for file in (tmp_path / "nowhere/posts.csv", tmp_path / "file/posts.csv"):
        with pytest.raises(BadInput, match=r"can't be written \(.*\): check the folder"):
            await exported(filled, file)
