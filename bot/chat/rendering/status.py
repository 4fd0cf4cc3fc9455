"""What is not covered, whether the lookout is awake, and what is on its way to this chat. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.chat import keyboards
from bot.chat.markup import Html, bold, cut, join, lines
from bot.chat.naming import Book
from bot.chat.rendering.speech import PROBLEMS
from bot.chat.words import Words
from storage.messages import Delivery, DeliveryState, Message
from storage.telling import Chat
from storage.watching import Backfill, Backups, Coverage, Delay, InForce, Work
from storage.watchlist import Watchlist

AWAKE = timedelta(minutes=15)
"""Without a channel read for so long, the lookout does not count as awake."""

LATE = timedelta(hours=1)
"""A channel whose turn was so long ago is not covered."""

_LINES_LIMIT = 25
_MANY = 3  # channels that are missed for one reason: more share a line
_NAMES_LIMIT = 8
_SHOW_LIMIT = 5
_SLOWEST_LIMIT = 5
_ERRORS_LIMIT = 5
_ERROR_LIMIT = 100
_NUMBERS = re.compile(r"[0-9]+")
"""Of errors of one kind, these differ."""
_STATES = (DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.FAILED)


@dataclass(frozen=True, slots=True)
class Backstage:
    """What only operators are shown, if they ask. `floods`: account, kind of request, until; `parkings`: by stage and
    kind of error; `states` and `failures`: of all deliveries, these by what Telegram said.
    """

    floods: Sequence[tuple[str, str, datetime]]
    unmatched: int
    parked: int
    backups: Backups | None = None
    backfill: Backfill | None = None
    parkings: Mapping[tuple[Work, str], int] = field(default_factory=dict)
    states: Mapping[DeliveryState, int] = field(default_factory=dict)
    failures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is to report at `now`. `subscriptions`, `states` and `uncertain` are this chat's.

    `freshness`: the delay of what was collected lately. `backstage` None: this chat is no operator's, or did not ask.
    `digests`: at which local times they come. `resting`: account -> since when; empty where this chat is no operator's.
    """

    now: datetime
    started_at: datetime
    coverage: Sequence[Coverage]
    subscriptions: int
    states: Mapping[DeliveryState, int]
    uncertain: Sequence[Delivery]
    freshness: Delay | None = None
    backstage: Backstage | None = None
    in_force: InForce | None = None
    digests: Sequence[time] = ()
    resting: Mapping[str, datetime] = field(default_factory=dict)


def render_status(chat: Chat, standing: Standing, watchlist: Watchlist) -> Message:
    """What is not covered comes first; then what is, then what concerns this chat."""
    book = Book(watchlist, Words(chat.language))
    html = lines(
        *_doubts(chat, standing, book.words),
        *_resting(chat, standing, book.words),
        *_gaps(chat, standing, book),
        *_lookout(chat, standing, book),
        "",
        *_own(chat, standing, book.words),
        *_backstage(chat, standing, book.words),
    )
    rows = [keyboards.show(book.words, delivery.id) for delivery in standing.uncertain[:_SHOW_LIMIT]]
    return Message(html, tuple(rows))


def uncovered(coverage: Sequence[Coverage], chat: Chat, now: datetime, book: Book, *, limit: int) -> list[Html]:
    """A line for each channel that is not covered at `now`, with why and since when; one for many of the same kind."""
    alike: dict[str, list[Coverage]] = {}
    for seen in coverage:
        if is_missed(seen, now):
            alike.setdefault(_why_missed(seen, book.words), []).append(seen)
    groups = [
        (why, some)
        for why, all_of in alike.items()
        for some in ([all_of] if len(all_of) > _MANY else [[one] for one in all_of])
    ]
    found = [_gap(why, some, chat, book) for why, some in groups[:limit]]
    if left := sum(len(some) for _, some in groups[limit:]):
        found.append(book.words.html("gaps-more", count=left))
    return found


def is_missed(seen: Coverage, now: datetime) -> bool:
    """Whether a channel is not covered: it can't be read, was never read, or its turn is long past."""
    return seen.problem is not None or seen.seen_at is None or now - seen.next_poll_at > LATE


def _why_missed(seen: Coverage, words: Words) -> str:
    if seen.problem is not None:
        return words.say(PROBLEMS[seen.problem])
    return words.say("problem-late" if seen.seen_at else "problem-not-yet")


def _gap(why: str, channels: Sequence[Coverage], chat: Chat, book: Book) -> Html:
    """ "• @one, @two … and 30 more: not read yet", since the first of them."""
    words = book.words
    names = ", ".join(f"@{seen.username}" for seen in channels[:_NAMES_LIMIT])
    if len(channels) > _NAMES_LIMIT:
        names += f" {words.say('gaps-more', count=len(channels) - _NAMES_LIMIT)}"
    since = min((at for seen in channels if (at := seen.problem_since or seen.seen_at)), default=None)
    if since is None:
        return words.html("gap", channel=names, why=why)
    return words.html("gap-since", channel=names, why=why, since=words.moment(since, chat.time_zone))


def _doubts(chat: Chat, standing: Standing, words: Words) -> list[Html]:
    """Channels that seem to have lost a mass of posts: somebody has to look, so they come before all else."""
    doubted = [(seen, seen.doubt) for seen in standing.coverage if seen.doubt is not None]
    found = []
    for seen, doubt in doubted[:_SHOW_LIMIT]:
        since = words.moment(doubt.since, chat.time_zone)
        found.append(words.html("status-doubt", channel=f"@{seen.username}", count=doubt.messages, since=since))
    more = len(doubted) - len(found)
    return [*found, *([words.html("gaps-more", count=more)] if more else []), *([Html("")] if found else [])]


def _resting(chat: Chat, standing: Standing, words: Words) -> list[Html]:
    """The accounts that wait for an operator, also where channels are covered without them: it is worse that way."""
    found = [
        words.html("full-rests", account=account, since=words.moment(since, chat.time_zone))
        for account, since in standing.resting.items()
    ]
    return [*found, *([Html("")] if found else [])]


def _gaps(chat: Chat, standing: Standing, book: Book) -> list[Html]:
    missed = sum(is_missed(seen, standing.now) for seen in standing.coverage)
    if not missed:
        return []
    heading = bold(book.words.say("status-uncovered", missed=missed, all=len(standing.coverage)))
    gaps = uncovered(standing.coverage, chat, standing.now, book, limit=_LINES_LIMIT)
    return [join("", ["⚠️ ", heading]), *gaps, Html("")]


def _lookout(chat: Chat, standing: Standing, book: Book) -> list[Html]:
    words = book.words
    covered = sum(not is_missed(seen, standing.now) for seen in standing.coverage)
    last = max((seen.seen_at for seen in standing.coverage if seen.seen_at), default=None)
    awake = last is not None and standing.now - last <= AWAKE
    found = [join("", ["🟢 " if awake else "🔴 ", bold(words.say("status-awake" if awake else "status-asleep"))])]
    found.append(words.html("status-covered", count=covered))
    if last is not None:
        found.append(words.html("status-last", when=words.moment(last, chat.time_zone)))
    if standing.freshness is not None:
        half, most = words.span(standing.freshness.median), words.span(standing.freshness.p90)
        found.append(words.html("status-fresh", half=half, most=most))
    found.append(words.html("status-started", when=words.moment(standing.started_at, chat.time_zone)))
    found += _watchlist(chat, standing.in_force, words)
    off = sum(not entry.enabled for entry in book.watchlist.channels)
    if off:
        found.append(words.html("status-off", count=off))
    return found


def _watchlist(chat: Chat, holding: InForce | None, words: Words) -> list[Html]:
    """The version in force, and that its files could not follow it."""
    if holding is None:
        return []
    since = words.moment(holding.since, chat.time_zone)
    found = [words.html("status-watchlist", version=holding.version, since=since)]
    if holding.refused_at is not None:
        found.append(words.html("status-watchlist-bad", since=words.moment(holding.refused_at, chat.time_zone)))
    return found


def _own(chat: Chat, standing: Standing, words: Words) -> list[Html]:
    """Subscriptions, digest, and alerts on their way or in doubt."""
    pending = standing.states.get(DeliveryState.PENDING, 0) + standing.states.get(DeliveryState.SENDING, 0)
    found = [
        words.html("status-following", count=standing.subscriptions),
        digest_line(standing.digests, chat.time_zone, words),
        words.html("status-pending", count=pending),
    ]
    failed = standing.states.get(DeliveryState.FAILED, 0)
    if failed:
        found.append(words.html("status-failed", count=failed))
    if standing.uncertain:
        found.append(words.html("status-uncertain", count=len(standing.uncertain)))
    return found


def _backstage(chat: Chat, standing: Standing, words: Words) -> list[Html]:
    """Accounts, queues and the channels that are collected last."""
    seen = standing.backstage
    if seen is None:
        return []
    found = [Html(""), bold(words.say("operators-title"))]
    for account, request, until in seen.floods:
        when = words.moment(until, chat.time_zone)
        found.append(words.html("full-flood", account=account, request=request, until=when))
    live = sum(bool(one.live) for one in standing.coverage)
    if live:
        found.append(words.html("full-live", channels=live))
    found.append(words.html("full-queue", unmatched=words.number(seen.unmatched), parked=words.number(seen.parked)))
    found += [*_errors(seen, words), *_backfill(seen.backfill, words), *_backups(chat, seen.backups, words)]
    timed = [(one.delay.median, one.username) for one in standing.coverage if one.delay]
    slowest = [f"@{name} ({words.span(delay)})" for delay, name in sorted(timed, reverse=True)[:_SLOWEST_LIMIT]]
    if slowest:
        found.append(words.html("full-slowest", channels=", ".join(slowest)))
    if unseen := _unseen(standing.coverage, words):
        found.append(words.html("full-unseen", channels=", ".join(unseen)))
    return found


def _backfill(one: Backfill | None, words: Words) -> Iterator[Html]:
    """How far the stored posts are that are matched again."""
    if one is not None and one.finished_at is None:
        yield words.html("full-backfill", done=words.number(one.done), left=words.number(one.left))


def _errors(seen: Backstage, words: Words) -> Iterator[Html]:
    """What is parked, and what became of all messages, with the kinds of error that most met."""
    for (work, why), count in [*seen.parkings.items()][:_ERRORS_LIMIT]:
        yield words.html("full-parked", stage=work.value, count=words.number(count), why=cut(why, _ERROR_LIMIT))
    numbers = {state.value: words.number(seen.states.get(state, 0)) for state in _STATES}
    yield words.html("full-deliveries", **numbers)
    kinds: Counter[str] = Counter()
    for said, count in seen.failures.items():
        kinds[_NUMBERS.sub("…", said)] += count
    for said, count in kinds.most_common(_ERRORS_LIMIT):
        yield words.html("full-failed", count=words.number(count), why=cut(said, _ERROR_LIMIT) or "?")


def _backups(chat: Chat, standing: Backups | None, words: Words) -> Iterator[Html]:
    """The last good copy of the database, and since when none can be made; or that there never was one."""
    if standing is None:
        yield words.html("full-backup-none")
        return
    if standing.made_at is not None:
        yield words.html("full-backup", when=words.moment(standing.made_at, chat.time_zone))
    if standing.problem_at is not None:
        yield words.html("full-backup-bad", when=words.moment(standing.problem_at, chat.time_zone))


def _unseen(coverage: Sequence[Coverage], words: Words) -> list[str]:
    """The channels of which most message ids were never seen."""
    missing = {one.username: one.unseen for one in coverage if one.unseen}
    most = sorted(missing, key=lambda name: (-missing[name], name))[:_SLOWEST_LIMIT]
    return [f"@{name} ({words.number(missing[name])})" for name in most]


def digest_line(times: Iterable[time], zone: str, words: Words) -> Html:
    """When the daily digests come, if they do."""
    at = words.listed([words.clock(one) for one in times])
    return words.html("digest-daily", at=at, zone=zone) if at else words.html("digest-none")
