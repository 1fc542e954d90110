"""A data set on its way into the store: its blocks as they come, and the file of images as it grows."""

import hashlib
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from model.arrays import Bytes, Floats, Labels
from model.datasets.arrangement import VALIDATION_SHARE
from model.datasets.dataset import minus_mean, split_off
from model.datasets.task import DataError

_HEADER = 128
TEST_SHARE = 1 / 6
MOST_CLASSES = 100


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some images (n, H, W, C) with labels (n,) of one split; at is their place in the set, None after the last."""

    images: Bytes
    labels: Labels
    is_test: bool = False
    at: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Intake:
    """A data set on its way into the store; its blocks come one by one, and notes tell what was left out.

    source is the user's own folder or file that it comes from, None for the sets that everybody knows.
    """

    name: str
    title: str
    classes: tuple[str, ...]
    shape: tuple[int, int, int]
    blocks: Iterator[Block]
    notes: list[str] = field(default_factory=list)
    source: Path | None = None


class Draft:
    """The images of a set as they are written, and the labels beside them."""

    def __init__(self, path: Path, intake: Intake) -> None:
        """Write the images of an intake to this path."""
        self._path, self._intake = path, intake
        self._image_bytes = int(np.prod(intake.shape))
        self._labels: Labels = np.full(1024, -1, np.intp)
        self._is_test = np.zeros(1024, np.bool_)
        self.count = 0
        self.fingerprint = ""

    def write(self) -> dict[str, Labels | Floats]:
        """Write every block, and hand back labels, splits and the mean training image."""
        with self._path.open("xb") as file:
            file.write(bytes(_HEADER))
            for block in self._intake.blocks:
                self._add(file, block)
            labels, splits = self._splits()
            file.seek(0)
            file.write(_header((self.count, *self._intake.shape)))
            file.flush()
            os.fsync(file.fileno())
        self.fingerprint = _fingerprint(self._path, labels)
        pixels = np.asarray(np.load(self._path, mmap_mode="r")).reshape(self.count, -1)
        return {"labels": labels, **splits, "mean": minus_mean(pixels, splits["train"]).shift}

    def _add(self, file: BinaryIO, block: Block) -> None:
        start = self.count if block.at is None else block.at
        end = start + len(block.labels)
        if end > len(self._labels):
            room = 2 * end - len(self._labels)
            self._labels = np.concatenate([self._labels, np.full(room, -1, np.intp)])
            self._is_test = np.concatenate([self._is_test, np.zeros(room, np.bool_)])
        self._labels[start:end], self._is_test[start:end] = block.labels, block.is_test
        file.seek(_HEADER + start * self._image_bytes)
        file.write(np.ascontiguousarray(block.images).data)
        self.count = max(self.count, end)

    def _splits(self) -> tuple[Labels, dict[str, Labels]]:
        labels, is_test = self._labels[: self.count], self._is_test[: self.count]
        check_enough(labels, self._intake.classes)
        return labels, splits_of(labels, is_test)


def check_enough(labels: Labels, classes: tuple[str, ...]) -> None:
    """Raise DataError where there are too few images or classes to learn from, or too many classes."""
    counts = np.bincount(labels[labels >= 0], minlength=1)
    if len(classes) > MOST_CLASSES:
        raise DataError(f"There are {len(classes):,} classes; the app shows at most {MOST_CLASSES}.")
    if np.count_nonzero(counts) < 2:
        raise DataError("There must be images of at least two classes.")
    if counts.max() < 3:
        raise DataError("There are too few images: at least one class needs three.")


def splits_of(labels: Labels, is_test: np.ndarray[Any, np.dtype[np.bool_]]) -> dict[str, Labels]:
    """Positions for train, validation and test: the given test images, or a sixth of every class; then a tenth."""
    if is_test.any() and not is_test.all():
        rest, test = np.flatnonzero(~is_test), np.flatnonzero(is_test)
    else:
        rest, test = split_off(labels, _some(TEST_SHARE, labels))
    kept, off = split_off(labels[rest], _some(VALIDATION_SHARE, labels[rest]))
    return {"train": rest[kept], "validation": rest[off], "test": test}


def _some(share: float, labels: Labels) -> float:
    """The share, or as much more as it takes to get one image of the largest class."""
    return max(share, 0.51 / int(np.bincount(labels).max()))


def _header(shape: tuple[int, ...]) -> bytes:
    """The head of an .npy file of bytes, always of the same length: it is written last."""
    words = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}"
    return np.lib.format.magic(1, 0) + struct.pack("<H", _HEADER - 10) + words.ljust(_HEADER - 11).encode() + b"\n"


def _fingerprint(path: Path, labels: Labels) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    digest.update(labels.astype("<i8").tobytes())
    return digest.hexdigest()
