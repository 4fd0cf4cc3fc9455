"""A digest: grouped, folded, split where nothing breaks."""

from datetime import datetime, timedelta
from typing import Any

from bot.alerts.digests import Contents
from bot.chat.rendering import render_digest
from storage.model import Alert, Channel, Kind, Message, Revision
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
    claim, asserts, denies = text.split("\n\n")[1].splitlines()
    assert claim == "A03 The groups took the village of Lozovaya Rudka. (unverified)"
    assert asserts == "• asserts: Freedom of Russia Legion (via Channel 8) 12 Mar, 09:00 — We are in."
    assert denies == "• ✖ denies: Vyacheslav Gladkov 12 Mar, 11:00 — They are not."
    assert "2 posts, of which 1 with a denial." in text


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
    lines = text_of(first, copy, again).split("\n\n")[1].splitlines()
    assert len(lines) == 3
    assert lines[2] == "↳ also repeated by Channel 10 12 Mar, 11:00, Channel 9 12 Mar, 10:00"


def test_copies_of_a_post_from_before_fold_into_the_first_of_them() -> None:
    copies = [
        (alert(event(copy_of=1)), revision("Old", revision_id=number, channel=channel(number), at=ago(number)))
        for number in (7, 8, 9)
    ]
    lines = text_of(*copies).split("\n\n")[1].splitlines()
    assert len(lines) == 3
    assert lines[2].startswith("↳ also repeated by Channel 7")


def test_an_original_that_was_collected_after_its_copy_stands_above_it() -> None:
    copy = (alert(event()), revision("First", revision_id=1, channel=channel(9), at=ago(1)))
    original = (alert(event(copy_of=1)), revision("First", revision_id=2, channel=channel(8), at=ago(2)))
    lines = text_of(copy, original).split("\n\n")[1].splitlines()
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
    headings = [section.splitlines()[0] for section in text.split("\n\n")[1:]]
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


def test_times_need_no_day_within_one_day() -> None:
    (message,) = render_digest(chat(), Contents(ago(4), NOON, ((alert(event()), revision()),)), watchlist())
    assert "Legion (via Governor's own) 12:00 —" in parse(message.html, "html")[0]
