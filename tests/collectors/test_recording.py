"""A recording played against a simulated clock, and what is said about a bad one."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from collectors.base import BadInput, CannotRead
from collectors.recording import Recording
from storage.model import Channel, Forward
from storage.watching import Problem, Watched

NOON = datetime(2023, 5, 22, 12, tzinfo=UTC)
RIVER = Channel(1001, "rivierkrant", "River News")


def line(post_id: int, minute: int = 0, **more: object) -> dict[str, object]:
    at = NOON + timedelta(minutes=minute)
    post = {"channel": "rivierkrant", "channel_id": 1001, "title": "River News", "id": post_id, "date": at.isoformat()}
    return {**post, "text": f"Post {post_id}", **more}


def written(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "posts.jsonl"
    path.write_text("\n".join(item if isinstance(item, str) else json.dumps(item) for item in lines), encoding="utf-8")
    return path


def watched(cursor: int | None = None, username: str = "rivierkrant") -> Watched:
    return Watched(username, None, cursor)


async def test_a_post_can_be_read_from_the_moment_it_is_published(tmp_path: Path) -> None:
    recording = Recording(written(tmp_path, line(1, minute=0), line(2, minute=5)))
    early = await recording.read(watched(), NOON + timedelta(minutes=4))
    assert ([post.text for post in early.posts], early.cursor, early.channel) == (["Post 1"], 1, RIVER)
    later = await recording.read(watched(cursor=1), NOON + timedelta(minutes=5))
    assert ([post.text for post in later.posts], later.cursor) == (["Post 2"], 2)


async def test_nothing_new_leaves_the_cursor_where_it_was(tmp_path: Path) -> None:
    recording = Recording(written(tmp_path, line(1)))
    batch = await recording.read(watched(cursor=1), NOON)
    assert (batch.posts, batch.cursor, batch.more) == ((), 1, False)


async def test_a_post_that_is_not_out_yet_is_not_jumped_over(tmp_path: Path) -> None:
    recording = Recording(written(tmp_path, line(1, minute=9), line(2, minute=0)))
    assert (await recording.read(watched(), NOON)).posts == ()
    assert [post.post_id for post in (await recording.read(watched(), NOON + timedelta(hours=1))).posts] == [1, 2]


async def test_a_long_recording_comes_in_pages(tmp_path: Path) -> None:
    recording = Recording(written(tmp_path, *(line(number) for number in range(1, 6))), page=2)
    cursor, read = None, []
    while True:
        batch = await recording.read(watched(cursor), NOON)
        cursor = batch.cursor
        read.append(len(batch.posts))
        if not batch.more:
            break
    assert read == [2, 2, 1]


async def test_the_name_counts_however_it_is_written_and_an_unknown_one_is_said(tmp_path: Path) -> None:
    recording = Recording(written(tmp_path, line(1)))
    assert len((await recording.read(watched(username="RivierKrant"), NOON)).posts) == 1
    with pytest.raises(CannotRead) as caught:
        await recording.read(watched(username="another"), NOON)
    assert caught.value.problem is Problem.NOT_FOUND


async def test_a_forward_and_an_edit_come_with_the_post(tmp_path: Path) -> None:
    origin = {"channel": "@headwater", "channel_id": 7, "id": 3, "name": "Headwater", "date": NOON.isoformat()}
    recording = Recording(written(tmp_path, line(1, forward=origin, edited=NOON.isoformat(), text="a\x00")))
    [post] = (await recording.read(watched(), NOON)).posts
    assert post.forward == Forward(7, "headwater", 3, "Headwater", NOON)
    assert (post.edited_at, post.text) == (NOON, "a\ufffd")


def test_a_folder_is_read_as_one_recording_and_says_when_something_happens(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(line(1, minute=3)) + "\n\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(
        json.dumps(line(1, channel="other", channel_id=2, title="Other")), encoding="utf-8"
    )
    recording = Recording(tmp_path)
    assert recording.channels == (Channel(2, "other", "Other"), RIVER)
    assert recording.moments == (NOON, NOON + timedelta(minutes=3))


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "not valid JSON"),
        ("[1]", "not a JSON object"),
        ("[" * 100_000, "not valid JSON"),
        (line(2, id="2"), '"id" should be a whole number'),
        (line(2, id=True), '"id" should be a whole number'),
        (line(2, id=0), '"id" should be 1 or more'),
        (line(2, id=2**70), '"id" should be a whole number'),
        (line(1, text="again"), '"id" 1 is there already'),
        (line(2, channel_id=9), '"channel_id" differs'),
        (line(2, date="yesterday"), '"date" should be a date such as'),
        (line(2, date="2023-05-22T09:00:00"), "with its offset from UTC"),
        (line(2, text=None), '"text" is missing'),
        (line(2, text=["a"]), '"text" should be a text'),
        (line(2, forward="headwater"), '"forward" should be an object'),
        (line(2, forward={"id": "x"}), 'line 2, forward: "id" should be a whole number'),
    ],
)
def test_a_bad_line_is_named_with_what_to_do(tmp_path: Path, bad: object, said: str) -> None:
    path = written(tmp_path, line(1), bad)
    with pytest.raises(BadInput) as caught:
        Recording(path)
    text = str(caught.value)
    assert f"{path}, line 2" in text
    assert said in text
    assert text.endswith("correct this line, or take it out.")


def test_a_recording_that_is_not_there_or_not_text_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"missing\.jsonl can't be read"):
        Recording(tmp_path / "missing.jsonl")
    with pytest.raises(BadInput, match="holds no recording"):
        Recording(tmp_path)
    (tmp_path / "latin.jsonl").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(BadInput, match="not UTF-8 text"):
        Recording(tmp_path)
