"""By what the subscriptions that may concern a post are found, instead of by trying each: an expression can hold only
if one of its anchors is among a post's keys. Pure.

What is stored under anchors has to be stored anew, by a migration, when this or how words are cut changes.
"""

from collections.abc import Iterable
from itertools import repeat

from bot.following.expressions import All, AnyOf, Expression, Named, Not, Said, forms_of
from storage.model import Kind
from storage.terms import Term

Anchor = tuple[Kind, str]

_MOST_FORMS = 48
"""A noun or an adjective is found by each of its forms; a verb has hundreds, and is found by how they begin."""

_LETTERS = 6
"""Of such a beginning."""

_BEGINNING = 3
"""Letters of the beginning by which what may go on is found; no fewer are asked for."""

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
            return frozenset((Kind.WORDS, key) for key in _keys_of(expression))
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
        return _LONG_WORD if len(target.partition("*")[0]) >= _LETTERS else _SHORT_WORD
    return _RARITY[kind]


def _keys_of(asked: Said) -> set[str]:
    """One of them is a key of every text that says this: of several words in a row, the longest decides."""
    if len(asked.words) > 1:
        return {max(asked.words[:-1] if asked.opened else asked.words, key=len)}
    if asked.opened:
        return {_beginning(asked.words[0], _BEGINNING)}
    forms = forms_of(asked)
    return set(forms) if len(forms) <= _MOST_FORMS else {_beginning(form, _LETTERS) for form in forms}


def keys_of_words(words: Iterable[str]) -> set[Anchor]:
    """Under which anchors a text with these words is found."""
    distinct = set(words)
    short = {f"{word[:_BEGINNING]}*{_BEGINNING}" for word in distinct}  # as `_beginning` has them; called for each
    long = {f"{word[:_LETTERS]}*{_LETTERS}" for word in distinct}  # of some hundred words, it takes as long again
    return set(zip(repeat(Kind.WORDS), distinct | short | long, strict=False))


def _beginning(word: str, letters: int) -> str:
    """No word has a star in it; a shorter word's beginning is all of it."""
    return f"{word[:letters]}*{letters}"


def terms_of(found: Iterable[Anchor]) -> list[Term]:
    """What finds, by search, the texts that have any of these anchors: those of words."""
    names = sorted(name for kind, name in found if kind is Kind.WORDS)
    whole = [name for name in names if "*" not in name]
    cut = [name.partition("*") for name in names if "*" in name]
    opened = tuple((word,) for word, _, letters in cut if len(word) == int(letters))
    whole += [word for word, _, letters in cut if len(word) < int(letters)]
    exact = tuple((word,) for word in whole)
    return [Term(spellings, is_opened) for spellings, is_opened in ((exact, False), (opened, True)) if spellings]
