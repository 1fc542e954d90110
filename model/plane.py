"""The loss on a plane through the parameters, W + t A + u B, in closed form in the scores.

Three products, with W, A and B, serve every point, as two do along a line.
"""

from dataclasses import dataclass

import numpy as np

from model.arrays import Doubles, Floats, Labels, frozen
from model.records import LossKind, Params, PenaltyKind, Settings
from model.sweeps.counts import right_counts
from model.sweeps.hinge import absolute_sums, hinge_sums
from model.sweeps.softmax import softmax_sums


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """A set of images on a plane: score differences to the true class (K, N), and their slopes in t and u.

    origin and directions are there for the penalty.
    """

    gaps: Floats
    first: Floats
    second: Floats
    settings: Settings
    origin: Params
    directions: tuple[Params, Params]

    def __post_init__(self) -> None:
        for array in (self.gaps, self.first, self.second):
            frozen(array)


def plane(
    scores: tuple[Floats, Floats, Floats],
    labels: Labels,
    origin: Params,
    directions: tuple[Params, Params],
    settings: Settings,
) -> Plane:
    """The plane through origin for images with scores (K, N) of the origin and of both directions."""
    images = np.arange(len(labels))
    gaps, first, second = (array - array[labels, images] for array in scores)
    return Plane(gaps, first, second, settings, origin, directions)


def losses_on(surface: Plane, ts: Doubles, us: Doubles) -> Doubles:
    """The whole loss at every point of a grid of evenly spaced ts (T,) and us (U,): (T, U)."""
    return data_losses_on(surface, ts, us) + penalties_on(surface, ts, us)


def data_losses_on(surface: Plane, ts: Doubles, us: Doubles) -> Doubles:
    """The mean data loss at every point of the grid: (T, U); infinite where it is beyond all numbers."""
    gaps, first, second = surface.gaps, surface.first, surface.second
    if surface.settings.loss is LossKind.HINGE:
        sums = hinge_sums(gaps, first, second, surface.settings.margin, ts, us)
    else:
        sums = softmax_sums(gaps, first, second, ts, us)
    return np.where(np.isnan(sums), np.inf, sums / gaps.shape[1])


def accuracies_on(surface: Plane, ts: Doubles, us: Doubles) -> Doubles:
    """The share of the images that are right at every point of the grid: (T, U)."""
    gaps, first, second = surface.gaps, surface.first, surface.second
    return np.asarray(right_counts(gaps, first, second, ts, us) / gaps.shape[1])


def penalties_on(surface: Plane, ts: Doubles, us: Doubles) -> Doubles:
    """The penalty at every point of the grid: (T, U); a quadratic form for L2, sums of kinks for L1."""
    settings = surface.settings
    w, a, b = (params.weights.astype(np.float64) for params in (surface.origin, *surface.directions))
    if settings.penalty is PenaltyKind.L1:
        return np.asarray(settings.strength * absolute_sums(w, a, b, ts, us))
    if settings.penalty is not PenaltyKind.L2:
        return np.zeros((len(ts), len(us)))
    t, u = ts[:, None], us[None, :]
    squares = np.vdot(w, w) + t**2 * np.vdot(a, a) + u**2 * np.vdot(b, b)
    products = t * np.vdot(w, a) + u * np.vdot(w, b) + t * u * np.vdot(a, b)
    return np.asarray(settings.strength * (squares + 2 * products))
