"""Short builders of domain values for the tests of pure decisions."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from storage.model import Cause, Channel, Evidence, Kind, Link, Post, Revision, Stance
from storage.telling import Chat, Event, EventKind, Subscription

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
CHANNEL = Channel(700, "riverside", "Riverside")


def revision(number: int = 1, *, cause: Cause = Cause.FIRST, backlog: bool = False, text: str = "text") -> Revision:
    post = Post(CHANNEL.channel_id, number, NOON, text)
    return Revision(number, 1, cause, CHANNEL, post, NOON, backlog)


def claim_link(target: str = "A03", stance: Stance = Stance.ASSERTS, **more: Any) -> Link:
    return replace(Link(Kind.CLAIM, target, 0.9, (Evidence(0, 4, "text", "wording"),), stance=stance), **more)


def actor_link(target: str = "lsr", **more: Any) -> Link:
    return replace(Link(Kind.ACTOR, target, 0.9, (Evidence(0, 4, "text", "name"),)), **more)


def event(kind: EventKind = EventKind.CLAIM_FIRST_SEEN, target: str = "A03", **more: Any) -> Event:
    return replace(Event(kind, 1, Kind.CLAIM, target, NOON, stance=Stance.ASSERTS), **more)


def chat(chat_id: int = 1, **more: Any) -> Chat:
    return replace(Chat(chat_id, "en", "UTC", NOON), **more)


def follows(chat_: Chat, target: str = "A03", kind: Kind = Kind.CLAIM, **more: Any) -> tuple[Subscription, Chat]:
    return Subscription(1, chat_.chat_id, kind, target, NOON, **more), chat_
