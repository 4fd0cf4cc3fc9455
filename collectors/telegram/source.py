"""Reads public channels through Telegram accounts: a name is resolved once, then history is polled by id.

Joins nothing, lists no dialogs, keeps nothing but flood waits, and holds no transaction: the caller stores what it
returns. Updates that Telegram pushes are not used.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import structlog
from telethon import errors
from telethon.tl import functions, types

from collectors.base import AccessHash, Batch, CannotRead, FloodWait, Learned, Rests
from collectors.cleaning import clean
from collectors.telegram.accounts import Account
from collectors.telegram.client import Api, check
from collectors.telegram.connection import Connection, Flooded, Resting, Unreachable
from collectors.telegram.convert import channel_of, posts_of
from collectors.telegram.spreading import Charges, Reader, in_order
from storage.model import Channel, Problem, Watched

log = structlog.get_logger()

RESOLVE = "resolve"
HISTORY = "history"

_NO_SUCH_NAME = (errors.UsernameNotOccupiedError, errors.UsernameInvalidError)
_REFUSED = (
    errors.ChannelInvalidError,
    errors.ChannelPrivateError,
    errors.PeerIdInvalidError,
    errors.ChannelPublicGroupNaError,
)
_UNREADABLE = (errors.RPCError, errors.TypeNotFoundError)
_CHANNELS = types.Channel | types.ChannelForbidden
_PAGES_BEYOND = 50
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


class TelethonSource:
    """A `Source` over one or more accounts. Used as an async context manager, by one event loop."""

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
        database. `page`, `first`: at most 100, Telegram gives no more at
        once. `patience`: seconds that a request may take, connecting included."""
        self._api = api
        self._connections = [Connection(account, api, patience) for account in accounts]
        self._limited = {(flood.account, flood.request): flood.until for flood in floods}
        self._charges = Charges(in_charge or {})
        self._counts: dict[int, int] = {}
        self._page = page
        self._first = first

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
        learned: list[Learned] = []
        refusals: list[CannotRead] = []
        for connection in self._in_order(watched, now):
            try:
                batch = await self._batch(_Attempt(connection, watched, now, learned))
            except CannotRead as refusal:
                refusals.append(refusal)
                if refusal.problem not in _OTHER_ACCOUNT_MAY:
                    break
            else:
                self._charges.has_read(connection.account, watched.username, now)
                return batch
        verdict = _verdict(refusals, now)
        verdict.learned = tuple(learned)
        raise verdict

    def _in_order(self, watched: Watched, now: datetime) -> list[Connection]:
        by_name = {connection.account: connection for connection in self._connections}
        readers = [self._reader(connection, watched) for connection in self._connections]
        chosen = in_order(readers, self._charges.keeper(watched.username), now)
        return [by_name[reader.account] for reader in chosen]

    def _reader(self, connection: Connection, watched: Watched) -> Reader:
        account, knows = connection.account, connection.account in watched.hashes
        needed = (HISTORY,) if knows else (RESOLVE, HISTORY)
        return Reader(
            account=account,
            charge=self._charges.count(account),
            knows=knows,
            limited_until=max(filter(None, (self._limited.get((account, kind)) for kind in needed)), default=None),
            rests=connection.rests,
            took_over_at=self._charges.took_over_at(account),
        )

    async def _batch(self, attempt: _Attempt) -> Batch:
        channel, access_hash = attempt.watched.channel, attempt.watched.hashes.get(attempt.account)
        closed = False
        if channel is not None and access_hash is not None:
            try:
                return await self._history(attempt, channel, access_hash)
            except _REFUSED as error:  # the hash expired, or the channel is gone: its name will tell
                closed = isinstance(error, errors.ChannelPrivateError)
        try:
            channel, access_hash = await self._resolve(attempt)
        except CannotRead as refusal:
            if closed and isinstance(refusal.__cause__, _NO_SUCH_NAME):  # it is there, without a name and shut
                raise CannotRead(Problem.PRIVATE, f"no longer public: {refusal.detail}", refusal.until) from refusal
            raise
        try:
            return await self._history(attempt, channel, access_hash)
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
        chat = _channel_in(answer)
        if chat is None:
            raise CannotRead(Problem.NOT_FOUND, f"@{name} is a person, a bot or a group, not a channel", later)
        if known and chat.id != known.channel_id:
            detail = f"@{name} is now another channel ({chat.id}) than the one that was followed ({known.channel_id})"
            raise CannotRead(Problem.NOT_FOUND, f"{detail}: correct the entry in the watchlist", later)
        attempt.learned.append(AccessHash(attempt.account, chat.id, chat.access_hash))
        return channel_of(chat), chat.access_hash

    async def _history(self, attempt: _Attempt, channel: Channel, access_hash: int) -> Batch:
        cursor = attempt.watched.cursor
        answer = await self._page_above(attempt, types.InputPeerChannel(channel.channel_id, access_hash), cursor)
        chats = {chat.id: chat for chat in answer.chats if isinstance(chat, _CHANNELS)}
        _refuse_if_closed(chats.get(channel.channel_id), attempt)
        _refuse_if_foreign(answer.messages, channel.channel_id)
        named = {chat_id: channel_of(chat) for chat_id, chat in chats.items()}
        fresh = [message for message in answer.messages if cursor is None or message.id > cursor]
        return Batch(
            channel=named.get(channel.channel_id, channel),
            posts=posts_of(fresh, named),
            cursor=max((message.id for message in fresh), default=cursor),
            learned=tuple(attempt.learned),
            more=cursor is not None and _may_go_on(fresh, cursor, self._page),
            account=attempt.account,
        )

    async def _page_above(self, attempt: _Attempt, peer: Any, cursor: int | None) -> Any:
        """The messages just above the cursor; without one, the newest few.

        Telegram leaves out what local law forbids *after* it has cut the page, so a page may be empty although more
        follows. Its count of all messages tells: when it grew and nothing came, the newest are looked at.
        """
        if cursor is None:
            answer = await self._call(attempt, HISTORY, _history_request(peer, 0, 0, self._first))
        else:
            answer = await self._call(attempt, HISTORY, _history_request(peer, cursor + 1, -self._page, self._page))
        grew = self._grew(peer.channel_id, answer)
        if cursor is None or answer.messages or not grew:
            return answer
        return await self._beyond_a_gap(attempt, peer, cursor)

    async def _beyond_a_gap(self, attempt: _Attempt, peer: Any, cursor: int) -> Any:
        """The first page above the cursor on which something can be read; an empty one if there is none."""
        answer = await self._call(attempt, HISTORY, _history_request(peer, 0, 0, self._page))
        if all(message.id <= cursor for message in answer.messages):
            return answer
        for step in range(2, _PAGES_BEYOND):
            request = _history_request(peer, cursor + 1, -step * self._page, self._page)
            answer = await self._call(attempt, HISTORY, request)
            if answer.messages:
                log.warning("posts withheld", channel=peer.channel_id, above=cursor, pages=step - 1)
                break
        return answer

    def _grew(self, channel_id: int, answer: Any) -> bool:
        before, count = self._counts.get(channel_id), getattr(answer, "count", 0)
        self._counts[channel_id] = count
        return before is not None and count > before

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


def _history_request(peer: Any, offset_id: int, add_offset: int, limit: int) -> Any:
    """Telegram's own min_id isn't used: far below the newest message it makes the answer empty (so says Telethon)."""
    return functions.messages.GetHistoryRequest(
        peer, offset_id, offset_date=None, add_offset=add_offset, limit=limit, max_id=0, min_id=0, hash=0
    )


def _may_go_on(fresh: Sequence[Any], cursor: int, page: int) -> bool:
    """A page is full, or so many ids were passed over that it was full before Telegram left something out."""
    return len(fresh) >= page or max((message.id for message in fresh), default=cursor) - cursor >= page


def _channel_in(answer: Any) -> Any | None:
    """The broadcast channel that a `contacts.ResolvedPeer` is about, if it is about one."""
    if not isinstance(answer.peer, types.PeerChannel):
        return None
    chats = (chat for chat in answer.chats if chat.id == answer.peer.channel_id)
    return next((chat for chat in chats if isinstance(chat, _CHANNELS) and not chat.megagroup), None)


def _refuse_if_closed(chat: Any | None, attempt: _Attempt) -> None:
    """What Telegram forbids its own applications to show isn't shown here either."""
    if isinstance(chat, types.ChannelForbidden):
        detail = f"@{attempt.watched.username} has shut out account {attempt.account}"
        raise CannotRead(Problem.PRIVATE, detail, attempt.now + _LOOK_AGAIN)
    reasons = (chat.restriction_reason if chat is not None and chat.restricted else None) or ()
    everywhere = [reason.reason for reason in reasons if reason.platform == "all"]
    if everywhere:
        detail = (
            f"Telegram withholds @{attempt.watched.username} from account {attempt.account} ({clean(everywhere[0])})"
        )
        refusal = CannotRead(Problem.BLOCKED, detail, attempt.now + _LOOK_AGAIN)
        refusal.channel = channel_of(chat)
        raise refusal


def _refuse_if_foreign(messages: Iterable[Any], channel_id: int) -> None:
    peers = (message.peer_id for message in messages if message.peer_id is not None)
    if any(getattr(peer, "channel_id", None) != channel_id for peer in peers):
        raise CannotRead(Problem.BROKEN, "the answer holds messages of another channel")


def _verdict(refusals: Sequence[CannotRead], now: datetime) -> CannotRead:
    """One refusal for all: the one that may be over first. A resting account says nothing about the channel."""
    if not refusals:
        return CannotRead(Problem.NO_ACCOUNT, "no Telegram account is set up: run `seinpost account login`")
    spoken = [refusal for refusal in refusals if refusal.problem is not Problem.NO_ACCOUNT]
    return min(spoken or refusals, key=lambda refusal: refusal.until or now)
