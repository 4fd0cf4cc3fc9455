"""How many posts by an author who never saw the rules link to their claim, and how many to another: floors, no goals.

Half of them were never read while the rules were mended (`stances/README.md`). A post about a claim may speak of a
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
READ = 240  # up to this number they were read
Post = dict[str, Any]


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(load(HERE.parents[2] / "config" / "watchlist"))


@cache
def posts() -> tuple[Post, ...]:
    written = (HERE / "stances" / "more_build.jsonl").read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in written.splitlines())


def half(*, read: bool) -> list[Post]:
    return [post for post in posts() if (int(post["id"].removeprefix("M")) <= READ) is read]


def links(post: Post) -> list[Link]:
    setting = Setting(datetime.fromisoformat(post["date"]).replace(tzinfo=UTC), post.get("channel"))
    return [link for link in match(post["text"], setting, catalogue()).links if link.kind is Kind.CLAIM]


def certain(post: Post) -> set[str]:
    return {link.target for link in links(post) if link.certain}


@pytest.mark.parametrize(("read", "linked", "sure", "right"), [(True, 0.94, 0.85, 0.93), (False, 0.86, 0.74, 0.85)])
def test_blind_posts_link_to_their_claims(read: bool, linked: float, sure: float, right: float) -> None:
    told = [post for post in half(read=read) if post["claim"]]
    found = [certain(post) for post in told]
    hits = sum(post["claim"] in targets for post, targets in zip(told, found, strict=True))
    assert sum(any(link.target == post["claim"] for link in links(post)) for post in told) >= linked * len(told)
    assert hits >= sure * len(told)
    assert hits >= right * sum(map(len, found))


def test_posts_about_other_villages_days_and_groups_link_to_nothing_for_certain() -> None:
    assert {post["text"]: found for post in posts() if not post["claim"] and (found := certain(post))} == {}
