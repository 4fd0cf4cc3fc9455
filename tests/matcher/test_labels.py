"""The format of labelled posts: what is read, what is refused and how it says so."""

import json

import pytest

from matcher.labels import ClaimLabel, read_labelled
from matcher.records import BadRecord
from storage.model import Kind, Stance

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
