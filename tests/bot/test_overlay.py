"""What editors made in chat, laid over the files: it counts, it never makes them bad, and it can move into them."""

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.claims.standing import following
from bot.commands.opening import read_catalogue_with
from bot.commands.own_entries import export, written
from bot.settings import Settings
from bot.watchlist import WatchlistErrors, load, load_with
from storage import entries
from storage.database import Database
from storage.said import EntryKind, OwnEntry
from tests.bot.chat.factories import NOON

PLACE = """
- id: mill
  kind: village
  name: Mill Ford
  country: RU
  oblast: North Oblast
  names: {en: [Mill Ford]}
  source: [invented]
"""
LEXICON = '- {id: shelling, meaning: shelling, polarity: "0", words: {en: [{lemma: shelled}]}}'
CLAIM = """
- id: A01
  statement: {en: It rains., nl: Het regent., ru: Идёт дождь., uk: Іде дощ.}
  holders: []
  places: [mill]
  first: 2024-05-01
  last: 2024-05-02
  asserting: {en: [it rains at the mill]}
  checkable: true
  source: [invented]
"""
EMPTY = ("actors", "incidents", "roles", "channels", "impersonators")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "watchlist"
    (folder / "claims").mkdir(parents=True)
    texts = {**dict.fromkeys(EMPTY, "[]"), "places": PLACE, "lexicon": LEXICON, "claims/claims": CLAIM}
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def content(claim_id: str = "E001", **fields: Any) -> dict[str, Any]:
    return {
        "id": claim_id,
        "statement": dict.fromkeys(("en", "nl", "ru", "uk"), "Mill Ford: yes, it was shelled"),
        "holders": [],
        "places": ["mill"],
        "first": "2024-05-01",
        "last": "2024-05-04",
        "events": ["shelling+@place"],
        "figures": [{"unit": "civilians wounded", "value": None, "approx": False}],
        "asserting": {"en": ["Mill Ford: yes, it was shelled"]},
        "checkable": True,
        "source": ["made in chat, 2024-05-01"],
        **fields,
    }


def made(claim_id: str = "E001", **fields: Any) -> OwnEntry:
    return OwnEntry(EntryKind.CLAIM, claim_id, content(claim_id, **fields), "7", NOON)


def merged(claim: str, into: str) -> OwnEntry:
    return OwnEntry(EntryKind.MERGE, claim, {"into": into}, "7", NOON)


def corrects(claim: str, older: str) -> OwnEntry:
    return OwnEntry(EntryKind.SUPERSEDE, claim, {"supersedes": older}, "7", NOON)


def test_a_claim_made_in_chat_is_a_claim_like_those_of_files(folder: Path) -> None:
    found = load_with(folder, [made()])
    assert [claim.id for claim in found.watchlist.claims] == ["A01", "E001"]
    assert found.watchlist.own == ("E001",)
    assert found.refused == ()


def test_every_change_in_chat_makes_another_version(folder: Path) -> None:
    versions = [
        load_with(folder, own).watchlist.version
        for own in ([], [made()], [made(checkable=False)], [made(), merged("E001", "A01")])
    ]
    assert len(set(versions)) == 4
    assert versions[0] == load(folder).version


def test_a_files_claim_wins_over_chats_of_the_same_id(folder: Path) -> None:
    found = load_with(folder, [made("A01")])
    assert [claim.statement["en"] for claim in found.watchlist.claims] == ["It rains."]
    assert found.watchlist.own == ()
    assert found.refused == ()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"places": ["ferry"]}, "there is no place 'ferry'"),
        ({"events": ["earthquake"]}, "there is no lexicon entry 'earthquake'"),
        ({"checkable": None}, "checkable"),
        ({"first": "2024-05-09"}, "is before first"),
    ],
)
def test_what_does_not_fit_the_files_is_left_out_and_said_and_the_rest_holds(
    folder: Path, fields: dict[str, Any], why: str
) -> None:
    found = load_with(folder, [made("E001", **fields), made("E002")])
    assert [claim.id for claim in found.watchlist.claims] == ["A01", "E002"]
    [error] = found.refused
    assert error.entry == "E001"
    assert why in str(error)


def test_bad_files_are_as_bad_with_entries_of_chat(folder: Path) -> None:
    (folder / "claims" / "claims.yaml").write_text("- id: A01", encoding="utf-8")
    with pytest.raises(WatchlistErrors):
        load_with(folder, [made()])


def test_merges_lead_to_the_last_claim_and_never_in_a_circle(folder: Path) -> None:
    own = [made("E001"), made("E002"), merged("E001", "E002"), merged("E002", "A01")]
    assert load_with(folder, own).watchlist.merged == {"E001": "A01", "E002": "A01"}
    circle = [made("E001"), made("E002"), merged("E001", "E002"), merged("E002", "E001")]
    assert load_with(folder, circle).watchlist.merged == {}
    assert load_with(folder, [merged("A01", "E009")]).watchlist.merged == {}


def test_who_follows_a_claim_that_chat_says_is_corrected_hears_of_the_correction(folder: Path) -> None:
    found = load_with(folder, [made(), corrects("E001", "A01")])
    assert found.refused == ()
    assert [claim.supersedes for claim in found.watchlist.claims] == [None, "A01"]
    assert following(["A01"], found.watchlist) == dict.fromkeys(("A01", "E001"), ("A01", "E001"))
    assert found.watchlist.version != load_with(folder, [made()]).watchlist.version


@pytest.mark.parametrize(
    "own",
    [
        [corrects("E001", "A01"), corrects("A01", "E001")],
        [corrects("E001", "A01"), corrects("E002", "E001"), corrects("A01", "E002")],
        [corrects("E001", "A01"), corrects("E002", "E009"), corrects("A01", "A01"), corrects("E009", "A01")],
    ],
)
def test_corrections_that_lead_nowhere_or_in_a_circle_are_left_out(folder: Path, own: list[OwnEntry]) -> None:
    found = load_with(folder, [made("E001"), made("E002"), *own])
    said = {claim.id: claim.supersedes for claim in found.watchlist.claims}
    assert (said["A01"], said["E001"]) == (None, "A01")
    assert found.refused == ()


@pytest.mark.parametrize(
    ("own", "family"),
    [
        ([corrects("E002", "E001"), merged("E001", "A01")], {"A01", "E001", "E002"}),
        ([corrects("E001", "A01"), merged("E001", "E002")], {"A01", "E001", "E002"}),
        ([corrects("E001", "A01"), merged("E001", "A01")], {"A01", "E001"}),
        ([corrects("E001", "A01"), corrects("E002", "E001"), merged("E001", "E002")], {"A01", "E001", "E002"}),
    ],
)
def test_corrections_go_on_with_what_claims_were_merged_into(
    folder: Path, own: list[OwnEntry], family: set[str]
) -> None:
    """Whoever follows the one still hears of the other."""
    found = load_with(folder, [made("E001"), made("E002"), *own]).watchlist
    for claim in family:
        assert {name: sorted(together) for name, together in following([claim], found).items()} == dict.fromkeys(
            family, sorted(family)
        )


def test_what_is_said_of_a_claim_itself_goes_before_what_is_said_of_those_merged_into_it(folder: Path) -> None:
    own = [made("E001"), made("E002"), made("E003"), corrects("E001", "A01"), merged("E001", "E002")]
    found = load_with(folder, [*own, corrects("E002", "E003")]).watchlist
    assert {claim.id: claim.supersedes for claim in found.claims}["E002"] == "E003"


def test_what_a_file_says_is_corrected_stays_so(folder: Path) -> None:
    found = load_with(folder, [made("E001", supersedes="A01"), made("E002"), corrects("E001", "E002")])
    assert {claim.id: claim.supersedes for claim in found.watchlist.claims}["E001"] == "A01"


def test_a_dropped_claim_stays_merged_so_that_what_was_said_of_it_still_counts(folder: Path) -> None:
    assert load_with(folder, [merged("E001", "A01")]).watchlist.merged == {"E001": "A01"}


def test_what_was_exported_loads_as_a_file_and_is_the_files_then(folder: Path) -> None:
    before = load_with(folder, [made()]).watchlist
    (folder / "claims" / "from_chat.yaml").write_text(written([made()], [merged("E001", "A01")]), encoding="utf-8")
    assert load(folder).claims == before.claims
    assert load_with(folder, [made(checkable=False)]).watchlist.version == load(folder).version


@pytest.mark.parametrize("statement", ["no", "12", "2024-05-01", "null", "- x: [y", "#hash: {a}", "~", "*star &amp"])
def test_a_statement_that_looks_like_something_else_is_exported_as_it_was(folder: Path, statement: str) -> None:
    texts = dict.fromkeys(("en", "nl", "ru", "uk"), statement)
    entry = made(statement=texts, asserting={"en": [statement]})
    (folder / "claims" / "from_chat.yaml").write_text(written([entry]), encoding="utf-8")
    assert load(folder).claims[-1].statement == {"en": statement}


async def test_a_start_takes_what_was_made_in_chat(folder: Path) -> None:
    settings = Settings(config=folder.parent, cache=folder.parent / "cache")
    catalogue = await read_catalogue_with(settings, [made(), made("E002", places=["ferry"])])
    assert [claim.id for claim in catalogue.watchlist.claims] == ["A01", "E001"]


async def test_the_command_writes_what_no_file_has(folder: Path, sqlite_db: Database, sqlite_url: str) -> None:
    for entry in (made("A01"), made("E001"), merged("E001", "A01"), corrects("E001", "A01")):
        await sqlite_db.write(entries.put, entry)
    output = io.BytesIO()
    await export(sqlite_url, folder, Path("-"), output, Console(quiet=True))
    text = output.getvalue().decode()
    assert "id: E001" in text
    assert "id: A01" not in text
    assert "# E001 is merged into A01" in text
    assert "# E001 corrects A01" in text
