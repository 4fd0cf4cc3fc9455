"""What an editor's word makes of a suggested link: alerts to those who follow the claim, and an example."""

import asyncio
from dataclasses import replace

import pytest

from bot import alerting, stages
from bot.claims.reviewing import confirm, reject
from storage import alerts, chats, claims, deletions, feedback, links, reviewing, subscriptions
from storage.database import Database
from storage.model import Evidence, Found, Kind, Link, Stance
from storage.reviewing import Suggestion
from storage.said import Judgement
from storage.telling import Filters, Mode, Reason
from storage.watchlist import Watchlist
from tests.matcher.factories import claim, watchlist
from tests.storage.samples import HOUR, NOW, chat, post, revision_at, stored

BOOK = watchlist(claim("C1", statement={"nl": "Het dorp is ingenomen."}))
EDITOR = 900
EVIDENCE = (Evidence(0, 5, "Words", "topic"),)
UNSURE = Link(Kind.CLAIM, "C1", 0.6, EVIDENCE, certain=False, stance=Stance.ASSERTS, holder="lsr", speaker="lsr")


async def suggested(db: Database, number: int = 1, *, actor_too: bool = False) -> None:
    """A post that may be about C1, through to whom it is told."""
    await stored(db, post(number, f"Words of post {number}."))
    sure = Link(Kind.ACTOR, "lsr", 1.0, EVIDENCE)
    found = Found("nl", (UNSURE, sure) if actor_too else (UNSURE,))
    await db.write(links.save, (await revision_at(db, number)).id, "v1", found, NOW)
    await through(db)


async def edited(db: Database, number: int = 1) -> None:
    """The post says the same in other words."""
    await stored(db, post(number, f"Other words of post {number}.", edited_at=NOW + HOUR))
    await db.write(links.save, (await revision_at(db, number)).id, "v1", Found("nl", (UNSURE,)), NOW)
    await through(db)


async def through(db: Database, book: Watchlist = BOOK) -> None:
    await stages.note_events(db, book, lambda: NOW + HOUR)
    await alerting.decide_alerts(db, book, lambda: NOW + HOUR)


async def waiting(db: Database) -> Suggestion:
    found: Suggestion | None = await db.read(reviewing.waiting)
    assert found is not None
    return found


async def heard(db: Database) -> list[Reason]:
    told = await db.read(alerts.of_chat_since, 500, NOW, NOW + 2 * HOUR)
    return [alert.reason for alert, _ in told]


async def follow(db: Database, kind: Kind = Kind.CLAIM, target: str = "C1") -> None:
    await db.write(chats.put, chat())
    await db.write(chats.put, chat(EDITOR))
    await db.write(subscriptions.add, 500, kind, target, NOW)


async def test_a_confirmed_suggestion_is_told_as_if_it_had_been_sure(db: Database) -> None:
    await follow(db)
    await suggested(db)
    assert await heard(db) == [Reason.SUGGESTED]
    assert await confirm(db, BOOK, await waiting(db), EDITOR, NOW + HOUR)
    await through(db)
    assert await heard(db) == [Reason.FIRST]
    [voice] = await db.read(claims.voices, "C1")
    assert voice.source == "lsr"
    assert await db.read(reviewing.count) == 0


async def test_who_was_told_of_the_post_already_hears_nothing_twice(db: Database) -> None:
    await follow(db)
    await db.write(subscriptions.add, 500, Kind.ACTOR, "lsr", NOW)
    await suggested(db, actor_too=True)
    assert await heard(db) == [Reason.FIRST]
    await confirm(db, BOOK, await waiting(db), EDITOR, NOW + HOUR)
    await through(db)
    assert await heard(db) == [Reason.FIRST]


@pytest.mark.parametrize("mode", [Mode.DIGEST, Mode.SILENT])
async def test_who_was_not_alerted_of_the_post_for_what_else_it_is_about_hears_of_the_claim(
    db: Database, mode: Mode
) -> None:
    await follow(db)
    await db.write(subscriptions.add, 500, Kind.ACTOR, "lsr", NOW, filters=Filters(mode))
    await suggested(db, actor_too=True)
    assert not any(reason.tells for reason in await heard(db))
    await confirm(db, BOOK, await waiting(db), EDITOR, NOW + HOUR)
    await through(db)
    assert await heard(db) == [Reason.FIRST]


async def test_a_rejected_suggestion_is_an_example_and_not_asked_again(db: Database) -> None:
    await follow(db)
    await suggested(db)
    await reject(db, await waiting(db), EDITOR, NOW + HOUR)
    assert await db.read(reviewing.waiting) is None
    [(_, _, _, (judged,))] = await db.read(feedback.page, 0, 10)
    assert (judged.target, judged.judgement, judged.editor) == ("C1", Judgement.WRONG, True)
    await through(db)
    assert await heard(db) == [Reason.SUGGESTED]


async def test_two_editors_confirm_once(db: Database) -> None:
    await follow(db)
    await suggested(db)
    seen = await waiting(db)
    assert await confirm(db, BOOK, seen, EDITOR, NOW + HOUR)
    assert not await confirm(db, BOOK, seen, 500, NOW + HOUR)
    await through(db)
    assert await heard(db) == [Reason.FIRST]


async def test_what_an_editor_rejected_another_who_has_it_before_him_confirms_no_more(db: Database) -> None:
    await follow(db)
    await suggested(db)
    seen = await waiting(db)
    assert await reject(db, seen, EDITOR, NOW + HOUR)
    assert not await confirm(db, BOOK, seen, 500, NOW + HOUR)
    await through(db)
    assert await heard(db) == [Reason.SUGGESTED]
    [(_, _, (link,), (judged,))] = await db.read(feedback.page, 0, 10)
    assert (link.certain, judged.judgement) == (False, Judgement.WRONG)


async def test_what_an_editor_confirmed_another_who_has_it_before_him_rejects_no_more(db: Database) -> None:
    await follow(db)
    await suggested(db)
    seen = await waiting(db)
    assert await confirm(db, BOOK, seen, EDITOR, NOW + HOUR)
    assert not await reject(db, seen, 500, NOW + HOUR)
    [(_, _, _, (judged,))] = await db.read(feedback.page, 0, 10)
    assert (judged.chat_id, judged.judgement) == (EDITOR, Judgement.RIGHT)


async def test_of_two_editors_who_decide_at_once_one_does(db: Database) -> None:
    await follow(db)
    await suggested(db)
    seen = await waiting(db)
    done = await asyncio.gather(
        confirm(db, BOOK, seen, EDITOR, NOW + HOUR),
        reject(db, seen, 500, NOW + HOUR),
        confirm(db, BOOK, seen, 500, NOW + HOUR),
    )
    assert sorted(done) == [False, False, True]
    [(_, _, _, said)] = await db.read(feedback.page, 0, 10)
    assert len(said) == 1


async def test_the_newest_comes_first_and_the_others_after_it(db: Database) -> None:
    await follow(db)
    for number in (1, 2, 3):
        await suggested(db, number)
    first = await waiting(db)
    then = await db.read(reviewing.waiting, before=first.id)
    assert then is not None
    assert (first.revision.post.post_id, then.revision.post.post_id) == (3, 2)
    assert await db.read(reviewing.count) == 3


async def test_of_an_edited_post_the_newest_words_wait_alone(db: Database) -> None:
    await follow(db)
    await suggested(db)
    await edited(db)
    assert await db.read(reviewing.count) == 1
    assert (await waiting(db)).revision.post.text == "Other words of post 1."


async def test_a_post_that_is_gone_waits_for_nobody(db: Database) -> None:
    await follow(db)
    await suggested(db)
    await db.write(deletions.save, 1, [1], NOW + HOUR)
    await db.write(links.save, (await revision_at(db)).id, "v1", Found("nl", (UNSURE,)), NOW)
    await through(db)
    assert await db.read(reviewing.count) == 0


async def test_a_post_whose_events_are_not_noted_yet_does_not_wait_for_an_editor(db: Database) -> None:
    await stored(db, post())
    await db.write(links.save, (await revision_at(db)).id, "v1", Found("nl", (UNSURE,)), NOW)
    assert await db.read(reviewing.count) == 0
    await through(db)
    assert await db.read(reviewing.count) == 1


async def test_what_one_editor_rejected_another_does_not_confirm(db: Database) -> None:
    await follow(db)
    await suggested(db)
    seen = await waiting(db)
    await reject(db, seen, EDITOR, NOW + HOUR)
    assert await db.read(reviewing.get, seen.id) is None


async def test_what_is_confirmed_of_a_claim_that_was_merged_meanwhile_is_news_of_the_one_it_was_merged_into(
    db: Database,
) -> None:
    both = watchlist(*BOOK.claims, claim("A1", statement={"nl": "Het gehucht is ingenomen."}))
    book = replace(both, merged={"C1": "A1"})
    await follow(db, target="A1")
    await stored(db, post(1, "Words of post 1."))
    known = replace(UNSURE, target="A1", certain=True)
    await db.write(links.save, (await revision_at(db, 1)).id, "v1", Found("nl", (known,)), NOW)
    await through(db, both)
    await suggested(db, 2)
    assert await confirm(db, book, await waiting(db), EDITOR, NOW + HOUR)
    await through(db, book)
    assert await heard(db) == [Reason.FIRST, Reason.REPEATED]
    assert [link.target for link in await db.read(links.of, (await revision_at(db, 2)).id)] == ["A1"]
    assert await db.read(reviewing.count) == 0
