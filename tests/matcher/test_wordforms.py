"""Names in every form that they take: what is generated, and the known mistakes that are not."""

import pytest

from matcher.names import actor_forms, place_forms, variants
from matcher.wordforms.endings import ending_forms
from matcher.wordforms.inflection import case_forms
from matcher.wordforms.transliteration import latin_spellings, polish_spellings
from tests.matcher.factories import actor, place


def forms(name: str, lang: str, *, person: bool = False) -> set[str]:
    return {form.replace("ё", "е") for form in case_forms(name, lang, person=person)}


def test_modifiers_agree_with_their_head() -> None:
    found = forms("Северный добровольческий отряд", "ru")
    assert {"северного добровольческого отряда", "северным добровольческим отрядом"} <= found


def test_an_inanimate_head_keeps_its_modifiers_in_the_accusative() -> None:
    assert "северного добровольческого отряд" not in forms("Северный добровольческий отряд", "ru")


def test_what_stands_in_quotation_marks_beside_a_head_is_frozen() -> None:
    found = forms("полк «Воля народа»", "ru")
    assert {"полка воля народа", "полком воля народа"} <= found
    assert not any("воли" in form for form in found)


def test_a_name_quoted_as_a_whole_declines() -> None:
    assert {"воли народа", "волей народа", "волю народа"} <= forms("«Воля народа»", "ru")


def test_what_follows_the_head_is_frozen() -> None:
    assert "глав курской области" not in forms("глава Курской области", "ru")
    assert "главой курской области" in forms("глава Курской области", "ru")


def test_all_parts_of_a_person_s_name_decline_as_a_man_s() -> None:
    found = forms("Пётр Ильич Смолин", "ru", person=True)
    assert {"петра ильича смолина", "петром ильичом смолиным"} <= found
    assert not any("смолиной" in form for form in found)


@pytest.mark.parametrize("declined", ["тёткино", "тёткина", "тёткину", "тёткином", "тёткине"])
def test_places_in_ino_may_decline(declined: str) -> None:
    assert declined in case_forms("Тёткино", "ru")


def test_places_in_ino_are_no_possessive_adjectives() -> None:
    assert not {"тёткиного", "тёткиным"} & case_forms("Тёткино", "ru")


def test_a_noun_that_the_dictionary_misreads_declines_by_its_ending() -> None:
    assert {"лозовой рудки", "лозовой рудке", "лозовую рудку"} <= forms("Лозовая Рудка", "ru")
    assert not any("рудок" in form for form in forms("Лозовая Рудка", "ru"))


def test_the_ukrainian_locative_changes_the_stem() -> None:
    assert "козинці" in forms("Козинка", "uk")
    assert "лозовій рудці" in forms("Лозова Рудка", "uk")


def test_abbreviations_do_not_decline() -> None:
    assert forms("МВД России", "ru") == {"мвд россии"}


def test_dutch_and_english_names_take_a_possessive_s() -> None:
    assert {("putin",), ("putin's",), ("putins",)} == variants("Putin", "en")
    assert ("poetins",) in variants("Poetin", "nl")


def test_cyrillic_names_are_spelled_in_latin_letters_as_in_the_press() -> None:
    assert {"shchukino"} <= latin_spellings("Щукино", "ru")
    assert {"sjtsjoekino"} <= latin_spellings("Щукино", "ru")
    assert {"hlukhiv", "glukhiv"} <= latin_spellings("Глухів", "uk")
    assert {"gorkivskyi"} <= latin_spellings("Горьківський", "uk")


def test_an_abbreviation_is_also_dotted_and_read_aloud() -> None:
    words = {form.words for form in actor_forms(actor("corps", short="РДК"))}
    assert {("рдк",), ("р", "д", "к"), ("эрдэка",)} <= words


def test_only_a_given_name_and_a_surname_yield_a_surname() -> None:
    listed = actor("spokesman", kind="person", ru="Олег Рыков; пресс-секретарь президента")
    surnames = {form.words for form in actor_forms(listed) if form.rule == "surname"}
    assert ("рыкова",) in surnames
    assert ("президента",) not in surnames


def test_an_oblast_is_named_by_its_adjective_where_the_noun_is_shared() -> None:
    shared = [form for form in place_forms(place("o", ru="Курская область")) if form.followed_by]
    assert ("курской",) in {form.words for form in shared}


@pytest.mark.parametrize(
    ("name", "lang", "declined"),
    [
        ("Rosyjski Korpus Ochotniczy", "pl", "rosyjskiego korpusu ochotniczego"),
        ("Szumow", "pl", "szumowa"),
        ("Горская вобласць", "be", "горскай вобласці"),
        ("Горскі батальён", "be", "горскага батальёна"),
        ("Горски батальон", "bg", "горският батальон"),
        ("Russisches Freiwilligenkorps", "de", "russischen freiwilligenkorps"),
        ("Legion Freiheit", "de", "legion freiheit"),
    ],
)
def test_languages_without_a_dictionary_decline_by_their_endings(name: str, lang: str, declined: str) -> None:
    assert declined in ending_forms(name, lang)


def test_what_stands_behind_a_german_noun_stays_as_it_is() -> None:
    assert not any(form.endswith("russlandss") for form in ending_forms("Legion Freiheit Russlands", "de"))


def test_the_german_polish_and_scholarly_press_spell_in_their_own_ways() -> None:
    assert {"schtschukino", "ščukino"} <= latin_spellings("Щукино", "ru")
    assert "biełkino" in polish_spellings("Белкино", "ru")


def test_the_people_of_an_abbreviation_are_named_by_it() -> None:
    words = {form.words for form in actor_forms(actor("corps", short="РДК"))}
    assert {("рдковцы",), ("рдк", "овцы"), ("рдкшников",)} <= words


def test_an_oblast_may_stand_behind_the_noun_that_it_shares() -> None:
    shared = [form for form in place_forms(place("o", nl="regio Koersk")) if form.preceded_by]
    assert ("koersk",) in {form.words for form in shared}
