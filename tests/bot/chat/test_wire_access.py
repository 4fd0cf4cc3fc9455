"""Who comes in, who is turned away, and what becomes of those who lose their access; over the wire."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from telegram import Bot

from bot.alerting import decide_alerts
from bot.alerts.topics import topic_of
from bot.chat.access.pacing import Patience
from bot.chat.callbacks import Verb, press
from bot.chat.commands import Services, announce_to, build_application
from bot.delivery.telegram import BotSender
from matcher.catalogue import compile_catalogue
from storage import audit, chats, deliveries, events, groups, invitations, members, subscriptions
from storage.database import Database
from storage.members import SHUT
from storage.messages import DeliveryState
from storage.model import Kind
from storage.people import Deed, Role
from storage.telling import Because, Reason, Subscription
from tests.bot.chat.conftest import CODE, MOST_SUBSCRIPTIONS, Desk
from tests.bot.chat.factories import ANNA, NOON, alert, denial, watchlist
from tests.bot.people import admit
from tests.botapi.chats import Person
from tests.botapi.running import polling
from tests.botapi.server import LoopbackBotApi

BORIS = 22
GROUP = -500


@pytest.fixture
def boris(api: LoopbackBotApi) -> Person:
    """A stranger."""
    return api.user(BORIS, "Boris", "en")


async def asked_by(person: Person, text: str) -> str:
    await person.send(text)
    return (await person.next_message()).text


async def link_made(desk: Desk, command: str = "/invite") -> str:
    """The code of a fresh invitation by Anna, an owner."""
    made = await desk.ask(command)
    found = re.search(r"https://t\.me/seinpost_bot\?start=([0-9a-f]{32})", made.text)
    assert found is not None, made.text
    return found[1]


async def deeds(desk: Desk) -> list[Deed]:
    return [entry.deed for entry in await desk.db.read(audit.newest, 50)]


# --- strangers --------------------------------------------------------------------------------------------------------


async def test_a_stranger_hears_one_neutral_line_once_in_a_while(desk: Desk, boris: Person) -> None:
    await desk.in_doubt()
    for text in ("/start", "/help", "/claims", "lsr", "/status", "/owner guess", "/export", "/nonsense"):
        await boris.send(text)
    assert (await boris.next_message()).text.startswith("This bot is not open to everybody.")
    await desk.ask("/help")  # all before was heard
    assert len(boris.messages) == 1
    assert await desk.db.read(chats.get, BORIS) is None
    assert (await desk.db.read(audit.newest, 5))[0].deed is Deed.ACCESS_REFUSED
    desk.now += timedelta(hours=2)
    assert (await asked_by(boris, "/start")).startswith("This bot is not open to everybody.")


async def test_the_owners_code_lets_the_first_one_in(desk: Desk, boris: Person) -> None:
    assert "You are now the owner" in await asked_by(boris, f"/start {CODE}")
    assert await desk.db.read(members.role_of, BORIS) is Role.OWNER


async def test_no_button_of_anothers_chat_does_anything(
    desk: Desk, boris: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    delivery = await desk.in_doubt()
    status = await desk.ask("/status")
    for verb in Verb:
        answer = await (await boris.forge(status, press(verb, delivery, "y"))).answered()
        assert answer.text.startswith("This bot is not open to everybody.")
    await admit(desk.db, BORIS)  # a member, but this is not their chat
    assert (await (await boris.forge(status, press(Verb.FORGET, "yes"))).answered()).text
    assert await desk.db.read(chats.get, ANNA) is not None
    assert "refused" in capsys.readouterr().out


@pytest.mark.parametrize(
    "data", ["", "1:", "1:zz:1", "2:m", "x" * 64, "1:ro:11:owner", "1:iv:1", "1:au:9", "1:cl:-5:x"]
)
async def test_a_forged_button_does_nothing(desk: Desk, data: str) -> None:
    page = await desk.ask("/help")
    await (await desk.anna.forge(page, data)).answered()
    assert await desk.db.read(members.role_of, ANNA) is Role.READER
    assert (await desk.ask("/help")).text.startswith("What I can do")


async def test_every_verb_with_any_arguments_breaks_nothing(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    await desk.db.write(members.put, ANNA, Role.OWNER, desk.now)
    page = await desk.ask("/help")
    for verb in Verb:
        for args in ((), ("",), ("-1", "x"), ("a", "#0000"), ("9" * 30,), ("c", "A03", "y"), ("c", "A03", "-"), ("y",)):
            if (verb, args[:1]) != (Verb.FORGET, ("yes",)):
                assert not (await (await desk.anna.forge(page, press(verb, *args))).answered()).alert, (verb, args)
    assert "turn failed" not in capsys.readouterr().out
    desk.api.rejected.clear()


# --- invitations ------------------------------------------------------------------------------------------------------


async def test_an_invitation_lets_one_person_in_once(desk: Desk, boris: Person, api: LoopbackBotApi) -> None:
    await desk.ask(f"/owner {CODE}")
    code = await link_made(desk)
    assert "Your role here: reader" in await asked_by(boris, f"/start {code}")
    assert (await boris.next_message()).text.startswith("Welcome to Seinpost.")
    assert "You follow Freedom of Russia Legion" in await asked_by(boris, "lsr")
    carla = api.user(33, "Carla", "nl")
    assert "geldt niet meer" in await asked_by(carla, f"/start {code}")
    assert await desk.db.read(members.role_of, 33) is None
    assert {Deed.INVITED, Deed.INVITATION_USED} <= set(await deeds(desk))


async def test_only_a_hash_of_the_code_is_kept(desk: Desk) -> None:
    await desk.ask(f"/owner {CODE}")
    code = await link_made(desk)
    kept = await desk.db.read(invitations.find, code, desk.now)
    assert kept is not None
    assert code not in repr(await desk.db.read(audit.newest, 9))


async def test_an_invitation_runs_out_and_is_taken_back(desk: Desk, boris: Person) -> None:
    await desk.ask(f"/owner {CODE}")
    code = await link_made(desk, "/invite editor 5 2")
    listed = await desk.press_for_message(desk.anna.messages[-1], "📋 All invitations")
    assert "editor, 5 uses left" in listed.text
    again = await link_made(desk)
    desk.now += timedelta(days=3)
    assert "no longer valid" in await asked_by(boris, f"/start {code}")
    left = await desk.press_for_edit(listed, press(Verb.INVITE, 1))
    assert "#1" not in left.text
    await desk.press_for_edit(left, press(Verb.INVITE, 2))
    assert "no longer valid" in await asked_by(boris, f"/start {again}")


async def test_who_is_in_already_uses_no_invitation_up(desk: Desk, boris: Person) -> None:
    await desk.ask(f"/owner {CODE}")
    code = await link_made(desk)
    assert "not used up" in (await desk.ask(f"/start {code}")).text
    assert "Your role here: reader" in await asked_by(boris, f"/start {code}")


async def test_editors_invite_readers_only(desk: Desk) -> None:
    await desk.db.write(members.put, ANNA, Role.EDITOR, desk.now)
    assert "Only an owner" in (await desk.ask("/invite editor")).text
    assert await link_made(desk)
    listed = await desk.press_for_message(desk.anna.messages[-1], "📋 All invitations")
    assert "➕ editor" not in listed.labels


# --- roles ------------------------------------------------------------------------------------------------------------


async def test_an_owner_changes_roles_and_the_last_one_stays(desk: Desk, boris: Person, api: LoopbackBotApi) -> None:
    await desk.ask(f"/owner {CODE}")
    await admit(desk.db, BORIS)
    await boris.send("/subscribe A03")
    await boris.next_message()
    page = await desk.ask("/roles")
    assert page.labels == ["owner: Anna (11)", "reader: Boris (22)"]
    shown = await desk.press_for_edit(page, "reader: Boris (22)")
    await desk.press_for_edit(shown, "editor")
    assert await desk.db.read(members.role_of, BORIS) is Role.EDITOR
    told = api.calls("setMyCommands")[-1].parameters
    assert json.loads(told["scope"]) == {"type": "chat", "chat_id": BORIS}
    assert "newclaim" in told["commands"]
    page = await desk.ask("/roles")
    shown = await desk.press_for_edit(page, "owner: Anna (11)")
    assert "last owner" in (await desk.press(shown, "✕ No access any more")).text
    assert "last owner" in (await desk.press(shown, "reader")).text
    assert await desk.db.read(members.role_of, ANNA) is Role.OWNER


async def test_who_loses_access_hears_nothing_more_until_they_are_let_in_again(desk: Desk, boris: Person) -> None:
    await desk.ask(f"/owner {CODE}")
    await admit(desk.db, BORIS)
    await asked_by(boris, "/subscribe A03")
    page = await desk.ask("/roles")
    shown = await desk.press_for_edit(page, "reader: Boris (22)")
    await desk.press_for_edit(shown, "✕ No access any more")
    assert [chat.chat_id for _, chat in await desk.db.read(subscriptions.matching, [(Kind.CLAIM, "A03")])] == []
    assert (await asked_by(boris, "/start")).startswith("This bot is not open to everybody.")
    boris.block()
    boris.unblock()
    await desk.ask("/help")
    kept = await desk.db.read(chats.get, BORIS)
    assert kept is not None
    assert kept.resting == SHUT
    code = await link_made(desk)
    assert "Your role here" in await asked_by(boris, f"/start {code}")
    assert [chat.chat_id for _, chat in await desk.db.read(subscriptions.matching, [(Kind.CLAIM, "A03")])] == [BORIS]


async def test_a_button_for_somebody_who_is_no_member_does_nothing(desk: Desk) -> None:
    await desk.ask(f"/owner {CODE}")
    page = await desk.ask("/roles")
    answer = await (await desk.anna.forge(page, press(Verb.ROLES, 4711, "owner"))).answered()
    assert answer.text == "That person has no role here any more."
    assert [one.user_id for one in await desk.db.read(members.everyone)] == [ANNA]


async def test_owners_read_who_did_what(desk: Desk) -> None:
    await desk.ask(f"/owner {CODE}")
    await desk.ask("/settle A03 contested The governor denies it.")
    told = (await desk.ask("/audit")).text
    assert "11: set the status of A03 contested" in told
    assert "11: gave the role to 11 owner" in told


async def test_editors_see_their_commands_in_their_private_chats(
    desk: Desk, api: LoopbackBotApi, boris: Person
) -> None:
    await desk.ask("/start")
    chat = await desk.db.read(chats.get, ANNA)
    assert chat is not None
    async with Bot(api.token, base_url=api.base_url) as bot:
        await announce_to(bot, [(chat, Role.EDITOR)])
    scope = json.loads(api.calls("setMyCommands")[-1].parameters["scope"])
    assert scope == {"type": "chat", "chat_id": ANNA}


# --- one's own data ---------------------------------------------------------------------------------------------------


async def test_everything_kept_of_a_person_is_sent_and_then_forgotten(desk: Desk) -> None:
    await desk.ask(f"/owner {CODE}")
    await desk.alerted()
    await desk.ask("/quiet 23:00-07:00")
    sent = await desk.ask("/export")
    assert sent.file is not None
    kept = json.loads(sent.file)["kept"]
    assert kept["roles"][0]["role"] == "owner"
    assert kept["subscriptions"][0]["target"] == "A03"
    assert kept["quiet_hours"][0]["begins"] == "23:00:00"
    assert kept["audit"][0]["deed"] == "role given"
    await desk.press_for_edit(await desk.ask("/forget"), "Yes, delete everything")
    left = await desk.db.read(audit.newest, 9)
    assert {entry.by for entry in left} == {audit.FORGOTTEN}
    assert str(ANNA) not in {entry.subject for entry in left}


# --- too much ---------------------------------------------------------------------------------------------------------


async def test_a_chat_follows_no_more_than_a_chat_may(desk: Desk) -> None:
    await desk.ask("/start")
    for number in range(MOST_SUBSCRIPTIONS):
        await desk.db.write(subscriptions.add, ANNA, Kind.CHANNEL, str(number), desk.now)
    assert (await desk.ask("lsr")).text.startswith("This chat may follow 30 things at most.")
    menu = await desk.press_for_edit(await desk.ask("/subscribe"), "📍 Places")
    assert (await desk.press(menu, "Tyotkino")).text.startswith("This chat may follow 30 things at most.")
    assert len(await desk.db.read(subscriptions.of_chat, ANNA)) == MOST_SUBSCRIPTIONS


async def test_buttons_that_follow_say_that_there_is_no_room_and_know_what_is_followed(desk: Desk) -> None:
    await desk.ask("/start")
    misspelt, proposed, again = [await desk.ask(text) for text in ("Tjotkin", '"мост"', '"мост"')]
    for number in range(MOST_SUBSCRIPTIONS - 1):
        await desk.db.write(subscriptions.add, ANNA, Kind.CHANNEL, str(number), desk.now)
    assert (await desk.press(proposed, "✓ Follow this")).text == "You follow it"
    assert (await desk.press(again, "✓ Follow this")).text == "You follow it"
    assert "already follow" in again.text
    assert (await desk.press(misspelt, "📍 Tyotkino")).text.startswith("This chat may follow 30 things at most.")
    assert desk.anna.unread == 0


async def test_a_flood_of_commands_is_told_once_to_slow_down(api: LoopbackBotApi, sqlite_db: Database) -> None:
    await admit(sqlite_db, ANNA)
    services = Services(
        sqlite_db, lambda: compile_catalogue(watchlist()), lambda: NOON, None, NOON, patience=Patience(size=3)
    )
    anna = api.user(ANNA, "Anna", "nl")
    async with polling(build_application(api.token, api.url, services)):
        for _ in range(20):
            await anna.send("/help")
        seen = [await anna.next_message() for _ in range(4)]
        page = seen[0]
        await anna.forge(page, press(Verb.HELP))  # not answered any more
        other = api.user(BORIS, "Boris", "en")
        await admit(sqlite_db, BORIS)
        assert (await asked_by(other, "/help")).startswith("What I can do")
    assert [one.text.startswith("Dat was veel tegelijk.") for one in seen] == [False, False, False, True]
    assert len(anna.messages) == 4


# --- groups -----------------------------------------------------------------------------------------------------------


async def test_a_groups_administrators_say_who_may_change_settings(
    desk: Desk, api: LoopbackBotApi, boris: Person
) -> None:
    group = api.group(GROUP, admins=(desk.anna,))
    await admit(desk.db, BORIS)
    await boris.send("/subscribe@seinpost_bot lsr", to=group)
    assert "only its administrators may change settings" in (await group.next_message()).text
    await boris.send("/claims@seinpost_bot", to=group)
    assert "administrators" not in (await group.next_message()).text
    await desk.anna.send("/group@seinpost_bot", to=group)
    page = await group.next_message()
    refused = await (await boris.press(page, "Let all members with access")).answered()
    assert "administrators" in refused.text
    await desk.press(page, "Let all members with access")
    await group.next_edit()
    await boris.send("/subscribe@seinpost_bot lsr", to=group)
    assert "You follow Freedom of Russia Legion" in (await group.next_message()).text
    assert len(api.calls("getChatMember")) == 2  # remembered for a while
    assert Deed.GROUP_SET in await deeds(desk)


async def test_a_stranger_who_runs_a_group_brings_the_bot_nowhere(
    desk: Desk, api: LoopbackBotApi, boris: Person
) -> None:
    group = api.group(GROUP, admins=(boris,))
    for _ in range(3):
        await boris.send("/subscribe@seinpost_bot lsr", to=group)
    assert (await group.next_message()).text.startswith("This bot is not open to everybody.")
    await desk.ask("/help")
    assert len(group.messages) == 1
    assert await desk.db.read(subscriptions.of_chat, GROUP) == []


async def test_an_unnamed_administrator_changes_the_settings_of_a_group_that_somebody_stands_behind(
    desk: Desk, api: LoopbackBotApi, boris: Person
) -> None:
    """Telegram gives what is said in a group's name to an account of its own, which is no member of it."""
    group = api.group(GROUP, admins=(desk.anna,))
    await boris.send("/subscribe@seinpost_bot lsr", to=group, as_chat=group)
    assert (await group.next_message()).text.startswith("This bot is not open to everybody.")
    assert str(GROUP) in {one.by for one in await desk.db.read(audit.newest, 5)}
    await desk.anna.send("/subscribe@seinpost_bot A03", to=group)
    await group.next_message()
    await desk.anna.send("/subscribe@seinpost_bot lsr", to=group, as_chat=group)
    assert "You follow Freedom of Russia Legion" in (await group.next_message()).text
    kept = await desk.db.read(groups.get, GROUP)
    assert kept is not None
    assert kept.admitted_by == ANNA


async def test_an_unnamed_administrator_is_no_editor(desk: Desk, api: LoopbackBotApi) -> None:
    await desk.ask(f"/owner {CODE}")
    group = api.group(GROUP, admins=(desk.anna,))
    await desk.anna.send("/subscribe@seinpost_bot A03", to=group)
    await group.next_message()
    await desk.anna.send("/roles@seinpost_bot", to=group, as_chat=group)
    assert "private" in (await group.next_message()).text


async def test_an_unnamed_administrator_answers_what_somebody_was_asked(desk: Desk, api: LoopbackBotApi) -> None:
    group = api.group(GROUP, admins=(desk.anna,))
    await desk.anna.send("/subscribe@seinpost_bot", to=group)
    await desk.press(await group.next_message(), "✏️ A name or own words")
    question = await group.next_message()
    await desk.anna.send("lsr", to=group, answering=question, as_chat=group)
    assert "Freedom of Russia Legion" in (await group.next_message()).text


async def test_a_channel_that_speaks_in_a_group_is_no_administrator(desk: Desk, api: LoopbackBotApi) -> None:
    group, channel = api.group(GROUP, admins=(desk.anna,)), api.channel(-1_000_000_000_700, "Desk", "desk", ())
    await desk.anna.send("/subscribe@seinpost_bot A03", to=group)
    await group.next_message()
    await desk.anna.send("/subscribe@seinpost_bot lsr", to=group, as_chat=channel)
    assert (await group.next_message()).text.startswith("This bot is not open to everybody.")


async def test_a_group_rests_when_who_brought_the_bot_there_loses_access(
    desk: Desk, api: LoopbackBotApi, boris: Person
) -> None:
    await desk.ask(f"/owner {CODE}")
    await admit(desk.db, BORIS)
    group = api.group(GROUP, admins=(boris, desk.anna))
    await boris.send("/subscribe@seinpost_bot A03", to=group)
    await group.next_message()
    page = await desk.ask("/roles")
    shown = await desk.press_for_edit(page, "reader: Boris (22)")
    await desk.press_for_edit(shown, "✕ No access any more")
    assert await desk.db.read(subscriptions.matching, [(Kind.CLAIM, "A03")]) == []
    await desk.anna.send("/subscribe@seinpost_bot lsr", to=group)  # another member of the desk takes it over
    await group.next_message()
    kept = await desk.db.read(groups.get, GROUP)
    assert kept is not None
    assert kept.admitted_by == ANNA
    assert len(await desk.db.read(subscriptions.matching, [(Kind.CLAIM, "A03")])) == 1


async def test_a_subscription_made_in_a_topic_is_told_there_and_elsewhere_once_it_is_closed(
    desk: Desk, api: LoopbackBotApi
) -> None:
    group = api.group(GROUP, admins=(desk.anna,))
    thread = group.topic(77)
    await desk.anna.send("/subscribe@seinpost_bot A03", to=group, thread=thread)
    assert (await group.next_message()).raw["message_thread_id"] == thread
    stored = await desk.posted()
    await desk.db.write(events.save, stored.id, [replace(denial(), revision_id=stored.id)], desk.now)
    await decide_alerts(desk.db, desk.watchlist, lambda: desk.now)
    await desk.db.write(chats.wake, GROUP)
    async with Bot(api.token, base_url=api.base_url) as bot:
        for closed, expected in ((False, thread), (True, None)):
            if closed:
                group.topics[thread] = "closed"
            (delivery,) = await desk.db.write(deliveries.take, desk.now, 5)
            assert delivery.message.thread == thread
            await BotSender(bot).send(GROUP, delivery.message)
            assert (await group.next_message()).raw.get("message_thread_id") == expected
            await desk.db.write(deliveries.settle, delivery.id, DeliveryState.PENDING, desk.now)
            desk.now += timedelta(minutes=1)


def test_an_alert_of_several_topics_goes_to_that_of_the_strongest() -> None:
    following = [Subscription(number, GROUP, Kind.CLAIM, "A03", NOON, thread=70 + number) for number in (1, 2)]
    why = ((1, Reason.AGAIN), (2, Reason.DENIAL))
    because = tuple(Because(number, Kind.CLAIM, "A03", reason) for number, reason in why)
    told = replace(alert(denial(), reason=Reason.DENIAL), because=because)
    assert topic_of(told, following) == 72


# --- channels ---------------------------------------------------------------------------------------------------------


async def test_a_channel_of_the_desks_own_is_linked_told_of_things_and_unlinked(
    desk: Desk, api: LoopbackBotApi
) -> None:
    await desk.ask(f"/owner {CODE}")
    outlet = api.channel(-1_000_000_000_700, "Desk news", "desk_news", (desk.anna,))
    page = await desk.ask("/channel @desk_news A03")
    assert page.text.startswith("Desk news is told of 1 thing.")
    ((_, told),) = await desk.db.read(subscriptions.matching, [(Kind.CLAIM, "A03")])
    assert told.chat_id == outlet.id
    assert (await desk.press_for_edit(page, page.labels[0])).text.startswith("Desk news is linked")
    assert "nothing in Desk news" in (await desk.press_for_edit(page, "✕ Unlink this channel")).text
    assert await desk.db.read(chats.get, outlet.id) is None
    assert {Deed.CHANNEL_LINKED, Deed.CHANNEL_UNLINKED} <= set(await deeds(desk))


async def test_a_channel_is_linked_by_a_forwarded_post_of_it(desk: Desk, api: LoopbackBotApi) -> None:
    await desk.ask(f"/owner {CODE}")
    outlet = api.channel(-1_000_000_000_700, "Desk news", "desk_news", (desk.anna,))
    await desk.anna.send("Our own post.", forwarded_from=outlet)
    assert (await desk.anna.next_message()).text.startswith("Desk news is linked")


async def test_nobody_links_a_channel_that_is_not_theirs(desk: Desk, api: LoopbackBotApi, boris: Person) -> None:
    await desk.ask(f"/owner {CODE}")
    api.channel(-1_000_000_000_700, "Theirs", "theirs_news", (boris,))
    assert "no administrator of “Theirs”" in (await desk.ask("/channel @theirs_news")).text
    api.channel(-1_000_000_000_701, "Closed", "closed_news", (desk.anna,), bot_posts=False)
    assert "I may not post in “Closed”" in (await desk.ask("/channel @closed_news")).text
    assert "can’t see a channel @absent_news" in (await desk.ask("/channel @absent_news")).text
    assert await desk.db.read(groups.linked_by, ANNA) == []
