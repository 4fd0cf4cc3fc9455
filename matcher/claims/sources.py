"""Whose words a sentence gives: "FSB: ...", "по словам Гладкова", "... – Putin", "zegt het Kremlin".

A source may be an actor, or somebody unnamed ("reportedly", "officials say"). Where a sentence has several, each part
of it belongs to the nearest. What is said, and whether it is denied, is for `stance`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.claims.grammar import listed
from matcher.claims.lexicon import Hit
from matcher.reading import Token

REPORT = "report"  # to say, to report, to claim: the lexicon's reporting words
ACCORDING = "according"  # according to, по словам
ALLEGED = "allegedly"
DENY = "deny"
LIE = "fake"
SAYING = frozenset({REPORT, DENY, "not_involved", "claim_responsibility"})

_VERB_REACH = 6
_END_REACH = 3
_DASH = re.compile(r"[-—–|]")
_QUOTE_END = re.compile(r"[.!…]?[»”“\"][.,]?\s*[-—–]|[.!…]?[»”\"],|[,.!][»”\"]")
_NAME_GAP = listed("the a an de het een в у в'ь глава главы губернатор губернатора governor gouverneur spokesman в")


@dataclass(frozen=True, slots=True)
class Source:
    """`actor` None: somebody unnamed. It speaks of the tokens from `since` to `until`, ends excluded and `at` apart."""

    actor: str | None
    at: int
    since: int
    until: int


Named = tuple[str, int, int]
"""An actor's id and its first and last token."""


def sources(words: Sequence[Token], text: str, hits: Sequence[Hit], actors: Sequence[Named]) -> tuple[Source, ...]:
    """All sources of a sentence, in order."""
    found = [
        *_by_colon(words, text, hits, actors),
        *_by_verb(words, text, hits, actors),
        *_by_according(words, hits, actors),
        *_at_the_end(words, text, actors),
        *_behind_a_quote(words, text, actors),
    ]
    found += _unnamed(words, hits, found)
    unique = {(source.actor, source.at): source for source in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda source: source.at))


def source_of(hit: Hit, found: Sequence[Source]) -> Source | None:
    """The source whose part of the sentence the event is in, the nearest."""
    covering = [source for source in found if source.since <= hit.last and hit.first < source.until]
    return min(covering, key=lambda source: abs(source.at - hit.first), default=None)


def _by_colon(words: Sequence[Token], text: str, hits: Sequence[Hit], actors: Sequence[Named]) -> Iterator[Source]:
    """ "FSB: ..."; but "the FSB lies: ..." and "denied what the FSB said: ..." are somebody else's words."""
    lies = [hit.first for hit in hits if hit.entry == LIE]
    denials = [hit.last for hit in hits if hit.entry == DENY]
    for actor, first, last in actors:
        if any(denial < first for denial in denials):
            continue
        reach = _VERB_REACH if first == 0 else _END_REACH
        for i in range(last, min(last + reach, len(words) - 1)):
            between = text[words[i].end : words[i + 1].start]
            if any(last < lie <= i for lie in lies):
                break
            if ":" in between and not between.strip(' \n*_«»"“”').startswith("://"):
                yield Source(actor, last, i + 1, len(words))
                break
            if any(mark in between for mark in ",;.—–"):
                break


def _by_verb(words: Sequence[Token], text: str, hits: Sequence[Hit], actors: Sequence[Named]) -> Iterator[Source]:
    for hit in hits:
        if hit.entry not in SAYING:
            continue
        actor = _subject(hit, words, text, actors)
        if actor:
            yield Source(actor[0], hit.first, 0, len(words))


def _subject(hit: Hit, words: Sequence[Token], text: str, actors: Sequence[Named]) -> Named | None:
    """Who says it: the nearest actor before the verb in its clause, or the one right behind it."""
    behind = [
        actor
        for actor in actors
        if hit.first < actor[1] <= hit.last + 1 + _END_REACH and not _broken(words, text, hit.first, actor[1])
    ]
    before = [
        actor
        for actor in actors
        if hit.first - _VERB_REACH <= actor[2] < hit.first and not _broken(words, text, actor[2], hit.first)
    ]
    if before:
        return max(before, key=lambda actor: actor[2])
    if behind and all(words[i].word in _NAME_GAP or len(words[i].word) > 3 for i in range(hit.first + 1, behind[0][1])):
        return min(behind, key=lambda actor: actor[1])
    return None


def _broken(words: Sequence[Token], text: str, left: int, right: int) -> bool:
    between = text[words[left].end : words[right].start]
    return any(mark in between for mark in ",;:.!?—–«\n")


def _by_according(words: Sequence[Token], hits: Sequence[Hit], actors: Sequence[Named]) -> Iterator[Source]:
    for hit in hits:
        if hit.entry != ACCORDING:
            continue
        following = [actor for actor in actors if hit.last < actor[1] <= hit.last + 1 + _VERB_REACH]
        if following:
            yield Source(min(following, key=lambda actor: actor[1])[0], hit.first, 0, len(words))


def _at_the_end(words: Sequence[Token], text: str, actors: Sequence[Named]) -> Iterator[Source]:
    """ "... is a terrorist act - Putin"."""
    for actor, first, last in actors:
        if first and last >= len(words) - 1 - _END_REACH:
            start = max(first - _END_REACH, 1)
            dash = next((i for i in range(first, start - 1, -1) if _dashed(words, text, i)), None)
            if dash is not None:
                yield Source(actor, first, 0, dash)


def _behind_a_quote(words: Sequence[Token], text: str, actors: Sequence[Named]) -> Iterator[Source]:
    """ "«...» — with these words X appeared", "'...', X says"."""
    for i in range(1, len(words)):
        if _QUOTE_END.match(text, words[i - 1].end, words[i].start):
            speaking = [actor for actor in actors if i <= actor[1] <= i + _VERB_REACH]
            if speaking:
                actor = min(speaking, key=lambda actor: actor[1])
                yield Source(actor[0], actor[1], 0, i)


def _dashed(words: Sequence[Token], text: str, i: int) -> bool:
    between = text[words[i - 1].end : words[i].start]
    return bool(_DASH.search(between)) and len(between.strip()) < len(between)


def _unnamed(words: Sequence[Token], hits: Sequence[Hit], found: Sequence[Source]) -> Iterator[Source]:
    """Reporting words without anybody whom we know."""
    if found:
        return
    for hit in hits:
        if hit.entry in (REPORT, ACCORDING, ALLEGED):
            yield Source(None, hit.first, 0, len(words))
            return
