"""The .npy format, as little of it as is needed: version 1.0, a few plain kinds of numbers, rows first.

NumPy's own reader knows far more, pickles and structures among it; what is not needed cannot be misused.
Source of the format: NumPy, "NEP 1: a simple file format for NumPy arrays".
"""

import re
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

KINDS = ("<f4", "<f8", "<i8", "|u1", "<u2", "<u4")
MOST_DIMENSIONS = 4
_MAGIC = b"\x93NUMPY\x01\x00"
_ALIGNMENT = 64
_WORDS = re.compile(rb"\{'descr': '([<|][fiu]\d)', 'fortran_order': False, 'shape': \(([0-9, ]*)\), \} *\n")


def header(array: NDArray[Any]) -> bytes:
    """What comes before the numbers of an array whose kind is among KINDS."""
    assert array.dtype.str in KINDS, array.dtype
    words = f"{{'descr': '{array.dtype.str}', 'fortran_order': False, 'shape': {array.shape!r}, }}"
    length = -(len(_MAGIC) + 2 + len(words) + 1) % _ALIGNMENT + len(words) + 1
    return _MAGIC + length.to_bytes(2, "little") + words.encode().ljust(length - 1) + b"\n"


def numbers(array: NDArray[Any]) -> memoryview:
    """The numbers of an array as bytes, rows first."""
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8).data


def parse(content: bytes) -> NDArray[Any]:
    """The array, read-only, that a whole .npy file holds; raises ValueError where it is anything else."""
    start = len(_MAGIC) + 2 + int.from_bytes(content[len(_MAGIC) : len(_MAGIC) + 2], "little")
    found = _WORDS.fullmatch(content[len(_MAGIC) + 2 : start])
    if not content.startswith(_MAGIC) or found is None:
        raise ValueError("an array with a strange head")
    kind, shape = found[1].decode(), _shape(found[2].decode())
    if kind not in KINDS:
        raise ValueError(f"an array of the kind {kind}")
    if prod(shape) * np.dtype(kind).itemsize != len(content) - start:
        raise ValueError("an array of another size than it says")
    return np.frombuffer(content, kind, offset=start).reshape(shape)


def _shape(words: str) -> tuple[int, ...]:
    sides = [side for side in words.replace(" ", "").split(",") if side]
    if len(sides) > MOST_DIMENSIONS or any(len(side) > 10 for side in sides):
        raise ValueError("an array of too large a shape")
    return tuple(int(side) for side in sides)
