"""Who of a group is its administrator, asked of Telegram and remembered for a minute. Decides nothing."""

from datetime import datetime, timedelta

import structlog
from telegram import Bot, ChatMember
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

log = structlog.get_logger()

REMEMBERED = timedelta(minutes=1)
_RUNS = {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}


class Administrators:
    """What Telegram said of members lately."""

    def __init__(self, remembered: timedelta = REMEMBERED):
        self._remembered = remembered
        self._known: dict[tuple[int, int], tuple[datetime, bool]] = {}

    async def is_one(self, bot: Bot, chat_id: int, user_id: int, now: datetime) -> bool:
        """False also where Telegram does not say: nobody gets a right by an error."""
        self._known = {key: held for key, held in self._known.items() if held[0] > now}
        held = self._known.get((chat_id, user_id))
        if held is not None:
            return held[1]
        member = await member_of(bot, chat_id, user_id)
        if member is None:
            return False
        runs = member.status in _RUNS
        self._known[chat_id, user_id] = now + self._remembered, runs
        return runs


async def member_of(bot: Bot, chat_id: int, user_id: int) -> ChatMember | None:
    """What somebody is in a chat; None where Telegram does not say."""
    try:
        return await bot.get_chat_member(chat_id, user_id)
    except TelegramError as error:
        log.warning("a member could not be asked for", chat=chat_id, error=type(error).__name__)
        return None
