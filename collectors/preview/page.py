"""The structure of a preview page (`t.me/s/<channel>`): which channel it is, its messages by id, whether more precede.

What a message says is read in `conversion`. Nothing is asked for here.
"""

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from collectors.cleaning import clean
from collectors.preview.markup import attribute, classes, text_of, words_of

_MOST_TAGS = 40_000  # deeper nesting than any real page's would take the parser minutes
_LONGEST_PIECE = 10_000  # characters from one "<" to the next: a text has 4,096
_MOST_ATTRIBUTES = 5_000  # of one element: with ten times as many the parser takes many seconds
_APART = re.compile(r"[\s/\"'=]+")
_POST = re.compile(r"([A-Za-z0-9_]{1,64})/([0-9]{1,10})")
_PART = re.compile(r"/([0-9]{1,10})\?(?:[^#]*&)?single\b")
_CHANNEL_MARK = 10**12  # the Bot API writes -100 before a channel's id
_MEDIA = ", ".join(
    f".tgme_widget_message_{name}"
    for name in ("grouped_wrap", "photo_wrap", "video_player", "document_wrap", "voice_player", "roundvideo_player")
)
_PARTS = ".grouped_media_wrap, .tgme_widget_message_document_wrap"


class Unreadable(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """A page that isn't what it should be; the text says what is wrong and quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class Block:
    """One post or service message. `ids`: of all its messages, ascending; an album has several.

    `grouped`: it is an album, or what is left of one. `slug`: the channel's name in the post's address.
    """

    node: LexborNode
    channel_id: int
    slug: str
    ids: tuple[int, ...]
    grouped: bool

    @property
    def service(self) -> bool:
        """Said by Telegram ("pinned a message"), not by the channel."""
        return "service_message" in classes(self.node)

    @property
    def may_be_cut(self) -> bool:
        """At the edge of a page it could be a part of an album whose other parts lie beyond."""
        return self.grouped or self.node.css_first(_MEDIA) is not None


@dataclass(frozen=True, slots=True)
class Page:
    """Blocks in ascending order. `username` and `title` are None where the page doesn't say; `about` describes the
    channel; `earlier`: messages precede the first block."""

    username: str | None
    title: str | None
    about: str
    blocks: tuple[Block, ...]
    earlier: bool

    @property
    def channel_id(self) -> int | None:
        """None for a page without messages."""
        return self.blocks[0].channel_id if self.blocks else None

    def reaches(self, floor: int) -> bool:
        """No message between `floor` and the first block is missing here."""
        return not self.earlier or not self.blocks or self.blocks[0].ids[0] <= floor + 1


def parse(html: str) -> LexborHTMLParser:
    """The tree of any page.

    Raises:
        Unreadable: no page of the site has so much markup.
    """
    if html.count("<") > _MOST_TAGS or _may_hold_attributes(html) > _MOST_ATTRIBUTES:
        raise Unreadable("the page has more markup than a page of posts can have")
    return LexborHTMLParser(html)


def _may_hold_attributes(html: str) -> int:
    """How many attributes there may be in what is longer than any element, and any text, of a page of posts."""
    return sum(len(_APART.findall(piece)) for piece in html.split("<") if len(piece) > _LONGEST_PIECE)


def read_page(html: str) -> Page | None:
    """The page; None if it isn't one that lists posts.

    Raises:
        Unreadable: it lists posts in a form that is not known.
    """
    tree = parse(html)
    history = tree.css_first(".tgme_channel_history")
    if history is None:
        return None
    blocks = [block for node in history.css(".tgme_widget_message[data-post]") if (block := _block(node))]
    if len({block.channel_id for block in blocks}) > 1:
        raise Unreadable("the page holds posts of several channels")
    header = words_of(tree.css_first(".tgme_channel_info_header_username"))
    slug = blocks[-1].slug if blocks else None
    return Page(
        username=header.removeprefix("@") or slug,
        title=words_of(tree.css_first(".tgme_channel_info_header_title")) or None,
        about=_about(tree),
        blocks=_in_order(blocks),
        earlier=tree.css_first('a.tme_messages_more[data-before], link[rel="prev"]') is not None,
    )


def single_text(html: str, about: str) -> str:
    """What `t.me/<channel>/<id>` says of a post that a list of posts doesn't show, cut near 1,000 characters.

    Where there is nothing to say the page describes the channel instead: its `about`, or an invitation.
    """
    node = parse(html).css_first('meta[property="og:description"]')
    text = clean(attribute(node, "content") or "").strip() if node is not None else ""
    about_channel = " ".join(text.split()) == " ".join(about.split())
    return "" if about_channel or text.startswith("You can view and join ") else text


def _about(tree: LexborHTMLParser) -> str:
    node = tree.css_first(".tgme_channel_info_description")
    return text_of(node) if node is not None else ""


def _block(node: LexborNode) -> Block | None:
    match = _POST.fullmatch(attribute(node, "data-post") or "")
    if match is None:
        return None  # a frame around "no posts found"
    channel_id, group = _view(attribute(node, "data-view") or "")
    if channel_id is None:
        raise Unreadable("the page doesn't say which channel it is of")
    links = (attribute(item, "href") or "" for item in node.css(_PARTS))
    parts = {int(part[1]) for link in links if (part := _PART.search(link))}
    post_id = int(match[2])
    ids = tuple(sorted({post_id} | {part for part in parts if part > post_id}))
    return Block(node, channel_id, match[1], ids, grouped=group or len(ids) > 1)


def _in_order(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Ascending, each message once. A block with more messages stands for one with fewer of them."""
    kept: list[Block] = []
    taken: set[int] = set()
    for block in sorted(blocks, key=lambda block: -len(block.ids)):
        if taken.isdisjoint(block.ids):
            taken.update(block.ids)
            kept.append(block)
    return tuple(sorted(kept, key=lambda block: block.ids))


def _view(text: str) -> tuple[int | None, bool]:
    """From a block's `data-view`: the channel's bare id, as accounts see it, and whether the block is an album."""
    try:
        padded = text[:4096] + "=" * (-len(text[:4096]) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, RecursionError):
        return None, False
    marked = values.get("c") if isinstance(values, dict) else None
    if not isinstance(marked, int) or isinstance(marked, bool) or not -2 * _CHANNEL_MARK < marked < 0:
        return None, False
    bare = -marked if -marked < _CHANNEL_MARK else -marked - _CHANNEL_MARK
    return bare or None, str(values.get("p")).endswith("g")
