"""Plays a recording of posts as if it were Telegram: what is published up to a (simulated) now can be read.

For the demo and for tests. A recording is JSON lines, one post a line:
`{"channel": "username", "channel_id": 1, "title": "...", "id": 7, "date": "2023-05-22T09:00:00+00:00", "text": "..."}`,
besides what else a line of an export may hold (`exports.jsonl.LINES_HOLD`). Edits are not played one after the other:
a post has the text of its line from the start.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import takewhile
from pathlib import Path

from collectors.base import BadInput, Batch, CannotRead
from collectors.fields import Fields
from collectors.post_lines import fields_of, lines_of, post_of
from storage.model import Channel, Post
from storage.watching import Problem, Watched


class Recording:
    """A `Source` over one file, or over all `*.jsonl` files of a folder."""

    name = "recording"

    def __init__(self, path: Path, *, page: int = 100):
        """Reads all of it.

        Raises:
            BadInput: a file is missing or a line is wrong; names both.
        """
        self._page = page
        self._channels: dict[str, Channel] = {}
        self._posts: dict[str, dict[int, Post]] = {}
        for file in _files(path):
            for fields in _lines(file):
                self._keep(fields)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels that occur, by name."""
        return tuple(self._channels[name] for name in sorted(self._channels))

    @property
    def moments(self) -> tuple[datetime, ...]:
        """When something is published, ascending: where a simulated clock may jump to."""
        return tuple(sorted({post.published_at for posts in self._posts.values() for post in posts.values()}))

    async def read(self, watched: Watched, now: datetime) -> Batch:
        """As `Source.read`; on first contact from the first post on, since a demo has no past to skip."""
        name = watched.username.casefold()
        if name not in self._channels:
            raise CannotRead(Problem.NOT_FOUND, f"the recording has no posts of @{watched.username}")
        above = watched.cursor or 0
        ahead = sorted((post for post in self._posts[name].values() if post.post_id > above), key=lambda p: p.post_id)
        # The cursor goes by id: a post that isn't out yet holds back those with a higher id.
        waiting = list(takewhile(lambda post: post.published_at <= now, ahead))
        page = tuple(waiting[: self._page])
        cursor = page[-1].post_id if page else watched.cursor
        return Batch(self._channels[name], page, cursor, more=len(waiting) > len(page))

    def _keep(self, fields: Fields) -> None:
        channel, post = _channel(fields), post_of(fields)
        name = (channel.username or "").casefold()
        if self._channels.setdefault(name, channel).channel_id != channel.channel_id:
            raise fields.wrong("channel_id", f"differs from that of an earlier line of {channel.username}")
        if self._posts.setdefault(name, {}).setdefault(post.post_id, post) is not post:
            raise fields.wrong("id", f"{post.post_id} is there already in {channel.username}")


def _files(path: Path) -> list[Path]:
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise BadInput(f"{path} holds no recording: put posts into a file there whose name ends in .jsonl.")
    return files


def _lines(file: Path) -> Iterator[Fields]:
    for number, line in enumerate(lines_of(file), start=1):
        if line.strip():
            yield fields_of(line, f"{file}, line {number}")


def _channel(fields: Fields) -> Channel:
    return Channel(fields.whole("channel_id"), fields.text("channel").removeprefix("@"), fields.text("title"))
