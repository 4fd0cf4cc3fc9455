"""Updates in place, from the posts to the messages: what joins which, and that no fault loses or repeats any."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import update

from bot.alerting import decide_alerts
from bot.backing_up import Expiry
from bot.delivery.queue import deliver, recover
from bot.delivery.sender import Later, MaybeSent, Refused
from bot.retaining import Kept, Retaining
from bot.updating import show_updates
from storage import alerts, chats, deliveries, feedback, seen, snoozes, subscriptions, threads
from storage.additions import EDIT_PACE
from storage.database import Connection, Database
from storage.messages import Delivery, DeliveryState, Message
from storage.model import Kind, Stance
from storage.said import Feedback, Judgement
from storage.tables import alerts as alerts_table
from storage.telling import EventKind, Pace, Reason
from tests.bot.chat.factories import actor, claim, watchlist
from tests.bot.screen import Crash, Screen
from tests.storage.samples import HOUR, MINUTE, NOW, event, noted, post, revision_at, said, stored, with_chat

CLAIM = (Kind.CLAIM, "A14")
PLACE = (Kind.PLACE, "tyotkino")
BOOK = watchlist(claim("A14", en="About a hundred were killed."), actor("corps", en="Corps"))
CHAT = 500


class Desk:
    """A chat that follows the claim and the place, and a clock to move."""

    def __init__(self, db: Database) -> None:
        self.db, self.screen, self.now, self.number = db, Screen(), NOW, 0

    def clock(self) -> datetime:
        return self.now

    async def posted(
        self, source: str, kind: EventKind = EventKind.CLAIM_NEW_SOURCE, stance: Stance = Stance.ASSERTS
    ) -> int:
        """Somebody says something of the claim, in a channel of its own; the number of the post."""
        self.number += 1
        given = post(self.number, f"Words {self.number}", channel_id=1 + self.number, published_at=self.now)
        await noted(self.db, given, said(0, source, stance, kind=kind))
        return self.number

    async def named(self) -> int:
        """A post names the place."""
        self.number += 1
        given = post(self.number, f"Words {self.number}", channel_id=1 + self.number, published_at=self.now)
        await noted(self.db, given, event(0, PLACE))
        return self.number

    async def decide(self) -> None:
        await decide_alerts(self.db, BOOK, self.clock)

    async def show(self) -> None:
        await show_updates(self.db, BOOK, self.clock)

    async def send(self) -> None:
        await deliver(self.db, self.screen, self.clock, notice)

    async def all_of_it(self, after: timedelta = EDIT_PACE, rounds: int = 4) -> None:
        """Until nothing is due any more, one message after the other."""
        self.now += after
        for _ in range(rounds):
            await self.decide()
            await self.show()
            await self.send()
            self.now += EDIT_PACE

    async def reasons(self) -> list[Reason]:
        found = await self.db.read(alerts.of_chat_since, CHAT, NOW - HOUR, self.now + HOUR)
        return [alert.reason for alert, _ in found]


async def notice(about: Delivery) -> Message:
    return Message("an alert may not have reached you")


@pytest.fixture
async def desk(db: Database) -> Desk:
    await with_chat(db, CHAT, language="en")
    for target in (CLAIM, PLACE):
        await db.write(subscriptions.add, CHAT, *target, NOW)
    return Desk(db)


async def test_a_new_source_is_added_to_the_first_message_with_its_channel_and_words(desk: Desk) -> None:
    await desk.posted("lsr")
    await desk.all_of_it()
    await desk.posted("corps")
    await desk.all_of_it()
    (message,) = desk.screen.messages.values()
    assert "➕ 1 more channel" in message
    assert "– asserted by Corps" in message
    assert "<blockquote>Words 2</blockquote>" in message
    assert await desk.reasons() == [Reason.NEW_SOURCE, Reason.UPDATED]


async def test_an_update_leaves_the_buttons_as_they_were_pressed(desk: Desk) -> None:
    number = await desk.posted("lsr")
    await desk.all_of_it()
    revision = await revision_at(desk.db, number, 1 + number)
    await desk.db.write(feedback.judge, Feedback(revision.id, *CLAIM, Judgement.WRONG, desk.now, CHAT))
    await desk.db.write(seen.put, CHAT, revision.id, "Anna", desk.now)
    await desk.posted("corps")
    await desk.decide()
    await desk.db.write(snoozes.put, CHAT, *CLAIM, None, desk.now)
    await desk.all_of_it()
    assert "➕ 1 more channel" in desk.screen.messages[1]
    keys = desk.screen.keys[1]
    assert [key for key in keys if key in {"✗ Wrong match", "💤 Snooze", "👍 Seen"}] == []
    assert "🔔 Snoozed for good – end it" in keys
    assert len([key for key in keys if key.startswith(("👍 Anna, ", "↩ Take back: A14"))]) == 2


async def test_a_denial_and_a_changed_figure_ring_by_themselves(desk: Desk) -> None:
    await desk.posted("lsr")
    await desk.posted("fsb", EventKind.CLAIM_FIRST_DENIAL, Stance.DENIES)
    await desk.posted("corps", EventKind.CLAIM_CHANGED_FIGURE)
    await desk.all_of_it()
    assert await desk.reasons() == [Reason.NEW_SOURCE, Reason.DENIAL, Reason.CHANGED]
    assert desk.screen.rings == 3


async def test_who_denies_too_is_added_to_the_denial_and_not_to_what_it_denies(desk: Desk) -> None:
    await desk.posted("lsr")
    await desk.posted("fsb", EventKind.CLAIM_FIRST_DENIAL, Stance.DENIES)
    await desk.posted("governor", stance=Stance.DENIES)
    await desk.all_of_it()
    first, denial = desk.screen.messages.values()
    assert ("➕" in first, "➕" in denial) == (False, True)


async def test_a_source_of_the_other_side_rings_by_itself_once(desk: Desk) -> None:
    for source in ("lsr", "fsb", "governor", "corps"):
        await desk.posted(source)
    await desk.all_of_it()
    assert await desk.reasons() == [Reason.NEW_SOURCE, Reason.NEW_SOURCE, Reason.UPDATED, Reason.UPDATED]


async def test_who_repeats_is_added_and_keeps_no_message_open(desk: Desk) -> None:
    await desk.posted("lsr")
    await desk.all_of_it()
    await desk.posted("lsr", EventKind.CLAIM_REPEATED)
    await desk.all_of_it(25 * MINUTE)
    assert "➕ 1 more channel" in desk.screen.messages[1]
    await desk.posted("corps")
    await desk.all_of_it(10 * MINUTE)
    assert await desk.reasons() == [Reason.NEW_SOURCE, Reason.REPEATED, Reason.NEW_SOURCE]


async def test_a_story_that_lasts_is_told_anew(desk: Desk) -> None:
    for _ in range(12):
        await desk.posted("lsr")
        await desk.all_of_it(25 * MINUTE)
    assert desk.screen.rings == 2
    assert (await desk.reasons()).count(Reason.UPDATED) == 10


async def test_what_comes_while_the_first_waits_is_in_it_when_it_rings(desk: Desk) -> None:
    await desk.db.write(threads.set_pace, CHAT, Pace(wait=5 * MINUTE, interval=HOUR, repeat=HOUR))
    await desk.posted("lsr")
    await desk.all_of_it()
    await desk.posted("corps")
    await desk.all_of_it()
    assert desk.screen.rings == 0
    await desk.all_of_it(5 * MINUTE)
    assert desk.screen.rings == 1
    assert "➕ 1 more channel" in desk.screen.messages[1]
    assert await desk.db.read(deliveries.summary) == {DeliveryState.SENT: 1}


async def test_a_denial_does_not_overtake_what_still_gathers(desk: Desk) -> None:
    await desk.db.write(threads.set_pace, CHAT, Pace(wait=5 * MINUTE, interval=HOUR, repeat=HOUR))
    await desk.posted("lsr")
    await desk.decide()
    await desk.posted("fsb", EventKind.CLAIM_FIRST_DENIAL, Stance.DENIES)
    await desk.all_of_it()
    first, second = desk.screen.messages.values()
    assert ("asserted" in first, "denied" in second) == (True, True)


async def test_a_subscription_may_have_a_pace_of_its_own(desk: Desk) -> None:
    never = Pace(*[timedelta(0)] * 3)
    own = next(one for one in await desk.db.read(subscriptions.of_chat, CHAT) if one.kind is Kind.CLAIM)
    await desk.db.write(threads.set_pace, CHAT, never, own.id)
    for source in ("lsr", "corps"):
        await desk.posted(source)
    await desk.named()
    await desk.named()
    await desk.all_of_it()
    assert await desk.reasons() == [Reason.NEW_SOURCE, Reason.NEW_SOURCE, Reason.FIRST, Reason.UPDATED]
    await desk.db.write(threads.set_pace, CHAT, None, own.id)
    assert await desk.db.read(threads.paces_of, [CHAT]) == {}


async def test_several_updates_that_wait_become_one_edit(desk: Desk) -> None:
    await desk.posted("lsr")
    await desk.all_of_it()
    desk.screen.faults = [(Later("flood wait", timedelta(minutes=1)), False)]
    for source in ("corps", "lsr", "corps"):
        await desk.posted(source)
        await desk.decide()
        await desk.show()
        await desk.send()
        desk.now += EDIT_PACE
    await desk.all_of_it(MINUTE)
    assert "➕ 3 more channels" in desk.screen.messages[1]
    assert await desk.db.read(deliveries.summary) == {DeliveryState.SENT: 2}


async def test_an_edit_without_an_answer_is_made_again_and_is_never_in_doubt(desk: Desk) -> None:
    await desk.posted("lsr")
    await desk.all_of_it()
    await desk.posted("corps")
    desk.screen.faults = [(MaybeSent("no answer"), False)]
    await desk.all_of_it()
    assert "➕ 1 more channel" in desk.screen.messages[1]
    assert await desk.db.read(deliveries.uncertain) == []


@pytest.mark.parametrize("fault", [Refused("message can't be edited"), MaybeSent("no answer")])
async def test_what_can_not_be_added_any_more_rings_by_itself(desk: Desk, fault: Exception) -> None:
    """The first message was refused later on, or nobody knows whether it arrived."""
    await desk.posted("lsr")
    is_doubt = isinstance(fault, MaybeSent)
    await desk.decide()
    if is_doubt:
        desk.screen.faults = [(fault, False)]
    await desk.send()
    await desk.posted("corps")
    if not is_doubt:
        desk.screen.faults = [(fault, False)]
    await desk.all_of_it()
    assert await desk.reasons() == [Reason.NEW_SOURCE, Reason.NEW_SOURCE]
    assert len(desk.screen.having(2)) == 1
    await desk.posted("corps")
    await desk.all_of_it()
    assert "➕ 1 more channel" in desk.screen.having(2)[0]


async def test_one_that_was_added_and_then_lost_its_message_rings_with_the_rest(desk: Desk) -> None:
    await desk.posted("lsr")
    await desk.all_of_it()
    desk.screen.messages.clear()  # the reader deleted it
    await desk.posted("corps")
    await desk.posted("corps")
    await desk.all_of_it()
    (message,) = desk.screen.messages.values()
    assert ('/2"' in message, '/3"' in message, "➕ 1 more channel" in message) == (True, True, True)


# --- faults -----------------------------------------------------------------------------------------------------------

SENDS: list[tuple[BaseException | None, bool]] = [
    (None, True), (None, True), (None, True), (Later("not now"), False), (MaybeSent("no answer"), True),
    (MaybeSent("no answer"), False), (Refused("can't be edited"), False), (Crash(), True), (Crash(), False),
]  # fmt: skip
"""What may become of a request, and whether the message is there (or changed) afterwards."""


@pytest.mark.parametrize("seed", range(6, 14))
async def test_whatever_fails_nothing_told_is_lost_and_nothing_is_told_twice(desk: Desk, seed: int) -> None:
    """Posts and stages in any order, crashes and restarts between them, two processes at once."""
    chance = Random(seed)
    happenings: list[Callable[[], Awaitable[object]]] = [
        lambda: desk.posted(chance.choice(["lsr", "corps", "fsb"]), chance.choice(NEWS)),
        lambda: desk.posted("fsb", chance.choice(DENIALS), Stance.DENIES),
        desk.named,
    ]
    stages: list[Callable[[], Awaitable[object]]] = [
        desk.decide,
        desk.show,
        desk.send,
        lambda: twice(desk.decide),
        lambda: twice(desk.show),
    ]
    for _ in range(40):
        desk.now += timedelta(seconds=chance.choice([1, 1, 7, 60]))
        desk.screen.faults = [chance.choice(SENDS) for _ in range(3)]
        try:
            await chance.choice(happenings if chance.random() < 0.4 else stages)()
        except Crash:
            await recover(desk.db, desk.now + EDIT_PACE, desk.now, notice)
    desk.screen.faults = []
    await desk.all_of_it(30 * MINUTE, rounds=40)
    in_doubt = [delivery.message.html for delivery in await desk.db.read(deliveries.uncertain)]
    refused = await failed(desk)
    for alert, revision in await desk.db.read(alerts.of_chat_since, CHAT, NOW - HOUR, desk.now + HOUR):
        link = f'/{revision.post.post_id}"'
        shown = desk.screen.having(revision.post.post_id)
        if alert.reason.tells and alert.id not in refused:
            assert shown or any(link in html for html in in_doubt), (alert, desk.screen.messages)
        assert len(shown) <= 1, shown


NEWS = [
    EventKind.CLAIM_NEW_SOURCE,
    EventKind.CLAIM_NEW_SOURCE,
    EventKind.CLAIM_REPEATED,
    EventKind.CLAIM_CHANGED_FIGURE,
]
DENIALS = [EventKind.CLAIM_FIRST_DENIAL, EventKind.CLAIM_NEW_SOURCE]


async def twice(stage: Callable[[], Awaitable[None]]) -> None:
    await asyncio.gather(stage(), stage())


async def failed(desk: Desk) -> set[int]:
    """Alerts of which Telegram refused the message: those are told in `/status`, and not sent again."""
    found = [await desk.db.read(deliveries.get, number) for number in range(1, 400)]
    return {one.subject for one in found if one and one.state is DeliveryState.FAILED and one.kind == "alert"}


@pytest.mark.parametrize("delivered_first", [False, True])
async def test_what_was_told_long_ago_is_not_told_anew_while_it_is_taken_away(
    desk: Desk, tmp_path: Path, delivered_first: bool
) -> None:
    """The stages go on between two pages. `delivered_first`: a digest has dated the alerts behind their deliveries."""
    await desk.posted("lsr")
    await desk.all_of_it()
    await desk.posted("corps")
    await desk.all_of_it()
    rings = desk.screen.rings
    if delivered_first:
        await desk.db.write(_date_alerts, desk.now + HOUR)
    day, kept = timedelta(days=1), Kept(None, *[timedelta(days=400)] * 3)
    desk.now += timedelta(days=400) + HOUR / 2
    await stored(desk.db, post(99, published_at=desk.now), now=desk.now)
    retaining = Retaining(desk.db, kept, Expiry(f"sqlite:///{tmp_path}/copied.db", None, day), desk.clock)
    while await retaining.step():
        await desk.show()
    await desk.show()
    await desk.send()
    assert desk.screen.rings == rings
    desk.now += day
    while await retaining.step():
        await desk.show()
    await desk.send()
    assert desk.screen.rings == rings
    assert await desk.db.read(deliveries.summary) == {}


async def _date_alerts(conn: Connection, at: datetime) -> None:
    await conn.execute(update(alerts_table).values(created_at=at))


@pytest.mark.parametrize("shown", [False, True])
async def test_no_message_of_a_supergroup_is_overwritten_with_what_its_group_was_told_before(
    desk: Desk, shown: bool
) -> None:
    """It numbers its messages anew. `shown`: the edit is on its way when the group moves."""
    await desk.posted("lsr")
    await desk.all_of_it()
    before = dict(desk.screen.messages)
    await desk.posted("corps")
    if shown:
        await desk.decide()
        await desk.show()
    await desk.db.write(chats.move, CHAT, -1_000_000_000_500)
    await desk.all_of_it()
    await desk.posted("rvc")
    await desk.all_of_it()
    assert before.items() <= desk.screen.messages.items()
    assert [len(desk.screen.having(number)) for number in (1, 2, 3)] == [1, 1, 1]
    assert len(desk.screen.messages) == 2
