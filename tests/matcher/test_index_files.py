"""An index comes back from its bytes as it was, or not at all."""

import pytest

from matcher.index import NameIndex
from matcher.index_files import dumped, loaded

INDEX = NameIndex.build({"Курская область": "oblast", "Legion": "legion"})


@pytest.mark.parametrize("index", [INDEX, NameIndex[str]({})])
def test_an_index_comes_back(index: NameIndex[str]) -> None:
    again = loaded(dumped(index))
    assert again is not None
    assert list(again.items()) == list(index.items())


@pytest.mark.parametrize("data", [b"", b"\n", dumped(INDEX)[:-1], dumped(INDEX).replace(b"legion", b"legume")])
def test_damaged_bytes_are_refused(data: bytes) -> None:
    assert loaded(data) is None


def test_an_id_of_two_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="end of a line"):
        dumped(NameIndex.build({"Legion": "a\nb"}))
