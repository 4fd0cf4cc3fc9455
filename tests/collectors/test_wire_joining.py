"""Joining over real MTProto, into a real database: where the operator allows it, once, slowly, and never otherwise.

What is due to be joined is tested in tests/storage/test_joins.py; the loopback refuses whatever else would join.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from bot import joining
from collectors.base import CannotRead
from collectors.telegram.joining import FULL_FOR, REFUSED_FOR
from storage import accounts, coverage, joins
from storage.database import Database
from storage.model import Channel
from storage.watching import Problem, Watched
from tests.collectors.test_wire_live import HOUR, MINUTE, Desk
from tests.telegram.channels import ServedChannel
from tests.telegram.loopback import LoopbackTelegram

JOIN = "channels.joinChannel"
EVERY = 30 * MINUTE


@pytest.fixture
async def desk(telegram: LoopbackTelegram, sqlite_db: Database, tmp_path: Path) -> Desk:
    """A lookout with one account, `desk`."""
    desk = Desk(sqlite_db, telegram, tmp_path)
    desk.log_in("desk")
    return desk


@pytest.fixture
async def river(telegram: LoopbackTelegram, desk: Desk) -> ServedChannel:
    """The one channel that is watched; the watchlist allows to join it."""
    channel = telegram.add_channel("rivierkrant")
    await desk.watch(channel, join=True)
    return channel


async def join(desk: Desk, after: timedelta = timedelta(0), every: timedelta | None = EVERY) -> int:
    """A while later, accounts join what they are to join; returns how many requests that took."""
    desk.clock.now += after
    before = desk.telegram.count(JOIN)
    await joining.listen(desk.db, desk.source.live, desk.clock, every)
    return desk.telegram.count(JOIN) - before


async def refusals(desk: Desk) -> list[str | None]:
    return [asked.refused for asked in await desk.db.read(joins.everything)]


async def test_an_account_joins_what_is_allowed_and_hears_of_the_next_post(desk: Desk, river: ServedChannel) -> None:
    async with desk.open():
        assert await join(desk) == 0  # nobody has read it yet
        await desk.poll()
        assert await join(desk) == 1
        await desk.pass_on()
        await desk.poll()
        river.publish("Water reaches the quay.")
        assert await desk.pass_on() == 1
        assert await desk.poll() > 0
    assert await desk.texts(river) == ["Water reaches the quay."]
    assert [seen.live for seen in await desk.db.read(coverage.report)] == [("desk",)]


async def test_nothing_is_joined_without_the_setting_or_the_mark_in_the_watchlist(
    desk: Desk, river: ServedChannel
) -> None:
    async with desk.open():
        await desk.poll()
        assert await join(desk, every=None) == 0
        await desk.watch(river, join=False)
        assert await join(desk) == 0
    assert river.members == set()


async def test_an_account_stays_where_it_is_when_the_permission_is_taken_away(desk: Desk, river: ServedChannel) -> None:
    async with desk.open():
        await desk.poll()
        await join(desk)
        await desk.pass_on()
        await desk.poll()
        await desk.watch(river, join=False)
        await join(desk, after=HOUR, every=None)
        river.publish("Water reaches the quay.")
        assert await desk.pass_on() == 1


async def test_a_channel_is_joined_once_also_across_restarts(desk: Desk, river: ServedChannel) -> None:
    async with desk.open():
        await desk.poll()
        assert await join(desk) == 1
        assert await join(desk, after=HOUR) == 0
    async with desk.open():
        await desk.poll(after=6 * HOUR)
        assert await join(desk, after=HOUR) == 0


async def test_an_account_joins_one_channel_at_a_time(telegram: LoopbackTelegram, desk: Desk) -> None:
    await desk.watch(*(telegram.add_channel(f"channel_{number}") for number in range(4)), join=True)
    async with desk.open():
        await desk.poll()
        assert [await join(desk) for _ in range(3)] == [1, 0, 0]
        assert [await join(desk, after=EVERY / 2) for _ in range(4)] == [0, 1, 0, 1]
    async with desk.open():
        assert [await join(desk, after=EVERY / 2) for _ in range(3)] == [0, 1, 0]


async def test_a_flood_wait_for_joining_is_obeyed_across_restarts_and_hinders_nothing_else(
    telegram: LoopbackTelegram, desk: Desk, river: ServedChannel
) -> None:
    telegram.faults.flood(JOIN, 5400, times=1)
    async with desk.open():
        await desk.poll()
        assert await join(desk) == 1
        assert await join(desk, after=HOUR) == 0
    assert [flood[:2] for flood in await desk.db.read(accounts.floods, desk.clock())] == [("desk", "join")]
    async with desk.open():
        river.publish("Water reaches the quay.")
        assert await desk.poll(after=6 * HOUR - HOUR) > 0
        desk.clock.move(hours=-5)
        assert await join(desk, after=29 * MINUTE) == 0
        assert await join(desk, after=2 * MINUTE) == 1
    assert len(river.members) == 1


async def test_an_account_with_too_many_channels_asks_for_none_for_a_day(
    telegram: LoopbackTelegram, desk: Desk
) -> None:
    telegram.world.most_channels = 0
    await desk.watch(telegram.add_channel("rivierkrant"), telegram.add_channel("kadepost"), join=True)
    async with desk.open():
        await desk.poll()
        assert await join(desk) == 1
        assert await join(desk, after=FULL_FOR - MINUTE) == 0
        telegram.world.most_channels = 1
        assert await join(desk, after=MINUTE) == 1
    assert None in await refusals(desk)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("CHANNEL_PRIVATE", "closed to this account"),
        ("USER_BANNED_IN_CHANNEL", "does not let this account join"),
        ("INVITE_REQUEST_SENT", "have been asked"),
        ("USERS_TOO_MUCH", "full"),
        ("SOMETHING_NEW", "BadRequestError"),
    ],
)
async def test_a_refusal_is_kept_with_its_reason_and_not_asked_again_soon(
    telegram: LoopbackTelegram, desk: Desk, river: ServedChannel, error: str, why: str
) -> None:
    telegram.faults.refuse(JOIN, error, times=1)
    async with desk.open():
        await desk.poll()
        assert await join(desk) == 1
        assert [why in (refused or "") for refused in await refusals(desk)] == [True]
        assert await join(desk, after=REFUSED_FOR - MINUTE) == 0
        assert await join(desk, after=MINUTE) == 1
    assert await refusals(desk) == [None]


async def test_who_is_a_member_already_hears_it_without_joining_again(
    telegram: LoopbackTelegram, desk: Desk, river: ServedChannel
) -> None:
    telegram.faults.refuse(JOIN, "USER_ALREADY_PARTICIPANT", times=1)
    async with desk.open():
        await desk.poll()
        await join(desk)
    assert await refusals(desk) == [None]


async def test_who_was_put_out_counts_as_no_member_any_more_and_does_not_come_back(
    desk: Desk, river: ServedChannel
) -> None:
    async with desk.open():
        await desk.poll()
        await join(desk)
        river.members.clear()
        await desk.poll(after=6 * HOUR)
        assert [seen.live for seen in await desk.db.read(coverage.report)] == [()]
        assert await join(desk, after=1000 * HOUR) == 0
    assert await refusals(desk) == ["it has left, or was put out"]


async def test_who_was_made_a_member_by_hand_is_found_to_be_one(
    telegram: LoopbackTelegram, desk: Desk, river: ServedChannel
) -> None:
    river.members.update(telegram.world.accounts)
    async with desk.open():
        await desk.poll()
        assert await join(desk) == 0
    assert [seen.live for seen in await desk.db.read(coverage.report)] == [("desk",)]


async def test_a_join_whose_answer_was_lost_is_asked_for_again(
    telegram: LoopbackTelegram, desk: Desk, river: ServedChannel
) -> None:
    telegram.faults.drop_after(JOIN, times=2)
    async with desk.open():
        await desk.poll()
        await join(desk)
    assert (telegram.count(JOIN), await refusals(desk)) == (3, [None])


async def test_while_telegram_is_away_nothing_is_refused(
    telegram: LoopbackTelegram, desk: Desk, river: ServedChannel
) -> None:
    async with desk.open(patience=1.0):
        await desk.poll()
        await telegram.stop()
        assert await join(desk) == 0
        assert await refusals(desk) == []
        await telegram.start()
        assert await join(desk) == 1


async def test_what_has_no_public_name_any_more_is_not_joined(desk: Desk, river: ServedChannel) -> None:
    async with desk.open():
        await desk.poll()
        [watched] = await desk.db.read(coverage.everything)
        river.close()
        await desk.poll(after=6 * HOUR)
        assert await join(desk) == 0
        nameless = Watched("rivierkrant", Channel(river.channel_id, None, "River"), 1, watched.hashes)
        with pytest.raises(CannotRead) as refused:
            await desk.source.live.join("desk", nameless, desk.clock())
    assert refused.value.problem is Problem.NOT_FOUND


async def test_a_revoked_account_is_left_alone_and_another_that_took_over_joins(
    telegram: LoopbackTelegram, desk: Desk, river: ServedChannel
) -> None:
    desk.log_in("night")
    first, second = telegram.world.accounts
    async with desk.open():
        await desk.poll()
        assert await desk.db.read(coverage.in_charge) == {"rivierkrant": "desk"}
        await join(desk)
        telegram.revoke(first)
        await desk.poll(after=6 * HOUR)
        assert await join(desk) == 1
    assert river.members == {first, second}
    assert [seen.live for seen in await desk.db.read(coverage.report)] == [("night",)]


async def test_two_accounts_join_the_channels_that_each_is_in_charge_of(telegram: LoopbackTelegram, desk: Desk) -> None:
    desk.log_in("night")
    channels = [telegram.add_channel(f"channel_{number}") for number in range(4)]
    await desk.watch(*channels, join=True)
    async with desk.open():
        await desk.poll()
        assert await join(desk) == 2
        assert await join(desk, after=EVERY) == 2
        [await desk.pass_on(), await desk.poll()]
        for channel in channels:
            channel.publish("Water reaches the quay.")
        assert await desk.pass_on() == 4
    in_charge = await desk.db.read(coverage.in_charge)
    live = {seen.username: seen.live for seen in await desk.db.read(coverage.report)}
    assert live == {username: (account,) for username, account in in_charge.items()}
    assert sorted(in_charge.values()) == ["desk", "desk", "night", "night"]
