"""One data set made ready for all cases, and a line of the table."""

from dataclasses import dataclass

import numpy as np

from model.batches import draw, epoch_order
from model.classifier import offsets, score_rows_with, start_params
from model.datasets.dataset import Dataset
from model.descent import descend
from model.landscape import Line, line
from model.products import Scratch, sum_of_rows, times_rows
from model.records import Settings, Step
from tests.benchmarks import peers
from tests.benchmarks.clock import Work


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; times in seconds. A target of 0 means none; most is the longest time allowed."""

    what: str
    ours: float
    peer: str = ""
    theirs: float = 0.0
    target: float = 0.0
    most: float = float("inf")
    note: str = ""

    @property
    def ratio(self) -> float:
        """How many times faster this project is."""
        return self.theirs / self.ours if self.theirs else 0.0

    @property
    def holds(self) -> bool:
        """Whether what must hold does."""
        return self.ratio >= self.target and self.ours <= self.most


class Bench:
    """One data set, ready for all cases."""

    def __init__(self, dataset: Dataset, name: str) -> None:
        self.dataset = dataset
        self.name = name
        self.pixels = dataset.pixels.shape[1]
        self.classes = len(dataset.classes)
        self.scratch = Scratch(self.pixels)
        self.params = start_params(1, self.classes, self.pixels)
        self.labels = dataset.labels[dataset.train]
        self.seen = np.concatenate(
            [dataset.preprocessing.apply(dataset.pixels[part]) for part in np.array_split(dataset.train, 20)]
        )
        self.torch = peers.Torch(self.seen, self.labels, self.classes) if peers.torch else None

    @property
    def is_large(self) -> bool:
        """Whether this is the set of 3,072 pixels; some targets hold for it alone."""
        return bool(self.pixels > 1000)

    def training_step(self, settings: Settings) -> Work:
        """One update on the next batch, as the training thread takes it."""
        order = epoch_order(self.dataset.train, 1, 0)
        place, params = 0, self.params

        def step() -> None:
            nonlocal place, params
            if place + settings.batch_size > len(order):
                place = 0
            batch = draw(order, self.dataset.labels, 1, 0, place, settings.batch_size)
            params = descend(params, batch, settings, self.dataset, self.scratch).after
            place += settings.batch_size

        return step

    def products_alone(self, size: int) -> Work:
        """What no step on the next batch can do without: its images, gathered and cast, and the two products."""
        order, place = epoch_order(self.dataset.train, 1, 0), 0
        seen, weights = self.dataset.preprocessing, self.params.weights
        offset = offsets(self.params, seen)
        scores = np.zeros((self.classes, size), np.float32)

        def work() -> None:
            nonlocal place
            if place + size > len(order):
                place = 0
            rows = self.scratch.as_floats(self.scratch.take(self.dataset.pixels, order[place : place + size]))
            times_rows(weights, offset, rows, scores, seen.scale)
            sum_of_rows(scores, rows)
            place += size

        return work

    def coming(self, settings: Settings) -> Step:
        """The first step of a run."""
        batch = draw(epoch_order(self.dataset.train, 1, 0), self.dataset.labels, 1, 0, 0, settings.batch_size)
        return descend(self.params, batch, settings, self.dataset, self.scratch)

    def whole_line(self, settings: Settings) -> Line:
        """All training images along the first step."""
        step = self.coming(settings)
        scores, slopes = score_rows_with((step.before, step.gradient), self.dataset, self.dataset.train, self.scratch)
        return line(scores, slopes, self.labels, step.before, step.gradient, settings)
