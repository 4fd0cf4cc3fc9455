"""Politeness and bad lines: how often the site is asked, when it is left alone, and that nothing is lost by it."""

import asyncio
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise

import httpx
import pytest

from collectors.base import BadInput, CannotRead, FloodWait
from collectors.preview.client import ACCOUNT, REQUEST, Timer
from collectors.preview.source import PreviewSource
from storage.watching import Problem
from tests.collectors.preview.conftest import Desk, Memory, without_network
from tests.previews.channels import ShownChannel
from tests.previews.server import Fault, redirect, refusal
from tests.previews.time import StillTime

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


# --- pace ---


async def test_the_site_is_asked_no_sooner_than_its_interval_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    time, times = StillTime(), list[float]()
    channels = {"rivierkrant": ShownChannel("rivierkrant", 1), "bronkrant": ShownChannel("bronkrant", 2)}
    for channel in channels.values():
        for _ in range(150):
            channel.publish()

    def answer(request: httpx.Request) -> httpx.Response:
        times.append(time.seconds)
        before = int(request.url.params.get("before", 0))
        return httpx.Response(200, text=channels[request.url.path.rpartition("/")[2]].page(before))

    without_network(monkeypatch, answer)
    async with PreviewSource(every=timedelta(seconds=3), timer=time.timer) as source:
        reads = [source.read(Memory(username=name).watched, time.now) for name in (*channels, *channels)]
        await asyncio.gather(*reads)
    assert len(times) > 30
    assert min(later - earlier for earlier, later in pairwise(times)) >= 3


async def test_a_single_page_keeps_the_pace_as_well(desk: Desk) -> None:
    desk.site.channel().preview = False
    async with desk.source(every=10) as source:
        await desk.refusal(source, Memory())
    assert [asked.at for asked in desk.site.asked] == [100, 110]


async def test_the_first_request_waits_for_nobody(desk: Desk) -> None:
    desk.site.channel(posts=1)
    async with desk.source() as source:
        await desk.poll(source, Memory())
    assert desk.time.slept == []


async def test_a_read_that_is_given_up_in_the_queue_asks_for_nothing(desk: Desk) -> None:
    desk.site.channel(posts=1)
    source = PreviewSource(desk.site.url, every=HOUR)
    async with source:
        await desk.poll(source, Memory())
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await source.read(Memory().watched, desk.time.now)
    assert len(desk.site.asked) == 1


# --- refusals ---


async def test_a_wait_that_was_asked_for_is_told_and_kept_to_the_second(desk: Desk) -> None:
    desk.site.channel(posts=1)
    desk.site.fail(refusal(429, "3600"))
    async with desk.source() as source:
        told = await desk.refusal(source, Memory())
        assert told.problem is Problem.FLOOD_WAIT
        assert told.until is not None
        assert timedelta(0) <= told.until - (desk.time.now + HOUR) <= timedelta(seconds=2)
        assert told.learned == (FloodWait(ACCOUNT, REQUEST, told.until),)
        assert (await desk.refusal(source, Memory(), told.until - timedelta(seconds=1))).until == told.until
        assert len(desk.site.asked) == 1
        desk.time.pass_(told.until - desk.time.now)
        await desk.poll(source, Memory())


async def test_a_wait_survives_a_restart(desk: Desk) -> None:
    desk.site.channel(posts=1)
    flood = FloodWait(ACCOUNT, REQUEST, desk.time.now + HOUR)
    shorter = FloodWait(ACCOUNT, REQUEST, desk.time.now + MINUTE)
    other = FloodWait("desk", "history", desk.time.now + 5 * HOUR)
    async with desk.source(floods=[flood, shorter, other]) as source:
        told = await desk.refusal(source, Memory())
        assert (told.problem, told.until, desk.site.asked) == (Problem.FLOOD_WAIT, flood.until, [])
        desk.time.pass_(HOUR)
        await desk.poll(source, Memory())


async def test_a_wait_ends_with_the_clock_that_it_was_told_by(desk: Desk) -> None:
    desk.site.channel(posts=1)
    desk.site.fail(refusal(500))
    async with desk.source() as source:
        await desk.refusal(source, Memory(), desk.time.now + timedelta(days=30))
        assert source.reader(Memory().watched, "history", desk.time.now) == ACCOUNT
        await desk.poll(source, Memory())
    assert len(desk.site.asked) == 2


async def test_all_channels_rest_after_a_refusal(desk: Desk) -> None:
    desk.site.channel(posts=1)
    desk.site.channel("bronkrant", posts=1, channel_id=2)
    desk.site.fail(refusal(429, "60"))
    async with desk.source() as source:
        await desk.refusal(source, Memory())
        assert (await desk.refusal(source, Memory(username="bronkrant"))).problem is Problem.FLOOD_WAIT
    assert len(desk.site.asked) == 1


async def test_what_waits_its_turn_is_not_asked_any_more_after_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    time, asked = StillTime(), list[str]()
    refused = asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        await asyncio.sleep(0)
        refused.set()
        return httpx.Response(429)

    async def sleep(seconds: float) -> None:
        await refused.wait()
        await time.sleep(seconds)

    without_network(monkeypatch, answer)
    async with PreviewSource(timer=Timer(time.ticks, sleep)) as source:
        reads = [source.read(Memory(username=name).watched, time.now) for name in ("rivierkrant", "bronkrant")]
        told = await asyncio.gather(*reads, return_exceptions=True)
    assert [type(error) for error in told] == [CannotRead, CannotRead]
    assert asked == ["/s/rivierkrant"]


@pytest.mark.parametrize("when", ["60", "date"])
async def test_a_wait_may_be_a_date(desk: Desk, when: str) -> None:
    desk.site.channel(posts=1)
    desk.site.fail(refusal(429, when if when != "date" else format_datetime(desk.time.now + MINUTE, usegmt=True)))
    async with desk.source() as source:
        told = await desk.refusal(source, Memory())
    assert told.until is not None
    assert MINUTE <= told.until - desk.time.now <= MINUTE + timedelta(seconds=2)


@pytest.mark.parametrize("wait", [None, "", "soon", "-5", "0", "9" * 400, "Mon, 99 Foo 2024 12:00:00", "٣"])
async def test_a_wait_that_can_not_be_read_is_some_wait_within_a_day(desk: Desk, wait: str | None) -> None:
    desk.site.channel(posts=1)
    desk.site.fail(refusal(429, wait.encode().decode("latin-1") if wait is not None else None))
    async with desk.source() as source:
        told = await desk.refusal(source, Memory())
    assert told.until is not None
    assert timedelta(seconds=30) <= told.until - desk.time.now <= timedelta(days=1)


async def test_the_source_waits_longer_after_each_refusal_and_starts_afresh_after_an_answer(desk: Desk) -> None:
    desk.site.channel(posts=1)
    waits = []
    async with desk.source() as source:
        for _ in range(9):
            desk.site.fail(refusal(503))
            told = await desk.refusal(source, Memory())
            assert told.until is not None
            waits.append((told.until - desk.time.now).total_seconds())
            desk.time.pass_(told.until - desk.time.now)
        await desk.poll(source, Memory())
        desk.site.fail(refusal(503))
        told = await desk.refusal(source, Memory())
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert told.until == desk.time.now + timedelta(seconds=30)


@pytest.mark.parametrize("status", [400, 403, 418, 500, 502, 503])
async def test_any_other_refusal_makes_the_site_unreachable_for_a_while(desk: Desk, status: int) -> None:
    desk.site.channel(posts=1)
    desk.site.fail(refusal(status))
    async with desk.source() as source:
        told = await desk.refusal(source, Memory())
        assert (told.problem, told.until) == (Problem.UNREACHABLE, desk.time.now + timedelta(seconds=30))
        assert f"status {status}" in told.detail


async def test_a_page_withheld_by_law_is_blocked_and_other_channels_go_on(desk: Desk) -> None:
    desk.site.channel(posts=1)
    desk.site.fail(refusal(451))
    async with desk.source() as source:
        assert (await desk.refusal(source, Memory())).problem is Problem.BLOCKED
        await desk.poll(source, Memory())


async def test_a_page_that_is_not_there_is_not_found(desk: Desk) -> None:
    desk.site.fail(refusal(404))
    async with desk.source() as source:
        assert (await desk.refusal(source, Memory())).problem is Problem.NOT_FOUND


# --- a bad line ---

BAD_LINES = [Fault(reset=0), Fault(reset=700), Fault(ends=700), Fault(ends=0), Fault(body=b"<html><body>cut o")]


@pytest.mark.parametrize("fault", BAD_LINES)
@pytest.mark.parametrize("skip", [0, 1, 4])
async def test_a_line_cut_on_any_page_loses_and_repeats_nothing(desk: Desk, fault: Fault, skip: int) -> None:
    channel, memory = desk.site.channel(posts=100), Memory()
    desk.site.fail(fault, skip=skip)
    problems = []
    async with desk.source() as source:
        while memory.cursor != 100:
            try:
                await desk.poll(source, memory)
            except CannotRead as told:
                problems.append(told.problem)
                desk.time.pass_(MINUTE)
    assert problems == [Problem.UNREACHABLE]
    assert memory.ids == list(channel.ids)


async def test_a_site_that_is_away_is_unreachable_and_nothing_is_lost_when_it_is_back(desk: Desk) -> None:
    channel, memory = desk.site.channel(posts=3), Memory()
    async with desk.source() as source:
        await desk.poll(source, memory)
        await desk.site.stop()
        channel.publish()
        assert (await desk.refusal(source, memory)).problem is Problem.UNREACHABLE
        await desk.site.start()
        desk.time.pass_(MINUTE)
        await desk.poll(source, memory)
    assert memory.ids == list(channel.ids)


@pytest.mark.parametrize("stalls", [0, 700])
async def test_a_site_that_says_nothing_more_is_given_up(desk: Desk, stalls: int) -> None:
    desk.site.channel(posts=3)
    desk.site.fail(Fault(stalls=stalls))
    async with desk.source(patience=0.2) as source:
        told = await desk.refusal(source, Memory())
    assert (told.problem, told.detail) == (Problem.UNREACHABLE, "previews: no answer within 0.2 s")


async def test_a_page_without_end_is_refused(desk: Desk) -> None:
    desk.site.channel(posts=3)
    desk.site.fail(Fault(body=b"<div>" * 1_000_000))
    async with desk.source() as source:
        told = await desk.refusal(source, Memory())
        assert told.problem is Problem.BROKEN
        assert "larger than" in told.detail
        await desk.poll(source, Memory())


# --- redirects ---


@pytest.mark.parametrize(
    "location", ["https://elsewhere.example/rivierkrant", "//elsewhere.example/rivierkrant", "http://["]
)
async def test_no_redirect_is_followed_to_another_site(desk: Desk, location: str) -> None:
    desk.site.fail(redirect(location))
    async with desk.source() as source:
        told = await desk.refusal(source, Memory())
    assert told.problem is Problem.UNREACHABLE
    assert desk.site.paths == ["/s/rivierkrant"]


@pytest.mark.parametrize("location", ["/s/bronkrant", "/bronkrant", "", "/s/rivierkrant"])
async def test_no_redirect_is_followed_to_another_page(desk: Desk, location: str) -> None:
    desk.site.channel("bronkrant", posts=1)
    desk.site.fail(redirect(location))
    async with desk.source() as source:
        assert (await desk.refusal(source, Memory())).problem is Problem.BROKEN
    assert desk.site.paths == ["/s/rivierkrant"]


async def test_a_landing_page_that_leads_on_is_not_followed(desk: Desk) -> None:
    desk.site.fail(redirect("https://elsewhere.example/"), skip=1)
    async with desk.source() as source:
        assert (await desk.refusal(source, Memory())).problem is Problem.BROKEN
    assert desk.site.paths == ["/s/rivierkrant", "/rivierkrant"]


async def test_an_unasked_unchanged_is_no_answer(desk: Desk) -> None:
    desk.site.fail(Fault(304, b""))
    async with desk.source() as source:
        assert (await desk.refusal(source, Memory())).problem is Problem.BROKEN


@pytest.mark.parametrize(
    "address", ["", "t.me", "ftp://t.me", "https://", "https://t.me/s/", "https://t.me?x=1", "http://[", "\ud800"]
)
def test_an_address_that_is_none_is_refused_with_the_setting_to_mend(address: str) -> None:
    with pytest.raises(BadInput, match="SEINPOST_PREVIEW__URL"):
        PreviewSource(address)
