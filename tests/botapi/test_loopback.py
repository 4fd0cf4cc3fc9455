"""The loopback server is as strict as Telegram: seen with a real `telegram.Bot`, or httpx where that hides it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, TimedOut
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, CommandHandler, ContextTypes
from telegram.request import HTTPXRequest

from tests.botapi.faults import flood_wait, gateway_error, nonsense, reset, silence
from tests.botapi.running import polling
from tests.botapi.server import LoopbackBotApi

ANNA = 11


def png_header(width: int, height: int) -> bytes:
    """As much of a PNG as the server looks at."""
    sides = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + sides


@pytest.fixture
async def api() -> AsyncIterator[LoopbackBotApi]:
    async with LoopbackBotApi() as api:
        api.user(ANNA, "Anna", "nl")
        yield api


@pytest.fixture
async def bot(api: LoopbackBotApi) -> AsyncIterator[Bot]:
    async with Bot(api.token, base_url=api.base_url, request=HTTPXRequest(read_timeout=0.5)) as bot:
        yield bot


def keyboard(**button: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Go", **button)]])  # type: ignore[arg-type]


def echo(api: LoopbackBotApi) -> Application[Any, Any, Any, Any, Any, Any]:
    """A small bot: greets on /start, and edits its greeting when the button under it is pressed."""

    async def greet(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        user = update.effective_user
        assert user is not None
        text = f"hello, {user.first_name} ({user.language_code})"
        await context.bot.send_message(user.id, text, reply_markup=keyboard(callback_data="a"))

    async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        assert query is not None
        await query.edit_message_text(f"pressed {query.data}")
        await query.answer()

    application = ApplicationBuilder().token(api.token).base_url(api.base_url).job_queue(None).build()
    application.add_handlers([CommandHandler("start", greet), CallbackQueryHandler(pressed)])
    return application


# --- who may call what -----------------------------------------------------------------------------------------------


async def test_a_wrong_token_is_unauthorized_and_a_malformed_one_is_not_found(api: LoopbackBotApi) -> None:
    async with httpx.AsyncClient() as client:
        wrong = await client.get(f"{api.base_url}123:wrong/getMe")
        malformed = await client.get(f"{api.base_url}nonsense/getMe")
    assert (wrong.status_code, wrong.json()["description"]) == (401, "Unauthorized")
    assert (malformed.status_code, malformed.json()["description"]) == (404, "Not Found")


async def test_a_bot_with_a_wrong_token_does_not_start(api: LoopbackBotApi) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("123:wrong", base_url=api.base_url):
            raise AssertionError("it started")


async def test_an_unknown_method_is_not_found(api: LoopbackBotApi) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{api.base_url}{api.token}/sendTelepathy")
    assert answer.status_code == 404


async def test_methods_take_json_as_well_as_forms(api: LoopbackBotApi) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{api.base_url}{api.token}/sendmessage", json={"chat_id": ANNA, "text": "hello"})
    assert answer.json()["result"]["text"] == "hello"


# --- what it thinks of a text ----------------------------------------------------------------------------------------


async def test_html_becomes_text_and_entities(api: LoopbackBotApi, bot: Bot) -> None:
    html = '😀 <b>Bold</b> &lt;3 <a href="https://example.org/a">link</a> #tag'
    sent = await bot.send_message(ANNA, html, parse_mode="HTML")
    seen = api.chat(ANNA).messages[0]
    assert seen.text == "😀 Bold <3 link #tag"
    assert [(mark.type, mark.text) for mark in seen.entities] == [
        ("bold", "Bold"),
        ("text_link", "link"),
        ("hashtag", "#tag"),
    ]
    assert sent.parse_entities([MessageEntity.BOLD]) == {sent.entities[0]: "Bold"}


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<b>open", """can't find end tag corresponding to start tag "b\""""),
        ("<blink>no</blink>", 'unsupported start tag "blink"'),
        ("a < b", "unsupported start tag"),
        ("</i>", "unexpected end tag"),
    ],
)
async def test_wrong_markup_is_refused_by_telegrams_own_parser(
    api: LoopbackBotApi, bot: Bot, html: str, reason: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(ANNA, html, parse_mode="HTML")
    assert refused.value.message.lower().startswith("can't parse entities: " + reason)
    assert [rejected.method for rejected in api.rejected] == ["sendMessage"]
    assert api.chat(ANNA).messages == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<b></b>", "Text must be non-empty"),
        (" \n ", "Text must be non-empty"),
        ("<b>" + "x" * 4097 + "</b>", "Message is too long"),
        ("😀" * 2049, "Message is too long"),
    ],
)
async def test_a_text_must_have_1_to_4096_units_once_parsed(bot: Bot, text: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.send_message(ANNA, text, parse_mode="HTML")


async def test_an_empty_text_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(ANNA, "")


async def test_4096_units_fit_however_long_their_markup(bot: Bot) -> None:
    sent = await bot.send_message(ANNA, "<b>&amp;</b>" * 4096, parse_mode="HTML")
    assert sent.text == "&" * 4096


async def test_entities_beyond_the_hundredth_are_dropped(bot: Bot) -> None:
    sent = await bot.send_message(ANNA, "<b>x</b> " * 101, parse_mode="HTML")
    assert len(sent.entities) == 100


async def test_silence_previews_and_an_unknown_parse_mode(api: LoopbackBotApi, bot: Bot) -> None:
    no_preview = LinkPreviewOptions(is_disabled=True)
    await bot.send_message(ANNA, "x", disable_notification=True, link_preview_options=no_preview)
    await bot.send_message(ANNA, "y")
    first, second = api.chat(ANNA).messages
    assert (first.silent, first.preview) == (True, False)
    assert (second.silent, second.preview) == (False, True)
    with pytest.raises(BadRequest, match="Unsupported parse_mode"):
        await bot.send_message(ANNA, "z", parse_mode="BBCode")


# --- what it thinks of buttons ---------------------------------------------------------------------------------------


async def test_callback_data_holds_at_most_64_bytes(bot: Bot) -> None:
    await bot.send_message(ANNA, "fits", reply_markup=keyboard(callback_data="я" * 32))
    async with httpx.AsyncClient() as client:
        markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "я" * 32 + "!"}]]}
        body = {"chat_id": ANNA, "text": "does not", "reply_markup": markup}
        answer = await client.post(f"{bot.base_url}/sendMessage", json=body)
    assert answer.json()["description"] == "Bad Request: BUTTON_DATA_INVALID"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "localhost", "https://", "ftp://example.org"])
async def test_a_button_needs_a_web_address(bot: Bot, url: str) -> None:
    with pytest.raises(BadRequest, match="is invalid: wrong http url"):
        await bot.send_message(ANNA, "x", reply_markup=keyboard(url=url))


async def test_a_button_must_do_exactly_one_thing(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="unallowed in the inline keyboard"):
        await bot.send_message(ANNA, "x", reply_markup=keyboard())
    with pytest.raises(BadRequest, match="Button_type_invalid"):
        await bot.send_message(ANNA, "x", reply_markup=keyboard(url="https://example.org", callback_data="a"))


# --- who can be reached ----------------------------------------------------------------------------------------------


async def test_an_unknown_chat_is_not_found(bot: Bot, api: LoopbackBotApi) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(404, "x")
    assert api.rejected == []  # the world's doing, no mistake of the bot


async def test_a_user_who_blocked_the_bot_or_left_telegram_is_forbidden(api: LoopbackBotApi, bot: Bot) -> None:
    anna = api.user(ANNA)
    anna.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ANNA, "x")
    await anna.send("/start")
    await bot.send_message(ANNA, "welcome back")
    anna.deactivate()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ANNA, "x")


async def test_a_group_that_became_a_supergroup_answers_with_its_new_id(api: LoopbackBotApi, bot: Bot) -> None:
    moved = api.group(-500).migrate()
    with pytest.raises(ChatMigrated) as error:
        await bot.send_message(-500, "x")
    assert error.value.new_chat_id == moved.id
    await bot.send_message(moved.id, "x")
    assert moved.messages[0].text == "x"


async def test_a_bot_that_was_kicked_is_forbidden(api: LoopbackBotApi, bot: Bot) -> None:
    api.group(-500).kick(by=api.user(ANNA))
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(-500, "x")


# --- edits, answers, texts of the bot --------------------------------------------------------------------------------


async def test_an_edit_must_change_something_that_exists(api: LoopbackBotApi, bot: Bot) -> None:
    sent = await bot.send_message(ANNA, "<b>x</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("<b>x</b>", parse_mode="HTML")
    await sent.edit_text("x")
    await sent.edit_reply_markup(keyboard(callback_data="a"))
    edited = api.chat(ANNA).messages[0]
    assert (edited.text, edited.labels, edited.edits) == ("x", ["Go"], 2)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("y", ANNA, 999)


async def test_a_pressed_button_is_answered_once(api: LoopbackBotApi, bot: Bot) -> None:
    anna = api.user(ANNA)
    await bot.send_message(ANNA, "x", reply_markup=keyboard(callback_data="mute"))
    press = await anna.press(await anna.next_message(), "Go")
    assert await bot.answer_callback_query(press.id, "Muted", show_alert=True)
    answer = await press.answered()
    assert (answer.text, answer.alert) == ("Muted", True)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(press.id)


async def test_commands_and_descriptions_are_kept_by_language_and_checked(bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("status", "Wat wordt gezien")], language_code="nl")
    assert (await bot.get_my_commands(language_code="nl"))[0].description == "Wat wordt gezien"
    assert await bot.get_my_commands() == ()
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Status", "x")])
    await bot.set_my_description("A lookout.")
    assert (await bot.get_my_description()).description == "A lookout."
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("x" * 121)


async def test_files_arrive_with_their_captions(api: LoopbackBotApi, bot: Bot) -> None:
    await bot.send_document(ANNA, b"a;b", caption="<i>table</i>", filename="table.csv", parse_mode="HTML")
    await bot.send_photo(ANNA, png_header(1080, 1350))
    document, photo = api.chat(ANNA).messages
    assert (document.text, document.file, document.raw["document"]["file_name"]) == ("table", b"a;b", "table.csv")
    assert (photo.raw["photo"][0]["width"], photo.raw["photo"][0]["height"]) == (1080, 1350)


@pytest.mark.parametrize(
    ("content", "why"), [(b"GIF89a", "(?i)image_process"), (png_header(9000, 1001), "(?i)dimensions")]
)
async def test_pictures_that_telegram_does_not_take_are_refused(
    api: LoopbackBotApi, bot: Bot, content: bytes, why: str
) -> None:
    with pytest.raises(BadRequest, match=why):
        await bot.send_photo(ANNA, content)


# --- updates ---------------------------------------------------------------------------------------------------------


async def test_updates_come_again_until_a_higher_offset_confirms_them(api: LoopbackBotApi, bot: Bot) -> None:
    anna = api.user(ANNA)
    await anna.send("/start")
    await anna.send("/help")
    first, second = await bot.get_updates()
    assert [update.update_id for update in await bot.get_updates()] == [first.update_id, second.update_id]
    assert [update.update_id for update in await bot.get_updates(offset=second.update_id)] == [second.update_id]
    assert await bot.get_updates(offset=second.update_id + 1) == ()


async def test_a_long_poll_ends_when_an_update_comes(api: LoopbackBotApi, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await api.polled()
    await api.user(ANNA).send("hello")
    (update,) = await poll
    assert update.message is not None
    assert update.message.text == "hello"


async def test_a_second_poller_ends_the_first_with_a_conflict(api: LoopbackBotApi, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await api.polled()
    async with Bot(api.token, base_url=api.base_url) as other:
        assert await other.get_updates() == ()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_in_groups_the_bot_sees_only_what_is_meant_for_it(api: LoopbackBotApi, bot: Bot) -> None:
    anna, group = api.user(ANNA), api.group(-500)
    for text in ("good morning", "/status@other_bot", "/status@seinpost_bot", "/help", "@seinpost_bot hi"):
        await anna.send(text, to=group)
    texts = [update.message.text for update in await bot.get_updates() if update.message]
    assert texts == ["/status@seinpost_bot", "/help", "@seinpost_bot hi"]


async def test_a_whole_application_talks_with_a_user(api: LoopbackBotApi) -> None:
    anna = api.user(ANNA)
    async with polling(echo(api)):
        await anna.send("/start")
        hello = await anna.next_message()
        assert hello.text == "hello, Anna (nl)"
        press = await anna.press(hello, "Go")
        assert (await anna.next_edit()).text == "pressed a"
        assert (await press.answered()).text == ""
    assert api.rejected == []


# --- what breaks on demand -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_silent_server_may_or_may_not_have_taken_the_message(
    api: LoopbackBotApi, bot: Bot, accepted: bool
) -> None:
    api.fail(silence(accepted=accepted))
    with pytest.raises(TimedOut):
        await bot.send_message(ANNA, "x", read_timeout=0.05)
    assert len(api.chat(ANNA).messages) == accepted


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_reset_connection_is_a_network_error(api: LoopbackBotApi, bot: Bot, accepted: bool) -> None:
    api.fail(reset(accepted=accepted))
    with pytest.raises(NetworkError, match="ReadError"):
        await bot.send_message(ANNA, "x")
    assert len(api.chat(ANNA).messages) == accepted


async def test_gateway_errors_and_nonsense_come_as_often_as_asked(api: LoopbackBotApi, bot: Bot) -> None:
    api.fail(gateway_error(503), times=2)
    for _ in range(2):
        with pytest.raises(NetworkError, match="Service Unavailable"):
            await bot.send_message(ANNA, "x")
    await bot.send_message(ANNA, "x")
    api.fail(nonsense())
    with pytest.raises(Exception, match="Invalid server response"):
        await bot.send_message(ANNA, "x")
    assert [call.status for call in api.calls("sendMessage")] == [503, 503, 200, 200]


async def test_a_flood_wait_can_be_for_one_chat(api: LoopbackBotApi) -> None:
    api.user(12)
    api.fail(flood_wait(7), chat_id=ANNA)
    async with httpx.AsyncClient() as client:
        url = f"{api.base_url}{api.token}/sendMessage"
        other = await client.post(url, json={"chat_id": 12, "text": "x"})
        flooded = await client.post(url, json={"chat_id": ANNA, "text": "x"})
    assert other.status_code == 200
    assert (flooded.status_code, flooded.json()["parameters"]) == (429, {"retry_after": 7})


async def test_a_pace_is_kept_on_demand(api: LoopbackBotApi) -> None:
    api.limit(per_chat=(1, 30), per_group=(2, 60))
    api.group(-500)
    async with httpx.AsyncClient() as client:
        url = f"{api.base_url}{api.token}/sendMessage"
        chats = [ANNA, ANNA, -500, -500, -500]
        codes = [(await client.post(url, json={"chat_id": chat, "text": "x"})).status_code for chat in chats]
    assert codes == [200, 429, 200, 200, 429]


async def test_connections_are_refused_while_the_server_is_away(api: LoopbackBotApi, bot: Bot) -> None:
    async with api.away():
        with pytest.raises(NetworkError, match="ConnectError"):
            await bot.send_message(ANNA, "x")
    await bot.send_message(ANNA, "y")
    assert [seen.text for seen in api.chat(ANNA).messages] == ["y"]
