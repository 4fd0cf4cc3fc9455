"""Reads public channels through Telegram accounts: a name is resolved once, then history is polled by id.

Joins nothing, lists no dialogs, keeps nothing but flood waits, and holds no transaction: the caller stores what it
returns. Updates that Telegram pushes are not used.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

import structlog
from telethon import errors
from telethon.tl import functions, types

from collectors.base import AccessHash, Batch, CannotRead, FloodWait, Learned, Looked, Rests
from collectors.cleaning import clean
from collectors.telegram.accounts import Account
from collectors.telegram.answers import CHANNELS, channel_in, ids_of, refuse_if_foreign
from collectors.telegram.client import Api, check
from collectors.telegram.connection import Connection, Flooded, Resting, Unreachable
from collectors.telegram.convert import channel_of, posts_of
from collectors.telegram.history import History
from collectors.telegram.spreading import Charges, Reader, in_order
from storage.model import Channel, Problem, Watched

log = structlog.get_logger()

RESOLVE = "resolve"
HISTORY = "history"
MESSAGES = "messages"

_NO_SUCH_NAME = (errors.UsernameNotOccupiedError, errors.UsernameInvalidError)
_REFUSED = (
    errors.ChannelInvalidError,
    errors.ChannelPrivateError,
    errors.PeerIdInvalidError,
    errors.ChannelPublicGroupNaError,
)
_UNREADABLE = (errors.RPCError, errors.TypeNotFoundError)
_LOOK_AGAIN = timedelta(hours=1)  # after a definite no: resolving names is scarce
_OTHER_ACCOUNT_MAY = (Problem.FLOOD_WAIT, Problem.NO_ACCOUNT, Problem.PRIVATE)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One try at one channel through one account. `learned` grows on the way and is shared by all tries of a read."""

    connection: Connection
    watched: Watched
    now: datetime
    learned: list[Learned]

    @property
    def account(self) -> str:
        return self.connection.account


Answer = TypeVar("Answer")
_Read = Callable[[_Attempt, Channel, int], Awaitable[Answer]]
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
        self._connections = [Connection(account, api, patience) for account in accounts]
        self._limited = {(flood.account, flood.request): flood.until for flood in floods}
        self._charges = Charges(in_charge or {})
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
            except (Flooded, Unreachable, *_UNREADABLE):
                continue
        return found

    async def read(self, watched: Watched, now: datetime) -> Batch:
        """As `Source.read`. An account that is limited, revoked or shut out is passed over for the next one."""
        account, batch = await self._through_accounts(watched, now, HISTORY, self._history)
        self._charges.has_read(account, watched.username, now)
        return batch

    async def look(self, watched: Watched, ids: Sequence[int], now: datetime) -> Looked:
        """As `Looker.look`. Where an account knows the channel, none has to resolve its name for this."""
        _, looked = await self._through_accounts(watched, now, MESSAGES, partial(self._by_id, ids))
        return looked

    async def _through_accounts(
        self, watched: Watched, now: datetime, kind: str, read: _Read[Answer]
    ) -> tuple[str, Answer]:
        """What the first account that can ask is answered, and which one it was. `kind`: of requests that it needs."""
        learned: list[Learned] = []
        refusals: list[CannotRead] = []
        for connection in self._in_order(watched, now, kind):
            try:
                return connection.account, await self._addressed(_Attempt(connection, watched, now, learned), read)
            except CannotRead as refusal:
                refusals.append(refusal)
                if refusal.problem not in _OTHER_ACCOUNT_MAY:
                    break
        verdict = _verdict(refusals, now)
        verdict.learned = tuple(learned)
        raise verdict

    def _in_order(self, watched: Watched, now: datetime, kind: str) -> list[Connection]:
        by_name = {connection.account: connection for connection in self._connections}
        readers = [self._reader(connection, watched, kind) for connection in self._connections]
        if kind == MESSAGES and any(reader.knows for reader in readers):
            readers = [reader for reader in readers if reader.knows]
        chosen = in_order(readers, self._charges.keeper(watched.username), now)
        return [by_name[reader.account] for reader in chosen]

    def _reader(self, connection: Connection, watched: Watched, kind: str) -> Reader:
        account, knows = connection.account, connection.account in watched.hashes
        needed = (kind,) if knows else (RESOLVE, kind)
        return Reader(
            account=account,
            charge=self._charges.count(account),
            knows=knows,
            limited_until=max(filter(None, (self._limited.get((account, kind)) for kind in needed)), default=None),
            rests=connection.rests,
            took_over_at=self._charges.took_over_at(account),
        )

    async def _addressed(self, attempt: _Attempt, read: _Read[Answer]) -> Answer:
        """What is read under the hash that the account knows or, if that is none or no good, resolves."""
        channel, access_hash = attempt.watched.channel, attempt.watched.hashes.get(attempt.account)
        closed = False
        if channel is not None and access_hash is not None:
            try:
                return await read(attempt, channel, access_hash)
            except _REFUSED as error:  # the hash expired, or the channel is gone: its name will tell
                closed = isinstance(error, errors.ChannelPrivateError)
        try:
            channel, access_hash = await self._resolve(attempt)
        except CannotRead as refusal:
            if closed and isinstance(refusal.__cause__, _NO_SUCH_NAME):  # it is there, without a name and shut
                raise CannotRead(Problem.PRIVATE, f"no longer public: {refusal.detail}", refusal.until) from refusal
            raise
        try:
            return await read(attempt, channel, access_hash)
        except _REFUSED as error:
            detail = f"@{attempt.watched.username} is not open to account {attempt.account} ({type(error).__name__})"
            raise CannotRead(Problem.PRIVATE, detail, attempt.now + _LOOK_AGAIN) from error

    async def _resolve(self, attempt: _Attempt) -> tuple[Channel, int]:
        """The channel behind the name, and the hash by which this account may address it."""
        known = attempt.watched.channel
        name = (known and known.username) or attempt.watched.username
        later = attempt.now + _LOOK_AGAIN
        try:
            answer = await self._call(attempt, RESOLVE, functions.contacts.ResolveUsernameRequest(name))
        except _NO_SUCH_NAME as error:
            raise CannotRead(Problem.NOT_FOUND, f"nobody on Telegram is called @{name}", later) from error
        chat = channel_in(answer)
        if chat is None:
            raise CannotRead(Problem.NOT_FOUND, f"@{name} is a person, a bot or a group, not a channel", later)
        if known and chat.id != known.channel_id:
            detail = f"@{name} is now another channel ({chat.id}) than the one that was followed ({known.channel_id})"
            raise CannotRead(Problem.NOT_FOUND, f"{detail}: correct the entry in the watchlist", later)
        attempt.learned.append(AccessHash(attempt.account, chat.id, chat.access_hash))
        return channel_of(chat), chat.access_hash

    async def _history(self, attempt: _Attempt, channel: Channel, access_hash: int) -> Batch:
        peer, cursor = types.InputPeerChannel(channel.channel_id, access_hash), attempt.watched.cursor
        ask = partial(self._call, attempt, HISTORY)
        page = await (self._pages.newest(ask, peer) if cursor is None else self._pages.above(ask, peer, cursor))
        named = _named(page.messages, page.chats.values(), channel, attempt)
        return Batch(
            channel=named[channel.channel_id],
            posts=posts_of(page.messages, named),
            cursor=max((message.id for message in page.messages), default=cursor),
            learned=tuple(attempt.learned),
            more=page.more,
            account=attempt.account,
            passed=ids_of(page.messages, types.MessageService, types.MessageEmpty),
        )

    async def _by_id(self, ids: Sequence[int], attempt: _Attempt, channel: Channel, access_hash: int) -> Looked:
        asked = [types.InputMessageID(message_id) for message_id in ids]
        peer = types.InputPeerChannel(channel.channel_id, access_hash)
        answer = await self._call(attempt, MESSAGES, functions.channels.GetMessagesRequest(peer, asked))
        said = list({message.id: message for message in answer.messages if message.id in set(ids)}.values())
        named = _named(answer.messages, answer.chats, channel, attempt)
        return Looked(
            channel=named[channel.channel_id],
            posts=posts_of(said, named),
            absent=ids_of(said, types.MessageEmpty),
            passed=ids_of(said, types.MessageService),
            learned=tuple(attempt.learned),
        )

    async def _call(self, attempt: _Attempt, kind: str, request: Any) -> Any:
        """Telegram's answer, unless this account is to leave this kind of request alone."""
        limited = self._limited.get((attempt.account, kind))
        if limited and attempt.now < limited:
            raise CannotRead(Problem.FLOOD_WAIT, f"account {attempt.account}, requests of kind {kind}", limited)
        try:
            return await attempt.connection.call(request)
        except Flooded as flood:
            # `now` is when the read began: the extra second makes up for the time since.
            until = attempt.now + timedelta(seconds=flood.seconds + 1)
            self._limited[attempt.account, kind] = until
            attempt.learned.append(FloodWait(attempt.account, kind, until))
            raise CannotRead(
                Problem.FLOOD_WAIT, f"account {attempt.account}, requests of kind {kind}", until
            ) from flood
        except Resting as error:
            attempt.learned.append(Rests(attempt.account, str(error)))
            raise CannotRead(Problem.NO_ACCOUNT, str(error)) from error
        except Unreachable as error:
            raise CannotRead(Problem.UNREACHABLE, f"account {attempt.account}: {error}") from error
        except _REFUSED + _NO_SUCH_NAME:
            raise
        except _UNREADABLE as error:
            raise CannotRead(Problem.BROKEN, f"Telegram's answer ({type(error).__name__})") from error


def _named(messages: Iterable[Any], chats: Iterable[Any], channel: Channel, attempt: _Attempt) -> dict[int, Channel]:
    """The channels that an answer names, by id, `channel` itself among them.

    Raises:
        CannotRead: the answer is not one about an open channel.
    """
    known = {chat.id: chat for chat in chats if isinstance(chat, CHANNELS)}
    _refuse_if_closed(known.get(channel.channel_id), attempt)
    refuse_if_foreign(messages, channel.channel_id)
    return {channel.channel_id: channel} | {chat_id: channel_of(chat) for chat_id, chat in known.items()}


def _refuse_if_closed(chat: Any | None, attempt: _Attempt) -> None:
    """What Telegram forbids its own applications to show isn't shown here either."""
    if isinstance(chat, types.ChannelForbidden):
        detail = f"@{attempt.watched.username} has shut out account {attempt.account}"
        raise CannotRead(Problem.PRIVATE, detail, attempt.now + _LOOK_AGAIN)
    reasons = (chat.restriction_reason if chat is not None and chat.restricted else None) or ()
    everywhere = [reason.reason for reason in reasons if reason.platform == "all"]
    if everywhere:
        name, why = attempt.watched.username, clean(everywhere[0])
        detail = f"Telegram withholds @{name} from account {attempt.account} ({why})"
        refusal = CannotRead(Problem.BLOCKED, detail, attempt.now + _LOOK_AGAIN)
        refusal.channel = channel_of(chat)
        raise refusal


def _verdict(refusals: Sequence[CannotRead], now: datetime) -> CannotRead:
    """One refusal for all: the one that may be over first. A resting account says nothing about the channel."""
    if not refusals:
        return CannotRead(Problem.NO_ACCOUNT, "no Telegram account is set up: run `seinpost account login`")
    spoken = [refusal for refusal in refusals if refusal.problem is not Problem.NO_ACCOUNT]
    return min(spoken or refusals, key=lambda refusal: refusal.until or now)
