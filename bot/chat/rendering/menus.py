"""The bot's own pages: welcome, help, what can be followed, what is followed, language, digest, forgetting. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import time

from bot.chat import following_keyboards, keyboards
from bot.chat.callbacks import known_targets
from bot.chat.markup import Html, bold, cut, italic, join, lines
from bot.chat.naming import Book
from bot.chat.rendering.followed import settings_line
from bot.chat.rendering.speech import KINDS
from bot.chat.rendering.status import digest_line
from bot.chat.words import LANGUAGES, Words
from storage.messages import Button, Message
from storage.model import Kind
from storage.people import Role
from storage.telling import Chat, Mode, Subscription
from storage.watchlist import Claim, Watchlist

_STATEMENT_LIMIT = 300
_CLAIMS_PAGE = 6
LOOSE = "-"
"""Stands for the claims that belong to no incident."""

_ACTOR_ORDER = ("armed_group", "collective", "institution", "government", "organisation", "person", "news_outlet")
_PLACE_ORDER = ("oblast", "city", "town")
_FOLLOWED = {Mode.DIGEST: "followed-digest", Mode.SILENT: "followed-silent"}
"""Where nothing is told at once, nobody is promised that."""


_HELP_BY_ROLE = (
    (Role.EDITOR, "help-editors-title", "help-editors"),
    (Role.OWNER, "help-owners-title", "help-owners"),
)


def render_start(chat: Chat, *, returned: bool) -> Message:
    """The welcome; `returned`: the chat had rested and is awake again."""
    words = Words(chat.language)
    again = words.html("start-again") if returned else None
    how = words.html("start-how-group" if _is_group(chat) else "start-how")
    return Message(lines(again, words.html("start"), "", how), keyboards.start(words))


def render_help(chat: Chat, role: Role | None) -> Message:
    """What everybody can do, and in a private chat also what one can do by one's role."""
    words, group = Words(chat.language), _is_group(chat)
    more: list[Html] = [words.html("help-group")] if group else []
    for least, title, commands in _HELP_BY_ROLE:
        if role is not None and role.rank >= least.rank and not group:
            more += [Html(""), bold(words.say(title)), words.html(commands)]
    how = words.html("help-how-group" if group else "help-how")
    return Message(lines(bold(words.say("help-title")), "", how, "", words.html("help"), *more), keyboards.start(words))


def render_kinds(chat: Chat) -> Message:
    words = Words(chat.language)
    how = words.html("follow-how-group" if _is_group(chat) else "follow-how")
    return Message(lines(words.html("follow"), how), keyboards.kinds(words))


def render_actors(chat: Chat, watchlist: Watchlist, followed: Collection[str], page: int) -> Message:
    """Armed groups first, then institutions, people and outlets."""
    book = Book(watchlist, Words(chat.language))
    actors = sorted(watchlist.actors, key=lambda actor: _rank(actor.kind, _ACTOR_ORDER))
    named = [(actor.id, book.actor_name(actor.id)) for actor in actors]
    return _choices(book.words, Kind.ACTOR, named, followed, page)


def render_places(chat: Chat, watchlist: Watchlist, followed: Collection[str], page: int) -> Message:
    """Regions and cities first, then villages by name."""
    book = Book(watchlist, Words(chat.language))
    named = [(place.kind, place.id, book.place_name(place.id)) for place in watchlist.places]
    named.sort(key=lambda entry: (_rank(entry[0], _PLACE_ORDER), entry[2]))
    return _choices(book.words, Kind.PLACE, [(place_id, name) for _, place_id, name in named], followed, page)


def render_kinds_of(chat: Chat, kind: Kind, watchlist: Watchlist, followed: Collection[str], page: int) -> Message:
    """The sides and ties of who writes, or the languages of posts."""
    book = Book(watchlist, Words(chat.language))
    named = [(target, book.name(kind, target)) for target in known_targets(kind, watchlist)]
    return _choices(book.words, kind, named, followed, page)


def render_channels(
    chat: Chat, titles: Mapping[str, str], unread: int, followed: Collection[str], page: int
) -> Message:
    """The channels that were reached, by title; `unread`: how many were not yet, and cannot be followed."""
    words = Words(chat.language)
    named = sorted(titles.items(), key=lambda entry: entry[1].casefold())
    message = _choices(words, Kind.CHANNEL, named, followed, page)
    more = words.html("follow-channels-unread", count=unread) if unread else None
    return Message(lines(message.html, more), message.buttons)


def render_incidents(chat: Chat, watchlist: Watchlist) -> Message:
    """The incidents that have claims, the latest first."""
    book = Book(watchlist, Words(chat.language))
    incidents = sorted(watchlist.incidents, key=lambda incident: incident.first, reverse=True)
    named = [(one.id, book.incident_name(one.id)) for one in incidents if _claims_of(one.id, watchlist)]
    if _claims_of(LOOSE, watchlist):
        named.append((LOOSE, book.words.say("incident-none")))
    return Message(book.words.html("follow-claims"), keyboards.incidents(book.words, named))


def render_claims(chat: Chat, watchlist: Watchlist, incident: str, followed: Collection[str], page: int) -> Message:
    """A page of an incident's claims: the statements above, their numbers as buttons."""
    book = Book(watchlist, Words(chat.language))
    shown, page, pages = keyboards.page_of(_claims_of(incident, watchlist), page, _CLAIMS_PAGE)
    title = book.incident_name(incident) if incident != LOOSE else book.words.say("incident-none")
    statements = [_claim_line(claim, claim.id in followed, book) for claim in shown]
    html = lines(bold(title), "", *statements, "", book.words.html("follow-claims-hint"))
    return Message(html, keyboards.claims(book.words, incident, shown, followed, (page, pages)))


def incident_of(claim_id: str, watchlist: Watchlist) -> str:
    """Under which incident the menu lists a claim."""
    claim = next((claim for claim in watchlist.claims if claim.id == claim_id), None)
    known = {incident.id for incident in watchlist.incidents}
    return claim.incident if claim and claim.incident in known and claim.incident else LOOSE


def render_subscriptions(
    chat: Chat, subscriptions: Sequence[Subscription], titles: Mapping[str, str], watchlist: Watchlist, page: int
) -> Message:
    """What this chat follows, each with a button that opens its card."""
    book = Book(watchlist, Words(chat.language))
    if not subscriptions:
        return Message(book.words.html("list-empty"), keyboards.kinds(book.words))
    named = [(one, book.name(one.kind, one.target, titles)) for one in subscriptions]
    html = book.words.html("list", count=len(subscriptions))
    return Message(html, following_keyboards.subscriptions(book.words, named, page))


def render_suggestions(chat: Chat, key: str, asked: str, buttons: Sequence[Button]) -> Message:
    """What was asked for is not quite known, or is several things: what may have been meant, as buttons.

    `key`: a message with the argument `asked`, which is what the reader wrote, raw.
    """
    words = Words(chat.language)
    rows = tuple((button,) for button in buttons)
    return Message(words.html(key, asked=cut(asked, 60)), rows or keyboards.kinds(words))


def render_followed(
    chat: Chat, name: str, one: Subscription, *, new: bool, watchlist: Watchlist, digested: bool
) -> Message:
    """A subscription was made, or was there already; how it is told: of a new one, what is out of the ordinary.

    `digested`: this chat has daily digests. Without them, what is told in digests only would never come by itself.
    """
    book = Book(watchlist, Words(chat.language))
    how = settings_line(one.filters, book.words, all_of_them=not new)
    key = _FOLLOWED.get(one.filters.mode, "followed") if new else "followed-already"
    html = book.words.html(key, name=_within_a_sentence(name))
    lacking = one.filters.mode is Mode.DIGEST and not digested
    warning = book.words.html("followed-undigested") if lacking else None
    more = None if _is_group(chat) or not new else book.words.html("followed-more")
    row = following_keyboards.open_card(book, one.id), keyboards.stop(book.words, one.kind, one.target)
    return Message(lines(html, how or None, warning, more), (row, *keyboards.start(book.words)[:2]))


def render_stopped(chat: Chat, name: str, kind: Kind, target: str, *, was: bool, watchlist: Watchlist) -> Message:
    """A subscription has ended, or there was none."""
    book = Book(watchlist, Words(chat.language))
    key = "stopped" if was else "stopped-already"
    follow = keyboards.follow(book, kind, target, name)
    return Message(book.words.html(key, name=_within_a_sentence(name)), ((follow,),))


def render_languages(chat: Chat) -> Message:
    words = Words(chat.language)
    return Message(words.html("language", language=LANGUAGES[words.language]), keyboards.languages())


def render_digest_menu(chat: Chat, times: Collection[time]) -> Message:
    """When digests come, and the usual hours as buttons that add and remove them."""
    words = Words(chat.language)
    html = lines(digest_line(times, chat.time_zone, words), "", words.html("digest-hint", zone=chat.time_zone))
    return Message(html, keyboards.digest(words, times))


def render_forget(chat: Chat) -> Message:
    words = Words(chat.language)
    return Message(words.html("forget"), keyboards.forget(words))


def _is_group(chat: Chat) -> bool:
    """There the bot hears commands, presses and replies to it, and no other words."""
    return chat.chat_id < 0


def _choices(
    words: Words, kind: Kind, named: Sequence[tuple[str, str]], followed: Collection[str], page: int
) -> Message:
    html = lines(bold(words.say(KINDS[kind])), words.html("follow-hint" if named else "follow-none"))
    return Message(html, keyboards.choices(words, kind, named, followed, page))


def _within_a_sentence(name: str) -> Html:
    """Without a full stop of its own: a claim is called by its statement."""
    return bold(cut(name, _STATEMENT_LIMIT).removesuffix("."))


def _claim_line(claim: Claim, is_followed: bool, book: Book) -> Html:
    statement = italic(cut(book.statement(claim.id), _STATEMENT_LIMIT))
    return join("", ["✓ " if is_followed else "", bold(claim.id), " ", statement])


def _claims_of(incident: str, watchlist: Watchlist) -> list[Claim]:
    return [claim for claim in watchlist.claims if incident_of(claim.id, watchlist) == incident]


def _rank(kind: str, order: Sequence[str]) -> int:
    return order.index(kind) if kind in order else len(order)
