"""Snoozing over the wire: from the alert, several at once, ended from there or from the list."""

from dataclasses import replace
from datetime import timedelta

from storage import seen, snoozes, subscriptions
from storage.model import Kind
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA
from tests.bot.people import admit
from tests.botapi.seen import Seen
from tests.botapi.server import LoopbackBotApi


async def shown(desk: Desk, place: str | None = None) -> Seen:
    """An alert that has arrived."""
    doubt = await desk.in_doubt(place)
    status = await desk.ask("/status")
    assert doubt
    return await desk.press_for_message(status, "👁 Show it")


async def snoozed(desk: Desk) -> set[tuple[Kind, str]]:
    return {(one.kind, one.target) for one in await desk.db.read(snoozes.of_chat, ANNA)}


async def test_two_taps_snooze_a_claim_and_one_ends_it(desk: Desk) -> None:
    alert = await shown(desk)
    before = alert.labels
    choice = await desk.press_for_edit(alert, "💤 Snooze")
    assert [one for one in choice.labels if one.startswith("💤")] == [
        "💤 1 hour", "💤 8 hours", "💤 Until tomorrow", "💤 For good"
    ]  # fmt: skip
    answer = await desk.press(choice, "💤 8 hours")
    assert answer.text == "Nothing about it until 12 Mar, 20:05"
    after = await desk.anna.next_edit()
    assert "🔔 Snoozed until 12 Mar, 20:05 – end it" in after.labels
    assert not any(one.startswith("💤") for one in after.labels)
    assert await snoozed(desk) == {(Kind.CLAIM, "A03")}
    ended = await desk.press_for_edit(after, "🔔 Snoozed until 12 Mar, 20:05 – end it")
    assert sorted(ended.labels) == sorted(before)
    assert await snoozed(desk) == set()


async def test_an_alert_about_several_things_asks_which(desk: Desk) -> None:
    alert = await shown(desk, place="tyotkino")
    which = await desk.press_for_edit(alert, "💤 Snooze")
    choice = await desk.press_for_edit(which, "💤 Tyotkino")
    await desk.press(choice, "💤 For good")
    assert await snoozed(desk) == {(Kind.PLACE, "tyotkino")}


async def test_the_list_shows_snoozes_and_ends_them(desk: Desk) -> None:
    alert = await shown(desk)
    choice = await desk.press_for_edit(alert, "💤 Snooze")
    await desk.press(choice, "💤 Until tomorrow")
    listed = await desk.ask("/subscriptions")
    assert "snoozed until 13 Mar, 08:00" in listed.text
    ended = await desk.press_for_edit(listed, next(one for one in listed.labels if one.startswith("🔔")))
    assert "snoozed" not in ended.text
    assert await snoozed(desk) == set()


async def test_who_stops_following_has_nothing_snoozed_any_more(desk: Desk) -> None:
    alert = await shown(desk)
    choice = await desk.press_for_edit(alert, "💤 Snooze")
    await desk.press(choice, "💤 For good")
    await desk.ask("/unsubscribe A03")
    assert await snoozed(desk) == set()


async def test_who_has_seen_an_alert_is_said_below_it(desk: Desk) -> None:
    alert = await shown(desk)
    seen = await desk.press_for_edit(alert, "👍 Seen")
    assert "👍 Anna, 12:05" in seen.labels


async def test_in_a_group_all_who_have_seen_an_alert_are_named(desk: Desk, api: LoopbackBotApi) -> None:
    group, ben = api.group(-500, admins=(desk.anna,)), api.user(12, "Ben", "en")
    await admit(desk.db, 12)
    stored = await desk.posted()
    await desk.anna.send("/subscribe lsr", to=group)
    await group.next_message()
    some_message = group.messages[0]
    for person in (desk.anna, ben, desk.anna):
        answer = await (await person.forge(some_message, f"1:ok:{stored.id}")).answered()
        assert answer.text == "Noted: seen"
        desk.now += timedelta(minutes=1)
    assert [one.who for one in await desk.db.read(seen.of_alert, -500, stored.id)] == ["Anna", "Ben"]


async def test_a_button_that_ends_what_has_ended_by_itself_makes_room_for_a_new_snooze(desk: Desk) -> None:
    choice = await desk.press_for_edit(await shown(desk), "💤 Snooze")
    after = await desk.press_for_edit(choice, "💤 1 hour")
    await desk.db.write(snoozes.end, ANNA, Kind.CLAIM, "A03")
    ended = await desk.press_for_edit(after, next(one for one in after.labels if one.startswith("🔔")))
    assert "💤 Snooze" in ended.labels


async def test_what_is_not_followed_any_more_is_not_snoozed_from_an_old_alert(desk: Desk) -> None:
    choice = await desk.press_for_edit(await shown(desk), "💤 Snooze")
    await desk.ask("/unsubscribe A03")
    assert (await desk.press(choice, "💤 For good")).text == "You follow nothing of this any more."
    assert await snoozed(desk) == set()


async def test_other_words_for_what_is_followed_end_its_snooze(desk: Desk) -> None:
    """Else who follows it again some day hears nothing of it."""
    choice = await desk.press_for_edit(await shown(desk), "💤 Snooze")
    await desk.press(choice, "💤 For good")
    (one,) = await desk.db.read(subscriptions.of_chat, ANNA)
    await desk.ask(f"/subscribe #{one.id} Tyotkino")
    assert await snoozed(desk) == set()


async def test_a_snooze_outlasts_another_setting_of_what_is_followed(desk: Desk) -> None:
    await desk.ask("/subscribe A03")
    (one,) = await desk.db.read(subscriptions.of_chat, ANNA)
    await desk.db.write(snoozes.put, ANNA, Kind.CLAIM, "A03", None, desk.now)
    await desk.ask(f"/subscribe #{one.id} A03, digest")
    assert await snoozed(desk) == {(Kind.CLAIM, "A03")}


async def test_what_was_merged_and_then_dropped_can_be_snoozed_stopped_and_shown_from_its_alerts(desk: Desk) -> None:
    """Alerts about what it was merged into go on."""
    alert = await shown(desk)
    left = tuple(one for one in desk.watchlist.claims if one.id != "A03")
    desk.watchlist = replace(desk.watchlist, claims=left, merged={"A03": "A14"})
    choice = await desk.press_for_edit(alert, "💤 Snooze")
    await desk.press(choice, "💤 For good")
    assert await snoozed(desk) == {(Kind.CLAIM, "A03")}
    card = await desk.press_for_message(alert, "💬 Claim A03")
    assert card.text.startswith("Claim A14")
    await desk.press_for_message(alert, "🔕 Unfollow")
    assert await desk.db.read(subscriptions.of_chat, ANNA) == []
