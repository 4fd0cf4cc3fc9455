"""The real program joins a channel where its operator allows it, and hears of a post long before its next poll."""

import asyncio
from pathlib import Path

import pytest

from storage import posts
from storage.database import Database
from tests.end_to_end.program import CHANNELS, Program, reading
from tests.telegram.loopback import LoopbackTelegram

HISTORY, JOIN = "messages.getHistory", "channels.joinChannel"
POST = "Вода дошла до набережной."


@pytest.fixture
async def program(tmp_path: Path, telegram: LoopbackTelegram) -> Program:
    """One account; of the three channels of the watchlist, the first may be joined. Each is polled once an hour."""
    program = Program(
        tmp_path,
        **reading(telegram, tmp_path),
        TELEGRAM__JOIN="true",
        COLLECT__EVERY_SECONDS="3600",
    )
    marked = CHANNELS.replace("  enabled: true\n", "  enabled: true\n  join: true\n", 1)
    (tmp_path / "config/watchlist/channels.yaml").write_text(marked, encoding="utf-8")
    session = telegram.session_string(telegram.add_account())
    assert (await program.run("account", "import", "main", given=session)).code == 0
    return program


async def test_a_joined_channel_is_read_as_soon_as_it_posts(program: Program, telegram: LoopbackTelegram) -> None:
    legion, agency, front = (telegram.add_channel(name) for name in ("demo_legion", "demo_agency", "demo_front"))
    async with program.running() as running, asyncio.timeout(120):
        await telegram.until(JOIN)
        await telegram.until(HISTORY, times=4)  # three first visits, and what joining was a hint of
        legion.publish(POST)
        await telegram.until(HISTORY, times=5)
    assert running.ended.code == 0, running.ended.errors
    assert [len(channel.members) for channel in (legion, agency, front)] == [1, 0, 0]
    async with Database.open(f"sqlite:///{program.folder}/var/seinpost.db") as db:
        assert [revision.post.text for revision in await db.read(posts.recent, legion.channel_id, 9)] == [POST]
