"""How long the tests of this folder go on: `SEINPOST_FAULT_ROUNDS`, 1 where nothing is said. CI has a minute or two."""

import os

ROUNDS = int(os.environ.get("SEINPOST_FAULT_ROUNDS", "1"))  # noqa: TID251 - a test run is set by its environment
