"""The gradient by central differences: one number at a time, in float64, and nothing clever."""

from collections.abc import Callable

import numpy as np

from model.arrays import Doubles, Floats
from model.records import Params


def central_slope(function: Callable[[float], float], at: float, h: float = 1e-6) -> float:
    """The slope of a function of one number."""
    return (function(at + h) - function(at - h)) / (2 * h)


def central_gradient(function: Callable[[Doubles], float], at: Floats, h: float = 1e-6) -> Doubles:
    """The gradient of a function of an array, in the array's shape."""
    gradient = np.empty(at.shape)
    for place in np.ndindex(at.shape):
        up, down = at.astype(np.float64), at.astype(np.float64)
        up[place] += h
        down[place] -= h
        gradient[place] = (function(up) - function(down)) / (2 * h)
    return gradient


def central_params(loss: Callable[[Params], float], params: Params) -> Params:
    """The gradient of a loss for weights and biases."""
    weights, biases = params.weights.astype(np.float64), params.biases.astype(np.float64)
    return Params(
        central_gradient(lambda w: loss(Params(w, biases)), weights),
        central_gradient(lambda b: loss(Params(weights, b)), biases),
    )


def assert_close(found: Params, expected: Params, tolerance: float) -> None:
    """Every number within a share of the largest expected."""
    largest = max(float(np.abs(expected.weights).max()), float(np.abs(expected.biases).max()))
    for one, other in ((found.weights, expected.weights), (found.biases, expected.biases)):
        np.testing.assert_allclose(one, other, rtol=0, atol=tolerance * largest)
