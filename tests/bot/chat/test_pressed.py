"""The buttons below an alert that is rendered anew: what was pressed stays pressed."""

from datetime import timedelta

from bot.chat.rendering.alerts import render_alert
from bot.chat.rendering.pressed import Pressed, as_pressed
from storage.messages import Message
from storage.model import Kind
from storage.said import Feedback, Judgement
from storage.seen import SeenBy
from storage.telling import Snooze
from tests.bot.chat.factories import ANNA, NOON, alert, chat, revision, watchlist

TOLD = alert()
HOUR = timedelta(hours=1)
OPEN = ["↗ Open post", "Why?", "✗ Wrong match"]
CARD = ["💬 Claim A03", "🔕 Unfollow"]


def anew(*, wrong: Judgement | None = None, **pressed: object) -> list[list[str]]:
    """The labels of an alert about claim A03, row by row."""
    said = [Feedback(1, Kind.CLAIM, "A03", wrong, NOON, ANNA)] if wrong else []
    return labels(as_pressed(rendered(), TOLD, Pressed(said=said, **pressed), chat(), watchlist()))  # type: ignore[arg-type]


def rendered() -> Message:
    return render_alert(TOLD, revision(), (), chat(), watchlist())


def labels(message: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in message.buttons]


def snoozed(target: str, until: bool = True) -> Snooze:
    return Snooze(1, ANNA, Kind.CLAIM, target, NOON, NOON + HOUR if until else None)


def test_what_nobody_touched_is_the_same() -> None:
    message = rendered()
    elsewhere = Pressed(snoozes=[snoozed("A14")])
    assert as_pressed(message, TOLD, elsewhere, chat(), watchlist()) is message
    assert labels(message) == [OPEN, ["💤 Snooze", "👍 Seen"], CARD]


def test_who_has_seen_it_stands_in_the_place_of_that_button() -> None:
    seen = [SeenBy("Anna", NOON), SeenBy("Ben", NOON + timedelta(minutes=4))]
    assert anew(seen=seen) == [OPEN, ["💤 Snooze"], ["👍 Anna, Ben, 12:04"], CARD]


def test_a_snooze_can_be_ended() -> None:
    until = "🔔 Snoozed until 12 Mar, 13:00 – end it"
    assert anew(snoozes=[snoozed("A03")]) == [OPEN, ["👍 Seen"], [until], CARD]
    assert anew(snoozes=[snoozed("A03", until=False)]) == [OPEN, ["👍 Seen"], ["🔔 Snoozed for good – end it"], CARD]


def test_a_judgement_can_be_taken_back_or_made_one_of_the_stance() -> None:
    undo = ["↩ Take back: A03: The groups took the village of…"]
    rest = [["💤 Snooze", "👍 Seen"], CARD]
    assert anew(wrong=Judgement.WRONG) == [OPEN[:2], undo, ["Right match, wrong stance"], *rest]
    assert anew(wrong=Judgement.WRONG_STANCE) == [OPEN[:2], undo, *rest]


def test_an_editors_approval_elsewhere_takes_no_button_away() -> None:
    assert anew(wrong=Judgement.RIGHT) == labels(rendered())


def test_all_of_it_at_once() -> None:
    rows = anew(wrong=Judgement.WRONG_STANCE, seen=[SeenBy("Anna", NOON)], snoozes=[snoozed("A03")])
    assert [len(row) for row in rows] == [2, 1, 1, 1, 2]
