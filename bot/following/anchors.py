"""By what the subscriptions that may concern a post are found, instead of by trying each: an expression can hold only
if one of its anchors is among a post's keys. Pure.

What is stored under anchors has to be stored anew, by a migration, when this or how words are cut changes.
"""

from collections.abc import Iterable

from bot.following.expressions import All, AnyOf, Expression, Named, Not, Said
from storage.model import Kind

Anchor = tuple[Kind, str]

_LETTERS = 6
"""Of a word: all forms of most words begin alike that far, and few other words do."""

_BEGINNING = 3
_RARITY = {
    Kind.CLAIM: 0,
    Kind.PLACE: 2,
    Kind.ACTOR: 3,
    Kind.CHANNEL: 5,
    Kind.AFFILIATION: 6,
    Kind.LANGUAGE: 7,
}
_LONG_WORD, _SHORT_WORD = 1, 4


def anchors(expression: Expression) -> frozenset[Anchor]:
    """At least one of them is in every post that it holds for; they are the rarest to be had. None: it holds for nearly
    every post, since all that it says is what must not be there."""
    match expression:
        case Said():
            return frozenset((Kind.WORDS, beginning) for beginning in _beginnings(expression))
        case Named(kind, target):
            return frozenset({(kind, target)})
        case Not():
            return frozenset()
        case AnyOf(parts):
            each = [anchors(part) for part in parts]
            return frozenset().union(*each) if all(each) else frozenset()
        case All(parts):
            return min(filter(None, map(anchors, parts)), key=_commonness, default=frozenset())


def _commonness(found: frozenset[Anchor]) -> tuple[int, int, list[Anchor]]:
    return max(_rarity(one) for one in found), len(found), sorted(found)


def _rarity(anchor: Anchor) -> int:
    kind, target = anchor
    if kind is Kind.WORDS:
        return _LONG_WORD if len(target) >= _LETTERS else _SHORT_WORD
    return _RARITY[kind]


def _beginnings(asked: Said) -> set[str]:
    """The beginnings of what a text must have a word of: of one word, each form; of several, the longest."""
    if asked.opened and len(asked.words) == 1:
        return {_opened(asked.words[0])}
    if len(asked.words) == 1:
        return {spelling[0][:_LETTERS] for spelling in asked.term.spellings}
    whole = asked.words[:-1] if asked.opened else asked.words
    return {max(whole, key=len)[:_LETTERS]}


def keys_of_words(words: Iterable[str]) -> set[Anchor]:
    """Under which anchors a text with these words is found."""
    distinct = set(words)
    beginnings = {word[:_LETTERS] for word in distinct}
    beginnings.update(_opened(word) for word in distinct if len(word) >= _BEGINNING)
    return {(Kind.WORDS, beginning) for beginning in beginnings}


def _opened(word: str) -> str:
    return word[:_BEGINNING] + "*"
