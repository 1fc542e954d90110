"""A set as an .npz file: arrays x (N, H, W[, C]) of bytes and y (N,), perhaps names of the classes. Never a pickle.

x_train, y_train, x_test and y_test are understood as well. The images are streamed, however many there are.
"""

import math
import tokenize
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np

from model.arrays import Labels
from model.datasets.draft import MOST_CLASSES, Block, Intake
from model.datasets.naming import own_name, own_title
from model.datasets.task import DataError, Progress, Task

MOST_SIDE = 256
_MOST_BYTES = 64_000_000_000
_MOST_LABELS = 100_000_000
_AT_ONCE_BYTES = 8_000_000
_NAMES = ("classes", "class_names", "names")
_BROKEN = (OSError, ValueError, TypeError, KeyError, EOFError, MemoryError, SyntaxError, zlib.error, RuntimeError)
_DAMAGED = (*_BROKEN, zipfile.BadZipFile, tokenize.TokenError, NotImplementedError)
Shape = tuple[int, ...]


def read_npz(path: Path, task: Task) -> Intake:
    """The set in an .npz file; raises DataError, also on the way."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _intake(path, archive, task)
    except _DAMAGED as trouble:
        raise _damaged(path) from trouble


def _intake(path: Path, archive: zipfile.ZipFile, task: Task) -> Intake:
    names = {name.removesuffix(".npy") for name in archive.namelist()}
    pairs = [("x", "y")] if "x" in names else [("x_train", "y_train"), ("x_test", "y_test")]
    missing = [name for pair in pairs for name in pair if name not in names]
    if missing:
        raise DataError(f"“{path.name}” lacks the array {missing[0]}; it needs x (N, H, W[, C]) and y (N,).")
    shapes = [_image_shape(archive, x) for x, _ in pairs]
    labels = [_labels(archive, y, shape[0]) for (_, y), shape in zip(pairs, shapes, strict=True)]
    if shapes[0][1:] != shapes[-1][1:]:
        raise DataError("x_train and x_test differ in the size of their images.")
    classes, labels = _classes(archive, names, labels)
    height, width = shapes[0][1:3]
    shape = (height, width, shapes[0][3] if len(shapes[0]) == 4 else 1)
    blocks = _blocks(path, [x for x, _ in pairs], labels, shape, task)
    return Intake(own_name(path.stem, shape), own_title(path.stem, shape), classes, shape, blocks, source=path)


def _blocks(
    path: Path, arrays: list[str], labels: list[Labels], shape: tuple[int, int, int], task: Task
) -> Iterator[Block]:
    image_bytes, total, done = math.prod(shape), sum(len(part) for part in labels), 0
    at_once = max(1, _AT_ONCE_BYTES // image_bytes)
    try:
        with zipfile.ZipFile(path) as archive:
            for name, part in zip(arrays, labels, strict=True):
                with archive.open(f"{name}.npy") as file:
                    _header(file, name)
                    for start in range(0, len(part), at_once):
                        wanted = part[start : start + at_once]
                        content = _exactly(file, len(wanted) * image_bytes)
                        done += len(wanted)
                        task.report(Progress("Reading images", done, total))
                        yield Block(content.reshape(-1, *shape), wanted, name.endswith("_test"))
    except _DAMAGED as trouble:
        raise _damaged(path) from trouble


def _exactly(file: IO[bytes], count: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    content = file.read(count)
    if len(content) != count:
        raise EOFError
    return np.frombuffer(content, np.uint8)


def _header(file: IO[bytes], name: str) -> tuple[Shape, np.dtype[np.generic]]:
    """Shape and type of an array, the file then standing at its first value."""
    version = np.lib.format.read_magic(file)
    readers = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    if version not in readers:
        raise ValueError("unknown version")
    shape, is_fortran, kind = readers[version](file)
    if kind.hasobject:
        raise DataError(
            f"The array {name} holds Python objects, and unpickling them could run any code: save plain arrays."
        )
    if is_fortran and len(shape) > 1:
        raise DataError(f"The array {name} is stored column by column: save np.ascontiguousarray({name}).")
    return tuple(int(size) for size in shape), kind


def _image_shape(archive: zipfile.ZipFile, name: str) -> Shape:
    with archive.open(f"{name}.npy") as file:
        shape, kind = _header(file, name)
    if kind != np.uint8:
        raise DataError(f"The array {name} is of type {kind}; it must be uint8, from 0 (black) to 255.")
    if len(shape) not in (3, 4) or (len(shape) == 4 and shape[3] not in (1, 3)) or 0 in shape:
        raise DataError(f"The array {name} has the shape {shape}; it must be (N, H, W), (N, H, W, 1) or (N, H, W, 3).")
    if max(shape[1:3]) > MOST_SIDE:
        raise DataError(f"The images in {name} are {shape[1]}×{shape[2]}; the app takes up to {MOST_SIDE}×{MOST_SIDE}.")
    if math.prod(shape) > _MOST_BYTES:
        raise DataError(f"The array {name} is larger than {_MOST_BYTES // 10**9} GB.")
    return shape


def _labels(archive: zipfile.ZipFile, name: str, count: int) -> Labels:
    with archive.open(f"{name}.npy") as file:
        shape, kind = _header(file, name)
        if kind.kind not in "iu" or shape not in ((count,), (count, 1)) or count > _MOST_LABELS:
            raise DataError(f"The array {name} must hold one whole number for each of the {count:,} images.")
        content = _exactly(file, count * kind.itemsize)
    values = content.view(kind).astype(np.intp)
    if values.min() < 0:
        raise DataError(f"The array {name} holds a negative label.")
    return values


def _classes(archive: zipfile.ZipFile, names: set[str], labels: list[Labels]) -> tuple[tuple[str, ...], list[Labels]]:
    """The given names, or the numbers that occur; the labels are then places among them."""
    present = np.unique(np.concatenate(labels))
    given = [name for name in _NAMES if name in names]
    if not given:
        return tuple(str(value) for value in present), [np.searchsorted(present, part) for part in labels]
    with archive.open(f"{given[0]}.npy") as file:
        shape, kind = _header(file, given[0])
        if kind.kind != "U" or len(shape) != 1 or not 2 <= shape[0] <= MOST_CLASSES or kind.itemsize > 4096:
            raise DataError(f"The array {given[0]} must hold 2 to {MOST_CLASSES} names of classes.")
        words = _exactly(file, shape[0] * kind.itemsize).view(kind)
    if present[-1] >= len(words):
        raise DataError(f"There is a label {present[-1]}, but there are only {len(words)} names of classes.")
    return tuple(str(word) or f"class {k}" for k, word in enumerate(words)), labels


def _damaged(path: Path) -> DataError:
    return DataError(f"“{path.name}” is damaged, cut off or no .npz file.")
