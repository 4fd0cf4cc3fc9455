"""When to try again: a function of what went wrong and how often. Pure; it neither waits nor sends."""

from datetime import datetime, timedelta

from bot.delivery.sender import BadToken, Later, Moved, Trouble

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)
MOST_ATTEMPTS = 150
"""With the waits above: about half a day. News older than that belongs into a digest."""


def next_try(error: Trouble, attempts: int, now: datetime) -> datetime | None:
    """When a delivery is due again after its `attempts`-th attempt ended in `error`; None: not again.

    A wait that Telegram asked for is kept to the second, however long. Without one, waits double up to five minutes.
    """
    if isinstance(error, BadToken):
        return now + LONGEST_WAIT  # not this delivery's fault: it stays for as long as the mending takes
    if attempts >= MOST_ATTEMPTS:
        return None
    if isinstance(error, Moved):
        return now
    if isinstance(error, Later):
        return now + (_growing(attempts) if error.after is None else error.after)
    return None


def _growing(attempts: int) -> timedelta:
    doublings = min(max(attempts - 1, 0), 16)  # the cap is reached long before; a timedelta overflows long after
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
