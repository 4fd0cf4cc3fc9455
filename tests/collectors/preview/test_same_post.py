"""The same post, told by an account and by a preview page, is one state: no revision, whichever came first."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon.tl import types

from collectors.telegram.convert import posts_of
from storage import posts
from storage.albums import differs
from storage.database import Database
from storage.model import Cause, Channel, Media, Post
from tests.collectors.preview.shown import CHANNEL_ID, shown
from tests.collectors.telegram.messages import NOON, document, message, photo
from tests.previews import pieces

CHANNEL = Channel(CHANNEL_ID, "rivierkrant", "River")
SENDABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")).map(str.strip)


def film(*, round_message: bool = False) -> Any:
    return types.DocumentAttributeVideo(duration=42, w=640, h=360, round_message=round_message)


def sound(*, voice: bool = False) -> Any:
    return types.DocumentAttributeAudio(duration=65, voice=voice, title="Song of the river", performer="Band")


def named(name: str) -> Any:
    return types.DocumentAttributeFilename(name)


def sticker() -> Any:
    return types.DocumentAttributeSticker(alt="+", stickerset=types.InputStickerSetEmpty())


def question(words: str) -> Any:
    asked = types.TextWithEntities(words, [])
    answers = [types.PollAnswer(types.TextWithEntities(one, []), one.encode()) for one in ("Stay", "Go")]
    return types.MessageMediaPoll(types.Poll(1, asked, answers, hash=0), types.PollResults())


def place() -> Any:
    return types.MessageMediaVenue(types.GeoPoint(4.0, 52.0, 1), "Town hall", "Square 1", "", "", "")


TOLD_TWICE: list[tuple[Any, str]] = [
    (None, ""),
    (photo(), pieces.photo()),
    (document(film(), named("IMG_0042.MP4")), pieces.video("0:42")),
    (document(film(), named("IMG_0042.MP4")), pieces.video("1:02:05", too_big=True)),
    (document(film(), types.DocumentAttributeAnimated(), named("cat.mp4")), pieces.video(None)),
    (document(film(), types.DocumentAttributeAnimated()), pieces.video("0:02")),
    (document(film(round_message=True)), pieces.round_video("0:15")),
    (document(sound(voice=True)), pieces.voice("1:05")),
    (document(sound(), named("track 3.mp3")), pieces.document("Song of the river", "Band", audio=True)),
    (document(named("annual  report.pdf")), pieces.document("annual report.pdf", "1 KB")),
    (document(), pieces.document("Unnamed file", "1 KB")),
    (document(sticker()), pieces.sticker()),
    (question("Stay  or go?"), pieces.poll("Stay or go?", "Stay", "Go")),
    (place(), pieces.location()),
    (types.MessageMediaDice(3, "+"), ""),
    (types.MessageMediaWebPage(types.WebPageEmpty(1)), pieces.link_preview("Title", "Description")),
]


def both(words: str, media: Any, piece: str, edited: bool) -> tuple[Post, Post]:
    """What an account reads, and what a page shows."""
    edit = NOON if edited else None
    [theirs] = posts_of([message(7, words, channel_id=CHANNEL_ID, media=media, edit_date=edit)], {})
    return theirs, shown(piece, *([pieces.text(words)] if words else []), edited=edited)


@given(SENDABLE.filter(bool), st.sampled_from(TOLD_TWICE), st.booleans())
def test_a_post_that_two_sources_tell_is_not_edited(words: str, told: tuple[Any, str], edited: bool) -> None:
    theirs, ours = both(words, *told, edited)
    assert not differs(ours, theirs)
    assert not differs(theirs, ours)


@given(SENDABLE.filter(bool), SENDABLE.filter(bool), st.sampled_from(TOLD_TWICE))
def test_other_words_are_an_edit_also_where_another_source_tells_them(
    before: str, after: str, told: tuple[Any, str]
) -> None:
    assert differs(both(before, *told, False)[1], both(after, *told, True)[0]) == (before != after)


@pytest.mark.parametrize("first", [0, 1])
async def test_the_second_reading_makes_no_revision(db: Database, first: int) -> None:
    read = [both("Smoke over the mill.", *told, False) for told in TOLD_TWICE]
    numbered = [[replace(one, post_id=number) for one in pair] for number, pair in enumerate(read, 1)]
    assert await saved(db, [pair[first] for pair in numbered]) == len(TOLD_TWICE)
    assert await saved(db, [pair[1 - first] for pair in numbered]) == 0


async def test_an_album_that_two_sources_number_differently_is_one_post(db: Database) -> None:
    [ours] = [replace(shown(pieces.grouped("rivierkrant", [(7, "photo"), (8, "video")]), ids=(7, 8)), text="Two.")]
    parts = [
        message(7, "Two.", channel_id=CHANNEL_ID, media=photo(), grouped_id=99),
        message(8, channel_id=CHANNEL_ID, media=document(film(), named("IMG_8.MP4")), grouped_id=99),
    ]
    assert await saved(db, [ours]) == 1
    assert await saved(db, posts_of(parts, {})) == 0


@pytest.mark.parametrize("cut", ["The first line. The second line, wh…", "The first line. The second", ""])
async def test_a_text_that_a_page_had_cut_is_completed_and_not_edited(db: Database, cut: str) -> None:
    whole = message(7, "The first line.\nThe second line, which goes on.", channel_id=CHANNEL_ID)
    await saved(db, [Post(CHANNEL_ID, 7, NOON, cut, media=(Media("unsupported"),))])
    for _ in range(2):
        await saved(db, posts_of([whole], {}))
    found = await db.read(posts.unmatched, 10)
    assert [(one.cause, one.post.text) for one in found] == [(Cause.FIRST, cut), (Cause.COMPLETED, whole.message)]


async def test_other_words_than_the_cut_ones_are_an_edit(db: Database) -> None:
    await saved(db, [Post(CHANNEL_ID, 7, NOON, "The first line.", media=(Media("unsupported"),))])
    await saved(db, posts_of([message(7, "Another line.", channel_id=CHANNEL_ID)], {}))
    assert [one.cause for one in await db.read(posts.unmatched, 10)] == [Cause.FIRST, Cause.EDITED]


async def test_a_picture_put_in_the_place_of_a_film_is_an_edit_whoever_tells(db: Database) -> None:
    await saved(db, [shown(pieces.video("0:42"), pieces.text("Words."))])
    assert await saved(db, [shown(pieces.photo(), pieces.text("Words."))]) == 1
    assert [found.cause for found in await db.read(posts.unmatched, 10)] == [Cause.FIRST, Cause.EDITED]


async def saved(db: Database, read: Sequence[Post]) -> int:
    return await db.write(posts.save, CHANNEL, read, None, NOON, backlog=False)
