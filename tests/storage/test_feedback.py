"""What people say of links: kept once for each chat and link, taken back, read again as examples."""

from dataclasses import replace

from storage import chats, feedback
from storage.database import Database
from storage.model import Evidence, Kind, Link
from storage.said import Feedback, Judgement
from tests.storage.samples import HOUR, NOW, noted, post, with_chat

VILLAGE = Link(Kind.PLACE, "P03", 1.0, (Evidence(0, 5, "Shots", "name"),))


async def said(db: Database, chat_id: int = 500, post_id: int = 1) -> Feedback:
    """Chat 500 says that a post is not about P03."""
    await with_chat(db, chat_id)
    revision, _ = await noted(db, post(post_id), found=[VILLAGE])
    given = Feedback(revision.id, Kind.PLACE, "P03", Judgement.WRONG, NOW, chat_id)
    await db.write(feedback.judge, given)
    return given


async def test_a_later_word_takes_the_place_of_the_earlier_one(db: Database) -> None:
    given = await said(db)
    later = replace(given, judgement=Judgement.RIGHT, at=NOW + HOUR, editor=True)
    await db.write(feedback.judge, later)
    (kept,) = await db.read(feedback.of_chat, 500, given.revision_id)
    assert replace(kept, id=0) == later


async def test_what_was_taken_back_is_gone(db: Database) -> None:
    given = await said(db)
    assert await db.write(feedback.withdraw, 500, given.revision_id, Kind.PLACE, "P03")
    assert not await db.write(feedback.withdraw, 500, given.revision_id, Kind.PLACE, "P03")
    assert await db.read(feedback.page, 0, 10) == []


async def test_examples_come_with_their_post_its_language_and_its_links(db: Database) -> None:
    first, second = await said(db), await said(db, 501, 2)
    ((revision, lang, found, judged),) = await db.read(feedback.page, 0, 1)
    assert (revision.id, lang, found) == (first.revision_id, "uk", (VILLAGE,))
    assert [replace(one, id=0) for one in judged] == [first]
    ((revision, *_),) = await db.read(feedback.page, revision.id, 10)
    assert revision.id == second.revision_id


async def test_when_a_chat_is_forgotten_its_word_stays_and_nobody_knows_whose_it_was(db: Database) -> None:
    given = await said(db)
    await db.write(chats.forget, 500)
    ((*_, judged),) = await db.read(feedback.page, 0, 10)
    assert [replace(one, id=0) for one in judged] == [replace(given, chat_id=None)]


async def test_a_group_that_moves_takes_its_word_along(db: Database) -> None:
    given = await said(db)
    await db.write(chats.move, 500, 900)
    assert len(await db.read(feedback.of_chat, 900, given.revision_id)) == 1
