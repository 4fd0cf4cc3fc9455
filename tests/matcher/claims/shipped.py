"""What a text says of the claims that come with the program, for tests in sentences of our own."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.watchlist import load
from matcher.catalogue import Catalogue, compile_catalogue
from matcher.match import match
from matcher.reading import Setting
from storage.model import Kind, Stance

SPRING, RAID, AFTER = "2024-03-12", "2023-05-22", "2023-05-23"
"""The days of the raids of 2024 and 2023, and the day after."""


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(load(Path(__file__).parents[3] / "config" / "watchlist"))


def said(text: str, day: str = SPRING) -> dict[str, set[Stance | None]]:
    """The claims that a post of that day is certainly about, and how it stands to each."""
    published = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
    found: dict[str, set[Stance | None]] = {}
    for link in match(text, Setting(published), catalogue()).links:
        if link.kind is Kind.CLAIM and link.certain:
            found.setdefault(link.target, set()).add(link.stance)
    return found
