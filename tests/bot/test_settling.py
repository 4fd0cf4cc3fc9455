"""Whom a status that was set wakes, on both databases: it is told to all who follow the claim, and rings by night for
nobody, nor for who wants to hear of the claim in digests only, or not now.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from functools import partial
from typing import Any

import pytest

from bot import settling
from bot.alerting import decide_alerts
from bot.chat.callbacks import Verb, about, press
from bot.settling import tell_followers
from bot.updating import show_updates
from storage import chats, claims, deliveries, quiet, snoozes, subscriptions
from storage.database import Database
from storage.messages import DeliveryKind
from storage.model import Kind
from storage.quiet import Kept
from storage.said import ClaimStatus, StatusChange
from storage.telling import Filters, Mode, QuietHours
from tests.bot.chat.factories import watchlist
from tests.storage.samples import HOUR, NOW, noted, post, said, with_chat

CLAIM = (Kind.CLAIM, "A03")
CHAT = 500


async def rings(db: Database) -> bool:
    """Whether the one message about the status does."""
    await db.write(claims.set_status, StatusChange("A03", ClaimStatus.REFUTED, "Seen by us.", "11", NOW))
    await tell_followers(db, watchlist(), lambda: NOW)
    (told,) = await db.write(deliveries.take, NOW, 5)
    assert told.kind is DeliveryKind.STATUS
    return not told.message.silent


async def following(db: Database, filters: Filters = Filters()) -> None:  # noqa: B008 - frozen
    await with_chat(db, CHAT, language="en")
    await db.write(subscriptions.add, CHAT, *CLAIM, NOW, filters=filters)


async def test_a_status_rings(db: Database) -> None:
    await following(db)
    assert await rings(db)


async def test_a_status_rings_for_nobody_in_quiet_hours(db: Database) -> None:
    await following(db)
    await db.write(quiet.put, CHAT, Kept(QuietHours(time(9), time(12)), NOW, NOW + HOUR))  # it is half past ten
    assert not await rings(db)


async def test_a_status_rings_for_nobody_who_has_snoozed_the_claim(db: Database) -> None:
    await following(db)
    await db.write(snoozes.put, CHAT, *CLAIM, None, NOW)
    assert not await rings(db)


async def test_a_status_rings_for_nobody_who_wants_digests_only(db: Database) -> None:
    await following(db, Filters(Mode.DIGEST))
    assert not await rings(db)


@pytest.mark.parametrize(
    ("followed", "button"),
    [
        ([(Kind.CLAIM, "A14")], about(Verb.STOP, Kind.CLAIM, "A14")),
        ([(Kind.CLAIM, "X99")], about(Verb.STOP, Kind.CLAIM, "X99")),
        ([(Kind.WORDS, "claim:A03 AND NOT group:lsr")], about(Verb.STOP, Kind.WORDS, "claim:A03 AND NOT group:lsr")),
        ([CLAIM, (Kind.CLAIM, "A14")], press(Verb.LIST)),
    ],
)
async def test_what_is_followed_can_be_stopped_from_it_whatever_that_is(
    db: Database, followed: Sequence[tuple[Kind, str]], button: str
) -> None:
    """A version of the claim, one that was merged into it, an expression that names it."""
    claims_now = tuple(replace(one, supersedes="A03" if one.id == "A14" else None) for one in watchlist().claims)
    book = replace(watchlist(), claims=claims_now, merged={"X99": "A03"})
    await with_chat(db, CHAT, language="en")
    for kind, target in followed:
        anchors = [CLAIM] if kind is Kind.WORDS else None
        await db.write(partial(subscriptions.add, anchors=anchors), CHAT, kind, target, NOW)
    await db.write(claims.set_status, StatusChange("A03", ClaimStatus.REFUTED, "Seen by us.", "11", NOW))
    await tell_followers(db, book, lambda: NOW)
    (told,) = await db.write(deliveries.take, NOW, 5)
    assert told.message.buttons[-1][-1].data == button


async def test_alerts_from_then_on_and_what_is_added_to_them_say_how_the_claim_stands(db: Database) -> None:
    await following(db)
    await db.write(claims.set_status, StatusChange("A03", ClaimStatus.REFUTED, "Seen by us.", "11", NOW))
    for number, source in ((1, "lsr"), (2, "rvc")):
        await noted(db, post(number), said(0, source, target=CLAIM))
        await decide_alerts(db, watchlist(), lambda: NOW)
    await show_updates(db, watchlist(), lambda: NOW)
    messages = [told.message.html for told in await db.write(deliveries.take, NOW, 5)]
    assert messages
    assert all("(refuted)" in html for html in messages)


async def test_a_group_that_becomes_a_supergroup_meanwhile_hears_of_it_under_its_new_number(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_chat(db, -500, language="en")
    await db.write(subscriptions.add, -500, *CLAIM, NOW)
    await db.write(claims.set_status, StatusChange("A03", ClaimStatus.REFUTED, "Seen by us.", "11", NOW))
    woken = settling._woken

    async def then_moved(db: Database, *asked: Any) -> set[int]:
        found = await woken(db, *asked)
        await db.write(chats.move, -500, -1_000_000_000_500)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(settling, "_woken", then_moved)
        await tell_followers(db, watchlist(), lambda: NOW)
    await tell_followers(db, watchlist(), lambda: NOW)
    assert [one.chat_id for one in await db.write(deliveries.take, NOW, 5)] == [-1_000_000_000_500]
    assert await db.read(claims.untold, 5) == []
