"""What a message in a private chat means that is no command. Decides only; the flow that is named does it."""

from collections.abc import Awaitable, Callable
from functools import partial

from bot.chat.channel_names import channel_of_forward
from bot.chat.flows import answering, beginning, claims, editing, explaining, outlets, subscribing, watching
from bot.chat.flows.turn import Turn

Meant = tuple[str, Callable[[], Awaitable[None]]]
"""The command that somebody means, and what does it."""


def meant_by(turn: Turn, text: str) -> Meant:
    """An answer to a question of ours, a forwarded alert or post, the owner's code, or the name of something to
    follow."""
    if answered := _answered(turn, text):
        return answered
    if explaining.is_forwarded_alert(turn):
        return "why", partial(explaining.why_forwarded, turn)
    if forwarded := _forwarded(turn):
        return forwarded
    if beginning.is_owner_code(turn, text):
        return "owner", partial(beginning.become_owner, turn, text)
    return "subscribe", partial(subscribing.subscribe, turn, text)


def _answered(turn: Turn, text: str) -> Meant | None:
    """A reason that was asked for, or what `answering` asks, or other words for a claim."""
    if settled := claims.reason_asked(turn):
        return "settle", partial(claims.give_reason, turn, *settled, text)
    if answer := answering.answer_of(turn):
        return answer[0], partial(answer[1], turn, text)
    if draft_id := editing.draft_answered(turn):
        return "newclaim", partial(editing.reword, turn, draft_id, text)
    return None


def meant_without_words(turn: Turn, text: str) -> Meant:
    """Most posts have a picture: one that is forwarded says of which channel it is. All else is not understood."""
    return _forwarded(turn) or ("help", partial(beginning.unknown_message, turn, text))


def _forwarded(turn: Turn) -> Meant | None:
    """A post of a channel: an editor may mean one of the desk's own."""
    origin = channel_of_forward(turn.message)
    if origin is None or turn.message is None or turn.message.forward_origin is None:
        return None
    if turn.is_editor:
        return "channel", partial(outlets.forwarded, turn, origin)
    return "channels", partial(watching.posted, turn, origin)
