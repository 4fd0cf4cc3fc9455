"""Claims in chat: the card, the list and search, and the status that editors set. A stage tells followers of it."""

import asyncio
from collections.abc import Sequence

import structlog

from bot.chat import keyboards
from bot.chat.callbacks import Press, unpacked
from bot.chat.flows.turn import Turn
from bot.chat.lookup import Catalog
from bot.chat.markup import cut
from bot.chat.pictures import draw_timeline
from bot.chat.rendering import menus
from bot.chat.rendering.claims import render_card
from bot.chat.rendering.speech import STATUSES
from bot.chat.words import LANGUAGES, Words
from bot.claims.reading import read_standing
from bot.claims.standing import merged_into
from storage import claims, subscriptions
from storage.messages import Attachment, Message
from storage.model import Kind
from storage.people import Deed
from storage.said import ClaimStatus, StatusChange

log = structlog.get_logger()

REASON_LIMIT = 500
"""Characters of a reason that are kept."""


async def claim(turn: Turn, asked: str) -> None:
    """/claim A14: its card. Anything else is looked up; nothing is the list."""
    if not asked.strip():
        await claims_list(turn, "")
        return
    found = _find(turn, asked)
    if len(found) == 1:
        await turn.answer(await _card(turn, found[0]))
        return
    await _suggest(turn, asked, found)


async def claims_list(turn: Turn, asked: str) -> None:
    """/claims: by incident; /claims WORDS: those that speak of it."""
    if not asked.strip():
        await turn.answer(menus.render_incidents(turn.chat, turn.watchlist))
        return
    await _suggest(turn, asked, _find(turn, asked))


async def press_card(turn: Turn, press: Press) -> str | None:
    target = unpacked(Kind.CLAIM, press.arg(0), turn.watchlist)
    if target is None:
        return turn.words.say("gone-entry")
    await turn.answer(await _card(turn, target))
    return None


async def press_timeline(turn: Turn, press: Press) -> str | None:
    """Draws, in a thread, when posts asserted and denied the claim."""
    target = unpacked(Kind.CLAIM, press.arg(0), turn.watchlist)
    if target is None:
        return turn.words.say("gone-entry")
    target = turn.watchlist.merged.get(target, target)
    said = await turn.db.read(claims.timeline, target, merged_into(target, turn.watchlist))
    if not said:
        return turn.words.say("timeline-empty")
    picture = await asyncio.to_thread(draw_timeline, said, turn.watchlist, turn.words, turn.chat.time_zone)
    await turn.answer_file(Attachment("timeline.png", picture), turn.words.html("timeline-caption", claim=target))
    return None


async def _card(turn: Turn, target: str) -> Message:
    """Of a claim that was merged into another, that one's."""
    target = turn.watchlist.merged.get(target, target)
    mine = await turn.db.read(subscriptions.of_chat, turn.chat.chat_id)
    names = (target, *merged_into(target, turn.watchlist))
    return render_card(
        await read_standing(turn.db, target, turn.watchlist),
        turn.chat,
        turn.watchlist,
        followed=[(one.kind, one.target) for one in mine if one.kind is Kind.CLAIM and one.target in names],
        editor=turn.is_editor,
    )


def _find(turn: Turn, asked: str) -> list[str]:
    """The claims that are called so, or else that speak of it."""
    among = frozenset((Kind.CLAIM, entry.id) for entry in turn.watchlist.claims)
    answer = Catalog(turn.book, ()).find(asked, among)
    return [one.target for one in answer.exact or answer.close]


async def _suggest(turn: Turn, asked: str, found: Sequence[str]) -> None:
    if not found:
        page = menus.render_incidents(turn.chat, turn.watchlist)
        await turn.answer(Message(turn.words.html("claims-none", asked=asked[:80]), page.buttons))
        return
    await turn.answer(Message(turn.words.html("claims-found", asked=asked[:80]), keyboards.cards(turn.book, found)))


# --- the status -----------------------------------------------------------------------------------------------------


async def settle(turn: Turn, asked: str) -> None:
    """/settle A14 refuted because ...: an editor sets the status, with a reason that every follower will read. What was
    left out is asked for."""
    called, _, rest = asked.strip().partition(" ")
    if not called:
        await turn.tell("settle-how")
        return
    target = turn.book.claim_called(called)
    if target is None:
        await turn.tell("claim-unknown", asked=called[:40])
        return
    status, reason = _status_first(turn, rest.strip())
    if status is None:
        await turn.answer(_which_status(turn, target, reason))
    elif reason:
        await _settle(turn, target, status, reason)
    else:
        await _ask_why(turn, target, status)


async def press_settle(turn: Turn, press: Press) -> str | None:
    """Asks for the reason: the answer to that message is the reason."""
    target, status = unpacked(Kind.CLAIM, press.arg(0), turn.watchlist), _status(turn, press.arg(1))
    if target is None or status is None:
        return turn.words.say("gone-entry")
    await _ask_why(turn, target, status)
    return None


def _which_status(turn: Turn, target: str, asked: str) -> Message:
    """The statuses that there are, to press; `asked`: what was written instead of one."""
    html = turn.words.html("settle-which", claim=target)
    if asked:
        statuses = turn.words.listed([turn.words.say(key) for key in STATUSES.values()])
        html = turn.words.html("settle-bad-status", asked=asked[:40], claim=target, statuses=statuses)
    return Message(html, (keyboards.statuses(turn.words, target),))


async def _ask_why(turn: Turn, target: str, status: ClaimStatus) -> None:
    status_word = turn.words.say(STATUSES[status.value])
    await turn.ask("", turn.words.html("settle-ask", claim=target, status=status_word))


def reason_asked(turn: Turn) -> tuple[str, ClaimStatus] | None:
    """The claim, as it was called, and the status whose reason this text gives, whatever language it was asked for in;
    None if it answers no such question."""
    called, _, rest = (turn.answered or "").partition(": ")
    for words in map(Words, LANGUAGES if rest and " " not in called else ()):
        for status, key in STATUSES.items():
            if rest.startswith(f"{words.say(key)}."):
                return called, ClaimStatus(status)
    return None


async def give_reason(turn: Turn, called: str, status: ClaimStatus, reason: str) -> None:
    """The status is set with the reason that was asked for; the claim may have been dropped since."""
    target = turn.book.claim_called(called)
    if target is None:
        await turn.tell("claim-unknown", asked=called[:40])
    else:
        await _settle(turn, target, status, reason)


async def _settle(turn: Turn, target: str, status: ClaimStatus, reason: str) -> None:
    by, target = str(turn.user_id), turn.watchlist.merged.get(target, target)
    async with turn.db.writing() as conn:
        await claims.set_status(conn, StatusChange(target, status, cut(reason, REASON_LIMIT), by, turn.now))
        await turn.note(conn, Deed.STATUS_SET, target, status.value)
    log.info("claim settled", claim=target, status=status.value, by=by)
    await turn.tell("settle-done", claim=target, status=turn.words.say(STATUSES[status.value]))


def _status(turn: Turn, text: str) -> ClaimStatus | None:
    """A status by its English name or as the reader's language calls it."""
    status, rest = _status_first(turn, text)
    return None if rest else status


def _status_first(turn: Turn, text: str) -> tuple[ClaimStatus | None, str]:
    """The status that the text begins with, in one word or several, and what stands behind it."""
    for one, key in STATUSES.items():
        for name in (one, turn.words.say(key)):
            rest = text[len(name) :]
            if text.casefold().startswith(name.casefold()) and not rest[:1].isalnum():
                return ClaimStatus(one), rest.lstrip(" ,.:;–—-").rstrip()
    return None, text
