"""The rows behind what a chat follows: making, changing and ending subscriptions. Nothing is said here."""

import structlog

from bot.chat.callbacks import Press, packed, unpacked
from bot.chat.flows.turn import Turn
from bot.chat.options import Asked
from bot.following.drafts import Draft
from storage import chats, digests, quiet, snoozes, subscriptions
from storage.model import Kind
from storage.telling import Subscription

log = structlog.get_logger()


async def followed(turn: Turn) -> list[Subscription]:
    return await turn.db.read(subscriptions.of_chat, turn.chat.chat_id)


async def is_full(turn: Turn) -> bool:
    """Whether the chat follows as much as one may."""
    return len(await followed(turn)) >= turn.services.most_subscriptions


async def has_room_for(turn: Turn, kind: Kind, target: str) -> bool:
    """Whether the chat may follow this: it does already, or follows less than it may."""
    return await following(turn, kind, target) is not None or not await is_full(turn)


async def following(turn: Turn, kind: Kind, target: str) -> Subscription | None:
    """The chat's subscription to this, if it has one."""
    return next((one for one in await followed(turn) if (one.kind, one.target) == (kind, target)), None)


async def is_digested(turn: Turn) -> bool:
    """Whether the chat has daily digests."""
    return bool(await turn.db.read(digests.times, turn.chat.chat_id))


async def goes_by_its_clock(turn: Turn) -> bool:
    """Whether anything comes or rests by the chat's clock: daily digests, quiet hours."""
    return await is_digested(turn) or await turn.db.read(quiet.get, turn.chat.chat_id) is not None


async def add(turn: Turn, draft: Draft) -> bool:
    """One transaction makes the chat, if it is new, and the subscription; False: it follows that already."""
    async with turn.db.writing() as conn:
        if await chats.get(conn, turn.chat.chat_id) is None:
            await chats.put(conn, turn.chat)
        number = await subscriptions.add(
            conn,
            turn.chat.chat_id,
            draft.kind,
            draft.target,
            turn.now,
            filters=draft.filters,
            anchors=draft.anchors,
        )
        if number is not None and turn.thread is not None:
            await subscriptions.tell_in(conn, number, turn.thread)
    if number is not None:
        log.info("subscribed", chat=turn.chat.chat_id, kind=draft.kind.value, subscription=number)
    return number is not None


async def change(turn: Turn, one: Subscription, asked: Asked) -> None:
    """Only what was asked for; all else of how it is told stays as it is."""
    if asked.are_given:
        await turn.db.write(subscriptions.refilter, turn.chat.chat_id, one.id, asked.over(one.filters))
        log.info("subscription changed", chat=turn.chat.chat_id, subscription=one.id, what="options")


async def end(turn: Turn, kind: Kind, target: str) -> bool:
    """False if the chat did not follow it."""
    async with turn.db.writing() as conn:
        was = await subscriptions.remove(conn, turn.chat.chat_id, kind, target)
        await snoozes.end(conn, turn.chat.chat_id, kind, target)
    if was:
        log.info("unsubscribed", chat=turn.chat.chat_id, kind=kind.value)
    return was


async def meant(turn: Turn, press: Press, index: int = 0) -> tuple[Kind, str] | None:
    """What a button is about, whose kind stands at `index`; expressions are found among what the chat follows."""
    kind, text = press.kind(index), press.arg(index + 1)
    if kind is None:
        return None
    target = unpacked(kind, text, turn.watchlist)
    if target is None and kind is Kind.WORDS:
        mine = [one.target for one in await followed(turn) if one.kind is kind]
        target = next((one for one in mine if packed(one) == text), None)
    return None if target is None else (kind, target)


def missing(press: Press) -> str:
    """What to say of a button that is about nothing that is known any more: own words are while they are followed."""
    return "toast-gone" if press.kind() is Kind.WORDS else "gone-entry"
