"""What Telegram's answers hold: messages of which kind, which channel, and whether all is of one channel. Pure."""

from collections.abc import Iterable
from typing import Any

from telethon.tl import types

from collectors.base import CannotRead, Membership
from storage.watching import Problem, Watched

CHANNELS = types.Channel | types.ChannelForbidden


def ids_of(messages: Iterable[Any], *kinds: Any) -> tuple[int, ...]:
    """The ids of those messages that are of one of these kinds, ascending."""
    return tuple(sorted(message.id for message in messages if isinstance(message, kinds)))


def channel_in(answer: Any) -> Any | None:
    """The broadcast channel that a `contacts.ResolvedPeer` is about, if it is about one."""
    if not isinstance(answer.peer, types.PeerChannel):
        return None
    chats = (chat for chat in answer.chats if chat.id == answer.peer.channel_id)
    return next((chat for chat in chats if isinstance(chat, CHANNELS) and not chat.megagroup), None)


def membership(chat: Any, account: str, watched: Watched) -> tuple[Membership, ...]:
    """What an answer says of the account's place in the channel, where that is news. A shortened chat doesn't say."""
    if not isinstance(chat, types.Channel) or chat.min or (account in watched.members) is not bool(chat.left):
        return ()
    return (Membership(account, chat.id, not chat.left),)


def refuse_if_foreign(messages: Iterable[Any], channel_id: int) -> None:
    """Answers have been seen to hold another channel's messages (Telegram-Archive #326).

    Raises:
        CannotRead: this one does.
    """
    peers = (message.peer_id for message in messages if message.peer_id is not None)
    if any(getattr(peer, "channel_id", None) != channel_id for peer in peers):
        raise CannotRead(Problem.BROKEN, "the answer holds messages of another channel")
