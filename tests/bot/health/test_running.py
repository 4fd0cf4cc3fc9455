"""All of it together: a lookout at work one of whose stages only breaks."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot import stages
from bot.app import Lookout, run_until_stopped
from bot.clock import now
from bot.commands.furnishing import watched_over
from bot.commands.opening import noticing
from bot.health import pulse, telling
from bot.polling import Fixed
from bot.settings import HealthSettings
from matcher.catalogue import compile_catalogue
from storage import chats, owners
from storage.database import Database
from storage.messages import Message
from tests.bot.chat.factories import chat, watchlist

OWNER = 77


class Heard:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.one = asyncio.Event()

    async def send(self, chat_id: int, message: Message) -> int:
        self.messages.append(message.html)
        self.one.set()
        return len(self.messages)

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        raise AssertionError("nothing is to be edited")


async def test_operators_hear_of_a_stage_that_only_breaks_while_the_others_work(
    sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any) -> int:
        raise KeyError("words of a post")

    monkeypatch.setattr(stages, "match_new", broken)
    monkeypatch.setattr(pulse, "patience", lambda name: 0.3 if name == "match" else 3600.0)
    monkeypatch.setattr(telling, "EVERY", 0.1)
    await sqlite_db.write(owners.make_owner, OWNER, now())
    await sqlite_db.write(chats.put, chat("en", chat_id=OWNER))
    catalogue, heard, stop = compile_catalogue(watchlist()), Heard(), asyncio.Event()
    lookout = Lookout(
        db=sqlite_db,
        catalogue=lambda: catalogue,
        source=None,
        sender=heard,
        notice=noticing(sqlite_db, now),
        clock=now,
        polling=Fixed(timedelta(hours=1)),
    )
    async with watched_over(HealthSettings(port=0), lookout), asyncio.timeout(60):
        running = asyncio.create_task(run_until_stopped(lookout, stop))
        await heard.one.wait()
        stop.set()
        await running
    [told] = heard.messages
    assert "The stage <b>match</b> gets nothing done" in told
    assert list(lookout.pulse.stopped()) == ["match"]
    assert lookout.pulse.stages["deliver"].ticks > 0
