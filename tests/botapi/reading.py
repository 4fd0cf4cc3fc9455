"""What a reader would stumble over in what the bot showed: keys, placeholders, marks that stand in for texts.

That each message is markup within Telegram's limits is the server's own matter: it parses all of them with TDLib, and
what it refuses stands in `LoopbackBotApi.rejected`.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from tests.botapi.chats import World
from tests.botapi.seen import Seen

_HYPHENED = re.compile(r"[a-z]+(?:-[a-z]+)+")
_MARKS = re.compile(r"[{}\ue000\ue001]|\?\?\?")


def everything_shown(world: World) -> list[Seen]:
    """All that the bot said in all chats, before and after each edit."""
    return [seen for chat in world.chats.values() for seen in chat.shown]


def stumbles(shown: Iterable[Seen], keys: Collection[str]) -> list[str]:
    """Texts, captions and labels that show a key of a message, or a part of the machinery."""
    return [text for seen in shown for text in _read(seen) if _stumble(text, keys)]


def _read(seen: Seen) -> Iterator[str]:
    yield seen.text
    yield from seen.labels


def _stumble(text: str, keys: Collection[str]) -> bool:
    return _MARKS.search(text) is not None or not set(_HYPHENED.findall(text)).isdisjoint(keys)
