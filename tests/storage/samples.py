"""Posts, chats, events and the like with everything filled in that a test does not care about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from storage import alerts, chats, events, links, posts
from storage.database import Database
from storage.messages import Message
from storage.model import Channel, Found, Kind, Link, Media, Post, Revision, Stance
from storage.telling import Alert, Chat, Event, EventKind, Reason

NOW = datetime(2024, 3, 12, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
HELLO = Message("<b>hello</b>")
CLAIM = (Kind.CLAIM, "A14")


def channel(channel_id: int = 1, username: str | None = "border_watch", title: str = "Border watch") -> Channel:
    return Channel(channel_id, username, title)


def post(post_id: int = 1, text: str = "Shots were heard near the crossing.", **more: Any) -> Post:
    return Post(**{"channel_id": 1, "post_id": post_id, "published_at": NOW, "text": text, **more})


def part(post_id: int, text: str = "", album_id: int = 77, **more: Any) -> Post:
    """One message of an album, with a picture of its own."""
    picture = Media("photo", name=f"{post_id}.jpg")
    return post(post_id, text, album_id=album_id, parts=(post_id,), media=(picture,), **more)


def chat(chat_id: int = 500, **more: Any) -> Chat:
    return Chat(**{"chat_id": chat_id, "language": "nl", "time_zone": "Europe/Amsterdam", "created_at": NOW, **more})


def event(revision_id: int, target: tuple[Kind, str] = CLAIM, **more: Any) -> Event:
    kind = EventKind.CLAIM_FIRST_SEEN if target[0] is Kind.CLAIM else EventKind.MENTIONED
    about = {"target_kind": target[0], "target": target[1]}
    return Event(**{"kind": kind, "revision_id": revision_id, "at": NOW, **about, **more})


def said(revision_id: int, source: str, stance: Stance = Stance.ASSERTS, **more: Any) -> Event:
    """A claim event with somebody's word."""
    return event(revision_id, source=source, stance=stance, **more)


def alert(revision_id: int, events: Sequence[Event], chat_id: int = 500, **more: Any) -> Alert:
    fields = {"chat_id": chat_id, "revision_id": revision_id, "reason": Reason.FIRST, "created_at": NOW}
    return Alert(**{**fields, "events": tuple(events), **more})


# --- rows that a test needs but is not about ------------------------------------------------------------------------


async def stored(db: Database, *given: Post, now: datetime = NOW, backlog: bool = False) -> int:
    """Saves posts of one channel, and says how many revisions that made."""
    source = channel(given[0].channel_id, f"channel_{given[0].channel_id}")
    return await db.write(posts.save, source, given, given[-1].post_id, now, backlog=backlog)


async def newest(db: Database, channel_id: int = 1) -> list[Revision]:
    """The channel's posts as they are now, by key."""
    return sorted(await db.read(posts.recent, channel_id, 1000), key=lambda revision: revision.post.post_id)


async def revision_at(db: Database, post_id: int = 1, channel_id: int = 1) -> Revision:
    return next(revision for revision in await newest(db, channel_id) if revision.post.post_id == post_id)


async def noted(
    db: Database, given: Post, *happened: Event, found: Sequence[Link] = ()
) -> tuple[Revision, list[Event]]:
    """Stores a post, its links and its events (whose revision is filled in)."""
    await stored(db, given)
    revision = await revision_at(db, given.post_id, given.channel_id)

    async def note(conn: AsyncConnection) -> None:
        await links.save(conn, revision.id, "v1", Found("uk", tuple(found)), NOW)
        mine = [replace(item, revision_id=revision.id) for item in happened]
        await events.save(conn, revision.id, mine, NOW)

    await db.write(note)
    waiting = await db.read(events.undecided, 1000)
    return revision, [item for at, _, news in waiting for item in news if at.id == revision.id]


async def told(db: Database, given: Post, *happened: Event, chat_id: int = 500, **more: Any) -> Revision:
    """Stores a post whose events an existing chat is told of."""
    revision, news = await noted(db, given, *happened)
    mine = alert(revision.id, news, chat_id, **more)
    await db.write(alerts.save, [mine], {(chat_id, revision.id): HELLO}, NOW)
    return revision


async def with_chat(db: Database, *chat_ids: int, **more: Any) -> None:
    for chat_id in chat_ids:
        await db.write(chats.put, chat(chat_id, **more))
