"""The bot's own words in the reader's language: Fluent messages with their plurals, Babel's dates and times.

What to say is decided elsewhere. A language that has no file speaks English.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource

from bot.chat.markup import Html, escape

LANGUAGES = {"en": "English", "nl": "Nederlands", "ru": "Русский", "uk": "Українська"}
"""Language -> its own name. Another language is one more file in `locales` and one more line here."""

DEFAULT = "en"

# Marks stand in for texts while Fluent works: it refuses placeables of more than 2,500 characters.
_MARK = "\ue000{}\ue001"
_MARKED = re.compile("\ue000([0-9]+)\ue001")

_LOCALES = {"en": "en_GB"}  # days before months, as in the other three
NEWER_NAMES = {"Europe/Kiev": "Europe/Kyiv"}
"""Zones that Babel still calls by an older name."""

_OLDER_NAMES = {new: old for old, new in NEWER_NAMES.items()}


def known_language(code: str | None) -> str:
    """The language of a Telegram `language_code` ("ru", "uk-UA"), or English."""
    short = (code or "").replace("_", "-").partition("-")[0].lower()
    return short if short in LANGUAGES else DEFAULT


class Words:
    """Says things in one language."""

    def __init__(self, language: str) -> None:
        self.language = known_language(language)
        self._bundle = _bundle(self.language)
        self._locale = _LOCALES.get(self.language, self.language)

    def say(self, key: str, **args: str | float) -> str:
        """The message as plain text, for buttons and notices that carry no markup.

        Raises:
            LookupError: no such message.
            Exception: Fluent's own error, when the message wants an argument that is not there.
        """
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise LookupError(key)
        texts = [value for value in args.values() if isinstance(value, str)]
        marks = iter(range(len(texts)))
        given = {name: _MARK.format(next(marks)) if isinstance(value, str) else value for name, value in args.items()}
        text, errors = self._bundle.format_pattern(pattern, given)
        if errors:
            raise errors[0]
        return _MARKED.sub(lambda mark: texts[int(mark[1])], str(text))

    def html(self, key: str, **args: str | float) -> Html:
        """The message as Telegram HTML: its own tags count, the arguments are escaped unless they are `Html`."""
        safe = {name: escape(value) if isinstance(value, str) else value for name, value in args.items()}
        return Html(self.say(key, **safe))

    def moment(self, when: datetime, zone: str) -> str:
        """Day and time on the reader's clock: "12 Mar 2024, 14:05"."""
        return format_datetime(when, "d MMM y, HH:mm", tzinfo=ZoneInfo(zone), locale=self._locale)

    def hour(self, when: datetime, zone: str) -> str:
        """The time alone: "14:05"."""
        return format_datetime(when, "HH:mm", tzinfo=ZoneInfo(zone), locale=self._locale)

    def day(self, when: datetime, zone: str) -> str:
        """The day alone: "12 Mar 2024"."""
        return format_datetime(when, "d MMM y", tzinfo=ZoneInfo(zone), locale=self._locale)

    def short_day(self, when: datetime, zone: str) -> str:
        """The day without the year: "12 Mar"."""
        return format_datetime(when, "d MMM", tzinfo=ZoneInfo(zone), locale=self._locale)

    def date(self, day: date) -> str:
        """A day of the calendar, wherever the reader is: "12 Mar 2024"."""
        return format_date(day, "d MMM y", locale=self._locale)

    def day_and_hour(self, when: datetime, zone: str) -> str:
        """Without the year: "12 Mar, 14:05"."""
        return format_datetime(when, "d MMM, HH:mm", tzinfo=ZoneInfo(zone), locale=self._locale)

    def clock(self, at: time) -> str:
        """A time of day as it is set: "08:00"."""
        return format_time(at, "HH:mm", locale=self._locale)

    def zone(self, zone: str) -> str:
        """The zone's city: "Amsterdam"."""
        known = Locale.parse(self._locale).time_zones.get(_OLDER_NAMES.get(zone, zone), {})
        return str(known.get("city") or zone.rpartition("/")[2].replace("_", " "))

    def span(self, span: timedelta) -> str:
        """A length of time in its largest unit of which there are two: "40 seconds", "3 hours"."""
        return str(format_timedelta(span, threshold=2, locale=self._locale))

    def tongue(self, code: str) -> str:
        """What a language is called: "Dutch"."""
        return str(Locale.parse(self._locale).languages.get(code) or code)

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self._locale)

    def listed(self, names: list[str]) -> str:
        """ "A, B and C"."""
        return format_list(names, locale=self._locale)


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(source_of(language)))
    return bundle


def source_of(language: str) -> str:
    """The text of the language's Fluent file."""
    return files("bot.chat").joinpath("locales", f"{language}.ftl").read_text(encoding="utf-8")
