"""Changed files of the watchlist: put in force when they are good, told of once when they are not."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.swapping import PATIENCE, STILL, Shelf, fingerprint, told_of
from bot.watchlist import Overlaid, WatchlistError, WatchlistErrors
from matcher.catalogue import Catalogue, compile_catalogue
from storage import catalogues, changes, coverage, deliveries, entries, subscriptions
from storage.database import Database
from storage.messages import DeliveryKind, DeliveryState
from storage.model import Kind
from storage.said import EntryKind, OwnEntry
from storage.watching import ChangeKind
from storage.watchlist import Watchlist
from tests.bot.chat.factories import NOON
from tests.matcher.factories import actor, channel, claim, watchlist
from tests.storage.samples import with_chat

SECOND = timedelta(seconds=1)
FIRST = watchlist(actor("mill", en="Old Mill"), actor("ferry", en="Ferrymen"), channel("oldmill"), version="v1")
SECOND_ONE = watchlist(actor("mill", en="Old Mill"), actor("ford", en="Ford"), channel("fordwatch"), version="v2")


class Editor:
    """Somebody who writes the files, and a program that follows them at a clock of its own."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.now, self.entries = db, NOON, FIRST
        self.errors: list[WatchlistError] = []
        self.own: Sequence[OwnEntry] = ()
        self.misfits: tuple[WatchlistError, ...] = ()
        self.compiled: list[str] = []
        self._file = folder / "actors.yaml"
        self._file.write_text("[]", encoding="utf-8")
        self._number = 0
        self.shelf = Shelf(compile_catalogue(FIRST), folder, self._read, self._compile)

    def _read(self, own: Sequence[OwnEntry]) -> Overlaid:
        if self.errors:
            raise WatchlistErrors(self.errors)
        self.own = own
        return Overlaid(self.entries, self.misfits)

    def _compile(self, entries: Watchlist) -> Catalogue:
        self.compiled.append(entries.version)
        return compile_catalogue(entries)

    def write(self, entries: Watchlist = FIRST, *, wrong: str = "") -> None:
        self.entries = entries
        self.errors = [WatchlistError(self._file, 3, "mill", wrong)] if wrong else []
        self._number += 1
        self._file.write_text("[]" + " " * self._number, encoding="utf-8")

    async def after(self, span: timedelta) -> int:
        """What is told to be done after a while in which the files were looked at twice, at its beginning and end."""
        await self.shelf.follow(self.db, lambda: self.now)
        self.now += span
        return await self.shelf.follow(self.db, lambda: self.now)

    async def told(self) -> list[ChangeKind]:
        return [change.kind for change in await self.db.read(changes.untold, 10)]


@pytest.fixture
async def editor(sqlite_db: Database, tmp_path: Path) -> Editor:
    await sqlite_db.write(catalogues.put, "v1", NOON)
    await sqlite_db.write(coverage.sync, FIRST.channels, NOON)
    folder = tmp_path / "watchlist"
    folder.mkdir()
    return Editor(sqlite_db, folder)


async def test_a_changed_watchlist_is_put_in_force_with_its_channels(editor: Editor) -> None:
    editor.write(SECOND_ONE)
    assert await editor.after(STILL) == 1
    assert editor.shelf.catalogue.version == "v2"
    holding = await editor.db.read(catalogues.in_force)
    assert holding is not None
    assert (holding.version, holding.since) == ("v2", editor.now)
    assert [one.username for one in await editor.db.read(coverage.everything)] == ["fordwatch"]
    assert await editor.told() == []


async def test_files_that_are_still_being_written_are_left_alone(editor: Editor) -> None:
    for _ in range(5):
        editor.write(wrong="half")
        assert await editor.after(STILL - SECOND) == 0
    holding = await editor.db.read(catalogues.in_force)
    assert holding is not None
    assert holding.refused is None


async def test_files_that_say_the_same_are_not_compiled(editor: Editor) -> None:
    editor.write(FIRST)
    assert await editor.after(STILL) == 0
    assert editor.compiled == []


async def test_a_bad_file_leaves_the_version_before_in_force_and_is_told_of_once(editor: Editor) -> None:
    editor.write(wrong="no such place; correct it")
    assert await editor.after(STILL) == 0
    holding = await editor.db.read(catalogues.in_force)
    assert holding is not None
    assert holding.refused is not None
    assert "actors.yaml:3 mill: no such place; correct it" in holding.refused
    assert await editor.told() == []
    assert [await editor.after(PATIENCE), await editor.after(PATIENCE)] == [1, 0]
    editor.write(wrong="another error")
    assert [await editor.after(STILL), await editor.after(PATIENCE)] == [0, 0]
    assert await editor.told() == [ChangeKind.WATCHLIST_REFUSED]
    assert editor.shelf.catalogue.version == "v1"


@pytest.mark.parametrize("mended", [FIRST, SECOND_ONE], ids=["as before", "anew"])
async def test_operators_hear_when_it_is_mended(editor: Editor, mended: Watchlist) -> None:
    editor.write(wrong="bad")
    await editor.after(STILL)
    await editor.after(PATIENCE)
    editor.write(mended)
    assert await editor.after(STILL) == 1
    assert await editor.told() == [ChangeKind.WATCHLIST_REFUSED, ChangeKind.WATCHLIST_MENDED]
    holding = await editor.db.read(catalogues.in_force)
    assert holding is not None
    assert (holding.version, holding.refused) == (mended.version, None)


async def test_a_file_that_was_bad_for_a_moment_alarms_nobody(editor: Editor) -> None:
    editor.write(wrong="bad")
    await editor.after(STILL)
    editor.write(SECOND_ONE)
    await editor.after(STILL)
    await editor.after(PATIENCE)
    assert await editor.told() == []


async def test_who_follows_an_entry_that_is_gone_is_told_once(editor: Editor) -> None:
    await with_chat(editor.db, 500, 501, language="en")
    await editor.db.write(subscriptions.add, 500, Kind.ACTOR, "ferry", NOON)
    await editor.db.write(subscriptions.add, 501, Kind.ACTOR, "mill", NOON)
    editor.write(SECOND_ONE)
    await editor.after(STILL)
    (delivery,) = await editor.db.write(deliveries.take, editor.now, 10)
    assert (delivery.chat_id, delivery.kind) == (500, DeliveryKind.VANISHED)
    assert "No longer on the watchlist: <b>Ferrymen</b>." in delivery.message.html
    assert await editor.db.read(subscriptions.of_chat, 500)


async def test_who_follows_a_claim_that_is_dropped_hears_that_it_is_gone_when_it_goes_on_as_no_other(
    editor: Editor,
) -> None:
    both = watchlist(claim("E1"), claim("A1"), version="v2")
    merged = replace(both, merged={"E1": "A1"}, version="v3")
    dropped = replace(merged, claims=both.claims[1:], version="v4")
    await with_chat(editor.db, 500)
    await editor.db.write(subscriptions.add, 500, Kind.CLAIM, "E1", NOON)
    for entries_now, told in ((both, 0), (merged, 0), (dropped, 0), (replace(dropped, merged={}, version="v5"), 1)):
        editor.write(entries_now)
        await editor.after(STILL)
        assert len(await editor.db.write(deliveries.take, editor.now, 5)) == told


async def test_so_is_who_names_it_in_an_expression_by_whatever_that_is_found(editor: Editor) -> None:
    await with_chat(editor.db, 500, 501, language="en")
    for chat_id, text in ((500, "zeppelin AND NOT group:ferry"), (501, "zeppelin AND group:mill")):
        adding = partial(subscriptions.add, anchors=[(Kind.WORDS, "zeppelin")])
        await editor.db.write(adding, chat_id, Kind.WORDS, text, NOON)
    editor.write(SECOND_ONE)
    await editor.after(STILL)
    (delivery,) = await editor.db.write(deliveries.take, editor.now, 10)
    assert delivery.chat_id == 500
    assert "Ferrymen" in delivery.message.html


async def test_a_watchlist_that_breaks_the_compiler_is_refused(editor: Editor) -> None:
    def broken(entries: Watchlist) -> Catalogue:
        raise RecursionError

    editor.shelf.compile = broken
    editor.write(SECOND_ONE)
    assert await editor.after(STILL) == 0
    holding = await editor.db.read(catalogues.in_force)
    assert holding is not None
    assert holding.refused is not None
    assert "RecursionError" in holding.refused


async def test_a_version_that_could_not_be_stored_is_put_in_force_the_next_time(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def locked(*_: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    editor.write(SECOND_ONE)
    with monkeypatch.context() as hindered:
        hindered.setattr(catalogues, "put", locked)
        with pytest.raises(OperationalError):
            await editor.after(STILL)
    assert editor.shelf.catalogue.version == "v1"
    assert await editor.shelf.follow(editor.db, lambda: editor.now) == 1
    assert editor.shelf.catalogue.version == "v2"


def test_a_file_that_took_the_place_of_another_is_noticed_whatever_its_date(tmp_path: Path) -> None:
    """As editors do that write a new file and move it over the old one."""
    file, other = tmp_path / "places.yaml", tmp_path / "places.tmp"
    file.write_text("[]", encoding="utf-8")
    before, dates = fingerprint(tmp_path), file.stat()
    other.write_text("[]", encoding="utf-8")
    os.utime(other, ns=(dates.st_atime_ns, dates.st_mtime_ns))
    other.replace(file)
    assert fingerprint(tmp_path) != before


def test_many_errors_are_counted_and_the_first_named() -> None:
    one = WatchlistError(Path("places.yaml"), 1, "quay", "bad; mend it")
    told = told_of(WatchlistErrors([replace(one, line=number) for number in range(1, 9)]))
    assert told.splitlines()[0] == "places.yaml:1 quay: bad; mend it"
    assert told.splitlines()[-1] == "and 3 more: `seinpost check` names all"


async def test_what_is_made_in_chat_is_put_in_force_without_a_change_of_files(editor: Editor) -> None:
    assert await editor.after(STILL) == 0
    claim = OwnEntry(EntryKind.CLAIM, "E001", {"id": "E001"}, "1", editor.now)
    await editor.db.write(entries.put, claim)
    editor.entries = SECOND_ONE
    assert await editor.after(STILL) == 1
    assert [one.name for one in editor.own] == ["E001"]
    assert editor.shelf.catalogue.version == "v2"


async def test_operators_hear_once_of_an_entry_that_does_not_fit_and_the_rest_is_in_force(editor: Editor) -> None:
    editor.misfits = (WatchlistError(Path("made in chat"), 0, "E001", "places: there is no place 'ferry'"),)
    editor.write(SECOND_ONE)
    assert await editor.after(STILL) == 1
    assert editor.shelf.catalogue.version == "v2"
    assert await editor.told() == [ChangeKind.ENTRY_REFUSED]
    editor.write(FIRST)
    await editor.after(STILL)
    assert await editor.told() == [ChangeKind.ENTRY_REFUSED]


# --- several processes ------------------------------------------------------------------------------------------------


class Company:
    """Two programs that follow the same files and share a database, each with a look of its own."""

    def __init__(self, db: Database, editor: Editor, folder: Path) -> None:
        self.db, self.editor = db, editor
        self.shelves = [editor.shelf, Shelf(compile_catalogue(FIRST), folder, editor._read, editor._compile)]

    async def look(self) -> None:
        await asyncio.gather(*(shelf.follow(self.db, lambda: self.editor.now) for shelf in self.shelves))

    async def after(self, span: timedelta) -> None:
        await self.look()
        self.editor.now += span
        await self.look()


@pytest.fixture
async def company(db: Database, tmp_path: Path) -> Company:
    await db.write(catalogues.put, "v1", NOON)
    await db.write(coverage.sync, FIRST.channels, NOON)
    folder = tmp_path / "watchlist"
    folder.mkdir()
    return Company(db, Editor(db, folder), folder)


async def test_operators_hear_once_of_bad_files_and_of_their_mending_however_many_follow_them(company: Company) -> None:
    for wrong in ("bad", "bad"):
        company.editor.write(wrong=wrong)
        await company.after(STILL)
        await company.after(PATIENCE)
        company.editor.write(FIRST)
        await company.after(STILL)
        company.editor.now += timedelta(hours=1)
    bad_and_mended = [ChangeKind.WATCHLIST_REFUSED, ChangeKind.WATCHLIST_MENDED]
    assert await company.editor.told() == [*bad_and_mended, *bad_and_mended]


async def test_operators_hear_once_of_an_entry_that_does_not_fit_however_many_find_it(company: Company) -> None:
    company.editor.misfits = (WatchlistError(Path("made in chat"), 0, "E001", "places: there is no place 'ferry'"),)
    company.editor.write(SECOND_ONE)
    await company.after(STILL)
    assert await company.editor.told() == [ChangeKind.ENTRY_REFUSED]


async def test_a_version_that_two_put_in_force_at_once_is_one_and_told_once(company: Company) -> None:
    await with_chat(company.db, 500, language="en")
    await company.db.write(subscriptions.add, 500, Kind.ACTOR, "ferry", NOON)
    company.editor.write(SECOND_ONE)
    await company.after(STILL)
    holding = await company.db.read(catalogues.in_force)
    assert holding is not None
    assert (holding.id, holding.version) == (2, "v2")
    assert await company.db.read(deliveries.summary) == {DeliveryState.PENDING: 1}
