"""Scoring against labelled posts: what counts, what does not, and how sure the figures are."""

import json
import os
import runpy
from pathlib import Path
from typing import Any

import pytest

from matcher.evaluation import Measure, Share, Tally, evaluate, judge, wilson
from matcher.labels import Labelled, read_labelled
from storage.model import Evidence, Found, Kind, Link, Stance

SPOT = (Evidence(0, 1, "x", "name"),)


def labelled(**fields: object) -> Labelled:
    whole = {"id": "1", "lang": "nl", "text": "x", "actors": [], "places": [], "claims": []}
    return read_labelled(json.dumps(whole | fields), 1)


def found(*links: Link) -> Found:
    return Found("nl", links)


def actor(target: str) -> Link:
    return Link(Kind.ACTOR, target, 1.0, SPOT)


def claim(target: str, stance: Stance, *, certain: bool = True) -> Link:
    return Link(Kind.CLAIM, target, 0.8, SPOT, certain, stance)


def test_what_is_found_rightly_wrongly_and_not_at_all_is_counted_apart() -> None:
    verdict = judge(found(actor("mill"), actor("ferry")), labelled(actors=["mill", "bakery"]))
    assert verdict.tally(Measure.ACTORS) == Tally(right=1, wrong=1, missed=1)
    assert not verdict.exact


def test_what_is_debatable_is_neither_right_nor_wrong() -> None:
    post = labelled(actors=["mill"], actors_opt=["ferry", "bakery"])
    assert judge(found(actor("mill"), actor("ferry")), post).exact


def test_a_target_that_is_required_and_debatable_is_required() -> None:
    post = labelled(actors=["mill"], actors_opt=["mill"])
    assert judge(found(), post).tally(Measure.ACTORS) == Tally(missed=1)


def test_a_right_claim_with_the_wrong_stance_is_a_wrong_one_and_a_missed_one() -> None:
    post = labelled(claims=[{"claim": "C1", "stance": "asserts"}])
    verdict = judge(found(claim("C1", Stance.DENIES)), post)
    assert verdict.tally(Measure.CLAIMS) == Tally(right=1)
    assert verdict.tally(Measure.STANCES) == Tally(wrong=1, missed=1)


@pytest.mark.parametrize(
    ("label", "stance", "right"),
    [
        ({"stance": "asserts"}, Stance.ATTRIBUTES, True),
        ({"stance": "denies"}, Stance.REPORTS_DENIAL, True),
        ({"stance": "mentions"}, Stance.MOCKS, True),
        ({"stance": "asserts"}, Stance.MENTIONS, False),
        ({"stance": "asserts", "attributed": True}, Stance.RECALLS, True),
        ({"stance": "asserts", "stance_ok": ["denies"]}, Stance.DENIES, True),
    ],
)
def test_finer_stances_count_as_the_three_that_labels_know(label: dict[str, Any], stance: Stance, right: bool) -> None:
    post = labelled(claims=[{"claim": "C1"} | label])
    assert judge(found(claim("C1", stance)), post).exact is right


def test_a_suggested_claim_is_not_counted() -> None:
    assert judge(found(claim("C1", Stance.ASSERTS, certain=False)), labelled()).exact


def test_of_several_links_to_a_claim_the_first_certain_one_tells_the_stance() -> None:
    post = labelled(claims=[{"claim": "C1", "stance": "asserts"}])
    links = claim("C1", Stance.DENIES, certain=False), claim("C1", Stance.ASSERTS), claim("C1", Stance.DENIES)
    assert judge(found(*links), post).exact


def test_of_a_partly_judged_post_only_what_was_judged_counts() -> None:
    post = labelled(partial=True, actors=["mill"], must_not=["ferry"])
    assert judge(found(actor("mill"), actor("bakery")), post).exact
    assert judge(found(actor("mill"), actor("ferry")), post).tally(Measure.ACTORS) == Tally(right=1, wrong=1)


def test_traps_count_for_nothing_but_themselves() -> None:
    posts = [labelled(actors=["mill"]), labelled(actors=["mill"], lang="uk"), labelled(actors=["mill"], kind="trap")]
    scored = evaluate(judge(found(actor("mill")), post) for post in posts)
    assert (scored.total.posts, scored.traps.posts) == (2, 1)
    assert {language: score.posts for language, score in scored.languages.items()} == {"nl": 1, "uk": 1}
    assert scored.total.targets[Measure.ACTORS] == {"mill": Tally(right=2)}


def test_something_found_in_a_post_about_nothing_is_a_false_alarm() -> None:
    scored = evaluate([judge(found(actor("mill")), labelled()), judge(found(), labelled())]).total
    assert (scored.empty, scored.alarms, scored.exact) == (2, 1, 1)


def test_the_interval_is_wilsons() -> None:
    # Wilson's interval of 8 in 10, as textbooks give it
    share = wilson(8, 10)
    assert share is not None
    assert (share.value, round(share.low, 4), round(share.high, 4)) == (0.8, 0.4902, 0.9433)
    assert wilson(0, 0) is None


@pytest.mark.parametrize("whole", [1, 7, 30, 5000])
def test_an_interval_holds_its_value_and_stays_between_nothing_and_all(whole: int) -> None:
    for part in {0, 1, whole // 2, whole}:
        share = wilson(part, whole)
        assert share is not None
        assert 0 <= share.low <= share.value <= share.high <= 1


def test_f1_is_that_of_the_counts_with_an_interval_around_it() -> None:
    tally = Tally(right=6, wrong=2, missed=4)
    assert isinstance(tally.f1, Share)
    assert tally.f1.value == pytest.approx(2 * 6 / (2 * 6 + 2 + 4))
    assert tally.f1.low < tally.f1.value < tally.f1.high
    assert Tally(missed=0).f1 is None


DATA = os.environ.get("SEINPOST_DATA")  # noqa: TID251  # where the shared posts lie is no setting


@pytest.mark.skipif(DATA is None, reason="SEINPOST_DATA names no folder with labelled posts")
@pytest.mark.parametrize("name", ["dev.jsonl", "traps_dev.jsonl"])
def test_the_figures_are_those_of_the_scorer_beside_the_labelled_posts(name: str) -> None:
    """On predictions that are wrong in every way: many posts are given the links of another."""
    folder = Path(DATA or "") / "eval"
    gold = [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]
    predictions = [
        {
            "id": post["id"],
            "actors": gold[at - at % 2]["actors"],
            "places": gold[at - at % 3]["places"],
            "claims": [
                {"claim": one["claim"], "stance": ["reports_denial", "attributes", "mocks"][at % 3]}
                for one in gold[at - at % 2]["claims"]
            ],
        }
        for at, post in enumerate(gold)
    ]
    theirs = runpy.run_path(str(folder / "score.py"))["evaluate"](predictions, gold)[0]
    verdicts = [
        judge(_found(prediction), read_labelled(json.dumps({**post, "kind": "real"}), 1))
        for prediction, post in zip(predictions, gold, strict=True)
    ]
    ours = evaluate(verdicts)
    assert set(ours.languages) == set(theirs) - {"all"}
    for key, score in (("all", ours.total), *ours.languages.items()):
        expected = theirs[key]
        for measure in Measure:
            tally = score.tallies[measure]
            assert [tally.right, tally.wrong, tally.missed] == expected[measure]
        counts = (score.posts, score.exact, score.empty, score.alarms)
        assert counts == (expected["n"], expected["exact"], expected["neg"], expected["alarm"])


def _found(prediction: dict[str, Any]) -> Found:
    named = ((Kind.ACTOR, "actors"), (Kind.PLACE, "places"))
    links = [Link(kind, target, 1.0, SPOT) for kind, key in named for target in prediction[key]]
    return found(*links, *(claim(one["claim"], Stance(one["stance"])) for one in prediction["claims"]))
