"""Which side does what: "под контролем ВС РФ" is the opposite claim, and who destroyed whose vehicles tells whose loss.

Only reads who acts in the clause of an event, and whether that is the other side than the claim's. Whether the claim is
then denied or not spoken of at all is for `scoring`.
"""

from collections.abc import Iterator
from enum import StrEnum

from matcher.claims.figures import THINGS
from matcher.claims.grammar import WE, listed
from matcher.claims.lexicon import Hit
from matcher.claims.rules import ClaimRules, Rule
from matcher.claims.scene import Scene, Spot
from matcher.claims.slots import same_clause
from matcher.claims.sources import Source
from storage.watchlist import Actor, Side, Tie

# Lexicon ids of feats: to hold a place, and to harm people and things.
HOLDS = frozenset({"take_control", "capture", "liberate", "recapture_or_repel", "flag", "enter"})
HARMS = frozenset({"kill", "losses", "destroy_vehicle", "repel"})

_OWNERS = {"russian": Side.RUSSIA, "ukraine": Side.UKRAINE}  # lexicon ids: whose a thing is, right before it

_BY = listed("by of door van силами бойцами руками руках силами від боку")
_OF = listed("of van")
_PASSIVE = listed("was were been be is are being werd werden is zijn worden wordt waren")
_ACTIVE_ENDINGS = ("л", "ла", "ли", "ло", "в", "ют", "ут", "ят", "ает", "яет", "ить", "ать")
_REACH = 4


class Doer(StrEnum):
    """Who does it: nobody that is known; the claim's own side; the other side; an official of the other side speaks."""

    UNKNOWN = "unknown"
    OWN_NAMED = "own"
    OTHER = "other"
    OTHER_SPEAKS = "other speaks"


def doer(rule: Rule, hit: Hit, scene: Scene, rules: ClaimRules, source: Source | None, speaker: str | None) -> Doer:
    """Whether the event's doer is on the claim's side."""
    own = rule.holding if hit.entry in HOLDS else rule.harming
    if own is None or hit.entry not in HOLDS | HARMS:
        return Doer.UNKNOWN
    if hit.entry in HARMS and own in _losing(hit, scene):
        return Doer.OTHER
    side = _acting(hit, scene, rules, speaker)
    if side is not None:
        return Doer.OWN_NAMED if side is own else Doer.OTHER
    official = rules.actors.get((source.actor if source else speaker) or "")
    if hit.entry in HARMS or official is None or official.affiliation.tie is not Tie.STATE:
        return Doer.UNKNOWN
    return Doer.OWN_NAMED if official.affiliation.side is own else Doer.OTHER_SPEAKS


def _losing(hit: Hit, scene: Scene) -> Iterator[Side]:
    """Whose things are harmed: "a Russian tank destroyed"."""
    things = {
        one.first for one in scene.hits if one.entry in THINGS and scene.clauses[one.first] == scene.clauses[hit.first]
    }
    return (_OWNERS[one.entry] for one in scene.hits if one.entry in _OWNERS and one.last + 1 in things)


def _acting(hit: Hit, scene: Scene, rules: ClaimRules, speaker: str | None) -> Side | None:
    """The side of who acts: right behind the event ("under the control of X"), "we", or before it in its clause."""
    behind = [(first, side) for first, _, side, spot in _sided(scene, rules) if _is_behind(spot, hit, scene)]
    if behind:
        return min(behind)[1]
    ours = any(scene.sentence.tokens[i].word in WE for i in range(hit.first, hit.last + 1))
    if ours and speaker:
        return _side(rules.actors.get(speaker))
    before = [
        (last, side)
        for _, last, side, spot in _sided(scene, rules)
        if last < hit.first and same_clause(spot, hit, scene) and not _is_source(spot, scene)
    ]
    if not before or (hit.entry in HARMS and not _is_active(hit, scene)):
        return None
    return max(before)[1]


def _sided(scene: Scene, rules: ClaimRules) -> Iterator[tuple[int, int, Side, Spot]]:
    for spot in scene.actors:
        side = _side(rules.actors.get(spot.target))
        if side is not None and not _is_counted(spot, scene) and not _is_owner(spot, scene):
            yield spot.first, spot.last, side, spot


def _is_counted(spot: Spot, scene: Scene) -> bool:
    """ "A hundred militants dead": those who are counted suffer it."""
    counted = any(figure.unit == "fighters killed" for figure in scene.figures)
    return counted and any(hit.entry == "fighters" and spot.first <= hit.first <= spot.last for hit in scene.hits)


def _is_owner(spot: Spot, scene: Scene) -> bool:
    """ "The vehicles of the militants": those whose they are suffer it as well."""
    of = spot.first - 1
    things = (hit.last for hit in scene.hits if hit.entry in THINGS)
    return of > 0 and scene.sentence.tokens[of].word in _OF and of - 1 in things


def _side(actor: Actor | None) -> Side | None:
    """None for those too general to act ("Russian" is said of villages too) and for those on no side."""
    if actor is None or (actor.generic and actor.kind != "collective") or actor.affiliation.side is Side.NEITHER:
        return None
    return actor.affiliation.side


def _is_behind(spot: Spot, hit: Hit, scene: Scene) -> bool:
    if not hit.last < spot.first <= hit.last + _REACH:
        return False
    between = {token.word for token in scene.sentence.tokens[hit.last + 1 : spot.first]}
    linked = bool(_BY & {*between, scene.sentence.tokens[hit.last].word})
    return linked or (hit.entry == "take_control" and not between)


def _is_source(spot: Spot, scene: Scene) -> bool:
    return any(source.actor == spot.target for source in scene.sources)


def _is_active(hit: Hit, scene: Scene) -> bool:
    """ "уничтожили", not "уничтожены"; "destroyed" without "were"."""
    word = scene.sentence.tokens[hit.first].word
    if not word.isascii():
        return word.endswith(_ACTIVE_ENDINGS)
    near = scene.sentence.tokens[max(hit.first - _REACH, 0) : hit.last + 2]
    return not any(token.word in _PASSIVE for token in near)
