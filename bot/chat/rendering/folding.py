"""Posts that say one thing become one line: a source's posts together, copies under what they repeat. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.model import Revision
from storage.telling import Event

Item = tuple[Event, Revision]


@dataclass(frozen=True, slots=True)
class Line:
    """A source's posts, newest first, and the posts that copy or forward one of them."""

    source: str
    posts: tuple[Item, ...]
    copies: tuple[Item, ...]

    @property
    def newest(self) -> Item:
        return self.posts[0]


def folded(items: Sequence[Item], *, by_channel: bool) -> list[Line]:
    """Lines, newest first. `items`: newest first. `by_channel`: the channel is the source, not who is quoted.

    A copy whose original lies outside `items` stands for it; further copies of the same are folded into it.
    """
    heads = _heads(items)
    originals = [item for item in items if heads[item[1].id] == item[1].id]
    lines: dict[str, list[Item]] = {}
    for item in originals:
        lines.setdefault(_source(item, by_channel=by_channel), []).append(item)
    return [
        Line(source, tuple(posts), tuple(item for item in items if _is_copy(item, posts, heads)))
        for source, posts in lines.items()
    ]


def _heads(items: Sequence[Item]) -> dict[int, int]:
    """Revision -> the revision in whose line it stands: the earliest published here of those that say the same.

    The one that was stored first may be a copy: its original was collected after it.
    """
    copied = {revision.id: event.copy_of for event, revision in items}
    roots = {revision.id: _root(revision.id, copied) for _, revision in items}
    heads: dict[int, int] = {}
    for _, revision in sorted(items, key=lambda item: (item[1].post.published_at, item[1].id)):
        heads.setdefault(roots[revision.id], revision.id)
    return {revision_id: heads[root] for revision_id, root in roots.items()}


def _root(revision_id: int, copied: dict[int, int | None]) -> int:
    """The first of a chain of copies. An original was stored before its copies, so the chain ends."""
    while (original := copied.get(revision_id)) is not None and original < revision_id:
        revision_id = original
    return revision_id


def _is_copy(item: Item, posts: Sequence[Item], heads: dict[int, int]) -> bool:
    revision_id = item[1].id
    return heads[revision_id] != revision_id and heads[revision_id] in {post[1].id for post in posts}


def _source(item: Item, *, by_channel: bool) -> str:
    event, revision = item
    if by_channel or not event.source:
        return f"channel:{revision.post.channel_id}"
    return event.source
