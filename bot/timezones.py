"""Time zones by IANA name. What is due at a local time is reckoned in `bot.chat.times`."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def check_zone(name: str) -> str:
    """`name`, if it is a time zone.

    Raises:
        ValueError: it is none; the text says what one looks like.
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is not a time zone; write one like Europe/Brussels") from None
    return name
