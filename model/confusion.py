"""What is taken for what: counts of true and predicted classes, and the shares that follow from them."""

import numpy as np

from model.arrays import Doubles, Labels


def confusion(labels: Labels, predictions: Labels, classes: int) -> Labels:
    """How many images of each class are taken for which: counts (K, K), a row a true class, a column a prediction."""
    counts: Labels = np.bincount(labels * classes + predictions, minlength=classes**2).reshape(classes, classes)
    return counts


def recall(counts: Labels) -> Doubles:
    """The share of each true class that is found: (K,), NaN where it has no images."""
    return _shares(counts.diagonal(), counts.sum(axis=1))


def precision(counts: Labels) -> Doubles:
    """The share of what is taken for each class that is it: (K,), NaN where nothing is."""
    return _shares(counts.diagonal(), counts.sum(axis=0))


def rates(counts: Labels) -> Doubles:
    """The shares of each true class that are taken for which: (K, K), rows that sum to 1 or are NaN."""
    return _shares(counts, counts.sum(axis=1)[:, None])


def accuracy(counts: Labels) -> float:
    """The share of all images that is right; NaN where there are none."""
    return float(_shares(counts.trace(), counts.sum()))


def _shares(parts: Labels, wholes: Labels) -> Doubles:
    shares: Doubles = parts / np.where(wholes, wholes, np.nan)
    return shares
