"""What a path brings: which reader it is for, and the way into the store."""

import zipfile
from enum import Enum
from pathlib import Path

from model.datasets import cifar10, folder, mnist
from model.datasets.draft import Intake
from model.datasets.npz import read_npz
from model.datasets.store import About, Store
from model.datasets.task import DataError, Task

_ARCHIVES = (".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tar.xz")
_PICKLES = (".pkl", ".pickle", ".pt", ".pth")


class Arrival(Enum):
    """What lies at a path, going by names alone."""

    ARCHIVE = "archive"
    CIFAR10 = "cifar10"
    IDX = "idx"
    NPZ = "npz"
    PICKLE = "pickle"
    IMAGES = "images"


def arrival_of(path: Path) -> Arrival | None:
    """What a dropped or chosen path is; None where it is no data set, but perhaps a picture."""
    try:
        return _folder_kind(path) if path.is_dir() else _file_kind(path)
    except OSError:
        return None


def _folder_kind(path: Path) -> Arrival | None:
    if cifar10.folder_in(path) is not None:
        return Arrival.CIFAR10
    if cifar10.is_pickled(path):
        return Arrival.PICKLE
    if mnist.is_idx_folder(path):
        return Arrival.IDX
    return Arrival.IMAGES if folder.looks_like_images(path) else None


def _file_kind(path: Path) -> Arrival | None:
    name = path.name.lower()
    if cifar10.is_pickled(path) or name.endswith(_PICKLES):
        return Arrival.PICKLE
    if name.endswith(_ARCHIVES):
        return Arrival.ARCHIVE
    if name.endswith(".bin") and cifar10.folder_in(path.parent) is not None:
        return Arrival.CIFAR10
    if "-idx" in name.replace(".idx", "-idx") and mnist.is_idx_folder(path.parent):
        return Arrival.IDX
    return Arrival.NPZ if name.endswith(".npz") or (name.endswith(".zip") and _is_npz(path)) else None


def _is_npz(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.endswith(".npy") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def bring_in(path: Path, store: Store, task: Task) -> About:
    """Read whatever lies at a path into the store, except a folder of images; raises DataError or CancelledError."""
    return store.keep(_intake(path, task))


def _intake(path: Path, task: Task) -> Intake:
    home = path if path.is_dir() else path.parent
    match arrival_of(path):
        case Arrival.ARCHIVE:
            return cifar10.read_archive(path, task)
        case Arrival.CIFAR10:
            return cifar10.read_folder(home, task)
        case Arrival.IDX:
            return mnist.read_idx_folder(home, task)
        case Arrival.NPZ:
            return read_npz(path, task)
        case Arrival.PICKLE:
            raise DataError(cifar10.PICKLED_SENTENCE if cifar10.is_pickled(path) else _pickle_sentence(path))
        case _:
            raise DataError(f"“{path.name}” is no data set that this app knows: {_WANTED}.")


_WANTED = "it takes the CIFAR-10 archive, the four MNIST files, an .npz, or a folder with one subfolder a class"


def _pickle_sentence(path: Path) -> str:
    return f"“{path.name}” looks like a pickle, and opening one can run any code that is hidden in it: save an .npz."


def bring_in_images(listing: folder.Listing, side: int, is_colour: bool, store: Store, task: Task) -> About:
    """Read a folder of images into the store."""
    return store.keep(folder.read_images(listing, side, is_colour, task))
