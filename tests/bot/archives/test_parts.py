"""Parts of archives: how they are cut, and when one is done."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.archives import months
from bot.archives.parts import archives_of, is_done, parts_of, superseded
from bot.archives.working import rematch_part
from collectors.base import BadInput
from collectors.exports.parquet import arrow
from tests.bot.archives.making import NOON, WATCHED, archive, orders, parts, revision, some


@pytest.fixture
def small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(months, "ROWS", 2)


@pytest.mark.usefixtures("small_groups")
def test_an_archive_is_cut_between_its_row_groups(tmp_path: Path) -> None:
    archive(tmp_path / "in", *some(9))
    cut = parts(tmp_path / "in", tmp_path / "out", least=4)
    assert [(part.first, part.last, part.rows, part.file.name) for part in cut] == [
        (0, 2, 4, "2024-03.00000.parquet"),
        (2, 4, 4, "2024-03.00002.parquet"),
        (4, 5, 1, "2024-03.00004.parquet"),
    ]


def test_a_part_is_done_until_its_archive_catalogue_or_matcher_is_another(tmp_path: Path) -> None:
    archive(tmp_path / "in", *some(3))
    [part] = parts(tmp_path / "in", tmp_path / "out")
    assert not is_done(part, orders())
    rematch_part(part, orders())
    assert is_done(part, orders(at=NOON + timedelta(days=1)))
    assert not is_done(part, orders(replace(WATCHED, version="another")))
    assert not is_done(part, replace(orders(), matcher="another"))
    archive(tmp_path / "in", *some(4))
    [grown] = parts(tmp_path / "in", tmp_path / "out")
    assert not is_done(grown, orders())


def test_a_damaged_result_is_not_done(tmp_path: Path) -> None:
    archive(tmp_path / "in", *some(3))
    [part] = parts(tmp_path / "in", tmp_path / "out")
    rematch_part(part, orders())
    part.file.write_bytes(part.file.read_bytes()[:-9])
    assert not is_done(part, orders())


@pytest.mark.usefixtures("small_groups")
def test_results_of_an_earlier_cut_are_superseded_and_those_of_other_archives_are_not(tmp_path: Path) -> None:
    archive(tmp_path / "in", *some(9), revision(50, at=NOON + timedelta(days=31)))
    out = tmp_path / "out"
    for part in parts(tmp_path / "in", out, least=4):
        part.file.touch()
    march = parts_of([tmp_path / "in/2024-03.parquet"], out, least=6)
    assert [file.name for file in superseded(march, out)] == ["2024-03.00002.parquet", "2024-03.00004.parquet"]


def test_what_is_no_archive_is_refused_with_the_mend(tmp_path: Path) -> None:
    damaged, other = tmp_path / "damaged.parquet", tmp_path / "other.parquet"
    damaged.write_bytes(b"PAR1")
    arrow().parquet.write_table(arrow().table({"id": [1]}), other)
    with pytest.raises(BadInput, match=r"damaged\.parquet can't be read .*: make it again with `seinpost archive`"):
        parts_of([damaged], tmp_path)
    with pytest.raises(BadInput, match=r"other\.parquet is no archive of posts, since it has no column channel_id"):
        parts_of([other], tmp_path)
    damaged.unlink()
    other.unlink()
    with pytest.raises(BadInput, match=r"There are no archives in .*: `seinpost archive` makes them"):
        archives_of([tmp_path])


def test_two_archives_of_one_name_are_refused(tmp_path: Path) -> None:
    one, other = archive(tmp_path / "a", revision()), archive(tmp_path / "b", revision())
    with pytest.raises(BadInput, match="have one name: match them again apart"):
        archives_of([one, other])
    assert len(archives_of([one, one / "2024-03.parquet"])) == 1
