"""Titles: "the governor of Kursk" is who held the office on the day, and "the governor" that of the place spoken of."""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from matcher.context.scene import UNCERTAIN, Named, Scene, Spot, inside, mention_of, piece_at, reject, span
from matcher.names import SCORES
from matcher.reading import Mention
from matcher.rejections import Why
from storage.model import Kind
from storage.watchlist import Role

_FARTHEST = 200
_CLOSE = 60
_SEVERAL = re.compile(r"governors|gouverneurs|губернатор(?:ы|ов|ам|ами|ах)|губернатор(?:и|ів|ами)")
# Between a city's name and the title that belongs to it: "Kursk's acting governor".
_RANK = re.compile(r"(?:['’]s?)?\s(?:(?:acting|interim|regional|new|former|outgoing|deputy)\s)?", re.IGNORECASE)
_OF = frozenset({"of", "van", "the", "de", "russia's"})
# A state's own adjective before a title tells of no office: "the local Russian governor".
_STATE = re.compile(r"russian|russia's|russische?|росси\w+|російськ\w+|rosyjski\w*")


def titles_in(scene: Scene, named: Iterable[Named], places: Sequence[Mention]) -> list[Mention]:
    """Titles as the people who held them on the day; without a day, or between tenures, nobody is certain."""
    spots: defaultdict[Spot, list[Named]] = defaultdict(list)
    for one in named:
        spots[one.first, one.last].append(one)
    places_at = _places_at(scene) if spots else {}
    spoken_of: set[str] = set()
    coming = deque(sorted(places, key=lambda mention: mention.start))
    found = []
    for rivals in spots.values():
        border = _line_end(scene, rivals[0])
        while coming and coming[0].start < border:
            place = coming.popleft().target
            spoken_of.update((place, *scene.catalogue.places[place].parents))
        meant = _each(scene, rivals, places) or _whose(scene, rivals, spoken_of, places_at)
        for one in [] if meant else rivals:
            reject(scene, one, Why.WHOSE_TITLE)
        for one in meant:
            mention = mention_of(scene, one, SCORES["role"] if scene.day else UNCERTAIN)
            holders = _holders(scene.catalogue.roles[one.form.target], scene.day)
            found += [replace(mention, target=holder) for holder in holders]
            if not holders:
                reject(scene, one, Why.NO_HOLDER)
    return found


def _line_end(scene: Scene, one: Named) -> int:
    """Up to where a place can tell whose title this is: "the governor" is not that of a place named later on."""
    end = span(scene, one)[1]
    at = scene.text.find("\n", end, end + _FARTHEST)
    return at if at >= 0 else end + _FARTHEST


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
    """A title that several offices share ("the governor") means the one whose place is spoken of, if it is but one."""
    if len(rivals) == 1:
        return rivals
    near = [one for one in rivals if scene.catalogue.role_places.get(one.form.target, frozenset()) & places]
    return near if len(near) == 1 and not _is_anothers(scene, near[0], places_at) else []


def _each(scene: Scene, rivals: list[Named], places: Sequence[Mention]) -> list[Named]:
    """ "The governors of Kursk and Belgorod": each whose place stands close behind."""
    piece = scene.pieces[rivals[0].first]
    if piece is None or not _SEVERAL.fullmatch(piece.word):
        return []
    end = span(scene, rivals[0])[1]
    behind = {mention.target for mention in places if 0 <= mention.start - end <= _CLOSE}
    behind |= {parent for target in behind for parent in scene.catalogue.places[target].parents}
    return [one for one in rivals if scene.catalogue.role_places.get(one.form.target, frozenset()) & behind]


def _is_anothers(scene: Scene, one: Named, places_at: Mapping[int, set[str]]) -> bool:
    """ "Kharkiv governor", "the governor of Texas": beside the title stands a name that is no place of its office."""
    own = scene.catalogue.role_places[one.form.target]
    before = one.first - 1
    after = one.last
    while (piece := piece_at(scene, after)) and piece.word in _OF:
        after += 1
    return any(
        own.isdisjoint(places_at.get(at, ()))
        and (piece := piece_at(scene, at))
        and scene.text[piece.start].isupper()
        and not _STATE.fullmatch(piece.word)
        and not _begins(scene, at)
        for at in (before, after)
    )


def _begins(scene: Scene, at: int) -> bool:
    """Whether the word is the first of its sentence or line, where any word has a capital."""
    piece, earlier = scene.pieces[at], piece_at(scene, at - 1)
    if piece is not None and piece.word.endswith("'s"):
        return False  # "Texas's governor" begins nothing but a name
    return piece is None or earlier is None or "\n" in scene.text[earlier.end : piece.start]


def _holders(tenures: Sequence[Role], day: date | None) -> list[str]:
    if day is None:
        everyone = {role.holder for role in tenures}
        return [holder for holder in everyone if holder] if len(everyone) == 1 else []
    return [role.holder for role in tenures if role.holder and (role.first or day) <= day <= (role.last or day)]


def outside_titles(scene: Scene, places: Sequence[Mention], titles: Sequence[Mention]) -> list[Mention]:
    """ "The governor of Kursk" governs the oblast: inside a title the city's name means the city's oblast.

    Where nothing else names the oblast, the name that stands there is the city's as well.
    """
    spans = sorted({(title.start, title.end) for title in titles})
    starts = [start for start, _ in spans]
    named = {mention.target for mention in places}
    found = []
    for mention in places:
        parents = scene.catalogue.places[mention.target].parents
        beside = _RANK.match(scene.text, mention.end)
        in_title = inside((mention.start, mention.end), spans) or (beside is not None and beside.end() in starts)
        if not (in_title and parents):
            found.append(mention)
            continue
        found.append(replace(mention, target=parents[-1]))
        if parents[-1] not in named:
            found.append(mention)
    return found
