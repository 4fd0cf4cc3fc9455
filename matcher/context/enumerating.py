"""Whether a name is part of an enumeration that names its noun once: "Курской, Брянской и Белгородской областях".

It walks from the name to the noun, over other names, conjunctions and commas only. Which nouns are shared is
`matcher.wordforms.shared_nouns`' question.
"""

import re
from collections.abc import Iterable

from matcher.catalogue import Hit
from matcher.context.scene import Scene
from matcher.names import Form
from matcher.reading import Token

_FARTHEST = 14  # words
_ELSEWHERE = 30
_JOINING = frozenset(
    re.findall(
        r"\w+",
        "и і й та а также или також також or and as well also en of und sowie oraz i the de van in в у border "
        "bordering neighbouring neighboring приграничных приграничной пограничных соседних прикордонних самой самій",
    )
)
_AND = frozenset({"и", "і", "й", "та", "а", "или", "або", "or", "and", "en", "of", "und", "oraz", "i", "also"})
_BEFORE_ONE = frozenset(
    {"в", "во", "на", "над", "по", "из", "под", "у", "з", "із", "під", "для", "территории", "территорию", "території"}
)
"""May stand before an adjective whose noun is left out."""
_ADJECTIVE = re.compile(r"\w+(?:[сц]ь?к|дзк|ц?k)(?:[а-яіїє]{1,3}|ie?j|ie?go|im|ich|a|ą)")
_ENDS = re.compile(r"[.!?;…\n]")


def shares_noun(scene: Scene, hit: Hit, form: Form) -> bool:
    """Whether one of the form's nouns stands at an end of the enumeration that it is part of."""
    ahead = range(hit.last, min(len(scene.pieces), hit.last + _FARTHEST))
    behind = range(hit.first - 1, max(-1, hit.first - 1 - _FARTHEST), -1)
    return (
        _reaches(scene, ahead, form.followed_by, hit.last - 1)
        or _reaches(scene, behind, form.preceded_by, hit.first)
        or _leaves_it_out(scene, hit, form)
    )


def _leaves_it_out(scene: Scene, hit: Hit, form: Form) -> bool:
    """ "Шесть дронов над Курской областью, три — над Белгородской": an adjective alone, the noun near in its line."""
    piece, first = _piece(scene, hit.last - 1), hit.first
    if piece is None or not _is_adjective(scene, hit.last - 1) or _word(scene, hit.last) not in {None, *_AND}:
        return False
    if _word(scene, first - 1) in _AND and _is_adjective(scene, first - 2):
        first -= 2  # "в Тульской и Белгородской"
    if _word(scene, first - 1) not in _BEFORE_ONE:
        return False
    around = scene.pieces[max(0, hit.first - _ELSEWHERE) : hit.last + _ELSEWHERE]
    nouns = [one for one in around if one is not None and one.word in form.followed_by]
    return any("\n" not in _between(scene.text, piece, noun) for noun in nouns)


def _piece(scene: Scene, at: int) -> Token | None:
    return scene.pieces[at] if 0 <= at < len(scene.pieces) else None


def _word(scene: Scene, at: int) -> str | None:
    piece = _piece(scene, at)
    return piece.word if piece is not None else None


def _is_adjective(scene: Scene, at: int) -> bool:
    piece = _piece(scene, at)
    return piece is not None and bool(_ADJECTIVE.fullmatch(piece.word)) and scene.text[piece.start].isupper()


def _reaches(scene: Scene, way: Iterable[int], nouns: frozenset[str], origin: int) -> bool:
    """Whether the noun is reached over members of an enumeration: a comma or "and" stands between name and noun."""
    if not nouns:
        return False
    previous, others, joined = scene.pieces[origin], False, False
    for at in way:
        piece = scene.pieces[at]
        if piece is None:
            joined = True
            continue
        if previous is not None and _ENDS.search(_between(scene.text, previous, piece)):
            return False
        if piece.word in nouns:
            return joined or not others
        if _is_count(scene, piece):
            continue
        if not _may_stand_between(scene, piece):
            return False
        joined = joined or piece.word in _AND
        others = others or piece.word not in _JOINING
        previous = piece
    return False


def _between(text: str, one: Token, other: Token) -> str:
    return text[min(one.end, other.end) : max(one.start, other.start)]


def _is_count(scene: Scene, piece: Token) -> bool:
    """The number in "Курской (31) и Белгородской (14) областями"."""
    return piece.word.isdecimal() and scene.text[piece.start - 1 : piece.start] == "("


def _may_stand_between(scene: Scene, piece: Token) -> bool:
    return (
        piece.word in _JOINING
        or scene.text[piece.start].isupper()
        or scene.text.islower()
        or bool(_ADJECTIVE.fullmatch(piece.word))
    )
