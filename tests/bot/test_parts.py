"""What a process is told to do, and what SQLite lets it."""

from pathlib import Path

import pytest
from rich.console import Console

from bot.app import Lookout
from bot.clock import now
from bot.commands import running
from bot.health.serving import health
from bot.parts import EVERYTHING, EVERYWHERE, STAGES, Part, chosen
from bot.settings import Settings
from collectors.base import BadInput


def test_each_stage_is_in_one_part() -> None:
    steps = list(object.__new__(Lookout).steps())
    assert sorted([*(name for part in Part for name in STAGES[part]), *EVERYWHERE]) == sorted(steps)


def test_parts_may_be_listed_or_named_one_by_one() -> None:
    wanted = {Part.ALERT, Part.DELIVER, Part.BOT}
    assert chosen(["alert,deliver", "bot"], []).parts == wanted
    assert chosen(["alert", "deliver", " bot "], []).parts == wanted
    assert chosen([], []) == EVERYTHING


@pytest.mark.parametrize(
    ("only", "accounts", "said"),
    [
        (["send"], [], "--only send: there is no such part. The parts are collect, match, alert, deliver, bot."),
        (["match"], ["main"], "add --only collect"),
    ],
)
def test_what_can_not_be_done_is_said_with_the_mend(only: list[str], accounts: list[str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        chosen(only, accounts)


async def test_on_sqlite_a_part_alone_is_refused_with_the_mend(sqlite_url: str, tmp_path: Path) -> None:
    settings = Settings(database_url=sqlite_url, config=tmp_path)
    with pytest.raises(BadInput, match=r"SQLite is one process's database.*set SEINPOST_DATABASE_URL to PostgreSQL"):
        await running.run(settings, Console(), now, once=False, chosen=chosen(["match"], []))


def test_a_part_that_waits_for_its_turn_is_in_good_health_and_says_so() -> None:
    answer = health({}, {"alert": "alert"})
    assert (answer.status, answer.body) == (200, b"ok\nalert: waiting for alert\n")
