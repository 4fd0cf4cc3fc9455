"""Archives by month: which file a post goes to, and what becomes of a file that is there."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.archives import months as module
from bot.archives.months import Months
from collectors.base import BadInput
from collectors.exports.parquet import arrow
from collectors.exports.tables import row_of
from tests.bot.archives.making import NOON, archive, revision, rows, some


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_posts_go_to_the_month_in_which_they_were_published_in_utc(tmp_path: Path) -> None:
    tokyo = timezone(timedelta(hours=9))
    march = datetime(2024, 4, 1, 8, 59, tzinfo=tokyo)
    archive(tmp_path, revision(1, at=march), revision(2, at=march + timedelta(minutes=1)), revision(3))
    assert names(tmp_path) == ["2024-03.parquet", "2024-04.parquet"]
    assert [(row["id"], row["date"]) for row in rows(tmp_path)] == [
        (1, march.astimezone(UTC)),
        (3, NOON),
        (2, datetime(2024, 4, 1, tzinfo=UTC)),
    ]


def test_what_waits_for_all_files_together_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HELD", 10)
    with Months(tmp_path, "tests") as months:
        for revision_ in [*some(20), *some(5, NOON + timedelta(days=31)), *some(20)]:
            months.add([row_of(revision_)])
            assert months._held <= 10
    assert [arrow().parquet.read_metadata(file).num_rows for file in sorted(tmp_path.iterdir())] == [40, 5]


def test_a_month_that_did_not_change_keeps_its_file_and_one_that_grew_gets_another(tmp_path: Path) -> None:
    april = revision(9, at=NOON + timedelta(days=31))
    archive(tmp_path, *some(3), april)
    before = {file.name: file.stat().st_ino for file in tmp_path.iterdir()}
    with Months(tmp_path, "tests") as months:
        months.add(map(row_of, [*some(4), april]))
    assert (months.written, months.same) == (["2024-03"], ["2024-04"])
    after = {file.name: file.stat().st_ino for file in tmp_path.iterdir()}
    assert [name for name in before if after[name] == before[name]] == ["2024-04.parquet"]


@pytest.mark.parametrize("damage", [lambda whole: whole[:-20], lambda whole: whole[:4] + b"X" * 400 + whole[404:]])
def test_a_damaged_file_is_not_overwritten_since_it_may_hold_what_is_purged(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    file = archive(tmp_path, *some(3)) / "2024-03.parquet"
    damaged = damage(file.read_bytes())
    file.write_bytes(damaged)
    with pytest.raises(BadInput, match=r"2024-03\.parquet is damaged .* put a copy of it back, or move it away"):
        archive(tmp_path, *some(3))
    assert names(tmp_path) == ["2024-03.parquet"]
    assert file.read_bytes() == damaged


def test_what_is_not_given_this_time_stays_and_a_repetition_changes_nothing(tmp_path: Path) -> None:
    archive(tmp_path, *some(4))
    other = [revision(number, "after") for number in (3, 7)]
    archive(tmp_path, *other)
    assert sorted((row["id"], row["text"] == "after") for row in rows(tmp_path)) == [
        (1, False),
        (2, False),
        (3, True),
        (4, False),
        (7, True),
    ]
    with Months(tmp_path, "tests") as months:
        months.add(map(row_of, other))
    assert (months.written, months.same) == ([], ["2024-03"])


def test_posts_of_another_origin_are_not_overwritten(tmp_path: Path) -> None:
    archive(tmp_path, revision(), of="the exports a.jsonl")
    with pytest.raises(BadInput, match=r"holds posts of the exports a\.jsonl, .* choose another folder with --out"):
        archive(tmp_path, revision(), of="the exports b.jsonl")
    assert names(tmp_path) == ["2024-03.parquet"]


def test_an_error_leaves_the_old_files_and_nothing_else(tmp_path: Path) -> None:
    archive(tmp_path, revision(1))

    def breaking() -> Iterator[dict[str, Any]]:
        yield from map(row_of, some(3))
        raise RuntimeError

    with pytest.raises(RuntimeError), Months(tmp_path, "tests") as months:
        months.add(breaking())
    assert names(tmp_path) == ["2024-03.parquet"]
    assert len(rows(tmp_path)) == 1


def test_what_a_killed_run_left_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / ".2024-03.parquet.0badcafe.part").touch()
    archive(tmp_path, revision())
    assert names(tmp_path) == ["2024-03.parquet"]


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match=r"file can't be written .*: check its rights"):
        archive(tmp_path / "file", revision())
