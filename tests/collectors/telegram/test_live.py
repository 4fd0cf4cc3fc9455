"""What is taken for a hint, and how many are kept. What comes over the wire is tested in test_wire_live.py."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from telethon.tl import types

from collectors.base import Hint
from collectors.telegram import live
from collectors.telegram.live import Ears, Listening, hints_in

NOON = datetime(2024, 3, 12, 12, 0, tzinfo=UTC)
RIVER = types.PeerChannel(5)


def message(peer: Any = RIVER, **more: Any) -> Any:
    return types.Message(id=7, peer_id=peer, date=NOON, message="Water reaches the quay.", **more)


def pushed(*updates: Any) -> Any:
    return types.Updates(list(updates), [], [], NOON, 0)


@pytest.mark.parametrize(
    ("update", "hints"),
    [
        (types.UpdateNewChannelMessage(message(), 9, 1), [Hint(5)]),
        (types.UpdateNewChannelMessage(types.MessageService(7, RIVER, NOON, None), 9, 1), [Hint(5)]),
        (types.UpdateEditChannelMessage(message(), 9, 1), [Hint(5, 7)]),
        (types.UpdateEditChannelMessage(message(edit_hide=True), 9, 1), []),
        (types.UpdateDeleteChannelMessages(5, [7, 8], 9, 2), [Hint(5, 7), Hint(5, 8)]),
        (types.UpdateChannelTooLong(5), [Hint(5)]),
        (types.UpdateChannel(5), [Hint(5)]),
        (types.UpdateNewMessage(message(types.PeerUser(6)), 9, 1), []),
        (types.UpdateNewChannelMessage(types.MessageEmpty(7, None), 9, 1), []),
        (types.UpdateReadChannelInbox(5, 7, 0, 9), []),
        (types.UpdateUserTyping(6, types.SendMessageTypingAction()), []),
    ],
)
def test_only_what_happened_to_posts_of_channels_is_a_hint(update: Any, hints: list[Hint]) -> None:
    assert list(hints_in(pushed(update))) == hints
    assert list(hints_in(types.UpdateShort(update, NOON))) == hints


@pytest.mark.parametrize("packet", [types.UpdatesTooLong(), types.UpdateShortMessage(1, 6, "Hello.", 9, 1, NOON)])
def test_packets_without_a_channel_are_passed_over(packet: Any) -> None:
    assert list(hints_in(packet)) == []


def test_a_burst_is_one_hint_and_is_fetched_once() -> None:
    ears = Ears()
    for _ in range(1000):
        ears.hear(pushed(types.UpdateNewChannelMessage(message(), 9, 1)))
    assert ears.fetch() == {Hint(5)}
    assert ears.fetch() == frozenset()


def test_what_nobody_fetches_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST", 10)
    ears = Ears()
    ears.hear(pushed(types.UpdateDeleteChannelMessages(5, list(range(100)), 9, 100)))
    assert len(ears.fetch()) == 10


def test_a_hint_says_nothing_of_what_a_post_says() -> None:
    ears = Ears()
    ears.hear(pushed(types.UpdateNewChannelMessage(message(), 9, 1)))
    assert "quay" not in repr(ears.fetch())


async def test_who_waits_for_news_is_woken_once_for_all_that_was_heard() -> None:
    ears = Ears()
    listening = Listening(ears, [], {})
    for _ in range(3):
        ears.hear(pushed(types.UpdateNewChannelMessage(message(), 9, 1)))
    async with asyncio.timeout(10):
        await listening.heard()
    waiting = asyncio.create_task(listening.heard())
    await asyncio.sleep(0)
    assert not waiting.done()
    ears.hear(pushed(types.UpdateNewChannelMessage(message(), 10, 1)))
    async with asyncio.timeout(10):
        await waiting
