"""A perceptual hash of pictures: alike for pictures that look alike, however they were scaled or compressed. Pure.

A difference hash: the picture in 9 x 8 grey fields, and for each field whether its right neighbour is darker. It holds
against scaling, compression and a change of brightness; not against cropping, mirroring, turning or a large overlay.
Pictures are hostile: only three formats are decoded, a large one not at all, and whatever goes wrong is one error.
"""

import io

from PIL import Image, ImageOps

BITS = 64
LARGEST = 25_000_000
"""Pixels. More would take hundreds of MB to decode, whatever the size of the file."""

_FORMATS = ("JPEG", "PNG", "WEBP")
_COLUMNS, _ROWS = 9, 8
_DECODED = (512, 512)
_CONTRAST = 4  # grey levels of 256: below it, noise decides


class NoHash(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """This is no picture that can be hashed; the text says why."""


def difference_hash(picture: bytes) -> str:
    """64 bits in 16 hexadecimal digits, row by row from the top left.

    Raises:
        NoHash: it is no picture, a broken one, too large, or without contrast.
    """
    try:
        with Image.open(io.BytesIO(picture), formats=_FORMATS) as image:
            grey = _fields(image)
    except NoHash:
        raise
    except Exception as error:  # decoders raise what they like, and a hostile file is all that they got
        raise NoHash(f"no picture that can be decoded ({type(error).__name__})") from error
    if max(grey) - min(grey) < _CONTRAST:
        raise NoHash("a picture without contrast")
    starts = (row * _COLUMNS + column for row in range(_ROWS) for column in range(_COLUMNS - 1))
    bits = "".join("1" if grey[at] > grey[at + 1] else "0" for at in starts)
    return f"{int(bits, 2):0{BITS // 4}x}"


def distance(one: str, other: str) -> int:
    """In how many of 64 bits two hashes differ: a few for one picture twice, about 32 for two that are unlike."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _fields(image: Image.Image) -> bytes:
    """The brightness of 9 x 8 fields, row by row."""
    if image.width * image.height > LARGEST:
        raise NoHash(f"a picture of more than {LARGEST:,} pixels")
    if image.mode.startswith(("I", "F")):
        raise NoHash("a picture of more than 8 bits a channel")
    image.draft("RGB", _DECODED)  # of a JPEG only what is needed is decoded
    upright = ImageOps.exif_transpose(_smaller(image))
    return _on_white(upright).convert("L").resize((_COLUMNS, _ROWS), Image.Resampling.BOX).tobytes()


def _smaller(image: Image.Image) -> Image.Image:
    """What comes next makes copies; of a large picture those would fill the memory."""
    factor = min(image.width // _DECODED[0], image.height // _DECODED[1])
    return image.reduce(factor) if factor > 1 and image.mode not in {"1", "P"} else image


def _on_white(image: Image.Image) -> Image.Image:
    """What is transparent shows the paper behind it, not the colour that nobody sees."""
    if not image.has_transparency_data:
        return image
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
