"""Pictures are drawn in processes of their own: started at need, ended after, and never at the cost of the next one."""

import asyncio
import multiprocessing
import os
import signal
from datetime import UTC, datetime, timedelta
from pickle import PicklingError

import pytest

from bot.chat import studio
from bot.chat.digest_pictures import ASSERTS, Dot, Drawing, draw_digest
from bot.chat.studio import NotDrawn, Studio

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
ENOUGH = 120  # seconds in which anything here is long done


def drawing(*, hour: int = 0, zone: str = "Europe/Brussels") -> Drawing:
    dots = tuple(Dot("Rivierwacht", None, NOON - timedelta(hours=n + hour), ASSERTS) for n in range(3))
    return Drawing(dots, (), NOON - timedelta(days=1), NOON, zone, "nl")


async def test_pictures_are_those_that_are_drawn_here_and_no_process_stays_behind() -> None:
    async with asyncio.timeout(ENOUGH), studio.studio() as draw:
        assert multiprocessing.active_children() == []
        both = await asyncio.gather(draw(drawing()), draw(drawing(hour=1)))
        assert list(both) == [draw_digest(drawing()), draw_digest(drawing(hour=1))]
        assert multiprocessing.active_children()
    assert multiprocessing.active_children() == []


async def test_what_can_not_be_drawn_says_why_and_the_next_one_is_drawn() -> None:
    async with asyncio.timeout(ENOUGH), studio.studio(hands=1) as draw:
        with pytest.raises(NotDrawn, match="ZoneInfoNotFoundError"):
            await draw(drawing(zone="Nowhere/Village"))
        assert (await draw(drawing())).startswith(b"\x89PNG")


async def test_what_could_not_be_handed_over_is_tried_anew_by_who_asks_next(monkeypatch: pytest.MonkeyPatch) -> None:
    async with asyncio.timeout(ENOUGH), studio.studio(hands=1) as draw:
        with monkeypatch.context() as broken:
            broken.setattr(Drawing, "__reduce_ex__", lambda *_: 5)
            with pytest.raises(PicklingError):
                await draw(drawing())
        assert (await draw(drawing())).startswith(b"\x89PNG")


async def test_a_process_that_dies_costs_one_picture_at_most() -> None:
    room = Studio(hands=1)
    async with asyncio.timeout(ENOUGH):
        await room.draw(drawing())
        (process,) = multiprocessing.active_children()
        assert process.pid is not None
        os.kill(process.pid, signal.SIGSTOP)
        waiting = asyncio.create_task(room.draw(drawing(hour=1)))
        await asyncio.sleep(0.1)
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(NotDrawn, match="ended"):
            await waiting
        assert (await room.draw(drawing(hour=1))).startswith(b"\x89PNG")
        await room.close()


async def test_a_picture_that_takes_too_long_is_given_up_and_its_process_ended() -> None:
    room = Studio(hands=1, patience=0.0)
    async with asyncio.timeout(ENOUGH):
        with pytest.raises(NotDrawn, match="too long"):
            await room.draw(drawing())
    assert multiprocessing.active_children() == []


async def test_who_has_nothing_to_draw_keeps_no_process() -> None:
    room = Studio(hands=1, idle=0.5)
    async with asyncio.timeout(ENOUGH):
        await room.draw(drawing())
        (process,) = multiprocessing.active_children()
        await asyncio.to_thread(process.join)
    await room.close()


async def test_the_same_drawing_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Drawing] = []

    async def drawn(_hand: object, what: Drawing, *_: float) -> bytes:
        asked.append(what)
        await asyncio.sleep(0)
        return b"picture"

    monkeypatch.setattr(studio._Hand, "draw", drawn)
    room = Studio()
    assert await asyncio.gather(*(room.draw(drawing()) for _ in range(5))) == [b"picture"] * 5
    assert await room.draw(drawing()) == b"picture"
    assert len(asked) == 1
