"""Whether somebody named in a text acts or speaks there, or is only named. For actors that are named all the time.

Words of reporting and acting in four languages, and the punctuation of attributions ("Kremlin: ...", "... – Kremlin").
It reads the few words around a name; who is meant by the name is not its question.
"""

import re
from collections.abc import Sequence

from matcher.context.seats import is_said_there, is_seat, sit_officials, they_say, word_at
from matcher.context.verbs import does_something
from matcher.reading import Token

# Beginnings of verbs of reporting and acting.
_SPEAKS = re.compile(
    r"""(?!reporter|called|показател)(?:
    заяв|сообщ|обвин|опровер|подтвер|отриц|назва|назыв|счита|призва|призыв|утвержда|обеща|пообеща|отреагир|
    прокоммент|предупре|отказ|призна|треб|потреб|объяв|выступ|ответи|напомн|рассказ|показ|готов|намер|планир|говор|
    объясн|поясн|уточн|подчерк|пише|пишу|публик|опублик|распростран|повідом|звинува|запереч|спросту|підтвер|визна|
    вважа|полага|ожида|очіку|уверен|впевнен|заклик|стверджу|обіця|відреаг|попереди|вимага|оголос|відпов|нагада|розпов|стеж|готу|напис|кажут|сказа|наголо|
    показу|публік|поширю|запрос|запрош|пригла|приня|прийня|реши|вириш|
    наблюда(?:ет|ют|л)(?!ся)|спостеріга(?:є|ют|л)(?!ть?ся)|следит|следят|дистанц|открещ|відхрещ|коммент|комент|(?:про|по)?м[оа]лч|(?:про)?мовч|отверг|відкида|відкину|оцени|оціню|
    спросто|соглас(?:н[аы]?\b|ил)|погоджу(?:є|ют)|погодил|disput|disagre|contest|rebuff|rebut|refut|bestrijd|betwist|
    watch|comment|distanc|downplay|kijk|volgt|volgen|zwijg|zweeg|
    say|said|claim|deny|denie|denial|statement|accus|alleg|announc|confirm|reject|report|vow|warn|blam|admit|declar|
    insist|respond|react|condemn|call|urge|threat|promis|plan|order|launch|attack|strik|struck|send|sent|destroy|
    shell|widen|evacuat|refus|dismiss|brand|label|arms|train|suppl|explain|stress|tell|told|write|wrote|show|post|
    shar|circulat|speculat|argu|zegt|zei|zeggen|meld|ontken|beschuldig|beweer|beweren|bevestig|spreek|sprak|noem|
    waarschuw|kondig|eis|reageer|geeft|gaf|stelt|verklaar|wijz|wijst|legt|schrij|schreef|vermoed|toon|denk|houdt|
    vraag|responsib|verantwoord|виновн|ответственн|відповідальн|
    portray|depict|describ|characteri[sz]|maintain(?:s|ed)\b|contend(?:s|ed)\b|assert(?:s|ed)\b|acknowledg|conced|express(?:es|ed)\b|
    voic(?:es|ed)\b|question(?:s|ed)\b|doubt(?:s|ed)\b|demand(?:s|ed)\b|ask(?:s|ed)\b|hail(?:s|ed)\b|welcom(?:es|ed)\b|prais|criticis|criticiz|
    celebrat|boast|ridicul(?:es|ed)\b|mock(?:s|ed)\b|scoff|declin(?:es|ed)\b|
    omschr(?:ijft|eef)|bestempel|presenteer|erken|hekel|juich|twijfel|veroordeel|prijst|prees|
    описыв|охарактериз|выраз(?:ил|ят)|выража|усомн|высме|осуд|осужда|похвал|приветств|
    опису|змальов|подає|подав(?:ав|ала)?\b|охарактериз|вислов|засуд|висмі|привіта|сумніва)""",
    re.VERBOSE,
)
# Of acting alone: what a government does, and a medium does with nothing that is told.
_DOES = re.compile(
    r"""(?:(?:в|за)?ве(?:ла|ло|ли|л)|ввод(?:ит|ят)|нач(?:ал[аи]?|инает)|продолж(?:ает|ают|ал[аи]?|ил[аи]?)|атаку(?:ет|ют))\b|
    обменя|обміня|подписал|підписал|пыта(?:ет|ют|л)|попыта|стрем(?:ит|ят)|хо(?:чет|тят|тел)|атаков|удари|нанес|нанос(?:ит|ят)|выпуст|разверн|развора|сбил|сбива(?:ет|ют)|
    направ(?:ил|ля)|отправ|перебро|эваку|
    вызва(?:л[аои]?|ли)\b|виклика(?:в|л[аои])\b|запров|поруши|розпоч|поч(?:ал[аи]?\b|инає)|продовж(?:у|ил)|намага|прагн|хо(?:че|чуть|тіл)|атаку[єюв]|вдари|завда|випусти|збил|збива(?:є|ють)|
    розгорн|спрям|
    (?:downs|downed|shot|shoots|trades?|traded|signs?|signed|agrees?|agreed|swap|swaps|swapped|exchanges?|exchanged|moves?|moved|moving|fires|fired|tries|tried|wants?|begon|wil)\b|
    (?:bombs|bombed|targets|targeted|hits?|uses|used|takes|took|holds|foils|foiled|halts|halted|bans|banned|trying|
    breaks|broke|steps|boosts|boosted|treft|trof|neemt|nam|valt|viel|grijpt|greep|gebruikt)\b|
    captur|recaptur|invad|propos|thwart|attempt|intercept|suspend|expel|summon|violat|bombardeer|lanceer|verover|bestook|
    примен(?:ил|яет)|порази|предлага(?:ет|ют)|предложил|наращив|ратифицир|использу(?:ет|ют)|использовал|захват(?:ил|ыва)|
    освобо(?:дил|ждает)|поддерж(?:ал|ива)|застосув|ураз|запропонув|нарощу|використ(?:ал|ов)|захоп|звільн(?:ил|яє)|підтрим|
    seek|sought|beg[aiu]n|impos|introduc|deploy|repel|retook|retak|mobili[sz]|pledg|fear|suspect|continu|conduct|
    startte|schoot|schiet|haalt|haalde|stuurt|stuurde|dreig|voert|voerde|vreest|probeer|ruil|wissel""",
    re.VERBOSE,
)
_BETWEEN = re.compile(
    r"""has|have|had|is|was|will|would|also|again|itself|officials|authorities|government|heeft|had|ook|weer|
    did|does|do|not|hasn't|didn't|doesn't|isn't|closely|niet|nog|
    не|уже|также|теперь|вновь|снова|официально|же|і|й|та|вже|також|знову|пока|еще|поки|ще|офіційно|публично|
    now|still|just|\w{3,}ly|сейчас|зараз|первой|первым|впервые|вперше|nu|steeds|net|
    внимательно|уважно|только|лишь|лише|тільки|only|just|merely|slechts|alleen""",
    re.VERBOSE,
)
_PREPOSITION = re.compile(
    r"is|are|was|were|being|to|of|with|against|in|for|from|by|on|about|into|at|near|via|over|"
    r"met|tegen|in|van|voor|naar|aan|uit|over|bij|op|из|в|во|на|с|со|о|об|для|от|против|за|у|з|із|до|про|проти|через|по"
)
_ARTICLES = frozenset({"the", "de", "het"})
_SAYS = re.compile(
    r"(?:сообща|утвержда|заявля|отмеча|счита|передава|повідомля|стверджу|зазнача|вважа)(?:ет|ют|є|ють|л[аи]?|в|ли)|"
    r"(?:сообщ|заяв|отмет|переда|повідом|зазначи)(?:ил[аи]?|ив|или|л[аи]?)|пиш[еу]т|пиш[еу]ть?|писал[аи]?|писав|"
    r"says?|said|claims?|reports?|zegt|zeggen|meldt|melden|stelt|schrijft|schrijven"
)
_VERSION = re.compile(
    r"верси[яюией]{1,2}|заявлени[еяйюм]{1,2}|утверждени[еяйюм]{1,2}|опровержени[еяйюм]{1,2}|отрицани[еяйюм]{1,2}|"
    r"версі[яюїєй]{1,2}|заяв[аиуою]{1,2}|твердженн\w{1,2}|спростуванн\w{1,2}|"
    r"lezing|versie|bewering(?:en)?|ontkenning|verklaring(?:en)?"
)
_OWN_VERSION = re.compile(
    r"line|version|claims?|denials?|account|statements?|narrative|story|assertions?|lezing|versie|bewering(?:en)?|"
    r"ontkenning|verklaring(?:en)?"
)
_OF_WHAT_HAPPENED = frozenset({"the", "events", "what", "how"})  # and not "Ukraine's version of humanitarian aid"
_SENTENCE_ENDS = re.compile(r"\s*(?:[.;!?)»”\"\n]|$)")
_CLOSING = frozenset('"»”“')
_BEFORE = re.compile(
    "^(?:according|per|данным|словам|сообщени(?:ю|ям)|заявлени(?:ю|ям)|утверждени(?:ю|ям)|сведениям|информации|"
    "инициативе|мнению|оценк(?:е|ам)|словами|даними|думку|оцінкою|оцінками|повідомленнями|інформацією|версією|"
    "volgens|aldus)$"
)
# Who has no part in something, or watches it, says so: "Україна не має до цього стосунку".
_NO_PART = re.compile(
    r"\s[^.!?;:\n]{0,40}?(?:"
    r"\bне (?:име|ма[єлв])\w*(?: \w+){0,4} (?:отношени|стосунк|відношенн)|"
    r"(?:отношени|стосунк|відношенн)\w+ не (?:име|ма)|"
    r"\b(?:не|ни|ні|никак|ніяк)(?: \w+){0,2} (?:причаст|причет|при ?ч[её]м|до чого|участ)|непричаст|непричет|"
    r"\b(?:no|niets|geen|took no|had no|has no)\b(?: \w+){0,2} "
    r"(?:involvement|part in|hand in|relation to|betrokken|te maken)|"
    r"\b(?:(?:is|was|has|had) (?:not|nothing)|isn't|wasn't|niet)\b(?: \w+)? "
    r"(?:involved|to do with|betrokken)|uninvolved|"
    r"\b(?:с|з|with|met) (?:\w+ )?(?:интересом|цікавістю|interest|belangstelling)\b)",
    re.IGNORECASE,
)
_LINKS = frozenset({"to", "the", "в", "из", "het", "de", "у", "от", "by"})
_AT_END = re.compile(r"\s*[.!\"»”)]*\s*(?:\n|$|https?:|\()")
_INTRODUCES = re.compile(r"\s*(?:\([^)\n]{0,40}\))?\s*:\s")
_TRAILING_DASH = re.compile(r"[-—–:]\s*$")
_CREDIT = re.compile(
    r"(?:видео|фото|кадры?|источник|відео|джерело|video|photo|source|foto|bron|beeld|bild|quelle)\s?:\s?\W?$",
    re.IGNORECASE,
)
_FORCES = re.compile(
    r"forces|troops|operatives|army|military|fighters|soldiers|strijdkrachten|troepen|leger|militairen|streitkräfte"
)
_INSIDE = frozenset({"в", "у", "on", "via", "op", "im", "auf", "через"})
_OWN = frozenset(
    {"своем", "своєму", "его", "ее", "його", "its", "his", "her", "their", "zijn", "haar", "hun", "the", "het"}
)
_GOES_ROUND = re.compile(r"gaan|gaat|circule\w+|разош\w+|расход\w+|гуля\w+|ходят|шир\w+|поширю\w+|circulat\w+")
_CHANNELS = re.compile(r"channels|accounts|kanalen|каналы|канали|паблики|пабліки")
_NOUNS = re.compile(r"(?:ов|ы|ия|ий|ние|ния|ии|ть|ти)$")
_PLURAL = re.compile(r"\w{3,}(?:ые|ие|ські|ні|ві|цькі)$|^(?:и|і|та)$")  # an adjective before "каналы"
_SINGULAR = re.compile(r"\w{3,}(?:ей|ой|ая|яя|ую|юю|ьої)$")  # an adjective before "версии": of another thing
_MOST_ADJECTIVES = 3
_AND = frozenset({"and", "en", "и", "і", "й", "та"})
_BETWEEN_TWO = frozenset({"between", "между", "між", "tussen"})
_TOGETHER = re.compile(r"trade|exchange|swap|agree|accuse|blame|sign|hold|discuss|обменя\w+|обміня\w+|wisselen|ruilen")
_REACH = 4
_FARTHEST_VERB = 4


def acts(
    text: str,
    pieces: Sequence[Token | None],
    first: int,
    last: int,
    *,
    subject: bool = True,
    seat: bool = False,
    tells: bool = False,
) -> bool:
    """Whether what stands at the pieces `[first, last)` acts or speaks.

    `subject`: its form lets it be one; `seat`: it is also a place, in which somebody may speak for it; `tells`: it does
    nothing but tell.
    """
    seated = is_seat(pieces, first) and (seat or sit_officials(pieces, first) or they_say(pieces, first, last))
    return (
        is_said_there(pieces, first, last)
        or _is_version_of(pieces, first, last)
        or (_verb_follows(pieces, last, tells=tells) and (seated or (subject and _governs(text, pieces, first, last))))
        or (subject and (not seat or last - first > 1) and not tells and _does_something(text, pieces, first, last))
        or (subject and not seat and _shares_verb(text, pieces, last) and _governs(text, pieces, first, last))
        or (subject and _has_no_part(text, pieces, last) and _governs(text, pieces, first, last))
        or _is_credited_before(pieces, first)
        or (subject and _said_so(text, pieces, first, last))
        or _owns_forces(pieces, last)
        or _is_credit(text, pieces, first)
        or _introduces(text, pieces, first, last)
        or _signs(text, pieces, first, last)
    )


def speaks_from(pieces: Sequence[Token | None], first: int, last: int) -> bool:
    """Whether it is those who sit there that speak: "В Киеве полагают"."""
    return is_said_there(pieces, first, last) or (is_seat(pieces, first) and _verb_follows(pieces, last))


def _is_version_of(pieces: Sequence[Token | None], first: int, last: int) -> bool:
    """ "Kyiv's line that ...", "версия Киева", "de lezing van Moskou": what it says of something."""
    own, before = pieces[last - 1], pieces[first - 1] if first else None
    if own is not None and own.word.endswith("s") and _OWN_VERSION.fullmatch(word_at(pieces, last)):
        return word_at(pieces, last + 1) != "of" or word_at(pieces, last + 2) in _OF_WHAT_HAPPENED
    if before is not None and before.word == "van":
        before = pieces[first - 2] if first > 1 else None
    return bool(before and _VERSION.fullmatch(before.word)) and not _SINGULAR.search(word_at(pieces, first - 2))


def _governs(text: str, pieces: Sequence[Token | None], first: int, last: int) -> bool:
    """Whether the verb that follows is its own: not after a preposition ("aid to Ukraine announced"), nor in a passive,
    nor at the end of a quotation.
    """
    at = first - 1
    while at > 0 and (piece := pieces[at]) is not None and piece.word in _ARTICLES:
        at -= 1
    before, ending = pieces[at] if at >= 0 else None, pieces[last - 1]
    if before is not None and _PREPOSITION.fullmatch(before.word):
        return False
    if before is not None and before.word in _AND and _BETWEEN_TWO & {word_at(pieces, at - back) for back in (2, 3)}:
        return False
    return ending is None or text[ending.end : ending.end + 1] not in _CLOSING


def _verb_follows(pieces: Sequence[Token | None], last: int, *, tells: bool = False) -> bool:
    own = pieces[last - 1]
    tells = tells or (own is not None and own.word.endswith("'s"))  # "Ukraine's attempts" are nouns
    for piece in pieces[last : last + _REACH]:
        if piece is None:
            return False
        if _SPEAKS.match(piece.word) or (not tells and _DOES.match(piece.word)):
            return True
        if not _BETWEEN.fullmatch(piece.word):
            return False
    return False


def _does_something(text: str, pieces: Sequence[Token | None], first: int, last: int) -> bool:
    """Not "Ukraine-based", nor "a camp in western Ukraine has opened"."""
    ending = pieces[last - 1]
    if ending is None or text[ending.end : ending.end + 1] != " " or not does_something(pieces, last):
        return False
    return _governs(text, pieces, first, last) and not _PREPOSITION.fullmatch(word_at(pieces, first - 2))


def _shares_verb(text: str, pieces: Sequence[Token | None], last: int) -> bool:
    """ "Russia and Iran signed", "Russia, Ukraine trade fire": one verb for two. Two towns may just be spoken of."""
    joint, other = (pieces[last] if last < len(pieces) else None), word_at(pieces, last + 1)
    following = pieces[last + 1] if other else None
    if following is None or not text[following.start].isupper():
        return False
    verb = word_at(pieces, last + 2)
    if joint is not None:
        return joint.word in _AND and bool(_SPEAKS.match(verb) or _DOES.match(verb))
    ending = pieces[last - 1]
    return ending is not None and text[ending.end : following.start] == ", " and bool(_TOGETHER.fullmatch(verb))


def _has_no_part(text: str, pieces: Sequence[Token | None], last: int) -> bool:
    ending = pieces[last - 1]
    return ending is not None and bool(_NO_PART.match(text, ending.end))


def _is_credited_before(pieces: Sequence[Token | None], first: int) -> bool:
    """ "according to Kyiv", "по данным Кремля", "volgens het Kremlin"."""
    at = first - 1
    while at >= 0 and first - at <= 3 and (piece := pieces[at]) is not None:
        if _BEFORE.match(piece.word):
            return True
        if piece.word not in _LINKS:
            return False
        at -= 1
    return False


def _said_so(text: str, pieces: Sequence[Token | None], first: int, last: int) -> bool:
    """ "Взрыв слышали все, пишут местные телеграм-каналы": its verb before it, and the sentence ends with it."""
    at = first - 1
    while first - at <= _MOST_ADJECTIVES and at > 0 and (piece := pieces[at]) and _PLURAL.search(piece.word):
        at -= 1
    before, ending = pieces[at] if at >= 0 else None, pieces[last - 1]
    if before is None or ending is None or not _SAYS.fullmatch(before.word):
        return False
    return bool(_SENTENCE_ENDS.match(text, ending.end))


def _owns_forces(pieces: Sequence[Token | None], last: int) -> bool:
    """ "Kyiv's troops" act for it."""
    owner, owned = pieces[last - 1], pieces[last] if last < len(pieces) else None
    return bool(owner and owned and owner.word.endswith("s") and _FORCES.fullmatch(owned.word))


def _is_credit(text: str, pieces: Sequence[Token | None], first: int) -> bool:
    """ "Video: Telegram"."""
    beginning = pieces[first]
    return beginning is not None and bool(_CREDIT.search(text, max(0, beginning.start - 14), beginning.start))


def publishes(pieces: Sequence[Token | None], first: int, last: int) -> bool:
    """Whether something is said or goes round there: "написал в своём телеграм-канале", "circulating on Telegram"."""
    at = first - 1
    while at >= 0 and (piece := pieces[at]) is not None and piece.word in _OWN:
        at -= 1
    if at < 0 or (piece := pieces[at]) is None or piece.word not in _INSIDE:
        return False
    if _GOES_ROUND.fullmatch(word_at(pieces, last)) or _CHANNELS.fullmatch(word_at(pieces, at - 1)):
        return True
    for piece in reversed(pieces[max(0, at - _FARTHEST_VERB) : at]):
        if piece is None:
            return False
        if _SPEAKS.match(piece.word) and not _NOUNS.search(piece.word):
            return True
    return False


def _introduces(text: str, pieces: Sequence[Token | None], first: int, last: int) -> bool:
    """ "Kremlin: ...": at the beginning of a sentence, before a colon."""
    ending = pieces[last - 1]
    begins = first == 0 or pieces[first - 1] is None
    return begins and ending is not None and bool(_INTRODUCES.match(text, ending.end))


def _signs(text: str, pieces: Sequence[Token | None], first: int, last: int) -> bool:
    """ "... – Kremlin": at the end, after a dash or colon."""
    beginning, ending = pieces[first], pieces[last - 1]
    if beginning is None or ending is None:
        return False
    before = text[max(0, beginning.start - 4) : beginning.start]
    return bool(_TRAILING_DASH.search(before)) and bool(_AT_END.match(text, ending.end))
