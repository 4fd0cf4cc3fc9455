"""Suggestions in an editor's chat: one message, three buttons, the next in its place."""

from dataclasses import replace

from storage import feedback, links, owners, reviewing
from storage.said import Judgement
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA


async def at_work(desk: Desk) -> None:
    await desk.db.write(owners.make_owner, ANNA, desk.now)


async def test_an_editor_confirms_and_sees_the_next(desk: Desk) -> None:
    await at_work(desk)
    older, newer = await desk.suggested(101), await desk.suggested(102)
    shown = await desk.ask("/review")
    assert shown.text.startswith("Claim A03? 2 suggestions wait.")
    assert "Говорят, что Лозовая Рудка взята." in shown.text
    answer = await desk.press(shown, "✓ It is about this")
    assert answer.text == "It counts. Followers are told."
    assert shown.text.startswith("Claim A03? 1 suggestion waits.")
    assert [link.certain for link in await desk.db.read(links.of, newer.id)] == [True]
    assert [link.certain for link in await desk.db.read(links.of, older.id)] == [False]


async def test_a_rejected_one_is_kept_as_an_example(desk: Desk) -> None:
    await at_work(desk)
    await desk.suggested()
    shown = await desk.ask("/review")
    await desk.press(shown, "✗ It is not")
    assert shown.text == "No suggestion waits for you."
    [(_, _, _, (judged,))] = await desk.db.read(feedback.page, 0, 10)
    assert (judged.target, judged.judgement, judged.editor) == ("A03", Judgement.WRONG, True)


async def test_what_is_passed_over_waits(desk: Desk) -> None:
    await at_work(desk)
    await desk.suggested()
    shown = await desk.ask("/review")
    await desk.press(shown, "⏭ Next")
    assert shown.text.startswith("That was the oldest. Passed over: 1.")
    assert await desk.db.read(reviewing.count) == 1


async def test_a_decision_of_somebody_faster_is_not_made_twice(desk: Desk) -> None:
    await at_work(desk)
    await desk.suggested()
    first, second = await desk.ask("/review"), await desk.ask("/review")
    await desk.press(first, "✓ It is about this")
    answer = await desk.press(second, "✗ It is not")
    assert answer.text == "Somebody was faster, or the post or the claim is gone."


async def test_readers_review_nothing(desk: Desk) -> None:
    await desk.suggested()
    assert (await desk.ask("/review")).text.startswith("Only editors may do this.")


async def test_nothing_is_asked_of_a_claim_that_was_dropped(desk: Desk) -> None:
    await at_work(desk)
    await desk.suggested()
    shown = await desk.ask("/review")
    desk.watchlist = replace(desk.watchlist, claims=tuple(one for one in desk.watchlist.claims if one.id != "A03"))
    assert (await desk.ask("/review")).text == "No suggestion waits for you."
    assert (await desk.press(shown, "✓ It is about this")).text.endswith("or the post or the claim is gone.")
    assert await desk.db.read(reviewing.count) == 1
    desk.watchlist = replace(desk.watchlist, merged={"A03": "A14"})
    assert (await desk.ask("/review")).text.startswith("Claim A03? 1 suggestion waits.")
