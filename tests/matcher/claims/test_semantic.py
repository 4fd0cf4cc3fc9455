"""Claims re-ranked by what a text means, with a tiny encoder that the test makes."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from matcher.claims.semantic import Meanings, Prefixed, combined
from matcher.claims.sentence_encoder import EncoderError, load_encoder
from tests.matcher.claims.tiny_encoder import NOTHING, ROAD, WATER, write_encoder

CLAIMS = {"water": ["flood dam", "паводок"], "road": ["bridge", "мост"]}


def meanings(folder: Path, query: str = "") -> Meanings:
    return Meanings.build(Prefixed(load_encoder(folder), query), CLAIMS)


def nearest(folder: Path, text: str) -> str:
    found = meanings(folder).closeness(text, CLAIMS)
    return max(found, key=lambda claim: found[claim])


# --- the encoder ------------------------------------------------------------------------------------------------------


def test_words_are_pooled_to_their_mean_and_padding_does_not_count(tmp_path: Path) -> None:
    short, long = load_encoder(write_encoder(tmp_path)).encode(["flood", "flood bridge bridge bridge"])
    assert short == pytest.approx(WATER)
    assert long == pytest.approx([0.25, 0.75, 0.1])


def test_a_folder_may_say_that_the_first_word_stands_for_the_text(tmp_path: Path) -> None:
    pooling = write_encoder(tmp_path) / "1_Pooling" / "config.json"
    pooling.parent.mkdir()
    pooling.write_text(json.dumps({"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}))
    assert load_encoder(tmp_path).encode(["bridge flood"])[0] == pytest.approx(ROAD)


def test_a_folder_may_say_how_many_words_are_read(tmp_path: Path) -> None:
    (write_encoder(tmp_path) / "sentence_bert_config.json").write_text('{"max_seq_length": 1}')
    assert load_encoder(tmp_path).encode(["bridge flood"])[0] == pytest.approx(ROAD)


def test_the_model_may_lie_in_a_folder_of_its_own(tmp_path: Path) -> None:
    assert load_encoder(write_encoder(tmp_path, file="onnx/model.onnx")).encode(["unheard"])[0] == pytest.approx(
        NOTHING
    )


def test_many_texts_are_answered_in_order(tmp_path: Path) -> None:
    found = load_encoder(write_encoder(tmp_path)).encode(["flood", "bridge"] * 40)
    assert [vector[0] > vector[1] for vector in found] == [True, False] * 40


@pytest.mark.parametrize(
    ("missing", "said"),
    [("tokenizer.json", "holds no tokenizer.json: copy it"), ("model.onnx", "holds no model.onnx or onnx/model.onnx")],
)
def test_a_missing_file_is_named(tmp_path: Path, missing: str, said: str) -> None:
    (write_encoder(tmp_path) / missing).unlink()
    with pytest.raises(EncoderError, match=said):
        load_encoder(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="away is no folder: name one that holds"):
        load_encoder(tmp_path / "away")


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers", "numpy"])
def test_without_the_extra_the_command_to_install_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    write_encoder(tmp_path)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(EncoderError, match=rf'needs {library}: pip install "seinpost\[semantic\]"'):
        load_encoder(tmp_path)


@pytest.mark.parametrize("damaged", ["tokenizer.json", "model.onnx"])
def test_a_damaged_file_is_named(tmp_path: Path, damaged: str) -> None:
    (write_encoder(tmp_path) / damaged).write_bytes(b"no")
    with pytest.raises(EncoderError, match=f"{damaged} can't be read"):
        load_encoder(tmp_path)


def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="asks for pixels: choose an encoder of sentences"):
        load_encoder(write_encoder(tmp_path, asks_for="pixels"))


def test_pooling_that_is_not_known_is_refused(tmp_path: Path) -> None:
    pooling = write_encoder(tmp_path) / "1_Pooling" / "config.json"
    pooling.parent.mkdir()
    pooling.write_text('{"pooling_mode_max_tokens": true}')
    with pytest.raises(EncoderError, match="asks for max_tokens: only mean and cls"):
        load_encoder(tmp_path)


def test_importing_the_matcher_loads_no_model_library() -> None:
    heavy = "{'numpy', 'onnxruntime', 'tokenizers'} & set(sys.modules)"
    code = f"import sys, matcher.match, matcher.catalogue, matcher.claims.sentence_encoder; sys.exit(bool({heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- what is near -----------------------------------------------------------------------------------------------------


def test_what_means_the_same_is_nearest_in_another_language_too(tmp_path: Path) -> None:
    write_encoder(tmp_path)
    assert nearest(tmp_path, "паводок") == "water"
    assert nearest(tmp_path, "unheard bridge") == "road"


def test_what_is_no_nearer_than_statements_are_to_one_another_is_not_near(tmp_path: Path) -> None:
    found = meanings(write_encoder(tmp_path)).closeness("bridge", CLAIMS)
    assert found["water"] == pytest.approx(0, abs=1e-6)
    assert found["road"] == pytest.approx(1)


def test_the_prefix_of_the_encoders_makers_stands_before_what_is_asked(tmp_path: Path) -> None:
    plain, asked = meanings(write_encoder(tmp_path)), meanings(tmp_path, "query:")
    assert plain.closeness("flood", CLAIMS)["water"] > asked.closeness("flood", CLAIMS)["water"]


class Told:
    """Notes what it is asked."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        self.texts += texts
        return [(1.0, 0.0)] * len(texts)


def test_statements_are_read_once_and_with_their_own_prefix() -> None:
    told = Told()
    known = Meanings.build(Prefixed(told, "query:", "passage: "), {"dam": ["one", "two"], "nothing": []})
    assert told.texts == ["passage: one", "passage: two"]
    assert known.closeness("text", ["dam", "nothing"]).keys() == {"dam"}
    assert told.texts[2:] == ["query: text"]


def test_a_score_stays_between_nothing_and_all() -> None:
    assert combined(0, 0) == 0
    assert combined(1, 1) == pytest.approx(1)
    assert combined(0.5, 1) > combined(0.5, 0)
