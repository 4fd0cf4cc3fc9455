"""Subscriptions: who follows what, how, and by what they are found."""

import pytest

from storage import chats, subscriptions
from storage.database import Database
from storage.model import Kind, Stance
from storage.subscriptions import Edit
from storage.telling import UNFILTERED, Filters, Mode
from tests.storage.samples import MINUTE, NOW, chat, with_chat

CLAIM = (Kind.CLAIM, "A14")
DENIALS_AT_ONCE = Filters(Mode.AT_ONCE, 0.5, frozenset({"ru", "uk"}), frozenset({Stance.DENIES}))
WORDS = (Kind.WORDS, "козинка AND NOT футбол")
BEGINNINGS = {(Kind.WORDS, "козинк"), (Kind.WORDS, "козино")}


async def follow(db: Database, *target: object, chat_id: int = 500, **more: object) -> int:
    """The number of the new subscription of a chat that is made if it is not there."""
    await with_chat(db, chat_id)
    made = await db.write(subscriptions.add, chat_id, *target, NOW, **more)  # type: ignore[call-arg,arg-type]
    assert made is not None
    return made


async def found(db: Database, *keys: tuple[Kind, str]) -> list[int]:
    return [one.id for one, _ in await db.read(subscriptions.matching, keys)]


async def test_a_chat_follows_a_target_once(db: Database) -> None:
    made = await follow(db, *CLAIM)
    assert await db.write(subscriptions.add, 500, *CLAIM, NOW) is None
    assert [(one.id, one.target) for one in await db.read(subscriptions.of_chat, 500)] == [(made, "A14")]


async def test_a_target_is_told_apart_by_its_kind(db: Database) -> None:
    await follow(db, Kind.ACTOR, "kursk")
    await follow(db, Kind.PLACE, "kursk")
    assert await found(db, (Kind.CLAIM, "kursk")) == []


async def test_what_is_no_longer_followed_is_gone(db: Database) -> None:
    await follow(db, *CLAIM)
    assert await db.write(subscriptions.remove, 500, *CLAIM) is True
    assert await db.write(subscriptions.remove, 500, *CLAIM) is False
    assert await found(db, CLAIM) == []


async def test_followers_of_several_targets_come_with_their_chats_in_order(db: Database) -> None:
    await db.write(chats.put, chat(500, language="uk"))
    await db.write(chats.put, chat(501, created_at=NOW - MINUTE))
    await db.write(subscriptions.add, 500, *CLAIM, NOW)
    await db.write(subscriptions.add, 501, Kind.ACTOR, "lsr", NOW + MINUTE)
    await db.write(subscriptions.add, 501, *CLAIM, NOW)
    await db.write(subscriptions.add, 501, Kind.CLAIM, "B01", NOW)
    these = await db.read(subscriptions.matching, {CLAIM, (Kind.ACTOR, "lsr"), (Kind.PLACE, "P03")})
    assert [(subscription.target, follower) for subscription, follower in these] == [
        ("A14", chat(500, language="uk")),
        ("lsr", chat(501, created_at=NOW - MINUTE)),
        ("A14", chat(501, created_at=NOW - MINUTE)),
    ]
    assert these[1][0].created_at == NOW + MINUTE


async def test_resting_chats_are_left_out(db: Database) -> None:
    await follow(db, *CLAIM)
    await db.write(chats.rest, 500, "blocked")
    assert await found(db, CLAIM) == []


async def test_no_targets_are_followed_by_nobody(db: Database) -> None:
    assert await found(db) == []


async def test_what_is_followed_by_words_is_found_once_through_any_of_its_anchors(db: Database) -> None:
    made = await follow(db, *WORDS, anchors=BEGINNINGS)
    assert await found(db, (Kind.WORDS, "козино"), (Kind.WORDS, "граница")) == [made]
    assert await found(db, *BEGINNINGS) == [made]
    assert await found(db, (Kind.WORDS, "футбол"), WORDS) == []


async def test_a_subscription_without_anchors_is_refused(db: Database) -> None:
    await with_chat(db, 500)
    with pytest.raises(ValueError, match="never be found"):
        await db.write(subscriptions.add, 500, *WORDS, NOW, anchors=())
    assert await db.read(subscriptions.of_chat, 500) == []


async def test_filters_are_kept_and_changed_in_place(db: Database) -> None:
    plain, narrow = await follow(db, *CLAIM), await follow(db, *WORDS, filters=DENIALS_AT_ONCE, anchors=BEGINNINGS)
    assert [one.filters for one in await db.read(subscriptions.of_chat, 500)] == [UNFILTERED, DENIALS_AT_ONCE]
    assert await db.write(subscriptions.refilter, 500, plain, DENIALS_AT_ONCE)
    assert await db.write(subscriptions.refilter, 500, narrow, UNFILTERED)
    assert [one.filters for one in await db.read(subscriptions.of_chat, 500)] == [DENIALS_AT_ONCE, UNFILTERED]


async def test_what_is_followed_is_changed_in_place(db: Database) -> None:
    made = await follow(db, *CLAIM, filters=DENIALS_AT_ONCE)
    assert await db.write(subscriptions.rephrase, 500, made, *WORDS, BEGINNINGS) is Edit.DONE
    changed = await db.read(subscriptions.get, 500, made)
    assert changed is not None
    assert (changed.kind, changed.target, changed.filters) == (*WORDS, DENIALS_AT_ONCE)
    assert (await found(db, CLAIM), await found(db, *BEGINNINGS)) == ([], [made])


async def test_no_change_makes_two_of_one(db: Database) -> None:
    await follow(db, *CLAIM)
    other = await follow(db, *WORDS, anchors=BEGINNINGS)
    assert await db.write(subscriptions.rephrase, 500, other, *CLAIM, {CLAIM}) is Edit.TWICE
    assert await found(db, *BEGINNINGS) == [other]


async def test_nobody_changes_or_ends_what_another_chat_follows(db: Database) -> None:
    made = await follow(db, *CLAIM)
    await with_chat(db, 501)
    assert await db.read(subscriptions.get, 501, made) is None
    assert await db.write(subscriptions.refilter, 501, made, DENIALS_AT_ONCE) is False
    assert await db.write(subscriptions.rephrase, 501, made, *WORDS, BEGINNINGS) is Edit.GONE
    assert await db.write(subscriptions.drop, 501, made) is False
    assert await found(db, CLAIM) == [made]


async def test_a_subscription_is_ended_by_its_number(db: Database) -> None:
    made = await follow(db, *WORDS, anchors=BEGINNINGS)
    assert await db.write(subscriptions.drop, 500, made) is True
    assert await found(db, *BEGINNINGS) == []


async def test_subscriptions_go_with_their_chat_and_move_with_it(db: Database) -> None:
    made = await follow(db, *WORDS, anchors=BEGINNINGS)
    await db.write(chats.move, 500, -100500)
    [(moved, owner)] = await db.read(subscriptions.matching, BEGINNINGS)
    assert (moved.id, owner.chat_id) == (made, -100500)
    await db.write(chats.forget, -100500)
    assert await found(db, *BEGINNINGS) == []
