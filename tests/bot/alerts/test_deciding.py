"""Who is told of what, and why not."""

from datetime import timedelta

import pytest

from bot.alerts.deciding import STRENGTH, Heard, decide, reason_for
from bot.following.seeing import Around, see
from storage.model import Kind
from storage.telling import EventKind, Filters, Mode, Reason
from tests.bot.alerts.made import NOON, chat, event, follows, revision
from tests.matcher.factories import claim, watchlist

KNOWS = Heard(targets=frozenset({(Kind.CLAIM, "A03")}))


def why(kind: EventKind, heard: Heard = KNOWS, *, backlog: bool = False, **more: object) -> Reason:
    return reason_for(event(kind, **more), chat(), heard, backlog=backlog, now=NOON)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (EventKind.CLAIM_FIRST_DENIAL, Reason.DENIAL),
        (EventKind.CLAIM_CHANGED_FIGURE, Reason.CHANGED),
        (EventKind.CLAIM_CHANGED_VERSION, Reason.VERSION),
        (EventKind.CLAIM_NEW_SOURCE, Reason.NEW_SOURCE),
        (EventKind.CLAIM_REPEATED, Reason.REPEATED),
        (EventKind.MENTIONED, Reason.DIGEST_ONLY),
    ],
)
def test_each_kind_of_news_about_a_claim_has_its_reason(kind: EventKind, reason: Reason) -> None:
    assert why(kind) is reason


def test_what_a_chat_never_heard_of_is_first_even_when_the_world_repeats_it() -> None:
    assert why(EventKind.CLAIM_REPEATED, Heard()) is Reason.FIRST


def test_a_forward_of_a_post_that_was_told_is_a_duplicate() -> None:
    told = Heard(revisions=frozenset({7}), targets=KNOWS.targets)
    assert why(EventKind.CLAIM_REPEATED, told, copy_of=7) is Reason.DUPLICATE


def test_a_forward_of_a_post_that_was_not_told_is_judged_by_itself() -> None:
    assert why(EventKind.CLAIM_REPEATED, Heard(), copy_of=7) is Reason.FIRST


def test_posts_collected_for_the_record_wake_nobody() -> None:
    assert why(EventKind.CLAIM_FIRST_SEEN, backlog=True) is Reason.BACKLOG


def test_a_suggested_link_waits_for_an_editor() -> None:
    assert why(EventKind.CLAIM_FIRST_SEEN, certain=False) is Reason.SUGGESTED


def test_a_muted_chat_is_not_told_until_the_mute_ends() -> None:
    muted = chat(muted_until=NOON + timedelta(hours=1))
    news = event(EventKind.CLAIM_FIRST_DENIAL)
    assert reason_for(news, muted, Heard(), backlog=False, now=NOON) is Reason.MUTED
    assert reason_for(news, muted, Heard(), backlog=False, now=NOON + timedelta(hours=1)) is Reason.DENIAL


def test_a_chat_hears_once_of_a_post_that_concerns_it_twice() -> None:
    events = [event(EventKind.CLAIM_NEW_SOURCE), event(EventKind.CLAIM_FIRST_DENIAL, "A14")]
    me = chat()
    [alert] = decide(see(revision(), events), [follows(me, "A03"), follows(me, "A14")], {}, NOON)
    assert (alert.reason, alert.events) == (Reason.DENIAL, tuple(events))


def test_each_chat_gets_only_the_events_it_follows() -> None:
    events = [event(), event(target="A14")]
    alerts = decide(see(revision(), events), [follows(chat(1), "A03"), follows(chat(2), "A14")], {}, NOON)
    assert [(alert.chat_id, [e.target for e in alert.events]) for alert in alerts] == [(1, ["A03"]), (2, ["A14"])]


def test_what_waits_for_an_editor_is_left_out_of_an_alert_that_is_told_for_something_else() -> None:
    sure, unsure = event(target="A14"), event(certain=False)
    [alert] = decide(see(revision(), [unsure, sure]), [follows(chat(), "A03"), follows(chat(), "A14")], {}, NOON)
    assert (alert.reason, alert.events, alert.unsure) == (Reason.FIRST, (sure,), (unsure,))
    [alone] = decide(see(revision(), [unsure, sure]), [follows(chat(), "A03")], {}, NOON)
    assert (alone.reason, alone.events, alone.unsure) == (Reason.SUGGESTED, (unsure,), ())


@pytest.mark.parametrize("mode", [Mode.SILENT, Mode.AT_ONCE])
def test_what_waits_for_an_editor_brings_nothing_into_the_digest(mode: Mode) -> None:
    happened = [event(certain=False), event(target="A14")]
    not_there = follows(chat(), "A14", filters=Filters(mode))
    [alert] = decide(see(revision(), happened), [follows(chat(), "A03"), not_there], {}, NOON)
    assert not alert.for_digest


def test_nobody_is_alerted_of_what_nobody_follows() -> None:
    assert decide(see(revision(), [event(target="B12")]), [follows(chat(), "A03")], {}, NOON) == []


def test_a_duplicate_names_the_revision_it_repeats() -> None:
    me = chat()
    heard = {me.chat_id: Heard(revisions=frozenset({7}), targets=KNOWS.targets)}
    [alert] = decide(see(revision(), [event(EventKind.CLAIM_REPEATED, copy_of=7)]), [follows(me)], heard, NOON)
    assert (alert.reason, alert.duplicate_of) == (Reason.DUPLICATE, 7)


@pytest.mark.parametrize(
    ("kind", "reason"), [(EventKind.POST_EDITED, Reason.EDITED), (EventKind.POST_DELETED, Reason.DELETED)]
)
def test_what_becomes_of_a_post_is_told_to_those_who_were_told_of_it(kind: EventKind, reason: Reason) -> None:
    told = Heard(revisions=frozenset({1}))
    assert why(kind, told) is reason
    assert why(kind, KNOWS) is Reason.DIGEST_ONLY
    assert why(kind, told, certain=False) is Reason.SUGGESTED
    assert why(kind, told, backlog=True) is Reason.BACKLOG


def test_a_copy_that_is_deleted_is_told_to_those_who_were_told_of_the_copy_only() -> None:
    assert why(EventKind.POST_DELETED, Heard(revisions=frozenset({7})), copy_of=7) is Reason.DIGEST_ONLY


def test_every_reason_has_its_strength_and_the_telling_ones_come_first() -> None:
    assert sorted(STRENGTH) == sorted(Reason)
    assert [reason.tells for reason in STRENGTH] == sorted((reason.tells for reason in STRENGTH), reverse=True)


# --- versions -------------------------------------------------------------------------------------------------------

FAMILY = Around(watchlist(claim("A03"), claim("A04", supersedes="A03"), claim("B01")))


def test_who_follows_a_claim_hears_of_the_one_that_corrects_it() -> None:
    corrected = event(EventKind.CLAIM_CHANGED_VERSION, "A04")
    [alert] = decide(see(revision(), [corrected], around=FAMILY), [follows(chat(), "A03")], {}, NOON)
    assert (alert.reason, alert.events) == (Reason.VERSION, (corrected,))


def test_who_follows_something_else_does_not_hear_of_a_version() -> None:
    corrected = event(EventKind.CLAIM_CHANGED_VERSION, "A04")
    assert decide(see(revision(), [corrected], around=FAMILY), [follows(chat(), "B01")], {}, NOON) == []


def test_a_group_by_the_name_of_a_claim_has_no_versions() -> None:
    corrected = event(EventKind.CLAIM_CHANGED_VERSION, "A04")
    followers = [follows(chat(), "A03", Kind.ACTOR)]
    assert decide(see(revision(), [corrected], around=FAMILY), followers, {}, NOON) == []
