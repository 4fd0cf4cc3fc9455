"""Figures: quantities bound to what they count, such as "about 100 fighters killed" or "six tanks".

What is counted comes from the lexicon's entries for people and things, what happened to them from its entries for
killing and wounding; the nearest in the sentence counts. The units are those of the watchlist's claims. A singular
("a resident was hurt") counts as one. Numbers of anything else (dates, distances, money) give no figure.
"""

from collections.abc import Collection, Iterator, Sequence

from matcher.claims.grammar import AND, NOT, listed
from matcher.claims.lexicon import Hit
from matcher.claims.numerals import Number, numbers
from matcher.reading import Sentence, Token
from storage.model import Figure

# Lexicon ids -> what is counted.
PEOPLE = {"fighters": "fighters", "soldiers": "soldiers", "civilians": "civilians", "people": "people"}
THINGS = {
    "tanks": "tanks",
    "armoured_vehicles": "armoured vehicles",
    "vehicles": "vehicles",
    "artillery": "artillery pieces",
    "strongpoints": "strongpoints",
    "attempt": "attempts",
    "attack": "attempts",
}
FATES = {"kill": "killed", "losses": "killed", "wounded": "wounded"}
LOSSES = frozenset({"losses"})
COUNTED = frozenset({*FATES, *THINGS, "destroy_vehicle"})

_VAGUE = frozenset({"people", "armoured_vehicles"})  # beside another word for the same: a howitzer is artillery
_WARLIKE = frozenset({"fighters", "drg", "tanks", "armoured_vehicles"})  # beside these, the dead are fighters

_NOUN_AHEAD = 4  # "100 украинских боевиков", "six of the enemy's tanks"
_NOUN_BEHIND = 3  # "боевиков уничтожено: 234"
_FATE_REACH = 9
_ASIDE = 2  # commas: "раненых, по данным губернатора, 13"
_BARE_REACH = 7  # "пострадавших в округе уже тринадцать"
_ELSEWHERE = listed(
    "в во на под за у з до через in at on near by for into op bij te naar voor"
)  # "40 km from the tank"
_MEASURES = listed(
    "день дня дней сутки суток час часа часов минута минут минуты неделя недели недель месяц месяца месяцев год года",
    "лет км километр километров километра метр метров",
    "дні днів доба доби діб години годин хвилин тиждень тижні тижнів місяць місяці місяців рік роки років кілометрів",
    "day days hour hours minute minutes week weeks month months year years kilometre kilometres kilometers metres",
    "dag dagen uur uren minuut minuten week weken maand maanden jaar kilometer meter",
    "мест местах местам селах сёлах пунктах направлениях направлениям участках місць місцях селах напрямках ділянках",
    "places villages points locations spots directions settlements plaatsen plekken dorpen punten richtingen",
)
_JOINING = AND | listed("а but но maar")
_STOPS = frozenset(".;!?")
_SEVERAL = listed(
    "несколько нескольких несколькими кілька декілька кількох several some multiple enkele meerdere",
    "verschillende",
)
_ONE_PERSON = listed(
    "житель жителя жителю жительница жительницу жительнице жительницы человек человека мужчина мужчину мужчины женщина "
    "женщину женщины сельчанин сельчанина мешканець мешканця мешканку мешканка людина людину чоловік жінка жінку "
    "resident civilian person villager man woman inwoner inwoonster dorpeling dorpsbewoner burger man vrouw "
    "раненый пострадавший пострадавшая поранений постраждалий постраждала gewonde"
)


def figures(
    sentence: Sentence, hits: Sequence[Hit], text: str, dates: Collection[int] = frozenset()
) -> tuple[Figure, ...]:
    """The sentence's figures, in order.

    `hits` are the lexicon's in this sentence, `text` is the whole original, the tokens of `dates` count nothing.
    """
    told = tuple(number for number in numbers(sentence.tokens, text) if number.first not in dates)
    counted = tuple(number for number in told if not _is_taken_back(number, told, sentence.tokens))
    found = [figure for number in counted if (figure := _bound(number, counted, sentence, hits, text))]
    taken = {(figure.unit.split()[0], figure.unit.split()[-1]) for figure in found}
    found += [figure for figure in _uncounted(sentence, hits, text) if not _told(figure, taken)]
    return tuple(sorted(found, key=lambda figure: figure.start))


def _is_taken_back(number: Number, told: Sequence[Number], words: Sequence[Token]) -> bool:
    """ "Not 8, but 13", "13, not 8"."""
    return number.first > 0 and words[number.first - 1].word in NOT and len(told) > 1


def _told(figure: Figure, taken: set[tuple[str, str]]) -> bool:
    first, last = figure.unit.split()[0], figure.unit.split()[-1]
    return (first, last) in taken or (last == "wounded" and any(fate == "wounded" for _, fate in taken))


def _bound(
    number: Number, counted: Sequence[Number], sentence: Sentence, hits: Sequence[Hit], text: str
) -> Figure | None:
    if number.last + 1 < len(sentence.tokens) and sentence.tokens[number.last + 1].word in _MEASURES:
        return None
    noun = _noun_of(number, counted, sentence, hits, text)
    if noun is not None and noun.entry in THINGS:
        return _figure(number, THINGS[noun.entry], sentence)
    fate = _fate_of(number, sentence, hits, text, near=noun is None)
    if fate is None:
        return None
    people = PEOPLE[noun.entry] if noun else "people"
    return _figure(number, _unit(people, fate, hits), sentence)


def _unit(people: str, fate: Hit, hits: Sequence[Hit]) -> str:
    """People whose kind is not said: the losses of fighters where fighters are spoken of, civilians otherwise."""
    happened = FATES[fate.entry]
    if people == "people":
        of_fighters = fate.entry in LOSSES or (happened == "killed" and any(hit.entry in _WARLIKE for hit in hits))
        people = "fighters" if of_fighters else "civilians"
    return f"{people} {happened}"


def _figure(number: Number, unit: str, sentence: Sentence) -> Figure:
    start, end = sentence.tokens[number.first].start, sentence.tokens[number.last].end
    return Figure(number.value, unit, number.qualifier, start, end)


def _noun_of(
    number: Number, counted: Sequence[Number], sentence: Sentence, hits: Sequence[Hit], text: str
) -> Hit | None:
    nouns = [hit for hit in hits if hit.entry in PEOPLE or hit.entry in THINGS]
    words = sentence.tokens
    ahead = [
        hit
        for hit in nouns
        if number.last < hit.first <= number.last + _NOUN_AHEAD
        and not _parted(words, number.last, hit.first, text, ",")
        and not any(number.last < other.first < hit.first for other in counted)
        and not any(token.word in _ELSEWHERE for token in words[number.last + 1 : hit.first])
    ]
    if ahead:
        return min(ahead, key=lambda hit: (hit.first, -hit.last, hit.entry in _VAGUE))
    behind = [
        hit
        for hit in nouns
        if number.first - _NOUN_BEHIND <= hit.last < number.first
        and not _parted(words, hit.last, number.first, text, ",")
        and not any(hit.last < other.first < number.first or other.last + 1 == hit.first for other in counted)
        and not any(token.word in _JOINING for token in words[hit.last + 1 : number.first])
    ]
    return max(behind, key=lambda hit: hit.last, default=None)


def _fate_of(number: Number, sentence: Sentence, hits: Sequence[Hit], text: str, *, near: bool) -> Hit | None:
    """The killing or wounding nearest to the number; right beside it when no noun says that people are counted."""
    words = sentence.tokens
    options: list[tuple[float, Hit]] = []
    for hit in hits:
        if hit.entry not in FATES:
            continue
        left, right = (number.last, hit.first) if hit.first > number.last else (hit.last, number.first)
        distance = right - left
        if distance <= (_BARE_REACH if near else _FATE_REACH) and not _parted(words, left, right, text):
            behind = hit.first < number.first  # of two as near, the one that follows
            options.append((distance + _border_cost(words, left, right, text) + 0.5 * behind, hit))
    return min(options, key=lambda option: option[0])[1] if options else None


def _border_cost(words: Sequence[Token], left: int, right: int, text: str) -> int:
    """What stands beyond a comma or an "and" belongs to the number less likely; an aside is no border."""
    commas = text[words[left].end : words[right].start].count(",")
    joined = any(token.word in _JOINING for token in words[left + 1 : right])
    return 6 * (commas not in (0, _ASIDE)) + 5 * joined


def _parted(words: Sequence[Token], left: int, right: int, text: str, also: str = "") -> bool:
    between = text[words[left].end : words[right].start] if left < right else ""
    return any(mark in _STOPS or mark in also for mark in between)


def _uncounted(sentence: Sentence, hits: Sequence[Hit], text: str) -> Iterator[Figure]:
    """What has no number of its own: one person ("a resident was hurt"), or several things ("armour destroyed")."""
    words = sentence.tokens
    wounds = [hit for hit in hits if hit.entry == "wounded"]
    for i, token in enumerate(words):
        near = any(abs(hit.first - i) <= _NOUN_AHEAD + 1 for hit in wounds)
        if near and token.word in _ONE_PERSON and not _many_before(words, i):
            yield Figure(1.0, "civilians wounded", None, token.start, token.end)
            break
    for hit in hits:
        if hit.entry == "armoured_vehicles":
            yield Figure(None, THINGS[hit.entry], None, words[hit.first].start, words[hit.last].end)
            break


def _many_before(words: Sequence[Token], i: int) -> bool:
    return bool(numbers(words[max(0, i - 3) : i], "")) or any(
        word.word in _SEVERAL for word in words[max(0, i - 2) : i]
    )
