"""`seinpost match`: what it writes, for machines and for people, and what it does with bad lines."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from bot.commands.explaining import REASONS, marked
from bot.commands.matching import explain_file, match_file
from collectors.base import BadInput
from matcher.catalogue import compile_catalogue
from matcher.rejections import Rejected, Why
from storage.model import Evidence, Found, Kind, Link
from storage.watchlist import Watchlist
from tests.matcher.factories import actor, ambiguity, watchlist

ENTRIES = watchlist(
    actor("mill", en="Old Mill Company", ambiguous=(ambiguity("Mill", "en", wanted="flour"),)),
    actor("ferry", en="Ferrymen"),
)
GIVEN = [
    {"id": 1, "text": "The Ferrymen and the Old Mill Company agree."},
    {"id": 2, "text": "The Mill is closed."},
]


def given(*lines: object) -> io.BytesIO:
    return io.BytesIO(b"".join((one if isinstance(one, bytes) else json.dumps(one).encode()) + b"\n" for one in lines))


def matched(source: io.BytesIO, entries: Watchlist = ENTRIES) -> tuple[list[dict[str, object]], list[str]]:
    output, complaints = io.StringIO(), list[str]()
    try:
        match_file(compile_catalogue(entries), Path("-"), source, output, complaints.append)
    except BadInput as error:
        complaints.append(str(error))
    return [json.loads(line) for line in output.getvalue().splitlines()], complaints


def explained(*, as_json: bool) -> str:
    output = Console(file=io.StringIO(), width=200)
    explain_file(compile_catalogue(ENTRIES), Path("-"), given(*GIVEN), output, pytest.fail, as_json=as_json)
    assert isinstance(output.file, io.StringIO)
    return output.file.getvalue()


def test_a_bad_line_is_named_and_stops_nothing() -> None:
    written, complaints = matched(given(GIVEN[0], b'{"id": 5', b"", GIVEN[1], b"[]"))
    assert [one["id"] for one in written] == [1, 2]
    assert len(complaints) == 3
    assert complaints[0].startswith("standard input: line 2: not valid JSON")
    assert complaints[1].startswith("standard input: line 5: not a JSON object")
    assert "2 lines were passed over" in complaints[2]


def test_bytes_that_are_not_utf_8_are_named_by_line_and_place() -> None:
    written, complaints = matched(given(b'{"id": 1, "text": "a\xff"}', GIVEN[1]))
    assert [one["id"] for one in written] == [2]
    assert "line 1: not valid UTF-8 (byte 0xff at position 21)" in complaints[0]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.jsonl can't be read"):
        match_file(compile_catalogue(ENTRIES), tmp_path / "none.jsonl", io.BytesIO(), io.StringIO(), pytest.fail)


def test_people_see_the_text_with_marks_and_every_decision() -> None:
    shown = explained(as_json=False)
    assert "The ⟦Ferrymen⟧ and the ⟦Old Mill Company⟧ agree." in shown
    assert "The ⟨Mill⟩ is closed." in shown
    assert "its name" in shown
    assert "ambiguous, and nothing near it speaks for it" in shown


def test_the_json_of_an_explanation_is_that_of_a_match_with_what_was_rejected() -> None:
    lines = [json.loads(line) for line in explained(as_json=True).splitlines()]
    plain, _ = matched(given(*GIVEN))
    assert [{key: value for key, value in line.items() if key != "rejected"} for line in lines] == plain
    (one,) = lines[1]["rejected"]
    assert (one["id"], one["text"], one["why"]) == ("mill", "Mill", "no context")


def test_marks_of_what_counts_go_before_those_of_what_does_not() -> None:
    found = Found("en", (Link(Kind.ACTOR, "a", 1.0, (Evidence(4, 8, "two ", "name"), Evidence(6, 11, "", "name"))),))
    others = (
        Rejected(Kind.ACTOR, "b", 8, 13, "name", Why.LONGER_NAME),
        Rejected(Kind.ACTOR, "b", 14, 18, "name", Why.FOOTNOTE),
    )
    assert marked("one two three four", found, others) == "one ⟦two thr⟧ee ⟨four⟩"


def test_every_reason_has_words_for_people() -> None:
    assert set(REASONS) == set(Why)
