"""The format of labelled posts: what is read, what is refused and how it says so."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from matcher.labels import ClaimLabel, Labelled, read_labelled, write_judged
from matcher.reading import Setting
from matcher.records import BadRecord
from storage.model import Cause, Channel, Evidence, Kind, Link, Post, Revision, Stance
from storage.said import Feedback, Judgement

POST = {"id": "1", "lang": "nl", "text": "De veerboot vaart.", "actors": ["ferry"], "places": [], "claims": []}


def test_a_labelled_post_says_what_it_is_about() -> None:
    claims = [{"claim": "C1", "stance": "asserts", "attributed": True}]
    post = read_labelled(json.dumps(POST | {"claims": claims, "places_opt": ["quay"], "kind": "trap"}), 1)
    assert post.record.text == "De veerboot vaart."
    assert post.named == {Kind.ACTOR: {"ferry"}, Kind.PLACE: frozenset()}
    assert post.claims == {"C1": ClaimLabel(Stance.ASSERTS, frozenset({Stance.ASSERTS, Stance.MENTIONS}))}
    assert post.optional[Kind.PLACE] == {"quay"}
    assert post.trap
    assert post.judged is None


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"lang": None}, '"lang" must be a language'),
        ({"text": 5}, '"text" must be a string'),
        ({"actors": "ferry"}, '"actors" must be a list of ids'),
        ({"places": [1]}, '"places" must be a list of ids'),
        ({"claims_opt": {"C1": 1}}, '"claims_opt" must be a list of ids'),
        ({"claims": None}, '"claims" must be a list'),
        ({"claims": ["C1"]}, 'each of "claims" must be like'),
        ({"claims": [{"claim": "C1", "stance": "agrees"}]}, '"stance" must be asserts, denies or mentions'),
        ({"claims": [{"claim": "C1", "stance": "asserts", "stance_ok": "denies"}]}, '"stance_ok" must be a list'),
    ],
)
def test_a_bad_line_is_refused_by_number_field_and_mend(wrong: dict[str, object], complaint: str) -> None:
    with pytest.raises(BadRecord, match="line 12: ") as refused:
        read_labelled(json.dumps(POST | wrong), 12)
    assert complaint in str(refused.value)


# --- from feedback ----------------------------------------------------------------------------------------------------

AT = datetime(2031, 5, 10, tzinfo=UTC)
REVISION = Revision(
    7, 1, Cause.FIRST, Channel(5, "oldmill", "Old Mill"), Post(5, 70, AT, "The ferry denies it."), AT, backlog=False
)
SPOT = (Evidence(4, 9, "ferry", "name"),)
LINKS = (
    Link(Kind.ACTOR, "ferry", 1.0, SPOT),
    Link(Kind.ACTOR, "mill", 1.0, SPOT),
    Link(Kind.CLAIM, "C1", 0.8, SPOT, stance=Stance.REPORTS_DENIAL),
)


def said(
    target: str, judgement: Judgement, *, kind: Kind = Kind.ACTOR, minute: int = 0, editor: bool = False
) -> Feedback:
    return Feedback(7, kind, target, judgement, AT + timedelta(minutes=minute), 500, editor)


def read_back(*judged: Feedback) -> Labelled:
    return read_labelled(write_judged(REVISION, "en", LINKS, judged), 1)


def test_feedback_is_a_post_of_which_only_some_links_were_judged() -> None:
    post = read_back(said("ferry", Judgement.RIGHT), said("mill", Judgement.WRONG))
    assert post.record.text == "The ferry denies it."
    assert post.record.setting == Setting(AT, "oldmill")
    assert post.named[Kind.ACTOR] == {"ferry"}
    assert post.judged == frozenset({"ferry", "mill"})
    assert post.optional[Kind.CLAIM] == {"C1"}


def test_of_several_words_on_a_link_the_newest_holds_and_an_editors_before_all() -> None:
    wrong, right = Judgement.WRONG, Judgement.RIGHT
    assert read_back(said("mill", wrong), said("mill", right, minute=1)).named[Kind.ACTOR] == {"mill"}
    assert not read_back(said("mill", wrong, editor=True), said("mill", right, minute=1)).named[Kind.ACTOR]


def test_a_right_claim_has_the_stance_it_was_linked_with() -> None:
    post = read_back(said("C1", Judgement.RIGHT, kind=Kind.CLAIM))
    assert post.claims == {"C1": ClaimLabel(Stance.DENIES, frozenset({Stance.DENIES}))}


def test_of_a_claim_with_the_wrong_stance_any_other_is_accepted() -> None:
    post = read_back(said("C1", Judgement.WRONG_STANCE, kind=Kind.CLAIM))
    assert post.claims["C1"].accepted == {Stance.ASSERTS, Stance.MENTIONS}
