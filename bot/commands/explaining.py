"""What `seinpost match --explain` shows of a text: its words with marks, what counts and what was rejected, and why.

Pure; in English, as all commands are. What is told was decided in the matcher.
"""

from collections.abc import Iterator, Mapping, Sequence

from bot.chat.naming import Book
from bot.chat.rendering.speech import STANCE_WORDS, rule_words
from bot.chat.words import Words
from bot.commands.sections import Section
from matcher.records import Record
from matcher.rejections import Rejected, Why
from storage.model import Evidence, Found, Kind, Link
from storage.watchlist import Watchlist

_WORDS_LIMIT = 60
_COUNTS, _REJECTED = ("⟦", "⟧"), ("⟨", "⟩")

REASONS: Mapping[Why, str] = {
    Why.WRITTEN_OTHERWISE: "written without the capitals, hashtag or noun that the name needs",
    Why.FOOTNOTE: "stands in a legal footnote",
    Why.LONGER_NAME: "is part of the longer name of {instead}",
    Why.TOO_GENERAL: "too general: named, but neither acts nor speaks",
    Why.NO_CONTEXT: "ambiguous, and nothing near it speaks for it",
    Why.CONTEXT_AGAINST: "ambiguous, and the words near it speak against it",
    Why.RULED_OUT: 'named to be ruled out ("not A, but B")',
    Why.ANOTHERS: "a person, street or thing of the same name is meant",
    Why.NAMESAKE: "{instead} of the same name is meant",
    Why.WHOSE_TITLE: "the title of several offices, and no place tells of which",
    Why.NO_HOLDER: "nobody is known to have held this office on that day, or the day is not known",
    Why.NO_COMPANY: "a label, in a text that names nobody else",
    Why.OWN_HANDLE: "the channel's own signature",
    Why.OTHER_TIME: "the wrong time for this claim",
    Why.MISSING: "something that this claim needs is missing or differs",
    Why.UNREAL: "planned, tried, prevented or supposed, not done",
    Why.OTHER_SIDE: "done or said by the other side",
    Why.BELOW: "agrees with too little of the claim",
    Why.UNTIED: "in words that posts about anything have, and nothing of its story is named",
    Why.RIVAL: "{instead} fits the same words better",
    Why.EXPLAINED: "suggested only: {instead} says all that speaks for it",
    Why.DOUBTED: "suggested only: it sounds more like {instead}",
}


def sections(record: Record, found: Found, rejected: Sequence[Rejected], watchlist: Watchlist) -> Iterator[Section]:
    """The text with its marks, then what counts, then what does not."""
    book = Book(watchlist, Words("en"))
    yield Section(f"{record.id} ({found.lang})", (), [(marked(record.text, found, rejected),)])
    kept = [row for link in found.links for row in _kept(link, book)]
    columns = ("what", "id", "words", "why", "score")
    yield Section("Counts" if kept else "Nothing counts", columns if kept else (), kept)
    refused = [_refused(one, record.text, book) for one in rejected]
    yield Section("Rejected" if refused else "Nothing was rejected", columns if refused else (), refused)


def marked(text: str, found: Found, rejected: Sequence[Rejected]) -> str:
    """The text with ⟦ ⟧ around what counts and ⟨ ⟩ around what was rejected and nothing else counts in."""
    counts = merged((one.start, one.end) for link in found.links for one in link.evidence)
    others = (one for one in rejected if not any(a < one.end and one.start < b for a, b in counts))
    marks = [(*spot, _COUNTS) for spot in counts]
    marks += [(*spot, _REJECTED) for spot in merged((one.start, one.end) for one in others)]
    parts, at = [], 0
    for start, end, (opening, closing) in sorted(marks):
        parts += [text[at:start], opening, text[start:end], closing]
        at = end
    return "".join([*parts, text[at:]])


def merged(spots: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spots in order, overlapping ones as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spots):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        elif start < end:
            found.append((start, end))
    return found


def _kept(link: Link, book: Book) -> Iterator[tuple[str, ...]]:
    """A row for each piece of evidence; the first carries the link."""
    told = [(_short(one.text), _rule(one, book)) for one in link.evidence] or [("", "")]
    for number, (words, why) in enumerate(dict.fromkeys(told)):
        if number:
            yield "", "", words, why, ""
        else:
            yield link.kind.value, link.target, words, why, _standing(link, book)


def _standing(link: Link, book: Book) -> str:
    parts = [f"{link.score:.2f}"]
    if link.stance is not None:
        parts.append(book.words.say(STANCE_WORDS[link.stance]))
    if link.holder is not None:
        parts.append(f"by {link.holder}")
    if not link.certain:
        parts.append("suggested: waits for an editor")
    return ", ".join(parts)


def _rule(one: Evidence, book: Book) -> str:
    named = {"actor": "names whom it is about, or who says it", "place": "names where"}.get(one.rule.split(":")[0])
    return named or rule_words(one.rule, book) or one.rule


def _refused(one: Rejected, text: str, book: Book) -> tuple[str, ...]:
    instead = f"{one.instead} ({book.name(one.kind, one.instead)})" if one.instead else "another"
    if one.kind is Kind.CLAIM:
        instead = one.instead or "another claim"
    why = "; ".join([REASONS[one.why].format(instead=instead), *_slots(one)])
    score = f"{one.score:.2f}" if one.score is not None else ""
    return one.kind.value, one.target, _short(text[one.start : one.end]), why, score


def _slots(one: Rejected) -> Iterator[str]:
    """Which slots of a claim agreed, which contradicted it, and of which nothing was said."""
    said = (
        ("agrees", [slot for slot, value in one.slots.items() if value >= _AGREES]),
        ("contradicts", [slot for slot, value in one.slots.items() if value < 0]),
        ("not said", [slot for slot, value in one.slots.items() if 0 <= value < _AGREES]),
    )
    for what, slots in said:
        if slots:
            yield f"{what}: {', '.join(slots)}"


_AGREES = 0.4  # from the region of a village on, or an ally of the holder, also from a sentence before


def _short(words: str) -> str:
    joined = " ".join(words.split())
    return joined if len(joined) <= _WORDS_LIMIT else f"{joined[: _WORDS_LIMIT - 1]}…"
