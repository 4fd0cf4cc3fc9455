"""When a delivery is tried again is a function of what went wrong, and how often."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.retry import LONGEST_WAIT, MOST_ATTEMPTS, next_try
from bot.delivery.sender import BadToken, Gone, Later, MaybeSent, Moved, Refused, Trouble

NOW = datetime(2024, 3, 15, 12, 0, tzinfo=UTC)


def wait(error: Trouble, attempts: int) -> timedelta | None:
    due_at = next_try(error, attempts, NOW)
    return None if due_at is None else due_at - NOW


@pytest.mark.parametrize("error", [Gone("blocked"), Refused("no such tag"), MaybeSent("no answer")])
def test_what_is_gone_refused_or_uncertain_is_not_tried_again(error: Trouble) -> None:
    assert wait(error, 1) is None


def test_a_wait_that_telegram_asked_for_is_kept_to_the_second() -> None:
    assert wait(Later("flood wait", timedelta(seconds=47)), 1) == timedelta(seconds=47)
    assert wait(Later("flood wait", timedelta(hours=3)), 9) == timedelta(hours=3)


def test_without_one_the_waits_double_up_to_five_minutes() -> None:
    waits = [wait(Later("no connection"), attempts) for attempts in range(1, 10)]
    assert waits == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16, 32, 64, 128, 256, 300)]


def test_a_delivery_is_given_up_after_about_half_a_day() -> None:
    waits = [next_try(Later("no connection"), attempts, NOW) for attempts in range(1, MOST_ATTEMPTS)]
    total = sum((due_at - NOW for due_at in waits if due_at is not None), timedelta())
    assert timedelta(hours=11) < total < timedelta(hours=13)
    assert wait(Later("no connection"), MOST_ATTEMPTS) is None


def test_a_moved_group_is_written_to_at_once() -> None:
    assert wait(Moved(-1005), 1) == timedelta(0)


def test_a_refused_token_never_costs_a_delivery() -> None:
    assert wait(BadToken("refused"), 10_000) == LONGEST_WAIT
