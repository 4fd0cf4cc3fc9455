"""`seinpost evaluate`: its table, its JSON, what it does with feedback and with bad input."""

import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import Console

from bot.commands import evaluating
from bot.commands.evaluating import Asked, evaluate_posts
from bot.settings import Settings
from collectors.base import BadInput
from matcher.catalogue import Catalogue, compile_catalogue
from storage import feedback
from storage.database import Database
from storage.model import Evidence, Kind, Link
from storage.said import Feedback, Judgement, OwnEntry
from tests.matcher.factories import actor, watchlist
from tests.storage.samples import NOW, noted, post, with_chat

CATALOGUE = compile_catalogue(watchlist(actor("ferry", en="Ferrymen"), actor("mill", en="Old Mill Company")))
FERRY = Link(Kind.ACTOR, "ferry", 1.0, (Evidence(4, 12, "Ferrymen", "name"),))


@pytest.fixture(autouse=True)
def small_watchlist(monkeypatch: pytest.MonkeyPatch) -> None:
    async def read(settings: Settings, own: Sequence[OwnEntry]) -> Catalogue:
        return CATALOGUE

    monkeypatch.setattr(evaluating, "read_catalogue_with", read)


def labelled(number: int, text: str, *actors: str, **more: object) -> dict[str, object]:
    return {"id": number, "lang": "en", "text": text, "actors": actors, "places": [], "claims": [], **more}


def written(folder: Path, *posts: dict[str, object]) -> Path:
    file = folder / "labelled.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in posts), encoding="utf-8")
    return file


async def evaluated(asked: Asked, url: str = "", complaints: list[str] | None = None) -> str:
    output = Console(file=io.StringIO(), width=200)
    complain = (complaints if complaints is not None else []).append
    await evaluate_posts(Settings(database_url=url or "sqlite:///none.db"), asked, io.BytesIO(), output, complain)
    assert isinstance(output.file, io.StringIO)
    return output.file.getvalue()


async def test_people_see_figures_with_intervals_and_what_went_wrong(tmp_path: Path) -> None:
    posts = [labelled(at, "The Ferrymen sing.", "ferry") for at in range(30)]
    posts += [labelled(99, "Nobody sings.", "mill", lang="nl"), labelled(98, "The Ferrymen.", kind="trap")]
    shown = await evaluated(Asked([written(tmp_path, *posts)]))
    assert "31 labelled posts, 30 right in everything (96.8 %)" in shown
    assert "en        30     actors         100.0 (89-100)" in shown
    assert "Fewer than 30 posts, so not shown by themselves: nl (1)" in shown
    assert "actors  mill" in shown
    assert "1 traps, 0 right in everything (0.0 %), 1 false alarms in the 1 posts" in shown


async def test_labels_that_the_watchlist_does_not_have_are_named(tmp_path: Path) -> None:
    complaints: list[str] = []
    posts = [labelled(1, "The Ferrymen sing.", "ferry", "fery"), labelled(2, "The Ferrymen.", "ferry")]
    await evaluated(Asked([written(tmp_path, *posts)]), complaints=complaints)
    assert complaints == ["The watchlist has no fery: labels with that count as missed. Correct them."]


async def test_the_json_has_everything(tmp_path: Path) -> None:
    file = written(tmp_path, labelled(1, "The Ferrymen sing.", "ferry", "mill"))
    told = json.loads(await evaluated(Asked([file], as_json=True)))
    actors = told["languages"]["en"]["measures"]["actors"]
    assert (actors["right"], actors["wrong"], actors["missed"]) == (1, 0, 1)
    assert actors["precision"]["value"] == 1
    assert told["all"]["entries"]["actors"]["mill"]["missed"] == 1


async def test_what_was_said_of_links_is_evaluated_and_can_be_kept(
    sqlite_db: Database, sqlite_url: str, tmp_path: Path
) -> None:
    await with_chat(sqlite_db, 500)
    revision, _ = await noted(sqlite_db, post(1, "The Ferrymen sing to the Old Mill Company."), found=[FERRY])
    await sqlite_db.write(feedback.judge, Feedback(revision.id, Kind.ACTOR, "ferry", Judgement.WRONG, NOW, 500))
    kept = tmp_path / "said.jsonl"
    told = json.loads(await evaluated(Asked([], feedback=True, save=kept, as_json=True), sqlite_url))
    actors = told["all"]["measures"]["actors"]
    assert (actors["right"], actors["wrong"], actors["missed"]) == (0, 1, 0)
    assert json.loads(kept.read_text("utf-8"))["must_not"] == ["ferry"]
    assert json.loads(await evaluated(Asked([kept], as_json=True))) == told


async def test_a_bad_line_is_named_with_its_file_and_field(tmp_path: Path) -> None:
    file = written(tmp_path, labelled(1, "The Ferrymen.", "ferry"), {"id": 2, "lang": "en", "text": "", "actors": 3})
    complaints: list[str] = []
    with pytest.raises(BadInput, match="1 line was passed over"):
        await evaluated(Asked([file]), complaints=complaints)
    assert 'labelled.jsonl: line 2: "actors" must be a list of ids' in complaints[0]


@pytest.mark.parametrize("asked", [Asked([]), Asked([Path("none.jsonl")]), Asked([Path("x")], save=Path("y"))])
async def test_what_can_not_be_evaluated_is_refused(asked: Asked) -> None:
    with pytest.raises(BadInput):
        await evaluated(asked)
