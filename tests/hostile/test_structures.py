"""Files, posts and buttons of the real parts, put together as nobody would: by hypothesis, which makes them small.

A file is read or refused with our own errors, and what is read of it can be stored; a button is answered.
"""

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from telethon.tl import types

from bot.chat.callbacks import DATA_LIMIT, Verb
from bot.watchlist import WatchlistErrors, load
from collectors.base import BadInput
from collectors.exports.opening import open_export
from collectors.telegram import convert
from storage import posts
from storage.database import Database
from storage.model import Post
from tests.bot.chat import conftest as chatting
from tests.bot.chat.conftest import Desk
from tests.collectors.telegram.messages import message
from tests.faults.small import write_config
from tests.hostile.writing import NUMBER
from tests.storage.samples import NOW, channel

api, desk = chatting.api, chatting.desk

# --- exports ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Written:
    """JSON as it stands in a file: what no value of Python would be written as, too."""

    text: str


@dataclass(frozen=True, slots=True)
class Members:
    """An object's, in their order; a key may come twice."""

    pairs: tuple[tuple[str, Any], ...]


def json_of(value: Any) -> str:
    match value:
        case Written(text):
            return text
        case Members(pairs):
            return "{" + ",".join(f"{json.dumps(key)}:{json_of(one)}" for key, one in pairs) + "}"
        case list():
            return "[" + ",".join(map(json_of, value)) + "]"
        case _:
            return json.dumps(value)


MESSAGE: dict[str, Any] = {
    "id": 5,
    "type": "message",
    "date": "2023-05-22T11:00:00",
    "date_unixtime": "1684746000",
    "edited": "2023-05-22T11:01:00",
    "edited_unixtime": "1684746060",
    "from": "River News",
    "from_id": "channel1001",
    "author": "A.",
    "text": ["a ", Members((("type", "text_link"), ("text", "b"), ("href", "https://example.org")))],
    "text_entities": [Members((("type", "plain"), ("text", "a ")))],
    "forwarded_from": "Others",
    "forwarded_from_id": "channel1002",
    "reply_to_message_id": 4,
    "photo": "photos/1.jpg",
    "photo_file_size": 7,
    "file": "files/1.mp4",
    "file_name": "1.mp4",
    "file_size": 7,
    "width": 10,
    "duration_seconds": 3,
    "media_type": "video_file",
    "mime_type": "video/mp4",
    "poll": Members((("question", "Is it wet?"), ("answers", []), ("total_voters", 1))),
    "reactions": [Members((("type", "emoji"), ("count", 2), ("emoji", "👍")))],
    "contact_information": Members((("first_name", "A."),)),
    "location_information": Members((("latitude", 51.9), ("longitude", 4.4))),
    "action": "pin_message",
}
LINE: dict[str, Any] = {
    "channel_id": 1,
    "channel": "river",
    "title": "River",
    "id": 5,
    "revision": 1,
    "cause": "first",
    "seen": "2023-05-22T11:00:00+00:00",
    "date": "2023-05-22T11:00:00+00:00",
    "edited": "2023-05-22T11:01:00+00:00",
    "text": "Words",
    "links": ["https://example.org"],
    "media": [Members((("kind", "photo"), ("name", "1.jpg"), ("size", 7), ("duration", 1.5)))],
    "forward": Members(
        (("channel_id", 2), ("username", "others"), ("post_id", 3), ("date", "2023-05-21T11:00:00+00:00"))
    ),
    "reply_to": 4,
    "album_id": 9,
    "parts": [5, 6],
    "views": 3,
    "author": "A.",
}
ODD = st.sampled_from(
    [
        *("NaN", "-Infinity", "1e999", "-0.0", "1" + "0" * 400, "9223372036854775808", "-9223372036854775809"),
        *("1" * 5_000, "[" * 3_000 + "]" * 3_000, '{"a":' * 500 + "1" + "}" * 500, '"\\ud800"', '"\\u0000"', "tru", ""),
    ]
).map(Written)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["channel1", "user1", "1684746000", "99999999999999", "9999-12-31T23:59:59+23:59", "0001-01-01"])
    | ODD
)


def inside(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    pairs = st.lists(st.tuples(st.sampled_from([*MESSAGE, *LINE, "href"]), children), max_size=4)
    return st.lists(children, max_size=4) | pairs.map(lambda found: Members(tuple(found)))


ANYTHING = st.recursive(LEAVES, inside, max_leaves=8)


@st.composite
def spoilt(draw: st.DrawFn, whole: dict[str, Any]) -> Members:
    """An object as it should be, but for a few of its values; some keys are gone, some come twice, in any order."""
    members = {key: whole[key] for key in whole if not draw(st.sampled_from([False] * 9 + [True]))}
    wrong = draw(st.lists(st.tuples(st.sampled_from(list(whole)), ANYTHING), max_size=3))
    again = draw(st.booleans())
    pairs = [*members.items(), *wrong] if again else list({**members, **dict(wrong)}.items())
    return Members(tuple(draw(st.permutations(pairs)) if draw(st.booleans()) else pairs))


EXPORT = {"name": "River News", "type": "public_channel", "id": 1001}


@st.composite
def desktop(draw: st.DrawFn) -> str:
    messages = draw(st.lists(spoilt(MESSAGE) | spoilt(MESSAGE) | ANYTHING, min_size=1, max_size=3))
    around = {**EXPORT, **draw(st.dictionaries(st.sampled_from(list(EXPORT)), ANYTHING, max_size=1))}
    return json_of(Members((*around.items(), ("messages", messages))))


JSONL = st.lists(spoilt(LINE) | spoilt(LINE) | ANYTHING, min_size=1, max_size=3).map(
    lambda lines: "\n".join(map(json_of, lines))
)


def posts_of(path: Path) -> list[Post]:
    """What is read before the file ends, or is refused."""
    found: list[Post] = []
    with suppress(BadInput):
        for page in open_export(path).pages(100):
            found += [*page.posts, *(revision.post for revision in page.revisions)]
    return found


@pytest.mark.parametrize(("name", "files"), [("result.json", desktop()), ("posts.jsonl", JSONL)])
async def test_an_export_of_real_keys_is_read_or_refused_and_what_is_read_can_be_stored(
    sqlite_db: Database, tmp_path: Path, name: str, files: st.SearchStrategy[str]
) -> None:
    read: list[Post] = []

    @settings(max_examples=max(200, NUMBER // 10), suppress_health_check=list(HealthCheck))
    @given(files)
    def reads(text: str) -> None:
        (tmp_path / name).write_text(text, encoding="utf-8", errors="surrogatepass")
        read.extend(posts_of(tmp_path / name))

    reads()
    assert read
    for post in read:
        await sqlite_db.write(posts.save, channel(post.channel_id), [post], None, NOW, backlog=True)


# --- the watchlist ----------------------------------------------------------------------------------------------------

KEYS = (
    *("id", "kind", "name", "names", "other", "langs", "en", "ru", "forms", "ambiguous", "affiliation", "side", "tie"),
    *("source", "note", "username", "channel_id", "role", "lang", "enabled", "republish", "owner", "confidence"),
    *(
        "statement",
        "holders",
        "about",
        "places",
        "first",
        "last",
        "events",
        "asserting",
        "denying",
        "denials",
        "incident",
    ),
    *("checkable", "figures", "needed", "needs", "words", "wanted", "unwanted", "polarity", "meaning", "country"),
    *("oblast", "district", "parents", "lat", "lon", "precision_km", "contested_by", "person", "labels", "hashtags"),
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.text(max_size=12)
    | st.sampled_from(
        [*KEYS, "F01", "rivermouth", "harbour", "flood+@place", "{place} of {0}", "(a+)+$", "@", "2024-03-12"]
    )
)


def nested(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.sampled_from(KEYS) | st.integers() | st.none() | st.dates()
    return st.lists(children, max_size=3) | st.dictionaries(keys, children, max_size=4)


STRUCTURE = st.recursive(SCALARS, nested, max_leaves=8)


@pytest.fixture(scope="module")
def watchlist_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("watchlist")
    write_config(folder)
    return folder / "config/watchlist"


def test_a_watchlist_of_real_keys_is_good_or_says_what_is_wrong(watchlist_folder: Path, tmp_path: Path) -> None:
    files = sorted(str(file.relative_to(watchlist_folder)) for file in watchlist_folder.rglob("*.yaml"))
    shutil.copytree(watchlist_folder, tmp_path / "watchlist")

    @settings(max_examples=max(150, NUMBER // 20), suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(files), st.dictionaries(st.sampled_from(KEYS), STRUCTURE, max_size=4), STRUCTURE)
    def loads(name: str, wrong: dict[str, Any], other: Any) -> None:
        shipped = (watchlist_folder / name).read_text(encoding="utf-8")
        entries = yaml.safe_load(shipped)
        file = tmp_path / "watchlist" / name
        try:
            for content in ([{**entry, **wrong} for entry in entries or [{}]], [*entries, other], other):
                file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8", errors="surrogatepass")
                with suppress(WatchlistErrors):
                    load(tmp_path / "watchlist")
        finally:
            file.write_text(shipped, encoding="utf-8")

    loads()


# --- posts from Telegram ----------------------------------------------------------------------------------------------

PLACE = st.integers(-3, 30) | st.sampled_from([-(2**31), 2**31 - 1])
ENTITIES = st.one_of(
    st.builds(
        types.MessageEntityTextUrl, PLACE, PLACE, st.text(st.characters() | st.sampled_from("\ud83d\0"), max_size=9)
    ),
    st.builds(types.MessageEntityMentionName, PLACE, PLACE, st.integers(-1, 2**63 - 1)),
    st.builds(types.MessageEntityUrl, PLACE, PLACE),
    st.builds(types.MessageEntityMention, PLACE, PLACE),
    st.builds(types.MessageEntityPre, PLACE, PLACE, st.text(max_size=5)),
)
HALVES = st.text(st.characters() | st.sampled_from("\ud83d\ude00\0🏴é"), max_size=20)


@settings(max_examples=max(200, NUMBER // 10))
@given(HALVES, st.lists(ENTITIES, max_size=8))
def test_entities_that_overlap_leave_the_text_or_cut_a_pair_make_a_post_that_can_be_stored(
    text: str, entities: list[Any]
) -> None:
    [found] = convert.posts_of([message(1, text, entities=entities)], {})
    assert "\0" not in found.text
    for words in (found.text, *found.links):
        words.encode("utf-8")
    assert len(set(found.links)) == len(found.links)


# --- buttons ----------------------------------------------------------------------------------------------------------

WORD = (
    st.sampled_from(
        [
            *("a", "p", "c", "t", "s", "l", "w", "x", "y", "n", "m", "g", "d", "k", "ask", "yes", "no", "now", "off"),
            *("html", "csv", "A03", "lsr", "E001", "tyotkino", "en", "2300", "-2300", "Europe/Kyiv", "#", "r", "tu"),
        ]
    )
    | st.integers(-2, 3).map(str)
    | st.integers().map(str)
    | st.text(max_size=8)
)
BUTTON = st.tuples(st.sampled_from(Verb), st.lists(WORD, max_size=5)).map(
    lambda made: ":".join(["1", made[0], *made[1]])
)


def fits(data: str) -> bool:
    return len(data.encode("utf-8", "replace")) <= DATA_LIMIT and data.isprintable()


async def test_buttons_of_real_verbs_with_any_words_behind_them_are_answered(desk: Desk) -> None:
    await desk.owned()
    message, made = await desk.ask("/help"), given_by(BUTTON.filter(fits), max(150, NUMBER // 20))
    with capture_logs() as logs:
        for data in made:
            await (await desk.anna.forge(message, data)).answered()
    assert [line for line in logs if line["event"] == "turn failed"] == []
    # Pressed once more, a button shows what is there already; the bot knows that this is no trouble
    desk.api.world.rejected[:] = [one for one in desk.api.rejected if "is not modified" not in one.reason]


def given_by(strategy: st.SearchStrategy[str], number: int) -> list[str]:
    """So many of them: a running bot is asked for in the loop that the test has, not in hypothesis' own."""
    found: list[str] = []

    @settings(max_examples=number, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(strategy)
    def make(data: str) -> None:
        found.append(data)

    make()
    return found
