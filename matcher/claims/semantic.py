"""Claims by what a text means: how near each claim's statements are to it, in the vectors of a sentence encoder.

An optional second opinion on what the words proposed: it re-ranks suggestions, adds none and makes none certain.
Which encoder, and where it comes from, is not its question (`matcher.claims.sentence_encoder` loads one).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import Protocol, Self

Vector = Sequence[float]

WEIGHT = 0.4  # of the encoder's opinion beside that of the words and slots; set by judgement, not measured
CANDIDATES = 10  # the best by words and slots are compared by meaning, the others dropped


class Encoder(Protocol):
    """Turns sentences of any language into vectors of one length; what means the same points the same way."""

    def encode(self, texts: Sequence[str]) -> Sequence[Vector]: ...


@dataclass(frozen=True, slots=True)
class Prefixed:
    """An encoder, and what its makers want before a text that is compared ("query:") and one that is found
    ("passage:")."""

    encoder: Encoder
    query: str = ""
    passage: str = ""

    def of_query(self, text: str) -> Vector:
        return _unit(self.encoder.encode([_prefixed(self.query, text)])[0])

    def of_passages(self, texts: Sequence[str]) -> list[Vector]:
        return [_unit(one) for one in self.encoder.encode([_prefixed(self.passage, text) for text in texts])]


@dataclass(frozen=True, slots=True)
class Meanings:
    """What statements mean: a vector for each, over all its languages. `usual`: how near two different ones are."""

    encoder: Prefixed
    vectors: Mapping[str, Vector]
    usual: float

    @classmethod
    def build(cls, encoder: Prefixed, statements: Mapping[str, Iterable[str]]) -> Self:
        """`statements`: id -> its texts, in any languages; one without texts means nothing."""
        told = {one: tuple(texts) for one, texts in statements.items()}
        encoded = iter(encoder.of_passages([text for texts in told.values() for text in texts]))
        vectors = {one: _mean([next(encoded) for _ in texts]) for one, texts in told.items() if texts}
        return cls(encoder, vectors, _nearness(tuple(vectors.values())))

    def closeness(self, text: str, ids: Iterable[str]) -> dict[str, float]:
        """How near these statements are to the text, in [0, 1]: 0 is no nearer than statements are to one another.

        So the answers of different encoders, some of which find everything alike, can be weighed alike.
        """
        vector = self.encoder.of_query(text)
        room = max(1e-9, 1 - self.usual)
        found = {one: (_dot(vector, self.vectors[one]) - self.usual) / room for one in ids if one in self.vectors}
        return {one: min(1.0, max(0.0, near)) for one, near in found.items()}


def combined(score: float, closeness: float) -> float:
    """A score in [0, 1] by words and slots, weighed with the closeness."""
    return (1 - WEIGHT) * score + WEIGHT * closeness


def _prefixed(prefix: str, text: str) -> str:
    return f"{prefix.strip()} {text}" if prefix.strip() else text


def _nearness(vectors: Sequence[Vector]) -> float:
    """The mean product of two different ones, from their sum: |sum|² holds every pair twice, and each with itself."""
    if len(vectors) < 2:
        return 0.0
    total = [sum(values) for values in zip(*vectors, strict=True)]
    alone = sum(_dot(one, one) for one in vectors)
    return (_dot(total, total) - alone) / (len(vectors) * (len(vectors) - 1))


def _mean(vectors: Sequence[Vector]) -> Vector:
    return _unit([sum(values) for values in zip(*vectors, strict=True)])


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(_dot(vector, vector)) or 1.0
    return tuple(value / length for value in vector)


def _dot(one: Vector, other: Vector) -> float:
    product: float = sum(map(mul, one, other))
    return product
