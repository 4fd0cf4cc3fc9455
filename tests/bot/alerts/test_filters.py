"""Own words, expressions and filters: who is told of what through them, and why not."""

from dataclasses import replace
from typing import Any

import pytest

from bot.alerts.deciding import Heard, decide
from bot.following.seeing import Around, Seen, see
from storage.model import Cause, Evidence, Kind, Stance
from storage.telling import UNFILTERED, Alert, Event, EventKind, Filters, Mode, Reason, Subscription
from storage.watchlist import Affiliation, Side, Tie
from tests.bot.alerts.made import CHANNEL, NOON, actor_link, chat, claim_link, event, revision
from tests.matcher.factories import actor, channel, claim, place, watchlist

TEXT = "Бои у Козинки."
BOOK = Around(
    watchlist(
        place("oblast"),
        place("district", parents=("oblast",)),
        place("kozinka", parents=("district",)),
        replace(actor("lsr"), affiliation=Affiliation(Side.UKRAINE, Tie.ARMED_GROUP)),
        channel(CHANNEL.username or "", owner="lsr"),
        claim("A03"),
        claim("A04", supersedes="A03"),
    )
)
HOME = str(CHANNEL.channel_id)
POSTED = event(EventKind.POSTED, HOME, target_kind=Kind.CHANNEL, stance=None)
VILLAGE = event(EventKind.MENTIONED, "kozinka", target_kind=Kind.PLACE, stance=None)
DENIED = event(EventKind.CLAIM_FIRST_DENIAL, stance=Stance.DENIES)
REPEATED = event(EventKind.CLAIM_REPEATED)


def seen(*events: Event, text: str = TEXT, lang: str = "ru", **more: Any) -> Seen:
    return see(revision(text=text), events or (POSTED,), lang=lang, around=BOOK, **more)


def edited(before: str, now: str, *events: Event) -> Seen:
    happened = (replace(POSTED, kind=EventKind.POST_EDITED), *events)
    return see(revision(cause=Cause.EDITED, text=now), happened, (), "ru", BOOK, revision(text=before))


def words(expression: str, id_: int = 1, **filters: Any) -> Subscription:
    return Subscription(id_, 1, Kind.WORDS, expression, NOON, Filters(**filters))


def plain(kind: Kind, target: str, id_: int = 1, **filters: Any) -> Subscription:
    return Subscription(id_, 1, kind, target, NOON, Filters(**filters))


def told(about: Seen, *subscriptions: Subscription, heard: Heard | None = None) -> Alert | None:
    found = decide(about, [(one, chat()) for one in subscriptions], {1: heard or Heard()}, NOON)
    return found[0] if found else None


def why(about: Seen, *subscriptions: Subscription, heard: Heard | None = None) -> Reason | None:
    alert = told(about, *subscriptions, heard=heard)
    return alert.reason if alert else None


# --- what is followed -----------------------------------------------------------------------------------------------


def test_own_words_are_told_of_a_post_about_nothing_known_with_the_words_that_were_found() -> None:
    alert = told(seen(), words("козинка", 7))
    assert alert is not None
    assert (alert.reason, alert.events) == (Reason.WORDS, (POSTED,))
    [because] = alert.because
    assert (because.subscription_id, because.target, because.reason) == (7, "козинка", Reason.WORDS)
    assert because.words == (Evidence(6, 13, "Козинки", "own words"),)


def test_a_post_without_the_words_or_with_unwanted_ones_concerns_nobody() -> None:
    assert why(seen(text="Тихо."), words("козинка")) is None
    assert why(seen(), words("козинка AND NOT бои")) is None


def test_each_village_is_in_its_district_and_that_in_its_oblast() -> None:
    assert [why(seen(VILLAGE), plain(Kind.PLACE, name)) for name in ("oblast", "district", "kozinka")] == [
        Reason.FIRST
    ] * 3
    assert why(seen(replace(VILLAGE, target="oblast")), plain(Kind.PLACE, "kozinka")) is None


@pytest.mark.parametrize("side", ["ukraine", "armed_group", "ukraine/armed_group"])
def test_who_writes_is_known_by_the_channels_owner(side: str) -> None:
    assert why(seen(), plain(Kind.AFFILIATION, side)) is Reason.FIRST
    assert why(seen(), plain(Kind.AFFILIATION, "russia")) is None


def test_a_language_is_followed_by_itself_or_narrows() -> None:
    assert why(seen(), plain(Kind.LANGUAGE, "ru")) is Reason.FIRST
    assert why(seen(), words("козинка AND lang:nl")) is None


def test_a_claim_that_is_narrowed_is_told_as_rarely_as_the_claim() -> None:
    repeated = seen(POSTED, REPEATED)
    knows = Heard(targets=frozenset({(Kind.CLAIM, "A03")}))
    assert why(repeated, words("claim:A03 AND козинка"), heard=knows) is Reason.REPEATED
    assert why(repeated, words("claim:A03 OR козинка"), heard=knows) is Reason.WORDS


def test_in_an_expression_too_who_follows_a_claim_hears_of_its_versions() -> None:
    corrected = event(EventKind.CLAIM_CHANGED_VERSION, "A04")
    assert why(seen(POSTED, corrected), words("claim:A03 AND lang:ru")) is Reason.VERSION


def test_what_is_only_suggested_waits_for_an_editor_also_in_an_expression() -> None:
    unsure = replace(event(), certain=False)
    assert why(seen(POSTED, unsure), words("claim:A03 AND козинка")) is Reason.SUGGESTED
    assert why(seen(POSTED, unsure), words("козинка AND NOT claim:A03")) is Reason.WORDS


def test_who_was_told_of_a_claim_hears_of_an_edit_after_which_it_is_only_suggested() -> None:
    about = event(EventKind.POST_EDITED, stance=None)
    weaker = see(revision(cause=Cause.EDITED), (about,), (claim_link(certain=False),), around=BOOK, before=revision())
    assert why(weaker, plain(Kind.CLAIM, "A03"), heard=Heard(revisions=frozenset({1}))) is Reason.EDITED
    assert why(weaker, plain(Kind.CLAIM, "A03")) is Reason.DIGEST_ONLY


def test_a_copy_of_what_was_told_is_a_duplicate_for_own_words_too() -> None:
    copy = seen(replace(POSTED, copy_of=9))
    assert why(copy, words("козинка"), heard=Heard(revisions=frozenset({9}))) is Reason.DUPLICATE


def test_what_is_snoozed_is_silent_by_expression_too() -> None:
    snoozed = Heard(snoozed=frozenset({(Kind.WORDS, "козинка")}))
    assert why(seen(), words("козинка"), heard=snoozed) is Reason.MUTED
    snoozed = Heard(snoozed=frozenset({(Kind.PLACE, "oblast")}))
    assert why(seen(VILLAGE), plain(Kind.PLACE, "oblast"), heard=snoozed) is Reason.MUTED


def test_an_alert_names_every_subscription_that_it_is_there_for() -> None:
    alert = told(seen(POSTED, VILLAGE), words("козинка", 1), plain(Kind.PLACE, "oblast", 2), words("футбол", 3))
    assert alert is not None
    assert [(one.subscription_id, one.reason) for one in alert.because] == [(1, Reason.WORDS), (2, Reason.FIRST)]
    assert alert.events == (POSTED, VILLAGE)


# --- edits ----------------------------------------------------------------------------------------------------------


def test_words_that_an_edit_brings_are_told_like_new_ones() -> None:
    assert why(edited("Бои.", TEXT), words("козинка")) is Reason.WORDS


def test_an_edit_of_a_post_that_was_told_is_told_as_that_whatever_became_of_the_words() -> None:
    knows = Heard(revisions=frozenset({1}))
    assert why(edited(TEXT, "Козинка!"), words("козинка"), heard=knows) is Reason.EDITED
    assert why(edited(TEXT, "Тихо."), words("козинка"), heard=knows) is Reason.EDITED


def test_an_edit_that_leaves_the_words_is_for_the_digest() -> None:
    assert why(edited(TEXT, "Козинка!"), words("козинка")) is Reason.DIGEST_ONLY


def test_a_claim_that_is_narrowed_is_news_once_an_edit_names_what_it_is_narrowed_to() -> None:
    still = event(EventKind.POST_EDITED)
    links = (claim_link("A03"),)
    about = see(revision(cause=Cause.EDITED, text=TEXT), (still,), links, "ru", BOOK, revision(text="Бои."))
    assert why(about, words("claim:A03 AND козинка")) is Reason.FIRST


@pytest.mark.parametrize("cause", [Cause.ALBUM_PART, Cause.COMPLETED])
def test_of_a_post_that_grew_only_words_that_were_not_there_are_told(cause: Cause) -> None:
    grew = replace(POSTED, kind=EventKind.POST_GREW)
    about = see(revision(cause=cause, text=TEXT), (grew,), (actor_link("lsr"),), "ru", BOOK, revision(text="Бои."))
    assert why(about, words("козинка")) is Reason.WORDS
    assert why(about, words("козинка AND group:lsr")) is Reason.WORDS
    for known in (words("бои"), plain(Kind.CHANNEL, HOME), plain(Kind.ACTOR, "lsr")):
        assert why(about, known) is None


def test_a_deleted_post_still_has_its_last_words() -> None:
    gone = see(revision(cause=Cause.DELETED, text=TEXT), (replace(POSTED, kind=EventKind.POST_DELETED),), around=BOOK)
    assert why(gone, words("козинка"), heard=Heard(revisions=frozenset({1}))) is Reason.DELETED
    assert why(gone, words("козинка")) is Reason.DIGEST_ONLY


def test_what_a_link_says_counts_though_it_is_no_news() -> None:
    about = see(revision(text=TEXT), (POSTED,), (actor_link("lsr"),), "ru", BOOK)
    assert why(about, words("козинка AND group:lsr")) is Reason.WORDS


# --- filters --------------------------------------------------------------------------------------------------------


def test_only_denials_is_a_filter_of_claims_and_of_posts_about_anything_else() -> None:
    only: dict[str, Any] = {"stances": frozenset({Stance.DENIES, Stance.REPORTS_DENIAL})}
    assert why(seen(DENIED), plain(Kind.CLAIM, "A03", **only)) is Reason.DENIAL
    assert why(seen(event()), plain(Kind.CLAIM, "A03", **only)) is Reason.FILTERED
    assert why(seen(POSTED, VILLAGE, DENIED), plain(Kind.PLACE, "kozinka", **only)) is Reason.FIRST
    assert why(seen(POSTED, VILLAGE, event()), plain(Kind.PLACE, "kozinka", **only)) is Reason.FILTERED


def test_what_scores_too_low_is_left_out() -> None:
    assert why(seen(replace(event(), score=0.6)), plain(Kind.CLAIM, "A03", min_score=0.7)) is Reason.FILTERED
    assert why(seen(replace(event(), score=0.7)), plain(Kind.CLAIM, "A03", min_score=0.7)) is Reason.FIRST


def test_other_languages_are_left_out_but_not_what_nobody_can_tell() -> None:
    dutch = plain(Kind.CLAIM, "A03", languages=frozenset({"nl"}))
    assert why(seen(event()), dutch) is Reason.FILTERED
    assert [why(seen(event(), lang=lang), dutch) for lang in ("nl", "und")] == [Reason.FIRST] * 2


def test_of_a_post_that_was_told_no_filter_keeps_back_what_became_of_it() -> None:
    strict = words("козинка", languages=frozenset({"nl"}), stances=frozenset({Stance.DENIES}))
    knows = Heard(revisions=frozenset({1}))
    assert why(edited(TEXT, "Козинка!"), strict, heard=knows) is Reason.EDITED
    assert why(edited(TEXT, "Козинка!"), strict) is Reason.FILTERED


@pytest.mark.parametrize(
    ("mode", "reason", "in_digest", "in_digest_after_quiet"),
    [
        (Mode.BOTH, Reason.WORDS, True, True),
        (Mode.AT_ONCE, Reason.WORDS, False, True),
        (Mode.DIGEST, Reason.DIGEST_ONLY, True, True),
        (Mode.SILENT, Reason.SILENT, False, False),
    ],
)
def test_each_mode_says_what_is_told_at_once_and_what_is_in_the_digest(
    mode: Mode, reason: Reason, in_digest: bool, in_digest_after_quiet: bool
) -> None:
    alert, at_night = (
        told(seen(), words("козинка", mode=mode)),
        told(seen(), words("козинка", mode=mode), heard=Heard(quiet=True)),
    )
    assert alert is not None
    assert at_night is not None
    assert (alert.reason, alert.for_digest) == (reason, in_digest)
    assert (at_night.reason.tells, at_night.for_digest) == (False, in_digest_after_quiet)


def test_what_one_subscription_leaves_out_another_may_want() -> None:
    silent, loud = words("козинка", 1, mode=Mode.SILENT), plain(Kind.PLACE, "kozinka", 2)
    alert = told(seen(POSTED, VILLAGE), silent, loud)
    assert alert is not None
    assert (alert.reason, alert.events, alert.for_digest) == (Reason.FIRST, (VILLAGE,), True)
    assert [one.reason for one in alert.because] == [Reason.SILENT, Reason.FIRST]


def test_the_record_is_no_news_whatever_the_mode() -> None:
    for mode in Mode:
        past = see(revision(text=TEXT, backlog=True), (POSTED,), around=BOOK)
        assert why(past, words("козинка", mode=mode)) is Reason.BACKLOG


def test_a_subscription_leaves_nothing_out_unless_it_is_told_to() -> None:
    assert Subscription(1, 1, Kind.CLAIM, "A03", NOON).filters == UNFILTERED == Filters(Mode.BOTH)
