"""Subscriptions: who follows what."""

from storage import chats, subscriptions
from storage.database import Database
from storage.model import Kind
from tests.storage.samples import MINUTE, NOW, chat, with_chat


async def test_a_chat_follows_a_target_once(db: Database) -> None:
    await with_chat(db, 500)
    assert await db.write(subscriptions.add, 500, Kind.CLAIM, "A14", NOW) is True
    assert await db.write(subscriptions.add, 500, Kind.CLAIM, "A14", NOW) is False
    assert [found.target for found in await db.read(subscriptions.of_chat, 500)] == ["A14"]


async def test_a_target_is_told_apart_by_its_kind(db: Database) -> None:
    await with_chat(db, 500)
    await db.write(subscriptions.add, 500, Kind.ACTOR, "kursk", NOW)
    assert await db.write(subscriptions.add, 500, Kind.PLACE, "kursk", NOW) is True
    assert await db.read(subscriptions.matching, [(Kind.CLAIM, "kursk")]) == []


async def test_what_is_no_longer_followed_is_gone(db: Database) -> None:
    await with_chat(db, 500)
    await db.write(subscriptions.add, 500, Kind.CLAIM, "A14", NOW)
    assert await db.write(subscriptions.remove, 500, Kind.CLAIM, "A14") is True
    assert await db.write(subscriptions.remove, 500, Kind.CLAIM, "A14") is False
    assert await db.read(subscriptions.matching, [(Kind.CLAIM, "A14")]) == []


async def test_followers_of_several_targets_come_with_their_chats_in_order(db: Database) -> None:
    await db.write(chats.put, chat(500, language="uk"))
    await db.write(chats.put, chat(501, created_at=NOW - MINUTE))
    await db.write(subscriptions.add, 500, Kind.CLAIM, "A14", NOW)
    await db.write(subscriptions.add, 501, Kind.ACTOR, "lsr", NOW + MINUTE)
    await db.write(subscriptions.add, 501, Kind.CLAIM, "A14", NOW)
    await db.write(subscriptions.add, 501, Kind.CLAIM, "B01", NOW)
    found = await db.read(subscriptions.matching, {(Kind.CLAIM, "A14"), (Kind.ACTOR, "lsr"), (Kind.PLACE, "P03")})
    assert [(subscription.target, follower) for subscription, follower in found] == [
        ("A14", chat(500, language="uk")),
        ("lsr", chat(501, created_at=NOW - MINUTE)),
        ("A14", chat(501, created_at=NOW - MINUTE)),
    ]
    assert found[1][0].created_at == NOW + MINUTE


async def test_resting_chats_are_left_out(db: Database) -> None:
    await with_chat(db, 500)
    await db.write(subscriptions.add, 500, Kind.CLAIM, "A14", NOW)
    await db.write(chats.rest, 500, "blocked")
    assert await db.read(subscriptions.matching, [(Kind.CLAIM, "A14")]) == []


async def test_no_targets_are_followed_by_nobody(db: Database) -> None:
    assert await db.read(subscriptions.matching, []) == []
