"""What a reader would stumble over in what the bot showed: keys, placeholders, marks that stand in for texts.

That each message is markup within Telegram's limits is the server's own matter: it parses all of them with TDLib, and
what it refuses stands in `LoopbackBotApi.rejected`.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from bot.chat.words import DEFAULT, source_of
from tests.botapi.chats import World
from tests.botapi.seen import Seen

_HYPHENED = re.compile(r"[a-z]+(?:-[a-z]+)+")
_MARKS = re.compile(r"[{}\ue000\ue001]|\?\?\?")


@cache
def keys() -> frozenset[str]:
    """Those of all messages that the bot has words for."""
    entries = FluentParser().parse(source_of(DEFAULT)).body
    return frozenset(entry.id.name for entry in entries if isinstance(entry, ftl.Message))


def everything_shown(world: World) -> list[Seen]:
    """All that the bot said in all chats, before and after each edit."""
    return [seen for chat in world.chats.values() for seen in chat.shown]


def untranslated(shown: Iterable[Seen], keys: Collection[str]) -> list[str]:
    """Texts, captions and labels that show a key."""
    return [text for seen in shown for text in _read(seen) if _shows_a_key(text, keys)]


def stumbles(shown: Iterable[Seen], keys: Collection[str]) -> list[str]:
    """Those, and what shows a part of the machinery; where no post and nobody wrote such marks."""
    return [text for seen in shown for text in _read(seen) if _shows_a_key(text, keys) or _MARKS.search(text)]


def _read(seen: Seen) -> Iterator[str]:
    yield seen.text
    yield from seen.labels


def _shows_a_key(text: str, keys: Collection[str]) -> bool:
    return not set(_HYPHENED.findall(text)).isdisjoint(keys)
