"""A text with all that was found in it, before anything is decided, and what can be asked of it.

Answers about spots and distances only; nothing here says whether a name counts.
"""

import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from matcher.catalogue import Catalogue, Guard, Hit
from matcher.names import Form
from matcher.reading import Mention, Token
from matcher.rejections import Rejected, Why

NEAR = 60  # words within which context counts
UNCERTAIN = 0.5  # the score of a mention that waits for an editor
_READ = frozenset({"nl", "en", "ru", "uk"})

Spot = tuple[int, int]
"""The pieces `[first, last)` of a text."""


@dataclass(frozen=True)
class Scene:
    """A text with all that was found in it, before anything is decided. `rejected`: who asks for that, gives a list."""

    text: str
    languages: frozenset[str]
    day: date | None
    speaker: str | None
    pieces: Sequence[Token | None]
    hits: Sequence[Hit]
    catalogue: Catalogue
    cues: "Cues"
    rejected: list[Rejected] | None = None

    @cached_property
    def targets(self) -> frozenset[str]:
        """All that may be named, counted or not."""
        return frozenset(form.target for hit in self.hits for form in hit.pattern.forms)


@dataclass(frozen=True, slots=True)
class Named:
    """One reading of one hit."""

    hit: Hit
    form: Form

    @property
    def first(self) -> int:
        return self.hit.first

    @property
    def last(self) -> int:
        return self.hit.last


class Cues:
    """Where each context word stands; looked for when the first is asked for, since most texts ask for none."""

    __slots__ = ("_catalogue", "_spots", "_words")

    def __init__(self, words: Sequence[str | None], catalogue: Catalogue) -> None:
        self._words = words
        self._catalogue = catalogue
        self._spots: dict[int, list[Spot]] | None = None

    def standing(self, numbers: frozenset[int]) -> Iterator[Sequence[Spot]]:
        """Of these words the spots, in order, of each that stands in the text."""
        if self._spots is None:
            self._spots = _spots(self._catalogue.scan(self._words))
        return map(self._spots.__getitem__, self._spots.keys() & numbers)


def _spots(hits: Iterable[Hit]) -> dict[int, list[Spot]]:
    found: defaultdict[int, list[Spot]] = defaultdict(list)
    for hit in hits:
        for number in hit.pattern.cues:
            found[number].append((hit.first, hit.last))
    return {number: sorted(spots) for number, spots in found.items()}


def guards_of(scene: Scene, one: Named) -> tuple[Guard, ...]:
    """The guards of this form in the text's languages; where one is none that we read, or unknown, all of them."""
    guards = scene.catalogue.guards.get((one.form.words, one.form.target), ())
    if not scene.languages or not scene.languages <= _READ:
        return guards
    return tuple(guard for guard in guards if guard.lang in scene.languages) or guards


def distance(scene: Scene, one: Named, cue_sets: Iterable[frozenset[int]]) -> int:
    """How many words away the nearest of these cues stands, itself aside; more than `NEAR` if there is none."""
    nearest = NEAR + 1
    for found in chain.from_iterable(map(scene.cues.standing, cue_sets)):
        at = bisect_left(found, (one.first, 0))
        for first, last in found[max(0, at - 2) : at + 3]:
            if last <= one.first:
                nearest = min(nearest, one.first - last + 1)
            elif first >= one.last:
                nearest = min(nearest, first - one.last + 1)
            elif first < one.first or last > one.last:
                nearest = 0  # the name is part of the cue: "Группа ЛСР"
    return nearest


def sifted(scene: Scene, named: Iterable[Named], against: Callable[[Named], Why | None]) -> list[Named]:
    """Those that nothing speaks against; why the others do not count is noted, if somebody asks."""
    kept = []
    for one in named:
        why = against(one)
        if why is None:
            kept.append(one)
        else:
            reject(scene, one, why)
    return kept


def reject(scene: Scene, one: Named, why: Why, instead: str | None = None) -> None:
    if scene.rejected is not None:
        start, end = span(scene, one)
        scene.rejected.append(Rejected(one.form.kind, one.form.target, start, end, one.form.rule, why, instead))


def mention_of(scene: Scene, one: Named, score: float) -> Mention:
    start, end = span(scene, one)
    return Mention(one.form.kind, one.form.target, start, end, one.form.rule, score)


def span(scene: Scene, one: Named) -> tuple[int, int]:
    ending = scene.pieces[one.last - 1]
    return start(scene, one.hit), ending.end if ending else start(scene, one.hit)


def start(scene: Scene, hit: Hit) -> int:
    beginning = scene.pieces[hit.first]
    return beginning.start if beginning else 0


def piece_at(scene: Scene, at: int) -> Token | None:
    return scene.pieces[at] if 0 <= at < len(scene.pieces) else None


def inside(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the `spans`, which are in order and apart, holds the span."""
    at = bisect_right(spans, (span[0], sys.maxsize)) - 1
    return at >= 0 and span[1] <= spans[at][1]
