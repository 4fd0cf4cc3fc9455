"""From Telegram to the operators: what happens to channels and accounts is told once, over real MTProto and the tables.

What is lost and what is patience is tested in test_operating.py.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import collecting, operating
from bot.polling import Fixed, Means, Planned
from collectors.base import FloodWait
from collectors.telegram.accounts import Account, import_string
from collectors.telegram.client import Api
from collectors.telegram.source import TelethonSource
from storage import accounts, chats, coverage, deliveries, owners, posts
from storage.database import Database
from storage.messages import Delivery, DeliveryKind, DeliveryState
from storage.telling import Chat
from storage.watching import Problem
from tests.bot.chat.factories import entry
from tests.botapi.markup import parse
from tests.telegram.accounts import Account as TelegramUser
from tests.telegram.loopback import LoopbackTelegram

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HISTORY = "messages.getHistory"
OWNER = 77


class Desk:
    """The stages that collect and tell, on a clock that tests move."""

    def __init__(self, telegram: LoopbackTelegram, db: Database, folder: Path):
        self.telegram, self.db, self.folder = telegram, db, folder
        self.now = NOON
        self.told: list[str] = []
        self._accounts: list[Account] = []

    def log_in(self, name: str) -> TelegramUser:
        user = self.telegram.add_account(f"+3160000000{len(self._accounts)}")
        self._accounts.append(import_string(self.folder / "sessions", name, self.telegram.session_string(user)))
        return user

    @asynccontextmanager
    async def source(self) -> AsyncIterator[TelethonSource]:
        """As a start opens it: with what the database knows."""
        telegram = self.telegram
        api = Api(telegram.api_id, telegram.api_hash, telegram.server, telegram.key_file(self.folder))
        floods = [FloodWait(*flood) for flood in await self.db.read(accounts.floods, self.now)]
        in_charge = await self.db.read(coverage.in_charge)
        async with TelethonSource(self._accounts, api, floods=floods, in_charge=in_charge, patience=5.0) as source:
            yield source

    async def poll(self, source: TelethonSource, after: timedelta = MINUTE) -> None:
        """Later, all channels are polled, and operators told what is to be told."""
        self.now += after
        for watched in await self.db.read(coverage.everything):
            await collecting.collect(self.db, source, watched, lambda: self.now, Fixed(MINUTE))
        await self.tell()

    async def tell(self, after: timedelta = timedelta(0)) -> None:
        self.now += after
        await operating.tell_operators(self.db, lambda: self.now)
        while taken := await self._taken():
            for delivery in taken:
                assert delivery.kind is DeliveryKind.NOTICE
                self.told.append(parse(delivery.message.html, "html")[0])

    async def _taken(self) -> Sequence[Delivery]:
        self.now += timedelta(seconds=2)
        taken = await self.db.write(deliveries.take, self.now, 10)
        for delivery in taken:
            await self.db.write(deliveries.settle, delivery.id, DeliveryState.SENT, self.now)
        return taken

    async def texts(self, channel_id: int) -> list[str]:
        return [revision.post.text for revision in await self.db.read(posts.recent, channel_id, 10)]


@pytest.fixture
async def desk(telegram: LoopbackTelegram, sqlite_db: Database, tmp_path: Path) -> Desk:
    """One owner, who speaks Dutch, and one watched channel."""
    await sqlite_db.write(owners.make_owner, OWNER, NOON)
    await sqlite_db.write(chats.put, Chat(OWNER, "nl", "Europe/Amsterdam", NOON))
    await sqlite_db.write(coverage.sync, [entry("rivierkrant")], NOON)
    return Desk(telegram, sqlite_db, tmp_path)


async def test_when_a_session_is_revoked_another_account_takes_over_and_operators_are_told_once(
    telegram: LoopbackTelegram, desk: Desk
) -> None:
    channel = telegram.add_channel("rivierkrant")
    channel.publish("The river stands at 340 cm.")
    first, second = desk.log_in("first"), desk.log_in("second")
    async with desk.source() as source:
        await desk.poll(source)
        assert await desk.db.read(coverage.in_charge) == {"rivierkrant": "first"}
        telegram.revoke(first)
        channel.publish("It is falling.")
        await desk.poll(source)
        assert await desk.db.read(coverage.in_charge) == {"rivierkrant": "second"}
        await desk.poll(source)
        await desk.poll(source)
    async with desk.source() as source:
        for account, why in (await source.trouble()).items():
            await desk.db.write(accounts.rest, account, why, desk.now)
        await desk.poll(source)
        await desk.poll(source)
    assert await desk.texts(channel.channel_id) == ["It is falling.", "The river stands at 340 cm."]
    assert len(desk.told) == 1
    assert "Account first kan niets lezen" in desk.told[0]
    assert "seinpost account login first" in desk.told[0]
    assert telegram.count(HISTORY, second) == 5


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("USER_DEACTIVATED_BAN", 401),
        ("SESSION_REVOKED", 401),
        ("AUTH_KEY_DUPLICATED", 406),
        ("FROZEN_METHOD_INVALID", 420),
    ],
)
async def test_an_account_that_telegram_bans_freezes_or_logs_out_hands_its_channels_over(
    telegram: LoopbackTelegram, desk: Desk, error: str, code: int
) -> None:
    channel = telegram.add_channel("rivierkrant")
    first, _ = desk.log_in("first"), desk.log_in("second")
    async with desk.source() as source:
        await desk.poll(source)
        telegram.faults.refuse(HISTORY, error, code=code, account=first)
        channel.publish("It is falling.")
        await desk.poll(source)
    assert await desk.db.read(coverage.in_charge) == {"rivierkrant": "second"}
    assert await desk.texts(channel.channel_id) == ["It is falling."]
    assert list(await desk.db.read(accounts.resting)) == ["first"]


async def test_an_account_that_must_leave_history_alone_has_no_part_in_the_plan_until_it_may_again(
    telegram: LoopbackTelegram, desk: Desk
) -> None:
    channels = [telegram.add_channel(name) for name in ("rivierkrant", "bronkrant")]
    polling = Planned(Means(frozenset({"first", "second"}), 1))
    first, _ = desk.log_in("first"), desk.log_in("second")
    async with desk.source() as source:
        await desk.poll(source)
        await desk.db.read(polling.renew, desk.now)
        assert polling.plans.keys() == {"first", "second"}
        telegram.faults.flood(HISTORY, 3600, account=first, times=1)
        for channel in channels:
            channel.publish("The water is back.")
        await desk.poll(source)
        await desk.db.read(polling.renew, desk.now)
        assert polling.plans.keys() == {"second"}
        assert set((await desk.db.read(coverage.in_charge)).values()) == {"second"}
        await desk.db.read(polling.renew, desk.now + timedelta(seconds=3590))
        assert polling.plans.keys() == {"second"}
        await desk.db.read(polling.renew, desk.now + timedelta(seconds=3602))
        assert polling.plans.keys() == {"first", "second"}


async def test_an_account_that_reads_again_is_told_too(telegram: LoopbackTelegram, desk: Desk) -> None:
    telegram.add_channel("rivierkrant")
    user = desk.log_in("first")
    async with desk.source() as source:
        telegram.revoke(user)
        await desk.poll(source)
        await desk.tell(MINUTE)
    for key in telegram.world.keys.values():
        key.log_in(user)
    async with desk.source() as source:
        await desk.poll(source)
        await desk.tell(MINUTE)
        await desk.poll(source)
    assert ["leest weer" in text for text in desk.told] == [False, True]
    assert await desk.db.read(accounts.resting) == {}


async def test_a_flood_wait_of_an_hour_is_obeyed_to_the_second_across_a_restart(
    telegram: LoopbackTelegram, desk: Desk
) -> None:
    channel = telegram.add_channel("rivierkrant")
    desk.log_in("first")
    async with desk.source() as source:
        await desk.poll(source)
        telegram.faults.flood(HISTORY, 3600, times=1)
        await desk.poll(source)
        (_, _, until), asked = (await desk.db.read(accounts.floods, desk.now))[0], telegram.count(HISTORY)
    channel.publish("The water is back.")
    async with desk.source() as source:
        await desk.poll(source, until - desk.now - timedelta(seconds=1))
        assert telegram.count(HISTORY) == asked
        desk.now = until
        await desk.poll(source, timedelta(0))
    assert await desk.texts(channel.channel_id) == ["The water is back."]
    assert timedelta(seconds=3600) < until - NOON - 2 * MINUTE < timedelta(seconds=3630)


async def test_while_one_account_waits_another_reads_and_operators_sleep(
    telegram: LoopbackTelegram, desk: Desk
) -> None:
    channel = telegram.add_channel("rivierkrant")
    first, _ = desk.log_in("first"), desk.log_in("second")
    async with desk.source() as source:
        await desk.poll(source)
        telegram.faults.flood(HISTORY, 3600, account=first)
        channel.publish("The water is back.")
        for _ in range(3):
            await desk.poll(source, 10 * MINUTE)
    assert await desk.texts(channel.channel_id) == ["The water is back."]
    assert desk.told == []


async def test_a_new_title_a_new_name_and_new_marks_are_told_together_and_once(
    telegram: LoopbackTelegram, desk: Desk
) -> None:
    channel = telegram.add_channel("rivierkrant", title="River News")
    channel.mark("verified")
    desk.log_in("first")
    async with desk.source() as source:
        await desk.poll(source)
        channel.rename("Free <b>boots</b>")
        channel.username = "rivier_nieuws"
        channel.mark("scam")
        await desk.poll(source)
        await desk.tell(MINUTE)
        await desk.poll(source)
        await desk.tell(MINUTE)
    assert len(desk.told) == 1
    assert desk.told[0].splitlines() == [
        "Voor de beheerder",
        "",
        "✏️ River News heet nu Free <b>boots</b>.",
        "🏷 Free <b>boots</b>: @rivierkrant is nu @rivier_nieuws. Pas de volglijst aan.",
        "🏷 Free <b>boots</b>: Telegram geeft nu aan: oplichting.",
        "🏷 Free <b>boots</b>: Telegram geeft niet meer aan: geverifieerd.",
    ]


async def test_a_channel_that_lost_its_name_is_told_and_still_read(telegram: LoopbackTelegram, desk: Desk) -> None:
    channel = telegram.add_channel("rivierkrant")
    desk.log_in("first")
    async with desk.source() as source:
        await desk.poll(source)
        telegram.move_username("rivierkrant", None)
        channel.publish("We have no name.")
        await desk.poll(source)
        await desk.tell(MINUTE)
    assert await desk.texts(channel.channel_id) == ["We have no name."]
    assert "heeft de naam @rivierkrant niet meer" in "".join(desk.told)


async def test_a_channel_that_is_made_private_and_public_again_is_told_once_each(
    telegram: LoopbackTelegram, desk: Desk
) -> None:
    channel = telegram.add_channel("rivierkrant")
    desk.log_in("first")
    async with desk.source() as source:
        await desk.poll(source)
        channel.close()
        await desk.poll(source)
        assert (await desk.db.read(coverage.report))[0].problem is Problem.PRIVATE
        for _ in range(3):
            await desk.poll(source, 61 * MINUTE)
        channel.reopen("rivierkrant")
        await desk.poll(source, 61 * MINUTE)
        await desk.tell(MINUTE)
    assert [text.splitlines()[2] for text in desk.told] == [
        "⚠️ Niet meer gelezen: @rivierkrant (niet openbaar)",
        "✅ Weer gelezen: @rivierkrant",
    ]


async def test_a_channel_that_telegram_withholds_is_told_as_restricted_at_once_and_as_lost_later(
    telegram: LoopbackTelegram, desk: Desk
) -> None:
    channel = telegram.add_channel("rivierkrant")
    desk.log_in("first")
    async with desk.source() as source:
        await desk.poll(source)
        channel.restrict("This channel can't be displayed.")
        await desk.poll(source)
        await desk.tell(MINUTE)
        await desk.poll(source, 61 * MINUTE)
        await desk.tell(MINUTE)
    assert ["beperkt toegankelijk" in desk.told[0], "Niet meer gelezen" in desk.told[1]] == [True, True]
    assert len(desk.told) == 2


async def test_channels_are_spread_over_the_accounts_that_are_ready(telegram: LoopbackTelegram, desk: Desk) -> None:
    names = [f"river_{number}" for number in range(6)]
    for name in names:
        telegram.add_channel(name)
    await desk.db.write(coverage.sync, [entry(name) for name in names], NOON)
    for name in ("first", "second", "third"):
        desk.log_in(name)
    async with desk.source() as source:
        await desk.poll(source)
        await desk.poll(source)
    kept = list((await desk.db.read(coverage.in_charge)).values())
    assert [kept.count(name) for name in ("first", "second", "third")] == [2, 2, 2]
    assert telegram.count("contacts.resolveUsername") == len(names)
