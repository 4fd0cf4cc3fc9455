"""How many posts by authors who never saw the rules link to their claim, and how many to another: floors, no goals.

The rules were mended on them since (`stances/README.md`), so these figures flatter. A post about a claim may speak of a
second one as well, which its author did not write down: such a link counts as wrong here too.
"""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.watchlist import load
from matcher.catalogue import Catalogue, compile_catalogue
from matcher.match import match
from matcher.reading import Setting
from storage.model import Kind, Link

HERE = Path(__file__).parent
Post = dict[str, Any]


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(load(HERE.parents[2] / "config" / "watchlist"))


@cache
def posts(name: str) -> tuple[Post, ...]:
    written = (HERE / "stances" / f"{name}.jsonl").read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in written.splitlines())


def links(post: Post) -> list[Link]:
    setting = Setting(datetime.fromisoformat(post["date"]).replace(tzinfo=UTC), post.get("channel"))
    return [link for link in match(post["text"], setting, catalogue()).links if link.kind is Kind.CLAIM]


def certain(post: Post) -> set[str]:
    return {link.target for link in links(post) if link.certain}


@pytest.mark.parametrize(
    ("name", "linked", "sure", "right"), [("more_build", 0.92, 0.82, 0.96), ("opened", 0.92, 0.84, 0.95)]
)
def test_blind_posts_link_to_their_claims(name: str, linked: float, sure: float, right: float) -> None:
    told = [post for post in posts(name) if post["claim"]]
    found = [certain(post) for post in told]
    hits = sum(post["claim"] in targets for post, targets in zip(told, found, strict=True))
    assert sum(any(link.target == post["claim"] for link in links(post)) for post in told) >= linked * len(told)
    assert hits >= sure * len(told)
    assert hits >= right * sum(map(len, found))


@pytest.mark.parametrize("name", ["more_build", "opened"])
def test_posts_about_other_villages_days_and_groups_link_to_nothing_for_certain(name: str) -> None:
    assert {post["text"]: found for post in posts(name) if not post["claim"] and (found := certain(post))} == {}
