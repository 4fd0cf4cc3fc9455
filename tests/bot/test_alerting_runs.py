"""Revisions that are decided together: they leave exactly what they leave one by one, and one that breaks is found."""

import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from bot import alerting
from bot.alerting import decide_alerts
from bot.knowing import Asked, Followers
from storage import alerts, chats, copies, deliveries, events, links, posts, quiet, snoozes, subscriptions, threads
from storage.alerts import Key
from storage.database import Connection, Database
from storage.messages import DeliveryState, Message
from storage.model import ASSERTIONS, DENIALS, Copy, CopyKind, Found, Kind, Stance
from storage.quiet import Kept
from storage.tables import additions, alert_events, revisions, told
from storage.tables import alerts as alerts_table
from storage.tables import deliveries as deliveries_table
from storage.tables import events as events_table
from storage.tables import threads as threads_table
from storage.telling import Alert, Event, EventKind, Filters, Mode, Pace, QuietHours, Reason, Thread
from tests.matcher.factories import actor, claim, place, watchlist
from tests.storage.samples import HOUR, MINUTE, NOW, channel, chat, event, noted, post, said, with_chat

BOOK = replace(
    watchlist(
        actor("corps", en="Corps"), place("mill", en="Mill"), claim("A1"), claim("A2", supersedes="A1"), claim("E1")
    ),
    merged={"E1": "A1"},
)
ACTOR, PLACE = (Kind.ACTOR, "corps"), (Kind.PLACE, "mill")
CLAIMS = tuple((Kind.CLAIM, name) for name in ("A1", "A2", "E1"))
FOLLOWED = (ACTOR, PLACE, *CLAIMS, (Kind.CHANNEL, "1"), (Kind.CHANNEL, "2"), (Kind.WORDS, "mill"))
CHATS = range(500, 503)
LATER = NOW + HOUR
LEFT = (alerts_table, alert_events, told, deliveries_table, additions, threads_table)


@dataclass(frozen=True, slots=True)
class Following:
    """What one chat follows and has set."""

    followed: Mapping[tuple[Kind, str], Mode]
    paces: tuple[Pace, ...]
    snoozed: tuple[tuple[Kind, str], ...]
    is_quiet: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A post, or an edit of the earlier one of that number in that channel, with what happened in it. `copies`: how
    many revisions before it is the one that it copies."""

    channel: int
    number: int
    about: tuple[tuple[tuple[Kind, str], EventKind, Stance, str, bool], ...]
    copies: int | None


@dataclass(frozen=True, slots=True)
class World:
    """`before`: so many of the posts were decided before, the first of whose messages are in these states by now."""

    chats: tuple[Following, ...]
    posts: tuple[Said, ...]
    before: int
    states: tuple[DeliveryState, ...]


SPANS = st.sampled_from([timedelta(0), 10 * MINUTE, 4 * HOUR])
STANCES = st.sampled_from(sorted(ASSERTIONS | DENIALS | {Stance.ASKS}))
OF_CLAIMS = [
    EventKind.CLAIM_FIRST_SEEN, EventKind.CLAIM_NEW_SOURCE, EventKind.CLAIM_REPEATED, EventKind.CLAIM_FIRST_DENIAL,
    EventKind.CLAIM_CHANGED_FIGURE, EventKind.MENTIONED,
]  # fmt: skip
ABOUT = st.tuples(
    st.sampled_from([ACTOR, PLACE, *CLAIMS]),
    st.sampled_from(OF_CLAIMS),
    STANCES,
    st.sampled_from(["corps", "mayor", "channel:1"]),
    st.sampled_from([True, True, True, False]),
)
FOLLOWINGS = st.builds(
    Following,
    st.dictionaries(st.sampled_from(FOLLOWED), st.sampled_from([Mode.BOTH, Mode.BOTH, Mode.AT_ONCE, Mode.DIGEST])),
    st.lists(st.builds(Pace, SPANS, SPANS, SPANS), max_size=1).map(tuple),
    st.lists(st.sampled_from([ACTOR, PLACE, *CLAIMS]), max_size=1).map(tuple),
    st.sampled_from([False, False, False, True]),
)
POSTS = st.builds(
    Said,
    st.integers(1, 2),
    st.integers(1, 5),
    st.lists(ABOUT, min_size=1, max_size=3).map(tuple),
    st.none() | st.none() | st.integers(1, 4),
)
STATES = st.sampled_from([DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.FAILED])
WORLDS = st.builds(
    World,
    st.lists(FOLLOWINGS, min_size=3, max_size=3).map(tuple),
    st.lists(POSTS, min_size=2, max_size=9).map(tuple),
    st.integers(0, 4),
    st.lists(STATES, max_size=4).map(tuple),
)


async def settled(conn: Connection, chat_id: int, one: Following) -> None:
    await chats.put(conn, chat(chat_id, language="en"))
    for (kind, target), mode in one.followed.items():
        await subscriptions.add(conn, chat_id, kind, target, NOW, filters=Filters(mode))
    for pace in one.paces:
        await threads.set_pace(conn, chat_id, pace)
    for kind, target in one.snoozed:
        await snoozes.put(conn, chat_id, kind, target, None, NOW)
    if one.is_quiet:
        await quiet.put(conn, chat_id, Kept(QuietHours(time(0), time(23, 59)), NOW, NOW + 24 * HOUR))


async def published(conn: Connection, one: Said, turn: int) -> None:
    """As the stages before leave it."""
    words = f"Words {turn} of the mill"
    given = post(one.number, words, channel_id=one.channel, edited_at=NOW + turn * MINUTE)
    earlier = list(await conn.scalars(select(revisions.c.id).order_by(revisions.c.id)))
    await posts.save(conn, channel(one.channel, f"channel_{one.channel}"), [given], one.number, NOW, backlog=False)
    id_, number = (await conn.execute(NEWEST)).one()
    copied = earlier[-one.copies] if one.copies and one.copies <= len(earlier) and number == 1 else None
    becomes = EventKind.POST_EDITED if number > 1 and turn % 2 else None
    happened = [happening(*about) for about in one.about]
    happened.append(event(0, (Kind.CHANNEL, str(one.channel)), kind=EventKind.POSTED))
    happened = [replace(it, revision_id=id_, copy_of=copied, kind=becomes or it.kind) for it in happened]
    await links.save(conn, id_, "v1", Found("uk", ()), NOW)
    await events.save(conn, id_, happened, NOW)
    if copied is not None:
        await copies.keep(conn, {id_: Copy(copied, 1.0, CopyKind.EXACT)})


NEWEST = select(revisions.c.id, revisions.c.number).order_by(revisions.c.id.desc()).limit(1)


def happening(target: tuple[Kind, str], kind: EventKind, stance: Stance, source: str, certain: bool) -> Event:
    if target[0] is Kind.CLAIM:
        return said(0, source, stance, target=target, kind=kind, certain=certain)
    return event(0, target, certain=certain)


async def world_before(conn: Connection, world: World) -> None:
    for chat_id, following in zip(CHATS, world.chats, strict=True):
        await settled(conn, chat_id, following)
    for turn, one in enumerate(world.posts[: world.before]):
        await published(conn, one, turn)


async def world_now(conn: Connection, world: World) -> None:
    for number, state in enumerate(world.states, 1):
        this = deliveries_table.c.id == number
        await conn.execute(update(deliveries_table).where(this).values(state=state, attempts=1))
    for turn, one in enumerate(world.posts[world.before :], world.before):
        await published(conn, one, turn)


async def left(conn: Connection) -> dict[str, list[tuple[object, ...]]]:
    """All that the stage writes."""
    asked = {table.name: select(table) for table in LEFT} | {"stages": select(revisions.c.id, revisions.c.stage)}
    return {name: sorted((tuple(row) for row in await conn.execute(one)), key=str) for name, one in asked.items()}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(WORLDS)
async def test_what_is_decided_together_is_what_is_decided_one_by_one(
    migrated_file: Path, tmp_path: Path, world: World
) -> None:
    together, alone = tmp_path / f"together_{next(_numbers)}.db", tmp_path / f"alone_{next(_numbers)}.db"
    shutil.copy(migrated_file, together)
    async with Database.open(f"sqlite:///{together}") as db:
        await db.write(world_before, world)
        await decide_alerts(db, BOOK, lambda: LATER - MINUTE)
        await db.write(world_now, world)
    shutil.copy(together, alone)
    found = []
    for file, size in ((together, alerting.IN_A_RUN), (alone, 0)):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(alerting, "IN_A_RUN", size)
            async with Database.open(f"sqlite:///{file}") as db:
                await decide_alerts(db, BOOK, lambda: LATER)
                found.append(await db.read(left))
    assert found[0] == found[1]


_numbers = count(1)


# --- what goes wrong --------------------------------------------------------------------------------------------------


@pytest.fixture
async def followed(db: Database) -> Database:
    """Two chats follow an actor, and three posts name it."""
    await with_chat(db, 500, 501, language="en")
    for chat_id in (500, 501):
        await db.write(subscriptions.add, chat_id, *ACTOR, NOW)
    for number in (1, 2, 3):
        await noted(db, post(number, f"Words {number}"), event(0, ACTOR))
    return db


async def reasons(db: Database, chat_id: int = 500) -> list[Reason]:
    return [one.reason for one, _ in await db.read(alerts.of_chat_since, chat_id, NOW, LATER + HOUR)]


class Saved:
    """`alerts.save`, with how many revisions each call was about."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.revisions: list[int] = []
        self._save = alerts.save
        monkeypatch.setattr(alerts, "save", self.save)

    async def save(
        self, conn: Connection, some: Sequence[Alert], messages: Mapping[Key, Message], now: datetime
    ) -> dict[Key, int]:
        self.revisions.append(len({one.revision_id for one in some}))
        return await self._save(conn, some, messages, now)


async def test_revisions_that_concern_few_are_written_at_once(
    followed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = Saved(monkeypatch)
    await decide_alerts(followed, BOOK, lambda: LATER)
    assert saved.revisions == [3]
    assert await reasons(followed) == [Reason.FIRST, Reason.UPDATED, Reason.UPDATED]


async def test_a_run_is_no_longer_than_its_subscriptions_let_it(
    followed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerting, "IN_A_RUN", 4)
    saved = Saved(monkeypatch)
    await decide_alerts(followed, BOOK, lambda: LATER)
    assert saved.revisions == [2, 1]


async def test_where_another_was_faster_with_one_of_a_run_each_is_decided_by_itself(
    followed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, _, [happened]), *_ = await followed.read(events.undecided, 1)
    faster = Alert(500, first.id, Reason.FILTERED, (happened,), NOW)
    await followed.write(alerts.save, [faster], {}, NOW)
    saved = Saved(monkeypatch)
    await decide_alerts(followed, BOOK, lambda: LATER)
    assert saved.revisions == [3, 1, 1, 1]
    assert await reasons(followed) == [Reason.FILTERED, Reason.FIRST, Reason.UPDATED]
    assert await reasons(followed, 501) == [Reason.FIRST, Reason.UPDATED, Reason.UPDATED]
    assert len(await followed.write(deliveries.take, LATER, 10)) == 2
    assert await followed.read(events.undecided, 10) == []


@pytest.mark.parametrize("number", [1, 3])
async def test_what_an_editor_confirms_while_it_is_decided_is_read_again(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """On SQLite one of them waits."""
    async with Database.open(postgres_url) as db:
        await with_chat(db, 500, language="en")
        await db.write(subscriptions.add, 500, *ACTOR, NOW)
        happened = [await noted(db, post(one, f"Words {one}"), event(0, ACTOR, certain=False)) for one in range(number)]
        revision, (unsure,) = happened[-1]
        whole, confirmed = threads.of_chats, list[int]()

        async def confirm(conn: Connection) -> None:
            await conn.execute(delete(events_table).where(events_table.c.id == unsure.id))
            await events.add(conn, [event(revision.id, ACTOR)])
            confirmed.append(unsure.id)

        async def read_and_confirmed(conn: Connection, *about: Any) -> list[Thread]:
            found = await whole(conn, *about)
            if not confirmed:
                await db.write(confirm)
            return found

        monkeypatch.setattr(threads, "of_chats", read_and_confirmed)
        await decide_alerts(db, BOOK, lambda: LATER)
        await decide_alerts(db, BOOK, lambda: LATER)
        assert await reasons(db) == [Reason.SUGGESTED] * (number - 1) + [Reason.FIRST]
        assert await db.read(events.undecided, 10) == []


async def test_what_happens_in_a_post_that_concerned_nobody_while_it_is_passed_over_is_decided(
    followed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor confirms what it is about, or has told what was history."""
    revision, _ = await noted(followed, post(4, "Words 4"), event(0, PLACE))
    whole = alerting._concerning

    async def weighed_and_changed(page: Collection[Asked]) -> dict[int, Followers]:
        found = await whole(page)
        await followed.write(events.add, [event(revision.id, ACTOR)])
        monkeypatch.setattr(alerting, "_concerning", whole)
        return found

    monkeypatch.setattr(alerting, "_concerning", weighed_and_changed)
    await decide_alerts(followed, BOOK, lambda: LATER)
    assert [one.id for one, _, _ in await followed.read(events.undecided, 10)] == [revision.id]
    await decide_alerts(followed, BOOK, lambda: LATER)
    assert len(await reasons(followed)) == 4
    assert await followed.read(events.undecided, 10) == []
