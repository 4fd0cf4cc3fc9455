"""What every command begins with: the settings, and logs that know which of them are secret. Starts nothing."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from pydantic import BaseModel, SecretStr

from bot import logs
from bot.settings import Settings, load_settings


def settings(*, quiet: bool = False, addresses: Sequence[str] = ()) -> Settings:
    """The settings, with logs set up by them; `quiet`: warnings only. Passwords in these `addresses` are secret too.

    Raises:
        SettingsErrors: names every bad setting.
    """
    read = load_settings()
    level = "warning" if quiet else read.log.level
    named = [found for address in addresses for found in _passwords(address)]
    logs.configure(level, json_lines=read.log.json_lines, secrets=[*secrets_of(read), *named])
    return read


def secrets_of(settings: Settings) -> list[str]:
    """What may never be written: whatever the settings keep as a secret, and passwords in addresses. Of a bot's token
    it is the part behind the bot's id, which is public.
    """
    values = list(_values(settings))
    kept = [one.get_secret_value() for one in values if isinstance(one, SecretStr)]
    addresses = [one for one in values if isinstance(one, str)]
    return [
        *(re.sub(r"^\d+:(?=.)", "", one) for one in kept),
        *(found for address in addresses for found in _passwords(address)),
    ]


def _values(section: BaseModel) -> Iterator[object]:
    for _, value in section:
        if isinstance(value, BaseModel):
            yield from _values(value)
        else:
            yield value


def _passwords(address: str) -> list[str]:
    """As it is written there, and as it is meant: `p%40ss` is the password `p@ss`."""
    named = re.findall(r"[?&]\w*password=([^&]+)", address)
    found = re.match(r"[^:/@]+://[^:/@]*:(.+)@", address)
    return [form for one in (*named, *([found[1]] if found else [])) for form in (one, unquote(one))]
