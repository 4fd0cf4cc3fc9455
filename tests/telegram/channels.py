"""A channel on the loopback server, and what tests do with it: publish, edit, react, delete, hide, close.

Holds state and no TL objects but those that a test hands in (media, entities); wire.py writes the messages. Tells its
server what happened; who is to hear of that is not decided here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from tests.telegram.accounts import Account
from tests.telegram.files import HOME_DC, File
from tests.telegram.history import Page, page_of

FIRST_POST_AT = datetime(2024, 3, 12, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a post was forwarded from. Telegram gives a hidden origin's name only."""

    channel: "ServedChannel | None" = None
    post_id: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """One message of a channel. `more`: further fields of TL's Message, by name."""

    post_id: int
    date: datetime
    text: str
    origin: Origin | None = None
    media: Any = None
    file: File | None = None
    album: int | None = None
    edited_at: datetime | None = None
    edit_hidden: bool = False
    reactions: int = 0
    service: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)


class Happened(StrEnum):
    """What members of a channel hear of."""

    PUBLISHED = "published"
    EDITED = "edited"  # or reacted to
    DELETED = "deleted"
    CHANGED = "changed"  # the channel itself


@dataclass(frozen=True, slots=True)
class News:
    """Something happened to messages of a channel. `pts`: its count of such things, this one included."""

    channel: "ServedChannel"
    happened: Happened
    post_ids: tuple[int, ...]
    pts: int


class ServedChannel:
    """A public channel until `close` makes it private. Its posts have ids of their own, as on Telegram.

    `members`: the accounts that joined it, which alone hear of what happens in it; `banned` ones may not.
    """

    def __init__(self, channel_id: int, username: str | None, title: str, *, group: bool = False):
        self.channel_id = channel_id
        self.username = username
        self.title = title
        self.group = group
        self.private = False
        self.restriction: str | None = None
        self.marks: set[str] = set()
        self.members: set[Account] = set()
        self.banned: set[Account] = set()
        self.pts = 1
        self.tell: Callable[[News], None] = lambda news: None
        self._posts: dict[int, Published] = {}
        self._withheld: set[int] = set()
        self._next_id = 1
        self._next_album = channel_id * 1000
        self._next_file = channel_id * 10_000

    # --- what tests do ---

    def publish(
        self,
        text: str,
        *,
        date: datetime | None = None,
        forward_from: "tuple[ServedChannel, int] | str | None" = None,
        media: Any = None,
        content: bytes | None = None,
        dc: int = HOME_DC,
        album: int | None = None,
        **more: Any,
    ) -> int:
        """A new post; its id. `forward_from`: a channel and post, or a hidden origin's name. `media`: a TL object, or
        one of "photo", "video", "document", "voice"; `content`: what can be downloaded of it, from data centre `dc`
        (a forward has the file that it forwards). Further arguments are fields of TL's Message (views, entities,
        post_author ...). Without a date: a minute after the newest post."""
        origin = _origin(forward_from)
        file = self._file(content, dc) if content is not None else _forwarded_file(origin)
        return self._add(date, text=text, origin=origin, media=media, file=file, album=album, more=more)

    def publish_album(
        self, text: str, media: Sequence[Any], *, date: datetime | None = None, caption_on: int = 0
    ) -> tuple[int, ...]:
        """An album: one message for each of `media`, one of them with the caption."""
        self._next_album += 1
        at = date or self._after_newest()
        return tuple(
            self.publish(text if number == caption_on else "", date=at, media=part, album=self._next_album)
            for number, part in enumerate(media)
        )

    def pin(self, post_id: int) -> int:
        """The service message "pinned a post"; its id."""
        return self._add(None, text="", service=True, more={"pinned": post_id})

    def skip(self, count: int) -> None:
        """A gap in the ids."""
        self._next_id += count

    def edit(self, post_id: int, text: str, *, at: datetime | None = None) -> None:
        post = self._posts[post_id]
        self._posts[post_id] = replace(
            post, text=text, edited_at=at or post.date + timedelta(minutes=1), edit_hidden=False
        )
        self._happened(Happened.EDITED, post_id)

    def replace_file(self, post_id: int, content: bytes, *, at: datetime | None = None) -> None:
        """Another picture or document in the place of the first, under the same text."""
        post = self._posts[post_id]
        edited_at = at or post.date + timedelta(minutes=1)
        self._posts[post_id] = replace(post, file=self._file(content), edited_at=edited_at, edit_hidden=False)

    def lose_end(self, post_id: int, size: int) -> None:
        """The last bytes of a file can't be had any more, although the message still counts them."""
        post = self._posts[post_id]
        if post.file is not None:
            self._posts[post_id] = replace(post, file=replace(post.file, lost=size))

    def react(self, post_id: int, count: int = 1) -> None:
        """Readers react: Telegram moves the edit date and marks it as not to be shown."""
        post = self._posts[post_id]
        edited_at = post.date + timedelta(minutes=1)
        self._posts[post_id] = replace(post, reactions=post.reactions + count, edited_at=edited_at, edit_hidden=True)
        self._happened(Happened.EDITED, post_id)

    def delete(self, *post_ids: int) -> None:
        for post_id in post_ids:
            del self._posts[post_id]
        self._happened(Happened.DELETED, *post_ids)

    def withhold(self, *post_ids: int) -> None:
        """Posts that take up room on a page and are not shown, as with those that local law forbids."""
        self._withheld.update(post_ids)

    def close(self) -> None:
        """The channel becomes private: its username is gone, and outsiders read nothing."""
        self.private = True
        self.username = None

    def reopen(self, username: str) -> None:
        """Public again."""
        self.private = False
        self.username = username

    def rename(self, title: str) -> None:
        self.title = title
        self._happened(Happened.CHANGED)

    def mark(self, *marks: str) -> None:
        """Telegram marks it for all to see: "verified", "scam", "fake"; nothing takes all marks away."""
        self.marks = set(marks)

    def restrict(self, text: str) -> None:
        """Telegram shows this channel nowhere here: it resolves, and holds `text` instead of posts."""
        self.restriction = text
        self.withhold(*self._posts)

    # --- what the server asks ---

    @property
    def count(self) -> int:
        return len(self._posts)

    @property
    def ids(self) -> tuple[int, ...]:
        """Ids of all posts that a reader can see, oldest first."""
        return tuple(sorted(set(self._posts) - self._withheld))

    def post(self, post_id: int) -> Published | None:
        return None if post_id in self._withheld else self._posts.get(post_id)

    def file(self, file_id: int) -> File | None:
        """What hangs on one of its posts, under this number."""
        files = (post.file for post in self._posts.values() if post.file is not None)
        return next((file for file in files if file.file_id == file_id), None)

    def page(self, page: Page) -> list[Published]:
        """Newest first."""
        newest_first = [(post_id, self._posts[post_id].date) for post_id in sorted(self._posts, reverse=True)]
        return [self._posts[post_id] for post_id in page_of(newest_first, page) if post_id not in self._withheld]

    def _file(self, content: bytes, dc: int = HOME_DC) -> File:
        self._next_file += 1
        return File(self._next_file, content, dc)

    def _add(self, date: datetime | None, **fields: Any) -> int:
        post_id = self._next_id
        self._next_id += 1
        self._posts[post_id] = Published(post_id=post_id, date=date or self._after_newest(), **fields)
        self._happened(Happened.PUBLISHED, post_id)
        return post_id

    def _happened(self, happened: Happened, *post_ids: int) -> None:
        self.pts += len(post_ids)
        self.tell(News(self, happened, post_ids, self.pts))

    def _after_newest(self) -> datetime:
        if not self._posts:
            return FIRST_POST_AT
        return self._posts[max(self._posts)].date + timedelta(minutes=1)


def _origin(forward_from: tuple[ServedChannel, int] | str | None) -> Origin | None:
    match forward_from:
        case None:
            return None
        case str():
            return Origin(name=forward_from)
        case (channel, post_id):
            return Origin(channel=channel, post_id=post_id)


def _forwarded_file(origin: Origin | None) -> File | None:
    if origin is None or origin.channel is None or origin.post_id is None:
        return None
    first = origin.channel.post(origin.post_id)
    return first.file if first is not None else None
