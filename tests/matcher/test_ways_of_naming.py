"""Short posts of our own that name who and where in the ways of real channels, on the shipped watchlist.

Colloquial, indirect, by role, abbreviated, as an adjective, in other letters; and posts that only seem to. Written from
the list of actors and places by somebody who had not looked at the watchlist's forms; those that were not understood
then were mended by rules and names, not by their own words.
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
POSTS: list[Post] = [json.loads(line) for line in (HERE / "posts" / "ways.jsonl").read_text("utf-8").splitlines()]
NAMED = sorted({target for post in POSTS for target in post["named"]})
NOT_NAMED = sorted({target for post in POSTS for target in post.get("not", ())})


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(load(HERE.parent.parent / "config" / "watchlist"))


def linked(post: Post) -> set[str]:
    published = datetime.fromisoformat(post["date"]).replace(hour=10, tzinfo=UTC)
    found = match(post["text"], Setting(published, "some_channel", None), catalogue())
    return {link.target for link in found.links if link.certain and link.kind in {Kind.ACTOR, Kind.PLACE}}


@pytest.mark.parametrize("target", NAMED)
def test_it_is_known_by_all_these_names(target: str) -> None:
    asked = [post for post in POSTS if target in post["named"]]
    assert [post["text"] for post in asked if target not in linked(post)] == []


@pytest.mark.parametrize("target", NOT_NAMED)
def test_what_only_sounds_like_it_is_not_it(target: str) -> None:
    asked = [post for post in POSTS if target in post.get("not", ())]
    assert [post["text"] for post in asked if target in linked(post)] == []
