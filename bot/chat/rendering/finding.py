"""What a search found: each post with its channel, its time and what it says around the words, newest first. Pure.

The question stands in the first line, and is read from there when a page is turned: it is kept nowhere else.
"""

import re

from bot.chat.callbacks import Press, Verb, press
from bot.chat.markup import Html, bold, cut, escape, italic, join, lines, link
from bot.chat.naming import Book, channel_name, post_url
from bot.chat.rendering.alerts import may_not_quote
from bot.chat.rendering.quotes import quote
from bot.chat.words import Words
from storage.messages import Button, Message
from storage.model import Cause, Revision
from storage.search import COUNTED, Hits
from storage.telling import Chat
from storage.terms import Search, spans
from storage.watchlist import Watchlist

PAGE = 5
LENS = "🔎 "

_NUMBER = re.compile("[1-7]?[0-9a-f]{1,15}")
_QUESTION_LIMIT = 220
_SNIPPET_LIMIT = 300
_MARKS_LIMIT = 12  # so that five posts stay under the entities that a message keeps


def question_in(text: str) -> str | None:
    """The question that a page of hits answers; None if this is no such page."""
    first = text.partition("\n")[0]
    return first.removeprefix(LENS) if first.startswith(LENS) else None


def newest_in(press: Press) -> int | None:
    """The number of the list's first hit, as a button carries it; None if it carries none."""
    digits = press.arg(1)
    return int(digits, 16) if _NUMBER.fullmatch(digits) else None


def render_hits(chat: Chat, question: str, search: Search, hits: Hits, page: int, watchlist: Watchlist) -> Message:
    """A page of what was found; `page` counts from 0."""
    book = Book(watchlist, Words(chat.language))
    asked = escape(LENS + cut(question, _QUESTION_LIMIT))
    if not hits.revisions:
        return Message(lines(asked, "", book.words.html("find-none")), ())
    first = page * PAGE + 1
    found = [_hit(first + at, revision, search, chat, book) for at, revision in enumerate(hits.revisions)]
    count = _count(first, hits, book.words)
    return Message(lines(asked, count, *found), _turning(page, hits))


def _count(first: int, hits: Hits, words: Words) -> Html:
    last = first + len(hits.revisions) - 1
    if hits.count > COUNTED:
        return words.html("find-count-more", first=words.number(first), last=words.number(last), most=str(COUNTED))
    return words.html("find-count", first=words.number(first), last=words.number(last), total=words.number(hits.count))


def _hit(number: int, revision: Revision, search: Search, chat: Chat, book: Book) -> Html:
    post = revision.post
    when = link(post_url(revision.channel, post.post_id), book.words.moment(post.published_at, chat.time_zone))
    heading = [f"{number}.", bold(channel_name(revision.channel)), "·", when]
    if revision.cause is Cause.DELETED:
        heading = [*heading, book.words.html("digest-deleted")]
    return lines("", join(" ", heading), _snippet(revision, search, book))


def _snippet(revision: Revision, search: Search, book: Book) -> Html:
    if may_not_quote(revision, book):
        return italic(book.words.say("quote-withheld"))
    text = revision.post.text
    return quote(text, spans(search, text)[:_MARKS_LIMIT], _SNIPPET_LIMIT) or italic(book.words.say("quote-empty"))


def _turning(page: int, hits: Hits) -> tuple[tuple[Button, ...], ...]:
    """To newer and older hits of the same list."""
    pages = -(-min(hits.count, COUNTED) // PAGE)
    row = []
    if page > 0:
        row.append(Button(f"‹ {page}/{pages}", press(Verb.FIND, page - 1, f"{hits.newest or 0:x}")))
    if page < pages - 1:
        row.append(Button(f"{page + 2}/{pages} ›", press(Verb.FIND, page + 1, f"{hits.newest or 0:x}")))
    return (tuple(row),) if row else ()
