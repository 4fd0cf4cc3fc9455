"""JSON in pieces: the same as all at once, wherever the pieces end."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.base import BadInput
from collectors.exports import json_stream
from collectors.exports.json_stream import JsonStream

ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@pytest.fixture(params=[1, 2, 7, 64])
def piece(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Bytes that are read at once."""
    monkeypatch.setattr(json_stream, "PIECE", request.param)
    size: int = request.param
    return size


def stream(text: str | bytes) -> JsonStream:
    return JsonStream(io.BytesIO(text.encode() if isinstance(text, str) else text), "The file", "mend it.")


def read_all(reading: JsonStream) -> dict[str, Any]:
    found = {key: reading.value() for key in reading.members()}
    reading.end()
    return found


def damage(text: str | bytes) -> str:
    reading = stream(text)
    with pytest.raises(BadInput) as caught:
        read_all(reading)
    return str(caught.value)


@given(
    members=st.lists(st.tuples(st.text(), ANYTHING), max_size=4), indent=st.sampled_from([None, 1]), plain=st.booleans()
)
def test_any_object_is_read_as_it_was_written(members: list[tuple[str, Any]], indent: int | None, plain: bool) -> None:
    written = json.dumps(dict(members), indent=indent, ensure_ascii=plain)
    for size in (1, 3, 50):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(json_stream, "PIECE", size)
            assert read_all(stream(written)) == dict(members)


@given(values=st.lists(ANYTHING, max_size=5))
def test_a_list_is_read_one_by_one(values: list[Any]) -> None:
    reading = stream(" " + json.dumps(values))
    assert list(reading.elements()) == values


def test_escapes_that_are_no_json_are_put_right_wherever_a_piece_ends(piece: int) -> None:
    reading = stream(r'["\x0B\\x41\x1F", "\\\x00", "\\\\x", "\u0041"]')
    assert list(reading.elements()) == ["\x0b\\x41\x1f", "\\\x00", "\\\\x", "A"]


def test_a_mark_of_the_encoding_is_no_content(piece: int) -> None:
    assert list(stream("\ufeff[1]").elements()) == [1]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "line 1, column 1"),
        ("{", "line 1, column 2"),
        ('{"a": 1', "line 1, column 8"),
        ('{"a"\n: 1,\n\n  x', "line 4, column 3"),
        ('{"a": "\\q"}', "line 1, column 8"),
        ('{"a": [1, 2,, 3], "b": "long enough to stand behind it"}', "line 1, column 13"),
        ('{"a": 1} 2', "line 1, column 10"),
        ('{"a": 1, 2: 3}', "line 1, column 11"),
        ('{"a": "never closed', "line 1, column 7"),
    ],
)
def test_a_damage_is_placed_wherever_a_piece_ends(piece: int, text: str, place: str) -> None:
    assert damage(text) == f"The file is damaged or incomplete at {place}: mend it."


def test_bytes_that_are_no_text_are_placed(piece: int) -> None:
    assert damage(b'{"a": "\xd0\x90\xff"}') == "The file is not UTF-8 text (byte 9): mend it."
    assert "(byte 7)" in damage(b'{"a": "\xd0')


def test_a_value_without_end_is_not_read_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "LARGEST", 10_000)
    monkeypatch.setattr(json_stream, "PIECE", 1000)
    reading = stream('["' + "a" * 100_000)
    with pytest.raises(BadInput, match="damaged or incomplete at line 1, column 2"):
        list(reading.elements())
    assert reading.read < 40_000


def test_behind_a_damage_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "PIECE", 1000)
    reading = stream('["a", oops' + " " * 100_000)
    with pytest.raises(BadInput, match="column 7"):
        list(reading.elements())
    assert reading.read == 1000
