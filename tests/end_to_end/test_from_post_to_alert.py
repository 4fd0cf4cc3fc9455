"""From a public post to an alert in a chat, over the wire: the real program between a loopback Telegram and Bot API."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.botapi.chats import Person
from tests.botapi.seen import Seen
from tests.botapi.server import LoopbackBotApi
from tests.end_to_end.program import Program, reading
from tests.telegram.loopback import LoopbackTelegram

MORNING = datetime(2024, 3, 12, 6, tzinfo=UTC)
ANNA, OLENA = 11, 12


@pytest.fixture
async def api() -> AsyncIterator[LoopbackBotApi]:
    async with LoopbackBotApi() as api:
        yield api


def program_of(folder: Path, telegram: LoopbackTelegram, api: LoopbackBotApi) -> Program:
    return Program(
        folder,
        BOT__TOKEN=api.token,
        BOT__ACCESS="allowlist",
        BOT__ALLOWED=f"{ANNA},{OLENA}",
        BOT__API_URL=api.url,
        **reading(telegram, folder),
        COLLECT__EVERY_SECONDS="1",
        OWNER=str(ANNA),
    )


async def ask(person: Person, text: str) -> Seen:
    await person.send(text)
    return await person.next_message(timeout=60)


async def silence(*people: Person, seconds: float = 4) -> None:
    """Nobody is told anything for several polls."""
    for person in people:
        with pytest.raises(AssertionError):
            await person.next_message(timeout=seconds / len(people))


async def test_three_channels_two_subscribers_and_a_restart(
    tmp_path: Path, telegram: LoopbackTelegram, api: LoopbackBotApi
) -> None:
    legion, agency, front = (telegram.add_channel(name) for name in ("demo_legion", "demo_agency", "demo_front"))
    legion.publish("Старый пост: Лозовая Рудка под контролем легиона.", date=MORNING - timedelta(days=1))
    program = program_of(tmp_path, telegram, api)
    session = telegram.session_string(telegram.add_account())
    imported = await program.run("account", "import", "main", given=session)
    assert imported.code == 0, imported.errors
    anna, olena = api.user(ANNA, "Anna", "nl"), api.user(OLENA, "Olena", "uk")

    async with program.running() as first:
        await ask(anna, "/start")
        await ask(anna, "/subscribe A03")
        await ask(olena, "/start")
        await ask(olena, "/subscribe tyotkino")
        async with asyncio.timeout(90):
            await telegram.until("messages.getHistory", times=6)  # the old post is behind us, and woke nobody

        taken = legion.publish("Хутор Лозовая Рудка полностью под контролем легиона «Свобода России».", date=MORNING)
        alert = await anna.next_message(timeout=60)
        assert "A03" in alert.text
        assert "Лозовая Рудка" in alert.text
        assert f"https://t.me/demo_legion/{taken}" in [key.url for key in alert.buttons]

        agency.publish("ФСБ: сообщения о захвате Лозовой Рудки не соответствуют действительности.", date=MORNING)
        assert "FSB" in (await anna.next_message(timeout=60)).text

        front.publish("Fighting goes on in the streets of Tyotkino, the Russian Volunteer Corps says.", date=MORNING)
        assert "Тьоткіно" in (await olena.next_message(timeout=60)).text

        agency.publish("Переслано", date=MORNING, forward_from=(legion, taken))
        front.publish("The weather will be fine.", date=MORNING)
        await silence(anna, olena)
        assert "3" in (await ask(anna, "/status")).text
    assert first.ended.code == 0, first.ended.errors

    told_before = (len(anna.messages), len(olena.messages))
    legion.publish("Бои за Тёткино продолжаются, подробности позже.", date=MORNING + timedelta(hours=1))
    async with program.running() as second:
        assert "Тьоткіно" in (await olena.next_edit(timeout=60)).text  # it grows: the place was told of just now
        await silence(anna, olena)
    assert second.ended.code == 0, second.ended.errors
    assert (len(anna.messages), len(olena.messages)) == told_before
    assert telegram.count("contacts.resolveUsername") == 3  # once a channel, restart included
    assert api.rejected == []
    assert api.token not in first.ended.errors + first.ended.output + second.ended.errors
