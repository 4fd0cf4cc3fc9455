"""Telethon's messages -> our posts: text, hidden links, origin, media; the parts of an album made one post.

Pure: no network, no clock. What Telegram knows about people (who forwarded, who is in a contact card) is left behind;
whom a post mentions by itself is part of its words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from telethon.tl import types

from collectors.cleaning import clean, clean_or_none
from collectors.telegram.media import media_of
from collectors.telegram.rich import rich_links, rich_text
from storage.model import Channel, Flag, Forward, Post

Message = Any  # Telethon has no types

_HIDING = (types.MessageEntityTextUrl, types.MessageEntityMentionName)


def channel_of(chat: Any) -> Channel:
    """Our channel for a `types.Channel` or `types.ChannelForbidden`; of the latter no flags are told."""
    flags = None if isinstance(chat, types.ChannelForbidden) else frozenset(f for f in Flag if getattr(chat, f.value))
    return Channel(chat.id, _username(chat), clean(chat.title), flags)


def posts_of(messages: Iterable[Message], channels: Mapping[int, Channel]) -> tuple[Post, ...]:
    """The posts among `messages`, ascending. Service and deleted messages are none. `channels`: those it may name."""
    ordered = sorted((m for m in messages if isinstance(m, types.Message)), key=lambda m: m.id)
    posts = [_post_of(message, channels) for message in ordered]
    return tuple(sorted(_with_albums_joined(posts), key=lambda post: post.post_id))


def join_album(parts: Sequence[Post]) -> Post:
    """One post for the parts of an album, under the lowest id. The caption may sit on any part, or on several."""
    parts = sorted(parts, key=lambda part: part.post_id)
    edits = [part.edited_at for part in parts if part.edited_at]
    views = [part.views for part in parts if part.views is not None]
    return replace(
        parts[0],
        text="\n\n".join(part.text for part in parts if part.text),
        edited_at=max(edits, default=None),
        forward=next((part.forward for part in parts if part.forward), None),
        reply_to=next((part.reply_to for part in parts if part.reply_to), None),
        parts=tuple(part.post_id for part in parts),
        media=tuple(item for part in parts for item in part.media),
        links=tuple(dict.fromkeys(link for part in parts for link in part.links)),
        views=max(views, default=None),
        author=next((part.author for part in parts if part.author), None),
    )


def covered(text: str, offset: int, length: int) -> str:
    """The words under an entity. Telegram counts in UTF-16 units; what lies outside `text` covers nothing."""
    if offset < 0 or length <= 0:
        return ""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "ignore")


def _with_albums_joined(posts: Iterable[Post]) -> Iterator[Post]:
    albums: dict[int, list[Post]] = {}
    for post in posts:
        if post.album_id is None:
            yield post
        else:
            albums.setdefault(post.album_id, []).append(post)
    yield from map(join_album, albums.values())


def _post_of(message: Message, channels: Mapping[int, Channel]) -> Post:
    rich = message.rich_message
    text = clean(message.message or "")
    links = _cleaned(_hidden_links(text, message.entities)) if message.entities else ()
    if rich is not None and not text:
        text, links = clean(rich_text(rich)), _cleaned(rich_links(rich))
    return Post(
        channel_id=message.peer_id.channel_id,
        post_id=message.id,
        published_at=message.date,
        text=text,
        edited_at=None if message.edit_hide else message.edit_date,
        forward=_forward(message.fwd_from, channels) if message.fwd_from else None,
        reply_to=_reply_to(message.reply_to),
        album_id=message.grouped_id,
        media=media_of(message.media),
        links=links,
        views=message.views,
        author=clean_or_none(message.post_author),
    )


def _cleaned(links: Iterable[str]) -> tuple[str, ...]:
    """Each once, in their order."""
    return tuple(dict.fromkeys(clean(link) for link in links))


def _hidden_links(text: str, entities: Iterable[Any]) -> tuple[str, ...]:
    hidden = [entity for entity in entities if isinstance(entity, _HIDING)]
    hidden.sort(key=lambda entity: entity.offset)
    return tuple(_address(entity) for entity in hidden if covered(text, entity.offset, entity.length))


def _address(entity: Any) -> str:
    """Somebody without a name on Telegram is mentioned by number, behind words that the writer chose."""
    return f"tg://user?id={entity.user_id}" if isinstance(entity, types.MessageEntityMentionName) else entity.url


def _forward(header: Any, channels: Mapping[int, Channel]) -> Forward:
    if not isinstance(header.from_id, types.PeerChannel):
        return Forward(name=clean_or_none(header.from_name), date=header.date)
    origin = channels.get(header.from_id.channel_id)
    return Forward(
        channel_id=header.from_id.channel_id,
        username=origin.username if origin else None,
        post_id=header.channel_post,
        name=origin.title if origin else clean_or_none(header.from_name),
        date=header.date,
    )


def _reply_to(header: Any) -> int | None:
    """Only an answer to a post of the same channel: another channel's ids would mislead."""
    if not isinstance(header, types.MessageReplyHeader) or header.reply_to_peer_id is not None:
        return None
    post_id: int | None = header.reply_to_msg_id
    return post_id


def _username(chat: Any) -> str | None:
    name: str | None = getattr(chat, "username", None)
    if name:
        return name
    active = [item.username for item in getattr(chat, "usernames", None) or () if item.active]
    return active[0] if active else None
