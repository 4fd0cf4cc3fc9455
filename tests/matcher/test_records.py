"""Records of `seinpost match`: what is read, what is refused and how it says so, what is written."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from matcher.reading import Setting
from matcher.records import BadRecord, Record, read_record, write_record
from storage.model import Evidence, Figure, Found, Kind, LanguagePart, Link, Stance


def test_a_record_needs_an_id_and_a_text_only() -> None:
    assert read_record('{"id": 7, "text": "тихо"}', 1) == Record(7, "тихо", Setting())


def test_a_date_without_a_time_zone_is_utc() -> None:
    found = read_record('{"id": "a", "text": "", "date": "2024-03-12"}', 1)
    assert found.setting.published_at == datetime(2024, 3, 12, tzinfo=UTC)


def test_a_date_keeps_its_time_zone() -> None:
    found = read_record('{"id": "a", "text": "", "date": "2024-03-12T01:30:00+03:00"}', 1)
    assert found.setting.published_at == datetime(2024, 3, 12, 1, 30, tzinfo=timezone(timedelta(hours=3)))


def test_channel_and_origin_are_given_on_and_other_keys_passed_over() -> None:
    line = '{"id": "a", "text": "", "channel": "one", "forwarded_from": "two", "views": 3, "date": null}'
    assert read_record(line, 1).setting == Setting(None, "one", "two")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("no json", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[1]", "not a JSON object"),
        ('{"text": "a"}', '"id" must be'),
        ('{"id": true, "text": "a"}', '"id" must be'),
        ('{"id": 1}', '"text" must be'),
        ('{"id": 1, "text": 2}', '"text" must be'),
        ('{"id": 1, "text": "a", "date": "12 maart"}', '"date" can\'t be read'),
        ('{"id": 1, "text": "a", "date": "9999-12-31T23:59:59-05:00"}', '"date" can\'t be read'),
        ('{"id": 1, "text": "a", "date": "0001-01-01T00:00:00+05:00"}', '"date" can\'t be read'),
        ('{"id": 1, "text": "a", "channel": 5}', '"channel" must be'),
    ],
)
def test_a_line_that_is_not_a_record_is_refused_by_number_and_reason(line: str, complaint: str) -> None:
    with pytest.raises(BadRecord, match="line 12: ") as refused:
        read_record(line, 12)
    assert complaint in str(refused.value)


def test_links_are_written_by_kind_with_their_evidence() -> None:
    evidence = (Evidence(0, 3, "РДК", "short"),)
    links = (
        Link(Kind.ACTOR, "rvc", 0.95, evidence),
        Link(Kind.PLACE, "sudzha", 1.0, evidence),
        Link(
            Kind.CLAIM, "A14", 0.7, evidence, False, Stance.ATTRIBUTES, "fsb", None,
            (Figure(100.0, "fighters killed", "about", 4, 7),),
        ),
    )  # fmt: skip
    spot = {"start": 0, "end": 3, "text": "РДК", "rule": "short"}
    assert json.loads(write_record(Record("x", "РДК", Setting()), Found("ru", links, (LanguagePart("ru", 0, 3),)))) == {
        "id": "x",
        "lang": "ru",
        "languages": [{"lang": "ru", "start": 0, "end": 3}],
        "actors": [{"id": "rvc", "evidence": [spot], "score": 0.95}],
        "places": [{"id": "sudzha", "evidence": [spot], "score": 1.0}],
        "claims": [
            {
                "claim": "A14",
                "stance": "attributes",
                "holder": "fsb",
                "speaker": None,
                "score": 0.7,
                "certain": False,
                "figures": [
                    {"value": 100.0, "unit": "fighters killed", "qualifier": "about", "start": 4, "end": 7},
                ],
                "evidence": [spot],
            }
        ],
    }


def test_a_lone_surrogate_does_not_break_the_line() -> None:
    link = Link(Kind.ACTOR, "rvc", 1.0, (Evidence(0, 4, "РД\ud800К", "short"),))
    line = write_record(Record("x", "", Setting()), Found("und", (link,)))
    assert json.loads(line.encode())["actors"][0]["evidence"][0]["text"] == "РД\ud800К"
