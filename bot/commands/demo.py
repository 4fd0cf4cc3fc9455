"""`seinpost demo`: plays `config/demo/` through the stages of live operation, with a simulated clock and three readers.

The posts are invented. Nothing leaves this machine; the database is made anew each time.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.rule import Rule

from bot import collecting
from bot.app import Lookout, drain
from bot.chat.times import next_local
from bot.commands.opening import noticing, read_catalogue
from bot.delivery.sender import Sender
from bot.delivery.terminal import TerminalSender
from bot.polling import Fixed
from bot.settings import Settings
from collectors.base import BadInput
from collectors.recording import Recording
from matcher.catalogue import Catalogue
from storage import alerts, chats, coverage, digests, subscriptions
from storage.database import Database
from storage.model import Kind
from storage.telling import Chat, Reason

DATABASE = Path("var/demo.db")
PAUSE = 1.0
"""Seconds between two posts, for the eye."""

_EVERY = timedelta(minutes=1)

NORA, OLENA, EMMA = 1, 2, 3
EVENING = time(18)


@dataclass(frozen=True, slots=True)
class Reader:
    """A subscriber of the demo."""

    name: str
    chat: Chat
    follows: tuple[tuple[Kind, str], ...]


def _readers(start: datetime) -> tuple[Reader, ...]:
    nora = Chat(NORA, "nl", "Europe/Amsterdam", start)
    olena = Chat(OLENA, "uk", "Europe/Kyiv", start)
    emma = Chat(EMMA, "en", "Europe/London", start)
    return (
        Reader("Nora, Amsterdam", nora, ((Kind.CLAIM, "A03"), (Kind.ACTOR, "sib"), (Kind.CLAIM, "A14"))),
        Reader("Olena, Kyiv", olena, ((Kind.PLACE, "tyotkino"), (Kind.CLAIM, "A07"))),
        Reader("Emma, London", emma, ((Kind.CLAIM, "A03"), (Kind.CLAIM, "A14"), (Kind.CLAIM, "A11"))),
    )


class _Simulated:
    """A clock that is set. Every look at it takes a second, so that chats keep their pace and nobody waits for it."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def jump(self, moment: datetime) -> None:
        self._now = max(self._now, moment)


async def play(settings: Settings, console: Console, *, pause: float = PAUSE, sender: Sender | None = None) -> None:
    """Plays the recording; says at the end where the database lies and what to try next. `sender`: not the terminal."""
    folder = settings.config / "demo"
    recording = Recording(folder / "posts.jsonl")
    console.print(_INTRODUCTION.format(posts=len(recording.moments)), highlight=False)
    with console.status("reading the watchlist and generating the case forms of its names ..."):
        catalogue = await read_catalogue(settings, channels_file=folder / "channels.yaml")
    try:
        for old in DATABASE.parent.glob(f"{DATABASE.name}*"):
            old.unlink()
    except OSError as error:
        raise BadInput(
            f"The old {DATABASE} can't be removed ({error.strerror}): make {DATABASE.parent} yours."
        ) from None
    async with Database.open(f"sqlite:///{DATABASE}") as db:
        await _play(db, catalogue, recording, console, pause, sender)
        console.print(_FAREWELL.format(database=db.location), highlight=False, soft_wrap=True)


async def _play(
    db: Database, catalogue: Catalogue, recording: Recording, console: Console, pause: float, sender: Sender | None
) -> None:
    start = recording.moments[0] - _EVERY
    clock, polling = _Simulated(start), Fixed(_EVERY)
    readers = _readers(start)
    await _subscribe(db, catalogue, readers, start)
    shown = TerminalSender(console, {reader.chat.chat_id: reader.name for reader in readers})
    lookout = Lookout(db, lambda: catalogue, recording, sender or shown, noticing(db, clock), clock, polling)
    await collecting.collect_due(db, recording, clock, polling)  # first contact, before anything is published
    with _progress(console) as progress:
        task = progress.add_task("", total=len(recording.moments), at="")
        for moment in recording.moments:
            clock.jump(moment + _EVERY)
            progress.update(task, at=f"{moment:%d %B %Y, %H:%M} UTC")
            before = clock()
            await collecting.collect_due(db, recording, clock, polling)
            await drain(lookout)
            await _say_what_was_folded(db, readers, before, clock(), console)
            progress.advance(task)
            await asyncio.sleep(pause)
    console.print(Rule("18:00 in Amsterdam: the digest that Nora asked for"))
    clock.jump(next_local(EVENING, readers[0].chat.time_zone, start))
    await drain(lookout)


async def _say_what_was_folded(
    db: Database, readers: tuple[Reader, ...], since: datetime, until: datetime, console: Console
) -> None:
    """A forward of what a reader was told wakes nobody; here, and only here, that is said aloud."""
    for reader in readers:
        for alert, revision in await db.read(alerts.of_chat_since, reader.chat.chat_id, since, until):
            if alert.reason is Reason.DUPLICATE:
                first_name = reader.name.partition(",")[0]
                folded = f"{revision.channel.title} forwards it; {first_name} was told: folded, not sent again"
                console.print(f"  ⤷ {folded}", style="dim", highlight=False)


async def _subscribe(db: Database, catalogue: Catalogue, readers: tuple[Reader, ...], start: datetime) -> None:
    async with db.writing() as conn:
        await coverage.sync(conn, catalogue.watchlist.channels, start)
        for reader in readers:
            await chats.put(conn, reader.chat)
            for kind, target in reader.follows:
                await subscriptions.add(conn, reader.chat.chat_id, kind, target, start)
        nora = readers[0].chat
        await digests.set_times(conn, nora.chat_id, {EVENING: next_local(EVENING, nora.time_zone, start)})


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.fields[at]}"), BarColumn(), TextColumn("post {task.completed}/{task.total}"), console=console
    )


_INTRODUCTION = """
[bold]Seinpost, a demonstration[/bold]
{posts} invented posts of one day in March 2024, in Russian, Ukrainian, English
and Dutch, from nine channels that do not exist. Three readers:
  Nora, Amsterdam   claims A03 (Lozovaya Rudka taken), A14 (about 100 killed);
                    the Siberian Battalion; a digest at 18:00
  Olena, Kyiv       the village of Tyotkino; claim A07 (they act on their own)
  Emma, London      claims A03, A14 and A11 (the attack was repelled)
"""

_FAREWELL = """
All of this lies in {database}: posts, links, events, alerts, deliveries.
What to try next:
  .venv/run/bin/seinpost match config/demo/posts.jsonl
      what each post was linked to, and on which words
  make check
      validates config/watchlist/, which you can edit
  make run
      the real thing; README.md says what it needs
"""
