"""A picture to classify, whether of the data set or from outside."""

from dataclasses import dataclass

import numpy as np

from model import images
from model.arrays import Bytes
from model.datasets.dataset import Dataset

_NAMES = {"train": "training", "validation": "validation", "test": "test"}


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Pixels (H, W, 3 or 1) with a title; label and row are known for images of the data set only."""

    title: str
    pixels: Bytes
    label: int | None = None
    row: int | None = None

    def seen_by(self, dataset: Dataset) -> Bytes:
        """What a classifier of this data set takes: (H, W, C), resized, centre-cropped and grey if need be."""
        return self.pixels if self.row is not None else images.fit(self.pixels, dataset.shape)


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
