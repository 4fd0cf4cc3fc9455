"""When a stage counts as stopped, and who hears of it."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import app
from bot.health import telling
from bot.health.pulse import LONGER, RHYTHM, TIMES, Pulse, patience
from bot.health.telling import STANDS, look
from storage import chats, deliveries, owners
from storage.database import Database
from storage.messages import Message
from tests.bot.chat.factories import NOON, chat

OWNER = 77
MINUTE = timedelta(minutes=1)


class Time:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def pulse(time: Time) -> Pulse:
    return Pulse(lambda: NOON, time)


async def well() -> int:
    return 3


async def badly() -> int:
    raise KeyError("words of a post")


async def fails(pulse: Pulse, name: str = "match") -> None:
    with pytest.raises(KeyError):
        await pulse.feeling(name, badly)()


def test_a_stage_has_the_rhythm_of_the_sweep() -> None:
    assert app.SWEEP == RHYTHM


def test_every_stage_that_is_given_longer_exists() -> None:
    names = app.Lookout(*[None] * 7).steps()  # type: ignore[arg-type]
    assert LONGER.keys() <= names.keys()


def test_the_operators_page_names_the_stages_that_are_given_longer() -> None:
    page = " ".join((Path(__file__).parents[3] / "docs/watching.md").read_text(encoding="utf-8").split())
    quarter = [name for name in LONGER if patience(name) == 15 * 60]
    assert f"({', '.join(quarter)})" in page


async def test_a_stage_that_finishes_ticks_is_well(pulse: Pulse, time: Time) -> None:
    felt = pulse.feeling("match", well)
    for _ in range(10):
        time.seconds += RHYTHM
        assert await felt() == 3
    assert pulse.stopped() == {}
    assert (pulse.stages["match"].ticks, pulse.stages["match"].done) == (10, 30)


async def test_a_stage_that_only_breaks_counts_as_stopped_in_the_end(pulse: Pulse, time: Time) -> None:
    for _ in range(TIMES + 1):
        assert pulse.stopped() == {}
        await fails(pulse)
        time.seconds += RHYTHM
    assert pulse.stopped() == {"match": (TIMES + 1) * RHYTHM}
    assert pulse.stages["match"].error == "KeyError"


async def test_a_stage_that_never_comes_back_counts_as_stopped(pulse: Pulse, time: Time) -> None:
    pulse.feeling("match", well)
    pulse.feeling("collect", well)
    time.seconds = patience("match") + 1
    assert list(pulse.stopped()) == ["match"]  # the other waits for other people's servers
    time.seconds = patience("collect") + 1
    assert list(pulse.stopped()) == ["match", "collect"]


async def notices(db: Database) -> list[str]:
    found: list[Message] = [one.message for one in await db.write(deliveries.take, NOON + timedelta(days=1), 9)]
    return [message.html.splitlines()[2] for message in found]


@pytest.fixture
async def owned(db: Database) -> Database:
    await db.write(owners.make_owner, OWNER, NOON)
    await db.write(chats.put, chat("en", chat_id=OWNER))
    return db


async def test_operators_hear_once_that_a_stage_stopped_and_once_that_it_works_again(
    owned: Database, pulse: Pulse, time: Time
) -> None:
    await fails(pulse)
    time.seconds += patience("match") + 1
    assert [await look(owned, pulse, NOON), await look(owned, pulse, NOON)] == [1, 0]
    assert "The stage <b>match</b> gets nothing done" in (await notices(owned))[0]
    await pulse.feeling("match", well)()
    assert [await look(owned, pulse, NOON), await look(owned, pulse, NOON)] == [1, 0]


async def test_a_restart_neither_repeats_nor_forgets_what_was_told(owned: Database, pulse: Pulse, time: Time) -> None:
    await fails(pulse)
    time.seconds += patience("match") + 1
    assert await look(owned, pulse, NOON) == 1
    restarted = Pulse(lambda: NOON, Time())
    felt = restarted.feeling("match", well)
    assert await look(owned, restarted, NOON) == 0  # not a tick yet: who knows
    await felt()
    assert await look(owned, restarted, NOON) == 1


async def test_what_stopped_in_one_process_does_not_come_and_go_while_it_works_in_another(
    owned: Database, pulse: Pulse, time: Time
) -> None:
    other = Pulse(lambda: NOON, Time())
    await other.feeling("match", well)()
    await fails(pulse)
    time.seconds += patience("match") + 1
    later = NOON + MINUTE
    assert [await look(owned, one, later) for one in (pulse, other, pulse, other)] == [1, 0, 0, 0]
    await pulse.feeling("match", well)()
    assert [await look(owned, one, later) for one in (other, pulse, other)] == [0, 1, 0]


async def test_of_a_process_that_never_comes_back_another_speaks_after_a_day(
    owned: Database, pulse: Pulse, time: Time
) -> None:
    other = Pulse(lambda: NOON, Time())
    await other.feeling("match", well)()
    await fails(pulse)
    time.seconds += patience("match") + 1
    assert await look(owned, pulse, NOON + MINUTE) == 1
    assert [await look(owned, other, NOON + span) for span in (STANDS, STANDS + MINUTE)] == [0, 1]


async def test_the_stage_that_tells_operators_may_be_the_one_that_stopped(
    owned: Database, pulse: Pulse, time: Time
) -> None:
    await fails(pulse, "operators")
    time.seconds += patience("operators") + 1
    await look(owned, pulse, datetime(2024, 3, 12, tzinfo=UTC))
    assert len(await notices(owned)) == 1


async def test_the_watch_goes_on_after_a_look_that_broke(
    owned: Database, pulse: Pulse, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fails(pulse)
    time.seconds += patience("match") + 1
    looked, told = telling.look, asyncio.Event()

    async def first_breaks(*given: Any) -> int:
        monkeypatch.setattr(telling, "look", then_tells)
        raise ConnectionError

    async def then_tells(*given: Any) -> int:
        done = await looked(*given)
        told.set()
        return done

    monkeypatch.setattr(telling, "EVERY", 0.0)
    monkeypatch.setattr(telling, "look", first_breaks)
    watching = asyncio.create_task(telling.watch(owned, pulse, lambda: NOON))
    async with asyncio.timeout(20):
        await told.wait()
    watching.cancel()
    assert len(await notices(owned)) == 1
