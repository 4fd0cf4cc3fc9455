"""The claims that a text may be linked to, as far as its day, words and names tell before it is read."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from matcher.claims.rules import ClaimRules


@dataclass(frozen=True, slots=True)
class Open:
    """`ways`: sets of lexicon entries, all of one of which a sentence must hold that tells a claim of `told`; `worded`:
    claims of which it may hold a wording; `near`: claims that a passage of it may come near.
    """

    ways: Collection[frozenset[str]]
    told: AbstractSet[str]
    worded: AbstractSet[str]
    near: AbstractSet[str]

    def __bool__(self) -> bool:
        return bool(self.told or self.worded or self.near)


CLOSED = Open((), frozenset(), frozenset(), frozenset())


def open_to_all(rules: ClaimRules) -> Open:
    """For a text of which nothing is known."""
    claims = rules.rules.keys()
    ways = {frozenset(way.entries) for rule in rules.rules.values() for way in (*rule.asserts, *rule.denies)}
    return Open(ways, claims, claims, claims)
