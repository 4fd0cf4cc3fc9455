"""Which sentence encoder the settings name, and what is said when there is none to be had."""

import sys
from pathlib import Path

import pytest

from bot.semantics import encoder_of
from bot.settings import SemanticSettings
from collectors.base import BadInput
from tests.matcher.claims.tiny_encoder import WORDS, write_encoder


def settings(folder: Path | None) -> SemanticSettings:
    return SemanticSettings(model=folder, query_prefix="query:", passage_prefix="passage:")


def test_there_is_none_by_default() -> None:
    assert encoder_of(SemanticSettings()) is None


def test_a_named_one_is_loaded_once_with_its_prefixes(tmp_path: Path) -> None:
    first, second = (encoder_of(settings(write_encoder(tmp_path))) for _ in range(2))
    assert first
    assert second
    assert first.encoder is second.encoder
    assert (first.query, first.passage) == ("query:", "passage:")
    assert first.encoder.encode(["flood"])[0] == pytest.approx(WORDS["flood"])


def test_a_folder_without_one_is_an_error_that_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"SEINPOST_SEMANTIC__MODEL: .* holds no tokenizer\.json.* or leave .* empty"):
        encoder_of(settings(tmp_path))


def test_without_the_extra_the_command_to_install_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(BadInput, match=r'pip install "seinpost\[semantic\]"'):
        encoder_of(settings(write_encoder(tmp_path)))
