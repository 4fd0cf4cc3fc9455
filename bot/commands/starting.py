"""What every command begins with: the settings, and logs that know which of them are secret. Starts nothing."""

import re
from urllib.parse import unquote

from bot import logs
from bot.settings import Settings, load_settings


def settings(*, quiet: bool = False) -> Settings:
    """The settings, with logs set up by them; `quiet`: warnings only.

    Raises:
        SettingsErrors: names every bad setting.
    """
    read = load_settings()
    level = "warning" if quiet else read.log.level
    logs.configure(level, json_lines=read.log.json_lines, secrets=secrets_of(read))
    return read


def secrets_of(settings: Settings) -> list[str]:
    """What may never be written: token, API hash, key of the sessions, passwords in addresses. Of a token the part
    behind the bot's id: the id is public.
    """
    kept = (settings.bot.token, settings.telegram.api_hash, settings.telegram.session_key)
    values = [one.get_secret_value().partition(":")[2] or one.get_secret_value() for one in kept if one is not None]
    addresses = (settings.database_url, settings.bot.api_url, settings.evidence.timestamp_url or "")
    return [*values, *(found for address in addresses for found in _passwords(address))]


def _passwords(address: str) -> list[str]:
    """As it is written there, and as it is meant: `p%40ss` is the password `p@ss`."""
    named = re.findall(r"[?&]\w*password=([^&]+)", address)
    found = re.match(r"[^:/@]+://[^:/@]*:(.+)@", address)
    return [form for one in (*named, *([found[1]] if found else [])) for form in (one, unquote(one))]
