"""Following and stopping over the wire: a real application, Telegram's own parser, a real database."""

from dataclasses import replace

import pytest

from storage import chats, subscriptions
from storage.model import Kind
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA, actor, entry, watchlist


async def followed(desk: Desk) -> set[tuple[Kind, str]]:
    return {(one.kind, one.target) for one in await desk.db.read(subscriptions.of_chat, ANNA)}


async def test_three_taps_from_start_to_a_group(desk: Desk) -> None:
    welcome = await desk.ask("/start")
    kinds = await desk.press_for_edit(welcome, "➕ Follow something")
    groups = await desk.press_for_edit(kinds, "👥 Groups and people")
    answer = await desk.press(groups, "Freedom of Russia Legion")
    assert answer.text == "You follow it"
    assert (await desk.anna.next_edit()).labels[0] == "✓ Freedom of Russia Legion"
    assert await followed(desk) == {(Kind.ACTOR, "lsr")}


async def test_pressing_again_stops(desk: Desk) -> None:
    await desk.ask("/subscribe lsr")
    kinds = await desk.ask("/subscribe")
    groups = await desk.press_for_edit(kinds, "👥 Groups and people")
    answer = await desk.press(groups, "✓ Freedom of Russia Legion")
    assert answer.text == "You no longer follow it"
    assert await followed(desk) == set()


async def test_claims_go_by_incident_with_their_statements_above_the_buttons(desk: Desk) -> None:
    kinds = await desk.ask("/subscribe")
    incidents = await desk.press_for_edit(kinds, "💬 Claims")
    assert incidents.labels == ["March 2024 incursion", "Other claims", "‹ Back"]
    claims = await desk.press_for_edit(incidents, "March 2024 incursion")
    assert "A14 About 100 fighters were killed." in claims.text
    await desk.press(claims, "A14")
    again = await desk.anna.next_edit()
    assert "✓ A14" in again.labels
    assert await followed(desk) == {(Kind.CLAIM, "A14")}
    back = await desk.press_for_edit(again, "‹ Back")
    loose = await desk.press_for_edit(back, "Other claims")
    assert "A claim of no incident." in loose.text


async def test_long_lists_have_pages(desk: Desk) -> None:
    desk.watchlist = watchlist(*(actor(f"group_{number}", en=f"Group {number}") for number in range(20)))
    kinds = await desk.ask("/subscribe")
    first = await desk.press_for_edit(kinds, "👥 Groups and people")
    assert len(first.rows) == 8 + 2
    second = await desk.press_for_edit(first, "2/3 ›")
    third = await desk.press_for_edit(second, "3/3 ›")
    await desk.press(third, third.labels[0])
    assert (await desk.anna.next_edit()).labels[0].startswith("✓ ")


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("/subscribe lsr", (Kind.ACTOR, "lsr")),
        ("/subscribe A14", (Kind.CLAIM, "A14")),
        ("/subscribe легион свобода россии", (Kind.ACTOR, "lsr")),
        ("/subscribe Tyotkino", (Kind.PLACE, "tyotkino")),
        ("/subscribe@seinpost_bot a03", (Kind.CLAIM, "A03")),
        ("Тьоткіно", (Kind.PLACE, "tyotkino")),
    ],
)
async def test_one_line_is_enough(desk: Desk, asked: str, target: tuple[Kind, str]) -> None:
    answer = await desk.ask(asked)
    assert answer.text.startswith("✓ You follow ")
    assert await followed(desk) == {target}


@pytest.mark.parametrize(
    ("language", "asked", "target"),
    [
        ("en", "both sides' official channels", (Kind.AFFILIATION, "state")),
        ("nl", "officiële kanalen van beide kanten", (Kind.AFFILIATION, "state")),
        ("en", "state media", (Kind.AFFILIATION, "state_media")),
        ("en", "posts in Ukrainian", (Kind.LANGUAGE, "uk")),
    ],
)
async def test_sides_and_languages_are_followed_by_the_names_on_their_buttons(
    desk: Desk, language: str, asked: str, target: tuple[Kind, str]
) -> None:
    desk.anna.language_code = language
    desk.watchlist = replace(desk.watchlist, channels=(*desk.watchlist.channels, entry("news")))
    assert "🔕" in (await desk.ask(f"/subscribe {asked}")).labels[1]
    assert await followed(desk) == {target}


async def test_a_channel_is_followed_by_its_name_or_link_once_it_was_read(desk: Desk) -> None:
    await desk.reached()
    assert "You follow Governor's own" in (await desk.ask("/subscribe @governor_news")).text
    assert "You already follow" in (await desk.ask("https://t.me/governor_news/5")).text
    assert await followed(desk) == {(Kind.CHANNEL, "1001")}
    kinds = await desk.ask("/subscribe")
    channels = await desk.press_for_edit(kinds, "📡 Channels")
    assert channels.labels[0] == "✓ Governor's own"


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("@unread", "could not be read yet"),
        ("@asleep", "switched off"),
        ("@nobody_knows", "is not on the watchlist"),
    ],
)
async def test_a_channel_that_cannot_be_followed_says_why(desk: Desk, asked: str, reason: str) -> None:
    answer = await desk.ask(f"/subscribe {asked}")
    assert reason in answer.text
    assert answer.labels
    assert await followed(desk) == set()


async def test_the_owner_of_an_unread_channel_is_one_tap_away(desk: Desk) -> None:
    answer = await desk.ask("@unread")
    followed_now = await desk.press_for_message(answer, "👥 Freedom of Russia Legion")
    assert "You follow Freedom of Russia Legion" in followed_now.text


async def test_a_misspelt_name_is_answered_with_suggestions(desk: Desk) -> None:
    answer = await desk.ask("/subscribe Tjotkin")
    assert "Did you mean" in answer.text
    await desk.press_for_message(answer, "📍 Tyotkino")
    assert await followed(desk) == {(Kind.PLACE, "tyotkino")}


async def test_nonsense_is_answered_with_the_lists(desk: Desk) -> None:
    answer = await desk.ask("/subscribe <b>qqqqq</b>")
    assert "I know nothing called “<b>qqqqq</b>”" in answer.text
    assert "👥 Groups and people" in answer.labels


async def test_several_things_of_one_name_are_offered(desk: Desk) -> None:
    desk.watchlist = watchlist(actor("namesake", en="Namesake", ru="Тёткино"))
    answer = await desk.ask("Тёткино")
    assert sorted(answer.labels) == ["👥 Namesake", "📍 Tyotkino", "🔎 Follow these words"]


async def test_the_list_opens_cards_and_these_stop(desk: Desk) -> None:
    await desk.ask("/subscribe lsr")
    await desk.ask("/subscribe A14")
    listed = await desk.ask("/subscriptions")
    assert "You follow 2 things." in listed.text
    for label in ("💬 A14: About 100 fighters were killed.", "👥 Freedom of Russia Legion"):
        card = await desk.press_for_edit(listed, label)
        await desk.press_for_edit(card, "🔕 Unfollow")
    assert "You follow nothing yet." in listed.text
    assert await followed(desk) == set()


async def test_what_left_the_watchlist_can_still_be_stopped(desk: Desk) -> None:
    await desk.ask("/start")
    await desk.db.write(subscriptions.add, ANNA, Kind.ACTOR, "gone:long ago", desk.now)
    card = await desk.press_for_edit(await desk.ask("/subscriptions"), "👥 gone:long ago")
    await desk.press_for_edit(card, "🔕 Unfollow")
    assert await followed(desk) == set()


async def test_unsubscribe_knows_names_and_says_what_is_not_followed(desk: Desk) -> None:
    await desk.ask("/subscribe lsr")
    await desk.ask("/unsubscribe A14")
    listed = await desk.anna.next_message()
    assert listed.labels[0] == "👥 Freedom of Russia Legion"
    stopped = await desk.ask("/unsubscribe Легион «Свобода России»")
    assert "You no longer follow Freedom of Russia Legion" in stopped.text
    assert await followed(desk) == set()
    assert "You follow nothing yet." in (await desk.ask("/unsubscribe")).text


async def test_the_button_under_an_alert_stops_and_can_be_undone(desk: Desk) -> None:
    followed_now = await desk.ask("/subscribe A03")
    stopped = await desk.press_for_message(followed_now, "🔕 Unfollow")
    assert await followed(desk) == set()
    await desk.press_for_message(stopped, "➕ Follow: A03")
    assert await followed(desk) == {(Kind.CLAIM, "A03")}


async def test_following_makes_the_chat_known_without_start(desk: Desk) -> None:
    desk.anna.language_code = "nl"
    await desk.ask("/subscribe lsr")
    chat = await desk.db.read(chats.get, ANNA)
    assert chat is not None
    assert (chat.language, chat.time_zone) == ("nl", "Europe/Amsterdam")


async def test_channels_not_read_yet_are_counted(desk: Desk) -> None:
    await desk.cover(entry("unread"), entry("another"))
    kinds = await desk.ask("/subscribe")
    channels = await desk.press_for_edit(kinds, "📡 Channels")
    assert "2 more channels have not been read yet" in channels.text


@pytest.mark.parametrize(
    ("option", "promise", "warned"),
    [
        ("at once", "I will write to you as soon as there is news.", False),
        ("digest", "What is new about it comes in your digests.", True),
        ("silent", "Nothing of it is sent to you", False),
    ],
)
async def test_nobody_is_promised_what_the_mode_does_not_tell(
    desk: Desk, option: str, promise: str, warned: bool
) -> None:
    answer = await desk.ask(f"/subscribe A14, {option}")
    assert promise in answer.text
    assert ("You get no daily digest yet" in answer.text) is warned


async def test_following_in_digests_is_no_dead_end_without_one(desk: Desk) -> None:
    await desk.ask("/start")
    card = await desk.press_for_edit(await desk.ask("/subscribe lsr"), "⚙️ Settings")
    modes = await desk.press_for_edit(card, "🔔 When")
    assert "you get no daily digest yet" in (await desk.press(modes, "in the digest only")).text
    await desk.ask("/digest 08:00")
    assert "no daily digest" not in (await desk.ask("/subscribe A14, digest")).text
