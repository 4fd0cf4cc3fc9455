"""The loopback Telegram, and a source over accounts of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from collectors.telegram.accounts import Account, import_string
from collectors.telegram.client import Api
from collectors.telegram.source import TelethonSource
from tests.telegram.loopback import LoopbackTelegram

SourceOf = Callable[..., TelethonSource]


@pytest.fixture
def sessions(tmp_path: Path) -> Path:
    return tmp_path / "sessions"


@pytest.fixture
def api(telegram: LoopbackTelegram, tmp_path: Path) -> Api:
    return Api(telegram.api_id, telegram.api_hash, telegram.server, telegram.key_file(tmp_path))


@pytest.fixture
def logged_in(telegram: LoopbackTelegram, sessions: Path) -> Callable[..., Account]:
    """Keeps a session of one of the server's accounts under a name."""

    def keep(account: Any, name: str = "first") -> Account:
        return import_string(sessions, name, telegram.session_string(account))

    return keep
