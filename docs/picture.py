"""Renders `docs/alert.png`: what the demo really sends, in a small chat view, photographed by headless Chromium.

`make picture` runs it. Nothing is drawn by hand: change the renderer, run it again.
"""

import asyncio
import html
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from bot.commands import demo
from bot.settings import load_settings
from storage.model import Button, Message

HERE = Path(__file__).parent
CLAIM, DENIAL = "A03", "🚫"

PAGE = """<!doctype html><meta charset="utf-8"><style>
html {{ overflow: hidden; }}
body {{ margin: 0; padding: 18px; width: 620px; background: #cfdfe9; font: 17px/1.38 "DejaVu Sans", sans-serif; }}
.bubble {{ background: #fff; border-radius: 14px 14px 14px 4px; padding: 12px 16px; margin: 0 0 6px;
  white-space: pre-wrap; box-shadow: 0 1px 1px #0002; }}
blockquote {{ margin: 6px 0; padding: 6px 10px; border-left: 3px solid #3390ec; background: #3390ec14;
  border-radius: 4px; }}
a {{ color: #2678b6; text-decoration: none; }}
u {{ text-decoration-color: #3390ec; text-decoration-thickness: 2px; }}
.row {{ display: flex; gap: 6px; margin-bottom: 6px; }}
.key {{ flex: 1; text-align: center; background: #5c7f96; color: #fff; border-radius: 9px; padding: 8px 4px;
  font-size: 15px; }}
.gap {{ height: 12px; }}
</style>{bubbles}"""


class Collector:
    """A sender that keeps what one chat is sent."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def send(self, chat_id: int, message: Message) -> int:
        if chat_id == demo.EMMA:
            self.messages.append(message)
        return len(self.messages)

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        if chat_id == demo.EMMA:
            self.messages[message_id - 1] = message


def bubble(message: Message) -> str:
    """One message with its keyboard, in the markup that Telegram was given."""
    rows = "".join(f'<div class="row">{"".join(map(_key, row))}</div>' for row in message.buttons)
    return f'<div class="bubble">{message.html}</div>{rows}<div class="gap"></div>'


def _key(button: Button) -> str:
    return f'<div class="key">{html.escape(button.label)}</div>'


def photograph(page: str, target: Path, height: int) -> None:
    """A PNG of `page`."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("picture: Chromium is not installed; on Debian and Ubuntu: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-sync",
                f"--user-data-dir={folder}/profile",
                f"--window-size=656,{height}",
                "--force-device-scale-factor=1.5",
                f"--screenshot={target}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
        )


def main() -> None:
    """Plays the demo, and photographs the first alert that Emma gets about her claim and the first denial of it."""
    collector = Collector()
    asyncio.run(demo.play(load_settings(), Console(quiet=True), pause=0, sender=collector))
    about = [message for message in collector.messages if f"Claim {CLAIM}" in message.html]
    denial = next(message for message in about if message.html.startswith(DENIAL))
    photograph(PAGE.format(bubbles="".join(map(bubble, (about[0], denial)))), HERE / "alert.png", height=1075)


if __name__ == "__main__":
    main()
