"""What was found of a claim in earlier posts: shown, and told to its followers, over the wire."""

from bot.chat.rendering.backfills import render_backfilled
from storage import chats, deliveries, events, history, owners
from storage.messages import DeliveryKind, DeliveryState
from storage.model import Kind
from storage.telling import Event, EventKind
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA
from tests.botapi.seen import Seen


async def told(desk: Desk) -> Seen:
    """Anna made A03 and is told that one earlier post is about it; in doubt, so that she can have it shown."""
    await desk.ask("/start")
    await desk.db.write(owners.make_owner, ANNA, desk.now)
    chat = await desk.db.read(chats.get, ANNA)
    assert chat is not None
    message = render_backfilled("A03", 1, 7, chat, desk.watchlist)
    await desk.db.write(deliveries.add, ANNA, DeliveryKind.BACKFILL, 1, [message], desk.now)
    [sending] = await desk.db.write(deliveries.take, desk.now, 5)
    await desk.db.write(deliveries.settle, sending.id, DeliveryState.UNCERTAIN, desk.now)
    status = await desk.ask("/status")
    return await desk.press_for_message(status, status.labels[0])


async def test_earlier_posts_are_shown_and_told_once_when_an_editor_asks(desk: Desk) -> None:
    post = await desk.posted()
    await desk.db.write(events.save, post.id, [], desk.now)
    await desk.db.write(history.note, [Event(EventKind.CLAIM_FIRST_SEEN, post.id, Kind.CLAIM, "A03", desk.now)])
    said = await told(desk)
    assert "A03: one post of the last 7 days is about it." in said.text
    shown = await desk.press_for_message(said, said.labels[0])
    assert shown.text.startswith("Earlier posts about A03")
    assert (await desk.press(said, "🔔 Alert followers")).text == "Its followers hear of them now."
    assert len(await desk.db.read(events.undecided, 5)) == 1
    assert (await desk.press(said, "🔔 Alert followers")).text == "There are none left."
