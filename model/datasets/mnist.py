"""MNIST, Fashion-MNIST and sets of their kind: four IDX files in a folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.arrays import Bytes, Labels
from model.datasets.draft import Block, Intake
from model.datasets.idx import read_idx
from model.datasets.naming import own_name, own_title
from model.datasets.task import DataError, Progress, Task

FASHION_CLASSES = (
    "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
)  # fmt: skip
TITLES = {"fashion": "Fashion-MNIST", "mnist": "MNIST"}
_CLASSES = {"fashion": FASHION_CLASSES, "mnist": tuple("0123456789")}
_FIRST_TEST_LABELS = {"fashion": [9, 2, 1, 1, 6, 1, 4, 6, 5, 7], "mnist": [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]}
_TRAINING, _TEST = ("train",), ("t10k", "test")
_TRAINING_IMAGES = 60_000
_AT_ONCE = 10_000


def is_idx_folder(path: Path) -> bool:
    """Whether a folder holds the four files, going by their names."""
    return all(_file(path, *kind) is not None for kind in _kinds())


def known_set(path: Path) -> str | None:
    """Whether a folder holds the digits (mnist) or the clothes (fashion): their first test labels tell."""
    labels = _file(path, _TEST, "labels")
    if labels is None or not is_idx_folder(path):
        return None
    try:
        return _known_by(read_idx(labels))
    except (ValueError, OSError):
        return None


def read_idx_folder(path: Path, task: Task) -> Intake:
    """The set in a folder of four IDX files, gzipped or not; raises DataError.

    The digits and the clothes are known by their first test labels, because their files have the same names.
    """
    try:
        parts = [_read_part(path, prefixes, task, n) for n, prefixes in enumerate((_TRAINING, _TEST))]
    except (ValueError, OSError) as trouble:
        raise DataError(f"{trouble}") from trouble
    (images, labels), (test_images, test_labels) = parts
    if images.shape[1:] != test_images.shape[1:]:
        raise DataError("The training and the test images in that folder differ in size.")
    height, width = images.shape[1:]
    known = _known_by(test_labels)
    if known and len(labels) == _TRAINING_IMAGES:
        name, title, classes = known, TITLES[known], _CLASSES[known]
    else:
        name, title = own_name(path.name, (height, width, 1)), own_title(path.name, (height, width, 1))
        classes = tuple(str(k) for k in range(int(max(labels.max(), test_labels.max())) + 1))
    return Intake(name, title, classes, (height, width, 1), _blocks(parts))


def _known_by(test_labels: NDArray[np.integer[Any]]) -> str | None:
    return next((name for name, first in _FIRST_TEST_LABELS.items() if test_labels[:10].tolist() == first), None)


def _blocks(parts: list[tuple[Bytes, Labels]]) -> Iterator[Block]:
    for (images, labels), is_test in zip(parts, (False, True), strict=True):
        for start in range(0, len(labels), _AT_ONCE):
            piece = slice(start, start + _AT_ONCE)
            yield Block(images[piece, ..., None], labels[piece], is_test)


def _read_part(folder: Path, prefixes: tuple[str, ...], task: Task, number: int) -> tuple[Bytes, Labels]:
    task.report(Progress("Unpacking", number, 2))
    paths = [_file(folder, prefixes, kind) for kind in ("images", "labels")]
    if None in paths:
        raise DataError(
            f"“{folder.name}” lacks the IDX file of the {prefixes[-1]} {'images' if not paths[0] else 'labels'}."
        )
    images, labels = (read_idx(path) for path in paths if path is not None)
    if images.ndim != 3 or labels.ndim != 1 or len(images) != len(labels) or not len(labels):
        raise DataError(f"The {prefixes[0]} files in “{folder.name}” do not hold as many images as labels.")
    return images, labels.astype(np.intp)


def _kinds() -> Iterator[tuple[tuple[str, ...], str]]:
    return ((prefixes, kind) for prefixes in (_TRAINING, _TEST) for kind in ("images", "labels"))


def _file(folder: Path, prefixes: tuple[str, ...], kind: str) -> Path | None:
    """One of the four files, whichever of its usual names it has."""
    found = [path for prefix in prefixes for path in sorted(folder.glob(f"{prefix}-{kind}*")) if path.is_file()]
    return found[0] if found else None
