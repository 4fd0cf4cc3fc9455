"""Groups, and what goes wrong, over the wire."""

import pytest

from storage import chats, subscriptions
from tests.bot.chat.conftest import CODE, Desk
from tests.bot.chat.factories import ANNA
from tests.botapi.faults import flood_wait
from tests.botapi.server import LoopbackBotApi


async def test_a_group_follows_for_itself_by_commands_with_the_bots_name(desk: Desk, api: LoopbackBotApi) -> None:
    group = api.group(-500, admins=(desk.anna,))
    await desk.anna.send("/subscribe@seinpost_bot lsr", to=group)
    assert "You follow Freedom of Russia Legion" in (await group.next_message()).text
    assert [one.target for one in await desk.db.read(subscriptions.of_chat, -500)] == ["lsr"]
    assert await desk.db.read(subscriptions.of_chat, ANNA) == []
    await desk.anna.send(f"/owner@seinpost_bot {CODE}", to=group)
    assert "private chat" in (await group.next_message()).text


async def test_a_group_that_becomes_a_supergroup_keeps_what_it_follows(desk: Desk, api: LoopbackBotApi) -> None:
    group = api.group(-500, admins=(desk.anna,))
    await desk.anna.send("/subscribe lsr", to=group)
    await group.next_message()
    moved = group.migrate()
    await desk.anna.send("/subscriptions", to=moved)
    assert "You follow 1 thing." in (await moved.next_message()).text


async def test_a_group_that_threw_the_bot_out_rests(desk: Desk, api: LoopbackBotApi) -> None:
    group = api.group(-500, admins=(desk.anna,))
    await desk.anna.send("/subscribe lsr", to=group)
    await group.next_message()
    group.kick(by=desk.anna)
    await desk.ask("/help")  # answered after the kick was heard of
    chat = await desk.db.read(chats.get, -500)
    assert chat is not None
    assert chat.resting


async def test_a_failure_of_ours_is_said_and_the_next_is_answered(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, desk.watchlist = desk.watchlist, None  # type: ignore[assignment]
    assert "went wrong on our side" in (await desk.ask("/subscribe a secret word")).text
    desk.watchlist = broken
    assert "You follow Freedom of Russia Legion" in (await desk.ask("lsr")).text
    logged = capsys.readouterr().out
    assert "turn failed" in logged
    assert "secret" not in logged


async def test_a_flood_wait_of_telegram_costs_one_answer_and_no_more(
    desk: Desk, api: LoopbackBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # as the sender of alerts sets it
    api.fail(flood_wait(1))
    await desk.anna.send("/start")
    assert (await desk.ask("/help")).text.startswith("What I can do")


async def test_the_text_of_a_notice_survives_hostile_words(desk: Desk) -> None:
    """Whatever a person sends is quoted back harmlessly."""
    for text in ("<b>", "&amp;", "{ $name }", "%s %d", "\u202eabc", "a" * 4000, "😀" * 50, "#tag", "```"):
        assert (await desk.ask(text)).text


async def test_a_talkative_group_keeps_nobody_waiting(desk: Desk, api: LoopbackBotApi) -> None:
    group = api.group(-500, admins=(desk.anna,))
    for _ in range(25):  # more than Telegram's 20 a minute
        await desk.anna.send("/help", to=group)
    assert (await desk.ask("/help")).text.startswith("What I can do")


async def test_what_is_no_text_is_answered_and_service_messages_are_not(desk: Desk) -> None:
    sticker = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "is_animated": False, "is_video": False}
    common = {"date": desk.api.world.date, "chat": desk.anna.raw, "from": desk.anna.user}
    desk.api.world.updates.put("message", common | {"message_id": 900, "sticker": sticker | {"type": "regular"}})
    assert "I only read text" in (await desk.anna.next_message()).text
    desk.api.world.updates.put("message", common | {"message_id": 901, "new_chat_title": "x"})
    desk.api.world.updates.put("edited_message", common | {"message_id": 902, "edit_date": 1, "text": "/help"})
    assert (await desk.ask("/start")).text.startswith("Welcome")


async def test_a_button_pressed_twice_in_a_row_does_no_harm(desk: Desk, api: LoopbackBotApi) -> None:
    kinds = await desk.ask("/subscribe")
    presses = [await desk.anna.press(kinds, "📍 Places") for _ in range(2)]
    assert [(await press.answered()).alert for press in presses] == [False, False]
    assert [rejected.method for rejected in api.rejected] == ["editMessageText"]  # it shows that already
    api.rejected.clear()


async def test_a_message_that_can_be_edited_no_more_is_answered_by_a_new_one(desk: Desk, api: LoopbackBotApi) -> None:
    kinds = await desk.ask("/subscribe")
    desk.anna.messages.remove(kinds)
    assert (await desk.press_for_message(kinds, "📍 Places")).text.startswith("📍 Places")
    api.rejected.clear()
