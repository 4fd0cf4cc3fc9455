"""A sentence encoder of nine words, written to a folder as published ones are: `tokenizer.json` and `model.onnx`.

Its vectors are given by hand, so that a test knows which sentences mean the same to it.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace

WATER, ROAD, NOTHING = (1.0, 0.0, 0.1), (0.0, 1.0, 0.1), (0.0, 0.0, 0.1)
WORDS = {
    "<pad>": (9.0, 9.0, 9.0),  # must not count
    "<unk>": NOTHING,
    "flood": WATER,
    "паводок": WATER,
    "dam": WATER,
    "bridge": ROAD,
    "мост": ROAD,
    "query": (0.0, 0.0, 5.0),
    ":": NOTHING,
}


def write_encoder(folder: Path, *, file: str = "model.onnx", asks_for: str = "attention_mask") -> Path:
    """The folder, which holds the encoder now. Its model gives a vector for each token and leaves pooling to us."""
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="<unk>"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    onnx.save(_model(asks_for), folder / file)
    return folder


def _model(asks_for: str) -> onnx.ModelProto:
    table = numpy_helper.from_array(np.array(list(WORDS.values()), dtype=np.float32), "table")
    shape = ["texts", "tokens"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", asks_for)]
    output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*shape, 3])
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])]
    graph = helper.make_graph(nodes, "tiny", inputs, [output], [table])
    return helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 17)])
