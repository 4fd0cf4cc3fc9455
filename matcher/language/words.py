"""Common words: a text that holds more of one language's than of any other's is in that language.

Our own lists: articles, pronouns, prepositions, conjunctions, forms of "to be" and "to have". A word that two languages
share counts for both. In Latin letters, languages that we do not read are here so as not to be taken for those that we
do, and words of one letter are left out.
"""

import re
from collections.abc import Sequence

_WORD = re.compile("[a-zß-öø-ÿāăąćčďđēęěėğģīįıķļłńņňőœřśšşșťţțūůűųźžż]{2,}+")
_LISTED = {
    "en": "the and that with from has have this they which were been would after their his are of to it as not who"
    " on is for he she you your our its about into than then there these those what when where while could"
    " should in was through because before between against during today people says said new more most other"
    " only be by will had we near over just out some at all how now no an or if but my do can",
    "nl": "het een niet voor naar zijn wordt werd worden ook zou heeft hebben dat uit bij maar deze ik aan wij hij"
    " van omdat volgens tegen onder tussen door geen nog wel waar wie hoe toen zij jullie kan kunnen moet"
    " moeten gaat in vandaag gisteren meer andere zegt zei ons haar onze is over we want had al de en op te met"
    " was er als om dan die waren hun so",
    "de": "der das und ist nicht ein eine einen mit auf für sich von dem auch wird wurde wurden nach wir ich sind"
    " über zur bei aus haben hatte als durch einer einem gegen noch nur oder heute dass sie vor mehr unter"
    " werden zum in die an was war so will also es im den des am zu er wie um hat",
    "fr": "le la les est dans une un pour qui que sur pas au aux avec par sont ont cette nous vous ils leur mais ces"
    " on or de des du et en se ne il elle plus son sa été même",
    "es": "el la los las por del más fue está han sus pero muy esta este también según hay no como de que en un una"
    " con para se su es al lo ya entre",
    "pt": "não uma um para com os as dos das mais foi são também após pelo pela por mas no na ao de que do da em se",
    "it": "il gli che di della dei nel sono più anche dopo hanno questo questa alla dal delle ma al come la le un"
    " una in per con non si da su è",
    "ro": "și în cu din să au este pentru pe că care după fost sunt ale lui an la de un nu mai prin sau",
    "pl": "nie się na jest że po dla przez oraz jak został są od przed który tym to by do za ale tak już",
    "cs": "je že se na po za při podle který jsou jako od ale to do pro ve byl jeho by není",
    "hr": "je da se na od za su koji nije kao ali to bi iz što do će bio prema",
    "da": "og er ikke det af til på har der som en et efter blev den ved for at men med vi han by over var kan fra om",
    "sv": "och är inte det av till på har den som en ett efter med för att men vi han om var kan från vid",
    "fi": "ja on ei se että oli hän ovat mutta kun myös kuin tai ole mukaan",
    "hu": "az és hogy nem egy meg volt ez de csak már még szerint",
    "lt": "ir yra kad su apie tai jis iš bet kaip nuo buvo to be po",
    "lv": "un ir ka ar no par uz tas bet kā pie bija to",
    "et": "ja on ei et see ta oli mis kui aga ka ning ole",
    "tr": "ve bir bu için ile olarak da de çok daha sonra kadar en ne",
    "id": "dan yang di ini itu dari untuk dengan pada tidak akan telah ke oleh ada",
}
_CYRILLIC_WORD = re.compile("[а-яёєіїґў]++")
_CYRILLIC = {
    "ru": "что это но или когда где как было были быть уже еще чтобы также после против через под над про от до для"
    " за на не та то так он она они мы вы я его ее их которые который которая эта этот того потому там тут"
    " только один сейчас может можно надо будет будут меня тебя тебе себя себе мне нас вас кто очень сегодня"
    " вчера завтра и в с по из к о у а же бы ли если",
    "uk": "що це але або коли де чи як було були бути має вже ще щоб також після проти через під над про від до для"
    " за на не та то так він вона вони ми ви я його її їх які який яка ця цей того тому там тут лише один зараз"
    " може можна треба буде будуть мене тебе себе нас вас хто дуже вчора завтра і й в у з із по а ж же якщо",
    "be": "што гэта але або калі дзе ці як было былі быць мае ужо яшчэ каб таксама пасля супраць праз пад над пра ад"
    " да для за на не та то так ён яна яны мы вы я яго яе іх які якая там тут толькі адзін зараз можа можна"
    " трэба будзе нас вас хто вельмі учора заўтра і у з па а ж",
    "bg": "че това но или кога как беше бяха да има вече още след срещу през под над от до за на не та то така той"
    " тя те ние вие аз го ги които който която тази този там тук само един сега може трябва ще мен тебе себе"
    " нас вас кой много днес вчера утре и в с по из при са е се си ли бил а със",
}
_TELLING_CYRILLIC = {lang: frozenset(listed.split()) for lang, listed in _CYRILLIC.items()}
_TELLING = {lang: frozenset(listed.split()) for lang, listed in _LISTED.items()}
LEAD = 2
"""So many different words ahead of every other language."""


def told_by_words(text: str) -> str | None:
    """The language whose common words lead clearly, if one does."""
    counts = {lang: len(found) for lang, found in _common_words(text).items()}
    first, second = sorted(counts, key=counts.__getitem__, reverse=True)[:2]
    return first if counts[first] >= counts[second] + LEAD else None


def may_hold_two(text: str) -> bool:
    """Whether there are common words that the first language has not, as many of one language as decide a text."""
    found = _common_words(text)
    first = max(found, key=lambda lang: len(found[lang]))
    return any(len(words - found[first]) >= LEAD for words in found.values())


def _common_words(text: str) -> dict[str, set[str]]:
    words = set(_WORD.findall(text.lower()))
    return {lang: words & listed for lang, listed in _TELLING.items()}


def told_by_cyrillic_words(text: str, candidates: Sequence[str]) -> str | None:
    """Which of the candidates that letters leave has the most common words, if one has."""
    words = set(_CYRILLIC_WORD.findall(text.lower()))
    counts = sorted(((len(words & _TELLING_CYRILLIC[lang]), lang) for lang in candidates), reverse=True)
    return counts[0][1] if counts[0][0] > counts[1][0] else None
