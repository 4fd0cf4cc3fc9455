"""What is new about a claim, an actor or a place when one more post comes in."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.events import events_of
from storage.model import Cause, Figure, Kind, Link, Revision, Stance
from storage.telling import Event, EventKind, Known
from tests.bot.alerts.made import NOON, actor_link, claim_link, revision


def noted(
    links: Iterable[Link],
    known: Mapping[str, Known] | None = None,
    *,
    post: Revision | None = None,
    before: frozenset[tuple[Kind, str]] = frozenset(),
    copy_of: int | None = None,
) -> list[Event]:
    found = events_of(post or revision(), links, known or {}, before, copy_of, NOON)
    return [event for event in found if event.kind is not EventKind.POSTED]


def kinds(*args: object, **kwargs: object) -> list[EventKind]:
    return [event.kind for event in noted(*args, **kwargs)]  # type: ignore[arg-type]


def killed(value: float) -> Figure:
    return Figure(value, "fighters killed", None, 0, 3)


def test_the_first_assertion_of_a_claim_is_first_seen() -> None:
    assert kinds([claim_link(holder="lsr")]) == [EventKind.CLAIM_FIRST_SEEN]


def test_a_claim_that_corrects_one_that_was_asserted_is_a_changed_version() -> None:
    known = {"A04": Known(corrects=True)}
    assert kinds([claim_link("A04", holder="lsr")], known) == [EventKind.CLAIM_CHANGED_VERSION]
    known = {"A04": Known(sources=frozenset({"rvc"}), corrects=True)}
    assert kinds([claim_link("A04", holder="lsr")], known) == [EventKind.CLAIM_NEW_SOURCE]


def test_the_same_source_again_repeats_whoever_carries_it() -> None:
    known = {"A03": Known(sources=frozenset({"lsr"}))}
    assert kinds([claim_link(stance=Stance.ATTRIBUTES, holder="lsr")], known) == [EventKind.CLAIM_REPEATED]


def test_another_source_is_new() -> None:
    known = {"A03": Known(sources=frozenset({"lsr"}))}
    assert kinds([claim_link(holder="rvc")], known) == [EventKind.CLAIM_NEW_SOURCE]


def test_a_claim_without_a_known_speaker_is_the_channels_own_word() -> None:
    [event] = noted([claim_link()])
    assert event.source == "channel:700"


def test_the_first_denial_is_told_even_before_any_assertion() -> None:
    assert kinds([claim_link(stance=Stance.DENIES, holder="fsb")]) == [EventKind.CLAIM_FIRST_DENIAL]


def test_a_second_denier_is_a_new_source_and_the_same_one_repeats() -> None:
    known = {"A03": Known(deniers=frozenset({"fsb"}))}
    assert kinds([claim_link(stance=Stance.DENIES, holder="gladkov")], known) == [EventKind.CLAIM_NEW_SOURCE]
    assert kinds([claim_link(stance=Stance.REPORTS_DENIAL, holder="fsb")], known) == [EventKind.CLAIM_REPEATED]


def test_a_changed_figure_is_told_although_the_source_is_known() -> None:
    known = {"A14": Known(sources=frozenset({"fsb"}), figures=frozenset({("fighters killed", 100.0)}))}
    assert kinds([claim_link("A14", holder="fsb", figures=(killed(234),))], known) == [EventKind.CLAIM_CHANGED_FIGURE]


def test_the_first_figure_of_its_unit_changes_nothing() -> None:
    known = {"A14": Known(sources=frozenset({"fsb"}))}
    assert kinds([claim_link("A14", holder="fsb", figures=(killed(100),))], known) == [EventKind.CLAIM_REPEATED]


def test_what_a_copy_says_itself_is_not_told_as_a_copy() -> None:
    shared, own = actor_link("lsr"), actor_link("rvc")
    events = events_of(revision(), [shared, own], {}, frozenset(), 7, NOON, own={own})
    assert [event.copy_of for event in events if event.kind is EventKind.MENTIONED] == [7, None]


def test_a_forward_is_a_repetition_even_by_another_source() -> None:
    known = {"A03": Known(sources=frozenset({"lsr"}))}
    assert kinds([claim_link(holder="rvc")], known, copy_of=7) == [EventKind.CLAIM_REPEATED]


def test_a_question_is_a_mention_and_no_source() -> None:
    assert kinds([claim_link(stance=Stance.ASKS), claim_link(holder="lsr")]) == [
        EventKind.MENTIONED,
        EventKind.CLAIM_FIRST_SEEN,
    ]


def test_a_suggested_link_does_not_make_its_source_known() -> None:
    suggested = claim_link(holder="lsr", certain=False)
    assert kinds([suggested, claim_link(holder="lsr")])[1] is EventKind.CLAIM_FIRST_SEEN


def test_two_stances_in_one_post_are_two_events() -> None:
    assert kinds([claim_link(holder="lsr"), claim_link(stance=Stance.DENIES, holder="fsb")]) == [
        EventKind.CLAIM_FIRST_SEEN,
        EventKind.CLAIM_FIRST_DENIAL,
    ]


def test_an_edit_is_news_only_about_what_the_post_did_not_name_before() -> None:
    edited = revision(cause=Cause.EDITED)
    events = events_of(edited, [actor_link("lsr"), actor_link("rvc")], {}, frozenset({(Kind.ACTOR, "lsr")}), None, NOON)
    assert [(event.kind, event.target) for event in events] == [
        (EventKind.POST_EDITED, "lsr"),
        (EventKind.MENTIONED, "rvc"),
    ]


def test_a_channels_post_is_an_event_once_and_not_at_each_revision() -> None:
    assert [event.kind for event in events_of(revision(), [], {}, frozenset(), None, NOON)] == [EventKind.POSTED]
    late = revision(cause=Cause.ALBUM_PART)
    assert [event.kind for event in events_of(late, [], {}, frozenset(), None, NOON)] == [EventKind.POST_GREW]


# --- what becomes of a post ---

ABOUT = frozenset({(Kind.ACTOR, "lsr"), (Kind.CHANNEL, "700"), (Kind.CLAIM, "A03")})


def told_of(cause: Cause, *links: Link, dated: bool = True) -> list[Event]:
    changed = revision(cause=cause)
    if dated:
        changed = replace(changed, post=replace(changed.post, edited_at=NOON))
    return events_of(changed, links, {}, ABOUT, None, NOON)


def test_an_edit_is_an_event_for_all_that_the_post_was_about() -> None:
    events = told_of(Cause.EDITED, claim_link("A03", Stance.DENIES, holder="fsb"))
    assert {event.kind for event in events} == {EventKind.POST_EDITED}
    assert {(event.target_kind, event.target) for event in events} == ABOUT
    [claim] = [event for event in events if event.target == "A03"]
    assert (claim.stance, claim.holder, claim.source) == (Stance.DENIES, "fsb", "fsb")


@pytest.mark.parametrize("cause", [Cause.EDITED, Cause.DELETED])
def test_what_a_post_was_certainly_about_stays_so_where_its_words_are_less_clear_by_now(cause: Cause) -> None:
    [claim] = [event for event in told_of(cause, claim_link("A03", certain=False)) if event.target == "A03"]
    assert (claim.certain, claim.stance) == (True, None)


def test_what_an_edit_names_for_the_first_time_is_news_as_ever() -> None:
    events = told_of(Cause.EDITED, actor_link("rvc"))
    assert [event.target for event in events if event.kind is not EventKind.POST_EDITED] == ["rvc"]


def test_an_edit_without_a_date_is_an_edit_too() -> None:
    events = told_of(Cause.EDITED, actor_link("lsr"), dated=False)
    assert {(event.kind, event.target) for event in events} == {(EventKind.POST_EDITED, target) for _, target in ABOUT}


def test_a_deleted_post_is_that_and_no_news() -> None:
    events = told_of(Cause.DELETED, actor_link("lsr"), actor_link("rvc"), dated=False)
    assert {event.kind for event in events} == {EventKind.POST_DELETED}
    assert {(event.target_kind, event.target) for event in events} == ABOUT


def test_a_post_that_is_there_again_is_no_event() -> None:
    assert told_of(Cause.RESTORED, actor_link("lsr")) == []


def test_of_a_post_that_grew_only_its_channel_is_told_again() -> None:
    for cause in (Cause.ALBUM_PART, Cause.COMPLETED):
        [grew] = told_of(cause, actor_link("lsr"))
        assert (grew.kind, grew.target_kind, grew.target) == (EventKind.POST_GREW, Kind.CHANNEL, "700")


@given(st.lists(st.tuples(st.sampled_from(list(Stance)), st.sampled_from(["lsr", "rvc", "fsb"]), st.booleans())))
def test_a_claim_is_first_seen_and_first_denied_at_most_once(said: list[tuple[Stance, str, bool]]) -> None:
    links = [claim_link(stance=stance, holder=holder, certain=certain) for stance, holder, certain in said]
    sure = [event.kind for event in noted(links) if event.certain]
    assert sure.count(EventKind.CLAIM_FIRST_SEEN) <= 1
    assert sure.count(EventKind.CLAIM_FIRST_DENIAL) <= 1
