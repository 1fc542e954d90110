"""Sums over many images, a block at a time: they may lie in a file that is larger than memory."""

from collections.abc import Iterator

import numpy as np

from model.arrays import Bytes, Doubles, Floats, Labels

_BLOCK = 256  # sums of 256 bytes, and of their squares, are whole numbers below 2^24: exact in float32


def pixel_sums(pixels: Bytes, rows: Labels) -> tuple[Doubles, Doubles]:
    """The sum and the sum of squares of each byte of pixels (N, D) over rows (n,): (D,) each, exact."""
    sums, squares = np.zeros((2, pixels.shape[1]))
    for _, block in _blocks(pixels, rows):
        sums += block.sum(axis=0)
        squares += np.square(block, out=block).sum(axis=0)
    return sums, squares


def class_sums(pixels: Bytes, rows: Labels, labels: Labels, classes: int) -> Doubles:
    """The sums of the bytes of pixels (N, D) over those of rows (n,) with each label (n,): (K, D), exact."""
    sums = np.zeros((classes, pixels.shape[1]))
    for part, block in _blocks(pixels, rows):
        members = np.equal(np.arange(classes)[:, None], labels[part]).astype(np.float32)
        sums += members @ block
    return sums


def _blocks(pixels: Bytes, rows: Labels) -> Iterator[tuple[slice, Floats]]:
    for start in range(0, len(rows), _BLOCK):
        part = slice(start, start + _BLOCK)
        yield part, pixels[rows[part]].astype(np.float32)
