"""A claim over time: whose colour a bar has. What the picture looks like is for eyes."""

from dataclasses import replace

from bot.chat.pictures import draw_timeline
from bot.chat.words import Words
from storage.said import Said
from storage.watchlist import Affiliation, Side, Tie, Watchlist
from tests.bot.chat.factories import NOON
from tests.matcher.factories import channel, watchlist


def book(side: Side) -> Watchlist:
    """A channel that the watchlist knows by its name only."""
    return watchlist(replace(channel("riverside"), affiliation=Affiliation(side, Tie.STATE_MEDIA)))


def drawn(side: Side, username: str | None) -> bytes:
    said = [Said(NOON, "channel:7", denies=False, username=username)]
    return draw_timeline(said, book(side), Words("en"), "UTC")


def test_a_channel_that_the_watchlist_knows_by_name_has_the_colour_of_its_side() -> None:
    assert drawn(Side.RUSSIA, "Riverside") != drawn(Side.UKRAINE, "Riverside")
    assert drawn(Side.RUSSIA, "elsewhere") == drawn(Side.UKRAINE, "elsewhere")
