"""What came of a house in which the program was killed again and again: in figures, which add up."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Self

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.messages import DeliveryKind, DeliveryState
from storage.tables import deliveries
from tests.botapi.chats import Person
from tests.faults.house import FOLLOWERS, OWNER, READER, WALKER, House
from tests.faults.ledger import SENT, UNCERTAIN, Books, faults, old_tellings, telling
from tests.faults.upkeep import FINDER

_MAY_BE_MISSING = re.compile(r"(\d+) messages? may not have reached you")


@dataclass(slots=True)
class Toll:
    """`joined`: groups of the watchlist, `relinked`: revisions of earlier posts that got their links; `recalled`: posts
    and messages that were old when they came, `purged`: those of the posts that are gone. `in_flight`: deliveries that
    were being sent at the kills, edits left out. `listed`: of the doubts of private chats those that `/status` counts
    there. `wrong`: each promise that was not kept, in words.
    """

    houses: int = 0
    kills: int = 0
    at_points: int = 0
    points: dict[str, int] = field(default_factory=dict)
    posts: int = 0
    edits: int = 0
    deletions: int = 0
    wanted: int = 0
    arrived: int = 0
    digests: int = 0
    updates: int = 0
    others: int = 0
    joined: int = 0
    relinked: int = 0
    recalled: int = 0
    purged: int = 0
    copies: int = 0
    in_flight: int = 0
    uncertain: int = 0
    told: int = 0
    private: int = 0
    listed: int = 0
    lost: int = 0
    twice: int = 0
    wrong: list[str] = field(default_factory=list)

    def read_off(self, books: Books, house: House) -> None:
        """What the books of a house say that has settled."""
        own = [one for one in house.published if not one.backlog]
        self.houses, self.kills = 1, house.kills
        self.posts, self.edits = len(own), sum(one.edits for one in own)
        self.deletions = sum(one.deleted for one in own)
        tellings = [telling(books, house, one, chat_id) for one in house.published for chat_id in FOLLOWERS]
        self.wanted, self.arrived = sum(one.wanted for one in tellings), sum(one.seen for one in tellings)
        self.lost, self.twice = sum(one.lost for one in tellings), sum(one.twice for one in tellings)
        old = old_tellings(books, house)
        self.lost += sum(one.lost for one in old) + len(books.kept.unlinked)
        self.twice += sum(one.twice for one in old) + len(books.kept.linked_twice) + len(books.kept.told)
        self.joined, self.relinked = len(house.upkeep.joined), books.kept.relinked
        self.recalled, self.purged = len(old), house.upkeep.recalled - books.kept.left
        self.copies = len(house.upkeep.copies)
        kinds = [one.kind for one in books.deliveries if one.state is SENT]
        self.digests, self.updates = kinds.count(DeliveryKind.DIGEST), kinds.count(DeliveryKind.UPDATE)
        self.others = len(kinds) - self.digests - self.updates - kinds.count(DeliveryKind.ALERT)
        doubted = {one.id for one in books.deliveries if one.state is UNCERTAIN}
        self.uncertain = len(doubted)
        self.told = sum(one.kind is DeliveryKind.NOTICE and one.subject in doubted for one in books.deliveries)
        self.told += sum(one.kind is DeliveryKind.NOTICE for one in books.deliveries if one.state is UNCERTAIN)
        self.private = sum(one.chat_id > 0 for one in books.deliveries if one.state is UNCERTAIN)
        self.wrong = list(faults(books, house))
        if self.uncertain > self.in_flight:
            self.wrong.append(f"{self.uncertain} in doubt, {self.in_flight} in flight")

    def as_row(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def sum_of(cls, tolls: Iterable[Self]) -> Self:
        whole = cls()
        for toll in tolls:
            for one in fields(cls):
                if one.name == "points":
                    for point, count in toll.points.items():
                        whole.points[point] = whole.points.get(point, 0) + count
                else:
                    setattr(whole, one.name, getattr(whole, one.name) + getattr(toll, one.name))
        return whole


async def in_flight(conn: AsyncConnection) -> int:
    """Deliveries that were being sent when the program died. An edit may be repeated, and is never in doubt."""
    being_sent = (deliveries.c.state == DeliveryState.SENDING, deliveries.c.kind != DeliveryKind.UPDATE)
    return await conn.scalar(select(func.count()).select_from(deliveries).where(*being_sent)) or 0


async def listed(house: House) -> int:
    """As many doubts as `/status` counts in the private chats."""
    return sum([count async for count in _listed(house)])


async def _listed(house: House) -> AsyncIterator[int]:
    for chat_id in (OWNER, READER, WALKER, FINDER):
        person = house.api.chat(chat_id)
        assert isinstance(person, Person)
        while person.unread:
            await person.next_message()
        await person.send("/status")
        async with asyncio.timeout(30):
            status = await person.next_message(timeout=30)
        found = _MAY_BE_MISSING.search(status.text)
        yield int(found[1]) if found else 0
