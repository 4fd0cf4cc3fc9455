"""What Telegram answers, over the wire, and what it means for the message: a real bot against the loopback server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from io import BytesIO

import httpx
import pytest
import structlog
from matplotlib.figure import Figure
from telegram import Bot
from telegram.error import BadRequest, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from bot.delivery.sender import BadToken, Gone, Later, MaybeSent, Moved, Refused, Trouble
from bot.delivery.telegram import BotSender, trouble_of
from storage.messages import Attachment, Button, Message
from tests.botapi.faults import Fault, flood_wait, gateway_error, nonsense, reset, silence
from tests.botapi.server import LoopbackBotApi

ANNA = 11
HELLO = Message("<b>hello</b>")
BUTTONS = ((Button("Mute", data="m:1"),),)


@pytest.fixture
async def api() -> AsyncIterator[LoopbackBotApi]:
    async with LoopbackBotApi() as api:
        api.user(ANNA)
        yield api


@pytest.fixture
async def sender(api: LoopbackBotApi) -> AsyncIterator[BotSender]:
    async with Bot(api.token, base_url=api.base_url) as bot:
        yield BotSender(bot, patience=timedelta(milliseconds=200), a_second=10_000)


async def test_a_message_arrives_with_its_buttons_and_without_a_preview(api: LoopbackBotApi, sender: BotSender) -> None:
    buttons = ((Button("Open", url="https://t.me/x/5"),), (Button("Mute", data="m:1"),))
    message_id = await sender.send(ANNA, Message("<b>hello</b> https://x.org", buttons, silent=True))
    (seen,) = api.chat(ANNA).messages
    assert (seen.message_id, seen.text) == (message_id, "hello https://x.org")
    assert [[key.label for key in row] for row in seen.rows] == [["Open"], ["Mute"]]
    assert (seen.silent, seen.preview) == (True, False)


async def test_markup_that_telegram_refuses_arrives_as_plain_text(api: LoopbackBotApi, sender: BotSender) -> None:
    with structlog.testing.capture_logs() as lines:
        await sender.send(ANNA, Message("<b>1 &lt; 2", ((Button("Mute", data="m:1"),),)))
    (seen,) = api.chat(ANNA).messages
    assert (seen.text, seen.entities, seen.labels) == ("1 < 2", [], ["Mute"])
    assert [(line["log_level"], line["event"]) for line in lines] == [("error", "markup refused, sent as plain text")]


async def test_a_file_arrives_with_the_text_as_its_caption_a_picture_as_a_photo(
    api: LoopbackBotApi, sender: BotSender
) -> None:
    figure = BytesIO()
    Figure(figsize=(1, 1)).savefig(figure, format="png")
    for name, content in (("map.png", figure.getvalue()), ("table.csv", b"a,b")):
        await sender.send(ANNA, Message("<b>hello</b>", BUTTONS, silent=True, attachment=Attachment(name, content)))
    photo, document = api.chat(ANNA).messages
    assert ("photo" in photo.raw, document.raw["document"]["file_name"]) == (True, "table.csv")
    assert [(seen.text, seen.silent, seen.labels) for seen in (photo, document)] == [("hello", True, ["Mute"])] * 2


async def test_a_caption_with_refused_markup_arrives_plain_and_short_enough(
    api: LoopbackBotApi, sender: BotSender
) -> None:
    await sender.send(ANNA, Message("<b>" + "x" * 2000, attachment=Attachment("table.csv", b"a")))
    assert api.chat(ANNA).messages[0].text == "x" * 1024


async def test_other_mistakes_of_ours_are_refused(sender: BotSender) -> None:
    with pytest.raises(Refused, match="Message is too long"):
        await sender.send(ANNA, Message("x" * 5000))
    with pytest.raises(Refused, match="data"):
        await sender.send(ANNA, Message("x", ((Button("Mute", data="m" * 65),),)))


async def test_blocked_deactivated_kicked_and_unknown_chats_are_gone(api: LoopbackBotApi, sender: BotSender) -> None:
    api.user(1).block()
    api.user(2).deactivate()
    api.group(-3).kick(by=api.user(ANNA))
    for chat_id, why in ((1, "blocked"), (2, "deactivated"), (-3, "kicked"), (4, "not found")):
        with pytest.raises(Gone, match=why):
            await sender.send(chat_id, HELLO)


async def test_a_group_that_became_a_supergroup_has_moved(api: LoopbackBotApi, sender: BotSender) -> None:
    moved = api.group(-500).migrate()
    with pytest.raises(Moved) as error:
        await sender.send(-500, HELLO)
    assert error.value.chat_id == moved.id


async def test_a_flood_wait_is_for_later_to_the_second(api: LoopbackBotApi, sender: BotSender) -> None:
    api.fail(flood_wait(47))
    with pytest.raises(Later) as error:
        await sender.send(ANNA, HELLO)
    assert error.value.after == timedelta(seconds=47)


async def test_a_flood_wait_is_understood_with_and_without_ptbs_switch(
    api: LoopbackBotApi, sender: BotSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "false")
    api.fail(flood_wait(47))
    with pytest.warns(PTBDeprecationWarning), pytest.raises(Later) as error:
        await sender.send(ANNA, HELLO)
    assert error.value.after == timedelta(seconds=47)


async def test_a_refused_connection_is_for_later(api: LoopbackBotApi, sender: BotSender) -> None:
    async with api.away():
        with pytest.raises(Later, match="ConnectError") as error:
            await sender.send(ANNA, HELLO)
    assert error.value.after is None


@pytest.mark.parametrize("accepted", [True, False])
@pytest.mark.parametrize("breaks", [silence, reset, gateway_error, nonsense])
async def test_no_readable_answer_may_mean_sent(
    api: LoopbackBotApi, sender: BotSender, breaks: "type[Fault]", accepted: bool
) -> None:
    api.fail(breaks(accepted=accepted))  # type: ignore[call-arg]
    with pytest.raises(MaybeSent):
        await sender.send(ANNA, HELLO)
    assert len(api.chat(ANNA).messages) == accepted


async def test_a_revoked_token_is_an_error_of_its_own_that_names_the_mend(
    api: LoopbackBotApi, sender: BotSender
) -> None:
    api.token = "7000000001:another"
    with pytest.raises(BadToken, match="SEINPOST_BOT__TOKEN"):
        await sender.send(ANNA, HELLO)


async def test_after_a_doubt_something_harmless_is_asked_first(api: LoopbackBotApi, sender: BotSender) -> None:
    """An outage makes one delivery uncertain, and not every one that is due while it lasts."""
    api.fail(gateway_error(), times=9)
    api.fail(gateway_error(), method="getMe", times=2)
    with pytest.raises(MaybeSent):
        await sender.send(ANNA, HELLO)
    for _ in range(2):
        with pytest.raises(Later, match="nothing was sent"):
            await sender.send(ANNA, HELLO)
    assert len(api.calls("sendMessage")) == 1


async def test_those_who_wait_for_the_harmless_question_share_its_answer(
    api: LoopbackBotApi, sender: BotSender
) -> None:
    api.fail(gateway_error())
    with pytest.raises(MaybeSent):
        await sender.send(ANNA, HELLO)
    asked = len(api.calls("getMe"))
    api.fail(silence(accepted=False), method="getMe", times=9)
    results = await asyncio.gather(*(sender.send(ANNA, HELLO) for _ in range(5)), return_exceptions=True)
    assert [type(result) for result in results] == [Later] * 5
    assert len(api.calls("getMe")) == asked + 1


async def test_when_telegram_answers_again_messages_go_out_again(api: LoopbackBotApi, sender: BotSender) -> None:
    api.fail(reset(accepted=False))
    with pytest.raises(MaybeSent):
        await sender.send(ANNA, HELLO)
    asked = len(api.calls("getMe"))
    await sender.send(ANNA, HELLO)
    await sender.send(ANNA, HELLO)
    assert len(api.chat(ANNA).messages) == 2
    assert len(api.calls("getMe")) == asked + 1


# --- each error of httpx, through PTB's own translation --------------------------------------------------------------


async def trouble_after(error: type[httpx.RequestError]) -> Trouble:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error("as told", request=request)

    request = HTTPXRequest(httpx_kwargs={"transport": httpx.MockTransport(fail)})
    bot = Bot("1:x", request=request, get_updates_request=request)
    async with request:
        try:
            await bot.send_message(1, "x")
        except TelegramError as told:
            return trouble_of(told)
    raise AssertionError("it was sent")


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError])
async def test_what_never_left_is_for_later(error: type[httpx.RequestError]) -> None:
    assert isinstance(await trouble_after(error), Later)


@pytest.mark.parametrize(
    "error",
    [
        httpx.ReadError,
        httpx.ReadTimeout,
        httpx.WriteError,
        httpx.WriteTimeout,
        httpx.CloseError,
        httpx.RemoteProtocolError,
        httpx.DecodingError,
    ],
)
async def test_what_may_have_left_may_have_arrived(error: type[httpx.RequestError]) -> None:
    assert isinstance(await trouble_after(error), MaybeSent)


async def test_a_flooded_chat_does_not_hold_up_another(api: LoopbackBotApi, sender: BotSender) -> None:
    other = api.user(12)
    api.fail(flood_wait(3600), chat_id=ANNA)
    with suppress(Later):
        await sender.send(ANNA, HELLO)
    await sender.send(12, HELLO)
    assert [seen.text for seen in other.messages] == ["hello"]


async def test_during_a_flood_wait_its_chat_is_not_asked_again(api: LoopbackBotApi, sender: BotSender) -> None:
    api.fail(flood_wait(3600))
    for _ in range(2):
        with pytest.raises(Later) as error:
            await sender.send(ANNA, HELLO)
    assert error.value.after is not None
    assert timedelta(minutes=59) < error.value.after <= timedelta(hours=1)
    assert len(api.calls("sendMessage")) == 1


@pytest.mark.parametrize(
    "said",
    [
        "Need administrator rights in the channel chat",
        "Not enough rights to send text messages to the chat",
        "Have no rights to send a message",
    ],
)
def test_a_chat_in_which_the_bot_may_not_write_any_more_rests(said: str) -> None:
    """What was to be told there waits until it may again."""
    assert isinstance(trouble_of(BadRequest(said)), Gone)
