"""Whether a name is borne by somebody or something else there: "Пётр Грайворонский", "Сергей Смирнов", «Курск».

Places whose names are surnames, streets and stations named after places, ships and firms that stand in quotation marks,
and other people of the same surname. It reads the words beside a name and looks for no context farther away.
"""

import re

from matcher.context.scene import Named, Scene, piece_at, span
from matcher.names import QUOTES
from matcher.reading import Token
from matcher.wordforms.given_names import given_name
from storage.model import Kind
from storage.watchlist import Actor

_LIKE_SURNAME = re.compile(
    r"\w{2,}(?:[сц]ь?к(?:ий|ій|ого|ому|им|ім|ом|ая|ой|ую|а|ої|у|ою)|(?:ов|ев|єв|ин|ін)(?:а|у|ым|им|ой|ою|ої|е|і)?|"
    r"sk(?:y|yi|iy|ij|ii|yy|i|aya|a)|(?:ov|ev|in)a?)"
)
_LIKE_ADJECTIVE = re.compile(r"\w{2,}(?:[сц]ь?к(?:ий|ій|ого|ому|им|ім|ом|ая|ой|ую|а|ої|у|ою)|skaya|sky|skaja|skiy)")
_PATRONYMIC = re.compile(r"\w{2,}(?:(?:[оеё]в|ь)ич(?:а|у|ем|е|ем|і)?|(?:[оеё]в|ич|[ії]в)н(?:а|ы|е|у|ой|и|і|ою))")
_ROAD_BEFORE = re.compile(
    r"ул(?:иц[аеыу]|ицей|иці)?|вул(?:иц[яіюею]+)?|просп(?:ект\w{0,3})?|пер|переул\w+|провул\w+|бульвар\w{0,3}|шоссе|"
    r"метро|м|станци\w{1,2}|станці\w{1,2}|вокзал\w{0,3}|platform|metro|straat|station"
)
_ROAD_SHORTENED = re.compile(r"\b(?:ул|вул|пр|просп|пер|пров|бул|пл|ст|м)\.\s?$", re.IGNORECASE)
_SHORT = 7  # characters, at most
_ROAD_BEHIND = re.compile(
    r"улиц[аеыу]|улицей|вулиц[яіюею]+|проспект\w{0,3}|переул\w+|провул\w+|бульвар\w{0,3}|шоссе|вокзал\w{0,3}|"
    r"мост\w{0,2}|street|avenue|lane|boulevard|square|railway|station|metro"
)
_HOLDS_PLACES = re.compile(
    r"город\w{0,2}|міст[оіау]\w?|сел[оеау]|пункт\w{0,2}|пропуск[ау]?|кпп|мапп|аэродром\w{0,2}|аеродром\w{0,2}|гис|"
    r"town|city|village|checkpoint|crossing|stad|dorp|grenspost|grensovergang"
)
_TOWNS = frozenset({"city", "town"})
_OPENING, _CLOSING = frozenset(QUOTES) - {"'"} | {"”"}, frozenset('»"”“’')


def is_anothers(scene: Scene, one: Named) -> bool:
    """Whether this name belongs to a person, street or thing that is not in the watchlist."""
    if one.form.kind is Kind.PLACE:
        return _is_street(scene, one) or _is_surname(scene, one) or _is_thing(scene, one)
    actor = scene.catalogue.actors.get(one.form.target)
    return actor is not None and actor.kind == "person" and _is_namesake(scene, one, actor)


def _is_street(scene: Scene, one: Named) -> bool:
    """ "улица Грайворонская", "Kursk Street": an adjective, or with a capital on both of the words in English."""
    if one.last - one.first != 1 or (piece := scene.pieces[one.first]) is None or one.form.enumerated:
        return False
    before, behind = piece_at(scene, one.first - 1), piece_at(scene, one.last)
    if _LIKE_ADJECTIVE.fullmatch(piece.word):
        shortened = _ROAD_SHORTENED.search(scene.text, max(0, piece.start - _SHORT), piece.start)
        after_road = before is not None and _ROAD_BEFORE.fullmatch(before.word)
        return bool(shortened or after_road or (behind and _ROAD_BEHIND.fullmatch(behind.word)))
    return bool(behind and behind.word in {"street", "avenue", "lane"} and scene.text[behind.start].isupper())


def _is_surname(scene: Scene, one: Named) -> bool:
    """Of one word that looks like a surname, beside a given name or initials."""
    piece = scene.pieces[one.first]
    if one.last - one.first != 1 or piece is None or not _LIKE_SURNAME.fullmatch(piece.word):
        return False
    if not scene.text[piece.start].isupper():
        return False
    return _given_before(scene, one.first) is not None or _are_initials_behind(scene, one.last)


def _is_namesake(scene: Scene, one: Named, actor: Actor) -> bool:
    """Whether the given name before a surname is none of this person's."""
    if one.last - one.first != 1:
        return False
    own = {word for names in actor.names.values() for name in names for word in name.casefold().split()[:-1]}
    own_numbers = {given_name(word.replace("ё", "е")) for word in own} - {None}
    word = _given_before(scene, one.first)
    if word is None:
        return False
    if len(word) == 1:
        return bool(own) and word not in {name[0] for name in own}
    return bool(own_numbers) and given_name(word) not in own_numbers


def _given_before(scene: Scene, first: int) -> str | None:
    """The given name, or its initial, that stands before a surname; a patronymic or a second initial aside."""
    before = piece_at(scene, first - 1)
    if before is not None and _PATRONYMIC.fullmatch(before.word):
        before = piece_at(scene, first - 2)
    elif before is not None and _is_initial(scene, before):
        earlier = piece_at(scene, first - 2)
        before = earlier if earlier is not None and _is_initial(scene, earlier) else before
    if before is None or not scene.text[before.start].isupper() or "\n" in scene.text[before.end : _at(scene, first)]:
        return None
    return before.word if _is_initial(scene, before) or given_name(before.word) is not None else None


def _are_initials_behind(scene: Scene, last: int) -> bool:
    """ "Грайворонский П. А.": and no surname behind those."""
    one, other, beyond = (piece_at(scene, last + at) for at in range(3))
    if one is None or other is None or not (_is_initial(scene, one) and _is_initial(scene, other)):
        return False
    return beyond is None or not scene.text[beyond.start].isupper()


def _is_initial(scene: Scene, piece: Token) -> bool:
    is_letter = len(piece.word) == 1 and piece.word.isalpha() and scene.text[piece.start].isupper()
    return is_letter and scene.text[piece.end : piece.end + 1] == "."


def _is_thing(scene: Scene, one: Named) -> bool:
    """A town's name alone in quotation marks is that of a ship, a train or a hotel; or of a checkpoint."""
    place = scene.catalogue.places.get(one.form.target)
    if place is None or place.kind not in _TOWNS or one.last - one.first != 1:
        return False
    beginning, ending = span(scene, one)
    if scene.text[max(0, beginning - 1) : beginning] not in _OPENING or scene.text[ending : ending + 1] not in _CLOSING:
        return False
    before = piece_at(scene, one.first - 1)
    return before is None or not _HOLDS_PLACES.fullmatch(before.word)


def _at(scene: Scene, first: int) -> int:
    piece = scene.pieces[first]
    return piece.start if piece else 0
