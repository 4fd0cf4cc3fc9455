"""Whether a command in a group is meant for this bot: others may be there, with commands of the same names."""

from telegram import Bot, Update
from telegram.constants import ChatType

_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


def is_meant_for_us(update: Update, bot: Bot) -> bool:
    """In private chats, with the bot's name, and as an answer to it: always. A bare command in a group only where
    Telegram picks out for the bot what is meant for it; a bot that reads everything hears other bots' commands too.
    """
    message, chat = update.effective_message, update.effective_chat
    if message is None or chat is None or chat.type not in _GROUPS:
        return True
    first = (message.text or "").split(maxsplit=1)[:1]
    if first and "@" in first[0]:
        return True  # another bot's name was sorted out before
    answered = message.reply_to_message
    if answered is not None and answered.from_user is not None and answered.from_user.id == bot.id:
        return True
    return not bot.can_read_all_group_messages
