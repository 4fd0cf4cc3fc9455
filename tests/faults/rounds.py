"""How long the tests of this folder go on: `SEINPOST_FAULT_ROUNDS`, 1 where nothing is said. CI has a minute or two."""

import os

import pytest

ROUNDS = int(os.environ.get("SEINPOST_FAULT_ROUNDS", "1"))  # noqa: TID251 - a test run is set by its environment


def lasting(seconds: float, at_length: float) -> float:
    """How long something is broken: as briefly as shows it, or as long as it may be, where rounds are asked for."""
    return seconds if ROUNDS == 1 else at_length


def skip_unless_asked(database: str) -> None:
    """The kills on PostgreSQL take longer than CI may."""
    if database == "postgres" and ROUNDS == 1:
        pytest.skip("on PostgreSQL with SEINPOST_FAULT_ROUNDS=2 or more")


at_length = pytest.mark.skipif(ROUNDS == 1, reason="with SEINPOST_FAULT_ROUNDS=2 or more")
"""Another case of what CI has seen one of."""
