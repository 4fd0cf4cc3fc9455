"""The stage that proposes claims: once, to editors only, in their language, and only while nobody has taken them up."""

from dataclasses import replace
from datetime import date

from bot import stages
from bot.drafting import draft_claims
from storage import chats, deliveries, drafts, links, owners, topics
from storage.database import Connection, Database
from storage.drafts import Draft
from storage.messages import Message
from storage.model import Evidence, Figure, Found, Topic
from storage.said import DraftState
from tests.matcher.factories import actor, claim, place, watchlist
from tests.storage.samples import HOUR, NOW, post, revision_at, stored, with_chat

EDITOR, READER = 500, 501
BOOK = watchlist(
    place("mill", en="Mill Ford", nl="Molenwad"),
    actor("company", en="Blue Company", nl="Blauwe Compagnie"),
    claim("A01", places=("mill",), first=date(2024, 3, 10), last=date(2024, 3, 11), published_until=date(2024, 3, 15)),
    claim("A02", places=("mill",), first=date(2023, 3, 10), last=date(2023, 3, 11), published_until=date(2023, 3, 15)),
)
SHELLED = Topic("mill", "shelling", Evidence(0, 5, "Words", "event:shelling"), ("company",),
                (Figure(2, "civilians wounded", "about", 1, 2),))  # fmt: skip


async def tells(db: Database, channel_id: int, *, backlog: bool = False) -> None:
    """A channel's post tells of it, through to whom it is proposed."""
    words = f"Words of channel {channel_id}, and of nobody else: {'abcdefgh'[channel_id] * 9}."
    await stored(db, post(1, words, channel_id=channel_id), backlog=backlog)
    revision = await revision_at(db, 1, channel_id)

    async def keep(conn: Connection) -> None:
        await links.save(conn, revision.id, "v1", Found("nl", ()), NOW)
        await topics.save(conn, [(revision, (SHELLED,))], NOW)

    await db.write(keep)
    await stages.note_events(db, BOOK, lambda: NOW)
    await draft_claims(db, BOOK, lambda: NOW)


async def three_tell(db: Database) -> Draft:
    await with_chat(db, EDITOR, READER)
    await db.write(owners.make_owner, EDITOR, NOW)
    for channel_id in (1, 2, 3):
        await tells(db, channel_id)
    [draft] = await db.read(drafts.waiting, 5)
    return draft


async def proposed(db: Database) -> list[tuple[int, Message]]:
    return [(one.chat_id, one.message) for one in await db.write(deliveries.take, NOW + HOUR, 9)]


async def test_a_draft_is_proposed_once_to_the_editor_and_in_her_language(db: Database) -> None:
    draft = await three_tell(db)
    await tells(db, 4)
    [(chat_id, message)] = await proposed(db)
    assert chat_id == EDITOR
    assert "Niet op de volglijst: shelling: Molenwad" in message.html
    assert "Wie: Blauwe Compagnie" in message.html
    assert "gewonde burgers: ongeveer 2" in message.html
    assert [button.data for row in message.buttons for button in row] == [f"1:n:{draft.id}:{what}" for what in "mns"]
    assert await draft_claims(db, BOOK, lambda: NOW) == 0


async def test_known_claims_of_the_place_and_the_days_are_named(db: Database) -> None:
    await three_tell(db)
    [(_, message)] = await proposed(db)
    assert "niet gekoppeld zijn: A01\n" in message.html


async def test_a_draft_grows_until_somebody_takes_it_up(db: Database) -> None:
    draft = await three_tell(db)
    await tells(db, 4)
    [grown] = await db.read(drafts.waiting, 5)
    assert (draft.slots.channels, grown.slots.channels) == (3, 4)
    await db.write(drafts.change, replace(grown, statement="Mill Ford was shelled."))
    await tells(db, 5)
    [taken] = await db.read(drafts.waiting, 5)
    assert taken == replace(grown, statement="Mill Ford was shelled.")


async def test_what_was_refused_is_not_proposed_again(db: Database) -> None:
    draft = await three_tell(db)
    await proposed(db)
    await db.write(drafts.settle, draft.id, DraftState.REFUSED)
    for channel_id in (4, 5, 6):
        await tells(db, channel_id)
    assert (await db.read(drafts.waiting, 5), await proposed(db)) == ([], [])


async def test_backlog_is_proposed_to_nobody(db: Database) -> None:
    for channel_id in (1, 2, 3):
        await tells(db, channel_id, backlog=True)
    assert await db.read(drafts.waiting, 5) == []


async def test_without_an_editor_a_draft_waits(db: Database) -> None:
    for channel_id in (1, 2, 3):
        await tells(db, channel_id)
    assert len(await db.read(drafts.waiting, 5)) == 1
    assert await db.read(chats.get, EDITOR) is None
