"""Short posts of our own, one class of difficulty after the other, with counter-examples, on the shipped watchlist.

The classes are those at which posts that nobody had seen were misunderstood: apples and surnames that are also places,
streets and ships named after towns, forwards written out in the text, governments called by their capitals, titles
without a region, armed groups described and not named, sentences typed in Latin letters. `named` is all that counts in
a text; `may` is too general to matter.
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
from storage.model import Kind

HERE = Path(__file__).parent
Post = dict[str, Any]
POSTS: list[Post] = [json.loads(line) for line in (HERE / "posts" / "classes.jsonl").read_text("utf-8").splitlines()]
CLASSES = sorted({post["class"] for post in POSTS})


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(load(HERE.parent.parent / "config" / "watchlist"))


def linked(post: Post) -> list[str]:
    published = datetime.fromisoformat(post["date"]).replace(hour=10, tzinfo=UTC)
    found = match(post["text"], Setting(published, post.get("channel"), None), catalogue())
    named = {link.target for link in found.links if link.certain and link.kind in {Kind.ACTOR, Kind.PLACE}}
    return sorted(named - set(post.get("may", ())))


@pytest.mark.parametrize("difficulty", CLASSES)
def test_who_and_where_is_told_apart(difficulty: str) -> None:
    asked = [post for post in POSTS if post["class"] == difficulty]
    wrong = [(post["text"], linked(post)) for post in asked if linked(post) != post["named"]]
    assert wrong == []
