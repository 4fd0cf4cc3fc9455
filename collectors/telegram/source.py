"""Reads public channels through Telegram accounts: a name is resolved once, then history is polled by id.

Joins nothing by itself, lists no dialogs, keeps nothing but flood waits, and holds no transaction: the caller stores
what it returns. What Telegram pushes becomes hints (`live`) and never posts.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

import structlog
from telethon import errors
from telethon.tl import functions, types

from collectors.base import HISTORY, MEDIA, MESSAGES, AccessHash, Batch, CannotRead, FloodWait, Hashed, Learned, Looked
from collectors.cleaning import clean
from collectors.telegram.accounts import Account
from collectors.telegram.answers import CHANNELS, channel_in, ids_of, membership, refuse_if_foreign
from collectors.telegram.attempt import (
    LOOK_AGAIN,
    NO_SUCH_NAME,
    REFUSED,
    RESOLVE,
    UNREADABLE,
    Attempt,
    shorten,
    verdict,
)
from collectors.telegram.client import Api, check
from collectors.telegram.connection import Connection, Flooded, Resting, Unreachable
from collectors.telegram.convert import channel_of, posts_of
from collectors.telegram.files import hash_file
from collectors.telegram.history import History
from collectors.telegram.live import Ears, Listening
from collectors.telegram.spreading import Absences, Charges, Reader, in_order
from storage.model import Channel
from storage.watching import Problem, Watched

log = structlog.get_logger()

_OTHER_ACCOUNT_MAY = (Problem.FLOOD_WAIT, Problem.NO_ACCOUNT, Problem.PRIVATE, Problem.BLOCKED)

Answer = TypeVar("Answer")
_Read = Callable[[Attempt, Channel, int], Awaitable[Answer]]
"""Asks about a channel, which the account addresses by this hash."""


class TelethonSource:
    """A `Looker` over one or more accounts. Used as an async context manager, by one event loop."""

    name = "telegram"

    def __init__(
        self,
        accounts: Sequence[Account],
        api: Api,
        *,
        floods: Iterable[FloodWait] = (),
        in_charge: Mapping[str, str] | None = None,
        page: int = 100,
        first: int = 50,
        patience: float = 30.0,
    ):
        """`floods`: those that still hold, `in_charge`: username -> the account that read it last, both from the
        database. `page`: messages, at most 100. `first`: so many of them at the first contact with a channel.
        `patience`: seconds that a request may take, connecting included."""
        self._api = api
        self._ears = ears = Ears()
        self._connections = [Connection(account, api, patience, ears.hear) for account in accounts]
        self._limited = {(flood.account, flood.request): flood.until for flood in floods}
        self.live = Listening(ears, self._connections, self._limited)
        self._charges = Charges(in_charge or {})
        self._absences = Absences()
        self._pages = History(page, first)

    async def __aenter__(self) -> Self:
        """Take the session files; connecting waits for the first request.

        Raises:
            BadInput: another process uses one of them, or the server that is set is no good.
        """
        check(self._api)
        try:
            for connection in self._connections:
                connection.take()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Hang up and let go of the session files."""
        for connection in self._connections:
            await connection.close()

    async def trouble(self) -> dict[str, str]:
        """Account -> why a person must act before it can be used, after asking Telegram. What passes is left out."""
        found = {}
        for connection in self._connections:
            try:
                await connection.call(functions.updates.GetStateRequest())
            except Resting as error:
                found[connection.account] = str(error)
            except (Flooded, Unreachable, *UNREADABLE):
                continue
        return found

    def reader(self, watched: Watched, request: str, now: datetime) -> str | None:
        """As `Spread.reader`: the account that is tried first, unless none may be."""
        first = next(iter(self._readers(watched, now, request)), None)
        return first.account if first is not None and first.is_ready(now) else None

    async def read(self, watched: Watched, now: datetime) -> Batch:
        """As `Source.read`. An account that is limited, revoked or shut out is passed over for the next one. What was
        heard of while the answer was on its way may not be in it: then there is more to read."""
        known = watched.channel.channel_id if watched.channel is not None and watched.cursor is not None else 0
        heard = self._ears.news_of(known)
        account, batch = await self._through_accounts(watched, now, HISTORY, self._history)
        self._charges.has_read(account, watched.username, now)
        return replace(batch, more=batch.more or self._ears.news_of(known) != heard)

    async def look(self, watched: Watched, ids: Sequence[int], now: datetime) -> Looked:
        """As `Looker.look`. Where an account knows the channel, none has to resolve its name for this."""
        _, looked = await self._through_accounts(watched, now, MESSAGES, partial(self._by_id, ids))
        return looked

    async def hash_media(self, watched: Watched, message_id: int, limit: int, now: datetime) -> Hashed:
        """As `Hasher.hash_media`. Where an account knows the channel, none has to resolve its name for this."""
        _, hashed = await self._through_accounts(watched, now, MEDIA, partial(self._hashed, message_id, limit))
        return hashed

    async def _through_accounts(
        self, watched: Watched, now: datetime, kind: str, read: _Read[Answer]
    ) -> tuple[str, Answer]:
        """What the first account that can ask is answered, and which one it was. `kind`: of requests that it needs."""
        learned: list[Learned] = []
        refusals: list[CannotRead] = []
        for connection in self._in_order(watched, now, kind):
            try:
                answer = await self._addressed(Attempt(connection, watched, now, learned, self._limited), read)
            except CannotRead as refusal:
                refusals.append(refusal)
                if not self._another_may(refusals, connection.account, now):
                    break
            else:
                self._absences.answered(connection.account)
                return connection.account, answer
        told = verdict(refusals, now)
        told.learned = tuple(learned)
        raise told

    def _another_may(self, refusals: Sequence[CannotRead], account: str, now: datetime) -> bool:
        """Also where this account can't be reached for a while; two that can't be are the network."""
        last = refusals[-1].problem
        if last is not Problem.UNREACHABLE:
            self._absences.answered(account)
            return last in _OTHER_ACCOUNT_MAY
        self._absences.missed(account, now)
        return self._absences.is_lost(account, now) and all(one.problem is not last for one in refusals[:-1])

    def _in_order(self, watched: Watched, now: datetime, kind: str) -> list[Connection]:
        by_name = {one.account: one for one in self._connections}
        return [by_name[reader.account] for reader in self._readers(watched, now, kind)]

    def _readers(self, watched: Watched, now: datetime, kind: str) -> list[Reader]:
        shorten(self._limited, now)
        readers = [self._reader(one, watched, kind, now) for one in self._connections]
        if kind in (MESSAGES, MEDIA) and any(reader.knows for reader in readers):
            readers = [reader for reader in readers if reader.knows]
        return in_order(readers, self._charges.keeper(watched.username), now)

    def _reader(self, connection: Connection, watched: Watched, kind: str, now: datetime) -> Reader:
        account, knows = connection.account, connection.account in watched.hashes
        needed = (kind,) if knows else (RESOLVE, kind)
        return Reader(
            account=account,
            charge=self._charges.count(account),
            knows=knows,
            limited_until=max(filter(None, (self._limited.get((account, kind)) for kind in needed)), default=None),
            rests=connection.rests,
            took_over_at=self._charges.took_over_at(account),
            lost=self._absences.is_lost(account, now),
        )

    async def _addressed(self, attempt: Attempt, read: _Read[Answer]) -> Answer:
        """What is read under the hash that the account knows or, if that is none or no good, resolves."""
        channel, access_hash = attempt.watched.channel, attempt.watched.hashes.get(attempt.account)
        closed = False
        if channel is not None and access_hash is not None:
            try:
                return await read(attempt, channel, access_hash)
            except REFUSED as error:  # the hash expired, or the channel is gone: its name will tell
                closed = isinstance(error, errors.ChannelPrivateError)
        try:
            channel, access_hash = await self._resolve(attempt)
        except CannotRead as refusal:
            if closed and isinstance(refusal.__cause__, NO_SUCH_NAME):  # it is there, without a name and shut
                raise CannotRead(Problem.PRIVATE, f"no longer public: {refusal.detail}", refusal.until) from refusal
            raise
        try:
            return await read(attempt, channel, access_hash)
        except REFUSED as error:
            detail = f"@{attempt.watched.username} is not open to account {attempt.account} ({type(error).__name__})"
            raise CannotRead(Problem.PRIVATE, detail, attempt.now + LOOK_AGAIN) from error

    async def _resolve(self, attempt: Attempt) -> tuple[Channel, int]:
        """The channel behind the name, and the hash by which this account may address it."""
        known = attempt.watched.channel
        name = (known and known.username) or attempt.watched.username
        later = attempt.now + LOOK_AGAIN
        try:
            answer = await attempt.call(RESOLVE, functions.contacts.ResolveUsernameRequest(name))
        except NO_SUCH_NAME as error:
            raise CannotRead(Problem.NOT_FOUND, f"nobody on Telegram is called @{name}", later) from error
        chat = channel_in(answer)
        if chat is None:
            raise CannotRead(Problem.NOT_FOUND, f"@{name} is a person, a bot or a group, not a channel", later)
        if known and chat.id != known.channel_id:
            detail = f"@{name} is now another channel ({chat.id}) than the one that was followed ({known.channel_id})"
            raise CannotRead(Problem.NOT_FOUND, f"{detail}: correct the entry in the watchlist", later)
        attempt.learned.append(AccessHash(attempt.account, chat.id, chat.access_hash))
        return channel_of(chat), chat.access_hash

    async def _history(self, attempt: Attempt, channel: Channel, access_hash: int) -> Batch:
        peer, cursor = types.InputPeerChannel(channel.channel_id, access_hash), attempt.watched.cursor
        ask = partial(attempt.call, HISTORY)
        page = await (self._pages.newest(ask, peer) if cursor is None else self._pages.above(ask, peer, cursor))
        named = _named(page.messages, page.chats.values(), channel, attempt)
        attempt.learned.extend(membership(page.chats.get(channel.channel_id), attempt.account, attempt.watched))
        return Batch(
            channel=named[channel.channel_id],
            posts=posts_of(page.messages, named),
            cursor=max((message.id for message in page.messages), default=cursor),
            learned=tuple(attempt.learned),
            more=page.more,
            account=attempt.account,
            passed=ids_of(page.messages, types.MessageService, types.MessageEmpty),
        )

    async def _by_id(self, ids: Sequence[int], attempt: Attempt, channel: Channel, access_hash: int) -> Looked:
        answer = await _messages(ids, attempt, channel, access_hash)
        said = list({message.id: message for message in answer.messages if message.id in set(ids)}.values())
        named = _named(answer.messages, answer.chats, channel, attempt)
        return Looked(
            channel=named[channel.channel_id],
            posts=posts_of(said, named),
            absent=ids_of(said, types.MessageEmpty),
            passed=ids_of(said, types.MessageService),
            learned=tuple(attempt.learned),
        )

    async def _hashed(
        self, message_id: int, limit: int, attempt: Attempt, channel: Channel, access_hash: int
    ) -> Hashed:
        async def find() -> Any:
            answer = await _messages([message_id], attempt, channel, access_hash)
            _named(answer.messages, answer.chats, channel, attempt)
            return next((message for message in answer.messages if message.id == message_id), None)

        hashed = await hash_file(find, attempt.fetch, limit)
        return replace(hashed, learned=tuple(attempt.learned))


async def _messages(ids: Sequence[int], attempt: Attempt, channel: Channel, access_hash: int) -> Any:
    asked = [types.InputMessageID(message_id) for message_id in ids]
    peer = types.InputPeerChannel(channel.channel_id, access_hash)
    return await attempt.call(MESSAGES, functions.channels.GetMessagesRequest(peer, asked))


def _named(messages: Iterable[Any], chats: Iterable[Any], channel: Channel, attempt: Attempt) -> dict[int, Channel]:
    """The channels that an answer names, by id, `channel` itself among them.

    Raises:
        CannotRead: the answer is not one about an open channel.
    """
    known = {chat.id: chat for chat in chats if isinstance(chat, CHANNELS)}
    _refuse_if_closed(known.get(channel.channel_id), attempt)
    refuse_if_foreign(messages, channel.channel_id)
    return {channel.channel_id: channel} | {chat_id: channel_of(chat) for chat_id, chat in known.items()}


def _refuse_if_closed(chat: Any | None, attempt: Attempt) -> None:
    """What Telegram forbids its own applications to show isn't shown here either."""
    if isinstance(chat, types.ChannelForbidden):
        detail = f"@{attempt.watched.username} has shut out account {attempt.account}"
        raise CannotRead(Problem.PRIVATE, detail, attempt.now + LOOK_AGAIN)
    reasons = (chat.restriction_reason if chat is not None and chat.restricted else None) or ()
    everywhere = [reason.reason for reason in reasons if reason.platform == "all"]
    if everywhere:
        name, why = attempt.watched.username, clean(everywhere[0])
        detail = f"Telegram withholds @{name} from account {attempt.account} ({why})"
        refusal = CannotRead(Problem.BLOCKED, detail, attempt.now + LOOK_AGAIN)
        refusal.channel = channel_of(chat)
        raise refusal
