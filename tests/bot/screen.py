"""What a reader sees: messages that are sent, changed and lost."""

from bot.delivery.sender import Refused
from storage.messages import Message


class Crash(BaseException):
    """The program is gone in the middle of a request."""


class Screen:
    """What a reader sees: a sender whose messages can be read, changed and lost. `faults` come one for each request."""

    def __init__(self) -> None:
        self.messages: dict[int, str] = {}
        self.keys: dict[int, list[str]] = {}
        self.rings = 0
        self.faults: list[tuple[BaseException | None, bool]] = []

    async def send(self, chat_id: int, message: Message) -> int:
        fault, arrives = self._fault()
        if arrives:
            self.rings += 1
            self.messages[self.rings] = message.html
            self.keys[self.rings] = labels(message)
        if fault is not None:
            raise fault
        return self.rings

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        fault, arrives = self._fault()
        if message_id not in self.messages:
            raise Refused("message to edit not found")
        if arrives:
            self.messages[message_id] = message.html
            self.keys[message_id] = labels(message)
        if fault is not None:
            raise fault

    def _fault(self) -> tuple[BaseException | None, bool]:
        return self.faults.pop() if self.faults else (None, True)

    def having(self, number: int) -> list[str]:
        """The messages with a link to this post."""
        return [html for html in self.messages.values() if f'/{number}"' in html]


def labels(message: Message) -> list[str]:
    return [button.label for row in message.buttons for button in row]
