"""JSON lines: what is written comes back, and what is wrong is named with its line."""

import json
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors import post_lines
from collectors.base import BadInput
from collectors.exports.jsonl import line_of, open_jsonl
from collectors.exports.page import Page
from storage.model import Cause, Channel, Forward, Media, Post, Revision
from tests.collectors.exports.anything import revisions

LINE = {
    "channel_id": 1,
    "channel": "river",
    "title": "River",
    "id": 5,
    "date": "2023-05-22T09:00:00+00:00",
    "text": "a",
}
NINE = datetime(2023, 5, 22, 9, tzinfo=UTC)


def written(tmp_path: Path, *records: object) -> Path:
    path = tmp_path / "posts.jsonl"
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def pages(path: Path, size: int = 500) -> list[Page]:
    return list(open_jsonl(path).pages(size))


@given(given_revisions=st.lists(revisions(), max_size=8), size=st.integers(1, 9))
def test_what_is_written_with_its_history_comes_back(
    tmp_path_factory: pytest.TempPathFactory, given_revisions: list[Revision], size: int
) -> None:
    path = tmp_path_factory.mktemp("export") / "posts.jsonl"
    path.write_bytes("".join(line_of(one, history=True) for one in given_revisions).encode())
    back = [revision for page in pages(path, size) for revision in page.revisions]
    assert sorted(back, key=repr) == sorted(given_revisions, key=repr)


@given(revision=revisions())
def test_a_newest_state_comes_back_without_its_history(
    tmp_path_factory: pytest.TempPathFactory, revision: Revision
) -> None:
    path = written(tmp_path_factory.mktemp("export"), line_of(revision, history=False))
    [[back]] = [page.revisions for page in pages(path)]
    assert (back.post, back.channel, back.seen_at, back.number) == (
        revision.post,
        revision.channel,
        revision.seen_at,
        0,
    )
    assert (back.cause is Cause.DELETED) == (revision.cause is Cause.DELETED)


def test_no_attribute_is_forgotten() -> None:
    """Each of these is written by name: a new one has to be written, read, and drawn in `anything.py`, too."""
    assert {one.name for one in fields(Post)} == {
        *("channel_id", "post_id", "published_at", "text", "edited_at", "forward", "reply_to", "album_id", "parts"),
        *("media", "links", "views", "author"),
    }
    assert {one.name for one in fields(Media)} == {"kind", "name", "size", "mime", "duration", "file"}
    assert {one.name for one in fields(Forward)} == {"channel_id", "username", "post_id", "name", "date"}


def test_a_recording_can_be_read(tmp_path: Path) -> None:
    forward = {"channel": "@hill", "id": 3}
    [page] = pages(written(tmp_path, LINE | {"forward": forward, "views": 7}, "", LINE | {"id": 6}))
    assert page.channel == Channel(1, "river", "River")
    assert page.posts == (
        Post(1, 5, NINE, "a", forward=Forward(username="hill", post_id=3), views=7),
        Post(1, 6, NINE, "a"),
    )


def test_each_channel_has_pages_of_its_own(tmp_path: Path) -> None:
    lines = [LINE | {"id": number, "channel_id": 1 + number % 2} for number in range(1, 7)]
    found = [(page.channel.channel_id, len(page.posts)) for page in pages(written(tmp_path, *lines), size=4)]
    assert found == [(2, 2), (1, 2), (2, 1), (1, 1)]


def test_the_lines_before_a_damage_are_given_out(tmp_path: Path) -> None:
    path = written(tmp_path, LINE, LINE | {"id": 6}, '{"channel_id": 1, "te')
    given_out = open_jsonl(path).pages()
    assert [post.post_id for post in next(given_out).posts] == [5, 6]
    with pytest.raises(BadInput, match=r"posts\.jsonl, line 3: not valid JSON, or incomplete: correct this line"):
        next(given_out)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[]", "not a JSON object"),
        ("[" * 100_000, "not valid JSON"),
        ("1" * 5000, "not valid JSON"),
        ({}, '"channel_id" is missing'),
        (LINE | {"channel_id": 0}, '"channel_id" should be 1 or more'),
        (LINE | {"id": 2**70}, '"id" should be a whole number'),
        (LINE | {"id": True}, '"id" should be a whole number'),
        (LINE | {"id": -1}, '"id" should be 1 or more'),
        (LINE | {"date": "2023-05-22T09:00:00"}, '"date" should be a date'),
        (LINE | {"date": "0001-01-01T00:00:00+14:00"}, '"date" should be a date'),
        (LINE | {"date": "9999-12-31T23:00:00+00:00"}, '"date" should be a date'),
        (LINE | {"edited": "0001-01-01T01:00:00+00:00"}, '"edited" should be a date'),
        (LINE | {"text": None}, '"text" is missing'),
        (LINE | {"text": ["a"]}, '"text" should be a text'),
        (LINE | {"links": "a"}, '"links" should be a list'),
        (LINE | {"links": [1]}, '"links" should be a list of texts'),
        (LINE | {"parts": ["1"]}, '"parts" should be a list of message ids'),
        (LINE | {"parts": [10**30]}, '"parts" should be a list of message ids'),
        (LINE | {"media": [1]}, '"media" should be a list of objects'),
        (LINE | {"media": [{}]}, '"kind" is missing'),
        (LINE | {"media": [{"kind": "a", "duration": "1"}]}, '"duration" should be a number'),
        (LINE | {"media": [{"kind": "a", "duration": 10**400}]}, '"duration" should be a number'),
        (json.dumps(LINE | {"media": [{"kind": "a", "duration": float("inf")}]}), '"duration" should be a number'),
        (LINE | {"forward": []}, '"forward" should be an object'),
        (LINE | {"seen": "soon"}, '"seen" should be a date'),
        (LINE | {"seen": LINE["date"], "deleted": 1}, '"deleted" should be true or false'),
        (LINE | {"seen": LINE["date"], "revision": 0}, '"revision" should be 1 or more'),
        (LINE | {"seen": LINE["date"], "revision": 1}, '"cause" is missing'),
        (LINE | {"seen": LINE["date"], "revision": 1, "cause": "boredom"}, '"cause" should be one of: first, edited'),
    ],
)
def test_a_bad_line_is_named_with_what_to_do(tmp_path: Path, line: Any, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        pages(written(tmp_path, LINE, line))
    assert "posts.jsonl, line 2" in str(caught.value)
    assert said in str(caught.value)
    assert str(caught.value).endswith("correct this line, or take it out.")


def test_an_error_never_quotes_a_post(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        pages(written(tmp_path, LINE | {"text": "secret words", "links": ["secret", 5]}))
    assert "secret" not in str(caught.value)


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post_lines, "LARGEST", 1000)
    with pytest.raises(BadInput, match="line 2: is longer than any post"):
        pages(written(tmp_path, LINE, LINE | {"text": "a" * 1000}))


def test_a_long_text_is_read(tmp_path: Path) -> None:
    [page] = pages(written(tmp_path, LINE | {"text": "А" * 1_000_000}))
    assert len(page.posts[0].text) == 1_000_000


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(b'{"text": "\xff"}')
    with pytest.raises(BadInput, match="line 1: not UTF-8 text"):
        pages(path)


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert pages(written(tmp_path)) == []
