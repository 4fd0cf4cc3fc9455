"""An account becomes a member of a public channel, so that Telegram tells it at once what happens there.

Asks for one channel once. Which channels, by which account and how often is not decided here; there is no way to follow
an invitation, to join what has no public name, or to leave.
"""

from datetime import datetime, timedelta

from telethon import errors
from telethon.tl import functions, types

from collectors.base import CannotRead, FloodWait, JoinAnswer
from collectors.telegram.attempt import JOIN, NOT_LET_IN, REFUSED, Attempt
from storage.watching import Problem

FULL_FOR = timedelta(days=1)
"""How long an account joins nothing after it had too many channels: a person has to make room."""

REFUSED_FOR = timedelta(days=7)
"""How long a channel that refused an account is left alone."""

_TOO_MANY = (errors.ChannelsTooMuchError, errors.UserChannelsTooMuchError)
_WHY = {
    errors.InviteRequestSentError: "its administrators choose whom they let in; they have been asked",
    errors.UserBannedInChannelError: "Telegram does not let this account join channels at present",
    errors.UsersTooMuchError: "the channel is full",
}


async def join(attempt: Attempt) -> JoinAnswer:
    """What Telegram says to the account of `attempt`, which has resolved the name of its channel before.

    Raises:
        CannotRead: it can't be asked now (a flood wait, the line), or the account does not know the channel.
    """
    channel, access_hash = attempt.watched.channel, attempt.watched.hashes.get(attempt.account)
    if channel is None or channel.username is None or access_hash is None:
        detail = f"account {attempt.account} has not read @{attempt.watched.username} under a public name"
        raise CannotRead(Problem.NOT_FOUND, detail)
    request = functions.channels.JoinChannelRequest(types.InputChannel(channel.channel_id, access_hash))
    try:
        answer = await attempt.call(JOIN, request)
    except errors.UserAlreadyParticipantError:
        return JoinAnswer()
    except _TOO_MANY:
        return _full(attempt)
    except (*REFUSED, *NOT_LET_IN) as error:
        why = _WHY.get(type(error), f"the channel is closed to this account ({type(error).__name__})")
        return JoinAnswer(why, attempt.now + REFUSED_FOR)
    except CannotRead as refusal:
        if refusal.problem is Problem.BROKEN:  # it would be answered the same way at once, again and again
            return JoinAnswer(refusal.detail, attempt.now + REFUSED_FOR)
        refusal.learned = tuple(attempt.learned)
        raise
    if isinstance(answer, types.messages.ChatInviteJoinResultWebView):
        return JoinAnswer("a bot of the channel wants to check who joins", attempt.now + REFUSED_FOR)
    return JoinAnswer()


def _full(attempt: Attempt) -> JoinAnswer:
    """No other channel would let this account in either, so it is kept from asking."""
    until: datetime = attempt.now + FULL_FOR
    attempt.limited[attempt.account, JOIN] = until
    why = "the account is in as many channels as Telegram allows: leave some of them in a Telegram app"
    return JoinAnswer(why, until, (FloodWait(attempt.account, JOIN, until),))
