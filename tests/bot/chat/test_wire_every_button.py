"""Every button of every message is pressed, in every language: all are answered, nothing is refused, no key shows."""

import re

import pytest

from bot.chat.callbacks import Verb, read
from storage import audit, owners, snoozes
from storage.model import Kind
from storage.people import AuditEntry, Deed
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA, LANGUAGES, actor, entry, event_kind, watchlist
from tests.bot.people import admit
from tests.botapi.seen import Seen

COMMANDS = (
    *("/start", "/help", "/subscribe", "/subscriptions", "/unsubscribe", "/digest", "/status", "/language", "/forget"),
    *("/subscribe lsr", "/subscribe qq", "/subscribe Tjotkin", "/subscribe @asleep", "/unsubscribe qq"),
    *(
        "/subscribe рудка -дождь, from 0.8",
        "/subscribe рудка OR",
        "/subscribe дождь, silent",
        "/subscribe place:mordor",
    ),
    *("/why", "/why https://t.me/governor_news/100", "/why https://t.me/governor_news/1"),
    *("/owner", "/what", "/claims", "/claims killed", "/claim A03", "/claim zeppelin"),
    *("/settle", "/settle A03", "/settle A03 so", "/settle A03 refuted", "/settle A03 refuted x"),
    *("/review", "/newclaim", "/newclaim Shelling of Tyotkino", "/newclaim Calm"),
    *("/newclaim E001", "/newclaim E001 Shelling", "/newclaim E099 x", "/dropclaim E001", "/dropclaim", "/merge"),
    *("/merge A03", "/merge A03 A14", "/merge A14 A03", "/merge zeppelin"),
    *("/supersede", "/supersede A03", "/supersede A03 X99", "/supersede X99 A03", "/supersede A03 A03"),
    *("/quiet", "/quiet 23:00-07:00", "/quiet 7-7", "/quiet x", "/quiet 23-7 Nowhere", "/quiet 23-7 Brusels"),
    *("/find", "/find рудка", "/find рудка -дождь since:2024-01-01 lang:ru", "/find дождь", '/find "рудка'),
    *("/find ру*", "/find рудка channel:@none", "/find рудка since:x", "/find рудка lang:russian", "/find -"),
    *("/channels", "/channels asleep", "/channels @asleep", "/channels @absent", "/channels @absent"),
    *("/invite", "/invite reader 5 14", "/invite editor", "/invite 0", "/invite zeppelin", "/roles", "/audit"),
    *(
        "/export",
        "/group",
        "/channel",
        "/channel @desk_news",
        "/channel @desk_news lsr",
        "/channel @nobody",
        "/channel x",
    ),
    *("/digest 08:00", "/digest 8:99", "/digest 8 Nowhere", "/digest 8 Brusels", "/digest off", "@governor_news"),
)
UNTRANSLATED = re.compile(r"\{|\}|\?\?\?|\b[a-z]+(-[a-z]+)+\b|\ue000")
"""What a missing text would look like. Commands and zones hold no hyphens."""


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_button_of_every_message_does_something(desk: Desk, language: str) -> None:
    desk.anna.language_code = language
    groups = (actor(f"group_{number}", en=f"Group {number}") for number in range(9))
    others = (entry(f"channel_{number}") for number in range(9))
    desk.watchlist = watchlist(*groups, *others, *(event_kind(f"shelling_{number}", "shelling") for number in range(8)))
    await desk.reached()
    await desk.in_doubt()
    await desk.db.write(owners.make_owner, ANNA, desk.now)
    desk.api.channel(-1_000_000_000_700, "Desk", "desk_news", (desk.anna,))
    await admit(desk.db, *range(300, 310))
    for number in range(30):
        await desk.db.write(audit.add, AuditEntry(list(Deed)[number % len(Deed)], "300", "A03", desk.now))
    await desk.suggested()
    for number in range(6):
        await desk.posted(f"Рудка {number}", post_id=200 + number)
    await desk.drafted()
    await desk.own_claim()
    for number in range(9):
        await desk.ask(f"/subscribe group_{number}")
    await desk.db.write(snoozes.put, ANNA, Kind.ACTOR, "group_8", None, desk.now)
    for command in COMMANDS:
        await desk.ask(command)
    pressed: set[str] = set()
    while fresh := _unpressed(desk.anna.messages, pressed):
        seen, data = fresh
        pressed.add(_of_any_card(data))
        answer = await desk.press(seen, data)
        assert not answer.alert, data
        assert not UNTRANSLATED.search(answer.text), answer.text
    for seen in desk.anna.messages:
        assert not UNTRANSLATED.search(re.sub(r"@\w+|/\w+", "", seen.text)), seen
        assert not any(UNTRANSLATED.search(label) for label in seen.labels), seen
        assert not seen.preview
    assert {press.verb for data in pressed if (press := read(data))} == set(Verb) - {
        Verb.GROUP,
        Verb.TRANSLATE,
        Verb.EARLIER,
    }


def _unpressed(messages: list[Seen], pressed: set[str]) -> tuple[Seen, str] | None:
    """A button that was not pressed yet; not those that change the language, or delete everything."""
    for seen in messages:
        for key in reversed(seen.buttons):  # what turns pages before what empties them
            if key.data and _of_any_card(key.data) not in pressed and not key.data.startswith(("1:g:", "1:x:yes")):
                return seen, key.data
    return None


def _of_any_card(data: str) -> str:
    """The buttons of all subscriptions' cards are alike."""
    return re.sub(r"^(1:(?:my|tu)):\d+:\d+:", r"\1:", data)
