"""Posts as Parquet: typed columns, lists as lists. Needs pyarrow, which is loaded when it is first asked for.

Knows what the columns of a post are made of, not which posts are meant.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, BinaryIO

from collectors.base import BadInput
from collectors.exports.tables import COLUMNS, Write, row_of
from storage.model import Revision

ROWS = 5000
"""Rows that are held in memory and compressed together."""


def arrow() -> Any:
    """The module pyarrow, with `parquet`.

    Raises:
        BadInput: it isn't installed.
    """
    try:
        import_module("pyarrow.parquet")
        return import_module("pyarrow")
    except ImportError:
        raise BadInput(
            "Parquet needs pyarrow: pip install 'seinpost[parquet]'; `seinpost export` also writes jsonl and csv."
        ) from None


@contextmanager
def parquet(out: BinaryIO) -> Iterator[Write]:
    """Writes pages of revisions.

    Raises:
        BadInput: pyarrow isn't installed.
    """
    library = arrow()
    schema = schema_of_posts(library)
    held: list[dict[str, Any]] = []
    with library.parquet.ParquetWriter(out, schema, compression="zstd") as writer:

        def write(page: Sequence[Revision], least: int = ROWS) -> None:
            held.extend(row_of(revision) for revision in page)
            if len(held) >= least:
                writer.write_table(library.Table.from_pylist(held, schema=schema))
                held.clear()

        yield write
        write((), least=1)


def schema_of_posts(library: Any) -> Any:
    """The columns of `row_of`, in their order."""
    text, whole = library.string(), library.int64()
    described = {"kind": text, "name": text, "size": whole, "mime": text, "duration": library.float64(), "file": text}
    types = {
        "int64": whole,
        "string": text,
        "bool": library.bool_(),
        "moment": library.timestamp("us", tz="UTC"),
        "ids": library.list_(whole),
        "texts": library.list_(text),
        "media": library.list_(library.struct(list(described.items()))),
    }
    return library.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
