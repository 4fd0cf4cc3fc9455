"""The structure of preview pages: channel, messages by id, where paging goes on, and pages that are none."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.preview.page import Unreadable, read_page, single_text
from tests.collectors.preview.shown import CHANNEL_ID, frame, listed, read
from tests.previews import pages, pieces
from tests.previews.pieces import text


def view(values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def test_the_header_names_the_channel() -> None:
    page = read(pages.post(frame(), text("a")))
    assert (page.username, page.title, page.about) == ("rivierkrant", "River News", "All about the river.")


def test_the_numeric_id_is_the_one_that_accounts_see() -> None:
    assert read(pages.post(frame(), text("a"))).channel_id == CHANNEL_ID


def test_an_id_written_as_bots_see_it_is_the_same() -> None:
    marked = view({"c": -1_000_000_000_000 - CHANNEL_ID, "p": 7})
    assert read(pages.post(frame(view=marked), text("a"))).channel_id == CHANNEL_ID


@pytest.mark.parametrize(
    "wrong", ["", "%%%", "bm8", view([1]), view({}), view({"c": 5}), view({"c": "x"}), view({"c": True}), "W" * 9000]
)
def test_a_page_that_does_not_say_which_channel_it_is_of_is_refused(wrong: str) -> None:
    with pytest.raises(Unreadable, match="which channel"):
        read(pages.post(frame(view=wrong), text("a")))


def test_posts_of_two_channels_on_one_page_are_refused() -> None:
    with pytest.raises(Unreadable, match="several channels"):
        read(pages.post(frame(1), text("a")), pages.post(frame(2, channel_id=3), text("b")))


def test_the_name_in_a_posts_address_may_differ_from_the_channels() -> None:
    page = read(pages.post(frame(7, slug="rivierkrant_old"), text("a")))
    assert (page.username, page.blocks[0].slug, page.blocks[0].ids) == ("rivierkrant", "rivierkrant_old", (7,))


def test_ids_ascend_whatever_the_order_on_the_page() -> None:
    page = read(*(pages.post(frame(post_id), text("a")) for post_id in (9, 7, 8)))
    assert [block.ids for block in page.blocks] == [(7,), (8,), (9,)]


def test_a_message_that_a_page_shows_twice_comes_once() -> None:
    album = pages.post(frame(ids=(7, 8), grouped=True), pieces.grouped("rivierkrant", [(7, "photo"), (8, "photo")]))
    page = read(album, pages.post(frame(8), pieces.photo()), album)
    assert [block.ids for block in page.blocks] == [(7, 8)]


def test_service_messages_are_blocks_and_no_posts() -> None:
    page = read(
        pages.post(frame(7, service=True, views=None), text("Channel created")), pages.post(frame(8), text("a"))
    )
    assert [(block.ids, block.service) for block in page.blocks] == [((7,), True), ((8,), False)]


def test_a_page_says_whether_messages_precede_it() -> None:
    blocks = [pages.post(frame(7), text("a"))]
    assert not read(*blocks).earlier
    assert read(*blocks, before=7).earlier
    assert not read(*blocks, after=7).earlier


def test_either_sign_of_earlier_messages_will_do() -> None:
    html = listed(pages.post(frame(7), text("a")), before=7)
    for sign in ('rel="prev"', 'data-before="7"'):
        page = read_page(html.replace(sign, ""))
        assert page is not None
        assert page.earlier


def test_a_page_without_posts_is_a_page_without_blocks() -> None:
    page = read()
    assert (page.blocks, page.channel_id, page.earlier) == ((), None, False)


def test_a_page_that_lists_no_posts_is_none() -> None:
    assert read_page(pages.landing("@somebody", "A person.")) is None


@pytest.mark.parametrize(("floor", "reaches"), [(4, False), (5, False), (6, True), (7, True), (900, True)])
def test_a_page_reaches_down_to_what_lies_right_under_its_first_message(floor: int, reaches: bool) -> None:
    assert read(pages.post(frame(7), text("a")), before=7).reaches(floor) is reaches


def test_the_first_page_of_a_channel_reaches_everywhere() -> None:
    assert read(pages.post(frame(7), text("a"))).reaches(0)


# --- the page of a single post ---


def test_a_single_posts_text_stands_in_its_description() -> None:
    assert single_text(pages.single('High "water"\nat <noon>'), "About") == 'High "water"\nat <noon>'


@pytest.mark.parametrize(
    "description", ["All about\n the river.", "You can view and join @rivierkrant right away.", ""]
)
def test_a_description_of_the_channel_is_no_text_of_a_post(description: str) -> None:
    assert single_text(pages.single(description), "All about the river.") == ""


def test_a_single_page_without_a_description_has_no_text() -> None:
    assert single_text("<html></html>", "") == ""


# --- pages by anybody ---


@given(st.text() | st.binary().map(lambda raw: raw.decode("utf-8", "replace")))
def test_any_text_is_a_page_without_posts(html: str) -> None:
    assert read_page(html) is None


@given(st.text(alphabet=st.characters() | st.sampled_from("<>\"'/=&; ")), st.integers(0, 5000))
def test_a_page_cut_and_stained_anywhere_is_read_or_refused(stain: str, at: int) -> None:
    html = listed(*(pages.post(frame(post_id), text("a"), pieces.photo()) for post_id in (5, 6)), before=5)
    try:
        page = read_page(html[:at] + stain + html[at + len(stain) :])
    except Unreadable:
        return
    assert page is None or all(block.ids for block in page.blocks)


def test_markup_beyond_all_measure_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(Unreadable, match="more markup"):
        read_page("<div>" * 50_000)
