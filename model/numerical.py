"""The gradient by centred finite differences, for all parameters at once.

A change of the weight w_kd by h changes row k of the scores by h * x_d and nothing else. So only the terms of the
loss that hold s_k are worked out again; all others are the same on both sides, and cancel exactly.
"""

from functools import partial

import numpy as np

from model.arrays import Doubles, Floats, Labels
from model.classifier import class_scores
from model.losses import probabilities
from model.records import LossKind, Params, PenaltyKind, Settings

_PIXELS_AT_ONCE = 128
STEP = 1e-4


def numerical_gradient(
    params: Params, images: Floats, labels: Labels, settings: Settings, step: float = STEP
) -> Params:
    """(L(w + h) - L(w - h)) / 2h for every weight (K, D) and bias (K,), images (N, D) as seen; in float64."""
    double = Params(params.weights.astype(np.float64), params.biases.astype(np.float64))
    columns = np.ascontiguousarray(images.T, np.float64)
    scores = class_scores(double, columns.T)
    if settings.loss is LossKind.HINGE:
        differences = partial(_hinge_differences, _margins(scores, labels, settings.margin), labels)
    else:
        differences = partial(_softmax_differences, probabilities(scores), labels)
    by_pixel = [
        differences(step * columns[start : start + _PIXELS_AT_ONCE])
        for start in range(0, len(columns), _PIXELS_AT_ONCE)
    ]
    by_bias = differences(np.full((1, len(labels)), step))[:, 0]
    weights = np.concatenate(by_pixel, axis=1) / (2 * step) + _penalty_quotients(double.weights, settings, step)
    return Params(weights, by_bias / (2 * step))


def _softmax_differences(shares: Doubles, labels: Labels, changes: Doubles) -> Doubles:
    """Mean L(s_k + change) - L(s_k - change) for every class and every row of changes (P, N): (K, P).

    With p_k the probability, of which shares is (K, N), log sum e^s changes by log(1 + p_k (e^change - 1)).
    """
    up, down = np.expm1(changes), np.expm1(-changes)
    means = np.empty((len(shares), len(changes)))
    ratio, below = np.empty_like(changes), np.empty_like(changes)
    for k, share in enumerate(shares):
        np.multiply(up, share, out=ratio)
        ratio += 1
        np.multiply(down, share, out=below)
        below += 1
        ratio /= below
        means[k] = np.log(ratio, out=ratio).mean(axis=1) - 2 * (changes @ (labels == k)) / len(labels)
    return means


def _margins(scores: Floats, labels: Labels, margin: float) -> Doubles:
    """s_j - s_y + margin (K, N), minus infinity for the true class, which has no term."""
    images = np.arange(len(labels))
    margins = np.asarray(scores - scores[labels, images] + margin, dtype=np.float64)
    margins[labels, images] = -np.inf
    return margins


def _hinge_differences(margins: Doubles, labels: Labels, changes: Doubles) -> Doubles:
    """The same for the hinge: where k is the wrong class, its one term changes; where it is the true one, all do."""
    sums = np.empty((len(margins), len(changes)))
    above, below = np.empty_like(changes), np.empty_like(changes)
    for k, row in enumerate(margins):
        np.maximum(np.add(row, changes, out=above), 0, out=above)
        np.maximum(np.subtract(row, changes, out=below), 0, out=below)
        above -= below
        sums[k] = above.sum(axis=1)
        own = labels == k
        sums[k] += _true_class_sums(margins[:, own], changes[:, own])
    return sums / len(labels)


def _true_class_sums(margins: Doubles, changes: Doubles) -> Doubles:
    """Raising the true score lowers all margins (K, n): sums over images of the change, for changes (P, n)."""
    total = np.zeros(len(changes))
    for row in margins:
        total += (np.maximum(row - changes, 0) - np.maximum(row + changes, 0)).sum(axis=1)
    return total


def _penalty_quotients(weights: Floats, settings: Settings, step: float) -> Doubles:
    """The same quotient of the penalty, weight by weight: each stands alone in it."""
    if settings.penalty is PenaltyKind.L2:
        return np.asarray(settings.strength * ((weights + step) ** 2 - (weights - step) ** 2) / (2 * step))
    if settings.penalty is PenaltyKind.L1:
        return np.asarray(settings.strength * (np.abs(weights + step) - np.abs(weights - step)) / (2 * step))
    return np.zeros(weights.shape)
