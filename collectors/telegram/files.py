"""Fetches the file that hangs on a message, part by part, and hashes it. Keeps no byte of it: nothing touches the disk.

Where and how to ask is handed in; nothing is known here of accounts, names or flood waits.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

from telethon import errors
from telethon.tl import functions, types

from collectors.base import CannotRead, Hashed
from collectors.hashing import KINDS
from collectors.perceptual import NoHash, difference_hash
from collectors.telegram.attempt import STALE
from collectors.telegram.media import Located, located, media_of
from storage.model import HashState, Media
from storage.watching import Problem

PART = 512 * 1024
"""Bytes asked for at once: the most that Telethon asks for; whole parts lie where Telegram wants them."""

_MENDS = 3
_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})

Find = Callable[[], Awaitable[Any]]
"""The message as it is now: a TL Message, or what Telegram puts in the place of one."""

Fetch = Callable[[Any, int], Awaitable[Any]]
"""Telegram's answer to a request for a part, from a data centre."""


async def hash_file(find: Find, fetch: Fetch, limit: int) -> Hashed:
    """What the file that hangs on a message comes to, if it has at most `limit` bytes.

    Raises:
        CannotRead: the file could not be read to its end, or changed meanwhile.
    """
    media = _media_of(await find())
    file, described = located(media), next(iter(media_of(media)), None)
    if file is None or described is None or described.kind not in KINDS:
        return Hashed(HashState.GONE, detail="no photo or document hangs on the message any more")
    if file.size > limit:
        return Hashed(HashState.TOO_LARGE, file.file, file.size)
    return await _Reading(file, _is_picture(described), find, fetch).result()


class _Reading:
    """A file that is being read."""

    def __init__(self, file: Located, picture: bool, find: Find, fetch: Fetch):
        self._file = file
        self._dc = file.dc
        self._find = find
        self._fetch = fetch
        self._digest = hashlib.sha256()
        self._kept = bytearray() if picture else None
        self._read = 0

    async def result(self) -> Hashed:
        size = self._file.size
        while self._read < size:
            part = await self._part()
            self._digest.update(part)
            self._read += len(part)
            if self._kept is not None:
                self._kept += part
            if len(part) < PART:
                break
        if self._read != size:  # the hash of a part would pass for that of the file
            raise CannotRead(Problem.BROKEN, f"a file of {size} bytes came as {self._read}")
        perceptual, detail = await self._looks()
        return Hashed(HashState.DONE, self._file.file, size, self._digest.hexdigest(), perceptual, detail)

    async def _part(self) -> bytes:
        """The next part, from wherever the file lies, by a reference that is fresh."""
        for _ in range(_MENDS):
            try:
                answer = await self._fetch(
                    functions.upload.GetFileRequest(self._file.location, self._read, PART), self._dc
                )
            except errors.FileMigrateError as error:
                self._dc = error.new_dc
            except STALE:
                self._file = await self._found_again()
            else:
                return _bytes_of(answer)
        raise CannotRead(Problem.BROKEN, "Telegram names no place where the file lies")

    async def _found_again(self) -> Located:
        file = located(_media_of(await self._find()))
        if file is None or (file.file, file.size) != (self._file.file, self._file.size):
            raise CannotRead(Problem.BROKEN, "the file was replaced while it was read")
        return file

    async def _looks(self) -> tuple[str | None, str | None]:
        """The perceptual hash of a picture, or why it has none. In a thread: decoding takes its time."""
        if self._kept is None:
            return None, None
        try:
            return await asyncio.to_thread(difference_hash, bytes(self._kept)), None
        except NoHash as error:
            return None, str(error)


def _media_of(message: Any) -> Any:
    return message.media if isinstance(message, types.Message) else None


def _is_picture(described: Media) -> bool:
    return described.kind == "photo" or described.mime in _PICTURES


def _bytes_of(answer: Any) -> bytes:
    if not isinstance(answer, types.upload.File):  # a redirection that was not asked for
        raise CannotRead(Problem.BROKEN, f"Telegram's answer ({type(answer).__name__})")
    return bytes(answer.bytes)
