"""Whatever the text: an answer, and evidence inside it."""

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.model import Kind
from tests.matcher.claims.village import DAY, links

TELLING = (
    "Синяя рота вошла не в Сосновку Дубки бой уничтожено 100 боевиков 1 000 год назад 10 мая 2031 Погранслужба: "
    "Blue Company captured Sosnovka not fake says"
)
WORDS = st.sampled_from([*TELLING.split(), *"?.:«»—\n•-,☂é"])


@settings(max_examples=150)
@given(st.lists(WORDS, max_size=40).map(" ".join), st.sampled_from([DAY, "2032-05-10", None]))
def test_any_words_are_answered_with_evidence_that_stands_in_the_text(text: str, day: str | None) -> None:
    for link in links(text, day):
        assert link.kind is Kind.CLAIM
        assert 0 <= link.score <= 1
        assert link.stance is not None
        assert link.evidence
        for one in link.evidence:
            assert 0 <= one.start < one.end <= len(text)
            assert text[one.start : one.end] == one.text
        for figure in link.figures:
            assert 0 <= figure.start < figure.end <= len(text)


@settings(max_examples=150)
@given(st.text(max_size=200))
def test_any_text_at_all_is_answered(text: str) -> None:
    links(text)


def test_the_claim_rules_load_no_database_and_no_network() -> None:
    code = "import sys, matcher.claims; print({'sqlalchemy', 'telethon', 'telegram', 'httpx'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
