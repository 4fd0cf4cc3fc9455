"""Edits of messages that were sent, over the wire: may be repeated, are never in doubt, and give up only for good."""

from collections.abc import AsyncIterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from telegram import Bot

from bot.delivery.queue import deliver, recover
from bot.delivery.sender import Gone, Later, MaybeSent, Refused
from bot.delivery.telegram import BotSender
from bot.delivery.terminal import TerminalSender
from storage import chats, deliveries
from storage.database import Database
from storage.messages import Button, Delivery, DeliveryKind, DeliveryState, Message
from storage.tables import deliveries as table
from tests.botapi.faults import flood_wait, silence
from tests.botapi.server import LoopbackBotApi
from tests.storage.samples import NOW, chat

ANNA = 11
BEFORE, AFTER = Message("one"), Message("<b>two</b>", ((Button("Mute", data="m:1"),),))


@pytest.fixture
async def api() -> AsyncIterator[LoopbackBotApi]:
    async with LoopbackBotApi() as api:
        api.user(ANNA)
        yield api


@pytest.fixture
async def sender(api: LoopbackBotApi) -> AsyncIterator[BotSender]:
    async with Bot(api.token, base_url=api.base_url) as bot:
        yield BotSender(bot, patience=timedelta(milliseconds=200))


async def test_an_edit_changes_words_marks_and_buttons_in_place(api: LoopbackBotApi, sender: BotSender) -> None:
    message_id = await sender.send(ANNA, BEFORE)
    await sender.edit(ANNA, message_id, AFTER)
    (seen,) = api.chat(ANNA).messages
    assert (seen.text, seen.labels, seen.edits, seen.preview) == ("two", ["Mute"], 1, False)


async def test_the_same_again_is_no_error(sender: BotSender) -> None:
    message_id = await sender.send(ANNA, AFTER)
    await sender.edit(ANNA, message_id, AFTER)


async def test_markup_that_telegram_refuses_is_edited_in_as_plain_text(api: LoopbackBotApi, sender: BotSender) -> None:
    message_id = await sender.send(ANNA, BEFORE)
    await sender.edit(ANNA, message_id, Message("<b>1 &lt; 2"))
    assert api.chat(ANNA).messages[0].text == "1 < 2"


async def test_a_message_that_is_gone_can_not_be_edited(api: LoopbackBotApi, sender: BotSender) -> None:
    message_id = await sender.send(ANNA, BEFORE)
    api.chat(ANNA).messages.clear()
    with pytest.raises(Refused, match="essage to edit not found"):
        await sender.edit(ANNA, message_id, AFTER)


async def test_edits_keep_flood_waits_and_blocks_like_messages(api: LoopbackBotApi, sender: BotSender) -> None:
    message_id = await sender.send(ANNA, BEFORE)
    api.fail(flood_wait(30), method="editMessageText")
    for _ in range(2):
        with pytest.raises(Later):
            await sender.edit(ANNA, message_id, AFTER)
    with pytest.raises(Later):
        await sender.send(ANNA, BEFORE)
    assert len(api.calls("editMessageText")) == 1


async def test_a_chat_that_blocked_the_bot_is_gone_for_edits_too(api: LoopbackBotApi, sender: BotSender) -> None:
    message_id = await sender.send(ANNA, BEFORE)
    api.user(ANNA).block()
    with pytest.raises(Gone):
        await sender.edit(ANNA, message_id, AFTER)


async def test_an_edit_without_an_answer_may_have_been_made(api: LoopbackBotApi, sender: BotSender) -> None:
    message_id = await sender.send(ANNA, BEFORE)
    api.fail(silence(accepted=True), method="editMessageText")
    with pytest.raises(MaybeSent):
        await sender.edit(ANNA, message_id, AFTER)
    await sender.edit(ANNA, message_id, AFTER)
    assert api.chat(ANNA).messages[0].edits == 1


# --- in the queue -----------------------------------------------------------------------------------------------------


async def notice(about: Delivery) -> Message:
    return Message("may not have reached you")


@pytest.fixture
async def queued(sqlite_url: str, sender: BotSender, tmp_path: Path) -> AsyncIterator[Database]:
    """The first message has been sent, its edit is due."""
    async with Database.open(sqlite_url) as db:
        await db.write(chats.put, chat(ANNA))
        await db.write(deliveries.add, ANNA, DeliveryKind.ALERT, 1, [BEFORE], NOW)
        await deliver(db, sender, lambda: NOW, notice)
        await db.write(deliveries.add, ANNA, DeliveryKind.UPDATE, 1, [AFTER], NOW)
        async with db.writing() as conn:
            edits = table.update().where(table.c.kind == DeliveryKind.UPDATE)
            await conn.execute(edits.values(message_id=1))
        yield db


async def state(db: Database) -> DeliveryState:
    update = await db.read(deliveries.get, 2)
    assert update is not None
    return update.state


async def test_an_edit_that_timed_out_is_due_again_and_made_once(
    queued: Database, api: LoopbackBotApi, sender: BotSender
) -> None:
    api.fail(silence(accepted=True), method="editMessageText")
    await deliver(queued, sender, lambda: NOW + timedelta(minutes=1), notice)
    assert await state(queued) is DeliveryState.PENDING
    await deliver(queued, sender, lambda: NOW + timedelta(minutes=2), notice)
    assert await state(queued) is DeliveryState.SENT
    assert [seen.text for seen in api.chat(ANNA).messages] == ["two"]


async def test_an_edit_that_a_crash_cut_off_is_due_again(
    queued: Database, api: LoopbackBotApi, sender: BotSender
) -> None:
    later = NOW + timedelta(minutes=1)
    await queued.write(deliveries.take, later, 5)  # and the power goes
    await recover(queued, later + timedelta(seconds=1), later, notice)
    assert await state(queued) is DeliveryState.PENDING
    await deliver(queued, sender, lambda: later + timedelta(minutes=1), notice)
    assert [seen.text for seen in api.chat(ANNA).messages] == ["two"]


async def test_an_edit_that_is_refused_has_failed(queued: Database, api: LoopbackBotApi, sender: BotSender) -> None:
    api.chat(ANNA).messages.clear()
    await deliver(queued, sender, lambda: NOW + timedelta(minutes=1), notice)
    assert await state(queued) is DeliveryState.FAILED
    assert api.chat(ANNA).messages == []


async def test_the_terminal_says_which_message_it_prints_anew() -> None:
    text = StringIO()
    await TerminalSender(Console(file=text, width=100), {7: "Anna"}).edit(7, 3, AFTER)
    assert "Anna – message 3, updated" in text.getvalue()
    assert "two" in text.getvalue()
