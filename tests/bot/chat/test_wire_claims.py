"""Claims in chat over the wire: the card and the list, the picture, and a status that an editor sets with a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.settling import tell_followers
from storage import chats, claims, deliveries, events
from storage.said import ClaimStatus
from storage.telling import Chat
from tests.bot.chat.conftest import CODE, Desk
from tests.bot.chat.factories import ANNA, NOON, denial, event

BORIS = 502


async def heard(desk: Desk) -> None:
    """The Legion asserts A03, the governor denies it."""
    stored = await desk.posted()
    said = [replace(one, revision_id=stored.id) for one in (event(), denial())]
    await desk.db.write(events.save, stored.id, said, desk.now)


async def test_a_card_tells_who_asserts_and_who_denies(desk: Desk) -> None:
    await heard(desk)
    card = await desk.ask("/claim a03")
    assert "The groups took the village of Lozovaya Rudka." in card.text
    asserted, denied = card.text.index("Asserted by"), card.text.index("Denied by")
    assert asserted < card.text.index("Freedom of Russia Legion") < denied < card.text.index("Gladkov", denied)
    assert "Only one side asserts it." in card.text
    assert "❔ unverified" in card.text


async def test_a_claim_that_nobody_has_voiced_says_so(desk: Desk) -> None:
    card = await desk.ask("/claim A14")
    assert "No post that was read has said so yet." in card.text
    assert "📈 Over time" not in card.labels


async def test_the_card_follows_and_stops(desk: Desk) -> None:
    card = await desk.ask("/claim A14")
    await desk.press_for_message(card, card.labels[0])
    assert any("A14" in label for label in (await desk.ask("/subscriptions")).labels)


async def test_claims_are_searched_by_their_words_and_a_press_shows_the_card(desk: Desk) -> None:
    found = await desk.ask("/claims fighters were killed")
    card = await desk.press_for_message(found, "A14: About 100 fighters were killed.")
    assert card.text.startswith("Claim A14")


async def test_a_search_without_a_find_offers_the_list(desk: Desk) -> None:
    found = await desk.ask("/claims zeppelins")
    assert found.text.startswith("No claim speaks of “zeppelins”")
    assert "March 2024 incursion" in found.labels


async def test_the_picture_is_drawn_from_what_was_said(desk: Desk) -> None:
    await heard(desk)
    picture = await desk.press_for_message(await desk.ask("/claim A03"), "📈 Over time")
    assert picture.raw["photo"]
    assert picture.text.startswith("A03: posts that assert it")


# --- the status -----------------------------------------------------------------------------------------------------


async def test_an_editor_sets_the_status_by_a_button_and_an_answer(desk: Desk) -> None:
    await desk.ask(f"/owner {CODE}")
    asked = await desk.press_for_message(await desk.ask("/claim A03"), "contested")
    assert asked.text.startswith("A03: contested.")
    await desk.anna.send("The governor denies it with a film.", answering=asked)
    assert (await desk.anna.next_message()).text == "A03 is contested now. Its followers are told."
    card = await desk.ask("/claim A03")
    assert "⚖️ contested – The governor denies it with a film." in card.text


async def test_a_reason_may_be_given_after_the_language_was_changed(desk: Desk) -> None:
    await desk.ask(f"/owner {CODE}")
    asked = await desk.press_for_message(await desk.ask("/claim A03"), "contested")
    await desk.ask("/language nl")
    await desk.anna.send("The governor denies it with a film.", answering=asked)
    await desk.anna.next_message()
    assert [one.status for one in await desk.db.read(claims.history, "A03")] == [ClaimStatus.CONTESTED]


async def test_the_same_in_one_line(desk: Desk) -> None:
    await desk.ask(f"/owner {CODE}")
    await desk.ask("/settle a03 refuted The village is 40 km away.")
    [change] = await desk.db.read(claims.history, "A03")
    assert (change.status, change.reason, change.by) == (
        ClaimStatus.REFUTED,
        "The village is 40 km away.",
        str(ANNA),
    )


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("/settle", "Write: /settle A14 refuted"),
        ("/settle A03", "Which status shall A03 have?"),
        ("/settle A03 perhaps", "“perhaps” is no status. These are: unverified, contested, confirmed and refuted."),
        ("/settle A03 refutedly so", "“refutedly so” is no status."),
        ("/settle A99 refuted it was not", "I know no claim “A99”"),
    ],
)
async def test_what_is_missing_is_said(desk: Desk, text: str, answer: str) -> None:
    await desk.ask(f"/owner {CODE}")
    assert (await desk.ask(text)).text.startswith(answer)


@pytest.mark.parametrize(
    ("language", "typed", "asked", "status"),
    [
        ("en", "a03 refuted", "A03: refuted. Answer this message", ClaimStatus.REFUTED),
        ("nl", "A03 niet geverifieerd", "A03: niet geverifieerd. Beantwoord", ClaimStatus.UNVERIFIED),
        ("uk", "A03 Спростовано.", "A03: спростовано. Дайте відповідь", ClaimStatus.REFUTED),
        ("ru", "A03 не проверено", "A03: не проверено. Ответьте", ClaimStatus.UNVERIFIED),
    ],
)
async def test_a_reason_that_was_left_out_is_asked_for(
    desk: Desk, language: str, typed: str, asked: str, status: ClaimStatus
) -> None:
    desk.anna.language_code = language
    await desk.ask(f"/owner {CODE}")
    question = await desk.ask(f"/settle {typed}")
    assert question.text.startswith(asked)
    assert await desk.db.read(claims.history, "A03") == []
    await desk.anna.send("The governor denies it.", answering=question)
    await desk.anna.next_message()
    [change] = await desk.db.read(claims.history, "A03")
    assert (change.status, change.reason) == (status, "The governor denies it.")


async def test_a_status_in_two_words_takes_its_reason_in_the_same_line(desk: Desk) -> None:
    desk.anna.language_code = "ru"
    await desk.ask(f"/owner {CODE}")
    await desk.ask("/settle A03 не проверено: видео нет")
    [change] = await desk.db.read(claims.history, "A03")
    assert (change.status, change.reason) == (ClaimStatus.UNVERIFIED, "видео нет")


async def test_a_wrong_status_is_put_right_by_a_tap(desk: Desk) -> None:
    await desk.ask(f"/owner {CODE}")
    told = await desk.ask("/settle A03 perhaps it was so")
    assert told.labels == ["unverified", "contested", "confirmed", "refuted"]
    assert (await desk.press_for_message(told, "contested")).text.startswith("A03: contested. Answer this message")


async def test_readers_set_no_status(desk: Desk) -> None:
    assert (await desk.ask("/settle A03 refuted because")).text.startswith("Only editors may do this.")
    card = await desk.ask("/claim A03")
    assert "contested" not in card.labels
    assert await desk.db.read(claims.history, "A03") == []


async def test_followers_are_told_once_of_a_status(desk: Desk) -> None:
    await desk.ask(f"/owner {CODE}")
    await desk.ask("/subscribe A03")
    await desk.db.write(chats.put, Chat(BORIS, "nl", "UTC", NOON))
    await desk.ask("/settle A03 contested The governor denies it.")
    later = NOON + timedelta(minutes=1)
    for _ in range(2):
        await tell_followers(desk.db, desk.watchlist, lambda: later)
    [told] = await desk.db.write(deliveries.take, later, 5)
    assert told.chat_id == ANNA
    assert "Claim A03 is contested now" in told.message.html
    assert "Why: The governor denies it." in told.message.html
    assert await desk.db.write(deliveries.take, later + timedelta(minutes=1), 5) == []


async def test_a_claim_that_left_the_watchlist_can_still_be_pressed(desk: Desk) -> None:
    card = await desk.ask("/claim A14")
    desk.watchlist = replace(desk.watchlist, claims=(), incidents=())
    assert (await desk.press(card, card.labels[0])).text


async def test_a_reason_for_a_claim_that_was_dropped_since_sets_nothing_and_follows_nothing(desk: Desk) -> None:
    await desk.ask(f"/owner {CODE}")
    question = await desk.ask("/settle A03 refuted")
    desk.watchlist = replace(desk.watchlist, claims=desk.watchlist.claims[1:])
    await desk.anna.send("because the mill stands", answering=question)
    assert (await desk.anna.next_message()).text.startswith("I know no claim “A03”.")
    assert await desk.db.read(claims.history, "A03") == []


async def test_followers_read_all_of_a_reason_that_is_kept(desk: Desk) -> None:
    await desk.ask(f"/owner {CODE}")
    await desk.ask("/subscribe A03")
    await desk.ask(f"/settle A03 refuted {'word ' * 200}")
    (change,) = await desk.db.read(claims.history, "A03")
    assert change.reason.endswith("…")
    await tell_followers(desk.db, desk.watchlist, lambda: desk.now)
    (told,) = await desk.db.write(deliveries.take, desk.now, 5)
    assert change.reason in told.message.html
    assert change.reason in (await desk.ask("/claim A03")).text
