"""A channel in memory and a source that reads it: keeps the port's contract, remembers nothing between calls."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from collectors.base import Batch, CannotRead, Looked
from collectors.telegram.convert import join_album
from storage.model import Channel, Media, Post
from storage.watching import Problem, Watched


@dataclass
class FakeChannel:
    """What can be read of it now. Ids are given out in order and never again; `hidden` ones seem not to be there."""

    channel: Channel
    now: datetime
    messages: dict[int, Post] = field(default_factory=dict)
    service: set[int] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    last: int = 0

    def publish(self, text: str, album_id: int | None = None) -> int:
        self.last += 1
        media = (Media("photo", f"{self.last}.jpg"),) if album_id else ()
        post = Post(self.channel.channel_id, self.last, self.now, text, album_id=album_id, media=media)
        self.messages[self.last] = post
        return self.last

    def album(self, text: str, size: int) -> list[int]:
        album_id = 1000 + self.last
        return [self.publish(text if number == 0 else "", album_id) for number in range(size)]

    def pin(self) -> None:
        self.last += 1
        self.service.add(self.last)

    def edit(self, message_id: int, text: str) -> None:
        self.messages[message_id] = replace(self.messages[message_id], text=text, edited_at=self.now)

    def react(self, message_id: int) -> None:
        """Readers react: views go up and nothing else."""
        views = (self.messages[message_id].views or 0) + 1
        self.messages[message_id] = replace(self.messages[message_id], views=views)

    def delete(self, *message_ids: int) -> None:
        for message_id in message_ids:
            self.messages.pop(message_id, None)

    @property
    def visible(self) -> dict[int, Post]:
        return {message_id: post for message_id, post in self.messages.items() if message_id not in self.hidden}


class FakeSource:
    """A `Looker` over one channel, `page` messages at a time. `refusing`: raised instead of an answer."""

    name = "fake"

    def __init__(self, served: FakeChannel, *, page: int = 100, first: int = 50):
        self.served = served
        self.page = page
        self.first = first
        self.refusing: Problem | None = None
        self.asked: list[tuple[int, ...]] = []

    async def read(self, watched: Watched, now: datetime) -> Batch:
        self._refuse()
        ids = sorted({*self.served.visible, *self.served.service})
        above = [message_id for message_id in ids if message_id > (watched.cursor or 0)]
        page = above[-self.first :] if watched.cursor is None else above[: self.page]
        return Batch(
            self.served.channel,
            self._posts(page),
            page[-1] if page else watched.cursor,
            more=watched.cursor is not None and len(above) > len(page),
            passed=tuple(message_id for message_id in page if message_id in self.served.service),
        )

    async def look(self, watched: Watched, ids: Sequence[int], now: datetime) -> Looked:
        self.asked.append(tuple(ids))
        self._refuse()
        service, visible = self.served.service, self.served.visible
        return Looked(
            self.served.channel,
            self._posts(ids),
            absent=tuple(message_id for message_id in ids if message_id not in visible and message_id not in service),
            passed=tuple(message_id for message_id in ids if message_id in service),
        )

    def _refuse(self) -> None:
        if self.refusing is not None:
            raise CannotRead(self.refusing, "refused by the test")

    def _posts(self, ids: Iterable[int]) -> tuple[Post, ...]:
        found = [self.served.visible[message_id] for message_id in ids if message_id in self.served.visible]
        albums: dict[int, list[Post]] = {}
        for post in found:
            albums.setdefault(post.album_id or -post.post_id, []).append(post)
        posts = [join_album(parts) if parts[0].album_id else parts[0] for parts in albums.values()]
        return tuple(sorted(posts, key=lambda post: post.post_id))


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime):
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **time: float) -> None:
        self.now += timedelta(**time)
