"""Digest, status, alerts in doubt, why, and old buttons, over the wire."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from telegram import Bot

from bot.delivery.queue import deliver
from bot.delivery.telegram import BotSender
from bot.digesting import make_digests
from storage import accounts, alerts, backups, chats, deliveries, digests, events, owners, parkings, posts
from storage.messages import Delivery, DeliveryKind, DeliveryState, Message
from storage.telling import Alert, Reason
from storage.watching import Work
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA, CHANNEL, denial, entry, revision
from tests.bot.people import admit
from tests.botapi.seen import Seen
from tests.botapi.server import LoopbackBotApi


async def test_a_digest_now_goes_through_the_delivery_table(desk: Desk) -> None:
    await desk.alerted(Reason.DIGEST_ONLY)
    said = await desk.ask("/digest")
    assert said.text.startswith("The digest is on its way.")
    (waiting,) = await desk.db.write(deliveries.take, desk.now, 5)
    assert waiting.kind is DeliveryKind.DIGEST
    assert "denies: <b>Vyacheslav Gladkov</b>" in waiting.message.html
    desk.now += timedelta(minutes=1)
    assert (await desk.ask("/digest")).text.startswith("Nothing new since 12 Mar 2024, 12:05.")


async def test_a_digest_of_nothing_offers_what_to_follow(desk: Desk) -> None:
    said = await desk.ask("/digest")
    assert "You follow nothing yet" in said.text
    assert "💬 Claims" in said.labels


@pytest.mark.parametrize(
    ("asked", "at", "zone", "next_at"),
    [
        ("/digest 08:00 Europe/Brussels", time(8), "Europe/Brussels", datetime(2024, 3, 13, 7, tzinfo=UTC)),
        ("/digest 8 pm kyiv", time(20), "Europe/Kyiv", datetime(2024, 3, 12, 18, tzinfo=UTC)),
        ("/digest 13:30", time(13, 30), "UTC", datetime(2024, 3, 12, 13, 30, tzinfo=UTC)),
    ],
)
async def test_a_daily_digest_is_one_line(desk: Desk, asked: str, at: time, zone: str, next_at: datetime) -> None:
    assert (await desk.ask(asked)).text.startswith("✓ The digest comes every day at ")
    chat = await desk.db.read(chats.get, ANNA)
    assert chat is not None
    assert chat.time_zone == zone
    assert await desk.db.read(digests.times, ANNA) == {at: next_at}


@pytest.mark.parametrize(
    ("asked", "mend"),
    [
        ("/digest 25:00", "“25:00” is not a time. Write it like this: /digest 08:00"),
        ("/digest 08:00 Brusels", "did you mean /digest 08:00 Europe/Brussels?"),
        ("/digest 08:00 Qqqq", "write a city, like this: /digest 08:00 Europe/Brussels"),
    ],
)
async def test_a_bad_time_or_zone_says_the_mend(desk: Desk, asked: str, mend: str) -> None:
    assert mend in (await desk.ask(asked)).text
    assert await desk.db.read(chats.get, ANNA) is None


@pytest.mark.parametrize("asked", ["8 uur", "om 8 uur", "8u", "8.00", "в 8", "о 8 годині", "в 8 утра"])
async def test_a_time_is_understood_as_people_write_it(desk: Desk, asked: str) -> None:
    assert "08:00 (UTC)" in (await desk.ask(f"/digest {asked}")).text
    assert set(await desk.db.read(digests.times, ANNA)) == {time(8)}


async def test_what_is_not_understood_behind_a_time_is_named(desk: Desk) -> None:
    for unknown in ("qqqq", "ofzo"):  # the second looks a little like a city
        assert f"I understood 08:00, but not “{unknown}”" in (await desk.ask(f"/digest 8 uur {unknown}")).text
    assert "“99” is not a time" in (await desk.ask("/digest 8 uur 99")).text


async def test_the_zone_that_was_meant_is_one_tap_away(desk: Desk) -> None:
    said = await desk.ask("/digest 8:30 Brusels")
    await desk.press_for_message(said, "🗞 08:30 Europe/Brussels")
    chat = await desk.db.read(chats.get, ANNA)
    assert chat is not None
    assert chat.time_zone == "Europe/Brussels"
    assert list(await desk.db.read(digests.times, ANNA)) == [time(8, 30)]


@pytest.mark.parametrize(("asked", "button"), [("25:00", "08:00"), ("08:00 qqqq", "🗞 08:00 UTC")])
async def test_what_is_no_schedule_is_put_right_by_a_tap(desk: Desk, asked: str, button: str) -> None:
    await desk.press(await desk.ask(f"/digest {asked}"), button)
    assert set(await desk.db.read(digests.times, ANNA)) == {time(8)}


async def test_several_digests_a_day_are_one_line(desk: Desk) -> None:
    said = await desk.ask("/digest 18:00 8:00 brussels")
    assert said.text.startswith(
        "✓ The digest comes every day at 08:00 and 18:00 (Europe/Brussels). The next one: 12 Mar"
    )
    assert list(await desk.db.read(digests.times, ANNA)) == [time(8), time(18)]
    assert {"✓ 08:00", "✓ 18:00", "12:00"} < set(said.labels)


async def test_times_are_added_and_removed_by_buttons_in_place(desk: Desk) -> None:
    welcome = await desk.ask("/start")
    menu = await desk.press_for_message(welcome, "🗞 Digest")
    menu = await desk.press_for_edit(menu, "08:00")
    menu = await desk.press_for_edit(menu, "18:00")
    assert "every day at 08:00 and 18:00" in menu.text
    menu = await desk.press_for_edit(menu, "✓ 08:00")
    assert "every day at 18:00" in menu.text
    menu = await desk.press_for_edit(menu, "✓ 18:00")
    assert "No more daily digest" in menu.text
    menu = await desk.press_for_edit(menu, "07:00")
    menu = await desk.press_for_edit(menu, "No daily digest")
    assert await desk.db.read(digests.times, ANNA) == {}
    assert "No more daily digest" in (await desk.ask("/digest off")).text


async def test_one_time_too_many_is_refused_and_says_what_to_do(desk: Desk) -> None:
    menu = await desk.ask("/digest 1 2 3 4 5 6")
    assert (await desk.press(menu, "07:00")).text == "At most 6 digests a day: remove a time first."
    assert "At most 6 digests a day" in (await desk.ask("/digest 1 2 3 4 5 6 7")).text
    assert len(await desk.db.read(digests.times, ANNA)) == 6


async def test_several_times_in_a_misspelt_zone_are_one_tap_away(desk: Desk) -> None:
    said = await desk.ask("/digest 8 18:30 Brusels")
    await desk.press_for_message(said, "🗞 08:00 18:30 Europe/Brussels")
    assert list(await desk.db.read(digests.times, ANNA)) == [time(8), time(18, 30)]


@pytest.mark.parametrize("ask", ["/digest 08:00 America/New_York", "/quiet 23-7 America/New_York"])
async def test_a_slot_that_was_made_does_not_come_again_on_a_clock_that_is_put_back(desk: Desk, ask: str) -> None:
    await desk.ask("/digest 08:00 Europe/Kyiv")
    desk.now += timedelta(hours=18, minutes=1)  # 08:01 in Kyiv
    await make_digests(desk.db, desk.watchlist, lambda: desk.now)
    await desk.ask(ask)  # where it is one o'clock
    coming = await desk.db.read(digests.times, ANNA)
    assert coming == {time(8): datetime(2024, 3, 14, 12, tzinfo=UTC)}


async def delivered(desk: Desk) -> list[Seen]:
    """What waits for Anna is sent by the real sender."""
    before = len(desk.anna.messages)
    async with Bot(desk.api.token, base_url=desk.api.base_url) as bot:
        sender = BotSender(bot, a_second=1000)
        while await deliver(desk.db, sender, lambda: desk.now, no_notice):
            desk.now += timedelta(seconds=5)
    return [await desk.anna.next_message() for _ in desk.anna.messages[before:]]


async def no_notice(delivery: Delivery) -> Message:
    raise AssertionError("nothing is in doubt")


async def several_posts(desk: Desk) -> None:
    """Anna hears of four posts that deny A03."""
    await desk.ask("/subscribe A03")
    for number in range(4):
        stored = await desk.posted(f"=Нет, {number}", post_id=500 + number)
        await desk.db.write(events.save, stored.id, [replace(denial(), revision_id=stored.id)], desk.now)
        news = (await desk.db.read(events.undecided, 5))[-1][2]
        await desk.db.write(alerts.save, [Alert(ANNA, stored.id, Reason.DIGEST_ONLY, news, desk.now)], {}, desk.now)
    desk.now += timedelta(minutes=5)


async def test_what_is_decided_while_a_digest_is_asked_for_is_in_it(desk: Desk) -> None:
    """The alert stage has read its clock and waits for its turn to write, and so does the digest, which is read."""
    await several_posts(desk)
    stored = await desk.posted("Нет, там тихо.", post_id=600)
    await desk.db.write(events.save, stored.id, [replace(denial(), revision_id=stored.id)], desk.now)
    news = (await desk.db.read(events.undecided, 9))[-1][2]
    one = Alert(ANNA, stored.id, Reason.DIGEST_ONLY, news, desk.now - timedelta(seconds=1))
    async with desk.db.writing():  # somebody else
        deciding = asyncio.create_task(desk.db.write(alerts.save, [one], {}, desk.now))
        await asyncio.sleep(0)
        await desk.anna.send("/digest")
        await asyncio.sleep(0.5)
    await deciding
    await desk.anna.next_message()
    assert (await delivered(desk))[0].text.startswith("🗞 1 claim moved, 1 first denial; 5 posts\n")


async def test_a_digest_arrives_with_its_picture_and_is_given_as_files(desk: Desk) -> None:
    await several_posts(desk)
    await desk.ask("/digest")
    text, photo = await delivered(desk)
    assert text.text.startswith("🗞 1 claim moved, 1 first denial; 4 posts\n")
    assert text.labels == ["📄 As HTML", "📊 As a table (CSV)"]
    assert photo.file is not None
    assert photo.file.startswith(b"\x89PNG")
    assert photo.text.startswith("Posts by group, ")
    desk.now += timedelta(days=2)
    page = await desk.press_for_message(text, "📄 As HTML")
    assert page.raw["document"]["file_name"] == "digest-2024-03-12-1205.html"
    assert b"data:image/png;base64," in (page.file or b"")
    table = await desk.press_for_message(text, "📊 As a table (CSV)")
    assert table.raw["document"]["file_name"] == "digest-2024-03-12-1205.csv"
    assert (table.file or b"").decode("utf-8-sig").count("'=Нет") == 4


async def test_a_digest_as_a_file_on_wish_counts_nothing_as_told(desk: Desk) -> None:
    await several_posts(desk)
    page = await desk.ask("/digest file html")
    assert page.text.startswith("The digest of 12 Mar 2024, 12:00 – 12 Mar 2024, 12:05")
    table = await desk.ask("/digest csv")
    assert len((table.file or b"").splitlines()) == 5
    assert (await desk.ask("/digest")).text.startswith("The digest is on its way.")
    again = await desk.ask("/digest file csv")  # the last digest, and what came since
    assert again.file == table.file


async def test_a_file_of_nothing_says_so(desk: Desk) -> None:
    assert (await desk.ask("/digest file")).text.startswith("Nothing to put into a file since 12 Mar 2024, 12:00")
    assert "File types are html and csv" in (await desk.ask("/digest file pdf")).text


@pytest.mark.parametrize("data", ["1:d:csv", "1:d:html:9999999999999999999:5", "1:d:csv:1:99999999999999999"])
async def test_a_forged_span_is_answered(desk: Desk, data: str) -> None:
    seen = await desk.ask("/start")
    seen.raw["reply_markup"] = {"inline_keyboard": [[{"text": "File", "callback_data": data}]]}
    assert (await desk.press(seen, "File")).text == "Nothing of this digest is stored any more."


async def test_status_tells_what_is_not_covered_first(desk: Desk) -> None:
    await desk.reached()
    await desk.cover(entry("governor_news"), entry("never_read"))
    text = (await desk.ask("/status")).text
    assert text.startswith("⚠️ Not covered: 1 of 2 channels\n• @never_read: not read yet")
    assert "1 channel is covered." in text


async def test_an_alert_in_doubt_is_shown_on_wish_and_once(desk: Desk) -> None:
    delivery_id = await desk.in_doubt()
    status = await desk.ask("/status")
    assert "1 message may not have reached you." in status.text
    shown = await desk.press_for_message(status, "👁 Show it")
    assert "denied by Vyacheslav Gladkov" in shown.text
    top = ["↗ Open post", "Why?", "✗ Wrong match", "💤 Snooze", "👍 Seen"]
    assert shown.labels == [*top, "💬 Claim A03", "🔕 Unfollow"]
    settled = await desk.db.read(deliveries.get, delivery_id)
    assert settled is not None
    assert (settled.state, settled.message_id) == (DeliveryState.SENT, shown.message_id)
    assert (await desk.press(status, "👁 Show it")).text == "It has been shown already."


async def test_nobody_is_shown_what_was_meant_for_another(desk: Desk, api: LoopbackBotApi) -> None:
    await desk.in_doubt()
    status = await desk.ask("/status")
    boris = api.user(22, "Boris", "en")
    press = await boris.press(status, "👁 Show it")
    # The message lies in Anna's chat; a forged press from another chat carries that chat's message.
    assert (await press.answered()).text.startswith("This bot is not open to everybody.")
    await admit(desk.db, 22)
    await boris.send("/status")
    own = await boris.next_message()
    own.raw["reply_markup"] = status.raw["reply_markup"]
    forged = await boris.press(own, "👁 Show it")
    assert (await forged.answered()).text == "It is no longer stored."
    assert len(boris.messages) == 1


async def test_why_explains_the_evidence(desk: Desk) -> None:
    text = "Нет, в Лозовую Рудку не заходили."
    await desk.alerted()
    (sending,) = await desk.db.write(deliveries.take, desk.now, 5)
    await desk.db.write(deliveries.settle, sending.id, DeliveryState.UNCERTAIN, desk.now)
    shown = await desk.press_for_message(await desk.ask("/status"), "👁 Show it")
    why = await desk.press_for_message(shown, "Why?")
    assert "Why this matched" in why.text
    assert f"“{text[:3]}” (its name)" in why.text


async def test_why_of_a_post_that_is_gone_says_so(desk: Desk) -> None:
    seen = await desk.ask("/start")
    seen.raw["reply_markup"] = {"inline_keyboard": [[{"text": "Why?", "callback_data": "1:w:99"}]]}
    assert (await desk.press(seen, "Why?")).text == "This post is no longer stored."


FOREIGN = (
    *("0:s:a:lsr", "nonsense", "1:t:a:gone:0", "1:t:z:lsr", "1:u:t:lsr", "1:f", "1:m:c:gone:0", "1:g:xx", "1:d:9999"),
    *("1:s:abc", "1:w:" + "9" * 30, "1:l:-5", "1:p:99999", "1:m:a:٣", "9:" + "я" * 31),
)


@pytest.mark.parametrize("data", FOREIGN)
async def test_old_and_foreign_buttons_are_answered(desk: Desk, data: str) -> None:
    seen = await desk.ask("/start")
    seen.raw["reply_markup"] = {"inline_keyboard": [[{"text": "Old", "callback_data": data}]]}
    answer = await desk.press(seen, "Old")
    assert not answer.alert


async def test_status_in_full_is_for_owners(desk: Desk) -> None:
    await desk.reached()
    await desk.db.write(accounts.flood_until, "desk", "history", desk.now + timedelta(hours=1))
    assert "history" not in (await desk.ask("/status full")).text
    await desk.db.write(owners.make_owner, ANNA, desk.now)
    assert "history" not in (await desk.ask("/status")).text
    text = (await desk.ask("/status full")).text
    assert "⏳ Account desk must wait with history until 12 Mar 2024, 13:00." in text
    assert "Posts that wait to be matched: 0; parked: 0" in text


async def test_status_in_full_says_that_no_backup_was_made_and_what_to_set(desk: Desk) -> None:
    await desk.db.write(owners.make_owner, ANNA, desk.now)
    assert "No backup was ever made. Set SEINPOST_BACKUP__FOLDER" in (await desk.ask("/status full")).text
    await desk.db.write(backups.made, "copies", "one.db", 1, desk.now, desk.now + timedelta(days=1))
    text = (await desk.ask("/status full")).text
    assert "Last good backup: 12 Mar 2024, 12:00" in text
    assert "BACKUP__FOLDER" not in text


async def test_status_in_full_counts_errors_by_their_kind(desk: Desk) -> None:
    await desk.db.write(owners.make_owner, ANNA, desk.now)
    assert "failed 0" not in (await desk.ask("/status full")).text
    await desk.ask("/start")
    said = ["Message is too long: 4097", "Message is too long: 5000", "<b>Chat not found", None]
    for number, error in enumerate(said):
        await desk.db.write(deliveries.add, ANNA, DeliveryKind.NOTICE, number, [Message("x")], desk.now)
        [taken] = await desk.db.write(deliveries.take, desk.now + timedelta(hours=number), 1)
        await desk.db.write(deliveries.settle, taken.id, DeliveryState.FAILED, desk.now, error=error)
    for item in (1, 2):
        await desk.db.write(parkings.put, Work.DIGEST, item, "ValueError", desk.now)
    text = (await desk.ask("/status full")).text
    assert "Messages to everybody: 0 waiting, 0 sent, 0 in doubt, 4 failed" in text
    assert "• failed 2×: Message is too long: …\n• failed 1×: " in text
    assert "• failed 1×: <b>Chat not found" in text
    assert "Parked at the stage digest: 2 (ValueError)." in text
    assert "ValueError" not in (await desk.ask("/status")).text


async def test_status_tells_how_long_collecting_takes(desk: Desk) -> None:
    await desk.reached()
    desk.now += timedelta(seconds=50)
    late = revision("A post.", at=desk.now - timedelta(seconds=50)).post
    await desk.db.write(posts.save, CHANNEL, [late], 100, desk.now, backlog=False)
    assert "within 50 seconds of being published" in (await desk.ask("/status")).text
