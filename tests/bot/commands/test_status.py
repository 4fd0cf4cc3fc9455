"""`seinpost status`: what is not covered first, said as tables on a terminal and as plain lines elsewhere."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from bot.commands.sections import plain
from bot.commands.status import AccountStanding, Report, duration, sections, show
from bot.settings import Settings, TelegramSettings
from storage import accounts, coverage, posts
from storage.database import Database
from storage.messages import DeliveryState
from storage.model import Counts
from storage.watching import Coverage, Delay, Doubt, GapState, InForce, Join, Problem, Work
from tests.bot.chat.factories import CHANNEL, NOON, covered, entry, revision

MINUTE = timedelta(minutes=1)
LOST = Coverage(
    "lost",
    None,
    NOON - timedelta(hours=2),
    NOON,
    problem=Problem.PRIVATE,
    detail="no longer public",
    problem_since=NOON - timedelta(hours=1),
    misses=2,
)


def report(*seen: Coverage, standings: Sequence[AccountStanding] = ()) -> Report:
    counts = Counts(posts=5, revisions=6, channels=2, unmatched=3, parked=2)
    states = {DeliveryState.PENDING: 4, DeliveryState.UNCERTAIN: 1}
    freshness = Delay(timedelta(seconds=31), timedelta(minutes=3), 12)
    return Report(NOON, "var/seinpost.db", seen, standings, counts, {(Work.MATCH, "ValueError"): 2}, states, freshness)


def lines_of(given: Report) -> list[str]:
    return "\n".join(plain(section) for section in sections(given)).splitlines()


def test_what_is_not_covered_comes_first_with_why_since_when_and_how_often() -> None:
    assert lines_of(report(covered(), LOST))[:3] == [
        "Not covered: 1 of 2 channels",
        "  channel  why      since             failed polls  detail",
        "  @lost    private  2024-03-12 11:00  2             no longer public",
    ]


def test_when_all_is_covered_that_is_said_in_one_line() -> None:
    assert lines_of(report(covered()))[0] == "All 1 channels are covered"


def test_the_version_in_force_is_told_and_what_is_wrong_with_the_files_after_it() -> None:
    holding = InForce("abc", NOON)
    assert "Watchlist abc, in force since 2024-03-12 12:00" in lines_of(replace(report(), in_force=holding))
    bad = replace(holding, refused="places.yaml:3 quay: bad; mend it", refused_at=NOON + MINUTE)
    told = lines_of(replace(report(), in_force=bad))
    at = told.index("Watchlist abc, in force since 2024-03-12 12:00; its files have had errors since 2024-03-12 12:01")
    assert told[at + 1] == "  places.yaml:3 quay: bad; mend it"


def test_before_the_first_start_it_is_said_how_to_begin() -> None:
    assert lines_of(report())[0] == "No channel is watched yet: start the lookout with `seinpost run`"


def test_accounts_tell_what_is_wrong_with_them() -> None:
    night = AccountStanding("night", None, "Log in again.", NOON)
    desk = AccountStanding("desk", floods=(("history", NOON + timedelta(seconds=61)),))
    lines = lines_of(report(replace(covered(), account="desk"), standings=[desk, AccountStanding("new"), night]))
    assert lines[lines.index("Accounts") + 2 :][:3] == [
        "  desk     1         must wait with history until 2024-03-12 12:01:01",
        "  new      0         ready",
        "  night    0         rests since 2024-03-12 12:00: Log in again.",
    ]


def test_what_is_parked_is_told_with_where_and_why_and_how_to_try_again() -> None:
    lines = lines_of(report(covered()))
    at = lines.index("Parked: 2, since each broke a stage; `seinpost parked` lists them, --retry tries again")
    assert lines[at + 1 :][:2] == ["  stage  why         how many", "  match  ValueError  2"]


def test_queues_are_told() -> None:
    lines = lines_of(report(covered()))
    assert lines[lines.index("On their way") + 1 :][:2] == [
        "  3 posts wait to be matched",
        "  4 deliveries pending, 0 deliveries sending, 1 deliveries uncertain, 0 deliveries failed",
    ]


def test_a_channel_tells_its_last_post_delays_gaps_account_and_last_error() -> None:
    seen = replace(
        covered(),
        last_post_id=341,
        account="desk",
        live=("desk", "night"),
        delay=Delay(timedelta(seconds=20), timedelta(minutes=2), 12),
        gaps={GapState.FILLED: 9, GapState.MISSING: 2, GapState.OPEN: 1},
        last_error="flood wait: account desk",
        last_error_at=NOON - timedelta(days=1),
    )
    heading, *_, row = lines_of(report(seen))[-3:]
    assert heading == "Channels; 12 posts in the last 7 days, half within 31 s of publication, 90 % within 3 min"
    assert re.split(r"  +", row.strip()) == [
        "@governor_news",
        "341",
        "2024-03-12 12:00",
        "2024-03-12 12:00",
        "20 s",
        "2 min",
        "3",
        "desk",
        "desk, night",
        "2024-03-11 12:00 flood wait: account desk",
    ]


def test_channels_that_let_no_account_in_are_told_with_the_reason() -> None:
    refused = Join("desk", CHANNEL, NOON, "the channel is full", NOON + timedelta(days=7))
    lines = lines_of(replace(report(covered()), joins=[refused, Join("night", CHANNEL, NOON)]))
    assert lines[lines.index("Not joined") + 1 :][:3] == [
        "  channel         account  asks again        why",
        "  @governor_news  desk     2024-03-19 12:00  the channel is full",
        "",
    ]


def test_a_mass_that_seems_deleted_asks_for_a_look() -> None:
    lines = lines_of(report(replace(covered(), doubt=Doubt(140, NOON))))
    assert lines[2].startswith("Posts that seem to be deleted in a mass")
    assert lines[4] == "  @governor_news  140    2024-03-12 12:00"


def test_what_telegram_says_can_not_write_on_the_terminal() -> None:
    text = "\n".join(lines_of(report(replace(LOST, detail="\x1b[2J[bold]gone[/bold]"))))
    assert "\x1b" not in text
    assert "[bold]gone[/bold]" in text


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 s"), (119, "119 s"), (120, "2 min"), (7200, "2 h"), (200_000, "2 d"), (86_400, "24 h")],
)
def test_times_are_told_in_one_unit(seconds: float, said: str) -> None:
    assert duration(timedelta(seconds=seconds)) == said


def settings_of(database_url: str, folder: Path) -> Settings:
    return Settings(database_url=database_url, telegram=TelegramSettings(sessions=folder / "sessions"))


async def shown(database_url: str, folder: Path, *, terminal: bool = False) -> tuple[bool, str]:
    """Whether all is covered, and what is printed."""
    output = io.StringIO()
    console = Console(file=output, force_terminal=terminal, color_system=None, width=200 if terminal else 60)
    return await show(settings_of(database_url, folder), console, lambda: NOON + MINUTE), output.getvalue()


async def test_it_reads_beside_a_running_lookout(db: Database, database_url: str, tmp_path: Path) -> None:
    await db.write(coverage.sync, [entry("governor_news")], NOON)
    late = revision(at=NOON).post
    async with db.writing() as conn:
        await posts.save(conn, CHANNEL, [late], 100, NOON + timedelta(seconds=30), backlog=False)
        await coverage.ok(conn, "governor_news", CHANNEL, NOON + timedelta(seconds=30), NOON + MINUTE, "desk")
        await accounts.flood_until(conn, "desk", "resolve", NOON + timedelta(hours=1))
    async with db.writing() as conn:
        await accounts.flood_until(conn, "desk", "history", NOON + timedelta(hours=1))
        covered_all, text = await shown(database_url, tmp_path)  # while another writes
    assert covered_all
    assert "All 1 channels are covered" in text
    assert "must wait with resolve until 2024-03-12 13:00:00\n" in text
    assert "@governor_news  100" in text
    assert "half within 30 s of publication" in text


async def test_on_a_terminal_it_is_a_table(db: Database, database_url: str, tmp_path: Path) -> None:
    await db.write(coverage.sync, [entry("river")], NOON)
    await db.write(coverage.failed, "river", Problem.BLOCKED, "withheld", NOON, NOON)
    covered_all, text = await shown(database_url, tmp_path, terminal=True)
    assert not covered_all
    assert text.splitlines()[0] == "Not covered: 1 of 1 channels"
    assert "───" in text
    assert "blocked here" in text
