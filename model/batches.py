"""Which images come next."""

import numpy as np

from model.arrays import Labels
from model.records import Batch


def epoch_order(train: Labels, seed: int, epoch: int) -> Labels:
    """The training rows (n,) in the order in which batches of an epoch draw them, by seed and epoch alone."""
    return np.random.default_rng((seed, epoch)).permutation(train)


def draw(order: Labels, labels: Labels, seed: int, epoch: int, position: int, size: int) -> Batch:
    """The batch that begins at a position of the epoch's order; the last of an epoch may be smaller.

    A batch of all is in the order of the data set, in which memory gives its images faster.
    Raises ValueError where no image is left.
    """
    rows = order[position : position + size]
    if not len(rows):
        raise ValueError(f"No batch begins at image {position} of {len(order)}.")
    if len(rows) == len(order):
        rows = np.sort(rows)
    return Batch(rows, labels[rows], seed, epoch, position, epoch + position / len(order))
