"""Posts as CSV and Parquet: read back with the tools of those who will."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.base import BadInput
from collectors.exports import parquet as files
from collectors.exports.parquet import parquet
from collectors.exports.tables import csv_rows, row_of
from storage.model import Cause, Channel, Forward, Media, Post, Revision
from tests.collectors.exports.anything import revisions

NINE = datetime(2024, 3, 12, 9, tzinfo=UTC)


def revision(text: str = "Water reaches the quay.", **more: Any) -> Revision:
    post = Post(**{"channel_id": 1, "post_id": 5, "published_at": NINE, "text": text, **more})
    return Revision(9, 2, Cause.EDITED, Channel(1, "river", "River News"), post, NINE, backlog=False)


def rows(*given_revisions: Revision) -> list[dict[str, str]]:
    out = io.BytesIO()
    with csv_rows(out) as write:
        write(given_revisions)
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))


def read_parquet(given_revisions: Sequence[Revision]) -> list[dict[str, Any]]:
    out = io.BytesIO()
    with parquet(out) as write:
        write(given_revisions)
    found: list[dict[str, Any]] = import_module("pyarrow.parquet").read_table(io.BytesIO(out.getvalue())).to_pylist()
    return found


def test_a_row_says_what_the_post_says() -> None:
    forward = Forward(7, "hill", 3, "Hill News", NINE)
    more: dict[str, Any] = {
        "forward": forward,
        "parts": (5, 6),
        "links": ("https://a.example", "https://b.example"),
        "views": 9,
    }
    [row] = rows(revision(media=(Media("photo", size=3),), **more))
    assert {key: value for key, value in row.items() if value} == {
        "channel_id": "1",
        "channel": "river",
        "title": "River News",
        "id": "5",
        "date": "2024-03-12 09:00:00+00:00",
        "seen": "2024-03-12 09:00:00+00:00",
        "revision": "2",
        "cause": "edited",
        "text": "Water reaches the quay.",
        "forwarded": "true",
        "forward_channel_id": "7",
        "forward_channel": "hill",
        "forward_id": "3",
        "forward_name": "Hill News",
        "forward_date": "2024-03-12 09:00:00+00:00",
        "parts": "5 6",
        "media": '[{"kind": "photo", "size": 3}]',
        "links": "https://a.example https://b.example",
        "views": "9",
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_begins_as_a_formula(start: str) -> None:
    [row] = rows(revision(f"{start}HYPERLINK(1)", author=f"{start}x", links=(f"{start}y",)))
    assert (row["text"], row["author"], row["links"]) == (f"'{start}HYPERLINK(1)", f"'{start}x", f"'{start}y")


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_any_text_comes_out_of_csv_as_it_went_in(text: str) -> None:
    [row, _] = rows(revision(text), revision("the next"))
    assert row["text"].removeprefix("'") == text.removeprefix("'")


@given(given_revisions=st.lists(revisions(), max_size=5))
def test_parquet_holds_every_value_with_its_type(given_revisions: list[Revision]) -> None:
    found = read_parquet(given_revisions)
    blank: dict[str, Any] = dict.fromkeys(("kind", "name", "size", "mime", "duration", "file"))
    for row, given_revision in zip(found, given_revisions, strict=True):
        wanted = row_of(given_revision)
        wanted["media"] = [blank | item for item in wanted["media"]]
        assert row == wanted


def test_a_large_parquet_file_is_written_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "ROWS", 10)
    out = io.BytesIO()
    with parquet(out) as write:
        for _ in range(5):
            write([revision()] * 5)
    metadata = import_module("pyarrow.parquet").ParquetFile(io.BytesIO(out.getvalue())).metadata
    assert (metadata.num_rows, metadata.num_row_groups) == (25, 3)


def test_without_pyarrow_the_mend_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> ModuleType:
        raise ImportError(name)

    monkeypatch.setattr(files, "import_module", absent)
    with pytest.raises(BadInput, match=r"Parquet needs pyarrow: pip install 'seinpost\[parquet\]'"):
        parquet(io.BytesIO()).__enter__()
