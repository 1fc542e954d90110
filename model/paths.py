"""The path of a run: the points it visited, where they are above a plane, and their own losses."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isnan

import numpy as np

from model.arrays import Doubles, Labels, frozen
from model.axes import NoPlane
from model.classifier import score_rows_with
from model.datasets.dataset import Dataset
from model.losses import data_loss
from model.penalties import penalty
from model.products import Scratch
from model.records import Params, Settings, Step, Waypoint

NOT_FINITE = "The parameters are no longer finite numbers: go back some steps first."
_TOGETHER = 4


@dataclass(frozen=True, slots=True, eq=False)
class PathOnPlane:
    """The points visited, oldest first, the current one last; seen from above.

    numbers (n,) are their steps, t and u (n,) the coordinates of their projections, distances (n,) how far they are
    from the plane; losses (n,) are those of the points themselves, on the same images as the plane.
    """

    numbers: Labels
    params: tuple[Params, ...]
    t: Doubles
    u: Doubles
    distances: Doubles
    losses: Doubles

    def __post_init__(self) -> None:
        for array in (self.numbers, self.t, self.u, self.distances, self.losses):
            frozen(array)

    @property
    def known_losses(self) -> dict[Params, float]:
        """The loss of each of the points."""
        return dict(zip(self.params, self.losses.tolist(), strict=True))


def visited(trail: Sequence[Waypoint], step: Step, most: int) -> list[Waypoint]:
    """The trail as far as it is finite, thinned, with the current parameters at its end; raises NoPlane."""
    if not _is_finite(step.before):
        raise NoPlane(NOT_FINITE)
    path = [waypoint for waypoint in trail if waypoint.params is not step.before and _is_finite(waypoint.params)]
    path.append(Waypoint(step.number, step.before))
    return [path[place] for place in thinned(len(path), most)]


def thinned(count: int, most: int) -> list[int]:
    """At most so many of so many positions, the first and the last among them.

    They stand a power of two apart, so that most of them stay while the path grows.
    """
    stride = 1
    while (count - 2) // stride + 2 > most:
        stride *= 2
    return [*range(0, count - 1, stride), count - 1]


def true_losses(
    path: Sequence[Params],
    known: dict[Params, float],
    dataset: Dataset,
    rows: Labels,
    settings: Settings,
    scratch: Scratch,
) -> Doubles:
    """The losses of these very parameters on rows of a data set, without dropout (n,); some may be known."""
    found = dict(known)
    missing = [params for params in dict.fromkeys(path) if params not in found]
    for start in range(0, len(missing), _TOGETHER):
        group = missing[start : start + _TOGETHER]
        several = score_rows_with(group, dataset, rows, scratch)
        for params, scores in zip(group, several, strict=True):
            losses = data_loss(settings, scores, dataset.labels[rows])[0]
            loss = float(losses.mean(dtype=np.float64)) + penalty(settings, params.weights)
            found[params] = inf if isnan(loss) else loss
    return np.array([found[params] for params in path])


def _is_finite(params: Params) -> bool:
    return bool(np.isfinite(params.weights).all() and np.isfinite(params.biases).all())
