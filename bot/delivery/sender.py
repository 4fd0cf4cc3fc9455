"""The port through which messages leave, and the few ways in which that goes wrong.

Says nothing of how (`telegram.py`, `terminal.py`), nor of what to do about it (`retry.py`, `queue.py`).
"""

from datetime import timedelta
from typing import Protocol

from storage.messages import Message


class Sender(Protocol):
    """Sends rendered messages, and changes those that it sent."""

    async def send(self, chat_id: int, message: Message) -> int:
        """Send one message and return its id in the chat.

        Raises:
            Trouble: one of the six below, and nothing else that is expected.
        """
        ...

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        """Put a message in the place of one that was sent. The same again changes nothing, and is no error.

        Raises:
            Trouble: as `send`; `MaybeSent` says that it may be changed already. `Refused` also where that message is
                gone or can't be changed any more.
        """
        ...


class Trouble(Exception):  # noqa: N818 - these read as sentences where they are caught
    """A message did not, or not surely, reach its chat. The text is for the operator and holds no post's words."""


class Gone(Trouble):
    """Blocked, deactivated, kicked, no such chat: the chat rests until somebody there wakes it."""


class Refused(Trouble):
    """A message that can't be sent as it is: our mistake. Trying again changes nothing."""


class Later(Trouble):
    """The message surely did not go out, and may later. `after`: the wait that the other side asked for, if it did."""

    def __init__(self, why: str, after: timedelta | None = None):
        super().__init__(why)
        self.after = after


class MaybeSent(Trouble):
    """The request went out and no answer came back: the message may be in the chat. Never sent again blindly."""


class Moved(Trouble):
    """The group lives on under another id."""

    def __init__(self, chat_id: int):
        super().__init__(f"the group moved to {chat_id}")
        self.chat_id = chat_id


class BadToken(Trouble):
    """The bot itself is refused: nothing reaches anybody until the operator mends it."""
