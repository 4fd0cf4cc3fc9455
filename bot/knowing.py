"""What is known of chats before it is decided what they are told of one revision. Asks; decides and writes nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.alerts.deciding import Heard
from bot.alerts.quiet import quiet_among
from bot.following.seeing import CHANGING, OF_POSTS, Around, Seen, see
from storage import alerts, copies, events, posts, quiet, snoozes, subscriptions, threads
from storage.database import Connection
from storage.model import Kind, Link, Revision
from storage.telling import Chat, Event, Pace, Subscription, Thread

Target = tuple[Kind, str]
Followers = list[tuple[Subscription, Chat]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A revision whose events nobody was told of yet, in which language it is, and what its post said before.

    `translates`: a translator is plugged in, for those who read other languages.
    """

    revision: Revision
    found: tuple[Link, ...]
    news: tuple[Event, ...]
    lang: str
    before: Revision | None
    origin: Revision | None
    translates: bool = False

    @property
    def targets(self) -> set[Target]:
        """What happened is about these."""
        return {(event.target_kind, event.target) for event in self.news}

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
class KnownOf:
    """Of some chats: what each heard before, the messages that more may be added to, and how each wants to hear."""

    heard: Mapping[int, Heard]
    threads: Mapping[int, Sequence[Thread]]
    paces: Mapping[tuple[int, int | None], Pace]


async def waiting(conn: Connection, limit: int) -> list[Waiting]:
    """What waits for the stage of the alerts, in its order."""
    page = await events.undecided(conn, limit)
    ids = [revision.id for revision, _, _ in page]
    languages, origins = await posts.languages(conn, ids), await copies.origins(conn, ids)
    return [
        Waiting(
            *(revision, found, news, languages.get(revision.id, "und")),
            await posts.before(conn, revision) if revision.cause in CHANGING else None,
            origins.get(revision.id),
        )
        for revision, found, news in page
    ]


async def followers(conn: Connection, seen: Seen) -> Followers:
    """All whom a revision may concern, and some whom it does not."""
    return await subscriptions.matching(conn, seen.keys())


async def waiting_with_followers(conn: Connection, limit: int, around: Around) -> list[Asked]:
    """What waits for the stage of the alerts, in its order, and whom each of it may concern."""
    page = await waiting(conn, limit)
    seen = {one.revision.id: _seen(one, around) for one in page}
    found = await subscriptions.matching_each(conn, {id_: one.keys() for id_, one in seen.items() if one})
    return [Asked(one, seen[one.revision.id], found.get(one.revision.id, [])) for one in page]


def _seen(one: Waiting, around: Around) -> Seen | None:
    try:
        return one.seen(around)
    except Exception:  # noqa: BLE001 - who decides about it finds it again, and parks it; the others go on
        return None


async def known_of(
    conn: Connection, one: Waiting, subscribers: Followers, merged: Mapping[str, str], now: datetime
) -> KnownOf:
    """Of the chats of these subscribers, as far as it matters for this revision."""
    chats = {chat.chat_id: chat for _, chat in subscribers}
    if not chats:
        return KnownOf({}, {}, {})
    followed = {(subscription.kind, subscription.target) for subscription, _ in subscribers}
    heard = await _heard(conn, chats, one, merged)
    open_threads: dict[int, list[Thread]] = {}
    for thread in await threads.of_chats(conn, chats, one.targets):
        open_threads.setdefault(thread.chat_id, []).append(thread)
    return KnownOf(
        await _with_silences(conn, heard, chats, one.targets | followed, now),
        open_threads,
        await threads.paces_of(conn, chats),
    )


async def _with_silences(
    conn: Connection,
    heard: Mapping[int, Heard],
    chats: Mapping[int, Chat],
    about: Collection[Target],
    now: datetime,
) -> dict[int, Heard]:
    """And what each chat wants to hear nothing of now: some of all this, or everything at this hour."""
    snoozed = await snoozes.among(conn, heard, about, now)
    hours = await quiet.of_chats(conn, heard)
    silent = quiet_among(hours, {one: chat.time_zone for one, chat in chats.items()}, now)
    return {
        one: replace(before, snoozed=snoozed.get(one, frozenset()), quiet=one in silent)
        for one, before in heard.items()
    }


async def _heard(
    conn: Connection, chats: Mapping[int, Chat], one: Waiting, merged: Mapping[str, str]
) -> dict[int, Heard]:
    """What each chat was told before. Of an original it was told as well if it was told of another copy, and of a claim
    if it was told of one that was merged into it.
    """
    heard = {chat_id: Heard() for chat_id in chats}
    originals = {event.copy_of for event in one.news if event.copy_of is not None}
    telling = await copies.telling(conn, one.revision, originals)
    asked = {event.revision_id for event in one.news if event.kind in OF_POSTS}.union(*telling.values())
    about = one.targets
    targets = sorted(about | {(Kind.CLAIM, name) for name, into in merged.items() if (Kind.CLAIM, into) in about})
    for told in await alerts.told(conn, list(chats), sorted(asked), targets):
        before = heard[told.chat_id]
        same = {original for original, members in telling.items() if told.revision_id in members}
        known = before.revisions | {told.revision_id} | same
        target = merged.get(told.target, told.target) if told.kind is Kind.CLAIM else told.target
        heard[told.chat_id] = Heard(known, before.targets | {(told.kind, target)})
    return heard
