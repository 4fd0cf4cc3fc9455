"""Events x subscriptions -> what each chat is told, with the reason. Pure: the stage acts on what is decided here.

Which events concern a subscription is `bot.following`'s answer; here it is weighed against the subscription's filters,
what the chat was told before, and its silences.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.following.concerning import Concern, concerns
from bot.following.seeing import OF_POSTS, Seen
from storage.model import Kind
from storage.telling import (
    UNFILTERED,
    Alert,
    Because,
    Chat,
    Event,
    EventKind,
    Filters,
    Mode,
    Reason,
    Subscription,
    by_certainty,
)

STRENGTH = (
    Reason.DENIAL,
    Reason.CHANGED,
    Reason.VERSION,
    Reason.NEW_SOURCE,
    Reason.DELETED,
    Reason.EDITED,
    Reason.WORDS,
    Reason.FIRST,
    Reason.AGAIN,
    Reason.UPDATED,
    Reason.QUIET,
    Reason.DUPLICATE,
    Reason.REPEATED,
    Reason.DIGEST_ONLY,
    Reason.MUTED,
    Reason.SILENT,
    Reason.FILTERED,
    Reason.SUGGESTED,
    Reason.BACKLOG,
)
"""A post may concern a chat for several reasons; the alert carries the first of these."""

_NEWS = {
    EventKind.CLAIM_FIRST_DENIAL: Reason.DENIAL,
    EventKind.CLAIM_CHANGED_FIGURE: Reason.CHANGED,
    EventKind.CLAIM_CHANGED_VERSION: Reason.VERSION,
    EventKind.CLAIM_NEW_SOURCE: Reason.NEW_SOURCE,
}

_BECAME = {EventKind.POST_DELETED: Reason.DELETED, EventKind.POST_EDITED: Reason.EDITED}
"""What becomes of a post is told to those who were told of it."""

_UNTOLD = frozenset({Reason.FILTERED, Reason.SILENT})
"""What no digest tells either."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one chat was told before: about which revisions (any, of a post that it knows) and which targets; and of
    which targets it wants to hear nothing now. `quiet`: it is not to be alerted at this hour."""

    revisions: frozenset[int] = frozenset()
    targets: frozenset[tuple[Kind, str]] = frozenset()
    snoozed: frozenset[tuple[Kind, str]] = frozenset()
    quiet: bool = False


NOTHING_HEARD = Heard()


_NO_CONCERN = Concern(())


@dataclass(frozen=True, slots=True)
class _Way:
    """How an event reaches a chat: by which subscription, and how that concerns it."""

    target: tuple[Kind, str] | None = None
    mode: Mode = Mode.BOTH
    concern: Concern = _NO_CONCERN
    left_out: bool = False


_DIRECTLY = _Way()


def reason_for(
    event: Event, chat: Chat, heard: Heard, *, backlog: bool, now: datetime, way: _Way = _DIRECTLY
) -> Reason:
    """Why `chat`, which follows the event's target, does or does not hear of it at once."""
    if backlog:
        return Reason.BACKLOG
    if way.left_out or way.mode is Mode.SILENT:
        return Reason.FILTERED if way.left_out else Reason.SILENT
    if way.concern.suggested or not event.certain:
        return Reason.SUGGESTED
    if (chat.muted_until and now < chat.muted_until) or _snoozed(event, way, heard):
        return Reason.MUTED
    reason = _at_another_hour(event, heard, way.concern)
    if not reason.tells:
        return reason
    if way.mode is Mode.DIGEST:
        return Reason.DIGEST_ONLY
    return Reason.QUIET if heard.quiet else reason


def _snoozed(event: Event, way: _Way, heard: Heard) -> bool:
    return (event.target_kind, event.target) in heard.snoozed or way.target in heard.snoozed


def _at_another_hour(event: Event, heard: Heard, how: Concern) -> Reason:
    if event.kind in OF_POSTS:
        if event.revision_id in heard.revisions:
            return _BECAME[event.kind]
        if not how.newly:
            return Reason.DIGEST_ONLY
    return Reason.DUPLICATE if event.copy_of in heard.revisions else _news(event, heard, how)


def _news(event: Event, heard: Heard, how: Concern) -> Reason:
    """How new it is to a chat that may hear of it at once."""
    if event.kind in _NEWS:
        return _NEWS[event.kind]
    if event.target_kind is Kind.CLAIM and event.kind is EventKind.MENTIONED:
        return Reason.DIGEST_ONLY  # asked, recalled, mocked: nothing new about the claim
    if how.by_words and event.target_kind is Kind.CHANNEL:
        return Reason.WORDS
    if (event.target_kind, event.target) not in heard.targets:
        return Reason.FIRST
    return Reason.REPEATED if event.kind is EventKind.CLAIM_REPEATED else Reason.AGAIN


Modes = Mapping[tuple[int, Kind, str], Mode]
"""How a chat wants to hear of what it follows, by subscription and what that is about."""


def silenced(alert: Alert, chat: Chat, heard: Heard, modes: Modes, now: datetime) -> Alert:
    """An alert that was to be told and was not sent yet, as it is if its chat wants to hear nothing of it by now; else
    as it was."""
    snoozed = bool(alert.events) and all((event.target_kind, event.target) in heard.snoozed for event in alert.events)
    muted = snoozed or bool(chat.muted_until and now < chat.muted_until)
    because = tuple(replace(one, reason=_by_now(one, heard, modes, muted=muted)) for one in alert.because)
    reason = min((one.reason for one in because), key=STRENGTH.index, default=alert.reason)
    if reason.tells:
        return alert
    in_digest = reason in (Reason.QUIET, Reason.DIGEST_ONLY) or (alert.for_digest and reason not in _UNTOLD)
    passed_by = in_digest and not alert.for_digest  # one that came meanwhile has left it out
    made = now if passed_by else alert.created_at
    return replace(alert, reason=reason, because=because, for_digest=in_digest, created_at=made)


def _by_now(why: Because, heard: Heard, modes: Modes, *, muted: bool) -> Reason:
    """Why a subscription, if it is there still, does or does not hear at once of what it was to be told."""
    mode = modes.get((why.subscription_id, why.kind, why.target))
    if not why.reason.tells:
        return why.reason
    if mode is None or mode is Mode.SILENT:
        return Reason.SILENT if mode else Reason.FILTERED
    if muted or (why.kind, why.target) in heard.snoozed:
        return Reason.MUTED
    if mode is Mode.DIGEST:
        return Reason.DIGEST_ONLY
    return Reason.QUIET if heard.quiet else why.reason


# --- filters --------------------------------------------------------------------------------------------------------


def _passes(event: Event, filters: Filters, seen: Seen, heard: Heard) -> bool:
    """What becomes of a post that the chat was told of passes every filter."""
    if filters == UNFILTERED or (event.kind in OF_POSTS and event.revision_id in heard.revisions):
        return True
    if event.score < filters.min_score:
        return False
    if filters.languages and seen.lang not in filters.languages | {"und"}:
        return False
    stances = frozenset({event.stance}) if event.stance else seen.stances()
    return not filters.stances or not filters.stances.isdisjoint(stances)


def _for_digest(reason: Reason, mode: Mode) -> bool:
    """At once and not in the digest: but what quiet hours hold back would else be lost."""
    return reason not in _UNTOLD | {Reason.SUGGESTED} and (mode is not Mode.AT_ONCE or reason is Reason.QUIET)


# --- deciding -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What one subscription makes of a revision."""

    because: Because
    events: tuple[Event, ...]
    for_digest: bool


def decide(
    seen: Seen, subscribers: Iterable[tuple[Subscription, Chat]], heard: Mapping[int, Heard], now: datetime
) -> list[Alert]:
    """One alert for each chat that the revision concerns. `heard`: by chat id."""
    chats: dict[int, Chat] = {}
    verdicts: dict[int, list[_Verdict]] = {}
    found = concerns(seen)
    for subscription, chat in subscribers:
        before = heard.get(chat.chat_id, NOTHING_HEARD)
        how = found(subscription.kind, subscription.target)
        if how is not None:
            verdict = _verdict(subscription, chat, before, seen, how, now)
            chats[chat.chat_id] = chat
            verdicts.setdefault(chat.chat_id, []).append(verdict)
    return [_alert(chat_id, own, seen, heard.get(chat_id, NOTHING_HEARD), now) for chat_id, own in verdicts.items()]


def _verdict(
    subscription: Subscription, chat: Chat, heard: Heard, seen: Seen, found: Concern, now: datetime
) -> _Verdict:
    filters, target = subscription.filters, (subscription.kind, subscription.target)
    passing = tuple(event for event in found.events if _passes(event, filters, seen, heard))
    way = _Way(target, filters.mode, found, left_out=not passing)
    reasons = {
        reason_for(event, chat, heard, backlog=seen.revision.backlog, now=now, way=way)
        for event in passing or found.events
    }
    reason = min(reasons, key=STRENGTH.index)
    because = Because(subscription.id, *target, reason, found.words)
    return _Verdict(because, passing or found.events, _for_digest(reason, filters.mode))


def _alert(chat_id: int, verdicts: list[_Verdict], seen: Seen, heard: Heard, now: datetime) -> Alert:
    """The strongest of several verdicts; what is left out stays out of an alert that others want."""
    wanted = [one for one in verdicts if one.because.reason not in _UNTOLD] or verdicts
    followed = {event for one in wanted for event in one.events}
    events, unsure = by_certainty(event for event in seen.events if event in followed)
    return Alert(
        chat_id,
        seen.revision.id,
        min((one.because.reason for one in verdicts), key=STRENGTH.index),
        events,
        now,
        duplicate_of=next((event.copy_of for event in events if event.copy_of in heard.revisions), None),
        because=tuple(one.because for one in verdicts),
        for_digest=any(one.for_digest for one in verdicts),
        unsure=unsure,
    )
