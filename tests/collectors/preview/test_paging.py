"""Each message above a cursor comes once, whatever pages, gaps and albums there are; paging never stands still."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.base import CannotRead, FloodWait
from collectors.preview.page import Page, Unreadable, read_page
from collectors.preview.paging import Below, Stretch, above, latest
from storage.watching import Problem
from tests.previews.channels import ShownChannel
from tests.previews.pages import NOON

BUDGET = 9

Happening = Callable[[ShownChannel], object]

HAPPENINGS: st.SearchStrategy[Happening] = st.one_of(
    st.integers(1, 30).map(lambda count: lambda channel: [channel.publish() for _ in range(count)]),
    st.integers(2, 10).map(lambda count: lambda channel: channel.publish_album("Album.", ["photo"] * count)),
    st.just(lambda channel: channel.serve()),
    st.integers(1, 400).map(lambda count: lambda channel: channel.skip(count)),
    st.lists(st.integers(1, 150), max_size=40).map(lambda ids: lambda channel: channel.delete(*ids)),
)


class Site:
    """Serves a channel's pages, and counts them."""

    def __init__(self, channel: ShownChannel):
        self.channel = channel
        self.asked: list[int] = []

    def newest(self) -> Page:
        return page_of(self.channel.page())

    async def below(self, post_id: int) -> Page:
        self.asked.append(post_id)
        return page_of(self.channel.page(before=post_id))


def page_of(html: str) -> Page:
    page = read_page(html)
    assert page is not None
    return page


def channel_of(happenings: list[Happening], size: int = 20, *, cuts: bool = False) -> ShownChannel:
    channel = ShownChannel("rivierkrant", 1_500_000_001)
    channel.size, channel.cuts_albums = size, cuts
    for happens in happenings:
        happens(channel)
    return channel


def ids_of(stretch: Stretch) -> list[int]:
    return [post_id for block in stretch.blocks if not block.service for post_id in block.ids]


async def poll(site: Site, cursor: int) -> tuple[list[int], int]:
    """What reads until nothing more waits bring, and the cursor after them."""
    ids: list[int] = []
    more = True
    while more:
        stretch = await above(site.newest(), site.below, cursor, BUDGET)
        ids += ids_of(stretch)
        assert stretch.reached is not None
        assert stretch.reached > cursor or not stretch.more
        cursor, more = stretch.reached, stretch.more
    return ids, cursor


def parts_over(channel: ShownChannel, cursor: int) -> list[int]:
    """All that should come: an album that the cursor lies within comes as a whole."""
    return [post_id for post_id in channel.ids if post_id > cursor]


# --- each message once ---


@given(st.lists(HAPPENINGS, max_size=25), st.integers(12, 25), st.booleans())
async def test_each_message_comes_once_whatever_pages_gaps_and_albums(
    happenings: list[Happening], size: int, cuts: bool
) -> None:
    channel = channel_of(happenings, size, cuts=cuts)
    ids, _ = await poll(Site(channel), 0)
    assert ids == list(channel.ids)


@given(st.lists(st.lists(HAPPENINGS, max_size=6), min_size=1, max_size=6), st.integers(12, 25), st.booleans())
async def test_each_message_comes_once_over_many_polls(days: list[list[Happening]], size: int, cuts: bool) -> None:
    channel = channel_of([], size, cuts=cuts)
    site, cursor = Site(channel), 0
    for happenings in days:
        for happens in happenings:
            happens(channel)
        expected = parts_over(channel, cursor)
        ids, cursor = await poll(site, cursor)
        assert ids == expected


@given(st.lists(HAPPENINGS, min_size=1, max_size=12), st.integers(4, 11))
async def test_pages_much_shorter_than_telegrams_lose_nothing_either(happenings: list[Happening], size: int) -> None:
    channel = channel_of(happenings, size)
    ids, _ = await poll(Site(channel), 0)
    assert ids == list(channel.ids)


async def test_a_whole_archive_is_read_at_a_page_for_twenty_messages() -> None:
    channel = channel_of([lambda channel: [channel.publish() for _ in range(2000)]])
    site = Site(channel)
    ids, cursor = await poll(site, 0)
    assert (ids, cursor) == (list(channel.ids), 2000)
    assert len(site.asked) <= 110


async def test_a_desert_of_ids_is_crossed_in_growing_steps() -> None:
    channel = channel_of([lambda c: c.publish(), lambda c: c.skip(100_000), lambda c: [c.publish() for _ in range(30)]])
    site = Site(channel)
    ids, _ = await poll(site, 1)
    assert ids == list(channel.ids)[1:]
    assert len(site.asked) <= 30


async def test_what_is_on_the_newest_page_takes_no_other() -> None:
    channel = channel_of([lambda channel: [channel.publish() for _ in range(40)]])
    site = Site(channel)
    stretch = await above(site.newest(), site.below, 25, BUDGET)
    assert (ids_of(stretch), stretch.reached, stretch.more, site.asked) == (list(range(26, 41)), 40, False, [])


async def test_nothing_new_leaves_the_cursor_where_it_is_though_the_newest_were_deleted() -> None:
    channel = channel_of([lambda channel: [channel.publish() for _ in range(40)]])
    channel.delete(39, 40)
    stretch = await above(Site(channel).newest(), Site(channel).below, 40, BUDGET)
    assert (stretch.blocks, stretch.reached, stretch.more) == ((), 40, False)


async def test_service_messages_count_for_the_cursor() -> None:
    channel = channel_of([lambda c: c.publish(), lambda c: c.serve()])
    assert await poll(Site(channel), 0) == ([1], 2)


async def test_an_album_that_grew_over_the_cursor_comes_as_a_whole() -> None:
    channel = channel_of([lambda channel: channel.publish_album("Album.", ["photo"] * 4)])
    assert (await poll(Site(channel), 2))[0] == [1, 2, 3, 4]


async def test_messages_that_appear_between_two_pages_come_with_the_next_poll() -> None:
    channel = channel_of([lambda channel: [channel.publish() for _ in range(60)]])
    site = Site(channel)
    newest = site.newest()

    async def below(post_id: int) -> Page:
        channel.publish()
        return await site.below(post_id)

    stretch = await above(newest, below, 0, BUDGET)
    assert ids_of(stretch) == list(range(1, 61))
    assert stretch.reached == 60
    assert (await poll(site, 60))[0] == list(channel.ids)[60:]


# --- at most so many pages a read ---


async def test_a_read_takes_the_oldest_it_can_and_says_that_more_waits() -> None:
    channel = channel_of([lambda channel: [channel.publish() for _ in range(500)]])
    site = Site(channel)
    stretch = await above(site.newest(), site.below, 100, 3)
    assert len(site.asked) == 3
    assert stretch.more
    assert ids_of(stretch) == list(range(101, 161))
    assert stretch.reached == 160


# --- first contact ---


@given(st.lists(HAPPENINGS, max_size=25), st.integers(12, 25), st.booleans(), st.integers(1, 100))
async def test_first_contact_takes_the_newest_few_whole(
    happenings: list[Happening], size: int, cuts: bool, first: int
) -> None:
    channel = channel_of(happenings, size, cuts=cuts)
    stretch = await latest(Site(channel).newest(), Site(channel).below, first, 20)
    messages = [post_id for block in stretch.blocks for post_id in block.ids]
    everything = list(channel.everything)
    assert messages == everything[len(everything) - len(messages) :]
    assert min(first, len(everything)) <= len(messages) < first + 10
    assert stretch.reached == (max(everything) if everything else None)


async def test_first_contact_leaves_out_an_album_that_its_last_page_may_cut() -> None:
    channel = channel_of([lambda channel: [channel.publish_album("", ["photo"] * 9) for _ in range(40)]], cuts=True)
    stretch = await latest(Site(channel).newest(), Site(channel).below, 300, 2)
    assert {len(block.ids) for block in stretch.blocks} == {9}


async def test_first_contact_goes_no_further_than_its_pages() -> None:
    channel = channel_of([lambda channel: [channel.publish() for _ in range(500)]])
    site = Site(channel)
    stretch = await latest(site.newest(), site.below, 400, 2)
    assert (len(site.asked), ids_of(stretch)) == (2, list(range(441, 501)))


# --- sites that mislead ---


def misleading(answer: Page) -> Below:
    async def below(_: int) -> Page:
        return answer

    return below


@pytest.mark.parametrize("cursor", [0, 30])
async def test_a_site_that_always_answers_with_the_newest_page_is_seen_through(cursor: int) -> None:
    channel = channel_of([lambda channel: [channel.publish() for _ in range(100)]])
    newest = Site(channel).newest()
    with pytest.raises(Unreadable, match="another page came"):
        await above(newest, misleading(newest), cursor, BUDGET)
    with pytest.raises(Unreadable, match="another page came"):
        await latest(newest, misleading(newest), 50, BUDGET)


async def test_pages_that_do_not_join_what_is_read_end_the_read() -> None:
    site = Site(channel_of([lambda channel: [channel.publish() for _ in range(100)]]))
    newest = site.newest()
    site.channel.size = 5
    with pytest.raises(Unreadable, match="join"):
        await above(newest, site.below, 0, 1)


async def test_a_refusal_midway_keeps_what_came_before_it() -> None:
    channel = channel_of([lambda channel: [channel.publish() for _ in range(100)]])
    site, wait = Site(channel), FloodWait("a", "b", NOON)

    async def below(post_id: int) -> Page:
        if len(site.asked) == 2:
            raise CannotRead(Problem.FLOOD_WAIT, "Telegram asked to wait", NOON, (wait,))
        return await site.below(post_id)

    stretch = await above(site.newest(), below, 0, BUDGET)
    assert (ids_of(stretch), stretch.reached, stretch.more) == (list(range(1, 41)), 40, True)
    assert stretch.learned == (wait,)


async def test_a_refusal_before_anything_new_came_is_told() -> None:
    async def below(_: int) -> Page:
        raise CannotRead(Problem.UNREACHABLE, "the line failed")

    channel = channel_of([lambda channel: [channel.publish() for _ in range(100)]])
    with pytest.raises(CannotRead):
        await above(Site(channel).newest(), below, 0, BUDGET)
