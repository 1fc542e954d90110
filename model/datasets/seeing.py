"""The kinds of preprocessing, each from the statistics of the training images alone."""

from collections.abc import Callable

import numpy as np

from model.arrays import Bytes, Doubles, Labels
from model.datasets.arrangement import Seen
from model.datasets.dataset import Preprocessing, minus_mean
from model.datasets.sums import pixel_sums

LEAST_DEVIATION = 8.0


def preprocessing(seen: Seen, pixels: Bytes, train: Labels, channels: int) -> Preprocessing:
    """What the weights see of pixels (N, D), with all statistics over the rows `train`."""
    return _MAKERS[seen](pixels, train, channels)


def _unit(pixels: Bytes, _: Labels, __: int) -> Preprocessing:
    return Preprocessing(1 / 255, np.zeros(pixels.shape[1], np.float32), "pixels 0..1")


def _minus_mean_image(pixels: Bytes, train: Labels, _: int) -> Preprocessing:
    return minus_mean(pixels, train)


def _minus_mean_channel(pixels: Bytes, train: Labels, channels: int) -> Preprocessing:
    sums, _ = pixel_sums(pixels, train)
    of_channel: Doubles = sums.reshape(-1, channels).mean(axis=0) / len(train) / 255
    shift = np.tile(of_channel, len(sums) // channels).astype(np.float32)
    return Preprocessing(1 / 255, shift, "pixels 0..1, mean of each channel subtracted")


def _standardised(pixels: Bytes, train: Labels, _: int) -> Preprocessing:
    """Each pixel less its mean and divided by its standard deviation.

    A pixel that hardly changes counts as changing by LEAST_DEVIATION levels of 255, or noise in it would be all there
    is to see; one that never changes is seen as 0.
    """
    sums, squares = pixel_sums(pixels, train)
    mean = sums / len(train)
    deviation = np.sqrt(np.maximum(squares / len(train) - mean**2, 0.0))
    scale = 1 / np.maximum(deviation, LEAST_DEVIATION)
    return Preprocessing(scale.astype(np.float32), (mean * scale).astype(np.float32), "each pixel standardised")


_MAKERS: dict[Seen, Callable[[Bytes, Labels, int], Preprocessing]] = {
    Seen.UNIT: _unit,
    Seen.MEAN_IMAGE: _minus_mean_image,
    Seen.MEAN_CHANNEL: _minus_mean_channel,
    Seen.STANDARDISED: _standardised,
}
