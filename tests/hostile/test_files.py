"""Files that an operator is given by others: whatever stands in them, they are read or refused with a reason.

A valid file is damaged at a random place: with any value of any type, with bytes, by an end too soon. What is stored of
it must be storable; what is refused is refused with our own errors, and without work that grows beyond the file.
"""

import json
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.watchlist import WatchlistErrors, load
from collectors.base import BadInput
from collectors.exports.opening import open_export
from storage import posts
from storage.database import Database
from storage.model import Post
from tests.faults.small import write_config
from tests.hostile.writing import NUMBER
from tests.storage.samples import NOW, channel

SEEDS = range(max(60, NUMBER // 20))

_HUGE = "1" + "0" * 400
_NUMBERS = [
    "NaN",
    "Infinity",
    "-Infinity",
    "-0",
    "1e999",
    _HUGE,
    f"-{_HUGE}",
    "9223372036854775808",
    "1" * 5_000,
    "0.1",
]
_TEXTS = [
    '"\\ud800"',
    '"\\u0000"',
    '"\\udfff\\ud800"',
    '""',
    '" "',
    '"1"',
    '"2024-02-30T25:61:61"',
    f'"{"x" * 100_000}"',
]
_OTHERS = [
    "null",
    "true",
    "[]",
    "{}",
    '[[[[{"a": 1}]]]]',
    "[" * 50_000,
    '{"a":' * 50_000,
    '{"id": 1, "id": 2}',
    "]",
    "\x00",
]
VALUES = [*_NUMBERS, *_TEXTS, *_OTHERS]

_MESSAGE: dict[str, Any] = {
    "id": 5,
    "type": "message",
    "date": "2023-05-22T11:00:00",
    "date_unixtime": "1684746000",
    "edited_unixtime": "1684746060",
    "from": "River News",
    "from_id": "channel1001",
    "text": ["a ", {"type": "text_link", "text": "b", "href": "https://example.org"}],
    "forwarded_from": "Others",
    "forwarded_from_id": "channel1002",
    "reply_to_message_id": 4,
    "photo": "photos/1.jpg",
    "width": 10,
    "file_size": 7,
    "duration_seconds": 3,
    "media_type": "video_file",
    "mime_type": "video/mp4",
}
_EXPORT: dict[str, Any] = {"name": "River News", "type": "public_channel", "id": 1001, "messages": [_MESSAGE]}
_LINE: dict[str, Any] = {
    "channel_id": 1,
    "channel": "river",
    "title": "River",
    "id": 5,
    "post_id": 5,
    "date": "2023-05-22T11:00:00+00:00",
    "published_at": "2023-05-22T11:00:00+00:00",
    "text": "Words",
    "links": ["https://example.org"],
    "media": [{"kind": "photo", "name": "1.jpg"}],
    "views": 3,
}


def damaged(whole: dict[str, Any], chance: random.Random) -> bytes:
    """One value in its place is any other, or the bytes are no longer what they were."""
    spots = list(_spots(whole))
    text = json.dumps(whole)
    for _ in range(chance.randrange(1, 3)):
        mark = f'"MARK{chance.randrange(10**9)}"'
        text = _with(whole, chance.choice(spots), mark)
        text = text.replace(json.dumps(mark), chance.choice(VALUES))
    content = text.encode("utf-8", "surrogatepass")
    match chance.randrange(4):
        case 0:
            return content[: chance.randrange(len(content))]
        case 1:
            at = chance.randrange(len(content))
            return content[:at] + bytes(chance.choices(range(256), k=chance.randrange(1, 9))) + content[at:]
        case _:
            return content


def _spots(value: Any, spot: tuple[Any, ...] = ()) -> Any:
    if spot:
        yield spot
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inside:
        yield from _spots(child, (*spot, key))


def _with(whole: dict[str, Any], spot: tuple[Any, ...], value: Any) -> str:
    copied = json.loads(json.dumps(whole))
    inner = copied
    for key in spot[:-1]:
        inner = inner[key]
    inner[spot[-1]] = value
    return json.dumps(copied)


def posts_of(path: Path) -> list[Post]:
    return [post for page in open_export(path).pages(100) for post in page.posts]


@pytest.mark.parametrize(("name", "whole"), [("result.json", _EXPORT), ("posts.jsonl", _LINE)])
async def test_a_damaged_export_is_read_or_refused_and_what_is_read_can_be_stored(
    db: Database, tmp_path: Path, name: str, whole: dict[str, Any]
) -> None:
    path, read = tmp_path / name, 0
    for seed in SEEDS:
        path.write_bytes(damaged(whole, random.Random(seed)))
        try:
            found = posts_of(path)
        except BadInput:
            continue
        read += len(found)
        for post in found:
            await db.write(posts.save, channel(post.channel_id), [post], None, NOW, backlog=True)
    assert read


@settings(max_examples=max(100, NUMBER // 10))
@given(st.binary(max_size=400), st.sampled_from(["result.json", "messages.html", "posts.jsonl"]))
def test_no_bytes_break_the_reading_of_exports(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, name: str
) -> None:
    path = tmp_path_factory.mktemp("export") / name
    path.write_bytes(noise)
    with suppress(BadInput):
        posts_of(path)


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"messages": [', '{"messages": [{"text": ['])
def test_a_nesting_of_a_million_is_refused(tmp_path: Path, opening: str) -> None:
    path = tmp_path / "result.json"
    path.write_text(opening + "[" * 1_000_000, encoding="ascii")
    with pytest.raises(BadInput):
        posts_of(path)


# --- the watchlist ----------------------------------------------------------------------------------------------------

_PLAIN: list[Callable[[random.Random], Any]] = [
    lambda _: None,
    lambda _: True,
    lambda chance: chance.choice([0, -1, 10**17, 1.5, -0.0]),
    lambda chance: chance.choice(
        ["", " ", "x" * 10_000, "\u202e", "\u0301", "2024-02-30", "A01", "(a+)+$", "{0}", "@", "~", "+"]
    ),
    lambda _: [],
    lambda _: {},
    lambda _: ["", None, {}],
    lambda _: {"en": {"en": ["x"]}},
    lambda _: [[["x"]]],
]


@pytest.fixture(scope="module")
def watchlist_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("watchlist")
    write_config(folder)
    return folder / "config/watchlist"


@pytest.mark.parametrize("seed", range(max(80, NUMBER // 20)))
def test_a_watchlist_with_any_value_at_any_place_is_good_or_says_what_is_wrong(
    watchlist_folder: Path, tmp_path: Path, seed: int
) -> None:
    chance, folder = random.Random(seed), tmp_path / "watchlist"
    shutil.copytree(watchlist_folder, folder)
    file = chance.choice([one for one in sorted(folder.rglob("*.yaml")) if len(one.read_text(encoding="utf-8")) > 5])
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    spot = chance.choice(list(_spots(entries)))
    inner = entries
    for key in spot[:-1]:
        inner = inner[key]
    inner[spot[-1]] = chance.choice(_PLAIN)(chance)
    file.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    _good_or_explained(folder)


_SIGNS = st.text(alphabet="-[]{}:,&*!#|>%@`\"'? \n\tab01~", max_size=200).map(str.encode)


@settings(max_examples=max(60, NUMBER // 20))
@given(
    st.one_of(st.binary(max_size=200), st.text(alphabet="-[]{}:,&*!#|>%@`\"'? \n\tab01~", max_size=200).map(str.encode))
)
def test_no_bytes_break_the_reading_of_the_watchlist(
    watchlist_folder: Path, tmp_path_factory: pytest.TempPathFactory, noise: bytes
) -> None:
    folder = tmp_path_factory.mktemp("noise") / "watchlist"
    shutil.copytree(watchlist_folder, folder)
    (folder / "places.yaml").write_bytes(noise)
    _good_or_explained(folder)


_MEGABYTE = 1_000_000
_BOMBS = {
    "lists": "[" * _MEGABYTE,
    "mappings": "{a: " * _MEGABYTE,
    "dashes": "- " * _MEGABYTE,
    "keys": "? " * _MEGABYTE,
    "one key again and again": "a: b\n" * (_MEGABYTE // 20),
    "anchors": "&a " * (_MEGABYTE // 2),
    "tags": "! " * (_MEGABYTE // 2),
}


@pytest.mark.parametrize("bomb", _BOMBS.values(), ids=_BOMBS)
def test_a_file_of_megabytes_that_goes_deep_or_repeats_is_refused(
    watchlist_folder: Path, tmp_path: Path, bomb: str
) -> None:
    folder = tmp_path / "watchlist"
    shutil.copytree(watchlist_folder, folder)
    (folder / "places.yaml").write_text(bomb, encoding="ascii")
    with pytest.raises(WatchlistErrors, match=r"places\.yaml"):
        load(folder)


def _good_or_explained(folder: Path) -> None:
    with suppress(WatchlistErrors):
        load(folder)
