"""Who, where, when, which figures: how far a sentence agrees with a claim's slots, from 1 (agrees) to -1 (contradicts).

0 or little above says nothing: the slot is not mentioned. Each answer names the spans of text that it stands on.
Nothing here weighs one slot against another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from matcher.claims.awake import is_early, overlaps, remembers
from matcher.claims.lexicon import Hit
from matcher.claims.rules import ClaimRules, Rule
from matcher.claims.scene import Scene, Spot
from storage.model import Evidence, Figure
from storage.watchlist import ClaimedFigure, Side, Tie

SILENT = 0.2  # the slot is not mentioned at all
CARRIED = 0.8  # taken over from a sentence before
MILITIAS = "militias"  # any of Ukraine's armed groups stands for them
UNNAMED = "somewhere_in_russia"  # the lexicon's
NEARBY = 0.5  # the region of the village, an ally of the holder
FIGHTERS, CIVILIANS = "fighters killed", "civilians killed"
_ROUND = 100  # counts above, unless they are round, are those of one event only
_DECAY = 10  # days after which a post without a day speaks half as surely of the event


Span = tuple[int, int, str]
"""Where words stand that fill a slot, and by which rule."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How far a slot agrees, and on which spans: (start, end, rule)."""

    value: float
    spans: tuple[Span, ...] = ()


SILENCE = Fit(SILENT)


def where(rule: Rule, hit: Hit, scene: Scene, rules: ClaimRules) -> Fit:
    """The places of the event's own clause, else of the sentence, else of the sentences before it."""
    if not rule.claim.places:
        return Fit(0.0)
    own = [spot for spot in scene.places if same_clause(spot, hit, scene)]
    for spots, factor in ((own or scene.places, 1.0), *((before.places, CARRIED) for before in scene.before)):
        if spots:
            best = best_place(rule, spots, rules)
            if best.value < 0 and not rule.settled and best_place(rule, scene.places, rules).value > 0:
                return Fit(NEARBY)  # "divert from Bakhmut" in a sentence on Belgorod
            return best if best.value < 0 else Fit(best.value * factor, best.spans)
    return _unnamed(scene)


def _unnamed(scene: Scene) -> Fit:
    """ "They took a Russian village": headlines say which country, and leave the place to the text."""
    words = scene.sentence.tokens
    hits = (hit for hit in scene.hits if hit.entry == UNNAMED)
    spans = tuple((words[one.first].start, words[one.last].end, f"place:{UNNAMED}") for one in hits)
    return Fit(NEARBY, spans) if spans else SILENCE


def is_silent(fit: Fit) -> bool:
    """Whether no place is named: where more is told of an event, that says nothing against it."""
    return fit is SILENCE or (bool(fit.spans) and all(rule == f"place:{UNNAMED}" for *_, rule in fit.spans))


def best_place(rule: Rule, spots: Iterable[Spot], rules: ClaimRules) -> Fit:
    """How well the best of these places fits; one that is elsewhere contradicts."""
    return max((_place_fit(rule, spot, rules) for spot in spots), key=lambda fit: fit.value, default=Fit(-1.0))


def same_clause(spot: Spot, hit: Hit, scene: Scene) -> bool:
    clauses = {scene.clauses[i] for i in hit.words}
    return scene.clauses[spot.first] in clauses


def _place_fit(rule: Rule, spot: Spot, rules: ClaimRules) -> Fit:
    span = (spot.mention.start, spot.mention.end, f"place:{spot.target}")
    return Fit(fit_of(rule, spot.target, rules), (span,))


def fit_of(rule: Rule, place: str, rules: ClaimRules) -> float:
    """How well a place that is named fits the claim's."""
    claimed = set(rule.claim.places)
    if place in claimed:
        return 1.0
    if claimed & set(rules.within.get(place, ())):
        return 0.9
    around = {wider for one in claimed for wider in rules.within.get(one, ())[1:]}
    if place in around or rules.namesakes.get(place) in around:
        return NEARBY if rule.settled else 0.9
    return -1.0


def who(wanted: frozenset[str], scene: Scene, speaker: str | None, rules: ClaimRules) -> Fit:
    """Somebody of those wanted (whom the claim is about, who holds it) is named or speaks."""
    if not wanted:
        return Fit(0.0)
    here = [(spot, 1.0) for spot in scene.actors]
    carried = [(spot, CARRIED) for before in scene.before for spot in before.actors]
    named = [
        Fit(factor * kinship(spot.target, wanted, rules), (_actor_span(spot),)) for spot, factor in (*here, *carried)
    ]
    best = max(named, key=lambda fit: fit.value, default=Fit(0.0))
    if speaker in wanted and best.value < 1.0:
        return Fit(1.0, ())
    return best if best.value > SILENT else SILENCE


def _actor_span(spot: Spot) -> Span:
    return spot.mention.start, spot.mention.end, f"actor:{spot.target}"


def kinship(actor: str, wanted: Iterable[str], rules: ClaimRules) -> float:
    """1 for itself; less for another office of the same state, or for a collective that it may be part of."""
    if actor in wanted:
        return 1.0
    known = rules.actors.get(actor)
    if known is None:
        return 0.0
    for other_id in wanted:
        other = rules.actors.get(other_id)
        if other is None or other.affiliation.side is not known.affiliation.side:
            continue
        one_state = {known.affiliation.tie, other.affiliation.tie} == {Tie.STATE}
        if one_state or (known.kind == "collective" and other.affiliation.tie is not Tie.STATE):
            return NEARBY
    return 0.0


def named(entry: str, scene: Scene, speaker: str | None, rules: ClaimRules) -> tuple[Span, ...] | None:
    """The spans at which an actor or place is named here, or in the sentences before; None if it is not.

    Places of the sentences before only count in a sentence that names none.
    """
    if entry == speaker:
        return ()
    for spot in (spot for one in (scene, *scene.before) for spot in one.actors):
        if spot.target == entry or (entry == MILITIAS and is_militia(spot.target, rules)):
            return (_actor_span(spot),)
    for spot in next((one.places for one in (scene, *scene.before) if one.places), ()):
        within = rules.within.get(spot.target, ()) if entry in rules.regions else (spot.target,)
        if entry in within:
            return ((spot.mention.start, spot.mention.end, f"place:{spot.target}"),)
    return None


def is_militia(actor: str, rules: ClaimRules) -> bool:
    known = rules.actors.get(actor)
    return known is not None and known.affiliation.tie is Tie.ARMED_GROUP and known.affiliation.side is Side.UKRAINE


# --- when -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class When:
    """How the time agrees. `recalled`: the sentence looks back; `known` False: nothing tells the time."""

    fit: Fit
    recalled: bool = False
    known: bool = True


def when(rule: Rule, scene: Scene, published: date | None, *, past: bool) -> When | None:
    """None: not the time of this claim. `past`: the sentence has words of memory ("a year ago", "напомним")."""
    if rule.first is None and rule.last is None:
        return When(Fit(0.0))
    late = published is not None and rule.until is not None and published > rule.until
    before = scene.before if (past or late) and not scene.periods else ()
    named_days = [period for one in (scene, *before) for period in one.periods]
    inside = [period for period in named_days if overlaps(rule, period)]
    if (
        late and past and not named_days and remembers(token.word for token in scene.sentence.tokens)
    ):  # "Remember how they took the village?"
        return When(Fit(0.0), recalled=True, known=False)
    early = published is not None and is_early(rule, published)
    if early or (named_days and not inside) or (late and not inside):
        return None
    if inside and scene.periods:
        words = scene.sentence.tokens
        period = next((one for one in scene.periods if one in inside), None)
        spans = ((words[period.first].start, words[period.last].end, "date"),) if period else ()
        return When(Fit(1.0, spans), recalled=late)
    if inside:
        return When(Fit(1.0), recalled=late)
    if published is None:
        return When(Fit(0.5 if rule.alone else 0.0), recalled=past, known=False)
    if rule.first and published < rule.first:  # the day before, for time zones
        return When(Fit(0.5))
    return When(Fit(1.0 - _faded(rule, published)))


def _faded(rule: Rule, published: date) -> float:
    """How much less surely a post that names no day speaks of the event; a half when the claim's last post is due."""
    if not rule.last or not rule.until:
        return 0.0
    return max((published - rule.last).days, 0) / (2 * max(_DECAY, (rule.until - rule.last).days))


# --- figures ----------------------------------------------------------------------------------------------------------


def figures(rule: Rule, scene: Scene) -> tuple[Fit, tuple[Figure, ...]]:
    """How the sentence's figures of the claim's units agree, and which they are; one that differs contradicts."""
    wanted = {figure.unit: figure for figure in rule.claim.figures}
    counted = (figure for figure in scene.figures if figure.unit in wanted)
    own = tuple(one for one in counted if one.value is not None or wanted[one.unit].value is None)
    own = own or _of_fighters(rule, wanted, scene)
    if not own:
        return Fit(0.0), ()
    spans = tuple((figure.start, figure.end, "figure") for figure in own)
    agreeing = sum(_agrees(figure, wanted[figure.unit]) for figure in own)
    value = 1.0 if agreeing == len(own) else NEARBY if agreeing > len(own) / 2 else -1.0
    return Fit(value, spans), own


def _of_fighters(rule: Rule, wanted: Mapping[str, ClaimedFigure], scene: Scene) -> tuple[Figure, ...]:
    """ "The FSB counts a hundred dead", not said to be civilians: the fighters of a claim of theirs that counts as
    many. A count such as 234 needs no name.
    """
    if FIGHTERS not in wanted or any(hit.entry == "civilians" for hit in scene.hits):
        return ()
    theirs = any(spot.target in rule.about | rule.holders for spot in scene.actors)
    claimed = wanted[FIGHTERS]
    if not (theirs or _is_telling(claimed.value)):
        return ()
    dead = (replace(figure, unit=FIGHTERS) for figure in scene.figures if figure.unit == CIVILIANS)
    return tuple(figure for figure in dead if (_agrees(figure, claimed) if theirs else figure.value == claimed.value))


def _is_telling(value: float | None) -> bool:
    return value is not None and value > _ROUND and value % 10 != 0


def may_deviate(rule: Rule, told: Iterable[Figure]) -> bool:
    """Whether a holder's other figure is likely the same count, changed or mistyped, not one of something else."""
    claimed = {figure.unit: figure.value for figure in rule.claim.figures}
    return all(
        figure.value is None or not (value := claimed.get(figure.unit)) or value / 3 <= figure.value <= value * 10
        for figure in told
    )


def _agrees(figure: Figure, claimed: ClaimedFigure) -> bool:
    if claimed.value is None or figure.value is None:
        return claimed.value is None
    low, high = _bounds(claimed)
    return low <= figure.value <= high


def _bounds(claimed: ClaimedFigure) -> tuple[float, float]:
    """What still is the claimed figure: its own bounds, or a fifth around an approximate one."""
    value = claimed.value or 0.0
    slack = 0.2 * value if claimed.approx else 0.0
    return (
        claimed.low if claimed.low is not None else value - slack,
        claimed.high if claimed.high is not None else value + slack,
    )


def evidence_of(spans: Iterable[Span], text: str) -> tuple[Evidence, ...]:
    """The words of these spans, in order, each once."""
    return tuple(Evidence(start, end, text[start:end], rule) for start, end, rule in sorted(set(spans)))
