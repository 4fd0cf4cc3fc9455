"""Telegram Desktop's exports as web pages, good and bad; written by our own hand after the format."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.base import BadInput
from collectors.exports import desktop_html
from collectors.exports.desktop_html import open_desktop_html
from collectors.exports.page import Page
from storage.model import Channel, Forward, Media, Post
from tests.collectors.exports.html import (
    MARCH,
    TITLE,
    div,
    escaped,
    forwarded,
    media,
    message,
    page,
    service,
    wrapped,
    written,
)

MORNING = datetime(2024, 3, 12, 8, 41, 5, tzinfo=UTC)


def read(folder: Path, zone: str | None = None) -> Page:
    """The whole export as one page."""
    export = open_desktop_html(folder, ZoneInfo(zone) if zone else None)
    pages = list(replace(export, channel_id=1001).pages())
    posts = tuple(post for one in pages for post in one.posts)
    return Page(Channel(1001, None, export.title), posts, skipped=sum(one.skipped for one in pages))


def only(tmp_path: Path, markup: str = "", **more: str) -> Post:
    [post] = read(written(tmp_path, page(message(5, markup, **more)))).posts
    return post


def test_a_channel_is_read_over_all_its_pages_in_order(tmp_path: Path) -> None:
    pages = [page(message(number, f"Post {number}")) for number in range(1, 13)]
    found = read(written(tmp_path, *pages))
    assert found.channel == Channel(1001, None, TITLE)
    assert [(post.post_id, post.text) for post in found.posts] == [(n, f"Post {n}") for n in range(1, 13)]
    assert found.posts[0].published_at == MORNING
    assert read(tmp_path / "messages.html") == found
    assert [post.post_id for post in read(tmp_path / "messages3.html").posts] == [3]


def test_service_messages_are_skipped_and_date_separators_are_nothing(tmp_path: Path) -> None:
    messages = (service(-1, "12 March 2024"), service(3, "Channel photo changed"), message(4), message(5, author=""))
    found = read(written(tmp_path, page(*messages)))
    assert ([post.post_id for post in found.posts], found.skipped) == ([4, 5], 1)


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\u2028\u2029\x00")))
def test_no_text_is_changed(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("export")
    assert only(folder, escaped(text)).text == text


def test_markup_is_left_behind_and_hidden_addresses_are_kept(tmp_path: Path) -> None:
    markup = (
        'See <a href="https://a.example/?x=1&amp;y">here</a> and <strong>b</strong><em>c</em><br>'
        '<a href="https://b.example">https://b.example</a> <a href="mailto:x@b.example">x@b.example</a> '
        '<a href="https://t.me/river">@river</a> <a href="" onclick="return ShowHashtag(&quot;x&quot;)">#x</a> '
        '<a href = "stickers/a.webp">🙂</a><span class="spoiler hidden" onclick="ShowSpoiler(this)">'
        '<span aria-hidden="true">!</span></span><pre>d</pre>'
    )
    post = only(tmp_path, markup)
    assert post.text == "See here and bc\nhttps://b.example x@b.example @river #x 🙂!d"
    assert post.links == ("https://a.example/?x=1&y",)


def test_a_forward_has_the_name_and_date_of_its_origin(tmp_path: Path) -> None:
    before = forwarded(div("text", "Said <b>there</b>"), "Head & water via @bot")
    post = only(tmp_path, before=before)
    assert post.text == "Said there"
    assert post.forward == Forward(name="Head & water", date=datetime(2024, 3, 11, 19, tzinfo=UTC))


def test_the_second_of_two_forwards_in_a_row_says_no_name(tmp_path: Path) -> None:
    assert only(tmp_path, before=div("forwarded body", div("text", "x")), author="").forward == Forward()


def test_answers_and_signatures_are_kept(tmp_path: Path) -> None:
    def answer(markup: str) -> int | None:
        return only(tmp_path, "x", before=div("reply_to details", markup)).reply_to

    assert answer('In reply to <a href="#go_to_message3" onclick="return GoToMessage(3)">this message</a>') == 3
    assert answer('In reply to <a href="messages2.html#go_to_message4">this message</a>') == 4
    assert answer("In reply to a message in another chat") is None
    assert only(tmp_path, "x", after=div("signature details", "The &quot;desk&quot;")).author == 'The "desk"'


@pytest.mark.parametrize(
    ("markup", "described"),
    [
        (wrapped("photo_wrap", "photos/photo_1.jpg"), Media("photo")),
        (media("media_photo", "Photo", "1280x720, 90.1 KB"), Media("photo")),
        (media("media_photo", "Sticker", "🙂", "stickers/s.webp"), Media("sticker", "s.webp")),
        (wrapped("sticker_wrap", "stickers/s.webp"), Media("sticker", "s.webp")),
        (wrapped("animated_wrap", "video_files/a.mp4"), Media("animation", "a.mp4")),
        (
            wrapped("video_file_wrap", "video_files/v.mp4", div("video_duration", "1:02")),
            Media("video", "v.mp4", duration=62.0),
        ),
        (media("media_video", "Video file", "1:00:01, 9 MB"), Media("video", duration=3601.0)),
        (media("media_video", "Animation", "9 MB"), Media("animation")),
        (media("media_video", "Video message", "0:09"), Media("video message", duration=9.0)),
        (media("media_voice_message", "Voice message", "0:03"), Media("voice", duration=3.0)),
        (media("media_audio_file", "Band - Song", "3:20", "files/a.mp3"), Media("audio", "a.mp3", duration=200.0)),
        (media("media_file", "report.pdf", "1.2 MB"), Media("document", "report.pdf")),
        (media("media_file", "File", "1.2 MB"), Media("document")),
        (media("media_contact", "Ann", "+1 555"), Media("contact")),
        (media("media_location", "Location", "50.1, 36.2"), Media("location")),
        (media("media_venue", "The quay", "", "https://maps.example/?q=1"), Media("location", "The quay")),
        (
            div("media_wrap clearfix", div("media_poll", div("question bold", "Rain?"), div("details", "x"))),
            Media("poll", "Rain?"),
        ),
    ],
)
def test_media_are_described(tmp_path: Path, markup: str, described: Media) -> None:
    assert only(tmp_path, "caption", before=markup).media == (described,)


def test_what_is_no_attachment_is_none(tmp_path: Path) -> None:
    assert only(tmp_path, "x", before=media("media_invoice", "Buy", "1.00")).media == ()


def test_post_text_that_looks_like_a_message_is_text(tmp_path: Path) -> None:
    trap = '<div class="message default clearfix" id="message9"><div class="text">'
    assert only(tmp_path, escaped(trap)).text == trap


def test_nesting_without_end_is_read(tmp_path: Path) -> None:
    assert only(tmp_path, "<b>" * 50_000 + "deep" + "</b>" * 50_000).text == "deep"


def test_a_long_text_is_read(tmp_path: Path) -> None:
    assert len(only(tmp_path, "A" * 1_000_000).text) == 1_000_000


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<!DOCTYPE html><html><body>Hello</body></html>", "not an HTML export of one channel"),
        (page(message())[:-30], "incomplete, its end is missing"),
        ("", "incomplete, its end is missing"),
        (page(message(author="Ann")), "message5: is by somebody else than 'River News'"),
        (page(message(title="yesterday")), "message5: its date should look like"),
        (page(message(title="31.02.2024 09:00:00 UTC+01:00")), "message5: its date is in no calendar"),
        (page(message(title="31.12.9999 09:00:00 UTC+01:00")), "message5: its date is not of our time"),
        (page(message(post_id=-4)), "message-4: has no id, body or date"),
        (page(div("message default clearfix", id="message5")), "message5: has no id, body or date"),
    ],
)
def test_a_bad_page_is_named_with_the_place_and_what_to_do(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(written(tmp_path, content))
    assert f"The export {tmp_path / 'messages.html'}" in str(caught.value)
    assert said in str(caught.value)
    assert "export" in str(caught.value).rpartition(said)[2]


def test_a_chat_is_refused_before_a_post_of_it_is_given_out(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="a group or a private chat, and only public channels are read"):
        open_desktop_html(written(tmp_path, page(message(4), message(5, author="Ann"))), None)


def test_a_missing_page_is_named(tmp_path: Path) -> None:
    written(tmp_path, page(message(1)), page(message(2)), page(message(3)))
    (tmp_path / "messages2.html").unlink()
    with pytest.raises(BadInput, match=r"messages2\.html is missing: copy the whole export"):
        read(tmp_path)


def test_pages_of_two_channels_are_not_mixed(tmp_path: Path) -> None:
    written(tmp_path, page(message(1)), page(message(2, author="Hill News"), title="Hill News"))
    with pytest.raises(BadInput, match=r"messages2\.html is of another channel"):
        read(tmp_path)


def test_a_whole_account_is_refused(tmp_path: Path) -> None:
    (tmp_path / "export_results.html").touch()
    with pytest.raises(BadInput, match="whole account, private chats included"):
        read(written(tmp_path, page(message())))


def test_a_page_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop_html, "LARGEST", 100)
    with pytest.raises(BadInput, match="larger than any page"):
        read(written(tmp_path, page(message())))


def test_a_page_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "messages.html").write_bytes(b"<html>\xff</html>")
    with pytest.raises(BadInput, match=r"not UTF-8 text \(byte 6\)"):
        read(tmp_path)


def test_the_operators_time_zone_counts(tmp_path: Path) -> None:
    folder = written(tmp_path, page(message(title="12.07.2024 09:41:05"), message(6, title=MARCH.replace("03", "08"))))
    posts = read(folder, "Europe/Amsterdam").posts
    assert [post.published_at.hour for post in posts] == [7, 7]
