"""Whether an alert is sent by itself, waits for what else comes, or is added to the message of an earlier one. Pure.

What is told at all, and why, was decided before (`deciding`). What is new about a story (a denial, another figure or
version, a word from another side, what became of a post) always comes by itself.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from storage.model import ASSERTIONS, DENIALS, Kind
from storage.telling import Alert, Event, Pace, Reason, Thread
from storage.watchlist import Affiliation, Tie

Key = tuple[Kind, str, bool]
"""What a message may grow about: a target, and whether it is about denials of it."""

NO_WAIT = timedelta(0)

IN_STEP = timedelta(minutes=1)
"""The clocks of two processes differ by less."""

_NAMED = Pace(wait=NO_WAIT, interval=timedelta(minutes=10), repeat=timedelta(minutes=30))
PACES: Mapping[Kind, Pace] = {
    Kind.CLAIM: Pace(wait=NO_WAIT, interval=timedelta(minutes=30), repeat=timedelta(hours=4)),
    Kind.ACTOR: _NAMED,
    Kind.PLACE: _NAMED,
}
"""As long as nobody sets anything else. Posts about one claim say one thing; posts that name a group or a place may say
anything, so they ring sooner again."""

EACH_BY_ITSELF = Pace(NO_WAIT, NO_WAIT, NO_WAIT)
"""Of a channel every post is wanted, and so is what own words find."""

_MORE_OF_THE_SAME = frozenset({Reason.NEW_SOURCE, Reason.AGAIN, Reason.DUPLICATE, Reason.REPEATED})
_OPENING = frozenset({Reason.FIRST, Reason.NEW_SOURCE, Reason.AGAIN})
"""These may wait and gather; what is new about a story is told at once."""

_OF_POSTS = frozenset({Reason.EDITED, Reason.DELETED})
_ORDER = (Kind.CLAIM, Kind.ACTOR, Kind.PLACE)

PaceOf = Callable[[Kind, str], Pace]
SideOf = Callable[[Event], str | None]


@dataclass(frozen=True, slots=True)
class Alone:
    """A message of its own, due then. `threads`: what may be added to it (their lead is not stored yet, and so 0);
    `hurried`: earlier alerts about the same; where one still gathers, it is not to arrive after this one.
    """

    alert: Alert
    due_at: datetime
    threads: tuple[Thread, ...] = ()
    hurried: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Joined:
    """Added to the message of the alert `lead`. `why`: for what it would be told, or not told, by itself."""

    alert: Alert
    lead: int
    why: Reason
    threads: tuple[Thread, ...] = ()


@dataclass(frozen=True, slots=True)
class Untold:
    """No message is about it."""

    alert: Alert


Grouped = Alone | Joined | Untold


def grouped(alert: Alert, threads: Mapping[Key, Thread], pace_of: PaceOf, side_of: SideOf, now: datetime) -> Grouped:
    """What becomes of an alert that was decided. `threads`: what its chat was told last of the alert's targets.

    It joins a message only if that is about all that it would be told for.
    """
    sides = _sides(alert.events, side_of)
    growing = {key: one for key in sides if (one := threads.get(key)) and is_open(one, pace_of(key[0], key[1]), now)}
    if growing and alert.reason in _MORE_OF_THE_SAME and not _is_escalation(alert, sides, growing):
        return _joined(alert, sides, growing, now)
    if not alert.reason.tells:
        return Untold(alert)
    hurried = frozenset(thread.lead for thread in threads.values())
    if alert.reason in _OF_POSTS:
        return Alone(alert, now, hurried=hurried)
    wait = min((pace_of(kind, target).wait for kind, target, _ in sides), default=NO_WAIT)
    due_at = now + wait if alert.reason in _OPENING else now
    opened = tuple(_opened(alert, key, own, growing.get(key), now) for key, own in sides.items())
    return Alone(alert, due_at, opened, hurried)


def is_open(thread: Thread, pace: Pace, now: datetime) -> bool:
    """Whether more may be added to the message: for an interval after the last, not for ever; and while it waits. Not
    to one whose date a clock gave that was ahead."""
    if thread.last_at > now + IN_STEP:
        return False
    lasting = now < thread.last_at + pace.interval and now < thread.opened_at + pace.repeat
    return lasting or now < thread.opened_at + pace.wait


def pace_of_chat(
    own: Mapping[tuple[int, int | None], Pace],
    chat_id: int,
    subscriptions: Mapping[tuple[Kind, str], int],
    because: Iterable[int] = (),
) -> PaceOf:
    """How a chat wants its alerts grouped: as set for the subscription, else for the chat, else as is usual for such a
    target. `subscriptions`: the ids of the chat's, by what they follow; `because`: those that an alert is there for,
    the first that has a pace of its own counts where what happened is not itself followed.
    """
    of_alert = next((pace for one in because if (pace := own.get((chat_id, one)))), None)

    def pace_of(kind: Kind, target: str) -> Pace:
        subscription = subscriptions.get((kind, target))
        found = own.get((chat_id, subscription)) if subscription is not None else of_alert
        return found or own.get((chat_id, None)) or PACES.get(kind, EACH_BY_ITSELF)

    return pace_of


def side_of_source(affiliation: Affiliation | None) -> str | None:
    """Whose word it is in a dispute of two sides: one's, the other's, or an independent one's. None: nobody knows."""
    if affiliation is None:
        return None
    return Tie.INDEPENDENT.value if affiliation.tie is Tie.INDEPENDENT else affiliation.side.value


def _sides(events: Iterable[Event], side_of: SideOf) -> dict[Key, frozenset[str]]:
    """What an alert is about, claims first, with the sides whose word it is."""
    found: dict[Key, frozenset[str]] = {}
    for event in sorted(events, key=_order):
        if not event.certain or (event.target_kind is Kind.CLAIM and event.stance not in DENIALS | ASSERTIONS):
            continue
        key = event.target_kind, event.target, event.stance in DENIALS
        side = side_of(event) if event.target_kind is Kind.CLAIM else None
        found[key] = found.get(key, frozenset()) | ({side} if side else frozenset())
    return found


def _order(event: Event) -> int:
    return _ORDER.index(event.target_kind) if event.target_kind in _ORDER else len(_ORDER)


def _is_escalation(alert: Alert, sides: Mapping[Key, frozenset[str]], growing: Mapping[Key, Thread]) -> bool:
    """A side that was not heard yet, or something that the open messages are not about."""
    if not alert.reason.tells:
        return False
    if len(growing) < len(sides):
        return True
    return any(own - growing[key].sides for key, own in sides.items())


def _joined(alert: Alert, sides: Mapping[Key, frozenset[str]], growing: Mapping[Key, Thread], now: datetime) -> Joined:
    """What is told by itself elsewhere keeps its reason, and does not keep a message open."""
    lead = next(iter(growing.values())).lead
    why = alert.reason
    if not why.tells:
        return Joined(alert, lead, why)
    touched = [(key, thread) for key, thread in growing.items() if thread.lead == lead]
    threads = tuple(replace(thread, last_at=now, sides=thread.sides | sides[key]) for key, thread in touched)
    return Joined(replace(alert, reason=Reason.UPDATED), lead, why, threads)


def _opened(alert: Alert, key: Key, sides: frozenset[str], before: Thread | None, now: datetime) -> Thread:
    """A side that was heard in the message before is not new in this one."""
    heard = sides | (before.sides if before else frozenset())
    return Thread(alert.chat_id, *key, lead=0, opened_at=now, last_at=now, sides=heard)
