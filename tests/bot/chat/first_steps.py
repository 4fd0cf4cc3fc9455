"""How somebody new comes to be told of two things, over the wire, with only the bot's own words as help.

`python -m tests.bot.chat.first_steps` writes what happens to `docs/first-steps.md`. It invents nothing: each step must
stand in the bot's last message, as a button or in its text; one that does not is an error.
"""

import asyncio
import html
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.chat.access.pacing import Patience
from bot.chat.commands import App, Services, build_application
from bot.watchlist import load
from matcher.catalogue import compile_catalogue
from storage import members
from storage.database import Database
from storage.people import Role
from tests.bot.chat.factories import NOON, watchlist
from tests.botapi.chats import Person
from tests.botapi.running import polling
from tests.botapi.seen import Seen
from tests.botapi.server import LoopbackBotApi

HOUSE = Path(__file__).parents[3]
TRANSCRIPT = HOUSE / "docs" / "first-steps.md"
EDITOR, NORA = 1, 2
MOST = 12

TITLE = """\
# First steps

Somebody new wants to follow the Legion and claim A14, in Dutch, with a digest at 08:00 in Brussels and quiet nights
from 23:00, with only the bot's own words as help: each step was chosen from the bot's last message. The real
application told this to a Bot API on loopback; `python -m tests.bot.chat.first_steps` writes this file, and a test
holds that it is what happens. Nora's Telegram speaks English: where it speaks Dutch, the bot does so by itself, and
steps 2 and 3 fall away.
"""


@dataclass(frozen=True, slots=True)
class Tap:
    """Presses a button of the last message."""

    label: str


@dataclass(frozen=True, slots=True)
class Write:
    """Sends a text. `because`: the words of the last message that say so."""

    text: str
    because: str


Step = Tap | Write

IN_DUTCH: tuple[Step, ...] = (
    Write("Legioen", because="Legioen"),
    Write("A14", because="Stuur me de naam of het nummer."),
    Tap("🗞 Overzicht"),
    Write("/digest 08:00 Europe/Brussels", because="/digest 08:00 Europe/Brussels"),
    Tap("🌙 Stille uren"),
    Tap("🌙 23:00–07:00"),
)
DUTCH_FIRST: tuple[Step, ...] = (Tap("🌐 Language"), Tap("Nederlands"))


@dataclass(frozen=True, slots=True)
class Told:
    """One step, and all that the bot said to it, edits too."""

    did: str
    answers: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who reads the last message, and does what it offers."""

    person: Person
    application: App

    async def open(self, link: str) -> Told:
        """Follows an invitation, as Telegram does it."""
        code = link.partition("?start=")[2]
        return await self._told("opens the invitation link and taps “Start”", lambda: self._write(f"/start {code}"))

    async def take(self, step: Step) -> Told:
        last = self.person.shown[-1]
        match step:
            case Tap(label):
                return await self._told(f"taps <kbd>{label}</kbd>", lambda: self._tap(last, label))
            case Write(text, because):
                assert because in last.text, f"{last.text!r} does not say to write {text!r}"
                return await self._told(f"writes “{text}”", lambda: self._write(text))

    async def _told(self, did: str, act: Callable[[], Awaitable[int]]) -> Told:
        messages, shown = len(self.person.messages), len(self.person.shown)
        taken = await act()
        await self.application.update_queue.join()
        for _ in range(len(self.person.messages) - messages - taken):
            await self.person.next_message()
        return Told(did, tuple(self.person.shown[shown:]))

    async def _write(self, text: str) -> int:
        await self.person.send(text)
        await self.person.next_message()
        return 1

    async def _tap(self, last: Seen, label: str) -> int:
        await (await self.person.press(last, label)).answered()
        return 0


async def play(db: Database, language: str, steps: Sequence[Step]) -> list[Told]:
    """An editor invites; the newcomer, whose Telegram speaks `language`, opens the link and takes the steps."""
    async with LoopbackBotApi() as api, _bot(api, db) as application:
        editor = api.user(EDITOR, "Eva", "nl")
        await editor.send("/invite")
        link = next(word for word in (await editor.next_message()).text.split() if "?start=" in word)
        nora = Newcomer(api.user(NORA, "Nora", language), application)
        told = [await nora.open(link)]
        for step in steps:
            told.append(await nora.take(step))
        assert api.rejected == []
    return told


@asynccontextmanager
async def _bot(api: LoopbackBotApi, db: Database) -> AsyncIterator[App]:
    """With the watchlist that is shipped. No post is read here, so its names need no case forms."""
    shipped = await asyncio.to_thread(load, HOUSE / "config" / "watchlist")
    catalogue = replace(compile_catalogue(watchlist()), watchlist=shipped)
    await db.write(members.put, EDITOR, Role.OWNER, NOON)
    services = Services(
        db=db,
        catalogue=lambda: catalogue,
        clock=lambda: NOON,
        owner_code=None,
        started_at=NOON,
        patience=Patience(size=1000),
    )
    application = build_application(api.token, api.url, services)
    async with polling(application):
        yield application


def rendered(told: Sequence[Told]) -> str:
    """The transcript as Markdown."""
    steps = (f"{number}. Nora {one.did}.\n\n{_answers(one)}" for number, one in enumerate(told, start=1))
    count = f"{len(told)} taps and messages; {MOST} were allowed.\n"
    return "\n".join((TITLE, *steps, count))


def _answers(one: Told) -> str:
    return "".join(f"{_quoted(seen)}\n" for seen in one.answers)


def _quoted(seen: Seen) -> str:
    lines = [html.escape(line, quote=False) for line in seen.text.split("\n")]
    rows = [" ".join(f"<kbd>{html.escape(key.label, quote=False)}</kbd>" for key in row) for row in seen.rows]
    note = ["*(the same message, changed)*"] if seen.edits else []
    return "".join(
        f"   > {line}<br>\n" if line else "   >\n" for line in (*note, *lines, *([""] if rows else []), *rows)
    )


async def _write() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with Database.open(f"sqlite:///{folder}/first_steps.db") as db:
            told = await play(db, "en", (*DUTCH_FIRST, *IN_DUTCH))
    TRANSCRIPT.write_text(rendered(told), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(_write())
