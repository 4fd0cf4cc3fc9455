"""What neighbouring sentences do to one another, whose word an aside is, and what a negation leaves alone."""

import pytest

from storage.model import Stance
from tests.matcher.claims.village import link, links


def stance(text: str, target: str = "taken", day: str = "2031-05-10", by: str | None = None) -> Stance | None:
    found = link(text, target, day, by=by)
    return found.stance if found else None


@pytest.mark.parametrize(
    "text",
    [
        "Погранслужба сообщила, что Синяя рота вошла в Сосновку. Неправда: там пусто и тихо.",
        "Синя рота звільнила Соснівку. Ні, там порожньо і тихо.",
        "Border Guard says Blue Company captured Sosnovka. Fake: the streets are empty, go and look.",
        "De Blauwe Compagnie heeft Sosnovka ingenomen. Dat is nepnieuws: het is er de hele dag al stil.",
        "Blue Company captured Sosnovka. I live there. Not true.",
    ],
)
def test_a_verdict_that_opens_a_sentence_is_about_the_one_before(text: str) -> None:
    assert stance(text) is Stance.DENIES


def test_a_verdict_upon_ones_own_earlier_words_corrects_them() -> None:
    assert stance("Correction: Blue Company captured Sosnovka. That is not true: it is in Dubki.") is Stance.CORRECTS


@pytest.mark.parametrize(
    "text",
    [
        "Погранслужба сообщила, что Синяя рота вошла в Сосновку. Это точно они? Снимков я не нашёл.",
        "Погранслужба повідомила, що Синя рота увійшла в Соснівку. Хто це бачив? Я ні.",
        "Border Guard says Blue Company captured Sosnovka. Has anybody been there? I have my thoughts.",
        "De Grenswacht meldt dat de Blauwe Compagnie Sosnovka ingenomen heeft. Wie was erbij? Ik niet.",
    ],
)
def test_a_question_right_behind_a_report_asks_about_it(text: str) -> None:
    assert stance(text) is Stance.ASKS


@pytest.mark.parametrize(
    "text",
    [
        "Синяя рота взяла под контроль Сосновку? Нет, под контролем Сосновку она не держит.",
        "Blue Company captured Sosnovka? Blue Company never captured Sosnovka.",
    ],
)
def test_a_question_that_the_writer_answers_with_a_no_denies(text: str) -> None:
    assert stance(text) is Stance.DENIES


@pytest.mark.parametrize(
    "text",
    [
        "Как сообщил один канал, Синяя рота вошла в Сосновку.",
        "Синя рота, як повідомив один канал, увійшла в Соснівку.",
        "Blue Company captured Sosnovka, as somebody said on the radio.",
        "De Blauwe Compagnie heeft Sosnovka ingenomen, zoals men meldt.",
    ],
)
def test_an_aside_tells_whose_word_it_is(text: str) -> None:
    assert stance(text) is Stance.ATTRIBUTES


@pytest.mark.parametrize(
    "text",
    [
        "Синяя рота вошла в Сосновку, как и сообщила Погранслужба.",
        "Синя рота увійшла в Соснівку, саме як повідомила Погранслужба.",
        "Blue Company captured Sosnovka, exactly as the Border Guard says.",
        "De Blauwe Compagnie heeft Sosnovka ingenomen, precies zoals de Grenswacht meldt.",
        "Заявляем: Синяя рота вошла в Сосновку.",
        "Повідомляємо: Синя рота увійшла в Соснівку.",
    ],
)
def test_who_agrees_with_a_source_or_speaks_for_themselves_asserts(text: str) -> None:
    assert stance(text) is Stance.ASSERTS


@pytest.mark.parametrize(
    "text",
    [
        "В Сосновку никто не вошёл, что бы ни сообщили.",
        "Blue Company has not captured Sosnovka, whatever some channel said.",
        "De Blauwe Compagnie heeft Sosnovka niet ingenomen, wat men ook meldt.",
    ],
)
def test_whatever_others_say_a_denial_is_the_writers_own(text: str) -> None:
    assert stance(text) is Stance.DENIES


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Нет, Синяя рота вошла в Сосновку.", "taken"),
        ("Ні, Синя рота увійшла в Соснівку.", "taken"),
        ("No, Blue Company captured Sosnovka.", "taken"),
        ("Nee, de Blauwe Compagnie heeft Sosnovka ingenomen.", "taken"),
        ("No fighting anywhere except in Dubki.", "battle"),
        ("Нигде нет боёв, кроме как под Дубками.", "battle"),
        ("Nergens gevechten, behalve in Doebki.", "battle"),
        ("Ніде немає боїв, крім Дубків.", "battle"),
    ],
)
def test_a_no_that_answers_or_excepts_denies_nothing_that_follows(text: str, target: str) -> None:
    assert stance(text, target) is Stance.ASSERTS


@pytest.mark.parametrize("text", ["Боёв за Дубки и Сосновку нет.", "Боїв за Дубки й Соснівку немає."])
def test_an_absence_reaches_over_an_and_to_its_noun(text: str) -> None:
    assert stance(text, "battle") is Stance.DENIES


def test_an_absence_does_not_reach_over_an_and_behind_a_comma() -> None:
    assert stance("Бой под Дубками, и связи нет.", "battle") is Stance.ASSERTS


@pytest.mark.parametrize(
    "text",
    [
        "Сосновка не была «освобождена», она как жила, так и живёт.",
        'Sosnovka has not been "captured" by anybody.',
        "Sosnovka is niet „ingenomen“ door de Blauwe Compagnie.",
    ],
)
def test_a_negation_reaches_into_scare_quotes(text: str) -> None:
    assert stance(text) is Stance.DENIES


def test_what_something_is_dismissed_as_is_not_denied() -> None:
    assert stance("War Ministry dismissed the shots as fighting in Dubki.", "battle") is Stance.ATTRIBUTES
    assert stance("War Ministry dismissed as fake the fighting in Dubki.", "battle") is Stance.REPORTS_DENIAL
    assert stance("War Ministry denies the fighting in Dubki.", "battle") is Stance.REPORTS_DENIAL


def test_attempts_behind_a_colon_do_not_make_what_was_denied_unreal() -> None:
    text = "War Ministry denies that Blue Company entered Sosnovka: it tried, no more."
    assert stance(text) is Stance.REPORTS_DENIAL


@pytest.mark.parametrize(
    "text",
    [
        "Мало кто сомневался, что Синяя рота вошла в Сосновку.",
        "Мало хто сумнівається, що Синя рота увійшла в Соснівку.",
        "Few doubt that Blue Company captured Sosnovka.",
        "Weinigen twijfelden eraan dat de Blauwe Compagnie Sosnovka heeft ingenomen.",
    ],
)
def test_doubt_that_few_have_is_none(text: str) -> None:
    assert stance(text) is not Stance.MENTIONS


def test_mockery_in_a_quotation_is_not_the_writers() -> None:
    text = "Погранслужба опровергла это: «Ну да, Синяя рота вошла в Сосновку, держите нас», говорят там."
    assert stance(text) is not Stance.MOCKS


@pytest.mark.parametrize(
    "text",
    ["Oh sure, a year ago they told us Blue Company captured Sosnovka.", "Oh sure, Blue Company captured Sosnovka."],
)
def test_what_opens_a_memory_does_not_mock(text: str) -> None:
    remembered = "year ago" in text
    assert stance(text, day="2032-05-10" if remembered else "2031-05-10") is (
        Stance.RECALLS if remembered else Stance.MOCKS
    )


def test_who_asks_whether_we_remember_recalls_what_follows() -> None:
    assert stance("A year ago, remember? Blue Company captured Sosnovka.", day="2032-05-10") is Stance.RECALLS


def test_a_noun_before_a_dash_names_the_unit_and_gives_no_source() -> None:
    assert stance("Под контролем Сосновки новый отряд — Синяя рота.") is not Stance.ATTRIBUTES


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Помню майский день: Синяя рота вошла в Сосновку.", "2031-11-10"),
        ("Месяц назад Синяя рота вошла в Сосновку.", "2031-06-11"),
        ("Чотири місяці тому Синя рота увійшла в Соснівку.", "2031-09-08"),
        ("Half a year ago Blue Company captured Sosnovka.", "2031-11-10"),
        ("Vorig voorjaar werd Sosnovka ingenomen.", "2031-11-10"),
        ("Весной 2031 года Синяя рота вошла в Сосновку.", "2032-02-01"),
        ("Пам'ятаю 10 травня: Синя рота увійшла в Соснівку.", "2032-05-10"),
    ],
)
def test_what_is_told_of_an_earlier_day_is_recalled(text: str, day: str) -> None:
    assert stance(text, day=day) is Stance.RECALLS


@pytest.mark.parametrize(
    "text",
    [
        "Бой идёт в Дубках не первый, а второй час.",
        "Бій триває біля Дубків не перший, а другий день.",
        "Fighting in Dubki for not one but two hours.",
        "Gevechten in Doebki, niet één maar twee uur lang.",
    ],
)
def test_not_one_but_two_negates_what_stands_between(text: str) -> None:
    assert stance(text, "battle") is Stance.ASSERTS


@pytest.mark.parametrize(
    "text",
    [
        "Какой ещё бой под Дубками? Там пусто.",
        "Який ще бій біля Дубків?",
        "What on earth is this fighting in Dubki?",
        "Hoezo gevechten in Doebki?",
    ],
)
def test_what_on_earth_denies(text: str) -> None:
    assert stance(text, "battle") is Stance.DENIES


def test_not_one_reaches_over_its_long_noun() -> None:
    text = "Not one of Blue Company's armoured vehicles was destroyed in North Oblast."
    assert stance(text, "vehicles") is Stance.DENIES


@pytest.mark.parametrize(
    "text",
    [
        "Погранслужба сообщила, что Синяя рота вошла в Сосновку. Военное ведомство это опровергло.",
        "Border Guard says Blue Company captured Sosnovka. War Ministry denies that.",
        "De Grenswacht meldt dat de Blauwe Compagnie Sosnovka ingenomen heeft. Het Oorlogsministerie ontkent dat.",
    ],
)
def test_who_says_it_is_kept_beside_who_denies_it(text: str) -> None:
    found = [one for one in links(text) if one.target == "taken"]
    assert next((one.stance, one.holder) for one in found) == (Stance.ATTRIBUTES, "guard")
    assert Stance.REPORTS_DENIAL in {one.stance for one in found[1:]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Синяя рота взяла Сосновку под контроль. Никто этого не отрицает.", Stance.ASSERTS),
        ("Синя рота звільнила Соснівку. Немає нікого, хто спростував би це.", Stance.ASSERTS),
        ("Blue Company captured Sosnovka. Nobody who has been there denies it.", Stance.ASSERTS),
        ("Has Blue Company captured Sosnovka? Nobody who says so, nobody who denies it.", Stance.ASKS),
        ("Is Sosnovka ingenomen? Niemand die het zegt, niemand die het ontkent.", Stance.ASKS),
        ("Blue Company captured Sosnovka. The mayor, who has been there, denies it.", Stance.DENIES),
    ],
)
def test_nobody_who_denies_it_leaves_it_undenied(text: str, expected: Stance) -> None:
    assert stance(text) is expected
