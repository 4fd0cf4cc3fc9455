"""Alerts that grow, over the wire: edits that the strict Bot API takes, and buttons that still work."""

from dataclasses import replace

import pytest
from telegram import Bot

from bot.alerting import decide_alerts
from bot.delivery.queue import deliver
from bot.delivery.telegram import BotSender
from bot.updating import show_updates
from storage import chats
from storage.additions import EDIT_PACE
from storage.messages import Delivery, Message
from storage.telling import EventKind
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA, LANGUAGES, event
from tests.botapi.server import LoopbackBotApi
from tests.storage.samples import noted, post

HOSTILE = "</blockquote><b>&amp;{ $who }%s " * 200


async def notice(about: Delivery) -> Message:
    return Message("may not have reached you")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_alert_grows_in_place_and_its_buttons_still_work(
    desk: Desk, api: LoopbackBotApi, language: str
) -> None:
    await desk.ask("/subscribe A03")
    chat = await desk.db.read(chats.get, ANNA)
    assert chat is not None
    await desk.db.write(chats.put, replace(chat, language=language))
    async with Bot(api.token, base_url=api.base_url) as bot:
        sender = BotSender(bot)
        for number in range(1, 13):
            news = event(of=EventKind.CLAIM_NEW_SOURCE, source=f"channel:{1 + number}")
            await noted(desk.db, post(number, HOSTILE, channel_id=1 + number, published_at=desk.now), news)
            await decide_alerts(desk.db, desk.watchlist, lambda: desk.now)
            await show_updates(desk.db, desk.watchlist, lambda: desk.now)
            await deliver(desk.db, sender, lambda: desk.now, notice)
            desk.now += EDIT_PACE
    alert = await desk.anna.next_message()
    assert (alert.edits, "11" in alert.text) == (11, True)
    why = next(key.data for key in alert.buttons if key.data and key.data.startswith("1:w"))
    assert (await desk.press_for_message(alert, why)).text


async def test_who_has_seen_an_alert_stays_below_it_when_it_grows(desk: Desk, api: LoopbackBotApi) -> None:
    await desk.ask("/subscribe A03")
    alert = None
    async with Bot(api.token, base_url=api.base_url) as bot:
        sender = BotSender(bot)
        for number in range(1, 3):
            news = event(of=EventKind.CLAIM_NEW_SOURCE, source=f"channel:{1 + number}")
            await noted(desk.db, post(number, "Taken.", channel_id=1 + number, published_at=desk.now), news)
            await decide_alerts(desk.db, desk.watchlist, lambda: desk.now)
            await show_updates(desk.db, desk.watchlist, lambda: desk.now)
            await deliver(desk.db, sender, lambda: desk.now, notice)
            desk.now += EDIT_PACE
            if alert is None:
                alert = await desk.anna.next_message()
                assert (await desk.press(alert, "👍 Seen")).text == "Noted: seen"
                await desk.anna.next_edit()
    assert alert is not None
    grown = await desk.anna.next_edit()
    assert "➕ 1 more channel" in grown.text
    assert "👍 Anna, 12:00" in grown.labels
