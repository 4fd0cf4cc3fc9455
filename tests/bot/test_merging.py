"""Two claims that are one: voices, news and followers of the first count for the second, until they are parted."""

from dataclasses import replace

from bot import alerting, settling, stages
from bot.claims.reading import read_standing
from matcher.catalogue import compile_catalogue
from matcher.match import match
from storage import alerts, chats, claims, deliveries, links, subscriptions
from storage.database import Database
from storage.model import Evidence, Figure, Found, Kind, Link, Stance
from storage.said import ClaimStatus, StatusChange
from storage.telling import Reason
from storage.watchlist import Watchlist
from tests.matcher.claims.village import CLAIMS, DUBKI, LEXICON, OBLAST, SOSNOVKA, known
from tests.matcher.factories import claim, setting, watchlist
from tests.storage.samples import HOUR, NOW, chat, post, revision_at, stored

APART = watchlist(claim("E1", statement={"nl": "Er is brand."}), claim("A1", statement={"nl": "De molen brandt."}))
TOGETHER = replace(APART, version="v2", merged={"E1": "A1"})
READER, OTHER = 500, 501


def said(target: str, holder: str, *, dead: int | None = None) -> Link:
    figures = (Figure(dead, "fighters killed", None, 0, 5),) if dead is not None else ()
    evidence = (Evidence(0, 5, "Words", "wording"),)
    return Link(Kind.CLAIM, target, 0.9, evidence, stance=Stance.ASSERTS, holder=holder, figures=figures)


async def say(db: Database, number: int, *found: Link, book: Watchlist = APART) -> None:
    """A post with these links, through to whom it is told."""
    await stored(db, post(number, f"Words of post {number}."))
    await db.write(links.save, (await revision_at(db, number)).id, "v1", Found("nl", found), NOW)
    await stages.note_events(db, book, lambda: NOW + HOUR)
    await alerting.decide_alerts(db, book, lambda: NOW + HOUR)


async def follow(db: Database, target: str, chat_id: int = READER) -> None:
    await db.write(chats.put, chat(chat_id))
    await db.write(subscriptions.add, chat_id, Kind.CLAIM, target, NOW)


async def heard(db: Database, chat_id: int = READER) -> list[Reason]:
    return [alert.reason for alert, _ in await db.read(alerts.of_chat_since, chat_id, NOW, NOW + 2 * HOUR)]


async def test_voices_and_figures_of_both_are_counted_together_and_apart_again(db: Database) -> None:
    await say(db, 1, said("E1", "mayor", dead=3))
    await say(db, 2, said("A1", "guard"))
    both = await read_standing(db, "A1", TOGETHER)
    assert [one.voice.source for one in both.asserting] == ["mayor", "guard"]
    assert [one.value for one in both.figures] == [3]
    alone = await read_standing(db, "A1", APART)
    assert ([one.voice.source for one in alone.asserting], alone.figures) == (["guard"], ())


async def test_a_post_about_both_is_one_post(db: Database) -> None:
    await say(db, 1, said("E1", "mayor", dead=3), said("A1", "mayor", dead=3))
    both = await read_standing(db, "A1", TOGETHER)
    assert [(one.voice.source, one.voice.posts) for one in both.asserting] == [("mayor", 1)]
    assert [one.posts for one in both.figures] == [1]
    assert len(await db.read(claims.timeline, "A1", ("E1",))) == 1


async def test_who_follows_the_first_hears_of_the_second(db: Database) -> None:
    await follow(db, "E1")
    await say(db, 1, said("A1", "guard"), book=APART)
    assert await heard(db) == []
    await say(db, 2, said("A1", "mayor"), book=TOGETHER)
    assert await heard(db) == [Reason.NEW_SOURCE]


async def test_a_source_of_the_first_is_no_new_source_of_the_second(db: Database) -> None:
    await follow(db, "A1")
    await say(db, 1, said("E1", "mayor"))
    await say(db, 2, said("A1", "guard"))
    await say(db, 3, said("A1", "mayor"), book=TOGETHER)
    assert await heard(db) == [Reason.FIRST, Reason.REPEATED]


async def test_what_was_told_of_the_first_is_not_told_again_of_the_second(db: Database) -> None:
    await follow(db, "E1")
    await say(db, 1, said("E1", "mayor"))
    await say(db, 2, said("A1", "mayor"), book=TOGETHER)
    assert await heard(db) == [Reason.FIRST, Reason.REPEATED]


async def test_a_follower_of_both_hears_once(db: Database) -> None:
    await follow(db, "E1")
    await follow(db, "A1")
    await say(db, 1, said("A1", "guard"), book=TOGETHER)
    assert await heard(db) == [Reason.FIRST]


async def test_followers_of_the_first_hear_when_the_status_is_set(db: Database) -> None:
    await follow(db, "E1", OTHER)
    await db.write(claims.set_status, StatusChange("A1", ClaimStatus.REFUTED, "No mill burns.", "7", NOW))
    await settling.tell_followers(db, TOGETHER, lambda: NOW + HOUR)
    [told] = await db.write(deliveries.take, NOW + HOUR, 5)
    assert told.chat_id == OTHER


def test_posts_are_linked_to_the_second_and_once() -> None:
    twin = known("twin", places=("dubki",), events=("fighting",))
    book = watchlist(OBLAST, SOSNOVKA, DUBKI, *CLAIMS, twin, *LEXICON)
    found = {}
    for merged in ({}, {"twin": "battle"}):
        catalogue = compile_catalogue(replace(book, merged=merged))
        text = "Fighting goes on in Dubki."
        found[len(merged)] = [
            link.target for link in match(text, setting("2031-05-10"), catalogue).links if link.kind is Kind.CLAIM
        ]
    assert (sorted(found[0]), found[1]) == (["battle", "twin"], ["battle"])
