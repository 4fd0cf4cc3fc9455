"""/invite: links that let somebody in, made, listed and taken back. Editors may invite readers, owners anybody."""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.chat import people_keyboards
from bot.chat.access.rights import role_under
from bot.chat.callbacks import Press
from bot.chat.flows.turn import Turn
from bot.chat.rendering.people import render_invitations, render_invited, role_word
from storage import invitations
from storage.messages import Message
from storage.people import Deed, Invitation, Role

log = structlog.get_logger()

CODE_BYTES = 16
_MOST_USES, _MOST_DAYS = 100, 30
_DEFAULTS = (1, 7)
_GIVEN = (Role.READER, Role.EDITOR)


@dataclass(frozen=True, slots=True)
class Wanted:
    role: Role = Role.READER
    uses: int = _DEFAULTS[0]
    days: int = _DEFAULTS[1]


async def invite(turn: Turn, asked: str) -> None:
    """/invite [reader|editor] [uses] [days]."""
    wanted = read(asked, turn)
    if wanted is None:
        await turn.tell("invite-how", uses=str(_MOST_USES), days=str(_MOST_DAYS))
    else:
        await _make(turn, wanted)


def read(asked: str, turn: Turn) -> Wanted | None:
    """What is asked for, with roles in English or the reader's language; None: it can't be understood."""
    called = {name: role for role in _GIVEN for name in (role.value, role_word(turn.words, role).casefold())}
    parts = asked.casefold().split()
    role = called.get(parts[0]) if parts else None
    numbers = parts[1:] if role else parts
    if len(numbers) > 2 or not all(re.fullmatch("[0-9]{1,3}", one) for one in numbers):
        return None
    uses, days = (*map(int, numbers), *_DEFAULTS[len(numbers) :])
    if not (1 <= uses <= _MOST_USES and 1 <= days <= _MOST_DAYS):
        return None
    return Wanted(role or Role.READER, uses, days)


async def _make(turn: Turn, wanted: Wanted) -> None:
    if turn.user_id is None or not _may_give(turn, wanted.role):
        await turn.tell("refused-owners")
        return
    if role_under(turn.services.access, wanted.role, listed=False) is None:
        await turn.tell("invite-allowlist")
        return
    code, until = secrets.token_hex(CODE_BYTES), turn.now + timedelta(days=wanted.days)
    async with turn.db.writing() as conn:
        number = await invitations.add(conn, code, wanted.role, wanted.uses, turn.user_id, turn.now, until)
        await turn.note(conn, Deed.INVITED, number, wanted.role.value)
    log.info("invited", invitation=number, role=wanted.role.value, by=turn.user_id)
    link = f"https://t.me/{turn.bot.username}?start={code}"
    made = Invitation(number, wanted.role, wanted.uses, until)
    await turn.answer(Message(render_invited(turn.chat, made, link), people_keyboards.invited(turn.words, number)))


def _may_give(turn: Turn, role: Role) -> bool:
    return turn.role is not None and role in turn.role.gives


async def press_invite(turn: Turn, press: Press) -> str | None:
    """Lists, makes or revokes."""
    choice = press.arg(0)
    if choice in {role.value for role in _GIVEN}:
        await _make(turn, Wanted(Role(choice)))
        return None
    if choice == "l":
        await turn.answer(await _list(turn))
        return None
    return await _revoke(turn, press.number(0))


async def _revoke(turn: Turn, number: int) -> str:
    """Editors take back what gives a reader's role, owners everything."""
    async with turn.db.writing() as conn:
        found = await invitations.get(conn, number, turn.now)
        if found is not None and _may_give(turn, found.role) and await invitations.revoke(conn, number, turn.now):
            await turn.note(conn, Deed.INVITATION_REVOKED, number, found.role.value)
            said = "invitation-revoked"
        else:
            log.warning("no such invitation to revoke", user=turn.user_id, invitation=number)
            said = "invitation-gone"
    await turn.redraw(await _list(turn))
    return turn.words.say(said)


async def _list(turn: Turn) -> Message:
    held = await turn.db.read(invitations.open_ones, turn.now)
    owner = turn.role is Role.OWNER
    mine = [one for one in held if owner or one.role is Role.READER]
    return Message(render_invitations(turn.chat, mine), people_keyboards.invitations(turn.words, mine, owner=owner))
