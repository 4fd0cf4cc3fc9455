"""Where a negation reaches: whether a "не", "nobody", "niet" in a sentence is about this event word or another.

Closed classes and distances only. What is denied by words with a meaning of their own (to deny, a lie) is for `stance`.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from matcher.claims.grammar import (
    ALSO,
    AUXILIARY,
    BUT,
    DUTCH_NOT,
    EXCEPT,
    INSTEAD,
    MORE,
    NEITHER,
    NO,
    NOBODY,
    NONE,
    NOT,
    NOT_ONE,
    NOTHING,
    ONE,
    ONLY,
    THAN,
    THAT,
    WHO,
)
from matcher.claims.lexicon import Hit
from matcher.claims.saying import denier
from matcher.claims.scene import Scene
from matcher.reading import Token

DENIALS = frozenset({"deny", "fake", "not_true"})  # lexicon ids; what they deny is not for this module
_NOT_REACH = 3
_NONE_REACH = 9
_BEHIND = 4
_EXCEPT_REACH = 7
_CONTRAST = 3
_ABSENT = frozenset({"нет", "нету", "немає", "нема"})
# How verbs end that say of a noun whether it took place: "не было", "не вводился", "не відбувалося", "не идёт".
_VERBAL = ("л", "ла", "ло", "ли", "сь", "ся", "но", "то", "на", "ны", "ні", "ет", "ит", "ют", "ут", "є", "ть", "був")
_SHORTEST = 3


def is_negated(hit: Hit, scene: Scene) -> bool:
    """A negation reaches the hit. One that belongs to it ("не имеет отношения") is none, nor is another beside that."""
    words = scene.sentence.tokens
    if any(words[i].word in NOT | NONE for i in hit.words):
        return False
    if hit.entry in DENIALS and hit.last > hit.first and words[hit.last].word in THAT:  # "неправда, что ..."
        hit = replace(hit, words=hit.words[:-1])
    reached = {scene.pieces[i] for i in range(hit.first, hit.last + 1)}
    spent = {i for other in scene.hits if other.entry in DENIALS and other != hit for i in _spent_on(other, words)}
    return any(
        (token.word in NOT or token.word in NONE or _is_object(i, hit, words))
        and i not in spent
        and not (i + 1 not in hit.words and _is_only(words, i))
        and not (words[i].word in NONE and _excepts(words, i))
        and not _contrasts(i, hit, words)
        and (
            _is_object(i, hit, words)
            or _stands_before(i, hit, words)
            or (_is_beside(i, hit, scene, reached) and _reaches(i, hit, scene))
        )
        for i, token in enumerate(words)
    )


def _spent_on(denial: Hit, words: Sequence[Token]) -> Iterator[int]:
    """A verdict's own words, and the "nobody" who gives none."""
    yield from denial.words
    if (nobody := denier(denial, words)) is not None:
        yield nobody


def _is_beside(i: int, hit: Hit, scene: Scene, reached: Collection[int]) -> bool:
    """In the hit's own piece of the sentence; "боёв за Дубки и Сосновку нет" goes on over an "and" without a comma."""
    words = scene.sentence.tokens
    if scene.pieces[i] in reached or _is_whoever(i, scene, reached):
        return True
    return (
        hit.last < i
        and words[i].word in _ABSENT
        and all(
            words[j].word in ALSO and words[j].start == words[j - 1].end + 1
            for j in range(hit.last + 1, i + 1)
            if scene.pieces[j] != scene.pieces[j - 1]
        )
    )


def _is_whoever(i: int, scene: Scene, reached: Collection[int]) -> bool:
    """ "Nobody who denies it", "niemand die het ontkent", "нет никого, кто": as good as that nobody does."""
    words = scene.sentence.tokens
    clause = i + 1
    return (
        words[i].word in NOBODY
        and clause < len(words)
        and words[clause].word in WHO
        and (scene.pieces[clause] in reached)
    )


def _stands_before(i: int, hit: Hit, words: Sequence[Token]) -> bool:
    """ "Не «впервые»", "никаких «боёв»": right before it, whatever stands between."""
    return i == hit.first - 1 and words[i].word in NOT | NONE and not (i == 0 and _answers(hit, words))


def _is_object(i: int, hit: Hit, words: Sequence[Token]) -> bool:
    """ "Repelled nothing", but not "nothing but a raid"."""
    following = words[i + 1].word if i + 1 < len(words) else ""
    return words[i].word in NOTHING and i == hit.last + 1 and following not in BUT | THAN


def _answers(hit: Hit, words: Sequence[Token]) -> bool:
    """ "Нет, бои идут.": a mark stands between, which a space alone is not."""
    return words[0].word in NO and words[1].start > words[0].end + 1


def _is_only(words: Sequence[Token], i: int) -> bool:
    if words[i].word not in NOT:
        return False
    first, second = (*(token.word for token in words[i + 1 : i + 3]), "", "")[:2]
    return first in ONLY or (first in MORE and second in THAN)


def _reaches(i: int, hit: Hit, scene: Scene) -> bool:
    words = scene.sentence.tokens
    if words[i].word in NONE or words[i].word in DUTCH_NOT or _is_not_one(words, i) or _is_neither(words, i):
        return hit.first - _NONE_REACH <= i <= hit.last + _NONE_REACH
    return hit.first - _NOT_REACH <= i <= hit.last or _follows(i, hit, scene)


def _excepts(words: Sequence[Token], i: int) -> bool:
    """ "Nobody speaks of anything but the raid": they do speak of the raid."""
    return any(token.word in EXCEPT for token in words[i + 1 : i + 1 + _EXCEPT_REACH])


def _contrasts(i: int, hit: Hit, words: Sequence[Token]) -> bool:
    """ "Hurt were not five but ten": what stands between the "not" and the "but" is negated, and nothing else."""
    if words[i].word not in NOT:
        return False
    but = next((j for j in range(i + 2, min(i + 2 + _CONTRAST, len(words))) if words[j].word in INSTEAD), None)
    return but is not None and not any(i < j < but for j in hit.words)


def _is_neither(words: Sequence[Token], i: int) -> bool:
    """ "Ни РДК, ни Легион не требовали уезжать": one of a row."""
    return words[i].word in NEITHER and sum(token.word == words[i].word for token in words) > 1


def _is_not_one(words: Sequence[Token], i: int) -> bool:
    """ "ни один", "not a single"."""
    return words[i].word in NOT_ONE and i + 1 < len(words) and words[i + 1].word in ONE


def _follows(i: int, hit: Hit, scene: Scene) -> bool:
    """ "Режим КТО не вводился", "the attack did not happen"; in "режим КТО не отменён" it is about another event."""
    words = scene.sentence.tokens
    if not hit.last < i <= hit.last + _BEHIND or i + 1 >= len(words):
        return False
    if any({i, i + 1} & set(other.words) for other in scene.hits if other.entry != hit.entry):
        return False
    if words[i].word.isascii():
        return words[i].word in AUXILIARY or words[i - 1].word in AUXILIARY
    return len(words[i + 1].word) >= _SHORTEST and words[i + 1].word.endswith(_VERBAL)
