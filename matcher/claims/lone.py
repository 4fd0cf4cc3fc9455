"""A lone suggestion that one sentence tells in words of its own: certain after all.

Its way asked for a name that the sentence leaves out, or it fits as a passage only; but its event words are those of no
other claim, and nothing else is linked. What looks back at a claim that is over is left alone.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from matcher.claims import scoring
from matcher.claims.rules import ClaimRules
from matcher.claims.scene import Scene
from storage.model import Link

_TOLD = 2.0  # the weight of the event words of a way that tell its claim without all that it names
_ALONE = 2.5  # if it is one event word, which needs a name with it
_NAMES = ("actor:", "place:", "figure")
_NEAR = 0.5  # how much of that words tell which only come near
_ELSEWHERE = "elsewhere"  # the lexicon's lands that no claim is about


def sure_alone(links: Sequence[Link], told: Sequence[Scene], published: date | None, rules: ClaimRules) -> list[Link]:
    """The links; a lone one that is hardly another's is certain."""
    if len(links) != 1 or links[0].certain or links[0].score < scoring.CERTAIN:
        return list(links)
    link = links[0]
    until = rules.rules[link.target].until
    over = published is None or until is None or published > until
    if not over and any(_tells_alone(link, scene, rules) for scene in told):
        return [replace(link, certain=True)]
    return [link]


def names_another_land(scene: Scene) -> bool:
    """Here, or in the sentence before: "Saboteurs came over the border at Sumy. They were beaten." """
    return any(hit.entry == _ELSEWHERE for one in (scene, *scene.before[:1]) for hit in one.hits)


def _tells_alone(link: Link, scene: Scene, rules: ClaimRules) -> bool:
    """All that a way of the claim says stands here, whoever it names, and no other claim is told as much of.

    One event word alone needs somebody or some place with it.
    """
    firm = {hit.entry for hit in scene.hits}
    if _ELSEWHERE in firm:
        return False
    rule = rules.rules[link.target]
    named = {kind for one in link.evidence for kind in _NAMES if one.rule.startswith(kind)}
    entries = firm | {hit.entry for hit in scene.near} if named else firm
    ways = [way for way in (*rule.asserts, *rule.denies) if entries.issuperset(way.entries)]
    told = [way.entries for way in ways if _is_firm(way.entries, firm, named)]
    alone = _ALONE if named else math.inf
    if not any(_weight(link.target, way, firm, rules) >= (_TOLD if len(way) > 1 else alone) for way in told):
        return False
    weight = _weight(link.target, entries, firm, rules)
    others = {other for entry in entries for other in rules.topics.families.get(entry, ())} - {link.target}
    return all(_weight(other, entries, firm, rules) <= weight for other in others)


def _is_firm(way: Collection[str], firm: Collection[str], named: Collection[str]) -> bool:
    return any(entry in firm for entry in way) or len(named) > 1


def _weight(claim: str, entries: Collection[str], firm: Collection[str], rules: ClaimRules) -> float:
    """Of words that only come near, a half."""
    return _NEAR * rules.topics.of_families(claim, entries) + (1 - _NEAR) * rules.topics.of_families(
        claim, [entry for entry in entries if entry in firm]
    )
