"""What was found of a claim in earlier posts, for the editor who made it. Pure."""

from collections.abc import Sequence

from bot.chat import editing_keyboards
from bot.chat.markup import Html, bold, cut, italic, join, lines, link
from bot.chat.naming import Book, channel_name, post_url
from bot.chat.rendering.alerts import quoted_alone
from bot.chat.words import Words
from storage.messages import Message
from storage.model import Revision
from storage.telling import Chat
from storage.watchlist import Watchlist

_STATEMENT_LIMIT = 400
_NAME_LIMIT = 60
_QUOTE_LIMIT = 300


def render_backfilled(claim: str, found: int, days: int, chat: Chat, watchlist: Watchlist) -> Message:
    """How many posts of the last days are about it. If any are: shows them, and asks whether followers are told."""
    book = Book(watchlist, Words(chat.language))
    words = book.words
    html = lines(
        bold(words.html("backfilled", claim=claim, count=found, days=days)),
        italic(cut(book.statement(claim), _STATEMENT_LIMIT) or claim),
        words.html("backfilled-untold") if found else None,
    )
    return Message(html, editing_keyboards.earlier(words, claim) if found else ())


def render_earlier(claim: str, posts: Sequence[Revision], chat: Chat, watchlist: Watchlist) -> Message:
    """The posts themselves, the newest first."""
    book = Book(watchlist, Words(chat.language))
    words, told = book.words, list[Html]()
    for one in posts:
        when = words.day_and_hour(one.post.published_at, chat.time_zone)
        name = cut(channel_name(one.channel), _NAME_LIMIT)
        told.append(join("", ["• ", name, ", ", link(post_url(one.channel, one.post.post_id), when)]))
        told += [said] if (said := quoted_alone(one, book, _QUOTE_LIMIT)) else []
    return Message(lines(bold(words.html("backfilled-posts", claim=claim)), *told))
