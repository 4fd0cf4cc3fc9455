"""Following and no longer following: by what is typed, and by buttons."""

from collections.abc import Sequence

import structlog

from bot.chat import keyboards
from bot.chat.callbacks import Press, packed, unpacked, unpacked_incident
from bot.chat.flows.turn import Turn
from bot.chat.lookup import Catalog, Target, username_in
from bot.chat.naming import channel_titles
from bot.chat.rendering import menus
from bot.chat.rendering.snoozing import with_snoozes
from storage import chats, coverage, snoozes, subscriptions
from storage.model import Kind, Message
from storage.watching import Coverage
from storage.watchlist import ChannelEntry

log = structlog.get_logger()


# --- typed ----------------------------------------------------------------------------------------------------------


async def subscribe(turn: Turn, asked: str) -> None:
    """`/subscribe`, `/subscribe lsr`, or a name sent as it is."""
    if not asked.strip():
        await turn.answer(menus.render_kinds(turn.chat))
        return
    catalog = Catalog(turn.book, await turn.db.read(coverage.report))
    if username := username_in(asked):
        await _subscribe_to_channel(turn, catalog, username)
        return
    answer = catalog.find(asked)
    if len(answer.exact) == 1:
        await turn.answer(await follow(turn, answer.exact[0]))
    elif answer.exact:
        await _suggest(turn, "suggest-several", asked, answer.exact)
    elif answer.close:
        await _suggest(turn, "suggest-close", asked, answer.close)
    else:
        await _suggest(turn, "suggest-none", asked, ())


async def unsubscribe(turn: Turn, asked: str) -> None:
    """`/unsubscribe`, `/unsubscribe lsr`: only what is followed is looked at."""
    if not asked.strip():
        await list_subscriptions(turn, asked)
        return
    followed = await turn.db.read(subscriptions.of_chat, turn.chat.chat_id)
    catalog = Catalog(turn.book, await turn.db.read(coverage.report))
    among = frozenset((one.kind, one.target) for one in followed)
    username = username_in(asked)
    channel = catalog.channel(username) if username else None
    exact = (channel,) if channel else catalog.find(asked, among).exact
    if len(exact) == 1:
        await turn.answer(await stop(turn, exact[0]))
        return
    await turn.tell("stop-unknown", asked=asked[:60])
    await list_subscriptions(turn, asked)


async def list_subscriptions(turn: Turn, asked: str) -> None:
    await turn.answer(await _list(turn, 0))


async def _subscribe_to_channel(turn: Turn, catalog: Catalog, username: str) -> None:
    """A channel can be followed once it was reached; else says why not, and offers the group that it belongs to."""
    target = catalog.channel(username)
    if target is not None:
        await turn.answer(await follow(turn, target))
        return
    entry = catalog.listed(username)
    owner = entry.owner if entry else None
    others = (Target(Kind.ACTOR, owner, turn.book.actor_name(owner)),) if owner and turn.book.actor(owner) else ()
    await _suggest(turn, _why_not(entry), f"@{username}", others)


def _why_not(entry: ChannelEntry | None) -> str:
    """What stands in the way of following a channel."""
    if entry is None:
        return "channel-unknown"
    return "channel-unread" if entry.enabled else "channel-off"


async def _suggest(turn: Turn, key: str, asked: str, targets: Sequence[Target]) -> None:
    buttons = [keyboards.choice(turn.book, one.kind, one.target, one.name) for one in targets]
    await turn.answer(menus.render_suggestions(turn.chat, key, asked, buttons))


async def follow(turn: Turn, wanted: Target) -> Message:
    """Makes the subscription; what to say about it."""
    if await _is_full(turn):
        return Message(turn.words.html("too-many-subscriptions", count=turn.services.most_subscriptions))
    new = await _add(turn, wanted.kind, wanted.target)
    return menus.render_followed(turn.chat, wanted.name, wanted.kind, wanted.target, new=new, watchlist=turn.watchlist)


async def stop(turn: Turn, unwanted: Target) -> Message:
    """Ends the subscription; what to say about it."""
    was = await _remove(turn, unwanted.kind, unwanted.target)
    return menus.render_stopped(
        turn.chat, unwanted.name, unwanted.kind, unwanted.target, was=was, watchlist=turn.watchlist
    )


# --- pressed --------------------------------------------------------------------------------------------------------


async def press_menu(turn: Turn, press: Press) -> str | None:
    """Leads to the page that a menu button names; an unknown one leads to the beginning."""
    await turn.redraw(await _page(turn, press))
    return None


async def press_toggle(turn: Turn, press: Press) -> str | None:
    """Follows or stops, and shows the same page again."""
    kind, target = _about(turn, press)
    if kind is None or target is None:
        return turn.words.say("gone-entry")
    followed = (kind, target) in await _followed(turn)
    if followed:
        await _remove(turn, kind, target)
    elif await _is_full(turn):
        return turn.words.say("too-many-subscriptions", count=turn.services.most_subscriptions)
    else:
        await _add(turn, kind, target)
    await turn.redraw(await _page_with(turn, kind, target, press.number(2)))
    return turn.words.say("toast-stopped" if followed else "toast-followed")


async def press_follow(turn: Turn, press: Press) -> str | None:
    kind, target = _about(turn, press)
    if kind is None or target is None:
        return turn.words.say("gone-entry")
    await turn.answer(await follow(turn, Target(kind, target, await _name(turn, kind, target))))
    return turn.words.say("toast-followed")


async def press_stop(turn: Turn, press: Press) -> str | None:
    """Ends a subscription from an alert. What has left the watchlist can still be stopped, from the list."""
    kind, target = _about(turn, press)
    if kind is None or target is None:
        return turn.words.say("gone-entry")
    await turn.answer(await stop(turn, Target(kind, target, await _name(turn, kind, target))))
    return turn.words.say("toast-stopped")


async def press_list(turn: Turn, press: Press) -> str | None:
    await turn.answer(await _list(turn, 0))
    return None


async def press_page(turn: Turn, press: Press) -> str | None:
    """Turns the page of the list."""
    await turn.redraw(await _list(turn, press.number(0)))
    return None


async def press_remove(turn: Turn, press: Press) -> str | None:
    """Ends a subscription from the list, and shows the rest."""
    kind, text = press.kind(), press.arg(1)
    for one in await turn.db.read(subscriptions.of_chat, turn.chat.chat_id):
        if one.kind is kind and packed(one.target) == text:
            await _remove(turn, one.kind, one.target)
    await turn.redraw(await _list(turn, press.number(2)))
    return turn.words.say("toast-stopped")


# --- pages ----------------------------------------------------------------------------------------------------------


async def _page(turn: Turn, press: Press) -> Message:
    kind = press.kind()
    if kind is None:
        return menus.render_kinds(turn.chat)
    if kind is not Kind.CLAIM:
        return await _entries(turn, kind, press.number(1))
    incident = menus.LOOSE if press.arg(1) == menus.LOOSE else unpacked_incident(press.arg(1), turn.watchlist)
    if incident is None:
        return menus.render_incidents(turn.chat, turn.watchlist)
    return await _claims(turn, incident, press.number(2))


async def _page_with(turn: Turn, kind: Kind, target: str, page: int) -> Message:
    if kind is Kind.CLAIM:
        return await _claims(turn, menus.incident_of(target, turn.watchlist), page)
    return await _entries(turn, kind, page)


async def _entries(turn: Turn, kind: Kind, page: int) -> Message:
    followed = await _followed_of(turn, kind)
    if kind is Kind.ACTOR:
        return menus.render_actors(turn.chat, turn.watchlist, followed, page)
    if kind is Kind.PLACE:
        return menus.render_places(turn.chat, turn.watchlist, followed, page)
    seen: Sequence[Coverage] = await turn.db.read(coverage.report)
    unread = sum(one.channel is None for one in seen)
    return menus.render_channels(turn.chat, channel_titles(seen), unread, followed, page)


async def _claims(turn: Turn, incident: str, page: int) -> Message:
    return menus.render_claims(turn.chat, turn.watchlist, incident, await _followed_of(turn, Kind.CLAIM), page)


async def _list(turn: Turn, page: int) -> Message:
    followed = await turn.db.read(subscriptions.of_chat, turn.chat.chat_id)
    titles = channel_titles(await turn.db.read(coverage.report))
    listed = menus.render_subscriptions(turn.chat, followed, titles, turn.watchlist, page)
    mine = await turn.db.read(snoozes.of_chat, turn.chat.chat_id)
    return with_snoozes(listed, mine, turn.chat, titles, turn.watchlist)


# --- rows -----------------------------------------------------------------------------------------------------------


async def _is_full(turn: Turn) -> bool:
    """Whether the chat follows as much as one may."""
    followed = await turn.db.read(subscriptions.of_chat, turn.chat.chat_id)
    return len(followed) >= turn.services.most_subscriptions


async def _add(turn: Turn, kind: Kind, target: str) -> bool:
    """One transaction makes the chat, if it is new, and the subscription."""
    async with turn.db.writing() as conn:
        if await chats.get(conn, turn.chat.chat_id) is None:
            await chats.put(conn, turn.chat)
        number = await subscriptions.add(conn, turn.chat.chat_id, kind, target, turn.now)
        if number is not None and turn.thread is not None:
            await subscriptions.tell_in(conn, number, turn.thread)
    if number is not None:
        log.info("subscribed", chat=turn.chat.chat_id, kind=kind.value, target=target)
    return number is not None


async def _remove(turn: Turn, kind: Kind, target: str) -> bool:
    async with turn.db.writing() as conn:
        was = await subscriptions.remove(conn, turn.chat.chat_id, kind, target)
        await snoozes.end(conn, turn.chat.chat_id, kind, target)
    if was:
        log.info("unsubscribed", chat=turn.chat.chat_id, kind=kind.value, target=target)
    return was


def _about(turn: Turn, press: Press) -> tuple[Kind | None, str | None]:
    kind = press.kind()
    return kind, unpacked(kind, press.arg(1), turn.watchlist) if kind else None


async def _followed(turn: Turn) -> set[tuple[Kind, str]]:
    return {(one.kind, one.target) for one in await turn.db.read(subscriptions.of_chat, turn.chat.chat_id)}


async def _followed_of(turn: Turn, kind: Kind) -> set[str]:
    return {target for followed, target in await _followed(turn) if followed is kind}


async def _name(turn: Turn, kind: Kind, target: str) -> str:
    return turn.book.name(kind, target, channel_titles(await turn.db.read(coverage.report)))
