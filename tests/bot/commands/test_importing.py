"""Imports: what ends up stored, what an interruption leaves, and what the operator is told."""

import json
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.commands.importing import Told, found_in, import_file, is_news, store, told_id
from bot.settings import Settings
from collectors.base import BadInput
from collectors.exports.desktop_json import open_desktop_json
from collectors.exports.jsonl import line_of, open_jsonl
from collectors.exports.page import Page, Pages
from storage import entries, links, posts, reading
from storage.database import Database
from storage.model import Cause, Channel, Kind, Media, Post, Revision
from storage.reading import BEGINNING, Choice
from storage.said import EntryKind, OwnEntry
from tests.matcher.factories import claim, watchlist

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
RIVER = Channel(1, "river", "River News")
NO_NAMES: dict[int, str] = {}


def clock() -> datetime:
    return NOON


def post(post_id: int = 5, text: str = "Water reaches the quay.", **more: Any) -> Post:
    return Post(**{"channel_id": 1, "post_id": post_id, "published_at": NOON, "text": text, **more})


class Pieces:
    """An export of pages that are given."""

    size = 100

    def __init__(self, *pages: Page | Exception) -> None:
        self._pages = pages

    def pages(self, size: int = 500) -> Pages:
        for page in self._pages:
            if isinstance(page, Exception):
                raise page
            yield page


async def everything(db: Database, channel_id: int = 1) -> list[Revision]:
    """What is stored of a channel, but for the numbers of rows."""
    found = await db.read(reading.page, channel_id, BEGINNING, 10_000, Choice(history=True))
    return [replace(revision, id=0) for revision in found]


async def told(db: Database) -> list[tuple[int, str, Cause]]:
    return [(one.post.post_id, one.post.text, one.cause) for one in await everything(db)]


# --- what is stored ---------------------------------------------------------------------------------------------------


async def test_posts_are_stored_as_backlog_under_the_watchlists_name_of_their_channel(db: Database) -> None:
    page = Page(Channel(1, None, "River News"), (post(5), post(6)), skipped=3)
    tally = await store(db, Pieces(page), {1: "river"}, clock)
    assert (tally.read, tally.stored, tally.skipped, tally.titles) == (2, 2, 3, {1: "River News"})
    found = await everything(db)
    assert [(one.channel, one.post, one.backlog, one.seen_at) for one in found] == [
        (RIVER, post(5), True, NOON),
        (RIVER, post(6), True, NOON),
    ]


async def test_a_channel_keeps_the_name_that_it_was_last_seen_with(db: Database) -> None:
    await db.write(posts.save, RIVER, [post(5)], 5, NOON, backlog=False)
    await store(db, Pieces(Page(Channel(1, None, "Old title"), (post(6),))), {1: "old_name"}, clock)
    assert {one.channel for one in await everything(db)} == {RIVER}


async def test_an_older_state_than_the_stored_one_changes_nothing(db: Database) -> None:
    edited = post(5, "new", edited_at=NOON + timedelta(hours=1))
    await db.write(posts.save, RIVER, [edited], 5, NOON, backlog=False)
    await store(db, Pieces(Page(RIVER, (post(5, "old"),))), NO_NAMES, clock)
    assert await told(db) == [(5, "new", Cause.FIRST)]


async def test_other_words_for_the_same_picture_are_no_edit(db: Database) -> None:
    await db.write(posts.save, RIVER, [post(5, media=(Media("photo", size=3),))], 5, NOON, backlog=False)
    await store(db, Pieces(Page(RIVER, (post(5, media=(Media("photo"),)),))), NO_NAMES, clock)
    assert len(await everything(db)) == 1


async def test_a_later_edit_is_stored(db: Database) -> None:
    await db.write(posts.save, RIVER, [post(5, "a")], 5, NOON, backlog=False)
    await store(db, Pieces(Page(RIVER, (post(5, "b", edited_at=NOON + timedelta(seconds=1)),))), NO_NAMES, clock)
    assert await told(db) == [(5, "a", Cause.FIRST), (5, "b", Cause.EDITED)]


async def test_the_parts_of_a_stored_album_are_stored(db: Database) -> None:
    parts = [post(number, album_id=7, parts=(number,), media=(Media("photo"),)) for number in (5, 6)]
    await db.write(posts.save, RIVER, parts, 6, NOON, backlog=False)
    await store(db, Pieces(Page(RIVER, (post(5), post(6), post(8)))), NO_NAMES, clock)
    assert [one.post.post_id for one in await everything(db)] == [5, 8]


@pytest.mark.parametrize(
    ("edited_after", "changed_after", "news"),
    [(None, None, True), (None, 0, False), (1, 0, True), (1, 1, False), (1, 2, False), (None, 2, False)],
)
def test_news_is_what_is_missing_or_was_edited_since(
    edited_after: int | None, changed_after: int | None, news: bool
) -> None:
    edited = None if edited_after is None else NOON + timedelta(minutes=edited_after)
    changed = None if changed_after is None else NOON + timedelta(minutes=changed_after)
    assert is_news(post(edited_at=edited), changed) is news


# --- interruptions ----------------------------------------------------------------------------------------------------


async def test_what_precedes_a_damage_is_stored_and_the_operator_is_told(db: Database) -> None:
    damaged = Pieces(Page(RIVER, (post(5), post(6))), BadInput("The export x is damaged: export it again."))
    with pytest.raises(BadInput, match=r"The 2 posts before that are stored\. Fix it and repeat"):
        await store(db, damaged, NO_NAMES, clock)
    assert len(await everything(db)) == 2
    with pytest.raises(BadInput, match="Nothing was stored"):
        await store(db, Pieces(BadInput("The export x is damaged.")), NO_NAMES, clock)


class Killed(Exception):  # noqa: N818 - an accident
    """Somebody pulled the plug."""


@asynccontextmanager
async def a_database(migrated_file: Path, folder: Path) -> AsyncIterator[Database]:
    """A database for one example of a property."""
    file = shutil.copy(migrated_file, folder / "seinpost.db")
    async with Database.open(f"sqlite:///{file}") as db:
        yield db


def written(folder: Path, texts: Sequence[str]) -> Path:
    """An export by Telegram Desktop."""
    messages = [
        {"id": number, "type": "message", "date_unixtime": "1710230400", "text": text}
        for number, text in enumerate(texts, start=1)
    ]
    path = folder / "result.json"
    path.write_text(json.dumps({"name": "River", "type": "public_channel", "id": 1, "messages": messages}), "utf-8")
    return path


@settings(max_examples=15)
@given(
    texts=st.lists(st.text(max_size=8), min_size=1, max_size=12),
    sizes=st.lists(st.integers(1, 6), min_size=1, max_size=3),
    killed_after=st.integers(0, 6),
)
async def test_an_interrupted_import_that_is_repeated_ends_as_one_clean_read(
    migrated_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[str],
    sizes: list[int],
    killed_after: int,
) -> None:
    folder = tmp_path_factory.mktemp("import")
    path = written(folder, texts)
    async with a_database(migrated_file, folder) as db:
        for size in sizes:
            await interrupted(db, InPages(path, size), killed_after)
        await store(db, open_desktop_json(path), NO_NAMES, clock)
        repeated = await everything(db)
    async with a_database(migrated_file, folder) as db:
        await store(db, open_desktop_json(path), NO_NAMES, clock)
        assert await everything(db) == repeated
        assert [one.post.text.replace("\ufffd", "\x00") for one in repeated] == [
            text.replace("\ufffd", "\x00") for text in texts
        ]


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


class InPages:
    """An export in pages of another size."""

    def __init__(self, path: Path, size: int) -> None:
        self._export = open_desktop_json(path)
        self._size = size
        self.size = self._export.size

    def pages(self, size: int = 500) -> Pages:
        yield from self._export.pages(self._size)


async def interrupted(db: Database, export: InPages, after: int) -> None:
    """An import that ends after so many pages, unless it was through."""
    left = iter(range(after))

    def move_to(_: int) -> None:
        if next(left, None) is None:
            raise Killed

    with suppress(Killed):
        await store(db, export, NO_NAMES, clock, move_to)


# --- from one database into another -----------------------------------------------------------------------------------

READINGS = st.lists(
    st.tuples(st.integers(1, 4), st.text("ab", max_size=2), st.sampled_from([None, 7]), st.booleans()), max_size=10
)


async def collected(db: Database, readings: Sequence[tuple[int, str, int | None, bool]]) -> None:
    """Collects posts, edits and album parts, a minute apart."""
    for minute, (post_id, text, album_id, same_minute) in enumerate(readings):
        album = {"album_id": album_id, "parts": (post_id,), "media": (Media("photo", f"{post_id}.jpg"),)}
        one = post(post_id, text, **(album if album_id else {}))
        now = NOON + timedelta(minutes=minute - same_minute)
        await db.write(posts.save, RIVER, [one], post_id, now, backlog=True)


@settings(max_examples=25)
@given(readings=READINGS, size=st.integers(1, 5), history=st.booleans())
async def test_what_is_exported_and_imported_is_the_same(
    migrated_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
    readings: list[tuple[int, str, int | None, bool]],
    size: int,
    history: bool,
) -> None:
    folder = tmp_path_factory.mktemp("export")
    path = folder / "posts.jsonl"
    async with a_database(migrated_file, folder) as db:
        await collected(db, readings)
        chosen = await db.read(reading.page, 1, BEGINNING, 1000, Choice(history=history))
        before = await everything(db)
    path.write_bytes("".join(line_of(revision, history=history) for revision in chosen).encode())
    async with a_database(migrated_file, folder) as db:
        tally = await store(db, open_jsonl(path), NO_NAMES, clock)
        after = await everything(db)
        assert tally.stored == len(chosen)
        assert (await store(db, open_jsonl(path), NO_NAMES, clock)).stored == 0
        assert await everything(db) == after
    if history:
        assert after == before
    else:
        assert [(one.channel, one.post, one.seen_at) for one in after] == [
            (one.channel, one.post, one.seen_at) for one in chosen
        ]


# --- whose export it is -----------------------------------------------------------------------------------------------


async def test_the_channel_of_an_export_in_html_is_what_the_operator_says(db: Database) -> None:
    await db.write(posts.save, RIVER, [], None, NOON, backlog=False)
    assert await told_id(db, NO_NAMES, Told(channel_id=1001), "River") == 1001
    assert await told_id(db, NO_NAMES, Told(channel_id=-1001234567890), "River") == 1234567890
    assert await told_id(db, NO_NAMES, Told(channel="@River"), "River") == 1
    assert await told_id(db, {9: "Hill_News"}, Told(channel="hill_news"), "River") == 9


async def test_of_channels_that_bore_one_name_the_watchlist_says_whose_export_it_is(db: Database) -> None:
    await db.write(posts.save, RIVER, [], None, NOON, backlog=False)
    assert await told_id(db, {9: "River"}, Told(channel="@river"), "River") == 9
    await db.write(posts.save, Channel(2, "River", "River Today"), [], None, NOON, backlog=False)
    with pytest.raises(BadInput, match="@river is or was the name of several channels: 1, 2; give --channel-id"):
        await told_id(db, NO_NAMES, Told(channel="@river"), "River")


async def test_an_export_in_html_of_nobody_knows_whom_is_refused(db: Database) -> None:
    with pytest.raises(
        BadInput, match="of 'River', and exports in HTML don't say which channel that is: give --channel"
    ):
        await told_id(db, NO_NAMES, Told(), "River")
    for number in (0, -5, -100, 2**63):
        with pytest.raises(BadInput, match="is not a channel number: give --channel"):
            await told_id(db, NO_NAMES, Told(channel_id=number), "River")
    with pytest.raises(BadInput, match="No channel @lake is known with its id: give --channel"):
        await told_id(db, {1: "river"}, Told(channel="@lake"), "River")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Told(channel="@river"), "says itself which channel it is of: leave out --channel"),
        (Told(channel_id=1), "says itself which channel it is of: leave out --channel"),
        (Told(time_zone="Mars"), "'Mars' is not a time zone"),
    ],
)
async def test_what_makes_no_sense_is_refused_before_anything_is_opened(tmp_path: Path, told: Told, said: str) -> None:
    path = written(tmp_path, ["a"])
    wanted = Settings(database_url=f"sqlite:///{tmp_path}/seinpost.db")
    with pytest.raises(BadInput, match=said):
        await import_file(wanted, path, told, Console(quiet=True), clock)
    assert names_in(tmp_path) == ["result.json"]


async def test_claims_that_were_made_in_chat_are_found_too(
    tmp_path: Path, sqlite_db: Database, sqlite_url: str
) -> None:
    content = {
        "id": "E001",
        "statement": dict.fromkeys(("en", "nl", "ru", "uk"), "The village of Tyotkino has been captured"),
        "holders": [],
        "places": ["tyotkino"],
        "first": "2024-03-01",
        "last": "2024-03-31",
        "events": ["capture+@place"],
        "figures": [],
        "asserting": {"en": ["The village of Tyotkino has been captured"]},
        "checkable": True,
        "source": ["made in chat, 2024-03-12"],
    }
    await sqlite_db.write(entries.put, OwnEntry(EntryKind.CLAIM, "E001", content, "500", NOON))
    file = tmp_path / "posts.jsonl"
    said = {
        "channel_id": 1,
        "id": 5,
        "date": NOON.isoformat(),
        "text": "The village of Tyotkino has been captured: shelling.",
    }
    file.write_text(json.dumps(said), encoding="utf-8")
    wanted = Settings(database_url=sqlite_url, cache=tmp_path)
    await import_file(wanted, file, Told(), Console(quiet=True), clock)
    found = await sqlite_db.read(links.found_since, NOON)
    assert (Kind.CLAIM, "E001") in found


async def test_progress_is_told_in_bytes(sqlite_db: Database) -> None:
    pages = [Page(RIVER, (post(number),), read=number * 10) for number in (1, 2, 3)]
    behind: list[int] = []
    await store(sqlite_db, Pieces(*pages), NO_NAMES, clock, behind.append)
    assert behind == [10, 20, 30]


def test_what_was_found_is_told_with_the_claims_that_most_posts_are_about() -> None:
    found = {(Kind.CLAIM, f"C{number}"): 9 - number for number in range(7)} | {(Kind.ACTOR, "ferry"): 1}
    entries = watchlist(claim("C0", statement={"en": "The ferry sank."}))
    assert found_in(found, entries).splitlines() == [
        "Found in them: 1 actor, 0 places, 7 claims.",
        "  C0, 9 posts: The ferry sank.",
        *(f"  C{number}, {9 - number} posts" for number in range(1, 5)),
        "  and 2 claims more",
    ]
    assert "match --explain" in found_in({}, entries)
