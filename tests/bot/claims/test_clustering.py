"""Posts of several channels about one thing: what becomes a draft, what does not, and that their order is nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.claims.clustering import SPAN, VOICES, area_of, found_in, groups, narrowed, slots_of
from storage.drafts import Draft
from storage.model import Evidence, Figure, Topic
from storage.said import DraftState
from storage.topics import Report
from storage.watchlist import ClaimedFigure
from tests.matcher.factories import place

NOON = datetime(2031, 5, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
WORDS = Evidence(0, 8, "shelling", "event:shelling")
PLACES = {
    one.id: one
    for one in (
        place("north", kind="oblast"),
        place("town", kind="town", parents=("north",)),
        place("mill", parents=("town", "north")),
        place("ford", parents=("town", "north")),
        place("alone", parents=("north",)),
    )
}


def topic(event: str = "shelling", at: str = "mill", **more: object) -> Topic:
    return Topic(at, event, WORDS, **more)  # type: ignore[arg-type]  # Topic's own fields


def report(number: int, voice: str, *topics: Topic, after: timedelta = timedelta(), lang: str = "ru") -> Report:
    return Report(number, voice, NOON + after, lang, topics or (topic(),))


def wounded(number: int, qualifier: str | None = None) -> Figure:
    return Figure(number, "civilians wounded", qualifier, 0, 1)


def three() -> list[Report]:
    return [report(number, voice, after=number * HOUR) for number, voice in enumerate("abc", start=1)]


def kept(reports: list[Report]) -> Draft:
    """The draft that was made of these reports."""
    (group,) = groups("mill", reports, [])
    return Draft(slots_of(group), NOON, found_in(group), id=7)


def test_three_channels_make_a_draft_and_two_do_not() -> None:
    (group,) = groups("mill", three(), [])
    assert (group.event, [one.revision_id for one in group.reports]) == ("shelling", [1, 2, 3])
    assert groups("mill", three()[:2], []) == []


def test_copies_speak_with_the_voice_of_their_original() -> None:
    copies = [report(number, "a", after=number * HOUR) for number in (1, 2, 3)]
    assert groups("mill", copies, []) == []
    (group,) = groups("mill", [*three(), *copies], [])
    assert (slots_of(group).channels, slots_of(group).posts) == (3, 6)


def test_other_kinds_of_event_and_other_days_are_not_put_together() -> None:
    mixed = [report(1, "a"), report(2, "b", topic("flood")), report(3, "c", topic("arrest"))]
    assert groups("mill", mixed, []) == []
    assert groups("mill", [*three()[:2], report(3, "c", after=SPAN + 2 * HOUR)], []) == []


def test_what_belongs_to_a_draft_grows_it_and_makes_no_second_one() -> None:
    draft = kept(three())
    later = report(4, "d", after=20 * HOUR)
    (group,) = groups("mill", [*three(), later], [draft])
    assert (group.draft, slots_of(group).channels, found_in(group).until) == (draft, 4, NOON + 20 * HOUR)


def test_a_draft_that_was_refused_is_not_proposed_again_in_its_time() -> None:
    refused = replace(kept(three()), state=DraftState.REFUSED)
    more = [report(number, voice, after=9 * HOUR) for number, voice in enumerate("defg", start=4)]
    assert [group.draft for group in groups("mill", [*three(), *more], [refused])] == [refused]


def test_the_next_day_is_another_draft() -> None:
    draft = kept(three())
    next_day = [report(number, voice, after=SPAN + number * HOUR) for number, voice in enumerate("abc", start=5)]
    assert [group.draft for group in groups("mill", [*three(), *next_day], [draft])] == [draft, None]


def test_a_further_kind_of_event_that_voices_share_belongs_to_the_draft() -> None:
    both = [report(n, v, topic(), topic("wounded"), after=n * HOUR) for n, v in enumerate("abc", start=1)]
    draft = kept([replace(one, topics=one.topics) for one in both])
    assert set(draft.slots.events) == {"shelling", "wounded"}
    only = [report(n, v, topic("wounded"), after=5 * HOUR) for n, v in enumerate("def", start=4)]
    assert len(groups("mill", [*both, *only], [draft])) == 1


def test_villages_are_told_together_with_their_district_and_towns_apart() -> None:
    assert [area_of(one, PLACES) for one in ("mill", "ford", "town", "alone", "gone")] == [
        "town", "town", "town", "alone", "gone",
    ]  # fmt: skip
    mixed = report(1, "a", topic(at="mill"), topic(at="alone"))
    assert [one.place for one in narrowed(mixed, "town", PLACES).topics] == ["mill"]


def test_the_slots_say_where_what_who_how_many_and_when() -> None:
    told = [
        report(1, "a", topic(actors=("company",), figures=(wounded(2, "about"),))),
        report(2, "b", topic(actors=("company",), figures=(wounded(3),), holder="mayor")),
        report(3, "c", topic(at="ford", figures=(wounded(2),)), lang="uk", after=HOUR),
    ]
    (group,) = groups("town", told, [])
    slots = slots_of(group)
    assert (slots.places, slots.events, slots.actors, slots.holders) == (
        ("mill",),
        ("shelling",),
        ("company",),
        ("mayor",),
    )
    assert slots.figures == (ClaimedFigure("civilians wounded", 2, approx=True, low=2, high=3),)
    assert (slots.first, slots.last) == (date(2031, 5, 10), date(2031, 5, 10))
    assert (slots.languages, slots.examples) == (("ru", "uk"), (1, 2, 3))


def test_villages_that_one_voice_names_each_are_the_district() -> None:
    told = [report(1, "a", topic(at="mill")), report(2, "b", topic(at="ford")), report(3, "c", topic(at="town"))]
    (group,) = groups("town", told, [])
    assert slots_of(group).places == ("town",)


reports = st.builds(
    report,
    st.integers(1, 10**6),
    st.sampled_from("abcde"),
    st.sampled_from(["shelling", "flood"]).map(topic),
    after=st.integers(0, 72).map(lambda hours: hours * HOUR),
)
posts = st.lists(reports, max_size=12, unique_by=lambda one: one.revision_id)


@given(posts, st.randoms())
def test_the_order_of_posts_does_not_matter(given_posts: list[Report], random: object) -> None:
    shuffled = list(given_posts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert groups("mill", shuffled, []) == groups("mill", given_posts, [])


@given(posts)
def test_every_draft_has_voices_enough_within_a_day_and_no_post_is_in_two(given_posts: list[Report]) -> None:
    found = groups("mill", given_posts, [])
    taken = [one.revision_id for group in found for one in group.reports]
    assert len(taken) == len(set(taken))
    for group in found:
        moments = [one.said_at for one in group.reports]
        assert len({one.voice for one in group.reports}) >= VOICES
        assert max(moments) - min(moments) <= SPAN


@given(posts)
def test_a_draft_keeps_its_posts_when_it_is_asked_again(given_posts: list[Report]) -> None:
    first = groups("mill", given_posts, [])
    known = [Draft(slots_of(one), NOON, found_in(one), id=number) for number, one in enumerate(first, start=1)]
    again = groups("mill", given_posts, known)
    assert all(group.draft is not None for group in again)
