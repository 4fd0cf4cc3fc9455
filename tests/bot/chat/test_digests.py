"""A digest: grouped, folded, split where nothing breaks."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.alerts.digests import Contents
from bot.chat.rendering import render_digest
from storage.messages import Message
from storage.model import Channel, Figure, Kind, Revision, Stance
from storage.said import ClaimStatus, FigureSaid, StatusChange
from storage.telling import Alert, EventKind, Reason
from storage.watching import Coverage, Problem
from tests.bot.chat.factories import NOON, alert, chat, covered, denial, event, watchlist
from tests.bot.chat.factories import revision as stored
from tests.botapi.markup import parse, piece, units

Entry = tuple[Alert, Revision]


def revision(text: str = "They did not enter.", *, revision_id: int = 1, **more: Any) -> Revision:
    """Each a post of its own."""
    return stored(text, **{"revision_id": revision_id, "post_id": revision_id, **more})


SINCE = NOON - timedelta(days=1)


def digest(*entries: Entry, coverage: tuple[Coverage, ...] = (), language: str = "en") -> tuple[Message, ...]:
    return render_digest(chat(language), Contents(SINCE, NOON, entries, coverage), watchlist())


def text_of(*entries: Entry, coverage: tuple[Coverage, ...] = ()) -> str:
    return "\n".join(parse(message.html, "html")[0] for message in digest(*entries, coverage=coverage))


def section(text: str, heading: str = "A03 The groups took the village of Lozovaya Rudka. (unverified)") -> list[str]:
    """The lines of a section, its heading included."""
    return next(part.splitlines() for part in text.split("\n\n") if part.startswith(heading))


def news(*entries: Entry, language: str = "en", **more: Any) -> list[str]:
    """What changed, line by line."""
    contents = Contents(SINCE, NOON, entries, **more)
    (message,) = render_digest(chat(language), contents, watchlist())
    return section(parse(message.html, "html")[0], "🆕")[1:]


def said(unit: str, value: float, since: datetime, source: str = "fsb") -> FigureSaid:
    return FigureSaid(source, unit, value, None, since, 1)


def ago(hours: int) -> datetime:
    return NOON - timedelta(hours=hours)


def channel(number: int) -> Channel:
    return Channel(number, f"channel_{number}", f"Channel {number}")


def test_nothing_to_tell_is_no_digest_even_with_gaps() -> None:
    gap = Coverage("rian_ru", None, None, NOON, problem=Problem.BLOCKED)
    assert digest(coverage=(gap,)) == ()


def test_who_asserts_and_who_denies_stand_under_the_claim() -> None:
    text = text_of(
        (alert(event()), revision("We are in.", revision_id=1, channel=channel(8), at=ago(3))),
        (alert(denial()), revision("They are not.", revision_id=2, at=ago(1))),
    )
    claim, asserts, denies = section(text)
    assert claim == "A03 The groups took the village of Lozovaya Rudka. (unverified)"
    assert asserts == "• asserts: Freedom of Russia Legion (via Channel 8) 12 Mar, 09:00 — We are in."
    assert denies == "• ✖ denies: Vyacheslav Gladkov 12 Mar, 11:00 — They are not."
    assert text.startswith("🗞 1 claim moved, 1 first denial; 2 posts\n11 Mar 2024, 12:00 – 12 Mar 2024, 12:00")


def test_a_post_that_asserts_and_denies_a_claim_stands_where_its_alert_puts_it() -> None:
    repeated = event(of=EventKind.CLAIM_REPEATED)
    _, only = section(text_of((alert(repeated, denial()), revision("We were wrong."))))
    assert only.startswith("• ✖ denies: Vyacheslav Gladkov")


def test_a_source_that_says_it_again_is_one_line_newest_first() -> None:
    entries = [
        (alert(event()), revision(f"Text {hour}", revision_id=hour, at=NOON - timedelta(hours=hour)))
        for hour in (1, 2, 3)
    ]
    assert (
        "Freedom of Russia Legion (via Governor's own) 12 Mar, 11:00, 12 Mar, 10:00, 12 Mar, 09:00 — Text 1"
        in text_of(*entries)
    )


def test_copies_and_forwards_fold_into_their_original() -> None:
    first = (alert(event()), revision("First", revision_id=1, channel=channel(8), at=ago(3)))
    copy = (alert(event(copy_of=1)), revision("First", revision_id=2, channel=channel(9), at=ago(2)))
    again = (
        alert(event(copy_of=2)),
        revision("First", revision_id=3, channel=channel(10), at=ago(1)),
    )
    lines = section(text_of(first, copy, again))
    assert len(lines) == 3
    assert lines[2] == "↳ also repeated by Channel 10 12 Mar, 11:00, Channel 9 12 Mar, 10:00"


def test_copies_of_a_post_from_before_fold_into_the_first_of_them() -> None:
    copies = [
        (alert(event(copy_of=1)), revision("Old", revision_id=number, channel=channel(number), at=ago(number)))
        for number in (7, 8, 9)
    ]
    lines = section(text_of(*copies))
    assert len(lines) == 3
    assert lines[2].startswith("↳ also repeated by Channel 7")


def test_an_original_that_was_collected_after_its_copy_stands_above_it() -> None:
    copy = (alert(event()), revision("First", revision_id=1, channel=channel(9), at=ago(1)))
    original = (alert(event(copy_of=1)), revision("First", revision_id=2, channel=channel(8), at=ago(2)))
    lines = section(text_of(copy, original))
    assert "(via Channel 8)" in lines[1]
    assert lines[2] == "↳ also repeated by Channel 9 12 Mar, 11:00"


def test_a_copy_of_what_is_not_in_the_digest_says_whose_words_it_repeats() -> None:
    copy = (alert(event(copy_of=9)), revision("A", revision_id=1, channel=channel(9)))
    origin = revision("A", revision_id=9, channel=channel(8), at=ago(30))
    [message] = render_digest(chat(), Contents(ago(24), NOON, (copy,), origins={1: origin}), watchlist())
    assert "↳ Copies a post of Channel 8, 11 Mar" in parse(message.html, "html")[0]


def test_copies_that_point_at_each_other_do_not_hang() -> None:
    one = (alert(event(copy_of=2)), revision("A", revision_id=1))
    other = (alert(event(copy_of=1)), revision("A", revision_id=2, channel=channel(9)))
    assert "also repeated by" in text_of(one, other)


def test_many_repetitions_are_counted() -> None:
    copies = [
        (alert(event(copy_of=1)), revision("A", revision_id=number, channel=channel(number))) for number in range(2, 12)
    ]
    assert "and 5 more" in text_of((alert(event()), revision("A", revision_id=1, at=ago(1))), *copies)


def test_what_is_about_no_claim_goes_by_group_then_place_then_channel() -> None:
    text = text_of(
        (alert(event("1001", Kind.CHANNEL)), revision("c", revision_id=4)),
        (alert(event("tyotkino", Kind.PLACE)), revision("b", revision_id=3)),
        (alert(event("lsr", Kind.ACTOR), event("tyotkino", Kind.PLACE)), revision("a", revision_id=2)),
        (alert(event()), revision("claim", revision_id=1)),
    )
    headings = [section.splitlines()[0] for section in text.split("\n\n")[2:]]
    assert headings == [
        "A03 The groups took the village of Lozovaya Rudka. (unverified)",
        "Freedom of Russia Legion",
        "Tyotkino",
        "Governor's own",
    ]


def test_a_post_about_two_claims_stands_under_both() -> None:
    text = text_of((alert(event(), event("A14", source="fsb")), revision("Both")))
    assert text.count("— Both") == 2


def test_every_line_leads_to_its_post() -> None:
    (message,) = digest((alert(event()), revision(channel=channel(8), post_id=42)))
    text, entities = parse(message.html, "html")
    urls = {piece(text, entity): entity["url"] for entity in entities if entity["type"] == "text_link"}
    assert urls == {"12 Mar, 12:00": "https://t.me/channel_8/42"}


def test_what_was_not_covered_is_said() -> None:
    gap = Coverage("rian_ru", None, None, NOON, problem=Problem.BLOCKED, problem_since=ago(2))
    text = text_of((alert(event()), revision()), coverage=(covered(), gap))
    assert text.endswith("⚠️ Not covered\n• @rian_ru: blocked in our country, since 12 Mar 2024, 10:00")


def test_posts_that_may_only_be_linked_are_not_quoted() -> None:
    assert "secret" not in text_of((alert(event()), revision("secret", channel=Channel(9, "linked_only", "Linked"))))


def test_a_long_digest_is_whole_in_several_messages_that_telegram_takes() -> None:
    entries = [
        (
            alert(event("lsr", Kind.ACTOR)),
            revision("<&> 😀 #tag " * 30, revision_id=number, channel=channel(number), post_id=number),
        )
        for number in range(1, 301)
    ]
    parts = digest(*entries)
    assert len(parts) > 5
    found: set[str] = set()
    for message in parts:
        text, entities = parse(message.html, "html")
        assert units(text) <= 4096
        assert len(entities) <= 100
        found |= {entity["url"] for entity in entities if entity["type"] == "text_link"}
    assert found == {f"https://t.me/channel_{number}/{number}" for number in range(1, 301)}
    assert "Freedom of Russia Legion (continued)" in parse(parts[1].html, "html")[0]
    assert [parse(one.html, "html")[0].splitlines()[-1] for one in parts] == [
        f"({number}/{len(parts)})" for number in range(1, len(parts) + 1)
    ]
    assert [len(one.buttons) for one in parts] == [0] * (len(parts) - 1) + [1]


# --- what changed -----------------------------------------------------------------------------------------------------


def test_new_claims_and_first_denials_say_who_and_when() -> None:
    assert news(
        (alert(event()), revision(revision_id=1, at=ago(3))),
        (alert(denial()), revision(revision_id=2, at=ago(1))),
    ) == [
        "A03 The groups took the village of Lozovaya Rudka.",
        "• first seen: Freedom of Russia Legion, 12 Mar, 09:00",
        "• 🚫 first denial: Vyacheslav Gladkov, 12 Mar, 11:00",
    ]


def test_new_sources_are_told_by_side() -> None:
    new = EventKind.CLAIM_NEW_SOURCE
    found = news(
        (alert(event(of=new, source="lsr")), revision(revision_id=1)),
        (alert(event(of=new, source="fsb")), revision(revision_id=2)),
        (alert(event(of=new, source="channel:77")), revision(revision_id=3, channel=channel(77))),
        (alert(event(of=new, source="governor", stance=Stance.DENIES)), revision(revision_id=4)),
    )
    assert found[1:] == [
        "• 3 new sources – Ukrainian side: Freedom of Russia Legion; Russian side: FSB; on no side: Channel 77",
        "• one more denies it – Russian side: Vyacheslav Gladkov",
    ]


def test_a_changed_figure_says_what_it_was_before() -> None:
    figures = (Figure(150, "fighters killed", "at least", 0, 3),)
    changed = event("A14", of=EventKind.CLAIM_CHANGED_FIGURE, source="fsb", figures=figures)
    known = {
        "A14": (said("tanks", 7, ago(30)), said("fighters killed", 100, ago(20)), said("fighters killed", 150, NOON))
    }
    found = news((alert(changed), revision()), figures=known)
    assert found[1:] == ["• fighters killed: 100 → at least 150 (FSB, 12 Mar, 12:00)"]


def test_a_status_that_was_set_is_told_without_any_post() -> None:
    set_to = StatusChange("A03", ClaimStatus.CONTESTED, "both say so", "7", ago(2))
    assert news(settled=(set_to,))[1:] == ["• status: unverified → contested (12 Mar, 10:00)"]
    before = replace(set_to, at=ago(30))
    assert render_digest(chat(), Contents(SINCE, NOON, (), settled=(before,)), watchlist()) == ()


def test_a_claim_that_only_was_repeated_did_not_move() -> None:
    text = text_of((alert(event(of=EventKind.CLAIM_REPEATED)), revision()))
    assert text.startswith("🗞 1 post\n")
    assert "What changed" not in text


def test_the_post_that_most_channels_carried_is_named_with_their_number() -> None:
    first = (alert(event()), revision("We are in", revision_id=1, channel=channel(8), at=ago(3)))
    copies = [
        (alert(event(copy_of=1)), revision("We are in", revision_id=number, channel=channel(number)))
        for number in (20, 21, 22)
    ]
    text = text_of(first, *copies)
    assert section(text, "🔁") == ["🔁 Repeated most: in 4 channels", "• Channel 8 12 Mar, 09:00 — We are in"]
    assert "🔁" not in text_of(first, copies[0])


def test_what_was_held_back_is_counted_by_why() -> None:
    text = text_of(
        (alert(event(), reason=Reason.MUTED), revision(revision_id=1)),
        (alert(event(), reason=Reason.QUIET), revision(revision_id=2)),
        (alert(event(), reason=Reason.QUIET), revision(revision_id=3)),
    )
    assert "🔕 Held back until now: 1 while snoozed, 2 in quiet hours" in text
    assert "🔕" not in text_of((alert(event()), revision()))


def test_what_is_not_for_the_digest_is_left_out() -> None:
    assert digest((replace(alert(event()), for_digest=False), revision())) == ()


def test_times_need_no_day_within_one_day() -> None:
    (message,) = render_digest(chat(), Contents(ago(4), NOON, ((alert(event()), revision()),)), watchlist())
    assert "Legion (via Governor's own) 12:00 —" in parse(message.html, "html")[0]


@pytest.mark.parametrize(("days", "when"), [(0, "12:00"), (20, "21 Feb, 12:00"), (400, "6 Feb 2023, 12:00")])
def test_what_is_of_another_day_or_year_says_so(days: int, when: str) -> None:
    origin = revision("First.", revision_id=9, at=NOON - timedelta(days=days), channel=channel(9))
    copy = (alert(event(copy_of=9)), revision("First."))
    (message,) = render_digest(chat(), Contents(ago(4), NOON, (copy,), origins={1: origin}), watchlist())
    assert f"↳ Copies a post of Channel 9, {when}" in parse(message.html, "html")[0].splitlines()
