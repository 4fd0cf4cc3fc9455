"""How many of the posts written blind, before tuning, link to their claim, and with which stance: floors, no goals.

Half of them were never read while the rules were mended: of those nothing but the two numbers is shown.
"""

import json
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from bot.watchlist import load
from matcher.catalogue import Catalogue, compile_catalogue
from matcher.match import match
from matcher.reading import Setting
from storage.model import Kind

HERE = Path(__file__).parent


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(load(HERE.parents[2] / "config" / "watchlist"))


def measured(name: str) -> tuple[float, float]:
    """The share of posts linked to their claim, and the macro F1 of their stances; no link is a wrong stance."""
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    linked = 0
    for line in (HERE / "stances" / name).read_text(encoding="utf-8").splitlines():
        post = json.loads(line)
        setting = Setting(datetime.fromisoformat(post["date"]).replace(tzinfo=UTC), post.get("channel"))
        links = [one for one in match(post["text"], setting, catalogue()).links if one.kind is Kind.CLAIM]
        stances = [str(one.stance) for one in links if one.target == post["claim"]]
        linked += bool(stances)
        wanted[post["stance"]] += 1
        answered[stances[0] if stances else ""] += 1
        right[post["stance"]] += stances[:1] == [post["stance"]]
    scores = [2 * right[stance] / (wanted[stance] + answered[stance]) for stance in wanted]
    return linked / wanted.total(), sum(scores) / len(scores)


@pytest.mark.parametrize(("name", "least"), [("build.jsonl", (0.77, 0.77)), ("held_out.jsonl", (0.72, 0.64))])
def test_blind_posts_link_to_their_claims_with_their_stances(name: str, least: tuple[float, float]) -> None:
    linked, stances = measured(name)
    assert linked >= least[0]
    assert stances >= least[1]
