"""The sections of the settings: what each holds, by default, and what it says of itself. Reads nothing."""

import re
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from bot.timezones import check_zone
from storage.people import Access

Language = Literal["en", "nl", "ru", "uk"]
Zone = Annotated[str, Field(description="IANA name, such as Europe/Brussels")]
Person = Annotated[int, Field(ge=1, lt=2**53)]  # Telegram's ids have no more bits
Days = Annotated[int, Field(ge=30, le=36_500)]  # a hundred years: from a longer span on there is no calendar


def _over_http(address: str) -> str:
    if not address.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return address


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _split(value: object) -> object:
    """`lsr,A14` as well as a list: nobody writes JSON into an environment by heart."""
    return re.findall(r"[^\s,\[\]\"']+", value) if isinstance(value, str) else value


class BotSettings(_Section):
    """The Telegram bot that subscribers talk to."""

    token: SecretStr | None = Field(None, description="from @BotFather; without it alerts are printed in the terminal")
    api_url: str = Field("https://api.telegram.org", description="another address for a local Bot API server")

    access: Access = Field(Access.INVITATION, description="who may use it: invitation, allowlist or open")
    allowed: Annotated[frozenset[Person], NoDecode] = Field(
        frozenset(), description="Telegram ids that may read when access is allowlist, such as 1234567,7654321"
    )
    most_subscriptions: Annotated[int, Field(ge=1, le=10_000)] = Field(
        200, description="how many things one chat may follow"
    )

    translator_url: str | None = Field(
        None, description="a LibreTranslate server that translates posts on a press; none by default"
    )
    translator_key: SecretStr | None = Field(None, description="that server's API key, if it wants one")

    @field_validator("allowed", mode="before")
    @classmethod
    def _ids_in_a_row(cls, value: object) -> object:
        return _split(value)

    @field_validator("api_url", "translator_url")
    @classmethod
    def _an_address(cls, value: str | None) -> str | None:
        return None if value is None else _over_http(value).rstrip("/")


class TelegramSettings(_Section):
    """The accounts that read channels."""

    api_id: Annotated[int, Field(ge=1, lt=2**31)] | None = Field(
        None, description="from my.telegram.org, for reading channels"
    )
    api_hash: SecretStr | None = Field(None, description="from my.telegram.org, beside the id")
    sessions: Path = Field(Path("var/sessions"), description="a folder, one session file an account")
    session_key: SecretStr | None = Field(None, description="opens sealed session files; or it lies in the key file")
    session_key_file: Path | None = Field(
        None, description="a file with that key; by default sessions.key beside the folder of sessions"
    )
    server: str | None = Field(None, description="host:port of a test or loopback server")
    server_key: Path | None = Field(None, description="that server's public key, a PEM file")
    join: bool = Field(
        False,
        description="accounts may join channels that the watchlist marks with join: true, to hear of posts sooner",
    )
    joins_per_hour: Annotated[float, Field(ge=0.1, le=10)] = Field(2, description="so many of them, by each account")

    @field_validator("server")
    @classmethod
    def _host_and_port(cls, value: str | None) -> str | None:
        if value is not None and not value.rpartition(":")[2].isdigit():
            raise ValueError("must be host:port, such as 127.0.0.1:4430")
        return value

    @property
    def key_file(self) -> Path:
        """Where the key of sealed sessions lies, if it is not in the environment."""
        return self.session_key_file or self.sessions.with_name("sessions.key")

    @property
    def missing(self) -> str | None:
        """The first setting that an account still needs, by its name in the environment."""
        if self.api_id is None:
            return "SEINPOST_TELEGRAM__API_ID"
        return "SEINPOST_TELEGRAM__API_HASH" if self.api_hash is None else None


class PreviewSettings(_Section):
    """The public preview pages, for what no account reads."""

    enabled: bool = Field(True, description="read preview pages where no account can read a channel")
    url: str = Field("https://t.me", description="the site of the preview pages")
    every_seconds: Annotated[float, Field(ge=0.1, le=24 * 3600)] = Field(
        3, description="between two requests to that site"
    )


class CollectSettings(_Section):
    """How channels are asked, and how far back a first visit goes."""

    requests_per_second: Annotated[float, Field(ge=0.001, le=10)] = Field(
        1.0, description="requests of an account: polls and, of these a half at most, looks again and downloads"
    )
    every_seconds: Annotated[int, Field(ge=1, le=30 * 24 * 3600)] | None = Field(
        None, description="polls each channel at this interval instead, without a budget"
    )
    first_contact: Annotated[int, Field(ge=1, le=1000)] = Field(
        50, description="messages stored, matched and not alerted when a channel is met for the first time"
    )
    reread_for_hours: Annotated[float, Field(ge=0, le=24 * 365)] = Field(
        72, description="how long a post is looked at again for edits and deletions; 0: never"
    )
    reread_after_minutes: Annotated[float, Field(ge=1, le=365 * 24 * 60)] = Field(
        5, description="from a post to the first look; the time between looks grows with its age"
    )
    looks_per_minute: Annotated[int, Field(ge=1, le=600)] = Field(
        20, description="requests for that, each for up to 100 posts of one channel"
    )
    hash_up_to_mb: Annotated[float, Field(ge=0, le=50)] = Field(
        5, description="photos and documents up to this size are downloaded, hashed and not kept; 0: none"
    )
    hashes_per_minute: Annotated[int, Field(ge=1, le=600)] = Field(20, description="downloads for that")


class MatchSettings(_Section):
    """What a changed watchlist means for posts that are stored already."""

    backfill_days: Annotated[float, Field(ge=0, le=3650)] = Field(
        7, description="posts of so many days are matched again when the watchlist changes, without alerts; 0: none"
    )


class SemanticSettings(_Section):
    """An encoder of sentences, which ranks suggested claims by what they mean; the extra `semantic` reads it."""

    model: Path | None = Field(None, description="folder of an encoder (tokenizer.json, model.onnx); none by default")
    query_prefix: str = Field("", description="what it wants before a post, such as query:")
    passage_prefix: str = Field("", description="what it wants before a claim, such as passage:")


class TerminalSettings(_Section):
    """The subscriber that `seinpost run` prints for when there is no bot token."""

    language: Language = Field("en", description="en, nl, ru or uk")
    time_zone: Zone = Field("UTC", description="IANA name, such as Europe/Brussels")
    subscriptions: Annotated[tuple[str, ...], NoDecode] = Field(
        ("lsr", "rvc", "sib"), description="ids of groups, claims and places, and @channels, such as lsr,A14"
    )
    digest_at: time | None = Field(None, description="HH:MM in that zone; none by default")

    @field_validator("subscriptions", mode="before")
    @classmethod
    def _in_a_row(cls, value: object) -> object:
        return _split(value)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        return check_zone(value)


class EvidenceSettings(_Section):
    """Packages of posts that others can check."""

    timestamp_url: str | None = Field(None, description="an RFC 3161 timestamp authority; none by default")

    @field_validator("timestamp_url")
    @classmethod
    def _an_address(cls, value: str | None) -> str | None:
        return None if value is None else _over_http(value)


class BackupSettings(_Section):
    """Copies of the database that are made by themselves."""

    folder: Path | None = Field(None, description="where they are kept; none are made by default")
    every_hours: Annotated[float, Field(ge=0.1, le=24 * 365)] = Field(24, description="from one to the next")
    keep: Annotated[int, Field(ge=1, le=10_000)] = Field(7, description="so many of them, the newest")
    days: Annotated[int, Field(ge=1, le=10_000)] = Field(
        30, description="older copies are removed, also those that a migration or a restore made; the newest stays"
    )


class RetentionSettings(_Section):
    """How long what is kept."""

    posts_days: Days | None = Field(
        None, description="posts, with all that was found in them; by default for ever, since they are evidence"
    )
    alerts_days: Days = Field(400, description="what chats were told, and what they said to it; no longer than posts")
    refused_days: Annotated[int, Field(ge=1, le=36_500)] = Field(
        30, description="the ids of strangers who were turned away"
    )
    audit_days: Days = Field(400, description="who did what about people, claims and links")


class HealthSettings(_Section):
    """Where Prometheus and who else watches the lookout may ask how it does."""

    host: str = Field("127.0.0.1", description="the address to listen on; anybody who reaches it may ask")
    port: Annotated[int, Field(ge=0, le=65_535)] = Field(9840, description="of /metrics and /healthz; 0: none")


class LogSettings(_Section):
    """What is written to standard error."""

    level: Literal["debug", "info", "warning", "error"] = Field("info", description="debug, info, warning or error")
    json_lines: bool = Field(False, description="one JSON object a line, for machines")
