"""An editor's word on a post that was told already for something else: its message says so, and nobody is rung."""

from datetime import datetime

import pytest

from bot.alerting import decide_alerts
from bot.claims.reviewing import confirm
from bot.delivery.queue import deliver
from bot.updating import show_updates
from storage import additions, alerts, deletions, reviewing, subscriptions, threads
from storage.additions import EDIT_PACE
from storage.database import Database
from storage.messages import Delivery, Message
from storage.model import Evidence, Kind, Link, Stance
from storage.telling import EventKind, Filters, Mode, Pace, Reason
from tests.bot.chat.factories import watchlist
from tests.bot.screen import Screen
from tests.storage.samples import HOUR, MINUTE, NOW, event, noted, post, said, with_chat

CHAT, EDITOR = 500, 900
CLAIM, PLACE = (Kind.CLAIM, "A03"), (Kind.PLACE, "tyotkino")
BOOK = watchlist()
UNSURE = Link(*CLAIM, 0.6, (Evidence(0, 5, "Words", "topic"),), certain=False, stance=Stance.ASSERTS, holder="lsr")


class Desk:
    """A chat that follows a claim and a place, and what it sees."""

    def __init__(self, db: Database) -> None:
        self.db, self.screen, self.now = db, Screen(), NOW

    def clock(self) -> datetime:
        return self.now

    async def posted(self, number: int = 1) -> None:
        """A post that names the place, and may say what is claimed."""
        unsure = said(0, "lsr", target=CLAIM, certain=False)
        await noted(self.db, post(number, f"Words {number}"), unsure, event(0, PLACE), found=[UNSURE])

    async def run(self, rounds: int = 3) -> None:
        for _ in range(rounds):
            await decide_alerts(self.db, BOOK, self.clock)
            await show_updates(self.db, BOOK, self.clock)
            await deliver(self.db, self.screen, self.clock, notice)
            self.now += EDIT_PACE

    async def confirm(self) -> None:
        suggestion = await self.db.read(reviewing.waiting)
        assert suggestion is not None
        assert await confirm(self.db, BOOK, suggestion, EDITOR, self.now)

    async def told_for(self) -> list[list[str]]:
        """What each alert is about."""
        found = await self.db.read(alerts.of_chat_since, CHAT, NOW - HOUR, self.now + HOUR)
        return [[one.target for one in alert.events] for alert, _ in found]


async def notice(about: Delivery) -> Message:
    return Message("an alert may not have reached you")


@pytest.fixture
async def desk(db: Database) -> Desk:
    await with_chat(db, CHAT, EDITOR, language="en")
    for target in (CLAIM, PLACE):
        await db.write(subscriptions.add, CHAT, *target, NOW)
    return Desk(db)


async def test_the_message_that_told_of_the_post_says_what_it_claims_and_nobody_is_rung(desk: Desk) -> None:
    await desk.posted()
    await desk.run()
    assert "Claim A03" not in desk.screen.messages[1]
    await desk.confirm()
    await desk.run()
    assert desk.screen.rings == 1
    assert "Claim A03 – asserted by" in desk.screen.messages[1]
    assert "➕" not in desk.screen.messages[1]
    assert sorted(*await desk.told_for()) == ["A03", "tyotkino"]
    heard = await desk.db.read(alerts.told, [CHAT], [], [CLAIM])
    assert [one.target for one in heard] == ["A03"]


async def test_what_an_edit_changed_is_still_said(desk: Desk) -> None:
    await noted(desk.db, post(1, "Words 1"), event(0, PLACE))
    await desk.run()
    unsure, edited = said(0, "lsr", target=CLAIM, certain=False), event(0, PLACE, kind=EventKind.POST_EDITED)
    await noted(desk.db, post(1, "Words 2"), unsure, edited, found=[UNSURE])
    await desk.run()
    await desk.confirm()
    await desk.run()
    assert any("A03" in label for label in desk.screen.keys[2])
    assert "It said before:" in desk.screen.messages[2]


async def test_what_is_confirmed_while_a_message_is_rendered_is_shown_too(desk: Desk) -> None:
    other = Link(Kind.CLAIM, "A14", 0.6, UNSURE.evidence, certain=False, stance=Stance.ASSERTS, holder="fsb")
    await desk.db.write(subscriptions.add, CHAT, Kind.CLAIM, "A14", NOW)
    unsure = [said(0, "lsr", target=CLAIM, certain=False), said(0, "fsb", target=(Kind.CLAIM, "A14"), certain=False)]
    await noted(desk.db, post(1, "Words 1"), *unsure, event(0, PLACE), found=[UNSURE, other])
    await desk.run()
    await desk.confirm()
    [lead] = await desk.db.read(additions.waiting, 10)
    story = await desk.db.read(additions.story, lead)
    assert story is not None
    await desk.confirm()
    assert not await desk.db.write(additions.show, story, Message("rendered before"), desk.now)
    await desk.run()
    assert "A03" in desk.screen.messages[1]
    assert "A14" in desk.screen.messages[1]


async def test_a_post_that_is_there_again_is_not_told_once_more_when_it_is_confirmed_anew(desk: Desk) -> None:
    await desk.db.write(subscriptions.remove, CHAT, *PLACE)
    await desk.posted()
    await desk.run()
    await desk.confirm()
    await desk.run()
    await desk.db.write(deletions.save, 1, [1], desk.now)
    await noted(desk.db, post(1, "Words 1"), found=[UNSURE])
    await desk.confirm()
    await desk.run()
    assert (desk.screen.rings, "➕" in desk.screen.messages[1]) == (1, False)


async def test_an_explanation_says_no_more_that_it_waits_for_an_editor(desk: Desk) -> None:
    await desk.posted()
    await desk.run()
    await desk.confirm()
    [(alert, _)] = await desk.db.read(alerts.of_chat_since, CHAT, NOW - HOUR, desk.now)
    assert {one.target: one.reason for one in alert.because} == {"A03": Reason.UPDATED, "tyotkino": Reason.FIRST}


async def test_who_wants_the_claim_in_the_digest_has_it_there_also_after_one_that_came_meanwhile(desk: Desk) -> None:
    for one in await desk.db.read(subscriptions.of_chat, CHAT):
        mode = Mode.DIGEST if one.kind is Kind.CLAIM else Mode.AT_ONCE
        await desk.db.write(subscriptions.refilter, CHAT, one.id, Filters(mode))
    await desk.posted()
    await desk.run()
    desk.now += HOUR
    await desk.confirm()
    [(alert, _)] = await desk.db.read(alerts.of_chat_since, CHAT, desk.now, desk.now + HOUR)
    assert (alert.for_digest, [one.target for one in alert.events]) == (True, ["tyotkino", "A03"])


async def test_a_message_that_gathers_is_told_for_the_claim_alone_too(desk: Desk) -> None:
    await desk.db.write(threads.set_pace, CHAT, Pace(wait=5 * MINUTE, interval=HOUR, repeat=HOUR))
    await desk.posted()
    await desk.run()
    await desk.confirm()
    await desk.db.write(subscriptions.remove, CHAT, *PLACE)
    desk.now += 5 * MINUTE
    await desk.run()
    assert "Claim A03 – asserted by" in desk.screen.messages[1]


async def test_a_message_that_still_gathers_rings_with_it(desk: Desk) -> None:
    await desk.db.write(threads.set_pace, CHAT, Pace(wait=5 * MINUTE, interval=HOUR, repeat=HOUR))
    await desk.posted()
    await desk.run()
    await desk.confirm()
    await desk.run()
    assert desk.screen.rings == 0
    desk.now += 5 * MINUTE
    await desk.run()
    assert "Claim A03 – asserted by" in desk.screen.messages[1]


async def test_one_that_stands_in_another_message_is_shown_there(desk: Desk) -> None:
    await noted(desk.db, post(1, "Words 1"), event(0, PLACE))
    await desk.run()
    await desk.posted(2)
    await desk.run()
    assert "– named" in desk.screen.messages[1]
    await desk.confirm()
    await desk.run()
    assert (desk.screen.rings, "– asserted" in desk.screen.messages[1]) == (1, True)


async def test_a_message_that_is_gone_stays_gone_and_what_is_added_next_rings_alone(desk: Desk) -> None:
    await desk.posted()
    await desk.run()
    desk.screen.messages.clear()  # the reader deleted it
    await desk.confirm()
    await desk.run()
    assert desk.screen.messages == {}
    await noted(desk.db, post(2, "Words 2"), event(0, PLACE))
    await desk.run()
    (message,) = desk.screen.messages.values()
    assert ("Words 2" in message, "➕" in message) == (True, False)


async def test_what_stood_in_a_message_that_is_gone_is_not_told_once_more(desk: Desk) -> None:
    await noted(desk.db, post(1, "Words 1"), event(0, PLACE))
    await desk.run()
    await desk.posted(2)
    await desk.run()
    desk.screen.messages.clear()  # the reader deleted it
    await desk.confirm()
    await desk.run()
    assert (desk.screen.rings, desk.screen.messages) == (1, {})


async def test_what_was_not_shown_yet_in_a_message_that_is_gone_is_told_with_it(desk: Desk) -> None:
    await noted(desk.db, post(1, "Words 1"), event(0, PLACE))
    await desk.run()
    desk.screen.messages.clear()
    await desk.posted(2)
    await decide_alerts(desk.db, BOOK, desk.clock)
    await desk.confirm()
    await desk.run()
    (message,) = desk.screen.messages.values()
    assert ("Claim A03 – asserted by" in message, desk.screen.rings) == (True, 2)


@pytest.mark.parametrize("filters", [Filters(Mode.SILENT), Filters(stances=frozenset({Stance.DENIES}))])
async def test_who_wants_to_hear_nothing_of_it_does_not(desk: Desk, filters: Filters) -> None:
    mine = next(one for one in await desk.db.read(subscriptions.of_chat, CHAT) if one.kind is Kind.CLAIM)
    await desk.db.write(subscriptions.refilter, CHAT, mine.id, filters)
    await desk.posted()
    await desk.run()
    await desk.confirm()
    await desk.run()
    assert "Claim A03" not in desk.screen.messages[1]
    assert await desk.told_for() == [["tyotkino"]]
