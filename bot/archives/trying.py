"""How often a part of an archive is begun when its workers die, and what is said of those that nobody survived."""

from collections.abc import Sequence

from bot.archives.parts import Part
from collectors.base import BadInput

TRIES = 5
"""So often a part is begun, if each time its worker dies."""


def lost(parts: Sequence[Part]) -> BadInput:
    """The error of parts that no worker survived."""
    return BadInput(
        f"Workers died {TRIES} times of {len(parts)} of the parts, the first of them {parts[0]}. All others are done. "
        "Give workers more memory or use fewer of them, and repeat: only what is missing is done again."
    )
