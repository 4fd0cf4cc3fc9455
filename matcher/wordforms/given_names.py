"""Given names of Russia and Ukraine, to tell a surname's bearers apart: "Сергей Смирнов" is not Alexei Smirnov.

Formal names only, in their case forms and in Latin letters: a pet name ("Слава Гладков") tells nobody apart, and
neither does one that is also a word ("Надежда Путина"). Whose surname it is, is `matcher.context`'s question.
"""

# One name a line, as it is written in Russian, Ukrainian, English and Dutch.
_NAMES = """
александр олександр alexander aleksandr oleksandr
алексей олексій алексій alexei alexey aleksei aleksey aleksej oleksii oleksiy
анатолий анатолій anatoly anatoli anatoliy anatolii
андрей андрій andrei andrey andrej andriy andrii andrij
антон anton
аркадий аркадій arkady arkadi
артём артем artem artyom artjom
борис boris borys
вадим vadim vadym
валентин valentin valentyn
валерий валерій valery valeri valeriy valerii
василий василь василій vasily vasili vasyl vasiliy
виктор віктор viktor victor
виталий віталій vitaly vitali vitaliy vitalii
владимир володимир vladimir volodymyr wladimir
владислав vladislav vladyslav
всеволод vsevolod
вячеслав в'ячеслав vyacheslav viacheslav vjatsjeslav vjacheslav
геннадий геннадій gennady gennadi hennadii
георгий георгій georgy georgi heorhii
глеб гліб gleb hlib
григорий григорій grigory grigori hryhorii
даниил данило daniil danylo
денис denis denys dennis
дмитрий дмитро dmitry dmitri dmitriy dmytro dimitri
евгений євген евген yevgeny evgeny yevgeni yevhen jevgeni
егор єгор yegor egor jegor
иван іван ivan
игорь ігор igor ihor
илья ілля ilya ilia ilja illia
кирилл кирило kirill kyrylo
константин костянтин konstantin kostiantyn
леонид леонід leonid
максим maxim maksim maksym
михаил михайло mikhail michail mykhailo
никита микита nikita mykyta
николай микола nikolai nikolay nikolaj mykola
олег oleg oleh
павел павло pavel pavlo
пётр петро petr pyotr petro pjotr peter
роман roman
руслан ruslan
сергей сергій sergei sergey sergej serhii serhiy
семён семен semyon semen
станислав станіслав stanislav
степан stepan
тимофей тимофій timofey tymofii
фёдор федір fyodor fedor
филипп пилип filipp pylyp
эдуард едуард eduard
юрий юрій yuri yury yuriy yurii joeri
яков яків yakov yakiv jakov
ярослав yaroslav jaroslav
алёна олена елена alyona elena olena yelena
александра олександра alexandra aleksandra oleksandra
алла alla
анастасия анастасія anastasia anastasiya
анна ганна anna hanna
валентина valentina valentyna
валерия валерія valeria valeriia
виктория вікторія victoria viktoria viktoriya viktoriia
галина galina halyna
дарья дарія дарина darya daria daryna
евгения євгенія yevgenia evgenia
екатерина катерина yekaterina ekaterina kateryna
ирина ірина irina iryna
ксения ксенія ksenia oksana
лариса larisa larysa
людмила lyudmila liudmyla ludmila
марина marina maryna
мария марія maria mariya mariia
наталья наталия наталія natalia natalya nataliia
оксана oksana
ольга olga olha
полина поліна polina
светлана світлана svetlana svitlana
софья софия софія sofia sofya
татьяна тетяна tatiana tatyana tetiana
тамара tamara
юлия юлія yulia julia yuliia
яна yana jana
ева єва eva
алина аліна alina
арсений арсеній arseny arsenii
артур artur arthur
богдан bogdan bohdan
диана діана diana
елизавета єлизавета yelizaveta elizaveta
карина каріна karina
кристина христина kristina
маргарита margarita marharyta
матвей матвій matvey matvii
остап ostap
тарас taras
тимур timur tymur
"""
_BY_ENDING = (
    ("ий", ("ия", "ию", "ием", "ии")), ("ій", ("ія", "ію", "ієм", "ії", "ієві")), ("ей", ("ея", "ею", "еем", "ее")),
    ("ай", ("ая", "аю", "аем", "ае")), ("ія", ("ії", "ію", "ією")), ("ия", ("ии", "ию", "ией")),
    ("ья", ("ьи", "ье", "ью", "ьей")), ("ля", ("лі", "лю", "лею")), ("о", ("а", "у", "ом", "ові", "і")),
    ("ь", ("я", "ю", "ем", "е", "ем", "и")), ("а", ("ы", "и", "е", "і", "у", "ой", "ою")),
    ("ов", ("ові", "овю")), ("", ("а", "у", "ом", "ем", "е", "ові", "і")),
)  # fmt: skip
_FLEETING = {"пётр": "петр", "павел": "павл", "федір": "федор", "ігор": "ігор"}
_OFFICIAL_LETTERS = str.maketrans("ё", "е")  # as texts are folded


def _forms(name: str) -> set[str]:
    """The name in all cases, folded; in Latin letters also with its genitive."""
    if name.isascii():
        return {name, f"{name}s", f"{name}'s"}
    ending, others = next((ending, others) for ending, others in _BY_ENDING if name.endswith(ending))
    stem = _FLEETING.get(name, name.removesuffix(ending) if ending else name)
    return {form.translate(_OFFICIAL_LETTERS) for form in (name, *(stem + other for other in others))}


def _listed() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, line in enumerate(_NAMES.split("\n")):
        for name in line.split():
            for form in _forms(name):
                found.setdefault(form, number)
    return found


_NUMBERS = _listed()


def given_name(word: str) -> int | None:
    """The number of the given name that this folded word is a form of; None if it is none that is known here."""
    return _NUMBERS.get(word)
