"""Files that others on the machine can read."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.commands.readable import read_by_others, sentence
from bot.settings import BackupSettings, BotSettings, Settings, TelegramSettings

NAMES = (
    "lookout.db",
    "lookout.db-wal",
    "lookout.db.before-0029",
    "sessions/desk.session",
    "sessions.key",
    "copies/a.db",
    ".env",
)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A database, its log, a session, a backup and `.env`, all of them nobody else's."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "lookout.db",
        "lookout.db-wal",
        "sessions/desk.session",
        "sessions.key",
        "copies/a.db",
        ".env",
        "lookout.db.before-0029",
    ):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.touch(mode=0o600)
    folders = [tmp_path, tmp_path / "sessions", tmp_path / "copies"]
    for folder in folders:
        folder.chmod(0o755)
    return Settings(
        config=tmp_path / "config",
        telegram=TelegramSettings(sessions=tmp_path / "sessions"),
        backup=BackupSettings(folder=tmp_path / "copies"),
    )


def test_what_only_its_owner_can_read_is_not_named(settings: Settings, tmp_path: Path) -> None:
    assert read_by_others(settings, tmp_path / "lookout.db") == []


@pytest.mark.parametrize("name", NAMES)
def test_what_others_can_read_is_named_with_the_mend(settings: Settings, tmp_path: Path, name: str) -> None:
    (tmp_path / name).chmod(0o640)
    [found] = read_by_others(settings, tmp_path / "lookout.db")
    assert found.absolute() == tmp_path / name
    assert sentence([found]).endswith(f"chmod 600 {found}")


def test_a_folder_that_others_can_not_enter_keeps_its_files(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "sessions" / "desk.session").chmod(0o644)
    (tmp_path / "sessions").chmod(0o700)
    assert read_by_others(settings, tmp_path / "lookout.db") == []


@pytest.mark.parametrize(("written", "named"), [('token = "1:a-real-one"', True), ("requests_per_second = 1", False)])
def test_settings_that_others_can_read_are_named_if_a_secret_stands_in_them(
    settings: Settings, tmp_path: Path, written: str, named: bool
) -> None:
    file = tmp_path / "config" / "settings.toml"
    file.parent.mkdir(mode=0o755)
    file.write_text(written, encoding="utf-8")
    file.chmod(0o644)
    holding = settings.model_copy(update={"bot": BotSettings(token=SecretStr("1:a-real-one"))})
    assert (file in read_by_others(holding, tmp_path / "lookout.db")) is named
