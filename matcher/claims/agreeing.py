"""How far a sentence agrees with a claim: slot by slot, in one score, and whether that is enough, or even sure.

Decides no link by itself: which claim is meant, and what is said of it, is `link`'s matter. Reads nothing but its
arguments.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from matcher.claims import scoring, slots
from matcher.claims.figures import COUNTED
from matcher.claims.lexicon import Hit
from matcher.claims.lone import names_another_land
from matcher.claims.passages import names_its_days
from matcher.claims.refusing import WORDING
from matcher.claims.rules import ClaimRules, Rule
from matcher.claims.scene import Scene
from matcher.claims.sources import Source, source_of
from matcher.claims.stance import Frame
from matcher.claims.surroundings import memories
from matcher.claims.ways import Told
from matcher.reading import Reading
from storage.model import Figure

_SHORT_WORDING = 2


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far a sentence agrees with the slots of a claim. `voice`: whose words they are."""

    when: slots.When
    where: slots.Fit
    who: slots.Fit
    holder: slots.Fit
    figure: slots.Fit
    figures: tuple[Figure, ...]
    source: Source | None
    voice: str | None

    @property
    def by_slot(self) -> Mapping[str, slots.Fit]:
        return {"who": self.who, "holder": self.holder, "place": self.where, "figure": self.figure}


def agreed_on(rule: Rule, hit: Hit, scene: Scene, reading: Reading, rules: ClaimRules) -> Agreed | None:
    """None: not the time of this claim."""
    when = slots.when(rule, scene, reading.setting.day, past=bool(memories(scene)))
    if when is None:
        return None
    source = source_of(hit, scene.sources)
    voice = source.actor if source else reading.speaker
    figure, figures = slots.figures(rule, scene)
    if figure.value < 0 and voice in rule.holders and slots.may_deviate(rule, figures):
        figure = replace(figure, value=slots.NEARBY)
    return Agreed(
        when=when,
        where=slots.where(rule, hit, scene, rules),
        who=slots.who(rule.about | rule.holders, scene, reading.speaker, rules),
        holder=slots.Fit(slots.kinship(voice, rule.holders, rules) if voice else 0.0),
        figure=figure,
        figures=figures,
        source=source,
        voice=voice,
    )


def score_of(rule: Rule, told: Told, agreed: Agreed) -> float:
    silent_anyway = told.more and slots.is_silent(agreed.where)
    return scoring.score(
        scoring.Slots(
            more=told.more,
            where=agreed.where.value if rule.claim.places and not silent_anyway else None,
            who=agreed.who.value if rule.about or rule.holders else None,
            when=agreed.when.fit.value if rule.first or rule.last else None,
            figure=agreed.figure.value if agreed.figures else None,
            has_figures=bool(rule.claim.figures) and told.hit.entry in COUNTED,
        )
    )


def enough(rule: Rule, told: Told, where: slots.Fit, fits: Mapping[str, slots.Fit], scene: Scene) -> bool:
    """No slot that is needed is missing; no village is another one; a wording alone is somebody's or somewhere."""
    if rule.settled and where.value < 0:
        return False
    if told.hit.entry == WORDING:
        return _is_placed(rule, told, fits, scene)
    least = {"place": slots.NEARBY}  # the village itself
    return all(fits[slot].value > least.get(slot, slots.SILENT) for slot in told.needs)


def _is_placed(rule: Rule, told: Told, fits: Mapping[str, slots.Fit], scene: Scene) -> bool:
    """A wording is somebody's or somewhere; a short one needs that outside its own words."""
    if not (rule.claim.places or rule.about):
        return True
    spans = [span for fit in fits.values() for span in fit.spans]
    if rule.settled and fits["place"].value < slots.NEARBY and fits["who"].value < 1:
        return False
    if len(told.hit.words) > _SHORT_WORDING:
        return bool(spans)
    own = [scene.sentence.tokens[i] for i in told.hit.words]
    return any(all(end <= token.start or token.end <= start for token in own) for start, end, _ in spans)


def is_sure(rule: Rule, told: Told, agreed: Agreed, event: Frame, scene: Scene, reading: Reading) -> bool:
    """The time is known, who, where or how many is said, and nothing makes it doubtful that this claim is meant."""
    timed = agreed.when.known or (rule.alone and agreed.where.value == 1.0)
    if agreed.when.recalled and rule.claim.places and not (agreed.where.spans or agreed.figures):
        timed = timed and any(names_its_days(rule, day) for one in (scene, *scene.before) for day in one.periods)
    explicit = bool(agreed.where.spans or agreed.who.spans or agreed.figures or reading.speaker)
    doubtful = told.near or (told.denying and not event.says_no) or _is_about_one_group(rule, event, scene)
    doubtful = doubtful or (bool(rule.claim.places) and not agreed.where.spans and names_another_land(scene))
    return timed and (explicit or _is_long(reading)) and not doubtful


def _is_long(reading: Reading) -> bool:
    words = 0
    for sentence in reading.sentences:
        words += len(sentence.tokens)
        if words >= scoring.SHORT:
            return True
    return False


def _is_about_one_group(rule: Rule, event: Frame, scene: Scene) -> bool:
    """ "None of the battalion's men crossed" says nothing of the other groups."""
    return rule.is_wide and event.negated and len({spot.target for spot in scene.actors} & rule.about) == 1
