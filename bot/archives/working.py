"""What a worker does: matches one part of an archive with the `match` that runs live, and writes its links.

The same function whichever engine calls it, in a process of this machine or of another. The catalogue is compiled once
a process, its inflections coming from the cache of the settings; a task carries the watchlist and no more.
"""

import gc
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from bot.archives.parts import ALSO_READ, NEEDED, PART, Orders, Part, marks_of, matcher_mark
from bot.archives.results import Key, Matched, digest_of, table_of, written
from bot.semantics import encoder_of
from bot.watchlist.compiled import compiled
from collectors.base import BadInput
from collectors.exports.parquet import arrow
from matcher.catalogue import Catalogue
from matcher.match import match
from matcher.reading import Setting

_COMPILING = Lock()


@dataclass(frozen=True, slots=True)
class Tools:
    """The catalogue, and the usernames of the channels that it knows: exports often tell the number only."""

    catalogue: Catalogue
    usernames: Mapping[int, str]


def rematch_part(part: Part, orders: Orders) -> int:
    """Writes the file of links of a part; returns how many posts it holds. Doing it twice ends in the same.

    Raises:
        BadInput: the archive or the folder of the results is out of reach, or this worker is of another version.
    """
    if matcher_mark(orders.semantic) != orders.matcher:
        raise BadInput("A worker runs another version of Seinpost: install the same one everywhere, and repeat.")
    with _COMPILING:  # a Dask worker may have several threads
        tools = _tools(orders)
    library, posts = arrow(), 0
    try:
        with written(part.file, marks_of(part, orders)) as writer:
            for rows in _batches(part):
                writer.write_table(table_of([_matched(row, tools) for row in rows], orders.version))
                posts += len(rows)
    except (OSError, library.ArrowException) as error:
        raise BadInput(
            f"{part}: {error}. Make a damaged archive again; workers on other machines need its folder and that of "
            "--out under the same paths."
        ) from None
    return posts


@lru_cache(maxsize=1)
def _tools(orders: Orders) -> Tools:
    watchlist = pickle.loads(orders.watchlist)
    catalogue = compiled(watchlist, orders.cache, encoder_of(orders.semantic))
    usernames = {one.channel_id: one.username for one in watchlist.channels if one.channel_id and one.username}
    gc.collect()
    gc.freeze()  # millions of small things that all stay
    return Tools(catalogue, usernames)


def _batches(part: Part) -> Iterator[list[dict[str, Any]]]:
    """The posts of a part, some thousand at a time; of the columns only what the matcher is told."""
    file = arrow().parquet.ParquetFile(part.archive)
    columns = [name for name in (*NEEDED, *ALSO_READ) if name in file.schema_arrow.names]
    groups = range(part.first, part.last)
    for batch in file.iter_batches(PART, row_groups=groups, columns=columns, use_threads=False):
        yield batch.to_pylist()


def _matched(row: Mapping[str, Any], tools: Tools) -> Matched:
    text, at = row["text"] or "", row["date"]
    channel = row.get("channel") or tools.usernames.get(row["channel_id"])
    key = Key(row["channel_id"], row["id"], row.get("revision") or 0, digest_of(text))
    try:
        found = match(text, Setting(at, channel, row.get("forward_channel")), tools.catalogue)
    except Exception as error:  # noqa: BLE001 - post text is hostile; no post may stop the others
        return Matched(key, channel, at, type(error).__name__)
    return Matched(key, channel, at, found)
