"""A picture to classify, whether of the data set or from outside."""

from dataclasses import dataclass

from model import images
from model.arrays import Bytes
from model.datasets.dataset import Dataset


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
    """The image at a position of a split: train, validation or test."""
    row = int(getattr(dataset, split)[number])
    name = {"train": "training", "validation": "validation", "test": "test"}[split]
    return Picture(f"{name} image {number:,}", dataset.images[row], int(dataset.labels[row]), row)
