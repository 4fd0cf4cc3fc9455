"""Draft claims as editors read them: what was found in posts, its posts, and the claim that may be made of it. Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from bot.chat import editing_keyboards
from bot.chat.markup import Html, bold, cut, italic, join, lines, link
from bot.chat.naming import Book, channel_name, post_url
from bot.chat.rendering.alerts import quoted_alone
from bot.chat.rendering.claims import unit_name
from bot.chat.words import Words
from bot.claims.making import Trial, alike, is_whole
from storage.drafts import Draft, Slots
from storage.messages import Message
from storage.model import Revision
from storage.telling import Chat
from storage.watchlist import ClaimedFigure, Watchlist

_STATEMENT_LIMIT = 500
_NAME_LIMIT = 60
_MOST = 6
_QUOTE_LIMIT = 600


def render_draft(draft: Draft, examples: Collection[Revision], chat: Chat, watchlist: Watchlist) -> Message:
    """What several channels tell, and no claim of the watchlist is about."""
    book = Book(watchlist, Words(chat.language))
    words, slots = book.words, draft.slots
    known = alike(slots, watchlist)
    html = lines(
        bold(words.html("draft-title", what=book.draft_name(slots))),
        words.html("draft-told", channels=str(slots.channels), posts=str(slots.posts)),
        *_slots(slots, book),
        _named("draft-holders", slots.holders, book) if slots.holders else None,
        words.html("draft-languages", languages=", ".join(slots.languages)) if slots.languages else None,
        words.html("draft-alike", claims=", ".join(known[:_MOST])) if known else None,
        *(_example(one, chat, words) for one in examples),
    )
    return Message(html, editing_keyboards.draft(words, draft.id))


def render_posts(draft: Draft, examples: Iterable[Revision], chat: Chat, watchlist: Watchlist) -> Message:
    """What the example posts say."""
    book = Book(watchlist, Words(chat.language))
    words, told = book.words, list[Html]()
    for one in examples:
        said = quoted_alone(one, book, _QUOTE_LIMIT)
        told += [_example(one, chat, words), *([said] if said else [])]
    html = lines(bold(words.html("draft-posts", number=str(draft.id))), *told)
    return Message(html, editing_keyboards.draft(words, draft.id))


def render_proposal(
    draft: Draft, trial: Trial | None, kinds: Sequence[str], page: int, chat: Chat, watchlist: Watchlist
) -> Message:
    """The claim that would be made. Begins with the draft's number, by which an answer to it is understood."""
    book = Book(watchlist, Words(chat.language))
    words, slots = book.words, draft.slots
    html = lines(
        join(" ", [bold(opening(draft.id, words)), italic(cut(draft.statement or "", _STATEMENT_LIMIT))]),
        words.html("proposal-change", claim=draft.claim) if draft.claim else None,
        *_slots(slots, book),
        None if slots.places else words.html("proposal-no-place"),
        None if slots.events else words.html("proposal-no-event"),
        words.html("proposal-trial", linked=str(trial.linked), tried=str(trial.tried)) if trial else None,
        words.html("proposal-answer"),
    )
    return Message(html, editing_keyboards.proposal(book, draft, kinds, page, whole=is_whole(slots)))


def opening(draft_id: int, words: Words) -> str:
    """How the message about a proposed claim begins."""
    return words.say("proposal-title", number=str(draft_id))


def _slots(slots: Slots, book: Book) -> Iterator[Html]:
    words = book.words
    if slots.places:
        yield words.html("slot-where", names=", ".join(book.place_name(one) for one in slots.places[:_MOST]))
    if slots.events:
        yield words.html("slot-what", names=", ".join(book.event_name(one) for one in slots.events[:_MOST]))
    if slots.first and slots.last:
        yield words.html("slot-when", first=words.date(slots.first), last=words.date(slots.last))
    if slots.actors:
        yield _named("slot-who", slots.actors, book)
    if slots.figures:
        yield words.html("slot-figures", figures="; ".join(_figure(one, words) for one in slots.figures[:_MOST]))


def _named(key: str, actors: Sequence[str], book: Book) -> Html:
    """The actors, each with its side."""
    names = []
    for actor_id in actors[:_MOST]:
        entry = book.actor(actor_id)
        side = f" ({book.affiliation(entry.affiliation)})" if entry else ""
        names.append(cut(book.actor_name(actor_id), _NAME_LIMIT) + side)
    return book.words.html(key, names=", ".join(names))


def _figure(figure: ClaimedFigure, words: Words) -> str:
    """ "civilians wounded: about 2"."""
    if figure.low is not None and figure.high is not None:
        number = words.say("figure-range", low=words.number(figure.low), high=words.number(figure.high))
    elif figure.value is None:
        number = words.say("several")
    else:
        number = words.number(figure.value)
        number = words.say("qualifier-about", number=number) if figure.approx else number
    return f"{unit_name(figure.unit, words)}: {number}"


def _example(revision: Revision, chat: Chat, words: Words) -> Html:
    when = words.day_and_hour(revision.post.published_at, chat.time_zone)
    name = cut(channel_name(revision.channel), _NAME_LIMIT)
    return join("", ["• ", name, ", ", link(post_url(revision.channel, revision.post.post_id), when)])
