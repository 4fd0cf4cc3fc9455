"""The words by which days, months, years and stretches of time are named, in four languages. How they are put together
is for `days`; months and seasons in other words than their names are `seasonal`'s.
"""

from matcher.claims.grammar import listed
from matcher.claims.seasonal import ADJECTIVES, SEASONS

_MONTHS = (
    "январь января январе январю січень січня січні january jan januari",
    "февраль февраля феврале лютого лютому february feb februari",
    "март марта марте марту березень березня березні march mar maart",
    "апрель апреля апреле квітень квітня квітні april",
    "май мая мае маю травень травня травні may mei",
    "июнь июня июне червень червня червні june juni",
    "июль июля июле липень липня липні july juli",
    "август августа августе серпень серпня серпні august aug augustus",
    "сентябрь сентября сентябре вересень вересня вересні september sept",
    "октябрь октября октябре жовтень жовтня жовтні october oct oktober",
    "ноябрь ноября ноябре листопад листопада листопаді november nov",
    "декабрь декабря декабре грудень грудня грудні december dec",
)
MONTH = {form: number for number, listed in enumerate(_MONTHS, start=1) for form in listed.split()}
NOT_ALONE = frozenset({"may", "mar", "март", "май", "маю", "sept", "dec", "jan"})  # also a verb, a planet, a name
BEFORE_MONTH = frozenset(
    {"in", "of", "at", "last", "this", "since", "early", "late", "mid", "until", "during", "с", "до"}
)
BEFORE_NAME = listed("that the their its his our this")  # "that May", with a capital letter
_COUNTED = (
    "год года году лет рік року роки років year years jaar jaren",
    "месяц месяца месяцев місяць місяці місяців month months maand maanden",
    "неделя недели недель неделю тиждень тижні тижнів week weeks weken",
    "день дня дней дні днів day days dag dagen",
)
YEARLY = listed(
    "summers summer zomers springs winters autumns lentes winters лета зимы весны осени осеней вёсен весен літа осені"
)
LENGTHS = {word: days for listed, days in zip(_COUNTED, (365, 30, 7, 1), strict=True) for word in listed.split()}
LENGTHS.update(dict.fromkeys(YEARLY, 365))
HALF_YEARS = frozenset({"полгода", "півроку"})
_NUMBERS = (
    "два две двух дві двох two twee", "три трёх трех трьох three drie", "четыре чотири four vier",
    "пять п'ять five vijf", "шесть шість six zes", "семь сім seven zeven", "восемь вісім eight acht",
    "девять дев'ять nine negen", "десять ten tien", "одиннадцать одинадцять eleven elf",
    "двенадцать дванадцять twelve twaalf", "тринадцать тринадцять thirteen dertien",
    "четырнадцать чотирнадцять fourteen veertien", "пятнадцать п'ятнадцять fifteen vijftien",
    "шестнадцать шістнадцять sixteen zestien",
)  # fmt: skip
NUMBER = {word: number for number, listed in enumerate(_NUMBERS, start=2) for word in listed.split()}
HALF = frozenset({"пів", "half"})
ONE_AND_A_HALF = frozenset({"полтора", "полутора", "півтора", "anderhalf", "anderhalve"})
AGO = frozenset({"назад", "тому", "ago", "geleden", "terug"})
SINCE = frozenset(
    {"since", "спустя", "прошел", "прошло", "минув", "минуло", "sinds", "пройшло", "минул"}
)  # "a year since"
AFTER_ANYWHERE = frozenset({"как", "як", "потому"})  # "год как"
SINCE_THEN = frozenset({"с", "з", "від"})  # "три года с того дня"
SINCE_WHEN = listed("since с со з із зі від sinds vanaf")  # "since last month"
THEN = listed("того тех той тих тієї")
AFTER = AFTER_ANYWHERE | SINCE_THEN | {"on", "back", "later", "na"}  # behind a length of time
TWENTIETH = frozenset({"двадцать", "двадцять"})
_ORDINAL_YEARS = (
    "второго втором другого другому", "третьего третьем третього третьому", "четвертого четвертом четвертому",
    "пятого пятом п'ятого п'ятому", "шестого шестом шостого шостому",
)  # fmt: skip
ORDINAL_YEARS = {word: number for number, listed in enumerate(_ORDINAL_YEARS, start=2) for word in listed.split()}
YEAR_WORDS = frozenset(map(str, range(1900, 2100)))
VAGUE = listed("несколько кілька several few enkele paar many много багато veel")
ROUGHLY = listed(
    "почти больше более свыше чуть около примерно майже понад більше більш близько десь приблизно almost nearly over",
    "more about around some roughly well bijna ruim meer ongeveer zowat circa goed",
)
AND_SOME = listed("с лишним з гаком небольшим половиной половиною")  # "месяц с лишним назад"
NAMED_MONTH = {**ADJECTIVES, **MONTH}
DAY_WORDS = AGO.union(SINCE, NAMED_MONTH, SEASONS, YEAR_WORDS)  # those of last year apart, which are beginnings
