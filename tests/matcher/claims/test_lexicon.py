"""Event words found in a sentence."""

from matcher.claims.lexicon import Lexicon, compile_lexicon
from matcher.text import tokens
from storage.watchlist import Lexeme, LexiconEntry
from tests.matcher.claims.village import entry


def found(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    words = tokens(text)
    return [(hit.entry, " ".join(words[i].word for i in hit.words)) for hit in lexicon.find(words)]


def test_a_word_is_found_in_all_its_forms() -> None:
    lexicon = compile_lexicon([entry("free", ru="освободить", uk="звільнити", en="liberate", nl="bevrijd")])
    for text in ("Село освобождено", "Освободившие село", "Село звільнили", "They liberated it", "bevrijde dorpen"):
        assert [hit for hit, _ in found(lexicon, text)] == ["free"]


def test_a_russian_word_is_found_in_latin_letters_unless_it_reads_as_an_english_one() -> None:
    lexicon = compile_lexicon([entry("enter", ru="войти"), entry("fight", ru="бой")])
    assert found(lexicon, "voshli v selo") == [("enter", "voshli")]
    assert found(lexicon, "a boy") == []


def test_a_phrase_stands_two_words_that_are_not_its_own() -> None:
    lexicon = compile_lexicon([entry("cross", en="cross the border")])
    assert found(lexicon, "They crossed the long southern border") == [("cross", "crossed the border")]
    assert found(lexicon, "They crossed a river that was far away from the border") == []


def test_an_ellipsis_stands_for_up_to_twelve_words() -> None:
    lexicon = compile_lexicon([entry("enter", nl="vielen … binnen")])
    assert found(lexicon, "Zij vielen vannacht met tien man het kleine dorp binnen") == [("enter", "vielen binnen")]


def test_a_phrase_of_short_words_stands_unbroken() -> None:
    lexicon = compile_lexicon([entry("present", ru="уже в")])
    assert found(lexicon, "они уже в селе") == [("present", "уже в")]
    assert found(lexicon, "они уже ушли в село") == []


def test_an_asterisk_stands_for_the_rest_of_a_word() -> None:
    lexicon = compile_lexicon([entry("operation", nl="antiterreur*")])
    assert found(lexicon, "het antiterreurregime") == [("operation", "antiterreurregime")]


def test_a_word_inside_another_is_not_found() -> None:
    lexicon = compile_lexicon([entry("fight", ru="бой", nl="slag"), entry("drone", ru="дрон")])
    assert found(lexicon, "бойлер, Дроновка, slagroom, verslag") == []


def test_a_phrase_outdoes_the_shorter_one_inside_it() -> None:
    lexicon = compile_lexicon([entry("deny", "-", en="deny"), entry("not_involved", "-", en="deny involvement")])
    assert found(lexicon, "They denied involvement") == [("not_involved", "denied involvement")]


def test_a_lemma_over_phrases_is_only_their_heading() -> None:
    lexicon = compile_lexicon([LexiconEntry("control", "", "+", {"ru": (Lexeme("взять", ("взяли под контроль",)),)})])
    assert found(lexicon, "взяли хлеба") == []
    assert found(lexicon, "взяли село под контроль") == [("control", "взяли под контроль")]


def test_ukrainian_prepositions_have_two_shapes() -> None:
    lexicon = compile_lexicon([entry("hold", uk="в руках")])
    assert found(lexicon, "село у руках роти") == [("hold", "у руках")]


def test_a_tilde_marks_what_only_comes_near_the_meaning() -> None:
    lexicon = compile_lexicon([entry("wounded", en="wounded; ~hospital")])
    hits = lexicon.find(tokens("Wounded residents are in hospital"))
    assert [(hit.first, hit.near) for hit in hits] == [(0, False), (4, True)]
