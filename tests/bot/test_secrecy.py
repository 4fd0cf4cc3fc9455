"""Secrets stay out of logs, of what is stored of an error, and of the report of a crash."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from telegram import Bot
from telegram.error import NetworkError

from bot.commands.starting import secrets_of
from bot.secrecy import Blotter, RecordBlotter, blot_crashes, blot_event, blotted, know, quiet_logs
from bot.settings import BotSettings, Settings, TelegramSettings
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
        handler.filters = [kept for kept in handler.filters if not isinstance(kept, RecordBlotter)]


async def test_no_log_record_of_a_working_and_failing_bot_holds_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    quiet_logs()
    async with LoopbackBotApi() as api, Bot(api.token, base_url=api.base_url) as bot:
        api.user(1)
        await bot.send_message(1, "x")
        api.fail(gateway_error())
        with pytest.raises(NetworkError):
            await bot.send_message(1, "x")
    assert not [record for record in caplog.records if SECRET in record.getMessage()]


async def test_without_the_setting_a_log_record_would_hold_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.INFO, "httpx")  # which other tests may have quieted
    async with LoopbackBotApi() as api, Bot(api.token, base_url=api.base_url):
        pass
    assert [record.name for record in caplog.records if SECRET in record.getMessage()] == ["httpx"]


def test_a_token_in_a_message_or_traceback_is_blotted_out() -> None:
    try:
        raise ValueError(f"no route to https://api.telegram.org/bot{TOKEN}/getMe")  # noqa: TRY301
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "at %s", (TOKEN,), (type(error), error, None))
    RecordBlotter().filter(record)
    written = logging.Formatter().format(record)
    assert SECRET not in written
    assert "at 7000000001:***" in written
    assert "/bot7000000001:***/getMe" in written


def test_a_line_whose_values_do_not_fit_it_fails_nobody_and_tells_none_of_them() -> None:
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "%d posts", (TOKEN,), None)
    assert RecordBlotter().filter(record)
    assert logging.Formatter().format(record) == "%d posts [its values could not be written: TypeError]"


def test_handlers_get_one_blotter_however_often_it_is_asked_for() -> None:
    handler = logging.NullHandler()
    logging.getLogger().addHandler(handler)
    try:
        quiet_logs()
        quiet_logs()
    finally:
        logging.getLogger().removeHandler(handler)
    assert [type(found) for found in handler.filters] == [RecordBlotter]


def test_structlog_lines_lose_it_too() -> None:
    with structlog.testing.capture_logs(processors=[blot_event]) as lines:
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
    assert blotted(text) == text


# --- values that were told -------------------------------------------------------------------------------------------

PASSWORD = "s3a/gull@Pier-42"


@given(st.text(alphabet="abcdefg hij/@", min_size=8, max_size=40), st.data())
def test_no_eight_characters_of_a_secret_are_left_of_any_text(secret: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(secret)))
    part = secret[first : data.draw(st.integers(first, len(secret)))]
    text = data.draw(st.text(max_size=12)) + part + data.draw(st.text(max_size=12))
    written = Blotter([secret]).blot(text)
    assert not [at for at in range(len(secret) - 7) if secret[at : at + 8] in written]


def test_what_is_no_secret_is_left_as_it_was() -> None:
    text = f"no route to postgresql+psycopg://desk:{PASSWORD}@db/seinpost, tried 3 times"
    assert Blotter([PASSWORD]).blot(text) == "no route to postgresql+psycopg://desk:***@db/seinpost, tried 3 times"


def test_a_secret_is_found_with_its_signs_spelled_out() -> None:
    assert Blotter([PASSWORD]).blot(f"//desk:{quote(PASSWORD, safe='')}@db") == "//desk:***@db"


def test_a_short_secret_is_blotted_where_it_is_a_word() -> None:
    assert Blotter(["db"]).blot("password db of dbase") == "password *** of dbase"


def test_lists_and_objects_in_a_line_are_blotted_as_well() -> None:
    event = {"event": "x", "all": [{"at": PASSWORD}], "file": Path("/x") / "nothing", "n": 3, "odd": {PASSWORD}}
    know([PASSWORD])
    try:
        written = blot_event(None, "info", dict(event))
    finally:
        know([])
    assert written == {"event": "x", "all": [{"at": "***"}], "file": event["file"], "n": 3, "odd": "{'***'}"}


def test_the_report_of_a_crash_is_blotted(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("excepthook", "unraisablehook"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    monkeypatch.setattr("threading.excepthook", None)
    know([PASSWORD])
    try:
        blot_crashes()
        try:
            raise RuntimeError(f"no user with {PASSWORD}") from ValueError(PASSWORD)  # noqa: TRY301
        except RuntimeError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    finally:
        know([])
    written = capsys.readouterr().err
    assert "RuntimeError: no user with ***" in written
    assert PASSWORD[:8] not in written


def test_all_that_the_settings_keep_as_a_secret_is_known_and_passwords_of_addresses_too() -> None:
    settings = Settings(
        bot=BotSettings(token=SecretStr(TOKEN), api_url="http://desk:knock-knock@localhost"),
        telegram=TelegramSettings(api_hash=SecretStr("0123:abcd"), session_key=SecretStr("key")),
        database_url="postgresql+psycopg://desk:p%40ss@db/x?sslpassword=pier",
    )
    secrets = secrets_of(settings)
    assert {SECRET, "abcd", "key", "knock-knock", "p%40ss", "p@ss", "pier"} == set(secrets)
    assert not [one for one in (SECRET, "abcd", "p%40ss", "pier") if one in repr(settings)]
