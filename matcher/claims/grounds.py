"""What ties a text to the story of a claim: a place of it, or names and words that few posts hold by chance.

Feeds are full of depots that burn and soldiers who advance. Most that sounds like a claim and names nothing of its
story is about something else. So what is only heard, or agrees with a part of a claim, has to stand on such ground;
what the rules are sure of needs none.
"""

import json
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from storage.watchlist import Claim, Watchlist

RARE = 9.0
"""Bits. One post in 500 holds such names and words by chance."""

_TELLING = 8.0  # bits of a name; whom more posts name than that, such as states and armies, tells no story
_FILE = "background.json"
_GROUPS = frozenset({"armed_group", "collective"})


@dataclass(frozen=True, slots=True)
class Grounds:
    """`places`: claim -> where its story happens; `actors`, `words`: claim -> the actors of its story, and the lexicon
    ids of its ways, each with the bits that it tells. A claim that is nowhere, and has too little else to tie any text
    to it, is left out of `places`: every text may be of its story."""

    places: Mapping[str, frozenset[str]]
    actors: Mapping[str, Mapping[str, float]]
    words: Mapping[str, Mapping[str, float]]

    def hold(self, claim: str, named: Collection[str | None], said: Iterable[Collection[str]]) -> bool:
        """Whether a text is of the claim's story.

        `named`: whom and what the text names, and who speaks; `said`: the lexicon ids of each sentence, in order.
        """
        if claim not in self.places or not self.places[claim].isdisjoint(named):
            return True
        told = _sum(self.actors[claim], named)
        return told >= RARE or any(told + _sum(self.words[claim], here) >= RARE for here in _neighbours(said))


def grounds_of(watchlist: Watchlist, families: Mapping[str, frozenset[str]]) -> Grounds:
    """`families`: claim -> the lexicon ids of its ways."""
    background, claims = measured(), watchlist.claims
    telling = {one.id: bits for one in watchlist.actors if (bits := background.of_actor(one.id)) >= _TELLING}
    places = {claim.id: _places(claim, watchlist) for claim in claims}
    actors = {claim.id: {one: telling[one] for one in telling.keys() & _actors(claim, watchlist)} for claim in claims}
    words = {claim: {one: background.of_word(one) for one in sorted(told)} for claim, told in families.items()}
    most = {one: sum((*actors[one].values(), *words[one].values())) for one in places}
    return Grounds({one: around for one, around in places.items() if around or most[one] >= RARE}, actors, words)


def _sum(bits: Mapping[str, float], of: Collection[str | None]) -> float:
    return sum(value for one, value in bits.items() if one in of)


def _neighbours(said: Iterable[Collection[str]]) -> Iterator[frozenset[str]]:
    """What each two sentences say that follow one another."""
    return (one | other for one, other in pairwise([*map(frozenset[str], said), frozenset[str]()]))


def _places(claim: Claim, watchlist: Watchlist) -> frozenset[str]:
    """Its own, or else those of its incidents; with all that lies around and within."""
    within = {place.id: {place.id, *place.parents} for place in watchlist.places}
    of_incidents = (place for one in watchlist.incidents if claim.id in one.claims for place in one.places)
    around = set[str]().union(*(within.get(place, set[str]()) for place in claim.places or of_incidents))
    return frozenset(place for place, wider in within.items() if wider & around)


def _actors(claim: Claim, watchlist: Watchlist) -> frozenset[str]:
    """Whom it is about, who says and who disputes it, and who took part; with one armed group all others."""
    took_part = (actor for one in watchlist.incidents if claim.id in one.claims for actor in one.by)
    wanted = {*claim.about, *claim.holders, *claim.contested_by, *took_part}
    groups = {actor.id for actor in watchlist.actors if actor.kind in _GROUPS}
    return frozenset(wanted | groups if wanted & groups else wanted)


@dataclass(frozen=True, slots=True)
class Background:
    """In how many of `posts` ordinary posts each actor is named, and words of each lexicon id stand."""

    posts: int
    actors: Mapping[str, int]
    words: Mapping[str, int]

    def of_actor(self, actor: str) -> float:
        return self._bits(self.actors.get(actor))

    def of_word(self, entry: str) -> float:
        return self._bits(self.words.get(entry))

    def _bits(self, holding: int | None) -> float:
        """What was never measured, such as a desk's own word, counts as rare."""
        return RARE if holding is None else math.log2(self.posts / max(1, holding))


@cache
def measured() -> Background:
    """What `benchmarks/background.py` counted."""
    return Background(**json.loads(files("matcher.claims").joinpath(_FILE).read_text(encoding="utf-8")))
