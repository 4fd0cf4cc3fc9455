"""Preview pages of hostile make: read or refused, with words as words, however deep, long or full of entities."""

from contextlib import suppress

import pytest

from collectors.preview.conversion import post_of
from collectors.preview.page import Unreadable, read_page
from tests.collectors.preview.shown import frame, listed
from tests.previews import pages, pieces

_DEEP, _LONG = 100_000, 1_000_000
_BILLION_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
MARKUP = {
    "nested divisions": "<div>" * _DEEP,
    "nested bold in a text": pieces.marked_up("<b>" * _DEEP + "deep" + "</b>" * _DEEP),
    "nested tables": "<table><tr><td>" * (_DEEP // 3),
    "closings without openings": "</div>" * _DEEP,
    "a huge attribute": f'<a href="{"x" * _LONG}">x</a>',
    "thousands of attributes": f"<a {' '.join(f'a{number}=1' for number in range(_DEEP))}>x</a>",
    "a huge name of an element": f"<{'x' * _LONG}>",
    "entities": pieces.marked_up("&amp;lt;&#0;&#xD800;&#x110000;&notin;&" * (_DEEP // 10)),
    "an entity bomb": pieces.marked_up(_BILLION_LAUGHS + "&c;" * 1_000),
    "a comment without end": "<!--" + "-" * _LONG,
    "a script without end": "<script>" + "<" * _LONG,
    "a text without end": "<plaintext>" + "<b>" * _DEEP,
    "cdata": "<![CDATA[" * _DEEP,
    "U+0000": pieces.marked_up("\0<\0b\0>\0" * (_DEEP // 10)),
    "templates": "<template><svg><math>" * (_DEEP // 10),
}


@pytest.mark.parametrize("markup", MARKUP.values(), ids=MARKUP)
def test_a_page_with_hostile_markup_is_read_or_refused(markup: str) -> None:
    with suppress(Unreadable):
        page = read_page(listed(pages.post(frame(), markup)))
        for block in page.blocks if page else ():
            assert post_of(block).text.encode("utf-8") is not None


def test_attributes_beyond_all_measure_are_refused_before_they_are_parsed() -> None:
    with pytest.raises(Unreadable, match="more markup"):
        read_page(MARKUP["thousands of attributes"])
