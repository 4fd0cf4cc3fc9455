"""`seinpost parked`: what broke a stage and was left aside; with --retry it is tried again. The lookout may be running.

Why it broke is in the log, at the time that is shown: the kind of error, and the lines of the program.
"""

import structlog
from rich.console import Console

from bot.commands.sections import Section
from bot.commands.sections import show as print_section
from storage import parkings
from storage.database import Database
from storage.watching import Parked

log = structlog.get_logger()

LIMIT = 100
"""So many are listed, the last first; `seinpost status` counts all."""


async def show(database_url: str, console: Console) -> None:
    """Lists what is parked.

    Raises:
        Unusable: there is no database to look at; says what to do.
    """
    async with Database.look(database_url) as db:
        print_section(section(await db.read(parkings.newest, LIMIT)), console)


async def retry(database_url: str, console: Console) -> None:
    """Lets the stages try all of it again, within half a minute.

    Raises:
        Unusable: there is no database to look at; says what to do.
    """
    async with Database.look(database_url):
        pass  # nothing is made where nothing is
    async with Database.open(database_url) as db:
        number = await db.write(parkings.release)
    log.info("parked rows are tried again", rows=number)
    said = f"{number} are tried again by the lookout; what breaks once more is parked once more."
    console.print(said if number else "Nothing is parked.", markup=False, highlight=False, soft_wrap=True)


def section(found: list[Parked]) -> Section:
    """What there is to show."""
    if not found:
        return Section("Nothing is parked", (), ())
    rows = [
        (
            f"{one.at:%Y-%m-%d %H:%M:%S}",
            one.work.value,
            str(one.item),
            one.reason,
            one.post or "",
        )
        for one in found
    ]
    heading = f"Parked, the last {len(found)} first; --retry tries all again. The log says where each broke"
    return Section(heading, ("at", "stage", "number", "why", "post"), rows, bad=True)
