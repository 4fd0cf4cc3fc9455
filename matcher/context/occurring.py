"""Which forms stand in a text as they must be written: with their capitals, inside a hashtag, before a shared noun."""

import re
from collections.abc import Iterable

from matcher.catalogue import Hit
from matcher.context.enumerating import shares_noun
from matcher.context.scene import NEAR, Named, Scene, distance, guards_of, reject, sifted, span, start
from matcher.names import QUOTES, Form
from matcher.rejections import Why

_LONGEST_TAG = 80
_OPENING = frozenset(QUOTES) | {"”"}
# What makes another name of one word: "РДК-3" and "RDK-B" are devices, «Белгород-Днестровский» a town elsewhere.
_GOES_ON = re.compile(
    r"[-‐‑–](?:(?-i:[A-Z])\b|\d{1,3}(?!\d)|\w{2,20}(?:ск|ськ|цьк|цк)(?:ий|ій|ого|ому|им|ім|ом|ая|ой)\b|\w{2,20}sk(?:y|yi|yy|yj|ij|i|iy|ii)\b)",
    re.IGNORECASE,
)


def all_occurring(scene: Scene) -> list[Named]:
    found = (Named(hit, form) for hit in scene.hits for form in hit.pattern.forms)
    return sifted(scene, found, lambda one: None if _is_written(scene, one.hit, one.form) else Why.WRITTEN_OTHERWISE)


def longest(scene: Scene, named: Iterable[Named]) -> list[Named]:
    """Of overlapping names the leftmost, and of those the longest; several readings of the same words all stay."""
    kept: list[Named] = []
    for one in sorted(named, key=lambda one: (one.first, -one.last)):
        last = kept[-1] if kept else None
        if last is None or one.first >= last.last or (one.first, one.last) == (last.first, last.last):
            kept.append(one)
        elif last.form.target != one.form.target:
            reject(scene, one, Why.LONGER_NAME, last.form.target)
    return kept


def _is_written(scene: Scene, hit: Hit, form: Form) -> bool:
    """Whether capitals, hashtag and following words are as the form asks."""
    if hit.last - hit.first == 1 and _GOES_ON.match(scene.text, span(scene, Named(hit, form))[1]):
        return False
    if form.initials and _is_title_case(scene, hit):
        return False
    if form.quoted and scene.text[max(0, start(scene, hit) - 1)] not in _OPENING:
        return False
    if not (form.cased or form.all_caps or form.tagged or form.enumerated):
        return True
    tagged = _in_hashtag(scene.text, start(scene, hit))
    if form.tagged:
        return tagged
    if form.enumerated:
        return shares_noun(scene, hit, form)
    if form.all_caps:
        return all(scene.text[piece.start].isupper() for piece in scene.pieces[hit.first : hit.last] if piece)
    unhelpful = scene.text.islower()  # who never writes a capital says nothing by leaving one out
    return tagged or unhelpful or _has_capital(scene, hit) or _is_vouched_for(scene, hit, form)


def _is_title_case(scene: Scene, hit: Hit) -> bool:
    beginning, ending = span(scene, Named(hit, hit.pattern.forms[0]))
    return scene.text[beginning].isupper() and scene.text[beginning + 1 : ending].islower()


def _is_vouched_for(scene: Scene, hit: Hit, form: Form) -> bool:
    """Whether an ambiguous form's own context makes up for a missing capital: "легион и РДК".

    Never for people, nor for places: "антоновка" is an apple, in Belgorod as well.
    """
    actor = scene.catalogue.actors.get(form.target)
    if actor is None or actor.kind == "person":
        return False
    one = Named(hit, form)
    wanted = [guard.wanted for guard in guards_of(scene, one) if guard.needed]
    return bool(wanted) and distance(scene, one, wanted) <= NEAR


def _has_capital(scene: Scene, hit: Hit) -> bool:
    return any(scene.text[piece.start].isupper() for piece in scene.pieces[hit.first : hit.last] if piece)


def _in_hashtag(text: str, start: int) -> bool:
    at = start - 1
    while at >= 0 and start - at < _LONGEST_TAG and (text[at].isalnum() or text[at] == "_"):
        at -= 1
    return at >= 0 and text[at] == "#"
