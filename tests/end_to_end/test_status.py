"""`seinpost status` as its operator runs it: before the first start, after a run, and beside a running lookout."""

import asyncio
from pathlib import Path

import pytest

from tests.end_to_end.program import Ended, Program, reading
from tests.telegram.loopback import LoopbackTelegram


@pytest.fixture
async def program(tmp_path: Path, telegram: LoopbackTelegram) -> Program:
    """A program with one account, and the three channels of its watchlist on Telegram."""
    for name in ("demo_legion", "demo_agency", "demo_front"):
        telegram.add_channel(name)
    program = Program(
        tmp_path,
        **reading(telegram, tmp_path),
        COLLECT__REQUESTS_PER_SECOND="10",
    )
    session = telegram.session_string(telegram.add_account())
    assert (await program.run("account", "import", "main", given=session)).code == 0
    return program


def first_line(ended: Ended) -> str:
    return ended.output.splitlines()[0]


async def test_before_the_first_start_it_says_how_to_begin_and_makes_no_file(program: Program) -> None:
    ended = await program.run("status")
    assert ended.code == 2
    assert "seinpost.db is not there yet. Start with `seinpost run`" in ended.errors
    assert not (program.folder / "var/seinpost.db").exists()


async def test_after_a_run_it_tells_what_is_not_covered_and_fails_only_if_asked_to(
    program: Program, telegram: LoopbackTelegram
) -> None:
    assert (await program.run("run", "--once")).code == 0
    covered = await program.run("status", "--check")
    assert (covered.code, first_line(covered)) == (0, "All 3 channels are covered")
    assert "main     3         ready" in covered.output
    for channel in telegram.world.channels.values():
        channel.close()
    assert (await program.run("run", "--once")).code == 0
    lost = await program.run("status")
    assert (lost.code, first_line(lost)) == (0, "Not covered: 3 of 3 channels")
    assert (await program.run("status", "--check")).code == 1


async def test_it_works_beside_a_running_lookout(program: Program, telegram: LoopbackTelegram) -> None:
    async with program.running() as running:
        async with asyncio.timeout(30):
            await telegram.until("messages.getHistory", times=6)
        ended = await program.run("status")
        assert (ended.code, first_line(ended)) == (0, "All 3 channels are covered")
    assert running.ended.code == 0, running.ended.errors
