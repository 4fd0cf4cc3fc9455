"""/supersede: a claim corrects another, as "fighting goes on" corrects "full control". Both stay claims, and who
follows the one hears of the other. What the files say of that is changed in the files only.
"""

from collections.abc import Mapping

import structlog

from bot.chat import editing_keyboards
from bot.chat.callbacks import Press
from bot.chat.flows import own_entries
from bot.chat.flows.merging import named
from bot.chat.flows.turn import Turn
from bot.claims.standing import merged_into
from storage import entries
from storage.messages import Message
from storage.people import Deed
from storage.said import EntryKind, leads_to, pointing

log = structlog.get_logger()


async def supersede(turn: Turn, asked: str) -> None:
    """/supersede E003 A14: the first corrects the second; /supersede E003 shows what it corrects."""
    claims = await named(turn, asked, "supersede-how")
    if len(claims) == 1:
        await _show(turn, *claims)
    elif claims:
        await _supersede(turn, *(turn.watchlist.merged.get(claim, claim) for claim in claims))


async def _supersede(turn: Turn, claim: str, older: str) -> None:
    own = await _own(turn)
    of_files = _of_files(turn, own)
    corrects = of_files | _with_merged(turn, own)
    if claim == older:
        await turn.tell("supersede-itself", claim=claim)
    elif corrects.get(claim) == older:
        await _show(turn, claim)
    elif claim in of_files:
        await turn.tell("supersede-files", claim=claim, older=of_files[claim])
    elif leads_to(older, claim, corrects):
        await turn.tell("supersede-circle", claim=claim, older=older)
    else:
        await _keep(turn, claim, older)


async def _keep(turn: Turn, claim: str, older: str) -> None:
    await own_entries.keep(turn, EntryKind.SUPERSEDE, claim, {"supersedes": older}, Deed.CORRECTION_SAID, older)
    log.info("claim corrects another", claim=claim, older=older, by=turn.user_id)
    await _tell(turn, claim, older)


async def _own(turn: Turn) -> dict[str, str]:
    """By claim, what it corrects, as far as editors said so."""
    return pointing(await turn.db.read(entries.current), EntryKind.SUPERSEDE)


def _of_files(turn: Turn, own: Mapping[str, str]) -> dict[str, str]:
    """What the watchlist in force says of the others, and not by an editor's word on one that was merged into it."""
    said = _with_merged(turn, own)
    in_force = {one.id: one.supersedes for one in turn.watchlist.claims if one.supersedes and one.id not in own}
    return {claim: older for claim, older in in_force.items() if said.get(claim) != older}


def _with_merged(turn: Turn, own: Mapping[str, str]) -> dict[str, str]:
    """As it is in force: what was merged goes by the claim that it was merged into."""
    merged = turn.watchlist.merged
    said = {merged.get(claim, claim): merged.get(older, older) for claim, older in own.items() if claim in merged}
    return said | {claim: merged.get(older, older) for claim, older in own.items() if claim not in merged}


async def _show(turn: Turn, claim: str) -> None:
    own = await _own(turn)
    files = _of_files(turn, own)
    said = next((one for one in (claim, *merged_into(claim, turn.watchlist)) if one in own), None)
    if claim in files:
        await turn.tell("supersede-files", claim=claim, older=files[claim])
    elif said is not None:
        await _tell(turn, said, own[said])
    else:
        await turn.tell("supersede-none", claim=claim)


async def _tell(turn: Turn, claim: str, older: str) -> None:
    html = turn.words.html("supersede-done", claim=claim, older=older)
    await turn.answer(Message(html, editing_keyboards.uncorrect(turn.words, claim)))


async def press_uncorrect(turn: Turn, press: Press) -> str | None:
    """The claim corrects no other any more."""
    claim = press.arg(0)
    if not await own_entries.withdraw(turn, EntryKind.SUPERSEDE, claim, Deed.CORRECTION_UNDONE):
        return turn.words.say("supersede-none", claim=claim)
    log.info("correction taken back", claim=claim, by=turn.user_id)
    await turn.redraw(Message(turn.words.html("supersede-undone", claim=claim)))
    return None
