"""Posts of the last days are matched again after a change of the watchlist, and nobody is alerted of them.

The matcher of these tests is easily foreseen: a post is about every entry that it names by its id. "no-A1" denies the
claim A1, "A1?" may be about it, "A1=3" names a figure.
"""

import asyncio
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Select, select

from bot import alerting, backfilling, stages
from bot.backfilling import backfill
from bot.claims.reviewing import confirm, reject
from matcher.catalogue import Catalogue, compile_catalogue
from matcher.reading import Setting
from storage import (
    alerts,
    backfills,
    catalogues,
    chats,
    claims,
    copies,
    deletions,
    deliveries,
    entries,
    events,
    history,
    links,
    parkings,
    reviewing,
    subscriptions,
    tables,
)
from storage.database import Database
from storage.messages import DeliveryKind
from storage.model import DENIALS, Evidence, Figure, Found, Kind, Link, Stance
from storage.said import EntryKind, OwnEntry
from storage.telling import EventKind, Known, Reason
from storage.watching import Work
from storage.watchlist import Watchlist
from tests.matcher.factories import actor, claim, watchlist
from tests.storage.samples import HOUR, NOW, SECOND, chat, newest, post, revision_at, stored

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
_NAMED = re.compile(r"(?P<no>no-)?(?P<id>[A-Z][0-9])(?P<unsure>\?)?(?:=(?P<figure>[0-9]))?")


def found_in(text: str, setting: Setting, catalogue: Catalogue) -> Found:
    if "poison" in text and not catalogue.version.startswith("mended"):
        raise ValueError(text)
    merged = catalogue.watchlist.merged
    return Found(
        "en",
        tuple(replace(one, target=merged.get(one.target, one.target)) for one in _links(text, catalogue.watchlist)),
    )


def _links(text: str, entries: Watchlist) -> Iterator[Link]:
    kinds = {one.id: Kind.ACTOR for one in entries.actors} | {one.id: Kind.CLAIM for one in entries.claims}
    for found in _NAMED.finditer(text):
        if (kind := kinds.get(found["id"])) is None:
            continue
        evidence = (Evidence(found.start(), found.end(), found[0], "name"),)
        if kind is Kind.ACTOR:
            yield Link(kind, found["id"], 0.9, evidence)
            continue
        stance = Stance.DENIES if found["no"] else Stance.ASSERTS
        figure = (Figure(float(found["figure"]), "tanks", None, 0, 1),) if found["figure"] else ()
        yield Link(kind, found["id"], 0.9, evidence, certain=not found["unsure"], stance=stance, figures=figure)


@pytest.fixture(autouse=True)
def _foreseen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "match", found_in)
    monkeypatch.setattr(backfilling, "match", found_in)


def knowing(*ids: str, version: str = "") -> Catalogue:
    """A catalogue with these entries: G... are groups, others claims."""
    made = [actor(one) if one.startswith("G") else claim(one) for one in ids]
    return compile_catalogue(watchlist(*made, version=version or "+".join(ids) or "nothing"))


@dataclass(slots=True)
class Lookout:
    """The stages of posts, at a clock of their own; each call is a turn of one of them."""

    db: Database
    catalogue: Catalogue
    now: datetime = NOW
    posted: int = field(default=0)

    async def put(self, *ids: str, version: str = "") -> None:
        await self.put_in_force(knowing(*ids, version=version))

    async def put_in_force(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        await self.db.write(catalogues.put, self.catalogue.version, self.now)

    async def post(self, text: str, age: timedelta = timedelta(0), channel_id: int = 1, **more: object) -> int:
        """Stores a post that is not matched yet; its number."""
        self.posted += 1
        at = self.now - age
        await stored(self.db, post(self.posted, text, published_at=at, channel_id=channel_id, **more), now=at)
        return self.posted

    async def live(self) -> None:
        await stages.match_new(self.db, self.catalogue, lambda: self.now)
        await stages.note_events(self.db, self.catalogue.watchlist, lambda: self.now)
        await alerting.decide_alerts(self.db, self.catalogue.watchlist, lambda: self.now)

    async def said(self, text: str, age: timedelta = timedelta(0), channel_id: int = 1) -> int:
        number = await self.post(text, age, channel_id)
        await self.live()
        return number

    async def step(self, span: timedelta = WEEK) -> int:
        return await backfill(self.db, self.catalogue, lambda: self.now, span)

    async def backfill(self, span: timedelta = WEEK) -> None:
        while await self.step(span):
            pass

    async def links(self, number: int, channel_id: int = 1) -> tuple[Link, ...]:
        return await self.db.read(links.of, (await revision_at(self.db, number, channel_id)).id)

    async def targets(self, number: int, channel_id: int = 1) -> list[str]:
        """In alphabetic order: links that stay keep their place."""
        return sorted(link.target for link in await self.links(number, channel_id))

    async def follow(self, *ids: str, chat_id: int = 500) -> None:
        await self.db.write(chats.put, chat(chat_id))
        for one in ids:
            kind = Kind.ACTOR if one.startswith("G") else Kind.CLAIM
            await self.db.write(subscriptions.add, chat_id, kind, one, NOW - WEEK)

    async def told(self, chat_id: int = 500) -> list[tuple[int, Reason]]:
        """The posts of which a chat was alerted, and why."""
        made = await self.db.read(alerts.of_chat_since, chat_id, NOW - WEEK, NOW + WEEK)
        return [(revision.post.post_id, alert.reason) for alert, revision in made]

    async def voices(self, claim_id: str) -> list[tuple[str, bool, int, datetime]]:
        found = await self.db.read(claims.voices, claim_id)
        return [(voice.source, voice.denies, voice.posts, voice.since) for voice in found]

    async def kinds(self, number: int, channel_id: int = 1) -> list[EventKind]:
        """The events about claims that a post has."""
        revision = await revision_at(self.db, number, channel_id)
        own = select(tables.events.c.kind).where(tables.events.c.revision_id == revision.id)
        async with self.db.reading() as conn:
            return list(await conn.scalars(own.where(tables.events.c.target_kind == Kind.CLAIM)))


@pytest.fixture
async def lookout(db: Database) -> Lookout:
    made = Lookout(db, knowing())
    await made.put("G1")
    return made


async def test_posts_of_the_last_days_are_linked_to_what_is_added(lookout: Lookout) -> None:
    old, recent = await lookout.said("G1 G2 A1", 8 * DAY), await lookout.said("G1 G2 A1", 6 * DAY)
    await lookout.put("G1", "G2", "A1")
    await lookout.backfill()
    assert await lookout.targets(old) == ["G1"]
    assert await lookout.targets(recent) == ["A1", "G1", "G2"]


async def test_zero_days_match_nothing_again(lookout: Lookout) -> None:
    number = await lookout.said("G2")
    await lookout.put("G1", "G2")
    await lookout.backfill(timedelta(0))
    assert await lookout.targets(number) == []


async def test_the_first_watchlist_and_one_in_force_already_match_nothing_again(lookout: Lookout) -> None:
    await lookout.said("G1")
    assert await lookout.step() == 0
    await lookout.put("G1")
    assert await lookout.step() == 0
    assert await lookout.db.read(backfills.newest) is None


async def test_nobody_is_alerted_of_old_posts_and_no_digest_has_them(lookout: Lookout) -> None:
    await lookout.follow("G2", "A1")
    for hours in range(3):
        await lookout.said("G2 A1", hours * HOUR)
    await lookout.put("G1", "G2", "A1")
    await lookout.backfill()
    await lookout.live()
    assert await lookout.told() == []
    assert await lookout.db.read(events.undecided, 10) == []


async def test_new_posts_come_first(lookout: Lookout) -> None:
    old = await lookout.said("G2")
    await lookout.put("G1", "G2")
    await lookout.post("G2")
    assert await lookout.step() == 0
    assert await lookout.targets(old) == []
    await lookout.live()
    await lookout.backfill()
    assert await lookout.targets(old) == ["G2"]


async def test_links_that_are_made_no_longer_are_withdrawn(lookout: Lookout) -> None:
    number = await lookout.said("G1 G2")
    await lookout.put("G2")
    await lookout.backfill()
    assert await lookout.targets(number) == ["G2"]


async def test_a_claim_is_first_seen_in_the_oldest_post_and_the_next_is_no_news(lookout: Lookout) -> None:
    await lookout.follow("A1")
    await lookout.said("A1", 3 * HOUR, channel_id=2)
    await lookout.said("A1", 5 * HOUR)
    await lookout.said("no-A1", 4 * HOUR, channel_id=3)
    await lookout.put("G1", "A1")
    await lookout.backfill()
    assert await lookout.voices("A1") == [
        ("channel:1", False, 1, NOW - 5 * HOUR),
        ("channel:3", True, 1, NOW - 4 * HOUR),
        ("channel:2", False, 1, NOW - 3 * HOUR),
    ]
    assert await lookout.kinds(2) == [EventKind.CLAIM_FIRST_SEEN]
    assert await lookout.kinds(3, 3) == [EventKind.CLAIM_FIRST_DENIAL]
    assert await lookout.kinds(1, 2) == [EventKind.CLAIM_NEW_SOURCE]
    live = await lookout.said("A1", channel_id=2)
    assert await lookout.told() == [(live, Reason.FIRST)]
    assert await lookout.kinds(live, 2) == [EventKind.CLAIM_REPEATED]


async def test_figures_of_old_posts_make_a_later_one_a_change(lookout: Lookout) -> None:
    await lookout.follow("A1")
    await lookout.said("A1=3", HOUR)
    await lookout.put("G1", "A1")
    await lookout.backfill()
    live = await lookout.said("A1=4", channel_id=2)
    assert await lookout.told() == [(live, Reason.CHANGED)]


async def test_what_only_history_said_is_forgotten_with_its_link_and_what_was_told_stays(lookout: Lookout) -> None:
    await lookout.said("A1=3", HOUR)
    await lookout.put("G1", "A1")
    await lookout.backfill()
    await lookout.said("A1=5", channel_id=2)
    await lookout.put("G1")
    await lookout.backfill()
    assert [source for source, *_ in await lookout.voices("A1")] == ["channel:2"]
    known = await lookout.db.read(events.known, ["A1"])
    assert known["A1"] == Known(frozenset({"channel:2"}), figures=frozenset({("tanks", 5.0)}))


async def test_no_event_is_doubled_however_often_it_is_done(lookout: Lookout) -> None:
    number = await lookout.said("A1 G1", HOUR)
    for version in ("one", "two", "one"):
        await lookout.put("G1", "A1", version=version)
        await lookout.backfill()
    assert await lookout.targets(number) == ["A1", "G1"]
    assert [posts for _, _, posts, _ in await lookout.voices("A1")] == [1]


async def test_a_version_that_is_back_is_matched_with_again(lookout: Lookout) -> None:
    number = await lookout.said("G1 G2")
    await lookout.put("G2")
    await lookout.backfill()
    await lookout.put("G1")
    await lookout.backfill()
    assert await lookout.targets(number) == ["G1"]


async def test_an_edit_of_an_old_post_has_its_event_once_in_the_first_revision(lookout: Lookout) -> None:
    await lookout.said("A1", 2 * HOUR)
    edited = post(1, "A1, as before", published_at=NOW - 2 * HOUR, edited_at=NOW - HOUR)
    await stored(lookout.db, edited, now=NOW - HOUR)
    await lookout.live()
    await lookout.put("G1", "A1")
    await lookout.backfill()
    assert await lookout.voices("A1") == [("channel:1", False, 1, NOW - 2 * HOUR)]


async def test_a_copy_stays_the_word_of_its_original(lookout: Lookout) -> None:
    text = "A1: the water has reached the old quay, and all ferries stay at the other bank until tomorrow."
    await lookout.said(text, 2 * HOUR)
    copy = await lookout.said(text, HOUR, channel_id=2)
    before = await lookout.db.read(copies.original, (await revision_at(lookout.db, copy, 2)).id)
    assert before is not None
    await lookout.put("G1", "A1")
    await lookout.backfill()
    assert await lookout.voices("A1") == [("channel:1", False, 2, NOW - 2 * HOUR)]
    assert await lookout.db.read(copies.original, (await revision_at(lookout.db, copy, 2)).id) == before


async def test_what_editors_decided_stays(lookout: Lookout) -> None:
    await lookout.follow("A1")
    await lookout.put("A1")
    yes, no = await lookout.said("A1? yes"), await lookout.said("A1? no")
    for number, decide in ((no, "no"), (yes, "yes")):
        suggestion = await lookout.db.read(reviewing.waiting)
        assert suggestion is not None
        assert suggestion.revision.post.post_id == number
        if decide == "yes":
            await confirm(lookout.db, lookout.catalogue.watchlist, suggestion, 500, NOW)
        else:
            await reject(lookout.db, suggestion, 500, NOW)
    await lookout.live()
    told = await lookout.told()
    await lookout.put("G1", "A1")
    await lookout.backfill()
    await lookout.live()
    assert [link.certain for link in await lookout.links(yes)] == [True]
    assert [link.certain for link in await lookout.links(no)] == [False]
    assert await lookout.db.read(reviewing.waiting) is None
    assert await lookout.told() == told


async def test_what_editors_decided_of_a_claim_stays_when_it_is_merged_and_parted_again(lookout: Lookout) -> None:
    await lookout.follow("A1")
    await lookout.put("A1", "E1")
    no, yes = await lookout.said("E1? no"), await lookout.said("E1? yes")
    for decide in (confirm, reject):
        suggestion = await lookout.db.read(reviewing.waiting)
        assert suggestion is not None
        if decide is confirm:
            await confirm(lookout.db, lookout.catalogue.watchlist, suggestion, 500, NOW)
        else:
            await reject(lookout.db, suggestion, 500, NOW)
    await lookout.live()
    together = replace(lookout.catalogue.watchlist, merged={"E1": "A1"}, version="together")
    for book in (together, lookout.catalogue.watchlist):
        await lookout.put_in_force(replace(lookout.catalogue, watchlist=book, version=book.version))
        await lookout.backfill()
        assert await lookout.db.read(reviewing.waiting) is None
        assert await lookout.targets(yes) == await lookout.targets(no) == ["E1"]
    assert await lookout.told() == []


async def test_a_suggestion_of_an_old_post_that_is_confirmed_counts_and_alerts_nobody(lookout: Lookout) -> None:
    await lookout.follow("A1")
    await lookout.said("A1?", HOUR)
    await lookout.put("G1", "A1")
    await lookout.backfill()
    suggestion = await lookout.db.read(reviewing.waiting)
    assert suggestion is not None
    assert await confirm(lookout.db, lookout.catalogue.watchlist, suggestion, 500, NOW)
    await lookout.live()
    assert await lookout.told() == []
    assert [source for source, *_ in await lookout.voices("A1")] == ["channel:1"]


async def test_followers_hear_of_old_posts_when_an_editor_asks_for_it_and_once(lookout: Lookout) -> None:
    await lookout.follow("A1")
    number = await lookout.said("A1", HOUR)
    await lookout.put("G1", "A1")
    await lookout.backfill()
    assert await lookout.db.write(history.tell, "A1") == 1
    assert await lookout.db.write(history.tell, "A1") == 0
    await lookout.live()
    assert await lookout.told() == [(number, Reason.FIRST)]


async def test_followers_are_not_told_of_old_posts_that_were_deleted_since(lookout: Lookout) -> None:
    await lookout.follow("A1")
    gone, there, back = [await lookout.said(f"A1 {name}", 2 * HOUR) for name in ("gone", "there", "back")]
    await lookout.put("G1", "A1")
    await lookout.backfill()
    await lookout.db.write(deletions.save, 1, [gone, back], NOW)
    await lookout.live()
    await stored(lookout.db, post(back, "A1 back", published_at=NOW - 2 * HOUR), now=NOW)
    await lookout.live()
    before = await lookout.told()
    assert await lookout.db.write(history.tell, "A1") == 2
    await lookout.live()
    assert (await lookout.told())[len(before) :] == [(there, Reason.FIRST), (back, Reason.REPEATED)]


async def test_a_post_that_breaks_the_matcher_is_parked_and_tried_again_with_the_next_version(lookout: Lookout) -> None:
    await lookout.put("G1", version="mended")
    poisoned, fine = await lookout.said("G2 poison"), await lookout.said("G2")
    await lookout.put("G1", "G2")
    await lookout.backfill()
    assert (await lookout.targets(poisoned), await lookout.targets(fine)) == ([], ["G2"])
    [parked] = await lookout.db.read(parkings.newest, 5)
    assert (parked.work, parked.reason, parked.post) == (Work.BACKFILL, "ValueError", f"channel_1/{poisoned}")
    await lookout.put("G1", "G2", version="mended again")
    await lookout.backfill()
    assert await lookout.targets(poisoned) == ["G2"]
    assert await lookout.db.read(parkings.newest, 5) == []


async def test_what_was_parked_is_tried_again_when_it_is_released(
    lookout: Lookout, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lookout.put("G1", version="mended")
    poisoned = await lookout.said("G2 poison")
    await lookout.put("G1", "G2")
    await lookout.backfill()
    monkeypatch.setattr(backfilling, "match", lambda text, setting, catalogue: Found("en", ()))
    lookout.now += HOUR
    assert await lookout.step() == 0
    assert await lookout.db.write(parkings.release, Work.BACKFILL) == 1
    await lookout.backfill()
    assert await lookout.targets(poisoned) == []
    one = await lookout.db.read(backfills.newest)
    assert one is not None
    assert one.finished_at == lookout.now


async def test_how_far_it_is_can_be_told(lookout: Lookout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfilling, "PAGE", 2)
    for _ in range(5):
        await lookout.said("G2")
    await lookout.put("G1", "G2")
    await lookout.step()
    one = await lookout.db.read(backfills.newest)
    assert one is not None
    assert (one.total, one.done, one.left, one.changed, one.finished_at) == (5, 2, 3, 2, None)
    await lookout.backfill()
    one = await lookout.db.read(backfills.newest)
    assert one is not None
    assert (one.done, one.left, one.finished_at) == (5, 0, NOW)


async def test_the_newest_posts_are_matched_first(lookout: Lookout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfilling, "PAGE", 1)
    first, last = await lookout.said("G2"), await lookout.said("G2")
    await lookout.put("G1", "G2")
    await lookout.step()
    assert (await lookout.targets(first), await lookout.targets(last)) == ([], ["G2"])


async def test_two_processes_at_once_do_everything_once(lookout: Lookout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfilling, "PAGE", 2)
    for hours in range(6):
        await lookout.said("A1 G2", hours * HOUR)
    await lookout.put("A1", "G2")
    await asyncio.gather(lookout.backfill(), lookout.backfill())
    one = await lookout.db.read(backfills.newest)
    assert one is not None
    assert one.done == 6
    assert [posts for _, _, posts, _ in await lookout.voices("A1")] == [6]


async def test_who_made_a_claim_hears_once_how_many_posts_are_about_it(lookout: Lookout) -> None:
    await lookout.db.write(chats.put, chat(500, language="en"))
    await lookout.said("E1", HOUR)
    await lookout.said("E1", 2 * HOUR)
    statement = dict.fromkeys(("en", "nl", "ru", "uk"), "The quay is under water")
    content = {"id": "E1", "statement": statement}
    await lookout.db.write(entries.put, OwnEntry(EntryKind.CLAIM, "E1", content, "500", NOW))
    for version in ("one", "two"):
        made = claim("E1", statement=statement)
        lookout.catalogue = compile_catalogue(watchlist(made, version=version))
        await lookout.db.write(catalogues.put, version, NOW)
        await lookout.backfill()
    [told] = await lookout.db.write(deliveries.take, NOW + HOUR, 10)
    assert told.kind is DeliveryKind.BACKFILL
    assert "2 posts of the last 7 days are about it" in told.message.html


# --- any order --------------------------------------------------------------------------------------------------------

BOOKS = (("G1",), ("G1", "A1"), ("G1", "G2", "A1", "A2"), ("A1", "G2"))
TEXTS = ("G1 A1", "A1? G2", "no-A1", "A2=3 A1=4", "G2", "nothing at all")
TURNS = ("post",) * 5 + ("edit", "edit", "book", "step", "step", "step", "crash", "match", "live", "live")


class CrashError(MemoryError):
    """Nobody's fault, so that nothing is parked for it."""


async def _crash(*_: object) -> None:
    raise CrashError


async def _turn(lookout: Lookout, what: str, chance: Random) -> None:
    lookout.now += SECOND
    match what:
        case "post":
            text = f"{chance.choice(TEXTS)}, said as number {lookout.posted + 1}"
            await lookout.post(text, channel_id=chance.randint(1, 3))
        case "edit":
            every = [one for channel_id in (1, 2, 3) for one in await newest(lookout.db, channel_id)]
            for one in chance.sample(every, min(1, len(every))):
                text = f"{chance.choice(TEXTS)}, edited at {lookout.now:%M:%S}"
                edited = replace(one.post, text=text, edited_at=lookout.now)
                await stored(lookout.db, edited, now=lookout.now)
        case "book":
            await lookout.put(*chance.choice(BOOKS))
        case "step":
            await lookout.step()
        case "crash":
            with pytest.MonkeyPatch.context() as patched, suppress(CrashError):
                patched.setattr(backfills, chance.choice(["moved", "noted", "finished"]), _crash)
                await lookout.step()
        case "match":
            await stages.match_new(lookout.db, lookout.catalogue, lambda: lookout.now)
        case _:
            await lookout.live()


async def rows(db: Database, chosen: Select[Any]) -> list[tuple[Any, ...]]:
    async with db.reading() as conn:
        return [tuple(row) for row in await conn.execute(chosen)]


R, L, E, H = tables.revisions.c, tables.links.c, tables.events.c, tables.history.c
OF_POSTS = [EventKind.POST_EDITED, EventKind.POST_DELETED, EventKind.POSTED, EventKind.POST_GREW]


@pytest.mark.parametrize("seed", range(6))
async def test_in_any_order_links_are_the_last_watchlists_and_each_new_post_is_told_of_once(
    lookout: Lookout, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(backfilling, "PAGE", 2)
    chance, db = Random(seed), lookout.db
    await lookout.follow("G1", "G2", "A1", "A2")
    live: set[int] = set()
    for _ in range(60):
        await _turn(lookout, chance.choice(TURNS), chance)
        news = select(R.id).where(R.stage == tables.Stage.EVENTS, R.number == 1, R.id.in_(select(L.revision_id)))
        live |= {id_ for (id_,) in await rows(db, news)}
    while await lookout.step() or await db.read(backfills.live_waits):
        await lookout.live()
    await lookout.live()

    words, found = await rows(db, select(R.id, R.text)), await rows(db, select(L.revision_id, L.target, L.certain))
    said = [
        (id_, link.target, link.certain) for id_, text in words for link in _links(text, lookout.catalogue.watchlist)
    ]
    assert sorted(found) == sorted(said)

    told = [revision_id for (revision_id,) in await rows(db, select(tables.alerts.c.revision_id))]
    noted = select(E.revision_id).where(E.target_kind != Kind.CHANNEL, E.id.not_in(select(H.event_id))).distinct()
    assert sorted(told) == sorted(revision_id for (revision_id,) in await rows(db, noted))
    assert live <= set(told)

    about = select(R.channel_id, R.post_id, E.target, R.id).join(tables.revisions, R.id == E.revision_id)
    noted_of = await rows(db, about.where(E.certain, E.kind.not_in(OF_POSTS)).distinct())
    assert len({one[:3] for one in noted_of}) == len(noted_of)

    certain = select(E.target, E.source, E.stance).where(E.certain, E.source.is_not(None)).distinct()
    voices = select(*tables.claim_voices.c)
    assert set(await rows(db, voices)) == {
        (target, source, stance in DENIALS) for target, source, stance in await rows(db, certain)
    }
