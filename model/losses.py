"""Data losses: scores (K, N) and labels (N,) in; the losses (N,) and their gradients for the scores (K, N) out."""

from functools import lru_cache

import numpy as np

from model.arrays import Doubles, Floats, Labels, frozen
from model.records import LossKind, Settings


def hinge(scores: Floats, labels: Labels, margin: float = 1.0) -> tuple[Floats, Floats]:
    """Multiclass hinge: L_i = sum over j != y of max(0, s_j - s_y + margin).

    Source: J. Weston, C. Watkins, "Support vector machines for multi-class pattern recognition", 1999.
    """
    true = true_places(labels)
    short = _margins(scores, true, margin)
    gradient = (short > 0).astype(scores.dtype)
    gradient.put(true, -np.add.reduce(gradient, axis=0))
    return np.add.reduce(short, axis=0), gradient


def squared_hinge(scores: Floats, labels: Labels, margin: float = 1.0) -> tuple[Floats, Floats]:
    """Multiclass squared hinge: L_i = sum over j != y of max(0, s_j - s_y + margin)^2. For looking at, not training.

    Source: Y. Tang, "Deep learning using linear support vector machines", 2013, in the form of `hinge`.
    """
    short = margins(scores, labels, margin)
    gradient = 2 * short
    gradient[labels, np.arange(len(labels))] = -gradient.sum(axis=0)
    return np.square(short, out=short).sum(axis=0), gradient


def margins(scores: Floats, labels: Labels, margin: float = 1.0) -> Floats:
    """The terms of the hinge, max(0, s_j - s_y + margin): (K, N), with 0 for the true class, which has none."""
    return _margins(scores, true_places(labels), margin)


def _margins(scores: Floats, true: Labels, margin: float) -> Floats:
    short = scores - scores.take(true)
    short += scores.dtype.type(margin)
    short.put(true, 0)
    return np.maximum(short, np.zeros(short.shape, short.dtype), out=short)  # quicker than with the number 0


def true_places(labels: Labels) -> Labels:
    """Where the true classes' scores stand in scores (K, N), one after the other: (N,). Quicker than two indices."""
    count = len(labels)
    true = labels * count
    true += _columns(count)
    return true


@lru_cache(4)
def _columns(count: int) -> Labels:
    return frozen(np.arange(count))


def softmax(scores: Floats, labels: Labels) -> tuple[Floats, Floats]:
    """Cross-entropy of the softmax: L_i = -log(e^{s_y} / sum_j e^{s_j}), stable for any finite scores."""
    true = true_places(labels)
    shifted = scores - np.maximum.reduce(scores, axis=0)
    true_scores = shifted.take(true)
    exponentials = np.exp(shifted, out=shifted)
    sums = np.add.reduce(exponentials, axis=0)
    gradient = np.divide(exponentials, sums, out=exponentials)
    gradient.put(true, gradient.take(true) - 1)
    return np.log(sums) - true_scores, gradient


def probabilities(scores: Floats) -> Doubles:
    """The softmax of scores (K, N), in float64: columns that sum to 1."""
    exponentials: Doubles = np.exp(scores.astype(np.float64) - scores.max(axis=0))
    shares: Doubles = exponentials / exponentials.sum(axis=0)
    return shares


def data_loss(settings: Settings, scores: Floats, labels: Labels) -> tuple[Floats, Floats]:
    """The loss that the settings choose: losses (N,) and dL_i/ds (K, N)."""
    if settings.loss is LossKind.HINGE:
        return hinge(scores, labels, settings.margin)
    return softmax(scores, labels)
