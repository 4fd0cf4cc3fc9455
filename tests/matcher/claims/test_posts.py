"""The shipped claims in posts of our own wording: each links for certain, and not to a claim that its own resembles.

The posts were written before the rules saw them, and the rules were mended by them since. A post whose claim is null is
about something else that looks alike.
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
POSTS: list[Post] = [
    json.loads(line)
    for file in sorted((HERE / "posts").glob("*.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(load(HERE.parents[2] / "config" / "watchlist"))


def links(post: Post) -> list[Link]:
    published = datetime.fromisoformat(post["date"]).replace(hour=12, tzinfo=UTC)
    found = match(post["text"], Setting(published), catalogue())
    return [link for link in found.links if link.kind is Kind.CLAIM]


def named(post: Post) -> str:
    return f"{post['claim']}-{post['lang']}"


@pytest.mark.parametrize("post", [post for post in POSTS if post["claim"]], ids=named)
def test_a_post_links_to_its_claim_and_not_to_its_like(post: Post) -> None:
    found = {link.target: link for link in reversed(links(post)) if link.certain}
    assert post["claim"] in found
    assert set(post.get("not", ())) & set(found) == set()
    for slot in ("stance", "holder"):
        assert post.get(slot) in (None, getattr(found[post["claim"]], slot))


@pytest.mark.parametrize("post", [post for post in POSTS if not post["claim"]], ids=lambda post: post["text"][:30])
def test_a_post_about_something_else_links_to_no_claim_for_certain(post: Post) -> None:
    assert [link.target for link in links(post) if link.certain] == []
