"""Welcome, help, language, forgetting, the owner and resting, over the wire."""

import re
from datetime import timedelta

import pytest
from telegram import (
    Bot,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from bot.chat.announcing import announce, listed
from bot.chat.words import Words
from storage import chats, deliveries, digests, invitations, owners, subscriptions
from storage.people import Role
from tests.bot.chat.conftest import CODE, Desk
from tests.bot.chat.factories import ANNA, LANGUAGES
from tests.bot.people import admit
from tests.botapi.server import LoopbackBotApi


@pytest.mark.parametrize(
    ("code", "welcome", "zone"),
    [
        ("nl", "Welkom bij Seinpost.", "Europe/Amsterdam"),
        ("ru", "Это Seinpost.", "Europe/Moscow"),
        ("uk", "Це Seinpost.", "Europe/Kyiv"),
        ("de", "Welcome to Seinpost.", "UTC"),
        (None, "Welcome to Seinpost.", "UTC"),
    ],
)
async def test_start_speaks_the_language_of_the_persons_telegram(
    desk: Desk, code: str | None, welcome: str, zone: str
) -> None:
    desk.anna.language_code = code
    assert (await desk.ask("/start")).text.startswith(welcome)
    chat = await desk.db.read(chats.get, ANNA)
    assert chat is not None
    assert chat.time_zone == zone


COMMANDS = (
    *("subscribe", "subscriptions", "digest", "claims", "claim", "find", "why", "channels", "quiet", "status"),
    *("language", "export", "forget"),
)
OF_EDITORS = ("review", "newclaim", "dropclaim", "merge", "supersede", "settle", "invite", "channel")
OF_OWNERS = ("roles", "audit")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("role", "own"),
    [(Role.READER, ()), (Role.EDITOR, OF_EDITORS), (Role.OWNER, (*OF_EDITORS, *OF_OWNERS))],
)
async def test_help_names_every_command_of_ones_role(
    desk: Desk, language: str, role: Role, own: tuple[str, ...]
) -> None:
    desk.anna.language_code = language
    await admit(desk.db, ANNA, role=role)
    text = (await desk.ask("/help")).text
    assert set(re.findall(r"^/([a-z]+)", text, re.MULTILINE)) == {*COMMANDS, *own}
    assert set(listed(role)) <= {*COMMANDS, *own, "help", "unsubscribe"}


async def test_help_in_a_group_names_its_rule_and_nothing_of_editors(desk: Desk, api: LoopbackBotApi) -> None:
    await admit(desk.db, ANNA, role=Role.OWNER)
    group = api.group(-1_000_000_000_001, "Desk", (desk.anna,))
    await desk.anna.send("/help", to=group)
    text = (await group.next_message()).text
    assert set(re.findall(r"^/([a-z]+)", text, re.MULTILINE)) == {*COMMANDS, "group"}


async def test_another_language_is_two_taps_away_and_the_guessed_zone_follows(desk: Desk) -> None:
    welcome = await desk.ask("/start")
    languages = await desk.press_for_message(welcome, "🌐 Language")
    changed = await desk.press_for_edit(languages, "Українська")
    assert changed.text.startswith("✓ Тепер я розмовляю")
    assert (await desk.anna.next_message()).text.startswith("Це Seinpost.")
    chat = await desk.db.read(chats.get, ANNA)
    assert chat is not None
    assert (chat.language, chat.time_zone) == ("uk", "Europe/Kyiv")


async def test_a_language_may_be_written(desk: Desk) -> None:
    assert (await desk.ask("/language NL")).text == "✓ Vanaf nu spreek ik Nederlands."
    chat = await desk.db.read(chats.get, ANNA)
    assert chat is not None
    assert (chat.language, chat.time_zone) == ("nl", "Europe/Amsterdam")


async def test_a_chosen_zone_stays_when_the_language_changes(desk: Desk) -> None:
    await desk.ask("/digest 08:00 Europe/Brussels")
    await desk.press_for_edit(await desk.ask("/language"), "Русский")
    chat = await desk.db.read(chats.get, ANNA)
    assert chat is not None
    assert (chat.language, chat.time_zone) == ("ru", "Europe/Brussels")


async def test_the_zone_of_quiet_hours_stays_when_the_language_changes(desk: Desk) -> None:
    await desk.ask("/quiet 23:00-07:00")
    await desk.ask("/language nl")
    chat = await desk.db.read(chats.get, ANNA)
    assert chat is not None
    assert (chat.language, chat.time_zone) == ("nl", "UTC")


async def test_what_is_not_understood_is_said_politely(desk: Desk) -> None:
    assert "I do not know that command" in (await desk.ask("/nonsense")).text


async def test_commands_are_announced_in_every_language(api: LoopbackBotApi) -> None:
    async with Bot(api.token, base_url=api.base_url) as bot:
        await announce(bot)
        for private in (None, "nl"):
            told = await bot.get_my_commands(BotCommandScopeAllPrivateChats(), language_code=private)
            assert [command.command for command in told] == listed(Role.READER)
        assert told[0].description == "Volg een groep, bewering, plaats, kanaal of eigen woorden"
        groups = [command.command for command in await bot.get_my_commands(BotCommandScopeAllGroupChats())]
        assert "group" not in groups
        assert "subscribe" not in groups
        runs = [command.command for command in await bot.get_my_commands(BotCommandScopeAllChatAdministrators())]
        assert {"group", "subscribe"} <= set(runs)
        assert [command.command for command in await bot.get_my_commands()] == ["help"]


async def commands_of(desk: Desk) -> dict[str, str]:
    """What Telegram shows in Anna's own chat."""
    own = desk.api.world.texts.get(("commands", f"chat {ANNA}"), [])
    return {one["command"]: one["description"] for one in own}


async def test_who_becomes_the_owner_sees_the_commands_of_owners_at_once(desk: Desk) -> None:
    await desk.ask(f"/owner {CODE}")
    assert set(await commands_of(desk)) == set(listed(Role.OWNER))


async def test_who_is_invited_as_an_editor_sees_the_commands_of_editors_at_once(desk: Desk) -> None:
    until = desk.now + timedelta(days=1)
    await desk.db.write(invitations.add, "0" * 32, Role.EDITOR, 1, 1, desk.now, until)
    await desk.anna.send("/start " + "0" * 32)
    await desk.anna.next_message()
    await desk.anna.next_message()
    assert set(await commands_of(desk)) == set(listed(Role.EDITOR))


async def test_an_editors_commands_are_described_in_the_language_that_was_chosen(desk: Desk) -> None:
    await desk.ask(f"/owner {CODE}")
    await desk.ask("/language nl")
    assert (await commands_of(desk))["review"] == Words("nl").say("command-review")


async def test_forget_asks_and_then_deletes_everything(desk: Desk) -> None:
    await desk.in_doubt()
    asked = await desk.ask("/forget")
    await desk.press_for_edit(asked, "No, keep it")
    assert await desk.db.read(chats.get, ANNA) is not None
    asked = await desk.ask("/forget")
    done = await desk.press_for_edit(asked, "Yes, delete everything")
    assert done.text.startswith("✓ Everything about this chat is deleted.")
    assert await desk.db.read(chats.get, ANNA) is None
    assert await desk.db.read(subscriptions.of_chat, ANNA) == []
    assert await desk.db.read(deliveries.summary, ANNA) == {}
    assert await desk.db.read(digests.last_until, ANNA) is None


@pytest.mark.parametrize("sent", [f"/owner {CODE}", CODE, f"  {CODE} "])
async def test_the_one_time_code_makes_its_first_sender_the_owner(desk: Desk, api: LoopbackBotApi, sent: str) -> None:
    assert "You are now the owner" in (await desk.ask(sent)).text
    assert await desk.db.read(owners.owners) == [ANNA]
    boris = api.user(22, "Boris", "en")
    await admit(desk.db, 22)
    await boris.send(f"/owner {CODE}")
    assert "has an owner already" in (await boris.next_message()).text


async def test_a_wrong_code_makes_nobody_the_owner(desk: Desk) -> None:
    assert "That is not the code." in (await desk.ask("/owner guess")).text
    assert await desk.db.read(owners.owners) == []


async def test_a_chat_that_blocked_the_bot_rests_and_wakes_with_start(desk: Desk) -> None:
    await desk.ask("/subscribe lsr")
    desk.anna.block()
    await desk.anna.send("/start")
    first, second = await desk.anna.next_message(), desk.anna.messages[-1]
    assert first.message_id == second.message_id
    chat = await desk.db.read(chats.get, ANNA)
    assert chat is not None
    assert chat.resting is None


async def test_a_resting_chat_is_told_that_it_is_awake_again(desk: Desk) -> None:
    await desk.ask("/start")
    await desk.db.write(chats.rest, ANNA, "blocked")
    assert (await desk.ask("/start")).text.startswith("I had stopped writing to you.")
    assert (await desk.ask("/start")).text.startswith("Welcome to Seinpost.")
