"""Somebody new gets what they came for in few steps, and the transcript in `docs/` is what really happens."""

from datetime import time

import pytest

from storage import chats, digests, quiet, subscriptions
from storage.database import Database
from storage.model import Kind
from storage.telling import QuietHours
from tests.bot.chat.first_steps import DUTCH_FIRST, IN_DUTCH, MOST, NORA, TRANSCRIPT, Step, play, rendered


@pytest.mark.parametrize(
    ("language", "steps"),
    [("nl", IN_DUTCH), ("en", (*DUTCH_FIRST, *IN_DUTCH))],
    ids=["Dutch phone", "English phone"],
)
async def test_somebody_new_needs_few_steps_and_no_manual(
    sqlite_db: Database, language: str, steps: tuple[Step, ...]
) -> None:
    told = await play(sqlite_db, language, steps)
    assert len(told) <= MOST
    chat = await sqlite_db.read(chats.get, NORA)
    assert chat is not None
    assert (chat.language, chat.time_zone) == ("nl", "Europe/Brussels")
    followed = {(one.kind, one.target) for one in await sqlite_db.read(subscriptions.of_chat, NORA)}
    assert followed == {(Kind.ACTOR, "lsr"), (Kind.CLAIM, "A14")}
    assert list(await sqlite_db.read(digests.times, NORA)) == [time(8)]
    kept = await sqlite_db.read(quiet.get, NORA)
    assert kept is not None
    assert kept.hours == QuietHours(time(23), time(7))


async def test_the_transcript_is_what_happens(sqlite_db: Database) -> None:
    """When what the bot says has changed: python -m tests.bot.chat.first_steps"""
    told = await play(sqlite_db, "en", (*DUTCH_FIRST, *IN_DUTCH))
    assert TRANSCRIPT.read_text(encoding="utf-8") == rendered(told)
