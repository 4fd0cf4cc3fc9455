"""A dry run: what a subscription would have sent in the last days, from what is stored, by the decisions that are taken
of it once it is made (`deciding`, `grouping`). Writes nothing; looks at no more than `MOST` revisions, the newest.

The chat's other subscriptions, snoozes and what it was really told are left aside; its quiet hours count, and so does
how it wants alerts to be grouped.
"""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.alerts.deciding import Heard, decide
from bot.alerts.grouping import Alone, Joined, Key, PaceOf, SideOf, grouped, pace_of_chat, side_of_source
from bot.alerts.quiet import quiet_until
from bot.claims.standing import affiliation_of, affiliations
from bot.following.anchors import Anchor, terms_of
from bot.following.drafts import Draft
from bot.following.seeing import CHANGING, Around, affiliation_targets, see
from storage import events, posts, quiet, rehearsing, threads
from storage.database import Connection, Database
from storage.model import Kind, Link, Revision
from storage.patience import TookTooLong
from storage.telling import Alert, Chat, Event, Mode, QuietHours, Reason, Subscription, Thread
from storage.watchlist import Affiliation, Watchlist

MOST = 2000
"""Revisions that a dry run looks at."""

EXAMPLES = 3

_UNTOLD = frozenset({Reason.BACKLOG, Reason.SUGGESTED, Reason.FILTERED, Reason.SILENT})

Stored = tuple[Revision, tuple[Link, ...], tuple[Event, ...]]


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would have come since `since`: `alerts` that ring, and `for_digest` posts in digests, some of them both.

    `by_day`: on the chat's own calendar, alerts; posts, if the subscription is for digests only. `examples`: the newest
    of those, the newest first. `cut_off`: there was more to look at, so `since` is later than was asked. `joined`: what
    would have been added to an alert in its message. `digest_only`: posts that no alert would have told.
    """

    alerts: int
    for_digest: int
    by_day: Mapping[date, int]
    examples: tuple[tuple[Alert, Revision], ...]
    since: datetime
    cut_off: bool = False
    joined: int = 0
    digest_only: int = 0


async def dry_run(
    db: Database,
    chat: Chat,
    draft: Draft,
    watchlist: Watchlist,
    now: datetime,
    days: int = 7,
    subscription_id: int | None = None,
) -> DryRun:
    """What `draft` would have sent to `chat` in the last days. `subscription_id`: whose grouping is its own, if any."""
    since, around = now - timedelta(days=days), Around(watchlist)
    found, cut_off = await db.read(_candidates, draft.anchors, around, since)
    chosen = sorted(found)[-MOST:]
    stored = await db.read(events.of_revisions, chosen)
    languages = await db.read(posts.languages, chosen)
    hours = (await db.read(quiet.of_chats, [chat.chat_id])).get(chat.chat_id)
    before = await db.read(_before, [one for one, _, _ in stored])
    seen_from = max(since, min((_moment(one) for one, _, _ in stored), default=since)) if cut_off else since
    own = await db.read(threads.paces_of, [chat.chat_id])
    pace_of = pace_of_chat(own, chat.chat_id, {}, [subscription_id] if subscription_id else ())
    rehearsal = _Rehearsal(replace(chat, muted_until=None), draft, hours, pace_of, affiliations(watchlist))
    recent = [one for one in stored if _moment(one[0]) >= seen_from]
    await asyncio.to_thread(rehearsal.play, recent, languages, before, around)
    return rehearsal.outcome(seen_from, cut_off=cut_off or len(found) > MOST)


def _moment(revision: Revision) -> datetime:
    """When it would have been told. What was collected for the record counts as if it had been heard when published."""
    return revision.post.published_at if revision.backlog else revision.seen_at


async def _before(conn: Connection, stored: Sequence[Revision]) -> dict[int, Revision | None]:
    """What each post that changed said before, most often in a revision that is looked at anyway."""
    there = {(_key(one), one.number): one for one in stored}
    edits = [one for one in stored if one.cause in CHANGING]
    return {one.id: there.get((_key(one), one.number - 1)) or await posts.before(conn, one) for one in edits}


# --- what to look at ------------------------------------------------------------------------------------------------


async def _candidates(
    conn: Connection, anchors: Collection[Anchor], around: Around, since: datetime
) -> tuple[set[int], bool]:
    """The revisions that any of the anchors finds; True: there are more than are looked at."""
    named = {target for anchor in anchors for target in _named(anchor, around)}
    broad = {anchor for anchor in anchors if anchor[0] is Kind.LANGUAGE}
    sides = {name for kind, name in anchors if kind is Kind.AFFILIATION}
    if sides:
        named |= await _channels_of(conn, sides, around)
    found = await rehearsing.about(conn, named, since, MOST)
    if broad:
        found |= await rehearsing.newest(conn, since, MOST)
    said: set[tuple[int, int]] = set()
    cut_off = len(found) >= MOST
    for term in terms_of(anchors):
        try:
            these, more = await rehearsing.saying(conn, term, since)
            said, cut_off = said | these, cut_off or more
        except TookTooLong:
            cut_off = True
    found |= await rehearsing.of_posts(conn, said)
    return found, cut_off


def _named(anchor: Anchor, around: Around) -> Iterable[Anchor]:
    """What events are about that concern who follows this."""
    kind, name = anchor
    if kind is Kind.PLACE:
        return {(kind, one) for one in around.inside(name)}
    if kind is Kind.CLAIM:
        return {(kind, one) for one in around.versions([name]).get(name, (name,))}
    return {anchor} if kind in (Kind.ACTOR, Kind.CHANNEL) else set()


async def _channels_of(conn: Connection, sides: Collection[str], around: Around) -> set[Anchor]:
    return {
        (Kind.CHANNEL, str(channel_id))
        for channel_id, username in (await rehearsing.called(conn)).items()
        if not affiliation_targets(around.affiliation(channel_id, username)).isdisjoint(sides)
    }


# --- what would have come -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Rehearsal:
    """Plays the days again, and remembers what would have been told, as tables do."""

    chat: Chat
    draft: Draft
    hours: QuietHours | None
    pace_of: PaceOf
    sides: Mapping[str, Affiliation]
    alerts: list[tuple[Alert, Revision]] = field(default_factory=list)
    rings: list[tuple[Alert, Revision]] = field(default_factory=list)
    threads: dict[Key, Thread] = field(default_factory=dict)
    joined: int = 0
    posts: set[tuple[int, int]] = field(default_factory=set)
    originals: set[int] = field(default_factory=set)
    targets: set[tuple[Kind, str]] = field(default_factory=set)
    firsts: dict[tuple[int, int], int] = field(default_factory=dict)

    def play(
        self,
        stored: Sequence[Stored],
        languages: Mapping[int, str],
        before: Mapping[int, Revision | None],
        around: Around,
    ) -> None:
        draft = self.draft
        subscription = Subscription(0, self.chat.chat_id, draft.kind, draft.target, self.chat.created_at, draft.filters)
        for revision, links, happened in stored:
            live, at = replace(revision, backlog=False), _moment(revision)
            seen = see(live, happened, links, languages.get(revision.id, "und"), around, before.get(revision.id))
            heard = {self.chat.chat_id: self._heard(revision, at)}
            for alert in decide(seen, [(subscription, self.chat)], heard, at):
                self._note(alert, revision)

    def _heard(self, revision: Revision, at: datetime) -> Heard:
        post = _key(revision)
        if revision.number == 1:
            self.firsts[post] = revision.id
        known = {revision.id} if post in self.posts else set()
        silent = self.hours is not None and quiet_until(self.hours, self.chat.time_zone, at) is not None
        return Heard(frozenset(known | self.originals), frozenset(self.targets), quiet=silent)

    def _note(self, alert: Alert, revision: Revision) -> None:
        self.alerts.append((alert, revision))
        self._group(alert, revision)
        if alert.reason.tells:
            self.posts.add(_key(revision))
            self.originals.add(self.firsts.get(_key(revision), revision.id))
            self.originals.update(event.copy_of for event in alert.events if event.copy_of is not None)
            self.targets.update((event.target_kind, event.target) for event in alert.events)

    def _group(self, alert: Alert, revision: Revision) -> None:
        """Rings, or is added to what rang before."""
        plan = grouped(alert, self.threads, self.pace_of, self._side_of(revision), alert.created_at)
        if isinstance(plan, Alone):
            self.rings.append((alert, revision))
            opened = [replace(one, lead=len(self.rings)) for one in plan.threads]
        elif isinstance(plan, Joined):
            self.joined += alert.reason.tells
            opened = list(plan.threads)
        else:
            return
        self.threads.update(((one.kind, one.target, one.denies), one) for one in opened)

    def _side_of(self, revision: Revision) -> SideOf:
        username, sides = revision.channel.username, self.sides
        return lambda event: side_of_source(affiliation_of(event.source or "", username, sides))

    def outcome(self, since: datetime, *, cut_off: bool) -> DryRun:
        told, rung = self.rings, {_key(revision) for alert, revision in self.alerts if alert.reason.tells}
        kept = {_key(revision): (alert, revision) for alert, revision in self.alerts if _is_kept(alert)}
        counted = list(kept.values()) if self.draft.filters.mode is Mode.DIGEST else told
        zone = ZoneInfo(self.chat.time_zone)
        by_day = Counter(alert.created_at.astimezone(zone).date() for alert, _ in counted)
        examples = tuple(counted[: -EXAMPLES - 1 : -1])
        more = self.joined, len(kept.keys() - rung)
        return DryRun(len(told), len(kept), dict(by_day), examples, since, cut_off, *more)


def _is_kept(alert: Alert) -> bool:
    return alert.for_digest and alert.reason not in _UNTOLD


def _key(revision: Revision) -> tuple[int, int]:
    return revision.post.channel_id, revision.post.post_id
