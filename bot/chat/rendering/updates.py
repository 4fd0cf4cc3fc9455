"""An alert with what was added to it since: how many channels, which, when, and the newest words. Pure.

The alert comes rendered; whatever it says, the whole stays under Telegram's limits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.chat.markup import Html, bold, cut, join, lines, link
from bot.chat.naming import Book, channel_name, handle, post_url
from bot.chat.rendering.alerts import may_not_quote
from bot.chat.rendering.packing import fits
from bot.chat.rendering.quotes import quote
from bot.chat.rendering.speech import STANCE_WORDS, STANCES, by_weight
from bot.chat.words import Words
from storage.additions import Added
from storage.messages import Message
from storage.model import Kind, Revision
from storage.telling import Chat
from storage.watchlist import Watchlist

_CHANNELS = 8  # named; of the others it says how many
_NAME_LIMIT = 60
_WHO_LIMIT = 100
_NEWEST_LIMIT = 400


@dataclass(frozen=True, slots=True)
class _Channel:
    """What one channel added: its posts, oldest first."""

    posts: tuple[Added, ...]

    @property
    def newest(self) -> Added:
        return self.posts[-1]


def render_updated(
    first: Message,
    revision: Revision,
    added: Sequence[Added],
    chat: Chat,
    watchlist: Watchlist,
    *,
    quoting: bool = True,
) -> Message:
    """`first`: the alert by itself, about `revision`. `quoting`: whether posts' words may be shown."""
    if not added:
        return first
    book = Book(watchlist, Words(chat.language))
    heading = bold(_heading(revision, added, book))
    channels = _by_channel(added)
    newest = _newest(added, chat, book) if quoting else []
    # From all there is to say down to the number alone: the first that Telegram takes with the alert above it
    for shown, extra in ((_CHANNELS, newest), (_CHANNELS, []), (_CHANNELS // 2, []), (1, []), (0, [])):
        block = [heading, *_lines(channels, shown, chat, book), *extra]
        if fits([Html(first.html), Html(""), *block]):
            return replace(first, html=lines(Html(first.html), "", *block))
    return replace(first, html=lines(Html(first.html), heading))


def _heading(revision: Revision, added: Sequence[Added], book: Book) -> str:
    """ "+3 channels"; where all come from the alert's own channel, "+2 posts"."""
    others = {one.revision.post.channel_id for one in added} - {revision.post.channel_id}
    if others:
        return book.words.say("added-channels", count=len(others))
    return book.words.say("added-posts", count=len(added))


def _by_channel(added: Iterable[Added]) -> list[_Channel]:
    """In the order in which they came in."""
    posts: dict[int, list[Added]] = {}
    for one in added:
        posts.setdefault(one.revision.post.channel_id, []).append(one)
    return [_Channel(tuple(own)) for own in posts.values()]


def _lines(channels: Sequence[_Channel], limit: int, chat: Chat, book: Book) -> list[Html]:
    """The last that came in; how many others there are stands before them."""
    shown = channels[max(0, len(channels) - limit) :] if limit else []
    earlier = len(channels) - len(shown)
    more = [book.words.html("added-earlier", count=earlier)] if earlier and shown else []
    return [*more, *(_line(channel, chat, book) for channel in shown)]


def _line(channel: _Channel, chat: Chat, book: Book) -> Html:
    """ "• Somebody @somebody, 14:05 – denied by the FSB"."""
    added = channel.newest
    of = added.revision.channel
    name = bold(cut(channel_name(of), _NAME_LIMIT))
    if address := handle(of):
        name = join(" ", [name, address])
    when = book.words.day_and_hour(added.revision.post.published_at, chat.time_zone)
    told = link(post_url(of, added.revision.post.post_id), when)
    more = f" (×{len(channel.posts)})" if len(channel.posts) > 1 else ""
    return book.words.html("added-line", channel=name, when=join("", [told, more]), what=_what(added, book))


def _what(added: Added, book: Book) -> str:
    """What it adds: a copy, or whose word it is and how it stands to the claim."""
    if added.alert.duplicate_of is not None:
        return book.words.say("added-copy")
    for event in by_weight(added.alert.events):
        if event.target_kind is not Kind.CLAIM or event.stance is None:
            break
        if event.source and book.actor(event.source):
            return cut(book.words.say(STANCES[event.stance], who=book.actor_name(event.source)), _WHO_LIMIT)
        return book.words.say(STANCE_WORDS[event.stance])
    return book.words.say("added-mention")


def _newest(added: Sequence[Added], chat: Chat, book: Book) -> list[Html]:
    """The words of the newest that says something of its own."""
    own = [one for one in added if one.why.tells and one.alert.duplicate_of is None]
    if not own or may_not_quote(own[-1].revision, book):
        return []
    words = quote(own[-1].revision.post.text, [], _NEWEST_LIMIT)
    name = cut(channel_name(own[-1].revision.channel), _NAME_LIMIT)
    return [book.words.html("added-newest", channel=name), words] if words else []
