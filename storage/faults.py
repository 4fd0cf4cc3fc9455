"""Named points at which a test may have the program die, as by a power cut. Without a test each is one comparison.

The points are found in the code by those who walk them: `reach` with a literal name, once each. Knows nothing of what
stands around a point.
"""

import os
import signal

VARIABLE = "LOOKOUT_DIES_AT"
"""`name:count`: die when that point is reached for the `count`-th time. Only tests set it."""

_planned = os.environ.get(VARIABLE, "")  # noqa: TID251 - no setting: no operator is to know it
_point, _, _count = _planned.partition(":")
_left = int(_count or 1)


def reach(point: str) -> None:
    """Nothing, unless this point is to be the last of this process."""
    if point == _point:
        _die_if_due()


def _die_if_due() -> None:
    global _left
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
