"""Why a post matched: each piece of evidence with its words, its rule and how sure the matcher is. Pure."""

from collections.abc import Collection, Sequence

from bot.chat import keyboards
from bot.chat.markup import Html, bold, cut, join, lines
from bot.chat.naming import Book, post_url
from bot.chat.rendering.alerts import copied_from, matched_words
from bot.chat.rendering.packing import Section, packed
from bot.chat.rendering.speech import STANCE_WORDS
from bot.chat.words import Words
from storage.model import Button, Chat, Kind, Link, Message, Revision
from storage.watchlist import Watchlist

_NAME_LIMIT = 200
_EVIDENCE_LIMIT = 8
_LINKS_LIMIT = 12


def render_why(
    chat: Chat,
    revision: Revision,
    links: Sequence[Link],
    followed: Collection[tuple[Kind, str]],
    watchlist: Watchlist,
    *,
    editor: bool = False,
    origin: Revision | None = None,
) -> Message:
    """Explains the links that this chat follows; all of them, when it follows none of them any more.

    `editor`: the chat may say of each link whether it is right. `origin`: the post that it copies.
    """
    book = Book(watchlist, Words(chat.language))
    own = [link for link in links if (link.kind, link.target) in followed] or list(links)
    shown = sorted(own, key=lambda link: (link.kind is not Kind.CLAIM, -link.score))[:_LINKS_LIMIT]
    sections = [_explained(link, book) for link in shown]
    if (Kind.CHANNEL, str(revision.post.channel_id)) in followed:
        sections.append(Section(bold(book.words.say("why-channel")), (book.words.html("why-channel-line"),)))
    if not sections:
        sections = [Section(bold(book.words.say("why-nothing")), (book.words.html("why-nothing-line"),))]
    title = lines(book.words.html("why-title"), copied_from(origin, chat, book) if origin else None)
    html = packed(title, sections, book.words)[0]
    url = post_url(revision.channel, revision.post.post_id)
    judging = keyboards.judging(book, revision.id, shown) if editor else ()
    return Message(html, ((Button(book.words.say("button-open"), url=url),), *judging))


def _explained(link: Link, book: Book) -> Section:
    heading = bold(cut(book.name(link.kind, link.target), _NAME_LIMIT))
    found: list[Html] = []
    if link.stance is not None:
        found.append(book.words.html("why-stance", stance=book.words.say(STANCE_WORDS[link.stance])))
    if link.holder is not None:
        found.append(book.words.html("says", who=bold(book.actor_name(link.holder))))
    if link.speaker is not None and link.speaker != link.holder:
        found.append(book.words.html("passed-on", who=bold(book.actor_name(link.speaker))))
    words = list(dict.fromkeys(text for one in link.evidence if (text := matched_words(one, book))))
    found += [join("", ["• ", text]) for text in words[:_EVIDENCE_LIMIT]]
    key = "why-score" if link.certain else "why-score-unsure"
    found.append(book.words.html(key, percent=round(link.score * 100)))
    return Section(heading, tuple(found))


def render_uncertain_notice(chat: Chat, delivery_id: int) -> Message:
    """ "An alert may not have reached you", with the button that shows it."""
    words = Words(chat.language)
    return Message(words.html("uncertain-notice"), (keyboards.show(words, delivery_id),))
