"""Files that hang on the loopback server's messages, and the sizes of a photo.

How their parts are asked for is in downloads.py.
"""

from dataclasses import dataclass
from typing import Any

from telethon.tl import types

HOME_DC = 2


@dataclass(frozen=True, slots=True)
class File:
    """A photo or document. Its number stays the same wherever it is forwarded.

    `lost`: how many bytes at its end are told of and not there any more.
    """

    file_id: int
    content: bytes
    dc: int = HOME_DC
    lost: int = 0

    @property
    def access_hash(self) -> int:
        return self.file_id ^ 0x5EED

    @property
    def small(self) -> bytes:
        """A photo's smaller size: other bytes than the large one's."""
        return self.content[: len(self.content) // 4]


def photo_sizes(file: File) -> list[Any]:
    """As Telegram lists them: a blur, a small one, and the photo itself, which may be read before it is all there."""
    size = len(file.content)
    return [
        types.PhotoStrippedSize(type="i", bytes=b"\x01\x02\x03"),
        types.PhotoSize(type="m", w=320, h=240, size=len(file.small)),
        types.PhotoSizeProgressive(type="y", w=1280, h=960, sizes=[size // 8, size // 2, size]),
    ]
