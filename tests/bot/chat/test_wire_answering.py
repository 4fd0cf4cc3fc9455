"""Questions that are answered in words, over the wire: in private chats, and in groups, where a bot hears replies to it
and no other words."""

import pytest

from storage import digests, quiet, subscriptions
from storage.model import Kind
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA
from tests.bot.people import admit
from tests.botapi.chats import Group, Person
from tests.botapi.seen import Seen
from tests.botapi.server import LoopbackBotApi

BORIS, GROUP, THREAD = 22, -1_000_000_000_600, 7


@pytest.fixture
async def boris(desk: Desk, api: LoopbackBotApi) -> Person:
    """A reader as well."""
    await admit(desk.db, BORIS)
    return api.user(BORIS, "Boris", "en")


@pytest.fixture
def group(desk: Desk, api: LoopbackBotApi) -> Group:
    """A group with topics that Anna runs."""
    group = api.group(GROUP, "Desk", (desk.anna,))
    group.topic(THREAD)
    return group


async def asked_in(group: Group, by: Person, command: str, button: str) -> Seen:
    """The question that a button of the command's answer asks."""
    await by.send(command, to=group, thread=THREAD)
    page = await group.next_message()
    await (await by.press(page, button)).answered()
    return await group.next_message()


async def followed(desk: Desk, chat_id: int = GROUP) -> list[tuple[Kind, str]]:
    return [(one.kind, one.target) for one in await desk.db.read(subscriptions.of_chat, chat_id)]


async def test_in_a_group_a_name_is_typed_as_an_answer_to_the_one_question(desk: Desk, group: Group) -> None:
    question = await asked_in(group, desk.anna, "/subscribe", "✏️ A name or own words")
    assert question.asks
    assert question.text.startswith("✏️ ➕\nAnna:\nAnswer this message")
    assert [one.text for one in question.entities if one.type == "text_mention"] == ["Anna"]
    await desk.anna.send("lsr", to=group, thread=THREAD)  # not an answer: it is not even heard
    await desk.anna.send("Tyotkino", to=group, answering=question, thread=THREAD)
    said = await group.next_message()
    assert said.text == "✓ You follow Tyotkino. I will write to you as soon as there is news."
    assert said.raw["message_thread_id"] == THREAD
    assert await followed(desk) == [(Kind.PLACE, "tyotkino")]


async def test_words_of_ones_own_are_mended_and_followed_in_a_group(desk: Desk, group: Group) -> None:
    question = await asked_in(group, desk.anna, "/subscribe", "✏️ A name or own words")
    await desk.anna.send("мост AND", to=group, answering=question)
    fault = await group.next_message()
    assert "Something is missing beside" in fault.text
    assert fault.asks
    await desk.anna.send("мост -футбол", to=group, answering=fault)
    proposal = await group.next_message()
    await (await desk.anna.press(proposal, "✏️ Change it")).answered()
    again = await group.next_message()
    await desk.anna.send("мост -хоккей", to=group, answering=again)
    proposal = await group.next_message()
    await (await desk.anna.press(proposal, "✓ Follow this")).answered()
    assert [kind for kind, _ in await followed(desk)] == [Kind.WORDS]
    assert "хоккей" in (await followed(desk))[0][1]


async def test_times_and_hours_are_typed_in_a_group_and_belong_to_its_topic(desk: Desk, group: Group) -> None:
    await desk.anna.send("/digest 08:00", to=group)
    await group.next_message()
    await desk.anna.send("/quiet", to=group, thread=THREAD)
    page = await group.next_message()
    await (await desk.anna.press(page, "✏️ Other hours")).answered()
    hours = await group.next_message()
    await desk.anna.send("22:30-06:00 Europe/Brussels", to=group, answering=hours, thread=THREAD)
    assert "from 22:30 to 06:00 (Europe/Brussels)" in (await group.next_message()).text
    kept = await desk.db.read(quiet.get, GROUP)
    assert kept is not None
    assert kept.thread == THREAD
    await (await desk.anna.press(page, "🗞 Digest")).answered()
    menu = await group.next_message()
    await (await desk.anna.press(menu, "✏️ Other times")).answered()
    times = await group.next_message()
    await desk.anna.send("7:15 18:00", to=group, answering=times, thread=THREAD)
    assert "every day at 07:15 and 18:00" in (await group.next_message()).text
    assert await desk.db.read(digests.thread_of, GROUP) == THREAD


async def test_only_who_was_asked_or_an_administrator_answers(desk: Desk, group: Group, boris: Person) -> None:
    await desk.anna.send("/group", to=group)
    await (await desk.anna.press(await group.next_message(), "Let all members with access")).answered()
    question = await asked_in(group, desk.anna, "/subscribe", "✏️ A name or own words")
    await boris.send("lsr", to=group, answering=question)
    assert (await group.next_message()).text == (
        "I asked Anna that. An administrator of this group may answer as well."
    )
    assert await followed(desk) == []
    question = await asked_in(group, boris, "/subscribe", "✏️ A name or own words")
    await boris.send("lsr", to=group, answering=question)
    await group.next_message()
    await desk.anna.send("Tyotkino", to=group, answering=question)
    await group.next_message()
    assert [target for _, target in await followed(desk)] == ["lsr", "tyotkino"]


async def test_who_may_not_change_settings_is_not_asked_and_not_heard(
    desk: Desk, group: Group, boris: Person, api: LoopbackBotApi
) -> None:
    await boris.send("/subscribe", to=group)
    refused = await group.next_message()
    assert "only its administrators may change settings" in refused.text
    question = await asked_in(group, desk.anna, "/subscribe", "✏️ A name or own words")
    await boris.send("lsr", to=group, answering=question)
    assert "only its administrators may change settings" in (await group.next_message()).text
    await api.user(33, "Carla", "en").send("Legion", to=group, answering=question)  # a stranger
    await desk.ask("/help")  # all before was heard
    assert await followed(desk) == []


async def test_other_replies_in_a_group_are_left_alone(desk: Desk, group: Group) -> None:
    await desk.anna.send("/help", to=group)
    page = await group.next_message()
    assert "replies to my messages only" in page.text
    await desk.anna.send("Legion", to=group, answering=page)
    await desk.ask("/help")  # all before was heard
    assert len(group.messages) == 1
    assert await followed(desk) == []


async def test_in_a_private_chat_the_same_questions_are_answered_by_replies(desk: Desk) -> None:
    menu = await desk.press_for_message(await desk.ask("/help"), "🗞 Digest")
    times = await desk.press_for_message(menu, "✏️ Other times")
    assert times.text.startswith("✏️ 🗞\nAnswer this message")
    await desk.anna.send("nonsense", answering=times)
    assert "is not a time" in (await desk.anna.next_message()).text
    await desk.anna.send("06:45", answering=times)
    assert "every day at 06:45" in (await desk.anna.next_message()).text
    assert await followed(desk, ANNA) == []


async def test_no_post_can_ask_by_standing_in_an_answer(desk: Desk, group: Group) -> None:
    """A channel may be called like a question; what it says is escaped and names nobody."""
    question = await asked_in(group, desk.anna, "/subscribe", "✏️ A name or own words")
    await desk.anna.send('"<a href=tg://user?id=22>Boris</a>" AND', to=group, answering=question)
    fault = await group.next_message()
    assert [one.text for one in fault.entities if one.type == "text_mention"] == ["Anna"]
