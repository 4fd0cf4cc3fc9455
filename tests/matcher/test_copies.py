"""What is a copy of what: edited, cut and wrapped texts are, versions of one template and other reports are not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.copies import (
    AGAIN,
    SKETCH,
    closings,
    containment,
    copied,
    sketch,
    time_of,
    worded,
)
from matcher.versions import Difference, differing
from storage.model import Copy, CopyKind

RU = (
    "Ночью группа вышла к мосту у Ключевки и заняла старую мельницу на левом берегу. Потерь нет. Командир говорит, "
    "что противник отошёл за реку и оставил два склада с боеприпасами. Подробности сообщим утром."
)
UK = (
    "Уночі група вийшла до мосту біля Ключівки й зайняла старий млин на лівому березі. Втрат немає. Командир каже, "
    "що противник відійшов за річку й залишив два склади з боєприпасами. Подробиці повідомимо вранці."
)
EN = (
    "During the night the group reached the bridge near Klyuchevka and took the old mill on the left bank. There were "
    "no losses. The commander says that the enemy went back across the river and left two depots behind."
)
NL = (
    "In de nacht bereikte de groep de brug bij Kljoetsjevka en nam de oude molen op de linkeroever in. Er waren geen "
    "verliezen. De commandant zegt dat de vijand over de rivier terugtrok en twee depots achterliet."
)
ALL = pytest.mark.parametrize("text", [RU, UK, EN, NL], ids=["ru", "uk", "en", "nl"])
OWN = (
    "This is what was sent to us by a reader who has lived in the valley for years and whom we trust. We could not "
    "check any of it, nobody picks up the phone there, and the road has been closed to the press since spring."
)


def judged(post: str, original: str) -> Copy | None:
    return copied(worded(post), worded(original), 7)


def kind(post: str, original: str) -> CopyKind | None:
    found = judged(post, original)
    return found.kind if found else None


# --- copies -----------------------------------------------------------------------------------------------------------


@ALL
def test_the_same_words_are_an_exact_copy_whatever_stands_around_them(text: str) -> None:
    dressed = f"⚡️ {text.upper()} 🔥🔥\n\nhttps://example.org/news?id=5 @riverside_news"
    assert judged(dressed, text) == Copy(7, 1.0, CopyKind.EXACT)


@pytest.mark.parametrize(
    ("text", "edits"),
    [
        (RU, {"Ночью группа": "Этой ночью группа", "говорит": "утверждает", "Потерь нет. ": ""}),
        (UK, {"Уночі група": "Цієї ночі група", "каже": "стверджує", "Втрат немає. ": ""}),
        (EN, {"During the night": "Overnight", "says": "claims", "There were no losses. ": ""}),
        (NL, {"In de nacht": "Vannacht", "zegt": "beweert", "Er waren geen verliezen. ": ""}),
    ],
    ids=["ru", "uk", "en", "nl"],
)
def test_a_lightly_edited_text_is_a_copy(text: str, edits: dict[str, str]) -> None:
    edited = text
    for before, after in edits.items():
        edited = edited.replace(before, after)
    assert kind(edited, text) is CopyKind.EDITED


@ALL
def test_a_text_that_was_cut_is_a_copy_both_ways(text: str) -> None:
    cut = text.split(". ")[0] + "."
    assert kind(cut, text) is CopyKind.CUT
    assert kind(text, cut) is CopyKind.WRAPPED


@ALL
def test_a_text_with_words_of_others_around_it_is_a_copy(text: str) -> None:
    assert kind(f"{OWN[:100]}\n\n{text}\n\n{OWN[100:]}", text) is CopyKind.WRAPPED


@ALL
def test_sentences_in_another_order_are_a_copy(text: str) -> None:
    assert kind(" ".join(reversed(text.split(". "))), text) is CopyKind.EDITED


def test_a_corrected_spelling_is_no_other_name() -> None:
    assert kind(EN.replace("Klyuchevka", "Kliuchevka"), EN) is CopyKind.EDITED


def test_another_case_of_a_name_is_no_other_name() -> None:
    assert kind(RU.replace("к мосту у Ключевки", "на мост под Ключевкой"), RU) is CopyKind.EDITED


def test_a_figure_in_words_is_the_figure_in_digits() -> None:
    assert kind(EN.replace("two depots", "2 depots"), EN) is CopyKind.EDITED


def test_words_that_end_every_post_of_a_channel_do_not_count() -> None:
    closing = "Riverside: the fastest news of the valley, without censorship.\nSubscribe | Send us your news"
    known = closings([f"{said}\n{closing}" for said in ("One boat came in.", "Rain.", "The school is open again.")])
    assert worded(f"{EN}\n\n{closing}", known).words == worded(EN).words
    assert worded(closing, known).words[:1] == ("riverside",)  # its first line is what the post says


def test_a_line_that_few_posts_end_with_is_not_the_channels() -> None:
    assert closings(["A.\nMore follows.", "B.\nMore follows.", "C."]) == frozenset()
    assert closings(["One line.", "One line.", "One line."]) == frozenset()


# --- versions: other news in the same words ---------------------------------------------------------------------------

DAILY = "В течение ночи дежурными средствами ПВО над территорией {where} области уничтожено {count} {what} {when}."


def daily(
    count: str = "12", where: str = "Белгородской", when: str = "12 марта", what: str = "беспилотников самолётного типа"
) -> str:
    return DAILY.format(count=count, where=where, when=when, what=what)


@pytest.mark.parametrize(
    ("other", "difference"),
    [
        (daily(count="21"), Difference.FIGURE),
        (daily(count="двадцать один"), Difference.FIGURE),
        (daily(where="Курской"), Difference.NAME),
        (daily(when="13 марта"), Difference.FIGURE),
        (daily(when="12 апреля"), Difference.DAY),
        (daily().replace(" уничтожено", " не уничтожено"), Difference.NEGATION),
    ],
    ids=["figure", "figure in words", "place", "day", "month", "not"],
)
def test_two_reports_of_one_template_are_two_pieces_of_news(other: str, difference: Difference) -> None:
    one, two = worded(daily()), worded(other)
    assert differing(one.text, one.tokens, two.text, two.tokens) is difference
    assert judged(daily(), other) is None
    assert judged(other, daily()) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "12 drones were shot down over the region during the night, the ministry says.",
            "21 drones were shot down over the region during the night, the ministry says.",
        ),
        (
            "Air defence shot down drones over the region on Monday, nobody was hurt there.",
            "Air defence shot down drones over the region on Tuesday, nobody was hurt there.",
        ),
        (
            "Explosions are heard again tonight in the centre of the town of Rivne",
            "Explosions are heard again tonight in the centre of the town of Lutsk",
        ),
        (
            "Boven de stad zijn vannacht twaalf drones neergehaald, meldt de gouverneur van Belgorod.",
            "Boven de stad zijn vannacht veertien drones neergehaald, meldt de gouverneur van Belgorod.",
        ),
        (
            "За добу на напрямку біля Вовчанська відбито сім штурмів, повідомляє штаб угруповання.",
            "За добу на напрямку біля Куп'янська відбито сім штурмів, повідомляє штаб угруповання.",
        ),
        (
            "Легион полностью взял село под контроль и удерживает его с самого утра, говорит командир.",
            "Легион полностью не взял село под контроль и удерживает его с самого утра, говорит командир.",
        ),
    ],
)
def test_a_figure_a_day_a_place_or_a_not_makes_other_news(one: str, other: str) -> None:
    assert judged(one, other) is None
    assert judged(other, one) is None


def test_places_that_each_text_names_alone_make_other_news_wherever_they_stand() -> None:
    one = "Belgorod was shelled this morning, and the governor asks people to stay in the shelters until noon."
    other = one.replace("Belgorod", "Shebekino")
    assert copied(worded(one, (), ["belgorod"]), worded(other, (), ["shebekino"]), 7) is None
    assert copied(worded(one, (), ["belgorod"]), worded(one + " More follows.", (), ["belgorod", "rivne"]), 7)


def test_a_figure_that_only_one_of_them_has_is_no_difference() -> None:
    assert kind(daily(), daily().replace(" 12 марта", "")) is CopyKind.EDITED


def test_another_report_of_the_same_event_is_no_copy() -> None:
    other = (
        "The old mill by Klyuchevka's bridge has changed hands: fighters crossed in the dark, according to their "
        "leader, and found two abandoned stores when the defenders had gone over the water."
    )
    assert judged(other, EN) is None


def test_two_headlines_about_one_event_are_no_copies() -> None:
    one = "JUST IN - Large fire, explosion reported at the grain terminal in Port Rivne, Lower Valley"
    other = "A fire and an explosion were reported at the grain terminal in Port Rivne tonight, nobody is hurt."
    assert containment(worded(one), worded(other)) > 0.3
    assert judged(one, other) is None


@pytest.mark.parametrize(
    ("post", "original"),
    [
        (
            "В штабе округа опровергли сообщения о взятии села Нижняя Каменка",
            "Сообщения о взятии села Нижняя Каменка — неправда. Мост и дорога остаются за нашими частями.",
        ),
        (
            "The ministry dismisses reports of the capture of Lower Kamenka as invented",
            "Reports of the capture of Lower Kamenka are making the rounds. Our men hold the bridge and the road.",
        ),
    ],
    ids=["ru", "en"],
)
def test_a_report_about_a_post_names_its_subject_and_is_no_copy(post: str, original: str) -> None:
    assert judged(post, original) is None
    assert judged(original, post) is None


def test_a_short_text_with_a_word_mended_is_a_copy() -> None:
    assert judged("Imagine the noise if the old mill had fallen", "Imagine the noise of the old mill had fallen")


def test_letters_of_a_name_that_is_spelled_out_are_one_word_in_common() -> None:
    assert (
        judged("Why the makers of C.L.O.C.K.E.R. were late again", "No sale of C.L.O.C.K.E.R. before the spring")
        is None
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "В аэропорту Нижней Каменки введены ограничения на приём и выпуск самолётов, сообщили в ведомстве",
            "Ограничения на приём и выпуск самолётов введены в аэропорту Заречья, сообщили в ведомстве",
        ),
        (
            "All flights from and to the airport of Kamenka are stopped until further notice, the agency says",
            "The agency says that at the airport of Zarechye all flights are stopped until further notice",
        ),
    ],
    ids=["ru", "en"],
)
def test_a_template_whose_words_moved_is_other_news_of_another_place(one: str, other: str) -> None:
    assert judged(one, other) is None
    assert judged(other, one) is None


@pytest.mark.parametrize("text", ["Good morning!", "Всё спокойно.", "Air raid alert!"])
def test_a_short_text_is_no_copy_even_of_itself(text: str) -> None:
    assert judged(text, text) is None
    assert sketch(worded(text)) == ()


def test_a_text_of_few_but_long_words_is_a_copy_only_word_for_word() -> None:
    text = "Противовоздушная оборона перехватила неизвестный летательный аппарат"
    assert kind(text.upper(), text) is CopyKind.EXACT
    assert judged(f"{text} сегодня", text) is None


# --- sketches ---------------------------------------------------------------------------------------------------------


@ALL
def test_copies_share_numbers_of_their_sketches(text: str) -> None:
    edited = " ".join([*text.split()[4:], "And so on."])
    assert len(set(sketch(worded(text))) & set(sketch(worded(edited)))) >= 2


def test_a_sketch_is_the_same_on_every_machine_and_fits_a_column() -> None:
    numbers = sketch(worded("one two three four five six seven eight"))
    assert numbers[:2] == (-9131546873261565382, -856546611265358975)
    assert all(-(2**63) <= number < 2**63 for number in sketch(worded(EN)))
    assert len(sketch(worded(EN))) == SKETCH


# --- whatever the texts -----------------------------------------------------------------------------------------------

WORDS = "группа мост у Ключевки 12 21 двенадцать не взяла the bridge of Rivne March марта \n . ! 🔥 @a t.me/b ё \u0301"
wild = st.text(st.characters(exclude_categories=[]), max_size=200)
texts = st.lists(st.sampled_from(WORDS.split(" ")), max_size=40).map(" ".join) | wild


@given(texts)
def test_a_text_is_its_own_copy_unless_it_is_too_short(text: str) -> None:
    post = worded(text)
    assert copied(post, post, 7) == (None if post.too_short else Copy(7, 1.0, CopyKind.EXACT))


@given(texts, texts)
def test_who_copies_whom_is_a_question_of_time_not_of_words(one: str, other: str) -> None:
    left, right = worded(one), worded(other)
    assert 0 <= containment(left, right) == containment(right, left) <= 1
    forth, back = copied(left, right, 7), copied(right, left, 7)
    assert (forth and forth.share) == (back and back.share)


@pytest.mark.parametrize("word", ["да", "не", "12", "Белгород"])
def test_a_text_of_one_word_ends_as_soon_as_any_other(word: str) -> None:
    """With work that grows as the square of the length, this would take hours."""
    one, two = worded(f"{word} " * 50_000 + "Подробности сообщим утром."), worded(f"Срочно: {word} " * 25_000)
    assert differing(one.text, one.tokens, two.text, two.tokens) is None
    assert len(sketch(one)) == 4


@given(st.text(max_size=80).map(lambda text: " ".join(text.splitlines())))
def test_a_learned_footer_changes_nothing(footer: str) -> None:
    known = closings([f"{said}\n{footer}" for said in ("One.", "Two.", "Three.")])
    assert worded(f"{EN}\n{footer}", known).words == worded(EN).words


@given(st.lists(st.sampled_from(["footer", "subscribe", "channel", "news", "here"]), max_size=12).map(" ".join))
def test_an_unknown_footer_keeps_it_a_copy(footer: str) -> None:
    assert judged(f"{EN}\n{footer}", EN) is not None


@given(st.text(st.characters(exclude_categories=[])))
def test_no_text_breaks_a_sketch(text: str) -> None:
    numbers = sketch(worded(text, closings([text] * 3)))
    assert len(numbers) <= SKETCH
    assert list(numbers) == sorted(set(numbers))


# --- said again -------------------------------------------------------------------------------------------------------

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
moments = st.integers(-4000, 4000).map(lambda minutes: NOON + minutes * MINUTE)


def test_what_is_said_once_is_of_all_times() -> None:
    since, until = time_of(NOON, [[NOON], [NOON - DAY], []])
    assert since < NOON - DAY * 1000
    assert until > NOON + DAY * 1000


def test_halfway_to_yesterday_and_to_tomorrow_another_time_begins() -> None:
    mine = [NOON - DAY, NOON, NOON + DAY]
    assert time_of(NOON, [mine]) == (NOON - DAY / 2, NOON + DAY / 2)
    assert time_of(NOON + MINUTE, [mine, [NOON + 3 * MINUTE, NOON + 2 * DAY]]) == (NOON - DAY / 2, NOON + DAY / 2)


@pytest.mark.parametrize(("apart", "again"), [(AGAIN - MINUTE, False), (AGAIN, True)])
def test_what_is_sent_twice_in_a_row_is_said_once(apart: timedelta, again: bool) -> None:
    since, _ = time_of(NOON, [[NOON - apart, NOON]])
    assert (since == NOON - apart / 2) is again


@given(moments, st.lists(st.lists(moments, max_size=6), max_size=4))
def test_what_is_said_is_always_of_its_own_time(at: datetime, said: list[list[datetime]]) -> None:
    since, until = time_of(at, said)
    assert since <= at <= until
