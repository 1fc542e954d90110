"""The binary version of CIFAR-10: records of one label byte and three planes of 32 x 32 pixels.

The pickled version is never read: unpickling runs whatever code a file holds.
"""

import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from model.datasets.draft import Block, Intake
from model.datasets.task import DataError, Progress, Task

CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
TRAINING_FILES = tuple(f"data_batch_{i}.bin" for i in range(1, 6))
TEST_FILE = "test_batch.bin"
_FILES = (*TRAINING_FILES, TEST_FILE)
_PICKLED = frozenset(Path(name).stem for name in _FILES)
_RECORD = 1 + 3 * 32 * 32
_RECORDS = 10_000
FILE_BYTES = _RECORDS * _RECORD
_AT_ONCE = 1000
_MOST_MEMBERS = 200
_BATCHES = "cifar-10-batches-bin"
PICKLED_SENTENCE = (
    "That is the pickled version of CIFAR-10, and opening a pickle can run any code that is hidden in it: "
    "take the binary version, cifar-10-binary.tar.gz."
)
_DAMAGED = (tarfile.TarError, EOFError, zlib.error, OSError)


def read_records(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Read one file of records: images (N, 32, 32, 3) and labels (N,), in the file's order.

    Raises ValueError where the length or a label is not that of CIFAR-10.
    """
    return _split(np.fromfile(path, np.uint8), path.name)


def read_archive(path: Path, task: Task) -> Intake:
    """All of CIFAR-10 from its archive, member by member, nothing extracted; raises DataError, also on the way."""
    return _intake(_guarded(_blocks_of_archive(path, task), path))


def read_folder(path: Path, task: Task) -> Intake:
    """All of CIFAR-10 from the six files of the unpacked archive; raises DataError, also on the way."""
    found = folder_in(path)
    if found is None:
        raise DataError(refusal_of(path))
    return _intake(_guarded(_blocks_of_folder(found, task), path))


def folder_in(path: Path) -> Path | None:
    """Where the six files lie: in a folder itself or one below it."""
    places = (path, path / _BATCHES)
    return next((place for place in places if all((place / name).is_file() for name in _FILES)), None)


def is_pickled(path: Path) -> bool:
    """Whether a path is the pickled version, as an archive, a folder or one of its files, going by the name."""
    if path.is_dir():
        return any((place / name).is_file() for place in (path, path / "cifar-10-batches-py") for name in _PICKLED)
    return path.name in _PICKLED or path.name.startswith("cifar-10-python")


def refusal_of(path: Path) -> str:
    """Why a folder is not that of CIFAR-10."""
    if is_pickled(path):
        return PICKLED_SENTENCE
    missing = [name for name in _FILES if not (path / name).is_file()]
    return f"“{path.name}” is not the unpacked CIFAR-10: it lacks {', '.join(missing[:3])}."


def _intake(blocks: Iterator[Block]) -> Intake:
    return Intake("cifar10", "CIFAR-10", CLASSES, (32, 32, 3), blocks)


def _guarded(blocks: Iterator[Block], path: Path) -> Iterator[Block]:
    try:
        yield from blocks
    except _DAMAGED as trouble:
        raise DataError(f"“{path.name}” is damaged, cut off or no archive: get it again.") from trouble


def _blocks_of_archive(path: Path, task: Task) -> Iterator[Block]:
    missing = set(_FILES)
    with tarfile.open(path, "r|*") as archive:
        for number, member in enumerate(archive):
            task.check()
            name = Path(member.name).name
            _check_member(member, name, number)
            if member.isfile() and name in missing:
                missing.remove(name)
                file = archive.extractfile(member)
                assert file is not None
                yield from _blocks_of(file, name, task)
    if missing:
        raise DataError(f"“{path.name}” is not the binary CIFAR-10: it lacks {', '.join(sorted(missing)[:3])}.")


def _check_member(member: tarfile.TarInfo, name: str, number: int) -> None:
    if name in _PICKLED:
        raise DataError(PICKLED_SENTENCE)
    if member.size > FILE_BYTES or number >= _MOST_MEMBERS:
        raise DataError("That archive is not the binary CIFAR-10: it holds other and larger files.")
    if name in _FILES and member.size != FILE_BYTES:
        raise DataError(f"{name} has {member.size:,} bytes; in CIFAR-10 it has {FILE_BYTES:,}.")


def _blocks_of_folder(folder: Path, task: Task) -> Iterator[Block]:
    for name in _FILES:
        size = (folder / name).stat().st_size
        if size != FILE_BYTES:
            raise DataError(f"{name} has {size:,} bytes; in CIFAR-10 it has {FILE_BYTES:,}.")
        with (folder / name).open("rb") as file:
            yield from _blocks_of(file, name, task)


def _blocks_of(file: IO[bytes], name: str, task: Task) -> Iterator[Block]:
    """The records of one file, each at its place in the official order whatever the order of the files."""
    first = _FILES.index(name) * _RECORDS
    for start in range(0, _RECORDS, _AT_ONCE):
        content = file.read(_AT_ONCE * _RECORD)
        if len(content) != _AT_ONCE * _RECORD:
            raise EOFError
        try:
            images, labels = _split(np.frombuffer(content, np.uint8), name)
        except ValueError as trouble:
            raise DataError(f"{trouble} It is not CIFAR-10.") from None
        task.report(Progress(f"Reading {name}", first + start + _AT_ONCE, len(_FILES) * _RECORDS))
        yield Block(images, labels.astype(np.intp), name == TEST_FILE, first + start)


def _split(content: NDArray[np.uint8], name: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    if content.size == 0 or content.size % _RECORD:
        raise ValueError(f"{name} does not consist of records of {_RECORD:,} bytes.")
    records = content.reshape(-1, _RECORD)
    if records[:, 0].max() >= len(CLASSES):
        raise ValueError(f"{name} holds a label beyond {len(CLASSES) - 1}.")
    return records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), records[:, 0]
