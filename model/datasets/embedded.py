"""The data samples that come with the app."""

import io
from concurrent.futures import ThreadPoolExecutor
from importlib import resources

import numpy as np

from model import images
from model.arrays import Bytes, Labels
from model.datasets import cifar10
from model.datasets.dataset import Dataset, assemble
from model.datasets.mnist import FASHION_CLASSES

_IMAGES_IN_A_ROW = 100


def cut_sheet(sheet: Bytes) -> Bytes:
    """Cut a picture (rows * S, 100 * S, C) of square images into (N, S, S, C)."""
    side = sheet.shape[1] // _IMAGES_IN_A_ROW
    rows = sheet.reshape(-1, side, _IMAGES_IN_A_ROW, side, sheet.shape[2])
    return rows.swapaxes(1, 2).reshape(-1, side, side, sheet.shape[2])


def _read_part(folder: str, part: str, is_colour: bool) -> tuple[Bytes, Labels]:
    files = resources.files("assets") / folder
    sheets = sorted(f.name for f in files.iterdir() if f.name.startswith(f"{part}-") and f.name.endswith(".webp"))
    with ThreadPoolExecutor() as threads:  # decoding releases the interpreter lock
        cut = list(
            threads.map(lambda name: cut_sheet(images.decode_sheet((files / name).read_bytes(), is_colour)), sheets)
        )
    labels = np.load(io.BytesIO((files / f"{part}-labels.npy").read_bytes()), allow_pickle=False)
    return np.concatenate(cut), labels


def load_cifar10_sample() -> Dataset:
    """5,000 training and 1,000 test images of CIFAR-10, 32 x 32 in colour."""
    parts = [_read_part("cifar10-sample", part, is_colour=True) for part in ("train", "test")]
    return assemble("cifar10-sample", "CIFAR-10 sample", cifar10.CLASSES, *parts)


def load_fashion_sample() -> Dataset:
    """10,000 training and 2,000 test images of Fashion-MNIST, 28 x 28 in grey."""
    parts = [_read_part("fashion-sample", part, is_colour=False) for part in ("train", "test")]
    return assemble("fashion-sample", "Fashion-MNIST sample", FASHION_CLASSES, *parts)


LOADERS = {"cifar10-sample": load_cifar10_sample, "fashion-sample": load_fashion_sample}
