"""What a worker writes: what `match` finds, a row for each post at least, and no post that stops the next."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.archives import working
from bot.archives.results import posts_in
from bot.archives.working import rematch_part
from collectors.base import BadInput
from collectors.exports.parquet import arrow
from matcher.catalogue import compile_catalogue
from matcher.match import match
from matcher.reading import Setting
from storage.model import Found, Kind, Link
from storage.watchlist import Watchlist
from tests.bot.archives.making import NOON, TEXTS, WATCHED, archive, orders, parts, revision, rows, some
from tests.matcher.factories import channel, watchlist


def rematched(folder: Path, given: Watchlist = WATCHED) -> list[dict[str, Any]]:
    for part in parts(folder / "in", folder / "out"):
        rematch_part(part, orders(given))
    return rows(folder / "out")


def without_words(link: Link) -> Link:
    return replace(link, evidence=tuple(replace(one, text="") for one in link.evidence))


def test_the_links_are_those_that_match_finds(tmp_path: Path) -> None:
    archive(tmp_path / "in", *some(6))
    rematched(tmp_path)
    catalogue = compile_catalogue(WATCHED)
    [file] = (tmp_path / "out").iterdir()
    for post, one in zip(posts_in(file), some(6), strict=True):
        found = match(one.post.text, Setting(one.post.published_at, "river"), catalogue)
        assert post.links == tuple(map(without_words, found.links))
    assert {row["target"] for row in rows(tmp_path / "out")} == {"guard", "quay", "ferry", None}


def test_each_post_has_a_row_with_its_key_and_language_also_without_links(tmp_path: Path) -> None:
    archive(tmp_path / "in", revision(7, TEXTS[1]))
    [row] = rematched(tmp_path)
    assert {key: row[key] for key in ("channel_id", "channel", "id", "revision", "date", "kind", "catalogue")} == {
        "channel_id": 1,
        "channel": "river",
        "id": 7,
        "revision": 1,
        "date": NOON,
        "kind": None,
        "catalogue": WATCHED.version,
    }
    assert row["language"]


def test_a_post_that_breaks_the_matcher_is_parked_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(tmp_path / "in", *some(3))

    def breaking(text: str, *rest: Any) -> Found:
        if text == TEXTS[1]:
            raise RecursionError(text)
        return match(text, *rest)

    monkeypatch.setattr(working, "match", breaking)
    found = rematched(tmp_path)
    assert [(row["id"], row["kind"]) for row in found if row["parked"] == "RecursionError"] == [(1, None)]
    assert {row["target"] for row in found} == {None, "ferry", "guard", "quay"}
    assert TEXTS[1] not in str(found)


def test_who_writes_is_known_by_the_number_of_the_channel_where_its_name_is_missing(tmp_path: Path) -> None:
    entry = replace(channel("guard_news", "guard"), channel_id=1)
    nameless = replace(
        revision(1, "Мы вышли к реке и эту ночь провели у воды."), channel=replace(revision().channel, username=None)
    )
    archive(tmp_path / "in", nameless)
    given = watchlist(*WATCHED.actors, *WATCHED.places, entry, version="with a channel")
    assert Kind.ACTOR.value in {row["kind"] for row in rematched(tmp_path, given)}


def test_a_worker_of_another_version_refuses(tmp_path: Path) -> None:
    archive(tmp_path / "in", revision())
    [part] = parts(tmp_path / "in", tmp_path / "out")
    with pytest.raises(BadInput, match="another version of Seinpost: install the same one everywhere"):
        rematch_part(part, replace(orders(), matcher="older"))


def test_an_archive_or_folder_out_of_reach_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    archive(tmp_path / "in", revision())
    [part] = parts(tmp_path / "in", tmp_path / "out")
    for wrong in (replace(part, archive=tmp_path / "gone"), replace(part, file=tmp_path / "nowhere/a.00000.parquet")):
        with pytest.raises(BadInput, match="need its folder and that of --out under the same paths"):
            rematch_part(wrong, orders())
    assert list((tmp_path / "out").iterdir()) == []


def test_archives_of_other_writers_need_a_key_a_day_and_a_text_only(tmp_path: Path) -> None:
    table = {"channel_id": [1], "id": [2], "date": [NOON], "text": [TEXTS[0]]}
    (tmp_path / "in").mkdir()
    arrow().parquet.write_table(arrow().table(table), tmp_path / "in/mine.parquet")
    assert {(row["id"], row["revision"], row["target"]) for row in rematched(tmp_path)} == {
        (2, 0, "guard"),
        (2, 0, "quay"),
    }
