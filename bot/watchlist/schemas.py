"""JSON Schemas of the watchlist files, for editors that check while one types. Made from `entries`, never by hand."""

import json
from pathlib import Path

from pydantic import TypeAdapter

from bot.watchlist import entries, values

_SHAPES: dict[str, type[values.Entry]] = {
    "actors": entries.ActorEntry,
    "places": entries.PlaceEntry,
    "claims": entries.ClaimEntry,
    "incidents": entries.IncidentEntry,
    "roles": entries.RoleEntry,
    "lexicon": entries.LexiconFileEntry,
    "channels": entries.ChannelFileEntry,
    "impersonators": entries.ImpersonatorEntry,
}


def schemas() -> dict[str, str]:
    """File name -> schema, as text."""
    return {f"{name}.json": _schema(name, shape) for name, shape in _SHAPES.items()}


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write all schemas into `folder`; gives the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in schemas().items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return tuple(written)


def _schema(name: str, shape: type[values.Entry]) -> str:
    entry = TypeAdapter(tuple[shape, ...]).json_schema()  # type: ignore[valid-type]  # a type made at run time
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Seinpost watchlist: {name}", **entry}
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
