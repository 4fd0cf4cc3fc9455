"""`seinpost deletions`: an operator's word on posts that are gone in a mass. The lookout may be at work meanwhile.

The lookout doubts such a mass by itself and shows it first in its status; only a person can tell whether a channel was
emptied. Asks Telegram nothing.
"""

import structlog
from rich.console import Console

from bot.clock import Clock
from collectors.base import BadInput
from storage import coverage, doubts
from storage.database import Database
from storage.watching import Coverage

log = structlog.get_logger()


async def decide(database_url: str, channel: str, *, believe: bool, console: Console, clock: Clock) -> None:
    """Ends the doubt about a channel (@username or number): its posts are deleted (`believe`), or still there.

    Raises:
        BadInput: nothing of that channel is doubted, or it is not watched.
        Unusable: there is no database to look at; says what to do.
    """
    async with Database.look(database_url) as db:
        channel_id = _doubted(await db.read(coverage.report), channel)
    async with Database.open(database_url) as db:
        if believe:
            deleted = await db.write(doubts.believe, channel_id, clock())
            said = f"{deleted} posts of {channel} are marked as deleted; those who were told of them will hear of it."
        else:
            dismissed = await db.write(doubts.dismiss, channel_id)
            said = f"{dismissed} messages of {channel} are taken to be there, and not looked at again."
    log.info("doubt ended", channel=channel_id, believed=believe)
    console.print(said, markup=False, highlight=False, soft_wrap=True)


def _doubted(report: list[Coverage], channel: str) -> int:
    name = channel.removeprefix("@").lower()
    found = next((seen for seen in report if name in _names(seen)), None)
    if found is None:
        raise BadInput(f"{channel} is not watched: give the @username or number of a channel in `seinpost status`.")
    if found.channel is None or found.doubt is None:
        raise BadInput(
            f"No deletion in {channel} is doubted: there is nothing to decide. `seinpost status` shows what is doubted."
        )
    return found.channel.channel_id


def _names(seen: Coverage) -> set[str]:
    if seen.channel is None:
        return {seen.username.lower()}
    return {seen.username.lower(), (seen.channel.username or "").lower(), str(seen.channel.channel_id)} - {""}
