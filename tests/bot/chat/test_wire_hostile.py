"""What a subscriber's client may send: forged buttons and hostile arguments. All are answered, and nothing breaks."""

import random
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.chat.callbacks import Verb, press
from storage import subscriptions
from storage.database import Database
from storage.model import Kind
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA
from tests.hostile.writing import hostile_posts

STRANGER = 900
ARGUMENTS = (
    *(
        "",
        "0",
        "-1",
        "1",
        "99999999999999999999",
        "9" * 40,
        "a",
        "p",
        "c",
        "k",
        "w",
        "A03",
        "lsr",
        "#",
        "#0",
        "x",
        "\u0661",
    ),
    *(
        "\u202e",
        "\0",
        "%s",
        "{0}",
        "../x",
        "b500.0",
        "zzz",
        "NaN",
        "1e9",
        "None",
        " ",
        "🏴",
        "é",
        "24:00",
        "2024-02-30",
    ),
)
LONG = ("(" * 4_000, "NOT " * 1_000, "a OR " * 800, '"' * 4_001, "-" * 4_000, "(a+)+$ " * 500, "\u202e" * 4_000)
COMMANDS = (
    *("start", "subscribe", "unsubscribe", "digest", "quiet", "language", "find", "why", "claim", "claims", "settle"),
    *("newclaim", "dropclaim", "merge", "channels", "channel", "group", "invite", "roles", "audit", "status", "forget"),
    *("export", "review", "help"),
)


@pytest.fixture
def logs() -> Iterator[list[EventDict]]:
    with capture_logs() as found:
        yield found


def broken(logs: list[EventDict]) -> list[EventDict]:
    return [line for line in logs if line["event"] == "turn failed"]


@pytest.fixture
async def owned(desk: Desk) -> Desk:
    """The owner may press and write everything."""
    await desk.owned()
    return desk


def forged(verb: Verb, chance: random.Random) -> str:
    """A button of ours in all but what it is about."""
    while True:
        try:
            return press(verb, *chance.choices(ARGUMENTS, k=chance.randrange(5)))
        except ValueError:  # longer than any client can send
            continue


async def test_every_forged_button_is_answered_and_breaks_nothing(owned: Desk, logs: list[EventDict]) -> None:
    chance, message = random.Random(7), await owned.ask("/help")
    for verb in Verb:
        for _ in range(3):
            await (await owned.anna.forge(message, forged(verb, chance))).answered()
    for noise in ("", "1", ":", "1:", "::::", "\u202e", "x" * 64, "1:??:\0", "2:h", "🏴" * 16):
        await (await owned.anna.forge(message, noise)).answered()
    assert broken(logs) == []
    # Pressed once more, a button shows what is there already; the bot knows that this is no trouble
    owned.api.world.rejected[:] = [one for one in owned.api.rejected if "is not modified" not in one.reason]
    assert owned.api.rejected == []


async def test_buttons_of_another_chat_change_nothing_of_it(owned: Desk, logs: list[EventDict]) -> None:
    """Whoever presses, it is about their own chat: a stranger has no access, and Anna's subscriptions stay hers."""
    await owned.ask("/subscribe A03")
    before = await everything_followed(owned.db)
    stranger, chance = owned.api.user(STRANGER, "Mallory"), random.Random(8)
    stolen = [key.data for seen in owned.anna.messages for key in seen.buttons if key.data]
    theirs = owned.anna.messages[-1]
    for data in [*stolen, *(forged(verb, chance) for verb in Verb)]:
        await (await stranger.forge(theirs, data)).answered()
    assert await everything_followed(owned.db) == before
    assert broken(logs) == []


async def everything_followed(db: Database) -> list[tuple[Kind, str]]:
    return [(one.kind, one.target) for one in await db.read(subscriptions.of_chat, ANNA)]


async def test_whatever_stands_behind_a_command_is_answered(owned: Desk, logs: list[EventDict]) -> None:
    chance, posts = random.Random(9), list(hostile_posts(9, 60))
    for command in COMMANDS:
        for _ in range(3):
            words = chance.choice([" ".join(chance.choices(ARGUMENTS, k=3)), chance.choice(posts).text[:3_000]])
            await owned.anna.send(f"/{command} {words}".replace("\0", ""))
    for text in (
        "(" * 4_000,
        "NOT " * 1_000,
        "a OR " * 800,
        '"' * 4_001,
        "-" * 4_000,
        "(a+)+$ " * 500,
        "\u202e" * 4_000,
    ):
        await owned.anna.send(text)
        await owned.anna.send(f"/find {text[:4_000]}")
        await owned.anna.send(f"/subscribe {text[:4_000]}")
    await owned.anna.send("/find zeppelin")
    while "zeppelin" not in (await owned.anna.next_message(timeout=30)).text:
        pass  # these are the answers to all the others
    assert broken(logs) == []
    assert owned.api.rejected == []
