"""One client's connection: opens its messages, has the requests answered, seals the answers, and suffers the faults.

What a method means is in methods.py and login.py.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

from telethon.errors import TypeNotFoundError
from telethon.tl import TLRequest, functions, types

from tests.telegram import envelope as envelopes
from tests.telegram import login, methods
from tests.telegram.accounts import Account, StoredKey
from tests.telegram.answers import Call, Refusal, method_name
from tests.telegram.clock import MessageIds, server_now
from tests.telegram.envelope import BrokenEnvelope, Envelope, Part
from tests.telegram.faults import Fate, Fault, Faults
from tests.telegram.handshake import BrokenHandshake, Handshake
from tests.telegram.keys import server_key
from tests.telegram.transport import BrokenFraming, Link
from tests.telegram.world import World

_BAD_SALT = 48
_KEY_UNKNOWN = struct.pack("<i", -404)
_TRUE, _VECTOR = 0x997275B5, 0x1CB5C415


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived. `account` None: not logged in. `outcome`: "answered", an rpc_error, or a fate."""

    account: Account | None
    method: str
    request: Any
    outcome: str


class Office(Protocol):
    """What a connection needs of its server."""

    world: World
    faults: Faults

    @property
    def address(self) -> tuple[str, int]: ...

    def record(self, asked: Asked) -> None: ...

    def complain(self, violation: str) -> None: ...


class _Ending(Enum):
    """How a packet's work ends."""

    STAY = auto()
    CUT = auto()
    HALF = auto()


class Connection:
    """Serves until the client leaves or a fault cuts the line."""

    def __init__(self, link: Link, office: Office):
        self._link = link
        self._office = office
        self._ids = MessageIds()
        self._sent = 0
        self._session_id: int | None = None
        self._handshake: Handshake | None = None
        self._wants_updates = False
        self.key: StoredKey | None = None

    async def serve(self) -> None:
        try:
            while (packet := await self._link.read()) is not None and await self._take(packet):
                pass
        except (BrokenFraming, BrokenHandshake, BrokenEnvelope, TypeNotFoundError) as error:
            self._office.complain(f"{type(error).__name__}: {error}")
        finally:
            self._link.hang_up()

    def cut(self) -> None:
        self._link.cut()

    def push(self, updates: Any) -> None:
        """Updates, unless this client asked for none."""
        if self._wants_updates and self.key is not None:
            self._send([self._part(bytes(updates), self._ids.push())])

    # --- packets ---

    async def _take(self, packet: bytes) -> bool:
        """Whether the line stays open."""
        key_id = envelopes.key_id_of(packet)
        if key_id == 0:
            self._shake_hands(envelopes.plain_body(packet))
            return True
        self.key = self._office.world.keys.get(key_id)
        if self.key is None:
            self._link.write(_KEY_UNKNOWN)
            return False
        return await self._open(envelopes.opened(packet, self.key.auth_key), self.key)

    def _shake_hands(self, request: Any) -> None:
        if self._handshake is None or isinstance(request, functions.ReqPqMultiRequest):
            self._handshake = Handshake(server_key(), int(server_now().timestamp()))
        reply = self._handshake.answer(request)
        if self._handshake.key is not None:
            self._office.world.add_key(self._handshake.key)
            self._handshake = None
        self._link.write(envelopes.plain_packet(self._ids.answer(), bytes(reply)))

    async def _open(self, envelope: Envelope, key: StoredKey) -> bool:
        fresh, self._session_id = envelope.session_id != self._session_id, envelope.session_id
        if envelope.salt != key.salt:
            refusal = types.BadServerSalt(envelope.message_id, envelope.sequence, _BAD_SALT, key.salt)
            self._session_id = None if fresh else self._session_id
            self._send([self._part(bytes(refusal))], session_id=envelope.session_id)
            return True
        parts = []
        if fresh:
            parts.append(self._part(bytes(types.NewSessionCreated(envelope.message_id, envelope.session_id, key.salt))))
        for message_id, _, content in envelopes.messages_in(envelope.message_id, envelope.sequence, envelope.body):
            reply, ending = self._reply(message_id, content, key)
            parts += [self._part(reply)] if reply else []
            if ending is not _Ending.STAY:
                await self._end(parts, ending)
                return False
        self._send(parts)
        return True

    async def _end(self, parts: list[Part], ending: _Ending) -> None:
        if ending is _Ending.HALF:
            await self._link.write_half(self._sealed(parts))
        else:
            self._link.cut()

    def _part(self, body: bytes, message_id: int | None = None) -> Part:
        self._sent += 1
        return Part(message_id or self._ids.answer(), self._sent * 2 - 1, body)

    def _send(self, parts: list[Part], session_id: int | None = None) -> None:
        if parts:
            self._link.write(self._sealed(parts, session_id))

    def _sealed(self, parts: list[Part], session_id: int | None = None) -> bytes:
        assert self.key is not None
        one = parts[0] if len(parts) == 1 else Part(self._ids.answer(), self._sent * 2, envelopes.container(parts))
        session = session_id or self._session_id or 0
        envelope = Envelope(self.key.salt, session, one.message_id, one.sequence, one.body)
        return envelopes.sealed(envelope, self.key.auth_key)

    # --- messages ---

    def _reply(self, message_id: int, content: Any, key: StoredKey) -> tuple[bytes, _Ending]:
        """The body of the answer (empty: none) and what becomes of the line."""
        service = _SERVICES.get(type(content))
        if service is not None:
            return service(self._office.world, key, message_id, content), _Ending.STAY
        if not isinstance(content, TLRequest):
            self._office.complain(f"a client sent {type(content).__name__}")
            return b"", _Ending.STAY
        return self._rpc(message_id, content, key)

    def _rpc(self, message_id: int, content: Any, key: StoredKey) -> tuple[bytes, _Ending]:
        asker = key.account
        request, refusal = self._unwrapped(content, key)
        method = method_name(request)
        fault = self._office.faults.of(method, asker)
        if fault is not None and fault.fate in (Fate.IGNORED, Fate.DROPPED_BEFORE):
            self._office.record(Asked(asker, method, request, fault.fate))
            return b"", _Ending.STAY if fault.fate is Fate.IGNORED else _Ending.CUT
        body, outcome = self._answer(request, key, refusal or _refusal_of(fault))
        if fault is not None and fault.fate is not Fate.REFUSED:
            outcome = fault.fate
        self._office.record(Asked(asker or key.account, method, request, outcome))
        return envelopes.rpc_result(message_id, body), _endings(fault)

    def _answer(self, request: Any, key: StoredKey, refusal: Refusal | None) -> tuple[bytes, str]:
        """The serialised result or rpc_error, and its name in the record."""
        try:
            return _serialised(self._result(request, key, refusal)), "answered"
        except Refusal as error:
            return bytes(types.RpcError(error.code, error.error)), error.error
        except (AssertionError, AttributeError, TypeError, struct.error) as error:
            # What a test handed in (media, entities, fields) is no TL. Hanging up would make the client try for ever.
            self._office.complain(f"the answer to {method_name(request)} can't be written: {error!r}")
            return bytes(types.RpcError(400, "LOOPBACK_ANSWER_BROKEN")), "LOOPBACK_ANSWER_BROKEN"

    def _result(self, request: Any, key: StoredKey, refusal: Refusal | None) -> Any:
        if refusal is not None:
            raise refusal
        answer = _METHODS.get(type(request))
        if answer is None:
            self._office.complain(f"asked for {method_name(request)}, which nobody should need")
            raise Refusal("METHOD_INVALID")
        return answer(Call(self._office.world, key, request, self._office.address))

    def _unwrapped(self, request: Any, key: StoredKey) -> tuple[Any, Refusal | None]:
        """The request inside its wrappers; a client has to introduce itself once for each key."""
        silent = False
        refusal = None
        while isinstance(request, _WRAPPERS):
            silent = silent or isinstance(request, functions.InvokeWithoutUpdatesRequest)
            if isinstance(request, functions.InitConnectionRequest):
                key.introduced = request.api_id == self._office.world.api_id
                refusal = None if key.introduced else Refusal("API_ID_INVALID")
            request = request.query
        self._wants_updates = self._wants_updates or not silent
        return request, refusal or (None if key.introduced else Refusal("CONNECTION_NOT_INITED"))


_METHODS = {**methods.METHODS, **login.METHODS}
_WRAPPERS = (
    functions.InvokeWithLayerRequest,
    functions.InitConnectionRequest,
    functions.InvokeWithoutUpdatesRequest,
    functions.InvokeAfterMsgRequest,
)


def _refusal_of(fault: Fault | None) -> Refusal | None:
    return Refusal(fault.error, fault.code) if fault is not None and fault.fate is Fate.REFUSED else None


def _endings(fault: Fault | None) -> _Ending:
    match fault and fault.fate:
        case Fate.DROPPED_AFTER:
            return _Ending.CUT
        case Fate.DROPPED_MID_ANSWER:
            return _Ending.HALF
    return _Ending.STAY


def _serialised(result: Any) -> bytes:
    if result is True:
        return struct.pack("<I", _TRUE)
    if isinstance(result, list):
        return struct.pack("<Ii", _VECTOR, len(result)) + b"".join(bytes(item) for item in result)
    return bytes(result)


# --- messages that are no requests to the API ---

_Service = Callable[[World, StoredKey, int, Any], bytes]


def _nothing(world: World, key: StoredKey, message_id: int, content: Any) -> bytes:
    return b""


def _pong(world: World, key: StoredKey, message_id: int, content: Any) -> bytes:
    return bytes(types.Pong(message_id, content.ping_id))


def _end_session(world: World, key: StoredKey, message_id: int, content: Any) -> bytes:
    return bytes(types.DestroySessionOk(content.session_id))


def _end_key(world: World, key: StoredKey, message_id: int, content: Any) -> bytes:
    del world.keys[key.auth_key.key_id]
    return bytes(types.DestroyAuthKeyOk())


_SERVICES: dict[type, _Service] = {
    types.MsgsAck: _nothing,
    types.MsgsStateInfo: _nothing,
    types.HttpWait: _nothing,
    functions.PingRequest: _pong,
    functions.PingDelayDisconnectRequest: _pong,
    functions.DestroySessionRequest: _end_session,
    functions.DestroyAuthKeyRequest: _end_key,
}
