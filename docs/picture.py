"""Photographs what the bot really says: the demo's invented day, told over the wire to the strict Bot API of the tests.

`make picture` writes the screens into `docs/`. Nothing is drawn by hand: change the renderer, run it again. Where there
is no Chromium it says so and leaves them as they are. `python docs/picture.py FOLDER` writes all screens, those that
are not in the README too.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from chat_view import bubble, found_browser, own, photograph, tap

from storage.database import Database
from tests.bot.chat.demo_day import Day, demo_day
from tests.botapi.seen import Seen

HERE = Path(__file__).parent
READER = "en"
CLAIM = "A03"

Screen = Callable[[Day], Awaitable[list[str]]]


def told(day: Day, *words: str) -> Seen:
    """The first message that holds all these words."""
    return next(seen for seen in day.people[READER].messages if all(word in seen.text for word in words))


async def alert(day: Day) -> list[str]:
    """The first word on the claim, as it has grown by the evening, and the first denial."""
    return [bubble(told(day, f"Claim {CLAIM}", "asserted")), bubble(told(day, f"Claim {CLAIM}", "denial"))]


async def why(day: Day) -> list[str]:
    pressed = told(day, f"Claim {CLAIM}", "denial")
    return [tap("Why?"), bubble(await after(day, pressed, "Why?"))]


async def claim(day: Day) -> list[str]:
    card = await day.ask(READER, f"/claim {CLAIM}")
    return [own(f"/claim {CLAIM}"), bubble(card), tap("Over time"), bubble(await after(day, card, "📈 Over time"))]


async def digest(day: Day) -> list[str]:
    person = day.people[READER]
    place = next(at for at, seen in enumerate(person.messages) if seen.text.startswith("🗞"))
    return [bubble(seen) for seen in person.messages[place : place + 2]]


async def trial(day: Day) -> list[str]:
    asked = "Рудка -Тёткино, at once"
    proposed = await day.ask(READER, asked)
    listed = await day.ask(READER, "/subscriptions")
    await day.press(READER, listed, listed.labels[0])
    return [own(asked), bubble(proposed), own("/subscriptions"), bubble(listed)]


async def status(day: Day) -> list[str]:
    return [own("/status"), bubble(await day.ask(READER, "/status"))]


SCREENS: dict[str, Screen] = {"alert": alert, "claim": claim, "digest": digest, "trial": trial}
MORE: dict[str, Screen] = {"why": why, "status": status}


async def after(day: Day, seen: Seen, label: str) -> Seen:
    """What the bot says to a pressed button."""
    before = len(day.people[READER].shown)
    await day.press(READER, seen, label)
    return day.people[READER].shown[before]


async def bubbles_of(screens: dict[str, Screen]) -> dict[str, list[str]]:
    """The bubbles of each screen."""
    with tempfile.TemporaryDirectory() as place:
        async with Database.open(f"sqlite:///{place}/day.db") as db, demo_day(db) as day:
            return {name: await screen(day) for name, screen in screens.items()}


def main(folder: Path, screens: dict[str, Screen]) -> None:
    browser = found_browser()
    if browser is None:
        sys.stderr.write(
            "picture: skipped, Chromium is not installed; on Debian and Ubuntu: apt-get install chromium\n"
        )
        return
    for name, bubbles in asyncio.run(bubbles_of(screens)).items():
        photograph(bubbles, folder / f"{name}.png", browser)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]), SCREENS | MORE)
    else:
        main(HERE, SCREENS)
