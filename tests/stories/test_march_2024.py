"""Twelve days of March 2024, told in posts that we made up, through the whole program: what a follower of A03 (a hamlet
that was taken) and one of A14 (about a hundred killed) hear, in order and with reasons, and what they are spared.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import collecting
from bot.app import Lookout, drain
from bot.commands.opening import noticing, read_catalogue
from bot.polling import Fixed
from bot.settings import Settings
from collectors.recording import Recording
from storage import alerts, chats, coverage, deliveries, subscriptions
from storage.database import Database
from storage.messages import DeliveryState, Message
from storage.model import Kind
from storage.telling import Chat, Reason

HERE = Path(__file__).parent
START = datetime(2024, 3, 12, 4, tzinfo=UTC)
END = START + timedelta(days=13)
A_MINUTE = timedelta(minutes=1)
FOLLOWERS = {"A03": 1, "A14": 2}

Heard = tuple[str, str, Reason]
"""When (day and time, UTC), in which channel, and why one hears of it, or not."""


class Simulated:
    """A clock that is set; each look takes a second, so that chats keep their pace."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class Inbox:
    """A sender that keeps what arrived, each message as it was left."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.edits = 0

    async def send(self, chat_id: int, message: Message) -> int:
        self.sent.append((chat_id, message.html))
        return len(self.sent)

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        assert self.sent[message_id - 1][0] == chat_id
        self.sent[message_id - 1] = chat_id, message.html
        self.edits += 1


@dataclass(frozen=True, slots=True)
class Told:
    """What the followers heard and what they were spared, what arrived, how often some of that was edited, and what
    became of the deliveries."""

    heard: dict[str, list[Heard]]
    sent: list[tuple[int, str]]
    edits: int
    states: dict[DeliveryState, int]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The recording was played from its first post to its last."""
    return asyncio.run(played(f"sqlite:///{tmp_path_factory.mktemp('story') / 'story.db'}"))


async def played(url: str) -> Told:
    settings = Settings(config=HERE.parents[1] / "config")
    catalogue = await read_catalogue(settings, channels_file=HERE / "channels.yaml")
    recording, clock, inbox, polling = Recording(HERE / "march_2024.jsonl"), Simulated(), Inbox(), Fixed(A_MINUTE)
    async with Database.open(url) as db:
        lookout = Lookout(db, lambda: catalogue, recording, inbox, noticing(db, clock), clock, polling)
        async with db.writing() as conn:
            await coverage.sync(conn, catalogue.watchlist.channels, START)
            for claim, chat_id in FOLLOWERS.items():
                await chats.put(conn, Chat(chat_id, "en", "UTC", START))
                await subscriptions.add(conn, chat_id, Kind.CLAIM, claim, START)
        await collecting.collect_due(db, recording, clock, polling)
        for moment in recording.moments:
            clock.now = max(clock.now, moment + A_MINUTE)
            await collecting.collect_due(db, recording, clock, polling)
            await drain(lookout)
        heard = {claim: await of_chat(db, chat_id) for claim, chat_id in FOLLOWERS.items()}
        return Told(heard, inbox.sent, inbox.edits, await db.read(deliveries.summary))


async def of_chat(db: Database, chat_id: int) -> list[Heard]:
    found = await db.read(alerts.of_chat_since, chat_id, START, END)
    return [
        (f"{revision.post.published_at:%d %H:%M}", revision.channel.username or "", alert.reason)
        for alert, revision in found
        if alert.reason is not Reason.SUGGESTED  # waits for an editor: no reader hears of it
    ]


def test_a_follower_of_a_hamlet_hears_what_is_new_about_it_and_no_more(told: Told) -> None:
    assert told.heard["A03"] == [
        ("12 06:50", "story_legion", Reason.FIRST),
        ("12 07:05", "story_corps", Reason.DUPLICATE),
        ("12 07:20", "story_agency", Reason.REPEATED),
        ("12 07:45", "story_corps", Reason.NEW_SOURCE),
        ("12 08:10", "story_border", Reason.REPEATED),
        ("12 09:15", "story_ministry", Reason.DENIAL),
        ("12 09:30", "story_agency", Reason.REPEATED),
        ("12 09:40", "story_loud", Reason.DUPLICATE),
        ("12 10:05", "story_governor", Reason.NEW_SOURCE),
        ("12 15:30", "story_kyiv", Reason.REPEATED),
        ("12 18:20", "story_loud", Reason.DIGEST_ONLY),
        ("13 08:30", "story_monitor", Reason.NEW_SOURCE),
        ("13 09:10", "story_loud", Reason.DIGEST_ONLY),
        ("15 09:00", "story_corps", Reason.REPEATED),
        ("19 10:40", "story_kyiv", Reason.DIGEST_ONLY),
    ]


def test_a_follower_of_a_count_hears_when_it_is_denied_and_when_it_changes(told: Told) -> None:
    assert told.heard["A14"] == [
        ("12 10:30", "story_agency", Reason.FIRST),
        ("12 10:45", "story_loud", Reason.DUPLICATE),
        ("12 11:20", "story_legion", Reason.DENIAL),
        ("12 12:00", "story_fsb", Reason.REPEATED),
        ("12 14:10", "story_agency", Reason.CHANGED),
        ("13 11:00", "story_border", Reason.REPEATED),
        ("14 07:15", "story_kyiv", Reason.NEW_SOURCE),
    ]


def test_what_is_told_arrives_once_and_what_is_not_told_does_not(told: Told) -> None:
    for claim, chat_id in FOLLOWERS.items():
        expected = sum(reason.tells for _, _, reason in told.heard[claim])
        assert sum(to == chat_id for to, _ in told.sent) == expected
    assert told.states == {DeliveryState.SENT: len(told.sent) + told.edits}


def test_who_passes_on_what_was_told_is_added_to_its_message_and_rings_nobody(told: Told) -> None:
    """Within the half hour: the corps' forward, not the agency's report. Its own word is a message of its own."""
    first, own_word, denial, *_ = [html for to, html in told.sent if to == FOLLOWERS["A03"]]
    assert "➕ 1 more channel" in first
    assert [line.rpartition(" – ")[2] for line in first.splitlines() if line.startswith("• ")] == ["a copy"]
    assert "@story_corps" in own_word
    assert "denied by" in denial
