"""Following an expression: what is wrong with it, what it would have sent, and then following it, or not."""

import asyncio
import re

import structlog

from bot.alerts.rehearsing import dry_run
from bot.chat import following_keyboards
from bot.chat.asked import FOLLOW
from bot.chat.callbacks import Press, decoded
from bot.chat.flows import keeping, listing
from bot.chat.flows.turn import Turn
from bot.chat.lookup import Catalog
from bot.chat.markup import Html, cut, escape, lines
from bot.chat.naming import channel_titles
from bot.chat.options import Asked
from bot.chat.rendering import followed
from bot.chat.resolving import resolver
from bot.following.concerning import is_readable
from bot.following.drafts import Draft
from bot.following.expressions import Expression, spelled
from bot.following.faults import Fault, Flaw
from bot.following.reading import LONGEST, read, stored
from storage import coverage
from storage.messages import Message
from storage.model import Kind
from storage.telling import Filters, Subscription

log = structlog.get_logger()

_SYNTAX = re.compile(r"[\"«»“”„*(),;|&:]|(?:^|\s)[-!−–—]\S|(?<!\w)(?:AND|OR|NOT|EN|OF|NIET|И|ИЛИ|НЕ|ТА|АБО)(?!\w)")


def is_expression(text: str) -> bool:
    """Whether it is written as one; a plain name has nothing of the kind."""
    return _SYNTAX.search(text) is not None


async def understood(text: str, catalog: Catalog) -> Expression | Fault:
    """In a thread: the first time, dictionaries are opened."""
    found = await asyncio.to_thread(read, text, resolver(catalog))
    if not isinstance(found, Fault) and len(spelled(found)) > followed.LONGEST_LINE:
        return Fault(Flaw.LONG, 0, len(text), {"most": str(LONGEST)})
    return found


async def propose(turn: Turn, catalog: Catalog, asked: Asked) -> None:
    """Shows what would be followed and what it would have sent; or what is wrong with it. What is followed already is
    told as is asked for now, as a name is."""
    found = await understood(asked.text, catalog)
    if isinstance(found, Fault):
        log.info("expression refused", chat=turn.chat.chat_id, flaw=found.flaw.value)
        await turn.ask(FOLLOW, followed.fault_told(turn.chat, asked.text, found))
        return
    draft = Draft(found, asked.filters)
    before = await keeping.following(turn, draft.kind, draft.target)
    if before is None:
        await turn.answer(await _proposal(turn, draft))
        return
    await keeping.change(turn, before, asked)
    await turn.answer(await _made(turn, await keeping.following(turn, draft.kind, draft.target) or before, new=False))


async def _proposal(turn: Turn, draft: Draft) -> Message:
    run = await dry_run(turn.db, turn.chat, draft, turn.watchlist, turn.now)
    log.info("dry run", chat=turn.chat.chat_id, alerts=run.alerts, cut_off=run.cut_off)
    titles = channel_titles(await turn.db.read(coverage.report))
    return followed.render_proposal(turn.chat, draft, run, titles, turn.watchlist, spelled(draft.expression))


async def with_words(message: Message, turn: Turn, catalog: Catalog, text: str, filters: Filters) -> Message:
    """An answer to a name that is not known, with the words themselves offered, if they can be looked for."""
    found = await understood(text, catalog)
    if isinstance(found, Fault):
        return message
    button = following_keyboards.words_instead(turn.words, filters)
    html = lines(escape(followed.PIN + spelled(found)), Html(message.html))
    return Message(html, ((button,), *message.buttons))


async def press_words(turn: Turn, press: Press) -> str | None:
    """What the message names is proposed, followed, worded anew, or let go."""
    expression = _pinned(turn)
    if press.arg(0) == "n":
        await turn.redraw(Message(turn.words.html("wording-dropped")))
        return None
    if expression is None:
        return turn.words.say("wording-again")
    draft = Draft(expression, decoded(press.arg(1)))
    if press.arg(0) == "p":
        await turn.redraw(await _proposal(turn, draft))
        return None
    if press.arg(0) == "c":
        await turn.ask(FOLLOW, turn.words.html("wording-change", line=spelled(expression)))
        return None
    return await _follow(turn, draft)


def _pinned(turn: Turn) -> Expression | None:
    """What the message's first line says; None if it can't be read from there any more."""
    line = followed.pinned(turn.message.text or "") if turn.message is not None else None
    return stored(line) if line is not None and is_readable(Kind.WORDS, line) else None


async def _follow(turn: Turn, draft: Draft) -> str | None:
    if not await keeping.has_room_for(turn, draft.kind, draft.target):
        return turn.words.say("too-many-subscriptions", count=turn.services.most_subscriptions)
    new = await keeping.add(turn, draft)
    one = await keeping.following(turn, draft.kind, draft.target)
    if one is None:
        return turn.words.say("gone-entry")
    await turn.redraw(await _made(turn, one, new=new))
    return turn.words.say("toast-followed")


async def _made(turn: Turn, one: Subscription, *, new: bool) -> Message:
    titles = channel_titles(await turn.db.read(coverage.report))
    name = turn.book.name(one.kind, one.target, titles)
    return await listing.made(turn, cut(name, 300), one, new=new)
