"""Whether one post copies another: all of it, edited a little, cut, or with words of its own around it. Pure.

Texts are compared as words; addresses, @handles, pictures, punctuation and a channel's closing lines (`closings`) don't
count. `sketch` gives few numbers by which a copy is found among many posts, `copied` looks closely and says how. Two
posts of one template that differ in a figure, a day, a name or a "not" are two pieces of news and never copies, and
neither are two reports of one event in different words. What a channel says anew in the same words is said anew
(`time_of`). Which post came first is not asked here.
"""

import heapq
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import blake2b
from itertools import islice

from matcher.reading import Token
from matcher.text import words as words_of
from matcher.versions import differing
from storage.model import Copy, CopyKind

SHINGLE = 3
"""Words in a row that are compared as one."""

SKETCH = 16
"""Numbers that a sketch has at most."""

SHORT = 8
"""Words below which only the very same words are a copy ..."""

LETTERS = 40
"""... if they have this many letters and digits."""

MORE = 0.6
"""Of the shorter text's shingles, so many must be in the other ..."""

ENOUGH = 0.35
"""... or so many, if ..."""

MANY = 20
"""... they are at least this many: two reports of one statement share what was said."""

AT_LEAST = 3
"""Shingles that two texts must share in any case: fewer are a turn of phrase."""

PHRASE = 6
"""Fewer shingles than this may all be the name of what both are about ..."""

MOST = 0.65
"""... so that this share of the shorter text must be in the other: a report about a post names it ..."""

ALIKE = 0.75
"""... or of the longer text's words, so many: a word or two were mended."""

WHOLE = 0.8
"""Of an original's shingles: this many in a longer post, and it stands there whole."""

LONGER = 1.25
"""So many times longer is a text that has words of its own."""

RECURS = 3
"""A line that so many of a channel's posts end with is the channel's."""

CLOSING = 4
"""Lines at the end of a post among which such lines are looked for."""


AGAIN = timedelta(minutes=10)
"""So much later the same words are said anew, as alarms and their ends are; sooner they were sent twice."""


@dataclass(frozen=True)
class Worded:
    """A text as it is compared: its words, where they stand in it, and the known places that it names, by their ids."""

    text: str
    tokens: tuple[Token, ...]
    places: frozenset[str] = frozenset()

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(token.word for token in self.tokens)

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """All runs of three words; the whole text if it is shorter."""
        size = min(SHINGLE, len(self.words)) or 1
        return frozenset(zip(*(islice(self.words, start, None) for start in range(size)), strict=False))

    @property
    def short(self) -> bool:
        return len(self.words) < SHORT

    @property
    def too_short(self) -> bool:
        """Too little to be called a copy, even word for word."""
        return sum(map(len, self.words)) < LETTERS if self.short else False


def worded(text: str, closings: Collection[str] = (), places: Iterable[str] = ()) -> Worded:
    """`text` without those of `closings` (see there) that it ends with; never without its first line."""
    if closings:
        text = _without(text, closings)
    return Worded(text, words_of(text), frozenset(places))


def closings(texts: Iterable[str]) -> frozenset[str]:
    """The lines that some of a channel's posts end with: who it is, where to subscribe. Give it no post twice."""
    return frozenset(line for line, number in Counter(_all_endings(texts)).items() if number >= RECURS)


def _all_endings(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        lines = [key for line in text.splitlines() if (key := _line_key(line))]
        yield from set(lines[1:][-CLOSING:])


def _line_key(line: str) -> str:
    return " ".join(line.casefold().split())


def _without(text: str, closings: Collection[str]) -> str:
    lines = text.splitlines(keepends=True)
    while len(lines) > 1 and (not (key := _line_key(lines[-1])) or key in closings):
        lines.pop()
    return "".join(lines)


# --- finding ----------------------------------------------------------------------------------------------------------


def sketch(post: Worded) -> tuple[int, ...]:
    """The smallest hashes of its shingles, as signed 64-bit numbers, the same on every machine.

    Two texts of which one holds much of the other share several. Empty for a text too short to be called a copy.
    """
    if post.too_short:
        return ()
    return tuple(heapq.nsmallest(SKETCH, {_hash(shingle) for shingle in post.shingles}))


def _hash(shingle: tuple[str, ...]) -> int:
    return int.from_bytes(
        blake2b(" ".join(shingle).encode(errors="surrogatepass"), digest_size=8).digest(), "big", signed=True
    )


# --- judging ----------------------------------------------------------------------------------------------------------


def containment(one: Worded, other: Worded) -> float:
    """How much of the text with fewer shingles is in the other; the same both ways."""
    fewer = min(len(one.shingles), len(other.shingles))
    return len(one.shingles & other.shingles) / fewer if fewer else 0.0


def copied(post: Worded, original: Worded, of: int) -> Copy | None:
    """How `post` copies `original`, whose number is `of`, if it does."""
    if post.words == original.words:
        return None if post.too_short else Copy(of, 1.0, CopyKind.EXACT)
    if post.short or original.short:
        return None
    shared, share = _shared(post, original), containment(post, original)
    if shared < AT_LEAST or not (_much(shared, share) or _hardly_changed(post, original)):
        return None
    if _is_other_news(post, original):
        return None
    return Copy(of, share, _kind(post, original, shared))


def _shared(post: Worded, original: Worded) -> int:
    """Shingles in both. Letters that stand by themselves are one name, spelled: S.T.A.L.K.E.R."""
    return sum(1 for shingle in post.shingles & original.shingles if any(len(word) > 1 for word in shingle))


def _much(shared: int, share: float) -> bool:
    if shared < PHRASE:
        return share >= MOST
    return share >= (ENOUGH if shared >= MANY else MORE)


def _hardly_changed(post: Worded, original: Worded) -> bool:
    ones, others = set(post.words), set(original.words)
    return len(ones & others) >= ALIKE * max(len(ones), len(others))


def _is_other_news(post: Worded, original: Worded) -> bool:
    elsewhere = bool(post.places - original.places and original.places - post.places)
    return elsewhere or differing(post.text, post.tokens, original.text, original.tokens) is not None


def _kind(post: Worded, original: Worded, shared: int) -> CopyKind:
    if len(post.words) >= LONGER * len(original.words) and shared >= WHOLE * len(original.shingles):
        return CopyKind.WRAPPED
    if len(original.words) >= LONGER * len(post.words):
        return CopyKind.CUT
    return CopyKind.EDITED


# --- said again -------------------------------------------------------------------------------------------------------


def time_of(at: datetime, said: Iterable[Sequence[datetime]]) -> tuple[datetime, datetime]:
    """Between which moments others say what is said `at`, and not what was said in the same words before or after.

    `said`: when each channel said these words, its own included. Who said them several times said something else each
    time: what others say is of the time that is nearest.
    """
    since, until = _EVER
    for moments in said:
        times = _apart(moments)
        nearest = min(range(len(times)), key=lambda number: abs(times[number] - at), default=0)
        if nearest > 0:
            since = max(since, _halfway(times[nearest - 1], times[nearest]))
        if nearest + 1 < len(times):
            until = min(until, _halfway(times[nearest], times[nearest + 1]))
    return since, until


_EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def _apart(moments: Iterable[datetime]) -> list[datetime]:
    times: list[datetime] = []
    for moment in sorted(moments):
        if not times or moment - times[-1] >= AGAIN:
            times.append(moment)
    return times


def _halfway(earlier: datetime, later: datetime) -> datetime:
    return earlier + (later - earlier) / 2
