"""Pictures drawn for tests: soft shapes and light, as photographs have them, from a seed."""

import io
import random
from typing import Any

from PIL import Image, ImageDraw, ImageFilter


def picture(seed: int, width: int = 640, height: int = 480) -> Image.Image:
    """Another seed, another picture. The same seed in another size shows the same."""
    chance = random.Random(seed)
    image = Image.new("RGB", (width, height), _colour(chance))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = chance.random() * width, chance.random() * height
        w, h = (0.1 + 0.4 * chance.random()) * width, (0.1 + 0.4 * chance.random()) * height
        draw.ellipse((x - w / 2, y - h / 2, x + w / 2, y + h / 2), fill=_colour(chance))
    return image.filter(ImageFilter.GaussianBlur(width / 100))


def encoded(image: Image.Image, form: str = "JPEG", **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def _colour(chance: random.Random) -> tuple[int, int, int]:
    return chance.randrange(256), chance.randrange(256), chance.randrange(256)
