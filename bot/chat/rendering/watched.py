"""Which channels are watched, by side: how fresh each is, whether it is heard live, or why it is off. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.callbacks import Verb, press
from bot.chat.keyboards import page_of
from bot.chat.markup import Html, bold, cut, join, lines
from bot.chat.naming import Book, entry_name
from bot.chat.rendering.speech import PROBLEMS
from bot.chat.rendering.status import is_missed
from bot.chat.words import Words
from storage.messages import Button, Message
from storage.telling import Chat
from storage.watching import Coverage
from storage.watchlist import ChannelEntry, Side, Watchlist

PAGE = 6
SIDES = {Side.RUSSIA: "side-russia", Side.UKRAINE: "side-ukraine", Side.NEITHER: "side-neither"}
_WHY_LIMIT = 120
_NAME_LIMIT = 40


def render_watched(chat: Chat, coverage: Sequence[Coverage], watchlist: Watchlist, now: datetime, page: int) -> Message:
    """A page of the watchlist's channels; `coverage` with the delays of late."""
    book = Book(watchlist, Words(chat.language))
    seen = {one.username.casefold(): one for one in coverage}
    order = list(SIDES)
    entries = sorted(
        watchlist.channels, key=lambda one: (order.index(one.affiliation.side), entry_name(one).casefold())
    )
    shown, page, pages = page_of(entries, page, PAGE)
    off = sum(not entry.enabled for entry in entries)
    title = book.words.html("channels-title", count=len(entries), off=book.words.number(off))
    told = [line for entry in _by_side(shown, book) for line in _told(entry, seen, chat, now, book)]
    return Message(lines(title, *told, "", book.words.html("channels-propose")), _turning(page, pages))


def render_one(
    chat: Chat, entry: ChannelEntry, coverage: Sequence[Coverage], watchlist: Watchlist, now: datetime
) -> Message:
    """How one channel stands."""
    book = Book(watchlist, Words(chat.language))
    seen = {one.username.casefold(): one for one in coverage}
    return Message(lines(*_lines(entry, seen, chat, now, book)))


def propose_button(words: Words, username: str) -> Button:
    """Asks the operators to read a channel that is not on the watchlist."""
    return Button(
        words.say("button-propose", channel=f"@{username}"), press(Verb.CHANNELS, "p", username[:_NAME_LIMIT])
    )


def _place(entry: ChannelEntry) -> tuple[int, str]:
    return list(SIDES).index(entry.affiliation.side), entry_name(entry).casefold()


def _by_side(shown: Sequence[ChannelEntry], book: Book) -> list[ChannelEntry | Html]:
    """The entries, with a heading where a side begins."""
    found: list[ChannelEntry | Html] = []
    side = None
    for entry in shown:
        if entry.affiliation.side is not side:
            side = entry.affiliation.side
            found.append(bold(book.words.say(SIDES[side])))
        found.append(entry)
    return found


def _told(
    entry: ChannelEntry | Html, seen: Mapping[str, Coverage], chat: Chat, now: datetime, book: Book
) -> Sequence[str]:
    return ["", entry] if isinstance(entry, Html) else _lines(entry, seen, chat, now, book)


def _lines(entry: ChannelEntry, seen: Mapping[str, Coverage], chat: Chat, now: datetime, book: Book) -> list[Html]:
    """A channel, and below it how it stands."""
    coverage = seen.get((entry.username or "").casefold()) if entry.enabled else None
    missed = coverage is None or is_missed(coverage, now)
    mark = "⚪" if not entry.enabled else "⚠️" if missed else "🟢"
    handle = f"@{entry.username}" if entry.username and entry.username != entry.title else ""
    name = join(" ", [part for part in (mark, bold(entry_name(entry)), handle) if part])
    stands = _off(entry, book) if not entry.enabled else _on(coverage, chat, now, book.words)
    return [join("", [name, f" ({book.affiliation(entry.affiliation)})"]), stands]


def _off(entry: ChannelEntry, book: Book) -> Html:
    why = cut(" ".join(entry.why_disabled.split()), _WHY_LIMIT)
    return book.words.html("channels-off-why", why=why) if why else book.words.html("channels-off")


def _on(seen: Coverage | None, chat: Chat, now: datetime, words: Words) -> Html:
    if seen is None or seen.seen_at is None:
        why = PROBLEMS[seen.problem] if seen is not None and seen.problem else "problem-not-yet"
        return words.html("channels-trouble", why=words.say(why))
    when = words.moment(seen.seen_at, chat.time_zone)
    if is_missed(seen, now):
        why = words.say(PROBLEMS[seen.problem] if seen.problem else "problem-late")
        return words.html("channels-lost", why=why, when=when)
    told = [words.html("channels-read", when=when)]
    if seen.delay is not None:
        told.append(words.html("channels-delay", span=words.span(seen.delay.median)))
    if seen.live:
        told.append(words.html("channels-live"))
    return join("; ", told)


def _turning(page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    row = []
    if page > 0:
        row.append(Button(f"‹ {page}/{pages}", press(Verb.CHANNELS, page - 1)))
    if page < pages - 1:
        row.append(Button(f"{page + 2}/{pages} ›", press(Verb.CHANNELS, page + 1)))
    return (tuple(row),) if row else ()
