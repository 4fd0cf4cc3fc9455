"""A subscription's card: how it is told, changed in place a tap at a time, worded anew, tried, or ended."""

import re
from collections.abc import Callable
from dataclasses import replace

import structlog

from bot.alerts.rehearsing import dry_run
from bot.chat.callbacks import MODE_LETTERS, Press
from bot.chat.channel_names import NotNamed, is_plainly_one, read_channel
from bot.chat.flows import keeping, listing, wording
from bot.chat.flows.turn import Turn
from bot.chat.following_keyboards import PACES, SCORES, STANCES
from bot.chat.lookup import Catalog
from bot.chat.naming import channel_titles
from bot.chat.options import read_options
from bot.chat.rendering import followed
from bot.chat.words import LANGUAGES
from bot.following.concerning import is_readable
from bot.following.drafts import Draft
from bot.following.expressions import Expression, Named
from bot.following.faults import Fault, Flaw
from storage import coverage, snoozes, subscriptions, threads
from storage.model import Kind
from storage.subscriptions import Edit
from storage.telling import Filters, Mode, Pace, Subscription

log = structlog.get_logger()

_NUMBERED = re.compile(r"#([0-9]{1,18})\s+(\S.*)", re.DOTALL)


# --- the card ---------------------------------------------------------------------------------------------------------


async def press_mine(turn: Turn, press: Press) -> str | None:
    """The card, the choices of a setting, or a dry run."""
    one = await _pressed(turn, press)
    if one is None:
        return await _gone(turn, press)
    if press.arg(2) == "d":
        return await _try(turn, one)
    await _show(turn, one, press.number(1), press.arg(2))
    return None


async def press_tune(turn: Turn, press: Press) -> str | None:
    """Sets one thing, and shows the choices again as they are now."""
    one, what = await _pressed(turn, press), press.arg(2)
    if one is None:
        return await _gone(turn, press)
    if what == "x":
        await keeping.end(turn, one.kind, one.target)
        await listing.show_page(turn, press.number(1))
        return turn.words.say("toast-stopped")
    if what == "w":
        await turn.ask(f"#{one.id}", turn.words.html("reword-how", number=str(one.id)))
        return None
    if what == "g":
        await _set_pace(turn, one, press.arg(3))
    elif (change := _CHANGES.get(what)) is not None:
        await turn.db.write(subscriptions.refilter, turn.chat.chat_id, one.id, change(one.filters, press.arg(3)))
    log.info("subscription changed", chat=turn.chat.chat_id, subscription=one.id, what=what)
    now = await _pressed(turn, press) or one
    await _show(turn, now, press.number(1), what)
    lacking = what == "m" and now.filters.mode is Mode.DIGEST and not await keeping.is_digested(turn)
    return turn.words.say("toast-set-undigested" if lacking else "toast-set")


async def _pressed(turn: Turn, press: Press) -> Subscription | None:
    return await turn.db.read(subscriptions.get, turn.chat.chat_id, press.number(0))


async def _gone(turn: Turn, press: Press) -> str:
    log.warning("not followed in this chat", user=turn.user_id, chat=turn.chat.chat_id)
    await listing.show_page(turn, press.number(1))
    return turn.words.say("toast-gone")


async def _show(turn: Turn, one: Subscription, page: int, what: str) -> None:
    titles = channel_titles(await turn.db.read(coverage.report))
    pace = await _pace(turn, one)
    await turn.redraw(followed.render_card(turn.chat, one, pace, titles, turn.watchlist, page, what))


async def _pace(turn: Turn, one: Subscription) -> Pace | None:
    own = await turn.db.read(threads.paces_of, [turn.chat.chat_id])
    return own.get((turn.chat.chat_id, one.id))


async def _try(turn: Turn, one: Subscription) -> str | None:
    if not is_readable(one.kind, one.target):
        return turn.words.say("toast-unreadable")
    run = await dry_run(turn.db, turn.chat, Draft.of(one), turn.watchlist, turn.now, subscription_id=one.id)
    name = turn.book.name(one.kind, one.target, channel_titles(await turn.db.read(coverage.report)))
    await turn.answer(followed.render_trial(turn.chat, one, run, name, turn.watchlist))
    return None


# --- settings ---------------------------------------------------------------------------------------------------------


def _with_mode(filters: Filters, value: str) -> Filters:
    mode = next((mode for mode, letter in MODE_LETTERS.items() if letter == value), filters.mode)
    return replace(filters, mode=mode)


def _with_score(filters: Filters, value: str) -> Filters:
    known = {str(score): score / 100 for score in SCORES}
    return replace(filters, min_score=known.get(value, filters.min_score))


def _with_tongue(filters: Filters, value: str) -> Filters:
    if value == "-":
        return replace(filters, languages=frozenset())
    return replace(filters, languages=filters.languages ^ {value}) if value in LANGUAGES else filters


def _with_stances(filters: Filters, value: str) -> Filters:
    if value == "-":
        return replace(filters, stances=frozenset())
    _, these = STANCES.get(value, ("", frozenset()))
    left = filters.stances - these if these <= filters.stances else filters.stances | these
    return replace(filters, stances=left)


_CHANGES: dict[str, Callable[[Filters, str], Filters]] = {
    "m": _with_mode,
    "s": _with_score,
    "l": _with_tongue,
    "t": _with_stances,
}


async def _set_pace(turn: Turn, one: Subscription, value: str) -> None:
    if value in PACES:
        await turn.db.write(threads.set_pace, turn.chat.chat_id, PACES[value][1], one.id)


# --- other words ------------------------------------------------------------------------------------------------------


def numbered(asked: str) -> tuple[int, str] | None:
    """The subscription and the new words of "#12 Козинка"."""
    found = _NUMBERED.fullmatch(asked.strip())
    return (int(found[1]), found[2]) if found else None


async def reword(turn: Turn, subscription_id: int, typed: str) -> None:
    """Puts other words, names or options in the place of what is followed; all else stays as it is."""
    one = await turn.db.read(subscriptions.get, turn.chat.chat_id, subscription_id)
    if one is None:
        await turn.tell("toast-gone")
        return
    catalog = Catalog(turn.book, await turn.db.read(coverage.report))
    asked = read_options(typed)
    found = await _meant(asked.text, catalog)
    if isinstance(found, Fault):
        await turn.ask(f"#{one.id}", followed.fault_told(turn.chat, asked.text, found))
        return
    draft = Draft(found)
    edit = await turn.db.write(
        subscriptions.rephrase, turn.chat.chat_id, one.id, draft.kind, draft.target, draft.anchors
    )
    if edit is Edit.TWICE:
        await turn.tell("reword-twice")
        return
    if (draft.kind, draft.target) != (one.kind, one.target):
        await turn.db.write(snoozes.end, turn.chat.chat_id, one.kind, one.target)
    await keeping.change(turn, one, asked)
    log.info("subscription reworded", chat=turn.chat.chat_id, subscription=one.id, edit=edit.name)
    now = await turn.db.read(subscriptions.get, turn.chat.chat_id, one.id)
    if now is not None:
        await _show(turn, now, 0, "")


async def _meant(text: str, catalog: Catalog) -> Expression | Fault:
    """A channel's name or link, or a name that is known, is that; all else is an expression."""
    if is_plainly_one(text):
        return _channel(text, catalog)
    exact = catalog.find(text).exact
    return Named(exact[0].kind, exact[0].target) if len(exact) == 1 else await wording.understood(text, catalog)


def _channel(text: str, catalog: Catalog) -> Expression | Fault:
    named = read_channel(text)
    if isinstance(named, NotNamed):
        return Fault(Flaw.INVITED, 0, len(text))
    target = catalog.reached(named)
    if target is None:
        return Fault(Flaw.UNKNOWN, 0, len(text), {"asked": text[:60], "kind": Kind.CHANNEL.value})
    return Named(target.kind, target.target)
