"""Each fault ends in the state that the design names: a real bot, a loopback Bot API, a real SQLite database."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from telegram import Bot

from bot.delivery.queue import deliver, recover
from bot.delivery.retry import FIRST_WAIT
from bot.delivery.sender import BadToken, MaybeSent
from bot.delivery.telegram import BotSender
from storage import chats, deliveries
from storage.database import Database
from storage.messages import Delivery, DeliveryKind, DeliveryState, Message
from storage.telling import Chat
from tests.botapi.faults import flood_wait, gateway_error, reset, silence
from tests.botapi.server import LoopbackBotApi

ANNA, BOB, GROUP = 11, 12, -500
START = datetime(2024, 3, 15, 12, 0, tzinfo=UTC)


class Desk:
    """What the tests below stand around: a database with chats, a Bot API with the same chats, and a clock to move."""

    def __init__(self, db: Database, api: LoopbackBotApi, bot: Bot):
        self.db, self.api, self.bot = db, api, bot
        self.sender = self.new_sender()
        self.now = START
        self.subject = 0

    def new_sender(self) -> BotSender:
        return BotSender(self.bot, patience=timedelta(milliseconds=200), a_second=10_000)

    def clock(self) -> datetime:
        return self.now

    async def queue(
        self, chat_id: int, text: str = "alert", kind: DeliveryKind = DeliveryKind.ALERT, parts: int = 1
    ) -> None:
        self.subject += 1
        messages = [Message(text)] * parts
        await self.db.write(deliveries.add, chat_id, kind, self.subject, messages, self.now)

    async def deliver(self, after: timedelta = timedelta(0)) -> int:
        self.now += after
        return await deliver(self.db, self.sender, self.clock, notice)

    async def deliver_all(self) -> None:
        """Until nothing is due within the next half a minute."""
        for _ in range(10):
            await self.deliver(after=timedelta(seconds=3))

    async def get(self, delivery_id: int) -> Delivery:
        delivery = await self.db.read(deliveries.get, delivery_id)
        assert delivery is not None
        return delivery

    async def states(self, chat_id: int | None = None) -> dict[DeliveryState, int]:
        return {state: count for state, count in (await self.db.read(deliveries.summary, chat_id)).items() if count}

    def texts(self, chat_id: int) -> list[str]:
        return [seen.text for seen in self.api.chat(chat_id).messages]


async def notice(about: Delivery) -> Message:
    return Message(f"{about.kind.value} {about.id} may not have reached you")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    address = f"sqlite:///{tmp_path / 'desk.db'}"
    async with (
        LoopbackBotApi() as api,
        Database.open(address) as db,
        Bot(api.token, base_url=api.base_url) as bot,
    ):
        for chat_id in (ANNA, BOB, GROUP):
            await db.write(chats.put, Chat(chat_id, "nl", "Europe/Amsterdam", START))
        api.user(ANNA)
        api.user(BOB)
        api.group(GROUP)
        yield Desk(db, api, bot)


async def test_what_is_due_is_sent_once(desk: Desk) -> None:
    await desk.queue(ANNA)
    assert await desk.deliver() == 1
    assert await desk.deliver(after=timedelta(minutes=1)) == 0
    assert desk.texts(ANNA) == ["alert"]
    sent = await desk.get(1)
    assert (sent.state, sent.message_id, sent.error) == (
        DeliveryState.SENT,
        desk.api.chat(ANNA).messages[0].message_id,
        None,
    )


async def test_alerts_go_before_notices_and_those_before_digests(desk: Desk) -> None:
    await desk.queue(ANNA, "digest", DeliveryKind.DIGEST)
    await desk.queue(ANNA, "notice", DeliveryKind.NOTICE)
    await desk.queue(ANNA, "alert", DeliveryKind.ALERT)
    await desk.deliver_all()
    assert desk.texts(ANNA) == ["alert", "notice", "digest"]


async def test_the_parts_of_a_digest_come_in_order(desk: Desk) -> None:
    messages = [Message(f"part {number}") for number in (1, 2, 3)]
    await desk.db.write(deliveries.add, ANNA, DeliveryKind.DIGEST, 1, messages, START)
    await desk.deliver_all()
    assert desk.texts(ANNA) == ["part 1", "part 2", "part 3"]


async def test_a_sender_that_reaches_one_chat_is_given_nothing_else(desk: Desk) -> None:
    await desk.queue(ANNA)
    await desk.queue(BOB)
    assert await deliver(desk.db, desk.sender, desk.clock, notice, only=BOB) == 1
    assert (desk.texts(ANNA), desk.texts(BOB)) == ([], ["alert"])


async def test_a_chat_that_blocked_the_bot_rests_and_keeps_what_was_to_come(desk: Desk) -> None:
    anna = desk.api.user(ANNA)
    anna.block()
    await desk.queue(ANNA, "first")
    await desk.queue(ANNA, "second")
    await desk.deliver_all()
    chat = await desk.db.read(chats.get, ANNA)
    assert chat is not None
    assert chat.resting == "Forbidden: bot was blocked by the user"
    assert await desk.states(ANNA) == {DeliveryState.FAILED: 1, DeliveryState.PENDING: 1}
    assert len(desk.api.calls("sendMessage")) == 1
    await anna.send("/start")
    await desk.db.write(chats.wake, ANNA)
    await desk.deliver_all()
    assert desk.texts(ANNA) == ["second"]


async def test_an_alert_follows_a_group_that_moved(desk: Desk) -> None:
    moved = desk.api.group(GROUP).migrate()
    await desk.queue(GROUP)
    await desk.deliver_all()
    assert [seen.text for seen in moved.messages] == ["alert"]
    assert await desk.db.read(chats.get, GROUP) is None
    assert await desk.states(moved.id) == {DeliveryState.SENT: 1}


async def test_a_flood_wait_is_obeyed_to_the_second_and_drops_nothing(desk: Desk) -> None:
    desk.api.fail(flood_wait(47))
    await desk.queue(ANNA)
    await desk.deliver()
    assert (await desk.get(1)).due_at == START + timedelta(seconds=47)
    assert await desk.deliver(after=timedelta(seconds=46)) == 0
    desk.sender = desk.new_sender()  # the old sender's own memory of the wait runs on the real clock
    assert await desk.deliver(after=timedelta(seconds=1)) == 1
    assert desk.texts(ANNA) == ["alert"]


async def test_a_time_out_after_acceptance_is_uncertain_told_and_never_sent_again(desk: Desk) -> None:
    desk.api.fail(silence(accepted=True))
    await desk.queue(ANNA)
    await desk.deliver_all()
    assert (await desk.get(1)).state is DeliveryState.UNCERTAIN
    assert desk.texts(ANNA) == ["alert", "alert 1 may not have reached you"]


@pytest.mark.parametrize("fault", [silence(accepted=False), reset(accepted=False), gateway_error(502)])
async def test_no_answer_at_all_is_uncertain_too(desk: Desk, fault: object) -> None:
    desk.api.fail(fault)  # type: ignore[arg-type]
    await desk.queue(ANNA)
    await desk.deliver_all()
    assert (await desk.get(1)).state is DeliveryState.UNCERTAIN
    assert desk.texts(ANNA) == ["alert 1 may not have reached you"]


async def test_there_is_no_notice_about_a_notice(desk: Desk) -> None:
    desk.api.fail(silence(accepted=False), times=2)
    await desk.queue(ANNA)
    await desk.deliver_all()
    assert await desk.states(ANNA) == {DeliveryState.UNCERTAIN: 2}
    assert desk.texts(ANNA) == []


async def test_a_notice_waits_until_telegram_answers_again(desk: Desk) -> None:
    desk.api.fail(gateway_error(502))
    desk.api.fail(gateway_error(502), method="getMe", times=3)
    await desk.queue(ANNA)
    await desk.deliver_all()
    assert desk.texts(ANNA) == ["alert 1 may not have reached you"]


async def test_a_refused_connection_is_tried_again(desk: Desk) -> None:
    await desk.queue(ANNA)
    async with desk.api.away():
        await desk.deliver()
    waiting = await desk.get(1)
    assert (waiting.state, waiting.due_at, waiting.attempts) == (DeliveryState.PENDING, START + FIRST_WAIT, 1)
    await desk.deliver(after=FIRST_WAIT)
    assert desk.texts(ANNA) == ["alert"]


async def test_wrong_markup_still_arrives_as_plain_text(desk: Desk) -> None:
    await desk.queue(ANNA, "<b>1 &lt; 2")
    await desk.deliver()
    assert desk.texts(ANNA) == ["1 < 2"]
    assert (await desk.get(1)).state is DeliveryState.SENT


async def test_a_message_that_cannot_be_sent_fails_loudly_and_its_chat_goes_on(desk: Desk) -> None:
    await desk.queue(ANNA, "x" * 5000)
    await desk.queue(ANNA, "next")
    with structlog.testing.capture_logs() as lines:
        await desk.deliver_all()
    assert desk.texts(ANNA) == ["next"]
    assert (await desk.get(1)).state is DeliveryState.FAILED
    assert [line["why"] for line in lines if line["log_level"] == "error"] == ["Message is too long"]


async def test_one_bad_chat_does_not_stall_the_next(desk: Desk) -> None:
    desk.api.fail(flood_wait(3600), chat_id=ANNA)
    desk.api.fail(silence(accepted=False), chat_id=GROUP)
    for chat_id in (ANNA, GROUP, BOB):
        await desk.queue(chat_id)
    await desk.deliver()
    assert desk.texts(BOB) == ["alert"]
    assert [(await desk.get(number)).state.value for number in (1, 2, 3)] == ["pending", "uncertain", "sent"]


async def test_an_error_that_nobody_foresaw_is_loud_and_stops_nobody_else(desk: Desk) -> None:
    class Broken(BotSender):
        async def send(self, chat_id: int, message: Message) -> int:
            if chat_id == ANNA:
                raise ZeroDivisionError(message.html)
            return await desk.sender.send(chat_id, message)

    await desk.queue(ANNA, "words of a post")
    await desk.queue(BOB)
    with structlog.testing.capture_logs() as lines:
        await deliver(desk.db, Broken(desk.bot), desk.clock, notice)
    assert desk.texts(BOB) == ["alert"]
    assert (await desk.get(1)).state is DeliveryState.UNCERTAIN
    assert [line["error"] for line in lines if line["event"] == "delivery broke"] == ["ZeroDivisionError"]
    assert "words of a post" not in str(lines)


async def test_a_refused_token_is_raised_and_costs_no_delivery(desk: Desk) -> None:
    await desk.queue(ANNA)
    good, desk.api.token = desk.api.token, "7000000001:another"
    with pytest.raises(BadToken, match="SEINPOST_BOT__TOKEN"):
        await desk.deliver()
    desk.api.token = good
    await desk.deliver(after=timedelta(minutes=5))
    assert desk.texts(ANNA) == ["alert"]


async def test_what_was_being_sent_when_the_program_stopped_is_uncertain_and_told(desk: Desk) -> None:
    await desk.queue(ANNA)
    await desk.db.write(deliveries.take, desk.now, 10)  # and the power goes
    desk.now += timedelta(minutes=1)
    assert await recover(desk.db, desk.now, desk.now, notice) == 1
    await desk.deliver_all()
    assert (await desk.get(1)).state is DeliveryState.UNCERTAIN
    assert desk.texts(ANNA) == ["alert 1 may not have reached you"]
    assert await recover(desk.db, desk.now, desk.now, notice) == 0


async def test_a_chat_whose_delivery_was_never_settled_is_stuck_for_no_longer_than_the_lease(desk: Desk) -> None:
    await desk.queue(ANNA, "first")
    await desk.db.write(deliveries.take, desk.now, 10)  # and the database is full
    await desk.queue(ANNA, "second")
    await desk.deliver(after=timedelta(minutes=4))
    assert desk.texts(ANNA) == []
    await desk.deliver(after=timedelta(minutes=2))
    await desk.deliver(after=timedelta(seconds=1))
    assert desk.texts(ANNA)[0] == "second"
    assert (await desk.get(1)).state is DeliveryState.UNCERTAIN


async def test_the_pace_of_a_chat_counts_from_when_its_last_message_was_sent(desk: Desk) -> None:
    await desk.queue(ANNA, parts=2)
    [first] = await desk.db.write(deliveries.take, desk.now, 10)
    desk.now += timedelta(seconds=5)  # it waited for its turn among others
    await desk.db.write(deliveries.settle, first.id, DeliveryState.SENT, desk.now)
    assert await desk.db.write(deliveries.take, desk.now + timedelta(milliseconds=900), 10) == []
    assert len(await desk.db.write(deliveries.take, desk.now + timedelta(seconds=1), 10)) == 1


async def test_nobody_is_told_of_a_delivery_that_was_settled_meanwhile(desk: Desk) -> None:
    class Slow(BotSender):
        async def send(self, chat_id: int, message: Message) -> int:
            await desk.db.write(deliveries.settle, 1, DeliveryState.SENT, desk.now, message_id=5)
            raise MaybeSent("no answer")

    await desk.queue(ANNA)
    await deliver(desk.db, Slow(desk.bot), desk.clock, notice)
    assert await desk.states() == {DeliveryState.SENT: 1}


async def test_no_log_line_holds_the_text_of_a_message(desk: Desk) -> None:
    desk.api.fail(silence(accepted=False), chat_id=BOB)
    for chat_id in (ANNA, BOB):
        await desk.queue(chat_id, "<b>words of a post")
    with structlog.testing.capture_logs() as lines:
        await desk.deliver_all()
    assert len(lines) >= 3
    assert "words of a post" not in str(lines)
