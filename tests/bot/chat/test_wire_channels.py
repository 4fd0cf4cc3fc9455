"""Naming a channel over the wire, to follow it, to propose it, or to have the bot post in it: in every way in which
people do, and what is said to what names none."""

import pytest
from telegram import Bot

from storage import changes, chats, groups, subscriptions
from storage.model import Kind
from storage.people import Role
from tests.bot.chat.conftest import CODE, Desk
from tests.bot.chat.factories import ANNA
from tests.bot.people import admit
from tests.botapi.chats import BroadcastChannel
from tests.botapi.seen import Seen
from tests.botapi.server import LoopbackBotApi

BORIS = 22
OUTLET = -1_000_000_000_700
READ = -1_000_000_001_001
"""The channel that the lookout reads, by its number."""


@pytest.fixture
async def outlet(desk: Desk, api: LoopbackBotApi) -> BroadcastChannel:
    """A channel of Anna's, who is an owner."""
    await desk.ask(f"/owner {CODE}")
    return api.channel(OUTLET, "Desk news", "desk_news", (desk.anna,))


def forward_of(channel: BroadcastChannel | None) -> Seen:
    """A message that somebody forwarded from there; None: from somebody who hides."""
    origin = (
        {"type": "channel", "chat": channel.raw, "message_id": 1, "date": 0}
        if channel
        else {"type": "hidden_user", "sender_user_name": "X", "date": 0}
    )
    raw = {"message_id": 77, "date": 0, "chat": {"id": ANNA, "type": "private"}, "text": "x", "forward_origin": origin}
    return Seen(raw | {"from": {"id": ANNA, "is_bot": False, "first_name": "Anna"}}, silent=False, preview=False)


async def alert_in(outlet: BroadcastChannel, desk: Desk, api: LoopbackBotApi) -> Seen:
    """About the first post that is stored, to whose claim the channel subscribes."""
    await desk.ask("/channel @desk_news A03")
    await desk.posted()
    async with Bot(api.token, base_url=api.base_url) as bot:
        await bot.send_message(OUTLET, "An alert.")
    return await outlet.next_message()


async def proposed(desk: Desk) -> list[str]:
    return [one.subject for one in await desk.db.read(changes.untold, 9)]


# --- one of the desk's own ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "named", ["@desk_news", "desk_news", "https://t.me/desk_news/5", "t.me/s/desk_news", "t.me/c/700/5", "700", OUTLET]
)
async def test_a_channel_is_linked_by_its_name_link_or_number(
    desk: Desk, outlet: BroadcastChannel, named: str | int
) -> None:
    assert (await desk.ask(f"/channel {named} A03")).text.startswith("Desk news is told of 1 thing.")
    assert [one.target for one in await desk.db.read(subscriptions.of_chat, OUTLET)] == ["A03"]


async def test_a_channel_is_linked_in_answer_to_a_forwarded_post(desk: Desk, outlet: BroadcastChannel) -> None:
    await desk.anna.send("/channel", answering=forward_of(outlet))
    assert (await desk.anna.next_message()).text.startswith("Desk news is linked")


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("https://t.me/+AbCdEf", "An invitation link does not tell me which channel it is."),
        ("канал", "“канал” is no channel’s name. Write /channel @name"),
        ("@absent_news", "I can’t see a channel @absent_news. Check the name"),
        ("4711", "I can’t see a channel -1000000004711."),
        ("-500", "“Desk” is a group, not a channel. Write /subscribe in that group."),
    ],
)
async def test_what_is_no_channel_is_answered_with_what_to_do(
    desk: Desk, outlet: BroadcastChannel, named: str, said: str
) -> None:
    desk.api.group(-500, "Desk", (desk.anna,))
    assert (await desk.ask(f"/channel {named}")).text.startswith(said)
    assert await desk.db.read(groups.linked_by, ANNA) == []


async def test_an_answer_to_what_was_forwarded_from_no_channel_says_so(desk: Desk, outlet: BroadcastChannel) -> None:
    await desk.anna.send("/channel", answering=forward_of(None))
    assert (await desk.anna.next_message()).text.startswith("That message was not forwarded from a channel")


# --- one that is read, or should be ---------------------------------------------------------------------------------


@pytest.mark.parametrize("named", ["@governor_news", "t.me/governor_news/100", "t.me/c/1001/100", READ])
async def test_a_channel_that_is_read_is_followed_by_its_link_or_number(desk: Desk, named: str | int) -> None:
    await desk.reached()
    assert (await desk.ask(f"/subscribe {named}")).text.startswith("✓ You follow Governor's own.")
    assert [one.kind for one in await desk.db.read(subscriptions.of_chat, ANNA)] == [Kind.CHANNEL]


@pytest.mark.parametrize("named", ["governor_news", "1001", "https://t.me/c/1001/5"])
async def test_how_a_channel_stands_is_told_with_a_button_that_follows_it(desk: Desk, named: str) -> None:
    await desk.reached()
    told = await desk.ask(f"/channels {named}")
    assert told.text.startswith("🟢 Governor's own @governor_news")
    followed = await desk.press_for_message(told, "➕ Follow: Governor's own")
    assert followed.text.startswith("✓ You follow Governor's own.")


async def test_a_forwarded_post_shows_how_its_channel_stands(desk: Desk, api: LoopbackBotApi) -> None:
    await desk.reached()
    await desk.anna.send("A post.", forwarded_from=api.channel(READ, "Governor's own", "governor_news", ()))
    told = await desk.anna.next_message()
    assert told.labels == ["➕ Follow: Governor's own"]


async def test_a_forwarded_post_of_an_unknown_channel_can_be_proposed_with_a_tap(
    desk: Desk, api: LoopbackBotApi
) -> None:
    await desk.anna.send("A post.", forwarded_from=api.channel(-1_000_000_000_900, "Other", "other_news", ()))
    told = await desk.anna.next_message()
    assert told.text.startswith("@other_news is not on the watchlist.")
    assert (await desk.press_for_message(told, "💡 Propose @other_news")).text.startswith("✓ @other_news is proposed.")
    assert await proposed(desk) == ["@other_news"]


async def test_an_editors_forward_of_a_channel_that_the_bot_may_not_post_in_is_no_dead_end(
    desk: Desk, api: LoopbackBotApi
) -> None:
    await desk.ask(f"/owner {CODE}")
    theirs = api.channel(-1_000_000_000_900, "Other", "other_news", (), bot_posts=False)
    await desk.anna.send("A post.", forwarded_from=theirs)
    assert (await desk.anna.next_message()).labels == ["💡 Propose @other_news"]


async def test_a_channel_without_a_public_name_is_not_read(desk: Desk, api: LoopbackBotApi) -> None:
    await desk.anna.send("A post.", forwarded_from=api.channel(-1_000_000_000_900, "Secret", "", ()))
    assert (await desk.anna.next_message()).text.startswith("“Secret” has no public name")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/channels t.me/+AbCdEf", "An invitation link leads to a private channel"),
        ("/subscribe t.me/joinchat/AbCdEf", "An invitation link leads to a private channel"),
        ("/channels 4711", "I read no channel with the number 4711."),
        ("/subscribe https://t.me/c/4711/5", "I read no channel with the number https://t.me/c/4711/5."),
        ("/channels что?", "“что?” is no channel’s name."),
    ],
)
async def test_what_names_no_channel_that_is_read_says_what_to_do(desk: Desk, typed: str, said: str) -> None:
    assert (await desk.ask(typed)).text.startswith(said)
    assert await proposed(desk) == []


async def test_an_unknown_channel_is_proposed_from_where_it_was_asked_for(desk: Desk) -> None:
    said = await desk.ask("@other_news")
    assert said.text.startswith("@other_news is not on the watchlist. Propose it")
    await desk.press_for_message(said, "💡 Propose @other_news")
    assert await proposed(desk) == ["@other_news"]


async def test_a_forwarded_post_with_a_picture_shows_how_its_channel_stands_too(
    desk: Desk, api: LoopbackBotApi
) -> None:
    await desk.reached()
    await desk.anna.forward_picture(api.channel(READ, "Governor's own", "governor_news", ()), "The bridge.")
    assert (await desk.anna.next_message()).labels == ["➕ Follow: Governor's own"]


async def test_an_album_that_is_forwarded_is_answered_once(desk: Desk, api: LoopbackBotApi) -> None:
    await desk.reached()
    for caption in ("Three pictures.", "", ""):
        await desk.anna.forward_picture(api.channel(READ, "Governor's own", "governor_news", ()), caption, album="77")
    assert (await desk.anna.next_message()).labels == ["➕ Follow: Governor's own"]
    assert (await desk.ask("/quiet")).text.startswith("You have no quiet hours")


async def test_an_editor_links_a_channel_by_forwarding_a_picture(desk: Desk, outlet: BroadcastChannel) -> None:
    await desk.anna.forward_picture(outlet)
    assert (await desk.anna.next_message()).text.startswith("Desk news is linked")


async def test_an_alert_forwarded_from_a_channel_of_the_desk_is_explained(
    desk: Desk, api: LoopbackBotApi, outlet: BroadcastChannel
) -> None:
    await desk.ask("/channel @desk_news A03")
    await desk.posted()
    await admit(desk.db, BORIS)
    boris = api.user(BORIS, "Boris", "en")
    await boris.send("Claim A03 https://t.me/governor_news/100", forwarded_from=outlet)
    assert (await boris.next_message()).text.startswith("Why this matched")


async def test_who_forwards_an_alert_from_a_colleagues_channel_does_not_take_it_over(
    desk: Desk, api: LoopbackBotApi
) -> None:
    await desk.ask(f"/owner {CODE}")
    await admit(desk.db, BORIS, role=Role.EDITOR)
    boris = api.user(BORIS, "Boris", "en")
    theirs = api.channel(OUTLET, "Desk news", "desk_news", (desk.anna, boris))
    await desk.ask("/channel @desk_news A03")
    await desk.posted()
    await boris.send("Claim A03 https://t.me/governor_news/100", forwarded_from=theirs)
    assert (await boris.next_message()).text.startswith("Why this matched")
    assert [one.chat_id for one in await desk.db.read(groups.linked_by, ANNA)] == [OUTLET]


@pytest.mark.parametrize("button", ["w:1", "c:A03", "i:A03", "u:c:A03", "l", "h", "z", "d:now", "sn:c:A03:g"])
async def test_no_button_under_an_alert_in_a_channel_has_the_bot_write_there(
    desk: Desk, api: LoopbackBotApi, outlet: BroadcastChannel, button: str
) -> None:
    shown = await alert_in(outlet, desk, api)
    answer = await (await desk.anna.forge(shown, f"1:{button}")).answered()
    assert answer.text == "This works in a private chat with me only."
    assert outlet.messages == [shown]


async def test_an_alert_in_a_channel_may_be_acknowledged(
    desk: Desk, api: LoopbackBotApi, outlet: BroadcastChannel
) -> None:
    shown = await alert_in(outlet, desk, api)
    assert (await (await desk.anna.forge(shown, "1:ok:1")).answered()).text == "Noted: seen"


async def test_a_channel_that_is_linked_again_hears_of_things_again(desk: Desk, outlet: BroadcastChannel) -> None:
    """The bot was thrown out and is back; Telegram keeps no word of that for long."""
    await desk.ask("/channel @desk_news A03")
    await desk.db.write(chats.rest, OUTLET, "the bot was kicked")
    await desk.ask("/channel @desk_news")
    kept = await desk.db.read(chats.get, OUTLET)
    assert kept is not None
    assert kept.resting is None
