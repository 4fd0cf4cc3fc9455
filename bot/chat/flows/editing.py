"""Claims that editors make: from a sentence or from a draft that was found in posts; changed and dropped again.

A proposed claim is a row until it is kept, so that a press finds it after any restart. What a sentence says is read in
`bot.claims.making`.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import structlog

from bot.chat import editing_keyboards
from bot.chat.callbacks import Press, packed
from bot.chat.flows import own_entries
from bot.chat.flows.turn import Turn
from bot.chat.naming import post_url
from bot.chat.rendering import drafts as rendering
from bot.chat.words import LANGUAGES, Words
from bot.claims.making import (
    STATEMENT_LIMIT,
    entry_of,
    examples_of,
    filled,
    is_whole,
    slots_of_entry,
    slots_said,
    tried,
    worded,
)
from bot.watchlist.entries import ClaimEntry
from matcher.claims.happenings import events_known
from storage import drafts, entries
from storage.database import Connection
from storage.drafts import Draft, Slots
from storage.messages import Message
from storage.people import Deed
from storage.said import DraftState, EntryKind, OwnEntry

log = structlog.get_logger()

WAITING = 5
_OWN_ID = re.compile(r"E[0-9]{3,8}", re.IGNORECASE)
_WORDED = re.compile(r"(en|nl|ru|uk):\s*(\S.*)", re.DOTALL)
_NUMBER = re.compile(r"[^0-9]{1,30}([0-9]{1,18})\.")


async def newclaim(turn: Turn, asked: str) -> None:
    """/newclaim SENTENCE proposes a claim; /newclaim E001 SENTENCE changes one; /newclaim E001 nl: SENTENCE words
    it in one more language; alone it shows what waits."""
    await turn.keep()
    first, _, rest = asked.strip().partition(" ")
    if not asked.strip():
        await _show_waiting(turn)
    elif _OWN_ID.fullmatch(first):
        found = _WORDED.fullmatch(rest.strip())
        await (_word(turn, first.upper(), *found.groups()) if found else _change(turn, first.upper(), rest.strip()))
    else:
        await _propose(turn, Draft(Slots(), turn.now), asked.strip())


async def _show_waiting(turn: Turn) -> None:
    waiting = await turn.db.read(drafts.waiting, WAITING)
    html = turn.words.html("newclaim-how")
    if waiting:
        html = type(html)(f"{html}\n\n{turn.words.html('newclaim-waiting')}")
    await turn.answer(Message(html, editing_keyboards.drafts(turn.book, waiting)))


async def _change(turn: Turn, name: str, statement: str) -> None:
    entry = await turn.db.read(entries.get, EntryKind.CLAIM, name)
    if entry is None or entry.content is None or _is_of_files(turn, name):
        await turn.tell("newclaim-unknown", claim=name)
    elif not statement:
        await turn.tell("newclaim-how")
    else:
        await _propose(turn, Draft(slots_of_entry(entry.content), turn.now, claim=name), statement)


async def _word(turn: Turn, name: str, language: str, statement: str) -> None:
    """The claim says the same as before, in this language too: for its readers, and as posts may say it."""
    statement = " ".join(statement.split())[:STATEMENT_LIMIT]
    async with turn.db.writing() as conn:
        entry = None if _is_of_files(turn, name) else await entries.get(conn, EntryKind.CLAIM, name)
        if entry is not None and entry.content is not None:
            content = worded(entry.content, language, statement)
            await entries.put(conn, OwnEntry(EntryKind.CLAIM, name, content, str(turn.user_id), turn.now))
            await turn.note(conn, Deed.CLAIM_CHANGED, name, language)
    if entry is None:
        await turn.tell("newclaim-unknown", claim=name)
        return
    log.info("claim worded", claim=name, language=language, by=turn.user_id)
    await turn.tell("newclaim-worded", claim=name, language=turn.words.tongue(language))


async def _propose(turn: Turn, draft: Draft, statement: str) -> None:
    """Stores the draft in these words, and shows what would be made of it."""
    statement = " ".join(statement.split())[:STATEMENT_LIMIT]
    catalogue = turn.services.catalogue()
    said = await asyncio.to_thread(slots_said, statement, catalogue, turn.now)
    draft = replace(draft, statement=statement, slots=filled(said, draft.slots))
    if not draft.id:
        draft = replace(draft, id=await turn.db.write(drafts.add, draft))
    elif not await turn.db.write(drafts.change, draft):
        await turn.tell("draft-gone")
        return
    await turn.answer(await _shown(turn, draft))


async def _shown(turn: Turn, draft: Draft, page: int = 0) -> Message:
    catalogue = turn.services.catalogue()
    trial = await tried(turn.db, draft, catalogue, turn.now) if is_whole(draft.slots) else None
    return rendering.render_proposal(draft, trial, _kinds(turn), page, turn.chat, turn.watchlist)


def _kinds(turn: Turn) -> list[str]:
    """All kinds of event, in the order of the lexicon."""
    known = events_known(turn.services.catalogue().claim_rules)
    return [entry.id for entry in turn.watchlist.lexicon if entry.id in known]


# --- an answer to a proposal ------------------------------------------------------------------------------------------


def draft_answered(turn: Turn) -> int | None:
    """The draft that this text words otherwise; None if it answers no proposal."""
    question = turn.answered or ""
    found = _NUMBER.match(question)
    number = int(found[1]) if found else 0
    openings = (rendering.opening(number, Words(language)) for language in LANGUAGES)  # it may have been changed since
    return number if found and question.startswith(tuple(openings)) else None


async def reword(turn: Turn, draft_id: int, statement: str) -> None:
    draft = await _open_draft(turn, draft_id)
    if draft is None:
        await turn.tell("draft-gone")
    else:
        await _propose(turn, draft, statement)


async def _open_draft(turn: Turn, draft_id: int) -> Draft | None:
    draft = await turn.db.read(drafts.get, draft_id)
    return draft if draft is not None and draft.state is DraftState.OPEN else None


# --- buttons ----------------------------------------------------------------------------------------------------------


async def press_draft(turn: Turn, press: Press) -> str | None:
    """Takes a draft up, refuses or keeps it, shows its posts, or chooses what happened."""
    draft = await _open_draft(turn, press.number(0))
    if draft is None:
        return turn.words.say("draft-gone")
    match press.arg(1):
        case "m":
            await _take_up(turn, draft)
        case "s":
            examples = await examples_of(turn.db, draft)
            await turn.answer(rendering.render_posts(draft, examples, turn.chat, turn.watchlist))
        case "k":
            return await _keep(turn, draft)
        case "t":
            await _toggle(turn, draft, press)
        case "p":
            await turn.redraw(await _shown(turn, draft, press.number(2)))
        case _:
            return await _refuse(turn, draft)
    return None


async def _take_up(turn: Turn, draft: Draft) -> None:
    """From here on it is the editor's: it grows no more."""
    if draft.statement is None:
        draft = replace(draft, statement=turn.book.draft_name(draft.slots))
        await turn.db.write(drafts.change, draft)
    await turn.answer(await _shown(turn, draft))


async def _refuse(turn: Turn, draft: Draft) -> str | None:
    async with turn.db.writing() as conn:
        if not await drafts.settle(conn, draft.id, DraftState.REFUSED):
            return turn.words.say("draft-gone")
        await turn.note(conn, Deed.DRAFT_REFUSED, draft.id)
    log.info("draft refused", draft=draft.id, chat=turn.chat.chat_id)
    await turn.redraw(Message(turn.words.html("draft-refused")))
    return None


async def _toggle(turn: Turn, draft: Draft, press: Press) -> None:
    kind = next((one for one in _kinds(turn) if packed(one) == press.arg(2)), None)
    if kind is not None:
        chosen = draft.slots.events
        events = tuple(one for one in chosen if one != kind) if kind in chosen else (*chosen, kind)
        draft = replace(draft, slots=replace(draft.slots, events=events))
        await turn.db.write(drafts.change, draft)
    await turn.redraw(await _shown(turn, draft, press.number(3)))


async def _keep(turn: Turn, draft: Draft) -> str | None:
    """The draft becomes a claim, or changes the one that it is about."""
    if not is_whole(draft.slots):
        return turn.words.say("proposal-no-event" if draft.slots.places else "proposal-no-place")
    examples = await examples_of(turn.db, draft)
    urls = [post_url(one.channel, one.post.post_id) for one in examples]
    sources = [*urls, *await _sources(turn, draft)]
    content = await asyncio.to_thread(partial(entry_of, draft, turn.services.catalogue(), turn.now, sources))
    by = str(turn.user_id)
    taken = frozenset(claim.id for claim in turn.watchlist.claims)
    async with turn.db.writing() as conn:
        if draft.claim is not None and not await _can_change(turn, conn, draft.claim):
            return turn.words.say("newclaim-unknown", claim=draft.claim)
        if not await drafts.settle(conn, draft.id, DraftState.KEPT, draft.claim):
            return turn.words.say("draft-gone")
        if draft.claim is None:
            name = await entries.add(conn, content, by, turn.now, taken)
        else:
            name = draft.claim
            await entries.put(conn, OwnEntry(EntryKind.CLAIM, name, content, by, turn.now))
        await drafts.became(conn, draft.id, name)
        await turn.note(conn, Deed.CLAIM_MADE if draft.claim is None else Deed.CLAIM_CHANGED, name)
    log.info("claim made", claim=name, draft=draft.id, by=by)
    await turn.tell("newclaim-made", claim=name)
    return None


async def _sources(turn: Turn, draft: Draft) -> Sequence[str]:
    """Those of the claim that it changes."""
    before = await turn.db.read(entries.get, EntryKind.CLAIM, draft.claim) if draft.claim is not None else None
    return ClaimEntry.model_validate(before.content).source if before is not None else ()


async def _can_change(turn: Turn, conn: Connection, name: str) -> bool:
    """False: it was dropped, or moved into the files, since its change was proposed."""
    return not _is_of_files(turn, name) and await entries.get(conn, EntryKind.CLAIM, name) is not None


def _is_of_files(turn: Turn, name: str) -> bool:
    """Whether a file has the claim: it wins, whatever is said in chat."""
    return turn.book.claim(name) is not None and name not in turn.watchlist.own


# --- dropping ---------------------------------------------------------------------------------------------------------


async def dropclaim(turn: Turn, asked: str) -> None:
    """/dropclaim E001 asks whether it is meant."""
    name = asked.strip().upper()
    if not _OWN_ID.fullmatch(name):
        await turn.tell("dropclaim-how")
    elif await turn.db.read(entries.get, EntryKind.CLAIM, name) is None or _is_of_files(turn, name):
        await turn.tell("newclaim-unknown", claim=name)
    else:
        question = turn.words.html("dropclaim-ask", claim=name)
        await turn.answer(Message(question, editing_keyboards.drop(turn.words, name)))


async def press_drop(turn: Turn, press: Press) -> str | None:
    name = press.arg(0)
    if press.arg(1) != "y":
        await turn.redraw(Message(turn.words.html("dropclaim-kept", claim=name)))
        return None
    if not await own_entries.withdraw(turn, EntryKind.CLAIM, name, Deed.CLAIM_DROPPED):
        return turn.words.say("draft-gone")
    log.info("claim dropped", claim=name, by=turn.user_id)
    await turn.redraw(Message(turn.words.html("dropclaim-done", claim=name)))
    return None
