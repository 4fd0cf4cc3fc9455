"""The real application on the loopback Bot API, a database of its own, and a clock that tests set."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from bot.chat.access.pacing import Patience
from bot.chat.commands import Services, build_application
from bot.chat.rendering import render_alert
from matcher.catalogue import Catalogue, compile_catalogue
from storage import alerts, chats, coverage, deliveries, drafts, entries, events, links, owners, posts, search
from storage.database import Database
from storage.drafts import Draft, Slots
from storage.drafts import Found as FoundIn
from storage.messages import DeliveryState
from storage.model import Channel, Found, Kind, Link, Revision, Stance
from storage.telling import Alert, Reason
from storage.watchlist import ChannelEntry, ClaimedFigure, Watchlist
from tests.bot.chat.factories import ANNA, CHANNEL, NOON, denial, event, link, revision, watchlist
from tests.bot.people import admit
from tests.botapi.chats import Person
from tests.botapi.reading import everything_shown, keys, untranslated
from tests.botapi.running import polling
from tests.botapi.seen import Answer, Seen
from tests.botapi.server import LoopbackBotApi

MOST_SUBSCRIPTIONS = 30
PATIENCE = 5_000
CODE = "only-once-7f3a"


@dataclass
class Desk:
    """Somebody at work with the bot."""

    api: LoopbackBotApi
    db: Database
    anna: Person
    watchlist: Watchlist = field(default_factory=watchlist)
    now: datetime = NOON
    _compiled: Catalogue | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The watchlist in force, compiled when it changed."""
        if self._compiled is None or self._compiled.watchlist is not self.watchlist:
            self._compiled = compile_catalogue(self.watchlist)
        return self._compiled

    async def ask(self, text: str) -> Seen:
        """Writes to the bot; its next message."""
        await self.anna.send(text)
        return await self.anna.next_message()

    async def press(self, message: Seen, button: str) -> Answer:
        """Presses a button (by its label or data); how the bot answered the press."""
        return await (await self.anna.press(message, button)).answered()

    async def press_for_message(self, message: Seen, button: str) -> Seen:
        await self.press(message, button)
        return await self.anna.next_message()

    async def press_for_edit(self, message: Seen, button: str) -> Seen:
        await self.press(message, button)
        return await self.anna.next_edit()

    async def reached(self, channel: Channel = CHANNEL) -> None:
        """The lookout has read this channel."""
        entry = next(one for one in self.watchlist.channels if one.username == channel.username)
        await self.cover(entry)
        await self.db.write(posts.save, channel, [], None, self.now, backlog=False)
        await self.db.write(coverage.ok, channel.username or "", channel, self.now, self.now + timedelta(minutes=1))

    async def cover(self, *entries: ChannelEntry) -> None:
        await self.db.write(coverage.sync, entries, self.now)

    async def posted(
        self, text: str = "Нет, в Лозовую Рудку не заходили.", *found: Link, post_id: int = 100
    ) -> Revision:
        """A post is stored, with its links, and can be searched."""
        given = revision(text, post_id=post_id, at=self.now).post
        await self.db.write(posts.save, CHANNEL, [given], post_id, self.now, backlog=False)
        (stored,) = await self.db.read(posts.unmatched, 1)
        found = found or (link(text[:3], text, kind=Kind.CLAIM),)
        await self.db.write(links.save, stored.id, self.watchlist.version, Found("ru", found), self.now)
        await self.db.write(search.put, [search.findable(stored, "ru")])
        return stored

    async def suggested(self, post_id: int = 101) -> Revision:
        """A post is stored that may be about A03; an editor should say."""
        text = "Говорят, что Лозовая Рудка взята."
        given = revision(text, post_id=post_id, at=self.now).post
        await self.db.write(posts.save, CHANNEL, [given], post_id, self.now, backlog=False)
        (stored,) = await self.db.read(posts.unmatched, 1)
        unsure = replace(link("взята", text, kind=Kind.CLAIM), certain=False, stance=Stance.ASSERTS, holder="lsr")
        await self.db.write(links.save, stored.id, self.watchlist.version, Found("ru", (unsure,)), self.now)
        await self.db.write(events.save, stored.id, [], self.now)
        return stored

    async def drafted(self) -> int:
        """Posts of three channels tell of something that no claim is about; the draft's id."""
        stored = await self.posted("Shelling of Tyotkino, two residents were wounded.", link("Tyotkino", "Tyotkino",
                                   target="tyotkino", kind=Kind.PLACE))  # fmt: skip
        slots = Slots(
            places=("tyotkino",),
            events=("shelling",),
            actors=("lsr",),
            holders=("governor",),
            figures=(ClaimedFigure("civilians wounded", 2, approx=True, low=2, high=3), ClaimedFigure("tanks", None)),
            first=self.now.date(),
            last=self.now.date(),
            languages=("en", "ru"),
            channels=3,
            posts=4,
            examples=(stored.id,),
        )
        found = FoundIn("tyotkino", "shelling", self.now - timedelta(hours=2), self.now)
        return await self.db.write(drafts.add, Draft(slots, self.now, found))

    async def owned(self) -> None:
        """There is something of all, and Anna, who owns the bot, may press and write everything."""
        await self.reached()
        await self.posted()
        await self.suggested()
        await self.drafted()
        await self.own_claim()
        await self.db.write(owners.make_owner, ANNA, self.now)

    async def own_claim(self) -> str:
        """A claim was made in chat; its id."""
        content = {
            "statement": dict.fromkeys(("en", "nl", "ru", "uk"), "Shelling of Tyotkino"),
            "holders": [], "places": ["tyotkino"], "first": "2024-03-12", "last": "2024-03-12",
            "events": ["shelling+@place"], "asserting": {"en": ["Shelling of Tyotkino"]}, "checkable": True,
            "source": ["made in chat"],
        }  # fmt: skip
        return await self.db.write(entries.add, content, str(ANNA), self.now, frozenset())

    async def alerted(self, reason: Reason = Reason.DENIAL, place: str | None = None) -> Alert:
        """Anna follows A03 (and `place`) and was, or was not, told of a post that denies it (and names that)."""
        await self.ask("/subscribe A03")
        text = "Нет, в Лозовую Рудку не заходили."
        matched, happened = [link(text[:3], text)], [denial()]
        if place is not None:
            await self.ask(f"/subscribe {place}")
            matched.append(link("Лозовую Рудку", text, target=place, kind=Kind.PLACE))
            happened.append(event(place, Kind.PLACE))
        stored = await self.posted(text, *matched)
        chat = await self.db.read(chats.get, ANNA)
        assert chat is not None
        await self.db.write(events.save, stored.id, [replace(one, revision_id=stored.id) for one in happened], self.now)
        ((_, found, news),) = await self.db.read(events.undecided, 5)
        told = Alert(ANNA, stored.id, reason, news, self.now)
        message = render_alert(told, stored, found, chat, self.watchlist)
        await self.db.write(alerts.save, [told], {(ANNA, stored.id): message} if reason.tells else {}, self.now)
        self.now += timedelta(minutes=5)
        return told

    async def in_doubt(self, place: str | None = None) -> int:
        """An alert was sent, and nobody knows whether it arrived; the delivery's id."""
        await self.alerted(place=place)
        (sending,) = await self.db.write(deliveries.take, self.now, 5)
        await self.db.write(deliveries.settle, sending.id, DeliveryState.UNCERTAIN, self.now)
        return sending.id


@pytest.fixture
async def api() -> AsyncIterator[LoopbackBotApi]:
    """At the end of each test, nothing that the bot sent was refused, and none of it, edits too, showed a key."""
    async with LoopbackBotApi() as api:
        yield api
    assert api.rejected == []
    assert untranslated(everything_shown(api.world), keys()) == []


@pytest.fixture
async def desk(api: LoopbackBotApi, sqlite_db: Database) -> AsyncIterator[Desk]:
    desk = Desk(api, sqlite_db, api.user(ANNA, "Anna", "en"))
    await admit(sqlite_db, ANNA)
    services = Services(
        db=sqlite_db,
        catalogue=lambda: desk.catalogue,
        clock=lambda: desk.now,
        owner_code=CODE,
        started_at=NOON - timedelta(days=1),
        most_subscriptions=MOST_SUBSCRIPTIONS,
        patience=Patience(size=PATIENCE),  # the clock of tests stands still
    )
    async with polling(build_application(api.token, api.url, services)):
        yield desk
