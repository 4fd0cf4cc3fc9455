"""Whether a sentence is meant as a joke: words of mockery, faces and playthings behind it, scare quotes.

Irony without any sign of it is not found. Faces that weep, pray or point, flags, fire and cameras are no jokes.
"""

import re
from collections.abc import Sequence

from matcher.claims.lexicon import Hit
from matcher.claims.scene import Scene
from matcher.reading import Token

SARCASM = "sarcasm"
OPENING = "mock_opening"  # "Sure, ...": words that mock where they open a sentence
MEMORY = "anniversary"
GUESS = "guess_opening"  # "Видимо, ...": what opens a remark upon the sentence before
REMARK = "mock_remark"  # words that mock in such a remark, though not where an event is told

_FACES = re.compile("[😂🤣😹🤡🙄😏🙃🥲🤭😜🤪😅😆😁😄😬🤦🤷🤥🫠😝😛🥱🍿]")
# What else ends a post as a wink: all pictures but those below.
_PICTURES = re.compile("[\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001faff☕⛱⛳]")
# Grief, anger and fear; hands that pray, point, greet and strike; hearts; flags; weather, houses and places of
# service; fire and arms; film, press and papers; coloured marks; vehicles of armies and rescuers; badges of units.
_SERIOUS = re.compile(
    "[😐😑😒😓😔😕😖😞😟😠😡😢😣😤😥😦😧😨😩😪😫😭😮😯😰😱😲😳😵😶😷🙁🙏🙌🤒🤔🤕🤬🤯🥺🥶🥵🤮🤢🤧😈👿"
    "👀👁👂👆👇👈👉👊👋👌👍👎🖐🖕🤘🤙🤚🤛🤜🤝🤞🤟🫡🫶💪🧠👤👥👮👷💂👨👩👦👧👶👴👵🧑🧒🧓🦾🦿"
    "💓💔💕💖💗💘💙💚💛💜💝💞💟🖤🤍🤎🧡🩵🩶🩷🌀🌁🌂🌃🌄🌅🌆🌇🌈🌉🌊🌋🌌🌍🌎🌏🌐🌑🌕🌙🌡🌤🌥🌦🌧🌨🌩🌪🌫🌬🌟🌠🌱🌲🌳🌴🌹🌻🌼🌾🌿🍀🍁🍂"
    "🎖🎗🎙🎚🎤🎥🎧🎬🎯🎼🎶🎵🏁🏳🏴🏠🏡🏢🏣🏤🏥🏦🏫🏬🏭🏘🏙🏚🏛🏞🏅🏆🥇🐺🐻🦅🐾🕊💀💣💥💢💡💧💨💤💬💭💰💲💳💵💶💷💸💹💻💼💽💾💿📀"
    "📁📂📃📄📅📆📇📈📉📊📋📌📍📎📏📐📑📒📓📔📕📖📗📘📙📚📛📜📝📞📟📠📡📢📣📤📥📦📧📨📩📪📫📮📰📱📲📳📴📵📶📷📸📹📺📻📼📽📿"
    "🔄🔇🔈🔉🔊🔋🔌🔍🔎🔏🔐🔑🔒🔓🔔🔕🔗🔘🔙🔚🔛🔜🔝🔞🔟🔠🔢🔥🔦🔧🔨🔩🔪🔫🔬🔭🔮🔰🔱🔲🔳🔴🔵🔶🔷🔸🔹🔺🔻🔼🔽🕯🕳🕵🖇🖊🖋🖥🖨🖼"
    "🗂🗃🗄🗑🗒🗓🗝🗞🗡🗣🗨🗯🗳🗺🗽🗿🚀🚁🚂🚄🚆🚉🚑🚒🚓🚔🚗🚘🚙🚚🚛🚢🚤🚥🚦🚧🚨🚩🚪🚫🚶🚷🛂🛃🛑🛠🛡🛢🛣🛤🛥🛩🛫🛬🛰🛳🛻"
    "🧨🧭🧯🧱🧲🧵🧷🩸🩹🪖🪓🪚🪛🪦🪧🪪🦠🦺🤖🥀]"
)
_QUOTATION = re.compile('«[^»]{20,}»|“[^”]{20,}”|„[^“”]{20,}[“”]|"[^"]{20,}"')
_BEHIND = re.compile(r"[^\w\n]{0,12}")
_FACES_BEHIND = 3
_OPENS, _SHUTS = '«“„"', '»”“"'  # single ones quote in headlines: 'Destroyed': Moscow
_SCARE = 3  # words that quotation marks may hold to be scare quotes
_WIDEST = 40  # characters between them


def is_mocking(scene: Scene, text: str) -> bool:
    """The sentence has words of mockery, a mocking face in it, or a picture right behind it that is no serious one:
    "Сотня убитых, говорите? 😂", "On what, a tricycle? 🚲", "Oh sure, they did."
    """
    return _has_words(scene, text) or has_faces(scene, text)


def has_faces(scene: Scene, text: str) -> bool:
    words = scene.sentence.tokens
    if _FACES.search(text, scene.sentence.start, scene.sentence.end + _FACES_BEHIND):
        return True
    tail = _BEHIND.match(text, words[-1].end) if words else None
    return bool(tail and _PICTURES.search(_SERIOUS.sub("", tail.group())))


def jest(text: str) -> tuple[int, int] | None:
    """Where the first picture stands that is no serious one."""
    light = (found for found in _PICTURES.finditer(text) if not _SERIOUS.match(found.group()))
    return next((found.span() for found in light), None)


def _has_words(scene: Scene, text: str) -> bool:
    mocking = [hit for hit in scene.hits if hit.entry == SARCASM or _opens(hit, scene)]
    return bool(mocking) and not (scene.sources and all(_is_quoted(hit, scene, text) for hit in mocking))


def _opens(hit: Hit, scene: Scene) -> bool:
    """But "Funny to remember that ..." remembers."""
    if hit.entry != OPENING or hit.first != 0:
        return False
    return not any(one.entry == MEMORY and one.first <= hit.last + _SCARE for one in scene.hits)


def _is_quoted(hit: Hit, scene: Scene, text: str) -> bool:
    """In the words that somebody is quoted with: «Сто убитых? Лубянские фантазёры», — сказали в отряде."""
    start, end = scene.sentence.tokens[hit.first].start, scene.sentence.tokens[hit.last].end
    quotations = _QUOTATION.finditer(text, scene.sentence.start, scene.sentence.end + _FACES_BEHIND)
    return any(one.start() < start and end < one.end() for one in quotations)


def is_mocking_remark(scene: Scene) -> bool:
    """A remark at the expense of the sentence before ("Presumably by bus.", "Пять человек с поваром, герои."): it
    names nobody, nowhere and no day.
    """
    if scene.actors or scene.places or scene.periods or scene.sources:
        return False
    bare = all(hit.entry in (GUESS, REMARK, OPENING) for hit in scene.hits)  # it tells nothing else
    return any(hit.entry == REMARK or (hit.entry == GUESS and (bare or hit.first == 0)) for hit in scene.hits)


def in_scare_quotes(hit: Hit, scene: Scene, text: str) -> bool:
    """The event is told in a few words in quotation marks: «освободили», "peaceful protesters".

    Reported speech is quoted as well; whether there is any, is not asked here.
    """
    words = scene.sentence.tokens
    first = _opening(hit, words, text)
    last = _shutting(hit, words, text)
    return first is not None and last is not None and last - first < _SCARE


def _opening(hit: Hit, words: Sequence[Token], text: str) -> int | None:
    for i in range(hit.first, max(hit.first - _SCARE, -1), -1):
        mark = text[words[i].start - 1 : words[i].start] if words[i].start else ""
        if mark and mark in _OPENS:
            return i
    return None


def _shutting(hit: Hit, words: Sequence[Token], text: str) -> int | None:
    for i in range(hit.last, min(hit.last + _SCARE, len(words))):
        mark = text[words[i].end : words[i].end + 1]
        if mark and mark in _SHUTS:
            return i
    return None
