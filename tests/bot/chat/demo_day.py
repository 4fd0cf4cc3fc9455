"""The demo's invented day over the wire: the real stages, sender and application, and the strict Bot API.

One reader a language, who follow the same and want a digest at six. What they do afterwards is the matter of who asks.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

from telegram import Bot

from bot import collecting
from bot.app import Lookout, drain
from bot.chat.access.pacing import Patience
from bot.chat.commands import Services, build_application
from bot.chat.times import next_local
from bot.commands.opening import noticing, read_catalogue
from bot.delivery.telegram import BotSender
from bot.polling import Fixed
from bot.settings import Settings
from collectors.recording import Recording
from matcher.catalogue import Catalogue
from storage import chats, coverage, digests
from storage.database import Database
from storage.telling import Chat
from tests.bot.people import admit
from tests.botapi.chats import Person
from tests.botapi.running import polling
from tests.botapi.seen import Seen
from tests.botapi.server import LoopbackBotApi

CONFIG = Path(__file__).parents[3] / "config"
ZONES = {"nl": "Europe/Amsterdam", "en": "Europe/London", "uk": "Europe/Kyiv", "ru": "Europe/Riga"}
FOLLOWED = ("A03", "A14", "sib")
EVENING = time(18)
A_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Simulated:
    """A clock that is set; each look takes a second, so that chats keep their pace."""

    now: datetime

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass(slots=True)
class Day:
    """`people`: language -> reader, by the end of the day."""

    api: LoopbackBotApi
    db: Database
    catalogue: Catalogue
    clock: Simulated
    people: dict[str, Person] = field(default_factory=dict)

    async def ask(self, language: str, text: str) -> Seen:
        """Writes to the bot; its next message."""
        person = self.people[language]
        while person.unread:
            await person.next_message()
        await person.send(text)
        return await person.next_message()

    async def press(self, language: str, message: Seen, button: str) -> None:
        await (await self.people[language].press(message, button)).answered()

    async def _begin(self) -> None:
        for number, (language, zone) in enumerate(ZONES.items(), start=1):
            self.people[language] = self.api.user(number, "Reader", language)
            await admit(self.db, number)
            await self.db.write(chats.put, Chat(number, language, zone, self.clock()))
            due = next_local(EVENING, zone, self.clock())
            await self.db.write(digests.set_times, number, {EVENING: due})
            for one in FOLLOWED:
                await self.ask(language, f"/subscribe {one}")

    async def _pass(self, recording: Recording, lookout: Lookout) -> None:
        for moment in recording.moments:
            await self._at(moment + A_MINUTE, recording, lookout)
        digests_due = sorted(next_local(EVENING, zone, recording.moments[0]) for zone in ZONES.values())
        for due in digests_due:
            await self._at(due + A_MINUTE, recording, lookout)

    async def _at(self, moment: datetime, recording: Recording, lookout: Lookout) -> None:
        self.clock.now = max(self.clock.now, moment)
        await collecting.collect_due(self.db, recording, self.clock, Fixed(A_MINUTE))
        await drain(lookout)


@asynccontextmanager
async def demo_day(db: Database) -> AsyncIterator[Day]:
    """The day is over, and its readers may ask."""
    folder = CONFIG / "demo"
    recording = Recording(folder / "posts.jsonl")
    clock = Simulated(recording.moments[0] - A_MINUTE)
    catalogue = await read_catalogue(Settings(config=CONFIG), channels_file=folder / "channels.yaml")
    await db.write(coverage.sync, catalogue.watchlist.channels, clock())
    async with LoopbackBotApi() as api:
        day = Day(api, db, catalogue, clock)
        services = Services(
            db=db,
            catalogue=lambda: catalogue,
            clock=clock,
            owner_code=None,
            started_at=clock(),
            patience=Patience(size=100_000),
        )
        async with polling(build_application(api.token, api.url, services)), Bot(api.token, api.base_url) as bot:
            lookout = Lookout(
                db, lambda: catalogue, recording, BotSender(bot), noticing(db, clock), clock, Fixed(A_MINUTE)
            )
            await collecting.collect_due(db, recording, clock, Fixed(A_MINUTE))  # nothing is published yet
            await day._begin()
            await day._pass(recording, lookout)
            yield day
