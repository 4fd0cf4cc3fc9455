"""A digest as messages: at a glance, then what moved, then the posts by claim and group, then what is missing. Pure.

An empty digest is no message; a long one is whole, in numbered parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.alerts.digests import Contents
from bot.alerts.news import Movement, most_repeated, movements
from bot.chat import keyboards
from bot.chat.markup import Html, bold, join, lines
from bot.chat.rendering.digest_news import glance, held_line, news_section, repeated_section
from bot.chat.rendering.digest_posts import Page, page_of, post_sections
from bot.chat.rendering.packing import Section, numbered, packed
from bot.chat.rendering.status import uncovered
from storage.messages import Message
from storage.telling import Chat
from storage.watchlist import Watchlist

_UNCOVERED_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Outline:
    """A digest before it is parted: for messages, and for a file."""

    header: Html
    sections: tuple[Section, ...]


def render_digest(chat: Chat, contents: Contents, watchlist: Watchlist) -> tuple[Message, ...]:
    """The digest, whole, in as many messages as it takes; () if there is nothing to tell.

    Under the last are buttons that give it as a file.
    """
    page = page_of(chat, contents, watchlist)
    whole = outline(chat, contents, watchlist, page)
    if whole is None:
        return ()
    *before, last = numbered(packed(whole.header, whole.sections, page.book.words))
    files = keyboards.digest_files(page.book.words, contents.since, contents.until)
    return (*(Message(html) for html in before), Message(last, (files,)))


def outline(chat: Chat, contents: Contents, watchlist: Watchlist, page: Page) -> Outline | None:
    """What stands in a digest, in order; None if there is nothing to tell. Gaps alone are nothing."""
    posts, moved = contents.posts, movements(contents, watchlist)
    if not posts and not moved:
        return None
    sections = [
        *news_section(moved, page),
        *repeated_section(most_repeated(contents), page),
        *post_sections(posts, page),
    ]
    gaps = uncovered(contents.coverage, chat, contents.until, page.book, limit=_UNCOVERED_LIMIT)
    if gaps:
        sections.append(Section(page.book.words.html("digest-uncovered"), tuple(gaps)))
    return Outline(_header(chat, contents, moved, page), tuple(sections))


def _header(chat: Chat, contents: Contents, moved: Sequence[Movement], page: Page) -> Html:
    words = page.book.words
    since, until = (words.moment(moment, chat.time_zone) for moment in (contents.since, contents.until))
    return lines(
        join("", ["🗞 ", bold(glance(moved, len(contents.posts), page.book))]),
        words.html("digest-span", since=since, until=until),
        held_line(contents, page),
    )
