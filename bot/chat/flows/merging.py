"""/merge: two claims turn out to be one. What was said of the first counts for the second; it can be taken back."""

import structlog

from bot.chat import editing_keyboards
from bot.chat.callbacks import Press
from bot.chat.flows import own_entries
from bot.chat.flows.turn import Turn
from storage import entries
from storage.messages import Message
from storage.people import Deed
from storage.said import EntryKind, leads_to, pointing

log = structlog.get_logger()


async def merge(turn: Turn, asked: str) -> None:
    """/merge E003 A14 merges; /merge E003 shows what it was merged into."""
    claims = await named(turn, asked, "merge-how")
    if len(claims) == 1:
        await _show(turn, *claims)
    elif claims:
        await _merge(turn, *claims)


async def named(turn: Turn, asked: str, how: str) -> list[str]:
    """The claim or the two claims that somebody wrote; none, if that was not understood, which is said then."""
    words = asked.split()
    if len(words) not in {1, 2}:
        await turn.tell(how)
        return []
    claims: list[str] = []
    for word in words:
        claim = turn.book.claim_called(word)
        if claim is None:
            await turn.tell("claim-unknown", asked=word[:40])
            return []
        claims.append(claim)
    return claims


async def _merge(turn: Turn, claim: str, into: str) -> None:
    held = pointing(await turn.db.read(entries.current), EntryKind.MERGE)
    if leads_to(into, claim, held) or held.get(claim) == into:
        await turn.tell("merge-same")
        return
    await own_entries.keep(turn, EntryKind.MERGE, claim, {"into": into}, Deed.CLAIMS_MERGED, into)
    log.info("claims merged", claim=claim, into=into, by=turn.user_id)
    await _tell(turn, claim, into)


async def _show(turn: Turn, claim: str) -> None:
    held = await turn.db.read(entries.get, EntryKind.MERGE, claim)
    if held is None or held.content is None:
        await turn.tell("merge-none", claim=claim)
    else:
        await _tell(turn, claim, held.points_to)


async def _tell(turn: Turn, claim: str, into: str) -> None:
    html = turn.words.html("merge-done", claim=claim, into=into)
    await turn.answer(Message(html, editing_keyboards.part(turn.words, claim)))


async def press_part(turn: Turn, press: Press) -> str | None:
    """The claim is one of its own again."""
    claim = press.arg(0)
    if not await own_entries.withdraw(turn, EntryKind.MERGE, claim, Deed.MERGE_UNDONE):
        return turn.words.say("merge-none", claim=claim)
    log.info("merge taken back", claim=claim, by=turn.user_id)
    await turn.redraw(Message(turn.words.html("merge-undone", claim=claim)))
    return None
