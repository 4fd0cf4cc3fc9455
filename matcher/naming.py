"""Whether a text may name anybody at all: asked of its folded words before names are looked for. Most texts do not.

"Perhaps" decides nothing; a "no" is what looking for all names would find. Knows neither spots nor whom a name means.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Naming:
    """`telling`: the longest word of each name; `single`: names of one word; `pairs`: the first two words of others."""

    telling: frozenset[str]
    single: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, names: Iterable[Sequence[str]]) -> "Naming":
        listed = list(names)
        return cls(
            telling=frozenset(max(name, key=len) for name in listed),
            single=frozenset(name[0] for name in listed if len(name) == 1),
            pairs=frozenset((name[0], name[1]) for name in listed if len(name) > 1),
        )

    def may_be_in(self, words: AbstractSet[str]) -> bool:
        """Whether a name may be made of these words, in any order."""
        return not self.telling.isdisjoint(words)

    def may_stand_in(self, listed: Sequence[str]) -> bool:
        """Whether a name may stand in these words, which are in order."""
        return not (self.single.isdisjoint(listed) and self.pairs.isdisjoint(pairwise(listed)))
