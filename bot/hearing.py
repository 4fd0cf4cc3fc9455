"""What accounts hear makes channels due now, and brings looks at what was edited or deleted forward.

A stage like those in `stages`. A hint brings no post: it moves a time, and whoever reads what is due keeps to budgets
and flood waits as ever. So a hint that is lost, doubled, late or wrong costs one poll at most.
"""

from collections.abc import Iterable
from datetime import timedelta

import structlog

from bot.clock import Clock
from collectors.base import Hint, Live
from collectors.planner import SOONEST
from storage import coverage, looks
from storage.database import Connection, Database

log = structlog.get_logger()

SETTLING = timedelta(seconds=10)
"""From a hint to the look that it asks for: who corrects a post once often does so again at once."""


async def pass_on(db: Database, live: Live, clock: Clock, soonest: timedelta = SOONEST) -> int:
    """Writes down what was heard since the last time, in one transaction; returns how much it brought forward.

    `soonest`: no channel is polled again before that, however much is heard of it.
    """
    hints = live.hints()
    if not hints:
        return 0
    now = clock()
    news = {hint.channel_id for hint in hints if hint.message_id is None}

    async def write(conn: Connection) -> tuple[int, int]:
        moved = [await looks.hint(conn, channel, ids, now + SETTLING) for channel, ids in _doubtful(hints).items()]
        return await coverage.hint(conn, sorted(news), now, soonest), sum(moved)

    polls, looked = await db.write(write)
    if polls or looked:
        log.debug("hints heard", channels=polls, looks=looked)
    return polls + looked


def _doubtful(hints: Iterable[Hint]) -> dict[int, list[int]]:
    """The messages that may have been edited or deleted, by channel."""
    found: dict[int, list[int]] = {}
    for hint in hints:
        if hint.message_id is not None:
            found.setdefault(hint.channel_id, []).append(hint.message_id)
    return {channel_id: sorted(found[channel_id]) for channel_id in sorted(found)}
