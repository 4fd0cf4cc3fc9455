"""What in and around an event's sentence may speak for a stance, by name: material for `opinion`, which weighs it.

Words with names, places, days and numbers masked, pairs of them, marks and pictures; the lexicon's words of saying,
denying and doubting; whose words these are, and whether that is somebody who holds or who contests the claim, each of
these also with each other one. Decides nothing. A cue's name is what training has known it by: who changes a name here
trains anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, pairwise

from matcher.claims.grammar import listed
from matcher.claims.lexicon import Hit
from matcher.claims.mockery import jest
from matcher.claims.negation import is_negated
from matcher.claims.rules import Rule
from matcher.claims.scene import Scene, Spot
from matcher.claims.sources import Source
from matcher.claims.surroundings import after
from matcher.reading import Reading, Token
from storage.model import Link

Place = tuple[int, int] | None
"""Where a cue stands in the text, if it stands in one place."""

# Lexicon entries that say how something is told, not what.
TELLING_HOW = listed(
    "deny fake not_true allegedly unverified hedge not_involved sarcasm conditional question report according doubt",
    "correct mock_opening guess_opening voices that_office that_group that_person mock_remark what_on_earth",
    "anniversary footage fail no_breakthrough not_allow prevent repel no_gain attempt plan as_planned never calm ",
    "not_yet claim_responsibility",
)
# Those of them whose sense turns with who speaks, and with each other.
_JOINED = frozenset(
    f"says:{entry}"
    for entry in listed(
        "deny fake not_true sarcasm mock_opening mock_remark guess_opening correct report according allegedly question "
        "anniversary doubt voices"
    )
)
EVENTS = ("event", "wording")  # how the rules of evidence for an event begin
WITH = " & "  # joins two cues
HERE, BEFORE, BEHIND = "here", "before", "behind"
NEGATED = f"{HERE} negated"
_WHERE = frozenset({HERE, BEFORE, BEHIND})
_TURNING = frozenset({"asks", "negated"})
_LIGHT = frozenset({"picture", "has quotation"})
_LATE = (3, 14, 45, 120, 300)  # days after the event
_STEM = 6  # letters
_OPENING = 3  # words
_TAIL = 4  # characters behind a sentence that may hold its marks
_MANY = 5  # sentences
_MARKS = frozenset(":;,—–…!?()")
_QUOTES = frozenset("«»“”„\"'")
_BARE_MENTIONS = frozenset({"we", "label"})  # they are words like others
_IN_TEXT = {"?": "?", "!": "!", "…": "...", "...": "...", "(": "()", ")": "()"}


def anchor(link: Link, told: Sequence[Scene]) -> int | None:
    """The sentence in which a link's event is told."""
    spots = [one for one in link.evidence if one.rule.startswith(EVENTS)] or link.evidence
    if not spots:
        return None
    start = spots[0].start
    return next((i for i, one in enumerate(told) if one.sentence.start <= start < one.sentence.end), None)


def told_as(stance: str) -> str:
    """The cue of what the rules say."""
    return f"told as {stance}"


def cues(told: Sequence[Scene], number: int, rule: Rule, reading: Reading) -> dict[str, Place]:
    """All cues for the stance towards the claim whose event the sentence `number` tells, but for `told_as`."""
    around = list(_around(told, number))
    found: dict[str, Place] = {}
    of_scenes = (cue for where, scene in around for cue in _of_scene(where, scene, rule, reading))
    spoken = _of_speaker(rule, reading.speaker)
    for name, place in chain(of_scenes, spoken, _of_day(rule, reading), _of_text([one for _, one in around], reading)):
        if found.get(name) is None:
            found[name] = place
    found.update(_joined(found))
    return found


def _joined(found: Mapping[str, Place]) -> Iterator[tuple[str, Place]]:
    """Each two cues of who says what, as one: "a holder is named" and "somebody denies"."""
    for left, right in combinations(sorted(name for name in found if _may_join(name)), 2):
        yield f"{left}{WITH}{right}", found[right] or found[left]


def _may_join(name: str) -> bool:
    first, _, rest = name.partition(" ")
    if first in _WHERE:
        return rest in _TURNING or rest.startswith(("source ", "names "))
    return first == "speaker" or name in _JOINED or name in _LIGHT


def _around(told: Sequence[Scene], number: int) -> Iterator[tuple[str, Scene]]:
    scene = told[number]
    yield from ((BEFORE, one) for one in reversed(scene.before))
    yield HERE, scene
    yield from ((BEHIND, one) for one in after(told, number))


def _of_scene(where: str, scene: Scene, rule: Rule, reading: Reading) -> Iterator[tuple[str, Place]]:
    yield from _of_hits(where, scene)
    yield from _of_people(where, scene, rule, reading.speaker)
    if scene.sentence.asks:
        yield f"{where} asks", None
    yield from _of_words(masked(scene, reading.text))


def _of_hits(where: str, scene: Scene) -> Iterator[tuple[str, Place]]:
    words = scene.sentence.tokens
    for hit in (*scene.hits, *scene.near):
        negated, spot = is_negated(hit, scene), _spot(hit, words)
        if hit.entry in TELLING_HOW:
            yield f"{where} says:{hit.entry}{'~' * hit.near}{'!' * negated}", spot
            yield f"says:{hit.entry}", spot
        if negated:
            yield f"{where} negated", spot


def _of_people(where: str, scene: Scene, rule: Rule, speaker: str | None) -> Iterator[tuple[str, Place]]:
    words = scene.sentence.tokens
    if not scene.sources:
        yield f"{where} unsourced", None
    for source in scene.sources:
        spot = (words[source.at].start, words[source.at].end) if source.at < len(words) else None
        yield f"{where} source {_voice(source, rule, speaker)}", spot
        yield f"{where} sourced", spot
    for one in scene.actors:
        yield f"{where} names {_part(one.target, rule)}", (words[one.first].start, words[one.last].end)


def _voice(source: Source, rule: Rule, speaker: str | None) -> str:
    if source.echo:
        return "echo"
    if source.actor is None:
        return "unnamed"
    return "self" if source.actor == speaker else _part(source.actor, rule)


def _part(actor: str, rule: Rule) -> str:
    """What an actor has to do with a claim."""
    if actor in rule.claim.contested_by:
        return "contests"
    return "holds" if actor in rule.holders else "other"


def _of_speaker(rule: Rule, speaker: str | None) -> Iterator[tuple[str, Place]]:
    if speaker is None:
        yield "speaker unknown", None
        return
    yield "speaker known", None
    yield f"speaker {_part(speaker, rule)}", None
    if speaker in rule.about:
        yield "speaker is meant", None


def _of_day(rule: Rule, reading: Reading) -> Iterator[tuple[str, Place]]:
    happened, published = rule.last or rule.first, reading.setting.day
    if happened is not None and published is not None:
        yield from ((f"after {days} days", None) for days in _LATE if (published - happened).days > days)


def _of_text(around: Sequence[Scene], reading: Reading) -> Iterator[tuple[str, Place]]:
    start, end = around[0].sentence.start, around[-1].sentence.end + _TAIL
    text = reading.text[start:end]
    yield f"{min(len(around), _MANY)} sentences", None
    if found := jest(text):
        yield "picture", (start + found[0], start + found[1])
    yield from ((f"has {name}", None) for mark, name in _IN_TEXT.items() if mark in text)
    if not _QUOTES.isdisjoint(text):
        yield "has quotation", None


def _of_words(words: Sequence[tuple[str, Place]]) -> Iterator[tuple[str, Place]]:
    ends: tuple[tuple[str, Place], ...] = (("<", None), *words, (">", None))
    yield from ((f"w {word}", spot) for word, spot in words)
    yield from ((f"o {word}", spot) for word, spot in words[:_OPENING])
    for (left, first), (right, last) in pairwise(ends):
        yield f"b {left} {right}", (first[0], last[1]) if first and last else first or last


def masked(scene: Scene, text: str) -> list[tuple[str, Place]]:
    """The sentence's words, shortened, and marks; names, places, days and numbers as one sign each."""
    names = _names(scene)
    found: list[tuple[str, Place]] = []
    words, before = scene.sentence.tokens, max(scene.sentence.start - _OPENING, 0)
    for i, token in enumerate(words):
        found += _marks(text, before, token.start)
        before = token.end
        if i not in names:
            found.append((_shortened(token.word), (token.start, token.end)))
        elif names.get(i - 1) != names[i]:
            found.append((names[i], (token.start, token.end)))
    found += _marks(text, before, min(scene.sentence.end + _TAIL, len(text)))
    return found


def _names(scene: Scene) -> Mapping[int, str]:
    """What stands for each word of a name."""
    days = {i: "@when" for one in scene.periods for i in range(one.first, one.last + 1)}
    who = _named("@who", [one for one in scene.actors if one.mention.rule not in _BARE_MENTIONS])
    return {**days, **who, **_named("@where", scene.places)}


def _named(sign: str, spots: Sequence[Spot]) -> dict[int, str]:
    return {i: sign for one in spots for i in range(one.first, one.last + 1)}


def _shortened(word: str) -> str:
    return "#" if any(one.isdigit() for one in word) else word[:_STEM]


def _marks(text: str, start: int, end: int) -> Iterator[tuple[str, Place]]:
    for i in range(start, end):
        if text[i] in _MARKS:
            yield text[i], (i, i + 1)
        elif text[i] in _QUOTES:
            yield '"', (i, i + 1)
        elif jest(text[i]):
            yield "@picture", (i, i + 1)


def _spot(hit: Hit, words: Sequence[Token]) -> tuple[int, int]:
    return words[hit.first].start, words[hit.last].end
