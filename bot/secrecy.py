"""Blots secrets out of what is written: log lines, tracebacks, what the Bot API says of an error.

Which values are secret is said once, at the start. They are blotted out whole and in part: nowhere do eight characters
of one stay together, as where an error quotes the end of an address. What looks like a bot's token is blotted out
whosever it is: httpx writes it in every INFO line, since it is part of the address. Nets, in this order: the loggers
that write addresses are turned down, records and lines are blotted, and so is the report of a crash.
"""

import logging
import re
import sys
import threading
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from traceback import format_exception
from types import TracebackType
from typing import Any
from urllib.parse import quote

PART = 8
"""Characters of a secret that may not be seen together."""

STARS = "***"

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")
_TALKATIVE = ("httpx", "httpcore")


class Blotter:
    """Knows secrets, and no way to tell them."""

    def __init__(self, secrets: Iterable[str] = ()):
        self.know(secrets)

    def know(self, secrets: Iterable[str]) -> None:
        """These, and none that were known before; in addresses they may stand with their signs spelled out."""
        known = {form for secret in secrets for form in (secret, quote(secret, safe="")) if form}
        self._parts = {one[at : at + PART] for one in known for at in range(len(one) - PART + 1)}
        short = sorted((one for one in known if len(one) < PART), key=len, reverse=True)
        self._short = re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in short)) if short else None

    def blot(self, text: str) -> str:
        """`text` without any of them. Of a token the bot's id stays, to tell which it was."""
        text = _TOKEN.sub(lambda found: found[0].partition(":")[0] + ":" + STARS, text)
        if self._short is not None:
            text = self._short.sub(STARS, text)
        return self._without_parts(text) if self._parts else text

    def _without_parts(self, text: str) -> str:
        written, shown, at = [], 0, 0
        while at <= len(text) - PART:
            if text[at : at + PART] not in self._parts:
                at += 1
                continue
            written += [text[shown:at], STARS]
            while text[at : at + PART] in self._parts:
                at += 1
            shown = at = at + PART - 1
        return "".join((*written, text[shown:])) if written else text

    def blot_all(self, value: Any) -> Any:
        """As `blot`, in whatever a line of the log may carry."""
        if isinstance(value, str):
            return self.blot(value)
        if value is None or isinstance(value, int | float):
            return value
        if isinstance(value, Mapping):
            return {key: self.blot_all(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.blot_all(inner) for inner in value]
        shown = repr(value)
        return value if self.blot(shown) == shown else self.blot(shown)


_BLOTTER = Blotter()
"""This process's: whoever writes must blot, and need not be handed the settings for that."""


def know(secrets: Iterable[str]) -> None:
    """What is secret from now on, in the place of what was."""
    _BLOTTER.know(secrets)


def blotted(text: str) -> str:
    """`text` without secrets, for what is stored or said."""
    return _BLOTTER.blot(text)


def quiet_logs() -> None:
    """Call once logging is set up: silences httpx below WARNING and puts the blotter on every handler there is."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    for handler in logging.getLogger().handlers:
        if not any(isinstance(old, RecordBlotter) for old in handler.filters):
            handler.addFilter(RecordBlotter())


class RecordBlotter(logging.Filter):
    """Blots a record's message, traceback and stack, whoever wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = blotted(_message_of(record)), None
        if record.exc_info:
            record.exc_text = blotted(logging.Formatter().formatException(record.exc_info))
        if record.stack_info:
            record.stack_info = blotted(record.stack_info)
        return True


def _message_of(record: logging.LogRecord) -> str:
    """A line whose values do not fit it, by a library's mistake, is no reason to fail whoever wrote it; nor may logging
    complain of it itself, since it would print the values."""
    try:
        return record.getMessage()
    except Exception as error:  # noqa: BLE001 - it calls `str` of whatever was given
        return f"{record.msg} [its values could not be written: {type(error).__name__}]"


def blot_event(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The same as a processor of structlog: put it after the one that formats tracebacks."""
    return {key: _BLOTTER.blot_all(value) for key, value in event.items()}


def blot_crashes() -> None:
    """Reports of what nobody caught, in any thread, are blotted as well."""
    sys.excepthook = _report
    threading.excepthook = lambda ended: _report(ended.exc_type, ended.exc_value, ended.exc_traceback)
    sys.unraisablehook = lambda found: _report(found.exc_type, found.exc_value, found.exc_traceback)


def _report(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    lines: Sequence[str] = format_exception(kind, error, trace)
    sys.stderr.write(blotted("".join(lines)))
