"""Coming in: the owner's code and invitations, as they stand in `/start CODE`."""

import re
from dataclasses import replace

import structlog

from bot.chat.access.rights import Place, admitted, role_under
from bot.chat.announcing import announce_to
from bot.chat.flows.turn import Turn
from bot.chat.rendering import menus
from storage import chats, invitations, members
from storage.database import Connection
from storage.messages import Message
from storage.people import Deed, Invitation, Role

log = structlog.get_logger()

_CODE = re.compile(r"[0-9a-f]{32}")

ROLES = {Role.READER: "role-reader", Role.EDITOR: "role-editor", Role.OWNER: "role-owner"}


async def enter(turn: Turn, code: str) -> bool:
    """Uses the invitation with this code; False if this is no such code, and nothing was said."""
    if not _CODE.fullmatch(code) or turn.user_id is None:
        return False
    if turn.place is not Place.PRIVATE:
        await turn.tell("refused-private")
        return True
    role = await _use(turn, turn.user_id, code)
    if role is None:
        log.warning("an invitation did not hold", user=turn.user_id)
        await turn.tell("invitation-void")
    elif turn.role is not None and turn.role.rank >= role.rank:
        await turn.tell("invitation-needless")
    else:
        log.info("member joined", user=turn.user_id, role=role.value)
        await announce_to(turn.bot, [(turn.chat, role)])
        await turn.answer(Message(turn.words.html("invitation-used", role=turn.words.say(ROLES[role]))))
        await turn.answer(menus.render_start(replace(turn.chat, resting=None), returned=False))
    return True


async def _use(turn: Turn, user_id: int, code: str) -> Role | None:
    """The role that the invitation gives; it is not used up by those who have as much already. None: it holds not."""
    async with turn.db.writing() as conn:
        found = await invitations.find(conn, code, turn.now)
        if found is None or role_under(turn.services.access, found.role, listed=False) is None:
            return None
        kept = await members.role_of(conn, user_id)
        if kept is not None and kept.rank >= found.role.rank:
            return found.role
        return found.role if await _take(conn, turn, user_id, found) else None


async def _take(conn: Connection, turn: Turn, user_id: int, found: Invitation) -> bool:
    if not await invitations.use(conn, found):
        return False
    await members.put(conn, user_id, found.role, turn.now)
    await turn.note(conn, Deed.INVITATION_USED, found.id, found.role.value)
    if not turn.known:
        await chats.put(conn, turn.chat)
    await settle(conn, turn)
    return True


async def settle(conn: Connection, turn: Turn) -> None:
    """Chats are shut and opened as the roles are now."""
    services = turn.services
    await members.settle_access(conn, admitted(services.access, await members.everyone(conn), services.allowed))
