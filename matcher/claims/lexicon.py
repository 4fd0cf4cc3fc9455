"""Event words: the watchlist's lexicon compiled into phrases, and where they stand in a sentence.

A phrase is found with its words in order, each in any of its forms, with up to two other words between them; where the
lexicon writes "…" up to twelve may stand between ("vielen … binnen"); in one of short words ("уже в") none may. A
phrase that begins with "~" only comes near what its entry means: it makes no link certain.
All four languages are read in every text. What a hit means (asserted, denied, asked ...) is decided elsewhere.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from matcher.claims.grammar import NOT
from matcher.claims.words import Slot, slot
from matcher.reading import Token
from matcher.skimming import skim
from matcher.text import tokens
from storage.watchlist import Lexeme, LexiconEntry

GAP = 2
WIDE_GAP = 12
_WIDE = "…"
NEAR = "~"
IN_HAND = "in_hand"  # the lexicon's
_SHORT_WORD = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """Words of a lexicon entry: the tokens `words`, in order; others may stand between them.

    `near`: they come near the entry's meaning, enough for a suggestion.
    """

    entry: str
    words: tuple[int, ...]
    near: bool = False

    @property
    def first(self) -> int:
        return self.words[0]

    @property
    def last(self) -> int:
        return self.words[-1]


@dataclass(frozen=True, slots=True)
class Phrase:
    """`gaps[i]` is how many other words may stand before slot `i`."""

    entry: str
    slots: tuple[Slot, ...]
    gaps: tuple[int, ...]
    near: bool = False

    @property
    def telling(self) -> Slot:
        """The slot of the longest words: most sentences with an "in" hold none of them."""
        return max(self.slots, key=lambda slot: min(map(len, (*slot.words, *slot.prefixes))))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by each word, or beginning of a word, that their telling slot takes; and each entry's polarity.

    `telling`: the same words -> the entries of these phrases.
    """

    by_word: Mapping[str, tuple[Phrase, ...]]
    by_prefix: Mapping[str, tuple[Phrase, ...]]
    prefixes: tuple[str, ...]
    prefix_lengths: tuple[int, ...]
    telling: Mapping[str, frozenset[str]]
    polarity: Mapping[str, str]

    def entries_at_most(self, words: Collection[str]) -> frozenset[str]:
        """No fewer entries than `find` finds in these words, quicker: those of which the longest word is there."""
        found = [self.telling[word] for word in self.telling.keys() & words]
        if any(word.startswith(self.prefixes) for word in words):
            found.append(frozenset(phrase.entry for phrases in self.by_prefix.values() for phrase in phrases))
        return frozenset[str]().union(*found)

    def find(self, words: Sequence[Token]) -> tuple[Hit, ...]:
        """All hits in these tokens, in order. A phrase outdoes shorter ones inside it ("deny involvement", "deny")."""
        listed = [token.word for token in words]
        hits = set(self._all(listed))
        if len(hits) > 1:
            hits = _outstanding(hits, frozenset(i for i, word in enumerate(listed) if word in NOT))
        return tuple(sorted(hits, key=lambda hit: (hit.first, hit.last, hit.entry)))

    def _all(self, listed: Sequence[str]) -> Iterator[Hit]:
        held = frozenset(listed)
        told = {word: self._told_by(word) for word in held if word in self.by_word or word.startswith(self.prefixes)}
        longer: dict[int, Phrase] = {}
        for i, word in enumerate(listed) if told else ():
            for phrase in told.get(word, ()):
                if len(phrase.slots) == 1:
                    yield Hit(phrase.entry, (i,), phrase.near)
                elif all(slot.prefixes or not slot.words.isdisjoint(held) for slot in phrase.slots):
                    longer[id(phrase)] = phrase
        for phrase in longer.values():
            for i, word in enumerate(listed):
                if phrase.slots[0].takes(word) and (spots := _spots(phrase, listed, i)):
                    yield Hit(phrase.entry, spots, phrase.near)

    def _told_by(self, word: str) -> Sequence[Phrase]:
        found = self.by_word.get(word, ())
        if not word.startswith(self.prefixes):
            return found
        beginnings = (word[:length] for length in self.prefix_lengths if length <= len(word))
        return (*found, *chain.from_iterable(self.by_prefix.get(beginning, ()) for beginning in beginnings))


def compile_lexicon(entries: Iterable[LexiconEntry]) -> Lexicon:
    """Entries with all the forms of their words, ready to be looked up."""
    by_word: defaultdict[str, list[Phrase]] = defaultdict(list)
    by_prefix: defaultdict[str, list[Phrase]] = defaultdict(list)
    polarity: dict[str, str] = {}
    for entry in entries:
        polarity[entry.id] = entry.polarity
        for phrase in phrases_of(entry):
            telling = phrase.telling
            for word in telling.words:
                by_word[word].append(phrase)
            for prefix in telling.prefixes:
                by_prefix[prefix].append(phrase)
    return Lexicon(
        {word: tuple(found) for word, found in by_word.items()},
        {prefix: tuple(found) for prefix, found in by_prefix.items()},
        tuple(by_prefix),
        tuple(sorted({len(prefix) for prefix in by_prefix})),
        shared({word: frozenset(phrase.entry for phrase in found) for word, found in by_word.items()}),
        polarity,
    )


def shared(found: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The same, of equal sets but one: a hundred thousand words have a few hundred."""
    known: dict[frozenset[str], frozenset[str]] = {}
    return {word: known.setdefault(entries, entries) for word, entries in found.items()}


def phrases_of(entry: LexiconEntry) -> Iterator[Phrase]:
    for lang, lexemes in entry.words.items():
        for text in sorted({text for lexeme in lexemes for text in spoken(lexeme)}):
            phrase = phrase_of(entry.id, text, lang)
            if phrase:
                yield phrase


def spoken(lexeme: Lexeme) -> tuple[str, ...]:
    """What of a lexeme stands in texts. A lemma over phrases only ("взять": "взяли под контроль") is just a heading."""
    if lexeme.forms and all(len(form.split()) > 1 for form in lexeme.forms) and len(lexeme.lemma.split()) == 1:
        return lexeme.forms
    return (lexeme.lemma, *lexeme.forms)


def phrase_of(entry: str, text: str, lang: str) -> Phrase | None:
    """The phrase for one text of the lexicon, or None if it holds no words."""
    slots: list[Slot] = []
    gaps: list[int] = []
    parts = [word_texts(part) for part in text.split(_WIDE)]
    alone = len(parts) == 1 and len(parts[0]) == 1
    for part in parts:
        for i, word in enumerate(part):
            gaps.append(WIDE_GAP if i == 0 else GAP)
            slots.append(slot(word, lang, alone=alone))
    if len(parts) == 1 and all(len(word) <= _SHORT_WORD for word in parts[0]):
        gaps = [0] * len(gaps)
    return Phrase(entry, tuple(slots), tuple(gaps), text.startswith(NEAR)) if slots else None


def word_texts(text: str) -> tuple[str, ...]:
    """The folded words of a lexicon text; a `*` directly behind a word stays with it."""
    plain = skim(text) if text.replace(" ", "").isalpha() else None
    if plain is not None:
        return tuple(plain.split())
    return tuple(token.word + "*" if text[token.end : token.end + 1] == "*" else token.word for token in tokens(text))


def _spots(phrase: Phrase, listed: Sequence[str], start: int) -> tuple[int, ...]:
    """The words that fill the phrase's slots when the first stands at `start`; empty if one is not filled."""
    spots = [start]
    for i in range(1, len(phrase.slots)):
        slot_, at = phrase.slots[i], spots[-1] + 1
        for j in range(at, min(at + 1 + phrase.gaps[i], len(listed))):
            if slot_.takes(listed[j]):
                spots.append(j)
                break
        else:
            return ()
    return tuple(spots)


def _outstanding(hits: set[Hit], nots: frozenset[int]) -> set[Hit]:
    """Those that no other outdoes; only what shares a hit's last word can."""
    at: defaultdict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        for i in hit.words:
            at[i].append(hit)
    return {hit for hit in hits if not any(_outdoes(other, hit, nots) for other in at[hit.last])}


def _outdoes(other: Hit, hit: Hit, nots: frozenset[int]) -> bool:
    """A "not" makes no longer phrase: "niet gevallen" is also a denied "gevallen". What comes near outdoes nothing.

    With other words inside a phrase outdoes those of its own entry only, or says that no place is held.
    """
    if other.near and not hit.near:
        return False
    if (other.entry, other.words) == (hit.entry, hit.words):
        return hit.near and not other.near
    unbroken = other.last - other.first == len(other.words) - 1
    longer = (unbroken or other.entry in {hit.entry, IN_HAND}) and set(hit.words) < set(other.words) - nots
    tighter = other.entry == hit.entry and other.words[-1] == hit.words[-1] and other.words[0] > hit.words[0]
    return longer or (tighter and len(other.words) >= len(hit.words))
