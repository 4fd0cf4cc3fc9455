"""Packets over TCP: Telegram's full, abridged and intermediate framing, told apart by their first bytes.

Knows nothing of what a packet holds. https://core.telegram.org/mtproto/mtproto-transports
"""

import asyncio
import struct
from typing import Protocol
from zlib import crc32

_ABRIDGED = b"\xef"
_INTERMEDIATE = b"\xee\xee\xee\xee"


class BrokenFraming(Exception):  # noqa: N818
    """The client sent something that is no packet; Telegram closes the connection without a word."""


class Framing(Protocol):
    async def read(self, reader: asyncio.StreamReader) -> bytes: ...

    def wrap(self, payload: bytes) -> bytes: ...


class Full:
    """Length, number, payload, checksum. `head`: the four bytes already read while telling the framings apart."""

    def __init__(self, head: bytes):
        self._head = head
        self._received = 0
        self._sent = 0

    async def read(self, reader: asyncio.StreamReader) -> bytes:
        head = (self._head or await reader.readexactly(4)) + await reader.readexactly(4)
        self._head = b""
        length, number = struct.unpack("<ii", head)
        if length < 12 or number != self._received:
            raise BrokenFraming(f"packet {number} of {length} bytes where packet {self._received} was due")
        rest = await reader.readexactly(length - 8)
        if struct.unpack("<I", rest[-4:])[0] != crc32(head + rest[:-4]):
            raise BrokenFraming("wrong checksum")
        self._received += 1
        return rest[:-4]

    def wrap(self, payload: bytes) -> bytes:
        packet = struct.pack("<ii", len(payload) + 12, self._sent) + payload
        self._sent += 1
        return packet + struct.pack("<I", crc32(packet))


class Abridged:
    """The length in words, in one byte or four."""

    async def read(self, reader: asyncio.StreamReader) -> bytes:
        words = (await reader.readexactly(1))[0]
        if words == 0x7F:
            words = int.from_bytes(await reader.readexactly(3), "little")
        return await reader.readexactly(words * 4)

    def wrap(self, payload: bytes) -> bytes:
        words = len(payload) // 4
        return (bytes([words]) if words < 0x7F else b"\x7f" + words.to_bytes(3, "little")) + payload


class Intermediate:
    """The length in four bytes."""

    async def read(self, reader: asyncio.StreamReader) -> bytes:
        return await reader.readexactly(int.from_bytes(await reader.readexactly(4), "little"))

    def wrap(self, payload: bytes) -> bytes:
        return len(payload).to_bytes(4, "little") + payload


class Link:
    """One client's TCP connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self._reader = reader
        self._writer = writer
        self._framing: Framing | None = None

    async def read(self) -> bytes | None:
        """The next packet; None when the client is gone."""
        try:
            if self._framing is None:
                self._framing = await self._told_apart()
            return await self._framing.read(self._reader)
        except (asyncio.IncompleteReadError, ConnectionError):
            return None

    async def _told_apart(self) -> Framing:
        first = await self._reader.readexactly(1)
        if first == _ABRIDGED:
            return Abridged()
        head = first + await self._reader.readexactly(3)
        return Intermediate() if head == _INTERMEDIATE else Full(head)

    def write(self, payload: bytes) -> None:
        if self._framing is not None and not self._writer.is_closing():
            self._writer.write(self._framing.wrap(payload))

    async def write_half(self, payload: bytes) -> None:
        """Half a packet, and then the line goes dead."""
        if self._framing is not None:
            packet = self._framing.wrap(payload)
            self._writer.write(packet[: max(12, len(packet) // 2)])
            await self._writer.drain()
        self._writer.close()

    def hang_up(self) -> None:
        """Close after what was written has left."""
        self._writer.close()

    def cut(self) -> None:
        """Close at once."""
        self._writer.transport.abort()
