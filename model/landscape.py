"""The loss along a line through the parameters, W - t g, in closed form in the scores.

Scores are linear in the parameters: S(W - t g) = S(W) - t S(g). Two matrix products therefore serve every t.
Only differences to the true class's score matter, so a line keeps D = S - S_y and its slope, both (K, N).
"""

from dataclasses import dataclass, field
from math import ceil, inf, sqrt

import numpy as np

from model.arrays import Doubles, Floats, Labels, frozen
from model.penalties import add_penalty_gradient, penalty
from model.records import LossKind, Params, PenaltyKind, Settings
from model.roots import rising_root
from model.sweeps.hinge import hinge_sums, is_even
from model.sweeps.softmax import softmax_sums

_BARELY_RISING = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A set of images along W - t g: score differences to the true class (K, N), and their slopes in t.

    weights and direction (K, D) are there for the penalty, products are their inner products W.W, W.g and g.g.
    At t the differences are `gaps + t * slopes`.
    """

    gaps: Floats
    slopes: Floats
    labels: Labels
    settings: Settings
    weights: Floats
    direction: Floats
    products: tuple[float, float, float] = field(init=False)

    def __post_init__(self) -> None:
        for array in (self.gaps, self.slopes, self.labels):
            frozen(array)
        w, g = (array.ravel().astype(np.float64) for array in (self.weights, self.direction))
        object.__setattr__(self, "products", (float(w @ w), float(w @ g), float(g @ g)))


def line(scores: Floats, slopes: Floats, labels: Labels, params: Params, direction: Params, settings: Settings) -> Line:
    """The line through params along -direction for images with scores (K, N) and the direction's, slopes (K, N)."""
    images = np.arange(scores.shape[1])
    gaps = scores - scores[labels, images]
    falls = slopes[labels, images] - slopes
    return Line(gaps, falls, labels, settings, params.weights, direction.weights)


def data_loss_at(along: Line, t: float) -> float:
    """The mean data loss of the line's images at t; infinite where it overflows."""
    with np.errstate(over="ignore", invalid="ignore"):
        gaps = along.gaps + along.gaps.dtype.type(t) * along.slopes
        if along.settings.loss is LossKind.HINGE:
            margin = along.gaps.dtype.type(along.settings.margin)
            # The true class's own term, max(0, 0 + margin), does not belong to the sum.
            return float(np.maximum(gaps + margin, 0).sum(axis=0).mean(dtype=np.float64)) - float(margin)
        top = gaps.max(axis=0)
        sums = np.exp(gaps - top).sum(axis=0)
        loss = float((np.log(sums) + top).mean(dtype=np.float64))
    return inf if loss != loss else loss  # beyond the largest number, inf - inf


def penalty_at(along: Line, t: float) -> float:
    """The penalty at t: a parabola for L2."""
    if along.settings.penalty is PenaltyKind.L2:
        w_w, w_g, g_g = along.products
        return along.settings.strength * (w_w - 2 * t * w_g + t * t * g_g)
    return penalty(along.settings, along.weights - along.weights.dtype.type(t) * along.direction)


def penalties_at(along: Line, points: Doubles) -> Doubles:
    """The penalty at each of the points (T,)."""
    if along.settings.penalty in (PenaltyKind.L2, PenaltyKind.L1):
        return np.array([penalty_at(along, t) for t in points.tolist()])
    return np.zeros_like(points)


def loss_at(along: Line, t: float) -> float:
    """The whole loss at t: data part and penalty."""
    return data_loss_at(along, t) + penalty_at(along, t)


def losses_along(along: Line, points: Doubles) -> Doubles:
    """The whole loss at each of the points (T,)."""
    return data_losses_along(along, points) + penalties_at(along, points)


def data_losses_along(along: Line, points: Doubles) -> Doubles:
    """The mean data loss at each of the points (T,), much faster where they are evenly spaced."""
    if not is_even(points):
        return np.array([data_loss_at(along, t) for t in points])
    images = along.gaps.shape[1]
    gaps, slopes = along.gaps, along.slopes
    if along.settings.loss is LossKind.HINGE:
        sums = hinge_sums(gaps, slopes, slopes, along.settings.margin, np.zeros(1), points)
        return np.asarray(sums[0] / images)
    step, fine = points[1] - points[0], ceil(sqrt(len(points)))
    coarse = points[0] + fine * step * np.arange(ceil(len(points) / fine))
    sums = softmax_sums(gaps, slopes, slopes, coarse, step * np.arange(fine))
    return np.asarray(sums.ravel()[: len(points)] / images)


def accuracy_at(along: Line, t: float) -> float:
    """The share of the line's images that are right at t."""
    gaps = along.gaps + along.gaps.dtype.type(t) * along.slopes
    return float(np.mean(gaps.max(axis=0) <= 0))


def slope_at(along: Line, t: float) -> float:
    """The derivative of the whole loss in t; at a kink of the hinge, the one to its left."""
    return _data_slope_at(along, t) + _penalty_slope_at(along, t)


def best_step(along: Line, guess: float) -> float | None:
    """The t >= 0 with the lowest loss, or None where the loss falls without end.

    The loss is convex along a line, so its derivative rises, and where it stops being negative is the minimum;
    of a flat stretch of minima, the nearest.
    """
    if slope_at(along, 0.0) >= 0:
        return 0.0
    if _falls_forever(along):
        return None
    return rising_root(lambda t: slope_at(along, t) or _BARELY_RISING, 0.0, guess)


def break_even(along: Line, best: float) -> float | None:
    """The t beyond the best step at which the loss is back to where it started; None where there is none."""
    start = loss_at(along, 0.0)
    return rising_root(lambda t: loss_at(along, t) - start, best, 2 * best) if best > 0 else None


def kinks_between(along: Line, low: float, high: float, most: int) -> Doubles:
    """Where a term of the hinge loss begins or ends, from low to high, in order; of many, at most so many (n,).

    Term j of an image is max(0, D_j + margin), so it has its kink at t = -(D_j + margin) / slope_j. Softmax has none.
    """
    if along.settings.loss is not LossKind.HINGE:
        return np.empty(0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        places = -(along.gaps + along.gaps.dtype.type(along.settings.margin)) / along.slopes
    inside = places[(low <= places) & (places <= high) & (along.slopes != 0)]
    stride = max(1, -(-len(inside) // most))
    return np.sort(inside.astype(np.float64))[::stride]


def _falls_forever(along: Line) -> bool:
    """Whether every softmax term only falls: its slope then tends to zero, and underflows to it, from below."""
    settings = along.settings
    is_penalised = settings.penalty in (PenaltyKind.L1, PenaltyKind.L2) and settings.strength > 0
    return settings.loss is LossKind.SOFTMAX and not is_penalised and float(along.slopes.max()) <= 0


def _data_slope_at(along: Line, t: float) -> float:
    gaps = along.gaps.dtype.type(t) * along.slopes
    gaps += along.gaps
    if along.settings.loss is LossKind.HINGE:
        counted = (gaps > -along.settings.margin).astype(gaps.dtype)
        return float(np.vdot(counted, along.slopes) / gaps.shape[1])
    shares = np.exp(gaps - gaps.max(axis=0))
    means = (shares * along.slopes).sum(axis=0) / shares.sum(axis=0)
    return float(means.mean(dtype=np.float64))


def _penalty_slope_at(along: Line, t: float) -> float:
    if along.settings.penalty is PenaltyKind.L2:
        _, w_g, g_g = along.products
        return 2 * along.settings.strength * (t * g_g - w_g)
    weights = along.weights - along.weights.dtype.type(t) * along.direction
    by_weight = np.zeros_like(weights)
    add_penalty_gradient(along.settings, weights, by_weight)
    return -float(np.vdot(by_weight, along.direction))
