"""The button that translates a post, over the wire, with a translator on loopback: only where one is plugged in, below
the original, escaped, and nobody else waits for it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from telegram import Bot

from bot.alerting import decide_alerts
from bot.chat.access.pacing import Patience
from bot.chat.callbacks import Verb, press
from bot.chat.commands import Services, build_application
from bot.delivery.telegram import BotSender
from collectors.translating import LibreTranslate
from storage import deliveries, events
from storage.database import Database
from storage.messages import DeliveryState
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA, NOON, denial, entry, link, watchlist
from tests.bot.people import admit
from tests.botapi.running import polling
from tests.botapi.seen import Press, Seen
from tests.botapi.server import LoopbackBotApi
from tests.collectors.translators import LoopbackTranslator

HEADERS = {"Host", "Accept", "Accept-Encoding", "Connection", "User-Agent", "Content-Length", "Content-Type"}
TEXT = "Нет, в Лозовую Рудку не заходили."


@pytest.fixture
async def server() -> AsyncIterator[LoopbackTranslator]:
    async with LoopbackTranslator() as server:
        yield server


@pytest.fixture
async def desk(api: LoopbackBotApi, sqlite_db: Database, server: LoopbackTranslator) -> AsyncIterator[Desk]:
    """Anna reads Dutch, and a translator is plugged in."""
    desk = Desk(api, sqlite_db, api.user(ANNA, "Anna", "nl"))
    await admit(sqlite_db, ANNA)
    services = Services(
        db=sqlite_db,
        catalogue=lambda: desk.catalogue,
        clock=lambda: desk.now,
        owner_code=None,
        started_at=NOON,
        patience=Patience(size=50),
        translator=LibreTranslate(server.url),
    )
    async with polling(build_application(api.token, api.url, services)):
        yield desk


async def alerted(desk: Desk, text: str = TEXT, *, translates: bool = True) -> Seen:
    """Anna follows A03 and is told of a Russian post that denies it."""
    await desk.ask("/subscribe A03")
    stored = await desk.posted(text, link(text[:3], text))
    await desk.db.write(events.save, stored.id, [replace(denial(), revision_id=stored.id)], desk.now)
    await decide_alerts(desk.db, desk.watchlist, lambda: desk.now, translates=translates)
    (delivery,) = await desk.db.write(deliveries.take, desk.now, 5)
    async with Bot(desk.api.token, base_url=desk.api.base_url) as bot:
        await BotSender(bot).send(ANNA, delivery.message)
    await desk.db.write(deliveries.settle, delivery.id, DeliveryState.SENT, desk.now)
    desk.now += timedelta(minutes=1)
    return await desk.anna.next_message()


async def under_way(desk: Desk, server: LoopbackTranslator) -> tuple[Seen, Press]:
    """An alert, and the tap that asked for its translation, for which the server keeps Anna waiting."""
    told = await alerted(desk)
    server.open.clear()
    pressed = await desk.anna.press(told, "🌍 Vertalen")
    await server.arrived.wait()
    return told, pressed


async def test_a_tap_shows_the_translation_below_the_original(desk: Desk, server: LoopbackTranslator) -> None:
    told = await alerted(desk)
    await desk.press(told, "🌍 Vertalen")
    shown = await desk.anna.next_message()
    assert shown.text == (
        "🌍 Machinevertaling door 127.0.0.1 – origineel: Russisch\nEen vertaling.\n"
        "Er kunnen fouten in zitten. Citeer het origineel."
    )
    assert shown.raw["reply_to_message"]["message_id"] == told.message_id
    assert server.asked == [{"q": TEXT, "source": "ru", "target": "nl", "format": "text"}]
    assert set(server.headers[0]) <= HEADERS
    assert "🌍 Vertalen" not in told.labels
    assert "👍 Gezien" in told.labels


async def test_a_translation_is_hostile_text_and_cut(desk: Desk, server: LoopbackTranslator) -> None:
    server.says = "<b>x</b> <a href='tg://user?id=1'>&\u202e " + "слово " * 2000
    await desk.press(await alerted(desk), "🌍 Vertalen")
    shown = await desk.anna.next_message()
    assert "<b>x</b> <a href='tg://user?id=1'>& слово" in shown.text
    marked = [one.text for one in shown.entities if one.type in {"bold", "text_link", "text_mention"}]
    assert marked == ["Machinevertaling"]
    assert len(shown.text) < 3200


@pytest.mark.parametrize(
    ("status", "said"), [(429, "te druk"), (403, "weigert ons"), (400, "talen niet"), (500, "onleesbaar")]
)
async def test_what_goes_wrong_is_said_and_may_be_tried_again(
    desk: Desk, server: LoopbackTranslator, status: int, said: str
) -> None:
    told = await alerted(desk)
    server.status = status
    assert said in (await desk.press(told, "🌍 Vertalen")).text
    server.status = 200
    await desk.press(told, "🌍 Vertalen")
    assert (await desk.anna.next_message()).text.startswith("🌍 Machinevertaling")


async def test_nobody_waits_for_a_slow_translator(desk: Desk, server: LoopbackTranslator) -> None:
    _, slow = await under_way(desk, server)
    assert (await desk.ask("/help")).text.startswith("Wat ik kan")
    assert slow.open
    server.open.set()
    await slow.answered()


async def test_a_second_tap_while_it_is_translated_asks_for_no_second_translation(
    desk: Desk, server: LoopbackTranslator
) -> None:
    told, first = await under_way(desk, server)
    await (await desk.anna.forge(told, press(Verb.TRANSLATE, 1))).answered()
    server.open.set()
    await first.answered()
    assert len(server.asked) == 1


async def test_what_is_pressed_while_it_is_translated_stays_pressed(desk: Desk, server: LoopbackTranslator) -> None:
    told, slow = await under_way(desk, server)
    await desk.press(told, "👍 Gezien")
    server.open.set()
    await slow.answered()
    assert "👍 Gezien" not in told.labels
    assert [label for label in told.labels if label.startswith("👍 Anna")]
    assert "🌍 Vertalen" not in told.labels


async def test_a_translation_of_an_alert_that_was_deleted_meanwhile_comes_by_itself(
    desk: Desk, server: LoopbackTranslator
) -> None:
    told, pressed = await under_way(desk, server)
    desk.anna.messages.remove(told)
    server.open.set()
    assert (await desk.anna.next_message()).text.startswith("🌍 Machinevertaling")
    await pressed.answered()
    desk.api.rejected.clear()  # its button can't leave any more


async def test_a_flood_of_presses_is_slowed_down_like_any_other(desk: Desk, server: LoopbackTranslator) -> None:
    told = await alerted(desk)
    server.status = 429
    for _ in range(60):
        await desk.anna.forge(told, press(Verb.TRANSLATE, 1))
    await (await desk.anna.forge(told, press(Verb.HELP))).answered()
    assert len(server.asked) < 50


async def test_the_button_is_there_only_for_what_may_be_and_has_to_be_translated(desk: Desk) -> None:
    assert "🌍 Vertalen" not in (await alerted(desk, translates=False)).labels
    desk.watchlist = replace(watchlist(), channels=(entry("governor_news", republish="link"),))
    answer = await desk.anna.forge(desk.anna.messages[-1], press(Verb.TRANSLATE, 1))
    assert "niet geciteerd" in (await answer.answered()).text


async def test_who_reads_the_posts_language_has_no_use_for_it(desk: Desk, api: LoopbackBotApi) -> None:
    desk.anna.language_code = "ru"
    assert not [label for label in (await alerted(desk)).labels if "🌍" in label]


async def test_without_a_translator_an_old_button_says_so(
    api: LoopbackBotApi, sqlite_db: Database, server: LoopbackTranslator
) -> None:
    await admit(sqlite_db, ANNA)
    anna = api.user(ANNA, "Anna", "en")
    desk = Desk(api, sqlite_db, anna)
    services = Services(sqlite_db, lambda: desk.catalogue, lambda: NOON, None, NOON)
    async with polling(build_application(api.token, api.url, services)):
        page = await desk.ask("/help")
        answer = await (await anna.forge(page, press(Verb.TRANSLATE, 1))).answered()
    assert answer.text == "No translator is set up here. Ask the operator for one."
    assert server.asked == []
