"""Whose words a sentence gives: "FSB: ...", "по словам Гладкова", "... – Putin", "zegt het Kremlin".

A source may be an actor, or somebody unnamed ("reportedly", "officials say"). Where a sentence has several, each part
of it belongs to the nearest. What is said, and whether it is denied, is for `stance`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from matcher.claims.grammar import (
    ECHO,
    HE,
    THEIRS,
    WE,
    listed,
)
from matcher.claims.lexicon import Hit
from matcher.claims.saying import (
    ALLEGED,
    DENY,
    agrees,
    gap,
    is_aside,
    is_echo,
    is_heard,
    is_ours,
    is_saying,
)
from matcher.reading import Token
from storage.watchlist import Actor

ACCORDING = "according"  # according to, по словам
LIE = "fake"
VOICES = "voices"  # experts, residents, a news agency: who says something, and we know no more of them

# Common nouns for somebody named before ("the ministry", "the group"), and which kinds of actors they stand for.
_STAND_INS = {
    "that_office": frozenset({"institution", "government", "organisation"}),
    "that_group": frozenset({"armed_group", "collective", "organisation"}),
    "that_person": frozenset({"person"}),
}
_PERSON = frozenset({"person"})
_VERB_REACH = 6
_FAR = 9  # "«...» — с такими словами на камеру вышли бойцы отряда"
_END_REACH = 3
_OPENING_QUOTES = "«“„\"'‘"
_TITLE = 1  # "Governor X, head of Y: ..." opens a sentence with at most so many words before the name
_HEAD = 14  # words before a colon
_OPENS = 5  # words in which a quotation says "we"
_DASH = re.compile(r"[-—–|]")
_QUOTE_END = re.compile(r"[.!…]?[»”“\"][.,]?\s*[-—–]|[.!…]?[»”\"],|[,.!][»”\"'’]|[»”\"’]:")
_NAME_GAP = listed("the a an de het een в у в'ь глава главы губернатор губернатора governor gouverneur spokesman в")
_IN_OR_BY = listed("в у во by door in")


@dataclass(frozen=True, slots=True)
class Source:
    """`actor` None: somebody unnamed. It speaks of the tokens from `since` to `until`, ends excluded and `at` apart.

    `echo`: named in passing, as one who says so too ("as the governor claims"). `kinds`: what kind of actor an unnamed
    one is, where it is called "the group", "the ministry".
    """

    actor: str | None
    at: int
    since: int
    until: int
    echo: bool = False
    kinds: frozenset[str] = frozenset()


Named = tuple[str, int, int]
"""An actor's id and its first and last token."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who was named in the sentences before, nearest first; all actors; and in whose channel this stands."""

    before: tuple[str, ...] = ()
    actors: Mapping[str, Actor] = field(default_factory=dict)
    speaker: str | None = None

    def is_of(self, actor: str, kinds: frozenset[str]) -> bool:
        return actor in self.actors and self.actors[actor].kind in kinds


NOBODY = Known()


def sources(
    words: Sequence[Token], text: str, hits: Sequence[Hit], actors: Sequence[Named], known: Known = NOBODY
) -> tuple[Source, ...]:
    """All sources of a sentence, in order."""
    named = [*actors, *_stand_ins(words, hits, actors, known)]
    found = [
        *_by_colon(words, text, hits, named),
        *_by_verb(words, text, hits, named),
        *_by_according(words, hits, named),
        *_at_the_end(words, text, hits, named),
        *_behind_a_quote(words, text, named),
    ]
    found += _unnamed(words, text, hits, found, known)
    unique = {(source.actor, source.at): source for source in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda source: source.at))


def _stand_ins(words: Sequence[Token], hits: Sequence[Hit], actors: Sequence[Named], known: Known) -> Iterator[Named]:
    """Nouns and pronouns that stand for somebody named before, where somebody of that kind was."""
    taken = {i for _, first, last in actors for i in range(first, last + 1)}
    spots = [(hit.last, _STAND_INS[hit.entry]) for hit in hits if hit.entry in _STAND_INS]
    spots += [(i, _PERSON) for i, token in enumerate(words) if token.word in HE]
    for i, kinds in sorted(spots, key=lambda spot: spot[0]):
        earlier = [actor for actor, _, last in sorted(actors, key=lambda one: -one[2]) if last < i]
        meant = next((one for one in (*earlier, *known.before) if known.is_of(one, kinds)), None)
        if meant and i not in taken:
            yield meant, i, i


def source_of(hit: Hit, found: Sequence[Source]) -> Source | None:
    """The source whose part of the sentence the event is in, the nearest; who says so too only if nobody else does."""
    covering = [source for source in found if source.since <= hit.last and hit.first < source.until]
    return min(covering, key=lambda source: (source.echo, abs(source.at - hit.first)), default=None)


def _by_colon(words: Sequence[Token], text: str, hits: Sequence[Hit], actors: Sequence[Named]) -> Iterator[Source]:
    """ "FSB: ..."; but "the FSB lies: ..." and "denied what the FSB said: ..." are somebody else's words."""
    lies = [hit.first for hit in hits if hit.entry == LIE]
    denials = [hit.last for hit in hits if hit.entry == DENY]
    for actor, first, last in actors:
        if any(denial < first for denial in denials):
            continue
        colon = _colon(words, text, first, last, lies)
        if colon is not None and words[colon + 1].word not in THEIRS:  # "the group marches on: its men are there"
            yield Source(actor, last, colon + 1, len(words))


def _colon(words: Sequence[Token], text: str, first: int, last: int, lies: Sequence[int]) -> int | None:
    """The word behind which stands the colon that a name opens; far from the name only a quotation is surely theirs."""
    reach = _HEAD if first <= _TITLE else _END_REACH
    for i in range(last, min(last + reach, len(words) - 1)):
        between = gap(words, text, i)
        if any(last < lie <= i for lie in lies):
            return None
        if ":" in between and not between.strip(' \n*_«»"“”').startswith("://"):
            near = i - last < _VERB_REACH or any(mark in between for mark in _OPENING_QUOTES)
            return i if near else None
        if any(mark in between for mark in ";.—–") or ("," in between and first > _TITLE):
            return None
    return None


def _by_verb(words: Sequence[Token], text: str, hits: Sequence[Hit], actors: Sequence[Named]) -> Iterator[Source]:
    for hit in hits:
        if not is_saying(hit, words, hits) or is_ours(hit, words):
            continue
        actor = _subject(hit, words, text, actors)
        if actor and not agrees(min(actor[1], hit.first), words):
            yield Source(actor[0], hit.first, 0, len(words), echo=is_echo(actor[1], hit, words))


def _subject(hit: Hit, words: Sequence[Token], text: str, actors: Sequence[Named]) -> Named | None:
    """Who says it: the nearest actor before the verb in its clause, or the one right behind it."""
    before = [
        actor
        for actor in actors
        if hit.first - _VERB_REACH <= actor[2] < hit.first and not _broken(words, text, actor[2], hit.first)
    ]
    if before:
        return max(before, key=lambda actor: actor[2])
    behind = [
        actor
        for actor in actors
        if hit.first < actor[1] <= hit.last + 1 + _END_REACH and not _broken(words, text, hit.first, actor[1])
    ]
    between = words[hit.first + 1 : behind[0][1]] if behind else ()
    if behind and hit.entry == DENY:  # what stands behind is denied, unless it is "denied in Kyiv", "by the ministry"
        return behind[0] if any(token.word in _IN_OR_BY for token in between) else None
    if behind and all(token.word in _NAME_GAP or len(token.word) > 3 for token in between):
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


def _at_the_end(words: Sequence[Token], text: str, hits: Sequence[Hit], actors: Sequence[Named]) -> Iterator[Source]:
    """ "... is a terrorist act - Putin", "... beaten back (FSB)"; but "a new unit - the battalion" only names it."""
    nouns = {hit.last for hit in hits if hit.entry in _STAND_INS}
    for actor, first, last in actors:
        if first and last == len(words) - 1 and text[words[first].start - 1] == "(":
            yield Source(actor, first, 0, first)
            continue
        if first and last >= len(words) - 1 - _END_REACH:
            start = max(first - _END_REACH, 1)
            dash = next((i for i in range(first, start - 1, -1) if _dashed(words, text, i)), None)
            if dash is not None and dash - 1 not in nouns:
                yield Source(actor, first, 0, dash)


def _behind_a_quote(words: Sequence[Token], text: str, actors: Sequence[Named]) -> Iterator[Source]:
    """ "«...» — with these words X appeared", "'...', X says", and as headlines have it "'Destroyed': X"."""
    for i in range(1, len(words)):
        mark = _QUOTE_END.match(text, words[i - 1].end, words[i].start)
        reach = _FAR if mark and mark.group().endswith(tuple("-–—")) else _VERB_REACH
        speaking = [actor for actor in actors if i <= actor[1] <= i + reach] if mark else []
        if mark and mark.group().endswith(":"):
            speaking = [actor for actor in speaking if actor[1] == i and actor[2] == len(words) - 1]
        if speaking:
            actor = min(speaking, key=lambda actor: actor[1])
            yield Source(actor[0], actor[1], 0, i, echo=any(token.word in ECHO for token in words[i : actor[1]]))


def _dashed(words: Sequence[Token], text: str, i: int) -> bool:
    between = text[words[i - 1].end : words[i].start]
    return bool(_DASH.search(between)) and len(between.strip()) < len(between)


def _unnamed(
    words: Sequence[Token], text: str, hits: Sequence[Hit], found: Sequence[Source], known: Known
) -> Iterator[Source]:
    """Reporting words without anybody whom we know; who says so too ("as the FSB claims") is not whose word it is."""
    if not all(source.echo for source in found):
        return
    for hit in hits:
        if hit.entry != ACCORDING and found:
            continue
        if (
            hit.entry == ACCORDING
            or (hit.entry == ALLEGED and not is_ours(hit, words))
            or is_heard(hit, words, text, hits)
        ):
            kinds = _kinds(hit, words, text, hits)
            yield Source(None, hit.first, 0, len(words), is_aside(hit, words, text), kinds)
            return
    voices = {hit.last: _STAND_INS.get(hit.entry, frozenset()) for hit in hits if hit.entry in {VOICES, *_STAND_INS}}
    for i in range(min(len(words), _HEAD)):
        if ":" in gap(words, text, i) and (i in voices or _is_first_person(words, i + 1)):
            speaker = None if i in voices else known.speaker
            yield Source(speaker, i, i + 1, len(words), kinds=voices.get(i, frozenset()))
            return


def _is_first_person(words: Sequence[Token], start: int) -> bool:
    """ "Their spokesman: we hold the town."; whoever's words it gives, in a channel of their own they are its own."""
    return start > 0 and any(token.word in WE for token in words[start : start + _OPENS])


def _kinds(hit: Hit, words: Sequence[Token], text: str, hits: Sequence[Hit]) -> frozenset[str]:
    """Of which kind who says it is, by the noun before the verb ("the group said") or behind it ("по словам ...")."""
    for other in hits:
        before = 0 < hit.first - other.last <= _VERB_REACH and not _broken(words, text, other.last, hit.first)
        behind = hit.entry == ACCORDING and 0 < other.first - hit.last <= _END_REACH
        if other.entry in _STAND_INS and (before or behind):
            return _STAND_INS[other.entry]
    return frozenset()
