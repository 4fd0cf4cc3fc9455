"""Which export lies at a path."""

import gzip
import json
from pathlib import Path

import pytest

from collectors.base import BadInput
from collectors.exports.desktop_html import DesktopHtml
from collectors.exports.desktop_json import DesktopJson
from collectors.exports.jsonl import Jsonl
from collectors.exports.opening import open_export
from tests.collectors.exports.html import message, page, written

JSON = json.dumps({"name": "River News", "type": "public_channel", "id": 1001, "messages": []})


def test_an_export_is_known_by_what_lies_in_its_folder(tmp_path: Path) -> None:
    written(tmp_path, page(message()))
    assert isinstance(open_export(tmp_path), DesktopHtml)
    (tmp_path / "result.json").write_text(JSON)
    assert isinstance(open_export(tmp_path), DesktopJson)


def test_a_file_is_known_by_its_name(tmp_path: Path) -> None:
    written(tmp_path, page(message()))
    (tmp_path / "posts.jsonl").touch()
    (tmp_path / "river.json").write_text(JSON)
    assert isinstance(open_export(tmp_path / "messages.html"), DesktopHtml)
    assert isinstance(open_export(tmp_path / "posts.jsonl"), Jsonl)
    assert isinstance(open_export(tmp_path / "river.json"), DesktopJson)


def test_a_folder_without_an_export_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"There is no export in the folder"):
        open_export(tmp_path)


def test_the_folder_of_a_whole_account_is_refused(tmp_path: Path) -> None:
    (tmp_path / "export_results.html").write_text("<html></html>")
    with pytest.raises(BadInput, match="HTML"):
        open_export(tmp_path)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"PK\x03\x04", "zip"), (gzip.compress(b"{}" * 99, mtime=0), "gzip"), (b"7z\xbc\xaf\x27\x1c", "7z")],
)
def test_what_is_packed_is_not_unpacked(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=rf"result\.json is packed \({kind}\): unpack it"):
        open_export(path)


def test_a_file_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"posts\.jsonl can't be read \(No such file or directory\): check the path"):
        open_export(tmp_path / "posts.jsonl")
