"""The one place where a turn is let through or turned away, before any flow runs. What is allowed stands in
`bot.chat.access.rights`.
"""

from dataclasses import replace

import structlog

from bot.chat.access.rights import Asker, Place, Right, Verdict, judge
from bot.chat.flows.turn import Turn
from storage import chats, groups
from storage.people import Deed

log = structlog.get_logger()

_SAID = {
    Verdict.STRANGER: "no-access",
    Verdict.EDITORS: "refused-editors",
    Verdict.OWNERS: "refused-owners",
    Verdict.ADMINISTRATORS: "refused-administrators",
    Verdict.PRIVATE: "refused-private",
}


async def let_in(turn: Turn, right: Right | None, what: str) -> Turn | None:
    """The turn, if its person may do this; None: they were told why not. `what`: the command or button, for the log."""
    verdict = judge(right, await _asker(turn, right))
    if verdict is Verdict.YES:
        return await _brought(turn, right)
    log.warning("refused", what=what, why=verdict.value, user=turn.user_id, chat=turn.chat.chat_id)
    await turn_away(turn, verdict, what)
    return None


async def turn_away(turn: Turn, verdict: Verdict, what: str) -> None:
    """Says why not. A stranger hears one line about how to ask, now and then, and nothing of what is here."""
    first = turn.services.patience.with_stranger(turn.chat.chat_id, turn.now)
    if first:
        async with turn.db.writing() as conn:
            await turn.note(conn, Deed.ACCESS_REFUSED, what, verdict.value)
    if turn.query is not None:
        await turn.reply(turn.words.say(_SAID[verdict]))
    elif verdict is not Verdict.STRANGER or first:
        await turn.tell(_SAID[verdict])


async def _asker(turn: Turn, right: Right | None) -> Asker:
    """What decides; Telegram is asked who runs a group only where that matters."""
    matters = right is not None and right.changes and turn.place is Place.GROUP
    runs = right is not None and matters and await _runs_group(turn, right)
    own = turn.place is not Place.PRIVATE or turn.user_id == turn.chat.chat_id  # a forged press may name another's chat
    return Asker(turn.role, turn.place, turn.known and own, runs)


async def _runs_group(turn: Turn, right: Right) -> bool:
    group = None if right.administrators else await turn.db.read(groups.get, turn.chat.chat_id)
    if group is not None and group.everyone:
        return True
    if turn.user_id is None:
        return turn.unnamed
    return await turn.services.administrators.is_one(turn.bot, turn.chat.chat_id, turn.user_id, turn.now)


async def _brought(turn: Turn, right: Right | None) -> Turn:
    """A group in which somebody with access changes something has that person behind it, unless it has another."""
    if turn.place is not Place.GROUP or turn.user_id is None or right is None or not right.changes:
        return turn
    if turn.role is None:  # a group that forgets itself needs nobody
        return turn
    async with turn.db.writing() as conn:
        if await chats.get(conn, turn.chat.chat_id) is None:
            await chats.put(conn, turn.chat)
        group, shut = await groups.get(conn, turn.chat.chat_id), turn.chat.resting is not None
        if group is None or shut:
            await groups.admit(conn, turn.chat.chat_id, turn.user_id)
    return replace(turn, chat=replace(turn.chat, resting=None), known=True)
