"""Posts made of several messages: which messages belong together, and what a post says once its parts are joined.

Pure. A source may bring the messages of an album one by one, some of them joined, in any pages and again and again;
what is kept is each message by itself, and what the reader sees is computed from those.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from json.encoder import encode_basestring_ascii

from storage.model import Media, Post

COPY_LENGTH = 40
"""Letters and digits below which the same words are no sign of a copy ("Good morning!")."""

_NO_LETTERS = re.compile(r"[\W_]+")  # what neither str.isalnum calls a letter nor a digit
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())

Parts = Mapping[int, Post]
"""An album's messages by id. The one that carries text says in `parts` among which messages that text lies: a source
that joined them does not tell which of them it was on."""


_ALIKE = {"animation": "video", "video message": "video", "voice": "audio"}
"""Kinds that a preview page can't always tell apart."""

_SHOWN_EVERYWHERE = frozenset({"photo", "video", "audio", "document", "sticker", "poll"})
"""A preview page shows nothing of the others, or not what they are."""

_NAMED_ALIKE = frozenset({"photo", "document", "poll"})
"""Of music a preview page tells the title, an account the file's name; a film's name only an account tells."""


def content_hash(post: Post) -> str:
    """Names a state of a post, as one source told it: views, reactions and the order of pictures don't count.

    Of attachments kind and name count. Whether two states are the same to a reader, `differs` says.
    """
    media = _told(tuple((item.kind, item.name) for item in post.media)) if post.media else "[]"
    return _hash(f"[{encode_basestring_ascii(post.text)}, {media}]")


@lru_cache(maxsize=1024)  # most posts with attachments have one photo
def _told(media: tuple[tuple[str, str | None], ...]) -> str:
    return json.dumps(sorted(json.dumps([kind, name]) for kind, name in media))


def differs(before: Post, after: Post) -> bool:
    """Whether a reader would say that a post was edited, whichever sources told of its two states.

    Compared is what every source tells: the text, kinds of attachments and names that both know; and the files' numbers
    if both know those.
    """
    if before.text != after.text and not completes(before, after):
        return True
    return _kinds(before) != _kinds(after) or _renamed(before, after) or replaced(before, after)


def completes(before: Post, after: Post) -> bool:
    """Whether a text comes whole that was cut: of what only Telegram's applications show, a preview page gives the
    beginning at most, its lines joined."""
    if before.text == after.text or not any(item.kind == "unsupported" for item in before.media):
        return False
    told = "".join(before.text.split()).rstrip(".…")
    return "".join(after.text.split()).startswith(told)


def _kinds(post: Post) -> list[str]:
    kinds = (_ALIKE.get(item.kind, item.kind) for item in post.media)
    return sorted(kind for kind in kinds if kind in _SHOWN_EVERYWHERE)


def _renamed(before: Post, after: Post) -> bool:
    old, new = _names(before), _names(after)
    return "" not in (*old, *new) and old != new


def _names(post: Post) -> list[str]:
    """Their words only: pages show them on one line."""
    return sorted(" ".join((item.name or "").split()) for item in post.media if item.kind in _NAMED_ALIKE)


def replaced(before: Post, after: Post) -> bool:
    """Whether another file hangs where one did: seen by its number, so only if the source tells those of both.

    It takes an edit, too: of its own accord Telegram gives new numbers to what it converts.
    """
    if after.edited_at in (None, before.edited_at) or len(before.media) != len(after.media):
        return False
    pairs = zip(before.media, after.media, strict=True)
    return any(old.file and new.file and old.file != new.file for old, new in pairs)


def copy_hash(text: str) -> str | None:
    """Equal for texts of the same letters and digits; None for one too short to tell."""
    folded = _letters_of(unicodedata.normalize("NFKC", text).casefold())
    return _hash(folded) if len(folded) >= COPY_LENGTH else None


def _letters_of(text: str) -> str:
    """The letters and digits of a text. What is not among ASCII's signs takes longer, and is rarer."""
    bare = text.encode().translate(None, _SIGNS).decode()
    return bare if bare.isalnum() else _NO_LETTERS.sub("", bare)


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def message_ids(post: Post) -> tuple[int, ...]:
    """The messages that a post as read consists of."""
    return post.parts or (post.post_id,)


def split(post: Post) -> dict[int, Post]:
    """A post as read, message by message. Attachments go to their messages if there is one for each."""
    first, *others = ids = message_ids(post)
    media = [(item,) for item in post.media] if len(post.media) == len(ids) else [post.media, *[()] * len(others)]
    parts = {first: replace(post, post_id=first, parts=ids, media=media[0])}
    return parts | {id_: _bare(post, id_, own) for id_, own in zip(others, media[1:], strict=True)}


def _bare(post: Post, message_id: int, media: tuple[Media, ...]) -> Post:
    """A message beside the one that has the words and what else the album has once."""
    return Post(
        channel_id=post.channel_id,
        post_id=message_id,
        published_at=post.published_at,
        text="",
        edited_at=post.edited_at,
        album_id=post.album_id,
        parts=(message_id,),
        media=media,
        views=post.views,
        author=post.author,
    )


def absorb(known: Parts, post: Post) -> dict[int, Post]:
    """An album's messages after `post` was read, which may be one of them, several, or all."""
    read = split(post)
    after = dict(known)
    for old in known.values():
        if old.text and len(old.parts) > 1 and not read.keys().isdisjoint(old.parts):
            after.update(_relocated(old, known, read, found=bool(post.text)))
    return {**after, **read}


def _relocated(old: Post, known: Parts, read: Collection[int], *, found: bool) -> Parts:
    """A text known to lie among several messages, once some of them were `read`: there (`found`), or on the others."""
    emptied = {old.post_id: replace(old, text="", links=(), parts=(old.post_id,))}
    others = tuple(id_ for id_ in old.parts if id_ not in read)
    if found or not others:
        return emptied
    bearer = emptied.get(others[0], known[others[0]])
    return {**emptied, bearer.post_id: replace(bearer, text=old.text, links=old.links, parts=others)}


def joined(parts: Parts, post_id: int) -> Post:
    """The album as the reader sees it, under the key that it was first stored by."""
    members = [parts[id_] for id_ in sorted(parts)]
    return replace(
        members[0],
        post_id=post_id,
        published_at=min(part.published_at for part in members),
        edited_at=max((part.edited_at for part in members if part.edited_at), default=None),
        text="\n\n".join(_distinct(part.text for part in members if part.text)),
        forward=next((part.forward for part in members if part.forward), None),
        reply_to=next((part.reply_to for part in members if part.reply_to), None),
        parts=tuple(sorted(parts)),
        media=tuple(chain.from_iterable(part.media for part in members)),
        links=_distinct(chain.from_iterable(part.links for part in members)),
        views=max((part.views for part in members if part.views is not None), default=None),
        author=next((part.author for part in members if part.author), None),
    )


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


# --- a batch --------------------------------------------------------------------------------------------------------

Known = Mapping[int, tuple[int, Parts]]
"""Stored albums by id: the key of the post, and its messages."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One post as it is after a batch. Of an album: its messages, whether there are more of them than before (`grew`),
    and whether those known before now say something else (`edited`)."""

    post: Post
    parts: Parts = field(default_factory=dict)
    grew: bool = False
    edited: bool = False


def gather(posts: Sequence[Post], known: Known) -> list[Reading]:
    """One reading a post, in the order of their keys. Of a message read twice the later reading stays."""
    album_of = {message_id: album_id for album_id, (_, parts) in known.items() for message_id in parts}
    singles: dict[int, Post] = {}
    albums: dict[int, dict[int, Post]] = {}
    for post in posts:
        album_id = post.album_id
        if album_of:  # sources number an album differently: the messages tell which one it is
            album_id = next((album_of[id_] for id_ in message_ids(post) if id_ in album_of), album_id)
        if album_id is None:
            singles[post.post_id] = post
        else:
            before = albums.get(album_id) or known.get(album_id, (0, {}))[1]
            albums[album_id] = absorb(before, _numbered(post, album_id))
    readings = [Reading(post) for post in singles.values()]
    readings += [_album_reading(known.get(album_id), parts) for album_id, parts in albums.items()]
    return sorted(readings, key=lambda reading: reading.post.post_id)


def _numbered(post: Post, album_id: int) -> Post:
    return post if post.album_id == album_id else replace(post, album_id=album_id)


def _album_reading(before: tuple[int, Parts] | None, after: Parts) -> Reading:
    if before is None:
        return Reading(joined(after, min(after)), after, grew=True)
    post_id, known = before
    album, was = joined(after, post_id), joined(known, post_id)
    of_known = joined({id_: after[id_] for id_ in known}, post_id)
    return Reading(
        album,
        after,
        grew=len(after) > len(known),
        edited=differs(was, of_known),
    )
