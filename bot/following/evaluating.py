"""Whether an expression holds for a post, and through what. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.following.anchors import Anchor, keys_of_words
from bot.following.expressions import All, AnyOf, Atom, Expression, Named, Not, Said, forms_of
from storage.model import Evidence, Kind
from storage.terms import Word, folded, words

_SHOWN = 20
"""Places in a text that are told of one subscription."""

_CARRYING = {Kind.CLAIM: 0, Kind.ACTOR: 1, Kind.PLACE: 1, Kind.CHANNEL: 2, Kind.AFFILIATION: 2, Kind.LANGUAGE: 2}
_CARRIES_NOTHING = 3


class Text:
    """A post's words, laid out to be looked up."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = folded(text)

    @cached_property
    def at(self) -> Mapping[str, list[int]]:
        """Which of the words each is."""
        places: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            places.setdefault(word, []).append(place)
        return places

    @cached_property
    def _placed(self) -> Sequence[Word]:
        """The same words with where they stand: found out once for all who ask."""
        return words(self.text)

    def evidence(self, hits: Iterable[tuple[int, int]]) -> tuple[Evidence, ...]:
        """Where the words of these stretches (first, last) stand."""
        spans = [(self._placed[first].start, self._placed[last].end) for first, last in sorted(set(hits))[:_SHOWN]]
        return tuple(Evidence(start, end, self.text[start:end], "own words") for start, end in spans)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a post says and is. `named`: what it is about, with all that lies around its places, and who writes it in
    which language."""

    said: Text
    named: frozenset[tuple[Kind, str]]

    def keys(self) -> set[Anchor]:
        """Among them is an anchor of every expression that holds."""
        return keys_of_words(self.said.words) | self.named


@dataclass(frozen=True, slots=True)
class Answer:
    """An expression holds. `carriers`: the conditions whose news it is; `hits`: which of the post's words were found,
    from first to last."""

    carriers: frozenset[Atom] = frozenset()
    hits: frozenset[tuple[int, int]] = frozenset()

    @property
    def by_words(self) -> bool:
        return any(isinstance(atom, Said) for atom in self.carriers)


_HOLDS = Answer()


def answer(expression: Expression, facts: Facts) -> Answer | None:
    """None: it does not hold.

    Of several conditions that all must hold, the most telling carries the news: a claim that is narrowed to a place or
    a language is news of the claim, and repeated as rarely.
    """
    match expression:
        case Named(kind, target):
            return Answer(frozenset({expression})) if (kind, target) in facts.named else None
        case Said():
            hits = frozenset(_hits(expression, facts.said))
            return Answer(frozenset({expression}), hits) if hits else None
        case Not(part):
            return _HOLDS if answer(part, facts) is None else None
        case AnyOf(parts):
            found = [one for part in parts if (one := answer(part, facts)) is not None]
            return _joined(found) if found else None
        case All(parts):
            return _all(parts, facts)


def _all(parts: Iterable[Expression], facts: Facts) -> Answer | None:
    found = []
    for part in parts:
        one = answer(part, facts)
        if one is None:
            return None
        found.append(one)
    most = min(map(_rank, found))
    carriers = _joined(one for one in found if _rank(one) == most).carriers
    return Answer(carriers, _joined(found).hits)


def _rank(found: Answer) -> int:
    ranks = (_CARRYING[atom.kind] if isinstance(atom, Named) else 1 for atom in found.carriers)
    return min(ranks, default=_CARRIES_NOTHING)


def _joined(answers: Iterable[Answer]) -> Answer:
    found = list(answers)
    return Answer(
        frozenset().union(*(one.carriers for one in found)),
        frozenset().union(*(one.hits for one in found)),
    )


def _hits(asked: Said, said: Text) -> Iterator[tuple[int, int]]:
    if asked.opened:
        yield from _opened_hits(asked.words, said)
        return
    for spelling in _spellings(asked, said):
        for first in said.at.get(spelling[0], ()):
            last = first + len(spelling)
            if said.words[first:last] == spelling:
                yield first, last - 1


def _spellings(asked: Said, said: Text) -> Iterable[tuple[str, ...]]:
    """Those that the text may have: of a word's many forms, few."""
    if len(asked.words) > 1:
        return asked.term.spellings
    return [(word,) for word in forms_of(asked) & said.at.keys()]


def _opened_hits(asked: tuple[str, ...], said: Text) -> Iterator[tuple[int, int]]:
    *whole, start = asked
    for last, word in enumerate(said.words):
        first = last - len(whole)
        if word.startswith(start) and first >= 0 and said.words[first:last] == tuple(whole):
            yield first, last
