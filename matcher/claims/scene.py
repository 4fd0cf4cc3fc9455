"""A scene: one sentence with all that the claim rules look at, and what it may take over from the sentences before.

A headline names the place and the next sentence tells the event, so who and where carry over, but never into or out of
a list item: a digest of ten items is ten small posts. Only gathers; what it means is for `stance`, `slots`, `scoring`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from matcher.claims.days import Period, periods
from matcher.claims.figures import figures
from matcher.claims.grammar import BUT, CLAUSE, NOT
from matcher.claims.lexicon import Hit
from matcher.claims.quoting import Quoted, carried, quotations
from matcher.claims.rules import ClaimRules
from matcher.claims.sources import Known, Source, sources
from matcher.claims.wordings import Found
from matcher.reading import Mention, Reading, Sentence, Token
from storage.model import Figure, Kind

_QUOTES = '«»„“”"'
_SCARE = 3  # words that quotation marks may hold without being a clause of their own
_TELLING = frozenset({"label", "we"})  # rules of mentions whose words may tell something
_CLAUSE_MARKS = frozenset(',;:()—–\n…«»“”"')
_UNQUOTED = str.maketrans("", "", _QUOTES)
_DASH = re.compile(r"\s[-—–]\s")
_BULLET = re.compile(r"[ \t]*(?:[-—–•▪●◾◽■□➖►▶*·]|\d{1,2}[.)])[️]?\s*")
_REACH = 2  # how many sentences back who and where carry over
_NOT_BEFORE = 2  # "not in", "не под"
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


class Scene:
    """One sentence, read as far as it is asked for, since most sentences tell nothing.

    For each token `pieces` says in which piece between commas and conjunctions it stands, `clauses` in which clause:
    the pieces around one event. `near`: hits that only suggest.
    """

    def __init__(
        self, sentence: Sentence, spots: tuple[Spot, ...], previous: "Scene | None", reading: Reading, rules: ClaimRules
    ) -> None:
        self.sentence = sentence
        self._spots = spots
        self._previous = previous
        self._reading = reading
        self._rules = rules
        self.quotations: list[Quotation] = []

    def tells(self, asked: Collection[str] = ()) -> bool:
        """Whether its words may speak of a claim, or are of the lexicon entries `asked` for."""
        families = self._rules.topics.families
        return any(hit.entry in families or hit.entry in asked for hit in self._hits) or bool(self.wordings)

    @cached_property
    def entries_at_most(self) -> frozenset[str]:
        """No fewer than the entries of its hits: quicker, for who asks whether they are worth looking for."""
        return self._rules.lexicon.entries_at_most(frozenset(token.word for token in self.sentence.tokens))

    @cached_property
    def _hits(self) -> tuple[Hit, ...]:
        return _hits(self.sentence, self._spots, self._rules)

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        return tuple(hit for hit in self._hits if not hit.near)

    @cached_property
    def near(self) -> tuple[Hit, ...]:
        return tuple(hit for hit in self._hits if hit.near)

    @cached_property
    def wordings(self) -> tuple[Found, ...]:
        return self._rules.wordings.find(self.sentence.tokens)

    @cached_property
    def actors(self) -> tuple[Spot, ...]:
        words, text = self.sentence.tokens, self._reading.text
        named = (spot for spot in self._spots if spot.mention.kind is Kind.ACTOR)
        return tuple(spot for spot in named if not _is_negated(spot, words, text))

    @cached_property
    def places(self) -> tuple[Spot, ...]:
        return _places(self._spots, self.actors, self.sentence.tokens)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        published = self._reading.setting.published_at
        return periods(self.sentence.tokens, self._reading.text, published.date() if published else None)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        dated = {i for day in self.periods for i in range(day.first, day.last + 1)}
        return figures(self.sentence, self.hits, self._reading.text, dated)

    @cached_property
    def pieces(self) -> tuple[int, ...]:
        return _pieces(self.sentence.tokens, self._reading.text)

    @cached_property
    def clauses(self) -> tuple[int, ...]:
        return _clauses(self.pieces, self.hits, self._rules.by_entry)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Who speaks in it, by its own words or as the one whose quotation it belongs to."""
        carrying = (quotation.source_in(self) for quotation in self.quotations)
        return (*self.own_sources, *(source for source in carrying if source))

    @cached_property
    def own_sources(self) -> tuple[Source, ...]:
        named = [(spot.target, spot.first, spot.last) for spot in self.actors]
        earlier = tuple(spot.target for scene in self.before for spot in reversed(scene.actors))
        known = Known(earlier, self._rules.actors, self._reading.speaker)
        return sources(self.sentence.tokens, self._reading.text, self.hits, named, known)

    @cached_property
    def item(self) -> bool:
        return _is_item(self.sentence, self._reading.text)

    @cached_property
    def before(self) -> tuple["Scene", ...]:
        """The sentences before that belong to it, nearest first, up to a list item."""
        found: list[Scene] = []
        one = None if self.item else self._previous
        while one is not None and not one.item and len(found) < _REACH:
            found.append(one)
            one = one._previous
        return tuple(found)


class Quotation:
    """A quotation that runs over several scenes."""

    def __init__(self, scenes: Sequence[Scene], span: tuple[int, int]) -> None:
        self.scenes = scenes
        self._span = span

    def source_in(self, scene: Scene) -> Source | None:
        """Who speaks in the quoted words of one of the scenes; None where its own words say so, or none does."""
        return self._sources[self.scenes.index(scene)]

    @cached_property
    def _sources(self) -> list[Source | None]:
        return carried([self._quoted(scene) for scene in self.scenes])

    def _quoted(self, scene: Scene) -> Quoted:
        words, (start, end) = scene.sentence.tokens, self._span
        since, until = (sum(token.start < edge for token in words) for edge in (start, end))
        return Quoted(words, scene.own_sources, since, until)


def scenes(reading: Reading, rules: ClaimRules) -> tuple[Scene, ...]:
    """The scenes of a text, in order."""
    told: list[Scene] = []
    for sentence, spots in _spotted(reading):
        told.append(Scene(sentence, spots, told[-1] if told else None, reading, rules))
    starts = [scene.sentence.start for scene in told]
    for span in quotations(reading.text) if len(told) > 1 else ():
        first, last = (max(bisect_right(starts, edge) - 1, 0) for edge in span)
        quotation = Quotation(told[first : last + 1], span)
        for scene in quotation.scenes if first < last else ():
            scene.quotations.append(quotation)
    return tuple(told)


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


def _is_negated(spot: Spot, words: Sequence[Token], text: str) -> bool:
    """ "Не РДК, а контрабандисты": the actor is named to say that it was somebody else; "Ні, РДК" answers."""
    if not spot.first or words[spot.first - 1].word not in NOT:
        return False
    return not _parts(text[words[spot.first - 1].end : words[spot.first].start].translate(_UNQUOTED))


def _places(spots: Sequence[Spot], actors: Sequence[Spot], words: Sequence[Token]) -> tuple[Spot, ...]:
    """The places that are meant: in "not in A, but in B" only the second is."""
    places = [spot for spot in spots if spot.mention.kind is Kind.PLACE and not _inside_actor(spot, actors)]
    ruled_out = {spot for spot in places if _is_instead(spot, places, words)}
    return tuple(spot for spot in places if spot not in ruled_out)


def _is_instead(spot: Spot, places: Sequence[Spot], words: Sequence[Token]) -> bool:
    negated = any(words[i].word in NOT for i in range(max(spot.first - _NOT_BEFORE, 0), spot.first))
    behind = next((other.first for other in places if other.first > spot.last), 0)
    return negated and any(words[i].word in BUT for i in range(spot.last + 1, behind))


def _is_own_name(spot: Spot, rules: ClaimRules) -> bool:
    """A group's or person's own name, whose words tell nothing; labels ("saboteurs") and "we report" do."""
    actor = rules.actors.get(spot.target)
    return actor is not None and actor.kind != "collective" and spot.mention.rule not in _TELLING


def _lies_in(hit: Hit, spot: Spot) -> bool:
    return all(spot.first <= i <= spot.last for i in hit.words)


def _inside_actor(spot: Spot, actors: Sequence[Spot]) -> bool:
    """ "Kyiv denies", "pro-Kyiv militias": the city stands for somebody."""
    return any(actor.mention.start <= spot.mention.start and spot.mention.end <= actor.mention.end for actor in actors)


def _clauses(pieces: Sequence[int], hits: Sequence[Hit], events: Collection[str]) -> tuple[int, ...]:
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
    scare = _scare_marks(words, text)
    for i, token in enumerate(words):
        if i and ((i not in scare and _parts(text[words[i - 1].end : token.start])) or token.word in CLAUSE):
            number += 1
        pieces.append(number)
    return tuple(pieces)


def _scare_marks(words: Sequence[Token], text: str) -> frozenset[int]:
    """The tokens before which there is nothing but a quotation mark of a quotation of a few words, which is no clause:
    «не "освобождён"».
    """
    ends = [max(words[0].start - 1, 0) if words else 0, *(token.end for token in words)]
    starts = [*(token.start for token in words), ends[-1] + 2]
    gaps = (text[end:start] for end, start in zip(ends, starts, strict=True))
    marked = [(i, not gap.strip(_QUOTES + " ")) for i, gap in enumerate(gaps) if any(mark in gap for mark in _QUOTES)]
    near = (pair for pair in pairwise(marked) if pair[1][0] - pair[0][0] <= _SCARE)
    return frozenset(i for pair in near for i, bare in pair if bare)


def _parts(between: str) -> bool:
    return any(mark in _CLAUSE_MARKS for mark in between) or bool(_DASH.search(between))
