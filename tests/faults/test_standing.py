"""The machine stands still, or its clock is set: the program goes on where it was, and nobody waits for the clock."""

import asyncio
import signal

import pytest

from tests.faults.clocks import CLOCK
from tests.faults.house import FOLLOWERS, House, Publication
from tests.faults.rounds import at_length, lasting, skip_unless_asked
from tests.faults.working import at_work, until

AN_HOUR, A_MONTH = 3600, 30 * 86400


async def test_a_program_that_stands_still_for_a_while_goes_on_where_it_was(house: House, database: str) -> None:
    """As where its machine sleeps, or its loop is blocked."""
    skip_unless_asked(database)
    async with at_work(house) as life:
        life.send(signal.SIGSTOP)
        house.publish(house.channels[0], "still")
        await asyncio.sleep(lasting(4, 30))
        life.send(signal.SIGCONT)


@pytest.mark.parametrize(
    "ahead", [pytest.param(AN_HOUR, id="an hour"), pytest.param(A_MONTH, id="a month", marks=at_length)]
)
async def test_after_a_clock_that_is_set_back_news_come_as_before(house: House, database: str, ahead: int) -> None:
    skip_unless_asked(database)
    set_clock(house, ahead)
    async with at_work(house) as life:
        set_clock(house, 0)
        house.publish(house.channels[0], "set back")
        await until(house, life, lambda: all_saw(house, house.published[-1]), "news after the clock was set back")


@at_length
async def test_a_clock_that_was_set_back_while_nothing_ran_and_one_that_is_set_forward_cost_nothing(
    house: House,
) -> None:
    for before, after in ((AN_HOUR, 0), (0, AN_HOUR)):
        set_clock(house, before)
        async with at_work(house) as life:
            set_clock(house, after)
            house.publish(house.channels[0], f"set by {after - before}")
            await until(house, life, lambda: all_saw(house, house.published[-1]), "news after the clock was set")


def set_clock(house: House, seconds: int) -> None:
    """So much is the program's clock ahead from now on."""
    file = house.folder / "clock"
    new = file.with_suffix(".new")
    new.write_text(str(seconds))
    new.replace(file)
    house.environment[CLOCK] = str(file)


def all_saw(house: House, one: Publication) -> bool:
    """Without that anybody hastened anything."""
    return all(
        any(key.url == one.url for seen in house.api.chat(chat_id).messages for key in seen.buttons)
        for chat_id in FOLLOWERS
    )
