"""Whether a name that a capital shares with its government means the place: "in Kyiv", and not "aid for Kyiv".

It reads the few words around a name. Words of place, movement and attack in the languages of most posts; anything else
is taken for the government, whose own rules decide (`matcher.context.speech`).
"""

import re
from collections.abc import Sequence

from matcher.reading import Token

_IN = re.compile(
    r"in|at|near|over|above|around|outside|inside|within|across|through|into|toward|towards|downtown|central|"
    r"в|у|во|під|над|под|около|возле|біля|поблизу|навколо|вокруг|через|по|"
    r"bij|boven|rond|rondom|buiten|nach|über|bei|um|w|nad|pod|koło|do"
)
_NOUN = re.compile(
    r"city|capital|cent(?:re|er)|suburbs?|outskirts|streets?|siege|battle|mayor|residents?|people|skies|sky|"
    r"город\w*|столиц\w*|міст\w*|центр\w*|жител\w*|мешканц\w*|улиц\w*|вулиц\w*|окраин\w*|околиц\w*|район\w*|мэр\w*|мер\w?|"
    r"пригород\w*|передміст\w*|небо\w*|небе|stad|hoofdstad|centrum|inwoners|burgemeester|straten|stadt|hauptstadt|miasto"
)
_VERB = re.compile(
    r"взя\w*|захват\w*|захоп\w*|оборон\w*|бомб\w*|обстрел\w*|обстріл\w*|атак\w*|осад\w*|окруж\w*|посет\w*|покин\w*|"
    r"hit|hits|hitting|struck|strik\w*|shell\w*|bomb\w*|captur\w*|take|took|taken|taking|besieg\w*|encircl\w*|reach\w*|"
    r"visit\w*|leav\w*|left|enter\w*|storm\w*|attack\w*|bezoek\w*|verlaten|bereik\w*|innemen|nam"
)
_GOING = re.compile(
    r"visit\w*|travel\w*|trips?|arriv\w*|trains?|flights?|fled|flee\w*|return\w*|came|come|went|go|goes|going|dr(?:i|o)v\w*|"
    r"fly\w*|flew|mov\w*|march\w*|advanc\w*|evacuat\w*|поїзд\w*|поезд\w*|приб\w*|приех\w*|приїх\w*|визит\w*|візит\w*|"
    r"вернул\w*|поверн\w*|выех\w*|виїх\w*|reis\w*|vlucht\w*|trein\w*|bezoek\w*"
)
_ATTACKING = re.compile(
    r"attack\w*|strikes?|assault|missiles?|drones?|raids?|march\w*|advanc\w*|offensive|удар\w*|атак\w*|обстрел\w*|"
    r"обстріл\w*|наступ\w*|наліт|налет\w*|ракет\w*|поход\w*|похід|aanval\w*|battle|fight|fell|fall"
)
_TO_OR_FROM = frozenset({"to", "from", "из", "з", "до", "от", "naar", "uit", "в", "у"})
_ONTO = frozenset({"on", "at", "for", "на", "op", "auf", "of"})
_BEHIND = re.compile(
    r"mayor|metro|residents?|suburbs?|airport|streets?|hospital|skyline|time|subway|station|protesters|"
    r"центр\w*|burgemeester|inwoners"
)
_SKIPPED = frozenset(
    {"the", "city", "of", "capital", "het", "de", "самом", "самому", "центре", "центрі", "город", "місто"}
)
_NEAR = 4


def located(text: str, pieces: Sequence[Token | None], first: int, last: int) -> bool:
    """Whether what stands at the pieces `[first, last)` is spoken of as a place."""
    before = _before(pieces, first)
    nearest = before[0] if before else ""
    if nearest == "по" and before[1:2] and before[1].isdigit():
        return False  # "19.00 по Киеву" is a time
    if _IN.fullmatch(nearest) or _VERB.fullmatch(nearest) or _NOUN.fullmatch(nearest):
        return True
    words = before[1 : 1 + _NEAR]
    if nearest in _TO_OR_FROM and any(_GOING.fullmatch(word) or _NOUN.fullmatch(word) for word in words):
        return True
    if nearest in _ONTO and any(_ATTACKING.fullmatch(word) or _NOUN.fullmatch(word) for word in words):
        return True
    following = pieces[last] if last < len(pieces) else None
    ending = pieces[last - 1]
    if following is not None and _BEHIND.fullmatch(following.word):
        return True
    return ending is not None and bool(
        re.match(r",\s(?:Ukraine|Украин|Україн|Oekraïne|Russia)", text[ending.end : ending.end + 12])
    )


def _before(pieces: Sequence[Token | None], first: int) -> list[str]:
    """The words before, nearest first, back to the nearest border; articles and "the city of" aside."""
    found: list[str] = []
    for at in range(first - 1, max(-1, first - 1 - 2 * _NEAR), -1):
        piece = pieces[at]
        if piece is None:
            break
        if found or piece.word not in _SKIPPED:
            found.append(piece.word)
        elif piece.word in {"city", "capital", "город", "місто", "центре", "центрі"}:
            return [piece.word]
    return found
