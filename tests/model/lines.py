"""Lines through the parameters of small problems, and the loss along them the plain way."""

from dataclasses import dataclass

import numpy as np

from model.arrays import Doubles, Floats
from model.classifier import class_scores, objective
from model.descent import descend, score_batch
from model.landscape import Line, line
from model.records import Batch, Params, Settings
from tests.model.small import batch_of, doubled, scratch_for, seen_in_training, small_dataset, small_params

# Four pixels and much noise: no line separates the classes, so every loss has a lowest point.
SMALL = small_dataset(shape=(2, 2, 1), spread=150)


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A line along a gradient, and all that is needed to work out the same without it, in float64."""

    along: Line
    params: Params
    gradient: Params
    seen: Floats
    batch: Batch
    settings: Settings

    def moved(self, t: float) -> Params:
        """W - t g, in float64."""
        start, end = doubled(self.params), doubled(self.gradient)
        return Params(start.weights - t * end.weights, start.biases - t * end.biases)

    def direct_loss(self, t: float) -> float:
        """The loss at t, from the scores of the moved parameters."""
        return objective(self.moved(t), self.seen, self.batch.labels, self.settings)[0]

    def direct_losses(self, points: Doubles) -> Doubles:
        """The loss at each of the points (T,)."""
        return np.array([self.direct_loss(t) for t in points])

    def direct_scores(self, t: float) -> Floats:
        """The scores of the moved parameters: (K, B)."""
        return class_scores(self.moved(t), self.seen)

    def squared_gradient(self) -> float:
        """The squared length of the gradient, biases and all."""
        whole = doubled(self.gradient)
        return float(np.vdot(whole.weights, whole.weights) + np.vdot(whole.biases, whole.biases))


def trained_line(settings: Settings, size: int = 36, seed: int = 1) -> Problem:
    """The float32 line of a training step, as the app works it out."""
    batch, params, scratch = batch_of(SMALL, size), small_params(SMALL, seed), scratch_for(SMALL)
    step = descend(params, batch, settings, SMALL, scratch)
    slopes = score_batch(step.gradient, batch, settings, SMALL, scratch)
    along = line(step.scores, slopes, batch.labels, params, step.gradient, settings)
    return Problem(along, params, step.gradient, seen_in_training(SMALL, batch, settings), batch, settings)


def exact_line(settings: Settings, size: int = 36, seed: int = 1) -> Problem:
    """A line in float64."""
    batch, params = batch_of(SMALL, size), doubled(small_params(SMALL, seed))
    seen = seen_in_training(SMALL, batch, settings)
    gradient = objective(params, seen, batch.labels, settings)[1]
    scores, slopes = (class_scores(p, seen) for p in (params, gradient))
    along = line(scores, slopes, batch.labels, params, gradient, settings)
    return Problem(along, params, gradient, seen, batch, settings)


def toy_line(gaps: Floats, slopes: Floats, settings: Settings, weight: float = 0.0, direction: float = 0.0) -> Line:
    """A line of images whose true class is the first, with one weight to penalise for each class."""
    labels = np.zeros(gaps.shape[1], np.intp)
    sides = (np.full((len(gaps), 1), number, gaps.dtype) for number in (weight, direction))
    return Line(gaps, slopes, labels, settings, *sides)
