"""What becomes of a post on a preview page: one test for each thing that such a page may hold, traps included."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.preview.page import Unreadable
from collectors.telegram.convert import posts_of
from storage.model import Forward, Post
from tests.collectors.preview.shown import CHANNEL_ID, shown
from tests.collectors.telegram.messages import message, text_url
from tests.previews import pieces
from tests.previews.pages import NOON
from tests.previews.pieces import emoji, link, marked_up, text


def test_a_plain_post_is_read_as_an_account_would_read_it() -> None:
    assert shown(text("Water reaches the quay."), post_id=7, views="523", author="Desk") == Post(
        CHANNEL_ID, 7, NOON, "Water reaches the quay.", views=523, author="Desk"
    )


# --- text ---


def test_line_breaks_and_marks_that_html_escapes_come_out_as_they_were_sent() -> None:
    words = 'Dikes <hold> & pumps run.\n\nMore at "noon" - don\'t wait:  two  spaces.'
    assert shown(text(words)).text == words


def test_markup_leaves_no_trace_in_the_text() -> None:
    html = "<b>High</b> <i>water</i>, <u>very</u> <s>low</s> <code>cm</code> <tg-spoiler>soon</tg-spoiler>"
    assert shown(marked_up(html)).text == "High water, very low cm soon"


def test_an_ordinary_emoji_is_its_character() -> None:
    assert shown(marked_up(f"Water {emoji('🌊')}{emoji('⚠️')} rises")).text == "Water 🌊⚠️ rises"


def test_a_custom_emoji_is_the_character_that_stands_for_it() -> None:
    html = f'Go <tg-emoji emoji-id="5368">{emoji("🔥")}</tg-emoji> now'
    assert shown(pieces.custom_emoji(marked_up(html))).text == "Go 🔥 now"


def test_words_that_quote_the_hidden_notice_are_an_ordinary_text() -> None:
    words = "Please open Telegram to view this post"
    assert shown(text(words)) == shown(text(words), edited=True)
    assert shown(text(words)).text == words


@pytest.mark.parametrize("reply", [pieces.reply, pieces.old_reply])
def test_the_quote_of_an_answered_post_is_not_the_text(reply: pieces.Reply) -> None:
    post = shown(reply("https://t.me/rivierkrant/5", "What was said before"), text("What is said now"))
    assert (post.text, post.reply_to) == ("What is said now", 5)


def test_the_quote_is_not_the_text_even_if_it_is_marked_as_one() -> None:
    quote = pieces.reply("https://t.me/rivierkrant/5", "Before").replace("js-message_reply_text", "js-message_text")
    assert shown(quote, text("Now")).text == "Now"


def test_two_texts_of_one_post_are_both_read() -> None:
    assert shown(text("Above."), pieces.photo(), text("Below.")).text == "Above.\n\nBelow."


def test_blanks_around_a_text_are_the_pages_own() -> None:
    assert shown(marked_up("\n  <br/>One<br/> two \t<br/>\n")).text == "One\n two"


def test_an_answer_without_words_of_its_own_has_no_text() -> None:
    assert shown(pieces.reply("https://t.me/rivierkrant/5", "Before"), pieces.photo()).text == ""


def test_the_text_of_an_album_is_wrapped_twice_and_comes_once() -> None:
    post = shown(pieces.grouped("rivierkrant", [(7, "photo")]), pieces.caption("One caption."), grouped=True)
    assert post.text == "One caption."


@pytest.mark.parametrize(
    "html",
    [
        "Before<blockquote>He said it.</blockquote>After",
        "Before<br/><blockquote>He said it.</blockquote>After",
        "Before<blockquote>He said it.</blockquote><br/>After",
        'Before<blockquote expandable="1">He <b>said</b> it.</blockquote>After',
        "Before<pre>He said it.</pre>After",
    ],
)
def test_a_quotation_stands_on_lines_of_its_own(html: str) -> None:
    assert shown(marked_up(html)).text == "Before\nHe said it.\nAfter"


def test_a_quotation_at_the_edge_of_a_text_adds_no_line() -> None:
    assert shown(marked_up("<blockquote>One</blockquote><blockquote>Two</blockquote>")).text == "One\nTwo"


def test_what_no_database_takes_is_replaced() -> None:
    assert shown(marked_up("a&#0;b&#xD83D;c")).text == "a\ufffdb\ufffdc"


# --- links ---


def test_an_address_behind_words_is_kept_and_escaped_once_too_often_no_more() -> None:
    address = "https://a.example/?x=1&y=2&lt=3"
    post = shown(marked_up(f"Read it {link(address, 'here')}"))
    assert (post.text, post.links) == ("Read it here", (address,))


def test_addresses_come_in_the_order_of_the_text_once_each() -> None:
    html = "".join(
        link(address, "word ") for address in ("https://b.example", "https://a.example", "https://b.example")
    )
    assert shown(marked_up(html)).links == ("https://b.example", "https://a.example")


def test_an_address_that_covers_no_words_is_none() -> None:
    assert shown(marked_up(link("https://a.example", "") + "Text")).links == ()


@pytest.mark.parametrize(
    "anchor",
    [
        '<a href="?q=%23water">#water</a>',
        '<a href="https://t.me/bronkrant" target="_blank">@bronkrant</a>',
        '<a href="https://a.example/b?c=1&amp;d=2" target="_blank" rel="noopener">https://a.example/b?c=1&amp;d=2</a>',
        '<a href="http://a.example/" target="_blank" rel="noopener">a.example</a>',
        '<a href="https://a.example/%D1%80%D0%B5%D0%BA%D0%B0">a.example/река</a>',
        '<a href="mailto:desk@a.example">desk@a.example</a>',
        '<a href="tel:+31600000000">+31 600 000 000</a>',
    ],
)
def test_what_the_reader_sees_anyway_is_no_hidden_link(anchor: str) -> None:
    assert shown(marked_up(f"See {anchor}")).links == ()


def test_somebody_mentioned_behind_other_words_is_a_hidden_link() -> None:
    assert shown(marked_up('Ask <a href="tg://user?id=12">the mayor</a>')).links == ("tg://user?id=12",)


def test_an_address_behind_words_counts_also_where_telegram_asks_for_no_confirmation() -> None:
    assert shown(marked_up('<a href="https://t.me/bronkrant/5?a=1&amp;b=2">as they wrote</a>')).links == (
        "https://t.me/bronkrant/5?a=1&b=2",
    )


def test_a_link_of_a_preview_a_reply_or_a_button_is_none_of_the_text() -> None:
    post = shown(
        pieces.reply("https://t.me/rivierkrant/5", "Before"),
        text("Text"),
        pieces.link_preview("Title", "Description"),
        pieces.buttons("Buy"),
    )
    assert (post.text, post.links, post.media) == ("Text", (), ())


# --- answers and origins ---


@pytest.mark.parametrize(
    ("address", "reply_to"),
    [
        ("https://t.me/rivierkrant/5", 5),
        ("https://t.me/RivierKrant/5?single", 5),
        ("https://t.me/bronkrant/5", None),
        ("https://t.me/c/1500000002/5", None),
        ("https://elsewhere.example/", None),
    ],
)
def test_an_answer_names_the_post_of_the_same_channel_only(address: str, reply_to: int | None) -> None:
    assert shown(pieces.reply(address, "Before"), text("Now")).reply_to == reply_to


def test_a_forward_from_a_channel_names_channel_and_post() -> None:
    post = shown(pieces.forwarded("Bron & Krant", "https://t.me/bronkrant/77"), text("As they wrote."))
    assert post.forward == Forward(username="bronkrant", post_id=77, name="Bron & Krant")


def test_a_forward_from_a_channel_without_a_name_keeps_its_id() -> None:
    post = shown(pieces.forwarded("Closed", "https://t.me/c/1500000002/77"), text("As they wrote."))
    assert post.forward == Forward(channel_id=1_500_000_002, post_id=77, name="Closed")


def test_a_hidden_origin_keeps_its_name() -> None:
    assert shown(pieces.forwarded("Somebody", None), text("As they wrote.")).forward == Forward(name="Somebody")


def test_of_a_person_nothing_is_kept_but_that_it_was_a_forward() -> None:
    assert shown(pieces.forwarded("Jan", "https://t.me/jan_person"), text("As he wrote.")).forward == Forward()


# --- date, views, edits, author ---


def test_the_date_is_that_of_the_post_and_not_the_length_of_its_film() -> None:
    assert shown(pieces.video("0:42"), text("Look.")).published_at == NOON


def test_a_date_of_another_zone_is_the_same_moment_in_utc() -> None:
    moscow = NOON.astimezone(timezone(timedelta(hours=3)))
    assert shown(text("a"), date=moscow.isoformat()).published_at == datetime(2023, 5, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize("date", [None, "", "yesterday", "2023-05-22T12:00:00", "0001-01-01T00:00:00+23:59"])
def test_a_post_without_a_date_that_can_be_read_is_refused(date: str | None) -> None:
    with pytest.raises(Unreadable, match="post 7 has no date"):
        shown(text("a"), date=date)


@pytest.mark.parametrize(
    ("said", "views"),
    [("7", 7), ("523", 523), ("1.2K", 1200), ("79.8K", 79_800), ("10.75M", 10_750_000), ("2B", 2 * 10**9)],
)
def test_abbreviated_views_are_counted_out(said: str, views: int) -> None:
    assert shown(text("a"), views=said).views == views


@pytest.mark.parametrize("said", [None, "many", "1.2X", "-5", "1,2K", "٣"])
def test_views_that_can_not_be_read_are_unknown(said: str | None) -> None:
    assert shown(text("a"), views=said).views is None


def test_an_edited_post_has_no_time_of_its_edit() -> None:
    assert shown(text("a"), edited=True) == shown(text("a"))
    assert shown(text("a"), edited=True).edited_at is None


def test_an_author_is_read_beside_an_edit() -> None:
    assert shown(text("a"), edited=True, author="Jan de Wit").author == "Jan de Wit"


# --- as an account would read it ---

SENDABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"))


@given(SENDABLE)
def test_any_text_is_read_as_an_account_reads_it(words: str) -> None:
    sent = words.strip()  # as Telegram does
    [theirs] = posts_of([message(7, sent, channel_id=CHANNEL_ID, views=1200)], {})
    assert shown(text(sent)) == theirs


@given(SENDABLE.map(str.strip).filter(bool), st.sampled_from(["https://a.example/?a=1&b=2", "http://b.example/#c;d"]))
def test_any_words_with_an_address_behind_them_are_read_as_an_account_reads_them(words: str, address: str) -> None:
    length = len(words.encode("utf-16-le")) // 2
    sent = message(7, words, channel_id=CHANNEL_ID, entities=[text_url(0, length, address)], views=1200)
    [theirs] = posts_of([sent], {})
    assert shown(marked_up(link(address, words))) == theirs
