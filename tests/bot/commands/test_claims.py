"""The record of claims as a file, and as reviews that fact-checkers' tools read."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.commands.claims import export
from collectors.base import BadInput
from storage import claims
from storage.database import Database
from storage.model import Figure, Stance
from storage.said import ClaimStatus, StatusChange
from storage.watchlist import Watchlist
from tests.matcher.factories import actor, claim, watchlist
from tests.storage.samples import HOUR, NOW, noted, post, said

BOOK = watchlist(
    actor("fsb", kind="institution"),
    claim("A14", statement={"en": "About 100 fighters were killed.", "nl": "Er vielen honderd doden."}),
    claim("A15", statement={"en": "The dam was hit."}),
)
KILLED = Figure(100.0, "fighters killed", "about", 0, 5)


@pytest.fixture
async def told(sqlite_url: str) -> str:
    """The FSB asserts A14, the Legion denies it, and an editor calls it refuted."""
    async with Database.open(sqlite_url) as db:
        await noted(db, post(1), said(0, "fsb", speaker="fsb", figures=(KILLED,)))
        await noted(db, post(2, published_at=NOW + HOUR), said(0, "lsr", Stance.DENIES, speaker="lsr"))
        change = StatusChange("A14", ClaimStatus.REFUTED, "Photographs show otherwise.", "500", NOW + timedelta(days=1))
        await db.write(claims.set_status, change)
    return sqlite_url


async def exported(
    url: str, *wanted: str, publisher: str | None = None, book: Watchlist = BOOK
) -> list[dict[str, Any]]:
    output = io.BytesIO()
    await export(url, lambda own: book, wanted, Path("-"), output, Console(quiet=True), publisher=publisher)
    found: list[dict[str, Any]] = json.loads(output.getvalue())
    return found


async def test_a_record_holds_who_says_and_who_denies_with_their_posts(told: str) -> None:
    first, second = await exported(told)
    assert (first["claim"], first["status"], first["corroboration"]) == ("A14", "refuted", "independent")
    assert [one["source"] for one in first["asserting"]] == ["fsb"]
    assert first["denying"][0]["first_post"]["url"] == "https://t.me/channel_1/2"
    assert first["figures"][0] | {"since": None} == {
        "source": "fsb",
        "unit": "fighters killed",
        "value": 100.0,
        "qualifier": "about",
        "since": None,
        "posts": 1,
    }
    assert [change["reason"] for change in first["changes"]] == ["Photographs show otherwise."]
    assert (second["claim"], second["posts"], second["since"]) == ("A15", 0, None)


async def test_chosen_claims_are_written_alone_whatever_their_case(told: str) -> None:
    assert [one["claim"] for one in await exported(told, "a15")] == ["A15"]


@pytest.mark.parametrize("wanted", [(), ("a14",), ("A15", "A14"), ("e009",)])
async def test_a_claim_that_was_merged_into_another_is_written_once_as_that(told: str, wanted: tuple[str, ...]) -> None:
    """E009 was dropped after its merge."""
    found = await exported(told, *wanted, book=replace(BOOK, merged={"A14": "A15", "E009": "A15"}))
    assert [(one["claim"], one["posts"]) for one in found] == [("A15", 2)]


async def test_a_claim_that_nobody_knows_is_named(told: str) -> None:
    with pytest.raises(BadInput, match="A99 is not a claim on the watchlist"):
        await exported(told, "A99")


async def test_what_people_judged_is_a_review_and_what_they_did_not_is_none(told: str) -> None:
    [review] = await exported(told, publisher="De Uitkijk")
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == "About 100 fighters were killed."
    assert review["author"] == {"@type": "Organization", "name": "De Uitkijk"}
    assert review["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": 1,
        "worstRating": 1,
        "bestRating": 5,
        "alternateName": "refuted",
    }
    assert review["itemReviewed"]["author"] == {"@type": "Organization", "name": "fsb"}
    assert review["itemReviewed"]["appearance"] == [{"@type": "CreativeWork", "url": "https://t.me/channel_1/1"}]


async def test_a_file_appears_whole(told: str, tmp_path: Path) -> None:
    file = tmp_path / "claims.json"
    await export(told, lambda own: BOOK, (), file, io.BytesIO(), Console(quiet=True), publisher=None)
    assert [one["claim"] for one in json.loads(file.read_text(encoding="utf-8"))] == ["A14", "A15"]
