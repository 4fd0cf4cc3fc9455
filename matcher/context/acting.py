"""Whether a general actor acts or speaks where it is named: what in the text decides of whom `speech` is asked.

It knows forms, hashtags and abbreviations; the words of acting and speaking are `matcher.context.speech`'s.
"""

import re
from collections.abc import Sequence

from matcher.context.scene import Named, Scene, span, start
from matcher.context.seats import word_at
from matcher.context.speech import acts, publishes
from matcher.reading import Token
from storage.model import Kind
from storage.watchlist import Actor

_PREPOSITION, _ABBREVIATION = 2, 3  # letters, at most
_BODY = re.compile(
    r"мин\w{3,}|рос\w{4,}|банк\w?|центробанк\w?|глав[ауы]|\w*прокуратур\w|сборн\w+|совет\w?|посольств\w|госдум\w|правительств\w"
)
_OPENERS = re.compile(
    r"вчера|сегодня|завтра|накануне|ранее|раньше|позже|теперь|затем|потом|также|тоже|если|когда|пока|однако|хотя|"
    r"поэтому|зато|впервые|вновь|снова|якобы|учора|вчора|сьогодні|напередодні|раніше|пізніше|тепер|потім|також|якщо|"
    r"коли|поки|однак|хоча|тому|вперше|знову|нібито|\w+о"
)
_MANY = re.compile(
    r"ряд|часть|большинство|множество|несколько|много|десятки|сотни|низка|частина|більшість|безліч|кілька|багато"
)
_OF_MANY = re.compile(r"(?:ых|их)$")  # an adjective between
_JOINED = re.compile(r"\w[-‐‑]$")


def acts_here(scene: Scene, actor: Actor, one: Named) -> bool:
    """Whether an actor that is too general to count by being named acts or speaks where it is."""
    if _is_part_of_another(scene, one):
        return False
    if actor.kind == "platform" and publishes(scene.pieces, one.first, one.last):
        return True
    office = one.form.rule == "short" or one.last - one.first > 1
    seat = office or any(form.kind is Kind.PLACE for form in one.hit.pattern.forms)
    subject = _are_many(scene, one) if one.form.oblique else not _is_attribute(scene, one)
    return acts(scene.text, *_among_words(scene, one), subject=subject, seat=seat, tells=actor.kind == "platform")


def _among_words(scene: Scene, one: Named) -> tuple[Sequence[Token | None], int, int]:
    """The pieces, and where the name stands in them; a hashtag in a sentence is a word of it: "#Russia claims"."""
    pieces, first, last = scene.pieces, one.first, one.last
    beginning = start(scene, one.hit)
    if not beginning or scene.text[beginning - 1] != "#" or any(pieces[last : last + 1]):
        return pieces, first, last
    before = pieces[: first - 1] if first and pieces[first - 1] is None else pieces[:first]
    return [*before, *pieces[first:last], *pieces[last + 1 :]], len(before), len(before) + last - first


def _are_many(scene: Scene, one: Named) -> bool:
    """ "Ряд российских телеграм-каналов написал": in the genitive, and yet the subject."""
    before = [word_at(scene.pieces, one.first - back) for back in (1, 2)]
    many = _MANY.fullmatch(before[0]) or (_OF_MANY.search(before[0]) and _MANY.fullmatch(before[1]))
    return many is not None


def _is_attribute(scene: Scene, one: Named) -> bool:
    """ "Президент РФ заявил", "МИД РФ": an abbreviation, which does not decline, behind a noun or another."""
    before = scene.pieces[one.first - 1] if one.first else None
    first, last = span(scene, one)
    abbreviated = one.form.rule == "short" or (last - first <= _ABBREVIATION and scene.text[first:last].isupper())
    if not abbreviated or before is None:
        return False
    written = scene.text[before.start : before.end]
    if len(written) <= _PREPOSITION and not (len(written) > 1 and written.isupper()):  # "В РФ", and not "ЦБ РФ"
        return False
    opens = one.first == 1 or scene.pieces[one.first - 2] is None  # "Экономика РФ", and not "Вчера РФ"
    noun = _BODY.fullmatch(before.word) or (opens and not _OPENERS.fullmatch(before.word))
    return written[0].islower() or written.isupper() or bool(noun)


def _is_part_of_another(scene: Scene, one: Named) -> bool:
    """ "РБК-Украина" is an outlet."""
    return bool(_JOINED.search(scene.text, max(0, start(scene, one.hit) - 2), start(scene, one.hit)))
