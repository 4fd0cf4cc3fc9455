"""Who says something: a person, or a chat behind which a person stays unnamed. Decides nothing about what they may do.

Telegram gives what is said in a group's or a channel's name to an account of its own, one and the same for everybody:
that is nobody. Who presses a button is always named.
"""

from telegram import Update, User

from bot.chat.access.rights import role_under
from storage import groups, members
from storage.database import Database
from storage.people import Access, Role
from storage.telling import Chat


def person_of(update: Update) -> User | None:
    """Whom Telegram names; None: nobody."""
    message = update.effective_message
    in_a_chats_name = update.callback_query is None and message is not None and message.sender_chat is not None
    return None if in_a_chats_name else update.effective_user


def is_unnamed_administrator(update: Update) -> bool:
    """Whether a group's administrator speaks in its name: Telegram lets nobody else."""
    message = update.effective_message
    if update.callback_query is not None or message is None or message.sender_chat is None:
        return False
    return message.sender_chat.id == message.chat_id


async def role_of(db: Database, access: Access, allowed: frozenset[int], user_id: int) -> Role | None:
    """What somebody is; None: they have no access."""
    kept = await db.read(members.role_of, user_id)
    return role_under(access, kept, listed=user_id in allowed)


async def role_of_unnamed(db: Database, access: Access, allowed: frozenset[int], chat: Chat | None) -> Role | None:
    """What an unnamed administrator is: a reader, in a group that somebody with access stands behind. It is told of
    everything already, and who it is that asks can't be known."""
    if access is Access.OPEN:
        return Role.READER
    group = await db.read(groups.get, chat.chat_id) if chat is not None and chat.resting != members.SHUT else None
    if group is None or group.admitted_by is None:
        return None
    behind = await role_of(db, access, allowed, group.admitted_by)
    return Role.READER if behind is not None else None
