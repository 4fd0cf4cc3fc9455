"""Editors make, change, drop and merge claims in chat, over the wire."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.watchlist.conversion import claim_of
from bot.watchlist.entries import ClaimEntry
from storage import drafts, entries, owners, subscriptions
from storage.model import Kind
from storage.said import DraftState, EntryKind
from storage.watchlist import Watchlist
from tests.bot.chat.conftest import Desk
from tests.bot.chat.factories import ANNA, event_kind, link, watchlist
from tests.botapi.seen import Seen

BOOK = watchlist(event_kind("shelling", "shelled"), event_kind("flood", "flooded"))


async def at_work(desk: Desk) -> None:
    desk.watchlist = BOOK
    await desk.db.write(owners.make_owner, ANNA, desk.now)


async def answer(desk: Desk, question: Seen, text: str) -> Seen:
    await desk.anna.send(text, answering=question)
    return await desk.anna.next_message()


async def made(desk: Desk, name: str = "E001") -> dict[str, object]:
    entry = await desk.db.read(entries.get, EntryKind.CLAIM, name)
    assert entry is not None
    assert entry.by == str(ANNA)
    return dict(entry.content or {})


async def test_one_sentence_is_read_for_its_slots_and_kept(desk: Desk) -> None:
    await at_work(desk)
    proposal = await desk.ask("/newclaim The Freedom of Russia Legion shelled Tyotkino: two tanks")
    assert proposal.text.startswith("Draft 1. The Freedom of Russia Legion shelled Tyotkino")
    assert "Where: Tyotkino" in proposal.text
    assert "What: shelled of a place" in proposal.text
    assert "When: 12 Mar 2024 – 15 Mar 2024" in proposal.text
    assert "Who: Freedom of Russia Legion (Ukrainian side, armed group)" in proposal.text
    said = await desk.press_for_message(proposal, "✓ Keep it")
    assert said.text.startswith("E001 is a claim now.")
    content = await made(desk)
    assert (content["places"], content["about"], content["events"]) == (["tyotkino"], ["lsr"], ["shelling+@place"])
    assert (content["first"], content["last"]) == ("2024-03-12", "2024-03-15")
    assert content["statement"] == dict.fromkeys(("en", "nl", "ru", "uk"), proposal.text.split("\n")[0][9:])


async def test_a_kept_draft_is_not_kept_twice(desk: Desk) -> None:
    await at_work(desk)
    proposal = await desk.ask("/newclaim Tyotkino was shelled")
    await desk.press_for_message(proposal, "✓ Keep it")
    assert (await desk.press(proposal, "✓ Keep it")).text == "That has been decided already."
    assert len(await desk.db.read(entries.current)) == 1


async def test_it_says_what_it_would_have_linked(desk: Desk) -> None:
    await at_work(desk)
    text = "Tyotkino was shelled in the morning."
    await desk.posted(text, link("Tyotkino", text, target="tyotkino", kind=Kind.PLACE))
    proposal = await desk.ask("/newclaim Tyotkino was shelled")
    assert "this would have linked 1 of the 1 posts that name the place." in proposal.text
    await desk.press_for_edit(proposal, "✓ shelled of a place")
    flooded = await desk.press_for_edit(proposal, "flooded of a place")
    assert "this would have linked 0 of the 1 posts" in flooded.text


async def test_without_a_place_or_a_kind_of_event_nothing_can_be_kept(desk: Desk) -> None:
    await at_work(desk)
    proposal = await desk.ask("/newclaim Something happened somewhere")
    assert "It names no place of the watchlist" in proposal.text
    assert "What kind of event is it?" in proposal.text
    assert "✓ Keep it" not in proposal.labels
    second = await answer(desk, proposal, "Something happened in Tyotkino")
    assert second.text.startswith("Draft 1. Something happened in Tyotkino")
    chosen = await desk.press_for_edit(second, "flooded of a place")
    assert "✓ Keep it" in chosen.labels


async def test_a_claim_of_chat_is_changed_and_keeps_what_the_new_words_do_not_say(desk: Desk) -> None:
    await at_work(desk)
    await desk.press_for_message(await desk.ask("/newclaim Tyotkino was shelled"), "✓ Keep it")
    proposal = await desk.ask("/newclaim e001 It burned all night")
    assert "It changes E001." in proposal.text
    assert "Where: Tyotkino" in proposal.text
    await desk.press_for_message(proposal, "✓ Keep it")
    content = await made(desk)
    assert content["statement"] == dict.fromkeys(("en", "nl", "ru", "uk"), "It burned all night")
    assert (content["id"], content["places"], content["events"]) == ("E001", ["tyotkino"], ["shelling+@place"])


async def test_claims_of_files_are_not_changed_or_dropped_from_chat(desk: Desk) -> None:
    await at_work(desk)
    assert (await desk.ask("/newclaim E005 It burned")).text.startswith("There is no claim E005 that was made in chat.")
    assert (await desk.ask("/dropclaim E005")).text.startswith("There is no claim E005 that was made in chat.")
    assert (await desk.ask("/dropclaim A03")).text.startswith("Write: /dropclaim E001.")


async def test_a_claim_is_dropped_when_that_is_meant(desk: Desk) -> None:
    await at_work(desk)
    name = await desk.own_claim()
    question = await desk.ask(f"/dropclaim {name}")
    assert (await desk.press_for_edit(question, f"Keep {name}")).text == f"{name} stays."
    question = await desk.ask(f"/dropclaim {name}")
    assert (await desk.press_for_edit(question, f"✗ Drop {name}")).text == f"{name} is dropped."
    assert await desk.db.read(entries.current) == []


async def test_a_draft_that_was_found_becomes_a_claim_with_the_links_of_its_posts(desk: Desk) -> None:
    await at_work(desk)
    await desk.drafted()
    waiting = await desk.ask("/newclaim")
    assert waiting.labels == ["shelled of a place: Tyotkino"]
    proposal = await desk.press_for_message(waiting, waiting.labels[0])
    assert "Figures: civilians wounded: 2 to 3; tanks: several" in proposal.text
    worded = await answer(desk, proposal, "Tyotkino was shelled, two were wounded")
    await desk.press_for_message(worded, "✓ Keep it")
    content = await made(desk)
    assert content["source"] == ["made in chat, 2024-03-12", "https://t.me/governor_news/100"]
    draft = await desk.db.read(drafts.get, 1)
    assert draft is not None
    assert (draft.state, draft.claim) == (DraftState.KEPT, "E001")
    desk.now += timedelta(days=1)
    await desk.press_for_message(await desk.ask("/newclaim E001 Tyotkino was shelled twice"), "✓ Keep it")
    assert (await made(desk))["source"] == ["made in chat, 2024-03-13", *content["source"]]


async def test_a_refused_draft_waits_no_longer(desk: Desk) -> None:
    await at_work(desk)
    await desk.drafted()
    proposal = await desk.press_for_message(await desk.ask("/newclaim"), "shelled of a place: Tyotkino")
    refused = await desk.press_for_edit(proposal, "✗ Drop it")
    assert refused.text.startswith("Noted: it is no claim.")
    assert (await desk.ask("/newclaim")).labels == []
    assert f"{ANNA}: refused draft 1" in (await desk.ask("/audit")).text


async def test_two_claims_become_one_and_are_parted_again(desk: Desk) -> None:
    await at_work(desk)
    said = await desk.ask("/merge x99 a14")
    assert said.text.startswith("X99 is one with A14 now")
    [held] = await desk.db.read(entries.current)
    assert (held.kind, held.name, held.content) == (EntryKind.MERGE, "X99", {"into": "A14"})
    assert (await desk.ask("/merge A14 X99")).text == "These are one claim already."
    shown = await desk.ask("/merge X99")
    assert (await desk.press_for_edit(shown, "Part X99 again")).text == "X99 is a claim of its own again."
    assert await desk.db.read(entries.current) == []
    assert (await desk.ask("/merge X99")).text == "X99 is merged into no other claim."


@pytest.mark.parametrize("asked", ["/merge A14 A14", "/merge A03 X99"])
async def test_a_claim_is_not_merged_into_itself_however_far(desk: Desk, asked: str) -> None:
    await at_work(desk)
    await desk.ask("/merge X99 A14")
    await desk.ask("/merge A14 A03")
    assert (await desk.ask(asked)).text == "These are one claim already."


async def test_the_card_of_a_merged_claim_is_the_others(desk: Desk) -> None:
    desk.watchlist = replace(BOOK, merged={"X99": "A14"})
    card = await desk.ask("/claim X99")
    assert card.text.startswith("Claim A14")
    assert "X99 is merged into this claim." in card.text
    desk.watchlist = replace(desk.watchlist, merged={})
    await desk.ask("/subscribe X99")
    desk.watchlist = replace(BOOK, merged={"X99": "A14"})
    await desk.press_for_message(await desk.ask("/claim A14"), "🔕 Unfollow")
    assert await desk.db.read(subscriptions.of_chat, ANNA) == []


async def test_a_claim_corrects_another_until_that_is_taken_back(desk: Desk) -> None:
    await at_work(desk)
    said = await desk.ask("/supersede x99 a14")
    assert said.text.startswith("X99 corrects A14 now")
    [held] = await desk.db.read(entries.current)
    assert (held.kind, held.name, held.content, held.by) == (
        EntryKind.SUPERSEDE,
        "X99",
        {"supersedes": "A14"},
        str(ANNA),
    )
    assert (await desk.ask("/supersede X99")).text == said.text
    assert "marked as a correction: claim X99" in (await desk.ask("/audit")).text
    undone = await desk.press_for_edit(said, "X99 is no correction")
    assert undone.text == "X99 corrects no other claim any more."
    assert await desk.db.read(entries.current) == []
    assert (await desk.ask("/supersede X99")).text == "X99 corrects no other claim."


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("A14 A14", "it can’t correct itself"),
        ("A14 X99", "X99 corrects A14 already"),
        ("A03 X99", "take that back first: /supersede X99"),
        ("Z1 A14", "I know no claim “Z1”"),
        ("X99 Z1", "/claims lists them"),
        ("", "Write: /supersede E003 A14."),
        ("A14 A03 X99", "Write: /supersede E003 A14."),
    ],
)
async def test_what_corrects_nothing_is_refused_with_a_mend(desk: Desk, asked: str, why: str) -> None:
    await at_work(desk)
    await desk.ask("/supersede A14 A03")
    await desk.ask("/supersede X99 A14")
    assert why in (await desk.ask(f"/supersede {asked}")).text
    assert len(await desk.db.read(entries.current)) == 2


async def test_what_files_say_of_corrections_is_changed_there(desk: Desk) -> None:
    await at_work(desk)
    claims = tuple(replace(one, supersedes="A03") if one.id == "X99" else one for one in BOOK.claims)
    desk.watchlist = replace(BOOK, claims=claims, merged={"A14": "X99"})
    for asked in ("/supersede X99 A03", "/supersede X99"):
        assert "The watchlist’s files say that X99 corrects A03." in (await desk.ask(asked)).text
    assert "it can’t correct itself" in (await desk.ask("/supersede A14 X99")).text
    assert "can’t be both ways round" in (await desk.ask("/supersede A03 A14")).text
    assert await desk.db.read(entries.current) == []


@pytest.mark.parametrize(
    "asked", ["/newclaim Tyotkino was shelled", "/dropclaim E001", "/merge A03 A14", "/supersede A03 A14"]
)
async def test_readers_change_nothing(desk: Desk, asked: str) -> None:
    assert (await desk.ask(asked)).text.startswith("Only editors may do this.")
    assert await desk.db.read(entries.current) == []


async def test_a_hostile_sentence_is_shown_as_it_was_written(desk: Desk) -> None:
    await at_work(desk)
    proposal = await desk.ask("/newclaim <b>Tyotkino</b> & {name} was shelled %s")
    assert "<b>Tyotkino</b> & {name} was shelled %s" in proposal.text


async def test_a_claim_is_worded_in_one_more_language_and_others_see_which_it_is_in(desk: Desk) -> None:
    await at_work(desk)
    proposal = await desk.ask("/newclaim Теткино обстреляли ночью")
    await desk.press_for_message(await desk.press_for_edit(proposal, "shelled of a place"), "✓ Keep it")
    desk.watchlist = overlaid_with(BOOK, await made(desk))
    card = await desk.ask("/claim E001")
    assert "(in Russian) Теткино обстреляли ночью" in card.text
    assert "Not worded yet in English, Dutch and Ukrainian. Write: /newclaim E001 en: …" in card.text
    assert (await desk.ask("/newclaim e001 en: Tyotkino was shelled at night")).text == "E001 is worded in English now."
    content = await made(desk)
    assert content["asserting"] == {"ru": ["Теткино обстреляли ночью"], "en": ["Tyotkino was shelled at night"]}
    desk.watchlist = overlaid_with(BOOK, content)
    card = await desk.ask("/claim E001")
    assert "\nTyotkino was shelled at night\n" in card.text
    assert "Not worded yet in Dutch and Ukrainian." in card.text


def overlaid_with(book: Watchlist, content: dict[str, object]) -> Watchlist:
    """As the program has it once the claim is in force."""
    claim = claim_of(ClaimEntry.model_validate(content))
    return replace(book, claims=(*book.claims, claim), own=(claim.id,))


async def test_a_claim_of_files_is_not_worded_in_chat(desk: Desk) -> None:
    await at_work(desk)
    assert "Not worded yet" not in (await desk.ask("/claim X99")).text
    assert (await desk.ask("/newclaim E005 en: It burned")).text.startswith(
        "There is no claim E005 that was made in chat."
    )


async def test_a_draft_may_be_worded_otherwise_after_the_language_was_changed(desk: Desk) -> None:
    await at_work(desk)
    proposal = await desk.ask("/newclaim The Legion shelled Tyotkino")
    await desk.ask("/language nl")
    reworded = await answer(desk, proposal, "The Legion flooded Tyotkino")
    assert "The Legion flooded Tyotkino" in reworded.text
    draft = await desk.db.read(drafts.get, 1)
    assert draft is not None
    assert draft.statement == "The Legion flooded Tyotkino"


async def test_what_a_merged_claim_corrects_is_taken_back_by_the_claim_that_it_was_merged_into(desk: Desk) -> None:
    await at_work(desk)
    await desk.ask("/supersede X99 A03")
    claims = tuple(replace(one, supersedes="A03" if one.id == "A14" else None) for one in BOOK.claims)
    desk.watchlist = replace(BOOK, claims=claims, merged={"X99": "A14"})
    shown = await desk.ask("/supersede A14")
    assert shown.text.startswith("X99 corrects A03 now")
    undone = await desk.press_for_edit(shown, "X99 is no correction")
    assert undone.text == "X99 corrects no other claim any more."


async def test_what_was_dropped_while_its_change_was_proposed_stays_dropped(desk: Desk) -> None:
    await at_work(desk)
    name = await desk.own_claim()
    proposal = await desk.ask(f"/newclaim {name} Tyotkino was shelled again")
    await desk.press_for_edit(await desk.ask(f"/dropclaim {name}"), f"✗ Drop {name}")
    kept = await desk.press(proposal, "✓ Keep it")
    assert kept.text.startswith("There is no claim E001 that was made in chat.")
    assert await desk.db.read(entries.current) == []


@pytest.mark.parametrize("asked", ["/newclaim E001 It burned", "/newclaim E001 nl: Het brandde", "/dropclaim E001"])
async def test_a_claim_that_moved_into_the_files_is_not_changed_in_chat_any_more(desk: Desk, asked: str) -> None:
    await at_work(desk)
    name = await desk.own_claim()
    assert name == "E001"
    desk.watchlist = overlaid_with(BOOK, await made(desk))
    assert "There is no claim" not in (await desk.ask(asked)).text
    desk.watchlist = replace(desk.watchlist, own=())
    assert (await desk.ask(asked)).text.startswith("There is no claim E001 that was made in chat.")
