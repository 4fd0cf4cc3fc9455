"""What happened to channels and accounts: noticed when it is news, and told once."""

from dataclasses import replace

from storage import accounts, changes, channels, coverage, losing
from storage.database import Database
from storage.model import Channel, Flag
from storage.watching import Change, ChangeKind, Problem
from tests.storage.samples import MINUTE, NOW, channel
from tests.storage.test_coverage import watch

PLAIN = replace(channel(), flags=frozenset[Flag]())
MARKED = replace(channel(), flags=frozenset({Flag.SCAM, Flag.FAKE}))


async def seen(db: Database, *states: Channel) -> list[tuple[ChangeKind, str | None, str | None]]:
    """A channel is read in these states, one after the other; what that gives operators to hear."""
    for state in states:
        await db.write(changes.notice, state, NOW)
        await db.write(channels.put, state)
    return [(change.kind, change.before, change.after) for change in await db.read(changes.untold, 10)]


async def test_a_channel_that_is_met_for_the_first_time_is_no_news(db: Database) -> None:
    assert await seen(db, MARKED, MARKED) == []


async def test_a_new_title_is_news_but_other_spaces_are_not(db: Database) -> None:
    renamed = replace(channel(), title="Border news")
    assert await seen(db, channel(), replace(channel(), title=" Border  watch"), renamed) == [
        (ChangeKind.RENAMED, " Border  watch", "Border news")
    ]


async def test_a_username_is_changed_lost_and_given(db: Database) -> None:
    names = (channel(), replace(channel(), username="other"), replace(channel(), username=None), channel())
    assert await seen(db, *names) == [
        (ChangeKind.USERNAME, "border_watch", "other"),
        (ChangeKind.USERNAME, "other", None),
        (ChangeKind.USERNAME, None, "border_watch"),
    ]


async def test_a_name_that_passed_to_another_channel_is_no_longer_that_of_the_first(db: Database) -> None:
    old, heir = replace(channel(1), username="Border_Watch"), channel(2)
    assert await seen(db, old, heir) == []
    assert await db.read(channels.get, 1) == replace(old, username=None)
    assert await db.read(channels.get, 2) == heir


async def test_flags_are_set_and_cleared(db: Database) -> None:
    assert await seen(db, PLAIN, MARKED, replace(MARKED, flags=frozenset({Flag.FAKE}))) == [
        (ChangeKind.FLAG_SET, None, "fake"),
        (ChangeKind.FLAG_SET, None, "scam"),
        (ChangeKind.FLAG_CLEARED, "scam", None),
    ]


async def test_a_source_that_does_not_say_the_flags_clears_none(db: Database) -> None:
    assert await seen(db, MARKED, channel(), MARKED) == []
    stored = await db.read(channels.get, 1)
    assert stored == MARKED


async def test_flags_that_were_never_said_before_are_no_news(db: Database) -> None:
    assert await seen(db, channel(), MARKED) == []


async def test_what_was_told_is_not_told_again(db: Database) -> None:
    await db.write(changes.record, [Change(ChangeKind.ACCOUNT_BACK, name, NOW) for name in ("one", "two", "three")])
    first, second, _ = await db.read(changes.untold, 10)
    await db.write(changes.told, [first, second], NOW)
    assert [change.subject for change in await db.read(changes.untold, 10)] == ["three"]


async def test_an_account_rests_once_and_is_back_once(db: Database) -> None:
    assert await db.write(accounts.rest, "first", "log in again", NOW)
    assert not await db.write(accounts.rest, "first", "log in again", NOW + MINUTE)
    assert await db.read(accounts.resting) == {"first": ("log in again", NOW)}
    await db.write(accounts.work, "first", NOW + 2 * MINUTE)
    await db.write(accounts.work, "first", NOW + 3 * MINUTE)
    assert await db.read(accounts.resting) == {}
    assert await db.read(changes.untold, 10) == [
        Change(ChangeKind.ACCOUNT_RESTS, "first", NOW, after="log in again", id=1),
        Change(ChangeKind.ACCOUNT_BACK, "first", NOW + 2 * MINUTE, id=2),
    ]


async def test_a_channel_is_lost_once_and_back_once(db: Database) -> None:
    await watch(db, "one", "two")
    await db.write(coverage.failed, "one", Problem.PRIVATE, "shut", NOW, NOW)
    (one,) = await db.read(coverage.troubled)
    for _ in range(2):
        await db.write(losing.lose, one, NOW)
    await db.write(coverage.ok, "one", channel(1, "one"), NOW, NOW)
    (one,) = await db.read(coverage.troubled)
    assert (one.problem, one.lost_at) == (None, NOW)
    for _ in range(2):
        await db.write(losing.regain, one, NOW + MINUTE)
    assert await db.read(coverage.troubled) == []
    told = [(change.kind, change.subject, change.after) for change in await db.read(changes.untold, 10)]
    assert told == [(ChangeKind.UNCOVERED, "@one", "private"), (ChangeKind.COVERED, "@one", None)]
