"""In a group's topic, in every language: each command is answered there, each button answers, and no key shows.

What an answer may change there is the matter of `test_wire_access.py`; that none of it showed a key, of the fixture.
"""

import pytest

from bot.chat.callbacks import Verb, read
from storage import owners
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA, LANGUAGES
from tests.botapi.seen import Seen

COMMANDS = (
    *("/start", "/help", "/subscribe", "/subscribe lsr", "/subscribe A03", "/subscribe рудка -дождь", "/subscriptions"),
    *("/claim A03", "/find рудка", "/channels", "/digest", "/digest 08:00", "/quiet 23:00-07:00", "/quiet", "/status"),
    *("/language", "/group", "/forget", "/invite", "/roles", "/audit", "/export", "/channel @desk_news", "/review"),
)
NOT_PRESSED = ("1:g:", "1:x:yes")
"""What changes the language, or deletes everything."""

THREAD = 7


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_command_and_button_is_answered_in_a_topic(desk: Desk, language: str) -> None:
    desk.anna.language_code = language
    group = desk.api.group(-1_000_000_000_600, "Desk", (desk.anna,))
    group.topic(THREAD)
    desk.api.channel(-1_000_000_000_700, "Desk", "desk_news", (desk.anna,))
    await desk.reached()
    await desk.posted("Лозовая Рудка.")
    await desk.db.write(owners.make_owner, ANNA, desk.now)
    for command in COMMANDS:
        await desk.anna.send(command, to=group, thread=THREAD)
        await group.next_message()
    pressed = {
        key.data: seen
        for seen in group.messages
        for key in seen.buttons
        if key.data and not key.data.startswith(NOT_PRESSED)
    }
    for data, seen in pressed.items():
        await (await desk.anna.forge(seen, data)).answered()
    assert all(seen.raw.get("message_thread_id") == THREAD for seen in group.messages)
    assert Verb.GROUP in {press.verb for data in pressed if (press := read(data))}


async def test_why_alone_in_a_topic_says_how_to_ask(desk: Desk) -> None:
    """What answers nothing else answers, for Telegram, the message that opened the topic."""
    group = desk.api.group(-1_000_000_000_600, "Desk", (desk.anna,))
    opened = {"message_id": group.topic(THREAD), "date": 0, "chat": group.raw, "from": desk.anna.user}
    opened |= {"forum_topic_created": {"name": "Alerts", "icon_color": 0}, "message_thread_id": THREAD}
    await desk.anna.send("/why", to=group, thread=THREAD, answering=Seen(opened, silent=False, preview=False))
    assert (await group.next_message()).text.startswith("Answer an alert with /why")
