"""One job of a search, worked out: a run from its start to its end, measured once an epoch. No threads, no processes.

It is a `Run` that remembers nothing, so it is to the bit what any other run is.
"""

from dataclasses import replace
from math import isfinite
from time import perf_counter

import numpy as np

from model.allowance import Allowance
from model.arrays import Labels
from model.classifier import predict, score_rows
from model.confusion import confusion
from model.curve import MEASURE_ROWS
from model.datasets.dataset import Dataset
from model.losses import data_loss
from model.measure import Measure
from model.penalties import penalty
from model.records import Settings, Step
from model.run import Run
from model.search.records import CURVE_ROWS, Job, Outcome, Plan

LEAST_MEASURED = 1000
_NOTHING = Allowance(depth=1, whole=1, stride=1, keys=1, waypoints=2, left=1, slow=1)
_ROWS = [MEASURE_ROWS.index(row) for row in CURVE_ROWS]


def settings_of(plan: Plan, job: Job) -> Settings:
    """What the run of a job is trained with."""
    return replace(plan.settings, step_size=job.point.step_size, strength=job.point.strength)


def run_job(dataset: Dataset, plan: Plan, job: Job) -> Outcome:
    """What comes of a job on the data set of its fold, arranged already."""
    began = perf_counter()
    with np.errstate(all="ignore"):  # who diverges, overflows: that is a result
        run = LeanRun(dataset, settings_of(plan, job), plan.seed)
        while run.epoch < plan.epochs and run.goes_on:
            run.take_an_epoch()
    return Outcome(
        job=job,
        params=None if job.fold else run.last_finite,
        curve=run.curve,
        steps=run.number,
        diverged_at=None if run.goes_on else run.number,
        seconds=perf_counter() - began,
        validated=len(dataset.validation),
    )


class LeanRun(Run):
    """A run that cannot go back, and leaves the test images alone."""

    def __init__(self, dataset: Dataset, settings: Settings, seed: int) -> None:
        """Stand at the start."""
        self.goes_on = True
        self._measured = _some(dataset.train, max(len(dataset.validation), LEAST_MEASURED))
        super().__init__(dataset, settings, seed, allowed=_NOTHING)
        self.last_finite = self.params

    @property
    def curve(self) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        """What was measured, as far as it is finite: (5, n) with CURVE_ROWS."""
        found = self._measurements.curve[_ROWS]
        return found[:, np.isfinite(found).all(axis=0)]

    def take_an_epoch(self) -> None:
        """Go on to the end of the epoch and measure, unless the loss ceases to be finite before."""
        while self.goes_on:
            self.goes_on = bool(self.advance())
            if self.goes_on and self.epoch.is_integer():
                found = self.measure()
                self.goes_on = isfinite(found.train_loss) and isfinite(found.validation_loss)
                break
        if self.goes_on:
            self.last_finite = self.params

    def measure(self) -> Measure:
        """Measure on all validation images, and on some to learn from."""
        scores, losses = {}, {}
        rows = {"train": self._measured, "validation": self.dataset.validation}
        for split, taken in rows.items():
            scores[split] = score_rows(self.params, self.dataset, taken, self._scratch)
            found, _ = data_loss(self.settings, scores[split], self.dataset.labels[taken])
            losses[split] = float(found.mean(dtype=np.float64))
        labels, classes = self.dataset.labels, len(self.params.biases)
        taken_for = {split: predict(scores[split]) for split in rows}
        measure = Measure(
            number=self.number,
            train_loss=losses["train"],
            validation_loss=losses["validation"],
            penalty=penalty(self.settings, self.params.weights),
            train_accuracy=float(np.mean(taken_for["train"] == labels[rows["train"]])),
            validation_confusion=confusion(labels[rows["validation"]], taken_for["validation"], classes),
            test_confusion=np.zeros((classes, classes), np.intp),
        )
        self._measurements.add(measure, self.epoch, self.settings)
        return measure

    def _log(self, step: Step, settings: Settings) -> None:  # noqa: ARG002
        """Keep nothing to go back to, but where the last step began: its loss was finite."""
        self.last_finite = self.params


def _some(train: Labels, count: int) -> Labels:
    """So many of the rows to learn from, or all where there are fewer: the same ones always, sorted."""
    if count >= len(train):
        return train
    return np.sort(np.random.default_rng((0, 4)).permutation(train)[:count])
