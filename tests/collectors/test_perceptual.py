"""Pictures that look alike have hashes that are alike, others have not, and no file does any harm."""

import struct
import zlib
from contextlib import suppress
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance, ImageOps

from collectors.perceptual import LARGEST, NoHash, difference_hash, distance
from tests.collectors.pictures import encoded, picture

ALIKE, UNLIKE = 6, 14
"""Of 64 bits."""

SEEDS = range(12)


def apart(one: bytes, other: bytes) -> int:
    return distance(difference_hash(one), difference_hash(other))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_picture_is_known_again_at_another_quality_and_in_another_format(seed: int) -> None:
    image = picture(seed)
    first = encoded(image, quality=95)
    assert apart(first, encoded(image, quality=30)) <= ALIKE
    assert apart(first, encoded(image, "PNG")) <= ALIKE
    assert apart(first, encoded(image, "WEBP", quality=50)) <= ALIKE
    assert apart(first, encoded(image, progressive=True, quality=70)) <= ALIKE


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", [(320, 240), (90, 68), (1280, 960), (2560, 1920)])
def test_a_picture_is_known_again_in_another_size(seed: int, size: tuple[int, int]) -> None:
    image = picture(seed)
    assert apart(encoded(image), encoded(image.resize(size, Image.Resampling.LANCZOS))) <= ALIKE


@pytest.mark.parametrize("seed", SEEDS)
def test_a_brighter_picture_and_one_without_colours_are_known_again(seed: int) -> None:
    image = picture(seed)
    assert apart(encoded(image), encoded(ImageEnhance.Brightness(image).enhance(0.8))) <= ALIKE
    assert apart(encoded(image), encoded(ImageOps.grayscale(image))) <= ALIKE


def test_different_pictures_are_told_apart() -> None:
    hashes = [difference_hash(encoded(picture(seed))) for seed in range(60)]
    distances = [distance(one, other) for one, other in combinations(hashes, 2)]
    assert min(distances) >= UNLIKE


def test_a_picture_that_a_camera_turned_is_the_same_as_the_upright_one() -> None:
    image = picture(3)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    turned = encoded(image.transpose(Image.Transpose.ROTATE_90), exif=exif, quality=95)
    assert apart(encoded(image), turned) <= ALIKE


def test_what_is_transparent_counts_as_white() -> None:
    image = picture(4).convert("RGBA")
    for column in range(image.width // 2):
        for row in range(image.height):
            image.putpixel((column, row), (200, 10, 10, 0))
    white = Image.new("RGBA", image.size, "white")
    assert apart(encoded(image, "PNG"), encoded(Image.alpha_composite(white, image).convert("RGB"), "PNG")) == 0


def test_a_hash_is_sixteen_digits() -> None:
    found = difference_hash(encoded(picture(5)))
    assert len(found) == 16
    assert found == f"{int(found, 16):016x}"


def test_the_distance_counts_bits() -> None:
    assert distance("00000000000000ff", "000000000000000f") == 4
    assert distance("ffffffffffffffff", "0000000000000000") == 64


# --- what is no picture ---


def test_a_picture_without_contrast_has_no_hash() -> None:
    with pytest.raises(NoHash, match="without contrast"):
        difference_hash(encoded(Image.new("RGB", (640, 480), "white")))


def test_a_picture_that_would_fill_the_memory_is_not_decoded() -> None:
    bomb = _png(30_000, 30_000)
    with pytest.raises(NoHash, match=r"more than|Bomb"):
        difference_hash(bomb)
    with pytest.raises(NoHash, match=f"more than {LARGEST:,} pixels"):
        difference_hash(_png(5_001, 5_000))


def test_a_format_that_photos_do_not_have_is_not_decoded() -> None:
    for form in ("GIF", "BMP", "TIFF", "ICO"):
        with pytest.raises(NoHash, match="UnidentifiedImageError"):
            difference_hash(encoded(picture(6, 64, 48), form))


def test_a_depth_that_would_be_cut_is_refused() -> None:
    with pytest.raises(NoHash, match="more than 8 bits"):
        difference_hash(encoded(Image.new("I;16", (64, 48)), "PNG"))


@pytest.mark.parametrize("part", [0.05, 0.5, 0.95])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_has_no_hash(form: str, part: float) -> None:
    whole = encoded(picture(7), form)
    with pytest.raises(NoHash, match="no picture"):
        difference_hash(whole[: int(len(whole) * part)])


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_have_no_hash(content: bytes) -> None:
    with pytest.raises(NoHash):
        difference_hash(content)


_WHOLE = {form: encoded(picture(8, 64, 48), form) for form in ("JPEG", "PNG", "WEBP")}


@given(st.sampled_from(sorted(_WHOLE)), st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=8))
def test_a_damaged_picture_has_a_hash_or_none(form: str, damage: list[tuple[int, int]]) -> None:
    content = bytearray(_WHOLE[form])
    for at, byte in damage:
        content[at % len(content)] = byte
    with suppress(NoHash):
        assert len(difference_hash(bytes(content))) == 16


def _png(width: int, height: int) -> bytes:
    """A PNG of any size in a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
