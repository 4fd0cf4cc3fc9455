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
        "bordering neighbouring neighboring приграничных приграничной пограничных соседних прикордонних",
    )
)
_AND = frozenset({"и", "і", "й", "та", "а", "или", "або", "or", "and", "en", "of", "und", "oraz", "i", "also"})
_PREPOSITIONS = frozenset({"в", "во", "на", "над", "по", "из", "под", "у", "з", "із", "під", "для"})
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
    piece, earlier = scene.pieces[hit.last - 1], scene.pieces[hit.first - 1] if hit.first else None
    following = scene.pieces[hit.last] if hit.last < len(scene.pieces) else None
    if earlier is None or earlier.word not in _PREPOSITIONS:
        return False
    if piece is None or not _ADJECTIVE.fullmatch(piece.word) or not scene.text[piece.start].isupper():
        return False
    if following is not None and following.word not in _AND:
        return False
    around = scene.pieces[max(0, hit.first - _ELSEWHERE) : hit.last + _ELSEWHERE]
    nouns = [one for one in around if one is not None and one.word in form.followed_by]
    return any("\n" not in _between(scene.text, piece, noun) for noun in nouns)


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
        if not _may_stand_between(scene, piece):
            return False
        joined = joined or piece.word in _AND
        others = others or piece.word not in _JOINING
        previous = piece
    return False


def _between(text: str, one: Token, other: Token) -> str:
    return text[min(one.end, other.end) : max(one.start, other.start)]


def _may_stand_between(scene: Scene, piece: Token) -> bool:
    return (
        piece.word in _JOINING
        or scene.text[piece.start].isupper()
        or scene.text.islower()
        or bool(_ADJECTIVE.fullmatch(piece.word))
    )
