"""A lone suggestion that one sentence tells in words of its own: certain after all.

Its way asked for a name that the sentence leaves out, or it fits as a passage only; but its event words are those of no
other claim, and nothing else is linked. What looks back at a claim that is over is left alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from matcher.claims import scoring
from matcher.claims.passages import is_brief
from matcher.claims.rules import ClaimRules, Rule
from matcher.claims.scene import Scene
from storage.model import Evidence, Link

_TOLD = 2.0  # the weight of the event words of a way that tell its claim without all that it names
_ALONE = 2.5  # if it is one event word
_ACTOR, _PLACE = "actor:", "place:"
_NAMES = (_ACTOR, _PLACE, "figure")
_FIGURE = frozenset({"figure"})  # a slot that no word tells without
_NEAR = 0.5  # how much of that words tell which only come near
_ELSEWHERE = "elsewhere"  # the lexicon's lands that no claim is about


def sure_alone(links: Sequence[Link], told: Sequence[Scene], published: date | None, rules: ClaimRules) -> list[Link]:
    """The links; a lone one that is hardly another's is certain."""
    if len(links) != 1 or links[0].certain or links[0].score < scoring.CERTAIN:
        return list(links)
    link = links[0]
    rule = rules.rules[link.target]
    over = published is None or rule.until is None or published > rule.until
    if not over and is_brief(rule) and any(_tells_alone(link, scene, rules) for scene in told):
        return [replace(link, certain=True)]
    return [link]


def names_another_land(scene: Scene) -> bool:
    """Here, or in the sentence before: "Saboteurs came over the border at Sumy. They were beaten." """
    return any(hit.entry == _ELSEWHERE for one in (scene, *scene.before[:1]) for hit in one.hits)


def _tells_alone(link: Link, scene: Scene, rules: ClaimRules) -> bool:
    """All that a way of the claim says stands here, whoever it names, and no other claim is told as much of."""
    firm = {hit.entry for hit in scene.hits}
    rule = rules.rules[link.target]
    named = {kind for one in link.evidence for kind in _NAMES if one.rule.startswith(kind) and _is_its_own(one, rule)}
    if not named or (rule.settled and _PLACE not in named) or _ELSEWHERE in firm:
        return False
    entries = firm | {hit.entry for hit in scene.near}
    listed = (way for way in (*rule.asserts, *rule.denies) if not way.near and named >= _FIGURE & way.slots)
    ways = (way.entries for way in listed if entries.issuperset(way.entries))
    if not any(_is_told(link.target, way, firm, named, rules) for way in ways):
        return False
    weight = _weight(link.target, entries, firm, rules)
    others = {other for entry in entries for other in rules.topics.families.get(entry, ())} - {link.target}
    return all(_weight(other, entries, firm, rules) <= weight for other in others)


def _is_its_own(name: Evidence, rule: Rule) -> bool:
    """Not somebody whom the claim is not about, and who does not hold it."""
    return not name.rule.startswith(_ACTOR) or name.rule.removeprefix(_ACTOR) in {*rule.about, *rule.holders}


def _is_told(claim: str, way: Sequence[str], firm: Collection[str], named: Collection[str], rules: ClaimRules) -> bool:
    """Whether its words weigh enough; the first does not only come near, unless two names stand beside them."""
    weight = _weight(claim, way, firm, rules)
    if len(way) == 1 or len(named) > 1:
        return weight >= (_TOLD if len(way) > 1 else _ALONE)
    return weight >= _TOLD and way[0] in firm


def _weight(claim: str, entries: Collection[str], firm: Collection[str], rules: ClaimRules) -> float:
    """Of words that only come near, a half."""
    return _NEAR * rules.topics.of_families(claim, entries) + (1 - _NEAR) * rules.topics.of_families(
        claim, [entry for entry in entries if entry in firm]
    )
