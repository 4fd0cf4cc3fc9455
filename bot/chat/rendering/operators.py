"""What happened to channels and accounts, for those who run the lookout. Pure."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.chat.markup import Html, bold, cut, join, lines
from bot.chat.naming import Book
from bot.chat.rendering.packing import fits
from bot.chat.rendering.speech import PROBLEMS
from bot.chat.words import Words
from storage.messages import Message
from storage.model import Flag
from storage.telling import Chat, Subscription
from storage.watching import Change, ChangeKind, Problem
from storage.watchlist import Watchlist

_NAMES_LIMIT = 10
_NAME_LIMIT = 80
_WHY_LIMIT = 300
_ERRORS_LIMIT = 2000
_DIGITS = 10

FLAGS = {
    Flag.VERIFIED: "flag-verified",
    Flag.SCAM: "flag-scam",
    Flag.FAKE: "flag-fake",
    Flag.RESTRICTED: "flag-restricted",
}

_TOGETHER = (ChangeKind.UNCOVERED, ChangeKind.COVERED)
"""Of many channels at once, these are one line."""


def render_changes(chat: Chat, changes: Sequence[Change]) -> tuple[Message, ...]:
    """One notice about all `changes`, in the order in which they happened; in parts, if it is long."""
    words = Words(chat.language)
    title = lines(bold(words.say("operators-title")), "")
    pages = [[title]]
    for line in _told(changes, words):
        if fits([*pages[-1], line]):
            pages[-1].append(line)
        else:
            pages.append([title, line])
    return tuple(Message(lines(*page)) for page in pages)


def render_vanished(chat: Chat, gone: Sequence[Subscription], watchlist: Watchlist) -> Message:
    """What the chat follows and will hear nothing more of. `watchlist`: the last version that knew it."""
    book = Book(watchlist, Words(chat.language))
    names = [bold(cut(book.name(one.kind, one.target), _NAME_LIMIT)) for one in gone[:_NAMES_LIMIT]]
    more = len(gone) - len(names)
    listed = join(", ", [*names, *([book.words.say("and-more", count=more)] if more else [])])
    return Message(book.words.html("vanished", names=listed))


def render_unreadable(chat: Chat, damaged: Subscription) -> Message:
    """What the chat follows can't be read any more, and rests until it is worded anew."""
    return Message(Words(chat.language).html("unreadable", name=bold(cut(damaged.target, _NAME_LIMIT))))


def _told(changes: Sequence[Change], words: Words) -> Iterator[Html]:
    for (kind, after), group in groupby(changes, key=_line):
        same = list(group)
        if kind in _TOGETHER:
            yield _coverage(kind, after, same, words)
        else:
            yield from (_one(change, words) for change in same)


def _line(change: Change) -> tuple[ChangeKind, str | None]:
    return change.kind, change.after if change.kind in _TOGETHER else None


def _coverage(kind: ChangeKind, problem: str | None, same: Sequence[Change], words: Words) -> Html:
    names = [change.subject for change in same]
    shown = names[:_NAMES_LIMIT]
    if len(names) > len(shown):
        shown.append(words.say("and-more", count=len(names) - len(shown)))
    channels = join(", ", shown)
    if kind is ChangeKind.COVERED or problem is None:
        return words.html("change-covered", channels=channels)
    return words.html("change-uncovered", channels=channels, why=words.say(PROBLEMS[Problem(problem)]))


def _one(change: Change, words: Words) -> Html:
    who = bold(cut(change.subject, _NAME_LIMIT))
    before, after = cut(change.before or "", _NAME_LIMIT), cut(change.after or "", _NAME_LIMIT)
    match change.kind:
        case ChangeKind.RENAMED:
            return words.html("change-renamed", before=before, after=bold(after))
        case ChangeKind.USERNAME:
            return _username(who, before, after, words)
        case ChangeKind.FLAG_SET:
            return words.html("change-flag-set", channel=who, flag=words.say(FLAGS[Flag(after)]))
        case ChangeKind.FLAG_CLEARED:
            return words.html("change-flag-cleared", channel=who, flag=words.say(FLAGS[Flag(before)]))
        case ChangeKind.ACCOUNT_RESTS:
            return words.html("change-account-rests", account=who, why=cut(change.after or "", _WHY_LIMIT))
        case ChangeKind.WATCHLIST_REFUSED | ChangeKind.ENTRY_REFUSED:
            return _refused(change, who, words)
        case ChangeKind.BACKUP_FAILED | ChangeKind.BACKUP_MADE:
            return _backup(change, who, words)
        case _:
            return _plain(change, who, words)


def _plain(change: Change, who: Html, words: Words) -> Html:
    """What there is nothing more to say of than whom it concerns."""
    match change.kind:
        case ChangeKind.WATCHLIST_MENDED:
            return words.html("change-watchlist-mended", version=who)
        case ChangeKind.PROPOSED:
            return words.html("change-proposed", channel=who)
        case ChangeKind.PARKED:
            parked = change.before or ""
            count = int(parked) if parked.isdecimal() and len(parked) < _DIGITS else 1
            return words.html("change-parked", stage=who, count=count, why=change.after or "")
        case ChangeKind.STAGE_STOPPED:
            return words.html("change-stage-stopped", stage=who)
        case ChangeKind.STAGE_RESUMED:
            return words.html("change-stage-resumed", stage=who)
        case ChangeKind.DATABASE_OUT:
            return words.html("change-database-out", why=cut(change.after or "", _WHY_LIMIT))
        case ChangeKind.DATABASE_BACK:
            return words.html("change-database-back")
        case _:
            return words.html("change-account-back", account=who)


def _backup(change: Change, folder: Html, words: Words) -> Html:
    if change.kind is ChangeKind.BACKUP_FAILED:
        return words.html("change-backup-failed", folder=folder, why=cut(change.after or "", _WHY_LIMIT))
    return words.html("change-backup-made", folder=folder)


def _refused(change: Change, who: Html, words: Words) -> Html:
    """The files as a whole, or one entry that was made in chat."""
    why = cut(change.after or "", _ERRORS_LIMIT)
    if change.kind is ChangeKind.ENTRY_REFUSED:
        return words.html("change-entry-refused", entry=who, why=why)
    return words.html("change-watchlist-refused", version=who, why=why)


def _username(who: Html, before: str, after: str, words: Words) -> Html:
    if not after:
        return words.html("change-username-lost", channel=who, before=f"@{before}")
    if not before:
        return words.html("change-username-given", channel=who, after=f"@{after}")
    return words.html("change-username", channel=who, before=f"@{before}", after=f"@{after}")
