"""A catalogue is the same with and without kept inflections, and whatever became of their file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.watchlist.compiled import compiled
from matcher.wordforms import remembering
from tests.matcher.factories import actor, watchlist

ENTRIES = watchlist(actor("corps", ru="Русский добровольческий корпус"))


@pytest.fixture(autouse=True)
def _forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "_known", {})


def forms(folder: Path | None) -> set[str]:
    remembering._known.clear()
    return {name for name, _ in compiled(ENTRIES, folder).patterns.items()}


def test_what_was_kept_gives_the_same_catalogue(tmp_path: Path) -> None:
    assert forms(tmp_path) == forms(tmp_path) == forms(None)


def test_what_was_kept_is_not_looked_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = forms(tmp_path)
    monkeypatch.setattr("matcher.wordforms.inflection._analyzer", pytest.fail)
    assert forms(tmp_path) == first


def test_a_new_version_replaces_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "inflections-of-old.json").write_text("old", encoding="utf-8")
    forms(tmp_path)
    (file,) = tmp_path.iterdir()
    assert file.name != "inflections-of-old.json"


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content.replace("корпус", "корпуз"),
        lambda content: "",
        lambda content: "{}",
    ],
)
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: Callable[[str], str]) -> None:
    whole = forms(tmp_path)
    (file,) = tmp_path.iterdir()
    written = file.read_text(encoding="utf-8")
    file.write_text(damage(written), encoding="utf-8")
    assert forms(tmp_path) == whole
    assert file.read_text(encoding="utf-8") == written


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert forms(tmp_path / "file" / "cache") == forms(None)
