"""The full data sets where they are to be had, otherwise the embedded samples repeated to the same size."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from model.arrays import Bytes, Labels
from model.datasets import cifar10, embedded, idx, mnist
from model.datasets.dataset import Dataset, assemble

DEBIAN_FASHION = Path("/usr/share/datasets/fashion-mnist")


def full_cifar10(folder: Path | None) -> tuple[Dataset, str]:
    """All of CIFAR-10 from its binary files, or the sample ten times over; and which it is."""
    if folder is None or not (folder / cifar10.TEST_FILE).exists():
        return _repeated(embedded.load_cifar10_sample(), 50_000), "CIFAR-10 sample, repeated to 50,000 images"
    parts = [cifar10.read_records(folder / name) for name in cifar10.TRAINING_FILES]
    images, labels = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    testing = cifar10.read_records(folder / cifar10.TEST_FILE)
    made = assemble("cifar10", "CIFAR-10", cifar10.CLASSES, (images, _wide(labels)), (testing[0], _wide(testing[1])))
    return _trained_on_all(made, len(labels)), "CIFAR-10, 50,000 images"


def full_fashion(folder: Path | None) -> tuple[Dataset, str]:
    """All of Fashion-MNIST from its IDX files, or the sample six times over; and which it is."""
    folder = folder or DEBIAN_FASHION
    if not folder.is_dir():
        return _repeated(embedded.load_fashion_sample(), 60_000), "Fashion-MNIST sample, repeated to 60,000 images"
    parts = [_read_idx_part(folder, prefix) for prefix in ("train", "t10k")]
    made = assemble("fashion", "Fashion-MNIST", mnist.FASHION_CLASSES, *parts)
    return _trained_on_all(made, len(parts[0][1])), "Fashion-MNIST, 60,000 images"


def _read_idx_part(folder: Path, prefix: str) -> tuple[Bytes, Labels]:
    images, labels = (idx.read_idx(next(folder.glob(f"{prefix}-{kind}*"))) for kind in ("images", "labels"))
    return images[..., None], _wide(labels)


def _wide(labels: Bytes) -> Labels:
    return labels.astype(np.intp)


def _trained_on_all(dataset: Dataset, count: int) -> Dataset:
    """The whole training set for training, as published figures and other libraries use it."""
    return replace(dataset, train=np.arange(count))


def _repeated(sample: Dataset, count: int) -> Dataset:
    rows = np.resize(np.concatenate([sample.train, sample.validation]), count)
    images, labels = sample.images[rows], sample.labels[rows]
    return replace(sample, images=images, labels=labels, train=np.arange(count))
