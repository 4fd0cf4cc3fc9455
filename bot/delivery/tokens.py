"""Keeps the bot's token out of logs. httpx writes it in every INFO line, since it is part of the address.

Two nets: the loggers that write addresses are turned down, and what still looks like a token is blotted out.
"""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")
_TALKATIVE = ("httpx", "httpcore")


def without_tokens(text: str) -> str:
    """`text` with whatever looks like a Bot API token blotted out; the bot's id stays, to tell which it was."""
    return _TOKEN.sub(lambda found: found[0].partition(":")[0] + ":***", text)


def quiet_token_logs() -> None:
    """Call once logging is set up: silences httpx below WARNING and puts the blotter on every handler there is."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    for handler in logging.getLogger().handlers:
        if not any(isinstance(old, TokenBlotter) for old in handler.filters):
            handler.addFilter(TokenBlotter())


class TokenBlotter(logging.Filter):
    """Blots tokens out of a record's message and traceback, whoever wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_tokens(record.getMessage()), None
        if record.exc_info:
            record.exc_text = without_tokens(logging.Formatter().formatException(record.exc_info))
        return True


def blot_tokens(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The same as a processor of structlog: put it after the one that formats tracebacks."""
    return {key: without_tokens(value) if isinstance(value, str) else value for key, value in event.items()}
