"""Which of the names that occur in a text count, and what they mean there.

Ambiguous forms need a word of their context near and none against it nearer (the words are the watchlist's); titles
mean who held them on the day; places of the same name are told apart by what else is mentioned; actors that are too
general count only where they act or speak; a label counts in company; what a legal footnote names is no mention. It
looks at words around a spot and never at the meaning of a sentence: that is for the claim rules.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from matcher.context.counting import counting
from matcher.context.occurring import all_occurring, longest
from matcher.context.scene import Cues, Named, Scene, inside, sifted, span
from matcher.context.titles import outside_titles, titles_in
from matcher.reading import Mention
from matcher.rejections import Rejected, Why
from storage.model import Kind

__all__ = ["Cues", "Scene", "mentions"]

_BANNED = "(?:запрещ|признан|заборонен|визнан|иноагент)"
_FOOTNOTE = re.compile(
    rf"\([^()\n]{{0,200}}{_BANNED}[^()\n]{{0,200}}\)|^[^\w\n]{{0,3}}\*[^\n]{{0,80}}{_BANNED}[^\n]{{0,200}}$",
    re.IGNORECASE | re.MULTILINE,
)


def mentions(scene: Scene) -> list[Mention]:
    """All mentions of actors and places that count, in order."""
    marked = "(" in scene.text or "*" in scene.text
    footnotes = [found.span() for found in _FOOTNOTE.finditer(scene.text)] if marked else []
    occurring = sifted(
        scene, all_occurring(scene), lambda one: Why.FOOTNOTE if inside(span(scene, one), footnotes) else None
    )
    if not occurring:
        return []
    actors = counting(scene, longest(scene, _of(occurring, Kind.ACTOR)))
    places = counting(scene, longest(scene, _of(occurring, Kind.PLACE)))
    titles = titles_in(scene, longest(scene, (one for one in occurring if one.form.rule == "role")), places)
    found = [*actors, *titles, *outside_titles(scene, places, titles)]
    return sorted(_in_company(scene, found), key=lambda mention: (mention.start, mention.end, mention.target))


def _of(occurring: Iterable[Named], kind: Kind) -> Iterator[Named]:
    return (one for one in occurring if one.form.kind is kind and one.form.rule != "role")


def _in_company(scene: Scene, found: Sequence[Mention]) -> list[Mention]:
    """Labels ("traitors") count where somebody or some place of the watchlist is named, or acts, otherwise.

    Two that are thrown at two ("chekists", "Vlasovites") keep each other company.
    """
    company = any(mention.rule != "label" for mention in found) or len({mention.target for mention in found}) > 1
    counted = [mention for mention in found if mention.rule != "label" or company]
    if scene.rejected is not None and not company:
        scene.rejected.extend(
            Rejected(one.kind, one.target, one.start, one.end, one.rule, Why.NO_COMPANY)
            for one in found
            if one.rule == "label"
        )
    return counted
