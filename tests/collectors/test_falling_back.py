"""A channel is read by the first source that can read it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from collectors.base import HISTORY, MESSAGES, Batch, CannotRead, FloodWait, Looked, Looker, Source, reader_of
from collectors.falling_back import FallingBack
from storage.model import Channel, Flag
from storage.watching import Problem, Watched

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
RIVER = Channel(700, "riverside", "Riverside")
WATCHED = Watched("riverside", RIVER, 4)
FLOOD = FloodWait("first", "history", NOON)


class Fixed:
    """A source that always gives the same batch, or always refuses."""

    def __init__(self, name: str, outcome: Batch | CannotRead) -> None:
        self.name = name
        self._outcome = outcome
        self.asked = 0

    async def read(self, watched: Watched, now: datetime) -> Batch:
        self.asked += 1
        if isinstance(self._outcome, CannotRead):
            raise self._outcome
        return self._outcome


class FixedLooker(Fixed):
    async def look(self, watched: Watched, ids: Sequence[int], now: datetime) -> Looked:
        return Looked(RIVER, (), absent=tuple(ids))


PAGE = Batch(RIVER, (), 9)


@pytest.mark.parametrize(
    "problem", [Problem.NO_ACCOUNT, Problem.FLOOD_WAIT, Problem.PRIVATE, Problem.BLOCKED, Problem.UNREACHABLE]
)
async def test_what_the_accounts_can_not_read_is_read_from_the_preview(problem: Problem) -> None:
    refusal = CannotRead(problem, "no", learned=(FLOOD,))
    batch = await FallingBack([Fixed("telegram", refusal), Fixed("preview", PAGE)]).read(WATCHED, NOON)
    assert (batch.cursor, batch.learned) == (9, (FLOOD,))


async def test_what_an_account_was_told_of_a_channel_that_it_can_not_read_is_kept() -> None:
    refusal = CannotRead(Problem.BLOCKED, "withheld")
    refusal.channel = replace(RIVER, title="Riverside news", flags=frozenset({Flag.RESTRICTED}))
    batch = await FallingBack([Fixed("telegram", refusal), Fixed("preview", PAGE)]).read(WATCHED, NOON)
    assert batch.channel == refusal.channel


async def test_what_was_told_of_another_channel_is_not() -> None:
    refusal = CannotRead(Problem.BLOCKED, "withheld")
    refusal.channel = Channel(701, "riverside", "A namesake")
    batch = await FallingBack([Fixed("telegram", refusal), Fixed("preview", PAGE)]).read(WATCHED, NOON)
    assert batch.channel == RIVER


async def test_the_second_source_is_left_alone_while_the_first_can() -> None:
    second = Fixed("preview", PAGE)
    assert await FallingBack([Fixed("telegram", PAGE), second]).read(WATCHED, NOON) == PAGE
    assert second.asked == 0


async def test_a_name_that_nobody_bears_is_not_looked_for_twice() -> None:
    second = Fixed("preview", PAGE)
    with pytest.raises(CannotRead, match="not found"):
        await FallingBack([Fixed("telegram", CannotRead(Problem.NOT_FOUND, "gone")), second]).read(WATCHED, NOON)
    assert second.asked == 0


async def test_when_none_can_the_first_says_why_and_all_that_was_learned_is_kept() -> None:
    limited = CannotRead(Problem.FLOOD_WAIT, "account first", learned=(FLOOD,))
    closed = CannotRead(Problem.PRIVATE, "no preview")
    with pytest.raises(CannotRead, match="account first") as refused:
        await FallingBack([Fixed("telegram", limited), Fixed("preview", closed)]).read(WATCHED, NOON)
    assert refused.value.learned == (FLOOD,)


async def test_messages_are_found_by_the_source_that_finds_them_by_id() -> None:
    both: Source = FallingBack([Fixed("preview", PAGE), FixedLooker("telegram", PAGE)])
    assert isinstance(both, Looker)
    assert (await both.look(WATCHED, [5], NOON)).absent == (5,)


async def test_without_such_a_source_nothing_is_said_about_messages() -> None:
    with pytest.raises(CannotRead, match="no account"):
        await FallingBack([Fixed("preview", PAGE)]).look(WATCHED, [5], NOON)


async def test_where_no_source_fetches_files_none_is_hashed() -> None:
    with pytest.raises(CannotRead, match="no account"):
        await FallingBack([Fixed("preview", PAGE)]).hash_media(WATCHED, 5, 1000, NOON)


# --- who is asked ---


def closed(problem: Problem = Problem.PRIVATE) -> Fixed:
    return Fixed("telegram", CannotRead(problem, "not open to account main", NOON + HOUR))


@pytest.mark.parametrize("problem", [Problem.PRIVATE, Problem.BLOCKED])
async def test_accounts_that_are_shut_out_are_not_asked_at_every_poll_but_when_they_said(problem: Problem) -> None:
    first = closed(problem)
    source = FallingBack([first, Fixed("preview", PAGE)])
    for minutes in (0, 1, 59, 60, 61):
        assert (await source.read(WATCHED, NOON + timedelta(minutes=minutes))).cursor == 9
    assert first.asked == 1 + 2
    await source.read(Watched("bronkrant", None, None), NOON)
    assert first.asked == 4, "what is closed to one channel is open to another"


async def test_who_is_shut_out_is_not_counted_as_the_one_who_is_asked() -> None:
    source = FallingBack([closed(), Fixed("preview", PAGE)])
    assert reader_of(source, WATCHED, HISTORY, NOON) == "telegram"
    await source.read(WATCHED, NOON)
    assert reader_of(source, WATCHED, HISTORY, NOON) == "preview"
    assert reader_of(source, WATCHED, HISTORY, NOON + HOUR) == "telegram"


async def test_where_all_are_shut_out_the_first_ones_reason_counts_also_when_it_is_not_asked() -> None:
    source = FallingBack([closed(), Fixed("preview", CannotRead(Problem.BLOCKED, "withheld by law"))])
    for _ in range(2):
        with pytest.raises(CannotRead, match="not open to account main") as refused:
            await source.read(WATCHED, NOON)
        assert refused.value.until == NOON + HOUR


class Ready(FixedLooker):
    """A `Spread` with one account, which may be asked or not."""

    def __init__(self, name: str, account: str | None) -> None:
        super().__init__(name, PAGE)
        self._account = account

    def reader(self, watched: Watched, request: str, now: datetime) -> str | None:
        return self._account


@pytest.mark.parametrize(("account", "reader"), [("main", "main"), (None, "preview")])
def test_the_previews_are_asked_for_posts_when_no_account_may_be(account: str | None, reader: str) -> None:
    source = FallingBack([Ready("telegram", account), Fixed("preview", PAGE)])
    assert reader_of(source, WATCHED, HISTORY, NOON) == reader


@pytest.mark.parametrize("account", ["main", None])
def test_messages_by_their_ids_are_asked_of_accounts_only(account: str | None) -> None:
    source = FallingBack([Ready("telegram", account), Fixed("preview", PAGE)])
    assert reader_of(source, WATCHED, MESSAGES, NOON) == account
    assert reader_of(FallingBack([Fixed("preview", PAGE)]), WATCHED, MESSAGES, NOON) is None


async def test_what_was_closed_by_a_clock_that_was_set_back_since_is_asked_again() -> None:
    first = closed()
    source = FallingBack([first, Fixed("preview", PAGE)])
    await source.read(WATCHED, NOON)
    await source.read(WATCHED, NOON - timedelta(days=30))
    assert first.asked == 2
