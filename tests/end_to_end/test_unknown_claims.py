"""What no claim is about, from posts to an editor's chat and back: the stages, a live watchlist, a loopback Bot API."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telegram import Bot

from bot.app import Lookout, drain
from bot.chat.commands import Services, build_application
from bot.commands.opening import noticing
from bot.delivery.telegram import BotSender
from bot.polling import Fixed
from bot.swapping import STILL, Shelf
from bot.watchlist import load, load_with
from matcher.catalogue import compile_catalogue
from storage import chats, copies, entries, links, owners, posts
from storage.database import Database
from storage.model import Channel, Kind, Post
from storage.telling import Chat
from tests.bot.people import admit
from tests.botapi.running import polling
from tests.botapi.seen import Seen
from tests.botapi.server import LoopbackBotApi

ANNA, OLENA = 11, 12
NOON = datetime(2031, 5, 10, 12, tzinfo=UTC)
FILES = {
    "places.yaml": """
- id: mill
  kind: village
  name: Mill Ford
  country: RU
  oblast: North Oblast
  names: {en: [Mill Ford], nl: [Molenwad]}
  source: [invented]
""",
    "lexicon.yaml": """
- {id: shelling, meaning: shelling of a place, polarity: "0", words: {en: [{lemma: shelled}], nl: [{lemma: beschoten}]}}
- {id: flood, meaning: a flood, polarity: "0", words: {en: [{lemma: flooded}]}}
""",
}
EMPTY = ("actors", "claims/claims", "incidents", "roles", "channels", "impersonators")


@dataclass
class House:
    """The program with a watchlist of its own, an owner (Anna) and a reader (Olena)."""

    api: LoopbackBotApi
    db: Database
    shelf: Shelf
    lookout: Lookout
    now: datetime = NOON
    numbers: dict[int, int] = field(default_factory=dict)

    def clock(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    async def posted(self, channel_id: int, text: str, *, backlog: bool = False) -> None:
        """A channel publishes, and all that follows from it happens."""
        number = self.numbers[channel_id] = self.numbers.get(channel_id, 0) + 1
        channel = Channel(channel_id, f"channel_{channel_id}", f"Channel {channel_id}")
        post = Post(channel_id, number, self.clock(), text)
        await self.db.write(posts.save, channel, [post], number, self.now, backlog=backlog)
        await drain(self.lookout)

    async def follow_the_watchlist(self) -> None:
        for _ in range(2):
            await self.shelf.follow(self.db, self.clock)
            self.now += STILL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "watchlist"
    (folder / "claims").mkdir(parents=True)
    for name in EMPTY:
        (folder / f"{name}.yaml").write_text("[]", encoding="utf-8")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
async def house(folder: Path, sqlite_db: Database) -> AsyncIterator[House]:
    async with LoopbackBotApi() as api, Bot(api.token, base_url=f"{api.url}/bot") as sending:
        shelf = Shelf(compile_catalogue(load(folder)), folder, lambda own: load_with(folder, own), compile_catalogue)
        house: House

        def clock() -> datetime:
            return house.clock()

        lookout = Lookout(
            sqlite_db, lambda: shelf.catalogue, None, BotSender(sending), noticing(sqlite_db, clock), clock,
            Fixed(timedelta(minutes=1)),
        )  # fmt: skip
        house = House(api, sqlite_db, shelf, lookout)
        for chat_id in (ANNA, OLENA):
            await sqlite_db.write(chats.put, Chat(chat_id, "en", "UTC", NOON))
        await sqlite_db.write(owners.make_owner, ANNA, NOON)
        await admit(sqlite_db, OLENA)
        services = Services(
            db=sqlite_db, catalogue=lambda: shelf.catalogue, clock=clock, owner_code=None, started_at=NOON
        )
        async with polling(build_application(api.token, api.url, services)):
            yield house
        assert api.rejected == []


def told(seen: list[Seen]) -> list[str]:
    return [one.text.splitlines()[0] for one in seen]


async def test_what_three_channels_tell_becomes_a_claim_that_links_the_fourth_post(house: House) -> None:
    anna, olena = house.api.user(ANNA, "Anna", "en"), house.api.user(OLENA, "Olena", "en")
    await house.posted(1, "In the morning Mill Ford was shelled, says the teacher, who saw it.")
    await house.posted(2, "Our correspondent was there: they shelled Mill Ford with mortars.")
    assert anna.messages == []
    await house.posted(3, "Vanmorgen is Molenwad beschoten door onbekenden uit het bos.")
    notice = await anna.next_message()
    assert notice.text.startswith("Not on the watchlist: shelling of a place: Mill Ford")
    assert "Channels that tell it in words of their own: 3." in notice.text
    await house.posted(4, "Mill Ford, by the river, has been shelled this morning as well.")
    assert len(anna.messages) == 1

    await anna.press(notice, "✓ Make it a claim")
    proposal = await anna.next_message()
    assert "this would have linked 4 of the 4 posts" in proposal.text
    await anna.send("Mill Ford was shelled with mortars.", answering=proposal)
    proposal = await anna.next_message()
    await anna.press(proposal, "✓ Keep it")
    assert (await anna.next_message()).text.startswith("E001 is a claim now.")
    await house.follow_the_watchlist()

    await olena.send("/subscribe E001")
    await olena.next_message()
    await house.posted(5, "Witnesses: Mill Ford was shelled again, windows are broken.")
    alert = await olena.next_message()
    assert "Mill Ford was shelled with mortars." in alert.text
    [stored] = await house.db.read(posts.recent, 5, 1)
    assert [link.target for link in await house.db.read(links.of, stored.id) if link.kind is Kind.CLAIM] == ["E001"]
    assert len([text for text in told(anna.messages) if text.startswith("Not on the watchlist")]) == 1


async def test_three_copies_of_one_post_are_one_voice(house: House) -> None:
    anna = house.api.user(ANNA, "Anna", "en")
    text = (
        "In the morning Mill Ford was shelled for two hours, says the teacher, who saw it from the school's roof while "
        "the children were in the cellar; windows are broken and the road to the mill is closed."
    )
    for channel_id in (1, 2, 3):
        await house.posted(channel_id, text)
    assert anna.messages == []
    first, third = [(await house.db.read(posts.recent, channel_id, 1))[0] for channel_id in (1, 3)]
    assert (await house.db.read(copies.kin, {third.id})).family(third.id) >= {first.id, third.id}


async def test_what_was_collected_for_the_record_is_proposed_to_nobody(house: House) -> None:
    anna = house.api.user(ANNA, "Anna", "en")
    for channel_id, way in enumerate(("this morning", "with mortars", "by strangers"), start=1):
        await house.posted(channel_id, f"Mill Ford was shelled {way}.", backlog=True)
    assert anna.messages == []


async def test_a_dropped_claim_links_nothing_from_then_on(house: House) -> None:
    anna = house.api.user(ANNA, "Anna", "en")
    await anna.send("/newclaim Mill Ford was flooded.")
    await anna.press(await anna.next_message(), "✓ Keep it")
    await anna.next_message()
    await house.follow_the_watchlist()
    assert [claim.id for claim in house.shelf.catalogue.watchlist.claims] == ["E001"]
    await anna.send("/dropclaim E001")
    question = await anna.next_message()
    await (await anna.press(question, "✗ Drop E001")).answered()
    await house.follow_the_watchlist()
    assert house.shelf.catalogue.watchlist.claims == ()
    assert await house.db.read(entries.current) == []
