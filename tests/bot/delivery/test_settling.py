"""Telegram has answered, and the database is out of order, or the program is told to stop: no answer is forgotten."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from telegram import Bot

from bot.delivery import queue
from bot.delivery.queue import deliver
from bot.delivery.sender import Sender
from storage import chats, connecting, deliveries
from storage.database import OUT_OF_ORDER, Database
from storage.messages import DeliveryState, Message
from storage.telling import Chat
from tests.bot.delivery.test_queue import ANNA, BOB, START, Desk, notice
from tests.botapi.server import LoopbackBotApi

LONG = 0.5
"""Seconds for which the database is out of order: longer than anybody waits for it here."""


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr(connecting, "BUSY_MILLISECONDS", 20)
    monkeypatch.setattr(queue, "TRIED_AGAIN", (0.05,))
    monkeypatch.setattr(queue, "HELD_UP", 0.05)
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    async with LoopbackBotApi() as api, Database.open(url) as db, Bot(api.token, base_url=api.base_url) as bot:
        for chat_id in (ANNA, BOB):
            await db.write(chats.put, Chat(chat_id, "nl", "Europe/Amsterdam", START))
            api.user(chat_id)
        yield Desk(db, api, bot)


class Locking:
    """Sends as the desk's sender does; at the first message somebody takes the database, and keeps it for a while."""

    def __init__(self, desk: Desk, seconds: float = LONG):
        self._desk, self._seconds = desk, seconds
        self._holding: asyncio.Task[None] | None = None

    async def send(self, chat_id: int, message: Message) -> int:
        if self._holding is None:
            began = asyncio.Event()
            self._holding = asyncio.create_task(self._hold(began))
            await began.wait()
            await asyncio.sleep(0.2)  # others are taken meanwhile, or would be
        return await self._desk.sender.send(chat_id, message)

    async def _hold(self, began: asyncio.Event) -> None:
        with closing(sqlite3.connect(self._desk.db.location, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            began.set()
            await asyncio.sleep(self._seconds)

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        raise NotImplementedError


async def send_all(desk: Desk, sender: Sender) -> None:
    async with asyncio.timeout(20):
        await deliver(desk.db, sender, desk.clock, notice)


async def test_an_answer_that_can_not_be_written_down_is_kept_until_it_can_and_nobody_is_cut_off(desk: Desk) -> None:
    for chat_id in (ANNA, BOB):
        await desk.queue(chat_id)
    with pytest.raises(OUT_OF_ORDER):  # nothing more could be taken
        await send_all(desk, Locking(desk))
    assert await desk.states() == {DeliveryState.SENT: 2}
    assert (desk.texts(ANNA), desk.texts(BOB)) == (["alert"], ["alert"])


async def test_an_answer_that_can_not_be_written_down_for_too_long_is_given_up_and_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "KEPT_FOR", timedelta(0))
    await desk.queue(ANNA)
    with pytest.raises(OUT_OF_ORDER):
        await send_all(desk, Locking(desk))
    await asyncio.sleep(LONG)
    assert (await desk.get(1)).state is DeliveryState.SENDING
    await desk.deliver(after=deliveries.LEASE)
    await desk.deliver_all()
    assert desk.texts(ANNA) == ["alert", "alert 1 may not have reached you"]


async def test_once_the_program_is_to_stop_nothing_more_leaves_and_what_was_taken_is_due_again(desk: Desk) -> None:
    stop = asyncio.Event()

    class Stopping:
        async def send(self, chat_id: int, message: Message) -> int:
            stop.set()
            return await desk.sender.send(chat_id, message)

        async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
            raise NotImplementedError

    others = range(100, 100 + queue.LIMIT + 10)
    for chat_id in others:
        await desk.db.write(chats.put, Chat(chat_id, "nl", "Europe/Amsterdam", START))
        desk.api.user(chat_id)
        await desk.queue(chat_id)
    assert await deliver(desk.db, Stopping(), desk.clock, notice, stop=stop) == queue.LIMIT
    states = await desk.states()
    assert states[DeliveryState.SENT] <= queue.AT_ONCE
    assert states[DeliveryState.SENT] + states[DeliveryState.PENDING] == len(others)
    assert await desk.db.read(deliveries.next_due) == START
