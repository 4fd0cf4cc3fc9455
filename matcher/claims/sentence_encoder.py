"""A sentence encoder from a folder: `tokenizer.json`, `model.onnx` and, if it is there, how words are pooled.

The layout in which multilingual encoders are published (paraphrase-multilingual-MiniLM-L12-v2, multilingual-e5-small).
Downloads nothing. The only module that speaks ONNX; its libraries are the extra `semantic`, imported when it loads one.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer

INSTALL = 'pip install "seinpost[semantic]"'
_LIBRARIES = ("numpy", "onnxruntime", "tokenizers")
_MODELS = (Path("model.onnx"), Path("onnx/model.onnx"))
_TOKENIZER = Path("tokenizer.json")
_POOLING = Path("1_Pooling/config.json")
_LENGTH = Path("sentence_bert_config.json")
_LONGEST = 512  # tokens: what such encoders read at most, if their folder does not say less
_PADDING = ("<pad>", "[PAD]")
_AT_ONCE = 32  # texts
_INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})


class EncoderError(Exception):
    """No encoder can be loaded from there; says why and what to do."""


@dataclass(frozen=True, slots=True)
class SentenceEncoder:
    """A model and its tokenizer. `first`: the first token's vector stands for the text, else the mean of all."""

    tokenizer: "Tokenizer"
    session: Any
    inputs: frozenset[str]
    first: bool

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """A vector for each text; what is longer than the model reads is cut."""
        parts = (texts[start : start + _AT_ONCE] for start in range(0, len(texts), _AT_ONCE))
        return [vector for part in parts for vector in self._encoded(part)]

    def _encoded(self, texts: Sequence[str]) -> list[list[float]]:
        import numpy as np

        read = self.tokenizer.encode_batch(list(texts))
        mask = np.array([one.attention_mask for one in read], dtype=np.int64)
        given = {
            "input_ids": np.array([one.ids for one in read], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([one.type_ids for one in read], dtype=np.int64),
        }
        told = self.session.run(None, {name: given[name] for name in self.inputs})[0]
        if told.ndim == 3:  # a vector for each token
            weights = mask[:, :, None].astype(told.dtype)
            told = told[:, 0] if self.first else (told * weights).sum(1) / np.maximum(weights.sum(1), 1)
        vectors: list[list[float]] = told.astype(float).tolist()
        return vectors


def load_encoder(folder: Path) -> SentenceEncoder:
    """The encoder in this folder.

    Raises:
        EncoderError: the extra is not installed, the folder or a file is missing or damaged, or of another kind.
    """
    if not folder.is_dir():
        raise EncoderError(f"{folder} is no folder: name one that holds {_TOKENIZER} and {_MODELS[0]} of an encoder")
    tokenizer, model = _found(folder, _TOKENIZER), _found(folder, *_MODELS)
    missing = next((name for name in _LIBRARIES if find_spec(name) is None), None)
    if missing:
        raise EncoderError(f"the encoder in {folder} needs {missing}: {INSTALL}")
    return _loaded(folder, tokenizer, model)


def _loaded(folder: Path, tokenizer: Path, model: Path) -> SentenceEncoder:
    import onnxruntime  # type: ignore[import-untyped]

    first = _is_first(folder)
    words = _tokenizer(tokenizer, _longest(folder))
    try:
        session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors have no common class of their own
        raise EncoderError(f"{model} can't be read as a model ({type(error).__name__}); copy it again") from error
    inputs = frozenset(one.name for one in session.get_inputs())
    if not inputs <= _INPUTS:
        unknown = ", ".join(sorted(inputs - _INPUTS))
        raise EncoderError(f"{model} asks for {unknown}: choose an encoder of sentences (BERT or XLM-R, as ONNX)")
    return SentenceEncoder(words, session, inputs, first)


def _found(folder: Path, *names: Path) -> Path:
    for name in names:
        if (folder / name).is_file():
            return folder / name
    wanted = " or ".join(map(str, names))
    raise EncoderError(f"{folder} holds no {wanted}: copy it there, beside the other files of the encoder")


def _tokenizer(file: Path, longest: int) -> "Tokenizer":
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # it raises bare ones
        raise EncoderError(f"{file} can't be read as a tokenizer; copy it again") from error
    tokenizer.enable_truncation(longest)
    token = next((one for one in _PADDING if tokenizer.token_to_id(one) is not None), None)
    if token is None:
        raise EncoderError(f"{file} knows neither {' nor '.join(_PADDING)}: choose an encoder of sentences")
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id(token), pad_token=token)
    return tokenizer


def _is_first(folder: Path) -> bool:
    """Whether the first token stands for the text. Both spellings of the file are read; without it the mean counts."""
    config = _config(folder / _POOLING)
    modes = {name.removeprefix("pooling_mode_") for name, on in config.items() if on is True}
    modes = {name for name in modes if name in ("cls_token", "mean_tokens") or name.endswith("_tokens")}
    modes |= {str(config["pooling_mode"])} if "pooling_mode" in config else set()
    if modes <= {"mean", "mean_tokens"}:
        return False
    if modes <= {"cls", "cls_token"}:
        return True
    raise EncoderError(f"{folder / _POOLING} asks for {', '.join(sorted(modes))}: only mean and cls can be pooled")


def _longest(folder: Path) -> int:
    said = _config(folder / _LENGTH).get("max_seq_length")
    return min(said, _LONGEST) if isinstance(said, int) and said > 0 else _LONGEST


def _config(file: Path) -> Mapping[str, object]:
    try:
        config = json.loads(file.read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError:
        raise EncoderError(f"{file} is not JSON; copy it again") from None
    return config if isinstance(config, dict) else {}
