"""`docs/delivery.md` is true: each fault in its table happens, and ends as its row says."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
import structlog
from telegram import Bot
from telegram.error import Conflict

from bot.delivery.queue import deliver, recover
from bot.delivery.sender import BadToken
from storage import chats, connecting, deliveries
from storage.database import OUT_OF_ORDER, Database
from storage.messages import DeliveryKind, Message, in_topic
from storage.telling import Chat
from tests.bot.delivery.test_queue import ANNA, BOB, GROUP, START, Desk, notice
from tests.bot.delivery.test_settling import Locking
from tests.botapi.chats import GENERAL
from tests.botapi.faults import Fault, flood_wait, gateway_error, nonsense, reset, silence
from tests.botapi.server import LoopbackBotApi

ROOT = Path(__file__).parent.parent.parent.parent
ALERT = "<b>alert</b>"
WAIT = 47


class Row(NamedTuple):
    """A row of the table."""

    fault: str
    state: str
    rests: str
    reader: str
    operator: str
    again: str


def table() -> list[Row]:
    lines = (ROOT / "docs/delivery.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [Row(*cells) for cells in rows[2:]]


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr(connecting, "BUSY_MILLISECONDS", 20)
    address = f"sqlite:///{tmp_path / 'desk.db'}"
    async with LoopbackBotApi() as api, Database.open(address) as db, Bot(api.token, base_url=api.base_url) as bot:
        for chat_id in (ANNA, BOB, GROUP):
            await db.write(chats.put, Chat(chat_id, "nl", "Europe/Amsterdam", START))
        api.user(ANNA)
        api.group(GROUP)
        yield Desk(db, api, bot)


def breaks(fault: Fault) -> Callable[[Desk], Awaitable[int]]:
    async def send(desk: Desk) -> int:
        desk.api.fail(fault)
        return await sent(desk)

    return send


async def sent(desk: Desk, chat_id: int = ANNA, text: str = ALERT) -> int:
    await desk.queue(chat_id, text)
    await desk.deliver()
    return chat_id


async def everybody_floods(desk: Desk) -> int:
    desk.api.fail(flood_wait(WAIT), times=2)
    await desk.queue(GROUP, ALERT)
    return await sent(desk)


async def nobody_listens(desk: Desk) -> int:
    async with desk.api.away():
        return await sent(desk)


async def token_is_revoked(desk: Desk) -> int:
    good, desk.api.token = desk.api.token, "7000000001:another"
    with suppress(BadToken):
        await sent(desk)
    desk.api.token = good
    return ANNA


async def person_blocks(desk: Desk) -> int:
    desk.api.user(ANNA).block()
    return await sent(desk)


async def person_is_deactivated(desk: Desk) -> int:
    desk.api.user(ANNA).deactivate()
    return await sent(desk)


async def group_kicks(desk: Desk) -> int:
    desk.api.group(GROUP).kick(by=desk.api.user(ANNA))
    return await sent(desk, GROUP)


async def group_migrates(desk: Desk) -> int:
    moved = desk.api.group(GROUP).migrate()
    await sent(desk, GROUP)
    return moved.id


async def another_polls(desk: Desk) -> int:
    waiting = asyncio.create_task(desk.bot.get_updates(timeout=1))
    await desk.api.polled()
    async with Bot(desk.api.token, base_url=desk.api.base_url) as other:
        await asyncio.gather(other.get_updates(timeout=0), sent(desk))
    with pytest.raises(Conflict):
        await waiting
    return ANNA


async def topic_is_gone(desk: Desk) -> int:
    await desk.db.write(deliveries.add, GROUP, DeliveryKind.ALERT, 1, in_topic([Message(ALERT)], 7), desk.now)
    await desk.deliver()
    return GROUP


async def general_topic_is_closed(desk: Desk) -> int:
    topics = desk.api.group(GROUP).topics
    topics[GENERAL] = "closed"
    await sent(desk, GROUP)
    topics[GENERAL] = "open"
    return GROUP


async def database_is_held(desk: Desk) -> int:
    await desk.queue(ANNA, ALERT)
    with suppress(*OUT_OF_ORDER):  # nothing more could be taken meanwhile
        await deliver(desk.db, Locking(desk), desk.clock, notice)
    return ANNA


async def power_goes(desk: Desk) -> int:
    await desk.queue(ANNA, ALERT)
    await desk.db.write(deliveries.take, desk.now, 10)
    await recover(desk.db, desk.now + timedelta(seconds=1), desk.now, notice)
    return ANNA


FAULTS: dict[str, Callable[[Desk], Awaitable[int]]] = {
    "429, one chat": breaks(flood_wait(WAIT)),
    "429, everybody": everybody_floods,
    "no connection": nobody_listens,
    "5xx before acceptance": breaks(gateway_error(502)),
    "5xx after acceptance": breaks(gateway_error(500, accepted=True)),
    "time-out before acceptance": breaks(silence(accepted=False)),
    "time-out after acceptance": breaks(silence(accepted=True)),
    "reset before acceptance": breaks(reset(accepted=False)),
    "reset after acceptance": breaks(reset(accepted=True)),
    "unreadable answer": breaks(nonsense(accepted=True)),
    "401 revoked token": token_is_revoked,
    "403 blocked": person_blocks,
    "403 deactivated": person_is_deactivated,
    "403 kicked": group_kicks,
    "400 chat not found": lambda desk: sent(desk, BOB),
    "400 markup": lambda desk: sent(desk, text="<b>alert"),
    "400 too long": lambda desk: sent(desk, text="x" * 5000),
    "400 topic not found": topic_is_gone,
    "400 General topic closed": general_topic_is_closed,
    "group migrated": group_migrates,
    "409 another poller": another_polls,
    "database held up after the answer": database_is_held,
    "killed while sending": power_goes,
}
"""What makes each fault happen to the first delivery there is; the chat that it is for by then."""

_AGAIN = {
    "never": None,
    "at once": timedelta(0),
    "when Telegram says": timedelta(seconds=WAIT),
    "after 2 s": timedelta(seconds=2),
    "after 300 s": timedelta(minutes=5),
}
_SHOWN = {
    "nothing": [],
    "the alert": ["alert"],
    "the alert, plain": ["alert"],
    "the notice": ["alert 1 may not have reached you"],
    "the alert, the notice": ["alert", "alert 1 may not have reached you"],
    "nothing yet": ["alert"],
}
"""What a chat has been shown when all is well again for ten minutes."""


def test_the_table_and_the_faults_that_are_made_are_the_same() -> None:
    assert [row.fault for row in table()] == list(FAULTS)


@pytest.mark.parametrize("row", table(), ids=lambda row: row.fault)
async def test_a_fault_ends_as_the_table_says(desk: Desk, row: Row) -> None:
    with structlog.testing.capture_logs() as lines:
        chat_id = await FAULTS[row.fault](desk)
    delivery = await desk.get(1)
    chat = await desk.db.read(chats.get, chat_id)
    assert chat is not None
    assert (delivery.state.value, chat.resting is not None) == (row.state, row.rests == "yes")
    if row.operator != "error: stage failed":  # the loop around the stage says that
        assert row.operator in [f"{line['log_level']}: {line['event']}" for line in lines]
    if row.state == "pending":
        assert delivery.due_at - START == _AGAIN[row.again]
    else:
        assert row.again == ("at once" if "plain" in row.reader else "never")
    await _all_is_well(desk)
    assert (desk.texts(chat_id) if chat_id in desk.api.world.chats else []) == _SHOWN[row.reader]


async def _all_is_well(desk: Desk) -> None:
    """For ten minutes; the sender of before keeps flood waits by a clock of its own."""
    desk.sender = desk.new_sender()
    for _ in range(4):
        await desk.deliver(after=timedelta(minutes=2.5))
