"""Which kind of export lies at a path: by its name, and by how it begins. What is in it is read by the others."""

from pathlib import Path
from zoneinfo import ZoneInfo

from collectors.base import BadInput
from collectors.exports.desktop_html import FIRST, DesktopHtml, open_desktop_html
from collectors.exports.desktop_json import DesktopJson, open_desktop_json
from collectors.exports.jsonl import Jsonl, open_jsonl

_PACKED = {b"PK\x03\x04": "zip", b"\x1f\x8b": "gzip", b"7z\xbc\xaf": "7z", b"Rar!": "rar", b"\x28\xb5\x2f\xfd": "zstd"}


def open_export(path: Path, zone: ZoneInfo | None = None) -> DesktopJson | DesktopHtml | Jsonl:
    """Finds the export and checks its beginning. `zone`: the time zone in which an export in HTML was made.

    Raises:
        BadInput: there is none, or it is damaged, or not of public channels; names the place and says what to do.
    """
    file = _main_file(path)
    _refuse_packed(file)
    if file.suffix.lower() in (".html", ".htm"):
        return open_desktop_html(file, zone)
    if file.suffix.lower() in (".jsonl", ".ndjson"):
        return open_jsonl(file)
    return open_desktop_json(file)


def _main_file(path: Path) -> Path:
    if not path.is_dir():
        return path
    for name in ("result.json", FIRST, "export_results.html"):
        if (path / name).exists():
            return path / name
    raise BadInput(
        f"There is no export in the folder {path}: give the folder of a Telegram Desktop export, with result.json or "
        f"{FIRST} in it, or a .jsonl file of seinpost export."
    )


def _refuse_packed(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            start = opened.read(4)
    except OSError as error:
        raise BadInput(f"The export {file} can't be read ({error.strerror}): check the path.") from error
    for magic, kind in _PACKED.items():
        if start.startswith(magic):
            raise BadInput(f"The export {file} is packed ({kind}): unpack it, and give what was in it.")
