"""What is kept no longer than the settings say: alerts, strangers, the audit log, posts, copies of the database."""

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backing_up import Expiry, expire
from bot.retaining import AHEAD, Kept, Retaining
from storage import alerts, audit, deliveries, digests, feedback, invitations, purging, retention, seen
from storage.database import Database
from storage.digests import Digest
from storage.messages import DeliveryKind, DeliveryState
from storage.people import AuditEntry, Deed, Role
from storage.said import Feedback, Judgement
from storage.tables import deliveries as deliveries_table
from storage.tables import feedback as feedback_table
from storage.tables import metadata, revisions
from tests.storage.samples import CLAIM, HELLO, HOUR, MINUTE, NOW, event, newest, post, stored, told, with_chat

DAY = timedelta(days=1)
KEPT = Kept(posts=None, alerts=400 * DAY, refused=30 * DAY, audit=400 * DAY)


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Watch:
    return Watch()


@pytest.fixture
def expiry(tmp_path: Path) -> Expiry:
    """Of a database that is a file with nothing in it."""
    return Expiry(f"sqlite:///{tmp_path}/copied.db", tmp_path / "copies", 30 * DAY)


async def day(retaining: Retaining) -> int:
    """A whole day's work, and in how many steps."""
    steps = 0
    while await retaining.step():
        steps += 1
    return steps


async def at(db: Database, expiry: Expiry, clock: Watch, later: timedelta, kept: Kept = KEPT) -> int:
    """A day's work so much later. A post has come by then, so that the clock is believed."""
    await stored(db, post(10_000 + later.days, published_at=NOW + later), now=NOW + later)
    clock.now = NOW + later
    return await day(Retaining(db, kept, expiry, clock))


async def count(db: Database, table: str) -> int:
    async def read(conn: AsyncConnection) -> int:
        return await conn.scalar(select(func.count()).select_from(metadata.tables[table])) or 0

    return await db.read(read)


@pytest.fixture
async def traces(db: Database) -> Database:
    """A chat that was told of a post, judged it, has seen it and has had a digest; what waits for it yet."""
    await with_chat(db, 500)
    revision = await told(db, post(1), event(0))

    async def more(conn: AsyncConnection) -> None:
        await conn.execute(update(deliveries_table).values(state=DeliveryState.SENT))
        await conn.execute(update(revisions).values(stage=None))
        await digests.save(conn, Digest(500, "daily", "2024-03-12", NOW - DAY, NOW), [])
        await feedback.judge(conn, Feedback(revision.id, *CLAIM, Judgement.WRONG, NOW, 500))
        await seen.put(conn, 500, revision.id, "Anna", NOW, 77)
        await deliveries.add(conn, 500, DeliveryKind.NOTICE, 5, [HELLO], NOW)

    await db.write(more)
    return db


TOLD = ("alerts", "alert_events", "digests", "seen", "told")


async def test_what_chats_were_told_goes_in_time_and_what_waits_stays(
    traces: Database, expiry: Expiry, clock: Watch
) -> None:
    await at(traces, expiry, clock, 399 * DAY)
    assert [await count(traces, name) for name in (*TOLD, "deliveries")] == [1, 1, 1, 1, 1, 2]
    await at(traces, expiry, clock, 401 * DAY)
    assert [await count(traces, name) for name in (*TOLD, "deliveries")] == [0, 0, 0, 0, 0, 1]
    assert await traces.read(alerts.of_chat_since, 500, NOW, NOW + MINUTE) == []
    assert [revision.post.post_id for revision in await newest(traces)] == [1, 10_399, 10_401]


async def test_a_judgement_stays_and_whose_it_was_does_not(traces: Database, expiry: Expiry, clock: Watch) -> None:
    await at(traces, expiry, clock, 401 * DAY)

    async def whose(conn: AsyncConnection) -> list[int | None]:
        return list(await conn.scalars(select(feedback_table.c.chat_id)))

    assert await traces.read(whose) == [None]


async def test_what_quotes_posts_is_not_kept_longer_than_they_are(
    traces: Database, expiry: Expiry, clock: Watch
) -> None:
    await at(traces, expiry, clock, 61 * DAY, replace(KEPT, posts=60 * DAY))
    assert [await count(traces, name) for name in TOLD] == [0, 0, 0, 0, 0]
    assert [revision.post.post_id for revision in await newest(traces)] == [10_061]


async def test_strangers_are_forgotten_before_the_rest_of_the_audit_log(
    db: Database, expiry: Expiry, clock: Watch
) -> None:
    await db.write(audit.add, AuditEntry(Deed.ACCESS_REFUSED, "666", "start", NOW, "no access"))
    await db.write(audit.add, AuditEntry(Deed.ROLE_GIVEN, "11", "12", NOW, "editor"))
    await at(db, expiry, clock, 31 * DAY)
    assert [entry.by for entry in await db.read(audit.newest, 10)] == ["11"]
    await at(db, expiry, clock, 401 * DAY)
    assert await db.read(audit.newest, 10) == []


async def test_an_old_invitation_goes_with_the_audit_log(db: Database, expiry: Expiry, clock: Watch) -> None:
    await db.write(invitations.add, "a code", Role.READER, 1, 11, NOW, NOW + DAY)
    await at(db, expiry, clock, 401 * DAY)
    assert await count(db, "invitations") == 0


async def test_posts_are_kept_for_ever_unless_it_is_set(db: Database, expiry: Expiry, clock: Watch) -> None:
    await stored(db, post(1))
    await unmark(db)
    await at(db, expiry, clock, 4000 * DAY)
    assert await count(db, "posts") == 2
    await at(db, expiry, clock, 4001 * DAY, replace(KEPT, posts=30 * DAY))
    assert await count(db, "posts") == 2  # the newest two: they are a day old, and new
    [record] = await db.read(purging.past)
    assert (record.by, record.posts) == ("retention", 1)
    assert record.why == "posts are kept for 30 days (SEINPOST_RETENTION__POSTS_DAYS)"


async def unmark(db: Database) -> None:
    async def write(conn: AsyncConnection) -> None:
        await conn.execute(update(revisions).values(stage=None))

    await db.write(write)


async def test_a_day_s_work_that_is_cut_off_is_begun_anew_and_done_once_a_day(
    db: Database, expiry: Expiry, clock: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.retaining.PAGE", 2)
    for number in range(9):
        await db.write(audit.add, AuditEntry(Deed.ACCESS_REFUSED, str(number), "start", NOW))
    clock.now = NOW + 31 * DAY
    first = Retaining(db, KEPT, expiry, clock)
    for _ in range(7):
        await first.step()
    assert 0 < await count(db, "audit") < 9
    second = Retaining(db, KEPT, expiry, clock)
    await day(second)
    assert await count(db, "audit") == 0
    await db.write(audit.add, AuditEntry(Deed.ACCESS_REFUSED, "10", "start", NOW))
    assert (await day(second), await count(db, "audit")) == (0, 1)
    clock.now += DAY
    assert await day(second) > 0
    assert await count(db, "audit") == 0


async def test_what_stays_of_the_audit_log_is_walked_over_once_and_not_each_day(
    db: Database, expiry: Expiry, clock: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.retaining.PAGE", 2)
    for number in range(40):
        await db.write(audit.add, AuditEntry(Deed.ROLE_GIVEN, str(number), "start", NOW))
    clock.now = NOW + 31 * DAY
    retaining = Retaining(db, KEPT, expiry, clock)
    first = await day(retaining)
    await db.write(audit.add, AuditEntry(Deed.ACCESS_REFUSED, "666", "start", NOW + DAY))
    clock.now += DAY
    assert await day(retaining) < first - 15
    assert await count(db, "audit") == 40  # the stranger is gone


async def test_a_day_that_fails_is_tried_again(
    db: Database, expiry: Expiry, clock: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def locked(*_: object) -> int:
        raise RuntimeError("database is locked")

    retaining = Retaining(db, KEPT, expiry, clock)
    with monkeypatch.context() as patched:
        patched.setattr(retention, "marks", locked)
        with pytest.raises(RuntimeError, match="locked"):
            await day(retaining)
    assert await day(retaining) > 0


async def test_a_clock_that_is_years_ahead_removes_nothing(traces: Database, expiry: Expiry, clock: Watch) -> None:
    clock.now = NOW + 4000 * DAY
    await day(Retaining(traces, replace(KEPT, posts=30 * DAY), expiry, clock))
    assert [await count(traces, name) for name in TOLD] == [1, 1, 1, 1, 1]
    clock.now = NOW + 30 * DAY + AHEAD
    await day(Retaining(traces, replace(KEPT, posts=30 * DAY), expiry, clock))
    assert await count(traces, "posts") == 1


# --- copies -----------------------------------------------------------------------------------------------------------


def made(file: Path, moment: datetime) -> None:
    file.parent.mkdir(exist_ok=True)
    file.touch()
    os.utime(file, (moment.timestamp(), moment.timestamp()))


def names(folder: Path) -> list[str]:
    """Of the copies, and what lies among them."""
    return sorted(file.name for file in (*folder.glob("*.before-*"), *(folder / "copies").iterdir()))


async def test_old_copies_go_also_those_of_migrations_and_restores_and_the_newest_stays(
    db: Database, expiry: Expiry, clock: Watch, tmp_path: Path
) -> None:
    for age in (40, 35, 31):
        made(tmp_path / f"copies/seinpost-{age}.db", NOW - age * DAY)
    made(tmp_path / "copies/notes.txt", NOW - 400 * DAY)
    for name, age in (("before-0029", 31), ("before-restore-20240101T000000Z", 32), ("before-0030", 2)):
        made(tmp_path / f"copied.db.{name}", NOW - age * DAY)
    await day(Retaining(db, KEPT, expiry, clock))
    assert names(tmp_path) == ["copied.db.before-0030", "notes.txt", "seinpost-31.db"]


async def test_a_copy_that_was_cut_off_by_a_crash_goes_and_one_that_is_being_made_stays(
    expiry: Expiry, tmp_path: Path
) -> None:
    for name, age in ((".seinpost-1.db.0a1b2c3d.part", 2 * DAY), (".seinpost-2.db.3d2c1b0a.part", HOUR)):
        made(tmp_path / "copies" / name, NOW - age)
    assert await expire(expiry, NOW) == 1
    assert names(tmp_path) == [".seinpost-2.db.3d2c1b0a.part"]


async def test_a_server_s_copies_of_migrations_and_restores_lie_in_the_folder_and_go_as_well(
    db: Database, clock: Watch, tmp_path: Path
) -> None:
    of_others = "another.before-0029.dump"
    for name, age in (
        ("lookout.before-0029.dump", 31),
        ("lookout.before-restore-20240101T000000Z.dump", 32),
        ("lookout.before-0030.dump", 2),
        (of_others, 99),
    ):
        made(tmp_path / "copies" / name, NOW - age * DAY)
    expiry = Expiry("postgresql+psycopg://server/lookout", tmp_path / "copies", 30 * DAY)
    assert await expire(expiry, NOW) == 2
    assert names(tmp_path) == [of_others, "lookout.before-0030.dump"]
