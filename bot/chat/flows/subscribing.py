"""Following and no longer following: by what is typed, and by buttons. Expressions are `wording`'s matter, and how
something that is followed is told is `tuning`'s."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import keyboards
from bot.chat.callbacks import Press, unpacked_incident
from bot.chat.channel_names import NotNamed, Numbered, channel_of_forward, is_plainly_one, read_channel, username_in
from bot.chat.flows import keeping, listing, tuning, watching, wording
from bot.chat.flows.turn import Turn
from bot.chat.lookup import Catalog, Target
from bot.chat.naming import channel_titles
from bot.chat.options import Asked, read_options
from bot.chat.rendering import menus
from bot.chat.rendering.watched import propose_button
from bot.following.drafts import Draft
from bot.following.expressions import Named
from storage import coverage, subscriptions
from storage.messages import Message
from storage.model import Kind
from storage.watching import Coverage
from storage.watchlist import ChannelEntry

# --- typed ----------------------------------------------------------------------------------------------------------


async def subscribe(turn: Turn, asked: str) -> None:
    """`/subscribe`, `/subscribe lsr, digest`, `/subscribe group:lsr -football`, `/subscribe #12 other words`, or a name
    sent as it is."""
    if not asked.strip():
        origin = channel_of_forward(turn.message)
        await (watching.forwarded(turn, origin) if origin else turn.answer(menus.render_kinds(turn.chat)))
        return
    if again := tuning.numbered(asked):
        await tuning.reword(turn, *again)
        return
    catalog = Catalog(turn.book, await turn.db.read(coverage.report))
    whole = catalog.find(asked).exact
    wanted = Asked(asked.strip()) if len(whole) == 1 else read_options(asked)
    if is_plainly_one(wanted.text):
        await _subscribe_to_channel(turn, catalog, read_channel(wanted.text), wanted)
    elif len(exact := catalog.find(wanted.text).exact) == 1:
        await turn.answer(await follow(turn, exact[0], wanted))
    elif wording.is_expression(wanted.text) and not exact:
        await wording.propose(turn, catalog, wanted)
    else:
        await _suggest_names(turn, catalog, wanted)


async def _suggest_names(turn: Turn, catalog: Catalog, wanted: Asked) -> None:
    """What may have been meant, and to look for the words themselves."""
    answer = catalog.find(wanted.text)
    key = "suggest-several" if answer.exact else "suggest-close" if answer.close else "suggest-none"
    suggested = _suggestions(turn, key, wanted.text, answer.exact or answer.close)
    await turn.answer(await wording.with_words(suggested, turn, catalog, wanted.text, wanted.filters))


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
    await turn.answer(await listing.listed(turn, 0))


async def _subscribe_to_channel(turn: Turn, catalog: Catalog, named: str | Numbered | NotNamed, wanted: Asked) -> None:
    """A channel can be followed once it was reached; else says why not."""
    if isinstance(named, NotNamed):
        await turn.tell("channels-invited")
        return
    target = catalog.reached(named)
    if target is not None:
        await turn.answer(await follow(turn, target, wanted))
    elif isinstance(named, str):
        await _not_yet(turn, catalog, named)
    else:
        await turn.tell("channels-number", asked=wanted.text[:60])


async def _not_yet(turn: Turn, catalog: Catalog, username: str) -> None:
    """Says why a channel can't be followed, offers the group that it belongs to, or to propose it."""
    entry = catalog.listed(username)
    owner = entry.owner if entry else None
    others = (Target(Kind.ACTOR, owner, turn.book.actor_name(owner)),) if owner and turn.book.actor(owner) else ()
    said = _suggestions(turn, _why_not(entry), f"@{username}", others)
    proposing = () if entry else ((propose_button(turn.words, username),),)
    await turn.answer(replace(said, buttons=(*proposing, *said.buttons)))


def _why_not(entry: ChannelEntry | None) -> str:
    """What stands in the way of following a channel."""
    if entry is None:
        return "channel-unknown"
    return "channel-unread" if entry.enabled else "channel-off"


def _suggestions(turn: Turn, key: str, asked: str, targets: Sequence[Target]) -> Message:
    buttons = [keyboards.choice(turn.book, one.kind, one.target, one.name) for one in targets]
    return menus.render_suggestions(turn.chat, key, asked, buttons)


async def follow(turn: Turn, wanted: Target, asked: Asked | None = None) -> Message:
    """Makes the subscription, or changes of how it is told what is asked for now; what to say about it."""
    asked = asked or Asked(wanted.name)
    before = await keeping.following(turn, wanted.kind, wanted.target)
    if before is None and await keeping.is_full(turn):
        return Message(turn.words.html("too-many-subscriptions", count=turn.services.most_subscriptions))
    if before is None:
        await keeping.add(turn, Draft(Named(wanted.kind, wanted.target), asked.filters))
    else:
        await keeping.change(turn, before, asked)
    one = await keeping.following(turn, wanted.kind, wanted.target)
    if one is None:
        return Message(turn.words.html("error"))
    return await listing.made(turn, wanted.name, one, new=before is None)


async def stop(turn: Turn, unwanted: Target) -> Message:
    """Ends the subscription; what to say about it."""
    was = await keeping.end(turn, unwanted.kind, unwanted.target)
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
    about = await keeping.meant(turn, press)
    if about is None:
        return turn.words.say("gone-entry")
    followed = await keeping.following(turn, *about) is not None
    if followed:
        await keeping.end(turn, *about)
    elif await keeping.is_full(turn):
        return turn.words.say("too-many-subscriptions", count=turn.services.most_subscriptions)
    else:
        await keeping.add(turn, Draft(Named(*about)))
    await turn.redraw(await _page_with(turn, *about, press.number(2)))
    return turn.words.say("toast-stopped" if followed else "toast-followed")


async def press_follow(turn: Turn, press: Press) -> str | None:
    about = await keeping.meant(turn, press)
    if about is None:
        return turn.words.say("gone-entry")
    if not await keeping.has_room_for(turn, *about):
        return turn.words.say("too-many-subscriptions", count=turn.services.most_subscriptions)
    await turn.answer(await follow(turn, Target(*about, await _name(turn, *about))))
    return turn.words.say("toast-followed")


async def press_stop(turn: Turn, press: Press) -> str | None:
    """Ends a subscription from an alert. What has left the watchlist can still be stopped, from the list."""
    about = await keeping.meant(turn, press)
    if about is None:
        return turn.words.say(keeping.missing(press))
    await turn.answer(await stop(turn, Target(*about, await _name(turn, *about))))
    return turn.words.say("toast-stopped")


async def press_list(turn: Turn, press: Press) -> str | None:
    await turn.answer(await listing.listed(turn, 0))
    return None


async def press_page(turn: Turn, press: Press) -> str | None:
    """Turns the page of the list."""
    await listing.show_page(turn, press.number(0))
    return None


# --- pages ----------------------------------------------------------------------------------------------------------


async def _page(turn: Turn, press: Press) -> Message:
    kind = press.kind()
    if kind is None or kind is Kind.WORDS:
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
    if kind in (Kind.AFFILIATION, Kind.LANGUAGE):
        return menus.render_kinds_of(turn.chat, kind, turn.watchlist, followed, page)
    if kind is Kind.ACTOR:
        return menus.render_actors(turn.chat, turn.watchlist, followed, page)
    if kind is Kind.PLACE:
        return menus.render_places(turn.chat, turn.watchlist, followed, page)
    seen: Sequence[Coverage] = await turn.db.read(coverage.report)
    unread = sum(one.channel is None for one in seen)
    return menus.render_channels(turn.chat, channel_titles(seen), unread, followed, page)


async def _claims(turn: Turn, incident: str, page: int) -> Message:
    return menus.render_claims(turn.chat, turn.watchlist, incident, await _followed_of(turn, Kind.CLAIM), page)


async def _followed_of(turn: Turn, kind: Kind) -> set[str]:
    return {one.target for one in await keeping.followed(turn) if one.kind is kind}


async def _name(turn: Turn, kind: Kind, target: str) -> str:
    return turn.book.name(kind, target, channel_titles(await turn.db.read(coverage.report)))
