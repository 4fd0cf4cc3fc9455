""" "Wrong match" under an alert: one tap, thanks, and a tap that takes it back; kept as examples."""

from dataclasses import replace

from storage import events, feedback, links, owners
from storage.model import Found, Kind
from storage.said import Feedback, Judgement
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA
from tests.botapi.seen import Seen


async def shown_alert(desk: Desk, place: str | None = None) -> Seen:
    """An alert about A03 (and a place), with its buttons."""
    await desk.in_doubt(place)
    return await desk.press_for_message(await desk.ask("/status"), "👁 Show it")


async def kept(desk: Desk) -> list[tuple[Kind, str, Judgement, bool]]:
    examples = await desk.db.read(feedback.page, 0, 10)
    said: list[Feedback] = [one for *_, judged in examples for one in judged]
    return [(one.kind, one.target, one.judgement, one.editor) for one in said]


async def test_one_tap_says_that_a_match_is_wrong_and_another_takes_it_back(desk: Desk) -> None:
    alert = await shown_alert(desk)
    answer = await desk.press(alert, "✗ Wrong match")
    assert answer.text.startswith("Thanks.")
    assert await kept(desk) == [(Kind.CLAIM, "A03", Judgement.WRONG, False)]
    assert "✗ Wrong match" not in alert.labels
    (undo,) = [label for label in alert.labels if label.startswith("↩")]
    assert (await desk.press(alert, undo)).text == "Taken back."
    assert await kept(desk) == []
    assert "✗ Wrong match" in alert.labels


async def test_of_a_claim_one_can_say_that_only_the_stance_is_wrong(desk: Desk) -> None:
    alert = await shown_alert(desk)
    await desk.press(alert, "✗ Wrong match")
    await desk.press(alert, "Right match, wrong stance")
    assert await kept(desk) == [(Kind.CLAIM, "A03", Judgement.WRONG_STANCE, False)]


async def test_an_editors_word_is_known_as_an_editors(desk: Desk) -> None:
    await desk.db.write(owners.make_owner, ANNA, desk.now)
    alert = await shown_alert(desk)
    why = await desk.press_for_message(alert, "Why?")
    (right,) = [label for label in why.labels if label.startswith("✓")]
    assert (await desk.press(why, right)).text.startswith("Thanks.")
    assert await kept(desk) == [(Kind.CLAIM, "A03", Judgement.RIGHT, True)]


async def test_where_several_matched_a_tap_asks_which_is_wrong(desk: Desk) -> None:
    alert = await shown_alert(desk, "tyotkino")
    assert (await desk.press(alert, "✗ Wrong match")).text == "Which match is wrong?"
    (place,) = [label for label in alert.labels if label.startswith("✗ ") and "Tyotkino" in label]
    await desk.press(alert, place)
    assert await kept(desk) == [(Kind.PLACE, "tyotkino", Judgement.WRONG, False)]
    assert len([label for label in alert.labels if label.startswith("✗ ")]) == 1


async def test_a_match_with_what_left_the_watchlist_is_not_judged(desk: Desk) -> None:
    alert = await shown_alert(desk)
    desk.watchlist = replace(desk.watchlist, claims=())
    assert (await desk.press(alert, "✗ Wrong match")).text == "This is no longer on the watchlist."
    assert await kept(desk) == []


async def test_a_hand_made_button_judges_nothing_that_was_not_matched(desk: Desk) -> None:
    alert = await shown_alert(desk)
    forged = next(key for key in alert.buttons if key.label == "✗ Wrong match")
    assert forged.data is not None
    data = forged.data.replace("A03", "A14")
    alert.raw["reply_markup"]["inline_keyboard"].append([{"text": "forged", "callback_data": data}])
    await desk.press(alert, "forged")
    assert await kept(desk) == []


async def test_of_a_claim_that_was_merged_since_the_one_is_judged_that_it_was_merged_into(desk: Desk) -> None:
    alert = await shown_alert(desk)
    (stored, *_), *_ = await desk.db.read(events.of_revisions, [1])
    (link,) = [one for one in await desk.db.read(links.of, stored.id) if one.target == "A03"]
    found = Found("ru", (replace(link, target="A14"),))
    await desk.db.write(links.save, stored.id, "v2", found, desk.now)
    desk.watchlist = replace(desk.watchlist, merged={"A03": "A14"})
    assert (await desk.press(alert, "✗ Wrong match")).text.startswith("Thanks.")
    assert await kept(desk) == [(Kind.CLAIM, "A14", Judgement.WRONG, False)]
