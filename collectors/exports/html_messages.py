"""What one message of Telegram Desktop's HTML export says. Of files and folders knows `desktop_html`.

A message is `div.message`, with the class `default` (a post) or `service`; the date separators between them are service
messages with negative ids. Pure.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from collectors.base import BadInput
from collectors.cleaning import clean
from collectors.exports.local_times import LocalTimes
from storage.model import Forward, Media, Post

_AGAIN = "export the channel again with Telegram Desktop."
_ID = re.compile(r"message([0-9]{1,18})")
_ANSWERED = re.compile(r".*#go_to_message([0-9]{1,18})", re.DOTALL)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_VIA = re.compile(r" via @\w+\s*\Z")
_DURATION = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d\d)(?:,.*)?", re.ASCII)
_WRAPPED = {"photo_wrap": "photo", "sticker_wrap": "sticker", "animated_wrap": "animation", "video_file_wrap": "video"}
_GENERIC = {
    "media_photo": "photo",
    "media_video": "video",
    "media_voice_message": "voice",
    "media_audio_file": "audio",
    "media_file": "document",
    "media_contact": "contact",
    "media_location": "location",
    "media_live_location": "location",
    "media_venue": "location",
}
_TITLED = {"Sticker": "sticker", "Animation": "animation", "Video message": "video message"}
"""Files that share the class of pictures or videos are told apart by the title Telegram Desktop gives them."""


def is_post(node: LexborNode) -> bool:
    return "default" in _classes(node)


def is_service(node: LexborNode) -> bool:
    """Something that happened in the channel; no date separator."""
    return _ID.fullmatch(node.id or "") is not None and not is_post(node)


def author_of(node: LexborNode) -> str | None:
    """The name at the head of a message; None where it has none, as the second of two in a row."""
    name = _inside(node, "body", "from_name")
    return None if name is None else _VIA.sub("", words_of(name)).strip()


def post_of(node: LexborNode, channel_id: int, times: LocalTimes, where: str) -> Post:
    """The post that a message is.

    Raises:
        BadInput: it has no id or no date.
    """
    body, date = _child(node, "body"), _inside(node, "body", "date")
    post_id = _ID.fullmatch(node.id or "")
    if body is None or date is None or post_id is None or int(post_id[1]) < 1:
        raise BadInput(f"{where}: has no id, body or date: {_AGAIN}")
    published_at = times.moment(date.attrs.get("title") or "", where)
    forwarded = _child(body, "forwarded", "body")
    held = forwarded or body  # a forward holds the text and the media
    text = _child(held, "text")
    signature = _child(held, "signature")
    return Post(
        channel_id=channel_id,
        post_id=int(post_id[1]),
        published_at=published_at,
        text=words_of(text) if text else "",
        forward=_forward(forwarded, times, where) if forwarded else None,
        reply_to=_reply_to(held),
        media=_media(held),
        links=tuple(dict.fromkeys(_links(text))) if text else (),
        author=(words_of(signature).strip() or None) if signature else None,
    )


def words_of(node: LexborNode) -> str:
    """The text as it was written: line breaks of the page are layout, those of the text are `<br>`."""
    pieces = []
    for inner in node.traverse(include_text=True):
        if inner.tag == "-text":
            pieces.append(inner.text_content or "")
        elif inner.tag == "br":
            pieces.append("\n")
    return clean(re.sub(r"\n *\Z", "", "".join(pieces).removeprefix("\n"), count=1))


def _classes(node: LexborNode) -> list[str]:
    return (node.attrs.get("class") or "").split()


def _child(node: LexborNode, *names: str) -> LexborNode | None:
    """The first element right inside that has all these classes."""
    return next((inner for inner in node.iter() if set(names) <= set(_classes(inner))), None)


def _inside(node: LexborNode, *path: str) -> LexborNode | None:
    found: LexborNode | None = node
    for name in path:
        found = _child(found, name) if found else None
    return found


def _links(text: LexborNode) -> Iterator[str]:
    """Addresses behind words: not those that the text shows anyway."""
    for node in text.css("a[href]"):
        address, shown = node.attrs.get("href") or "", words_of(node)
        plain = address.removeprefix("mailto:").removeprefix("tel:")
        if shown.startswith("@") and plain.endswith("/" + shown[1:]):
            continue
        if plain != shown and _ADDRESS.match(address):
            yield clean(address)


def _forward(node: LexborNode, times: LocalTimes, where: str) -> Forward:
    """The origin has a name only, which may be hidden: that of the second of two forwards in a row isn't repeated."""
    name = _child(node, "from_name")
    if name is None:
        return Forward()
    date = _child(name, "date")
    title = date.attrs.get("title") if date else None
    moment = times.moment(title, where, in_order=False) if title else None
    own = "".join(inner.text_content or "" for inner in name.iter(include_text=True) if inner.tag == "-text")
    return Forward(name=clean(_VIA.sub("", own)).strip() or None, date=moment)


def _reply_to(node: LexborNode) -> int | None:
    """None also for an answer to a message of another chat."""
    told = _child(node, "reply_to")
    link = told.css_first("a[href]") if told else None
    found = _ANSWERED.fullmatch(link.attrs.get("href") or "") if link else None
    return int(found[1]) if found else None


def _media(node: LexborNode) -> tuple[Media, ...]:
    wrap = _child(node, "media_wrap")
    shown = next(iter(wrap.iter()), None) if wrap else None
    if shown is None:
        return ()
    classes = _classes(shown)
    for name, kind in _WRAPPED.items():
        if name in classes:
            return (_with_preview(shown, kind),)
    if "media_poll" in classes:
        question = _child(shown, "question")
        return (Media("poll", name=words_of(question).strip() if question else None),)
    for name, kind in _GENERIC.items():
        if name in classes:
            return (_described(shown, kind),)
    return ()  # a game, an invoice


def _with_preview(node: LexborNode, kind: str) -> Media:
    """A picture, or a video behind one, that was exported: its name is that of the file."""
    duration = _child(node, "video_duration")
    seconds = _seconds(words_of(duration)) if duration else None
    return Media(kind, name=None if kind == "photo" else _file_name(node), duration=seconds)


def _described(node: LexborNode, kind: str) -> Media:
    """Anything else: in words, as title, description and status."""
    title_node, status = _inside(node, "body", "title"), _inside(node, "body", "status")
    title = words_of(title_node).strip() if title_node else ""
    kind = _TITLED.get(title, kind) if kind in ("photo", "video") else kind
    name = _file_name(node)
    if kind in ("document", "location") and title not in ("", "File", "Location", "Live location"):
        name = title
    elif kind in ("photo", "contact", "location"):
        name = None
    return Media(kind, name=name, duration=_seconds(words_of(status)) if status else None)


def _file_name(node: LexborNode) -> str | None:
    return clean((node.attrs.get("href") or "").rpartition("/")[2]) or None


def _seconds(status: str) -> float | None:
    """From "0:12" or "1:00:12, 3.4 MB"."""
    found = _DURATION.fullmatch(status.strip())
    return float(int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])) if found else None
