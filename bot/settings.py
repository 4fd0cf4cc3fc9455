"""Settings: read once from the environment, `.env` and `config/settings.toml`, complained about all at once.

Parts of the program are handed single values (`page=100`), never these objects. Secrets print as stars.
"""

import os
import tomllib
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import BaseModel, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from bot.setting_sections import (
    BackupSettings,
    BotSettings,
    CollectSettings,
    EvidenceSettings,
    HealthSettings,
    LogSettings,
    MatchSettings,
    Person,
    PreviewSettings,
    RetentionSettings,
    SemanticSettings,
    TelegramSettings,
    TerminalSettings,
)

__all__ = [
    "BackupSettings",
    "BotSettings",
    "CollectSettings",
    "EvidenceSettings",
    "HealthSettings",
    "LogSettings",
    "MatchSettings",
    "PreviewSettings",
    "RetentionSettings",
    "SemanticSettings",
    "Settings",
    "SettingsErrors",
    "TelegramSettings",
    "TerminalSettings",
    "load_settings",
]


class SettingsErrors(Exception):  # noqa: N818 - holds all of them
    """Every setting that is no good, a line each, with what to do."""


class Settings(BaseSettings):
    """All settings. Environment wins over `.env`, `.env` over `settings.toml`."""

    model_config = SettingsConfigDict(
        env_prefix="SEINPOST_",
        env_nested_delimiter="__",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",  # other programs' names in a shared .env; our own misspelt ones are found below
        frozen=True,
    )

    config: Path = Field(Path("config"), description="folder with settings.toml and the watchlist")
    database_url: str = Field(  # it may hold a password
        "sqlite:///var/seinpost.db", repr=False, description="sqlite:// or postgresql+psycopg://"
    )
    cache: Path = Field(Path("var/cache"), description="folder of what can be made again; may be deleted")
    owner: Person | None = Field(None, description="Telegram id of the first owner; else a one-time code is printed")
    bot: BotSettings = BotSettings()
    telegram: TelegramSettings = TelegramSettings()
    preview: PreviewSettings = PreviewSettings()
    collect: CollectSettings = CollectSettings()
    match: MatchSettings = MatchSettings()
    terminal: TerminalSettings = TerminalSettings()
    semantic: SemanticSettings = SemanticSettings()
    backup: BackupSettings = BackupSettings()
    retention: RetentionSettings = RetentionSettings()
    evidence: EvidenceSettings = EvidenceSettings()
    health: HealthSettings = HealthSettings()
    log: LogSettings = LogSettings()

    @property
    def watchlist(self) -> Path:
        """The folder of the watchlist's files."""
        return self.config / "watchlist"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, dotenv_settings, init_settings  # init: what the file says


class _Where(BaseSettings):
    """Where the settings file lies: asked first, since the environment decides it."""

    model_config = SettingsConfigDict(env_prefix="SEINPOST_", env_file=".env", extra="ignore")
    config: Path = Path("config")


def load_settings() -> Settings:
    """Settings from the environment, `.env` and the settings file; the file may be missing.

    Raises:
        SettingsErrors: names every bad setting, where it may be set, and what is wrong with it.
    """
    file = _place()
    values = _read(file)
    wrong = [*_unknown_names(), *(f"{key} in {file}: {_NO_SETTING}" for key in values.keys() - Settings.model_fields)]
    try:
        settings = Settings(**values)
    except ValidationError as errors:
        wrong += [_sentence(error["loc"], error["msg"], file) for error in errors.errors()]
    except SettingsError as error:
        wrong.append(f"{error}: a part of the settings, such as SEINPOST_BOT, is set as a whole; set its members")
    if wrong:
        raise SettingsErrors("\n".join(sorted(wrong)))
    return settings


def _place() -> Path:
    try:
        if Path(".env").is_dir():  # so Docker leaves it behind, where a mounted file was not there
            raise SettingsErrors(".env is a folder; remove it, and write the settings into a file of that name")
        return _Where().config / "settings.toml"
    except UnicodeDecodeError as error:  # the first time that .env is read
        raise SettingsErrors(f".env: {error}; save it as UTF-8") from None
    except OSError as error:
        raise SettingsErrors(f".env can't be read ({error.strerror}); check its rights, and whose it is") from None


_NO_SETTING = "there is no such setting; remove it, or correct its name (the README lists all)"
_FOR_TESTS = {"SEINPOST_DATA", "SEINPOST_FAULT_ROUNDS", "SEINPOST_HOSTILE_POSTS"}


def _unknown_names() -> list[str]:
    """Our prefix on a name we do not know, in capitals or not: `SEINPOST_BOT_TOKEN` for `SEINPOST_BOT__TOKEN`, say."""
    given = {**os.environ, **dotenv_values(".env")}
    ours = {name for name in given if name.upper().startswith("SEINPOST_")} - _FOR_TESTS
    first = {name: name.lower().removeprefix("seinpost_").split("__")[0] for name in ours}
    return [f"{name}: {_NO_SETTING}" for name in ours if first[name] not in Settings.model_fields]


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))  # some editors write a byte order mark
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsErrors(
            f"{file} can't be read ({error.strerror}); check its rights, and SEINPOST_CONFIG"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsErrors(f"{file}: {error}; correct that line (the README shows every setting)") from None


def _sentence(where: tuple[int | str, ...], what: str, file: Path) -> str:
    name = "SEINPOST_" + "__".join(str(part).upper() for part in where)
    dotted = ".".join(str(part) for part in where)
    if what.startswith("Extra inputs"):
        return f"{name} ({dotted} in {file}): {_NO_SETTING}"
    return f"{name} ({dotted} in {file}): {what.removeprefix('Value error, ')}; correct it ({_meaning(where)})"


def _meaning(where: tuple[int | str, ...]) -> str:
    """What the setting is, in the words of its description."""
    model: type[BaseModel] = Settings
    told = "in the README"
    for part in where:
        field = model.model_fields.get(str(part))
        if field is None:
            break
        told = field.description or told
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            model = field.annotation
    return told
