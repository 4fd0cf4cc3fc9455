"""Whose words a text is, and who "we" are in it: by its channel, its forward header, or a header written into the text.

Channels are asked of the catalogue; with an office's channel, who held the office on the day. It reads the beginning of
a text and single words of it; what is said is not its question.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from matcher.catalogue import Catalogue
from matcher.context import Scene
from matcher.context.seats import word_at
from matcher.names import SCORES, channel_words
from matcher.reading import Mention, Setting, Token
from storage.model import Kind
from storage.watchlist import Actor

_USERNAME = re.compile(r"(?:https?://)?(?:t\.me/)?@?(\w+)", re.ASCII)
_HEADER = re.compile(
    r"\s{0,20}[\[(]?(?:переслан[оа]?(?: сообщение| повідомлення)?|репост|форвард|доставлено|forwarded(?: message)?|fwd|"
    r"repost(?:ed)?|doorgestuurd|doorgestuurd bericht)"
    r"\s(?:из|от|с|з|зі|із|від|from|van|by)(?: канал[ау]| channel| kanaal)?:?\s?"
    r"(?P<name>@?[A-Za-z0-9_]{4,32}(?=\s*[\]):\n]|\s*$)|@[A-Za-z0-9_]{4,32}\b|[^\n\[\]()]{4,60}(?=[\])]|\n|$))",
    re.IGNORECASE,
)
_WE = re.compile(
    r"мы|нас|нам|нами|наш\w*|ми|us|we|our|ours|wij|we|ons|onze|\w{3,}(?:ем|им|емо|имо|емся|имся|ємо|їмо)|"
    r"идем|едем|ждем|бьем|йдемо|ідемо|їдемо"
)
# What only "we" says. An institution's channel speaks of much that is "ours" and of others that do things.
_SURELY_WE = re.compile(
    r"мы|нас|нам|нами|ми|we|wij|\w{4,}(?:ємо|їмо|имо)|"
    r"(?:подтвержд|сообщ|заявл|напомин|продолж|отмеч|призыв|публику|показыв|опроверг|предупрежд|обращ)а?ем"
)
# A person's own channel speaks of itself, also where the verb alone says so; behind another subject "signed"
# is a deed of that one.
_I = re.compile(
    r"я|мне|меня|мной|мо[йяёеию]|моего|моей|моих|моим|мені|мене|мною|мого|моєї|моє|i|me|my|ik|mij|mijn|"
    r"(?:сообща|напомина|обраща|благодар|призыва|подтвержда|опроверга|предупрежда|докладыва|поруча)ю(?:сь)?|"
    r"(?:повідомля|нагаду|зверта|дяку|заклика|підтверджу|спростову|попереджа|доруча)ю(?:сь|ся)?|"
    r"прошу|напомню|повторю|выражаю|нагадаю|висловлюю"
)
_DID = re.compile(r"подписал[аи]?|поручил[аи]?|вынужден[аы]?|підписа[вл]а?|доручи[вл]а?|змушен[аий]")
_KNOWN_TITLES = 2048
_PERSON = "person"
_SAY_WE = frozenset({"armed_group", "collective", _PERSON})
_SPEAK_AS_ONE = _SAY_WE | {"institution"}


def speaker_of(text: str, setting: Setting, day: date | None, catalogue: Catalogue) -> str | None:
    """Whose words these are: a forward speaks for its origin."""
    header = _HEADER.match(text)
    origin = setting.forwarded_from or (header["name"] if header else None) or setting.channel
    return owner_of(origin, day, catalogue) if origin else None


def owner_of(name: str, day: date | None, catalogue: Catalogue) -> str | None:
    """The actor that a channel belongs to; with an office's channel, who held the office on the day."""
    username = _USERNAME.fullmatch(name.strip())
    entry = catalogue.channels.get(username[1].lower()) if username else catalogue.titled.get(_title(name))
    if entry is None:
        return None
    if entry.owner_role and day:
        for role in catalogue.roles.get(entry.owner_role, ()):
            if (role.first or day) <= day <= (role.last or day):
                return role.holder or None
    return entry.owner


_title = lru_cache(maxsize=_KNOWN_TITLES)(channel_words)


def may_say_we(speaker: str | None, catalogue: Catalogue) -> bool:
    """Whether "we", or a forward header, in this speaker's words may be its mention."""
    return _speaking(catalogue.actors.get(speaker or "")) is not None


def ourselves(scene: Scene, found: Sequence[Mention]) -> list[Mention]:
    """ "We" in the words of a group, service or person, "I" in a person's, is that one, if it is not named anyway."""
    speaker = _speaking(scene.catalogue.actors.get(scene.speaker or ""))
    if speaker is None or any(one.target == speaker.id for one in found):
        return []
    header = _HEADER.match(scene.text)
    if header:
        return [Mention(Kind.ACTOR, speaker.id, *header.span("name"), "forward", SCORES["handle"])]
    says_we = (_WE if speaker.kind in _SAY_WE else _SURELY_WE).fullmatch
    for at, piece in enumerate(scene.pieces):
        if piece and (says_we(piece.word) or (speaker.kind == _PERSON and _says_i(scene.pieces, at))):
            return [Mention(Kind.ACTOR, speaker.id, piece.start, piece.end, "we", SCORES["role"])]
    return []


def _says_i(pieces: Sequence[Token | None], at: int) -> bool:
    word, opens = word_at(pieces, at), at == 0 or pieces[at - 1] is None
    return bool(_I.fullmatch(word) or (opens and _DID.fullmatch(word)))


def _speaking(actor: Actor | None) -> Actor | None:
    return actor if actor is not None and actor.kind in _SPEAK_AS_ONE else None
