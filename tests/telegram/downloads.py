"""How the loopback server hands out files: a part at a time, to who asks as Telegram wants it.

https://core.telegram.org/api/files: without `precise`, offset and limit are multiples of 4 KB, the limit divides 1 MB
and a part does not cross a border of 1 MB.
"""

from typing import Any

from telethon.tl import types

from tests.telegram.answers import Refusal
from tests.telegram.files import File

_STEP, _BORDER = 4096, 1024 * 1024


def part(file: File | None, asked: Any, reference: bytes, dc: int) -> bytes:
    """The bytes that a `upload.getFile` asks for; none beyond the end. `dc`: where it was asked."""
    if file is None or asked.location.access_hash != file.access_hash:
        raise Refusal("LOCATION_INVALID")
    content = _content(file, asked.location)
    if not asked.location.file_reference:
        raise Refusal("FILE_REFERENCE_EMPTY")
    if asked.location.file_reference != reference:
        raise Refusal("FILE_REFERENCE_EXPIRED")
    if file.dc != dc:
        raise Refusal(f"FILE_MIGRATE_{file.dc}", 303)
    if asked.limit <= 0 or asked.limit % _STEP or _BORDER % asked.limit:
        raise Refusal("LIMIT_INVALID")
    if asked.offset % _STEP or asked.offset // _BORDER != (asked.offset + asked.limit - 1) // _BORDER:
        raise Refusal("OFFSET_INVALID")
    return content[: len(content) - file.lost][asked.offset : asked.offset + asked.limit]


def _content(file: File, location: Any) -> bytes:
    match location:
        case types.InputPhotoFileLocation(thumb_size="y"):
            return file.content
        case types.InputPhotoFileLocation(thumb_size="m"):
            return file.small
        case types.InputDocumentFileLocation(thumb_size=""):
            return file.content
    raise Refusal("LOCATION_INVALID")
