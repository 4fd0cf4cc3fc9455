"""When a channel counts as lost, and who hears of what changed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.operating import GATHERING, MISSES, PATIENCE, is_lost, tell_operators
from storage import changes, chats, coverage, deliveries, owners
from storage.database import Database
from storage.messages import DeliveryKind
from storage.watching import Change, ChangeKind, Coverage, Problem
from tests.bot.chat.factories import NOON, chat, entry

OWNER = 77
SECOND = timedelta(seconds=1)


def failing(problem: Problem, misses: int = 1, lasting: timedelta = timedelta(0)) -> Coverage:
    """A channel whose polls have failed since a while before noon."""
    return Coverage("x", None, None, NOON, problem=problem, misses=misses, failing_since=NOON - lasting)


@pytest.mark.parametrize("problem", [Problem.NOT_FOUND, Problem.PRIVATE, Problem.BLOCKED])
def test_a_definite_no_counts_when_it_is_said_again(problem: Problem) -> None:
    assert not is_lost(failing(problem, MISSES - 1, lasting=timedelta(hours=5)), NOON)
    assert is_lost(failing(problem, MISSES), NOON)


@pytest.mark.parametrize(
    "problem", [Problem.FLOOD_WAIT, Problem.NO_ACCOUNT, Problem.UNREACHABLE, Problem.BROKEN], ids=str
)
def test_other_trouble_counts_when_it_lasts(problem: Problem) -> None:
    assert not is_lost(failing(problem, 99, lasting=PATIENCE - SECOND), NOON)
    assert is_lost(failing(problem, lasting=PATIENCE), NOON)


def test_a_channel_without_a_problem_is_not_lost() -> None:
    assert not is_lost(Coverage("x", None, None, NOON), NOON)


def renamed(name: str = "River") -> Change:
    return Change(ChangeKind.RENAMED, name, NOON, "Brook", name, 1)


async def told(db: Database, *, at: timedelta = GATHERING, only: int | None = None) -> int:
    return await tell_operators(db, lambda: NOON + at, only=only)


async def sent(db: Database) -> list[tuple[int, str]]:
    """What is on its way, and to whom."""
    taken = await db.write(deliveries.take, NOON + timedelta(hours=1), 10)
    assert {delivery.kind for delivery in taken} <= {DeliveryKind.NOTICE}
    return sorted((delivery.chat_id, delivery.message.html.splitlines()[2]) for delivery in taken)


async def test_every_owner_hears_in_her_own_language_and_readers_do_not(db: Database) -> None:
    await db.write(owners.make_owner, OWNER, NOON)
    await db.write(chats.put, chat("uk", chat_id=OWNER))
    await db.write(chats.put, chat("nl", chat_id=78))
    await db.write(changes.record, [renamed()])
    assert await told(db) == 1
    assert await sent(db) == [(OWNER, "✏️ Brook тепер називається <b>River</b>.")]


async def test_a_change_is_told_once(db: Database) -> None:
    await db.write(owners.make_owner, OWNER, NOON)
    await db.write(chats.put, chat(chat_id=OWNER))
    await db.write(changes.record, [renamed()])
    assert [await told(db), await told(db)] == [1, 0]
    await db.write(changes.record, [renamed("Delta")])
    assert await told(db) == 1
    assert [html for _, html in await sent(db)] == ["✏️ Brook is now called <b>River</b>."]
    assert await db.read(deliveries.summary) != {}


async def test_changes_wait_for_each_other(db: Database) -> None:
    await db.write(changes.record, [renamed()])
    assert await told(db, at=GATHERING - SECOND) == 0
    await db.write(changes.record, [replace(renamed("Delta"), at=NOON + GATHERING)])
    assert await told(db) == 2


async def test_an_owner_without_a_chat_is_not_written_to_and_nothing_piles_up(db: Database) -> None:
    await db.write(owners.make_owner, OWNER, NOON)
    await db.write(changes.record, [renamed()])
    assert await told(db) == 1
    assert await sent(db) == []
    assert await db.read(changes.untold, 10) == []


async def test_in_a_terminal_its_reader_is_the_operator(db: Database) -> None:
    await db.write(owners.make_owner, OWNER, NOON)
    for chat_id in (0, OWNER):
        await db.write(chats.put, chat(chat_id=chat_id))
    await db.write(changes.record, [renamed()])
    await told(db, only=0)
    assert [chat_id for chat_id, _ in await sent(db)] == [0]


async def test_a_flood_wait_of_nine_minutes_wakes_nobody_and_a_longer_one_is_told_once(db: Database) -> None:
    await db.write(owners.make_owner, OWNER, NOON)
    await db.write(chats.put, chat(chat_id=OWNER))
    await db.write(coverage.sync, [entry("river")], NOON)
    later = NOON + timedelta(hours=1)
    await db.write(coverage.failed, "river", Problem.FLOOD_WAIT, "3600 s", NOON, later)
    minutes = [await told(db, at=timedelta(minutes=minute)) for minute in (9, 10, 11, 12, 30)]
    assert minutes == [0, 0, 1, 0, 0]
    assert await sent(db) == [(OWNER, "⚠️ No longer covered: @river (Telegram makes us wait)")]


async def test_many_channels_lost_at_once_are_one_notice(db: Database) -> None:
    await db.write(owners.make_owner, OWNER, NOON)
    await db.write(chats.put, chat(chat_id=OWNER))
    names = [f"river_{number:02}" for number in range(30)]
    await db.write(coverage.sync, [entry(name) for name in names], NOON)
    for name in names:
        await db.write(coverage.failed, name, Problem.UNREACHABLE, "no answer", NOON, NOON)
    await told(db, at=PATIENCE)
    assert await told(db, at=PATIENCE + GATHERING) == len(names)
    ((_, line),) = await sent(db)
    assert line.startswith("⚠️ No longer covered: @river_00, @river_01, ")
    assert line.endswith("@river_09, +20 (unreachable)")
