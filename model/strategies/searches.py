"""Random search and random local search: a try at a time, although many are scored together.

Which tries there are depends on the seed and their numbers alone, and so does which of them are scored together: the
same seed finds the same W, to the bit, however the tries are paused or counted.
"""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import NamedTuple

import numpy as np

from model.arrays import Floats
from model.classifier import score_rows, start_params
from model.datasets.dataset import Dataset
from model.losses import data_loss
from model.products import Scratch
from model.records import Params, Settings
from model.strategies.records import Standing, StrategyKind
from model.strategies.stacks import random_params, stack_size, stacked_losses, stacked_scores

_STREAMS = {StrategyKind.RANDOM: 1, StrategyKind.LOCAL: 2}


class _Stack(NamedTuple):
    """What was worked out for tries with consecutive numbers, beginning with a multiple of the stack's size."""

    first: int
    tries: list[Params]
    found: Floats


class _Search(ABC):
    """Tries W after W and keeps the best, beginning with the start that all strategies share."""

    kind: StrategyKind

    def __init__(self, dataset: Dataset, settings: Settings, seed: int, scratch: Scratch) -> None:
        """Have a seed, and buffers to work in."""
        self._dataset, self._settings, self._seed, self._scratch = dataset, settings, seed, scratch
        self._stack = _Stack(0, [], np.empty(0))

    def start(self) -> Standing:
        """The start, and its loss: the first evaluation."""
        params = start_params(self._seed, len(self._dataset.classes), self._dataset.pixels.shape[1])
        loss = stacked_losses([params], self._settings, self._dataset, self._scratch)[0]
        return Standing(0, 1.0, params, float(loss))

    def price(self, _: Standing) -> float:
        """The evaluations for the next try."""
        return 1.0

    move_cost = price

    def noise(self, number: int) -> Params:
        """What is drawn for a try."""
        return random_params(self._dataset, (self._seed, _STREAMS[self.kind], number))

    def _stack_of(self, number: int) -> _Stack:
        """The stack in which a try is scored."""
        first = number - number % self._size
        if self._stack.first != first or not self._stack.tries:
            tries = [self.noise(first + place) for place in range(self._size)]
            self._stack = _Stack(first, tries, self._work_out(tries))
        return self._stack

    @cached_property
    def _size(self) -> int:
        return stack_size(self._dataset)

    @abstractmethod
    def _work_out(self, tries: list[Params]) -> Floats:
        """What all tries of a stack have to be worked out for."""


class RandomSearch(_Search):
    """Each try is a W of its own."""

    kind = StrategyKind.RANDOM

    def advance(self, standing: Standing) -> Standing:
        """One more try: keep it if it is the best so far."""
        first, tries, losses = self._stack_of(standing.number)
        place = standing.number - first
        loss, number, evaluations = float(losses[place]), standing.number + 1, standing.evaluations + 1
        if loss < standing.loss:
            return Standing(number, evaluations, tries[place], loss)
        return Standing(number, evaluations, standing.params, standing.loss)

    def _work_out(self, tries: list[Params]) -> Floats:
        return stacked_losses(tries, self._settings, self._dataset, self._scratch)


class LocalSearch(_Search):
    """Each try is a random step away from the best W. Scores are additive: those of W + d are those of W and of d."""

    kind = StrategyKind.LOCAL

    def __init__(self, dataset: Dataset, settings: Settings, seed: int, scratch: Scratch) -> None:
        """Know no scores yet."""
        super().__init__(dataset, settings, seed, scratch)
        self._labels = dataset.labels[dataset.train]
        self._at: tuple[Params, Floats] | None = None

    def advance(self, standing: Standing) -> Standing:
        """One more try: go there if it is better."""
        first, tries, scores = self._stack_of(standing.number)
        place = standing.number - first
        there = self._scores_at(standing.params, is_new_stack=place == 0) + scores[place]
        losses = data_loss(self._settings, there, self._labels)[0]
        loss = float(losses.mean(dtype=np.float64))
        number, evaluations = standing.number + 1, standing.evaluations + 1
        if not loss < standing.loss:
            return Standing(number, evaluations, standing.params, standing.loss)
        params = _sum(standing.params, tries[place])
        self._at = params, there
        return Standing(number, evaluations, params, loss)

    def _scores_at(self, params: Params, is_new_stack: bool) -> Floats:
        """The scores (K, N) of the best W: added up since it was scored last, which every new stack is a reason for."""
        if self._at is None or self._at[0] is not params or is_new_stack:
            self._at = params, score_rows(params, self._dataset, self._dataset.train, self._scratch)
        return self._at[1]

    def _work_out(self, tries: list[Params]) -> Floats:
        return stacked_scores(tries, self._dataset, self._scratch)


def _sum(one: Params, other: Params) -> Params:
    return Params(one.weights + other.weights, one.biases + other.biases)
