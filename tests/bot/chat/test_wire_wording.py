"""Own words and expressions over the wire: proposed with a dry run, followed, tuned in place, reworded, explained."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.alerting import decide_alerts
from bot.alerts.grouping import EACH_BY_ITSELF
from bot.stages import note_events
from storage import alerts, chats, deliveries, links, posts, search, subscriptions, threads
from storage.messages import DeliveryState
from storage.model import DENIALS, Found, Kind, Link
from storage.telling import Chat, Filters, Mode, Reason, Subscription
from storage.watchlist import Affiliation, Side, Tie
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA, CHANNEL, LANGUAGES, entry, link, revision
from tests.botapi.seen import Seen


async def followed(desk: Desk) -> list[Subscription]:
    return await desk.db.read(subscriptions.of_chat, ANNA)


async def said(desk: Desk, number: int, text: str, *found: Link) -> None:
    """A post that went through all stages up to the alerts."""
    given = revision(text, post_id=number, at=desk.now).post
    await desk.db.write(posts.save, CHANNEL, [given], number, desk.now, backlog=False)
    (stored,) = await desk.db.read(posts.unmatched, 1)
    await desk.db.write(links.save, stored.id, "test", Found("ru", found), desk.now)
    await desk.db.write(search.put, [search.findable(stored, "ru")])
    await note_events(desk.db, desk.watchlist, lambda: desk.now)
    await decide_alerts(desk.db, desk.watchlist, lambda: desk.now)


async def shown(desk: Desk) -> Seen:
    """The alert that waits, in the chat."""
    (sending,) = await desk.db.write(deliveries.take, desk.now, 5)
    await desk.db.write(deliveries.settle, sending.id, DeliveryState.UNCERTAIN, desk.now)
    return await desk.press_for_message(await desk.ask("/status"), "👁 Show it")


# --- made -------------------------------------------------------------------------------------------------------------


async def test_an_expression_is_tried_first_and_followed_with_one_tap(desk: Desk) -> None:
    for number, text in enumerate(("Мост закрыт.", "Мосты закрыты, футбол отменён.", "У моста спокойно.")):
        await said(desk, 200 + number, text)
        desk.now += timedelta(hours=2)
    proposal = await desk.ask("/subscribe мост -футбол, at once")
    assert proposal.text.startswith("📌 мост AND NOT футбол\n“мост”, without “футбол”\n🔔 When: at once")
    assert "In the last 7 days this would have sent you 2 alerts." in proposal.text
    assert "Мост закрыт." in proposal.text
    assert "футбол отменён" not in proposal.text
    done = await desk.press_for_edit(proposal, "✓ Follow this")
    assert "You follow “мост”, without “футбол”." in done.text
    (one,) = await followed(desk)
    assert (one.kind, one.target, one.filters.mode) == (Kind.WORDS, "мост AND NOT футбол", Mode.AT_ONCE)
    await said(desk, 300, "Мост открыт.")
    assert (await shown(desk)).text.startswith("📡")


async def test_a_proposal_can_be_dropped_or_changed(desk: Desk) -> None:
    proposal = await desk.ask("group:lsr lang:nl -voetbal")
    changed = await desk.press_for_message(proposal, "✏️ Change it")
    assert changed.text.endswith("So far it is: group:lsr AND lang:nl AND NOT voetbal")
    dropped = await desk.press_for_edit(proposal, "✗ No")
    assert dropped.text == "Nothing was changed."
    assert await followed(desk) == []


async def test_what_nobody_knows_can_be_followed_as_words(desk: Desk) -> None:
    answer = await desk.ask("/subscribe zeppelin digest")
    assert "I know nothing called “zeppelin”" in answer.text
    proposal = await desk.press_for_edit(answer, "🔎 Follow these words")
    assert "no post would have been in your digests" in proposal.text
    await desk.press_for_edit(proposal, "✓ Follow this")
    (one,) = await followed(desk)
    assert (one.target, one.filters) == ("zeppelin", Filters(Mode.DIGEST))


async def test_options_hold_for_names_too_and_change_what_is_followed(desk: Desk) -> None:
    assert "in the digest only" in (await desk.ask("/subscribe A14 digest, only denials")).text
    await desk.ask("/subscribe A14 silent")
    (one,) = await followed(desk)
    assert (one.kind, one.filters) == (Kind.CLAIM, Filters(Mode.SILENT, stances=DENIALS))
    await desk.ask("/subscribe A14")
    assert (await followed(desk))[0].filters == one.filters


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        ("A14 digest, from 80 %", "A14 only denials"),
        ("lsr -voetbal digest from 80 %", "lsr -voetbal only denials"),
        ("lsr digest from 80 %", "#1 lsr -voetbal only denials"),
    ],
)
async def test_options_typed_for_what_is_followed_change_nothing_else(desk: Desk, typed: str, again: str) -> None:
    first = await desk.ask(f"/subscribe {typed}")
    if "✓ Follow this" in first.labels:
        await desk.press_for_edit(first, "✓ Follow this")
    (one,) = await followed(desk)
    speaks = replace(one.filters, languages=frozenset({"ru"}))
    await desk.db.write(subscriptions.refilter, ANNA, one.id, speaks)
    answer = await desk.ask(f"/subscribe {again}")
    (one,) = await followed(desk)
    assert one.filters == Filters(Mode.DIGEST, 0.8, frozenset({"ru"}), DENIALS)
    for said in ("in the digest only", "80% or more", "Russian", "denials"):
        assert said in answer.text


async def test_what_is_told_as_a_rule_again_is_said_too(desk: Desk) -> None:
    await desk.ask("/subscribe A14 silent")
    assert "at once and in the digest" in (await desk.ask("/subscribe A14 both")).text


async def test_sides_and_languages_are_in_the_menu(desk: Desk) -> None:
    kinds = await desk.ask("/subscribe")
    sides = await desk.press_for_edit(kinds, "⚖️ Sides")
    await desk.press_for_edit(sides, "both sides’ official channels")
    languages = await desk.press_for_edit(await desk.ask("/subscribe"), "🔤 Languages")
    await desk.press(languages, "posts in Dutch")
    assert {(one.kind, one.target) for one in await followed(desk)} == {
        (Kind.AFFILIATION, "state"),
        (Kind.LANGUAGE, "nl"),
    }


@pytest.mark.parametrize("typed", ['"armed group"', "«armed group»", '"armed group", digest', 'armed "group"'])
async def test_the_name_of_a_side_in_quotation_marks_means_these_words(desk: Desk, typed: str) -> None:
    armed = replace(entry("armed_news"), affiliation=Affiliation(Side.RUSSIA, Tie.ARMED_GROUP))
    desk.watchlist = replace(desk.watchlist, channels=(*desk.watchlist.channels, armed))
    proposal = await desk.ask(f"/subscribe {typed}")
    await desk.press_for_edit(proposal, "✓ Follow this")
    (words,) = await followed(desk)
    assert words.kind is Kind.WORDS
    await desk.ask(f"/subscribe #{words.id} armed group")
    (side,) = await followed(desk)
    assert (side.kind, side.target) == (Kind.AFFILIATION, "armed_group")
    await desk.ask(f"/subscribe #{side.id} {typed}")
    assert (await followed(desk))[0].kind is Kind.WORDS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "place"),
    [
        *(("дом AND", "AND"), ("(дом", "("), ("дом)", ")"), ('дом "в центре', '"в центре'), ("дом, ко*", "ко*")),
        *(("groop:lsr", "groop:lsr"), ("дом place:", "place:"), ("place:mordor", "place:mordor")),
        *(("-футбол", "-футбол"), ("дом 🔥 ()", "🔥"), ("((((((((((дом))))))))))", "("), ("дом, " * 90, " дом")),
        *(("place:Tyotkina", "place:Tyotkina"), ("<b>&{ $x } AND", "AND"), ("a-" * 300 + "(", "(")),
    ],
)
async def test_every_fault_is_told_with_its_place_marked(desk: Desk, language: str, typed: str, place: str) -> None:
    desk.anna.language_code = language
    answer = await desk.ask(f"/subscribe {typed}")
    marked = [entity.text for entity in answer.entities if entity.type == "underline"]
    assert len(answer.text.splitlines()) >= 2
    assert not marked or marked[0].startswith(place.strip()[:3]) or place in typed
    assert "query-bad" not in answer.text
    assert await followed(desk) == []


async def test_an_expression_as_long_as_can_be_is_proposed_and_kept_whole(desk: Desk) -> None:
    typed = " OR ".join(f'"{chr(0x430 + number) * 9} слово"' for number in range(16))
    proposal = await desk.ask(f"/subscribe {typed}")
    await desk.press_for_edit(proposal, "✓ Follow this")
    assert len((await followed(desk))[0].target.split(" OR ")) == 16


# --- tuned in place ---------------------------------------------------------------------------------------------------


async def card(desk: Desk) -> Seen:
    await desk.ask("/subscribe lsr")
    return await desk.press_for_edit(await desk.ask("/subscriptions"), "👥 Freedom of Russia Legion")


@pytest.mark.parametrize(
    ("setting", "choices", "filters"),
    [
        ("🔔 When", ["in the digest only"], Filters(Mode.DIGEST)),
        ("🎯 How sure", ["80% or more"], Filters(min_score=0.8)),
        ("🔤 Languages", ["Русский", "Nederlands"], Filters(languages=frozenset({"ru", "nl"}))),
        ("🔤 Languages", ["Русский", "✓ Русский"], Filters()),
        ("⚖️ What posts say", ["denials"], Filters(stances=DENIALS)),
        ("⚖️ What posts say", ["denials", "questions etc.", "all"], Filters()),
    ],
)
async def test_each_setting_is_two_taps_away(desk: Desk, setting: str, choices: list[str], filters: Filters) -> None:
    undigested = filters.mode is Mode.DIGEST
    toast = "Set. But you get no daily digest yet: choose when with /digest" if undigested else "Set"
    seen = await desk.press_for_edit(await card(desk), setting)
    for choice in choices:
        assert (await desk.press(seen, choice)).text == toast
        await desk.anna.next_edit()
    (one,) = await followed(desk)
    assert one.filters == filters
    assert (await desk.press_for_edit(seen, "‹ Back")).labels[0] == "🔔 When"


async def test_grouping_is_set_for_one_subscription(desk: Desk) -> None:
    seen = await desk.press_for_edit(await card(desk), "🗂 Grouping")
    await desk.press(seen, "each alert by itself")
    assert "🗂 Grouping: each alert by itself" in (await desk.anna.next_edit()).text
    (one,) = await followed(desk)
    assert (await desk.db.read(threads.paces_of, [ANNA]))[ANNA, one.id] == EACH_BY_ITSELF


async def test_a_subscription_is_tried_from_its_card(desk: Desk) -> None:
    trial = await desk.press_for_message(await card(desk), "🧪 Dry run")
    assert "this would have sent you no alert" in trial.text


async def test_other_words_are_an_answer_away_and_faults_can_be_answered_again(desk: Desk) -> None:
    question = await desk.press_for_message(await card(desk), "✏️ Other words")
    await desk.anna.send("lsr AND", answering=question)
    fault = await desk.anna.next_message()
    assert "Something is missing beside AND" in fault.text
    await desk.anna.send("group:lsr -voetbal, digest", answering=fault)
    now = await desk.anna.next_message()
    assert "Freedom of Russia Legion, without “voetbal”" in now.text
    (one,) = await followed(desk)
    assert (one.kind, one.target, one.filters.mode) == (Kind.WORDS, "group:lsr AND NOT voetbal", Mode.DIGEST)
    await desk.ask(f"/subscribe #{one.id} tyotkino")
    (one,) = await followed(desk)
    assert (one.kind, one.target) == (Kind.PLACE, "tyotkino")


@pytest.mark.parametrize("named", ["@governor_news", "https://t.me/governor_news/5", "t.me/c/1001/7", "-1000000001001"])
async def test_a_channel_takes_the_place_of_words_by_its_name_or_link(desk: Desk, named: str) -> None:
    await desk.reached()
    question = await desk.press_for_message(await card(desk), "✏️ Other words")
    for unknown, said in (("@nobody_knows", "I know no channel “@nobody_knows”"), ("t.me/+abcdef", "invitation link")):
        await desk.anna.send(unknown, answering=question)
        assert said in (await desk.anna.next_message()).text
    await desk.anna.send(f"{named}, digest", answering=question)
    assert "Governor's own" in (await desk.anna.next_message()).text
    (one,) = await followed(desk)
    assert (one.kind, one.target, one.filters.mode) == (Kind.CHANNEL, "1001", Mode.DIGEST)


async def test_words_that_are_followed_already_are_not_followed_twice(desk: Desk) -> None:
    await desk.ask("/subscribe A14")
    await card(desk)
    second = (await followed(desk))[1]
    assert "exactly that already" in (await desk.ask(f"/subscribe #{second.id} A14")).text
    assert "do not follow that any more" in (await desk.ask("/subscribe #999 A14")).text


async def test_nobody_tunes_what_another_chat_follows(desk: Desk) -> None:
    await desk.ask("/start")
    seen = await card(desk)
    await desk.db.write(chats.put, Chat(999, "en", "UTC", desk.now))
    theirs = await desk.db.write(subscriptions.add, 999, Kind.ACTOR, "fsb", desk.now)
    for data in (f"1:tu:{theirs}:0:x", f"1:tu:{theirs}:0:m:s", f"1:my:{theirs}:0"):
        answer = await (await desk.anna.forge(seen, data)).answered()
        assert answer.text == "You do not follow that any more"
    (left,) = await desk.db.read(subscriptions.of_chat, 999)
    assert left.filters == Filters()


async def test_what_cannot_be_read_is_shown_and_can_be_worded_anew(desk: Desk) -> None:
    await desk.ask("/subscribe lsr")
    adding = partial(subscriptions.add, anchors=[(Kind.WORDS, "дом")])
    number = await desk.db.write(adding, ANNA, Kind.WORDS, "дом AND (", desk.now)
    seen = await desk.press_for_edit(await desk.ask("/subscriptions"), "🔎 дом AND (")
    assert "can’t be understood any more" in seen.text
    assert (await desk.press(seen, "🧪 Dry run")).text.startswith("This can’t be understood")
    await desk.ask(f"/subscribe #{number} мост")
    assert (await followed(desk))[1].target == "мост"


# --- alerts -----------------------------------------------------------------------------------------------------------


async def follow_words(desk: Desk, typed: str) -> None:
    await desk.press_for_edit(await desk.ask(f"/subscribe {typed}"), "✓ Follow this")


async def test_own_words_are_bold_and_why_names_the_subscription(desk: Desk) -> None:
    await follow_words(desk, "мост -футбол")
    await said(desk, 200, "На мосту спокойно.")
    alert = await shown(desk)
    assert "мосту" in [entity.text for entity in alert.entities if entity.type == "bold"]
    why = await desk.press_for_message(alert, "Why?")
    assert "• “мост”, without “футбол” – your own words are in it. Matched: “мосту”" in why.text
    choice = await desk.press_for_edit(alert, "💤 Snooze")
    await desk.press(choice, "💤 1 hour")
    await said(desk, 201, "На мосту снова спокойно.")
    day = timedelta(days=1)
    told = [one for one, _ in await desk.db.read(alerts.of_chat_since, ANNA, desk.now - day, desk.now + day)]
    assert [one.reason for one in told] == [Reason.WORDS, Reason.MUTED]
    await desk.press_for_message(alert, "🔕 Unfollow")
    assert await followed(desk) == []


async def test_what_is_not_followed_any_more_is_no_matter_of_the_watchlist(desk: Desk) -> None:
    await follow_words(desk, "рудка -дождь")
    await said(desk, 103, "Рудка сегодня.")
    alert = await shown(desk)
    await desk.press_for_message(alert, "🔕 Unfollow")
    assert (await desk.press(alert, "🔕 Unfollow")).text == "You do not follow that any more"


async def test_why_explains_an_alert_a_forwarded_one_and_a_link(desk: Desk) -> None:
    await follow_words(desk, "мост -футбол")
    await said(desk, 200, "На мосту спокойно.", link("мосту", "На мосту спокойно.", target="tyotkino", kind=Kind.PLACE))
    alert = await shown(desk)
    told = "“мост”, without “футбол” – your own words are in it"
    await desk.anna.send("/why", answering=alert)
    assert told in (await desk.anna.next_message()).text
    await desk.anna.send(alert.text, forwarding=alert)
    assert told in (await desk.anna.next_message()).text
    assert told in (await desk.ask("/why https://t.me/governor_news/200")).text
    assert told in (await desk.ask("/why t.me/c/1001/200")).text
    assert "is not stored" in (await desk.ask("/why https://t.me/governor_news/404")).text
    offered = await desk.ask("/why")
    assert "Answer an alert with /why" in offered.text
    assert told in (await desk.press_for_message(offered, offered.labels[0])).text
    await desk.ask("/subscribe A03")
    await said(desk, 300, "Ничего нового.", link("нового", "Ничего нового.", target="tyotkino", kind=Kind.PLACE))
    assert "Nothing that you follow found it" in (await desk.ask("/why https://t.me/governor_news/300")).text


async def test_the_claims_card_is_one_tap_from_its_alert(desk: Desk) -> None:
    await desk.in_doubt()
    alert = await desk.press_for_message(await desk.ask("/status"), "👁 Show it")
    card_of_claim = await desk.press_for_message(alert, "💬 Claim A03")
    assert card_of_claim.text.startswith("Claim A03")
