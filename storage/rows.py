"""Between rows and domain types, both ways. Pure; the queries are the verbs' matter."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from storage.messages import Attachment, Button, Delivery, Message
from storage.model import Channel, Evidence, Figure, Forward, Kind, Link, Media, Post, Revision
from storage.telling import Because, Chat, Event, Reason

AnyRow = Row[Any]
Json = dict[str, Any]

# --- posts --------------------------------------------------------------------------------------------------------


_OF_FORWARDS, _OF_MEDIA, _OF_BUTTONS, _OF_EVIDENCE, _OF_FIGURES = (
    tuple(field.name for field in fields(kind)) for kind in (Forward, Media, Button, Evidence, Figure)
)


def slim(values: Json) -> Json:
    """Without what is not there: most attributes of most attachments and forwards."""
    return {name: value for name, value in values.items() if value is not None}


def _flat(thing: object, names: Iterable[str]) -> Json:
    """As `asdict`, of what has nothing within: that would look for it, and take longer than storing it."""
    return {name: getattr(thing, name) for name in names}


def _slim(thing: object, names: Iterable[str]) -> Json:
    """As `_flat` and `slim`."""
    return {name: value for name in names if (value := getattr(thing, name)) is not None}


def forward_json(forward: Forward | None) -> Json | None:
    if forward is None:
        return None
    json = _slim(forward, _OF_FORWARDS)
    return {**json, "date": forward.date.isoformat()} if forward.date else json


def forward_of(json: Json | None) -> Forward | None:
    if json is None:
        return None
    date = json.get("date")
    return Forward(**{**json, "date": datetime.fromisoformat(date) if date else None})


def media_json(media: Iterable[Media]) -> list[Json]:
    return [_slim(item, _OF_MEDIA) for item in media]


def media_of(json: Iterable[Json]) -> tuple[Media, ...]:
    return tuple(Media(**item) for item in json)


def content_columns(posts: Sequence[Post]) -> dict[str, list[Any]]:
    """The columns of `revisions` that hold what the reader sees, and whose it is."""
    return {
        "channel_id": [post.channel_id for post in posts],
        "post_id": [post.post_id for post in posts],
        "published_at": [post.published_at for post in posts],
        "edited_at": [post.edited_at for post in posts],
        "text": [post.text for post in posts],
        "forward": [forward_json(post.forward) for post in posts],
        "reply_to": [post.reply_to for post in posts],
        "album_id": [post.album_id for post in posts],
        "parts": [list(post.parts) for post in posts],
        "media": [media_json(post.media) for post in posts],
        "links": [list(post.links) for post in posts],
        "views": [post.views for post in posts],
        "author": [post.author for post in posts],
    }


def post_of(row: AnyRow) -> Post:
    """From a row of `revisions`."""
    return Post(
        channel_id=row.channel_id,
        post_id=row.post_id,
        published_at=row.published_at,
        text=row.text,
        edited_at=row.edited_at,
        forward=forward_of(row.forward),
        reply_to=row.reply_to,
        album_id=row.album_id,
        parts=tuple(row.parts),
        media=media_of(row.media),
        links=tuple(row.links),
        views=row.views,
        author=row.author,
    )


def revision_of(row: AnyRow) -> Revision:
    """From a row of `revisions` joined with its channel's username and title."""
    channel = Channel(row.channel_id, row.username, row.title)
    return Revision(row.id, row.number, row.cause, channel, post_of(row), row.seen_at, row.backlog)


def part_json(part: Post) -> Json:
    """One message of an album."""
    return slim(
        {
            "published_at": part.published_at.isoformat(),
            "edited_at": part.edited_at.isoformat() if part.edited_at else None,
            "text": part.text,
            "forward": forward_json(part.forward),
            "reply_to": part.reply_to,
            "album_id": part.album_id,
            "parts": part.parts,
            "media": media_json(part.media),
            "links": part.links,
            "views": part.views,
            "author": part.author,
        }
    )


def part_of(channel_id: int, message_id: int, json: Json) -> Post:
    edited_at = json.get("edited_at")
    return Post(
        channel_id=channel_id,
        post_id=message_id,
        published_at=datetime.fromisoformat(json["published_at"]),
        text=json["text"],
        edited_at=datetime.fromisoformat(edited_at) if edited_at else None,
        forward=forward_of(json.get("forward")),
        reply_to=json.get("reply_to"),
        album_id=json["album_id"],
        parts=tuple(json["parts"]),
        media=media_of(json["media"]),
        links=tuple(json["links"]),
        views=json.get("views"),
        author=json.get("author"),
    )


# --- links and events -----------------------------------------------------------------------------------------------


def _evidence_json(evidence: Iterable[Evidence]) -> list[Json]:
    return [_flat(one, _OF_EVIDENCE) for one in evidence]


def _figures_json(figures: Iterable[Figure]) -> list[Json]:
    return [_flat(figure, _OF_FIGURES) for figure in figures]


def figures_of(json: Iterable[Json]) -> tuple[Figure, ...]:
    return tuple(Figure(**figure) for figure in json)


def link_columns(link: Link) -> Json:
    return {
        "kind": link.kind,
        "target": link.target,
        "score": link.score,
        "certain": link.certain,
        "stance": link.stance,
        "holder": link.holder,
        "speaker": link.speaker,
        "evidence": _evidence_json(link.evidence),
        "figures": _figures_json(link.figures),
    }


def link_of(row: AnyRow) -> Link:
    return Link(
        kind=row.kind,
        target=row.target,
        score=row.score,
        evidence=tuple(Evidence(**evidence) for evidence in row.evidence),
        certain=row.certain,
        stance=row.stance,
        holder=row.holder,
        speaker=row.speaker,
        figures=figures_of(row.figures),
    )


def event_columns(event: Event) -> Json:
    return {
        "revision_id": event.revision_id,
        "kind": event.kind,
        "target_kind": event.target_kind,
        "target": event.target,
        "at": event.at,
        "score": event.score,
        "certain": event.certain,
        "stance": event.stance,
        "holder": event.holder,
        "speaker": event.speaker,
        "source": event.source,
        "figures": _figures_json(event.figures),
        "copy_of": event.copy_of,
    }


def event_of(row: AnyRow) -> Event:
    return Event(
        kind=row.kind,
        revision_id=row.revision_id,
        target_kind=row.target_kind,
        target=row.target,
        at=row.at,
        score=row.score,
        certain=row.certain,
        stance=row.stance,
        holder=row.holder,
        speaker=row.speaker,
        source=row.source,
        figures=figures_of(row.figures),
        copy_of=row.copy_of,
        id=row.id,
    )


def because_json(because: Iterable[Because]) -> list[Json]:
    names = ("subscription_id", "kind", "target", "reason")
    return [_flat(one, names) | {"words": _evidence_json(one.words)} for one in because]


def because_of(json: Iterable[Json]) -> tuple[Because, ...]:
    return tuple(
        Because(
            one["subscription_id"],
            Kind(one["kind"]),
            one["target"],
            Reason(one["reason"]),
            tuple(Evidence(**words) for words in one["words"]),
        )
        for one in json
    )


# --- chats and deliveries ---------------------------------------------------------------------------------------------


def chat_of(row: AnyRow, created_at: datetime | None = None) -> Chat:
    """`created_at`: where the row's own is another's."""
    return Chat(
        chat_id=row.chat_id,
        language=row.language,
        time_zone=row.time_zone,
        created_at=created_at or row.created_at,
        muted_until=row.muted_until,
        resting=row.resting,
    )


def message_json(message: Message) -> Json:
    buttons = [[_slim(button, _OF_BUTTONS) for button in line] for line in message.buttons]
    json: Json = {"html": message.html, "buttons": buttons, "silent": message.silent}
    more = {"file": message.attachment and message.attachment.name, "thread": message.thread}
    return json | slim(more)


def message_of(json: Json, content: bytes | None = None) -> Message:
    """`content`: of the file that goes with it, which is not part of the JSON."""
    buttons = tuple(tuple(Button(**button) for button in line) for line in json["buttons"])
    attachment = Attachment(json["file"], content) if content is not None else None
    return Message(json["html"], buttons, json["silent"], attachment, json.get("thread"))


def delivery_of(row: AnyRow, content: bytes | None = None) -> Delivery:
    """`content`: of the file that goes with it, if that was asked for."""
    return Delivery(
        id=row.id,
        chat_id=row.chat_id,
        kind=row.kind,
        subject=row.subject,
        part=row.part,
        message=message_of(row.message, content),
        state=row.state,
        due_at=row.due_at,
        attempts=row.attempts,
        created_at=row.created_at,
        message_id=row.message_id,
        error=row.error,
    )
