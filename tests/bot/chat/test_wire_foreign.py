"""Forged, foreign and old buttons, and floods by many: nothing is done, and it is written down; over the wire."""

from datetime import timedelta

import pytest

from bot.chat.access.pacing import Patience
from bot.chat.callbacks import Verb, press
from bot.chat.commands import Services, build_application
from matcher.catalogue import compile_catalogue
from storage import audit, chats, deliveries, groups, invitations, members, subscriptions
from storage.database import Database
from storage.messages import DeliveryState
from storage.model import Kind
from storage.people import Deed, Role
from storage.telling import Chat, Filters
from tests.bot.chat.conftest import MOST_SUBSCRIPTIONS, Desk
from tests.bot.chat.factories import ANNA, NOON, watchlist
from tests.bot.people import admit
from tests.botapi.chats import Person
from tests.botapi.running import polling
from tests.botapi.server import LoopbackBotApi

BORIS, CLARA, GROUP, CHANNEL = 22, 23, -500, -1001234567890


@pytest.fixture
async def boris(api: LoopbackBotApi, desk: Desk) -> Person:
    """A member, with a chat of his own."""
    await admit(desk.db, BORIS)
    return api.user(BORIS, "Boris", "en")


async def test_a_members_forged_buttons_reach_nothing_of_another_chat_and_are_logged(
    desk: Desk, boris: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    delivery = await desk.in_doubt()
    await desk.db.write(subscriptions.add, ANNA, Kind.ACTOR, "fsb", NOON)
    followed = (await desk.db.read(subscriptions.of_chat, ANNA))[-1]
    await boris.send("/help")
    page = await boris.next_message()
    capsys.readouterr()
    for data, logged in (
        (press(Verb.SHOW, delivery), "not this chat's delivery"),
        (press(Verb.TUNE, followed.id, 0, "x"), "not followed in this chat"),
        (press(Verb.TUNE, followed.id, 0, "m", "d"), "not followed in this chat"),
        (press(Verb.MINE, followed.id, 0), "not followed in this chat"),
        (press(Verb.ROLES, BORIS, "owner"), "refused"),
        (press(Verb.INVITE, "owner"), "refused"),
        (press(Verb.OUTLET, CHANNEL, "x"), "refused"),
        ("2:f:a:lsr", "unknown button"),
    ):
        await (await boris.forge(page, data)).answered()
        assert logged in capsys.readouterr().out, data
    left = await desk.db.read(subscriptions.get, ANNA, followed.id)
    assert left is not None
    assert left.filters == Filters()
    kept = await desk.db.read(deliveries.get, delivery)
    assert kept is not None
    assert kept.state is DeliveryState.UNCERTAIN
    assert await desk.db.read(members.role_of, BORIS) is Role.READER


async def test_an_editor_unlinks_no_channel_of_another_and_it_is_logged(
    desk: Desk, boris: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    await desk.ask("/start")
    await desk.db.write(chats.put, Chat(CHANNEL, "en", "UTC", NOON))
    await desk.db.write(groups.admit, CHANNEL, ANNA, "Desk news")
    await desk.db.write(members.put, BORIS, Role.EDITOR, desk.now)
    await boris.send("/help")
    page = await boris.next_message()
    answer = await (await boris.forge(page, press(Verb.OUTLET, CHANNEL, "x"))).answered()
    assert answer.text
    assert "not this person's channel" in capsys.readouterr().out
    assert await desk.db.read(groups.get, CHANNEL) is not None


async def test_an_old_button_of_a_role_that_was_lost_does_nothing_and_is_written_down(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    await desk.db.write(members.put, BORIS, Role.OWNER, desk.now)
    await desk.db.write(members.put, ANNA, Role.OWNER, desk.now)
    old = await desk.ask("/invite")
    await desk.db.write(members.put, ANNA, Role.READER, desk.now)  # her own invitation goes with her role
    await desk.db.write(invitations.add, "of Boris", Role.READER, 1, BORIS, desk.now, desk.now + timedelta(days=7))
    [made] = await desk.db.read(invitations.open_ones, desk.now)
    for data in (press(Verb.INVITE, "reader"), press(Verb.INVITE, made.id), press(Verb.AUDIT, 99)):
        answer = await (await desk.anna.forge(old, data)).answered()
        assert "only" in answer.text.lower()
        assert "refused" in capsys.readouterr().out
    assert await desk.db.read(invitations.open_ones, desk.now) == [made]
    assert (await desk.db.read(audit.newest, 1))[0].deed is Deed.ACCESS_REFUSED


async def test_a_replayed_button_does_its_work_once(desk: Desk) -> None:
    await desk.ask("/start")
    page = await desk.ask("/subscribe lsr")
    for _ in range(3):
        await (await desk.anna.forge(page, press(Verb.FOLLOW, "a", "lsr"))).answered()
    assert len(await desk.db.read(subscriptions.of_chat, ANNA)) == 1
    for _ in range(3):
        await (await desk.anna.forge(page, press(Verb.STOP, "a", "lsr"))).answered()
    assert await desk.db.read(subscriptions.of_chat, ANNA) == []
    desk.api.rejected.clear()  # the same page again is no change


async def test_many_members_of_a_group_together_are_slowed_down_once(
    api: LoopbackBotApi, sqlite_db: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [api.user(number, f"Reader {number}", "en") for number in (ANNA, BORIS, CLARA)]
    for person in people:
        await admit(sqlite_db, person.id)
    group = api.group(GROUP)
    services = Services(
        sqlite_db, lambda: compile_catalogue(watchlist()), lambda: NOON, None, NOON, patience=Patience(size=3)
    )
    async with polling(build_application(api.token, api.url, services)):
        for _ in range(3):
            for person in people:
                await person.send("/help@seinpost_bot", to=group)
        seen = [(await group.next_message()).text for _ in range(7)]
        await people[0].send("/help")  # her own patience is spent as well; what she hears is said where she asks
    assert [text.startswith("What I can do") for text in seen] == [True] * 6 + [False]
    assert len(group.messages) == 7
    assert capsys.readouterr().out.count("slowed down") == 1


async def test_only_commands_in_a_group_that_are_meant_for_the_bot_are_looked_at(
    desk: Desk, api: LoopbackBotApi, boris: Person
) -> None:
    group = api.group(GROUP, admins=(desk.anna,))
    for text in ("/subscribe@another_bot lsr", "just talking", "/forget@another_bot"):
        await desk.anna.send(text, to=group)
    await boris.send("/roles@seinpost_bot", to=group)  # what owners do is not done in groups
    await boris.send("/subscribe@seinpost_bot lsr", to=group)
    said = [(await group.next_message()).text for _ in range(2)]
    assert "only its administrators may change settings" in said[1]
    await desk.ask("/help")
    assert len(group.messages) == 2
    assert await desk.db.read(subscriptions.of_chat, GROUP) == []


@pytest.mark.parametrize(
    "typed", ["word " * 200, " OR ".join(f"word{number}" for number in range(40)), "(" * 30 + "word" + ")" * 30]
)
async def test_an_expression_that_is_too_large_is_refused_wherever_it_comes_from(desk: Desk, typed: str) -> None:
    await desk.ask("/start")
    assert "Follow this" not in str((await desk.ask(f"/subscribe {typed}")).labels)
    assert "Follow this" not in str((await desk.ask(typed)).labels)
    assert await desk.db.read(subscriptions.of_chat, ANNA) == []


async def test_a_channel_is_told_of_no_more_than_a_chat_may_follow(desk: Desk, api: LoopbackBotApi) -> None:
    await desk.db.write(members.put, ANNA, Role.OWNER, desk.now)
    api.channel(CHANNEL, "Desk news", "desk_news", (desk.anna,))
    await desk.ask("/channel @desk_news A03")
    for number in range(MOST_SUBSCRIPTIONS - 1):
        await desk.db.write(subscriptions.add, CHANNEL, Kind.CHANNEL, str(number), desk.now)
    assert "may follow 30 things at most" in (await desk.ask("/channel @desk_news lsr")).text
    assert len(await desk.db.read(subscriptions.of_chat, CHANNEL)) == MOST_SUBSCRIPTIONS
