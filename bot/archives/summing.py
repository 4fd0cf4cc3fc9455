"""What all files of links of a run come to: links by kind, parked posts by reason, mentions of groups by the hour.

Counted from the files, so that what an earlier run did counts as well. Links are counted; mentions are posts.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.archives.results import reading
from collectors.exports.parquet import arrow
from storage.model import Kind

_COLUMNS = ("channel_id", "id", "date", "kind", "target", "certain", "parked")


@dataclass(slots=True)
class Summary:
    """`links`: by kind and whether they are certain; `mentions`: posts by group and full hour (UTC)."""

    links: Counter[tuple[Kind, bool]] = field(default_factory=Counter)
    parked: Counter[str] = field(default_factory=Counter)
    mentions: Counter[tuple[str, datetime]] = field(default_factory=Counter)

    def of_kind(self, kind: Kind) -> int:
        return self.links[kind, True] + self.links[kind, False]


def summed(files: Iterable[Path], groups: Collection[str]) -> Summary:
    """Reads one file at a time, of that the few columns that are counted. `groups`: the actors that are.

    Raises:
        BadInput: a file is damaged.
    """
    summary, library = Summary(), arrow()
    for file in files:
        with reading(file):
            table = library.parquet.read_table(file, columns=list(_COLUMNS), use_threads=False)
        summary.parked.update(_counted(table["parked"]))
        _count_links(table, summary)
        summary.mentions.update(_mentions(table, groups))
    return summary


def _counted(column: Any) -> dict[str, int]:
    found = {one["values"]: one["counts"] for one in column.value_counts().to_pylist()}
    return {value: number for value, number in found.items() if value is not None}


def _count_links(table: Any, summary: Summary) -> None:
    counted = table.group_by(["kind", "certain"]).aggregate([([], "count_all")]).to_pylist()
    for row in counted:
        if row["kind"] is not None:
            summary.links[Kind(row["kind"]), row["certain"]] += row["count_all"]


def _mentions(table: Any, groups: Collection[str]) -> Iterable[tuple[str, datetime]]:
    """Each post once for each group, at its first revision in the file."""
    compute = arrow().compute
    is_actor = compute.and_(compute.equal(table["kind"], Kind.ACTOR.value), table["certain"])
    named = compute.is_in(table["target"].cast("string"), arrow().array(sorted(groups), "string"))
    found = table.filter(compute.and_(is_actor, named))
    posts = found.group_by(["channel_id", "id", "target"]).aggregate([("date", "min")])
    for row in posts.select(["target", "date_min"]).to_pylist():
        if row["date_min"] is not None:
            yield row["target"], row["date_min"].astimezone(UTC).replace(minute=0, second=0, microsecond=0)
