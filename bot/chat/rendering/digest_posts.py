"""The posts of a digest as lines: by claim, then by group, place and channel; who asserts, denies, repeats. Pure.

Each post stands once under each claim it is about, else under the first other thing it is about. Copies and forwards
are folded into the line of the post that they repeat.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.alerts.digests import Contents, Entry
from bot.chat.markup import Html, bold, cut, italic, join, lines, link
from bot.chat.naming import Book, channel_name, post_url
from bot.chat.rendering.alerts import may_not_quote
from bot.chat.rendering.folding import Item, Line, folded
from bot.chat.rendering.packing import Section
from bot.chat.rendering.quotes import excerpt
from bot.chat.rendering.speech import KIND_ORDER, STATUSES, by_weight
from bot.chat.words import Words
from bot.claims.standing import as_settled
from storage.model import ASSERTIONS, DENIALS, Cause, Kind, Revision, Stance
from storage.telling import Alert, Chat, Event
from storage.watchlist import Watchlist

_STATEMENT_LIMIT = 300
EXCERPT = 140
_COPIES_LIMIT = 5
_TIMES_LIMIT = 6

Target = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Page:
    """What all lines of one digest need: the words, how a time is written, what posts copy, and how much of a text is
    shown."""

    book: Book
    when: Callable[[datetime], str]
    origins: Mapping[int, Revision]
    excerpt: int


def page_of(chat: Chat, contents: Contents, watchlist: Watchlist, excerpt: int = EXCERPT) -> Page:
    when = _clock(chat, contents.since, contents.until)
    book = Book(as_settled(watchlist, contents.statuses), Words(chat.language))
    return Page(book, when, contents.origins, excerpt)


def post_sections(entries: Sequence[Entry], page: Page) -> list[Section]:
    return [_section(target, items, page) for target, items in grouped(entries).items()]


def _clock(chat: Chat, since: datetime, until: datetime) -> Callable[[datetime], str]:
    """Times alone of the one day that the digest is of; else with their day, and with the year where that is another:
    what is copied may be old."""
    words, zone = Words(chat.language), ZoneInfo(chat.time_zone)
    first, last = (moment.astimezone(zone).date() for moment in (since, until))

    def when(moment: datetime) -> str:
        day = moment.astimezone(zone).date()
        if first == day == last:
            return words.hour(moment, chat.time_zone)
        if day.year in {first.year, last.year}:
            return words.day_and_hour(moment, chat.time_zone)
        return words.moment(moment, chat.time_zone)

    return when


def grouped(entries: Sequence[Entry]) -> dict[Target, list[Item]]:
    """Target -> its posts; claims first, then actors, places, channels, each in the order of their newest post."""
    groups: dict[Target, dict[int, Item]] = {}
    for alert, revision in sorted(entries, key=lambda entry: entry[1].post.published_at, reverse=True):
        for event in _shelves(alert):
            target = (event.target_kind, event.target)
            groups.setdefault(target, {}).setdefault(revision.id, (event, revision))
    ordered = sorted(groups, key=lambda target: KIND_ORDER.index(target[0]))
    return {target: list(groups[target].values()) for target in ordered}


def _shelves(alert: Alert) -> list[Event]:
    """The events under which a post is listed: of every claim the one that its alert puts first, or the first of the
    rest.
    """
    claims = [event for event in alert.events if event.target_kind is Kind.CLAIM]
    first = {event.target: event for event in reversed(by_weight(claims))}
    rest = sorted(alert.events, key=lambda event: KIND_ORDER.index(event.target_kind))
    return [first[claim] for claim in dict.fromkeys(event.target for event in claims)] or rest[:1]


def _section(target: Target, items: Sequence[Item], page: Page) -> Section:
    kind, name = target
    if kind is Kind.CLAIM:
        return Section(_claim_heading(name, page.book), tuple(_claim_lines(items, page)))
    title = channel_name(items[0][1].channel) if kind is Kind.CHANNEL else page.book.name(kind, name)
    return Section(bold(title), tuple(_line(line, None, page) for line in folded(items, by_channel=True)))


def _claim_heading(claim_id: str, book: Book) -> Html:
    claim = book.claim(claim_id)
    status = STATUSES.get(claim.status) if claim else None
    statement = cut(book.statement(claim_id), _STATEMENT_LIMIT)
    named = book.words.html("digest-claim", claim=claim_id, statement=italic(statement) if statement else "")
    return join("", [named, f" ({book.words.say(status)})" if status else ""])


_CAMPS = (("digest-asserts", ASSERTIONS), ("digest-denies", DENIALS))


def _claim_lines(items: Sequence[Item], page: Page) -> list[Html]:
    """Who asserts, who denies, and the rest, each newest first."""
    found: list[Html] = []
    for key, camp in (*_CAMPS, ("digest-others", frozenset(Stance) - ASSERTIONS - DENIALS)):
        told = [(event, revision) for event, revision in items if (event.stance or Stance.MENTIONS) in camp]
        shown = folded(told, by_channel=False)
        found += [_line(line, page.book.words.say(key), page) for line in shown]
    return found


def _line(line: Line, camp: str | None, page: Page) -> Html:
    """One source's posts, linked by their times, the beginning of the newest, and who repeated it."""
    book, (_, newest) = page.book, line.newest
    name = book.source_name(line.source, newest.channel)
    text = "" if may_not_quote(newest, book) else excerpt(newest.post.text, page.excerpt)
    parts = [
        "• ",
        f"{camp}: " if camp else "",
        bold(name),
        " ",
        _via(line, newest, book),
        _times([revision for _, revision in line.posts], page),
        join("", [" — ", italic(text)]) if text else "",
    ]
    return lines(join("", parts), _origin(newest, page), _repeats(line, page))


def _origin(newest: Revision, page: Page) -> Html | None:
    """Whose words a post repeats that stands for itself: the other one is from before, or not of this digest."""
    origin = page.origins.get(newest.id)
    if origin is None:
        return None
    when = link(post_url(origin.channel, origin.post.post_id), page.when(origin.post.published_at))
    return join("", ["↳ ", page.book.words.html("copies", channel=channel_name(origin.channel), when=when)])


def _via(line: Line, newest: Revision, book: Book) -> Html | str:
    """In which channel a source was quoted, unless it spoke in its own."""
    entry = book.channel(newest.channel.channel_id, newest.channel.username)
    if line.source.startswith("channel:") or (entry and entry.owner == line.source):
        return ""
    return join("", [book.words.html("digest-via", channel=channel_name(newest.channel)), " "])


def _repeats(line: Line, page: Page) -> Html | None:
    if not line.copies:
        return None
    shown = [join(" ", [channel_name(copy.channel), _times([copy], page)]) for _, copy in line.copies[:_COPIES_LIMIT]]
    more = len(line.copies) - len(shown)
    if more:
        return page.book.words.html("digest-repeated-more", channels=join(", ", shown), count=more)
    return page.book.words.html("digest-repeated", channels=join(", ", shown))


def _times(revisions: Sequence[Revision], page: Page) -> Html:
    """Each post as a link on its time, newest first."""
    shown = [_time(revision, page) for revision in revisions[:_TIMES_LIMIT]]
    more = len(revisions) - len(shown)
    return join(", ", [*shown, *([page.book.words.say("and-more", count=more)] if more else [])])


def _time(revision: Revision, page: Page) -> Html:
    when = link(post_url(revision.channel, revision.post.post_id), page.when(revision.post.published_at))
    if revision.cause is not Cause.DELETED:
        return when
    return join(" ", [when, page.book.words.html("digest-deleted")])
