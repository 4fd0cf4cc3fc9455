"""The preview source over HTTP, poll after poll: what a caller that stores what it is given ends up with.

What becomes of a post's markup is tested in `test_conversion`, which pages are asked for in `test_paging`, refusals and
bad lines in `test_refusals`.
"""

import random
from datetime import timedelta

import httpx
import pytest

from collectors.base import FloodWait
from collectors.preview.client import ACCOUNT
from collectors.preview.source import PAGES
from storage.model import Channel
from storage.watching import Problem
from tests.collectors.preview.conftest import Desk, Memory, without_network
from tests.previews import pieces
from tests.previews.pieces import text
from tests.previews.server import Fault, LoopbackPreviews, redirect, refusal

HOUR = timedelta(hours=1)


async def test_the_first_contact_takes_the_newest_few_and_goes_on_from_there(desk: Desk) -> None:
    channel, memory = desk.site.channel(posts=130), Memory(cursor=None)
    async with desk.source() as source:
        batch = await source.read(memory.watched, desk.time.now)
        memory.keep(batch)
        channel.publish()
        await desk.poll(source, memory)
    assert (batch.channel, batch.cursor, batch.more) == (
        Channel(channel.channel_id, "rivierkrant", "River News"),
        130,
        False,
    )
    assert memory.ids == list(range(81, 132))


async def test_a_poll_with_something_new_is_one_request(desk: Desk) -> None:
    channel, memory = desk.site.channel(posts=3), Memory()
    async with desk.source() as source:
        for _ in range(4):
            await desk.poll(source, memory)
            channel.publish()
    assert desk.site.paths == ["/s/rivierkrant"] * 4
    assert memory.ids == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("seed", range(6))
async def test_each_post_comes_once_whatever_is_published_between_the_polls(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    channel, memory = desk.site.channel(), Memory()
    channel.size, channel.cuts_albums = chance.randint(12, 25), chance.random() < 0.5
    async with desk.source() as source:
        channel.publish()
        for _ in range(6):
            for _ in range(chance.randint(0, 60)):
                channel.skip(chance.choice((0, 0, 0, 1, 5, 200)))
                if chance.random() < 0.1:
                    channel.publish_album("Album.", ["photo"] * chance.randint(2, 10))
                else:
                    channel.publish()
            await desk.poll(source, memory)
    assert memory.ids == list(channel.ids)


async def test_a_long_absence_is_made_up_for_a_few_pages_a_read(desk: Desk) -> None:
    channel, memory = desk.site.channel(posts=600), Memory(cursor=5)
    async with desk.source() as source:
        batch = await source.read(memory.watched, desk.time.now)
        assert len(desk.site.asked) == PAGES
        assert batch.more
        memory.keep(batch)
        await desk.poll(source, memory)
    assert memory.ids == list(channel.ids)[5:]


async def test_a_missing_message_is_no_sign_of_anything(desk: Desk) -> None:
    channel, memory = desk.site.channel(posts=10), Memory()
    async with desk.source() as source:
        await desk.poll(source, memory)
        channel.delete(3, 4, 10)
        channel.skip(5)
        channel.publish()
        batch = await source.read(memory.watched, desk.time.now)
    assert ([post.post_id for post in batch.posts], batch.cursor, batch.passed) == ([16], 16, None)


async def test_service_messages_move_the_cursor_and_are_no_posts(desk: Desk) -> None:
    channel, memory = desk.site.channel(posts=1), Memory()
    channel.serve()
    async with desk.source() as source:
        await desk.poll(source, memory)
    assert (memory.ids, memory.cursor) == ([1], 2)


async def test_the_channel_is_called_as_its_page_calls_it(desk: Desk) -> None:
    channel = desk.site.channel("RivierKrant", posts=1)
    desk.site.name("oude_krant", channel)
    channel.title = "River & Sea"
    async with desk.source() as source:
        batch = await source.read(Memory(username="oude_krant").watched, desk.time.now)
    assert batch.channel == Channel(channel.channel_id, "RivierKrant", "River & Sea")


async def test_a_channel_that_was_renamed_is_asked_by_its_new_name(desk: Desk) -> None:
    channel, memory = desk.site.channel("nieuwe_krant", posts=1), Memory(username="oude_krant")
    memory.channel = Channel(channel.channel_id, "nieuwe_krant", "River News")
    async with desk.source() as source:
        await desk.poll(source, memory)
    assert desk.site.paths == ["/s/nieuwe_krant"]


# --- unchanged pages ---


async def test_a_page_that_did_not_change_is_not_sent_again_and_gives_an_empty_batch(desk: Desk) -> None:
    desk.site.channel(posts=3)
    memory = Memory()
    async with desk.source() as source:
        await desk.poll(source, memory)
        batch = await source.read(memory.watched, desk.time.now)
    assert [asked.status for asked in desk.site.asked] == [200, 304]
    assert (batch.channel, batch.posts, batch.cursor, batch.more) == (memory.channel, (), 3, False)


async def test_a_page_is_sent_again_when_what_it_held_was_not_kept(desk: Desk) -> None:
    desk.site.channel(posts=3)
    memory = Memory(cursor=0)
    async with desk.source() as source:
        await source.read(memory.watched, desk.time.now)  # and the caller falls
        await desk.poll(source, memory)
    assert [asked.status for asked in desk.site.asked] == [200, 200]
    assert memory.ids == [1, 2, 3]


async def test_a_page_is_sent_again_while_more_waits(desk: Desk) -> None:
    channel, memory = desk.site.channel(posts=600), Memory()
    async with desk.source() as source:
        await desk.poll(source, memory)
    assert {asked.status for asked in desk.site.asked} == {200}
    assert memory.ids == list(channel.ids)


async def test_an_unchanged_page_says_nothing_of_another_channel(desk: Desk) -> None:
    desk.site.channel(posts=3)
    memory = Memory()
    async with desk.source() as source:
        await desk.poll(source, memory)
        memory.channel = Channel(41, "rivierkrant", "Another")
        assert (await desk.refusal(source, memory)).problem is Problem.NOT_FOUND


async def test_validators_that_can_not_be_sent_back_are_not(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    html, asked = desk.site.channel(posts=3).page(), list[httpx.Headers]()

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers)
        return httpx.Response(200, text=html, headers=[(b"ETag", b"\xe9"), (b"Last-Modified", b"Tue")])

    without_network(monkeypatch, answer)
    memory = Memory()
    async with desk.source() as source:
        await desk.poll(source, memory)
        await desk.poll(source, memory)
    assert "if-none-match" not in asked[1]
    assert asked[1]["if-modified-since"] == "Tue"


async def test_a_site_without_validators_is_read_in_full(desk: Desk) -> None:
    async with LoopbackPreviews(ticks=desk.time.ticks, validators=False) as site:
        site.channel(posts=3)
        memory, other = Memory(), Desk(site, desk.time)
        async with other.source() as source:
            await desk.poll(source, memory)
            await desk.poll(source, memory)
    assert ([asked.status for asked in site.asked], memory.ids) == ([200, 200], [1, 2, 3])


async def test_a_page_that_changed_below_the_cursor_brings_no_post_again(desk: Desk) -> None:
    channel, memory = desk.site.channel(posts=2), Memory()
    async with desk.source() as source:
        await desk.poll(source, memory)
        channel.edit(2, text("Corrected."))
        await desk.poll(source, memory)
    assert [asked.status for asked in desk.site.asked] == [200, 200]
    assert memory.ids == [1, 2]


# --- texts that only a post's own page has ---


async def test_a_post_that_the_list_can_not_show_has_its_text_from_its_own_page(desk: Desk) -> None:
    channel, memory = desk.site.channel(posts=1), Memory()
    hidden = channel.publish(pieces.UNSUPPORTED)
    channel.singles[hidden] = "What the list\ncan't show."
    async with desk.source() as source:
        await desk.poll(source, memory)
    assert [post.text for post in memory.posts] == ["Post number 1.", "What the list\ncan't show."]
    assert desk.site.paths == ["/s/rivierkrant", f"/rivierkrant/{hidden}"]


async def test_a_description_of_the_channel_is_not_taken_for_a_post(desk: Desk) -> None:
    channel, memory = desk.site.channel(), Memory()
    channel.publish(pieces.UNSUPPORTED)
    async with desk.source() as source:
        await desk.poll(source, memory)
    assert [post.text for post in memory.posts] == [""]


async def test_many_such_posts_are_spread_over_reads_and_none_goes_without(desk: Desk) -> None:
    channel, memory = desk.site.channel(), Memory()
    for _ in range(12):
        post_id = channel.publish(pieces.UNSUPPORTED)
        channel.singles[post_id] = f"Text {post_id}"
    async with desk.source() as source:
        first = await source.read(memory.watched, desk.time.now)
        assert len(desk.site.asked) <= PAGES
        memory.keep(first)
        await desk.poll(source, memory)
    assert [post.text for post in memory.posts] == [f"Text {post_id}" for post_id in channel.ids]


async def test_a_line_lost_on_such_a_page_keeps_the_posts_before_it(desk: Desk) -> None:
    channel, memory = desk.site.channel(posts=2), Memory()
    hidden = channel.publish(pieces.UNSUPPORTED)
    channel.singles[hidden] = "Found later."
    desk.site.fail(Fault(reset=0), skip=1)
    async with desk.source() as source:
        batch = await source.read(memory.watched, desk.time.now)
        memory.keep(batch)
        assert (memory.ids, batch.cursor, batch.more) == ([1, 2], 2, True)
        assert (await desk.refusal(source, memory)).problem is Problem.UNREACHABLE
        desk.time.pass_(HOUR)
        await desk.poll(source, memory)
    assert [post.text for post in memory.posts] == ["Post number 1.", "Post number 2.", "Found later."]


async def test_a_wait_asked_for_on_such_a_page_is_learned_with_the_posts_before_it(desk: Desk) -> None:
    channel = desk.site.channel(posts=1)
    channel.publish(pieces.UNSUPPORTED)
    desk.site.fail(refusal(429, "600"), skip=1)
    async with desk.source() as source:
        batch = await source.read(Memory().watched, desk.time.now)
    assert [fact.account for fact in batch.learned if isinstance(fact, FloodWait)] == [ACCOUNT]


async def test_a_post_whose_own_page_is_gone_is_read_without_a_text(desk: Desk) -> None:
    channel, memory = desk.site.channel(), Memory()
    channel.publish(pieces.UNSUPPORTED)
    desk.site.fail(redirect("/elsewhere"), skip=1)
    async with desk.source() as source:
        await desk.poll(source, memory)
    assert [(post.text, post.media[0].kind) for post in memory.posts] == [("", "unsupported")]


# --- several channels ---


async def test_two_channels_are_read_through_one_source(desk: Desk) -> None:
    desk.site.channel("rivierkrant", posts=2)
    desk.site.channel("bronkrant", posts=1, channel_id=2)
    river, source_news = Memory(), Memory(username="bronkrant")
    async with desk.source() as source:
        for memory in (river, source_news, river, source_news):
            await desk.poll(source, memory)
    assert (river.ids, source_news.ids) == ([1, 2], [1])
    assert [asked.status for asked in desk.site.asked] == [200, 200, 304, 304]
