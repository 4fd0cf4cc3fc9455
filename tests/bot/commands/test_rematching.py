"""A rematch: what is done, what is left alone, and what the operator is told."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.archives import working
from bot.archives.parts import Orders, Part
from bot.cli import app
from bot.commands import rematching
from bot.commands.rematching import PICTURE, Asked, rematch
from bot.settings import Settings
from bot.watchlist.overlay import Overlaid
from collectors.base import BadInput
from matcher.match import match
from storage.model import Found, Kind
from storage.watchlist import Watchlist
from tests.bot.archives.making import NOON, TEXTS, WATCHED, Here, archive, revision, rows, some


class Counting(Here):
    """Remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def run(self, parts: Sequence[Part], orders: Orders) -> Iterator[Part]:
        self.given += [part.file.name for part in parts]
        return super().run(parts, orders)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(cache=tmp_path / "cache", database_url=f"sqlite:///{tmp_path}/none.db")


Use = Callable[[Watchlist], None]


@pytest.fixture(autouse=True)
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """The watchlist of the settings' folder."""

    def used(given: Watchlist) -> None:
        monkeypatch.setattr(rematching, "load_with", lambda *_: Overlaid(given))

    used(WATCHED)
    return used


def clock() -> datetime:
    return NOON


def rematched(settings: Settings, folder: Path) -> tuple[list[str], str]:
    """The files that were made, and what was told."""
    told, engine = io.StringIO(), Counting()
    rematch(settings, Asked([folder / "in"], folder / "out"), engine, Console(file=told, width=200), clock)
    return engine.given, told.getvalue()


def test_all_is_matched_counted_and_drawn(settings: Settings, tmp_path: Path) -> None:
    archive(tmp_path / "in", *some(9), revision(50, at=NOON + timedelta(days=31)))
    made, told = rematched(settings, tmp_path)
    assert made == ["2024-03.00000.parquet", "2024-04.00000.parquet"]
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [*made, PICTURE]
    assert "10 revisions of posts matched in" in told
    assert "Links: 7 to actors, 4 to places, 0 to claims (0 of these certain)." in told
    assert "Parked" not in told


def test_links_are_not_laid_among_the_archives(settings: Settings, tmp_path: Path) -> None:
    folder = archive(tmp_path, *some(1))
    with pytest.raises(BadInput, match="a folder of their own"):
        rematch(settings, Asked([folder], folder), Counting(), Console(quiet=True), clock)
    assert [file.name for file in folder.glob("*.parquet")] == ["2024-03.parquet"]


def test_what_is_done_is_left_alone_and_counts(settings: Settings, tmp_path: Path) -> None:
    archive(tmp_path / "in", *some(9), revision(50, at=NOON + timedelta(days=31)))
    rematched(settings, tmp_path)
    (tmp_path / "out/2024-04.00000.parquet").unlink()
    made, told = rematched(settings, tmp_path)
    assert made == ["2024-04.00000.parquet"]
    assert "10 revisions of posts matched, 9 of them before in" in told
    assert "Links: 7 to actors, 4 to places" in told
    assert rematched(settings, tmp_path)[0] == []


def test_a_file_of_links_that_is_damaged_is_named(settings: Settings, tmp_path: Path) -> None:
    archive(tmp_path / "in", *some(9))
    rematched(settings, tmp_path)
    file = tmp_path / "out/2024-03.00000.parquet"
    whole = file.read_bytes()
    file.write_bytes(whole[:4] + b"X" * 400 + whole[404:])
    with pytest.raises(BadInput, match=r"2024-03\.00000\.parquet can't be read .*: remove that file"):
        rematched(settings, tmp_path)
    file.unlink()
    rematched(settings, tmp_path)
    assert file.read_bytes() == whole


def test_another_catalogue_does_all_again(settings: Settings, tmp_path: Path, use: Use) -> None:
    archive(tmp_path / "in", *some(3))
    rematched(settings, tmp_path)
    use(replace(WATCHED, version="another", places=()))
    made, told = rematched(settings, tmp_path)
    assert made == ["2024-03.00000.parquet"]
    assert "Links: 2 to actors, 0 to places" in told
    assert {row["catalogue"] for row in rows(tmp_path / "out")} == {"another"}


def test_an_archive_that_grew_is_done_again_and_nothing_of_it_stands_twice(settings: Settings, tmp_path: Path) -> None:
    archive(tmp_path / "in", *some(3))
    rematched(settings, tmp_path)
    archive(tmp_path / "in", *some(6))
    (tmp_path / "out/2024-03.00007.parquet").touch()
    assert rematched(settings, tmp_path)[0] == ["2024-03.00000.parquet"]
    assert {row["id"] for row in rows(tmp_path / "out")} == {1, 2, 3, 4, 5, 6}


def test_parked_posts_are_told_with_their_reason(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(tmp_path / "in", *some(3))

    def breaking(text: str, *rest: Any) -> Found:
        if text == TEXTS[0]:
            raise RecursionError
        return match(text, *rest)

    monkeypatch.setattr(working, "match", breaking)
    assert "Parked, since they broke the matcher: 1, by RecursionError (1)." in rematched(settings, tmp_path)[1]


def test_mentions_are_posts_however_often_they_were_edited(settings: Settings, tmp_path: Path) -> None:
    first = revision(1)
    edited = replace(first, number=2, post=replace(first.post, text=f"{TEXTS[0]} Речной дозор."))
    archive(tmp_path / "in", first, edited, revision(2, TEXTS[1]))
    summary = rematch(settings, Asked([tmp_path / "in"], tmp_path / "out"), Here(), Console(quiet=True), clock)
    assert summary.mentions == {("guard", NOON): 1}
    assert summary.links == {(Kind.ACTOR, True): 2, (Kind.PLACE, True): 2}


def test_where_no_group_is_mentioned_there_is_no_picture(settings: Settings, tmp_path: Path) -> None:
    archive(tmp_path / "in", revision(1, TEXTS[1]))
    assert PICTURE not in rematched(settings, tmp_path)[1]


@pytest.mark.parametrize(
    ("written", "mend"),
    [
        ("rematch", "Say what to match again and where to: seinpost rematch archive/ --out links/"),
        ("rematch archive", "Say what to match again"),
        ("rematch archive --apply links", "leave out the archives and --out"),
        ("rematch archive --out links --only claims", "say what --apply brings back"),
        ("rematch archive --out links --engine spark", "write processes, processes:4 or dask://HOST:PORT"),
    ],
)
def test_a_command_that_makes_no_sense_is_refused_with_the_mend(written: str, mend: str) -> None:
    failed = CliRunner().invoke(app, written.split()).exception
    assert isinstance(failed, BadInput)
    assert mend in str(failed)
