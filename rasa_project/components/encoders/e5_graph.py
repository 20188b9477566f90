"""Write the network of multilingual-e5-small as an ONNX graph, with its weights at 4 bits as they are stored.

The graph takes what the words, their positions and the kind of text add up to, as float32 [1, tokens, width],
and gives their mean after the last layer, as float32 [1, width]. The operators of `com.microsoft` are those
that onnxruntime itself makes of a BERT; written as they are, nothing has to be optimised when the graph is
loaded.
"""

from __future__ import annotations

from typing import Any, List

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from components.encoders import INPUT, OUTPUT
from components.encoders.e5_file import BLOCK_SIZE, EncoderFile, neighbours_together

_MICROSOFT = "com.microsoft"
_BITS = 4
_WHOLE_NUMBERS = 4
"""Inputs become 8-bit numbers, block by block, as in the package's own engine: half the time."""


def build_graph(file: EncoderFile) -> bytes:
    """Return the graph, serialised."""
    drawing = _Drawing(file)
    last = drawing.normalised_input()
    for number in range(file.sizes.layers):
        last = drawing.layer(f"l{number}", last)
    drawing.mean(last)
    width = file.sizes.width
    graph = helper.make_graph(
        drawing.nodes,
        "multilingual_e5_small",
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, "tokens", width])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, width])],
        drawing.constants,
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(_MICROSOFT, 1)]
    model: onnx.ModelProto = helper.make_model(graph, opset_imports=opsets, ir_version=9)
    return model.SerializeToString()


class _Drawing:
    """Nodes and constants, in the order in which they are computed."""

    def __init__(self, file: EncoderFile) -> None:
        self._file = file
        self.nodes: List[Any] = []
        self.constants: List[Any] = []

    def normalised_input(self) -> str:
        """Normalise what comes in."""
        names = [INPUT, self._vector("emb.ln.w"), self._vector("emb.ln.b")]
        return self._node("LayerNormalization", names, "normalised", epsilon=self._epsilon)

    def layer(self, name: str, last: str) -> str:
        """Let the tokens look at each other, then change each by itself; return the name of the outcome."""
        width, inner = self._file.sizes.width, self._file.sizes.inner
        parts = [f"{name}.{part}" for part in "qkv"]
        joined = self._linear(parts, last, width, width)
        self.nodes.append(helper.make_node("Split", [joined], parts, axis=-1, num_outputs=len(parts)))
        seen = self._node(
            "MultiHeadAttention", parts, f"{name}.seen", _MICROSOFT, num_heads=self._file.sizes.heads
        )
        looked = self._add(f"{name}.aln", self._linear([f"{name}.ao"], seen, width, width), last)
        wide = self._node(
            "Gelu", [self._linear([f"{name}.fi"], looked, inner, width)], f"{name}.g", _MICROSOFT
        )
        return self._add(f"{name}.oln", self._linear([f"{name}.fo"], wide, width, inner), looked)

    def mean(self, last: str) -> None:
        """Take the mean over the tokens."""
        axes = self._constant("axes", np.array([1], dtype=np.int64))
        self._node("ReduceMean", [last, axes], OUTPUT, keepdims=0)

    def _linear(self, names: List[str], last: str, rows: int, columns: int) -> str:
        """Multiply by one or several matrices at once."""
        blocks = np.concatenate([self._file.blocks(f"{name}.w", rows, columns) for name in names])
        bias = np.concatenate([self._file.vector(f"{name}.b", rows) for name in names])
        label = "+".join(names)
        inputs = [
            last,
            self._constant(f"{label}.nibbles", neighbours_together(blocks)),
            self._constant(f"{label}.scales", blocks["scale"].astype(np.float32)),
            "",  # no zero points: a nibble means its number less 8, here as there
            "",
            self._constant(f"{label}.bias", bias),
        ]
        return self._node(
            "MatMulNBits",
            inputs,
            f"{label}.product",
            _MICROSOFT,
            K=columns,
            N=len(blocks),
            bits=_BITS,
            block_size=BLOCK_SIZE,
            accuracy_level=_WHOLE_NUMBERS,
        )

    def _add(self, name: str, one: str, other: str) -> str:
        inputs = [one, other, self._vector(f"{name}.w"), self._vector(f"{name}.b")]
        return self._node("SkipLayerNormalization", inputs, f"{name}.sum", _MICROSOFT, epsilon=self._epsilon)

    def _node(self, kind: str, inputs: List[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def _vector(self, name: str) -> str:
        return self._constant(name, self._file.vector(name, self._file.sizes.width))

    def _constant(self, name: str, values: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    @property
    def _epsilon(self) -> float:
        return self._file.sizes.epsilon
