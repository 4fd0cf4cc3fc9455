"""A pool of processes: the same rows whoever dies, and an end where nobody survives."""

import os
import signal
from multiprocessing import active_children
from pathlib import Path

import pytest

from bot.archives import months
from bot.archives.parts import Orders, Part
from bot.archives.processes import Processes
from bot.archives.working import rematch_part
from collectors.base import BadInput
from tests.bot.archives.making import Here, archive, orders, parts, rows, some


@pytest.fixture
def wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """The rows of an archive in `in`, which is in several parts, as one process finds them."""
    monkeypatch.setattr(months, "ROWS", 20)
    archive(tmp_path / "in", *some(200))
    list(Here().run(parts(tmp_path / "in", tmp_path / "alone", 20), orders()))
    return rows(tmp_path / "alone")


def test_a_worker_that_is_killed_changes_nothing(tmp_path: Path, wanted: list[dict[str, object]]) -> None:
    given = parts(tmp_path / "in", tmp_path / "out", 20)
    done: list[Part] = []
    for part in Processes(2).run(given, orders()):
        if not done:
            os.kill(active_children()[0].pid or 0, signal.SIGKILL)
        done.append(part)
    assert sorted(done, key=given.index) == given
    assert rows(tmp_path / "out") == wanted


def deadly(part: Part, orders: Orders) -> int:
    """Nobody survives the third part."""
    if part.first == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return rematch_part(part, orders)


def test_a_part_that_nobody_survives_is_named_when_all_others_are_done(
    tmp_path: Path, wanted: list[dict[str, object]]
) -> None:
    given = parts(tmp_path / "in", tmp_path / "out", 20)
    with pytest.raises(BadInput, match=r"died 5 times of 1 of the parts, the first of them .*row groups 2 to 2\."):
        list(Processes(2, deadly).run(given, orders()))
    assert len(rows(tmp_path / "out")) < len(wanted)
    assert len(list((tmp_path / "out").glob("2*.parquet"))) == len(given) - 1


def test_an_error_of_a_worker_is_the_callers(tmp_path: Path, wanted: list[dict[str, object]]) -> None:
    given = parts(tmp_path / "in", tmp_path / "out", 20)
    (tmp_path / "in/2024-03.parquet").unlink()
    with pytest.raises(BadInput, match="need its folder"):
        list(Processes(2).run(given, orders()))
    assert wanted
