"""A picture to classify, whether of the data set or from outside."""

from dataclasses import dataclass, replace

import numpy as np

from model.arrays import Bytes
from model.datasets.dataset import Dataset

_NAMES = {"train": "training", "validation": "validation", "test": "test"}


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Pixels (H, W, 3 or 1) with a title; row is known for images of the data set only.

    label is the true class, where known; named is what the user calls it, which need not be a class of these data.
    """

    title: str
    pixels: Bytes
    label: int | None = None
    row: int | None = None
    named: str | None = None

    def seen_by(self, dataset: Dataset) -> Bytes:
        """What a classifier of this data set takes: (H, W, C), resized, centre-cropped and grey if need be."""
        if self.row is not None:
            return self.pixels
        from model import images  # Pillow: not before the window is seen

        return images.fit(self.pixels, dataset.shape)

    def called(self, named: str | None, classes: tuple[str, ...]) -> "Picture":
        """The same by another name of its class, which is its label where these data have such a class."""
        return replace(self, named=named, label=classes.index(named) if named in classes else None)


def of_dataset(dataset: Dataset, split: str, number: int) -> Picture:
    """The image at a position of a split: train, validation or test; its label is the true one."""
    row = int(getattr(dataset, split)[number])
    label, true = int(dataset.labels[row]), int(dataset.true_labels[row])
    told = "" if label == true else f", labelled {dataset.classes[label]}"
    return Picture(f"{_NAMES[split]} image {number:,}{told}", dataset.images[row], true, row)


def of_row(dataset: Dataset, row: int) -> Picture:
    """The image at a row that is in a split."""
    for split in _NAMES:
        rows = getattr(dataset, split)
        number = int(np.searchsorted(rows, row))
        if number < len(rows) and rows[number] == row:
            return of_dataset(dataset, split, number)
    raise ValueError(f"Row {row} is in no split of {dataset.title}.")
