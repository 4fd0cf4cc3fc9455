"""How the second opinion is taught: the same posts teach the same, and the program carries what ours have taught."""

import json
import random
from importlib.resources import files

from benchmarks import claim_likeness
from benchmarks.stance_opinion import POSTS, ROOT, STANCES, TAUGHT, TOLD, Lesson, fingerprint, learn, thinned, written
from bot.watchlist import load
from matcher.claims.likeness import learned

DENIAL = Lesson(frozenset({"speaker unknown", "w nothin", "b < nothin", "here says:deny"}), "denies")
JOKE = Lesson(frozenset({"speaker unknown", "w bless", "b < bless", "picture"}), "mocks")
LESSONS = [DENIAL, JOKE] * 20


def test_the_weights_were_learned_from_the_posts_that_are_here() -> None:
    carried = json.loads(files("matcher.claims").joinpath("opinion.json").read_text(encoding="utf-8"))
    assert carried["learned from"] == fingerprint(), "run python -m benchmarks.stance_opinion"
    assert carried["stances"] == list(STANCES)


def test_what_claims_sound_like_was_learned_from_the_posts_and_the_claims_that_are_here() -> None:
    claims = load(ROOT / "config" / "watchlist").claims
    carried = json.loads(files("matcher.claims").joinpath("likeness.json").read_text(encoding="utf-8"))
    assert carried["learned from"] == claim_likeness.fingerprint(), "run python -m benchmarks.claim_likeness"
    assert learned().of(claims).claims.keys() == {claim.id for claim in claims}


def test_what_a_measure_weighs_is_how_far_it_tells_posts_apart() -> None:
    judged = [({"place": 1.0, "noise": n % 2}, True) for n in range(20)]
    judged += [({"place": -1.0, "noise": n % 2}, False) for n in range(20)]
    weights = claim_likeness.weighed(judged)
    assert weights["place"] > 1
    assert abs(weights["noise"]) < 0.01


def test_what_a_cue_teaches_is_the_stance_of_its_posts() -> None:
    weights = learn(LESSONS).weights
    assert max(STANCES, key=lambda one: weights["picture"][STANCES.index(one)]) == "mocks"
    assert max(STANCES, key=lambda one: weights["here says:deny"][STANCES.index(one)]) == "denies"


def test_the_same_posts_teach_the_same() -> None:
    assert written(learn(LESSONS), "here") == written(learn(LESSONS), "here")


def test_a_word_is_left_out_with_its_pairs_and_an_entry_everywhere() -> None:
    cues = ["w a", "b a a", "o a", "says:deny", "here says:deny!", "speaker known"]
    seen = {frozenset(thinned(cues, random.Random(n))) for n in range(200)}
    words, entry, rest = {"w a", "b a a", "o a"}, {"says:deny", "here says:deny!"}, {"speaker known"}
    assert seen == {frozenset(one) for one in (words | entry | rest, words | rest, entry | rest, rest)}


def test_what_the_rules_told_is_known_of_posts_that_teach() -> None:
    lines = (line for name in TAUGHT for line in (POSTS / name).read_text("utf-8").splitlines())
    told = json.loads(TOLD.read_text("utf-8"))
    assert told.keys() <= {json.loads(line)["id"] for line in lines}
    assert set(told.values()) <= {*STANCES, "mentions"}
