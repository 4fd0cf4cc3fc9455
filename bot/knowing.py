"""What waits for the stage of the alerts, and what is known of chats before it is decided what they are told of it.
Asks; decides and writes nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.alerts.grouping import Key
from bot.alerts.quiet import quiet_among
from bot.alerts.recalling import Recalled, Silences, Target, names_of, with_merged
from bot.following.seeing import CHANGING, OF_POSTS, Around, Seen, see
from storage import alerts, claims, copies, events, posts, quiet, snoozes, subscriptions, threads
from storage.database import Connection
from storage.model import Kind, Link, Revision
from storage.said import ClaimStatus
from storage.telling import Chat, Event, Subscription, Thread, Told

Followers = list[tuple[Subscription, Chat]]
Happened = tuple[Revision, tuple[Link, ...], tuple[Event, ...]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A revision whose events nobody was told of yet, in which language it is, and what its post said before.

    `translates`: a translator is plugged in, for those who read other languages. `statuses`: by claim, what people have
    set it to.
    """

    revision: Revision
    found: tuple[Link, ...]
    news: tuple[Event, ...]
    lang: str
    before: Revision | None
    origin: Revision | None
    translates: bool
    statuses: Mapping[str, ClaimStatus]

    @property
    def id(self) -> int:
        """The revision's."""
        return self.revision.id

    @property
    def targets(self) -> set[Target]:
        """What happened is about these."""
        return {(event.target_kind, event.target) for event in self.news}

    @property
    def originals(self) -> set[int]:
        """What its post copies, by events."""
        return {event.copy_of for event in self.news if event.copy_of is not None}

    @property
    def asks_of_posts(self) -> bool:
        """Whether it matters who was told of certain posts, not only of what it is about."""
        return any(event.copy_of is not None or event.kind in OF_POSTS for event in self.news)

    def seen(self, around: Around | None) -> Seen:
        """As subscriptions see it."""
        return see(self.revision, self.news, self.found, self.lang, around, self.before)


@dataclass(frozen=True, slots=True)
class Asked:
    """What waits, as subscriptions see it (None: that breaks), and whom it may concern: all of them, and some more."""

    waiting: Waiting
    seen: Seen | None
    followers: Followers


@dataclass(frozen=True, slots=True)
class Step:
    """One revision to be decided, as subscriptions see it, and all whom it concerns."""

    waiting: Waiting
    seen: Seen
    subscribers: Followers

    @property
    def id(self) -> int:
        return self.waiting.id

    @property
    def chats(self) -> dict[int, Chat]:
        return {chat.chat_id: chat for _, chat in self.subscribers}


async def _waiting(conn: Connection, page: Sequence[Happened], translates: bool) -> list[Waiting]:
    ids = [revision.id for revision, _, _ in page]
    languages, origins = await posts.languages(conn, ids), await copies.origins(conn, ids)
    told = {event.target for _, _, news in page for event in news if event.target_kind is Kind.CLAIM}
    statuses = await claims.settled(conn, told)
    return [
        Waiting(
            *(revision, found, news, languages.get(revision.id, "und")),
            await posts.before(conn, revision) if revision.cause in CHANGING else None,
            origins.get(revision.id),
            translates,
            statuses,
        )
        for revision, found, news in page
    ]


async def followers(conn: Connection, seen: Mapping[int, Seen]) -> dict[int, Followers]:
    """By revision, all whom it may concern, and some whom it does not."""
    return await subscriptions.matching_each(conn, {id_: one.keys() for id_, one in seen.items()})


async def waiting_with_followers(conn: Connection, limit: int, around: Around, translates: bool) -> list[Asked]:
    """What waits for the stage of the alerts, in its order, and whom each of it may concern."""
    return await _asked(conn, await events.undecided(conn, limit), around, translates)


async def asked_again(conn: Connection, revision_id: int, around: Around, translates: bool) -> Asked:
    """As it is by now: an editor may have confirmed what it may be about."""
    (asked,) = await _asked(conn, await events.of_revisions(conn, [revision_id]), around, translates)
    return asked


async def _asked(conn: Connection, happened: Sequence[Happened], around: Around, translates: bool) -> list[Asked]:
    page = await _waiting(conn, happened, translates)
    seen = {one.revision.id: _seen(one, around) for one in page}
    found = await followers(conn, {id_: one for id_, one in seen.items() if one})
    return [Asked(one, seen[one.revision.id], found.get(one.revision.id, [])) for one in page]


def _seen(one: Waiting, around: Around) -> Seen | None:
    try:
        return one.seen(around)
    except Exception:  # noqa: BLE001 - who decides about it finds it again, and parks it; the others go on
        return None


async def recalled(conn: Connection, run: Sequence[Step], merged: Mapping[str, str], now: datetime) -> Recalled:
    """What the chats of these revisions were told before, as far as it matters for any of these. Of posts, only what
    the first of them asks: see `Waiting.asks_of_posts`.
    """
    zones = {chat.chat_id: chat.time_zone for step in run for _, chat in step.subscribers}
    if not zones:
        return Recalled({}, {}, {}, {}, {}, Silences({}, ()), merged, {})
    chat_ids, names, first = list(zones), names_of(merged), run[0].waiting
    targets = set[Target]().union(*(step.waiting.targets for step in run))
    telling = await copies.telling(conn, first.revision, first.originals)
    asked = {event.revision_id for event in first.news if event.kind in OF_POSTS}.union(*telling.values())
    told = await alerts.told(conn, chat_ids, [], sorted(with_merged(targets, names)))
    of_posts = await alerts.told(conn, chat_ids, sorted(asked), [])
    return Recalled(
        {chat_id: {(one.kind, one.target): one for one in own} for chat_id, own in _by_chat(told).items()},
        _by_chat(of_posts),
        telling,
        await _threads(conn, chat_ids, targets),
        await threads.paces_of(conn, chat_ids),
        await _silences(conn, zones, targets.union(*map(_followed, run)), now),
        merged,
        names,
    )


def _by_chat(told: Iterable[Told]) -> dict[int, list[Told]]:
    of_chats: dict[int, list[Told]] = {}
    for one in told:
        of_chats.setdefault(one.chat_id, []).append(one)
    return of_chats


def _followed(step: Step) -> set[Target]:
    return {(subscription.kind, subscription.target) for subscription, _ in step.subscribers}


async def _threads(
    conn: Connection, chat_ids: Collection[int], targets: Collection[Target]
) -> dict[int, dict[Key, Thread]]:
    of_chats: dict[int, dict[Key, Thread]] = {}
    for one in await threads.of_chats(conn, chat_ids, targets):
        of_chats.setdefault(one.chat_id, {})[one.kind, one.target, one.denies] = one
    return of_chats


async def _silences(conn: Connection, zones: Mapping[int, str], about: Collection[Target], now: datetime) -> Silences:
    """What each chat wants to hear nothing of now: some of all this, or everything at this hour."""
    snoozed = await snoozes.among(conn, zones, about, now)
    return Silences(snoozed, quiet_among(await quiet.of_chats(conn, zones), zones, now))
