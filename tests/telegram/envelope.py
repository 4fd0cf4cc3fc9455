"""MTProto 2.0 messages: opened and sealed from the server's side, containers and gzip unpacked and packed.

No sockets and no meaning: what a request asks for is in methods.py. https://core.telegram.org/mtproto/description
"""

import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from telethon.crypto import AES
from telethon.extensions import BinaryReader
from telethon.network.mtprotostate import MTProtoState
from telethon.tl.core import GzipPacked, MessageContainer


class BrokenEnvelope(Exception):  # noqa: N818
    """The packet can't be opened with the key that it names."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One encrypted message, either way."""

    salt: int
    session_id: int
    message_id: int
    sequence: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a container."""

    message_id: int
    sequence: int
    body: bytes


def key_id_of(packet: bytes) -> int:
    """Which auth key the packet is sealed with; 0: not encrypted."""
    return int.from_bytes(packet[:8], "little")


def plain_body(packet: bytes) -> Any:
    """The object in an unencrypted packet (the handshake's)."""
    return BinaryReader(packet[20:]).tgread_object()


def plain_packet(message_id: int, body: bytes) -> bytes:
    return struct.pack("<qqi", 0, message_id, len(body)) + body


def opened(packet: bytes, key: Any) -> Envelope:
    """What the client sealed."""
    if len(packet) < 56 or (len(packet) - 24) % 16:
        raise BrokenEnvelope(f"{len(packet)} bytes can't be an encrypted message")
    text = AES.decrypt_ige(packet[24:], *MTProtoState._calc_key(key.key, packet[8:24], True))
    if sha256(key.key[88:120] + text).digest()[8:24] != packet[8:24]:
        raise BrokenEnvelope("the message key does not fit")
    salt, session_id, message_id, sequence, length = struct.unpack("<qqqii", text[:32])
    if not 0 < length <= len(text) - 32 - 12:
        raise BrokenEnvelope("the length does not fit")
    return Envelope(salt, session_id, message_id, sequence, text[32 : 32 + length])


def sealed(envelope: Envelope, key: Any) -> bytes:
    """The packet for the client."""
    head = struct.pack("<qqqii", *(envelope.salt, envelope.session_id), *_head(envelope))
    text = head + envelope.body
    text += os.urandom(-(len(text) + 12) % 16 + 12)
    message_key = sha256(key.key[96:128] + text).digest()[8:24]
    cipher = AES.encrypt_ige(text, *MTProtoState._calc_key(key.key, message_key, False))
    return bytes(struct.pack("<Q", key.key_id) + message_key + cipher)


def messages_in(message_id: int, sequence: int, body: bytes) -> Iterator[tuple[int, int, Any]]:
    """(message id, sequence, object) of all messages in a body: containers opened, gzip unpacked."""
    yield from _unpacked(message_id, sequence, BinaryReader(body).tgread_object())


def _unpacked(message_id: int, sequence: int, content: Any) -> Iterator[tuple[int, int, Any]]:
    if isinstance(content, MessageContainer):
        for message in content.messages:
            yield from _unpacked(message.msg_id, message.seq_no, message.obj)
    elif isinstance(content, GzipPacked):
        yield from messages_in(message_id, sequence, content.data)
    else:
        yield message_id, sequence, content


def container(parts: Iterable[Part]) -> bytes:
    """Several messages in one body."""
    parts = tuple(parts)
    packed = b"".join(struct.pack("<qii", *_head(part)) + part.body for part in parts)
    return struct.pack("<Ii", MessageContainer.CONSTRUCTOR_ID, len(parts)) + packed


def rpc_result(request_id: int, body: bytes) -> bytes:
    """An answer; a long one is zipped when that makes it shorter, as Telegram does."""
    return struct.pack("<Iq", 0xF35C6D01, request_id) + bytes(GzipPacked.gzip_if_smaller(True, body))


def _head(message: Envelope | Part) -> tuple[int, int, int]:
    return message.message_id, message.sequence, len(message.body)
