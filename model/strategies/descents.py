"""Gradient descent on the training images: by numerical gradient, by analytic gradient, on mini-batches."""

from dataclasses import replace
from math import isfinite, nan

import numpy as np

from model.batches import draw, epoch_order
from model.classifier import start_params
from model.datasets.dataset import Dataset
from model.descent import descend, move
from model.products import Scratch
from model.records import Batch, Params, Settings
from model.strategies.costs import of_gradients, of_numerical_gradient
from model.strategies.differences import Base, base, forward_slopes, seen_inputs
from model.strategies.records import Slopes, Standing, StrategyKind

_INPUTS_AT_ONCE = 10


class _Descent:
    """Begins with the start that all strategies share, and follows the gradient down."""

    kind: StrategyKind

    def __init__(self, dataset: Dataset, settings: Settings, seed: int, scratch: Scratch) -> None:
        """Have a seed, and buffers to work in."""
        self._dataset, self._settings, self._seed, self._scratch = dataset, settings, seed, scratch

    def start(self) -> Standing:
        """The start; its loss is not known yet, and nothing is paid."""
        params = start_params(self._seed, len(self._dataset.classes), self._dataset.pixels.shape[1])
        return Standing(0, 0.0, params, nan)


class NumericalDescent(_Descent):
    """By forward differences, a few inputs at a time: the slopes known so far are a part of where it stands."""

    kind = StrategyKind.NUMERICAL

    def __init__(self, dataset: Dataset, settings: Settings, seed: int, scratch: Scratch) -> None:
        """Know no scores yet."""
        super().__init__(dataset, settings, seed, scratch)
        self._inputs = int(dataset.pixels.shape[1]) + 1
        self._base: tuple[Params, Base] | None = None

    def price(self, standing: Standing) -> float:
        """The evaluations for a whole step."""
        return of_numerical_gradient(standing.params)

    def move_cost(self, standing: Standing) -> float:
        """The evaluations for the next few slopes, and at first for the loss at W."""
        first = standing.slopes.known if standing.slopes else 0
        some = min(_INPUTS_AT_ONCE, self._inputs - first)
        return some * len(self._dataset.classes) + (first == 0)

    def advance(self, standing: Standing) -> Standing:
        """A few more slopes; with the last ones, the step."""
        at = self._base_at(standing.params)
        if not isfinite(at.loss):
            return replace(standing, has_diverged=True)
        slopes = standing.slopes or Slopes(np.zeros((len(self._dataset.classes), self._inputs)))
        known = min(slopes.known + _INPUTS_AT_ONCE, self._inputs)
        values, some = slopes.values.copy(), slice(slopes.known, known)
        values[:, some] = forward_slopes(at, seen_inputs(self._dataset, some))
        paid = replace(standing, evaluations=standing.evaluations + self.move_cost(standing))
        if known < self._inputs:
            return replace(paid, slopes=Slopes(values, known))
        gradient = Params(values[:, :-1].astype(np.float32), values[:, -1].astype(np.float32))
        after = move(standing.params, gradient, self._settings.step_size)
        return Standing(standing.number + 1, paid.evaluations, after, at.loss)

    def _base_at(self, params: Params) -> Base:
        if self._base is None or self._base[0] is not params:
            self._base = params, base(params, self._settings, self._dataset, self._scratch)
        return self._base[1]


class AnalyticDescent(_Descent):
    """By backpropagation through the scores, each step on a batch that is part of an epoch's order, or all of it."""

    kind = StrategyKind.ANALYTIC

    def __init__(self, dataset: Dataset, settings: Settings, seed: int, scratch: Scratch) -> None:
        """Take all training images for each step."""
        super().__init__(dataset, settings, seed, scratch)
        self._images = len(dataset.train)
        self._size = self._images
        self._order = (-1, dataset.train)

    def price(self, standing: Standing) -> float:
        """The evaluations for a step: the last of an epoch may be on fewer images."""
        return self._paid(standing.number + 1) - self._paid(standing.number)

    move_cost = price

    def advance(self, standing: Standing) -> Standing:
        """One step; where the loss is not finite any more, it stays."""
        batch = self._batch(standing.number)
        step = descend(standing.params, batch, self._settings, self._dataset, self._scratch, standing.number)
        if not step.is_finite:
            return replace(standing, has_diverged=True)
        number = standing.number + 1
        return Standing(number, self._paid(number), step.after, step.data_loss)

    def _batch(self, number: int) -> Batch:
        """The images of a step: those of the main run with the same seed and batch size."""
        epoch, place = divmod(number, self._batches)
        if self._order[0] != epoch:
            self._order = epoch, epoch_order(self._dataset.train, self._seed, epoch)
        return draw(self._order[1], self._dataset.labels, self._seed, epoch, place * self._size, self._size)

    @property
    def _batches(self) -> int:
        """How many batches make an epoch."""
        return -(-self._images // self._size)

    def _paid(self, number: int) -> float:
        """The evaluations for the first so many steps."""
        epochs, batches = divmod(number, self._batches)
        return of_gradients(epochs * self._images + batches * self._size, self._images)


class BatchDescent(AnalyticDescent):
    """The same on mini-batches: to the bit the main run without regularization."""

    kind = StrategyKind.BATCHES

    def __init__(self, dataset: Dataset, settings: Settings, seed: int, scratch: Scratch) -> None:
        """Take batches of the size that the settings choose."""
        super().__init__(dataset, settings, seed, scratch)
        self._size = min(settings.batch_size, self._images)
