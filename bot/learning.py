"""What a source found out on the way is kept: hashes, floods, memberships, and how a channel is called now."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from collectors.base import (
    AccessHash,
    FloodWait,
    Learned,
    Membership,
)
from storage import (
    accounts,
    changes,
    channels,
    joins,
)
from storage.database import Connection
from storage.model import Channel

log = structlog.get_logger()


async def rename(conn: Connection, channel: Channel, now: datetime) -> None:
    """Takes over how a channel is called and marked now; what is new about it is kept for operators."""
    await notice(conn, channel, now)
    await channels.put(conn, channel)


async def notice(conn: Connection, channel: Channel, now: datetime) -> None:
    """As `rename`, for who stores the channel itself afterwards."""
    for change in await changes.notice(conn, channel, now):
        log.warning("channel changed", channel=channel.channel_id, change=change.kind.value)


async def learn(conn: Connection, learned: Sequence[Learned], now: datetime) -> None:
    """Keeps what a source found out on the way, also where it could not read."""
    for fact in learned:
        if isinstance(fact, AccessHash):
            await accounts.remember_hash(conn, fact.account, fact.channel_id, fact.access_hash)
        elif isinstance(fact, FloodWait):
            await accounts.flood_until(conn, fact.account, fact.request, fact.until)
        elif isinstance(fact, Membership):
            await joins.notice(conn, fact.account, fact.channel_id, now, joined=fact.joined)
        elif await accounts.rest(conn, fact.account, fact.why, now):
            log.error("account rests", account=fact.account, why=fact.why)
