"""Quiet hours over the wire: by a button, by one line, in another zone, and ended."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.silences import end_silences
from storage import chats, deliveries, quiet
from storage.messages import DeliveryKind
from storage.telling import QuietHours, Reason
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA


async def kept(desk: Desk) -> quiet.Kept | None:
    return await desk.db.read(quiet.get, ANNA)


async def test_two_taps_make_the_night_quiet_and_one_ends_that(desk: Desk) -> None:
    asked = await desk.ask("/quiet")
    assert "no quiet hours" in asked.text
    set_ = await desk.press_for_edit(asked, "🌙 23:00–07:00")
    assert "No alerts come from 23:00 to 07:00 (UTC)." in set_.text
    assert "in one message when they end" in set_.text
    assert await kept(desk) == quiet.Kept(QuietHours(time(23), time(7)), desk.now, datetime(2024, 3, 13, 7, tzinfo=UTC))
    await desk.press_for_edit(set_, "No quiet hours")
    assert await kept(desk) is None


async def test_one_line_is_enough_with_a_zone(desk: Desk) -> None:
    answer = await desk.ask("/quiet 22:30-6 brussels")
    assert "from 22:30 to 06:00 (Europe/Brussels)" in answer.text
    chat = await desk.db.read(chats.get, ANNA)
    assert chat is not None
    assert chat.time_zone == "Europe/Brussels"
    await desk.ask("/digest 08:00")
    assert "daily digest" in (await desk.ask("/quiet")).text


async def test_another_zone_moves_their_end(desk: Desk) -> None:
    await desk.ask("/quiet 23:00-07:00")
    await desk.ask("/digest 08:00 Europe/Kyiv")
    now = await kept(desk)
    assert now is not None
    assert now.ends_at == datetime(2024, 3, 13, 5, tzinfo=UTC)


async def test_what_was_held_back_comes_when_they_are_ended_early(desk: Desk) -> None:
    await desk.ask("/quiet 11:00-13:00")
    await desk.alerted(Reason.QUIET)
    desk.now += timedelta(minutes=5)
    await desk.ask("/quiet off")
    (summary,) = await desk.db.write(deliveries.take, desk.now, 5)
    assert "1 post" in summary.message.html


@pytest.mark.parametrize(
    "asked", ["/quiet x", "/quiet 7-7", "/quiet 25-7", "/quiet 23-7 Nowhere", "/quiet -", "/quiet 23-"]
)
async def test_what_is_not_understood_is_answered_with_an_example(desk: Desk, asked: str) -> None:
    answer = await desk.ask(asked)
    assert any(one.type == "code" and "/quiet 23:00-07:00" in one.text for one in answer.entities)
    assert await kept(desk) is None
    await desk.press_for_edit(answer, "🌙 23:00–07:00")
    now = await kept(desk)
    assert now is not None
    assert now.hours == QuietHours(time(23), time(7))


async def test_hours_in_an_unknown_zone_are_a_tap_away_in_the_chats_own(desk: Desk) -> None:
    answer = await desk.ask("/quiet 22:30-6 Nowhere")
    assert answer.labels[0] == "🌙 22:30–06:00"
    await desk.press_for_edit(answer, "🌙 22:30–06:00")
    now = await kept(desk)
    assert now is not None
    assert now.hours == QuietHours(time(22, 30), time(6))


@pytest.mark.parametrize("asked", ["/quiet 09:00-12:00", "/quiet 11:00-13:00 Asia/Tokyo", "/digest 18:00 Asia/Tokyo"])
async def test_what_was_held_back_comes_at_once_where_the_hours_were_moved_away(desk: Desk, asked: str) -> None:
    await desk.ask("/quiet 11:00-13:00")
    await desk.alerted(Reason.QUIET)
    desk.now += timedelta(minutes=5)
    await desk.ask(asked)
    await desk.ask("/digest off")
    await end_silences(desk.db, desk.watchlist, lambda: desk.now + timedelta(seconds=1))
    (summary,) = await desk.db.write(deliveries.take, desk.now + timedelta(seconds=1), 5)
    assert summary.kind is DeliveryKind.DIGEST
    now = await kept(desk)
    assert now is not None
    assert now.ends_at > desk.now + timedelta(hours=1)


async def test_what_the_digest_was_to_tell_of_the_night_comes_when_there_is_none_any_more(desk: Desk) -> None:
    await desk.ask("/quiet 11:00-13:00")
    await desk.ask("/digest 18:00")
    await desk.alerted(Reason.QUIET)
    desk.now += timedelta(hours=1)
    await end_silences(desk.db, desk.watchlist, lambda: desk.now)
    assert await desk.db.write(deliveries.take, desk.now, 5) == []
    await desk.ask("/digest off")
    (summary,) = await desk.db.write(deliveries.take, desk.now, 5)
    assert "1 post" in summary.message.html


async def test_what_a_digest_is_not_to_tell_any_more_waits_for_the_end_of_the_night(desk: Desk) -> None:
    await desk.ask("/quiet 11:00-13:00")
    await desk.ask("/digest 18:00")
    await desk.alerted(Reason.QUIET)
    await desk.ask("/digest off")
    assert await desk.db.write(deliveries.take, desk.now, 5) == []
    desk.now += timedelta(hours=1)
    await end_silences(desk.db, desk.watchlist, lambda: desk.now)
    assert len(await desk.db.write(deliveries.take, desk.now, 5)) == 1


@pytest.mark.parametrize("asked", ["/quiet 22u30-6u", "/quiet 22:30 – 6:00", "/quiet 22.30-6"])
async def test_hours_are_read_as_they_are_written(desk: Desk, asked: str) -> None:
    await desk.ask(asked)
    now = await kept(desk)
    assert now is not None
    assert now.hours == QuietHours(time(22, 30), time(6))
