"""519 short posts of our own that name groups and places in hard ways, or seem to, on the shipped watchlist.

They were written before the rules that read them, in two halves: one was read while the rules were mended
(`names_open.jsonl`), of the other (`names_closed.jsonl`) only the figures.
"""

import json
from functools import cache
from pathlib import Path

import pytest

from bot.watchlist import load
from matcher.catalogue import Catalogue, compile_catalogue
from matcher.evaluation import Measure, Score, judge
from matcher.labels import read_labelled
from matcher.match import match

POSTS = Path(__file__).parent / "posts"
WATCHLIST = Path(__file__).parents[2] / "config" / "watchlist"


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(load(WATCHLIST))


def scored(name: str) -> Score:
    score = Score()
    for number, line in enumerate((POSTS / name).read_text(encoding="utf-8").splitlines(), start=1):
        post = read_labelled(json.dumps(json.loads(line) | {"claims": []}), number)
        score.add(judge(match(post.record.text, post.record.setting, catalogue()), post))
    return score


@pytest.mark.parametrize("half", ["names_open.jsonl", "names_closed.jsonl"])
def test_groups_and_places_are_read_in_hard_posts(half: str) -> None:
    score = scored(half)
    for measure in (Measure.ACTORS, Measure.PLACES):
        share = score.tallies[measure].f1
        assert share is not None
        assert share.value >= 0.97, measure
