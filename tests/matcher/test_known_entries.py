"""Each actor named in the founding articles, each checkable claim and each related claim, in posts of our own wording.

The posts were written before anybody saw what the rules make of them. They are not made of an entry's own phrases.
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
from storage.watchlist import Watchlist

HERE = Path(__file__).parent
Post = dict[str, Any]


def posts(name: str) -> list[Post]:
    return [json.loads(line) for line in (HERE / "posts" / name).read_text(encoding="utf-8").splitlines()]


ACTORS = posts("actors.jsonl")
CLAIMS = posts("claims.jsonl")


def named(post: Post) -> str:
    return f"{post.get('claim') or post.get('actor')}-{post['lang']}"


@cache
def watchlist() -> Watchlist:
    return load(HERE.parent.parent / "config" / "watchlist")


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(watchlist())


def links(post: Post, kind: Kind) -> list[Link]:
    published = datetime.fromisoformat(post["date"]).replace(hour=12, tzinfo=UTC)
    found = match(post["text"], Setting(published, post.get("channel"), None), catalogue())
    return [link for link in found.links if link.kind is kind]


@pytest.mark.parametrize("post", ACTORS, ids=named)
def test_a_post_that_names_an_actor_links_to_it(post: Post) -> None:
    assert post["actor"] in {link.target for link in links(post, Kind.ACTOR)}


@pytest.mark.parametrize("post", CLAIMS, ids=named)
def test_a_post_about_a_claim_links_to_it_and_not_to_its_like(post: Post) -> None:
    found = {link.target: link for link in links(post, Kind.CLAIM)}
    assert post["claim"] in found
    assert set(post.get("not", ())) & {target for target, link in found.items() if link.certain} == set()


def test_every_checkable_and_every_related_claim_has_a_post() -> None:
    written = {post["claim"] for post in CLAIMS}
    wanted = {claim.id for claim in watchlist().claims if claim.checkable or claim.id.startswith("X")}
    assert wanted - written == set()


def test_the_posts_are_not_made_of_the_claims_own_phrases() -> None:
    phrases = {claim.id: [*claim.asserting.values(), *claim.denying.values()] for claim in watchlist().claims}
    copied = [
        (post["claim"], phrase)
        for post in CLAIMS
        for listed in phrases[post["claim"]]
        for phrase in listed
        if phrase.casefold() in post["text"].casefold()
    ]
    assert copied == []
