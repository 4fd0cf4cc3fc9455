"""`seinpost watchlist export`: the claims that editors made in chat, as YAML that the watchlist's folder takes.

Put into `config/watchlist/claims/` they are the files' from then on: a file's claim wins over chat's of the same id.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import yaml
from rich.console import Console

from bot.commands.exporting import opened
from bot.watchlist import load
from storage import entries
from storage.database import Database
from storage.said import EntryKind, OwnEntry

_HEAD = "# Claims that editors made in chat. Put this file into config/watchlist/claims/, and they are the files'.\n"


async def export(database_url: str, folder: Path, file: Path, output: BinaryIO, console: Console) -> None:
    """Writes `file` (or `output`, for "-"): chat's claims that no file of `folder`, the watchlist's, has yet.

    Raises:
        BadInput: the file can't be written.
        WatchlistErrors: the watchlist's files are no good.
        Unusable: there is no database to look at; says what to do.
    """
    in_files = {claim.id for claim in load(folder).claims}
    async with Database.look(database_url) as db:
        own = await db.read(entries.current)
    claims = [one for one in own if one.kind is EntryKind.CLAIM and one.name not in in_files]
    merged = [one for one in own if one.kind is not EntryKind.CLAIM]
    with opened(file, output) as out:
        out.write(written(claims, merged).encode())
    told = f"Claims made in chat: {len(claims)}, written to {file}."
    if merged:
        told += f" Merges and corrections: {len(merged)}, which stay in the database; the file names them."
    console.print(told, markup=False, highlight=False, soft_wrap=True)


def written(claims: Sequence[OwnEntry], merged: Sequence[OwnEntry] = ()) -> str:
    """The file's text."""
    notes = "".join(f"# {_noted(one)}\n" for one in merged)
    listed: list[Mapping[str, object]] = [one.content for one in claims if one.content is not None]
    text = yaml.dump(listed, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
    return f"{_HEAD}{notes}\n{text}"


def _noted(one: OwnEntry) -> str:
    how = "corrects" if one.kind is EntryKind.SUPERSEDE else "is merged into"
    return f"{one.name} {how} {one.points_to}"


class _Plain(yaml.SafeDumper):
    """No aliases: the watchlist's files refuse them. Texts that look like something else are quoted."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
