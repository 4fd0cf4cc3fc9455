"""The people and groups that talk to the bot, and what they see of it.

Tests hold these objects; the server's methods write into them. Nothing here reads a request.
"""

import asyncio
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.botapi.errors import ApiError, chat_not_found, forbidden, migrated
from tests.botapi.faults import Pace
from tests.botapi.markup import found_in, piece
from tests.botapi.seen import Press, Seen
from tests.botapi.updates import Updates

BOT = {
    "id": 7000000001,
    "is_bot": True,
    "first_name": "Seinpost",
    "username": "seinpost_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}

GROUP_BOT = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
"""Whose name stands over what is said in the name of a group, or of a channel in a group."""


GENERAL = 0
"""The topic of a forum that has no number of its own in requests."""


class Conversation:
    """A chat with the bot in it: its messages there, and why it may not write there any more.

    `shown`: each message as it was at first and after each edit, in that order.
    """

    def __init__(self, world: "World", chat_id: int):
        self.world = world
        self.id = chat_id
        self.messages: list[Seen] = []
        self.shown: list[Seen] = []
        self.refusal: ApiError | None = None
        self._new: asyncio.Queue[Seen] = asyncio.Queue()
        self._edited: asyncio.Queue[Seen] = asyncio.Queue()

    @property
    def raw(self) -> dict[str, Any]:
        raise NotImplementedError

    @property
    def unread(self) -> int:
        """How many messages `next_message` would give out at once."""
        return self._new.qsize()

    async def next_message(self, timeout: float = 5) -> Seen:  # noqa: ASYNC109 - a test says how patient it is
        """The next message of the bot that this method has not given out yet."""
        return await self._next(self._new, "message", timeout)

    async def next_edit(self, timeout: float = 5) -> Seen:  # noqa: ASYNC109
        """The next message that the bot edited."""
        return await self._next(self._edited, "edit", timeout)

    async def _next(self, queue: "asyncio.Queue[Seen]", what: str, seconds: float) -> Seen:
        try:
            return await asyncio.wait_for(queue.get(), seconds)
        except TimeoutError:
            refused = self.world.rejected_lines()
            raise AssertionError(
                f"no {what} in chat {self.id} within {seconds} s; refused requests: {refused}"
            ) from None

    def receive(self, seen: Seen) -> None:
        self.messages.append(seen)
        self.shown.append(copy(seen))
        self._new.put_nowait(seen)

    def edited(self, seen: Seen) -> None:
        seen.edits += 1
        self.shown.append(copy(seen))
        self._edited.put_nowait(seen)

    def find(self, message_id: int) -> Seen | None:
        return next((seen for seen in self.messages if seen.message_id == message_id), None)

    def _standing_changed(self, by: dict[str, Any], old: str, new: str) -> None:
        def member(status: str) -> dict[str, Any]:
            return {"user": BOT, "status": status} | ({"until_date": 0} if status == "kicked" else {})

        change = {"chat": self.raw, "from": by, "date": self.world.date}
        change |= {"old_chat_member": member(old), "new_chat_member": member(new)}
        self.world.updates.put("my_chat_member", change)


class Person(Conversation):
    """Somebody in a private chat with the bot, who may also speak in groups."""

    def __init__(self, world: "World", user_id: int, first_name: str, language_code: str | None):
        super().__init__(world, user_id)
        self.first_name = first_name
        self.language_code = language_code

    @property
    def user(self) -> dict[str, Any]:
        user = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        return user | ({"language_code": self.language_code} if self.language_code else {})

    @property
    def raw(self) -> dict[str, Any]:
        return {"id": self.id, "type": "private", "first_name": self.first_name}

    async def send(
        self,
        text: str,
        to: "Conversation | None" = None,
        answering: Seen | None = None,
        *,
        thread: int | None = None,
        forwarded_from: "Conversation | None" = None,
        forwarding: Seen | None = None,
        as_chat: "Conversation | None" = None,
    ) -> int:
        """Write to the bot, or in a group or a topic of it; the id of the message. Writing to the bot unblocks it.
        `as_chat`: in the name of the group itself, or of a channel."""
        chat = to or self
        if chat is self:
            self.unblock()
        message_id = self.world.next_message_id()
        entities = found_in(text)
        raw = {"message_id": message_id, "date": self.world.date, "chat": chat.raw, "from": self.user, "text": text}
        if as_chat is not None:
            raw |= {"from": GROUP_BOT if as_chat is chat else CHANNEL_BOT, "sender_chat": as_chat.raw}
        raw |= {"entities": entities} if entities else {}
        raw |= {"reply_to_message": answering.raw} if answering else {}
        raw |= {"message_thread_id": thread, "is_topic_message": True} if thread else {}
        if forwarded_from is not None:
            origin = {"type": "channel", "chat": forwarded_from.raw, "message_id": 1, "date": self.world.date}
            raw |= {"forward_origin": origin}
        if forwarding is not None:  # a message of the bot: its buttons stay behind
            origin = {"type": "user", "sender_user": BOT, "date": self.world.date}
            raw |= {"forward_origin": origin, "entities": forwarding.raw.get("entities", [])}
        to_bot = answering is not None and answering.raw["from"] == BOT
        if chat is self or to_bot or _is_for_bot(text, entities):
            self.world.updates.put("message", raw)
        return message_id

    async def forward_picture(self, origin: "Conversation", caption: str = "", album: str | None = None) -> None:
        """Forward a channel's post with a picture to the bot; of an album each picture is a message of its own."""
        size = {"file_id": "A", "file_unique_id": "A", "width": 90, "height": 60}
        head = {"message_id": self.world.next_message_id(), "date": self.world.date, "chat": self.raw}
        from_ = {"type": "channel", "chat": origin.raw, "message_id": 1, "date": self.world.date}
        raw = head | {"from": self.user, "forward_origin": from_, "photo": [size]}
        raw |= ({"caption": caption} if caption else {}) | ({"media_group_id": album} if album else {})
        self.world.updates.put("message", raw)

    async def press(self, message: Seen, what: str) -> Press:
        """Press the button with this label or this callback data."""
        data = next((key.data for key in message.buttons if what in {key.label, key.data} and key.data), None)
        assert data is not None, f"no button {what!r} to press among {message.labels}"
        return await self.forge(message, data)

    async def forge(self, message: Seen, data: str) -> Press:
        """Press what is no button of that message: a client can send any data."""
        press = Press(self.world.next_query_id(), data, asyncio.get_running_loop().create_future())
        self.world.presses[press.id] = press
        query = {"id": press.id, "from": self.user, "message": message.raw, "chat_instance": "1", "data": data}
        self.world.updates.put("callback_query", query)
        return press

    def block(self) -> None:
        self.refusal = forbidden("bot was blocked by the user")
        self._standing_changed(self.user, "member", "kicked")

    def unblock(self) -> None:
        if self.refusal is not None:
            self.refusal = None
            self._standing_changed(self.user, "kicked", "member")

    def deactivate(self) -> None:
        self.refusal = forbidden("user is deactivated")


class Group(Conversation):
    """A group with the bot in it. It sees only commands and replies to it (privacy mode, Telegram's default)."""

    def __init__(self, world: "World", chat_id: int, title: str, admins: tuple[Person, ...]):
        super().__init__(world, chat_id)
        self.title = title
        self.admins = admins

        self.topics: dict[int, str] = {}
        """Each "open" or "closed"; `GENERAL` is there as long as nothing else is said."""

    def topic(self, thread: int) -> int:
        """Opens a forum topic, or opens it again."""
        self.topics[thread] = "open"
        return thread

    @property
    def kind(self) -> str:
        return "supergroup" if self.id <= -1_000_000_000_000 else "group"

    @property
    def raw(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.kind, "title": self.title} | ({"is_forum": True} if self.topics else {})

    def migrate(self, to: int | None = None) -> "Group":
        """Become a supergroup with another id; the old id only answers with the new one."""
        moved = Group(self.world, to or -1_000_000_000_000 + self.id, self.title, self.admins)
        self.world.chats[moved.id] = moved
        self.refusal = migrated(moved.id)
        service = {"date": self.world.date, "from": BOT}
        for chat, change in ((self, {"migrate_to_chat_id": moved.id}), (moved, {"migrate_from_chat_id": self.id})):
            raw = {"message_id": self.world.next_message_id(), "chat": chat.raw}
            self.world.updates.put("message", service | raw | change)
        return moved

    def kick(self, by: Person) -> None:
        self.refusal = forbidden(f"bot was kicked from the {self.kind} chat")
        self._standing_changed(by.user, "member", "kicked")


class BroadcastChannel(Group):
    """A channel; `bot_posts`: the bot is an administrator there who may post."""

    def __init__(
        self, world: "World", chat_id: int, title: str, username: str, admins: tuple[Person, ...], *, bot_posts: bool
    ):
        super().__init__(world, chat_id, title, admins)
        self.username = username
        self.bot_posts = bot_posts

    @property
    def kind(self) -> str:
        return "channel"

    @property
    def raw(self) -> dict[str, Any]:
        return super().raw | {"username": self.username}


@dataclass(slots=True)
class World:
    """All chats, the bot's own card, and the updates on their way to it. `now` is what messages are dated with."""

    now: datetime = datetime(2024, 3, 15, 12, 0, tzinfo=UTC)
    chats: dict[int, Conversation] = field(default_factory=dict)
    updates: Updates = field(default_factory=Updates)
    pace: Pace = field(default_factory=Pace)
    presses: dict[str, Press] = field(default_factory=dict)
    texts: dict[tuple[str, str], Any] = field(default_factory=dict)  # (setting, language) -> commands, description ...
    rejected: list["Rejected"] = field(default_factory=list)
    _message_id: int = 0

    @property
    def date(self) -> int:
        return int(self.now.timestamp())

    def next_message_id(self) -> int:
        self._message_id += 1
        return self._message_id

    def next_query_id(self) -> str:
        return str(9_000_000 + len(self.presses))

    def known(self, chat_id: int) -> Conversation:
        chat = self.chats.get(chat_id)
        if chat is None:
            raise chat_not_found()
        return chat

    def called(self, username: str) -> Conversation:
        """The public channel with this name."""
        named = (chat for chat in self.chats.values() if isinstance(chat, BroadcastChannel))
        found = next((chat for chat in named if chat.username.lower() == username.lower()), None)
        if found is None:
            raise chat_not_found()
        return found

    def writable(self, chat_id: int) -> Conversation:
        """The chat, if the bot may write there."""
        chat = self.known(chat_id)
        if chat.refusal is not None:
            raise chat.refusal
        return chat

    def rejected_lines(self) -> list[str]:
        return [f"{rejected.method}: {rejected.reason}" for rejected in self.rejected]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A request of the bot that no Bot API server would take: a mistake of ours."""

    method: str
    reason: str
    parameters: dict[str, str]


def _is_for_bot(text: str, entities: list[dict[str, Any]]) -> bool:
    """In groups: a command without a name, or with this bot's; or a mention of it."""
    own = f"@{BOT['username']}".lower()
    for entity in entities:
        words = piece(text, entity).lower()
        if entity["type"] == "bot_command" and words.partition("@")[2] in {"", own[1:]}:
            return True
        if entity["type"] == "mention" and words == own:
            return True
    return False
