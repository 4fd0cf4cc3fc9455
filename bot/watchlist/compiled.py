"""A catalogue compiled quickly: what the dictionaries said of names and words is kept in a file between two starts.

Most of the time that a catalogue takes is inflection. A file of it holds for one version of our code and of the
dictionaries, which its name says, and for any watchlist: only what is new in that is looked up. A file that is damaged
is passed over, one that can't be written is missed; both cost seconds, never the catalogue.
"""

import gc
import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path

import structlog

import matcher
from matcher.catalogue import Catalogue, compile_catalogue
from matcher.claims.semantic import Prefixed
from matcher.wordforms.remembering import known, recall
from storage.watchlist import Watchlist

log = structlog.get_logger()

_DICTIONARIES = ("pymorphy3", "pymorphy3-dicts-ru", "pymorphy3-dicts-uk")
_INFLECTING = ("wordforms/*.py", "claims/words.py")
_STEM = "inflections-"


def compiled(watchlist: Watchlist, folder: Path | None, encoder: Prefixed | None = None) -> Catalogue:
    """As `compile_catalogue`; `folder` is where inflections are kept, None: nowhere."""
    if folder is None:
        return _compiled(watchlist, encoder)
    file = folder / f"{_STEM}{_fingerprint()}.json"
    kept = _read(file)
    recall(kept)
    catalogue = _compiled(watchlist, encoder)
    if len(known()) > len(kept):
        _write(file, known())
    return catalogue


def _compiled(watchlist: Watchlist, encoder: Prefixed | None) -> Catalogue:
    """Millions of small things that all stay: looking for garbage among them would take a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return compile_catalogue(watchlist, encoder)
    finally:
        if collecting:
            gc.enable()


def _fingerprint() -> str:
    """Of all that an inflection depends on, besides the word."""
    code = Path(matcher.__path__[0])
    sources = sorted(file for pattern in _INFLECTING for file in code.glob(pattern))
    parts = [file.read_bytes() for file in sources] + [metadata.version(name).encode() for name in _DICTIONARIES]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def _read(file: Path) -> Mapping[str, list[str]]:
    """What the file holds, if it is whole: the hash of a line stands before it."""
    try:
        said, _, content = file.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return {}
    except OSError as error:
        log.warning("inflections not read", file=str(file), error=str(error))
        return {}
    if hashlib.sha256(content).hexdigest().encode() != said:
        log.warning("inflections damaged, made again", file=str(file))
        return {}
    found: dict[str, list[str]] = json.loads(content)
    return found


def _write(file: Path, answers: Mapping[str, Iterable[str]]) -> None:
    """Replaces the file, and those of other versions, in one step."""
    content = json.dumps(answers, ensure_ascii=False).encode()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as new:
            new.write(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
        Path(new.name).replace(file)
        for other in file.parent.glob(f"{_STEM}*.json"):
            if other != file:
                other.unlink(missing_ok=True)
    except OSError as error:
        log.warning("inflections not kept", file=str(file), error=str(error))
