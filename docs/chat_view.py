"""A chat as a phone shows it, in HTML, made from what the loopback Bot API recorded; headless Chromium photographs it.

Says nothing of which screens there are. Real apps draw folded quotes and long labels in their own way; this is near.
"""

import base64
import html
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image

from tests.botapi.markup import piece, units
from tests.botapi.seen import Seen

WIDTH = 412
_TALLEST = 3000
_SCALE = 1.25
_COLOURS = 64
_BACKGROUND = "#cfdfe9"

_TAGS = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code", "pre": "code"}
_QUOTES = {"blockquote": "quote", "expandable_blockquote": "quote folded"}
_LINKS = {"text_link", "url", "mention", "hashtag", "bot_command"}

_PAGE = """<!doctype html><meta charset="utf-8"><style>
html {{ overflow: hidden; }}
body {{ margin: 0; padding: 12px; width: {width}px; box-sizing: border-box; background: {background};
  font: 16px/1.36 Roboto, "Noto Sans", "Liberation Sans", "DejaVu Sans", sans-serif; }}
.bubble {{ background: #fff; border-radius: 14px 14px 14px 4px; padding: 8px 12px; margin: 0 36px 4px 0;
  white-space: pre-wrap; overflow-wrap: anywhere; box-shadow: 0 1px 1px #0002; }}
.own {{ background: #e3fbd0; border-radius: 14px 14px 4px 14px; margin: 0 0 4px auto; width: fit-content; }}
.tap {{ color: #44606f; text-align: right; font-size: 13px; margin: 0 4px 6px; }}
.quote {{ display: block; margin: 3px 0; padding: 4px 8px; border-left: 3px solid #3390ec; background: #3390ec14;
  border-radius: 4px; }}
.folded {{ max-height: 4.1em; overflow: hidden; }}
a {{ color: #2678b6; text-decoration: none; }}
u {{ text-decoration-color: #3390ec; text-decoration-thickness: 2px; }}
code {{ color: #2678b6; font-size: 14px; }}
img {{ width: 100%; border-radius: 8px; display: block; margin-bottom: 4px; }}
.note {{ color: #6b7f8b; font-size: 12px; text-align: right; }}
.row {{ display: flex; gap: 4px; margin: 0 36px 4px 0; }}
.key {{ flex: 1 1 0; min-width: 0; text-align: center; background: #5c7f96; color: #fff; border-radius: 8px;
  padding: 7px 3px; font-size: 14px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }}
.gap {{ height: 10px; }}
</style>{content}"""


def bubble(seen: Seen) -> str:
    """A message of the bot with its buttons, as its chat shows it now."""
    picture = f'<img src="data:image/png;base64,{_base64(seen)}">' if "photo" in seen.raw else ""
    entities = seen.raw.get("entities", seen.raw.get("caption_entities", []))
    note = '<div class="note">edited</div>' if seen.edits else ""
    rows = "".join(
        f'<div class="row">{"".join(map(_key, row))}</div>' for row in [[k.label for k in r] for r in seen.rows]
    )
    return f'<div class="bubble">{picture}{_marked(seen.text, entities)}{note}</div>{rows}<div class="gap"></div>'


def own(text: str) -> str:
    """What the reader wrote."""
    return f'<div class="bubble own">{html.escape(text)}</div><div class="gap"></div>'


def tap(label: str) -> str:
    """A button that the reader pressed."""
    return f'<div class="tap">👆 {html.escape(label)}</div>'


def photograph(bubbles: Iterable[str], target: Path, browser: str) -> None:
    """A PNG of the chat, as high as it is."""
    page = _PAGE.format(width=WIDTH, background=_BACKGROUND, content="".join(bubbles))
    with tempfile.TemporaryDirectory() as folder:
        source, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        source.write_text(page, encoding="utf-8")
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
        size = (f"--window-size={WIDTH},{_TALLEST}", f"--force-device-scale-factor={_SCALE}")
        where = (f"--user-data-dir={folder}/profile", f"--screenshot={shot}", source.as_uri())
        subprocess.run([browser, *options, *size, *where], check=True, capture_output=True)
        _cut(shot, target)


def found_browser() -> str | None:
    return shutil.which("chromium") or shutil.which("google-chrome")


def _cut(shot: Path, target: Path) -> None:
    """Without the empty ground below, in few colours."""
    with Image.open(shot) as whole:
        image = whole.convert("RGB")
    ground = Image.new("RGB", image.size, _BACKGROUND)
    ends = max(row for row in range(image.height) if _row(image, row) != _row(ground, row))
    cut = image.crop((0, 0, image.width, min(ends + 18, image.height)))
    cut.quantize(_COLOURS).save(target, optimize=True)


def _row(image: Image.Image, row: int) -> bytes:
    return image.crop((0, row, image.width, row + 1)).tobytes()


def _base64(seen: Seen) -> str:
    return base64.b64encode(seen.file or b"").decode()


def _key(label: str) -> str:
    return f'<div class="key">{html.escape(label)}</div>'


def _marked(text: str, entities: list[dict[str, Any]]) -> str:
    """Quotes are blocks; what is marked in and around them is cut at every border, and each piece is wrapped."""
    quotes = sorted((one for one in entities if one["type"] in _QUOTES), key=lambda one: one["offset"])
    made, at = [], 0
    for quote in quotes:
        end = quote["offset"] + quote["length"]
        made.append(_inline(text, entities, at, quote["offset"]).removesuffix("\n"))
        made.append(f'<span class="{_QUOTES[quote["type"]]}">{_inline(text, entities, quote["offset"], end)}</span>')
        at = end + (piece(text, {"offset": end, "length": 1}) == "\n")
    return "".join((*made, _inline(text, entities, at, units(text))))


def _inline(text: str, entities: list[dict[str, Any]], start: int, end: int) -> str:
    marks = [one for one in entities if one["type"] in _TAGS or one["type"] in _LINKS]
    borders = {start, end}
    for one in marks:
        borders |= {at for at in (one["offset"], one["offset"] + one["length"]) if start < at < end}
    edges = sorted(borders)
    return "".join(_piece(text, marks, here, there) for here, there in pairwise(edges))


def _piece(text: str, marks: list[dict[str, Any]], start: int, end: int) -> str:
    made = html.escape(piece(text, {"offset": start, "length": end - start}), quote=False)
    for one in marks:
        if one["offset"] <= start and end <= one["offset"] + one["length"]:
            tag = _TAGS.get(one["type"], "a")
            made = f"<{tag}>{made}</{tag}>"
    return made
