"""The numerical gradient as one first writes it: the whole loss twice for every parameter."""

from time import perf_counter

import numpy as np

from model.arrays import Floats, Labels
from model.classifier import class_scores
from model.losses import data_loss
from model.penalties import penalty
from model.records import Params, Settings

_TRIED = 40


def naive_seconds(params: Params, seen: Floats, labels: Labels, settings: Settings, step: float = 1e-4) -> float:
    """How long the naive loop would take for all parameters, from some of them."""
    weights = params.weights.astype(np.float64)
    biases = params.biases.astype(np.float64)
    start = perf_counter()
    for place in range(_TRIED):
        sides = []
        for change in (step, -step):
            moved = weights.copy()
            moved.flat[place * 7] += change
            scores = class_scores(Params(moved, biases), seen)
            sides.append(data_loss(settings, scores, labels)[0].mean() + penalty(settings, moved))
        assert np.isfinite((sides[0] - sides[1]) / (2 * step))
    return (perf_counter() - start) / _TRIED * (weights.size + biases.size)
