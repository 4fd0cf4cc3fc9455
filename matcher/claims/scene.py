"""A scene: one sentence with all that the claim rules look at, and what it may take over from the sentences before.

A headline names the place and the next sentence tells the event, so who and where carry over, but never into or out of
a list item: a digest of ten items is ten small posts. Only gathers; what it means is for `stance`, `slots`, `scoring`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from matcher.claims.days import Period, periods
from matcher.claims.figures import figures
from matcher.claims.grammar import CLAUSE, NOT
from matcher.claims.lexicon import Hit
from matcher.claims.rules import ClaimRules
from matcher.claims.sources import Known, Source, sources
from matcher.claims.wordings import Found
from matcher.reading import Mention, Reading, Sentence, Token
from storage.model import Figure, Kind

_CLAUSE_MARKS = frozenset(',;:()—–\n…«»“”"')
_DASH = re.compile(r"\s[-—–]\s")
_BULLET = re.compile(r"[ \t]*(?:[-—–•▪●◾◽■□➖►▶*·]|\d{1,2}[.)])[️]?\s*")
_REACH = 2  # how many sentences back who and where carry over
_LONGEST = 120  # words; nobody writes longer sentences, so such a stretch is read as several


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
    the pieces around one event. `near`: hits that only suggest. `before`: the sentences before that belong to it,
    nearest first.
    """

    sentence: Sentence
    hits: tuple[Hit, ...]
    near: tuple[Hit, ...]
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


def scenes(reading: Reading, rules: ClaimRules, asked: Collection[str] = ()) -> tuple[Scene, ...]:
    """The scenes of a text, in order; none if no sentence has words that may speak of a claim, or are of the lexicon
    entries `asked` for.
    """
    found = [_Read(sentence, spots, rules, reading.speaker) for sentence, spots in _spotted(reading)]
    if not any(one.tells or any(hit.entry in asked for hit in one.hits) for one in found):
        return ()
    published = reading.setting.published_at.date() if reading.setting.published_at else None
    told: list[Scene] = []
    for one in found:
        item = _is_item(one.sentence, reading.text)
        told.append(_scene(one, reading.text, published, item, () if item else _before(told)))
    return tuple(told)


class _Read:
    """A sentence whose words were looked up, before anything else is."""

    __slots__ = ("hits", "rules", "sentence", "speaker", "spots", "wordings")

    def __init__(self, sentence: Sentence, spots: tuple[Spot, ...], rules: ClaimRules, speaker: str | None) -> None:
        self.sentence = sentence
        self.speaker = speaker
        self.spots = spots
        self.hits = _hits(sentence, spots, rules)
        self.rules = rules
        self.wordings = rules.wordings.find(sentence.tokens)

    @property
    def tells(self) -> bool:
        return bool(self.wordings) or any(hit.entry in self.rules.topics.families for hit in self.hits)


def _spotted(reading: Reading) -> Iterator[tuple[Sentence, tuple[Spot, ...]]]:
    """The sentences, each with the names that stand in it."""
    mentions = sorted(reading.mentions, key=lambda mention: (mention.start, mention.end, mention.target))
    at = 0
    for sentence in (part for whole in reading.sentences for part in _bounded(whole)):
        starts = [token.start for token in sentence.tokens]
        ends = [token.end for token in sentence.tokens]
        spots: list[Spot] = []
        while at < len(mentions) and mentions[at].start < sentence.end:
            if spot := _spot(mentions[at], sentence, starts, ends):
                spots.append(spot)
            at += 1
        yield sentence, tuple(spots)


def _bounded(sentence: Sentence) -> Iterator[Sentence]:
    words = sentence.tokens
    if len(words) <= _LONGEST:
        yield sentence
        return
    for i in range(0, len(words), _LONGEST):
        start = words[i].start if i else sentence.start
        end = words[i + _LONGEST].start if i + _LONGEST < len(words) else sentence.end
        yield replace(sentence, start=start, end=end, tokens=words[i : i + _LONGEST])


def _hits(sentence: Sentence, spots: Sequence[Spot], rules: ClaimRules) -> tuple[Hit, ...]:
    """The event words; those of a name of its own tell nothing."""
    named = [spot for spot in spots if _is_own_name(spot, rules)]
    return tuple(hit for hit in rules.lexicon.find(sentence.tokens) if not any(_lies_in(hit, one) for one in named))


def _scene(one: _Read, text: str, published: date | None, item: bool, before: tuple[Scene, ...]) -> Scene:
    sentence, spots = one.sentence, one.spots
    hits = tuple(hit for hit in one.hits if not hit.near)
    words = sentence.tokens
    actors = tuple(spot for spot in spots if spot.mention.kind is Kind.ACTOR and not _is_negated(spot, words))
    days = periods(words, text, published)
    dated = {i for day in days for i in range(day.first, day.last + 1)}
    pieces = _pieces(words, text)
    earlier = tuple(spot.target for scene in before for spot in reversed(scene.actors))
    known = Known(earlier, one.rules.actors, one.speaker)
    return Scene(
        sentence=sentence,
        hits=hits,
        near=tuple(hit for hit in one.hits if hit.near),
        wordings=one.wordings,
        actors=actors,
        places=tuple(spot for spot in spots if spot.mention.kind is Kind.PLACE and not _inside_actor(spot, actors)),
        figures=figures(sentence, hits, text, dated),
        periods=days,
        pieces=pieces,
        clauses=_clauses(pieces, hits, frozenset(one.rules.by_entry)),
        sources=sources(words, text, hits, [(spot.target, spot.first, spot.last) for spot in actors], known),
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


def _spot(mention: Mention, sentence: Sentence, starts: Sequence[int], ends: Sequence[int]) -> Spot | None:
    first, last = bisect_right(ends, mention.start), bisect_left(starts, mention.end) - 1
    if first <= last:
        return Spot(mention, first, last)
    if starts and sentence.start <= mention.start:  # a handle gives no words
        after = min(bisect_left(starts, mention.end), len(starts) - 1)
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
