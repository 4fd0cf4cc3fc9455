"""The bot's token stays out of logs."""

import logging
from collections.abc import Iterator

import pytest
import structlog
from telegram import Bot
from telegram.error import NetworkError

from bot.delivery.tokens import TokenBlotter, blot_tokens, quiet_token_logs, without_tokens
from tests.botapi.faults import gateway_error
from tests.botapi.server import TOKEN, LoopbackBotApi

SECRET = TOKEN.partition(":")[2]


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in ("httpx", "httpcore")]
    levels = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
    for handler in logging.getLogger().handlers:
        handler.filters = [kept for kept in handler.filters if not isinstance(kept, TokenBlotter)]


async def test_no_log_record_of_a_working_and_failing_bot_holds_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    quiet_token_logs()
    async with LoopbackBotApi() as api, Bot(api.token, base_url=api.base_url) as bot:
        api.user(1)
        await bot.send_message(1, "x")
        api.fail(gateway_error())
        with pytest.raises(NetworkError):
            await bot.send_message(1, "x")
    assert not [record for record in caplog.records if SECRET in record.getMessage()]


async def test_without_the_setting_a_log_record_would_hold_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with LoopbackBotApi() as api, Bot(api.token, base_url=api.base_url):
        pass
    assert [record.name for record in caplog.records if SECRET in record.getMessage()] == ["httpx"]


def test_a_token_in_a_message_or_traceback_is_blotted_out() -> None:
    try:
        raise ValueError(f"no route to https://api.telegram.org/bot{TOKEN}/getMe")  # noqa: TRY301
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "at %s", (TOKEN,), (type(error), error, None))
    TokenBlotter().filter(record)
    written = logging.Formatter().format(record)
    assert SECRET not in written
    assert "at 7000000001:***" in written
    assert "/bot7000000001:***/getMe" in written


def test_handlers_get_one_blotter_however_often_it_is_asked_for() -> None:
    handler = logging.NullHandler()
    logging.getLogger().addHandler(handler)
    try:
        quiet_token_logs()
        quiet_token_logs()
    finally:
        logging.getLogger().removeHandler(handler)
    assert [type(found) for found in handler.filters] == [TokenBlotter]


def test_structlog_lines_lose_it_too() -> None:
    with structlog.testing.capture_logs(processors=[blot_tokens]) as lines:
        structlog.get_logger().error("stage failed", error=f"The token `{TOKEN}` was rejected", delivery=5)
    assert lines == [
        {
            "event": "stage failed",
            "error": "The token `7000000001:***` was rejected",
            "delivery": 5,
            "log_level": "error",
        }
    ]


def test_other_text_stays_as_it_is() -> None:
    text = "12:00 sent 5 messages to -1001234567890, see https://t.me/rybar/58211"
    assert without_tokens(text) == text
