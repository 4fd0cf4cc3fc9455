"""Channels that have no preview, are none, or aren't the one that was meant: what the desk is told of them."""

from datetime import timedelta

import pytest

from storage.model import Channel
from storage.watching import Problem
from tests.collectors.preview.conftest import Desk, Memory
from tests.previews import pages
from tests.previews.server import Fault

HOUR = timedelta(hours=1)


async def test_a_channel_with_its_preview_off_is_private(desk: Desk) -> None:
    desk.site.channel().preview = False
    async with desk.source() as source:
        told = await desk.refusal(source, Memory())
    assert (told.problem, told.until) == (Problem.PRIVATE, desk.time.now + HOUR)
    assert "preview off" in told.detail
    assert desk.site.paths == ["/s/rivierkrant", "/rivierkrant"]


@pytest.mark.parametrize(
    ("extra", "said"),
    [("@somebody", "a person or a bot"), ("31 members, 2 online", "a group"), (None, "nothing public")],
)
async def test_what_is_no_channel_is_not_found(desk: Desk, extra: str | None, said: str) -> None:
    desk.site.land("somebody", extra)
    async with desk.source() as source:
        told = await desk.refusal(source, Memory(username="somebody"))
    assert (told.problem, told.until) == (Problem.NOT_FOUND, desk.time.now + HOUR)
    assert "@somebody" in told.detail
    assert said in told.detail


async def test_a_landing_page_in_place_of_posts_says_the_same(desk: Desk) -> None:
    desk.site.fail(Fault(body=pages.landing("10 704 subscribers", "News.").encode()))
    async with desk.source() as source:
        assert (await desk.refusal(source, Memory())).problem is Problem.PRIVATE


async def test_a_page_that_says_nothing_known_is_broken(desk: Desk) -> None:
    desk.site.fail(Fault(body=b"<html><body>Welcome to this network</body></html>"))
    async with desk.source() as source:
        told = await desk.refusal(source, Memory())
    assert (told.problem, told.until) == (Problem.BROKEN, None)
    assert "@rivierkrant" in told.detail


async def test_a_page_below_that_is_of_another_channel_is_broken(desk: Desk) -> None:
    desk.site.channel(posts=100)
    other = desk.site.channel("bronkrant", posts=10, channel_id=2)
    desk.site.fail(Fault(body=other.page().encode()), skip=1)
    async with desk.source() as source:
        assert (await desk.refusal(source, Memory())).problem is Problem.BROKEN


async def test_a_name_that_moved_to_another_channel_is_not_followed(desk: Desk) -> None:
    desk.site.channel(posts=3, channel_id=42)
    memory = Memory()
    memory.channel = Channel(41, "rivierkrant", "River News")
    async with desk.source() as source:
        told = await desk.refusal(source, memory)
    assert told.problem is Problem.NOT_FOUND
    assert "another channel (42)" in told.detail
    assert "watchlist" in told.detail


async def test_a_name_that_is_none_is_never_asked_for(desk: Desk) -> None:
    async with desk.source() as source:
        told = await desk.refusal(source, Memory(username="../etc?before=1"))
    assert told.problem is Problem.NOT_FOUND
    assert desk.site.asked == []


async def test_a_known_channel_that_lost_all_its_posts_is_read_as_empty(desk: Desk) -> None:
    channel, memory = desk.site.channel(posts=2), Memory()
    async with desk.source() as source:
        await desk.poll(source, memory)
        channel.delete(1, 2)
        batch = await source.read(memory.watched, desk.time.now)
    assert (batch.channel, batch.posts, batch.cursor) == (memory.channel, (), 2)


async def test_an_unknown_channel_without_posts_has_no_identity_yet(desk: Desk) -> None:
    desk.site.channel()
    async with desk.source() as source:
        told = await desk.refusal(source, Memory(cursor=None))
    assert (told.problem, told.until) == (Problem.NOT_FOUND, desk.time.now + HOUR)
    assert "no posts" in told.detail
