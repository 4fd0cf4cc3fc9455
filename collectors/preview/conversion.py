"""A preview's blocks -> our posts, as like those that an account reads as the page allows: text, links, origin, media.

Pure. What a page does not tell stays unknown rather than guessed: the time of an edit and of a forwarded original, the
exact number of views above a thousand and of bytes, an album's id (see `album_id`). Reactions and buttons are left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from selectolax.lexbor import LexborNode

from collectors.cleaning import clean_or_none
from collectors.preview.markup import attribute, classes, hidden_links, innermost, text_of, walk, words_of
from collectors.preview.page import Block, Unreadable
from storage.model import Channel, Forward, Media, Post

_PREFIX = "tgme_widget_message_"
_QUOTED = frozenset({f"{_PREFIX}reply", f"{_PREFIX}link_preview", "media_not_supported_cont"})
"""Words and pictures in there are another post's, another site's, or said to applications that can't show the post."""

_KINDS = {
    f"{_PREFIX}photo_wrap": "photo",
    f"{_PREFIX}video_player": "video",
    f"{_PREFIX}roundvideo_player": "video message",
    f"{_PREFIX}voice_player": "voice",
    f"{_PREFIX}document_wrap": "document",
    f"{_PREFIX}sticker_wrap": "sticker",
    f"{_PREFIX}poll": "poll",
    f"{_PREFIX}location_wrap": "location",
    f"{_PREFIX}contact_wrap": "contact",
}
_UNSUPPORTED = "message_media_not_supported_wrap"
_NAMED_BY = {"document": "document_title", "audio": "document_title", "poll": "poll_question"}
_TIMED_BY = ("message_video_duration", f"{_PREFIX}roundvideo_duration", f"{_PREFIX}voice_duration")
_ADDRESS = re.compile(r"https?://[^/?#]+/(?:s/)?(?:c/([0-9]{1,15})|([A-Za-z0-9_]{1,64}))/([0-9]{1,10})(?:[?#].*)?")
_COUNT = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,3}))?([KMB]?)")
_SIZE = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,3})?) ?([KMGT]?)B")
_TIME = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,2}):([0-9]{2})")
_DIGITS = {"": 0, "K": 3, "M": 6, "B": 9}
_BINARY = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}

Elements = Sequence[LexborNode]


def post_of(block: Block) -> Post:
    """The post that a block shows.

    `edited_at` is None also for a post marked as edited: the page doesn't say when, and a changed text tells by itself.

    Raises:
        Unreadable: it has no date.
    """
    outlined = list(walk(block.node, _QUOTED))
    elements = [node for _, node in outlined]
    texts = innermost(outlined, "js-message_text")
    return Post(
        channel_id=block.channel_id,
        post_id=block.ids[0],
        published_at=_date(elements, block),
        text="\n\n".join(text for text in map(text_of, texts) if text),
        forward=_forward(elements),
        reply_to=_reply_to(block),
        album_id=album_id(block),
        parts=block.ids if block.grouped else (),
        media=tuple(_media(outlined, has_text=bool(texts))),
        links=tuple(dict.fromkeys(link for text in texts for link in hidden_links(text))),
        views=_count(words_of(_first(elements, f"{_PREFIX}views"))),
        author=clean_or_none(words_of(_first(elements, f"{_PREFIX}from_author"))),
    )


def album_id(block: Block) -> int | None:
    """A page doesn't tell Telegram's id of an album: its first message's, negative, stands for it."""
    return -block.ids[0] if block.grouped else None


def lacks_text(post: Post) -> bool:
    """Telegram shows this post in its applications only: its text is on the post's own page."""
    return not post.text and any(item.kind == "unsupported" for item in post.media)


def channel_of(channel_id: int, username: str | None, title: str | None) -> Channel:
    """Our channel for a page; one without a title is called by its username."""
    return Channel(channel_id, username, title or username or str(channel_id))


def _date(elements: Elements, block: Block) -> datetime:
    """Other times on a post are lengths of films."""
    anchor = _first(elements, f"{_PREFIX}date")
    times = anchor.css("time[datetime]") if anchor is not None else []
    for time in times:
        try:
            moment = datetime.fromisoformat(attribute(time, "datetime") or "")
            if moment.tzinfo is not None:
                return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    raise Unreadable(f"post {block.ids[0]} has no date")


def _forward(elements: Elements) -> Forward | None:
    name = _first(elements, f"{_PREFIX}forwarded_from_name")
    if name is None:
        has_origin = _first(elements, f"{_PREFIX}forwarded_from") is not None
        return Forward() if has_origin else None
    href = attribute(name, "href")
    if href is None:
        return Forward(name=clean_or_none(words_of(name)))
    match = _ADDRESS.fullmatch(href)
    if match is None:
        return Forward()  # a person: who it is is left behind, as elsewhere
    channel_id, username, post_id = match.groups()
    return Forward(
        channel_id=int(channel_id) if channel_id else None,
        username=username,
        post_id=int(post_id),
        name=clean_or_none(words_of(name)),
    )


def _reply_to(block: Block) -> int | None:
    """Only an answer to a post of the same channel."""
    node = block.node.css_first(f"a.{_PREFIX}reply[href]")
    match = _ADDRESS.fullmatch(attribute(node, "href") or "") if node is not None else None
    if match is None or (match[2] or "").casefold() != block.slug.casefold():
        return None
    return int(match[3])


def _media(outlined: Iterable[tuple[int, LexborNode]], *, has_text: bool) -> Iterator[Media]:
    """What a player holds is its own affair: it says "not supported" to old browsers, and means nothing by it."""
    inside: int | None = None
    for depth, node in outlined:
        if inside is not None and depth > inside:
            continue
        names = classes(node)
        kind = next((kind for name, kind in _KINDS.items() if name in names), None)
        inside = depth if kind else None
        if kind is not None:
            yield _described(node, kind)
        elif _UNSUPPORTED in names and not has_text:
            yield Media("unsupported")


def _described(node: LexborNode, kind: str) -> Media:
    inside = [element for _, element in walk(node)]
    duration = next((_seconds(words_of(found)) for name in _TIMED_BY if (found := _first(inside, name))), None)
    if kind == "video" and duration is None and _first(inside, "message_video_play") is None:
        kind = "animation"
    icon = _first(inside, f"{_PREFIX}document_icon")
    if kind == "document" and icon is not None and "audio" in classes(icon):
        kind = "audio"
    named_by = _NAMED_BY.get(kind)
    return Media(
        kind=kind,
        name=clean_or_none(words_of(_first(inside, _PREFIX + named_by))) if named_by else None,
        size=_bytes(words_of(_first(inside, f"{_PREFIX}document_extra"))) if kind == "document" else None,
        duration=duration,
    )


def _first(elements: Elements, name: str) -> LexborNode | None:
    return next((node for node in elements if name in classes(node)), None)


def _count(text: str) -> int | None:
    """ "79.8K" -> 79800."""
    match = _COUNT.fullmatch(text)
    if match is None:
        return None
    whole, part, unit = match[1], match[2] or "", _DIGITS[match[3]]
    return int(whole + part.ljust(unit, "0")[:unit])


def _bytes(text: str) -> int | None:
    match = _SIZE.fullmatch(text)
    return round(float(match[1]) * _BINARY[match[2]]) if match else None


def _seconds(text: str) -> float | None:
    match = _TIME.fullmatch(text)
    return float(int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])) if match else None
