"""Why a post matched: each piece of evidence with its words, its rule and how sure the matcher is. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bot.chat import judging_keyboards, keyboards
from bot.chat.markup import Html, bold, cut, join, lines
from bot.chat.naming import Book, post_url
from bot.chat.rendering.alerts import copied_from, matched_words
from bot.chat.rendering.packing import Section, packed
from bot.chat.rendering.speech import REASONS, STANCE_WORDS
from bot.chat.words import Words
from storage.messages import Button, Message
from storage.model import Kind, Link, Revision
from storage.telling import Alert, Because, Chat
from storage.watchlist import Watchlist

_NAME_LIMIT = 200
_WORD_LIMIT = 40
_EVIDENCE_LIMIT = 8
_LINKS_LIMIT = 12


@dataclass(frozen=True, slots=True)
class Background:
    """What an explanation knows besides the post: whether its reader may say of each link if it is right (`editor`),
    the post that it copies (`origin`), what the chat was, or was not, told of it (`alert`; None also where nobody
    `asked`), and channels' titles.
    """

    editor: bool = False
    origin: Revision | None = None
    alert: Alert | None = None
    asked: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)


_NO_BACKGROUND = Background()


def render_why(
    chat: Chat,
    revision: Revision,
    links: Sequence[Link],
    followed: Collection[tuple[Kind, str]],
    watchlist: Watchlist,
    background: Background = _NO_BACKGROUND,
) -> Message:
    """Explains the links that this chat follows; all of them, when it follows none of them any more."""
    origin = background.origin
    book = Book(watchlist, Words(chat.language))
    own = [link for link in links if (link.kind, link.target) in followed] or list(links)
    shown = sorted(own, key=lambda link: (link.kind is not Kind.CLAIM, -link.score))[:_LINKS_LIMIT]
    sections = _told(background, book) + [_explained(link, book) for link in shown]
    if (Kind.CHANNEL, str(revision.post.channel_id)) in followed:
        sections.append(Section(bold(book.words.say("why-channel")), (book.words.html("why-channel-line"),)))
    if not sections:
        sections = [Section(bold(book.words.say("why-nothing")), (book.words.html("why-nothing-line"),))]
    title = lines(book.words.html("why-title"), copied_from(origin, chat, book) if origin else None)
    html = packed(title, sections, book.words)[0]
    url = post_url(revision.channel, revision.post.post_id)
    judging = judging_keyboards.judging(book, revision.id, shown) if background.editor else ()
    return Message(html, ((Button(book.words.say("button-open"), url=url),), *judging))


def _told(background: Background, book: Book) -> list[Section]:
    """By which subscriptions it was told, or was not, and what each of them found."""
    alert = background.alert
    if alert is None and not background.asked:
        return []
    if alert is None:
        return [Section(bold(book.words.say("why-untold")), (book.words.html("why-untold-line"),))]
    heading = bold(book.words.say("why-told" if alert.reason.tells else "why-not-told"))
    reasons = [_reason(one, background.titles, book) for one in alert.because[:_LINKS_LIMIT]]
    if not reasons:
        reasons = [book.words.html("why-by-itself", reason=book.words.say(REASONS[alert.reason]))]
    return [Section(heading, tuple(reasons))]


def _reason(one: Because, titles: Mapping[str, str], book: Book) -> Html:
    name = bold(cut(book.name(one.kind, one.target, titles), _NAME_LIMIT))
    said = book.words.html("why-subscription", name=name, reason=book.words.say(REASONS[one.reason]))
    words = list(dict.fromkeys(cut(" ".join(found.text.split()), _WORD_LIMIT) for found in one.words))
    if not words:
        return said
    quoted = ", ".join(book.words.say("matched-words", words=word) for word in words[:_EVIDENCE_LIMIT])
    return join(" ", [said, book.words.html("matched", words=quoted)])


def _explained(link: Link, book: Book) -> Section:
    heading = bold(cut(book.name(link.kind, link.target), _NAME_LIMIT))
    found: list[Html] = []
    if link.stance is not None:
        found.append(book.words.html("why-stance", stance=book.words.say(STANCE_WORDS[link.stance])))
    if link.holder is not None:
        found.append(book.words.html("says", who=bold(book.actor_name(link.holder))))
    if link.speaker is not None and link.speaker != link.holder:
        found.append(book.words.html("passed-on", who=bold(book.actor_name(link.speaker))))
    found += [join("", ["• ", text]) for text in matched_words(link.evidence, book)[:_EVIDENCE_LIMIT]]
    key = "why-score" if link.certain else "why-score-unsure"
    found.append(book.words.html(key, percent=round(link.score * 100)))
    return Section(heading, tuple(found))


def render_uncertain_notice(chat: Chat, delivery_id: int) -> Message:
    """ "An alert may not have reached you", with the button that shows it."""
    words = Words(chat.language)
    return Message(words.html("uncertain-notice"), (keyboards.show(words, delivery_id),))
