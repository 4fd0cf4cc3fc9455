"""A made-up watchlist for the claim rules: two sides, a village and a town, two raids, the words for what happens."""

from dataclasses import replace
from datetime import date
from functools import cache

from matcher.catalogue import Catalogue, compile_catalogue
from matcher.match import match
from storage.model import Kind, Link
from storage.watchlist import Affiliation, Claim, Incident, Lexeme, LexiconEntry, Side, Tie
from tests.matcher.factories import actor, channel, claim, figure, names, place, setting, watchlist

DAY = "2031-05-10"  # the day of the raid


def entry(entry_id: str, polarity: str = "0", **words: str) -> LexiconEntry:
    """`entry("enter", "+", en="enter; went in")`: the phrases of a language are parted by semicolons."""
    return LexiconEntry(
        entry_id,
        entry_id,
        polarity,
        {lang: tuple(Lexeme(text, ()) for text in texts) for lang, texts in names(**words).items()},
    )


LEXICON = (
    entry(
        "take_control",
        "+",
        ru="под контролем; взять под контроль; освободить",
        uk="під контролем; звільнити; захопити",
        en="take control of; under … control; capture",
        nl="in handen van; ingenomen; namen … in",
    ),
    entry("enter", "+", ru="войти; входить", uk="увійти", en="enter", nl="trokken … binnen; binnengetrokken"),
    entry("fighting", ru="бой", uk="бій", en="fighting", nl="gevechten"),
    entry("kill", ru="уничтожить; погибнуть", uk="знищити; загинути", en="killed", nl="gedood"),
    entry("wounded", ru="ранить; пострадать; раненый", uk="поранити; поранено", en="wounded", nl="gewond; gewonden"),
    entry("losses", ru="потеря", uk="втрата", en="losses", nl="verliezen"),
    entry("repel", "-", ru="отбить; выбить", uk="відбити", en="repelled; driven out", nl="afgeslagen; verdreven"),
    entry("flag", "+", ru="флаг", uk="прапор", en="flag", nl="vlag"),
    entry("destroy_vehicle", ru="уничтожить; сжечь", uk="спалити", en="destroyed", nl="vernietigd"),
    entry("not_involved", "-", ru="не иметь отношения", en="nothing to do with; denies involvement"),
    entry("deny", "-", ru="опровергнуть; отрицать", uk="спростувати", en="deny; dismissed", nl="ontkent; ontkende"),
    entry("fake", "-", ru="фейк", uk="фейк", en="fake", nl="nepnieuws"),
    entry("not_true", "-", ru="неправда", uk="неправда", en="not true", nl="niet waar"),
    entry("attempt", ru="попытка", uk="спроба", en="tried", nl="poging"),
    entry("conditional", "none", ru="если; скоро; планировать", uk="якщо; скоро", en="if; soon", nl="binnenkort"),
    entry("question", "none", ru="правда ли", uk="чи правда", en="is it true", nl="klopt het dat"),
    entry("sarcasm", "mock", ru="ну да", uk="ну звісно", en="yeah right", nl="jaja"),
    entry("mock_opening", "mock", ru="ага", uk="аякже", en="oh sure", nl="ja hoor"),
    entry("guess_opening", "none", ru="видимо", uk="певно", en="presumably", nl="vast"),
    entry("mock_remark", "mock", ru="герои", uk="герої", en="heroes; by bus", nl="wat een helden"),
    entry("voices", "?", ru="очевидцы", uk="очевидці", en="residents", nl="bewoners"),
    entry("that_office", "none", ru="ведомство", uk="відомство", en="the agency", nl="de dienst"),
    entry("that_group", "none", ru="отряд", uk="загін", en="the group", nl="de groep"),
    entry("what_on_earth", "none", ru="какой ещё", uk="який ще", en="what on earth", nl="hoezo"),
    entry("footage", ru="видео", uk="відео", en="footage", nl="beelden"),
    entry(
        "doubt",
        "?",
        ru="рано говорить; сомневаться",
        uk="зарано говорити; сумніватися",
        en="too early to say; doubt",
        nl="te vroeg om te zeggen; twijfelde",
    ),
    entry("correct", ru="уточнение", uk="уточнення", en="correction", nl="rectificatie"),
    entry("anniversary", "past", ru="год назад; напомнить", uk="рік тому", en="a year ago", nl="een jaar geleden"),
    entry(
        "report", "?", ru="сообщить; заявить", uk="повідомити; заявити", en="says; said; shows", nl="zegt; meldt; toont"
    ),
    entry("according", "?", ru="по словам; по данным", uk="за словами", en="according to", nl="volgens"),
    entry("allegedly", "?", ru="якобы", uk="нібито", en="reportedly", nl="zou; zouden"),
    entry("fighters", ru="боевик", uk="бойовик", en="fighter", nl="strijder; strijders"),
    entry("civilians", ru="житель; жительница", uk="мешканець", en="resident", nl="inwoner; inwoners"),
    entry("people", ru="человек", uk="людина; людей", en="people", nl="mensen"),
    entry("tanks", ru="танк", uk="танк", en="tank", nl="tank; tanks"),
    entry("armoured_vehicles", ru="бронемашина", uk="бронемашина", en="armoured vehicle", nl="pantserwagen"),
)

COMPANY = replace(
    actor("company", en="Blue Company", ru="Синяя рота", uk="Синя рота", nl="Blauwe Compagnie"),
    affiliation=Affiliation(Side.UKRAINE, Tie.ARMED_GROUP),
)
MINISTRY = replace(
    actor("ministry", kind="institution", en="War Ministry", ru="Военное ведомство", nl="Oorlogsministerie"),
    affiliation=Affiliation(Side.RUSSIA, Tie.STATE),
)
GUARD = replace(
    actor("guard", kind="institution", en="Border Guard", ru="Погранслужба", nl="Grenswacht"),
    affiliation=Affiliation(Side.RUSSIA, Tie.STATE),
)
CAPITAL = replace(
    actor("capital", kind="government", en="Capital Government", ru="Правительство Столицы"),
    affiliation=Affiliation(Side.UKRAINE, Tie.STATE),
)

OBLAST = place("north", kind="oblast", en="North Oblast", ru="Северный край", nl="Noordland")
SOSNOVKA = place("sosnovka", parents=("north",), en="Sosnovka", ru="Сосновка", uk="Соснівка", nl="Sosnovka")
DUBKI = place("dubki", parents=("north",), en="Dubki", ru="Дубки", uk="Дубки", nl="Doebki")

RAID = Incident(
    id="raid", name={}, first=date(2031, 5, 10), last=date(2031, 5, 12), by=("company",), places=("sosnovka",),
    claims=(), decoy=False, source=("made up",),
)  # fmt: skip
LATER = Incident(
    id="later", name={}, first=date(2031, 8, 1), last=date(2031, 8, 9), by=("company",), places=("sosnovka",),
    claims=(), decoy=True, source=("made up",),
)  # fmt: skip


def known(claim_id: str, **fields: object) -> Claim:
    """A claim of the raid on 10 May 2031."""
    usual: dict[str, object] = {
        "holders": ("company",), "about": ("company",), "first": date(2031, 5, 10), "last": date(2031, 5, 10),
        "published_until": date(2031, 5, 17), "incident": "raid",
    }  # fmt: skip
    return claim(claim_id, **{**usual, **fields})


CLAIMS = (
    known(
        "taken",
        places=("sosnovka",),
        events=("take_control", "enter", "flag"),
        denials=("repel+@sosnovka",),
        asserting={"en": ("the hamlet of Sosnovka has changed hands",)},
        resembles=("taken_again",),
    ),
    known(
        "taken_again",
        places=("sosnovka",),
        first=date(2031, 8, 3),
        last=date(2031, 8, 3),
        published_until=date(2031, 8, 9),
        incident="later",
        events=("take_control",),
        resembles=("taken",),
    ),
    known("battle", places=("dubki",), events=("fighting", "fighting+deny+@ministry", "~flag")),
    known(
        "dead",
        holders=("guard",),
        places=("north",),
        events=("kill+@figure", "losses+@figure"),
        figures=(figure("fighters killed", 100, low=80, high=130),),
        resembles=("dead_ministry",),
    ),
    known(
        "dead_ministry",
        holders=("ministry",),
        places=("north",),
        events=("kill+@figure", "losses+@figure"),
        figures=(figure("fighters killed", 234, low=230, high=240),),
        resembles=("dead",),
    ),
    known(
        "vehicles",
        holders=("guard",),
        places=("north",),
        events=("destroy_vehicle+armoured_vehicles",),
        figures=(figure("armoured vehicles", None),),
    ),
    known("not_us", holders=("capital",), about=("capital",), events=("not_involved+@capital", "deny+@capital")),
)


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(
        watchlist(
            COMPANY, MINISTRY, GUARD, CAPITAL, OBLAST, SOSNOVKA, DUBKI, RAID, LATER, *CLAIMS, *LEXICON,
            channel("bluecompany", "company"), channel("warministry", "ministry"),
        )
    )  # fmt: skip


def links(text: str, day: str | None = DAY, *, by: str | None = None, forwarded_from: str | None = None) -> list[Link]:
    """The claim links of a post in the channel `by`."""
    found = match(text, setting(day, by, forwarded_from), catalogue())
    return [link for link in found.links if link.kind is Kind.CLAIM]


def link(text: str, target: str, day: str | None = DAY, *, by: str | None = None) -> Link | None:
    """The first link to this claim, certain or not."""
    return next((one for one in links(text, day, by=by) if one.target == target), None)


def certain(text: str, day: str | None = DAY, *, by: str | None = None) -> set[str]:
    """The claims that a post is certainly about."""
    return {one.target for one in links(text, day, by=by) if one.certain}
