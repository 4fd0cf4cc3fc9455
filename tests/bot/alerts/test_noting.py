"""The events of a page: what a post says is known to those behind it, as if each had been noted by itself."""

from dataclasses import replace

from bot.alerts.noting import Traced, events_of_page
from storage.model import Cause, Evidence, Kind, Link, Revision, Stance
from storage.telling import EventKind, Known
from storage.watchlist import Affiliation, Side, Tie
from tests.matcher.factories import actor, claim, watchlist
from tests.storage.samples import NOW, channel, post

GROUPS = Affiliation(Side.UKRAINE, Tie.ARMED_GROUP)
BOOK = watchlist(
    claim("C1"),
    claim("C2", supersedes="C1"),
    replace(actor("lsr"), affiliation=GROUPS),
    replace(actor("groups", kind="collective"), affiliation=GROUPS),
)


def says(number: int, target: str, holder: str, stance: Stance = Stance.ASSERTS) -> Traced:
    revision = Revision(number, 1, Cause.FIRST, channel(), post(number), NOW, backlog=False)
    link = Link(Kind.CLAIM, target, 1.0, (Evidence(0, 1, "S", "wording"),), stance=stance, holder=holder)
    return Traced(revision, (link,))


def kinds(*page: Traced, known: dict[str, Known] | None = None) -> list[EventKind]:
    news = events_of_page(page, known or {}, {}, BOOK, NOW)
    return [event.kind for happened in news.values() for event in happened if event.target_kind is Kind.CLAIM]


def test_what_a_post_says_is_known_to_the_next() -> None:
    page = (says(1, "C1", "lsr"), says(2, "C1", "rdk"), says(3, "C1", "lsr"), says(4, "C1", "gov", Stance.DENIES))
    assert kinds(*page) == [
        EventKind.CLAIM_FIRST_SEEN,
        EventKind.CLAIM_NEW_SOURCE,
        EventKind.CLAIM_REPEATED,
        EventKind.CLAIM_FIRST_DENIAL,
    ]


def test_a_correction_is_one_as_soon_as_what_it_corrects_was_asserted() -> None:
    assert kinds(says(1, "C2", "lsr")) == [EventKind.CLAIM_FIRST_SEEN]
    assert kinds(says(1, "C1", "lsr"), says(2, "C2", "lsr"))[1:] == [EventKind.CLAIM_CHANGED_VERSION]


def test_what_was_known_before_the_page_counts() -> None:
    assert kinds(says(1, "C1", "lsr"), known={"C1": Known(frozenset({"lsr"}))}) == [EventKind.CLAIM_REPEATED]


def test_an_edit_on_the_same_page_brings_no_news_about_what_its_post_was_about() -> None:
    first = says(1, "C1", "lsr")
    edit = replace(first, revision=replace(first.revision, id=2, number=2, cause=Cause.EDITED))
    assert kinds(first, edit) == [EventKind.CLAIM_FIRST_SEEN, EventKind.POST_EDITED]


def test_what_waited_for_an_editor_is_news_once_an_edit_makes_it_certain() -> None:
    first, edit = says(1, "C1", "lsr"), says(1, "C1", "lsr")
    first = replace(first, found=tuple(replace(link, certain=False) for link in first.found))
    edit = replace(edit, revision=replace(first.revision, id=2, number=2, cause=Cause.EDITED))
    assert kinds(first, edit) == [EventKind.CLAIM_FIRST_SEEN] * 2


def test_what_waited_for_an_editor_and_is_not_said_any_more_is_no_event() -> None:
    first = says(1, "C1", "lsr")
    first = replace(first, found=tuple(replace(link, certain=False) for link in first.found))
    edit = replace(first, revision=replace(first.revision, id=2, number=2, cause=Cause.EDITED), found=())
    gone = replace(edit, revision=replace(edit.revision, id=3, number=3, cause=Cause.DELETED))
    assert kinds(first, edit, gone) == [EventKind.CLAIM_FIRST_SEEN]


def test_what_an_edit_brought_in_was_not_in_the_revision_before() -> None:
    first = says(1, "C1", "lsr")
    edit = replace(says(1, "C2", "lsr"), revision=replace(first.revision, id=2, number=2, cause=Cause.EDITED))
    news = events_of_page((edit,), {}, {(1, 1): {(Kind.CLAIM, "C2"): 3}}, BOOK, NOW)
    assert [event.kind for event in news[2]] == [EventKind.CLAIM_FIRST_SEEN]


def test_where_a_member_was_heard_its_collective_is_no_new_source() -> None:
    assert kinds(says(1, "C1", "lsr"), says(2, "C1", "groups"))[1:] == [EventKind.CLAIM_REPEATED]
    assert kinds(says(1, "C1", "groups"), known={"C1": Known(frozenset({"lsr"}))}) == [EventKind.CLAIM_REPEATED]


def test_where_a_collective_was_heard_its_members_are_still_new() -> None:
    assert kinds(says(1, "C1", "groups"), says(2, "C1", "lsr"))[1:] == [EventKind.CLAIM_NEW_SOURCE]
