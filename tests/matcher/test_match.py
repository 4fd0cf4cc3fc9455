"""What holds for `match` on any text: no exception, offsets in range, the same answer every time."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.watchlist import load
from matcher.catalogue import Catalogue, compile_catalogue
from matcher.match import match, read
from tests.matcher.factories import setting

WATCHLIST = Path(__file__).parent.parent.parent / "config" / "watchlist"


@cache
def catalogue() -> Catalogue:
    return compile_catalogue(load(WATCHLIST))


PIECES = """
    РДК ЛСР легион Легион «Свобода России» Курск Белгород губернатор Тёткино не а и ФСБ: заявила Гладков предатели
    Сибирский батальон мы we RDK governor of Kursk Belgorod region #Курск @russvolcorps t.me/rian_ru 1️⃣0️⃣ 🔥
    . , ! ? — • * ( ) запрещена
"""
words = st.sampled_from([*PIECES.split(), "\n", "\u0301", "\u202e", "\ud800"])
texts = st.lists(words, max_size=25).map(" ".join) | st.lists(words, max_size=25).map("".join) | st.text(max_size=200)


@given(texts)
def test_all_evidence_lies_in_the_text(text: str) -> None:
    found = match(text, setting("2024-03-12", "legionoffreedom"), catalogue())
    for link in found.links:
        assert link.evidence
        assert 0 <= link.score <= 1
        for one in link.evidence:
            assert 0 <= one.start < one.end <= len(text)
            assert one.text == text[one.start : one.end]


@given(texts)
def test_the_same_text_has_the_same_links(text: str) -> None:
    assert match(text, setting(), catalogue()) == match(text, setting(), catalogue())


@pytest.mark.parametrize(
    "piece", ["а", "РДК\n", "губернатор Курска, ", "#РДК", "(запрещ ", "не РДК, а ", "\ud800", "🔥а"]
)
def test_a_long_text_is_read(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    assert all(mention.end <= len(text) for mention in read(text, setting("2024-03-12"), catalogue()).mentions)


def test_the_catalogue_carries_the_watchlist_s_version() -> None:
    assert catalogue().version == catalogue().watchlist.version


def test_what_is_shown_of_a_name_ends_with_the_quotation_that_it_begins() -> None:
    found = match("Бойцы: Легион «Свобода России» взял Тёткино.", setting("2024-03-12"), catalogue())
    shown = {link.target: {one.text for one in link.evidence} for link in found.links}
    assert shown["lsr"] == {"Легион «Свобода России»"}
    assert all("Легион «Свобода России" not in words for words in shown.values())  # claims show it so as well
