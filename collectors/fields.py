"""Typed access to one record of somebody else's JSON, with errors that say where it is and what should be there.

Text comes out clean (see `cleaning`). A value is never quoted in an error: it may be a post's text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from collectors.base import BadInput
from collectors.cleaning import clean

_YEARS = range(1900, 3000)
"""Who reckons with a day near the ends of the calendar falls off it."""


def is_of_our_time(moment: datetime) -> bool:
    """Whether a post may be dated so."""
    return moment.year in _YEARS


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one JSON object. `where` names it for people; `mend` ends every error about it."""

    values: Mapping[str, object]
    where: str
    mend: str

    def wrong(self, key: str, what: str) -> BadInput:
        """The error to raise about a field."""
        return BadInput(f'{self.where}: "{key}" {what}: {self.mend}')

    def text(self, key: str) -> str:
        """A text that must be there."""
        found = self.text_or_none(key)
        if found is None:
            raise self.wrong(key, "is missing")
        return found

    def text_or_none(self, key: str) -> str | None:
        """A text; None where there is none or null."""
        value = self.values.get(key)
        if value is None or isinstance(value, str):
            return None if value is None else clean(value)
        raise self.wrong(key, "should be a text")

    def whole(self, key: str) -> int:
        """A whole number that must be there."""
        found = self.whole_or_none(key)
        if found is None:
            raise self.wrong(key, "is missing")
        return found

    def whole_or_none(self, key: str) -> int | None:
        """A whole number that fits a database; None where there is none or null."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63:
            return value
        raise self.wrong(key, "should be a whole number")

    def inner(self, key: str) -> "Fields | None":
        """The object under `key`; None where there is none or null."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, dict):
            return Fields(value, f"{self.where}, {key}", self.mend)
        raise self.wrong(key, "should be an object")

    def unix_time(self, key: str) -> datetime | None:
        """Seconds since 1970, as a number or as a text of digits; None where there is none, null or 0."""
        value = self.values.get(key)
        if value in (None, 0, "0"):
            return None
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool):
            try:
                moment = datetime.fromtimestamp(value, UTC)
                if is_of_our_time(moment):
                    return moment
            except (OverflowError, OSError, ValueError):
                pass  # a year that no calendar has
        raise self.wrong(key, "should be a time in seconds since 1970")

    def iso_time(self, key: str) -> datetime:
        """An ISO 8601 date with its offset from UTC."""
        found = self.iso_time_or_none(key)
        if found is None:
            raise self.wrong(key, "is missing")
        return found

    def iso_time_or_none(self, key: str) -> datetime | None:
        """An ISO 8601 date with its offset from UTC; None where there is none or null."""
        text = self.text_or_none(key)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is not None and is_of_our_time(moment):
                return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise self.wrong(
            key, "should be a date such as 2023-05-22T09:00:00+00:00, of our time, with its offset from UTC"
        )
