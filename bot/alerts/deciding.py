"""Events x subscriptions -> what each chat is told, with the reason. Pure: the stage acts on what is decided here."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from storage.model import Alert, Chat, Event, EventKind, Kind, Reason, Revision, Subscription

STRENGTH = (
    Reason.DENIAL,
    Reason.CHANGED,
    Reason.VERSION,
    Reason.NEW_SOURCE,
    Reason.DELETED,
    Reason.EDITED,
    Reason.FIRST,
    Reason.AGAIN,
    Reason.QUIET,
    Reason.DUPLICATE,
    Reason.REPEATED,
    Reason.DIGEST_ONLY,
    Reason.MUTED,
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


OF_POSTS = {EventKind.POST_DELETED: Reason.DELETED, EventKind.POST_EDITED: Reason.EDITED}
"""What becomes of a post is told to those who were told of it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one chat was told before: about which revisions (any, of a post that it knows) and which targets; and of
    which targets it wants to hear nothing now. `quiet`: it is not to be alerted at this hour."""

    revisions: frozenset[int] = frozenset()
    targets: frozenset[tuple[Kind, str]] = frozenset()
    snoozed: frozenset[tuple[Kind, str]] = frozenset()
    quiet: bool = False


NOTHING_HEARD = Heard()

_NO_VERSIONS: Mapping[str, Collection[str]] = MappingProxyType({})


def reason_for(event: Event, chat: Chat, heard: Heard, *, backlog: bool, now: datetime) -> Reason:
    """Why `chat`, which follows the event's target, does or does not hear of it at once."""
    if backlog:
        return Reason.BACKLOG
    if not event.certain:
        return Reason.SUGGESTED
    if (chat.muted_until and now < chat.muted_until) or (event.target_kind, event.target) in heard.snoozed:
        return Reason.MUTED
    reason = _at_another_hour(event, heard)
    return Reason.QUIET if reason.tells and heard.quiet else reason


def _at_another_hour(event: Event, heard: Heard) -> Reason:
    if event.kind in OF_POSTS:
        return OF_POSTS[event.kind] if event.revision_id in heard.revisions else Reason.DIGEST_ONLY
    return Reason.DUPLICATE if event.copy_of in heard.revisions else _news(event, heard)


def _news(event: Event, heard: Heard) -> Reason:
    """How new it is to a chat that may hear of it at once."""
    if event.kind in _NEWS:
        return _NEWS[event.kind]
    if event.target_kind is Kind.CLAIM and event.kind is EventKind.MENTIONED:
        return Reason.DIGEST_ONLY  # asked, recalled, mocked: nothing new about the claim
    if (event.target_kind, event.target) not in heard.targets:
        return Reason.FIRST
    return Reason.REPEATED if event.kind is EventKind.CLAIM_REPEATED else Reason.AGAIN


def decide(
    revision: Revision,
    events: Sequence[Event],
    subscribers: Iterable[tuple[Subscription, Chat]],
    heard: Mapping[int, Heard],
    now: datetime,
    versions: Mapping[str, Collection[str]] = _NO_VERSIONS,
) -> list[Alert]:
    """One alert for each chat that follows something the revision is about. `heard`: by chat id.

    `versions`: a claim -> all its versions; who follows one follows the others.
    """
    followed: dict[int, tuple[Chat, set[tuple[Kind, str]]]] = {}
    for subscription, chat in subscribers:
        _, targets = followed.setdefault(chat.chat_id, (chat, set()))
        targets.add((subscription.kind, subscription.target))
        if subscription.kind is Kind.CLAIM:
            targets.update((Kind.CLAIM, version) for version in versions.get(subscription.target, ()))
    return [
        _alert(revision, [event for event in events if (event.target_kind, event.target) in targets], chat, heard, now)
        for chat, targets in followed.values()
        if any((event.target_kind, event.target) in targets for event in events)
    ]


def _alert(revision: Revision, events: list[Event], chat: Chat, heard: Mapping[int, Heard], now: datetime) -> Alert:
    before = heard.get(chat.chat_id, NOTHING_HEARD)
    reasons = {reason_for(event, chat, before, backlog=revision.backlog, now=now) for event in events}
    reason = min(reasons, key=STRENGTH.index)
    copied = next((event.copy_of for event in events if event.copy_of in before.revisions), None)
    return Alert(chat.chat_id, revision.id, reason, tuple(events), now, duplicate_of=copied)
