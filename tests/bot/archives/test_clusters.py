"""A Dask cluster does what a process does; without a scheduler, workers or Dask the mend is said."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.archives import clusters, months
from bot.archives.clusters import Cluster
from bot.archives.engines import engine_of
from bot.archives.processes import Processes
from collectors.base import BadInput
from tests.bot.archives.making import Here, archive, orders, parts, rows, some

distributed = pytest.importorskip("distributed")


@pytest.fixture
def scheduler() -> Iterator[Any]:
    """A cluster with a worker, as threads of this process, that talks over loopback."""
    plain: dict[str, Any] = {"processes": False, "dashboard_address": None, "protocol": "tcp://", "host": "127.0.0.1"}
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, **plain) as cluster:
        yield cluster


def engine(cluster: Any) -> Any:
    return engine_of(cluster.scheduler_address.replace("tcp://", "dask://"))


def test_a_cluster_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheduler: Any) -> None:
    monkeypatch.setattr(months, "ROWS", 20)
    archive(tmp_path / "in", *some(50))
    list(Here().run(parts(tmp_path / "in", tmp_path / "alone", 20), orders()))
    given = parts(tmp_path / "in", tmp_path / "out", 20)
    done = list(engine(scheduler).run(given, orders()))
    assert sorted(done, key=given.index) == given
    assert rows(tmp_path / "out") == rows(tmp_path / "alone")


def test_an_error_of_a_worker_is_the_callers(tmp_path: Path, scheduler: Any) -> None:
    archive(tmp_path / "in", *some(5))
    given = parts(tmp_path / "in", tmp_path / "out")
    (tmp_path / "in/2024-03.parquet").unlink()
    with pytest.raises(BadInput, match="need its folder"):
        list(engine(scheduler).run(given, orders()))


def test_a_scheduler_that_does_not_answer_is_said_with_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "PATIENCE", 0.2)
    archive(tmp_path / "in", *some(1))
    with pytest.raises(BadInput, match=r"No Dask scheduler answers at 127\.0\.0\.1:9\. Start one with `dask"):
        list(Cluster("127.0.0.1:9").run(parts(tmp_path / "in", tmp_path / "out"), orders()))


def test_without_dask_the_mend_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> ModuleType:
        raise ImportError(name)

    monkeypatch.setattr(clusters, "import_module", absent)
    archive(tmp_path / "in", *some(1))
    with pytest.raises(BadInput, match=r"dask:// needs Dask: pip install 'seinpost\[dask\]'"):
        list(Cluster("127.0.0.1:9").run(parts(tmp_path / "in", tmp_path / "out"), orders()))


@pytest.mark.parametrize("written", ["threads", "processes:0", "processes:", "dask://host", "dask://a b:1", ""])
def test_an_engine_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(BadInput, match=r"write processes, processes:4 or dask://HOST:PORT"):
        engine_of(written)


def test_engines_are_named_as_they_are_written() -> None:
    assert engine_of("processes:3") == Processes(3)
    assert engine_of("dask://10.0.0.1:8786") == Cluster("10.0.0.1:8786")
    assert engine_of("dask://[::1]:8786/") == Cluster("[::1]:8786")
