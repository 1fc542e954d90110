"""The data sets that were brought in, kept as memory-mapped bytes: opening one reads next to nothing.

A set NAME is a folder: about.json says which of its subfolders counts, and that one holds images.npy and facts.npz.
Everything is written under a name that nobody looks for; replacing about.json makes it count, all at once.
"""

import hashlib
import json
import os
import secrets
import shutil
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from model.arrays import Bytes, Floats, Labels
from model.datasets.dataset import VALIDATION_SHARE, Dataset, Preprocessing, split_off
from model.datasets.task import DataError, on_disk

_ABOUT, _IMAGES, _FACTS, _REPORT = "about.json", "images.npy", "facts.npz", "report.txt"
_FORMAT = 1
_HEADER = 128
_CHUNK_BYTES = 16_000_000
TEST_SHARE = 1 / 6
MOST_CLASSES = 100
_TROUBLE = (OSError, ValueError, KeyError, TypeError, EOFError)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some images (n, H, W, C) with labels (n,) of one split; at is their place in the set, None after the last."""

    images: Bytes
    labels: Labels
    is_test: bool = False
    at: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Intake:
    """A data set on its way into the store; its blocks come one by one, and notes tell what was left out."""

    name: str
    title: str
    classes: tuple[str, ...]
    shape: tuple[int, int, int]
    blocks: Iterator[Block]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a kept set without opening it."""

    name: str
    title: str
    classes: tuple[str, ...]
    shape: tuple[int, int, int]
    images: int
    fingerprint: str
    place: Path

    @property
    def report(self) -> str:
        """What was left out when it was read, a line a file; empty where nothing was."""
        try:
            return (self.place / _REPORT).read_text("utf-8")
        except OSError:
            return ""


class Store:
    """The kept sets in one folder."""

    def __init__(self, folder: Path) -> None:
        """Keep them here; the folder is made when there is something to keep."""
        self.folder = folder

    def kept(self) -> dict[str, About]:
        """What is there, by name; what cannot be understood is passed over."""
        try:
            names = sorted(path.name for path in self.folder.iterdir() if (path / _ABOUT).is_file())
        except OSError:
            return {}
        found = {}
        for name in names:
            with suppress(*_TROUBLE):
                found[name] = self._about(name)
        return found

    def open(self, name: str) -> Dataset:
        """A kept set, its images still on the disk; raises DataError where it is damaged or gone."""
        try:
            about = self._about(name)
            images = np.load(about.place / _IMAGES, mmap_mode="r", allow_pickle=False)
            with np.load(about.place / _FACTS, allow_pickle=False) as facts:
                return _dataset(about, np.asarray(images), {key: facts[key] for key in facts.files})
        except _TROUBLE as trouble:
            raise DataError(f"The kept copy of “{name}” is damaged: bring it in again.") from trouble

    def keep(self, intake: Intake) -> About:
        """Write a set, and have it count once all of it is there; raises DataError, and then nothing has changed."""
        home = self.folder / intake.name
        place = home / secrets.token_hex(8)
        try:
            with on_disk(home):
                self._write(intake, home, place)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
        _drop_others(home, place.name)
        return self._about(intake.name)

    def remove(self, name: str) -> None:
        """Forget a set."""
        with suppress(OSError):
            (self.folder / name / _ABOUT).unlink()
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def _write(self, intake: Intake, home: Path, place: Path) -> None:
        place.mkdir(parents=True)
        draft = _Draft(place / _IMAGES, intake)
        facts = draft.write()
        _write_facts(place, facts, intake.notes)
        _write(place / _ABOUT, _about_text(intake, draft, place.name))
        (place / _ABOUT).replace(home / _ABOUT)
        _sync(home)

    def _about(self, name: str) -> About:
        home = self.folder / name
        told: dict[str, Any] = json.loads((home / _ABOUT).read_text("utf-8"))
        if told["format"] != _FORMAT:
            raise ValueError("another format")
        height, width, channels = (int(side) for side in told["shape"])
        classes, images = tuple(str(c) for c in told["classes"]), int(told["images"])
        place = home / Path(told["folder"]).name
        return About(name, str(told["title"]), classes, (height, width, channels), images, told["sha256"], place)


class _Draft:
    """The images of a set as they are written, and the labels beside them."""

    def __init__(self, path: Path, intake: Intake) -> None:
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
        return {"labels": labels, **splits, "mean": mean_of(pixels, splits["train"])}

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


def mean_of(pixels: Bytes, rows: Labels) -> Floats:
    """The mean of some rows of pixels (N, D) as 0..1, a piece at a time: (D,)."""
    step = max(1, _CHUNK_BYTES // pixels.shape[1])
    total = np.zeros(pixels.shape[1])
    for start in range(0, len(rows), step):
        total += pixels[rows[start : start + step]].sum(axis=0, dtype=np.uint32)
    return (total / len(rows) / 255).astype(np.float32)


def _dataset(about: About, images: Bytes, facts: dict[str, Any]) -> Dataset:
    shape = (about.images, *about.shape)
    if images.dtype != np.uint8 or images.shape != shape or len(facts["labels"]) != about.images:
        raise ValueError("the parts do not belong together")
    return Dataset(
        name=about.name,
        title=about.title,
        classes=about.classes,
        images=images,
        labels=facts["labels"].astype(np.intp),
        train=facts["train"],
        validation=facts["validation"],
        test=facts["test"],
        preprocessing=Preprocessing(1 / 255, facts["mean"], "pixels 0..1, training mean subtracted"),
    )


def _header(shape: tuple[int, ...]) -> bytes:
    """The head of an .npy file of bytes, always of the same length: it is written last."""
    words = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}"
    return np.lib.format.magic(1, 0) + struct.pack("<H", _HEADER - 10) + words.ljust(_HEADER - 11).encode() + b"\n"


def _fingerprint(path: Path, labels: Labels) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    digest.update(labels.astype("<i8").tobytes())
    return digest.hexdigest()


def _write_facts(place: Path, facts: dict[str, Any], notes: list[str]) -> None:
    with (place / _FACTS).open("xb") as file:
        np.savez(file, **facts)
        file.flush()
        os.fsync(file.fileno())
    if notes:
        _write(place / _REPORT, "\n".join(notes))
    _sync(place)


def _about_text(intake: Intake, draft: _Draft, folder: str) -> str:
    told = {
        "format": _FORMAT,
        "title": intake.title,
        "classes": intake.classes,
        "shape": intake.shape,
        "images": draft.count,
        "sha256": draft.fingerprint,
        "folder": folder,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", errors="replace") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Have the names in a folder survive a power cut, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _drop_others(home: Path, counting: str) -> None:
    for path in home.iterdir():
        if path.is_dir() and path.name != counting:
            shutil.rmtree(path, ignore_errors=True)
