"""A scene: one sentence with all that the claim rules look at, and what it may take over from the sentences before.

A headline names the place and the next sentence tells the event, so who and where carry over, but never into or out of
a list item: a digest of ten items is ten small posts. Only gathers; what it means is for `stance`, `slots`, `scoring`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matcher.claims.days import Period, periods
from matcher.claims.figures import figures
from matcher.claims.grammar import CLAUSE, NOT
from matcher.claims.lexicon import Hit
from matcher.claims.rules import ClaimRules
from matcher.claims.sources import Source, sources
from matcher.claims.wordings import Found
from matcher.reading import Mention, Reading, Sentence, Token
from storage.model import Figure, Kind

_CLAUSE_MARKS = frozenset(',;:()—–\n…«»“”"')
_DASH = re.compile(r"\s[-—–]\s")
_BULLET = re.compile(r"[ \t]*(?:[-—–•▪●◾◽■□➖►▶*·]|\d{1,2}[.)])[️]?\s*")
_REACH = 2  # how many sentences back who and where carry over


@dataclass(frozen=True, slots=True)
class Spot:
    """An actor or place named in the sentence, on the tokens `first` to `last`."""

    mention: Mention
    first: int
    last: int

    @property
    def target(self) -> str:
        return self.mention.target


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence, read.

    For each token `pieces` says in which piece between commas and conjunctions it stands, `clauses` in which clause:
    the pieces around one event. `before`: the sentences before that belong to it, nearest first.
    """

    sentence: Sentence
    hits: tuple[Hit, ...]
    wordings: tuple[Found, ...]
    actors: tuple[Spot, ...]
    places: tuple[Spot, ...]
    figures: tuple[Figure, ...]
    periods: tuple[Period, ...]
    pieces: tuple[int, ...]
    clauses: tuple[int, ...]
    sources: tuple[Source, ...]
    item: bool
    before: tuple["Scene", ...] = ()

    @property
    def entries(self) -> frozenset[str]:
        return frozenset(hit.entry for hit in self.hits)


def scenes(reading: Reading, rules: ClaimRules) -> tuple[Scene, ...]:
    """The scenes of a text, in order."""
    published = reading.setting.published_at.date() if reading.setting.published_at else None
    found: list[Scene] = []
    for sentence in reading.sentences:
        item = _is_item(sentence, reading.text)
        before = () if item else _before(found)
        found.append(_scene(sentence, reading, rules, published, item, before))
    return tuple(found)


def _scene(
    sentence: Sentence,
    reading: Reading,
    rules: ClaimRules,
    published: date | None,
    item: bool,
    before: tuple[Scene, ...],
) -> Scene:
    words = sentence.tokens
    spots = [spot for mention in reading.mentions if (spot := _spot(mention, sentence))]
    named = [spot for spot in spots if _is_own_name(spot, rules)]
    hits = tuple(hit for hit in rules.lexicon.find(words) if not any(_lies_in(hit, spot) for spot in named))
    actors = tuple(spot for spot in spots if spot.mention.kind is Kind.ACTOR and not _is_negated(spot, words))
    days = periods(words, reading.text, published)
    dated = {i for day in days for i in range(day.first, day.last + 1)}
    pieces = _pieces(words, reading.text)
    return Scene(
        sentence=sentence,
        hits=hits,
        wordings=rules.wordings.find(words),
        actors=actors,
        places=tuple(spot for spot in spots if spot.mention.kind is Kind.PLACE and not _inside_actor(spot, actors)),
        figures=figures(sentence, hits, reading.text, dated),
        periods=days,
        pieces=pieces,
        clauses=_clauses(pieces, hits, frozenset(rules.by_entry)),
        sources=sources(words, reading.text, hits, [(spot.target, spot.first, spot.last) for spot in actors]),
        item=item,
        before=before,
    )


def _before(found: Sequence[Scene]) -> tuple[Scene, ...]:
    """The last sentences, nearest first, up to a list item."""
    before: list[Scene] = []
    for scene in reversed(found[-_REACH:]):
        if scene.item:
            break
        before.append(scene)
    return tuple(before)


def _is_item(sentence: Sentence, text: str) -> bool:
    """It stands behind a bullet or a number at the start of a line."""
    line = text.rfind("\n", 0, sentence.start) + 1
    return bool(_BULLET.fullmatch(text, line, sentence.start)) or bool(
        line == sentence.start and (found := _BULLET.match(text, line)) and found.end() > line and "\n" in text.strip()
    )


def _spot(mention: Mention, sentence: Sentence) -> Spot | None:
    words = sentence.tokens
    inside = [i for i, token in enumerate(words) if token.start < mention.end and mention.start < token.end]
    if inside:
        return Spot(mention, inside[0], inside[-1])
    if words and sentence.start <= mention.start < sentence.end:  # a handle gives no words
        after = next((i for i, token in enumerate(words) if token.start >= mention.end), len(words) - 1)
        return Spot(mention, after, after)
    return None


def _is_negated(spot: Spot, words: Sequence[Token]) -> bool:
    """ "Не РДК, а контрабандисты": the actor is named to say that it was somebody else."""
    return spot.first > 0 and words[spot.first - 1].word in NOT


def _is_own_name(spot: Spot, rules: ClaimRules) -> bool:
    """A group's or person's own name, whose words tell nothing; labels ("saboteurs") do."""
    actor = rules.actors.get(spot.target)
    return actor is not None and actor.kind != "collective" and spot.mention.rule != "label"


def _lies_in(hit: Hit, spot: Spot) -> bool:
    return all(spot.first <= i <= spot.last for i in hit.words)


def _inside_actor(spot: Spot, actors: Sequence[Spot]) -> bool:
    """ "Kyiv denies", "pro-Kyiv militias": the city stands for somebody."""
    return any(actor.mention.start <= spot.mention.start and spot.mention.end <= actor.mention.end for actor in actors)


def _clauses(pieces: Sequence[int], hits: Sequence[Hit], events: frozenset[str]) -> tuple[int, ...]:
    """The clause number of each token. A piece without an event word belongs to the piece before it."""
    telling = {pieces[i] for hit in hits if hit.entry in events for i in hit.words}
    numbers: dict[int, int] = {}
    current = 0
    told = False
    for piece in dict.fromkeys(pieces):
        if piece in telling:
            current += told
            told = True
        numbers[piece] = current
    return tuple(numbers[piece] for piece in pieces)


def _pieces(words: Sequence[Token], text: str) -> tuple[int, ...]:
    pieces: list[int] = []
    number = 0
    for i, token in enumerate(words):
        if i and (_parts(text[words[i - 1].end : token.start]) or token.word in CLAUSE):
            number += 1
        pieces.append(number)
    return tuple(pieces)


def _parts(between: str) -> bool:
    return any(mark in _CLAUSE_MARKS for mark in between) or bool(_DASH.search(between))
