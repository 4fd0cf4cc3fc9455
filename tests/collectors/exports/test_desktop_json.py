"""Telegram Desktop's exports, good and bad; written by hand after the format, no real channel's posts."""

import json
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.base import BadInput
from collectors.exports.desktop_json import open_desktop_json
from collectors.exports.page import Page
from storage.model import Channel, Forward, Media, Post

NINE = datetime(2023, 5, 22, 9, tzinfo=UTC)


def record(post_id: int = 5, text: object = "Water reaches the quay.", **more: object) -> dict[str, object]:
    told = {"id": post_id, "type": "message", "date": "2023-05-22T11:00:00", "date_unixtime": "1684746000"}
    return {**told, "from": "River News", "from_id": "channel1001", "text": text, **more}


def export(*messages: object, **more: object) -> dict[str, object]:
    return {"name": "River News", "type": "public_channel", "id": 1001, "messages": list(messages), **more}


def written(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "result.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def read(path: Path, size: int = 500) -> Page:
    """The whole export as one page."""
    export = open_desktop_json(path)
    pages = list(export.pages(size))
    posts = tuple(post for page in pages for post in page.posts)
    return Page(export.channel, posts, skipped=sum(page.skipped for page in pages))


def only(tmp_path: Path, **fields: object) -> Post:
    [post] = read(written(tmp_path, export(record(**fields)))).posts  # type: ignore[arg-type]
    return post


def test_a_channel_and_its_posts_are_read(tmp_path: Path) -> None:
    found = read(written(tmp_path, export(record(5, "a"), record(6, "b"))))
    assert found.channel == Channel(1001, None, "River News")
    assert found.posts == (Post(1001, 5, NINE, "a"), Post(1001, 6, NINE, "b"))


@given(kinds=st.lists(st.sampled_from(["message", "service"]), max_size=20), size=st.integers(1, 7))
def test_pages_of_any_size_hold_every_message_once(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[str], size: int
) -> None:
    messages = [record(number, type=kind) for number, kind in enumerate(kinds, start=1)]
    path = written(tmp_path_factory.mktemp("export"), export(*messages))
    pages = list(open_desktop_json(path).pages(size))
    assert [post.post_id for page in pages for post in page.posts] == [
        number for number, kind in enumerate(kinds, start=1) if kind == "message"
    ]
    assert all(len(page.posts) + page.skipped == size for page in pages[:-1])
    assert sum(page.skipped for page in pages) == kinds.count("service")


def test_what_stands_beside_the_messages_may_stand_after_them(tmp_path: Path) -> None:
    turned = dict(reversed(export(record(5), about={"a": [1, {}]}).items()))
    assert [post.post_id for post in read(written(tmp_path, turned)).posts] == [5]


def test_the_posts_before_a_damage_are_given_out(tmp_path: Path) -> None:
    text = json.dumps(export(record(5), record(6), record(7)))
    pages = open_desktop_json(written(tmp_path, text[: text.index('"id": 7')])).pages(500)
    assert [post.post_id for post in next(pages).posts] == [5, 6]
    with pytest.raises(BadInput, match=r"damaged or incomplete at line 1, column \d+"):
        next(pages)


def test_memory_does_not_grow_with_the_export(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    line = json.dumps(record(5, "Water reaches the quay. " * 40)) + ",\n"
    with path.open("w", encoding="utf-8") as out:
        out.write('{"name": "River News", "type": "public_channel", "id": 1001, "messages": [\n')
        out.writelines(line for _ in range(15_000))
        out.write(json.dumps(record(6)) + "]}")
    tracemalloc.start()
    read_in_all = sum(len(page.posts) for page in open_desktop_json(path).pages())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read_in_all == 15_001
    assert path.stat().st_size > 15_000_000 > 4 * peak


def test_service_and_unsupported_messages_are_counted_and_no_posts(tmp_path: Path) -> None:
    service = {"id": 1, "type": "service", "action": "create_channel", "text": ""}
    found = read(written(tmp_path, export(service, {"id": 2, "type": "unsupported"}, record(3))))
    assert ([post.post_id for post in found.posts], found.skipped) == ([3], 2)


def test_a_text_in_pieces_is_put_together_with_the_links_behind_its_words(tmp_path: Path) -> None:
    pieces = [
        "See ",
        {"type": "text_link", "text": "here", "href": "https://a.example"},
        {"type": "bold", "text": " and "},
        {"type": "link", "text": "b.example"},
    ]
    post = only(tmp_path, text=pieces)
    assert (post.text, post.links) == ("See here and b.example", ("https://a.example",))


@given(pieces=st.lists(st.text() | st.text().map(lambda text: {"type": "bold", "text": text})))
def test_no_piece_of_text_is_lost(tmp_path_factory: pytest.TempPathFactory, pieces: list[str | dict[str, str]]) -> None:
    post = only(tmp_path_factory.mktemp("export"), text=pieces)
    whole = "".join(piece if isinstance(piece, str) else piece["text"] for piece in pieces)
    assert post.text == whole.replace("\x00", "\ufffd")


def test_forwards_name_a_channel_or_a_hidden_origin_and_never_a_person(tmp_path: Path) -> None:
    def origin(**fields: object) -> Forward | None:
        return only(tmp_path, **fields).forward

    assert origin(forwarded_from="Headwater", forwarded_from_id="channel77") == Forward(77, name="Headwater")
    assert origin(forwarded_from="Somebody") == Forward(name="Somebody")
    assert origin(forwarded_from="Ann", forwarded_from_id="user5") == Forward()
    assert origin(forwarded_from=None) == Forward()
    assert origin() is None


def test_edits_answers_and_signatures_are_kept(tmp_path: Path) -> None:
    post = only(tmp_path, edited_unixtime="1684746060", reply_to_message_id=3, author="Desk")
    assert (post.edited_at, post.reply_to, post.author) == (NINE.replace(minute=1), 3, "Desk")
    elsewhere = only(tmp_path, reply_to_message_id=3, reply_to_peer_id="channel7")
    assert elsewhere.reply_to is None


def test_media_are_described_whether_or_not_they_were_exported(tmp_path: Path) -> None:
    absent = "(File not included. Change data exporting settings to download.)"
    assert only(tmp_path, photo=absent, photo_file_size=9).media == (Media("photo", size=9),)
    video = {
        "file": "video_files/clip.mp4",
        "media_type": "video_file",
        "mime_type": "video/mp4",
        "duration_seconds": 12,
    }
    assert only(tmp_path, **video).media == (Media("video", "clip.mp4", None, "video/mp4", 12.0),)
    assert only(tmp_path, file=absent, file_name="report.pdf", file_size=7).media == (
        Media("document", "report.pdf", 7),
    )
    assert only(tmp_path, file=absent).media == (Media("document"),)
    assert only(tmp_path, poll={"question": "Is it raining?"}).media == (Media("poll", "Is it raining?"),)
    assert only(tmp_path, location_information={}, place_name="Quay").media == (Media("location", "Quay"),)
    assert only(tmp_path, contact_information={"first_name": "Ann"}).media == (Media("contact"),)


def test_control_characters_as_telegram_desktop_writes_them_are_read(tmp_path: Path) -> None:
    text = json.dumps(export(record(5, "a@b"))).replace("a@b", r"a\x0Bb \\x41 \x00")
    [post] = read(written(tmp_path, text)).posts
    assert post.text == "a\x0bb \\x41 \ufffd"


def test_bare_control_characters_are_read(tmp_path: Path) -> None:
    text = json.dumps(export(record(5, "a@b"))).replace("@", "\x01\t\n")
    [post] = read(written(tmp_path, text)).posts
    assert post.text == "a\x01\t\nb"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("private_channel", "a private channel"),
        ("personal_chat", "a private chat"),
        ("bot_chat", "a chat with a bot"),
        ("saved_messages", "saved messages"),
        ("private_group", "a private group"),
        ("private_supergroup", "a private group"),
        ("public_supergroup", "a group"),
    ],
)
def test_only_public_channels_are_read(tmp_path: Path, kind: str, said: str) -> None:
    with pytest.raises(BadInput, match=f"is of .*{said}.*only public channels are read"):
        read(written(tmp_path, export(record(), type=kind)))


def test_a_whole_account_is_refused_with_the_way_to_export_one_channel(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"whole account, private chats included: .*Export chat history"):
        read(written(tmp_path, {"about": "", "chats": {"about": "", "list": [export(record())]}}))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "damaged or incomplete at line 1, column 1"),
        (json.dumps(export(record()))[:-20], "damaged or incomplete at line 1, column"),
        ('{"a": "\\q"}', "damaged or incomplete at line 1, column 8"),
        ("<!DOCTYPE html>", "is HTML under another name"),
        ("[]", "does not contain a chat"),
        ("[" * 100_000, "does not contain a chat"),
        (json.dumps(export(record())) + "{}", "is damaged"),
        (json.dumps(export(record())) + "\x00", "is damaged"),
        ("1" * 5000, "is damaged"),
        (json.dumps(export(record(big="@"))).replace('"@"', "1" * 5000), "is damaged"),
        (json.dumps(export(record(deep="@"))).replace('"@"', "[" * 100_000 + "]" * 100_000), "is damaged"),
        ({}, "of no public channel"),
        (export(type=7), '"type" should be a text'),
        (export(id="1001"), '"id" should be a whole number'),
        (export(id=-1001), '"id" should be 1 or more'),
        (export(messages={}), '"messages" should be a list'),
        (export(name=3), '"name" should be a text'),
        (export(record(), 3), "message 2: should be an object"),
        (export(record(), record(text=5)), 'message 2: "text" should be a text, or a list'),
        (export(record(text=[5])), 'message 1: "text" should be a text, or a list'),
        (export(record(text={"type": "bold", "text": "a"})), 'message 1: "text" should be a text, or a list'),
        (export(record(text=[{"text": "a"}])), 'message 1, text: "type" is missing'),
        (export(record(text=[{"type": "bold"}])), 'message 1, text: "text" is missing'),
        (export(record(id=None)), 'message 1: "id" is missing'),
        (export(record(id=-5)), 'message 1: "id" should be 1 or more'),
        (export(record(type=None)), 'message 1: "type" is missing'),
        (export(record(date_unixtime=None)), '"date_unixtime" is missing, as in old exports'),
        (export(record(date_unixtime="soon")), '"date_unixtime" should be a time'),
        (export(record(date_unixtime=10**17)), '"date_unixtime" should be a time'),
        (export(record(date_unixtime="99999999999")), '"date_unixtime" should be a time'),
        (export(record(edited_unixtime=1.5)), '"edited_unixtime" should be a time'),
        (export(record(forwarded_from=5)), '"forwarded_from" should be a text'),
        (export(record(poll="yes")), '"poll" should be an object'),
        (export(record(file="a", duration_seconds="12")), '"duration_seconds" should be a whole number'),
    ],
)
def test_a_bad_export_is_named_with_the_place_and_what_to_do(tmp_path: Path, content: object, said: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(BadInput) as caught:
        read(path)
    text = str(caught.value)
    assert f"The export {path}" in text
    assert said in text
    assert "Export chat history" in text


def test_a_file_that_is_missing_or_no_text_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"result\.json can't be read \(No such file or directory\): check the path"):
        read(tmp_path / "result.json")
    (tmp_path / "result.json").write_bytes(b'{"name": "\xff"}')
    with pytest.raises(BadInput, match=r"not UTF-8 text \(byte 10\)"):
        read(tmp_path / "result.json")


def test_an_error_never_quotes_a_post(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read(written(tmp_path, export(record(text=["secret words", 5]))))
    assert "secret" not in str(caught.value)
