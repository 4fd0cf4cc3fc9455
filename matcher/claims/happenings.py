"""What a text says happened at known places, and no known claim is about: the stuff that draft claims are made of.

Sentence by sentence, and only what is asserted there: not what is denied, planned, asked, mocked or recalled. Whether
several posts tell the same is not decided here. `statement_of` reads an editor's sentence for the slots of a new claim.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from matcher.claims.figures import PEOPLE, THINGS
from matcher.claims.grammar import listed
from matcher.claims.lexicon import Hit
from matcher.claims.passages import PAST
from matcher.claims.rules import ClaimRules
from matcher.claims.scene import Scene, Spot, scenes
from matcher.claims.sources import source_of
from matcher.claims.stance import frame
from matcher.reading import Reading
from storage.model import Evidence, Figure, Kind, Link, Topic

# Entries whose words say who or what is spoken of, or how, and not what happened.
_NO_EVENTS = (
    frozenset(PEOPLE)
    | (frozenset(THINGS) - {"attack"})
    | listed(
        "ukraine bryansk another continue rise footage present presence attempt return_again home promise freedom",
        "appeal support shift impact threat alive question conditional sarcasm doubt safety depot military_targets",
        "checkpoint part_of_army russian_citizens regime_by_force independent unverified fail not_allow prevent",
        "no_gain",
    )
)
_RECENT = timedelta(days=2)
_MOST_PLACES = 3  # of one sentence
_MOST = 12  # topics of one post
_TOLD_BY = ("event:", "wording", "topic")  # the rules of evidence that say what happened


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence names, each in the order of its first mention, whatever it says of it."""

    places: tuple[str, ...]
    actors: tuple[str, ...]
    events: tuple[str, ...]
    figures: tuple[Figure, ...]


def events_known(rules: ClaimRules) -> frozenset[str]:
    """The lexicon entries that may be a kind of event."""
    return rules.telling - _NO_EVENTS


def topics_told(
    reading: Reading, places: Collection[str], claims: Sequence[Link], rules: ClaimRules
) -> tuple[Topic, ...]:
    """The topics of a text, one for each place and kind of event.

    `places`: those that it surely names; regions tell too little of where. `claims`: its links to claims, certain or
    not; what they are about is no topic.
    """
    settled = frozenset(places) - rules.regions
    if not settled:
        return ()
    events = events_known(rules)
    found: dict[tuple[str, str], Topic] = {}
    for scene in scenes(reading, rules):
        if events.isdisjoint(scene.entries_at_most):
            continue
        if not _is_past(scene, reading) and not _is_linked(scene, claims):
            for topic in _topics(scene, settled, events, reading, rules):
                if not _is_claimed(topic, claims, rules):
                    found.setdefault((topic.place, topic.event), topic)
    return tuple(islice(found.values(), _MOST))


def statement_of(reading: Reading, rules: ClaimRules) -> Statement:
    """The slots of a sentence that states a claim."""
    events = events_known(rules)
    told = scenes(reading, rules)
    told = told if any(scene.tells(events) for scene in told) else ()
    return Statement(
        places=_named(reading, Kind.PLACE),
        actors=_named(reading, Kind.ACTOR),
        events=tuple(dict.fromkeys(hit.entry for scene in told for hit in scene.hits if hit.entry in events)),
        figures=tuple(figure for scene in told for figure in scene.figures),
    )


def _named(reading: Reading, kind: Kind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.target for mention in reading.mentions if mention.kind is kind))


def _topics(
    scene: Scene, settled: frozenset[str], events: Collection[str], reading: Reading, rules: ClaimRules
) -> Iterable[Topic]:
    words = scene.sentence.tokens
    for hit in scene.hits:
        if hit.entry not in events or not _is_asserted(hit, scene, reading, rules):
            continue
        source = source_of(hit, scene.sources)
        start, end = words[hit.first].start, words[hit.last].end
        for place in _places(hit, scene, settled):
            yield Topic(
                place=place,
                event=hit.entry,
                evidence=Evidence(start, end, reading.text[start:end], f"event:{hit.entry}"),
                actors=_actors(scene, {one.actor for one in scene.sources}),
                figures=scene.figures,
                holder=source.actor if source else reading.speaker,
            )


def _is_asserted(hit: Hit, scene: Scene, reading: Reading, rules: ClaimRules) -> bool:
    said = frame(hit, scene, rules.lexicon, reading.text, ())
    return not (said.negated or said.denied or said.unreal or said.asked or said.doubted or said.mocked)


def _places(hit: Hit, scene: Scene, settled: frozenset[str]) -> list[str]:
    """Those between the same commas, else the nearest of the sentence, else those of the sentence before."""
    pieces = {scene.pieces[i] for i in hit.words}
    spots: Sequence[Spot] = [spot for spot in scene.places if scene.pieces[spot.first] in pieces]
    if not spots and scene.places:
        spots = [min(scene.places, key=lambda spot: abs(spot.first - hit.first))]
    elif not spots:
        spots = next((before.places for before in scene.before if before.places), ())
    return list(dict.fromkeys(spot.target for spot in spots if spot.target in settled))[:_MOST_PLACES]


def _actors(scene: Scene, sources: Collection[str | None]) -> tuple[str, ...]:
    """Who is named, but for those whose words are told."""
    return tuple(dict.fromkeys(spot.target for spot in scene.actors if spot.target not in sources))


def _is_past(scene: Scene, reading: Reading) -> bool:
    """It looks back, or names other days than these."""
    if any(hit.entry == PAST for hit in scene.hits):
        return True
    published = reading.setting.published_at
    if published is None or not scene.periods:
        return False
    latest = max(period.until for period in scene.periods)
    return latest < published.date() - _RECENT or min(period.since for period in scene.periods) > published.date()


def _is_linked(scene: Scene, claims: Iterable[Link]) -> bool:
    """A claim's event is told in this sentence."""
    sentence = scene.sentence
    return any(
        sentence.start <= evidence.start < sentence.end and evidence.rule.startswith(_TOLD_BY)
        for link in claims
        for evidence in link.evidence
    )


def _is_claimed(topic: Topic, claims: Iterable[Link], rules: ClaimRules) -> bool:
    """The text is linked to a claim of this place and kind of event."""
    where = {topic.place, *rules.within.get(topic.place, ())}
    return any(
        rules.topics.tells(link.target, topic.event)
        and (not (places := rules.rules[link.target].claim.places) or not where.isdisjoint(places))
        for link in claims
    )
