"""Status: what is not covered comes first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.rendering import Backstage, Standing, render_status, render_uncertain_notice
from storage.messages import Delivery, DeliveryKind, DeliveryState, Message
from storage.watching import Coverage, Delay, Doubt, GapState, Problem
from tests.bot.chat.factories import ANNA, LANGUAGES, NOON, chat, covered, watchlist
from tests.botapi.markup import parse


def standing(*coverage: Coverage, uncertain: tuple[Delivery, ...] = (), **states: int) -> Standing:
    counts = {DeliveryState(name): number for name, number in states.items()}
    return Standing(NOON, NOON - timedelta(days=1), coverage, 2, counts, uncertain)


def text_of(given: Standing, language: str = "en") -> str:
    return parse(render_status(chat(language), given, watchlist()).html, "html")[0]


def delivery(number: int) -> Delivery:
    return Delivery(
        number, ANNA, DeliveryKind.ALERT, 1, 0, Message("x"), DeliveryState.UNCERTAIN, NOON, attempts=1, created_at=NOON
    )


def test_what_is_not_covered_comes_first_with_the_reason() -> None:
    gap = Coverage("rian_ru", None, None, NOON, problem=Problem.BLOCKED, problem_since=NOON - timedelta(hours=1))
    text = text_of(standing(covered(), gap))
    assert text.splitlines()[:2] == [
        "⚠️ Not covered: 1 of 2 channels",
        "• @rian_ru: blocked in our country, since 12 Mar 2024, 11:00",
    ]
    assert "1 channel is covered." in text


def test_a_mass_of_posts_that_seems_gone_comes_before_all_else() -> None:
    doubted = replace(covered(), doubt=Doubt(40, NOON - timedelta(hours=1)))
    gap = Coverage("rian_ru", None, None, NOON, problem=Problem.BLOCKED)
    assert text_of(standing(gap, doubted)).splitlines()[0] == (
        "⚠️ @governor_news: 40 posts seem to be gone since 12 Mar 2024, 11:00, too many at once to be believed. "
        "Nothing is taken for deleted; an operator should look, and type: "
        "seinpost deletions @governor_news --believe (or --dismiss)."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("problem", Problem)
def test_every_problem_has_words(language: str, problem: Problem) -> None:
    assert "@x: " in text_of(standing(Coverage("x", None, None, NOON, problem=problem)), language)


def test_a_channel_never_read_or_long_overdue_is_not_covered() -> None:
    fresh = Coverage("fresh", None, None, NOON)
    late = Coverage("late", None, NOON - timedelta(hours=3), NOON - timedelta(hours=2))
    text = text_of(standing(covered(), fresh, late))
    assert "@fresh: not read yet" in text
    assert "@late: behind schedule, since 12 Mar 2024, 09:00" in text


def test_many_channels_that_are_missed_for_one_reason_share_a_line() -> None:
    gone = Coverage("gone", None, None, NOON, problem=Problem.PRIVATE)
    late = [
        Coverage(f"late{one}", None, NOON - timedelta(hours=3 + one), NOON - timedelta(hours=2)) for one in range(9)
    ]
    text = text_of(standing(late[0], gone, *late[1:]), "en")
    names = "@late0, @late1, @late2, @late3, @late4, @late5, @late6, @late7 … and 1 more"
    assert f"• {names}: " in text
    assert "since 12 Mar 2024, 01:00\n• @gone: not public\n" in text
    few = text_of(standing(*late[:3]), "en")
    assert [few.count(f"• @late{one}: ") for one in range(3)] == [1, 1, 1]


def test_the_lookout_is_awake_while_channels_are_read() -> None:
    assert "is awake" in text_of(standing(covered()))
    assert "is asleep" in text_of(standing(covered(at=NOON - timedelta(hours=1))))
    assert "is asleep" in text_of(standing())


def delay(median: float, p90: float = 0) -> Delay:
    return Delay(timedelta(seconds=median), timedelta(seconds=p90 or median), 10)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Half of the posts are here within 40 seconds of being published, nine in ten within 3 minutes."),
        (
            "nl",
            "De helft van de berichten is hier binnen 40 seconden na plaatsing, negen van de tien binnen 3 minuten.",
        ),
        ("ru", "Половина постов доходит сюда за 40 секунд после публикации, девять из десяти — за 3 минуты."),
        ("uk", "Половина дописів доходить сюди за 40 секунд після публікації, дев’ять із десяти — за 3 хвилини."),
    ],
)
def test_how_fresh_the_posts_are_is_told(language: str, line: str) -> None:
    fresh = replace(standing(covered()), freshness=delay(40, 180))
    assert line in text_of(fresh, language).splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_operators_see_accounts_that_rest_without_asking_for_more(language: str) -> None:
    resting = replace(standing(covered()), resting={"night": NOON})
    assert "night" in text_of(resting, language).splitlines()[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_operators_see_waits_queues_and_the_slowest_channels(language: str) -> None:
    behind = Backstage([("desk", "history", NOON)], unmatched=1234, parked=2)
    channels = [replace(covered(f"c{number}"), delay=delay(number * 60), live=("desk",)) for number in range(2, 9)]
    text = text_of(replace(standing(*channels), backstage=behind), language)
    assert all(word in text for word in ("desk", "history", "234", "@c8 (8 ", "@c4 ("))
    assert "@c3" not in text
    assert any(line.endswith(": 7") for line in text.splitlines())
    assert "desk" not in text_of(standing(*channels), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_operators_see_of_which_channels_most_was_never_seen(language: str) -> None:
    behind = Backstage([], unmatched=0, parked=0)
    gaps = {GapState.FILLED: 5, GapState.MISSING: 2, GapState.UNREACHABLE: 1}
    channels = [replace(covered("whole"), gaps={GapState.FILLED: 9}), replace(covered("holes"), gaps=gaps)]
    text = text_of(replace(standing(*channels), backstage=behind), language)
    assert "@holes (3)" in text
    assert "@whole" not in text


def test_hundreds_of_gaps_are_counted_and_fit() -> None:
    gaps = [Coverage("x" * 32 + str(number), None, None, NOON, problem=Problem.FLOOD_WAIT) for number in range(500)]
    text = text_of(standing(*gaps))
    assert "Not covered: 500 of 500" in text
    assert "… and 492 more: " in text


def test_messages_on_their_way_and_in_doubt_are_told_with_buttons_to_show_them() -> None:
    message = render_status(
        chat(), standing(covered(), uncertain=(delivery(7), delivery(8)), pending=3, sending=1, failed=1), watchlist()
    )
    text = parse(message.html, "html")[0]
    assert "4 messages are waiting to be sent to you." in text
    assert "1 message could not be sent to you." in text
    assert "2 messages may not have reached you." in text
    assert [button.data for row in message.buttons for button in row] == ["1:s:7", "1:s:8"]


def test_the_notice_of_an_uncertain_alert_has_the_button_that_shows_it() -> None:
    message = render_uncertain_notice(chat("nl"), 7)
    assert message.html == "Een melding heeft je misschien niet bereikt."
    assert message.buttons[0][0].data == "1:s:7"
