"""Ways in which posts tell the shipped claims, class by class, and what looks like them and tells something else."""

import pytest

from storage.model import Stance
from tests.matcher.claims.shipped import AFTER, RAID, SPRING, said

ATTRIBUTES, DENIES, REPORTED = Stance.ATTRIBUTES, Stance.DENIES, Stance.REPORTS_DENIAL


@pytest.mark.parametrize(
    "text",
    [
        "Not buying Kyiv's line that it had nothing to do with Belgorod.",
        "I don't believe Kyiv when it says it had nothing to do with the Belgorod raid.",
        "Не верю Киеву, что он не имеет отношения к рейду в Белгородской области.",
        "Не вірю, що Київ не має стосунку до рейду на Бєлгородщину.",
        "Ik geloof er niets van dat Kiev niets te maken heeft met de inval in Belgorod.",
    ],
)
def test_who_does_not_believe_a_denial_denies_it(text: str) -> None:
    assert said(text, RAID)["B14"] == {DENIES}


@pytest.mark.parametrize(
    "text",
    [
        "Kyiv says it had nothing to do with the raid in Belgorod region.",
        "Киев говорит, что не имеет отношения к рейду в Белгородской области.",
    ],
)
def test_who_is_believed_is_reported(text: str) -> None:
    assert said(text, RAID)["B14"] == {ATTRIBUTES}


@pytest.mark.parametrize(
    "text",
    [
        "CORRECTION: 12 wounded in Grayvoron district per Gladkov, not 8 as we tweeted earlier.",
        "Поправка: в Грайворонском округе уже 12 раненых, а не 8, сказал Гладков.",
        "Уточнення: у Грайворонському окрузі вже 12 поранених, а не 8, каже Гладков.",
        "Rectificatie: niet acht maar twaalf gewonden in het district Grajvoron, zegt gouverneur Gladkov.",
    ],
)
def test_a_corrected_count_is_the_later_one(text: str) -> None:
    assert said(text, AFTER) == {"X08": {Stance.CORRECTS}}


@pytest.mark.parametrize("text", ["Gladkov: eight wounded in Grayvoron district.", "Гладков: в Грайвороне 8 раненых."])
def test_the_first_count_is_not_the_later_one(text: str) -> None:
    assert set(said(text, RAID)) == {"B13"}


@pytest.mark.parametrize(
    "text",
    [
        "Russian forces retook Kozinka.",
        "Russian troops have taken back control of Kozinka.",
        "Российские войска вернули контроль над Козинкой.",
        "Російські війська повернули собі Козинку.",
        "Het Russische leger heeft Kozinka heroverd.",
    ],
)
def test_what_the_other_side_retakes_is_held_no_longer(text: str) -> None:
    assert said(text, AFTER)["B18"] <= {DENIES, REPORTED}


@pytest.mark.parametrize(
    "text",
    [
        "The FSB stopped a large raid at Tyotkino, says the governor of Kursk.",
        "The incursion at Tyotkino was halted, the governor of Kursk says.",
        "Губернатор Курской области: рейд на Тёткино остановлен.",
        "Губернатор Курської області: напад на Тьоткіно зупинено.",
        "De inval bij Tjotkino is tegengehouden, zegt de gouverneur van Koersk.",
    ],
)
def test_a_raid_that_was_stopped_was_repelled(text: str) -> None:
    assert said(text)["A11"] == {ATTRIBUTES}


@pytest.mark.parametrize(
    "text",
    [
        "Kyiv's military intelligence said that in Belgorod region citizens of Russia are fighting.",
        "Не ВСУ, а русские добровольцы зашли в Грайворон, говорят в Киеве.",
        "Не ЗСУ, а росіяни-добровольці зайшли у Грайворон, кажуть у Києві.",
        "Ukraine says Russian volunteers, not its army, are behind the Belgorod raid.",
        "В ГУР заявили, что в Белгородской области действуют оппозиционно настроенные граждане России.",
    ],
)
def test_perpetrators_that_kyiv_calls_russians(text: str) -> None:
    assert said(text, RAID)["B03"] == {ATTRIBUTES}


def test_citizens_who_are_led_away_are_no_perpetrators() -> None:
    assert "B03" not in said("Гладков: граждане России должны взять документы, автобусы идут из Грайворона.", RAID)


@pytest.mark.parametrize(
    "text",
    [
        "Юсов (ГУР): все, кто там сейчас работает, — граждане РФ, действуют самостоятельно.",
        "ГУР: усі, хто там зараз воює, — громадяни РФ, діють самостійно.",
        "HUR says that those men are citizens of Russia and act independently.",
        "HUR: het zijn burgers van Rusland, ze handelen zelfstandig.",
    ],
)
def test_russian_citizens_who_act_for_themselves_are_the_groups(text: str) -> None:
    assert "A07" in said(text, SPRING)


@pytest.mark.parametrize(
    "text",
    [
        "De antiterreuroperatie in Belgorod is niet voorbij.",
        "The counter-terrorist operation in Belgorod region is not over.",
        "КТО в Белгородской области не закончилась.",
        "КТО у Бєлгородській області ще не скасували.",
    ],
)
def test_an_operation_that_is_not_over_goes_on(text: str) -> None:
    assert said(text, AFTER) == {"B09": {Stance.ASSERTS}}


@pytest.mark.parametrize(
    "text",
    [
        "Last spring the Legion and the RVC said they had liberated Kozinka.",
        "Прошлой весной легион и РДК освободили Козинку.",
        "Минулої весни легіон заявив про звільнення Козинки.",
        "Vorig voorjaar namen het Legioen en het Vrijwilligerskorps Kozinka in.",
    ],
)
def test_last_spring_is_recalled_as_that_of_the_year_before(text: str) -> None:
    assert said(text, "2024-04-12") == {"B18": {Stance.RECALLS}}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            '"Eindelijk thuis", schrijft het Siberische Bataljon. "Zonder wapens gaat deze dictatuur niet weg."',
            "A19 A20",
        ),
        ("«Мы наконец дома», — пишет Сибирский батальон. «Эту диктатуру мирно не убрать».", "A19 A20"),
        ('Siberian Battalion: "We are finally home." "This regime can only be removed with arms in hand."', "A19 A20"),
        (
            'The governor of Kursk: a sabotage group tried to break through at Tyotkino. "There was no breakthrough."',
            "A10 A11",
        ),
        ("Губернатор Курской области сообщил о попытке прорыва ДРГ в Тёткино. Прорыва не допустили.", "A10 A11"),
        ("Губернатор Курської області повідомив про спробу прориву ДРГ у Тьоткіно. Атаку відбито.", "A10 A11"),
        (
            "De gouverneur van Koersk meldt een aanval van Oekraïense saboteurs bij Tjotkino. Die is afgeslagen.",
            "A10 A11",
        ),
        ("Опять добровольцы перешли границу. Сибирский батальон тоже участвует.", "A01 A16"),
    ],
)
def test_what_the_next_sentence_tells_is_told_though_it_names_nobody(text: str, claims: str) -> None:
    assert set(said(text, SPRING)) == set(claims.split())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Russische vrijwilligers weer over de grens bij Tjotkino.", True),
        ("Vrijwilligers van het Legioen opnieuw de grens over bij Tjotkino.", True),
        ("Smokkelaars weer over de grens bij Tjotkino.", False),
    ],
)
def test_a_headline_without_a_verb_tells_of_the_groups_only(text: str, *, told: bool) -> None:
    assert ("A02" in said(text, SPRING)) is told


@pytest.mark.parametrize(
    "text",
    [
        "Anti-Putin groups claim responsibility for the attack in Belgorod region.",
        "Антипутинские отряды взяли на себя ответственность за рейд в Белгородскую область.",
    ],
)
def test_groups_without_a_name_claim_responsibility(text: str) -> None:
    assert "B17" in said(text, AFTER)


@pytest.mark.parametrize(
    "text",
    [
        "The governor of Kursk: attempted breakthrough stopped, one resident of Tyotkino wounded.",
        "Губернатор Курской области: попытка прорыва ДРГ пресечена, пострадал один житель Тёткино.",
        "Губернатор Курської області: спробу прориву припинено, поранено одного жителя Тьоткіна.",
        "Gouverneur van Koersk: poging tot doorbraak gestuit, één inwoner van Tjotkino gewond.",
    ],
)
def test_one_resident_and_an_attempt_are_not_four_attempts(text: str) -> None:
    assert "A12" in said(text)
    assert "X13" not in said(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Губернатор Курской области: пострадал ещё один житель Тёткино, контузия.", "2024-03-13"),
        ("Another resident of Tyotkino was hurt, the governor of Kursk says.", "2024-03-13"),
        ("Старовойт: вчера было четыре попытки прорыва в районе Тёткино.", "2024-03-13"),
    ],
)
def test_another_resident_or_four_attempts_are_the_next_days(text: str, day: str) -> None:
    assert "X13" in said(text, day)
    assert "A12" not in said(text, day)


@pytest.mark.parametrize(
    "text",
    [
        "Легіон: путінська армія тікає з Тьоткіно, селище наше.",
        "Легион: путинская армия бежит, Тёткино под нашим контролем.",
        "The Legion says Putin's army is fleeing and Tyotkino is under its full control.",
    ],
)
def test_a_fleeing_army_denies_no_governor(text: str) -> None:
    assert set(said(text)) == {"X01"}


@pytest.mark.parametrize(
    "text",
    [
        "Насколько далеко продвинулись отряды в Курской области, неизвестно.",
        "Наскільки далеко просунулися загони на Курщині, невідомо.",
        "How far the groups advanced in Kursk region is unknown.",
        "Hoe ver de groepen in de regio Koersk zijn opgerukt, is onbekend.",
    ],
)
def test_how_far_they_came_is_not_known(text: str) -> None:
    assert "A05" in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Раненых, по данным Гладкова, 13, двое погибли в Грайворонском округе.",
        "Поранених, за даними губернатора Гладкова, 13, двоє людей загинули у Грайворонському окрузі.",
    ],
)
def test_a_source_in_an_aside_parts_no_count_from_what_it_counts(text: str) -> None:
    assert "X08" in said(text, AFTER)


@pytest.mark.parametrize(
    "text",
    [
        "Siberian Battalion posts video from the town hall of Gorkovsky.",
        "Сибирский батальон показал видео из Горьковского.",
        "Сибірський батальйон: адмінбудівля в Горьковському наша.",
    ],
)
def test_who_films_in_a_settlement_is_in_it(text: str) -> None:
    assert set(said(text, "2024-03-17")) == {"X05"}


@pytest.mark.parametrize(
    "text",
    [
        "Governor: counter-terrorist operation regime introduced in a Russian border region.",
        "В приграничном регионе введён режим КТО.",
        "У прикордонному регіоні запроваджено режим КТО.",
        "Antiterreuroperatie afgekondigd in Russische grensregio.",
    ],
)
def test_a_headline_that_names_no_place_means_that_of_the_day(text: str) -> None:
    assert "B06" in said(text, RAID)
    assert "B06" not in said(text, "2024-12-01")


@pytest.mark.parametrize(
    "text",
    [
        "Губернатор снова нашёл украинскую дэрэгэ в Грайвороне.",
        "Губернатор знову побачив у Грайвороні українську дереге.",
    ],
)
def test_an_abbreviation_of_an_event_may_be_read_aloud(text: str) -> None:
    assert "B01" in said(text, RAID)


@pytest.mark.parametrize(
    "text", ["Украинские силы захватили Свердликово в Курской области.", "AFU captured Sverdlikovo in Kursk region."]
)
def test_a_captured_village_of_kursk_is_the_invasion_of_august(text: str) -> None:
    assert "X09" in said(text, "2024-08-07")
    assert "X09" not in said(text, SPRING)


@pytest.mark.parametrize(
    "text",
    [
        "The Russian MoD denies that the Legion entered Tyotkino; it claims 234 attackers were killed there.",
        "Минобороны РФ отрицает, что Тёткино взято, и говорит, что уничтожено 234 боевика.",
        "Міноборони РФ заперечує прорив у Тьоткіне й заявляє, що вбито 234 бойовики.",
        "Het Russische ministerie van Defensie ontkent dat Tjotkino is ingenomen; het meldt 234 gedode aanvallers.",
    ],
)
def test_who_denies_one_thing_may_say_another_in_the_same_breath(text: str) -> None:
    assert said(text)["X03"] == {ATTRIBUTES}


@pytest.mark.parametrize(
    "text",
    [
        "The Legion denies that 234 of its fighters were killed at Tyotkino and its tanks burnt.",
        "Легион отрицает, что в Тёткино убиты 234 бойца.",
    ],
)
def test_all_that_a_denial_holds_is_denied(text: str) -> None:
    assert said(text)["X03"] == {REPORTED}


@pytest.mark.parametrize(
    "text",
    [
        "Russian rebels made an incursion into Belgorod region.",
        "Российские добровольцы совершили рейд в Белгородскую область.",
        "Російські добровольці здійснили рейд у Бєлгородську область.",
        "Russische vrijwilligers voerden een inval uit in de regio Belgorod.",
    ],
)
def test_who_makes_a_raid_crosses_the_border(text: str) -> None:
    assert Stance.ASSERTS in said(text, SPRING)["A02"]


def test_a_raid_that_is_only_named_is_not_told() -> None:
    assert "A02" not in said("What we know about the incursion of the Russian rebels.", SPRING)


def test_vehicles_by_their_makes_are_no_men() -> None:
    text = "Russian MoD counts 234 dead, six tanks and two Bradleys after the failed raid into Belgorod region."
    assert said(text, SPRING)["X03"] == {ATTRIBUTES}


def test_troops_that_have_withdrawn_take_back_no_words() -> None:
    assert said("The fighters of the Legion have withdrawn from Grayvoron district.", RAID)["B19"] == {DENIES}


@pytest.mark.parametrize(
    "text",
    [
        "Defence ministry: three attacks on Belgorod region, which has been shelled since last month, were repelled.",
        "Минобороны: отражены три атаки на Белгородскую область, которую обстреливают с прошлого месяца.",
    ],
)
def test_since_when_it_goes_on_is_not_when_it_happened(text: str) -> None:
    assert "X07" not in said(text, "2023-06-02")


@pytest.mark.parametrize(
    "text",
    [
        "The governor is to hold an emergency meeting in Tetkino after the raid by the Legion.",
        "The situation in Tetkino is under control, says governor Starovoyt.",
        "Губернатор держит ситуацию в Тёткино под контролем.",
        "В Тёткино держим связь с жителями, сообщил Старовойт.",
        "Ситуація в Тьоткіному під контролем, каже губернатор.",
        "De toestand in Tjotkino is onder controle, zegt de gouverneur.",
    ],
)
def test_who_holds_a_meeting_or_has_the_situation_under_control_holds_no_village(text: str) -> None:
    assert "X01" not in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Легион держит Тёткино под контролем.",
        "The situation: Tetkino is under the control of the Legion.",
        "Легіон тримає Тьоткіне під контролем.",
        "Het Legioen heeft Tjotkino onder controle.",
    ],
)
def test_who_has_a_village_under_control_holds_it(text: str) -> None:
    assert said(text)["X01"] == {Stance.ASSERTS}


@pytest.mark.parametrize(
    "text",
    [
        "Наши бойцы контролируют обстановку в Бахмуте и держат оборону.",
        "Українські воїни контролюють ситуацію та тримають оборону в Бахмуті.",
    ],
)
def test_who_has_the_situation_in_hand_and_defends_a_city_has_not_taken_it(text: str) -> None:
    assert said(text, "2023-05-21")["B04"] == {Stance.ASSERTS}


def test_a_group_that_takes_part_in_the_raid_has_crossed_the_border() -> None:
    assert said("The Russian Volunteer Corps is involved in this incursion.")["A02"] == {Stance.ASSERTS}
    assert "A02" not in said("The Siberian Battalion takes part in the raid as well.")
