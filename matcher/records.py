"""Records: one JSON object a line, in (`{"id", "text", "date"?, "channel"?, "forwarded_from"?}`) and out (the links).

The format of `seinpost match`, and of nothing else. Other keys of a record are passed over. It opens no files.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from matcher.reading import Setting
from matcher.rejections import Rejected
from storage.model import Evidence, Figure, Found, Kind, Link

_EXAMPLE = '{"id": "1", "text": "...", "date": "2024-03-12"}'

_YEARS = range(1900, 3000)
"""Who reckons with a day near the ends of the calendar falls off it."""


class BadRecord(Exception):  # noqa: N818  # the word that people see
    """A line that is not a record. Its text names the line, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """A text to match. `id` is given back as it came: a string or an integer."""

    id: str | int
    text: str
    setting: Setting


def read_record(line: str, number: int) -> Record:
    """Read the line with this number (from 1).

    Raises:
        BadRecord: it is not a JSON object, or a value is missing or of the wrong kind.
    """
    return record_of(json_object(line, number), number)


def record_of(found: Mapping[str, Any], number: int) -> Record:
    """The record in an object that stands on the line with this number; raises as `read_record`."""
    record_id, text = found.get("id"), found.get("text")
    if not isinstance(record_id, str | int) or isinstance(record_id, bool):
        raise BadRecord(f'line {number}: "id" must be a string or a whole number; write {_EXAMPLE}')
    if not isinstance(text, str):
        raise BadRecord(f'line {number}: "text" must be a string; write {_EXAMPLE}')
    setting = Setting(
        published_at=_moment(_optional(found, "date", number), number),
        channel=_optional(found, "channel", number),
        forwarded_from=_optional(found, "forwarded_from", number),
    )
    return Record(record_id, text, setting)


def json_object(line: str, number: int) -> dict[str, Any]:
    """The object on the line with this number; `BadRecord` if there is none."""
    try:
        found = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise BadRecord(
            f"line {number}: not valid JSON ({error}); write one object a line, such as {_EXAMPLE}"
        ) from None
    if not isinstance(found, dict):
        raise BadRecord(f"line {number}: not a JSON object; write one a line, such as {_EXAMPLE}")
    return found


def _optional(found: Mapping[str, Any], key: str, number: int) -> str | None:
    value = found.get(key)
    if value is None or isinstance(value, str):
        return value or None
    raise BadRecord(f'line {number}: "{key}" must be a string; correct it, or leave it out')


def _moment(written: str | None, number: int) -> datetime | None:
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = datetime.min  # noqa: DTZ901 - no date of our time
    if moment.year not in _YEARS:
        raise BadRecord(
            f'line {number}: "date" can\'t be read as a date of our time; write it as 2024-03-12 or '
            "2024-03-12T08:30:00+00:00, or leave it out"
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def write_record(record: Record, found: Found, rejected: Sequence[Rejected] | None = None) -> str:
    """The links of a record as one line of JSON, without the line's end; with what was rejected, if that is given."""
    written = {
        "id": record.id,
        "lang": found.lang,
        "languages": [{"lang": part.lang, "start": part.start, "end": part.end} for part in found.languages],
        "actors": [_named(link) for link in found.links if link.kind is Kind.ACTOR],
        "places": [_named(link) for link in found.links if link.kind is Kind.PLACE],
        "claims": [_claim(link) for link in found.links if link.kind is Kind.CLAIM],
    }
    if rejected is not None:
        written["rejected"] = [_rejected(one, record.text) for one in rejected]
    line = json.dumps(written, ensure_ascii=False)
    # A lone surrogate has no UTF-8: such a line is written in escapes.
    return line if _is_encodable(line) else json.dumps(written)


def _is_encodable(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def _named(link: Link) -> dict[str, Any]:
    return {"id": link.target, "evidence": [_evidence(one) for one in link.evidence], "score": _score(link)}


def _claim(link: Link) -> dict[str, Any]:
    return {
        "claim": link.target,
        "stance": str(link.stance) if link.stance else None,
        "holder": link.holder,
        "speaker": link.speaker,
        "score": _score(link),
        "certain": link.certain,
        "figures": [_figure(figure) for figure in link.figures],
        "evidence": [_evidence(one) for one in link.evidence],
    }


def _rejected(one: Rejected, text: str) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "id": one.target,
        "start": one.start,
        "end": one.end,
        "text": text[one.start : one.end],
        "rule": one.rule,
        "why": one.why.value,
        "instead": one.instead,
        "score": one.score,
        "slots": dict(one.slots),
    }


def _score(link: Link) -> float:
    return round(link.score, 3)


def _evidence(one: Evidence) -> dict[str, Any]:
    return {"start": one.start, "end": one.end, "text": one.text, "rule": one.rule}


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "start": figure.start,
        "end": figure.end,
    }
