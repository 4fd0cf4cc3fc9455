"""Logs to standard error: one line per outcome, with ids and never with a post's text or a token."""

import logging
import sys

import structlog

from bot.delivery.tokens import blot_tokens, quiet_token_logs


def configure(level: str, *, json_lines: bool) -> None:
    """Sets up structlog, quiets the libraries, and keeps the bot's token out of both."""
    threshold = getattr(logging, level.upper())
    logging.basicConfig(stream=sys.stderr, level=max(threshold, logging.WARNING), format="%(levelname)s %(message)s")
    for name in ("telethon", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
    quiet_token_logs()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            blot_tokens,
            structlog.processors.JSONRenderer() if json_lines else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
