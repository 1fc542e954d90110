"""The loss on a plane through the parameters, W + t A + u B, in closed form in the scores.

Three products, with W, A and B, serve every point, as two do along a line.
"""

from dataclasses import dataclass

import numpy as np

from model.arrays import Doubles, Floats, Labels, frozen
from model.penalties import penalty
from model.records import LossKind, Params, PenaltyKind, Settings
from model.sweeps import hinge_sums, softmax_sums


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
    """The mean data loss at every point of the grid: (T, U)."""
    gaps, first, second = surface.gaps, surface.first, surface.second
    if surface.settings.loss is LossKind.HINGE:
        sums = hinge_sums(gaps, first, second, surface.settings.margin, ts, us)
    else:
        sums = softmax_sums(gaps, first, second, ts, us)
    return np.asarray(sums / gaps.shape[1])


def penalties_on(surface: Plane, ts: Doubles, us: Doubles) -> Doubles:
    """The penalty at every point of the grid: (T, U); a quadratic form for L2."""
    settings = surface.settings
    w, a, b = (p.weights.ravel().astype(np.float64) for p in (surface.origin, *surface.directions))
    t, u = ts[:, None], us[None, :]
    if settings.penalty is PenaltyKind.L2:
        squares = w @ w + t**2 * (a @ a) + u**2 * (b @ b)
        return np.asarray(settings.strength * (squares + 2 * (t * (w @ a) + u * (w @ b) + t * u * (a @ b))))
    if settings.penalty is PenaltyKind.L1:
        return np.array([[penalty(settings, row + y * b) for y in us] for row in (w + x * a for x in ts)])
    return np.zeros((len(ts), len(us)))
