"""How long the tests of this folder go on: `SEINPOST_FAULT_ROUNDS`, 1 where nothing is said. CI has a minute or two."""

import os

import pytest

ROUNDS = int(os.environ.get("SEINPOST_FAULT_ROUNDS", "1"))  # noqa: TID251 - a test run is set by its environment


def skip_unless_asked(database: str) -> None:
    """The kills on PostgreSQL take longer than CI may."""
    if database == "postgres" and ROUNDS == 1:
        pytest.skip("on PostgreSQL with SEINPOST_FAULT_ROUNDS=2 or more")
