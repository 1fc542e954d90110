"""Archives and folders as they come, whole and otherwise, for a CIFAR-10 of twenty records a file."""

import gzip
import io
import pickle
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from model.datasets import cifar10
from tests.model.test_readers import chance_bytes, idx_of, records_of

TRAINING, TEST = 20, 10
OFFICIAL = ("data_batch_4.bin", "test_batch.bin", "data_batch_1.bin", "data_batch_3.bin", "data_batch_5.bin")
ORDER = (*OFFICIAL, "data_batch_2.bin")


def file_of(number: int) -> bytes:
    """A file of records whose first pixel tells its number."""
    images = chance_bytes(TRAINING, 32, 32, 3)
    images[:, 0, 0, 0] = number
    return records_of(images, (np.arange(TRAINING) % 10).astype(np.uint8))


FILES = {name: n for n, name in enumerate((*cifar10.TRAINING_FILES, cifar10.TEST_FILE))}


def members(order: tuple[str, ...] = ORDER) -> dict[str, bytes]:
    """The members of the official archive, not in the order of their names."""
    found = {f"cifar-10-batches-bin/{name}": file_of(FILES[name]) for name in order}
    return {"cifar-10-batches-bin/readme.html": b"<p>", **found, "cifar-10-batches-bin/batches.meta.txt": b"cat"}


def archive(folder: Path, content: dict[str, bytes], name: str = "cifar-10-binary.tar.gz", mode: str = "w:gz") -> Path:
    path = folder / name
    with tarfile.open(path, mode) as made:  # type: ignore[call-overload]
        for member, data in content.items():
            info = tarfile.TarInfo(member)
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
    return path


def unpacked(folder: Path) -> Path:
    place = folder / "cifar-10-batches-bin"
    place.mkdir(parents=True)
    for name, n in FILES.items():
        (place / name).write_bytes(file_of(n))
    return place


def idx_folder(folder: Path, first: list[int], zipped: bool = True, training: int = TRAINING) -> Path:
    folder.mkdir(parents=True)
    parts = {"train": (training, list(range(10))), "t10k": (TEST, first)}
    for prefix, (count, labels) in parts.items():
        images = idx_of(chance_bytes(count, 28, 28))
        numbers = idx_of(np.resize(np.array(labels, np.uint8), count))
        for kind, content in ((f"{prefix}-images-idx3-ubyte", images), (f"{prefix}-labels-idx1-ubyte", numbers)):
            path = folder / (f"{kind}.gz" if zipped else kind)
            path.write_bytes(gzip.compress(content) if zipped else content)
    return folder


class Bomb:
    """What must never be unpickled."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return pytest.fail, ("A pickle was opened.",)


def pickled(folder: Path, how: str) -> Path:
    content = pickle.dumps(Bomb())
    if how == "archive":
        return archive(folder, {"cifar-10-batches-py/data_batch_1": content}, "cifar-10-python.tar.gz")
    if how == "renamed archive":
        return archive(folder, {"cifar-10-batches-py/data_batch_1": content})
    place = folder / "cifar-10-batches-py"
    place.mkdir()
    (place / "data_batch_1").write_bytes(content)
    return place if how == "folder" else place / "data_batch_1"
