"""The language of a text: letters and words first, neighbours told apart, "und" where nothing can be said."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.language import language
from matcher.language.detectors import ask_langdetect, ask_lingua

SEVEN = ("ru", "uk", "be", "bg", "nl", "en", "de")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "Вчера вечером жители вышли на улицы и ждали объявления."),
        ("ru", "Атака отбита, противник отступил за реку"),
        ("uk", "Учора ввечері мешканці вийшли на вулиці й чекали на оголошення."),
        ("uk", "Голова заявив, що ворог атакував село двома групами"),
        ("be", "Учора ўвечары жыхары выйшлі на вуліцы і чакалі аб'явы."),
        ("be", "Жыхары сталіцы чакаюць навін з мяжы"),
        ("bg", "Снощи жителите излязоха на улиците и чакаха съобщението."),
        ("bg", "Българските служби съобщиха за инцидента"),
        ("nl", "Gisteravond gingen de bewoners de straat op en wachtten op het bericht."),
        ("nl", "Gouverneur spreekt van zware beschieting, twee doden gemeld"),
        ("en", "Last night the residents went into the streets and waited for the message."),
        ("en", "BREAKING: MULTIPLE EXPLOSIONS REPORTED NEAR BORDER CHECKPOINT TONIGHT"),
        ("de", "Gestern Abend gingen die Bewohner auf die Straße und warteten auf die Nachricht."),
        ("de", "Schwere Gefechte an der Grenze, Behörden melden Tote"),
    ],
)
def test_a_sentence_is_recognised(lang: str, text: str) -> None:
    assert language(text) == lang


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("sr", "Синоћ су становници изашли на улице и чекали саопштење, јер нико није знао шта се догађа."),
        ("mk", "Синоќа жителите излегоа на улиците и го чекаа соопштението од владата, ѓаволски долго."),
        ("kk", "Кеше кешке тұрғындар көшеге шығып, хабарландыруды күтті, өйткені ешкім ештеңе білмеді."),
        ("mn", "Өчигдөр орой оршин суугчид гудамжинд гарч мэдэгдлийг хүлээв."),
        ("tg", "Дирӯз бегоҳ сокинон ба кӯча баромада, эълонро интизор шуданд, ҳеҷ кас чизе намедонист."),
        ("fr", "Hier soir, les habitants sont sortis dans les rues et ont attendu l'annonce du gouvernement."),
        ("es", "Anoche los vecinos salieron a las calles y esperaron el anuncio del gobierno."),
        ("it", "Ieri sera gli abitanti sono scesi in strada e hanno aspettato l'annuncio del governo."),
        ("pt", "Ontem à noite os moradores saíram às ruas e esperaram pelo anúncio do governo."),
        ("pl", "Wczoraj wieczorem mieszkańcy wyszli na ulice i czekali na komunikat rządu."),
        ("cs", "Včera večer vyšli obyvatelé do ulic a čekali na oznámení vlády."),
        ("sv", "I går kväll gick invånarna ut på gatorna och väntade på regeringens besked."),
        ("da", "I aftes gik beboerne ud på gaden og ventede på regeringens meddelelse, men der skete ikke noget."),
        ("fi", "Eilen illalla asukkaat menivät kaduille ja odottivat hallituksen ilmoitusta."),
        ("hu", "Tegnap este a lakosok kimentek az utcára, és várták a kormány bejelentését."),
        ("ro", "Aseară locuitorii au ieșit pe străzi și au așteptat anunțul guvernului."),
        ("tr", "Dün akşam sakinler sokağa çıktı ve hükümetin açıklamasını bekledi."),
        ("lt", "Vakar vakare gyventojai išėjo į gatves ir laukė vyriausybės pranešimo."),
        ("lv", "Vakar vakarā iedzīvotāji izgāja ielās un gaidīja valdības paziņojumu."),
        ("et", "Eile õhtul läksid elanikud tänavatele ja ootasid valitsuse teadet."),
        ("id", "Tadi malam para warga keluar ke jalan dan menunggu pengumuman dari pemerintah."),
        ("ar", "خرج السكان إلى الشوارع مساء أمس وانتظروا إعلان الحكومة"),
        ("fa", "دیشب ساکنان به خیابان‌ها آمدند و منتظر اعلامیه دولت ماندند"),
        ("he", "אמש יצאו התושבים לרחובות וחיכו להודעת הממשלה"),
        ("el", "Χθες το βράδυ οι κάτοικοι βγήκαν στους δρόμους"),
        ("ka", "გუშინ საღამოს მოსახლეობა ქუჩაში გამოვიდა"),
        ("ja", "昨夜、住民は通りに出て発表を待った"),
        ("zh", "昨晚居民走上街头等待公告"),
    ],
)
def test_a_language_that_we_do_not_read_is_called_by_its_own_name(lang: str, text: str) -> None:
    assert language(text) == lang


@pytest.mark.parametrize(
    "text",
    ["Bonjour à tous", "nowa ofensywa", "los soldados", "teşekkürler", "noua ofensivă", "le gouvernement", "günaydın"],
)
def test_a_few_words_of_another_language_are_not_called_one_of_ours(text: str) -> None:
    assert language(text) not in SEVEN


@pytest.mark.parametrize(
    ("lang", "word"),
    [
        ("uk", "їжа"),
        ("uk", "ґанок"),
        ("uk", "звʼязок"),
        ("uk", "кiнець"),  # with a Latin i
        ("be", "воўк"),
        ("be", "сьнежань ідзе ў дом"),
        ("ru", "объявление"),
        ("bg", "ъгъл"),
        ("sr", "љубав"),
        ("kk", "қала"),
    ],
)
def test_a_telling_letter_decides_a_single_word(lang: str, word: str) -> None:
    assert language(word) == lang


@pytest.mark.parametrize(
    ("lang", "word"),
    [("ru", "происшествие"), ("en", "neighbourhood"), ("nl", "onafhankelijkheid"), ("de", "Verschwörung")],
)
def test_a_word_without_telling_letters_is_told_by_its_build(lang: str, word: str) -> None:
    assert language(word) == lang


@pytest.mark.parametrize(
    "text", ["", " ", "🔥🔥🔥", "https://t.me/example", "12.03.2024", "@example #tag", "\ud800", "Я \udfff", "ok 👍"]
)
def test_a_text_that_tells_nothing_is_undetermined(text: str) -> None:
    assert language(text) == "und"


@pytest.mark.parametrize("text", ["а", "на", "банк", "hotel", "radio"])
def test_a_word_that_several_languages_have_is_undetermined(text: str) -> None:
    assert language(text) == "und"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "Коммерсантъ пишет о новых выборах"),  # the old spelling of a name
        (
            "ru",
            "В Астане, по-казахски Астана қаласы, прошли переговоры о границе и торговле, сообщил источник в делегации",
        ),
        ("ru", "Компания Apple представила iPhone 16 Pro Max, цены выросли"),
        ("uk", "Канал «Грэй Зон» повідомив про обстріл, підтвердження цьому немає"),
        ("be", "Расійскі канал піша «Мы отошли», а жыхары ў вёсцы нічога не бачылі і не чулі ўвечары"),
        ("en", "𝐓𝐡𝐞 𝐠𝐨𝐯𝐞𝐫𝐧𝐨𝐫 𝐬𝐚𝐢𝐝 𝐭𝐡𝐚𝐭 𝐭𝐡𝐞 𝐯𝐢𝐥𝐥𝐚𝐠𝐞 𝐰𝐚𝐬 𝐬𝐚𝐟𝐞"),
        ("en", "Neo-Roman villa restored amid Italian protesters"),
        ("en", "Kharkiv: https://example.org/новости/сегодня the water is back in all parts of town"),
    ],
)
def test_a_foreign_word_or_letter_does_not_turn_the_text(lang: str, text: str) -> None:
    assert language(text) == lang


def test_with_a_closed_world_the_likeliest_is_named_even_of_one_word() -> None:
    assert language("hotel", SEVEN) in SEVEN
    assert language("банк", SEVEN) in SEVEN
    assert language("quelque chose", ("en", "nl")) in ("en", "nl")


def test_a_closed_world_of_one_script_does_not_fail_on_the_other() -> None:
    assert language("Новости", ("en", "nl")) in {"und", "en", "nl"}
    assert language("news", ("ru", "uk")) in {"und", "ru", "uk"}


def test_the_same_text_has_the_same_language_every_time_in_every_thread() -> None:
    texts = [
        "Het nieuws van vandaag",
        "Putin spoke again",
        "новости дня",
        "last minute drone alarm border village",
    ] * 25
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(language, texts)) == [language(text) for text in texts]


def test_the_detectors_answer_texts_without_letters() -> None:
    for ask in (ask_langdetect, ask_lingua):
        assert ask("12345 🔥", ("en", "nl")).lang == "und"


def test_a_text_that_letters_decide_loads_no_models() -> None:
    code = (
        "import sys; from matcher.language import languages\n"
        "assert languages('Вчера вечером жители вышли на улицы, и все ждали объявления губернатора.')[0].lang == 'ru'\n"
        "sys.exit(bool({'lingua', 'langdetect'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_has_an_answer(text: str) -> None:
    assert language(text)
    assert language(text, SEVEN)
