"""A lone suggestion that one sentence tells in words of its own: certain after all.

Its way asked for a name that the sentence leaves out, or it fits as a passage only; but its event words are those of no
other claim, and nothing else is linked. What looks back at a claim that is over is left alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from matcher.claims import scoring
from matcher.claims.rules import ClaimRules
from matcher.claims.scene import Scene
from storage.model import Link

_TOLD = 3.0  # the weight of the event words of a way that tell its claim without all that it names
_NAMES = ("actor:", "place:")
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
    """Here, or in the sentence before that it goes with: "Saboteurs came over the border at Sumy. They were beaten." """
    return any(hit.entry == _ELSEWHERE for one in (scene, *scene.before[:1]) for hit in one.hits)


def _tells_alone(link: Link, scene: Scene, rules: ClaimRules) -> bool:
    """All that a way of the claim says stands here, whoever it names, and no other claim is told as much of.

    One event word alone needs somebody or some place with it.
    """
    entries = {hit.entry for hit in scene.hits}
    if _ELSEWHERE in entries:
        return False
    rule, topics = rules.rules[link.target], rules.topics
    least = 1 if any(one.rule.startswith(_NAMES) for one in link.evidence) else 2
    ways = [way.entries for way in (*rule.asserts, *rule.denies) if entries.issuperset(way.entries)]
    if not any(len(way) >= least and topics.of_families(link.target, way) >= _TOLD for way in ways):
        return False
    weight = topics.of_families(link.target, entries)
    others = {other for entry in entries for other in topics.families.get(entry, ())} - {link.target}
    return all(topics.of_families(other, entries) <= weight for other in others)
