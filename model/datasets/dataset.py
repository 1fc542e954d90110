"""The data set as every other room sees it, and what the classifier sees of its pixels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.arrays import Bytes, Floats, Labels, frozen
from model.datasets.arrangement import AS_OPENED, VALIDATION_SHARE, Arrangement
from model.datasets.sums import pixel_sums

_SPLIT_SEED = 0


@dataclass(frozen=True, slots=True, eq=False)
class Preprocessing:
    """What the weights see of a pixel byte: scale * byte - shift, with shift (D,) and scale one number or (D,)."""

    scale: float | Floats
    shift: Floats
    sentence: str

    def __post_init__(self) -> None:
        frozen(self.shift)
        if isinstance(self.scale, np.ndarray):
            frozen(self.scale)

    def apply(self, pixels: Bytes) -> Floats:
        """Turn bytes (..., D) into what the classifier sees, float32."""
        return (pixels * np.float32(self.scale) - self.shift).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Labelled images, split in three.

    images is (N, H, W, C), labels (N,); train, validation and test are sorted positions in them.
    name is the identifier on the command line, title what the screen says. labels are what training is told; where
    they are an arrangement's, with wrong ones among them, `opened` is the data set it was made from.
    source is the user's own folder or file that it was read from, None for others.
    """

    name: str
    title: str
    classes: tuple[str, ...]
    images: Bytes
    labels: Labels
    train: Labels
    validation: Labels
    test: Labels
    preprocessing: Preprocessing
    arrangement: Arrangement = AS_OPENED
    opened: Dataset | None = None
    source: Path | None = None

    def __post_init__(self) -> None:
        if not self.images.flags.c_contiguous:  # `pixels` would copy them all at each use
            raise ValueError("The images of a data set must lie in memory one after the other.")
        for array in (self.images, self.labels, self.train, self.validation, self.test):
            frozen(array)

    @property
    def pixels(self) -> Bytes:
        """The images as rows: (N, D)."""
        return self.images.reshape(len(self.images), -1)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Height, width and channels of an image."""
        height, width, channels = self.images.shape[1:]
        return height, width, channels

    @property
    def as_opened(self) -> Dataset:
        """The data set as it was before it was arranged."""
        return self.opened or self

    @property
    def true_labels(self) -> Labels:
        """The labels (N,) without any noise."""
        return self.as_opened.labels

    @property
    def is_colour(self) -> bool:
        """Whether an image has three channels."""
        return self.shape[2] == 3


def is_same(one: Dataset, other: Dataset) -> bool:
    """Whether two data sets as they were opened are one: the same images with the same labels and splits."""
    if one is other:
        return True
    parts = (
        (one.labels, one.train, one.validation, one.test),
        (other.labels, other.train, other.validation, other.test),
    )
    is_told_alike = (one.name, one.classes) == (other.name, other.classes)
    return is_told_alike and all(map(np.array_equal, *parts)) and np.array_equal(one.images, other.images)


def split_off(labels: Labels, share: float, seed: int = _SPLIT_SEED) -> tuple[Labels, Labels]:
    """Split positions (N,) into the kept and the split-off ones, the same share of every class."""
    chance = np.random.default_rng(seed)
    taken = [
        chance.permutation(members)[: round(share * len(members))]
        for members in (np.flatnonzero(labels == k) for k in np.unique(labels))
    ]
    off = np.sort(np.concatenate(taken))
    return np.setdiff1d(np.arange(len(labels)), off), off


def minus_mean(pixels: Bytes, train: Labels) -> Preprocessing:
    """Pixels 0..1 with the mean training image subtracted."""
    mean = pixel_sums(pixels, train)[0] / len(train) / 255
    return Preprocessing(1 / 255, mean.astype(np.float32), "pixels 0..1, training mean subtracted")


def assemble(
    name: str,
    title: str,
    classes: tuple[str, ...],
    training: tuple[Bytes, Labels],
    testing: tuple[Bytes, Labels],
) -> Dataset:
    """Put training and test images (N, H, W, C) with their labels together, a tenth of training for validation."""
    images = np.ascontiguousarray(np.concatenate([training[0], testing[0]]))
    labels = np.concatenate([training[1], testing[1]]).astype(np.intp)
    count = len(training[1])
    train, validation = split_off(labels[:count], VALIDATION_SHARE)
    return Dataset(
        name=name,
        title=title,
        classes=classes,
        images=images,
        labels=labels,
        train=train,
        validation=validation,
        test=np.arange(count, len(labels)),
        preprocessing=minus_mean(images.reshape(len(images), -1), train),
    )
