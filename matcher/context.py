"""Which of the names that occur in a text count, and what they mean there.

Ambiguous forms need a word of their context near and none against it nearer (the words are the watchlist's); titles
mean who held them on the day; places of the same name are told apart by what else is mentioned; actors that are too
general count only where they act or speak; a label counts in company; what a legal footnote names is no mention. It
looks at words around a spot and never at the meaning of a sentence: that is for the claim rules.
"""

import re
import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from matcher.catalogue import Catalogue, Guard, Hit
from matcher.names import SCORES, Form
from matcher.reading import Mention, Token
from matcher.speech import acts
from storage.model import Claim, Kind, Role

_NEAR = 60  # words within which context counts
_BESIDE = 1
_UNCERTAIN = 0.5
_LONGEST_TAG = 80
_CLAUSE = 120
_AROUND = timedelta(days=30)
_NOT = frozenset({"не", "ні", "not", "niet", "geen"})
_OF = frozenset({"of", "van", "the", "de", "russia's"})
_AND = frozenset({"и", "і", "та", "and", "en"})
_BUT = re.compile(r",\s*(?:а|але|but|maar)\s")
_READ = frozenset({"nl", "en", "ru", "uk"})
_FOOTNOTE = re.compile(
    r"\([^()\n]{0,200}(?:запрещ|признан|заборонен|визнан|иноагент)[^()\n]{0,200}\)|(?m:^[^\w\n]{0,3}\*[^\n]{0,80}(?:запрещ|признан|иноагент)[^\n]{0,200}$)",
    re.IGNORECASE,
)


Spot = tuple[int, int]
"""The pieces `[first, last)` of a text."""
Where = Mapping[str, set[Spot]]


@dataclass(frozen=True, slots=True)
class Scene:
    """A text with all that was found in it, before anything is decided."""

    text: str
    lang: str
    day: date | None
    speaker: str | None
    pieces: Sequence[Token | None]
    hits: Sequence[Hit]
    catalogue: Catalogue
    cues: Mapping[int, Sequence[Spot]]


@dataclass(frozen=True, slots=True)
class Named:
    """One reading of one hit."""

    hit: Hit
    form: Form

    @property
    def first(self) -> int:
        return self.hit.first

    @property
    def last(self) -> int:
        return self.hit.last


def cues(hits: Iterable[Hit]) -> dict[int, list[Spot]]:
    """Where each context word stands."""
    found: defaultdict[int, list[Spot]] = defaultdict(list)
    for hit in hits:
        for number in hit.pattern.cues:
            found[number].append((hit.first, hit.last))
    return {number: sorted(spots) for number, spots in found.items()}


def mentions(scene: Scene) -> list[Mention]:
    """All mentions of actors and places that count, in order."""
    footnotes = [found.span() for found in _FOOTNOTE.finditer(scene.text)]
    occurring = [one for one in _occurring(scene) if not _inside(_span(scene, one), footnotes)]
    actors = _counting(scene, _longest(_of(occurring, Kind.ACTOR)))
    places = _counting(scene, _longest(_of(occurring, Kind.PLACE)))
    titles = _titles(scene, _longest(one for one in occurring if one.form.rule == "role"), places)
    found = [*actors, *titles, *_outside_titles(scene, places, titles)]
    return sorted(_in_company(found, scene.catalogue), key=lambda mention: (mention.start, mention.end, mention.target))


def _of(occurring: Iterable[Named], kind: Kind) -> Iterator[Named]:
    return (one for one in occurring if one.form.kind is kind and one.form.rule != "role")


# --- what occurs ----------------------------------------------------------------------------------------------------


def _occurring(scene: Scene) -> list[Named]:
    return [Named(hit, form) for hit in scene.hits for form in hit.pattern.forms if _is_written(scene, hit, form)]


def _is_written(scene: Scene, hit: Hit, form: Form) -> bool:
    """Whether capitals, hashtag and following words are as the form asks."""
    if not (form.cased or form.all_caps or form.tagged or form.followed_by):
        return True
    tagged = _in_hashtag(scene.text, _start(scene, hit))
    if form.tagged:
        return tagged
    if form.followed_by:
        return any(piece and piece.word in form.followed_by for piece in scene.pieces[hit.last : hit.last + 8])
    if form.all_caps:
        return all(scene.text[piece.start].isupper() for piece in scene.pieces[hit.first : hit.last] if piece)
    return tagged or _has_capital(scene, hit) or _is_vouched_for(scene, hit, form)


def _is_vouched_for(scene: Scene, hit: Hit, form: Form) -> bool:
    """Whether an ambiguous form's own context makes up for a missing capital: "легион и РДК". Never for people."""
    actor = scene.catalogue.actors.get(form.target)
    if actor and actor.kind == "person":
        return False
    one = Named(hit, form)
    wanted = [guard.wanted for guard in _guards(scene, one) if guard.needed]
    return bool(wanted) and _distance(scene, one, wanted) <= _NEAR


def _has_capital(scene: Scene, hit: Hit) -> bool:
    return any(scene.text[piece.start].isupper() for piece in scene.pieces[hit.first : hit.last] if piece)


def _in_hashtag(text: str, start: int) -> bool:
    at = start - 1
    while at >= 0 and start - at < _LONGEST_TAG and (text[at].isalnum() or text[at] == "_"):
        at -= 1
    return at >= 0 and text[at] == "#"


def _longest(named: Iterable[Named]) -> list[Named]:
    """Of overlapping names the leftmost, and of those the longest; several readings of the same words all stay."""
    kept: list[Named] = []
    for one in sorted(named, key=lambda one: (one.first, -one.last)):
        last = kept[-1] if kept else None
        if last is None or one.first >= last.last or (one.first, one.last) == (last.first, last.last):
            kept.append(one)
    return kept


# --- what counts ----------------------------------------------------------------------------------------------------


def _counting(scene: Scene, named: Sequence[Named]) -> list[Mention]:
    """Names that count, once those that count without question are known."""
    certain = {
        one.form.target for one in named if not _guards(scene, one) and one.form.rule in {"name", "form", "handle"}
    }
    spots: defaultdict[Spot, list[Named]] = defaultdict(list)
    where: defaultdict[str, set[Spot]] = defaultdict(set)
    for one in named:
        if _passes(scene, one, certain) and not _is_replaced(scene, one):
            spots[one.first, one.last].append(one)
            where[one.form.target].add((one.first, one.last))
    return [
        _mention(scene, one, score) for rivals in spots.values() for one, score in _told_apart(scene, rivals, where)
    ]


def _guards(scene: Scene, one: Named) -> tuple[Guard, ...]:
    guards = scene.catalogue.guards.get((one.form.words, one.form.target), ())
    if scene.lang not in _READ:
        return guards
    return tuple(guard for guard in guards if guard.lang == scene.lang) or guards


def _passes(scene: Scene, one: Named, certain: set[str]) -> bool:
    actor = scene.catalogue.actors.get(one.form.target)
    if actor and actor.generic and one.form.rule != "label" and not acts(scene.text, scene.pieces, one.first, one.last):
        return False
    guards = _guards(scene, one)
    if not guards:
        return True
    against = _distance(scene, one, (guard.unwanted for guard in guards))
    if against <= _BESIDE:
        return False
    if one.form.target == scene.speaker or one.form.target in certain:
        return True
    support = _distance(scene, one, (guard.wanted for guard in guards))
    place = scene.catalogue.places.get(one.form.target)
    if place and not certain.isdisjoint(place.parents):
        support = min(support, _NEAR)
    if support <= _NEAR:
        return support <= against
    return against > _NEAR and not any(guard.needed for guard in guards)


def _distance(scene: Scene, one: Named, cue_sets: Iterable[frozenset[int]]) -> int:
    """How many words away the nearest of these cues stands, itself aside; more than `_NEAR` if there is none."""
    nearest = _NEAR + 1
    for number in frozenset[int]().union(*cue_sets):
        found = scene.cues.get(number, ())
        at = bisect_left(found, (one.first, 0))
        for first, last in found[max(0, at - 2) : at + 3]:
            if last <= one.first:
                nearest = min(nearest, one.first - last + 1)
            elif first >= one.last:
                nearest = min(nearest, first - one.last + 1)
            elif first < one.first or last > one.last:
                nearest = 0  # the name is part of the cue: "Группа ЛСР"
    return nearest


def _is_replaced(scene: Scene, one: Named) -> bool:
    """ "Not A, but B": A is named to be ruled out."""
    before = scene.pieces[one.first - 1] if one.first else None
    if before is None or before.word not in _NOT:
        return False
    earlier = scene.pieces[one.first - 2] if one.first > 1 else None
    if earlier is not None and earlier.word not in _AND:
        return False  # "занималось не ГУР, а СБУ" speaks of both
    comma = scene.text.find(",", _start(scene, one.hit), _start(scene, one.hit) + _CLAUSE)
    return comma >= 0 and bool(_BUT.match(scene.text, comma))


def _told_apart(scene: Scene, rivals: list[Named], where: Where) -> list[tuple[Named, float]]:
    """One spot, several entries: which of them is meant."""
    if len(rivals) == 1 or rivals[0].form.kind is Kind.ACTOR:
        return [(one, SCORES[one.form.rule]) for one in rivals]
    rivals = _smallest(scene, rivals)
    for choose in (_supported, _beside_its_parents, _of_the_day):
        chosen = choose(scene, rivals, where)
        if 0 < len(chosen) < len(rivals):
            rivals = chosen
    sure = len(rivals) == 1
    return [(one, SCORES[one.form.rule] if sure else _UNCERTAIN) for one in rivals]


def _smallest(scene: Scene, rivals: list[Named]) -> list[Named]:
    """A name that an oblast shares with its city means the city, a shared noun ("... and Kursk regions") aside."""
    enumerated = [one for one in rivals if one.form.followed_by]
    if enumerated:
        return enumerated
    above = {parent for one in rivals for parent in scene.catalogue.places[one.form.target].parents}
    return [one for one in rivals if one.form.target not in above] or rivals


def _supported(scene: Scene, rivals: list[Named], where: Where) -> list[Named]:
    return [one for one in rivals if _distance(scene, one, (guard.wanted for guard in _guards(scene, one))) <= _NEAR]


def _beside_its_parents(scene: Scene, rivals: list[Named], where: Where) -> list[Named]:
    spot = {(rivals[0].first, rivals[0].last)}
    places = scene.catalogue.places
    return [one for one in rivals if any(where.get(parent, set()) - spot for parent in places[one.form.target].parents)]


def _of_the_day(scene: Scene, rivals: list[Named], where: Where) -> list[Named]:
    """The place of which a claim was made about that day."""
    claims = scene.catalogue.claims_at
    return [one for one in rivals if any(_is_about(claim, scene.day) for claim in claims.get(one.form.target, ()))]


def _is_about(claim: Claim, day: date | None) -> bool:
    if day is None or claim.first is None:
        return False
    return claim.first - _AROUND <= day <= (claim.last or claim.first) + _AROUND


# --- titles and labels ----------------------------------------------------------------------------------------------


def _titles(scene: Scene, named: Iterable[Named], places: Sequence[Mention]) -> list[Mention]:
    """Titles as the people who held them on the day; without a day, or between tenures, nobody is certain."""
    spots: defaultdict[Spot, list[Named]] = defaultdict(list)
    for one in named:
        spots[one.first, one.last].append(one)
    mentioned = {mention.target for mention in places}
    for place in tuple(mentioned):
        mentioned.update(scene.catalogue.places[place].parents)
    places_at = _places_at(scene) if spots else {}
    return [
        replace(_mention(scene, one, SCORES["role"] if scene.day else _UNCERTAIN), target=holder)
        for rivals in spots.values()
        for one in _whose(scene, rivals, mentioned, places_at)
        for holder in _holders(scene.catalogue.roles[one.form.target], scene.day)
    ]


def _places_at(scene: Scene) -> dict[int, set[str]]:
    """Which places' names each piece is part of."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for hit in scene.hits:
        for form in hit.pattern.forms:
            if form.kind is Kind.PLACE:
                for at in range(hit.first, hit.last):
                    found[at].add(form.target)
    return found


def _whose(scene: Scene, rivals: list[Named], places: set[str], places_at: Mapping[int, set[str]]) -> list[Named]:
    """A title that several offices share ("the governor") means the one whose place is mentioned, if it is but one."""
    if len(rivals) == 1:
        return rivals
    near = [one for one in rivals if scene.catalogue.role_places.get(one.form.target, frozenset()) & places]
    return near if len(near) == 1 and not _is_anothers(scene, near[0], places_at) else []


def _is_anothers(scene: Scene, one: Named, places_at: Mapping[int, set[str]]) -> bool:
    """ "Kharkiv governor", "the governor of Texas": beside the title stands a name that is no place of its office."""
    own = scene.catalogue.role_places[one.form.target]
    before = one.first - 1
    after = one.last
    while (piece := _piece(scene, after)) and piece.word in _OF:
        after += 1
    return any(
        own.isdisjoint(places_at.get(at, ()))
        and (piece := _piece(scene, at))
        and scene.text[piece.start].isupper()
        and not _begins(scene, at)
        for at in (before, after)
    )


def _piece(scene: Scene, at: int) -> Token | None:
    return scene.pieces[at] if 0 <= at < len(scene.pieces) else None


def _begins(scene: Scene, at: int) -> bool:
    """Whether the word is the first of its sentence or line, where any word has a capital."""
    piece, earlier = scene.pieces[at], _piece(scene, at - 1)
    return piece is None or earlier is None or "\n" in scene.text[earlier.end : piece.start]


def _outside_titles(scene: Scene, places: Sequence[Mention], titles: Sequence[Mention]) -> list[Mention]:
    """ "The governor of Kursk" governs the oblast: inside a title the city's name means the city's oblast."""
    spans = sorted({(title.start, title.end) for title in titles})
    found = []
    for mention in places:
        parents = scene.catalogue.places[mention.target].parents
        inside = _inside((mention.start, mention.end), spans)
        found.append(replace(mention, target=parents[-1]) if inside and parents else mention)
    return found


def _holders(tenures: Sequence[Role], day: date | None) -> list[str]:
    if day is None:
        everyone = {role.holder for role in tenures}
        return [holder for holder in everyone if holder] if len(everyone) == 1 else []
    return [role.holder for role in tenures if role.holder and (role.first or day) <= day <= (role.last or day)]


def _in_company(found: Sequence[Mention], catalogue: Catalogue) -> list[Mention]:
    """Labels ("traitors") count where somebody or some place of the watchlist is named otherwise."""
    company = {
        mention.target
        for mention in found
        if mention.rule != "label" and not (mention.kind is Kind.ACTOR and catalogue.actors[mention.target].generic)
    }
    return [mention for mention in found if mention.rule != "label" or company]


def _mention(scene: Scene, one: Named, score: float) -> Mention:
    start, end = _span(scene, one)
    return Mention(one.form.kind, one.form.target, start, end, one.form.rule, score)


def _span(scene: Scene, one: Named) -> tuple[int, int]:
    ending = scene.pieces[one.last - 1]
    return _start(scene, one.hit), ending.end if ending else _start(scene, one.hit)


def _start(scene: Scene, hit: Hit) -> int:
    beginning = scene.pieces[hit.first]
    return beginning.start if beginning else 0


def _inside(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the `spans`, which are in order and apart, holds the span."""
    at = bisect_right(spans, (span[0], sys.maxsize)) - 1
    return at >= 0 and span[1] <= spans[at][1]
