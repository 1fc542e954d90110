"""A data set laid out for workers: each maps the same images from the disk, and nothing is copied for a job."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.arrays import Bytes
from model.datasets.dataset import Dataset, Preprocessing
from model.datasets.task import DataError
from model.keeping import archive, npy
from model.keeping.archive import BrokenError
from model.keeping.files import fingerprint
from model.keeping.safely import write_whole

_DAMAGE = (BrokenError, OSError, ValueError, KeyError, TypeError, IndexError)
_PARTS = ("labels", "train", "validation", "test")


@dataclass(frozen=True, slots=True)
class Supply:
    """Where a data set lies: the file that its images are mapped from, and the archive with all else.

    Where it is to be checked, whoever opens it reads it whole once, to see that it is the same as elsewhere.
    """

    images: Path
    facts: Path
    fingerprint: str
    is_to_be_checked: bool = False

    def open(self) -> Dataset:
        """The data set as it was opened; raises DataError where it is not there, or another one."""
        try:
            dataset = _read(self.images, self.facts)
        except _DAMAGE as trouble:
            raise DataError(f"the images are not to be had at {self.images} ({trouble})") from trouble
        if self.is_to_be_checked and fingerprint(dataset) != self.fingerprint:
            raise DataError(f"there are other images at {self.images}")
        return dataset


def lay_out(dataset: Dataset, folder: Path) -> Supply:
    """Lay a data set out in a folder, but for images that lie in a file already; raises KeepingError.

    What is laid out stays, and is found again: of the sets that are not mapped, the samples are the largest, 18 MB.
    """
    opened = dataset.as_opened
    found = fingerprint(opened)
    with suppress(OSError):  # writing says what is wrong
        folder.mkdir(parents=True, exist_ok=True)
    mapped = mapped_file(opened.images)
    stem = found[:16]
    is_ours = mapped is None
    supply = Supply(mapped or folder / f"{stem}-images.npy", folder / f"{stem}-facts.zip", found, is_ours)
    if not _is_there(supply):
        archive.write(supply.facts, *_facts(opened))
        if is_ours:
            write_whole(supply.images, [npy.header(opened.images), npy.numbers(opened.images)])
    return Supply(supply.images, supply.facts, found)


def mapped_file(images: Bytes) -> Path | None:
    """The .npy file that a whole array is mapped from, None where it lies in memory."""
    base: object = images
    while isinstance(base, np.ndarray):
        if isinstance(base, np.memmap) and base.shape == images.shape and str(base.filename).endswith(".npy"):
            return Path(str(base.filename))
        base = base.base
    return None


def _is_there(supply: Supply) -> bool:
    try:
        supply.open()
    except DataError:
        return False
    return True


def _facts(dataset: Dataset) -> tuple[archive.Json, archive.Arrays]:
    """All but the images."""
    seen = dataset.preprocessing
    document = {
        "name": dataset.name,
        "title": dataset.title,
        "classes": dataset.classes,
        "scale": float(seen.scale),
        "sentence": seen.sentence,
    }
    return document, {"shift": seen.shift} | {part: getattr(dataset, part) for part in _PARTS}


def _read(images: Path, facts: Path) -> Dataset:
    told, arrays = archive.read(facts, lambda _: None)
    labels, train, validation, test = (arrays[part].astype(np.intp) for part in _PARTS)
    return Dataset(
        name=told["name"],
        title=told["title"],
        classes=tuple(told["classes"]),
        images=np.asarray(np.load(images, mmap_mode="r", allow_pickle=False)),
        labels=labels,
        train=train,
        validation=validation,
        test=test,
        preprocessing=Preprocessing(told["scale"], arrays["shift"], told["sentence"]),
    )
