"""Subscribers' chats: their settings, their rest, their leaving. Nothing else is kept about a person."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, case, delete, exists, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import audit, invitations, parkings, traces
from storage.members import SHUT, not_shut
from storage.messages import DeliveryKind, DeliveryState
from storage.rows import chat_of
from storage.statements import insert_into, pages
from storage.tables import (
    additions,
    alerts,
    chats,
    claim_statuses,
    deliveries,
    digest_times,
    digests,
    entries,
    feedback,
    groups,
    in_state,
    paces,
    proposals,
    quiet_hours,
    roles,
    seen,
    snoozes,
    subscriptions,
    threads,
    told,
)
from storage.telling import Chat

_SETTINGS = ("language", "time_zone", "muted_until", "resting")

_BELONGINGS = {
    subscriptions: ("kind", "target"),
    alerts: ("revision_id",),
    told: ("kind", "target"),
    groups: (),
    feedback: ("revision_id", "kind", "target"),
    digest_times: ("at",),
    digests: ("schedule", "slot"),
    deliveries: ("kind", "subject", "part"),
    proposals: (),
    quiet_hours: (),
    snoozes: ("kind", "target"),
    threads: ("kind", "target", "denies"),
    paces: (),
    seen: ("revision_id", "who"),
}
"""The tables whose rows belong to a chat, and what there is only one of in each chat."""


async def get(conn: AsyncConnection, chat_id: int) -> Chat | None:
    row = (await conn.execute(select(chats).where(chats.c.chat_id == chat_id))).one_or_none()
    return None if row is None else chat_of(row)


async def put(conn: AsyncConnection, chat: Chat) -> None:
    """Stores a chat and its settings. When it first came is not changed by a later one."""
    settings = {name: getattr(chat, name) for name in _SETTINGS}
    row = {"chat_id": chat.chat_id, "created_at": chat.created_at, **settings}
    statement = insert_into(conn, chats).values(row)
    await conn.execute(statement.on_conflict_do_update(index_elements=["chat_id"], set_=settings))


async def rest(conn: AsyncConnection, chat_id: int, why: str) -> None:
    """Nothing is sent to this chat any more; what waits for it goes on waiting."""
    await conn.execute(update(chats).where(chats.c.chat_id == chat_id, not_shut()).values(resting=why))


async def wake(conn: AsyncConnection, chat_id: int) -> None:
    """What rests because it lost its access stays so."""
    await conn.execute(update(chats).where(chats.c.chat_id == chat_id, not_shut()).values(resting=None))


async def set_zone(conn: AsyncConnection, chat_id: int, time_zone: str) -> None:
    """What is due by the chat's clock is the caller's to move."""
    await conn.execute(update(chats).where(chats.c.chat_id == chat_id).values(time_zone=time_zone))


async def mute(conn: AsyncConnection, chat_id: int, until: datetime | None) -> None:
    """None ends the mute."""
    await conn.execute(update(chats).where(chats.c.chat_id == chat_id).values(muted_until=until))


async def move(conn: AsyncConnection, old_id: int, new_id: int) -> None:
    """A group became a supergroup: its settings and all that belongs to it go over to the new id.

    Where the new id has the same already (it may have been greeted before we heard of the move), its own stays.
    """
    await hold(conn, old_id)  # what is being written for it comes along
    carried = [column for column in chats.c if column.name not in ("chat_id", "resting")]
    shut = case((chats.c.resting == SHUT, chats.c.resting))  # what else it rested for was that it has moved
    copied = select(literal(new_id, BigInteger()), shut, *carried).where(chats.c.chat_id == old_id)
    names = ["chat_id", "resting", *(column.name for column in carried)]
    await conn.execute(insert_into(conn, chats).from_select(names, copied).on_conflict_do_nothing())
    await _let_messages_be(conn, old_id)
    for table, key in _BELONGINGS.items():
        twin = table.alias()
        same = exists().where(twin.c.chat_id == new_id, *(twin.c[name] == table.c[name] for name in key))
        await conn.execute(update(table).where(table.c.chat_id == old_id, ~same).values(chat_id=new_id))
    await _delete(conn, [old_id])


async def _let_messages_be(conn: AsyncConnection, chat_id: int) -> None:
    """A supergroup numbers its messages anew: by their old numbers others would be changed.

    What was to be added to them is told by itself.
    """
    edits = (deliveries.c.kind == DeliveryKind.UPDATE, in_state(DeliveryState.PENDING))
    given_up = update(deliveries).where(deliveries.c.chat_id == chat_id, *edits)
    failed = given_up.values(state=DeliveryState.FAILED, error="its group has moved").returning(deliveries.c.id)
    for some in pages(list(await conn.scalars(failed))):
        await conn.execute(update(additions).where(additions.c.delivery_id.in_(some)).values(delivery_id=None))
    await conn.execute(update(deliveries).where(deliveries.c.chat_id == chat_id).values(message_id=None))


async def forget(conn: AsyncConnection, chat_id: int) -> None:
    """Deletes the chat, all that belongs to it, and its role: in a private chat the chat's id is the person's."""
    await conn.execute(delete(roles).where(roles.c.user_id == chat_id))
    await audit.forget(conn, chat_id)
    await invitations.forget(conn, chat_id)
    await traces.forget(conn, chat_id)
    of_person = select(groups.c.chat_id).where(groups.c.admitted_by == chat_id, groups.c.title.is_not(None))
    outlets = list(await conn.scalars(of_person))  # channels that nobody could stop then
    for outlet in outlets:  # whose number says whose it is
        await audit.forget(conn, outlet)
    await _delete(conn, outlets)
    await conn.execute(update(groups).where(groups.c.admitted_by == chat_id).values(admitted_by=None))
    for table in (claim_statuses, entries):  # what an editor decided stays; whose decision it was does not
        await conn.execute(update(table).where(table.c.by == str(chat_id)).values(by=audit.FORGOTTEN))
    await _delete(conn, [chat_id])


async def _delete(conn: AsyncConnection, chat_ids: Sequence[int]) -> None:
    await parkings.forget_chats(conn, chat_ids)
    await conn.execute(delete(chats).where(chats.c.chat_id.in_(chat_ids)))


async def present(conn: AsyncConnection, chat_ids: Iterable[int]) -> dict[int, datetime | None]:
    """Which of these chats there still are, and until when each was told by digests. They stay until the transaction
    ends: nothing is written for a gone one, and nobody tells one of them more meanwhile (`hold`)."""
    there: dict[int, datetime | None] = {}
    for page in pages(set(chat_ids)):
        there |= {row.chat_id: row.told_until for row in await conn.execute(_PRESENT, {"ids": page})}
    return there


async def hold(conn: AsyncConnection, chat_id: int) -> None:
    """Waits for those who write alerts of this chat; until the transaction ends, others wait for this one."""
    await conn.execute(select(chats.c.chat_id).where(chats.c.chat_id == chat_id).with_for_update())


async def tell_until(conn: AsyncConnection, chat_id: int, until: datetime) -> None:
    """All that is dated before has been told, or is now; what is written from now on is dated no earlier. The chat is
    held."""
    await conn.execute(update(chats).where(chats.c.chat_id == chat_id).values(told_until=until))


_PRESENT = (
    select(chats.c.chat_id, chats.c.told_until)
    .where(chats.c.chat_id.in_(bindparam("ids", expanding=True)))
    .with_for_update(read=True, key_share=True)
)
