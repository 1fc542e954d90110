"""Gradient descent: one update, and how good the classifier is now."""

from collections.abc import Sequence
from concurrent.futures import Executor
from contextvars import copy_context
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from model.arrays import Floats, Labels, frozen
from model.classifier import offsets, predict, score_rows_with, unfolded
from model.confusion import confusion
from model.datasets.dataset import Dataset, Preprocessing
from model.losses import data_loss, true_places
from model.measure import Measure
from model.momentum import follow
from model.penalties import add_penalty_gradient, penalty
from model.products import Scratch, share_out, sum_of_rows, times_rows
from model.records import Batch, Params, Settings, Step
from model.sight import Sight, sight


def move(params: Params, gradient: Params, rate: float) -> Params:
    """Take one step downhill; the old parameters stay as they were."""
    downhill = np.float32(-rate)
    weights, biases = downhill * gradient.weights, downhill * gradient.biases
    weights += params.weights
    biases += params.biases
    return Params(weights, biases)


def score_batch(params: Params, batch: Batch, settings: Settings, dataset: Dataset, scratch: Scratch) -> Floats:
    """Score a batch as its training step sees it, dropped pixels and all: (K, B)."""
    seen = sight(dataset, settings)
    offset, scale = offsets(params, seen.preprocessing), seen.preprocessing.scale
    scores = np.empty((len(offset), batch.size), np.float32)
    for part in scratch.parts(batch.size):
        rows = scratch.as_floats(seen.pixels(batch, part, scratch))
        times_rows(params.weights, offset, rows, scores[:, part], scale)
    return scores


def descend(
    params: Params,
    batch: Batch,
    settings: Settings,
    dataset: Dataset,
    scratch: Scratch,
    number: int = 0,
    velocity: Params | None = None,
) -> Step:
    """One update on one batch: scores, loss, gradient and new parameters. All arrays are newly allocated."""
    return descend_together([Start(params, settings, number, velocity)], batch, dataset, scratch)[0]


class Start(NamedTuple):
    """Where an update begins, with which velocity, and how it is taken."""

    params: Params
    settings: Settings
    number: int = 0
    velocity: Params | None = None


class _Pull(NamedTuple):
    """Scores and dL_i/ds (K, n), losses (n,), and the sum that becomes the gradient once it is unfolded (K, D)."""

    scores: Floats
    losses: Floats
    by_score: Floats
    by_byte: Floats


@lru_cache(4)
def _even_shares(count: int) -> Floats:
    return frozen(np.full(count, 1 / count, np.float32))


class _Ascent:
    """The way from one start to its step on a batch."""

    def __init__(self, start: Start, seen: Preprocessing, images: int) -> None:
        self.start, self.seen = start, seen
        self._offsets = offsets(start.params, seen)
        self._share = seen.scale / images

    def pull(self, rows: Floats, labels: Labels, scores: Floats | None = None) -> _Pull:
        """What images pull at the classifier, seen as rows (n, D); their scores go into the array that is given."""
        scores = times_rows(self.start.params.weights, self._offsets, rows, scores, self.seen.scale)
        losses, by_score = data_loss(self.start.settings, scores, labels)
        return _Pull(scores, losses, by_score, sum_of_rows(by_score, rows, self._share))

    def step(self, pull: _Pull, batch: Batch) -> Step:
        """The update that the pull of the whole batch makes."""
        params, settings, momentum = self.start.params, self.start.settings, self.start.settings.momentum
        by_bias = pull.by_score.dot(_even_shares(batch.size))
        by_weight = unfolded(pull.by_byte, by_bias, self.seen)
        add_penalty_gradient(settings, params.weights, by_weight)
        gradient = Params(by_weight, by_bias)
        velocity = self.start.velocity if momentum else None
        direction = follow(gradient, velocity, momentum)
        return Step(
            number=self.start.number,
            batch=batch,
            settings=settings,
            before=params,
            scores=pull.scores,
            image_losses=pull.losses,
            score_gradient=pull.by_score,
            data_loss=float(np.add.reduce(pull.losses, dtype=np.float64)) / batch.size,
            penalty=penalty(settings, params.weights),
            gradient=gradient,
            velocity=velocity,
            direction=direction,
            after=move(params, direction, settings.step_size_after(batch.passed)),
        )


def descend_together(
    starts: Sequence[Start], batch: Batch, dataset: Dataset, scratch: Scratch, helper: Executor | None = None
) -> list[Step]:
    """An update for each of several starts on one batch, which is gathered once: to the bit what each is by itself.

    The settings must drop the same share of pixels. Where there is a helper, a second thread takes half of the starts.
    """
    seen = sight(dataset, starts[0].settings)
    ascents = [_Ascent(start, seen.preprocessing, batch.size) for start in starts]
    if batch.size > scratch.chunk:
        return _in_parts(ascents, batch, seen, scratch)
    rows = scratch.as_floats(seen.pixels(batch, slice(0, batch.size), scratch))

    def steps(some: list[_Ascent]) -> list[Step]:
        return [ascent.step(ascent.pull(rows, batch.labels), batch) for ascent in some]

    if helper is None or len(starts) == 1:
        return steps(ascents)
    half = len(ascents) // 2
    others = helper.submit(copy_context().run, steps, ascents[half:])
    return [*steps(ascents[:half]), *others.result()]


def _in_parts(ascents: list[_Ascent], batch: Batch, seen: Sight, scratch: Scratch) -> list[Step]:
    """The updates on a batch of several chunks, some of which a second thread takes."""
    classes = len(seen.dataset.classes)
    scores, by_scores = ([np.empty((classes, batch.size), np.float32) for _ in ascents] for _ in range(2))
    losses = [np.empty(batch.size, np.float32) for _ in ascents]

    def sum_gradients(own: Scratch, parts: list[slice]) -> list[Floats]:
        totals: list[Floats] = []
        for part in parts:
            rows = own.as_floats(seen.pixels(batch, part, own))
            for place, ascent in enumerate(ascents):
                pull = ascent.pull(rows, batch.labels[part], scores[place][:, part])
                losses[place][part], by_scores[place][:, part] = pull.losses, pull.by_score
                if part is parts[0]:
                    totals.append(pull.by_byte)
                else:
                    totals[place] += pull.by_byte
        return totals

    halves = share_out(scratch, batch.size, sum_gradients)
    sums = halves[0] if len(halves) == 1 else [one + other for one, other in zip(*halves, strict=True)]
    pulls = map(_Pull, scores, losses, by_scores, sums)
    return [ascent.step(pull, batch) for ascent, pull in zip(ascents, pulls, strict=True)]


def with_step_size(step: Step, settings: Settings) -> Step:
    """The same step under settings that differ in step size and schedule alone: its direction stays as it is."""
    rate = settings.step_size_after(step.batch.passed)
    return replace(step, settings=settings, after=move(step.before, step.direction, rate))


def batch_accuracy(step: Step) -> float:
    """The share of the batch whose highest score is the true class's."""
    true_scores = step.scores.take(true_places(step.batch.labels))
    return int(np.count_nonzero(true_scores >= np.maximum.reduce(step.scores, axis=0))) / step.batch.size


def measure(number: int, params: Params, settings: Settings, dataset: Dataset, scratch: Scratch) -> Measure:
    """Loss on each whole split, and what is taken for what."""
    return measure_together([Start(params, settings, number)], dataset, scratch)[0]


def measure_together(starts: Sequence[Start], dataset: Dataset, scratch: Scratch) -> list[Measure]:
    """Several classifiers measured in one pass over the images; to rounding what each is by itself."""
    rows = {split: getattr(dataset, split) for split in ("train", "validation", "test")}
    every = [start.params for start in starts]
    scores = {split: score_rows_with(every, dataset, taken, scratch) for split, taken in rows.items()}
    return [
        _measured(start, {split: found[place] for split, found in scores.items()}, dataset)
        for place, start in enumerate(starts)
    ]


def _measured(start: Start, scores: dict[str, Floats], dataset: Dataset) -> Measure:
    losses, predictions = {}, {}
    for split, found in scores.items():
        labels = dataset.labels[getattr(dataset, split)]
        losses[split] = float(data_loss(start.settings, found, labels)[0].mean(dtype=np.float64))
        predictions[split] = predict(found)
    told, classes = dataset.labels, len(start.params.biases)
    return Measure(
        number=start.number,
        train_loss=losses["train"],
        validation_loss=losses["validation"],
        penalty=penalty(start.settings, start.params.weights),
        train_accuracy=float(np.mean(predictions["train"] == told[dataset.train])),
        validation_confusion=confusion(told[dataset.validation], predictions["validation"], classes),
        test_confusion=confusion(told[dataset.test], predictions["test"], classes),
    )


def alone(step: Step, row: int, dataset: Dataset, scratch: Scratch) -> Step:
    """The step that would be taken in place of this one if its batch were a single image, any row of the data set."""
    rows = np.array([row])
    batch = replace(step.batch, rows=rows, labels=dataset.labels[rows])
    return descend(step.before, batch, step.settings, dataset, scratch, step.number, step.velocity)
