"""Which names in a text count: on a small watchlist, one rule a test."""

from datetime import date
from functools import cache

import pytest

from matcher.catalogue import Catalogue, compile_catalogue
from matcher.match import match, read
from matcher.reading import Setting
from storage.model import Kind, Link
from storage.watchlist import Incident, Role
from tests.matcher.factories import actor, ambiguity, channel, names, place, setting, watchlist

MARCH = setting("2024-03-12")


def governor(holder: str, first: str, last: str | None, place_name: str = "Курской области", office: str = "k") -> Role:
    bare = names(ru="губернатор", en="governor")
    latin = {"k": "Kursk", "b": "Belgorod"}[office]
    full = names(ru=f"губернатор {place_name}", en=f"governor of {latin}; {latin} governor")
    until = date.fromisoformat(last) if last else None
    return Role(f"governor_{office}", full, holder, date.fromisoformat(first), until, ("made up",), forms=bare)


def raid(incident_id: str, day: str, *, by: tuple[str, ...], places: tuple[str, ...]) -> Incident:
    first = date.fromisoformat(day)
    return Incident(incident_id, {}, first, first, by, places, (), False, ("made up",))


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(
        watchlist(
            actor(
                "corps", ru="Русский добровольческий корпус", en="Russian Volunteer Corps", short="РДК RDK",
                labels=names(ru="предатели; боевики РДК"), hashtags="#корпусРДК",
                ambiguous=(
                    ambiguity("РДК", "ru", wanted="рейд; граница", unwanted="концерт; ансамбль", needed=False),
                    ambiguity("RDK", "en", wanted="raid; border", unwanted="router"),
                ),
            ),
            actor(
                "legion", ru="Легион «Свобода России»; «Свобода России»; Легион", nl="Legioen Vrijheid van Rusland",
                short="ЛСР", labels=names(ru="предатели; перебежчики"),
                ambiguous=(
                    ambiguity("Легион", "ru", wanted="РДК; граница", unwanted="иностранный; римский"),
                    ambiguity("Legioen", "nl", wanted="Rusland", unwanted="Feyenoord"),
                ),
            ),
            actor("legion_abroad", kind="organisation", ru="Интернациональный легион"),
            actor(
                "militias", kind="collective", ru="освободительные силы",
                ambiguous=(ambiguity("мятежники", "ru", wanted="граница"),),
            ),
            actor(
                "battalion", ru="батальон «Байкал»",
                ambiguous=(ambiguity("«Байкал»", "ru", wanted="граница; РДК"),),
            ),
            actor("service_north", kind="institution", ru="северная служба", labels=names(ru="служаки")),
            actor("spokesman", kind="person", ru="Пётр Песков", en="Pyotr Peskov"),
            actor("first", kind="person", ru="Иван Орлов"),
            actor("second", kind="person", ru="Олег Соколов"),
            actor("third", kind="person", ru="Яков Лебедев"),
            actor("state", kind="government", ru="Россия; РФ; Белый дворец", en="Russia", generic=True),
            actor("capital", kind="government", ru="Киев", en="Kyiv", forms=names(ru="Киева; Киеве"), generic=True),
            actor("agency", kind="news_outlet", ru="РИА Новости"),
            actor("channels", kind="platform", ru="телеграм-каналы", generic=True),
            actor("service", kind="institution", en="HUR", short="HUR"),
            place("kyiv_city", kind="city", ru="Киев", en="Kyiv"),
            place("kursk_oblast", kind="oblast", ru="Курская область", en="Kursk Oblast; Kursk region"),
            place("kursk", kind="city", parents=("kursk_oblast",), ru="Курск", en="Kursk", nl="Koersk"),
            place(
                "belgorod_oblast", kind="oblast", ru="Белгородская область", en="Belgorod region", nl="regio Belgorod",
            ),
            place("belgorod", kind="city", parents=("belgorod_oblast",), ru="Белгород", en="Belgorod"),
            place("rudka", ru="Лозовая Рудка", parents=("belgorod_oblast",)),
            place(
                "berezovka", ru="Берёзовка", parents=("belgorod_oblast",),
                ambiguous=(ambiguity("Берёзовка", "ru", wanted="Белгородская область"),),
            ),
            place("grushevka", uk="Грушівка; грушівський"),
            place("popovka_b", ru="Поповка", parents=("belgorod_oblast",)),
            place("popovka_k", ru="Поповка", parents=("kursk_oblast",)),
            governor("first", "2018-01-01", "2024-05-14"),
            governor("second", "2024-05-15", None),
            governor("third", "2018-01-01", None, "Белгородской области", "b"),
            raid("raid", "2024-03-12", by=("legion",), places=("rudka", "belgorod")),
            channel("legion_channel", "legion"),
            channel("kursk_office", owner_role="governor_k"),
        )
    )  # fmt: skip


def links(text: str, kind: Kind, at: Setting = MARCH) -> dict[str, Link]:
    return {link.target: link for link in match(text, at, catalogue()).links if link.kind is kind}


def actors(text: str, at: Setting = MARCH) -> set[str]:
    return set(links(text, Kind.ACTOR, at))


def places(text: str) -> set[str]:
    return set(links(text, Kind.PLACE))


def rules(text: str, target: str, at: Setting = MARCH) -> list[str]:
    return [one.rule for one in links(text, Kind.ACTOR, at)[target].evidence]


# --- forms ----------------------------------------------------------------------------------------------------------


def test_an_inflected_name_is_found_where_it_stands() -> None:
    text = "Бойцами Русского  добровольческого корпуса занят мост"
    (evidence,) = links(text, Kind.ACTOR)["corps"].evidence
    assert evidence.text == "Русского  добровольческого корпуса" == text[evidence.start : evidence.end]


@pytest.mark.parametrize(
    "text",
    [
        "Р.Д.К. на связи",
        "Р Д К на связи",
        "эрдэка на связи",
        "#корпусРДК",
        "#русский_добровольческий_корпус",
        "Pусский дoбровольческий корпус",
    ],
)
def test_a_name_is_found_however_it_is_spelled(text: str) -> None:
    assert actors(text) == {"corps"}


@pytest.mark.parametrize("text", ["рэдэка на связи", "эр-дэ-ка на связи", "ердека на зв'язку", "рэдэкашники на связи"])
def test_an_abbreviation_is_read_aloud_in_several_ways(text: str) -> None:
    assert actors(text) == {"corps"}


def test_a_ukrainian_name_is_also_written_with_a_hard_g() -> None:
    assert places("У Ґрушівці тихо") == {"grushevka"}


def test_a_place_s_adjective_has_every_gender_case_and_number() -> None:
    assert places("грушівські дачі") == places("на грушівській дорозі") == {"grushevka"}


def test_a_name_does_not_go_across_punctuation() -> None:
    assert "rudka" not in places("Рядом Лозовая. Рудка дальше")


def test_a_name_is_no_part_of_a_longer_word() -> None:
    assert places("De koerskeuze; Курсктрикотаж; Белгородка") == set()


def test_a_name_in_capitals_over_several_lines_is_one_name_in_one_sentence() -> None:
    reading = read("ЛЕГИОН\n«СВОБОДА\nРОССИИ»\nвышел на связь", setting("2024-03-12"), catalogue())
    assert [mention.target for mention in reading.mentions] == ["legion"]
    assert len(reading.sentences) == 1


def test_a_word_that_is_a_name_only_with_a_capital() -> None:
    assert actors("Машины увязли среди песков") == set()
    assert actors("Об этом сказал Песков") == {"spokesman"}


def test_a_town_whose_name_is_no_other_word_needs_no_capital() -> None:
    assert places("По белгороду снова прилетело, говорит Иван") == {"belgorod"}
    assert places("Гулял в курском лесу, сказал Иван") == set()


def test_who_writes_no_capitals_at_all_is_understood() -> None:
    assert places("в белгороде громко") == {"belgorod"}


def test_the_longest_name_wins() -> None:
    assert actors("Интернациональный легион у границы") == {"legion_abroad"}


# --- context --------------------------------------------------------------------------------------------------------


def test_an_ambiguous_form_counts_with_its_context() -> None:
    assert actors("Легион вышел к границе") == {"legion"}
    assert actors("Легион вышел на площадь") == set()


def test_context_against_it_wins_when_it_is_nearer() -> None:
    assert actors("В РДК прошёл концерт") == set()
    assert actors("РДК: рейд окончен. Вечером в городе концерт") == {"corps"}


def test_a_form_that_needs_no_context_counts_until_something_speaks_against_it() -> None:
    assert actors("РДК выпустил заявление") == {"corps"}


def test_the_full_name_elsewhere_vouches_for_the_short_one() -> None:
    assert rules("Легион «Свобода России» на месте. Легион ждёт", "legion") == ["name", "name"]


def test_two_ambiguous_forms_may_vouch_for_one_another_without_capitals() -> None:
    assert actors("легион и РДК встретились") == {"legion", "corps"}


def test_a_village_where_a_group_fought_speaks_for_its_ambiguous_name() -> None:
    assert actors("Легион на виду: Лозовая Рудка") == {"legion"}
    assert actors("Легион на виду: Лозовая Рудка", setting("2024-03-01")) == set()


def test_a_village_where_an_armed_group_fought_speaks_for_the_collective_s_ambiguous_name() -> None:
    assert actors("Мятежники на виду: Лозовая Рудка") == {"militias"}
    assert actors("Мятежники на виду: Белгород") == set()


def test_another_place_of_its_region_speaks_for_an_ambiguous_place() -> None:
    assert places("Берёзовка и Лозовая Рудка без света") == {"berezovka", "rudka"}
    assert places("Берёзовка и Курск без света") == {"kursk"}


def test_a_name_that_counts_only_in_quotation_marks() -> None:
    assert actors("«Байкал» перешёл границу") == {"battalion"}
    assert actors("Поехали за границу через Байкал") == set()


def test_a_town_has_legions_of_its_own() -> None:
    assert actors("Легион выступит в клубе, Белгород") == set()


def test_a_form_listed_as_ambiguous_only_counts_with_its_context_too() -> None:
    assert actors("Het Legioen uit Rusland meldt zich", setting("2024-03-12")) == {"legion"}
    assert actors("Het Legioen zingt voor Feyenoord") == set()


def test_not_a_but_b_names_a_to_rule_it_out() -> None:
    assert actors("Не РДК и не ЛСР, а обычные грибники перешли границу") == set()


def test_a_general_actor_counts_where_it_acts_or_speaks() -> None:
    assert actors("Дожди по всей России") == set()
    assert actors("Россия заявила протест") == {"state"}
    assert actors("По данным РФ, всё тихо") == {"state"}
    assert actors("Bridge reopened - Russia") == {"state"}


@pytest.mark.parametrize(
    "text",
    [
        "Russia has no part in it",
        "Россия не имеет к рейду отношения",
        "Россия непричастна",
        "Russia did not comment",
        "Россия с интересом наблюдает",
        "Взрыв был слышен, утверждает Россия.",
        "По оценке РФ, всё тихо",
    ],
)
def test_who_disclaims_watches_or_is_quoted_last_acts_too(text: str) -> None:
    assert actors(text) == {"state"}


@pytest.mark.parametrize(
    "text",
    [
        "В школах РФ наблюдается рост",
        "МИД РФ не комментирует",
        "He says Russia grows wheat",
        "Somebody told Russia we were 'not involved'",
        "Дорога в России не имеет отношения к рейду",
    ],
)
def test_what_only_looks_like_speech_is_none(text: str) -> None:
    assert actors(text) == set()


def test_an_office_speaks_for_those_who_sit_in_it() -> None:
    assert actors("В Белом дворце промолчали") == {"state"}
    assert actors("В Белом дворце холодно") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Вчера Россия вернула соседям 40 грузовиков",
        "Россия впервые обсуждает перемирие",
        "Russia has quietly built a second bridge",
        "Russia will redraw its maps",
        "Вчера РФ запретила ввоз сыра",
        "Russia is massing tanks at the river",
        "Russia portrays the raid as banditry",
        "Russia, which sleeps? No: Russia abandoned the port",
    ],
)
def test_who_is_the_subject_of_an_active_verb_acts(text: str) -> None:
    assert actors(text) == {"state"}


def test_a_hashtag_in_a_sentence_is_a_word_of_it() -> None:
    assert actors("Quiet day. #Russia denies it") == {"state"}
    assert actors("Rain over the bridge. #Russia #Ukraine #news") == set()
    assert actors("#Russia\n\nclaims of a bridge") == set()


def test_many_of_them_are_a_subject_too() -> None:
    assert actors("Ряд российских телеграм-каналов написал о взрыве") == {"channels"}
    assert actors("Авторов российских телеграм-каналов просят молчать") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Россия потеряла четыре моста",
        "Россия остаётся без моста",
        "Russia has been flooded",
        "Russia has lost a bridge",
        "a Russia backed by nobody",
        "цены в РФ выросли вдвое",
        "Russia is a large country",
        "Экономика РФ выходит из спада",
    ],
)
def test_what_merely_befalls_somebody_is_no_deed(text: str) -> None:
    assert actors(text) == set()


@pytest.mark.parametrize("text", ["Kyiv's troops came", "В Киеве заявили о рейде", "officials in Kyiv said so"])
def test_those_who_sit_in_a_capital_and_its_troops_act_for_it(text: str) -> None:
    assert "capital" in actors(text)


@pytest.mark.parametrize(
    "text", ["aid to Kyiv announced", "why is Russia struck", "РБК-Россия пишет", "мэр Киева заявил"]
)
def test_who_is_not_the_subject_does_not_act(text: str) -> None:
    assert actors(text) == set()


def test_a_channel_s_signature_is_no_mention_of_its_outlet() -> None:
    assert actors("Тихо\n\nПодписаться на РИА Новости") == set()
    assert actors("Тихо, сообщает РИА Новости") == {"agency"}


def test_a_latin_abbreviation_is_not_written_like_a_surname() -> None:
    assert actors("HUR says so") == {"service"}
    assert actors("Robert Hur says so") == set()


def test_a_label_shared_by_groups_names_the_collective_and_only_in_company() -> None:
    assert actors("Предатели отходят от Белгорода") == {"militias"}
    assert actors("Предатели отходят") == set()


def test_labels_of_two_keep_each_other_company() -> None:
    assert actors("Служаки отчитались: предатели отошли") == {"militias", "service_north"}


def test_a_label_of_one_group_names_the_collective_unless_the_group_s_name_is_in_it() -> None:
    assert actors("Перебежчики у Белгорода") == {"militias"}
    assert "corps" in actors("Боевики РДК у Белгорода")


def test_a_legal_footnote_is_no_mention() -> None:
    text = "Суд в Белгороде. (Организация Легион «Свобода России» признана террористической)"
    assert actors(text) == set()


def test_a_footnote_s_asterisk_does_not_break_a_name() -> None:
    assert actors("ЛСР* (*запрещена в РФ) вышла на связь") == {"legion"}


# --- titles ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "holder"), [("2024-03-12", "first"), ("2024-08-06", "second")])
def test_a_title_means_who_held_it_on_the_day(day: str, holder: str) -> None:
    assert actors("Губернатор Курской области выступил", setting(day)) == {holder}


def test_a_title_that_several_held_names_nobody_without_a_date() -> None:
    assert actors("Губернатор Курской области выступил", setting()) == set()


def test_a_title_without_a_date_is_not_certain() -> None:
    assert not links("Губернатор Белгородской области выступил", Kind.ACTOR, setting())["third"].certain


def test_a_bare_title_belongs_to_the_only_place_that_is_spoken_of() -> None:
    assert actors("Shelling near Kursk, governor says") == {"first"}
    assert actors("Shelling near Kursk and Belgorod, governor says") == set()


def test_a_bare_title_is_not_that_of_a_place_named_further_on() -> None:
    assert actors("Дроны сбиты над Самарой - губернатор\nТихо и в Курской области") == set()


def test_a_bare_title_beside_another_name_is_another_s() -> None:
    assert actors("Drones came from Kursk, the Texas governor said") == set()
    assert actors("Drones came from Kursk, said the governor of Texas") == set()


def test_a_city_inside_a_title_means_its_oblast_too() -> None:
    assert places("Kursk governor: all is quiet") == {"kursk", "kursk_oblast"}


def test_a_city_inside_a_title_means_nothing_but_its_oblast_where_that_is_named() -> None:
    assert places("Quiet in Kursk region, says the Kursk governor") == {"kursk_oblast"}


# --- places ---------------------------------------------------------------------------------------------------------


def test_a_region_is_not_its_city() -> None:
    assert places("Shelling in Belgorod region") == {"belgorod_oblast"}
    assert places("Shelling in Belgorod") == {"belgorod"}


def test_oblasts_in_an_enumeration_share_their_noun() -> None:
    assert places("в Белгородской и Курской областях тихо") == {"belgorod_oblast", "kursk_oblast"}
    assert places("Bryansk and Kursk regions") == {"kursk_oblast"}


def test_places_of_one_name_are_told_apart_by_their_parents() -> None:
    assert places("Поповка в Курской области") == {"popovka_k", "kursk_oblast"}


def test_places_of_one_name_that_nothing_tells_apart_are_not_certain() -> None:
    assert [link.certain for link in links("Поповка взята", Kind.PLACE).values()] == [False, False]


@pytest.mark.parametrize(
    "text",
    [
        "в Курской, Орловской и Белгородской областях тихо",
        "в двух областях, Курской и Белгородской, тихо",
        "the Kursk and Belgorod border regions",
        "the regions of Kursk and Belgorod",
        "шесть дронов над Курской областью, два — над Белгородской",
        "над Курской (31), Воронежской (21) и Белгородской (14) областями",
        "over the Belgorod (14), Tula (3) and Kursk (31) regions",
        "сорок в Курской области, шесть в Рязанской, а также по три в Тульской и Белгородской",
        "морги Белгородской, Ростовской и самой Курской области",
        "одна упала на территории Курской области, другая — на территории Белгородской.",
    ],
)
def test_an_enumeration_names_the_noun_once_at_either_end(text: str) -> None:
    assert places(text) == {"kursk_oblast", "belgorod_oblast"}


def test_a_noun_that_belongs_to_others_makes_no_region_of_a_city() -> None:
    assert places("In Kursk he spoke of two regions") == {"kursk"}
    assert places("In Kursk. Regions are quiet") == {"kursk"}
    assert places("станция Курская в Белгородской области") == {"belgorod_oblast"}
    assert places("на улицах Тульской и Курской тихо, а в области нет") == set()


def test_a_word_that_goes_on_behind_a_hyphen_is_another_name() -> None:
    assert places("Белгород-Днестровский без моста") == set()
    assert places("на трассе Белгород-Курск") == {"belgorod", "kursk"}
    assert actors("РДК-3 на границе") == set()


@pytest.mark.parametrize("text", ["Explosions in Kyiv", "удар по Киеву", "drone attack on Kyiv", "a trip to Kyiv"])
def test_a_capital_is_a_place_where_something_is_or_happens(text: str) -> None:
    assert places(text) == {"kyiv_city"}


@pytest.mark.parametrize(
    "text",
    [
        "more aid for Kyiv",
        "they offer Kyiv closer ties",
        "Kyiv denies it",
        "Kyiv disputes the figure",
        "в Киеве полагают",
        "У Києві спростовують слова губернатора",
        "Київ не погоджується з цим",
    ],
)
def test_a_capital_that_stands_for_its_government_is_no_place(text: str) -> None:
    assert places(text) == set()


# --- who speaks -----------------------------------------------------------------------------------------------------


def test_we_in_a_group_s_own_channel_is_the_group() -> None:
    assert rules("Наконец мы дома", "legion", setting("2024-03-12", "Legion_Channel")) == ["we"]
    assert actors("Наконец мы дома", setting("2024-03-12", "another")) == set()


@pytest.mark.parametrize(
    "text", ["Прошу никого не выходить", "Мне доложили о взрыве", "Подписал указ", "Нагадую про тривогу"]
)
def test_who_says_i_in_a_person_s_own_channel_is_that_person(text: str) -> None:
    assert rules(text, "first", setting("2024-03-12", "kursk_office")) == ["we"]
    assert actors(text, setting("2024-03-12", "legion_channel")) == set()


def test_a_person_s_own_channel_that_says_neither_i_nor_we_names_nobody() -> None:
    assert actors("Тревога отменена", setting("2024-03-12", "kursk_office")) == set()
    assert actors("Директор школы подписал приказ", setting("2024-03-12", "kursk_office")) == set()


def test_a_forward_speaks_for_its_origin() -> None:
    forwarded = setting("2024-03-12", "another", "legion_channel")
    assert read("Идём дальше", forwarded, catalogue()).speaker == "legion"
    unknown = setting("2024-03-12", "legion_channel", "somebody")
    assert read("Идём дальше", unknown, catalogue()).speaker is None


def test_an_office_s_channel_speaks_for_who_holds_the_office() -> None:
    assert read("Тихо", setting("2024-03-12", "kursk_office"), catalogue()).speaker == "first"
    assert read("Тихо", setting("2025-03-12", "kursk_office"), catalogue()).speaker == "second"


def test_a_channel_of_a_group_needs_no_context_for_its_own_short_name() -> None:
    assert actors("Легион ждёт", setting("2024-03-12", "legion_channel")) == {"legion"}


def test_handles_and_links_of_a_listed_channel_name_its_owner() -> None:
    assert rules("Пишет @Legion_channel", "legion") == ["handle"]
    assert not links("https://t.me/legion_channel/77", Kind.ACTOR)["legion"].certain


def test_handles_are_compared_exactly() -> None:
    assert actors("Пишет @Iegion_channel и @legion_channel2 и a@legion_channel") == set()


def test_a_description_instead_of_a_username_is_no_channel() -> None:
    assert read("Мы дома", setting("2024-03-12", "(any channel)"), catalogue()).speaker is None
