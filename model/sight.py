"""What a training step sees of the images."""

from typing import NamedTuple

import numpy as np

from model.arrays import Bytes
from model.datasets.dataset import Dataset, Preprocessing
from model.penalties import Dropout, dropout
from model.products import Scratch
from model.records import Batch, Settings


class Sight(NamedTuple):
    """What one training step sees of the data set: dropout, where the settings ask for it, and preprocessing."""

    dataset: Dataset
    dropped: Dropout | None

    @property
    def preprocessing(self) -> Preprocessing:
        """How the bytes of this step are seen."""
        return self.dropped.seen if self.dropped else self.dataset.preprocessing

    @property
    def fill(self) -> Bytes:
        """What a dropped pixel is set to: (D,); nothing where none is dropped."""
        return self.dropped.fill if self.dropped else np.zeros(self.dataset.pixels.shape[1], np.uint8)

    def pixels(self, batch: Batch, part: slice, scratch: Scratch) -> Bytes:
        """The bytes (n, D) of a part of the batch; valid until the next call."""
        taken = scratch.take(self.dataset.pixels, batch.rows[part])
        if self.dropped:
            self.dropped.drop(taken, self._seed(batch, part))
        return taken

    def kept(self, batch: Batch, part: slice) -> Bytes:
        """Which bytes (n, D) of a part of the batch this step does not drop: 1, or 0 for a dropped one."""
        shape = (len(batch.rows[part]), self.dataset.pixels.shape[1])
        return self.dropped.kept(shape, self._seed(batch, part)) if self.dropped else np.ones(shape, np.uint8)

    @staticmethod
    def _seed(batch: Batch, part: slice) -> tuple[int, ...]:
        return batch.seed, batch.epoch, batch.position, part.start


def sight(dataset: Dataset, settings: Settings) -> Sight:
    """What a training step with these settings sees."""
    rate = settings.dropout_rate
    return Sight(dataset, dropout(rate, dataset.preprocessing) if rate else None)
