"""Random W, and many of them scored at once.

The scores of a stack of M parameters are one product of (K M, D) with each chunk of images: twice as fast as M
products of (K, D), because so many rows use the processor's caches better.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np

from model.arrays import Doubles, Floats
from model.classifier import folded
from model.datasets.dataset import Dataset
from model.losses import data_loss
from model.products import Scratch, share_out
from model.records import Params, Settings

# The lecture's 0.0001 is for the 3,072 pixels, 0..255, of CIFAR-10. Fewer pixels need larger weights for like scores.
COURSE_SCALE, _COURSE_PIXELS = 1e-4, 3072
_MOST_TOGETHER = 32
_SCORES_TOGETHER = 8_000_000
_WEIGHTS_TOGETHER = 4_000_000


def draw_scale(pixels: int) -> float:
    """The standard deviation of random weights for pixels 0..255, of which an image has so many."""
    return COURSE_SCALE * sqrt(_COURSE_PIXELS / pixels)


def random_params(dataset: Dataset, seed: Sequence[int]) -> Params:
    """Normal noise for weights (K, D) and biases (K,); the same for the same seed, and images seen however."""
    classes, pixels = len(dataset.classes), dataset.pixels.shape[1]
    noise = np.random.default_rng(seed).standard_normal((classes, pixels + 1), dtype=np.float32)
    noise *= np.float32(draw_scale(pixels))
    by_level = np.float32(dataset.preprocessing.scale)  # what the weights see of one level of 255
    return Params(noise[:, :-1] / by_level, noise[:, -1].copy())


def stack_size(dataset: Dataset) -> int:
    """How many parameters are scored at once: as many as memory is well used for."""
    classes, pixels = len(dataset.classes), int(dataset.pixels.shape[1])
    by_scores = _SCORES_TOGETHER // (classes * len(dataset.train))
    by_weights = _WEIGHTS_TOGETHER // (classes * (pixels + 1))
    return max(1, min(_MOST_TOGETHER, by_scores, by_weights))


def stacked_losses(several: Sequence[Params], settings: Settings, dataset: Dataset, scratch: Scratch) -> Doubles:
    """The mean data loss of each of M parameters on the training images: (M,)."""
    weights, offsets = _stacked(several, dataset)
    labels, count = dataset.labels[dataset.train], len(several)

    def sum_losses(own: Scratch, parts: list[slice]) -> Doubles:
        sums = np.zeros(count)
        for part in parts:
            rows = own.as_floats(own.take(dataset.pixels, dataset.train[part]))
            scores = (weights @ rows.T + offsets).reshape(len(dataset.classes), -1)
            losses = data_loss(settings, scores, np.tile(labels[part], count))[0]
            sums += losses.reshape(count, -1).sum(axis=1, dtype=np.float64)
        return sums

    halves = share_out(scratch, len(labels), sum_losses)
    means: Doubles = np.stack(halves).sum(axis=0) / len(labels)
    return means


def stacked_scores(several: Sequence[Params], dataset: Dataset, scratch: Scratch) -> Floats:
    """The scores of the training images with each of M parameters: (M, K, N)."""
    weights, offsets = _stacked(several, dataset)
    classes, count = len(dataset.classes), len(several)
    scores = np.empty((count, classes, len(dataset.train)), np.float32)

    def score(own: Scratch, parts: list[slice]) -> None:
        for part in parts:
            rows = own.as_floats(own.take(dataset.pixels, dataset.train[part]))
            found = (weights @ rows.T + offsets).reshape(classes, count, -1)
            scores[:, :, part] = found.swapaxes(0, 1)

    share_out(scratch, len(dataset.train), score)
    return scores


def _stacked(several: Sequence[Params], dataset: Dataset) -> tuple[Floats, Floats]:
    """Weights (K M, D) and offsets (K M, 1) for pixel bytes, class by class."""
    folds = [folded(params, dataset.preprocessing) for params in several]
    weights, offsets = (np.stack(arrays, axis=1) for arrays in zip(*folds, strict=True))
    return weights.reshape(-1, weights.shape[-1]), offsets.reshape(-1, 1)
